//! `terminal`: pictures of the diagnostics, then what the run comes to. For people, at 80 columns.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::Context;
use super::paint::{Ink, hanging, opening, wrapped};
use super::picture::{advice, ink_of, picture};
use super::summary::{self, counted};
use super::visible::one_line;
use crate::diagnostic::Severity;
use crate::text::SourceId;
use crate::triage::{Cause, Hold, Judged, Report};

/// Diagnostics of one rule in one file that are shown one by one.
const MOST_OF_A_RULE: usize = 10;

/// Reasons for 'not assessed' that are shown.
const MOST_REASONS: usize = 5;

/// Diagnostics that the change did not bring that are shown.
const MOST_BESIDE: usize = 20;

/// Waivers that are shown.
const MOST_WAIVERS: usize = 20;

/// Writes the report for a person at a terminal.
pub fn write(report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut put = |text: String| out.write_all(context.look.printed(text).as_bytes());
    // What the change brought is never hidden behind what was there before it.
    let mut seen: BTreeMap<(SourceId, &str, Cause), usize> = BTreeMap::new();
    let mut explained: BTreeSet<&str> = BTreeSet::new();
    for judged in report.unwaived().filter(|judged| !is_beside(judged, report)) {
        let rule: &str = &judged.diagnostic.rule;
        let count = seen.entry((judged.diagnostic.span.source, rule, judged.cause)).or_default();
        *count += 1;
        if *count <= MOST_OF_A_RULE {
            put(diagnostic(judged, explained.insert(rule), context))?;
        } else if *count == MOST_OF_A_RULE + 1 {
            put(repeats(judged, report, context))?;
        }
    }
    put(beside(report, context))?;
    put(closing(report, context))
}

/// Whether a diagnostic has no part in the verdict, because the change did not bring it.
fn is_beside(judged: &Judged, report: &Report) -> bool {
    report.gate.hold == Hold::Change && judged.cause != Cause::Change
}

/// What the change did not bring, the worst first, a line each: whoever made the change need not read it.
fn beside(report: &Report, context: &Context<'_>) -> String {
    let mut known: Vec<&Judged> = report.unwaived().filter(|judged| is_beside(judged, report)).collect();
    if known.is_empty() {
        return String::new();
    }
    let look = context.look;
    known.sort_by_key(|judged| Reverse(judged.diagnostic.severity));
    let head = format!("Not brought by this change: {}", counted(known.len() as u64, "diagnostic", "diagnostics"));
    let mut text = look.brush().paint(Ink::Strong, &head) + "\n";
    for judged in known.iter().take(MOST_BESIDE) {
        let diagnostic = &judged.diagnostic;
        let head = format!("{}[{}]{}", diagnostic.severity, diagnostic.rule, marked(judged));
        let place = context.texts.place(diagnostic.span);
        let line = format!("{place} {}", diagnostic.message);
        let line = one_line(&line, look.unicode);
        text.push_str(&hanging(look.brush(), ink_of(diagnostic.severity), &head, &line, 2, look.width));
    }
    match known.len().saturating_sub(MOST_BESIDE) {
        0 => {}
        more => text.push_str(&format!("  and {more} more; --output concise lists all, --gate all shows all\n")),
    }
    text.push('\n');
    text
}

fn marked(judged: &Judged) -> String {
    summary::mark(judged).map_or_else(String::new, |mark| format!(" {mark}"))
}

/// One diagnostic; why its rule matters, and all that can be done, is said with the first one of the rule.
fn diagnostic(judged: &Judged, is_first: bool, context: &Context<'_>) -> String {
    let diagnostic = &judged.diagnostic;
    let mut text = picture(diagnostic.into(), context.texts, context.look);
    if let (Some(mark), Some(end)) = (summary::mark(judged), text.find('\n')) {
        text.insert_str(end, &format!(" {}", context.look.brush().paint(Ink::Faint, &mark)));
    }
    if let Some(rule) = context.catalogue.rule(&diagnostic.rule) {
        let fix = if is_first { rule.fix.clone() } else { opening(&rule.fix, 1) };
        text.push_str(&advice(is_first.then_some(rule.why.as_str()), &fix, context.look));
    }
    text.push('\n');
    text
}

