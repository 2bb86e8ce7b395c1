//! Spreadsheets of OpenDocument, row by row: a short file may say of one cell that it is repeated a billion times.

use std::collections::HashSet;

use quick_xml::events::{BytesStart, Event};

use super::number;
use super::sheet::{Origin, Sheet, Stopped};
use crate::read::archive::{Archive, Limits};
use crate::read::package::{Fault, Package};
use crate::read::xml::{attribute, push_text};

/// Reads the sheets that are shown.
pub(in crate::read) fn read(archive: &mut Archive<'_>, limits: &Limits) -> Package {
    if is_encrypted(archive) {
        return Package::of(Fault::unreadable("it is protected by a password"));
    }
    let Some(mut reader) = archive.xml("content.xml") else {
        return Package::of(Fault::unreadable("it is damaged: a spreadsheet has a part `content.xml`"));
    };
    let mut spreadsheet = Spreadsheet::new(limits);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => spreadsheet.start(&start),
            Ok(Event::Empty(start)) => {
                spreadsheet.start(&start);
                spreadsheet.end(start.local_name().as_ref());
            }
            Ok(Event::End(end)) => spreadsheet.end(end.local_name().as_ref()),
            Ok(Event::Eof) => break,
            Ok(event) => spreadsheet.text(&event),
            Err(error) => {
                spreadsheet.damaged(&error.to_string());
                break;
            }
        }
    }
    spreadsheet.end_table();
    spreadsheet.package.checked()
}

