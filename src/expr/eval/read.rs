//! Reading fields of records: cells as they stand, and what other places add to a record.

use crate::expr::node::{Node, Read};
use crate::expr::value::{List, Reason, Unknown, V};
use crate::expr::world::{Env, Slot};
use crate::model::{Batch, Cell, RecordId, Records, State};

use super::without_fields;

impl Read {
    pub(super) fn value<'w>(&self, env: &mut Env<'w>) -> V<'w> {
        let id = match self.record(env) {
            Ok(id) => id,
            Err(other) => return without_fields(other),
        };
        let records = env.world.index.records;
        let batch = records.batch(id);
        let record = records.get(id);
        if record.kind != self.kind {
            return V::unknown(Reason::Other("it is a record of another kind"));
        }
        match batch.cell(record, self.field) {
            Some(cell) => V::of_cell(records, id, self.field, self.ty, cell),
            None if record.joined.is_filled() => self.filled(records, id),
            None if batch.keeps(id.index, self.kind, self.field) => V::NULL,
            None => self.not_kept(id),
        }
    }

    /// The record whose field is read, or what stands in its place.
    fn record<'w>(&self, env: &mut Env<'w>) -> Result<RecordId, V<'w>> {
        // Nearly all fields are read of a variable, whose value then need not be copied.
        if let Node::Slot(slot) = &*self.base
            && let Some(Slot::Value(V::Record(id))) = env.slots.get(*slot)
        {
            return Ok(*id);
        }
        match self.base.eval(env) {
            V::Record(id) => Ok(id),
            other => Err(other),
        }
    }

    /// The value of a field that may be written in another part of the record.
    fn filled<'w>(&self, records: &'w Records, id: RecordId) -> V<'w> {
        let holder = records.holder(id, self.field);
        match records.cell(id, self.field) {
            Some(cell) => V::of_cell(records, holder, self.field, self.ty, cell),
            None if records.carries(id, self.field) => V::NULL,
            None => self.not_kept(id),
        }
    }

    pub(super) fn items<'w>(&self, env: &mut Env<'w>) -> V<'w> {
        let id = match self.record(env) {
            Ok(id) => id,
            Err(V::Unknown(unknown)) => return V::Unknown(unknown),
            Err(_) => return V::List(List::Records(&[])),
        };
        let records = env.world.index.records;
        let batch = records.batch(id);
        let record = records.get(id);
        if record.kind != self.kind {
            return V::unknown(Reason::Other("it is a record of another kind"));
        }
        if record.joined.is_filled() {
            return self.joined_items(records, id);
        }
        let cell = batch.cell(record, self.field);
        if cell.is_none() && !batch.keeps(id.index, self.kind, self.field) {
            return self.not_kept(id);
        }
        self.list(batch, id, cell)
    }

    fn list<'w>(&self, batch: &'w Batch, id: RecordId, cell: Option<&Cell>) -> V<'w> {
        if cell.is_some_and(|cell| cell.state() == State::Unreadable) {
            return V::unreadable(id, self.field);
        }
        let cells = cell.map_or(&[] as &[_], |cell| batch.items_of(cell));
        V::List(List::Cells { record: id, field: self.field, ty: self.ty, cells })
    }

    /// The items of a list field to which several places may add.
    fn joined_items<'w>(&self, records: &'w Records, id: RecordId) -> V<'w> {
        let holder = records.holder(id, self.field);
        let cell = records.cell(id, self.field);
        let Some(joined) = records.joined_list(id, self.field) else {
            return match cell {
                None if !records.carries(id, self.field) => self.not_kept(id),
                cell => self.list(records.batch(holder), holder, cell),
            };
        };
        // An item that is no record, such as one that cannot be read, is still an item.
        let own = match self.list(records.batch(holder), holder, cell) {
            V::List(own) => own,
            unknown => return unknown,
        };
        let others: Vec<V<'w>> = own.iter(records).filter(|item| !matches!(item, V::Record(_))).collect();
        if others.is_empty() {
            return V::List(List::Records(joined));
        }
        V::list(joined.iter().copied().map(V::Record).chain(others).collect())
    }

    const fn not_kept<'w>(&self, id: RecordId) -> V<'w> {
        V::Unknown(Unknown { record: Some(id), field: Some(self.field), reason: Reason::NotKept })
    }
}
