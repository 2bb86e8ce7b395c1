//! What is good: plain sentences with figures, about what is shown and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::Inputs;
use crate::model::RecordId;
use crate::rule::Subject;

/// Something that is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// The rule that found nothing.
    pub rule: String,
    /// How many subjects passed it.
    pub passed: u64,
    /// How many subjects it could not assess.
    pub not_assessed: u64,
    /// What is shown, in a sentence.
    pub sentence: String,
}

/// What is said of rules that passed and did not fail, in the order of the file that holds the sentences.
pub(super) fn strengths(inputs: &Inputs<'_, '_>) -> Vec<Strength> {
    let spoken: BTreeSet<&str> = inputs.report.diagnostics.iter().map(|judged| &*judged.diagnostic.rule).collect();
    let passed = passed(inputs);
    let one = |known: &crate::rule::Strength| {
        let passed = passed.get(known.rule.as_str()).copied().filter(|passed| *passed > 0)?;
        if spoken.contains(known.rule.as_str()) {
            return None;
        }
        let tallies = inputs.report.tallies.iter().filter(|tally| tally.rule == known.rule);
        let not_assessed = tallies.map(|tally| u64::from(tally.unassessed())).max().unwrap_or(0);
        let template = if passed == 1 { &known.one } else { known.many.as_ref().unwrap_or(&known.one) };
        let sentence = template.replace("{n}", &passed.to_string());
        Some(Strength { rule: known.rule.clone(), passed, not_assessed, sentence })
    };
    inputs.catalogue.strengths().iter().filter_map(one).collect()
}

/// How many subjects passed each rule: a record counts once, however many checks looked at it.
fn passed<'a>(inputs: &Inputs<'a, '_>) -> BTreeMap<&'a str, u64> {
    let mut records: BTreeMap<&str, Vec<RecordId>> = BTreeMap::new();
    let of_records =
        |rule: &str| inputs.catalogue.rule(rule).is_some_and(|rule| matches!(rule.subject, Subject::Each(_)));
    for passing in inputs.passing.iter().filter(|passing| of_records(&passing.rule)) {
        records.entry(&passing.rule).or_default().extend(&passing.subjects);
    }
    let mut passed: BTreeMap<&str, u64> = BTreeMap::new();
    for tally in &inputs.report.tallies {
        let count = passed.entry(&tally.rule).or_default();
        *count = (*count).max(u64::from(tally.passed));
    }
    for (rule, mut records) in records {
        records.sort_unstable();
        records.dedup();
        let count = passed.entry(rule).or_default();
        *count = (*count).max(records.len() as u64);
    }
    passed
}
