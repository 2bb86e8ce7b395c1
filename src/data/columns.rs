//! Rows of a table as mappings: each cell gets the head of its column as its key.

use std::sync::Arc;

use crate::text::{SourceId, Span, offset};

use super::tree::{NO_KEY, NodeId, NodeKind, Symbol, Tree};

impl Tree {
    /// Adds a column with a head of this text at a place. Two columns with the same head are two keys.
    pub fn add_column(&mut self, head: &str, place: Span) -> Symbol {
        let text: Arc<str> = Arc::from(head);
        let symbol = offset(self.symbols.len());
        self.symbols.push(Arc::clone(&text));
        self.by_text.entry(text).or_insert(symbol);
        self.heads.insert(symbol, (place.start, place.end));
        Symbol(symbol)
    }

    /// Where the head of a column stands.
    #[must_use]
    pub fn column_place(&self, column: Symbol) -> Option<Span> {
        self.heads.get(&column.0).map(|(start, end)| Span::new(self.source, *start, *end))
    }

    /// Whether a node is a cell of a table: its key is the head of its column, which may stand far away.
    #[must_use]
    pub fn is_table_cell(&self, node: NodeId) -> bool {
        self.key(node).is_some_and(|key| self.heads.contains_key(&key.0))
    }

    /// Makes a mapping of a row: its cells get the columns as keys, in their order. Cells without a column are hidden.
    ///
    /// A node that is no list stays as it is.
    pub fn make_row(&mut self, row: NodeId, columns: &[Option<Symbol>]) {
        if self.kind(row) != NodeKind::Sequence {
            return;
        }
        let cells: Vec<NodeId> = self.children(row).collect();
        self.nodes[row.0 as usize].kind = super::tree::MAPPING;
        for (index, cell) in cells.into_iter().enumerate() {
            let node = &mut self.nodes[cell.0 as usize];
            match columns.get(index).copied().flatten() {
                Some(column) => (node.key, node.key_back) = (column.0, 0),
                None => {
                    node.key = NO_KEY;
                    node.flags |= super::tree::HIDDEN;
                }
            }
        }
    }

    /// The same tree of a source with another number.
    #[must_use]
    pub fn in_source(mut self, source: SourceId) -> Self {
        self.source = source;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Style, TreeBuilder};

    #[test]
    fn cells_get_the_heads_of_their_columns() {
        let mut builder = TreeBuilder::new(SourceId(0), Arc::from("Id,Note,Note\nIMP-1,a,b,c\n"));
        let row = |builder: &mut TreeBuilder, cells: &[(u32, u32)]| {
            let row = builder.open_sequence(None, cells[0].0);
            cells.iter().for_each(|(start, end)| {
                builder.scalar(None, Style::Block, *start, *end, None);
            });
            builder.close(cells[cells.len() - 1].1);
            row
        };
        let head = row(&mut builder, &[(0, 2), (3, 7), (8, 12)]);
        let first = row(&mut builder, &[(13, 18), (19, 20), (21, 22), (23, 24)]);
        let mut tree = builder.finish(25);
        let heads: Vec<NodeId> = tree.children(head).collect();
        let columns: Vec<_> = heads
            .into_iter()
            .map(|head| {
                let (text, span) = (tree.text(head).to_owned(), tree.span(head));
                Some(tree.add_column(&text, span))
            })
            .collect();
        tree.make_row(first, &columns);
        assert_eq!(tree.kind(first), NodeKind::Mapping);
        let pairs: Vec<_> = tree
            .children(first)
            .map(|cell| (tree.key_text(cell).unwrap(), tree.text(cell), tree.key_span(cell).unwrap().start))
            .collect();
        assert_eq!(pairs, [("Id", "IMP-1", 0), ("Note", "a", 3), ("Note", "b", 8)], "the fourth cell has no column");
        assert_ne!(tree.key(NodeId(first.0 + 2)), tree.key(NodeId(first.0 + 3)));
    }
}
