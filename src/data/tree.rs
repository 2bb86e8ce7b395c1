//! [`Tree`]: a document as an arena of nodes in document order, with a byte range on every key and value.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::text::{SourceId, Span};

/// The number of a node in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// The number of an interned key in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A text, number, date, truth value or null: the tree keeps what is written.
    Scalar(Style),
    /// A list.
    Sequence,
    /// A list of pairs; each child node carries its key.
    Mapping,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Bare: `closed`, `2026-03-15`, `~`, nothing at all.
    Plain,
    /// In single or double quotes: always text.
    Quoted,
    /// A YAML block scalar (`|` or `>`), or a paragraph of a document: always text.
    Block,
}

/// 20 bytes: key and value of a pair are one node, because registers are mostly pairs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Collections: the node behind the last descendant. Scalars: index into `texts`, `IN_SOURCE` or `IN_QUOTES`.
    pub(super) link: u32,
    pub(super) key: u32,
    /// How many bytes before `start` the key starts; 0 where a reader made it up. `FAR` where `far_keys` knows, or
    /// where the value itself is to be pointed at.
    pub(super) key_back: u16,
    pub(super) kind: u8,
    pub(super) flags: u8,
}

pub(super) const NO_KEY: u32 = u32::MAX;
/// The key starts behind the value, as that of an alias may, or too far before it.
pub(super) const FAR: u16 = u16::MAX;
/// The text of the scalar is what stands in its range.
pub(super) const IN_SOURCE: u32 = u32::MAX;
/// The text of the scalar is what stands in its range but for the first and the last byte.
pub(super) const IN_QUOTES: u32 = u32::MAX - 1;
pub(super) const DUPLICATE: u8 = 1;
pub(super) const HIDDEN: u8 = 2;
pub(super) const CUT: u8 = 4;
pub(super) const COMPUTED: u8 = 8;
pub(super) const UNKNOWN: u8 = 16;
/// The kind of a mapping in [`Node::kind`].
pub(super) const MAPPING: u8 = 4;

/// A document as a tree; several YAML documents of one file are several roots.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(super) source: SourceId,
    pub(super) text: Arc<str>,
    pub(super) nodes: Vec<Node>,
    pub(super) roots: Vec<NodeId>,
    /// Texts that differ from what stands in the source: escapes, folded lines, decoded entities.
    pub(super) buffer: String,
    pub(super) texts: Vec<(u32, u32)>,
    pub(super) symbols: Vec<Arc<str>>,
    pub(super) by_text: FxHashMap<Arc<str>, u32>,
    /// Where the keys of some nodes start, by the number of the node.
    pub(super) far_keys: FxHashMap<u32, u32>,
    /// Where the heads of table columns stand, by their symbol.
    pub(super) heads: FxHashMap<u32, (u32, u32)>,
}

impl Tree {
    /// The source that was read.
    #[must_use]
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// The whole text of the source.
    #[must_use]
    pub fn source_text(&self) -> &Arc<str> {
        &self.text
    }

    /// The roots: one for each document in the file, none for an empty file.
    #[must_use]
    pub fn roots(&self) -> &[NodeId] {
        &self.roots
    }

