//! Namespaces: registers that use the same ids for different things are kept apart by what their ids begin with.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::data::NodeId;
use crate::mapping::mapper::NONE;
use crate::model::{Batch, Cell, FieldId, Kind, Records, State, Type, id_form};

use super::fields;

/// Kinds that a namespace does not divide: a person is the same one everywhere.
const COMMON: [Kind; 5] = [Kind::Person, Kind::Role, Kind::RoleAssignment, Kind::Ownership, Kind::InterestedParty];

/// Lets the ids of outermost records begin with the namespace of their source.
pub(super) fn enter(records: &mut Records) {
    for batch in records.batches.iter_mut().filter(|batch| batch.namespace.is_some()) {
        for index in 0..batch.records.len() {
            let Some(record) = batch.records.get(index).copied() else { continue };
            if record.parent != NONE || COMMON.contains(&record.kind) {
                continue;
            }
            if let Some(cell) = record.kind.field("id").and_then(|field| place_of(batch, index, field))
                && let Some(known) = batch.cells.get(cell).copied().filter(|cell| cell.state() == State::Given)
            {
                let own = batch.tree.text(known.node()).trim();
                let whole = format!("{}:{own}", batch.namespace.as_deref().unwrap_or_default());
                let node = rewritten(batch, known.node(), &whole);
                batch.cells[cell] = Cell::new(node, State::Given);
            }
        }
    }
}

/// The id of a record in a namespace as its own source writes it, `NC-01` for `site-b:NC-01`, and the namespace.
fn outside<'r>(batch: &'r Batch, id: &'r str) -> Option<(&'r str, &'r str)> {
    let namespace = batch.namespace.as_deref()?;
    Some((namespace, id.strip_prefix(namespace)?.strip_prefix(':')?))
}

/// Lets references within a namespace name what they name there; only what names nothing there looks outside.
pub(super) fn turn_references(records: &mut Records) {
    if records.batches.iter().all(|batch| batch.namespace.is_none()) {
        return;
    }
    let names = Names::of(records);
    for batch in records.batches.iter_mut().filter(|batch| batch.namespace.is_some()) {
        let mut turned: Vec<(bool, usize, String)> = Vec::new();
        for (index, record) in batch.records.iter().enumerate() {
            for field in fields(record.kind) {
                let info = record.kind.field_info(field);
                if !matches!(info.ty, Type::Ref(_)) {
                    continue;
                }
                let Some(cell) = place_of(batch, index, field) else { continue };
                let (places, list) = if info.list { (items_of(batch, cell), true) } else { (cell..cell + 1, false) };
                for place in places {
                    let cells = if list { &batch.items } else { &batch.cells };
                    let given = cells.get(place).filter(|cell| cell.state() == State::Given);
                    let text = given.map(|cell| batch.tree.text(cell.node()).trim());
                    let whole = text.and_then(|text| names.find(batch.namespace.as_deref()?, text));
                    turned.extend(whole.map(|whole| (list, place, whole.to_owned())));
                }
            }
        }
        for (list, place, whole) in turned {
            let cells = if list { &batch.items } else { &batch.cells };
            let Some(node) = cells.get(place).map(Cell::node) else { continue };
            let cell = Cell::new(rewritten(batch, node, &whole), State::Given);
            let cells = if list { &mut batch.items } else { &mut batch.cells };
            cells[place] = cell;
        }
    }
}

/// The full ids of each namespace by what its own sources call the records.
struct Names(BTreeMap<Box<str>, [FxHashMap<String, Option<String>>; 2]>);

impl Names {
    /// As ids are written, and by their forms; `None` where that is not clear.
    fn of(records: &Records) -> Self {
        let mut names = Self(BTreeMap::new());
        for (id, _) in records.iter().filter(|(_, record)| record.kind.has_id()) {
            let Some(whole) = records.full_id(id) else { continue };
            // A nested record belongs where its parent does, whoever lists it.
            let top = std::iter::successors(Some(id), |id| records.parent(*id)).last().unwrap_or(id);
            let Some((namespace, own)) = outside(records.batch(top), &whole) else { continue };
            let bare = records.bare_id(id).filter(|_| records.parent(id).is_some());
            let [written, formed] = names.0.entry(namespace.into()).or_default();
            for name in [Some(own), bare].into_iter().flatten() {
                let forms = [(&mut *written, name.to_owned()), (&mut *formed, id_form(name).into_owned())];
                for (known, name) in forms {
                    // Records of one full id are told apart nowhere.
                    let clear = known.entry(name).or_insert_with(|| Some(whole.clone()));
                    *clear = clear.take().filter(|other| *other == whole);
                }
            }
        }
        names
    }

    fn find(&self, namespace: &str, text: &str) -> Option<&str> {
        let [written, formed] = self.0.get(namespace)?;
        written.get(text).or_else(|| formed.get(id_form(text).as_ref()))?.as_deref()
    }
}

/// The number of the cell of a field.
fn place_of(batch: &Batch, index: usize, field: FieldId) -> Option<usize> {
    let record = batch.records.get(index)?;
    let slot = *batch.slots.get(record.slots as usize + field.0 as usize)?;
    (slot != u8::MAX).then(|| record.cells as usize + slot as usize)
}

/// The numbers of the items of the list in a cell.
fn items_of(batch: &Batch, cell: usize) -> std::ops::Range<usize> {
    let number = batch.cells.get(cell).and_then(|cell| usize::try_from(cell.payload).ok()?.checked_sub(1));
    let end = |number: usize| batch.lists.get(number).map_or(0, |end| *end as usize);
    number.map_or(0..0, |number| number.checked_sub(1).map_or(0, end)..end(number))
}

/// A node with another text at the same place.
fn rewritten(batch: &mut Batch, node: NodeId, text: &str) -> NodeId {
    let span = batch.tree.span(node);
    let constant = batch.tree.constant(text);
    batch.tree.add_text(constant, span.start, span.end)
}
