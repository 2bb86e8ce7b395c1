//! References between records, both ways; those that name nothing are kept.

use rayon::prelude::*;

use crate::data::NodeId;
use crate::model::{Cell, FieldId, Kind, RecordId, Records, State, Type, Value};
use crate::text::Span;

use super::Index;

/// A reference that names no record.
#[derive(Clone, Copy, Debug)]
pub struct Dangling {
    /// The record whose field refers.
    pub record: RecordId,
    /// The node that holds the reference.
    pub node: NodeId,
    /// The field.
    pub field: FieldId,
}

impl Dangling {
    /// Where the reference stands.
    #[must_use]
    pub fn span(&self, records: &Records) -> Span {
        records.tree_of(self.record, self.field).span(self.node)
    }

    /// Kinds that the field may refer to; none means any.
    #[must_use]
    pub fn kinds(&self, records: &Records) -> &'static [Kind] {
        match records.get(self.record).kind.field_info(self.field).ty {
            Type::Ref(kinds) => kinds,
            Type::Parent(ref kind) => std::slice::from_ref(kind),
            _ => &[],
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Links {
    forward: Edges,
    backward: Edges,
    dangling: Vec<Dangling>,
}

/// Pairs of records, sorted, with the second ones apart so that a slice of them can be lent out.
#[derive(Debug, Default)]
pub(super) struct Edges {
    from: Vec<RecordId>,
    to: Vec<RecordId>,
}

impl Edges {
    pub(super) fn new(mut pairs: Vec<(RecordId, RecordId)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let (from, to) = pairs.into_iter().unzip();
        Self { from, to }
    }

    pub(super) fn of(&self, id: RecordId) -> &[RecordId] {
        let start = self.from.partition_point(|from| *from < id);
        let count = self.from[start..].partition_point(|from| *from == id);
        &self.to[start..start + count]
    }
}

/// Records of which one thread looks at the references in one go.
const CHUNK: usize = 1024;

/// What the references of some records are, in their order.
#[derive(Default)]
struct Found {
    pairs: Vec<(RecordId, RecordId)>,
    dangling: Vec<Dangling>,
}

impl Found {
    fn of(index: &Index<'_>, ids: &[RecordId], fields: &Fields, parents: &[Option<FieldId>]) -> Self {
        let records = index.records;
        let Self { mut pairs, mut dangling } = Self::default();
        for id in ids.iter().copied() {
            let kind = records.get(id).kind;
            if let Some(field) = parents[kind as usize].filter(|_| records.parent(id).is_none()) {
                each_cell(records, id, field, |cell| dangling.push(Dangling { record: id, node: cell.node(), field }));
            }
            for (field, kinds) in &fields[kind as usize] {
                let field = *field;
                each_cell(records, id, field, |cell| {
                    match index.resolve(records.tree_of(id, field).text(cell.node()), kinds) {
                        Some(target) => pairs.push((speaker(records, id), target)),
                        None => dangling.push(Dangling { record: id, node: cell.node(), field }),
                    }
                });
            }
        }
        Self { pairs, dangling }
    }
}

impl Links {
    pub(super) fn build(index: &Index<'_>) -> Self {
        let ids: Vec<RecordId> = index.records.iter().map(|(id, _)| id).collect();
        let (fields, parents) = (reference_fields(), parent_fields());
        let parts: Vec<Found> = ids.par_chunks(CHUNK).map(|ids| Found::of(index, ids, &fields, &parents)).collect();
        let mut found = Found::default();
        for part in parts {
            found.pairs.extend(part.pairs);
            found.dangling.extend(part.dangling);
        }
        let Found { pairs, dangling } = found;
        let backward = pairs.iter().map(|(from, to)| (*to, *from)).collect();
        let (forward, backward) = rayon::join(|| Edges::new(pairs), || Edges::new(backward));
        Self { forward, backward, dangling }
    }
    pub(super) fn targets_of(&self, id: RecordId) -> &[RecordId] {
        self.forward.of(id)
    }

    pub(super) fn referrers_of(&self, id: RecordId) -> &[RecordId] {
        self.backward.of(id)
    }

    pub(super) fn dangling(&self) -> &[Dangling] {
        &self.dangling
    }
}

/// Hands out every text of a field: its value, its word, or each item of its list.
pub(super) fn texts<'w>(records: &'w Records, id: RecordId, field: FieldId, mut found: impl FnMut(&'w str)) {
    let ty = &records.get(id).kind.field_info(field).ty;
    let batch = records.holder(id, field).batch;
    each_cell(records, id, field, |cell| match records.decode(batch, ty, cell) {
        Value::Text(text) => found(text),
        Value::Enum(set) => {
            if let Type::Enum(words) = ty
                && let Some(word) = set.single(words)
            {
                found(word);
            }
        }
        _ => {}
    });
}

/// Hands out the given cells of a field: the one, or each item of its list.
fn each_cell<'w>(records: &'w Records, id: RecordId, field: FieldId, mut found: impl FnMut(&'w Cell)) {
    let given = |cell: &&Cell| cell.state() == State::Given;
    if records.get(id).kind.field_info(field).list {
        records.items(id, field).iter().filter(given).for_each(found);
    } else if let Some(cell) = records.cell(id, field).filter(given) {
        found(cell);
    }
}

/// The record that speaks: the innermost one with an id that holds this one, or the outermost one.
fn speaker(records: &Records, id: RecordId) -> RecordId {
    let mut speaker = id;
    while !records.get(speaker).kind.has_id() {
        match records.parent(speaker) {
            Some(parent) => speaker = parent,
            None => break,
        }
    }
    speaker
}

/// The field of each kind that names what its records belong to, in the order of [`Kind::ALL`].
fn parent_fields() -> Vec<Option<FieldId>> {
    let of = |kind: &Kind| kind.shape().fields.iter().position(|field| matches!(field.ty, Type::Parent(_)));
    Kind::ALL.iter().map(|kind| of(kind).and_then(|number| u8::try_from(number).ok()).map(FieldId)).collect()
}

/// The reference fields of each kind, in the order of [`Kind::ALL`].
type Fields = [Vec<(FieldId, &'static [Kind])>];

fn reference_fields() -> Vec<Vec<(FieldId, &'static [Kind])>> {
    let of = |kind: &Kind| {
        let fields = (0..).zip(kind.shape().fields);
        fields
            .filter_map(|(number, field)| match field.ty {
                Type::Ref(kinds) => Some((FieldId(number), kinds)),
                _ => None,
            })
            .collect()
    };
    Kind::ALL.iter().map(of).collect()
}
