//! What came before: [`Change`] pairs the records of two states of a workspace by kind and id, not by line, and
//! [`History`] tells since when each is known.

mod history;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::data::{NodeId, Tree};
use crate::model::{FieldId, Kind, RecordId, Records};
use crate::text::offset;

pub use history::History;

/// Why nothing can be said about what changed, where no earlier state is given.
pub const NO_BASE: &str = "no base to compare with: only the present state was given";

/// Why nothing can be said about what changed in a record that no id names.
pub const NAMELESS: &str = "without an id it is not found in the base";

/// Why nothing can be said about the order in which things were written down.
pub const NO_HISTORY: &str = "no history of the files: only the present state was given";

/// What became of the records between a base and a head.
///
/// Records without an id cannot be followed and are in no list. Records that share an id are paired in the order
/// of their sources, so that equal rows count as often as they stand there.
#[derive(Debug, Default)]
pub struct Change {
    /// Records of the head that the base does not have.
    pub added: Vec<RecordId>,
    /// Records of the base that the head does not have.
    pub removed: Vec<RecordId>,
    /// Records that both have, as base and head.
    pub kept: Vec<(RecordId, RecordId)>,
    /// Kinds of which a source of the base was not read to its end, so that what seems to be new may be old.
    pub unread: Vec<Kind>,
    /// The number behind that of the last batch of the base: what follows are states of the history.
    pub behind: u32,
    /// The base of each record of the head that has one.
    before: FxHashMap<RecordId, RecordId>,
}

/// A record as it was and as it is; one of the two is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The record of the base; none for one that was added.
    pub before: Option<RecordId>,
    /// The record of the head; none for one that was removed.
    pub after: Option<RecordId>,
}

impl Change {
    /// Pairs the records of the only earlier state that was added to the records with those of the present one.
    #[must_use]
    pub fn within(records: &Records, unread: Vec<Kind>) -> Self {
        let behind = offset(records.every_batch().count());
        let mut change = Self { unread, behind, ..Self::default() };
        let mut waiting: FxHashMap<(Kind, String), Vec<RecordId>> = FxHashMap::default();
        let earlier = records.iter_earlier().filter(|(_, record)| record.kind.has_id());
        for (id, record) in earlier {
            if let Some(name) = records.full_id(id) {
                waiting.entry((record.kind, name)).or_default().push(id);
            }
        }
        // The last one is taken first, and it is to be the first of the base.
        waiting.values_mut().for_each(|ids| ids.reverse());
        for (id, record) in records.iter().filter(|(_, record)| record.kind.has_id()) {
            let Some(name) = records.full_id(id) else { continue };
            match waiting.get_mut(&(record.kind, name)).and_then(Vec::pop) {
                Some(before) => {
                    change.kept.push((before, id));
                    change.before.insert(id, before);
                }
                None => change.added.push(id),
            }
        }
        change.removed.extend(waiting.into_values().flatten());
        change.removed.sort_unstable();
        change
    }

    /// A record of the head as the base has it.
    #[must_use]
    pub fn before(&self, after: RecordId) -> Option<RecordId> {
        self.before.get(&after).copied()
    }

    /// The pairs whose texts differ: in the fields of the record itself, or of what it contains.
    pub fn altered(&self, records: &Records) -> impl Iterator<Item = (RecordId, RecordId)> {
        self.kept.iter().copied().filter(|(before, after)| !same(records, *before, *after))
    }

    /// The records of a kind that are not what they were: added and altered ones in the order of the head, then those that
    /// were removed in the order of the base.
    #[must_use]
    pub fn of_kind(&self, records: &Records, kind: Kind) -> Vec<Pair> {
        let is_of_kind = |id: &RecordId| records.get(*id).kind == kind;
        let kept = self.kept.iter().filter(|(_, after)| is_of_kind(after));
        let altered = kept.filter(|(before, after)| !same(records, *before, *after));
        let altered = altered.map(|(before, after)| Pair { before: Some(*before), after: Some(*after) });
        let added = self.added.iter().filter(|id| is_of_kind(id));
        let mut pairs: Vec<Pair> = altered.chain(added.map(|id| Pair { before: None, after: Some(*id) })).collect();
        pairs.sort_by_key(|pair| pair.after);
        let removed = self.removed.iter().filter(|id| is_of_kind(id));
        pairs.extend(removed.map(|id| Pair { before: Some(*id), after: None }));
        pairs
    }
}

/// Whether two records say the same, whatever the order and the layout of their fields.
#[must_use]
pub fn same(records: &Records, before: RecordId, after: RecordId) -> bool {
    let (befores, afters) = (places(records, before), places(records, after));
    let node = |part: RecordId| {
        let tree = &records.batch(part).tree;
        (tree, whole(tree, records.get(part).node))
    };
    let mut pairs = befores.iter().zip(&afters).map(|(before, after)| (node(*before), node(*after)));
    // Nearly all records are what they were, down to the order of their fields.
    befores.len() == afters.len() && pairs.all(|(before, after)| alike(before, after))
        || says_the_same(records, before, after)
}

