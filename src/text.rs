//! Source texts, the one location type of the crate ([`Span`]), and what a person reads of it ([`Place`]).

mod layout;

use std::fmt;
use std::sync::{Arc, OnceLock};

pub use self::layout::{Layout, Piece, column_letters};

/// The number of a source text in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A range of bytes in one source: the only location type that the crate passes around.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source that the range is in.
    pub source: SourceId,
    /// First byte of the range.
    pub start: u32,
    /// The byte behind the last one; equal to `start` for a place without extent.
    pub end: u32,
}

impl Span {
    /// A range of bytes in a source.
    #[must_use]
    pub const fn new(source: SourceId, start: u32, end: u32) -> Self {
        Self { source, start, end }
    }

    /// The first byte of a source: where a statement about the whole file points.
    #[must_use]
    pub const fn top(source: SourceId) -> Self {
        Self::new(source, 0, 0)
    }
}

/// One text that was read: a file of the workspace, or one sheet of a spreadsheet.
#[derive(Debug)]
pub struct Source {
    path: String,
    text: Arc<str>,
    layout: Layout,
    /// Where its lines start, worked out when a place is first asked for.
    lines: OnceLock<Lines>,
}

/// Lines from one that is remembered to the next: what lies between is looked for when it is asked for, since the start of
/// each line of a register takes a tenth of the memory of its text.
const STRIDE: usize = 16;

/// Where some lines of a text start.
#[derive(Debug)]
struct Lines {
    /// Byte offset at which every 16th line starts, beginning with the first.
    starts: Vec<u32>,
    /// Number of lines.
    count: usize,
}

impl Lines {
    fn of(text: &str) -> Self {
        let mut lines = Self { starts: vec![0], count: 1 };
        for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
            if lines.count.is_multiple_of(STRIDE) {
                lines.starts.push(offset(end) + 1);
            }
            lines.count += 1;
        }
        lines.starts.shrink_to_fit();
        lines
    }

    /// The byte at which a line starts, counted from 0.
    fn start(&self, text: &str, line: usize) -> Option<usize> {
        let from = *self.starts.get(line / STRIDE)? as usize;
        match (line % STRIDE).checked_sub(1) {
            None => Some(from),
            Some(more) => memchr::memchr_iter(b'\n', text.as_bytes().get(from..)?).nth(more).map(|end| from + end + 1),
        }
    }

    /// The line that a byte is in, counted from 0, and the byte at which it starts.
    fn at(&self, text: &str, byte: usize) -> (usize, usize) {
        let mark = self.starts.partition_point(|start| *start as usize <= byte).saturating_sub(1);
        let from = self.starts.get(mark).map_or(0, |start| *start as usize);
        let between = text.as_bytes().get(from..byte).unwrap_or_default();
        memchr::memchr_iter(b'\n', between).fold((mark * STRIDE, from), |(line, _), end| (line + 1, from + end + 1))
    }
}

impl Source {
    /// Path relative to the workspace, with `/` between its parts.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The decoded text, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// What the lines of the text are; anything but [`Layout::Lines`] was made by a reader.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Number of lines; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines().count
    }

    /// The text of a line (counted from 1) without its line end, and the byte at which it starts.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<(u32, &str)> {
        let start = self.lines().start(&self.text, (number as usize).checked_sub(1)?)?;
        let rest = self.text.get(start..)?;
        let line = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest, |end| &rest[..end]);
        Some((offset(start), line.trim_end_matches(['\n', '\r'])))
    }

    /// Line and column of a byte, both counted from 1; columns count Unicode code points.
    #[must_use]
    pub fn line_and_column(&self, byte: u32) -> (u32, u32) {
        let mut byte = (byte as usize).min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let (line, start) = self.lines().at(&self.text, byte);
        let column = self.text[start..byte].chars().count();
        (offset(line) + 1, offset(column) + 1)
    }

    /// What a person calls a line: the table of a document that it stands in, 0 elsewhere, and its number, such as that of
    /// the row of a sheet.
    #[must_use]
    pub fn line_name(&self, number: u32) -> (u32, u32) {
        self.layout.line_name(number)
    }

    /// Where a byte is in a file whose text a reader made: `Log!D14`; `None` for a text with lines of its own.
    #[must_use]
    pub fn within(&self, byte: u32) -> Option<String> {
        if self.layout == Layout::Lines {
            return None;
        }
        let (line, _) = self.line_and_column(byte);
        let (start, text) = self.line(line)?;
        let before = text.get(..byte.saturating_sub(start) as usize).unwrap_or(text);
        self.layout.within(line as usize - 1, before)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }
}

/// All texts that were read, by number.
#[derive(Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
    /// Where the texts of earlier states begin, if there are some.
    earlier: Option<usize>,
    /// Where the texts of the state begin that is being read.
    this_state: usize,
}

