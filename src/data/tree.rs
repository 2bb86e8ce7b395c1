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

/// A key as a reader found it.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// The text of the key.
    pub text: &'a str,
    /// First byte of the key in the source.
    pub start: u32,
}

/// 24 bytes: key and value of a pair are one node, because registers are mostly pairs.
#[derive(Clone, Copy, Debug)]
struct Node {
    start: u32,
    end: u32,
    /// Collections: the node behind the last descendant. Scalars: index into `texts`, or `IN_SOURCE`.
    link: u32,
    key: u32,
    key_start: u32,
    kind: u8,
    flags: u8,
}

const NO_KEY: u32 = u32::MAX;
const IN_SOURCE: u32 = u32::MAX;
const DUPLICATE: u8 = 1;

/// A document as a tree; several YAML documents of one file are several roots.
#[derive(Debug)]
pub struct Tree {
    source: SourceId,
    text: Arc<str>,
    nodes: Vec<Node>,
    roots: Vec<NodeId>,
    /// Texts that differ from what stands in the source: escapes, folded lines, decoded entities.
    buffer: String,
    texts: Vec<(u32, u32)>,
    symbols: Vec<Box<str>>,
    by_text: FxHashMap<Box<str>, u32>,
}

impl Tree {
    /// The source that was read.
    #[must_use]
    pub fn source(&self) -> SourceId {
        self.source
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
        let start = self.node(node).key_start;
        let end = start + u32::try_from(self.symbol_text(symbol).len()).unwrap_or(0);
        Some(Span::new(self.source, start, end))
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

    /// The text of a scalar; empty for a collection.
    #[must_use]
    pub fn text(&self, node: NodeId) -> &str {
        let node = self.node(node);
        if node.kind > 2 {
            return "";
        }
        if node.link == IN_SOURCE {
            return self.text.get(node.start as usize..node.end as usize).unwrap_or("");
        }
        let (start, end) = self.texts[node.link as usize];
        &self.buffer[start as usize..end as usize]
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
            if next >= end {
                return None;
            }
            let child = NodeId(next);
            next = self.behind(child);
            Some(child)
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
    pub fn symbols(&self) -> &[Box<str>] {
        &self.symbols
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The node behind this one and all that it contains.
    fn behind(&self, id: NodeId) -> u32 {
        let node = self.node(id);
        if node.kind > 2 { node.link } else { id.0 + 1 }
    }
}

/// Builds a [`Tree`] from the events of a reader.
#[derive(Debug)]
pub struct TreeBuilder {
    tree: Tree,
    open: Vec<NodeId>,
}

impl TreeBuilder {
    /// Starts a tree over a source text.
    #[must_use]
    pub fn new(source: SourceId, text: Arc<str>) -> Self {
        // Untouched capacity costs address space, not memory; growing by doubling would cost both.
        let nodes = Vec::with_capacity(text.len() / 16 + 16);
        let tree = Tree {
            source,
            text,
            nodes,
            roots: Vec::new(),
            buffer: String::new(),
            texts: Vec::new(),
            symbols: Vec::new(),
            by_text: FxHashMap::default(),
        };
        Self { tree, open: Vec::new() }
    }

    /// Adds a scalar. `text` is given only where it differs from the bytes of the range.
    pub fn scalar(&mut self, key: Option<Key<'_>>, style: Style, start: u32, end: u32, text: Option<&str>) -> NodeId {
        let link = text.map_or(IN_SOURCE, |text| {
            let from = self.tree.buffer.len();
            self.tree.buffer.push_str(text);
            self.tree.texts.push((offset(from), offset(self.tree.buffer.len())));
            offset(self.tree.texts.len() - 1)
        });
        let kind = match style {
            Style::Plain => 0,
            Style::Quoted => 1,
            Style::Block => 2,
        };
        self.push(key, kind, start, end, link)
    }

    /// Opens a list; its items follow until [`TreeBuilder::close`].
    pub fn open_sequence(&mut self, key: Option<Key<'_>>, start: u32) -> NodeId {
        let id = self.push(key, 3, start, start, 0);
        self.open.push(id);
        id
    }

    /// Opens a mapping; its pairs follow until [`TreeBuilder::close`].
    pub fn open_mapping(&mut self, key: Option<Key<'_>>, start: u32) -> NodeId {
        let id = self.push(key, 4, start, start, 0);
        self.open.push(id);
        id
    }

    /// Closes the innermost open collection, which ends before byte `end`.
    pub fn close(&mut self, end: u32) {
        if let Some(id) = self.open.pop() {
            let behind = offset(self.tree.nodes.len());
            let node = &mut self.tree.nodes[id.0 as usize];
            node.end = end.max(node.start);
            node.link = behind;
        }
    }

    /// Adds a copy of a finished subtree, as a YAML alias or merge key asks for.
    pub fn copy(&mut self, key: Option<Key<'_>>, from: NodeId) -> NodeId {
        let until = self.tree.behind(from);
        let at = offset(self.tree.nodes.len());
        let shift = at - from.0;
        for index in from.0..until {
            let mut node = self.tree.nodes[index as usize];
            if node.kind > 2 {
                node.link += shift;
            }
            self.tree.nodes.push(node);
        }
        let (key, key_start) = self.intern(key);
        let root = &mut self.tree.nodes[at as usize];
        root.flags = 0;
        (root.key, root.key_start) = (key, key_start);
        self.note_root(NodeId(at));
        NodeId(at)
    }

    /// Marks a pair as one whose key stands more than once in its mapping.
    pub fn mark_duplicate(&mut self, node: NodeId) {
        self.tree.nodes[node.0 as usize].flags |= DUPLICATE;
    }

    /// Moves the start of a node, where a reader only learns it later.
    pub fn set_start(&mut self, node: NodeId, start: u32) {
        self.tree.nodes[node.0 as usize].start = start;
    }

    /// What was built so far; open collections must not be walked.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Number of collections that are open.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Ends the tree; collections that are still open end at byte `end`.
    #[must_use]
    pub fn finish(mut self, end: u32) -> Tree {
        while !self.open.is_empty() {
            self.close(end);
        }
        self.tree
    }

    fn push(&mut self, key: Option<Key<'_>>, kind: u8, start: u32, end: u32, link: u32) -> NodeId {
        let id = NodeId(offset(self.tree.nodes.len()));
        let (key, key_start) = self.intern(key);
        self.tree.nodes.push(Node { start, end, link, key, key_start, kind, flags: 0 });
        self.note_root(id);
        id
    }

    fn note_root(&mut self, id: NodeId) {
        if self.open.is_empty() {
            self.tree.roots.push(id);
        }
    }

    fn intern(&mut self, key: Option<Key<'_>>) -> (u32, u32) {
        let Some(key) = key else { return (NO_KEY, 0) };
        if let Some(symbol) = self.tree.by_text.get(key.text) {
            return (*symbol, key.start);
        }
        let symbol = offset(self.tree.symbols.len());
        self.tree.symbols.push(key.text.into());
        self.tree.by_text.insert(key.text.into(), symbol);
        (symbol, key.start)
    }
}

/// Offsets fit in 32 bits: `discover` refuses files of 4 GiB and more.
fn offset(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_gives_back_what_was_built() {
        let text: Arc<str> = Arc::from("- id: IMP-1\n  title: \"a\\tb\"\n");
        let mut builder = TreeBuilder::new(SourceId(0), text);
        builder.open_sequence(None, 0);
        let entry = builder.open_mapping(None, 2);
        builder.scalar(Some(Key { text: "id", start: 2 }), Style::Plain, 6, 11, None);
        builder.scalar(Some(Key { text: "title", start: 14 }), Style::Quoted, 21, 27, Some("a\tb"));
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
}
