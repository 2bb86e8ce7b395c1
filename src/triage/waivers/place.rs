//! The field of a diagnostic by names that last: `actions/A1/due_on` for `actions/0/due_on`.

use crate::index::Index;
use crate::model::{FieldId, Kind, RecordId, Type};

/// The records on the way to a field, from the outermost one, and the path with ids in place of positions.
pub(super) struct Way {
    pub(super) records: Vec<RecordId>,
    pub(super) path: String,
}

/// Goes from a record, as `kind/id`, along the path of a field; nothing where there is no such record.
pub(super) fn way(index: &Index<'_>, subject: &str, field: &str) -> Option<Way> {
    let (kind, id) = subject.split_once('/')?;
    let mut record = index.find(Kind::from_name(kind)?, id)?;
    let mut way = Way { records: vec![record], path: String::new() };
    let mut steps = field.split('/').filter(|step| !step.is_empty());
    let mut names: Vec<&str> = Vec::new();
    while let Some(step) = steps.next() {
        names.push(step);
        let kind = index.records.get(record).kind;
        let Some(number) = kind.field(step) else { continue };
        let info = kind.field_info(number);
        let (Type::Record(inner) | Type::Keyed(inner)) = info.ty else { continue };
        let item = if info.list { steps.next() } else { None };
        let Some(part) = part(index, record, number, inner, item) else {
            names.extend(item);
            continue;
        };
        names.extend(item.map(|item| index.records.bare_id(part).unwrap_or(item)));
        way.records.push(part);
        record = part;
    }
    way.path = names.join("/");
    Some(way)
}

/// The record in a field of another one; in a list, the one at a position or under a key.
fn part(index: &Index<'_>, outer: RecordId, field: FieldId, inner: Kind, item: Option<&str>) -> Option<RecordId> {
    let records = index.records;
    let stands = |id: &&RecordId| records.parent(**id) == Some(outer) && records.get(**id).parent_field == field;
    let fits = |id: RecordId| match item {
        None => true,
        Some(item) => records.get(id).position.to_string() == item || records.text_in(id, "key") == Some(item),
    };
    index.of_kind(inner).iter().filter(stands).copied().find(|id| fits(*id))
}

/// Whether a path is one that somebody named, or lies below it.
pub(super) fn is_within(path: &str, named: &str) -> bool {
    path.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
