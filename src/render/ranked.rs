//! The diagnostics as a machine with little room shows them: worst first, what the gate holds before what it lets pass,
//! without those that are waived; and what is said of each in one line.

use super::paint::opening;
use super::visible::one_line;
use super::{Context, Texts};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Span;
use crate::triage::{Cause, Judged, Policy, Report};

/// Related places that a line names.
const MOST_RELATED: usize = 5;

/// A diagnostic, and whether the gate holds it.
#[derive(Clone, Copy)]
pub(super) struct Ranked<'a> {
    pub(super) judged: &'a Judged,
    pub(super) held: bool,
}

/// What is not waived, worst first.
pub(super) fn worst_first(report: &Report) -> Vec<Ranked<'_>> {
    let policy = policy(report);
    let mut ranked: Vec<Ranked<'_>> = in_order(report, policy).collect();
    ranked.sort_by_key(|one| (std::cmp::Reverse(one.judged.diagnostic.severity), !one.held));
    ranked
}

/// What is not waived, in the order of the report.
pub(super) fn as_found(report: &Report) -> impl Iterator<Item = Ranked<'_>> {
    in_order(report, policy(report))
}

/// How many there are of a severity that are not shown one by one, where so many are.
pub(super) fn beyond(ranked: &[Ranked<'_>], severity: Severity, shown: usize) -> usize {
    ranked.iter().filter(|one| one.judged.diagnostic.severity == severity).count().saturating_sub(shown)
}

fn in_order(report: &Report, policy: Policy) -> impl Iterator<Item = Ranked<'_>> {
    report.unwaived().map(move |judged| Ranked { judged, held: judged.is_held(policy) })
}

fn policy(report: &Report) -> Policy {
    let gate = report.gate;
    Policy { fail_on: gate.fail_on, strict: gate.not_assessed.is_some(), hold: gate.hold }
}

/// What is said of a diagnostic where nothing but text is shown: the message, a cell that has no line, and related places.
pub(super) fn told(diagnostic: &Diagnostic, texts: Texts<'_>) -> String {
    let mut text = one_line(diagnostic.message.trim(), true).into_owned();
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    if let Some(within) = texts.place(diagnostic.span).within {
        text.push_str(&format!(" Place: {}.", one_line(&within, true)));
    }
    let place = |span: Span| texts.place(span).whole();
    let related = diagnostic.related.iter().take(MOST_RELATED);
    let related: Vec<String> = related
        .map(|label| format!("{}: {}", place(label.span), label.message.trim().trim_end_matches('.')))
        .map(|text| one_line(&text, true).into_owned())
        .collect();
    if !related.is_empty() {
        text.push_str(&format!(" See {}.", related.join("; ")));
    }
    text
}

/// The same with the first thing that can be done about it.
pub(super) fn told_with_fix(diagnostic: &Diagnostic, context: &Context<'_>) -> String {
    let text = told(diagnostic, context.texts);
    match context.catalogue.rule(&diagnostic.rule) {
        Some(rule) => format!("{text} What to do: {}", opening(&rule.fix, 1)),
        None => text,
    }
}

/// The rule, with the cause where the change is not to blame: `review-overdue (clock)`.
pub(super) fn named(judged: &Judged) -> String {
    match judged.cause {
        Cause::Change => judged.diagnostic.rule.to_string(),
        cause => format!("{} ({cause})", judged.diagnostic.rule),
    }
}
