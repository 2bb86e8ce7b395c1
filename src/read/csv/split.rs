//! [`Splitter`]: a text as rows of cells after RFC 4180, each cell with its place.
//!
//! What the RFC leaves open is decided for tables that people edit by hand: blanks around a cell in quotation marks do
//! not matter, and a quotation mark that nothing closes is a letter, so that it cannot swallow the rest of the file.

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its first byte, quotation mark included; blanks around it are left out.
    pub(super) start: usize,
    /// The byte behind it.
    pub(super) end: usize,
    pub(super) text: Text,
}

/// How the text of a cell is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// It is what stands there. `unclosed`: it begins with a quotation mark that was to open a cell.
    Bare { unclosed: bool },
    /// It is what stands there without the quotation marks at both ends.
    Quoted,
    /// It has doubled quotation marks, or something behind the one that closes it.
    Escaped { close: usize },
}

/// Walks over a text, row by row and in a row cell by cell.
#[derive(Clone, Debug)]
pub(super) struct Splitter<'a> {
    text: &'a str,
    delimiter: u8,
    at: usize,
    in_row: bool,
}

impl<'a> Splitter<'a> {
    /// Starts at a byte of the text; the delimiter is an ASCII character.
    pub(super) fn new(text: &'a str, delimiter: u8, at: usize) -> Self {
        Self { text, delimiter, at, in_row: false }
    }

    /// The byte at which the next row starts; `None` at the end. A line with nothing but blanks is a row without cells.
    pub(super) fn start_row(&mut self) -> Option<usize> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let first = self.behind_blanks(start);
        self.in_row = !self.ends_line(first);
        if !self.in_row {
            self.at = first;
            self.end_row();
        }
        Some(start)
    }

    /// The next cell of the row; `None` behind its last one.
    pub(super) fn next_cell(&mut self) -> Option<Cell> {
        if !self.in_row {
            return None;
        }
        let first = self.behind_blanks(self.at);
        let (cell, behind) = match self.byte(first) {
            Some(b'"') => self.quoted(first).unwrap_or_else(|| self.bare(first, true)),
            _ => self.bare(first, false),
        };
        self.at = behind;
        if self.byte(behind) == Some(self.delimiter) {
            self.at += 1;
        } else {
            self.end_row();
        }
        Some(cell)
    }

    /// A cell that opens with a quotation mark, and the byte behind it; `None` where nothing closes it.
    fn quoted(&self, start: usize) -> Option<(Cell, usize)> {
        let bytes = self.text.as_bytes();
        let (mut at, mut doubled) = (start + 1, false);
        let close = loop {
            let close = at + memchr::memchr(b'"', bytes.get(at..)?)?;
            if bytes.get(close + 1) != Some(&b'"') {
                break close;
            }
            (at, doubled) = (close + 2, true);
        };
        let behind = self.behind_blanks(close + 1);
        if self.ends_cell(behind) {
            let text = if doubled { Text::Escaped { close } } else { Text::Quoted };
            return Some((Cell { start, end: close + 1, text }, behind));
        }
        // `"Smith, J." (deputy)` is a cell. Over several lines, the mark that closes was meant to open.
        if memchr::memchr2(b'\n', b'\r', &bytes[start..close]).is_some() {
            return None;
        }
        let (tail, behind) = self.bare(close + 1, false);
        Some((Cell { start, end: tail.end, text: Text::Escaped { close } }, behind))
    }

    /// A cell without quotation marks around it, and the byte behind it.
    fn bare(&self, start: usize, unclosed: bool) -> (Cell, usize) {
        let rest = self.text.as_bytes().get(start..).unwrap_or(&[]);
        let ends = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let behind = rest.iter().position(ends).map_or(self.text.len(), |length| start + length);
        let written = self.text.get(start..behind).unwrap_or("").trim_end().len();
        (Cell { start, end: start + written, text: Text::Bare { unclosed } }, behind)
    }

    fn end_row(&mut self) {
        self.in_row = false;
        self.at += match (self.byte(self.at), self.byte(self.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            _ => 1,
        };
    }

    /// The byte behind blanks, none of which delimits.
    fn behind_blanks(&self, from: usize) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or(&[]);
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t') && *byte != self.delimiter;
        from + rest.iter().position(|byte| !blank(byte)).unwrap_or(rest.len())
    }

    fn ends_cell(&self, at: usize) -> bool {
        self.byte(at) == Some(self.delimiter) || self.ends_line(at)
    }

    fn ends_line(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b'\n' | b'\r'))
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }
}
