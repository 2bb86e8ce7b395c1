//! The checklist: of each item how it stands, what supports conformity, and the gaps.

use std::collections::BTreeMap;

use serde::Serialize;

use super::view::place;
use crate::readiness::{self, RuleOutcome, Supporting};
use crate::render::report::{Facts, words};

/// Records that support conformity and are named: of the audit checklist, and of the other parts, which repeat much of it.
const EVIDENCE: (usize, usize) = (8, 3);

/// A part of the checklist.
#[derive(Serialize)]
pub(super) struct Part<'a> {
    name: &'a str,
    title: &'a str,
    items: Vec<Item<'a>>,
    /// How many items stand how, those that occur.
    standings: Vec<(&'static str, &'static str, usize)>,
}

#[derive(Serialize)]
struct Item<'a> {
    obligation: &'a str,
    /// The obligation without its part.
    label: &'a str,
    restated: &'a str,
    standing: &'static str,
    word: &'static str,
    counts: [u64; 4],
    supporting: String,
    evidence: Vec<Evidence<'a>>,
    more: usize,
    gaps: Vec<Gaps<'a>>,
    rules: Vec<Outcome<'a>>,
    prepare: &'a [String],
}

#[derive(Serialize)]
struct Evidence<'a> {
    kind: String,
    id: Option<&'a str>,
    title: Option<&'a str>,
    place: String,
}

#[derive(Serialize)]
struct Gaps<'a> {
    rule: &'a str,
    summary: &'a str,
    count: usize,
}

#[derive(Serialize)]
struct Outcome<'a> {
    rule: &'a str,
    summary: &'a str,
    counts: [u64; 4],
    reason: &'a str,
    /// Reasons that are not told.
    more: usize,
}

pub(super) fn parts<'a>(facts: &Facts<'a>) -> Vec<Part<'a>> {
    facts.readiness.matrix.iter().map(|one| part(facts, one)).collect()
}

fn part<'a>(facts: &Facts<'a>, part: &'a readiness::Part) -> Part<'a> {
    let most = if part.name == "audit" { EVIDENCE.0 } else { EVIDENCE.1 };
    let mut standings: BTreeMap<_, usize> = BTreeMap::new();
    for item in &part.items {
        *standings.entry(item.standing).or_default() += 1;
    }
    let told = |(standing, count)| (words::standing_name(standing), words::standing(standing), count);
    Part {
        name: &part.name,
        title: &part.title,
        items: part.items.iter().map(|one| item(facts, one, most)).collect(),
        standings: standings.into_iter().map(told).collect(),
    }
}

fn item<'a>(facts: &Facts<'a>, item: &'a readiness::Item, most: usize) -> Item<'a> {
    let sum = |of: fn(&RuleOutcome) -> u64| item.rules.iter().map(of).sum::<u64>();
    let evidence = |record: &'a Supporting| Evidence {
        kind: words::noun(record.kind),
        id: record.id.as_deref(),
        title: record.title.as_deref(),
        place: place(facts, record.span),
    };
    Item {
        obligation: &item.obligation,
        label: item.obligation.split_once('/').map_or(item.obligation.as_str(), |(_, label)| label),
        restated: &item.restated,
        standing: words::standing_name(item.standing),
        word: words::standing(item.standing),
        counts: [
            sum(|rule| rule.passed),
            sum(|rule| rule.failed),
            sum(|rule| rule.not_applicable),
            sum(|rule| rule.not_assessed),
        ],
        supporting: words::supporting(item),
        evidence: item.evidence.iter().take(most).map(evidence).collect(),
        more: item.supporting.saturating_sub(item.evidence.len().min(most)),
        gaps: gaps(facts, item),
        rules: item.rules.iter().map(|rule| outcome(facts, rule)).collect(),
        prepare: &item.prepare,
    }
}

fn gaps<'a>(facts: &Facts<'a>, item: &readiness::Item) -> Vec<Gaps<'a>> {
    let mut rules: BTreeMap<&'a str, usize> = BTreeMap::new();
    for judged in item.gaps.iter().filter_map(|gap| facts.report.diagnostics.get(*gap)) {
        *rules.entry(&judged.diagnostic.rule).or_default() += 1;
    }
    rules.into_iter().map(|(rule, count)| Gaps { rule, summary: summary(facts, rule), count }).collect()
}

fn outcome<'a>(facts: &Facts<'a>, of: &'a RuleOutcome) -> Outcome<'a> {
    Outcome {
        rule: &of.rule,
        summary: summary(facts, &of.rule),
        counts: [of.passed, of.failed, of.not_applicable, of.not_assessed],
        reason: of.reasons.first().map_or("", |(reason, _)| reason),
        more: of.reasons.len().saturating_sub(1),
    }
}

fn summary<'a>(facts: &Facts<'a>, rule: &'a str) -> &'a str {
    facts.context.catalogue.rule(rule).map_or(rule, |rule| &rule.summary)
}