    /// Number of nodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Bytes that the tree holds beside the source text, roughly.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let keys: usize = self.symbols.iter().map(|text| text.len() + 64).sum();
        self.nodes.len() * size_of::<Node>() + self.texts.len() * 8 + self.buffer.len() + keys
    }

    /// What a node is.
    #[must_use]
    pub fn kind(&self, node: NodeId) -> NodeKind {
        match self.node(node).kind {
            0 => NodeKind::Scalar(Style::Plain),
            1 => NodeKind::Scalar(Style::Quoted),
            2 => NodeKind::Scalar(Style::Block),
            3 => NodeKind::Sequence,
            _ => NodeKind::Mapping,
        }
    }

    /// Where a value stands.
    #[must_use]
    pub fn span(&self, node: NodeId) -> Span {
        let node = self.node(node);
        Span::new(self.source, node.start, node.end)
    }

    /// Where the key of a pair stands.
    #[must_use]
    pub fn key_span(&self, node: NodeId) -> Option<Span> {
        let symbol = self.key(node)?;
        if let Some((start, end)) = self.heads.get(&symbol.0) {
            return Some(Span::new(self.source, *start, *end));
        }
        let key = self.symbol_text(symbol);
        let own = self.span(node);
        match self.node(node).key_back {
            0 => return Some(Span::new(self.source, own.start, own.start)),
            FAR if !self.far_keys.contains_key(&node.0) => return Some(own),
            _ => {}
        }
        let start = self.key_start(node);
        let written = self.text.get(start as usize..).unwrap_or("");
        let length = if written.starts_with(key) { key.len() } else { marked_len(written) };
        Some(Span::new(self.source, start, start + u32::try_from(length).unwrap_or(0)))
    }

    /// The first byte of the key of a node that has one.
    pub(super) fn key_start(&self, node: NodeId) -> u32 {
        let Node { start, key_back, .. } = *self.node(node);
        match key_back {
            FAR => self.far_keys.get(&node.0).copied().unwrap_or(start),
            back => start.saturating_sub(u32::from(back)),
        }
    }

    /// Keeps where the key of a node starts.
    pub(super) fn set_key_start(&mut self, node: NodeId, key_start: u32) {
        let start = self.node(node).start;
        let back = start.checked_sub(key_start).and_then(|back| u16::try_from(back).ok()).filter(|back| *back != FAR);
        if back.is_none() {
            self.far_keys.insert(node.0, key_start);
        }
        self.nodes[node.0 as usize].key_back = back.unwrap_or(FAR);
    }

    /// The interned key of a pair; `None` for list items and roots.
    #[must_use]
    pub fn key(&self, node: NodeId) -> Option<Symbol> {
        let key = self.node(node).key;
        (key != NO_KEY).then_some(Symbol(key))
    }

    /// The key of a pair as text.
    #[must_use]
    pub fn key_text(&self, node: NodeId) -> Option<&str> {
        self.key(node).map(|symbol| self.symbol_text(symbol))
    }

    /// Whether the key of this pair stands more than once in its mapping, so that no value wins.
    #[must_use]
    pub fn is_duplicate(&self, node: NodeId) -> bool {
        self.node(node).flags & DUPLICATE != 0
    }

    /// Whether reading stopped inside this collection, so that what is missing in it may only be unread.
    #[must_use]
    pub fn is_cut(&self, node: NodeId) -> bool {
        self.node(node).flags & CUT != 0
    }

    /// Whether a formula gives this value, so that nobody wrote it here.
    #[must_use]
    pub fn is_computed(&self, node: NodeId) -> bool {
        self.node(node).flags & COMPUTED != 0
    }

    /// Whether nobody can say what stands here: a formula whose result is not in the file, or one that failed. Its text
    /// tells why; it is neither a value nor blank.
    #[must_use]
    pub fn is_unknown(&self, node: NodeId) -> bool {
        self.node(node).flags & UNKNOWN != 0
    }

    /// The text of a scalar; empty for a collection.
    #[must_use]
    pub fn text(&self, node: NodeId) -> &str {
        let node = self.node(node);
        if node.kind > 2 {
            return "";
        }
        let in_source = |start: u32, end: u32| self.text.get(start as usize..end as usize).unwrap_or("");
        match node.link {
            IN_SOURCE => in_source(node.start, node.end),
            IN_QUOTES => in_source(node.start + 1, node.end.saturating_sub(1)),
            link => {
                let (start, end) = self.texts[link as usize];
                &self.buffer[start as usize..end as usize]
            }
        }
    }

    /// Whether a scalar is written as null: nothing, `~` or `null`, not in quotes.
    #[must_use]
    pub fn is_null(&self, node: NodeId) -> bool {
        self.kind(node) == NodeKind::Scalar(Style::Plain)
            && matches!(self.text(node), "" | "~" | "null" | "Null" | "NULL")
    }

    /// The children of a collection in document order; none for a scalar.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let parent = self.node(node);
        let (mut next, end) = if parent.kind > 2 { (node.0 + 1, parent.link) } else { (0, 0) };
        std::iter::from_fn(move || {
            while next < end {
                let child = NodeId(next);
                next = self.behind(child);
                if self.node(child).flags & HIDDEN == 0 {
                    return Some(child);
                }
            }
            None
        })
    }

    /// The value under a key of a mapping; `None` where the key is absent or stands twice.
    #[must_use]
    pub fn get(&self, node: NodeId, key: &str) -> Option<NodeId> {
        let symbol = self.symbol(key)?;
        self.children(node).find(|child| self.key(*child) == Some(symbol) && !self.is_duplicate(*child))
    }

    /// The symbol of a key, if any pair of the tree has that key.
    #[must_use]
    pub fn symbol(&self, key: &str) -> Option<Symbol> {
        self.by_text.get(key).copied().map(Symbol)
    }

    /// The text of a symbol.
    #[must_use]
    pub fn symbol_text(&self, symbol: Symbol) -> &str {
        &self.symbols[symbol.0 as usize]
    }

    /// All keys of the tree, by symbol number.
    #[must_use]
    pub fn symbols(&self) -> &[Arc<str>] {
        &self.symbols
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The node behind this one and all that it contains.
    pub(super) fn behind(&self, id: NodeId) -> u32 {
        let node = self.node(id);
        if node.kind > 2 { node.link } else { id.0 + 1 }
    }
}

