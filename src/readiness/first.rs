//! [`First`]: what to fix first, by what causes most.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Inputs;
use crate::diagnostic::Severity;
use crate::model::{Kind, Type};
use crate::text::SourceId;

/// Reading diagnostics of files that were not read to their end: nobody knows what else is to be said of them.
const STOPS: [&str; 4] =
    ["input-file-unreadable", "input-limit-exceeded", "input-syntax-error", "input-source-missing"];

/// How many causes are told.
pub(super) const FIVE: usize = 5;

/// What to fix first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct First {
    /// The causes to remove first, in this order; five at most.
    pub causes: Vec<Cause>,
    /// Number of further causes.
    pub further: usize,
    /// Records with a diagnostic of severity error or warning.
    pub affected: usize,
    /// Those of them that have none once these causes are removed.
    pub freed: usize,
}

/// Diagnostics with the same cause: one rule, about one field of one kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Name of the rule.
    pub rule: String,
    /// The gravest severity among them.
    pub severity: Severity,
    /// Whether something was not read because of it, so that more may come to light.
    pub stops: bool,
    /// The kind of the record that they are about; none for the workspace as a whole.
    pub kind: Option<Kind>,
    /// Path of the field without positions, such as `actions.due_on`; empty for the record as a whole.
    pub field: String,
    /// Numbers of the diagnostics.
    pub diagnostics: Vec<usize>,
    /// Records that they are about.
    pub records: usize,
    /// Records about which nothing is left to say once this cause and those before it are removed.
    pub frees: usize,
}

/// A subject: a record, or the workspace as a whole.
type Subject<'a> = (&'a str, Option<SourceId>);

/// What one cause is about.
struct Group<'a> {
    cause: Cause,
    subjects: BTreeSet<Subject<'a>>,
}

impl First {
    pub(super) fn of(inputs: &Inputs<'_, '_>) -> Self {
        let mut groups = groups(inputs);
        // How many causes each subject still has.
        let mut left: BTreeMap<Subject<'_>, usize> = BTreeMap::new();
        for subject in groups.iter().flat_map(|group| &group.subjects) {
            *left.entry(*subject).or_default() += 1;
        }
        let is_record = |subject: &Subject<'_>| subject.0.contains('/');
        let affected = left.keys().filter(|subject| is_record(subject)).count();
        let mut causes = Vec::new();
        while causes.len() < FIVE {
            let frees =
                |group: &Group<'_>| group.subjects.iter().filter(|subject| left.get(*subject) == Some(&1)).count();
            let weight = |(at, group): (usize, &Group<'_>)| {
                let stops = group.cause.stops;
                (stops, frees(group), group.cause.severity, group.subjects.len(), Reverse(at))
            };
            let Some((.., Reverse(at))) = groups.iter().enumerate().map(weight).max() else { break };
            let frees = groups.get(at).map_or(0, frees);
            let group = groups.remove(at);
            for subject in &group.subjects {
                left.entry(*subject).and_modify(|count| *count = count.saturating_sub(1));
            }
            causes.push(Cause { frees, ..group.cause });
        }
        let freed = left.iter().filter(|(subject, count)| is_record(subject) && **count == 0).count();
        Self { causes, further: groups.len(), affected, freed }
    }
}

/// Diagnostics by cause, in the order of the causes, without those that are waived. Ideas for improvement count only where there is nothing else.
fn groups<'a>(inputs: &Inputs<'a, '_>) -> Vec<Group<'a>> {
    let all = || {
        let numbered = inputs.report.diagnostics.iter().enumerate().filter(|(_, judged)| judged.waiver.is_none());
        numbered.map(|(number, judged)| (number, &judged.diagnostic))
    };
    let only_ideas = all().all(|(_, diagnostic)| diagnostic.severity == Severity::Note);
    let mut groups: BTreeMap<(&str, Option<Kind>, String), Group<'a>> = BTreeMap::new();
    for (number, diagnostic) in all().filter(|(_, diagnostic)| only_ideas || diagnostic.severity > Severity::Note) {
        let kind = diagnostic.subject.split_once('/').and_then(|(kind, _)| Kind::from_name(kind));
        let field = without_positions(kind, &diagnostic.field);
        let group = groups.entry((&diagnostic.rule, kind, field)).or_insert_with_key(|(rule, kind, field)| Group {
            cause: Cause {
                rule: (*rule).to_owned(),
                severity: diagnostic.severity,
                stops: STOPS.contains(rule),
                kind: *kind,
                field: field.clone(),
                diagnostics: Vec::new(),
                records: 0,
                frees: 0,
            },
            subjects: BTreeSet::new(),
        });
        group.cause.severity = group.cause.severity.max(diagnostic.severity);
        group.cause.diagnostics.push(number);
        // What has no id is named by its position, which is one of its source.
        let source = diagnostic.subject.contains("/#").then_some(diagnostic.span.source);
        group.subjects.insert((&diagnostic.subject, source));
        group.cause.records = group.subjects.len();
    }
    groups.into_values().collect()
}

/// The path of a field without the numbers and keys of the items of lists: `actions.due_on`.
pub(super) fn without_positions(kind: Option<Kind>, path: &str) -> String {
    let (mut kind, mut is_item) = (kind, false);
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/').filter(|step| !step.is_empty()) {
        if std::mem::take(&mut is_item) {
            continue;
        }
        let field = kind.and_then(|kind| kind.field(step).map(|field| kind.field_info(field)));
        is_item = field.is_some_and(|field| field.list);
        kind = field.and_then(|field| match field.ty {
            Type::Record(inner) | Type::Keyed(inner) => Some(inner),
            _ => None,
        });
        steps.push(step);
    }
    steps.join(".")
}
