//! Where a diagnostic stands: the bytes, the record and field by name, and what identifies both over time.

use std::fmt::Write as _;

use crate::expr::At;
use crate::model::{FieldId, RecordId, Records, State, Type};
use crate::text::Span;

use super::draft::named;

/// The bytes that a place stands for: the item, else the value or key of the field, else the record.
pub(super) fn span(records: &Records, at: &At) -> Span {
    let Some(field) = at.field else { return records.place(at.record) };
    if let Some(item) = at.item
        && let Some(cell) = records.items(at.record, field).get(item)
    {
        return records.tree_of(at.record, field).span(cell.node());
    }
    records.field_place(at.record, field)
}

/// The record that no other contains, around a record.
#[must_use]
pub fn top(records: &Records, mut id: RecordId) -> RecordId {
    while let Some(parent) = records.parent(id) {
        id = parent;
    }
    id
}

/// A record as `kind/id`; one without an id by its position in its source, as `entry/#3`.
#[must_use]
pub fn subject(records: &Records, id: RecordId) -> String {
    let top = top(records, id);
    let record = records.get(top);
    match records.bare_id(top) {
        Some(id) => format!("{}/{id}", record.kind.name()),
        None => format!("{}/#{}", record.kind.name(), record.position),
    }
}

/// A place by name: `entry/IMP-2/actions/0/due_on`.
pub(super) fn name(records: &Records, at: &At) -> String {
    let (subject, path) = (subject(records, at.record), field_path(records, at));
    if path.is_empty() { subject } else { format!("{subject}/{path}") }
}

/// The path from the outermost record to a place: `actions/0/due_on`; empty for that record itself.
pub(super) fn field_path(records: &Records, at: &At) -> String {
    path(records, at, |id, list, keyed| match (list, keyed) {
        (false, _) => None,
        (true, Some(key)) => Some(key.to_owned()),
        (true, None) => Some(records.get(id).position.to_string()),
    })
}

/// What identifies a record over time: its full id, else its first text, because rows move.
pub(super) fn identity(records: &Records, id: RecordId) -> String {
    let top = top(records, id);
    let kind = records.get(top).kind.name();
    match records.bare_id(top) {
        Some(id) => format!("{kind}/{id}"),
        None => format!("{kind}/#{}", first_text(records, top).unwrap_or("")),
    }
}

/// What stands for a record in the kin of diagnostics.
#[must_use]
pub fn mark(records: &Records, id: RecordId) -> u64 {
    named(&identity(records, id))
}

/// The path to a place with ids in place of positions, where there are ids.
pub(super) fn stable_path(records: &Records, at: &At) -> String {
    let mut path = path(records, at, |id, list, keyed| match (list, keyed, records.bare_id(id)) {
        (false, ..) => None,
        (true, Some(key), _) => Some(key.to_owned()),
        (true, None, Some(id)) => Some(id.to_owned()),
        (true, None, None) => Some(first_text(records, id).unwrap_or("").to_owned()),
    });
    if let (Some(field), Some(item)) = (at.field, at.item)
        && let Some(cell) = records.items(at.record, field).get(item)
        && let Some((front, _)) = path.rsplit_once('/')
    {
        path = format!("{front}/{}", records.tree_of(at.record, field).text(cell.node()));
    }
    path
}

/// The path to a place; `step` names a record within the field that holds it, given whether that is a list and, for a
/// list that is written as a mapping, the key.
fn path(records: &Records, at: &At, step: impl Fn(RecordId, bool, Option<&str>) -> Option<String>) -> String {
    let mut steps: Vec<String> = Vec::new();
    let mut id = at.record;
    while let Some(parent) = records.parent(id) {
        let field = records.get(parent).kind.field_info(records.get(id).parent_field);
        let key = matches!(field.ty, Type::Keyed(_)).then(|| records.text_in(id, "key")).flatten();
        steps.extend(step(id, field.list, key));
        steps.push(field.name.to_owned());
        id = parent;
    }
    steps.reverse();
    if let Some(field) = at.field {
        steps.push(records.get(at.record).kind.field_info(field).name.to_owned());
    }
    let mut path = steps.join("/");
    if let (Some(_), Some(item)) = (at.field, at.item) {
        let _ = write!(path, "/{item}");
    }
    path
}

/// The first thing that a record says in words: its title, as a rule.
fn first_text(records: &Records, id: RecordId) -> Option<&str> {
    let fields = records.get(id).kind.shape().fields;
    (0..).map(FieldId).zip(fields).find_map(|(number, field)| {
        let given = records.cell(id, number).is_some_and(|cell| cell.state() == State::Given);
        let simple = !field.list && !matches!(field.ty, Type::Record(_) | Type::Keyed(_) | Type::Parent(_));
        if given && simple { records.raw(id, number) } else { None }
    })
}
