//! [`Page`]: paragraphs, lists and tables put together as a text with a line each, and as the blocks that Markdown has.

use std::ops::Range;
use std::sync::Arc;

use crate::data::{Content, Key, Style, TreeBuilder};
use crate::diagnostic::Problem;
use crate::read::labels::{self, Label};
use crate::read::{Document, Format, Part};
use crate::text::{Layout, Piece, SourceId, Span, offset};

/// The number that the text has until it is added to the sources.
const SOURCE: SourceId = SourceId(0);
/// The deepest heading that sections know.
const DEEPEST: usize = 6;

/// A document that is being put together.
pub(super) struct Page {
    text: String,
    pieces: Vec<Piece>,
    builder: TreeBuilder,
    paragraphs: u32,
    tables: u32,
    /// The items of the list that is open.
    items: Vec<Range<usize>>,
    /// The rows of the table that is open, whether anything stands in it or not.
    rows: u32,
    in_table: bool,
}

impl Page {
    pub(super) fn new() -> Self {
        let mut builder = TreeBuilder::new(SOURCE, Arc::from(""));
        builder.open_mapping(None, 0);
        builder.open_sequence(Some(key("body", 0)), 0);
        let (text, pieces, items) = (String::new(), Vec::new(), Vec::new());
        Self { text, pieces, builder, paragraphs: 0, tables: 0, items, rows: 0, in_table: false }
    }

    /// Bytes of text so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Number of nodes so far.
    pub(super) fn nodes(&self) -> usize {
        self.builder.tree().len()
    }

    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.end_list();
        let Some(range) = self.paragraph_text(text) else { return };
        self.open("heading", range.start);
        let (at, level) = (offset(range.start), level.clamp(1, DEEPEST).to_string());
        self.builder.scalar_of(Some(key("level", range.start)), Style::Quoted, at..at, Content::Text(&level));
        self.scalar(Some(key("text", range.start)), &range);
        self.builder.close(offset(range.end));
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.end_list();
        let Some(range) = self.paragraph_text(text) else { return };
        self.open("paragraph", range.start);
        self.scalar(Some(key("text", range.start)), &range);
        self.labels(std::slice::from_ref(&range));
        self.builder.close(offset(range.end));
    }

    pub(super) fn item(&mut self, text: &str) {
        let range = self.paragraph_text(text);
        self.items.extend(range);
    }

    /// Begins a table. Its first row is the header.
    pub(super) fn begin_table(&mut self) {
        self.end_list();
        let at = self.text.len();
        self.tables = self.tables.saturating_add(1);
        self.rows = 0;
        self.in_table = true;
        self.open("table", at);
    }

    pub(super) fn row(&mut self, cells: &[String]) {
        if !self.in_table {
            return;
        }
        self.rows = self.rows.saturating_add(1);
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let start = self.text.len();
        // The row that comes first in the tree is the header, even if blank ones stand above it.
        let is_first = !self.has_header();
        let name = if is_first { Some(key("header", start)) } else { None };
        self.builder.open_sequence(name, offset(start));
        for (column, cell) in cells.iter().enumerate() {
            if column > 0 {
                self.text.push('\t');
            }
            self.cell(cell.trim());
        }
        self.builder.close(offset(self.text.len()));
        self.end_line(Piece::Row { table: self.tables, row: self.rows });
        if is_first {
            let at = self.text.len();
            self.builder.open_sequence(Some(key("rows", at)), offset(at));
        }
    }

    pub(super) fn end_table(&mut self) {
        if !std::mem::take(&mut self.in_table) {
            return;
        }
        let end = offset(self.text.len());
        while self.builder.depth() > 2 {
            self.builder.close(end);
        }
    }

    /// The document as a part, and why the rest of it was not read.
    pub(super) fn finish(mut self, problem: Option<(&'static str, Vec<(&'static str, String)>)>) -> Part {
        self.end_table();
        self.end_list();
        let end = offset(self.text.len());
        let problem = problem.map(|(name, facts)| Problem { facts, ..Problem::new(name, Span::new(SOURCE, end, end)) });
        if problem.is_some() {
            self.builder.cut(0, end);
        }
        let text: Arc<str> = Arc::from(self.text);
        self.builder.set_text(Arc::clone(&text));
        let tree = self.builder.finish(end);
        let document = Document { tree, problems: problem.into_iter().collect(), format: Format::TextDocument };
        Part { name: None, text, layout: Layout::Document(self.pieces), document }
    }

    /// Adds the lines of a paragraph; none, where nothing stands in it.
    fn paragraph_text(&mut self, text: &str) -> Option<Range<usize>> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        self.paragraphs = self.paragraphs.saturating_add(1);
        let start = self.text.len();
        for line in text.split('\n') {
            self.text.push_str(line.trim_end());
            self.end_line(Piece::Paragraph(self.paragraphs));
        }
        Some(start..self.text.len() - 1)
    }

    fn end_line(&mut self, piece: Piece) {
        self.text.push('\n');
        self.pieces.push(piece);
    }

    fn end_list(&mut self) {
        let items = std::mem::take(&mut self.items);
        let (Some(first), Some(last)) = (items.first(), items.last()) else { return };
        self.open("list", first.start);
        self.builder.open_sequence(Some(key("items", first.start)), offset(first.start));
        items.iter().for_each(|item| self.scalar(None, item));
        self.builder.close(offset(last.end));
        self.labels(&items);
        self.builder.close(offset(last.end));
    }

    fn has_header(&self) -> bool {
        self.builder.depth() > 3
    }

    fn cell(&mut self, cell: &str) {
        let start = self.text.len();
        if cell.contains(['\n', '\t']) {
            self.text.extend(cell.chars().map(|letter| match letter {
                '\n' => '↵',
                '\t' => ' ',
                letter => letter,
            }));
            let range = offset(start)..offset(self.text.len());
            self.builder.scalar_of(None, Style::Block, range, Content::Text(cell));
        } else {
            self.text.push_str(cell);
            self.scalar(None, &(start..self.text.len()));
        }
    }

    fn open(&mut self, kind: &str, at: usize) {
        let place = offset(at)..offset(at);
        self.builder.open_mapping(None, offset(at));
        self.builder.scalar_of(Some(key("type", at)), Style::Quoted, place, Content::Text(kind));
    }

    fn scalar(&mut self, key: Option<Key<'_>>, range: &Range<usize>) {
        self.builder.scalar_of(key, Style::Block, offset(range.start)..offset(range.end), Content::Source);
    }

    /// The labels of some paragraphs. An item of a list does not go on in the next one.
    fn labels(&mut self, ranges: &[Range<usize>]) {
        let text = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or("");
        let found: Vec<Label> = ranges.iter().flat_map(|range| labels::labels(text(range), range.start)).collect();
        labels::add(&mut self.builder, &found, ranges.first().map_or(0, |range| range.start));
    }
}

/// A key that we give, not one that stands in the text.
fn key(text: &'static str, at: usize) -> Key<'static> {
    Key { text, start: offset(at), end: offset(at) }
}
