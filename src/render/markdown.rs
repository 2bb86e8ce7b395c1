//! `markdown`: what a step or a merge request says of the run: the verdict, what was found, what was not assessed.

use std::io::{self, Write};

use super::Context;
use super::marked::{cell, code, text};
use super::paint::opening;
use super::ranked::{Ranked, named, worst_first};
use super::summary::{self, counted};
use crate::triage::Report;

/// Bytes of the whole text; GitHub shows nothing of a summary that is longer than a mebibyte.
const LONGEST: usize = 900 * 1_024;

/// Of these, bytes that are left for what stands behind the table.
const REST: usize = 64 * 1_024;

/// Letters of a message.
const MESSAGE: usize = 600;

/// Rules of which it is said what can be done.
const MOST_RULES: usize = 40;

/// Reasons for 'not assessed'.
const MOST_REASONS: usize = 20;

/// Writes the summary.
pub fn write(report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ranked = worst_first(report);
    let mut page = format!("## tenone: gate {}\n\n", if report.gate.passed { "passed" } else { "failed" });
    let mut facts = vec![summary::verdict(report), summary::found(report)];
    facts.extend(summary::compared(report));
    facts.push(format!("{} As of {}.", summary::read(report), report.as_of));
    facts.extend(summary::set_aside(report));
    page.push_str(&facts.join(" "));
    page.push_str("\n\n");
    table(&ranked, context, &mut page);
    what_to_do(&ranked, context, &mut page);
    unassessed(report, &mut page);
    page.push_str(
        "A clean run is not a certificate: no tool can tell whether a cause is the true one, or what people will say when \
         they are asked.\n",
    );
    out.write_all(context.look.printed(page).as_bytes())
}

fn table(ranked: &[Ranked<'_>], context: &Context<'_>, page: &mut String) {
    if ranked.is_empty() {
        return;
    }
    page.push_str("| Severity | Where | What | Rule |\n| --- | --- | --- | --- |\n");
    for (number, one) in ranked.iter().enumerate() {
        let row = row(one, context);
        if page.len() + row.len() > LONGEST - REST {
            let more = (ranked.len() - number) as u64;
            let more = counted(more, "more diagnostic", "more diagnostics");
            page.push_str(&format!("\n… and {more}; `--output json` lists all.\n"));
            break;
        }
        page.push_str(&row);
    }
    page.push('\n');
}

fn row(one: &Ranked<'_>, context: &Context<'_>) -> String {
    let diagnostic = &one.judged.diagnostic;
    let severity = diagnostic.severity.to_string();
    let severity = if one.held { format!("**{severity}**") } else { severity };
    let place = code(&context.texts.place(diagnostic.span).whole());
    format!(
        "| {severity} | {place} | {} | {} |\n",
        cell(&diagnostic.message, MESSAGE),
        text(&named(one.judged), MESSAGE)
    )
}

/// The first thing that can be done, for each rule that speaks, in the order of the table.
fn what_to_do(ranked: &[Ranked<'_>], context: &Context<'_>, page: &mut String) {
    let mut rules: Vec<&str> = Vec::new();
    for one in ranked {
        let rule: &str = &one.judged.diagnostic.rule;
        if rules.len() < MOST_RULES && !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    if rules.is_empty() {
        return;
    }
    page.push_str("<details><summary>What to do</summary>\n\n");
    for rule in rules.into_iter().filter_map(|rule| context.catalogue.rule(rule)) {
        page.push_str(&format!("- {}: {}\n", text(&rule.name, MESSAGE), text(&opening(&rule.fix, 1), MESSAGE)));
    }
    page.push_str("\n</details>\n\n");
}

fn unassessed(report: &Report, page: &mut String) {
    let reasons = summary::reasons(report);
    if reasons.is_empty() {
        return;
    }
    let total: u64 = reasons.iter().map(|(_, count)| count).sum();
    let head = format!("Not assessed: {}", counted(total, "outcome", "outcomes"));
    page.push_str(&format!("<details><summary>{head}</summary>\n\n| Outcomes | Why |\n| ---: | --- |\n"));
    for (reason, count) in reasons.iter().take(MOST_REASONS) {
        page.push_str(&format!("| {count} | {} |\n", cell(reason, MESSAGE)));
    }
    if let Some(more) = reasons.len().checked_sub(MOST_REASONS).filter(|more| *more > 0) {
        let more = counted(more as u64, "further reason", "further reasons");
        page.push_str(&format!("\nand {more}; `--output json` lists all.\n"));
    }
    page.push_str("\n</details>\n\n");
}
