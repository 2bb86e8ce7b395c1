//! Ties records of different sources together before anything looks at them: records that stand in several places become
//! one ([`parts`]), and nested records in lists of their own find the records that they belong to ([`children`]).

mod carried;
mod children;
mod compare;
mod lists;
mod merge;
mod namespaces;
mod parts;

use crate::model::{FieldId, Kind, RecordId, Records, Type, Value};

use super::mapper::NONE;
use super::reading::Reading;

use lists::Tops;

/// Joins the records of all sources. Where nothing is to be joined, it costs one look at each record.
pub(super) fn join(records: &mut Records, readings: &mut [Reading]) {
    namespaces::enter(records);
    let tops = Tops::of(records);
    parts::join(records, readings, &tops);
    children::join(records, readings, &tops);
    namespaces::turn_references(records);
}

/// The field in which records of a nested kind name what they belong to, and the field there that holds them.
#[derive(Clone, Copy, Debug)]
struct Nesting {
    child: Kind,
    names: FieldId,
    parent: Kind,
    holds: FieldId,
}

impl Nesting {
    fn of(child: Kind) -> Option<Self> {
        let fields = || (0..).map(FieldId);
        let (names, parent) = fields().zip(child.shape().fields).find_map(|(field, info)| match info.ty {
            Type::Parent(parent) => Some((field, parent)),
            _ => None,
        })?;
        let (holds, _) = fields().zip(parent.shape().fields).find(|(_, info)| {
            info.list && matches!(info.ty, Type::Record(below) | Type::Keyed(below) if below == child)
        })?;
        Some(Self { child, names, parent, holds })
    }
}

/// The fields of a kind, in order.
fn fields(kind: Kind) -> impl Iterator<Item = FieldId> {
    (0..).map(FieldId).take(kind.shape().fields.len())
}

/// Whether a record stands in another one in its own source.
fn is_nested(records: &Records, id: RecordId) -> bool {
    records.get(id).parent != NONE
}

/// The records in a field of nested records, wherever they stand.
fn children_of(records: &Records, id: RecordId, field: FieldId) -> Vec<RecordId> {
    if let Some(list) = records.joined_list(id, field) {
        return list.to_vec();
    }
    let info = records.get(id).kind.field_info(field);
    if !matches!(info.ty, Type::Record(_) | Type::Keyed(_)) {
        return Vec::new();
    }
    let batch = records.holder(id, field).batch;
    let cells = match info.list {
        true => records.items(id, field),
        false => records.cell(id, field).map_or(&[][..], std::slice::from_ref),
    };
    let nested = cells.iter().filter_map(|cell| match records.decode(batch, &info.ty, cell) {
        Value::Record(nested) => Some(nested),
        _ => None,
    });
    nested.collect()
}
