//! Where records and their fields are pointed at.

use crate::data::NodeKind;
use crate::text::Span;

use super::kind::FieldId;
use super::record::{Cell, RecordId, Records, State};

impl Records {
    /// Where a record as a whole is pointed at: its id, else its key, else its first field, else where it starts.
    #[must_use]
    pub fn place(&self, id: RecordId) -> Span {
        let tree = &self.batch(id).tree;
        let record = self.get(id);
        let own = record.kind.field("id").and_then(|field| self.cell(id, field));
        if let Some(cell) = own.filter(|cell| cell.state() == State::Given) {
            return tree.span(cell.node());
        }
        if let Some(key) = tree.key_span(record.node) {
            return key;
        }
        let first = tree.children(record.node).next();
        if first.is_some_and(|cell| tree.is_table_cell(cell))
            && let Some(cell) = self.first_given(id)
        {
            return tree.span(cell.node());
        }
        let first = first.filter(|cell| !tree.is_table_cell(*cell));
        first.and_then(|child| tree.key_span(child)).unwrap_or_else(|| {
            let span = tree.span(record.node);
            Span::new(span.source, span.start, span.start.max(span.end.min(span.start + 1)))
        })
    }

    /// The cell of the first field with a value that is no nested record.
    fn first_given(&self, id: RecordId) -> Option<&Cell> {
        let fields = (0..self.get(id).kind.shape().fields.len()).filter_map(|field| u8::try_from(field).ok());
        let tree = &self.batch(id).tree;
        fields.map(FieldId).filter(|field| self.holder(id, *field) == id).find_map(|field| {
            let cell = self.cell(id, field).filter(|cell| cell.state() == State::Given)?;
            let span = tree.span(cell.node());
            let scalar = matches!(tree.kind(cell.node()), NodeKind::Scalar(_));
            (scalar && span.start < span.end).then_some(cell)
        })
    }

    /// Where a field is pointed at: its value, else its key where nothing is written, else the record.
    #[must_use]
    pub fn field_place(&self, id: RecordId, field: FieldId) -> Span {
        let tree = self.tree_of(id, field);
        let Some(cell) = self.cell(id, field) else {
            let first = self.joined_list(id, field).and_then(<[RecordId]>::first);
            return self.place(first.copied().unwrap_or(id));
        };
        let span = tree.span(cell.node());
        let is_here = span.start < span.end && cell.state() != State::Blank;
        if is_here || tree.is_table_cell(cell.node()) {
            return span;
        }
        tree.key_span(cell.node()).unwrap_or_else(|| self.place(id))
    }
}
