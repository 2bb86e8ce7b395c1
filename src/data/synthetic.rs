//! Nodes that no reader saw: constants of the settings, keys as values, and parts of a text.

use std::ops::Range;
use std::sync::Arc;

use crate::text::{Span, offset};

use super::tree::{FAR, IN_QUOTES, IN_SOURCE, MAPPING, NO_KEY, Node, NodeId, Symbol, Tree};

/// A text that a tree keeps once for many nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constant(u32);

/// What a mapping that no reader saw holds under a column: see [`Tree::add_column`].
#[derive(Clone, Debug)]
pub enum Entry {
    /// A copy of a scalar.
    Scalar(Symbol, NodeId),
    /// A list at a place of mappings, each with copies of scalars.
    List(Symbol, Span, Vec<Vec<(Symbol, NodeId)>>),
}

impl Tree {
    /// Keeps a text that does not stand in the source.
    pub fn constant(&mut self, text: &str) -> Constant {
        let from = self.buffer.len();
        self.buffer.push_str(text);
        self.texts.push((offset(from), offset(self.buffer.len())));
        Constant(offset(self.texts.len() - 1))
    }

    /// Adds a quoted scalar with the text of a constant and an empty place where another node starts. It is below no root.
    pub fn add_constant(&mut self, constant: Constant, place: NodeId) -> NodeId {
        let start = self.node(place).start;
        self.add(start, start, constant.0)
    }

    /// Adds a quoted scalar whose text and place are the key of a pair. It is below no root.
    pub fn add_key(&mut self, pair: NodeId) -> Option<NodeId> {
        let key = self.key(pair)?;
        let span = self.key_span(pair)?;
        let in_source = self.text.get(span.start as usize..span.end as usize);
        if in_source == Some(self.symbol_text(key)) {
            return Some(self.add(span.start, span.end, IN_SOURCE));
        }
        let text = self.symbol_text(key).to_owned();
        let constant = self.constant(&text);
        Some(self.add(span.start, span.end, constant.0))
    }

    /// Adds a quoted scalar that is a part of the text of another: its place is exact where the text stands in the source as
    /// it is. It is below no root.
    pub fn add_part(&mut self, whole: NodeId, range: Range<usize>) -> NodeId {
        let node = *self.node(whole);
        let (from, to) = (offset(range.start), offset(range.end));
        match node.link {
            IN_SOURCE => self.add(node.start + from, node.start + to, IN_SOURCE),
            IN_QUOTES => self.add(node.start + 1 + from, node.start + 1 + to, IN_SOURCE),
            link => {
                let (start, end) = self.texts.get(link as usize).copied().unwrap_or((0, 0));
                self.texts.push(((start + from).min(end), (start + to).min(end)));
                self.add(node.start, node.end, offset(self.texts.len() - 1))
            }
        }
    }

    /// Adds a quoted scalar with the text of a constant, which is put together from what stands in a range of the source. It
    /// is below no root.
    pub fn add_text(&mut self, constant: Constant, start: u32, end: u32) -> NodeId {
        self.add(start, end, constant.0)
    }

    /// Adds a list of mappings with copies of scalars under their keys. It is below no root.
    pub fn add_list(&mut self, mappings: &[Vec<(&str, NodeId)>]) -> NodeId {
        let list = self
            .open(mappings.first().and_then(|pairs| pairs.first()).map_or(0, |(_, node)| self.node(*node).start), 3);
        for pairs in mappings {
            let start = pairs.first().map_or(0, |(_, node)| self.node(*node).start);
            let mapping = self.open(start, 4);
            for (key, node) in pairs {
                let mut copy = *self.node(*node);
                // The key is not written: whoever points at it points at the value.
                (copy.key, copy.key_back) = (self.symbol_for(&Arc::from(*key)), FAR);
                self.nodes.push(copy);
            }
            self.close(mapping);
        }
        self.close(list);
        list
    }

    /// Adds a mapping with copies of scalars under columns, and with lists of such mappings. It is below no root.
    pub fn add_record(&mut self, entries: &[Entry]) -> NodeId {
        let start = entries.first().map_or(0, |entry| match entry {
            Entry::Scalar(_, node) => self.node(*node).start,
            Entry::List(_, place, _) => place.start,
        });
        let record = self.open(start, MAPPING);
        for entry in entries {
            match entry {
                Entry::Scalar(column, node) => self.add_copy(*column, *node),
                Entry::List(column, place, rows) => {
                    let list = self.open(place.start, 3);
                    self.nodes[list.0 as usize].key = column.0;
                    for row in rows {
                        let mapping =
                            self.open(row.first().map_or(place.start, |(_, node)| self.node(*node).start), MAPPING);
                        row.iter().for_each(|(column, node)| self.add_copy(*column, *node));
                        self.close(mapping);
                    }
                    self.close(list);
                }
            }
        }
        self.close(record);
        record
    }

    fn add_copy(&mut self, column: Symbol, node: NodeId) {
        let mut copy = *self.node(node);
        (copy.key, copy.key_back) = (column.0, 0);
        self.nodes.push(copy);
    }

    fn open(&mut self, start: u32, kind: u8) -> NodeId {
        let id = self.add(start, start, 0);
        self.nodes[id.0 as usize].kind = kind;
        id
    }

    fn close(&mut self, id: NodeId) {
        let behind = offset(self.nodes.len());
        let end = self.nodes.last().map_or(0, |last| last.end);
        let node = &mut self.nodes[id.0 as usize];
        (node.link, node.end) = (behind, end.max(node.start));
    }

    fn add(&mut self, start: u32, end: u32, link: u32) -> NodeId {
        let id = NodeId(offset(self.nodes.len()));
        self.nodes.push(Node { start, end, link, key: NO_KEY, key_back: 0, kind: 1, flags: 0 });
        id
    }
}
