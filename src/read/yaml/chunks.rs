//! A long list is read in several parts at once.
//!
//! In a block list, a line that begins with `- ` at the indent of the items begins an item: whatever else YAML allows
//! there would have to stand further to the right. So a list may be cut at such lines and its parts read on their own.
//! A part that has any problem makes the whole be read again as one, so that errors and aliases mean what they always do.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::loader::Loader;
use crate::data::{NodeId, NodeKind, Tree, TreeBuilder};
use crate::read::limits;
use crate::text::SourceId;

/// Parts are not cut shorter than this.
const SHORTEST: usize = 128 << 10;
/// Parts for each thread, where there are few threads: one that comes late, from a shorter file, takes what is left.
const PARTS_A_THREAD: usize = 6;
/// Where there are more threads than this, each has one part: every part takes address space.
const MANY_PARTS: usize = 24;
/// Each part is given the address space of a text of this length: allocators hand so large a piece out on its own and
/// give it back whole, where smaller ones stay behind as holes in the memory of a thread.
const ROOM: usize = 32 << 20;

/// Reads a text whose last top-level value, or whose root, is a long block list; `None` where it is not, or where a
/// part has a problem.
pub(super) fn read(source: SourceId, text: &Arc<str>) -> Option<Tree> {
    if text.len() < 2 * SHORTEST {
        return None;
    }
    let parts = cut(text)?;
    let trees: Option<Vec<Tree>> = parts
        .into_par_iter()
        .with_max_len(1)
        .map(|range| {
            let end = u32::try_from(range.end).ok()?;
            // The first part grows to the whole.
            let length = if range.start == 0 { text.len() } else { range.len() };
            let mut builder = TreeBuilder::over(source, Arc::clone(text), length.max(ROOM));
            let problems = Loader::new(&mut builder, text, range, None).load();
            problems.is_empty().then(|| builder.finish(end))
        })
        .collect();
    let trees = trees?;
    // The whole says where the limit is passed.
    if trees.iter().map(Tree::len).sum::<usize>() > limits::NODES {
        return None;
    }
    let mut trees = trees.into_iter();
    let mut whole = trees.next()?;
    let list = last_list(&whole)?;
    for part in trees {
        if !whole.append_items(list, part) {
            return None;
        }
    }
    Some(whole)
}

/// The ranges of the parts: the first one has what stands before the list.
fn cut(text: &str) -> Option<Vec<Range<usize>>> {
    let (list, indent) = find_list(text)?;
    let threads = rayon::current_num_threads();
    let parts = (threads * PARTS_A_THREAD).min(threads.max(MANY_PARTS));
    let length = ((text.len() - list) / parts).max(SHORTEST) + 1;
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut wanted = list + length;
    while let Some(at) = next_item(text, wanted, indent) {
        ranges.push(start..at);
        start = at;
        wanted = at + length;
    }
    ranges.push(start..text.len());
    (ranges.len() > 1).then_some(ranges)
}

/// Where the last list of the top level begins, and its indent; `None` where the text has several documents,
/// directives, or no such list.
fn find_list(text: &str) -> Option<(usize, usize)> {
    let mut list = 0;
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = text.as_bytes().get(start..end)?;
        match line {
            [b'-', b'-', b'-', ..] | [b'.', b'.', b'.', ..] | [b'%', ..] => return None,
            [] | [b' ' | b'\t' | b'\r' | b'#', ..] | [b'-', b' ', ..] | [b'-'] | [b'-', b'\r'] => {}
            _ => list = (end + 1).min(text.len()),
        }
        start = end + 1;
    }
    let mut start = list;
    for line in text.get(list..)?.split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        if content.starts_with("- ") {
            return Some((start, line.len() - content.len()));
        }
        if !content.trim().is_empty() && !content.starts_with('#') {
            return None;
        }
        start += line.len();
    }
    None
}

/// The first line at or behind a byte that begins an item.
fn next_item(text: &str, from: usize, indent: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    for end in memchr::memchr_iter(b'\n', bytes.get(from..)?) {
        let start = from + end + 1;
        let spaces = bytes.get(start..)?.iter().take_while(|byte| **byte == b' ').count();
        if spaces == indent && bytes.get(start + spaces..)?.starts_with(b"- ") {
            return Some(start);
        }
    }
    None
}

/// The list that ends the only root of a tree: the root itself, or its last value.
fn last_list(tree: &Tree) -> Option<NodeId> {
    let [root] = tree.roots() else { return None };
    match tree.kind(*root) {
        NodeKind::Sequence => Some(*root),
        NodeKind::Mapping => tree.children(*root).last().filter(|node| tree.kind(*node) == NodeKind::Sequence),
        NodeKind::Scalar(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(head: &str, indent: &str, tail: &str) -> String {
        let mut text = head.to_owned();
        for number in 0..12_000 {
            text.push_str(&format!(
                "{indent}- id: IMP-{number}\n{indent}  # why\n{indent}  title: \"late\\t{number}\"\n"
            ));
            text.push_str(&format!("{indent}  description: |\n{indent}    first\n{indent}    - second\n"));
            text.push_str(&format!("{indent}  key{}: [a, b]\n", number % 7));
        }
        text.push_str(tail);
        text
    }

    #[test]
    fn parts_make_the_same_tree_as_the_whole() {
        for (head, indent) in
            [("", ""), ("# register\n\n", ""), ("meta: {version: 1}\nentries:\n", "  "), ("entries:\n", "")]
        {
            // A key too far before its value for the short form that a node keeps.
            let far = format!("{indent}- far:\n{}{indent}    x\n", "# why\n".repeat(20_000));
            let text: Arc<str> = register(head, indent, &far).into();
            let parts = read(SourceId(0), &text).expect("it is cut");
            let mut builder = TreeBuilder::new(SourceId(0), Arc::clone(&text));
            assert!(Loader::new(&mut builder, &text, 0..text.len(), None).load().is_empty());
            let whole = builder.finish(u32::try_from(text.len()).unwrap());
            assert!(cut(&text).unwrap().len() > 1);
            assert_eq!(format!("{parts:?}"), format!("{whole:?}"), "{head:?}");
        }
    }

    #[test]
    fn what_only_the_whole_can_tell_is_left_to_the_whole() {
        let cases = [
            ("", "", "- &a x\n- *a\n- *b\n"),
            ("", "", "- 'open\n"),
            ("---\n", "", ""),
            ("", "", "---\n- more\n"),
            ("- [\n", "", ""),
            ("x: &a 1\nentries:\n", "  ", "  - *a\n"),
        ];
        for (head, indent, tail) in cases {
            let text: Arc<str> = register(head, indent, tail).into();
            assert!(read(SourceId(0), &text).is_none(), "{head:?} {tail:?}");
        }
    }
}
