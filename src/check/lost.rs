//! What the base kept and the head does not: fields and sources. Rules that need them fall silent, and silence must not look
//! like success.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::Change;
use crate::diagnostic::Problem;
use crate::mapping::Reading;
use crate::model::{FieldId, Kind, RecordId, Records, Type};
use crate::rule::Catalogue;
use crate::text::{Sources, Span};

use super::{Expectations, RuleSettings};

/// The base and the head, paired.
#[derive(Clone, Copy, Debug)]
pub struct Lost<'a> {
    /// The texts of both.
    pub sources: &'a Sources,
    /// The records of both.
    pub records: &'a Records,
    /// How each text of the head was understood.
    pub readings: &'a [Reading],
    /// What became of the records of the base.
    pub change: &'a Change,
    /// The rules.
    pub catalogue: &'a Catalogue,
    /// Those that run.
    pub settings: &'a RuleSettings,
    /// Where records of each kind are expected.
    pub expectations: &'a Expectations,
}

/// Two texts that hold the same record, of a kind, one at the base and one at the head.
type Move = (Kind, u32, u32);

impl Lost<'_> {
    /// What is lost: a problem for each text of the head that keeps less than the base did, and one for each text of the base
    /// that nothing stands for any more.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.fields();
        problems.extend(self.texts());
        problems
    }

    /// A record that is still there is told of by a text that has no such field: whatever the name, place and format of that
    /// text, and that of the base.
    fn fields(&self) -> Vec<Problem> {
        let mut moves: BTreeMap<Move, Vec<RecordId>> = BTreeMap::new();
        for (before, after) in &self.change.kept {
            let kind = self.records.get(*after).kind;
            moves.entry((kind, before.batch, after.batch)).or_default().push(*before);
        }
        let mut by_text: BTreeMap<u32, BTreeMap<String, usize>> = BTreeMap::new();
        for ((kind, before, after), records) in &moves {
            for (field, info) in (0..).map(FieldId).zip(kind.shape().fields) {
                if !matches!(info.ty, Type::Parent(_)) && self.is_lost(*kind, field, *before, *after, records) {
                    let lost = by_text.entry(*after).or_default();
                    *lost.entry(format!("`{}.{}`", kind.name(), info.name)).or_default() += records.len();
                }
            }
        }
        let problem = |(batch, fields): (u32, BTreeMap<String, usize>)| {
            let source = self.records.numbered(batch).tree.source();
            let head = self.readings.iter().find(|reading| reading.source == source);
            let place = head.and_then(|reading| reading.heads.first().copied()).unwrap_or(Span::top(source));
            let records = fields.values().max().copied().unwrap_or(0);
            Problem::new("input-field-lost", place)
                .fact("fields", fields.into_keys().collect::<Vec<_>>().join(", "))
                .fact("records", if records == 1 { "one record".to_owned() } else { format!("{records} records") })
        };
        by_text.into_iter().map(problem).collect()
    }

    /// Whether a field was kept at the base and is kept nowhere now, and somebody misses it.
    fn is_lost(&self, kind: Kind, field: FieldId, before: u32, after: u32, records: &[RecordId]) -> bool {
        let (all, base) = (self.records, self.records.numbered(before));
        if !base.carries(kind, field) || all.numbered(after).carries(kind, field) {
            return false;
        }
        let mut partners = all.joins.partners(after).iter();
        if partners.any(|other| all.numbered(*other).carries(kind, field)) {
            return false;
        }
        // A column is kept when nothing stands in it; a key of a tree only where it is written.
        let was_there = !base.groups.is_empty() || records.iter().any(|id| all.cell(*id, field).is_some());
        let needed = || {
            let mut rules = self.catalogue.rules_that_need(kind, kind.field_info(field));
            rules.any(|rule| self.settings.runs(rule))
        };
        was_there && needed()
    }

    /// Nothing that stood in a text is left, and no text of that name is read for such records.
    fn texts(&self) -> Vec<Problem> {
        let left: BTreeSet<u32> = self.change.kept.iter().map(|(before, _)| before.batch).collect();
        let head: BTreeSet<(&str, Kind)> =
            self.readings.iter().map(|reading| (self.sources.get(reading.source).path(), reading.kind)).collect();
        let still_kept = |kind: Kind| self.records.iter().any(|(_, record)| record.kind == kind);
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        let base = self.records.iter_earlier().take_while(|(id, _)| id.batch < self.change.behind);
        for (id, record) in base.filter(|(_, record)| record.kind.has_id()) {
            let batch = self.records.batch(id);
            if record.kind == batch.kind && self.records.parent(id).is_none() {
                *counts.entry(id.batch).or_default() += 1;
            }
        }
        let gone = counts.into_iter().filter(|(batch, _)| !left.contains(batch));
        let problem = |(number, count): (u32, u32)| {
            let batch = self.records.numbered(number);
            let path = self.sources.get(batch.tree.source()).path();
            // Of one paper among many, such as minutes, nothing is said, and that there is no register has a rule of its own.
            let is_paper = count == 1 && still_kept(batch.kind);
            if head.contains(&(path, batch.kind)) || is_paper || (batch.kind == Kind::Entry && !still_kept(Kind::Entry))
            {
                return None;
            }
            let problem = Problem::new("input-source-lost", self.expectations.place(Some(batch.kind)));
            let noun = batch.kind.name().replace('-', " ");
            let what = if count == 1 { format!("one {noun}") } else { format!("{count} records of kind {noun}") };
            Some(problem.fact("path", path).fact("what", what))
        };
        gone.filter_map(problem).collect()
    }
}
