//! [`TreeBuilder`]: how a reader builds a [`Tree`] from its events, in document order.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::tree::{
    COMPUTED, CUT, DUPLICATE, FAR, HIDDEN, IN_QUOTES, IN_SOURCE, NO_KEY, Node, NodeId, Style, Tree, UNKNOWN,
};
use crate::text::{SourceId, offset};

/// A key as a reader found it.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// The text of the key.
    pub text: &'a str,
    /// First byte of the key in the source.
    pub start: u32,
    /// The byte behind the key in the source, quotes included.
    pub end: u32,
}

/// What the text of a scalar is.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// What stands in its range.
    Source,
    /// What stands in its range without the quotes, one byte at either end.
    Quoted,
    /// A text that differs from what stands in the source.
    Text(&'a str),
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
        let length = text.len();
        Self::over(source, text, length)
    }

    /// Starts a tree over so many bytes of a source text.
    #[must_use]
    pub fn over(source: SourceId, text: Arc<str>, length: usize) -> Self {
        // Untouched capacity costs address space, not memory; growing by doubling would cost both.
        let nodes = Vec::with_capacity(length / 16 + 16);
        let tree = Tree {
            source,
            text,
            nodes,
            roots: Vec::new(),
            buffer: String::new(),
            texts: Vec::new(),
            symbols: Vec::new(),
            by_text: FxHashMap::default(),
            far_keys: FxHashMap::default(),
            heads: FxHashMap::default(),
        };
        Self { tree, open: Vec::new() }
    }

    /// Adds a scalar. `text` is given only where it differs from the bytes of the range.
    pub fn scalar(&mut self, key: Option<Key<'_>>, style: Style, start: u32, end: u32, text: Option<&str>) -> NodeId {
        self.scalar_of(key, style, start..end, text.map_or(Content::Source, Content::Text))
    }

    /// Adds a scalar of any content.
    pub fn scalar_of(&mut self, key: Option<Key<'_>>, style: Style, range: Range<u32>, content: Content<'_>) -> NodeId {
        let link = match content {
            Content::Source => IN_SOURCE,
            Content::Quoted => IN_QUOTES,
            Content::Text(text) => {
                let from = self.tree.buffer.len();
                self.tree.buffer.push_str(text);
                self.tree.texts.push((offset(from), offset(self.tree.buffer.len())));
                offset(self.tree.texts.len() - 1)
            }
        };
        let kind = match style {
            Style::Plain => 0,
            Style::Quoted => 1,
            Style::Block => 2,
        };
        self.push(key, kind, range.start, range.end, link)
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

    /// Adds a copy of a finished subtree, as a YAML alias asks for.
    pub fn copy(&mut self, key: Option<Key<'_>>, from: NodeId) -> NodeId {
        let copy = self.copy_pair(from);
        self.tree.far_keys.remove(&copy.0);
        let symbol = self.intern(key);
        let root = &mut self.tree.nodes[copy.0 as usize];
        (root.key, root.key_back) = (symbol, 0);
        if let Some(key) = key {
            self.tree.set_key_start(copy, key.start);
        }
        copy
    }

    /// Adds a copy of a finished subtree with its key, as a YAML merge key asks for.
    pub fn copy_pair(&mut self, from: NodeId) -> NodeId {
        let until = self.tree.behind(from);
        let at = offset(self.tree.nodes.len());
        let shift = at - from.0;
        for index in from.0..until {
            let mut node = self.tree.nodes[index as usize];
            if node.kind > 2 {
                node.link += shift;
            }
            if let (FAR, Some(key_start)) = (node.key_back, self.tree.far_keys.get(&index).copied()) {
                self.tree.far_keys.insert(index + shift, key_start);
            }
            self.tree.nodes.push(node);
        }
        self.tree.nodes[at as usize].flags = 0;
        self.note_root(NodeId(at));
        NodeId(at)
    }

    /// Marks a pair as one whose key stands more than once in its mapping.
    pub fn mark_duplicate(&mut self, node: NodeId) {
        self.tree.nodes[node.0 as usize].flags |= DUPLICATE;
    }

    /// Marks a scalar as the result of a formula.
    pub fn mark_computed(&mut self, node: NodeId) {
        self.tree.nodes[node.0 as usize].flags |= COMPUTED;
    }

    /// Marks a scalar as one whose value is not in the file.
    pub fn mark_unknown(&mut self, node: NodeId) {
        self.tree.nodes[node.0 as usize].flags |= UNKNOWN;
    }

    /// Gives the text that the nodes are places of, where it was made together with them.
    pub fn set_text(&mut self, text: Arc<str>) {
        self.tree.text = text;
    }

    /// Hides a node from everybody who walks the tree: a YAML merge key that was resolved.
    pub fn hide(&mut self, node: NodeId) {
        self.tree.nodes[node.0 as usize].flags |= HIDDEN;
    }

    /// Number of nodes in a finished subtree, and how deep it goes: 1 for a scalar.
    #[must_use]
    pub fn extent(&self, node: NodeId) -> (u32, usize) {
        let until = self.tree.behind(node);
        let (mut ends, mut depth) = (Vec::new(), 1);
        for index in node.0..until {
            while ends.last().is_some_and(|end| *end <= index) {
                ends.pop();
            }
            depth = depth.max(ends.len() + 1);
            if self.tree.node(NodeId(index)).kind > 2 {
                ends.push(self.tree.behind(NodeId(index)));
            }
        }
        (until - node.0, depth)
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

    /// Closes collections until only `depth` are open, because reading stopped inside them at byte `end`.
    pub fn cut(&mut self, depth: usize, end: u32) {
        while let Some(id) = self.open.get(depth..).and_then(<[NodeId]>::last).copied() {
            self.tree.nodes[id.0 as usize].flags |= CUT;
            self.close(end);
        }
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
        let symbol = self.intern(key);
        self.tree.nodes.push(Node { start, end, link, key: symbol, key_back: 0, kind, flags: 0 });
        if let Some(key) = key {
            self.tree.set_key_start(id, key.start);
        }
        self.note_root(id);
        id
    }

    fn note_root(&mut self, id: NodeId) {
        if self.open.is_empty() {
            self.tree.roots.push(id);
        }
    }

    fn intern(&mut self, key: Option<Key<'_>>) -> u32 {
        let Some(key) = key else { return NO_KEY };
        let known = self.tree.by_text.get(key.text).copied();
        known.unwrap_or_else(|| self.tree.symbol_for(&key.text.into()))
    }
}

impl Tree {
    /// Moves the items of a list, the only root of another tree of the same source, to the end of a list of this tree,
    /// which nothing but the ends of its parents may follow. Whether that was so; otherwise nothing is moved.
    #[must_use]
    pub fn append_items(&mut self, list: NodeId, other: Self) -> bool {
        let fits = self.node(list).kind == 3
            && self.behind(list) as usize == self.nodes.len()
            && matches!(other.roots[..], [NodeId(0)])
            && other.nodes[0].kind == 3;
        if !fits {
            return false;
        }
        let old_end = offset(self.nodes.len());
        let (shift, texts, buffer) = (old_end - 1, offset(self.texts.len()), offset(self.buffer.len()));
        let symbols: Vec<u32> = other.symbols.iter().map(|text| self.symbol_for(text)).collect();
        let moved = other.nodes[1..].iter().map(|node| {
            let mut node = *node;
            if node.kind > 2 {
                node.link += shift;
            } else if node.link < IN_QUOTES {
                node.link += texts;
            }
            if node.key != NO_KEY {
                node.key = symbols[node.key as usize];
            }
            node
        });
        self.nodes.extend(moved);
        self.far_keys.extend(other.far_keys.iter().map(|(node, key_start)| (node + shift, *key_start)));
        self.texts.extend(other.texts.iter().map(|(start, end)| (start + buffer, end + buffer)));
        self.buffer.push_str(&other.buffer);
        let (end, behind) = (other.nodes[0].end, offset(self.nodes.len()));
        for node in [NodeId(0), list] {
            let node = &mut self.nodes[node.0 as usize];
            if node.kind > 2 && node.link == old_end {
                (node.link, node.end) = (behind, end);
            }
        }
        true
    }

    pub(super) fn symbol_for(&mut self, text: &Arc<str>) -> u32 {
        if let Some(symbol) = self.by_text.get(text) {
            return *symbol;
        }
        let symbol = offset(self.symbols.len());
        self.symbols.push(Arc::clone(text));
        self.by_text.insert(Arc::clone(text), symbol);
        symbol
    }
}