/// What stands in place of the further diagnostics of a rule in a file.
fn repeats(judged: &Judged, report: &Report, context: &Context<'_>) -> String {
    let (rule, source) = (&judged.diagnostic.rule, judged.diagnostic.span.source);
    let same = |other: &&Judged| {
        other.diagnostic.rule == *rule && other.diagnostic.span.source == source && other.cause == judged.cause
    };
    let more = report.unwaived().filter(same).count() - MOST_OF_A_RULE;
    let path = context.texts.path(source);
    let path = one_line(&path, context.look.unicode);
    let head = format!("{}[{rule}]{}", judged.diagnostic.severity, marked(judged));
    let text = format!("and {more} more of this rule in {path}; --output concise lists all");
    hanging(context.look.brush(), ink_of(judged.diagnostic.severity), &head, &text, 0, context.look.width) + "\n"
}

/// What the run comes to.
fn closing(report: &Report, context: &Context<'_>) -> String {
    let brush = context.look.brush();
    let mut text = waived(report, context);
    text.push_str(&checklist(report, context));
    text.push_str(&unassessed(report, context));
    let date = if context.as_of_given { "" } else { ", today; --as-of repeats this run" };
    let mut sentences = vec![format!("{} As of {}{date}.", summary::read(report), report.as_of)];
    sentences.extend(summary::set_aside(report));
    sentences.extend(summary::compared(report));
    for sentence in sentences {
        text.push_str(&paragraph(&one_line(&sentence, context.look.unicode), context));
    }
    let worst = report.unwaived().map(|judged| judged.diagnostic.severity).max();
    let found = paragraph(&summary::found(report), context);
    text.push_str(&brush.paint(worst.map_or(Ink::Good, ink_of), found.trim_end()));
    text.push('\n');
    match report.unwaived().find(|judged| Some(judged.diagnostic.severity) == worst) {
        None if !report.waivers.is_empty() => {}
        None => text.push_str(&paragraph(&clean(report), context)),
        Some(first) => text.push_str(&format!(
            "More about a rule:  tenone explain {}\nA line for each:    --output concise\n",
            first.diagnostic.rule
        )),
    }
    let ink = if report.gate.passed { Ink::Good } else { Ink::Bad };
    text.push_str(&brush.paint(ink, paragraph(&summary::verdict(report), context).trim_end()));
    text.push('\n');
    text
}

/// What a clean run says: neither more nor less than it knows.
fn clean(report: &Report) -> String {
    let passed: u64 = report.tallies.iter().map(|tally| u64::from(tally.passed)).sum();
    let unassessed: u64 = report.tallies.iter().map(|tally| u64::from(tally.unassessed())).sum();
    let praise = match (passed, unassessed) {
        (0, _) => return "That says little: no rule found anything that it could look at.".to_owned(),
        (_, 0) => "Well kept: no rule found anything missing or contradictory.".to_owned(),
        (passed, unassessed) if unassessed <= passed => {
            "Well kept: no rule found anything missing or contradictory in what it could look at.".to_owned()
        }
        (passed, unassessed) => format!(
            "No rule found anything missing or contradictory in what it could look at, but only {passed} of {} outcomes \
             that matter here could be assessed.",
            passed + unassessed
        ),
    };
    format!(
        "{praise} That is not a certificate: no tool can tell whether a cause is the true one, or what people will say \
         when they are asked."
    )
}

fn paragraph(text: &str, context: &Context<'_>) -> String {
    wrapped(text, context.look.width, context.look.width).join("\n") + "\n"
}

