//! [`Unassessed`]: what could not be assessed, why, and which column or document would change that.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Inputs;
use super::matrix::{Part, Standing};
use crate::check::field_path;
use crate::mapping::NotCarried;
use crate::model::{Batch, FieldId, Kind, Type};
use crate::rule::{Check, Class, Program, Rule, Subject};
use crate::text::Layout;

/// What could not be assessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unassessed {
    /// Number of outcomes that could not be assessed.
    pub outcomes: u64,
    /// Why, the most frequent first.
    pub reasons: Vec<Reason>,
    /// Obligations that no rule of this run could assess.
    pub obligations: Vec<String>,
    /// What would change that, what enables most rules first.
    pub remedies: Vec<Remedy>,
}

/// Why something could not be assessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// The reason.
    pub reason: String,
    /// How many outcomes it stands behind.
    pub count: u64,
    /// The rules concerned, sorted by name.
    pub rules: Vec<String>,
}

/// Something that would let more rules look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What is missing.
    pub missing: Missing,
    /// Rules that could look with this alone, sorted by name.
    pub enables: Vec<String>,
    /// Further rules that need this and something else.
    pub helps: Vec<String>,
}

/// What is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Sources do not keep a field.
    Field {
        /// Paths of the files or sheets.
        sources: Vec<String>,
        /// Whether they are tables: the field is then a column.
        table: bool,
        /// What the sources hold.
        top: Kind,
        /// Path of the field as the settings name it, such as `actions.due_on`.
        field: String,
        /// What the field means.
        about: &'static str,
    },
    /// No record of a kind was read.
    Records(Kind),
}

impl Unassessed {
    pub(super) fn of(inputs: &Inputs<'_, '_>, matrix: &[Part]) -> Self {
        let mut reasons: BTreeMap<&str, (u64, BTreeSet<&str>)> = BTreeMap::new();
        for tally in &inputs.report.tallies {
            for (reason, count) in &tally.not_assessed {
                let (total, rules) = reasons.entry(reason).or_default();
                *total += u64::from(*count);
                rules.insert(&tally.rule);
            }
        }
        let reason = |(reason, (count, rules)): (&str, (u64, BTreeSet<&str>))| Reason {
            reason: reason.to_owned(),
            count,
            rules: rules.into_iter().map(str::to_owned).collect(),
        };
        let mut reasons: Vec<Reason> = reasons.into_iter().map(reason).collect();
        reasons.sort_by_key(|reason| Reverse(reason.count));
        let nothing = |item: &&super::Item| {
            matches!(item.standing, Standing::NotAssessed | Standing::NothingToAssess | Standing::NoRule)
        };
        let items = matrix.iter().flat_map(|part| &part.items).filter(nothing);
        Self {
            outcomes: reasons.iter().map(|reason| reason.count).sum(),
            obligations: items.map(|item| item.obligation.clone()).collect(),
            remedies: remedies(inputs),
            reasons,
        }
    }
}

/// What would let more rules look, most rules first.
fn remedies(inputs: &Inputs<'_, '_>) -> Vec<Remedy> {
    let mut remedies = kinds(inputs);
    remedies.extend(fields(inputs));
    remedies.retain(|remedy| !remedy.enables.is_empty() || !remedy.helps.is_empty());
    remedies.sort_by_key(|remedy| Reverse((remedy.enables.len(), remedy.helps.len())));
    remedies
}

/// The conditions of the rules that run, with what each looks at; without those that look at earlier states, which no
/// column alone enables.
fn programs<'a>(inputs: &Inputs<'a, '_>) -> impl Iterator<Item = (&'a Rule, &'a Check, &'a Program)> {
    let (catalogue, rules) = (inputs.catalogue, inputs.rules);
    let running = catalogue.rules().iter().filter(move |rule| rules.runs(rule));
    let checks = running.flat_map(|rule| rule.checks.iter().map(move |check| (rule, check)));
    let checks = checks.filter(|(_, check)| check.class != Class::History);
    checks.filter_map(|(rule, check)| Some((rule, check, check.program.as_ref()?)))
}

