//! The checklist with all that is known of each of its items: outcomes, what supports conformity, and gaps.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Inputs;
use super::evidence::{Evidence, Supporting};
use super::subjects::Subjects;
use crate::diagnostic::Severity;
use crate::rule::Obligation;

/// The parts of the checklist in the order in which an auditor asks for them, with their titles.
const PARTS: [(&str, &str); 8] = [
    ("audit", "Audit checklist"),
    ("implement", "Implementation checklist"),
    ("comply", "What it takes to comply"),
    ("auditor", "What the auditor checks"),
    ("mistake", "Mistakes to avoid"),
    ("faq", "Questions that are asked often"),
    ("guide", "What the guide asks for"),
    ("definition", "What improvement means"),
];

/// A part of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Name, such as `audit`.
    pub name: String,
    /// Title.
    pub title: String,
    /// Its items, in the order of the checklist.
    pub items: Vec<Item>,
}

/// An item of the checklist: an obligation, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Name of the obligation, such as `audit/effectiveness`.
    pub obligation: String,
    /// What it asks, in our words.
    pub restated: String,
    /// What it comes to.
    pub standing: Standing,
    /// The outcomes of the rules of this run that serve it, sorted by name.
    pub rules: Vec<RuleOutcome>,
    /// Records that support conformity, the latest first; the first of them.
    pub evidence: Vec<Supporting>,
    /// Number of records that support conformity.
    pub supporting: usize,
    /// Whether more records support conformity than were counted.
    pub and_more: bool,
    /// The gaps: numbers of diagnostics, the weightiest first.
    pub gaps: Vec<usize>,
    /// What to prepare, because no tool can check it.
    pub prepare: Vec<String>,
}

/// What an item comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Evidence is shown, and no gap was found.
    Shown,
    /// The same as far as it could be assessed.
    ShownInPart,
    /// There are gaps about which a question is to be expected, or ideas for improvement.
    Questioned,
    /// There are gaps that may be raised as nonconformities.
    Broken,
    /// There are records, and no rule of this run could assess them.
    NotAssessed,
    /// There is no record that a rule of this run has anything to say about.
    NothingToAssess,
    /// No rule of this run serves it.
    NoRule,
}

/// How often a rule passed, failed, did not apply, or could not be assessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleOutcome {
    /// Name of the rule.
    pub rule: String,
    /// What it looks for, in a sentence.
    pub summary: String,
    /// Subjects that are as they should be.
    pub passed: u64,
    /// Subjects with at least one diagnostic.
    pub failed: u64,
    /// Subjects that it has nothing to say about.
    pub not_applicable: u64,
    /// Subjects that could not be assessed.
    pub not_assessed: u64,
    /// Why, and how often; the most frequent first.
    pub reasons: Vec<(String, u64)>,
}

/// The checklist.
pub(super) fn parts(inputs: &Inputs<'_, '_>, subjects: &Subjects) -> Vec<Part> {
    let catalogue = inputs.catalogue;
    let known = Known {
        evidence: Evidence::of(inputs, subjects),
        outcomes: outcomes(inputs),
        diagnostics: diagnostics(inputs),
        inputs,
    };
    let mut parts: Vec<Part> = Vec::new();
    for (name, obligations) in catalogue.checklist() {
        let title = PARTS.iter().find(|(known, _)| *known == name).map_or(name, |(_, title)| title);
        let items: Vec<Item> = obligations.into_par_iter().map(|obligation| known.item(obligation)).collect();
        parts.push(Part { name: name.to_owned(), title: title.to_owned(), items });
    }
    parts.sort_by_key(|part| PARTS.iter().position(|(known, _)| *known == part.name).unwrap_or(PARTS.len()));
    parts
}

struct Known<'a, 'w> {
    inputs: &'a Inputs<'a, 'w>,
    evidence: Evidence<'a, 'w>,
    /// By the name of the rule.
    outcomes: BTreeMap<&'a str, RuleOutcome>,
    /// Numbers of diagnostics by the name of the rule.
    diagnostics: BTreeMap<&'a str, Vec<usize>>,
}

