//! [`Change`]: the records of two states of a workspace, paired by kind and id, not by line.

use rustc_hash::FxHashMap;

use crate::index::Index;
use crate::model::{FieldId, Kind, RecordId, Records};

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
        let mut texts = Vec::new();
        for part in places(records, id) {
            let tree = &records.batch(part).tree;
            let mut open = vec![(String::new(), records.get(part).node)];
            while let Some((path, node)) = open.pop() {
                for (position, child) in tree.children(node).enumerate() {
                    let step = tree.key_text(child).map_or_else(|| position.to_string(), str::to_owned);
                    open.push((format!("{path}/{step}"), child));
                }
                texts.push((path, tree.text(node).trim().to_owned()));
            }
        }
        texts.sort_unstable();
        texts
    };
    contents(base, before) == contents(head, after)
}

/// The record, its parts, and what belongs to it and may stand elsewhere.
fn places(records: &Records, id: RecordId) -> Vec<RecordId> {
    let fields = (0..).map(FieldId).zip(records.get(id).kind.shape().fields);
    let lists = fields.filter_map(|(field, _)| records.joined_list(id, field));
    std::iter::once(id).chain(records.parts(id).iter().copied()).chain(lists.flatten().copied()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
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
        let (base, head) = (records(base), records(head));
        let (sources, paths) = (Sources::default(), BTreeSet::new());
        let change = Change::between(&Index::build(&base, &sources, &paths), &Index::build(&head, &sources, &paths));
        for (before, after) in &change.kept {
            assert_eq!(base.full_id(*before), head.full_id(*after));
        }
        let altered: Vec<RecordId> = change.altered(&base, &head).map(|(_, after)| after).collect();
        let kept: Vec<RecordId> = change.kept.iter().map(|(_, after)| *after).collect();
        [(&change.added, &head), (&change.removed, &base), (&kept, &head), (&altered, &head)]
            .map(|(ids, of)| ids.iter().map(|id| of.full_id(*id).unwrap()).collect())
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
        assert_eq!(added, ["D", "A/Z"], "by kind, then in the order of the head");
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