/// Kinds of which no record was read, and the rules of which a check looks at them.
fn kinds(inputs: &Inputs<'_, '_>) -> Vec<Remedy> {
    let absent = |kind: Kind| !inputs.index.loaded(kind);
    let mut wanting: BTreeMap<Kind, Rules<'_>> = BTreeMap::new();
    for (rule, check, program) in programs(inputs) {
        let own = match rule.subject {
            Subject::Each(kind) => Some(kind),
            _ => None,
        };
        let asked = program.kinds.iter().filter(|kind| !check.empty.contains(kind)).copied();
        let missing: BTreeSet<Kind> =
            own.into_iter().chain(asked).map(source_of).filter(|kind| absent(*kind)).collect();
        for kind in &missing {
            wanting.entry(*kind).or_default().add(&rule.name, missing.len() == 1);
        }
    }
    wanting.into_iter().map(|(kind, rules)| rules.remedy(Missing::Records(kind))).collect()
}

/// The kind of the records that hold those of a kind.
fn source_of(mut kind: Kind) -> Kind {
    // No kind contains itself.
    while let Some(parent) = kind.shape().fields.iter().find_map(|field| match field.ty {
        Type::Parent(parent) => Some(parent),
        _ => None,
    }) {
        kind = parent;
    }
    kind
}

/// What a source does not keep: the kind of the source, kind and number of the field, and whether it is a column.
type Absent = (Kind, Kind, FieldId, bool);

/// Fields that sources with records do not keep, and the rules that need them.
fn fields(inputs: &Inputs<'_, '_>) -> Vec<Remedy> {
    let records = inputs.index.records;
    let mut wanting: BTreeMap<Absent, (BTreeSet<String>, Rules<'_>)> = BTreeMap::new();
    for (number, (reading, batch)) in (0..).zip(inputs.readings.iter().zip(&records.batches)) {
        if reading.records.is_empty() {
            continue;
        }
        // What other places say of the records of a batch counts as if it stood there.
        let partners = records.joins.partners(number).iter();
        let around: Vec<&Batch> = partners.filter_map(|other| records.batches.get(*other as usize)).collect();
        let absent: BTreeSet<(Kind, FieldId)> = (NotCarried::of(batch).usual.into_iter())
            .filter_map(|(kind, field)| Some((kind, kind.field(field.name)?)))
            .filter(|(kind, field)| !around.iter().any(|batch| batch.carries(*kind, *field)))
            .collect();
        if absent.is_empty() {
            continue;
        }
        let source = inputs.index.sources.get(reading.source);
        let name = match source.layout() {
            Layout::Sheet { name, .. } => format!("{} {name}", source.path()),
            Layout::Lines | Layout::Document(_) => source.path().to_owned(),
        };
        for (rule, _, program) in programs(inputs) {
            let missing: Vec<_> = program.needs.iter().filter(|need| absent.contains(need)).collect();
            for (kind, field) in &missing {
                let (sources, rules) =
                    wanting.entry((reading.kind, *kind, *field, !reading.heads.is_empty())).or_default();
                sources.insert(name.clone());
                rules.add(&rule.name, missing.len() == 1);
            }
        }
    }
    let remedy = |((top, kind, field, table), (sources, rules)): (Absent, (BTreeSet<String>, Rules<'_>))| {
        let info = kind.field_info(field);
        let field = field_path(top, kind, info.name);
        rules.remedy(Missing::Field { sources: sources.into_iter().collect(), table, top, field, about: info.about })
    };
    wanting.into_iter().map(remedy).collect()
}

/// Rules that want something.
#[derive(Default)]
struct Rules<'a> {
    alone: BTreeSet<&'a str>,
    with_others: BTreeSet<&'a str>,
}

impl<'a> Rules<'a> {
    fn add(&mut self, rule: &'a str, alone: bool) {
        if alone { &mut self.alone } else { &mut self.with_others }.insert(rule);
    }

    fn remedy(self, missing: Missing) -> Remedy {
        let helps = self.with_others.difference(&self.alone).map(|rule| (*rule).to_owned()).collect();
        Remedy { missing, enables: self.alone.into_iter().map(str::to_owned).collect(), helps }
    }
}
