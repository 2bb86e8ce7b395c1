//! [`Joins`]: what ties records of different sources together: nested records in lists of their own, and records in parts.

use rustc_hash::FxHashMap;

use crate::data::Tree;

use super::kind::FieldId;
use super::record::{RecordId, Records};

/// How other sources take part in a record. Nearly all records stand alone, and one byte tells so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Joined(u8);

impl Joined {
    /// The record belongs to one that stands elsewhere.
    const MOVED: u8 = 1;
    /// Other sources fill fields of the record, or add to its lists.
    const FILLED: u8 = 2;
    /// The record is a part of another one, and no record of its own.
    const ABSORBED: u8 = 4;

    /// Whether the record that contains this one is told by [`Joins`].
    #[must_use]
    pub const fn is_moved(self) -> bool {
        self.0 & Self::MOVED != 0
    }

    /// Whether other sources fill fields of the record, or add to its lists.
    #[must_use]
    pub const fn is_filled(self) -> bool {
        self.0 & Self::FILLED != 0
    }

    /// Whether the record is a part of another one, and no record of its own.
    #[must_use]
    pub const fn is_absorbed(self) -> bool {
        self.0 & Self::ABSORBED != 0
    }

    const fn add(&mut self, flag: u8) {
        self.0 |= flag;
    }
}

/// Two places that say different things about one field of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The record whose value counts.
    pub one: RecordId,
    /// The part of it that says something else.
    pub other: RecordId,
    /// The field.
    pub field: FieldId,
}

/// What ties records of different sources together; empty where every record stands in one place.
#[derive(Clone, Debug, Default)]
pub struct Joins {
    /// The records that contain records of other sources, or of parts.
    parents: FxHashMap<RecordId, RecordId>,
    /// All records of a list field to which other places add.
    lists: FxHashMap<(RecordId, FieldId), Vec<RecordId>>,
    /// The parts in which fields of a record are written.
    holders: FxHashMap<(RecordId, FieldId), RecordId>,
    /// The parts of a record, in the order in which they were found.
    parts: FxHashMap<RecordId, Vec<RecordId>>,
    /// The records that parts belong to.
    mains: FxHashMap<RecordId, RecordId>,
    /// For each batch the batches with which it shares records; empty without any.
    partners: Vec<Vec<u32>>,
    disagreements: Vec<Disagreement>,
}