impl Known<'_, '_> {
    fn item(&self, obligation: &Obligation) -> Item {
        let catalogue = self.inputs.catalogue;
        let serving: Vec<&str> = catalogue.serving(&obligation.slug).map(|rule| rule.name.as_str()).collect();
        let rules: Vec<RuleOutcome> = serving.iter().filter_map(|rule| self.outcomes.get(rule)).cloned().collect();
        let mut gaps: Vec<usize> =
            serving.iter().filter_map(|rule| self.diagnostics.get(rule)).flatten().copied().collect();
        let severity = |gap: &usize| self.inputs.report.diagnostics.get(*gap).map(|judged| judged.diagnostic.severity);
        gaps.sort_by_key(|gap| (Reverse(severity(gap)), *gap));
        let support = self.evidence.support(&serving);
        let prepare = catalogue.preparations().iter().filter(|known| known.obligation == obligation.slug);
        Item {
            obligation: obligation.slug.clone(),
            restated: obligation.restated.clone(),
            standing: standing(&rules, gaps.first().and_then(severity)),
            rules,
            evidence: support.shown,
            supporting: support.count,
            and_more: support.and_more,
            gaps,
            prepare: prepare.flat_map(|known| &known.prepare).cloned().collect(),
        }
    }
}

/// What an item comes to, given the gravest of its gaps.
pub(super) fn standing(rules: &[RuleOutcome], gravest: Option<Severity>) -> Standing {
    let (passed, not_assessed) = rules
        .iter()
        .fold((0, 0), |(passed, not_assessed), rule| (passed + rule.passed, not_assessed + rule.not_assessed));
    match gravest {
        Some(Severity::Error) => Standing::Broken,
        Some(Severity::Warning) => Standing::Questioned,
        // An idea for improvement takes nothing away from what is shown.
        _ if passed > 0 && not_assessed == 0 => Standing::Shown,
        _ if passed > 0 => Standing::ShownInPart,
        Some(Severity::Note) => Standing::Questioned,
        None if not_assessed > 0 => Standing::NotAssessed,
        None if rules.is_empty() => Standing::NoRule,
        None => Standing::NothingToAssess,
    }
}

/// The outcomes of each rule that ran.
fn outcomes<'a>(inputs: &Inputs<'a, '_>) -> BTreeMap<&'a str, RuleOutcome> {
    let mut outcomes: BTreeMap<&str, (RuleOutcome, BTreeMap<&str, u64>)> = BTreeMap::new();
    for tally in &inputs.report.tallies {
        let (outcome, reasons) = outcomes.entry(&tally.rule).or_default();
        outcome.passed += u64::from(tally.passed);
        outcome.failed += u64::from(tally.failed);
        outcome.not_applicable += u64::from(tally.not_applicable);
        outcome.not_assessed += u64::from(tally.unassessed());
        for (reason, count) in &tally.not_assessed {
            *reasons.entry(reason).or_default() += u64::from(*count);
        }
    }
    let finished = outcomes.into_iter().map(|(name, (mut outcome, reasons))| {
        outcome.rule = name.to_owned();
        outcome.summary = inputs.catalogue.rule(name).map_or_else(String::new, |rule| rule.summary.clone());
        outcome.reasons = reasons.into_iter().map(|(reason, count)| (reason.to_owned(), count)).collect();
        outcome.reasons.sort_by_key(|(_, count)| Reverse(*count));
        (name, outcome)
    });
    finished.collect()
}

fn diagnostics<'a>(inputs: &Inputs<'a, '_>) -> BTreeMap<&'a str, Vec<usize>> {
    let mut by_rule: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, judged) in inputs.report.diagnostics.iter().enumerate() {
        by_rule.entry(&judged.diagnostic.rule).or_default().push(number);
    }
    by_rule
}
