//! Cells that feed a second field which their source keeps no column for: 'Closed 2026-08-14', 'Incident INC-2026-004',
//! 'NC-1: Legal register not reviewed', and a check of effect that is still to come.

use std::ops::Range;

use crate::data::{Entry, NodeId, NodeKind};
use crate::model::{FieldId, Kind, Type, tables::SOURCE};

use super::cells::{id_and_title, numbered_items};
use super::dates::{NoDate, read_date};
use super::effect::{Effect, effect_of};
use super::mapper::{Found, Mapper, Part};
use super::plan::{Plan, PlanId, Route, Step};
use super::status::split_status;

/// What the cells of a field may say of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum More {
    /// The day on which it was closed, behind the state.
    ClosedOn,
    /// The title, behind the id.
    Title,
    /// The incident or the finding, behind the word for where an entry came from.
    SourceRefs,
    /// How effect will be judged, in place of a judgement.
    Planned,
}

/// What says more: the field that is written, the field that it also tells, and how.
const ALL: [(&str, &str, More); 4] = [
    ("status", "closed_on", More::ClosedOn),
    ("id", "title", More::Title),
    ("source", "source_refs", More::SourceRefs),
    ("effectiveness", "effectiveness_plan", More::Planned),
];

/// What the cells of a plan's columns may say of fields that have no column: nothing, where a source keeps them apart.
pub(super) fn more_of(plan: &Plan) -> Vec<(FieldId, FieldId, More)> {
    let fed = |wanted: FieldId| {
        let steps = plan.steps.iter().flatten();
        plan.routes.contains(&Route::Field(wanted))
            || steps
                .into_iter()
                .any(|step| matches!(step, Step::Field(field) | Step::Below(_, field) if *field == wanted))
    };
    let known = ALL.iter().filter_map(|(from, to, more)| {
        let (from, to) = (plan.kind.field(from)?, plan.kind.field(to)?);
        (fed(from) && !fed(to)).then_some((from, to, *more))
    });
    known.collect()
}

impl Mapper<'_> {
    /// Notes what the nodes that were found for a record since `since` say of further fields.
    pub(super) fn gather_more(&mut self, part: Part, since: usize) {
        for number in 0..self.plans.get(part.plan).more.len() {
            let (from, to, more) = self.plans.get(part.plan).more[number];
            let at = (since..self.found_count()).find(|at| {
                let found = self.found(*at);
                found.field == from && found.around.is_none() && self.is_text(found.node)
            });
            let Some(at) = at else { continue };
            let node = self.found(at).node;
            match more {
                More::Planned => {
                    let effect = effect_of(self.batch.tree.text(node), self.lexicon, self.settings.dates.order);
                    if matches!(effect, Effect::Plan(_)) {
                        self.move_found(at, to);
                        self.remember(part.plan, to);
                    }
                }
                More::ClosedOn => {
                    let told = self.closed_on(part.plan, from, node);
                    self.tell_in_passing(part.plan, to, told.as_slice());
                }
                More::Title => {
                    let title = id_and_title(self.batch.tree.text(node)).map(|(_, title)| title);
                    let title = title.map(|range| self.batch.tree.add_part(node, range));
                    self.tell_in_passing(part.plan, to, title.as_slice());
                }
                More::SourceRefs => {
                    let ids: Vec<NodeId> = references(self.batch.tree.text(node), |word| {
                        SOURCE.set(word).is_some() || self.lexicon.word(&SOURCE, word).is_some()
                    })
                    .into_iter()
                    .map(|range| self.batch.tree.add_part(node, range))
                    .collect();
                    self.tell_in_passing(part.plan, to, &ids);
                }
            }
        }
    }

    fn is_text(&self, node: NodeId) -> bool {
        matches!(self.batch.tree.kind(node), NodeKind::Scalar(_)) && !self.batch.tree.is_duplicate(node)
    }

    pub(super) fn tell_in_passing(&mut self, plan: PlanId, field: FieldId, nodes: &[NodeId]) {
        let kind = self.plans.get(plan).kind;
        for node in nodes {
            self.note(kind, Found { field, plan, around: None, node: *node });
        }
        if !nodes.is_empty() {
            self.remember(plan, field);
        }
    }

    fn remember(&mut self, plan: PlanId, field: FieldId) {
        let told = (self.plans.get(plan).kind, field);
        if !self.in_passing.contains(&told) {
            self.in_passing.push(told);
        }
    }

    /// The day in a state that means closed.
    fn closed_on(&mut self, plan: PlanId, field: FieldId, node: NodeId) -> Option<NodeId> {
        let text = self.batch.tree.text(node);
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let status = split_status(text)?;
        let (day, date) = status.day(self.settings.dates.order)?;
        let Type::Enum(words) = self.plans.get(plan).kind.field_info(field).ty else { return None };
        let closed = self.meaning(plan, field, text)? == words.set("closed")?;
        let range = text.find(day).map(|at| at..at + day.len());
        if !closed {
            return None;
        }
        // Where marks stand inside the date it has no place of its own.
        Some(match range {
            Some(range) => self.batch.tree.add_part(node, range),
            None => {
                let span = self.batch.tree.span(node);
                let constant = self.batch.tree.constant(&date.to_string());
                self.batch.tree.add_text(constant, span.start, span.end)
            }
        })
    }

    /// What only some cells tell in passing their source does not keep for the other records.
    pub(super) fn close_in_passing(&mut self) {
        for (kind, field) in std::mem::take(&mut self.in_passing) {
            for (number, record) in (0..).zip(&self.batch.records).filter(|(_, record)| record.kind == kind) {
                if self.batch.cell(record, field).is_none() {
                    *self.batch.partial.entry(number).or_insert(u128::MAX) &= !(1 << field.0);
                }
            }
        }
    }

    /// A row whose column of actions clearly numbers them, as one row for each action.
    pub(super) fn rows_of_actions(&mut self, row: NodeId, plan: PlanId) -> Vec<NodeId> {
        let (tree, known) = (&self.batch.tree, self.plans.get(plan));
        let Some(title) = known.kind.field("title").filter(|_| known.kind == Kind::Action) else { return vec![row] };
        let cell = tree.children(row).find(|child| known.feeds(tree, *child, title));
        let Some(cell) = cell.filter(|cell| matches!(tree.kind(*cell), NodeKind::Scalar(_))) else { return vec![row] };
        let items = numbered_items(tree.text(cell));
        if items.is_empty() {
            return vec![row];
        }
        let cells: Vec<NodeId> = tree.children(row).collect();
        let mut rows = Vec::with_capacity(items.len());
        for item in items {
            let part = self.batch.tree.add_part(cell, item);
            let tree = &self.batch.tree;
            let entries = cells.iter().filter(|other| matches!(tree.kind(**other), NodeKind::Scalar(_)));
            let entries = entries.filter_map(|other| {
                let node = if *other == cell { part } else { *other };
                Some(Entry::Scalar(tree.key(*other)?, node))
            });
            let entries: Vec<Entry> = entries.collect();
            rows.push(self.batch.tree.add_record(&entries));
        }
        rows
    }
}

