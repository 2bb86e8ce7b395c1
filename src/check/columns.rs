//! Columns that a declared source lacks: those that rules need, and those that the settings promise.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Problem;
use crate::mapping::{NotCarried, Reading, SourceSettings};
use crate::model::{Batch, Field, Kind, Records, Type};
use crate::rule::{Catalogue, Subject};
use crate::text::Span;

use super::RuleSettings;

/// Fields that a message names, those first that most rules need.
const NAMED: usize = 3;

/// Rules that cannot look without a field, from which on it is missed: what fewer rules need would merely enable more.
const MANY: usize = 4;

/// How the sources that the settings declare were read.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    /// The sources, in the order of the settings.
    pub sources: &'a [SourceSettings],
    /// How each text was understood, in the order of the batches.
    pub readings: &'a [Reading],
    /// The records.
    pub records: &'a Records,
    /// The rules.
    pub catalogue: &'a Catalogue,
    /// Those that run.
    pub settings: &'a RuleSettings,
}

/// A text that was read, with the number of its batch.
type Text<'a> = (u32, &'a Reading, &'a Batch);

impl Columns<'_> {
    /// What is to be said of columns: at most one problem for each source about fields that it does not keep, and one for
    /// each column that the settings name and that is gone.
    ///
    /// Of guessed sources nothing is said: nobody promised anything about them.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut by_source: BTreeMap<usize, Vec<Text<'_>>> = BTreeMap::new();
        for (number, (reading, batch)) in (0..).zip(self.readings.iter().zip(&self.records.batches)) {
            if !reading.guessed && reading.export.is_none() {
                by_source.entry(reading.settings).or_default().push((number, reading, batch));
            }
        }
        let mut problems = Vec::new();
        for (index, texts) in by_source {
            let Some(source) = self.sources.get(index) else { continue };
            problems.extend(lost(source, &texts));
            problems.extend(self.not_kept(&texts));
        }
        problems
    }

    /// The fields that a source does not keep and that rules need, in one problem.
    fn not_kept(&self, texts: &[Text<'_>]) -> Option<Problem> {
        let (_, first, batch) = texts.iter().find(|(_, reading, _)| !reading.records.is_empty())?;
        // What is declared to be canonical keeps everything, unless it is a table.
        if first.canonical && first.heads.is_empty() {
            return None;
        }
        let mut fields: BTreeMap<(Kind, &'static str), Vec<&str>> = BTreeMap::new();
        for (number, _, batch) in texts {
            for (kind, field) in NotCarried::of(batch).usual {
                if !self.kept_elsewhere(*number, kind, field) {
                    fields.entry((kind, field.name)).or_insert_with(|| self.rules_that_need(kind, field));
                }
            }
        }
        fields.retain(|_, rules| rules.len() >= MANY);
        let rules: BTreeSet<&str> = fields.values().flatten().copied().collect();
        let mut ranked: Vec<(String, usize)> =
            fields.iter().map(|((kind, field), rules)| (field_path(first.kind, *kind, field), rules.len())).collect();
        ranked.sort_by_key(|(_, rules)| Reverse(*rules));
        let named = ranked.iter().take(NAMED).map(|(path, _)| format!("`{path}`")).collect::<Vec<_>>().join(", ");
        let fields = match ranked.len().saturating_sub(NAMED) {
            0 if ranked.is_empty() => return None,
            0 => named,
            1 => format!("{named} and 1 more field"),
            more => format!("{named} and {more} more fields"),
        };
        let key =
            |batch: &Batch| batch.tree.children(batch.records.first()?.node).find_map(|node| batch.tree.key_span(node));
        let heads = texts.iter().find_map(|(_, reading, _)| reading.heads.first().copied());
        let place = heads.or_else(|| key(batch)).unwrap_or(Span::top(first.source));
        let problem = Problem::new("input-column-missing", place).fact("source", &first.path);
        Some(problem.fact("fields", fields).fact("n", rules.len().to_string()))
    }

    /// Whether records in other places tell what those of a text do not.
    fn kept_elsewhere(&self, number: u32, kind: Kind, field: &Field) -> bool {
        let Some(field) = kind.field(field.name) else { return false };
        let mut others = self.records.joins.partners(number).iter();
        others.any(|other| self.records.batches.get(*other as usize).is_some_and(|batch| batch.carries(kind, field)))
    }

    fn rules_that_need(&self, kind: Kind, field: &Field) -> Vec<&str> {
        // What is not kept cannot be altered: no column is wanted for rules about changes.
        let rules = self.catalogue.rules_that_need(kind, field);
        let rules = rules.filter(|rule| !matches!(rule.subject, Subject::ChangeOf(_)));
        rules.filter(|rule| self.settings.runs(rule)).map(|rule| rule.name.as_str()).collect()
    }
}

/// Columns that the settings name and that no table of the source has any more. Of a tree nothing is said: a key that no
/// record uses yet is not written there.
fn lost(source: &SourceSettings, texts: &[Text<'_>]) -> Vec<Problem> {
    let tables: Vec<&Reading> =
        texts.iter().map(|(_, reading, _)| *reading).filter(|reading| !reading.heads.is_empty()).collect();
    let Some(first) = tables.first().and_then(|reading| reading.heads.first()) else { return Vec::new() };
    let gone = |key: &str| tables.iter().all(|reading| reading.columns_missing.iter().any(|missing| missing == key));
    let lost = source.columns.iter().filter(|rule| rule.keys.iter().all(|key| gone(&key.value)));
    let problem = |rule: &crate::mapping::ColumnRule| {
        let keys: Vec<String> = rule.keys.iter().map(|key| format!("`{}`", key.value)).collect();
        let place = rule.keys.first().map_or(rule.field.span, |key| key.span);
        Problem::new("input-column-lost", place)
            .fact("source", &source.path.value)
            .fact("columns", keys.join(", "))
            .fact("field", &rule.field.text)
            .related(*first, "these are its heads".to_owned())
    };
    lost.map(problem).collect()
}

/// A field as the settings of a source of kind `top` name it: `owner`, `actions.due_on`; `role.title` for a field of a
/// record of another kind in the same file.
#[must_use]
pub fn field_path(top: Kind, kind: Kind, field: &str) -> String {
    if top == kind {
        return field.to_owned();
    }
    let ways = ways(top, kind, 2);
    if ways.is_empty() {
        return format!("{}.{field}", kind.name());
    }
    let paths: Vec<String> = ways.iter().map(|way| format!("{way}.{field}")).collect();
    paths.join(" or ")
}

/// The paths of fields that lead from records of one kind to nested records of another.
#[must_use]
pub fn ways(top: Kind, kind: Kind, depth: usize) -> Vec<String> {
    let mut found = Vec::new();
    for field in top.shape().fields {
        let (Type::Record(below) | Type::Keyed(below)) = field.ty else { continue };
        if below == kind {
            found.push(field.name.to_owned());
        } else if depth > 1 {
            found.extend(ways(below, kind, depth - 1).into_iter().map(|rest| format!("{}.{rest}", field.name)));
        }
    }
    found
}
