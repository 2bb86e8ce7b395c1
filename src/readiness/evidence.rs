//! The records that support conformity: those that passed what an obligation asks, and about which it says nothing else.

use std::collections::BTreeMap;

use super::Inputs;
use super::subjects::Subjects;
use crate::check::Passing;
use crate::model::{Kind, RecordId};
use crate::text::Span;

/// Records that are shown for one obligation.
const SHOWN: usize = 50;

/// A record that supports conformity with an obligation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supporting {
    /// What it is.
    pub kind: Kind,
    /// Its id, as its source writes it.
    pub id: Option<String>,
    /// What it is about: its title, else its description.
    pub title: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// The rules that it passed, sorted by name.
    pub rules: Vec<String>,
}

/// What supports one obligation.
#[derive(Debug, Default)]
pub(super) struct Support {
    /// The latest first; the first of them.
    pub(super) shown: Vec<Supporting>,
    /// How many there are.
    pub(super) count: usize,
    /// Whether there are more.
    pub(super) and_more: bool,
}

/// What passed and what failed, rule by rule, as numbers of records that no other contains.
pub(super) struct Evidence<'a, 'w> {
    inputs: &'a Inputs<'a, 'w>,
    subjects: &'a Subjects,
    passed: BTreeMap<&'a str, Passed>,
    failed: BTreeMap<&'a str, Vec<u32>>,
}

#[derive(Default)]
struct Passed {
    /// Sorted.
    records: Vec<u32>,
    /// Not all were kept.
    is_cut: bool,
}

impl<'a, 'w> Evidence<'a, 'w> {
    pub(super) fn of(inputs: &'a Inputs<'a, 'w>, subjects: &'a Subjects) -> Self {
        let mut passed: BTreeMap<&str, Passed> = BTreeMap::new();
        for Passing { rule, subjects: passing, .. } in inputs.passing {
            let of_rule = passed.entry(rule).or_default();
            of_rule.is_cut |= passing.len() >= super::KEPT;
            of_rule.records.extend(passing.iter().filter_map(|id| subjects.number(inputs.index.records, *id)));
        }
        for of_rule in passed.values_mut() {
            of_rule.records.sort_unstable();
            of_rule.records.dedup();
        }
        let mut failed: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (judged, about) in inputs.report.diagnostics.iter().zip(&subjects.of_diagnostic) {
            failed.entry(&judged.diagnostic.rule).or_default().extend(about);
        }
        Self { inputs, subjects, passed, failed }
    }

    /// The records that passed one of these rules at least, and failed none of them.
    pub(super) fn support(&self, rules: &[&str]) -> Support {
        let passed: Vec<(&str, &Passed)> =
            rules.iter().filter_map(|rule| Some((*rule, self.passed.get(rule)?))).collect();
        let mut is_in = vec![false; self.subjects.records.len()];
        let mut mark = |records: &[u32], value: bool| {
            for number in records {
                if let Some(place) = is_in.get_mut(*number as usize) {
                    *place = value;
                }
            }
        };
        passed.iter().for_each(|(_, passed)| mark(&passed.records, true));
        rules.iter().filter_map(|rule| self.failed.get(rule)).for_each(|failed| mark(failed, false));
        let mut numbers = (0..).zip(&is_in).filter(|(_, is_in)| **is_in).map(|(number, _): (u32, _)| number);
        let shown = numbers.by_ref().take(SHOWN).filter_map(|number| self.supporting(number, &passed)).collect();
        Support {
            shown,
            count: is_in.iter().filter(|is_in| **is_in).count(),
            and_more: passed.iter().any(|(_, passed)| passed.is_cut),
        }
    }

    fn supporting(&self, number: u32, passed: &[(&str, &Passed)]) -> Option<Supporting> {
        let id = *self.subjects.records.get(number as usize)?;
        let records = self.inputs.index.records;
        let has = |passed: &Passed| passed.records.binary_search(&number).is_ok();
        let rules = passed.iter().filter(|(_, passed)| has(passed)).map(|(rule, _)| (*rule).to_owned());
        Some(Supporting {
            kind: records.get(id).kind,
            id: records.bare_id(id).map(str::to_owned),
            title: title(self.inputs, id),
            span: records.place(id),
            rules: rules.collect(),
        })
    }
}

/// What a record is about, in its own words.
pub(super) fn title(inputs: &Inputs<'_, '_>, id: RecordId) -> Option<String> {
    let text = |field| inputs.index.records.text_in(id, field).filter(|text| !text.is_empty());
    text("title").or_else(|| text("description")).or_else(|| text("statement")).map(str::to_owned)
}
