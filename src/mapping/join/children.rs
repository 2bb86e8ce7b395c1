//! Nested records in lists of their own: actions, effectiveness reviews or findings that name what they belong to.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::mapping::reading::{Join, Reading};
use crate::model::{Kind, RecordId, Records, State, id_form};
use crate::text::Span;

use super::Nesting;
use super::carried;
use super::lists::Tops;
use super::merge::{Merger, shorten_id};

/// A record of a nested kind that stands in a list of its own.
struct Stray {
    id: RecordId,
    /// What it belongs to.
    parent: Option<RecordId>,
    /// The key under which the parent is named.
    key: Option<String>,
    /// How much of its id is that of the parent: `IMP-1/` of `IMP-1/A2`.
    before_id: usize,
}

/// Lets nested records that stand in lists of their own belong to the records that they name.
pub(super) fn join(records: &mut Records, readings: &mut [Reading], tops: &Tops) {
    for kind in Kind::ALL.iter().copied().filter(|kind| tops.has(*kind)) {
        let Some(nesting) = Nesting::of(kind) else { continue };
        let strays = strays(records, tops, nesting);
        let mut order: Vec<RecordId> = Vec::new();
        let mut by_parent: FxHashMap<RecordId, Vec<RecordId>> = FxHashMap::default();
        for stray in &strays {
            let Some(parent) = stray.parent else { continue };
            if stray.before_id > 0 {
                shorten_id(records, stray.id, stray.before_id);
            }
            by_parent.entry(parent).or_insert_with(|| {
                order.push(parent);
                Vec::new()
            });
            by_parent.entry(parent).or_default().push(stray.id);
        }
        for parent in order {
            if let Some(children) = by_parent.get(&parent) {
                Merger { records, tops }.add(parent, nesting.holds, children);
            }
        }
        tell(records, readings, nesting, &strays);
        let joined = strays.iter().filter(|stray| stray.parent.is_some()).map(|stray| stray.id.batch).collect();
        carried::share_children(records, nesting, &joined);
    }
}

/// The records to which others may belong, by their ids.
struct Parents<'r> {
    by_id: FxHashMap<&'r str, RecordId>,
    /// By the form of their ids; `None` where two that are written differently have one form.
    by_form: FxHashMap<Cow<'r, str>, Option<RecordId>>,
}

impl<'r> Parents<'r> {
    fn of(records: &'r Records, tops: &Tops, kind: Kind) -> Self {
        let mut parents = Self { by_id: FxHashMap::default(), by_form: FxHashMap::default() };
        for id in tops.of_kind(records, kind) {
            if let Some(text) = records.bare_id(id) {
                parents.by_id.entry(text).or_insert_with(|| records.main(id));
            }
        }
        for (text, id) in &parents.by_id {
            let known = parents.by_form.entry(id_form(text)).or_insert(Some(*id));
            *known = known.filter(|known| known == id);
        }
        parents
    }

    /// The record that a text names: one of its own namespace before any other.
    fn within(&self, namespace: Option<&str>, id: &str) -> Option<RecordId> {
        namespace.and_then(|namespace| self.find(&format!("{namespace}:{id}"))).or_else(|| self.find(id))
    }

    fn find(&self, id: &str) -> Option<RecordId> {
        let exact = self.by_id.get(id).copied();
        exact.or_else(|| self.by_form.get(id_form(id).as_ref()).copied().flatten())
    }
}

/// The outermost records of a nested kind, each with what it belongs to.
fn strays(records: &Records, tops: &Tops, nesting: Nesting) -> Vec<Stray> {
    let parents = Parents::of(records, tops, nesting.parent);
    let own = tops.of_kind(records, nesting.child).filter(|id| !records.get(*id).joined.is_absorbed());
    let stray = |id: RecordId| {
        let tree = records.tree_of(id, nesting.names);
        let namespace = records.batch(id).namespace.as_deref();
        let named = records.cell(id, nesting.names).filter(|cell| cell.state() == State::Given);
        let before = records.bare_id(id).and_then(|own| {
            let (parent, _) = own.rsplit_once('/')?;
            Some((parents.find(parent)?, parent.len() + 1))
        });
        let (parent, key) = match named {
            Some(cell) => {
                let parent = parents.within(namespace, tree.text(cell.node()).trim());
                (parent, Some(tree.key_text(cell.node()).unwrap_or("defaults").to_owned()))
            }
            None => (before.map(|(parent, _)| parent), before.map(|_| "id".to_owned())),
        };
        // Within what it belongs to, its id needs no namespace.
        let own = parent.and(namespace).and_then(|name| records.bare_id(id)?.strip_prefix(name)?.strip_prefix(':'));
        let space = own.and(namespace).map_or(0, |name| name.len() + 1);
        let before_id = before.filter(|(of, _)| Some(*of) == parent).map_or(space, |(_, length)| length);
        Stray { id, parent, key, before_id }
    };
    own.map(stray).collect()
}

/// Notes in the readings what was joined, and what names nothing that it belongs to.
fn tell(records: &Records, readings: &mut [Reading], nesting: Nesting, strays: &[Stray]) {
    // They stand in the order of their sources.
    for here in strays.chunk_by(|one, next| one.id.batch == next.id.batch) {
        let Some(reading) = here.first().and_then(|stray| readings.get_mut(stray.id.batch as usize)) else { continue };
        let parents: FxHashSet<RecordId> = here.iter().filter_map(|stray| stray.parent).collect();
        let left = here.iter().filter(|stray| stray.parent.is_none());
        let left: Vec<Span> = left.map(|stray| records.place(stray.id)).collect();
        // A list in which no record names what it belongs to is a list of its own.
        if here.iter().all(|stray| stray.parent.is_none() && stray.key.is_none()) {
            continue;
        }
        reading.joins.push(Join {
            kind: nesting.child,
            count: u32::try_from(here.len() - left.len()).unwrap_or(u32::MAX),
            within: 0,
            with: nesting.parent,
            others: u32::try_from(parents.len()).unwrap_or(u32::MAX),
            by: here.iter().find_map(|stray| stray.key.clone()).unwrap_or_default(),
            left,
        });
    }
}
