//! Which records stand in which list: equal ids in one list are a mistake, in two lists they may be one record.

use rustc_hash::FxHashMap;

use crate::data::{NodeId, Tree};
use crate::mapping::mapper::NONE;
use crate::model::{Kind, RecordId, Records};

/// A list of records: its batch, and the node around its records where a text has several lists of the kind.
pub(super) type ListKey = (u32, Option<NodeId>);

/// The kinds of the outermost records of each batch.
pub(super) struct Tops {
    /// By batch, a bit a kind.
    kinds: Vec<u128>,
    /// Kinds with an id that stand in more than one list.
    pub(super) several: Vec<Kind>,
    /// The node around each outermost record of the batches in which a kind stands in several lists.
    around: FxHashMap<u32, FxHashMap<NodeId, NodeId>>,
}

impl Tops {
    pub(super) fn of(records: &Records) -> Self {
        let mut tops = Self { kinds: Vec::new(), several: Vec::new(), around: FxHashMap::default() };
        let (mut once, mut again) = (0_u128, 0_u128);
        for (number, batch) in (0..).zip(&records.batches) {
            let mut here = 0_u128;
            // The first and the last outermost record of the kind that the batch has most of.
            let mut ends: Option<(NodeId, NodeId)> = None;
            for record in batch.records.iter().filter(|record| record.parent == NONE) {
                here |= 1 << record.kind as u8;
                let first = ends.map_or(record.node, |(first, _)| first);
                ends = Some((first, record.node));
            }
            let mixed = ends.is_some_and(|(first, last)| {
                first != last && node_around(&batch.tree, first) != node_around(&batch.tree, last)
            });
            if mixed {
                let around = nodes_around(&batch.tree);
                again |= kinds_in_lists(records, number, &around);
                tops.around.insert(number, around);
            }
            again |= once & here;
            once |= here;
            tops.kinds.push(here);
        }
        let several = Kind::ALL.iter().copied().filter(|kind| again & (1 << *kind as u8) != 0 && kind.has_id());
        tops.several = several.collect();
        tops
    }

    /// The outermost records of a kind, in the order of their sources.
    pub(super) fn of_kind(&self, records: &Records, kind: Kind) -> impl Iterator<Item = RecordId> {
        let batches = (0..).zip(&self.kinds).filter(move |(_, kinds)| **kinds & (1 << kind as u8) != 0);
        batches.flat_map(move |(batch, _)| {
            let here = records.batches.get(batch as usize).map_or(&[][..], |batch| &batch.records);
            let own = (0..).zip(here).filter(move |(_, record)| record.parent == NONE && record.kind == kind);
            own.map(move |(index, _)| RecordId { batch, index })
        })
    }

    /// Whether any text has an outermost record of a kind.
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.kinds.iter().any(|kinds| kinds & (1 << kind as u8) != 0)
    }

    /// The list in which an outermost record stands.
    pub(super) fn list(&self, records: &Records, id: RecordId) -> ListKey {
        let around = self.around.get(&id.batch).and_then(|around| around.get(&records.get(id).node));
        (id.batch, around.copied())
    }
}

/// The kinds of a batch that stand in more than one of its lists.
fn kinds_in_lists(records: &Records, batch: u32, around: &FxHashMap<NodeId, NodeId>) -> u128 {
    let mut first: FxHashMap<Kind, Option<NodeId>> = FxHashMap::default();
    let mut several = 0;
    let batch = records.batches.get(batch as usize);
    for record in batch.into_iter().flat_map(|batch| &batch.records).filter(|record| record.parent == NONE) {
        let list = around.get(&record.node).copied();
        if *first.entry(record.kind).or_insert(list) != list {
            several |= 1 << record.kind as u8;
        }
    }
    several
}

/// The node around a node; none around a root, or around what no reader saw.
fn node_around(tree: &Tree, node: NodeId) -> Option<NodeId> {
    // Nodes stand in the order of the text, so that the last one that does not start behind is the one around.
    let mut around = tree.roots().iter().copied().take_while(|root| *root <= node).last()?;
    let mut found = None;
    while around != node {
        found = Some(around);
        around = tree.children(around).take_while(|child| *child <= node).last()?;
    }
    found
}

/// For each node the node around it.
fn nodes_around(tree: &Tree) -> FxHashMap<NodeId, NodeId> {
    let mut found = FxHashMap::default();
    let mut open = tree.roots().to_vec();
    while let Some(node) = open.pop() {
        for child in tree.children(node) {
            found.insert(child, node);
            open.push(child);
        }
    }
    found
}