/// Where the ids stand behind the word for a source: none in 'Internal audit 2026-Q1', which names a period.
fn references(text: &str, is_source: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let status = split_status(text).filter(|status| is_source(&status.word));
    let Some(reference) = status.and_then(|status| status.reference) else { return Vec::new() };
    let Some(from) = text.find(&reference) else { return Vec::new() };
    let mut ids = Vec::new();
    let mut at = from;
    for piece in reference.split_inclusive([' ', ',', ';', '&', '\n', '(', ')']) {
        let id = piece.trim_end_matches([' ', ',', ';', '&', '\n', '(', ')']);
        if is_id(id) {
            ids.push(at..at + id.len());
        }
        at += piece.len();
    }
    ids
}

/// Whether a word is an id of the form `INC-2026-004` or `IA-2026-Q1/F-02`, and neither a period nor a standard.
pub(super) fn is_id(word: &str) -> bool {
    const OTHER: [&str; 12] = ["q", "h", "fy", "gj", "kw", "cw", "wk", "week", "iso", "iec", "en", "rev"];
    let letters = word.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or("");
    let made = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_/.".contains(&byte));
    !letters.is_empty()
        && made
        && word.contains(['-', '_'])
        && word.ends_with(|letter: char| letter.is_ascii_digit())
        && !OTHER.iter().any(|other| other.eq_ignore_ascii_case(letters))
        && read_date(word, None) == Err(NoDate::NotOne)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_are_taken_from_behind_a_source() {
        for (text, expected) in [
            ("Incident INC-2026-004", &["INC-2026-004"][..]),
            ("Internal audit (IA-2026-Q1/F-02, IA-2026-Q1/F-03)", &["IA-2026-Q1/F-02", "IA-2026-Q1/F-03"]),
            ("Incident no. INC-7", &["INC-7"]),
            ("Internal audit 2026-Q1", &[]),
            ("Internal audit Q1-2026", &[]),
            ("Internal audit FY-2026", &[]),
            ("Internal audit ISO-27001", &[]),
            ("Internal audit March 2026", &[]),
            ("Internal audit A.5.18", &[]),
            ("Incident 4", &[]),
            ("Somebody INC-2026-004", &[]),
            ("INC-2026-004", &[]),
        ] {
            let known = |word: &str| matches!(word, "Incident" | "Internal audit");
            let found: Vec<&str> = references(text, known).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