fn is_encrypted(archive: &mut Archive<'_>) -> bool {
    let Some(mut reader) = archive.xml("META-INF/manifest.xml") else { return false };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start) | Event::Empty(start)) if start.local_name().as_ref() == "encryption-data" => {
                return true;
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// What is read, and where in it the reader is.
struct Spreadsheet<'l> {
    limits: &'l Limits,
    package: Package,
    /// The style that is being described, and those that hide a sheet.
    style: Option<String>,
    hiding: HashSet<String>,
    sheet: Option<(String, Sheet<'l>)>,
    /// The next row, how often the open one stands, and its cells.
    row: u32,
    repeated: u32,
    cells: Vec<Cell>,
    column: u32,
    open: Option<Open>,
    /// Elements within a comment, a drawing or another thing that is not the text of a cell.
    aside: usize,
    stopped: bool,
}

/// A cell that says something.
struct Cell {
    column: u32,
    repeated: u32,
    text: String,
    origin: Origin,
}

/// The cell that is open.
struct Open {
    repeated: u32,
    text: String,
    paragraphs: usize,
    /// The value where it is written apart from the text that is shown.
    value: Option<String>,
    formula: Option<String>,
    failed: bool,
}

impl<'l> Spreadsheet<'l> {
    fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            package: Package::default(),
            style: None,
            hiding: HashSet::new(),
            sheet: None,
            row: 0,
            repeated: 1,
            cells: Vec::new(),
            column: 0,
            open: None,
            aside: 0,
            stopped: false,
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name();
        if self.aside > 0 {
            self.aside += 1;
            return;
        }
        match name.as_ref() {
            "style" => self.style = attribute(start, "name"),
            "table-properties" if attribute(start, "display").as_deref() == Some("false") => {
                self.hiding.extend(self.style.take());
            }
            "table" => self.start_table(start),
            "table-row" => {
                self.repeated = count(start, "number-rows-repeated");
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" => self.start_cell(start),
            "annotation" | "shapes" | "forms" | "frame" | "tracked-changes" | "custom-shape" => self.aside = 1,
            "p" | "h" => {
                if let Some(open) = &mut self.open {
                    if open.paragraphs > 0 {
                        open.text.push('\n');
                    }
                    open.paragraphs += 1;
                }
            }
            "s" => self.push(&" ".repeat(count(start, "c").min(1_000) as usize)),
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.aside > 0 {
            self.aside -= 1;
            return;
        }
        match name {
            "table" => self.end_table(),
            "table-row" => self.end_row(),
            "table-cell" | "covered-table-cell" => self.end_cell(),
            _ => {}
        }
    }

    fn text(&mut self, event: &Event<'_>) {
        if self.aside > 0 {
            return;
        }
        // White space between elements is no text of the cell.
        if let Some(open) = self.open.as_mut().filter(|open| open.paragraphs > 0 && open.text.len() < 1 << 20) {
            push_text(event, &mut open.text);
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            open.text.push_str(text);
        }
    }

    fn start_table(&mut self, start: &BytesStart<'_>) {
        self.end_table();
        let name = attribute(start, "name").unwrap_or_default();
        self.stopped = false;
        self.row = 0;
        self.cells.clear();
        if attribute(start, "style-name").is_some_and(|style| self.hiding.contains(&style)) {
            self.package.left_out.push(format!("sheet `{name}` is hidden"));
            return;
        }
        let sheet = Sheet::new(&name, self.limits);
        self.sheet = Some((name, sheet));
    }

    fn end_table(&mut self) {
        if let Some((name, sheet)) = self.sheet.take() {
            self.package.add_sheet(&name, sheet.finish());
        }
    }

    fn start_cell(&mut self, start: &BytesStart<'_>) {
        let repeated = count(start, "number-columns-repeated");
        let ty = attribute(start, "value-type").unwrap_or_default();
        let value = match ty.as_str() {
            "float" | "percentage" | "currency" => {
                attribute(start, "value").map(|value| value.parse().map_or(value, number::number))
            }
            "date" => attribute(start, "date-value").map(|value| number::iso(&value).to_owned()),
            "boolean" => attribute(start, "boolean-value"),
            "string" => attribute(start, "string-value"),
            _ => None,
        };
        self.open = Some(Open {
            repeated,
            text: String::new(),
            paragraphs: 0,
            value,
            formula: attribute(start, "formula"),
            failed: ty == "error",
        });
    }

    fn end_cell(&mut self) {
        let Some(open) = self.open.take() else { return };
        let column = self.column;
        self.column = self.column.saturating_add(open.repeated);
        let failed = open.failed || open.formula.is_some() && open.text.starts_with("Err:");
        let origin = match &open.formula {
            Some(_) if failed || (open.value.is_none() && open.paragraphs == 0) => Origin::Unknown,
            Some(_) => Origin::Computed,
            None => Origin::Written,
        };
        let text = match (origin, open.formula) {
            (Origin::Unknown, Some(formula)) if open.text.is_empty() => {
                format!("={}", formula.rsplit(":=").next().unwrap_or(&formula))
            }
            _ => open.value.filter(|_| !failed).unwrap_or(open.text),
        };
        if !text.trim().is_empty() {
            self.cells.push(Cell { column, repeated: open.repeated, text, origin });
        }
    }

    fn end_row(&mut self) {
        let row = self.row;
        self.row = row.saturating_add(self.repeated);
        let cells = std::mem::take(&mut self.cells);
        let Some((_, sheet)) = self.sheet.as_mut().filter(|_| !cells.is_empty() && !self.stopped) else { return };
        // The sheet stops at its limit, however often a row is repeated; nobody keeps the same record a thousand times.
        for row in row..self.row.min(row.saturating_add(MOST_REPEATED)) {
            if let Err(Stopped) = add_row(sheet, row, &cells, self.limits) {
                self.stopped = true;
                return;
            }
        }
        if self.repeated > MOST_REPEATED {
            let limit = format!("the limit of {MOST_REPEATED} rows that a file says are alike");
            let value = format!("row {} is repeated {} times", row.saturating_add(1), self.repeated);
            sheet.stop("input-limit-exceeded", vec![("limit", limit), ("value", value)]);
            self.stopped = true;
        }
    }

    fn damaged(&mut self, why: &str) {
        match &mut self.sheet {
            Some((name, sheet)) => {
                let what = format!("sheet `{name}` is damaged here ({why})");
                sheet.stop("input-syntax-error", vec![("what", what)]);
            }
            None => {
                let fault = Fault::unreadable(format!("it is damaged ({why})"));
                self.package.fault.get_or_insert(fault);
            }
        }
    }
}

/// How often one row with something in it is read at most, of those that a file says are alike.
const MOST_REPEATED: u32 = 1_000;

fn add_row(sheet: &mut Sheet<'_>, row: u32, cells: &[Cell], limits: &Limits) -> Result<(), Stopped> {
    let columns = u32::try_from(limits.columns).unwrap_or(u32::MAX);
    for cell in cells {
        // One cell behind the last column is enough for the sheet to say that there are some.
        let last = cell.column.saturating_add(cell.repeated).min(columns.max(cell.column).saturating_add(1));
        for column in cell.column..last {
            sheet.add(row, column, &cell.text, cell.origin)?;
        }
    }
    Ok(())
}

/// How often something stands: once, if nothing else is said.
fn count(start: &BytesStart<'_>, name: &str) -> u32 {
    attribute(start, name).and_then(|count| count.trim().parse().ok()).unwrap_or(1)
}
