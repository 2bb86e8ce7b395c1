//! CSV and its relatives to a [`Tree`]: a body with one `table` that has `rows` only, each a list of cells.
//!
//! Which row is the header, and what a row of another width means, is for the mapping to say. Cells are texts whatever
//! stands in them: `~`, `null` and `NA` are no nulls here.

mod delimiter;
mod split;

use std::sync::Arc;

pub(super) use self::delimiter::Delimiter;
use self::split::{Cell, Splitter, Text};
use crate::data::{Content, Key, Style, Tree, TreeBuilder};
use crate::diagnostic::Problem;
use crate::read::limits;
use crate::text::{SourceId, Span, offset};

/// Quotation marks without an end that are pointed at beside the first one.
const POINTED_AT: usize = 5;

/// Reads a source as a table of cells; the delimiter is found out.
#[must_use]
pub fn read(source: SourceId, text: &Arc<str>) -> (Tree, Vec<Problem>) {
    let Delimiter { byte, first_row, .. } = Delimiter::of(text);
    let mut builder = TreeBuilder::new(source, Arc::clone(text));
    builder.open_mapping(None, 0);
    builder.open_sequence(Some(key("body", 0)), 0);
    if first_row < text.len() {
        let mut rows = Rows { builder, text, splitter: Splitter::new(text, byte, first_row), unclosed: Vec::new() };
        let stopped = rows.table(first_row);
        let mut problems = unclosed(source, &rows.unclosed);
        builder = rows.builder;
        if let Some(at) = stopped {
            builder.cut(0, at);
            let limit = format!("the limit of {} cells in one file", limits::NODES);
            let problem = Problem::new("input-limit-exceeded", Span::new(source, at, at));
            problems.push(problem.fact("limit", limit).fact("value", "split the file"));
        }
        return (builder.finish(offset(text.len())), problems);
    }
    (builder.finish(offset(text.len())), Vec::new())
}

struct Rows<'a> {
    builder: TreeBuilder,
    text: &'a str,
    splitter: Splitter<'a>,
    /// Quotation marks that open a cell and do not close it.
    unclosed: Vec<u32>,
}

impl Rows<'_> {
    /// The one table; gives the byte at which reading stopped, if it did before the end.
    fn table(&mut self, start: usize) -> Option<u32> {
        let at = offset(start);
        self.builder.open_mapping(None, at);
        self.builder.scalar_of(Some(key("type", at)), Style::Quoted, at..at, Content::Text("table"));
        self.builder.open_sequence(Some(key("rows", at)), at);
        while let Some(start) = self.splitter.start_row() {
            if self.builder.tree().len() >= limits::NODES {
                return Some(offset(start));
            }
            self.builder.open_sequence(None, offset(start));
            let mut end = start;
            while let Some(cell) = self.splitter.next_cell() {
                end = cell.end;
                self.cell(&cell);
            }
            self.builder.close(offset(end));
        }
        None
    }

    fn cell(&mut self, cell: &Cell) {
        let range = offset(cell.start)..offset(cell.end);
        match cell.text {
            Text::Bare { unclosed } => {
                if unclosed {
                    self.unclosed.push(range.start);
                }
                self.builder.scalar_of(None, Style::Block, range, Content::Source);
            }
            Text::Quoted => {
                self.builder.scalar_of(None, Style::Quoted, range, Content::Quoted);
            }
            Text::Escaped { close } => {
                let inside = self.text.get(cell.start + 1..close).unwrap_or("").replace("\"\"", "\"");
                let tail = self.text.get(close + 1..cell.end).unwrap_or("");
                self.builder.scalar_of(None, Style::Quoted, range, Content::Text(&(inside + tail)));
            }
        }
    }
}

/// One problem for all quotation marks that nothing closes: the first is often the cause of the others.
fn unclosed(source: SourceId, places: &[u32]) -> Vec<Problem> {
    let Some((first, others)) = places.split_first() else { return Vec::new() };
    let span = |at: u32| Span::new(source, at, at + 1);
    let more = match others.len() {
        0 => String::new(),
        1 => ", and neither does one more below".to_owned(),
        more => format!(", and neither do {more} more below"),
    };
    let what = format!(
        "a quotation mark opens a cell here and no other closes it in front of a delimiter or a line end{more}; close \
         it, or write it twice inside a cell in quotation marks. It was read as a letter of the cell"
    );
    let problem = Problem::new("input-syntax-error", span(*first)).fact("what", what);
    let pointed_at = others.iter().take(POINTED_AT);
    vec![pointed_at.fold(problem, |problem, at| problem.related(span(*at), "nothing closes this one"))]
}

/// A key that we give, not one that stands in the text.
fn key(text: &'static str, at: u32) -> Key<'static> {
    Key { text, start: at, end: at }
}

#[cfg(test)]
mod tests;
