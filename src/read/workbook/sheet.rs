//! [`Sheet`]: cells in the order of rows, put together as a text with a line per row and a table over it.

use std::ops::Range;
use std::sync::Arc;

use crate::data::{Content, Key, Style, TreeBuilder};
use crate::diagnostic::Problem;
use crate::read::archive::Limits;
use crate::read::{Document, Format, Part};
use crate::text::{Layout, SourceId, Span, column_letters, offset};

/// The number that the text of a part has until it is added to the sources.
const SOURCE: SourceId = SourceId(0);

/// How a cell came to its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Somebody wrote it.
    Written,
    /// A formula gave it.
    Computed,
    /// A formula gave nothing, or an error: the text is the formula or the error.
    Unknown,
}

/// A sheet that is being read.
pub(super) struct Sheet<'l> {
    name: String,
    limits: &'l Limits,
    text: String,
    /// Numbers of the rows that have a line.
    rows: Vec<u32>,
    builder: TreeBuilder,
    /// Cells of the widest row so far; rows below are filled up to it.
    widest: usize,
    /// Blank cells that rows may still be filled up with.
    filling: usize,
    row: Row,
    /// The first cell that was left out because it stands too far to the right, and their number.
    beyond: Option<(String, usize)>,
    /// The same for formulas without a result.
    unknown: Option<(String, usize)>,
    problem: Option<Problem>,
}

/// The cells of a row, and their texts one behind the other.
#[derive(Default)]
struct Row {
    number: u32,
    texts: String,
    cells: Vec<Cell>,
}

struct Cell {
    column: usize,
    text: Range<usize>,
    origin: Origin,
}

/// Reading a sheet stopped, and the sheet knows why.
#[derive(Debug)]
pub(super) struct Stopped;

impl<'l> Sheet<'l> {
    pub(super) fn new(name: &str, limits: &'l Limits) -> Self {
        let mut builder = TreeBuilder::new(SOURCE, Arc::from(""));
        builder.open_mapping(None, 0);
        builder.open_sequence(Some(key("body")), 0);
        // The name of a sheet is the heading of its table: 'Closed items' says the state of all its rows.
        builder.open_mapping(None, 0);
        for (name, text) in [("type", "heading"), ("level", "1"), ("text", name)] {
            builder.scalar_of(Some(key(name)), Style::Quoted, 0..0, Content::Text(text));
        }
        builder.close(0);
        builder.open_mapping(None, 0);
        builder.scalar_of(Some(key("type")), Style::Quoted, 0..0, Content::Text("table"));
        builder.open_sequence(Some(key("rows")), 0);
        Self {
            name: name.to_owned(),
            limits,
            text: String::new(),
            rows: Vec::new(),
            builder,
            widest: 0,
            filling: 1 << 20,
            row: Row::default(),
            beyond: None,
            unknown: None,
            problem: None,
        }
    }

    /// Adds a cell; row and column count from 0. Cells of a row come together.
    pub(super) fn add(&mut self, row: u32, column: u32, text: &str, origin: Origin) -> Result<(), Stopped> {
        if row != self.row.number {
            self.end_row()?;
            self.row.number = row;
        }
        if text.trim().is_empty() && origin != Origin::Unknown {
            return Ok(());
        }
        let column = column as usize;
        let place = || format!("{}{}", column_letters(column), u64::from(row) + 1);
        if column >= self.limits.columns {
            self.beyond.get_or_insert_with(|| (place(), 0)).1 += 1;
            return Ok(());
        }
        if origin == Origin::Unknown {
            self.unknown.get_or_insert_with(|| (place(), 0)).1 += 1;
        }
        let from = self.row.texts.len();
        self.row.texts.push_str(text.trim());
        self.row.cells.push(Cell { column, text: from..self.row.texts.len(), origin });
        Ok(())
    }

