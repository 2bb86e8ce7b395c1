//! Markdown to a [`Tree`]: one mapping with `front_matter` (YAML) and `body`, a list of blocks in document order.
//!
//! A block is a mapping with a `type`: `heading` (level, text), `paragraph` (text), `list` (items), `table` (header,
//! rows; no header where a table has no line below its heads), `code` (text), `html` (text), or `covers` (keys), which a comment `<!-- covers: key, key -->` makes. Paragraphs,
//! lists and HTML may have `labels`: each with `label` and `value`. A `comment` has nothing but those.

mod bare;
mod blocks;
mod rows;
mod sections;

use std::ops::Range;
use std::sync::Arc;

pub use self::sections::{Section, sections};
use crate::data::{Key, NodeKind, Tree, TreeBuilder};
use crate::diagnostic::Problem;
use crate::read::yaml;
use crate::text::SourceId;

/// Reads a source as Markdown.
#[must_use]
pub fn read(source: SourceId, text: &Arc<str>) -> (Tree, Vec<Problem>) {
    let mut builder = TreeBuilder::new(source, Arc::clone(text));
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    builder.open_mapping(None, 0);
    let (front, body) = split(text);
    let mut body = body;
    let mut problems = Vec::new();
    if let Some(front) = front {
        let node = crate::data::NodeId(u32::try_from(builder.tree().len()).unwrap_or(u32::MAX));
        let key = Key { text: "front_matter", start: 0, end: 0 };
        let found = yaml::read_into(&mut builder, text, front, Some(key));
        let any = builder.tree().len() > node.0 as usize;
        if any && builder.tree().kind(node) != NodeKind::Mapping {
            // Two thematic breaks with a paragraph between them look like front matter, and are none.
            builder.hide(node);
            body = 0;
        } else {
            problems = found;
        }
    }
    builder.open_sequence(Some(Key { text: "body", start: 0, end: 0 }), u32::try_from(body).unwrap_or(end));
    blocks::read(&mut builder, text, body);
    builder.close(end);
    builder.close(end);
    (builder.finish(end), problems)
}

/// What stands behind the front matter; all of the text where there is none.
#[must_use]
pub fn body(text: &str) -> &str {
    let at = match split(text) {
        (Some(front), at) if text.get(front.clone()).is_some_and(|front| front.contains(':')) => at,
        _ => 0,
    };
    text.get(at..).unwrap_or(text)
}

/// The range of the front matter without its fences, and where the body begins.
fn split(text: &str) -> (Option<Range<usize>>, usize) {
    let fence = |line: &str| line.trim_end() == "---";
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| fence(line)) else { return (None, 0) };
    let mut at = first.len();
    for line in lines {
        let behind = at + line.len();
        if fence(line) || line.trim_end() == "..." {
            return (Some(first.len()..at), behind);
        }
        at = behind;
    }
    (None, 0)
}

#[cfg(test)]
mod tests;