impl Joins {
    /// Whether every record stands in one place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.partners.is_empty()
    }

    /// Fields about which two places say different things, in the order in which they were found.
    #[must_use]
    pub fn disagreements(&self) -> &[Disagreement] {
        &self.disagreements
    }

    /// The other batches with which a batch shares records.
    #[must_use]
    pub fn partners(&self, batch: u32) -> &[u32] {
        self.partners.get(batch as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn parent(&self, id: RecordId) -> Option<RecordId> {
        self.parents.get(&id).copied()
    }

    pub(super) fn holder(&self, id: RecordId, field: FieldId) -> Option<RecordId> {
        self.holders.get(&(id, field)).copied()
    }

    /// Notes a field about which two places disagree.
    pub fn disagree(&mut self, disagreement: Disagreement) {
        self.disagreements.push(disagreement);
    }

    /// Adds what ties records together whose batches are numbered on from `by`.
    pub(super) fn add_shifted(&mut self, other: Self, by: u32) {
        let far = |id: RecordId| RecordId { batch: id.batch + by, ..id };
        let all = |ids: Vec<RecordId>| ids.into_iter().map(far).collect::<Vec<_>>();
        self.parents.extend(other.parents.into_iter().map(|(child, parent)| (far(child), far(parent))));
        self.lists.extend(other.lists.into_iter().map(|((id, field), list)| ((far(id), field), all(list))));
        self.holders.extend(other.holders.into_iter().map(|((id, field), part)| ((far(id), field), far(part))));
        self.parts.extend(other.parts.into_iter().map(|(main, parts)| (far(main), all(parts))));
        self.mains.extend(other.mains.into_iter().map(|(part, main)| (far(part), far(main))));
        if !other.partners.is_empty() {
            self.partners.resize(by as usize, Vec::new());
            let shifted = other.partners.into_iter().map(|known| known.into_iter().map(|batch| batch + by).collect());
            self.partners.extend(shifted);
        }
    }

    fn note_partners(&mut self, one: u32, other: u32, batches: usize) {
        self.partners.resize(batches.max(self.partners.len()), Vec::new());
        for (from, to) in [(one, other), (other, one)] {
            let Some(known) = self.partners.get_mut(from as usize).filter(|_| from != to) else { continue };
            if let Err(place) = known.binary_search(&to) {
                known.insert(place, to);
            }
        }
    }
}

impl Records {
    /// The record in which a field of a record is written: itself, or a part of it that stands elsewhere.
    #[must_use]
    pub fn holder(&self, id: RecordId, field: FieldId) -> RecordId {
        if self.get(id).joined.is_filled() { self.joins.holder(id, field).unwrap_or(id) } else { id }
    }

    /// The document in which a field of a record is written.
    #[must_use]
    pub fn tree_of(&self, id: RecordId, field: FieldId) -> &Tree {
        &self.batch(self.holder(id, field)).tree
    }

    /// The records of a list field to which several places add; `None` where the list stands in one place.
    #[must_use]
    pub fn joined_list(&self, id: RecordId, field: FieldId) -> Option<&[RecordId]> {
        if !self.get(id).joined.is_filled() {
            return None;
        }
        self.joins.lists.get(&(id, field)).map(Vec::as_slice)
    }

    /// The parts of a record that stand elsewhere.
    #[must_use]
    pub fn parts(&self, id: RecordId) -> &[RecordId] {
        self.joins.parts.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The record that a record is a part of, or else itself.
    #[must_use]
    pub fn main(&self, id: RecordId) -> RecordId {
        if !self.get(id).joined.is_absorbed() {
            return id;
        }
        self.joins.mains.get(&id).copied().unwrap_or(id)
    }

    /// Whether a place in which a record stands keeps a field.
    #[must_use]
    pub fn carries(&self, id: RecordId, field: FieldId) -> bool {
        let kind = self.get(id).kind;
        let here = |id: RecordId| self.batch(id).keeps(id.index, kind, field);
        here(id) || self.parts(id).iter().any(|part| here(*part))
    }

    /// Makes a record a part of another one. What the part says is not yet used: see [`Records::fill`].
    pub fn absorb(&mut self, main: RecordId, part: RecordId) {
        self.mark(part, Joined::ABSORBED);
        self.mark(main, Joined::FILLED);
        self.joins.mains.insert(part, main);
        self.joins.parts.entry(main).or_default().push(part);
        self.joins.note_partners(main.batch, part.batch, self.batches.len());
    }

    /// Lets a part fill a field of a record that does not give it.
    pub fn fill(&mut self, main: RecordId, field: FieldId, part: RecordId) {
        self.mark(main, Joined::FILLED);
        self.joins.holders.insert((main, field), part);
        // What stands in the record itself, a blank as a rule, is no longer found: the hot path looks there first.
        let Some(batch) = self.batches.get_mut(main.batch as usize) else { return };
        batch.clear_slot(main.index, field);
    }

    /// Lets a record that stands elsewhere belong to a record, which holds it in a field.
    pub fn move_into(&mut self, parent: RecordId, child: RecordId) {
        self.mark(child, Joined::MOVED);
        self.joins.parents.insert(child, parent);
        self.joins.note_partners(parent.batch, child.batch, self.batches.len());
    }

    /// Sets all records of a list field to which several places add.
    pub fn set_list(&mut self, parent: RecordId, field: FieldId, list: Vec<RecordId>) {
        self.mark(parent, Joined::FILLED);
        for (position, child) in (0..).zip(&list) {
            let batch = self.batches.get_mut(child.batch as usize);
            if let Some(record) = batch.and_then(|batch| batch.records.get_mut(child.index as usize)) {
                (record.position, record.parent_field) = (position, field);
            }
        }
        self.joins.lists.insert((parent, field), list);
    }

    /// Takes a record, and all that it contains, out of sight: another one says what it says.
    pub fn set_aside(&mut self, main: RecordId, part: RecordId) {
        let batch = self.batches.get(part.batch as usize);
        // Records stand before those that they contain.
        let behind = batch.and_then(|batch| batch.records.get(part.index as usize + 1..)).unwrap_or(&[]);
        let inside = behind.iter().take_while(|record| record.parent != u32::MAX && record.parent >= part.index);
        let count = u32::try_from(inside.count()).unwrap_or(0);
        for index in part.index..=part.index.saturating_add(count) {
            let id = RecordId { batch: part.batch, index };
            self.mark(id, Joined::ABSORBED);
            self.joins.mains.insert(id, main);
        }
    }

    fn mark(&mut self, id: RecordId, flag: u8) {
        let batch = self.batches.get_mut(id.batch as usize);
        if let Some(record) = batch.and_then(|batch| batch.records.get_mut(id.index as usize)) {
            record.joined.add(flag);
        }
    }
}
