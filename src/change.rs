//! [`Change`]: the records of two states of a workspace, paired by kind and id, not by line.

use rustc_hash::FxHashMap;

use crate::index::Index;
use crate::model::{Kind, RecordId, Records};

/// What became of the records between a base and a head.
///
/// Records without an id cannot be followed and are in neither list. Records that share an id are paired in the order
/// of their sources, so that equal rows count as often as they stand there.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Records of the head that the base does not have.
    pub added: Vec<RecordId>,
    /// Records of the base that the head does not have.
    pub removed: Vec<RecordId>,
    /// Records that both have, as base and head.
    pub kept: Vec<(RecordId, RecordId)>,
}

impl Change {
    /// Pairs the records of a base with those of a head.
    #[must_use]
    pub fn between(base: &Index<'_>, head: &Index<'_>) -> Self {
        let mut change = Self::default();
        for kind in Kind::ALL.iter().copied().filter(|kind| kind.has_id()) {
            let mut waiting: FxHashMap<String, Vec<RecordId>> = FxHashMap::default();
            for id in base.of_kind(kind).iter().rev() {
                if let Some(name) = base.records.full_id(*id) {
                    waiting.entry(name).or_default().push(*id);
                }
            }
            for id in head.of_kind(kind) {
                let Some(name) = head.records.full_id(*id) else { continue };
                match waiting.get_mut(&name).and_then(Vec::pop) {
                    Some(before) => change.kept.push((before, *id)),
                    None => change.added.push(*id),
                }
            }
            change.removed.extend(waiting.into_values().flatten());
        }
        change.removed.sort_unstable();
        change
    }

    /// The pairs whose texts differ: in the fields of the record itself, or of what it contains.
    pub fn altered(&self, base: &Records, head: &Records) -> impl Iterator<Item = (RecordId, RecordId)> {
        self.kept.iter().copied().filter(|(before, after)| !same(base, *before, head, *after))
    }
}

/// Whether two records say the same, whatever the order and the layout of their fields.
fn same(base: &Records, before: RecordId, head: &Records, after: RecordId) -> bool {
    let contents = |records: &Records, id: RecordId| {
        let tree = &records.batch(id).tree;
        let mut texts = Vec::new();
        let mut open = vec![(String::new(), records.get(id).node)];
        while let Some((path, node)) = open.pop() {
            for (position, child) in tree.children(node).enumerate() {
                let step = tree.key_text(child).map_or_else(|| position.to_string(), str::to_owned);
                open.push((format!("{path}/{step}"), child));
            }
            texts.push((path, tree.text(node).trim().to_owned()));
        }
        texts.sort_unstable();
        texts
    };
    contents(base, before) == contents(head, after)
}