/// What is waived, a line for each waiver that excuses something.
fn waived(report: &Report, context: &Context<'_>) -> String {
    if report.waivers.is_empty() {
        return String::new();
    }
    let look = context.look;
    let count = report.waived().count() as u64;
    let head = format!("Waived: {}", counted(count, "diagnostic", "diagnostics"));
    let mut text = look.brush().paint(Ink::Strong, &head) + "\n";
    for waiver in report.waivers.iter().take(MOST_WAIVERS) {
        let subject = waiver.field.as_ref().map_or_else(String::new, |field| format!("/{field}"));
        let what = format!("on {}{subject} until {}: {}", waiver.subject, waiver.expires_on, waiver.reason);
        let (rule, what) = (one_line(&waiver.rule, look.unicode), one_line(&what, look.unicode));
        text.push_str(&hanging(look.brush(), Ink::Faint, &rule, &what, 2, look.width));
    }
    if let Some(more) = report.waivers.len().checked_sub(MOST_WAIVERS).filter(|more| *more > 0) {
        let more = counted(more as u64, "further waiver", "further waivers");
        text.push_str(&format!("  and {more}; --output json lists all\n"));
    }
    text.push('\n');
    text
}

/// Outcomes by item of the audit checklist.
fn checklist(report: &Report, context: &Context<'_>) -> String {
    let is_item = |slug: &str| context.catalogue.obligation(slug).is_some_and(|item| item.checklist == "audit");
    let items: Vec<_> = summary::by_obligation(report, context.catalogue)
        .into_iter()
        .filter(|(slug, _)| is_item(slug))
        .map(|(slug, counts)| (slug.rsplit('/').next().unwrap_or(slug).replace('-', " "), counts))
        .collect();
    if items.is_empty() {
        return String::new();
    }
    let brush = context.look.brush();
    let names = items.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max("Audit checklist".len());
    let head = format!("{:names$}  passed  failed  not applicable  not assessed", "Audit checklist");
    let mut text = brush.paint(Ink::Strong, &head) + "\n";
    for (name, counts) in items {
        if counts.is_empty() {
            text.push_str(&brush.paint(Ink::Faint, &format!("{name:names$}  no rule looked at it")));
            text.push('\n');
            continue;
        }
        let failed = format!("{:>6}", counts.failed);
        let failed = if counts.failed > 0 { brush.paint(Ink::Bad, &failed) } else { failed };
        let (passed, not_applicable, not_assessed) = (counts.passed, counts.not_applicable, counts.not_assessed);
        text.push_str(&format!("{name:names$}  {passed:>6}  {failed}  {not_applicable:>14}  {not_assessed:>12}\n"));
    }
    text.push('\n');
    text
}

/// What was not assessed, and why.
fn unassessed(report: &Report, context: &Context<'_>) -> String {
    let reasons = summary::reasons(report);
    if reasons.is_empty() {
        return String::new();
    }
    let total: u64 = reasons.iter().map(|(_, count)| count).sum();
    let head = format!("Not assessed: {}", counted(total, "outcome", "outcomes"));
    let mut text = context.look.brush().paint(Ink::Strong, &head) + "\n";
    let digits = reasons.iter().map(|(_, count)| count.to_string().len()).max().unwrap_or(1);
    for (reason, count) in reasons.iter().take(MOST_REASONS) {
        let reason = one_line(reason, context.look.unicode);
        let room = context.look.width.saturating_sub(digits + 4).max(20);
        for (index, line) in wrapped(&reason, room, room).iter().enumerate() {
            let count = if index == 0 { count.to_string() } else { String::new() };
            text.push_str(&format!("  {count:>digits$}  {line}\n"));
        }
    }
    if let Some(more) = reasons.len().checked_sub(MOST_REASONS).filter(|more| *more > 0) {
        let more = counted(more as u64, "further reason", "further reasons");
        text.push_str(&format!("  {:digits$}  and {more}; --output json lists all\n", ""));
    }
    text.push('\n');
    text
}

/// The word that a severity is told with in a report.
#[must_use]
pub fn meaning(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "an auditor may raise it as a nonconformity, a major one if it is systemic",
        Severity::Warning => "expect a question",
        Severity::Note => "an idea for improvement",
    }
}