    /// Says why the rest of the sheet cannot be read.
    pub(super) fn stop(&mut self, name: &'static str, facts: Vec<(&'static str, String)>) {
        let at = offset(self.text.len());
        self.problem.get_or_insert(Problem { facts, ..Problem::new(name, Span::new(SOURCE, at, at)) });
    }

    /// The sheet as a part; none, where no cell holds anything. And what was left out of it.
    pub(super) fn finish(mut self) -> (Option<Part>, Vec<String>) {
        // A row that does not fit any more is the reason why the sheet ends here.
        let _ = self.end_row();
        let (sheet, last) = (&self.name, column_letters(self.limits.columns.saturating_sub(1)));
        let beyond = self.beyond.take().map(|(place, count)| {
            format!("cells behind column {last}, which are not read: {count} in sheet `{sheet}`, the first in {place}")
        });
        let unknown = self.unknown.take().map(|(place, count)| {
            format!(
                "the results of {count} formulas of sheet `{sheet}` from {place} on: the file has none, or an error"
            )
        });
        let left_out: Vec<String> = beyond.into_iter().chain(unknown).collect();
        if self.rows.is_empty() && self.problem.is_none() {
            return (None, left_out);
        }
        let end = offset(self.text.len());
        if self.problem.is_some() {
            self.builder.cut(0, end);
        }
        let text: Arc<str> = Arc::from(self.text);
        self.builder.set_text(Arc::clone(&text));
        let tree = self.builder.finish(end);
        let problems = self.problem.into_iter().collect();
        let layout = Layout::Sheet { name: self.name.clone(), rows: self.rows };
        let document = Document { tree, problems, format: Format::Workbook };
        (Some(Part { name: Some(self.name), text, layout, document }), left_out)
    }

    fn end_row(&mut self) -> Result<(), Stopped> {
        let mut row = std::mem::take(&mut self.row);
        if !row.cells.is_empty() {
            // Of two cells at one place the last one counts, as it does for spreadsheet programs.
            row.cells.sort_by_key(|cell| cell.column);
            self.fits(&row)?;
            self.add_row(&row);
        }
        row.cells.clear();
        row.texts.clear();
        self.row = row;
        Ok(())
    }

    fn fits(&mut self, row: &Row) -> Result<(), Stopped> {
        let width = row.cells.last().map_or(0, |cell| cell.column + 1);
        let (limit, value) = if self.builder.tree().len() + width > self.limits.cells {
            (format!("the limit of {} cells in a sheet", self.limits.cells), "sheet")
        } else if self.text.len() + row.texts.len() + width > self.limits.text {
            (format!("the limit of {} MiB of text in a sheet", self.limits.text.div_ceil(1 << 20)), "sheet")
        } else {
            return Ok(());
        };
        let value = format!("{value} `{}` has more from row {} on", self.name, u64::from(row.number) + 1);
        self.stop("input-limit-exceeded", vec![("limit", limit), ("value", value)]);
        Err(Stopped)
    }

    fn add_row(&mut self, row: &Row) {
        let start = offset(self.text.len());
        self.builder.open_sequence(None, start);
        let mut next = 0;
        let mut cells = row.cells.iter().peekable();
        while let Some(cell) = cells.next() {
            if cells.peek().is_some_and(|other| other.column == cell.column) {
                continue;
            }
            while next < cell.column {
                self.add_blank(next);
                next += 1;
            }
            self.add_cell(next, row.texts.get(cell.text.clone()).unwrap_or(""), cell.origin);
            next += 1;
        }
        self.widest = self.widest.max(next);
        let missing = self.widest - next;
        if missing <= self.filling {
            self.filling -= missing;
            (next..self.widest).for_each(|column| self.add_blank(column));
        }
        // A full row earns what an empty one may cost.
        self.filling += row.cells.len() * 2;
        self.builder.close(offset(self.text.len()));
        self.text.push('\n');
        self.rows.push(row.number.saturating_add(1));
    }

    fn add_blank(&mut self, column: usize) {
        self.separate(column);
        let at = offset(self.text.len());
        self.builder.scalar_of(None, Style::Plain, at..at, Content::Source);
    }

    fn add_cell(&mut self, column: usize, text: &str, origin: Origin) {
        self.separate(column);
        let start = self.text.len();
        let is_plain = !text.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r'));
        let range = |this: &Self| offset(start)..offset(this.text.len());
        let node = if is_plain {
            self.text.push_str(text);
            self.builder.scalar_of(None, Style::Block, range(self), Content::Source)
        } else {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            // On the line of its row a cell has one line.
            self.text.extend(text.chars().map(|letter| match letter {
                '\n' => '↵',
                '\t' => ' ',
                letter => letter,
            }));
            self.builder.scalar_of(None, Style::Block, range(self), Content::Text(&text))
        };
        match origin {
            Origin::Written => {}
            Origin::Computed => self.builder.mark_computed(node),
            Origin::Unknown => {
                self.builder.mark_computed(node);
                self.builder.mark_unknown(node);
            }
        }
    }

    fn separate(&mut self, column: usize) {
        if column > 0 {
            self.text.push('\t');
        }
    }
}

/// A key that we give, not one that stands in the text.
fn key(text: &'static str) -> Key<'static> {
    Key { text, start: 0, end: 0 }
}
