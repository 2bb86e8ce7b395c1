//! [`Lists`]: what stands below a heading of a document: lists of records, labels of the whole, or tables that are none.

use rustc_hash::FxHashMap;

use crate::data::{NodeId, Tree};

use super::kind::{FieldId, Kind};
use super::lexicon::{scalars_below, without_number};
use super::normal::normalised;

/// What stands below a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Labels that describe the document or the record as a whole.
    Control,
    /// Labels that say how a record ended.
    Closure,
    /// Tables whose rows are no records of their own.
    Aside,
    /// It is no heading, but a label whose value is the first and the last day of an audit.
    Period,
    /// It is no heading, but the head of a column of values beside their labels.
    Values,
    /// The head of the column of labels in front of it.
    Labels,
}

/// A list of records that stands below a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The kind of the record around it.
    pub kind: Kind,
    /// Its field that holds the list.
    pub field: FieldId,
    /// What holds for all records of the list.
    pub set: Vec<(String, String)>,
}

/// What is known of headings, by their normalised form.
#[derive(Debug, Default)]
pub(super) struct Lists {
    groups: FxHashMap<String, Vec<Group>>,
    lists: FxHashMap<String, Vec<Listed>>,
    signs: FxHashMap<String, Vec<Kind>>,
}

impl Lists {
    /// Whether a heading announces something.
    pub(super) fn is(&self, heading: &str, group: Group) -> bool {
        self.groups.get(&form(heading)).is_some_and(|known| known.contains(&group))
    }

    /// The list of a kind that a heading announces.
    pub(super) fn list(&self, kind: Kind, heading: &str) -> Option<&Listed> {
        self.lists.get(&form(heading))?.iter().find(|listed| listed.kind == kind)
    }

    /// Whether a heading is a sign of a document about one record of a kind.
    pub(super) fn is_sign(&self, kind: Kind, heading: &str) -> bool {
        self.signs.get(&form(heading)).is_some_and(|kinds| kinds.contains(&kind))
    }

    /// The headings of `rules/vocabulary/lists.yaml`.
    pub(super) fn add(&mut self, tree: &Tree, root: NodeId) {
        let groups = [
            ("control", Group::Control),
            ("closure", Group::Closure),
            ("aside", Group::Aside),
            ("period", Group::Period),
            ("values", Group::Values),
            ("labels", Group::Labels),
        ];
        for (name, group) in groups {
            for heading in tree.get(root, name).map_or_else(Vec::new, |node| scalars_below(tree, node)) {
                self.groups.entry(form(&heading)).or_default().push(group);
            }
        }
        for sign in tree.get(root, "signs").into_iter().flat_map(|signs| tree.children(signs)) {
            let Some(kind) = tree.key_text(sign).and_then(Kind::from_name) else { continue };
            for heading in scalars_below(tree, sign) {
                self.signs.entry(form(&heading)).or_default().push(kind);
            }
        }
        for list in tree.get(root, "lists").into_iter().flat_map(|lists| tree.children(lists)) {
            let kind = tree.get(list, "kind").and_then(|node| Kind::from_name(tree.text(node)));
            let Some(kind) = kind else { continue };
            let Some(field) = tree.get(list, "field").and_then(|node| kind.field(tree.text(node))) else { continue };
            let set = tree.get(list, "set").into_iter().flat_map(|set| tree.children(set));
            let set = set.filter_map(|pair| Some((tree.key_text(pair)?.to_owned(), tree.text(pair).to_owned())));
            let listed = Listed { kind, field, set: set.collect() };
            let languages = tree.children(list).filter(|node| tree.key_text(*node).is_some_and(|key| key.len() == 2));
            for heading in languages.flat_map(|node| scalars_below(tree, node)) {
                self.lists.entry(form(&heading)).or_default().push(listed.clone());
            }
        }
    }
}

fn form(heading: &str) -> String {
    let text = heading.trim().trim_matches(|letter: char| matches!(letter, '*' | '_' | '`') || letter.is_whitespace());
    let text = text.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '§');
    normalised(without_number(text).trim_end_matches(':')).into_owned()
}
