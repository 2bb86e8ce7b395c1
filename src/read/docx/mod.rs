//! Text processor documents of Office Open XML: headings, paragraphs, lists and tables, as the Markdown reader gives them.
//!
//! Changes that are tracked count as accepted. Comments, notes, text boxes, headers and footers are not read.

mod page;
mod styles;
#[cfg(test)]
mod tests;

use quick_xml::events::{BytesStart, Event};

use self::page::Page;
use self::styles::{Manner, Styles, outline};
use super::archive::{Archive, Limits};
use super::package::{Fault, Package};
use super::xml::{attribute, push_text};

/// Elements whose text is not that of the document as it stands.
const ASIDE: [&str; 9] =
    ["del", "moveFrom", "txbxContent", "Fallback", "instrText", "delText", "sectPrChange", "pPrChange", "rPrChange"];

/// Reads the main part.
pub(in crate::read) fn read(archive: &mut Archive<'_>, limits: &Limits) -> Package {
    let main = archive.main_part().unwrap_or_default();
    let folder = main.rfind('/').map_or("", |slash| &main[..=slash]);
    let styles = Styles::read(archive, folder);
    let Some(mut reader) = archive.xml(&main) else {
        return Package::of(Fault::unreadable("it is damaged: the part with its text is missing"));
    };
    let mut walk = Walk::new(&styles, limits);
    let mut buffer = Vec::new();
    let mut problem = None;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => walk.start(&start, false),
            Ok(Event::Empty(start)) => walk.start(&start, true),
            Ok(Event::End(end)) => walk.end(end.local_name().as_ref()),
            Ok(Event::Eof) => break,
            Ok(event) => walk.text(&event),
            Err(error) => {
                let what = format!("the document is damaged here ({error})");
                problem = Some(("input-syntax-error", vec![("what", what)]));
                break;
            }
        }
        if let Some(facts) = walk.exceeded() {
            problem = Some(("input-limit-exceeded", facts));
            break;
        }
    }
    Package { parts: vec![walk.page.finish(problem)], ..Package::default() }
}

/// What is read, and where in it the reader is.
struct Walk<'s> {
    styles: &'s Styles,
    limits: &'s Limits,
    page: Page,
    paragraph: Paragraph,
    /// Tables within each other; what stands in inner ones is text of the cell.
    tables: usize,
    row: Vec<String>,
    cell: Cell,
    row_deleted: bool,
    in_row_properties: bool,
    in_text: bool,
    /// Elements within something that is no text of the document.
    aside: usize,
}

/// The paragraph that is open.
#[derive(Default)]
struct Paragraph {
    text: String,
    style: Manner,
    /// What the paragraph says for itself.
    level: Option<usize>,
    is_list: Option<bool>,
    in_properties: bool,
}

/// The cell that is open.
#[derive(Default)]
struct Cell {
    text: String,
    columns: usize,
    /// Belongs to the cell above it.
    is_merged: bool,
}

impl<'s> Walk<'s> {
    fn new(styles: &'s Styles, limits: &'s Limits) -> Self {
        Self {
            styles,
            limits,
            page: Page::new(),
            paragraph: Paragraph::default(),
            tables: 0,
            row: Vec::new(),
            cell: Cell::default(),
            row_deleted: false,
            in_row_properties: false,
            in_text: false,
            aside: 0,
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, is_empty: bool) {
        let name = start.local_name();
        let name = name.as_ref();
        if self.aside > 0 {
            self.aside += usize::from(!is_empty);
            return;
        }
        if self.in_row_properties && name == "del" {
            self.row_deleted = true;
        }
        if ASIDE.contains(&name) {
            self.aside = usize::from(!is_empty);
            return;
        }
        let value = || attribute(start, "val").unwrap_or_default();
        match name {
            "p" => self.paragraph = Paragraph::default(),
            "pPr" => self.paragraph.in_properties = !is_empty,
            "pStyle" if self.paragraph.in_properties => self.paragraph.style = self.styles.manner(&value()),
            "outlineLvl" if self.paragraph.in_properties => self.paragraph.level = Some(outline(&value())),
            "numId" if self.paragraph.in_properties => self.paragraph.is_list = Some(value() != "0"),
            "t" => self.in_text = !is_empty,
            "br" | "cr" => self.paragraph.text.push('\n'),
            "tab" if !self.paragraph.in_properties => self.paragraph.text.push('\t'),
            "noBreakHyphen" => self.paragraph.text.push('\u{2011}'),
            "tbl" => self.start_table(),
            "trPr" => self.in_row_properties = !is_empty,
            "tr" if self.tables == 1 => {
                self.row.clear();
                self.row_deleted = false;
            }
            "tc" if self.tables == 1 => self.cell = Cell { columns: 1, ..Cell::default() },
            "gridSpan" if self.tables == 1 => self.cell.columns = value().parse().unwrap_or(1),
            "vMerge" if self.tables == 1 => self.cell.is_merged = value() != "restart",
            _ => {}
        }
        if is_empty && matches!(name, "p" | "tc" | "tr" | "tbl") {
            self.end(name);
        }
    }

    fn end(&mut self, name: &str) {
        if self.aside > 0 {
            self.aside -= 1;
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.paragraph.in_properties = false,
            "t" => self.in_text = false,
            "trPr" => self.in_row_properties = false,
            "tc" if self.tables == 1 => self.end_cell(),
            "tr" if self.tables == 1 => {
                let row = std::mem::take(&mut self.row);
                if !self.row_deleted {
                    self.page.row(&row);
                }
            }
            "tbl" => {
                if self.tables == 1 {
                    self.page.end_table();
                }
                self.tables = self.tables.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn text(&mut self, event: &Event<'_>) {
        if self.in_text && self.aside == 0 {
            push_text(event, &mut self.paragraph.text);
        }
    }

    /// The facts about a limit that is exceeded.
    fn exceeded(&self) -> Option<Vec<(&'static str, String)>> {
        let text = self.page.len() + self.paragraph.text.len() + self.cell.text.len();
        let limit = if text > self.limits.text {
            format!("the limit of {} MiB of text in a document", self.limits.text.div_ceil(1 << 20))
        } else if self.page.nodes() > self.limits.cells {
            format!("the limit of {} paragraphs and cells in a document", self.limits.cells)
        } else {
            return None;
        };
        Some(vec![("limit", limit), ("value", "this document has more".to_owned())])
    }

    fn start_table(&mut self) {
        self.tables += 1;
        if self.tables == 1 {
            self.page.begin_table();
        }
    }

    fn end_cell(&mut self) {
        let Cell { text, columns, is_merged } = std::mem::take(&mut self.cell);
        self.row.push(if is_merged { String::new() } else { text });
        // A cell over several columns stands in the first of them.
        let room = self.limits.columns.saturating_sub(self.row.len());
        self.row.extend((1..columns).take(room).map(|_| String::new()));
    }

    fn end_paragraph(&mut self) {
        let Paragraph { text, style, level, is_list, .. } = std::mem::take(&mut self.paragraph);
        if self.tables > 0 {
            if !text.trim().is_empty() {
                if !self.cell.text.is_empty() {
                    self.cell.text.push('\n');
                }
                self.cell.text.push_str(text.trim());
            }
            return;
        }
        match (level.or(style.level).unwrap_or(0), is_list.unwrap_or(style.is_list)) {
            (0, true) => self.page.item(&text),
            (0, false) => self.page.paragraph(&text),
            (level, _) => self.page.heading(level, &text),
        }
    }
}