/// Bytes that a key takes which is written otherwise than it reads: in quotes, or as an alias. Nothing, where a reader
/// made it up.
fn marked_len(written: &str) -> usize {
    match written.bytes().next() {
        Some(quote @ (b'"' | b'\'')) => quoted_len(written, quote).unwrap_or(0),
        Some(b'*') => written.find(|letter: char| letter.is_whitespace() || letter == ':').unwrap_or(0),
        _ => 0,
    }
}

/// Bytes that a text in quotes takes, with the quotes.
fn quoted_len(written: &str, quote: u8) -> Option<usize> {
    let mut bytes = written.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' && quote == b'"' {
            bytes.next();
        } else if byte == quote {
            let doubled = quote == b'\'' && bytes.peek().is_some_and(|(_, next)| *next == quote);
            if !doubled {
                return Some(at + 1);
            }
            bytes.next();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Key, TreeBuilder};

    #[test]
    fn a_tree_gives_back_what_was_built() {
        let text: Arc<str> = Arc::from("- id: IMP-1\n  title: \"a\\tb\"\n");
        let mut builder = TreeBuilder::new(SourceId(0), text);
        builder.open_sequence(None, 0);
        let entry = builder.open_mapping(None, 2);
        builder.scalar(Some(Key { text: "id", start: 2, end: 4 }), Style::Plain, 6, 11, None);
        builder.scalar(Some(Key { text: "title", start: 14, end: 19 }), Style::Quoted, 21, 27, Some("a\tb"));
        builder.close(27);
        builder.copy(None, entry);
        builder.close(27);
        let tree = builder.finish(28);

        let root = tree.roots()[0];
        let items: Vec<NodeId> = tree.children(root).collect();
        assert_eq!(items.len(), 2);
        for item in items {
            let id = tree.get(item, "id").expect("an id");
            assert_eq!(tree.text(id), "IMP-1");
            assert_eq!(tree.key_span(id), Some(Span::new(SourceId(0), 2, 4)));
            let title = tree.get(item, "title").expect("a title");
            assert_eq!(tree.text(title), "a\tb");
            assert_eq!(tree.children(item).count(), 2);
        }
        assert_eq!(tree.get(root, "owner"), None);
    }

    #[test]
    fn a_copy_knows_keys_that_stand_far_before_their_values() {
        let text: Arc<str> = format!("- id:{}x\n", " ".repeat(70_000)).into();
        let mut builder = TreeBuilder::new(SourceId(0), text);
        builder.open_sequence(None, 0);
        let entry = builder.open_mapping(None, 2);
        builder.scalar(Some(Key { text: "id", start: 2, end: 4 }), Style::Plain, 70_005, 70_006, None);
        builder.close(70_006);
        builder.copy(None, entry);
        let tree = builder.finish(70_007);
        for item in tree.children(tree.roots()[0]) {
            let id = tree.get(item, "id").expect("an id");
            assert_eq!((tree.text(id), tree.key_span(id)), ("x", Some(Span::new(SourceId(0), 2, 4))));
        }
    }
}