/// Whether two nodes hold the same in the same order.
fn alike((tree, node): (&Tree, NodeId), (other_tree, other): (&Tree, NodeId)) -> bool {
    if plain_text(tree.text(node)) != plain_text(other_tree.text(other)) {
        return false;
    }
    let (mut children, mut others) = (tree.children(node), other_tree.children(other));
    loop {
        match (children.next(), others.next()) {
            (None, None) => return true,
            (Some(child), Some(twin)) => {
                let same_key = tree.key_text(child) == other_tree.key_text(twin);
                if !same_key || !alike((tree, child), (other_tree, twin)) {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// Git may write other line ends to the disk than it keeps.
fn plain_text(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if memchr::memchr(b'\r', text.as_bytes()).is_some() { text.replace("\r\n", "\n").into() } else { text.into() }
}

fn says_the_same(records: &Records, before: RecordId, after: RecordId) -> bool {
    let contents = |id: RecordId| {
        let mut texts = Vec::new();
        for part in places(records, id) {
            let tree = &records.batch(part).tree;
            let mut open = vec![(String::new(), whole(tree, records.get(part).node))];
            while let Some((path, node)) = open.pop() {
                for (position, child) in tree.children(node).enumerate() {
                    let step = tree.key_text(child).map_or_else(|| position.to_string(), str::to_owned);
                    open.push((format!("{path}/{step}"), child));
                }
                texts.push((path, plain_text(tree.text(node)).into_owned()));
            }
        }
        texts.sort_unstable();
        texts
    };
    contents(before) == contents(after)
}

/// The node that holds all that a record says: of minutes and documents not only the front matter.
fn whole(tree: &Tree, node: NodeId) -> NodeId {
    let is_front = |root: &&NodeId| tree.get(**root, "front_matter") == Some(node);
    tree.roots().first().filter(is_front).copied().unwrap_or(node)
}

/// The record, its parts, and what belongs to it and may stand elsewhere.
fn places(records: &Records, id: RecordId) -> Vec<RecordId> {
    let fields = (0..).map(FieldId).zip(records.get(id).kind.shape().fields);
    let lists = fields.filter_map(|(field, _)| records.joined_list(id, field));
    std::iter::once(id).chain(records.parts(id).iter().copied()).chain(lists.flatten().copied()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::mapping::{self, SourceSettings};
    use crate::model::Lexicon;
    use crate::read::{Format, yaml};
    use crate::text::{Sources, Span};

    fn records(text: &str) -> Records {
        let (mut sources, text) = (Sources::default(), Arc::<str>::from(text));
        let source = sources.add("register.yaml", Arc::clone(&text));
        let (tree, problems) = yaml::read(source, &text);
        assert!(problems.is_empty(), "{problems:?}");
        let common = mapping::Common { lexicon: Lexicon::embedded(), pack: "iso-27001-2022", path: "a.yaml" };
        let settings = SourceSettings::canonical(Kind::Entry, "register.yaml", Span::top(source));
        mapping::unite(vec![mapping::map(&settings, 0, tree, &Format::Yaml, common)]).records
    }

    /// What was added, removed, kept and altered, by full id, each in the order in which it is given out.
    fn compare(base: &str, head: &str) -> [Vec<String>; 4] {
        let mut both = records(head);
        both.add_earlier(records(base));
        let change = Change::within(&both, Vec::new());
        for (before, after) in &change.kept {
            assert_eq!(both.full_id(*before), both.full_id(*after));
            assert_eq!((both.is_earlier(*before), both.is_earlier(*after)), (true, false));
            assert_eq!(change.before(*after), Some(*before));
        }
        let altered: Vec<RecordId> = change.altered(&both).map(|(_, after)| after).collect();
        let kept: Vec<RecordId> = change.kept.iter().map(|(_, after)| *after).collect();
        let pairs: Vec<Pair> = Kind::ALL.iter().flat_map(|kind| change.of_kind(&both, *kind)).collect();
        assert_eq!(pairs.len(), change.added.len() + change.removed.len() + altered.len());
        [&change.added, &change.removed, &kept, &altered]
            .map(|ids| ids.iter().map(|id| both.full_id(*id).unwrap()).collect())
    }

    const BASE: &str = "
- id: A
  title: Door left open
  tags: [gate, night]
  actions: [{id: X, title: Lock it}, {id: Y, title: Tell them}]
- {id: B, title: Key lost}
- {id: C, title: Gone}
- title: Nobody can follow this one
";

    #[test]
    fn records_are_paired_by_id_wherever_they_stand() {
        let head = "
- {id: D, title: New}
- {id: B, title: Key lost and found}
- id: A
  actions: [{id: Z, title: Another}, {id: X, title: Lock it}]
  title: Door left open
  tags: [gate, night]
- title: Nobody can follow this one either
";
        let [added, removed, kept, altered] = compare(BASE, head);
        assert_eq!(added, ["D", "A/Z"], "in the order of the head");
        assert_eq!(removed, ["A/Y", "C"], "in the order of the base");
        assert_eq!(kept, ["B", "A", "A/X"]);
        assert_eq!(altered, ["B", "A"], "A has other actions; its action X says what it said");
    }

    #[test]
    fn another_layout_is_no_change() {
        let head = "# moved and written anew
- {title: 'Key lost', id: \"B\"}
- title: Gone
  id: C
- actions:
  - title: Lock it
    id: X
  - title: >-
      Tell
      them
    id: Y
  tags:
    - gate
    - 'night'
  id: A
  title: |
    Door left open
";
        let [added, removed, kept, altered] = compare(BASE, head);
        assert_eq!((added.len(), removed.len(), kept.len()), (0, 0, 5));
        assert!(altered.is_empty(), "{altered:?}");
        let [.., altered] = compare(BASE, &BASE.replace("[gate, night]", "[night, gate]"));
        assert_eq!(altered, ["A"], "the order of a list may mean something");
    }

    #[test]
    fn rows_that_share_an_id_are_counted() {
        let one = "- {id: A, title: x}\n";
        let [added, removed, kept, altered] = compare(&one.repeat(2), &one.repeat(3));
        assert_eq!((added.len(), removed.len(), kept.len(), altered.len()), (1, 0, 2, 0));
        let [added, removed, kept, altered] = compare(&one.repeat(3), &format!("{one}- {{id: A, title: y}}\n"));
        assert_eq!((added.len(), removed.len(), kept.len(), altered.len()), (0, 1, 2, 1));
    }
}
