//! YAML to a [`Tree`]: several documents, anchors, merge keys, repeated keys, and a place on everything.

mod budget;
mod chunks;
mod loader;
mod merge;
mod wording;

use std::ops::Range;
use std::sync::Arc;

use self::loader::Loader;
use crate::data::{Key, Tree, TreeBuilder};
use crate::diagnostic::Problem;
use crate::text::SourceId;

/// Reads a whole source as YAML; each document of it is a root of the tree.
#[must_use]
pub fn read(source: SourceId, text: &Arc<str>) -> (Tree, Vec<Problem>) {
    if let Some(tree) = chunks::read(source, text) {
        return (tree, Vec::new());
    }
    let mut builder = TreeBuilder::new(source, Arc::clone(text));
    let problems = Loader::new(&mut builder, text, 0..text.len(), None).load();
    (builder.finish(u32::try_from(text.len()).unwrap_or(u32::MAX)), problems)
}

/// Reads a range of a text as YAML into a tree that is being built; places count from the start of the text.
///
/// Each document in the range becomes a child of the collection that is open, under `key` if there is one.
pub(super) fn read_into(
    builder: &mut TreeBuilder,
    text: &str,
    range: Range<usize>,
    key: Option<Key<'static>>,
) -> Vec<Problem> {
    Loader::new(builder, text, range, key).load()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod typed_tests;
