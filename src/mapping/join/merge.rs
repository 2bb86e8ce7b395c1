//! Makes one record of two: what the one does not give, the other fills; where both give a value, they are compared.

use rustc_hash::FxHashMap;

use crate::data::NodeId;
use crate::model::{Cell, Disagreement, FieldId, Kind, RecordId, Records, State, Type, id_form};

use super::compare::{agree, is_one_record, name};
use super::lists::Tops;
use super::{children_of, fields, is_nested};

/// Records that are looked at as the one to which another may belong: in a list of equal ids, any is as good as the next.
const CANDIDATES: usize = 8;

/// What merges records.
pub(super) struct Merger<'a> {
    pub(super) records: &'a mut Records,
    pub(super) tops: &'a Tops,
}

impl Merger<'_> {
    /// Makes a record a part of another one of its kind.
    pub(super) fn merge(&mut self, main: RecordId, part: RecordId) {
        self.records.absorb(main, part);
        let kind = self.records.get(main).kind;
        for field in fields(kind) {
            let ty = kind.field_info(field).ty;
            let Some(theirs) = self.own_cell(part, field).filter(|_| !matches!(ty, Type::Id | Type::Parent(_))) else {
                continue;
            };
            let ours = self.records.cell(main, field).copied();
            // Settings give words and texts, no records: a list without a text of its own is made of the tables below.
            let plain = !matches!(ty, Type::Record(_) | Type::Keyed(_));
            let holder = self.records.holder(main, field);
            let main_constant = plain && ours.is_some_and(|cell| self.is_constant(holder, &cell));
            let constant = plain && self.is_constant(part, &theirs);
            match (ours.map(|cell| cell.state()), theirs.state()) {
                (None, _) => self.fill(main, field, part),
                (Some(State::Blank | State::Placeholder), State::Blank | State::Placeholder) => {}
                (Some(State::Blank | State::Placeholder), _) => self.fill(main, field, part),
                // What the settings say of all records of a source gives way to what is written of one.
                (Some(State::Given), State::Given) if main_constant && !constant => self.fill(main, field, part),
                (Some(State::Given), State::Given) if !constant => self.compare(main, field, part),
                _ => self.drop_nested(main, field, part),
            }
        }
    }

    /// Adds records to a list field: to those of the same id, or that say the same where there is none, as parts.
    pub(super) fn add(&mut self, parent: RecordId, field: FieldId, children: &[RecordId]) {
        let mut list = children_of(self.records, parent, field);
        let mut known = Known::default();
        list.iter().for_each(|own| known.note(self.records, *own));
        for child in children {
            let own = known.like(self.records, *child).into_iter().find(|own| self.is_same(*own, *child));
            match own {
                Some(own) => self.merge(own, *child),
                None => {
                    self.records.move_into(parent, *child);
                    known.note(self.records, *child);
                    list.push(*child);
                }
            }
        }
        self.records.set_list(parent, field, list);
    }

    /// Whether two records of one kind in one parent, which are called the same, are one.
    fn is_same(&self, own: RecordId, child: RecordId) -> bool {
        let records = &*self.records;
        let top = |id| !is_nested(records, id);
        if top(own) && top(child) && self.tops.list(records, own) == self.tops.list(records, child) {
            return false;
        }
        !records.get(own).kind.has_id() || is_one_record(records, own, child)
    }

    fn fill(&mut self, main: RecordId, field: FieldId, part: RecordId) {
        let nested = children_of(self.records, part, field);
        self.records.fill(main, field, part);
        for child in nested {
            self.records.move_into(main, child);
        }
    }

    /// Both give a value: groups of fields are merged, lists of records are put together, and the rest should be the same.
    fn compare(&mut self, main: RecordId, field: FieldId, part: RecordId) {
        let info = self.records.get(main).kind.field_info(field);
        let (Type::Record(_) | Type::Keyed(_)) = info.ty else {
            if !agree(self.records, main, part, field) {
                self.records.joins.disagree(Disagreement { one: main, other: part, field });
            }
            return;
        };
        let theirs = children_of(self.records, part, field);
        if info.list {
            return self.add(main, field, &theirs);
        }
        if let ([one], [other]) = (children_of(self.records, main, field).as_slice(), theirs.as_slice()) {
            self.merge(*one, *other);
        }
    }

    /// Takes the nested records in a field of a part out of sight: the record itself says it.
    fn drop_nested(&mut self, main: RecordId, field: FieldId, part: RecordId) {
        for child in children_of(self.records, part, field) {
            self.records.set_aside(main, child);
        }
    }

    /// The cell of a field as it stands in a part.
    fn own_cell(&self, part: RecordId, field: FieldId) -> Option<Cell> {
        self.records.batch(part).cell(self.records.get(part), field).copied()
    }

    /// Whether a value comes from the settings, and is written nowhere in the source.
    fn is_constant(&self, holder: RecordId, cell: &Cell) -> bool {
        let span = self.records.batch(holder).tree.span(cell.node());
        cell.state() == State::Given && span.start == span.end
    }
}

/// The records of a list by what they are called.
#[derive(Default)]
struct Known {
    by_id: FxHashMap<String, Vec<RecordId>>,
    by_name: FxHashMap<String, Vec<RecordId>>,
}

impl Known {
    fn note(&mut self, records: &Records, id: RecordId) {
        if let Some(key) = key(records, id) {
            self.by_id.entry(id_form(key).into_owned()).or_default().push(id);
        }
        self.by_name.entry(name(records, id)).or_default().push(id);
    }

    /// The first few records with the same id, or where one has none with the same name.
    fn like(&self, records: &Records, id: RecordId) -> Vec<RecordId> {
        let with_id = key(records, id);
        let same_id = with_id.and_then(|key| self.by_id.get(id_form(key).as_ref())).into_iter().flatten();
        let same_name = self.by_name.get(&name(records, id)).into_iter().flatten();
        let same_name = same_name.filter(|own| with_id.is_none() || key(records, **own).is_none());
        same_id.take(CANDIDATES).chain(same_name.take(CANDIDATES)).copied().collect()
    }
}

fn key(records: &Records, id: RecordId) -> Option<&str> {
    records.bare_id(id).or_else(|| records.text_in(id, "key"))
}

/// Lets the id of a record begin later in its cell: `A2` of `IMP-1/A2`.
pub(super) fn shorten_id(records: &mut Records, id: RecordId, length: usize) {
    let Some(field) = Kind::field(records.get(id).kind, "id") else { return };
    let Some(batch) = records.batches.get_mut(id.batch as usize) else { return };
    let Some(record) = batch.records.get(id.index as usize).copied() else { return };
    let Some(slot) = batch.slots.get(record.slots as usize + field.0 as usize).filter(|slot| **slot != u8::MAX) else {
        return;
    };
    let Some(cell) = batch.cells.get_mut(record.cells as usize + *slot as usize) else { return };
    let text = batch.tree.text(cell.node());
    let start = text.len() - text.trim_start().len() + length;
    let range = start.min(text.len())..text.trim_end().len().max(start.min(text.len()));
    let node: NodeId = batch.tree.add_part(cell.node(), range);
    *cell = Cell::new(node, State::Given);
}