impl Sources {
    /// Adds a text; `path` is relative to the workspace, with `/` between its parts.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        self.add_laid_out(path, text, Layout::Lines)
    }

    /// Adds a text that a reader made of a file, or of one sheet of it.
    pub fn add_laid_out(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>, layout: Layout) -> SourceId {
        let id = SourceId(offset(self.list.len()));
        self.list.push(Source { path: path.into(), text: text.into(), layout, lines: OnceLock::new() });
        id
    }

    /// The source with this number.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.list[id.0 as usize]
    }

    /// All sources of the present state with their numbers, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.numbered().take(self.earlier.unwrap_or(usize::MAX))
    }

    /// The sources of the state that is being read, with their numbers.
    pub fn of_this_state(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.numbered().skip(self.this_state)
    }

    /// What is added from now on are texts of an earlier state, whose paths may be those of any other.
    pub fn begin_earlier(&mut self) {
        self.earlier.get_or_insert(self.list.len());
        self.this_state = self.list.len();
    }

    /// Adds the texts of an earlier state; gives by how much their numbers are larger here.
    pub fn add_earlier(&mut self, state: &Self) -> u32 {
        self.begin_earlier();
        let by = offset(self.list.len());
        for source in &state.list {
            self.add_laid_out(source.path.as_str(), Arc::clone(&source.text), source.layout.clone());
        }
        by
    }

    /// Whether a text is one of an earlier state.
    #[must_use]
    pub fn is_earlier(&self, id: SourceId) -> bool {
        self.earlier.is_some_and(|first| id.0 as usize >= first)
    }

    fn numbered(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.list.iter().enumerate().map(|(index, source)| (SourceId(offset(index)), source))
    }

    /// The bytes of a span as text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// What a person reads of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let source = self.get(span.source);
        let (line, column) = source.line_and_column(span.start);
        let (end_line, end_column) = source.line_and_column(span.end.max(span.start));
        let within = source.within(span.start);
        Place { path: source.path.clone(), line, column, end_line, end_column, within }
    }
}

/// A place as a person reads it: `register.yaml:12:5`, `capa.xlsx Log!D14`.
///
/// Lines and columns count from 1, columns in Unicode code points; the end is exclusive. In a text that a reader made of a
/// sheet or of a text processor document they say nothing to a person: `within` does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path relative to the workspace, with `/` between its parts.
    pub path: String,
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the character behind the last one.
    pub end_line: u32,
    /// Column of the character behind the last one.
    pub end_column: u32,
    /// Sheet and cell, or paragraph, in a file that has no lines: `Log!D14`.
    pub within: Option<String>,
}

impl Place {
    /// Where something stands that is as long as a line or longer: file and line, or the place in a file without lines.
    #[must_use]
    pub fn whole(&self) -> String {
        match &self.within {
            Some(within) => format!("{} {within}", self.path),
            None => format!("{}:{}", self.path, self.line),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.within {
            Some(within) => write!(f, "{} {within}", self.path),
            None => write!(f, "{}:{}:{}", self.path, self.line, self.column),
        }
    }
}

/// A byte offset, or the number of something that takes at least a byte: both fit in 32 bits, because `discover` refuses
/// files of 4 GiB and more.
#[must_use]
pub fn offset(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points_and_lines_end_at_line_feeds() {
        let mut sources = Sources::default();
        let id = sources.add("register.yaml", "a: ä€x\r\nb: 2\n");
        let place = |start, end| sources.place(Span::new(id, start, end)).to_string();
        assert_eq!(place(0, 1), "register.yaml:1:1");
        assert_eq!(place(8, 9), "register.yaml:1:6", "two characters of two and three bytes stand before x");
        assert_eq!(place(11, 12), "register.yaml:2:1");
        assert_eq!(place(99, 99), "register.yaml:3:1", "behind the end is the end");
        assert_eq!(sources.get(id).line(1), Some((0, "a: ä€x")));
        assert_eq!(sources.get(id).line(4), None);
    }

    #[test]
    fn every_line_of_a_long_text_is_found() {
        let texts = (0..50).map(|number| "x".repeat(number % 5)).collect::<Vec<String>>();
        for text in [texts.join("\n"), texts.join("\n") + "\n", "\n".repeat(STRIDE), String::new()] {
            let mut sources = Sources::default();
            let id = sources.add("a.yaml", text.as_str());
            let source = sources.get(id);
            let mut start = 0;
            for (index, line) in text.split('\n').enumerate() {
                assert_eq!(source.line(offset(index) + 1), Some((offset(start), line)));
                for column in 0..=line.len() {
                    let found = source.line_and_column(offset(start + column));
                    assert_eq!(found, (offset(index) + 1, offset(column) + 1));
                }
                start += line.len() + 1;
            }
            assert_eq!(source.line_count(), text.split('\n').count());
            assert_eq!(source.line(offset(source.line_count()) + 1), None);
        }
    }

    #[test]
    fn places_in_sheets_and_documents_are_those_that_people_see() {
        let mut sources = Sources::default();
        let sheet = Layout::Sheet { name: "Log".to_owned(), rows: vec![1, 14] };
        let sheet = sources.add_laid_out("capa.xlsx", "Id\tTitle\nIMP-1\tä\tOpen\n", sheet);
        let pieces = vec![Piece::Paragraph(1), Piece::Row { table: 2, row: 3 }];
        let document = sources.add_laid_out("minutes.docx", "Minutes\nIMP-1\tclosed\n", Layout::Document(pieces));
        for (source, byte, expected) in [
            (sheet, 3, "capa.xlsx Log!B1"),
            (sheet, 9, "capa.xlsx Log!A14"),
            (sheet, 18, "capa.xlsx Log!C14"),
            (sheet, 99, "capa.xlsx Log!A14"),
            (document, 2, "minutes.docx paragraph 1"),
            (document, 15, "minutes.docx table 2, row 3, cell 2"),
        ] {
            assert_eq!(sources.place(Span::new(source, byte, byte + 1)).to_string(), expected);
        }
    }
}
