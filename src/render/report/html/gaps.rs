//! The gaps, rule by rule, the gravest first; of each rule the first of them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::view::{place, severity_name};
use crate::diagnostic::Severity;
use crate::render::report::{Facts, words};
use crate::triage::Judged;

/// Gaps of one rule that are listed.
const MOST: usize = 30;

/// Letters of a message that are shown.
const MESSAGE: usize = 600;

/// Gaps of the same weight.
#[derive(Serialize)]
pub(super) struct Group<'a> {
    severity: &'static str,
    means: &'static str,
    count: usize,
    rules: Vec<OfRule<'a>>,
}

/// Gaps of one rule.
#[derive(Serialize)]
struct OfRule<'a> {
    rule: &'a str,
    summary: &'a str,
    why: &'a str,
    fix: &'a str,
    clauses: String,
    serves: Vec<&'a str>,
    count: usize,
    gaps: Vec<Gap>,
    more: usize,
}

#[derive(Serialize)]
struct Gap {
    place: String,
    message: String,
    waived: Option<String>,
}

pub(super) fn groups<'a>(facts: &Facts<'a>) -> Vec<Group<'a>> {
    let mut rules: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for judged in &facts.report.diagnostics {
        rules.entry(&judged.diagnostic.rule).or_default().push(judged);
    }
    let mut groups: BTreeMap<Reverse<Severity>, Vec<(&'a str, Vec<&'a Judged>)>> = BTreeMap::new();
    for (rule, gaps) in rules {
        let Some(gravest) = gaps.iter().map(|gap| gap.diagnostic.severity).max() else { continue };
        groups.entry(Reverse(gravest)).or_default().push((rule, gaps));
    }
    let group = |(Reverse(severity), mut rules): (Reverse<Severity>, Vec<(&'a str, Vec<&'a Judged>)>)| {
        rules.sort_by_key(|(_, gaps)| Reverse(gaps.len()));
        Group {
            severity: severity_name(severity),
            means: words::severity(severity),
            count: rules.iter().map(|(_, gaps)| gaps.len()).sum(),
            rules: rules.into_iter().map(|(rule, gaps)| of_rule(facts, rule, &gaps)).collect(),
        }
    };
    groups.into_iter().map(group).collect()
}

fn of_rule<'a>(facts: &Facts<'a>, name: &'a str, gaps: &[&Judged]) -> OfRule<'a> {
    let rule = facts.context.catalogue.rule(name);
    let gap = |gap: &&Judged| {
        let Judged { diagnostic, .. } = gap;
        let message = diagnostic.message.chars().take(MESSAGE).collect();
        Gap { place: place(facts, diagnostic.span), message, waived: words::waived(gap) }
    };
    let standard = &facts.readiness.provenance.standard;
    OfRule {
        rule: name,
        summary: rule.map_or(name, |rule| &rule.summary),
        why: rule.map_or("", |rule| &rule.why),
        fix: rule.map_or("", |rule| &rule.fix),
        clauses: rule.map_or_else(String::new, |rule| rule.clauses_under(standard).join(", ")),
        serves: rule.map_or_else(Vec::new, |rule| rule.serves.iter().map(String::as_str).collect()),
        count: gaps.len(),
        gaps: gaps.iter().take(MOST).map(gap).collect(),
        more: gaps.len().saturating_sub(MOST),
    }
}
