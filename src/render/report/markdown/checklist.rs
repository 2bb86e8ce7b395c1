//! The checklist: of each item the outcomes, what supports conformity, and the gaps.

use std::collections::BTreeMap;

use super::page_one::rule_link;
use super::{Page, words};
use crate::readiness::{Item, Part, RuleOutcome, Supporting};
use crate::render::marked;
use crate::render::summary::listed;

/// Records that support conformity and are named.
const EVIDENCE: usize = 8;

pub(super) fn write(page: &mut Page<'_, '_>) {
    let readiness = page.facts.readiness;
    for part in &readiness.matrix {
        page.heading(2, &part.title);
        overview(page, part);
        for item in &part.items {
            one(page, item);
        }
    }
}

fn overview(page: &mut Page<'_, '_>, part: &Part) {
    let row = |item: &Item| {
        let sum = |of: fn(&RuleOutcome) -> u64| item.rules.iter().map(of).sum::<u64>().to_string();
        vec![
            item.restated.clone(),
            words::standing(item.standing).to_owned(),
            sum(|rule| rule.passed),
            sum(|rule| rule.failed),
            sum(|rule| rule.not_applicable),
            sum(|rule| rule.not_assessed),
        ]
    };
    page.table(
        &["What is asked", "How it stands", "Passed", "Failed", "Not applicable", "Not assessed"],
        part.items.iter().map(row).collect::<Vec<_>>(),
    );
}

fn one(page: &mut Page<'_, '_>, item: &Item) {
    page.heading(3, &item.obligation);
    page.paragraph(&format!("{} **{}.**", item.restated, capital(words::standing(item.standing))));
    page.items(facts(page, item));
}

fn facts(page: &Page<'_, '_>, item: &Item) -> Vec<String> {
    let mut facts = Vec::new();
    if item.supporting > 0 {
        let one = |record: &Supporting| page.named_place(record.id.as_deref(), record.span);
        let mut shown: Vec<String> = item.evidence.iter().take(EVIDENCE).map(one).collect();
        if item.supporting > shown.len() {
            shown.push(format!("{} more", item.supporting - shown.len()));
        }
        facts.push(format!("Supports conformity: {}: {}.", words::supporting(item), listed(&shown)));
    }
    let mut gaps: BTreeMap<&str, usize> = BTreeMap::new();
    for judged in item.gaps.iter().filter_map(|gap| page.facts.report.diagnostics.get(*gap)) {
        *gaps.entry(&judged.diagnostic.rule).or_default() += 1;
    }
    let gaps: Vec<String> = gaps.iter().map(|(rule, count)| format!("{} {count}", rule_link(rule))).collect();
    if !gaps.is_empty() {
        facts.push(format!("Gaps: {}.", gaps.join(", ")));
    }
    if !item.rules.is_empty() {
        let rules = item.rules.iter().map(outcome).collect::<Vec<_>>();
        facts.push(format!("Rules: {}.", rules.join("; ")));
    }
    facts.extend(item.rules.iter().filter_map(not_assessed));
    facts.extend(item.prepare.iter().map(|prepare| format!("Prepare: {prepare}")));
    facts
}

/// 'cause-missing: 5 passed, 1 failed'.
fn outcome(rule: &RuleOutcome) -> String {
    let amounts = [
        (rule.passed, "passed"),
        (rule.failed, "failed"),
        (rule.not_applicable, "not applicable"),
        (rule.not_assessed, "not assessed"),
    ];
    let told: Vec<String> =
        amounts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let told = if told.is_empty() { "nothing to look at".to_owned() } else { told.join(", ") };
    format!("{}: {told}", rule.rule)
}

fn not_assessed(rule: &RuleOutcome) -> Option<String> {
    let (reason, count) = rule.reasons.first()?;
    let more = match rule.reasons.len() {
        1 => String::new(),
        more => format!(", and {} more reasons", more - 1),
    };
    Some(format!("Not assessed by {}, {count} times: {}{more}.", rule.rule, marked::text(reason, 300)))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
