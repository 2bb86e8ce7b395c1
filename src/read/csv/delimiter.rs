//! [`Delimiter`]: what separates the cells of a table, found out from its first rows.

use super::split::Splitter;

/// What may separate cells, the usual one first.
const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows that are looked at.
const ROWS: usize = 60;
/// Bytes that are looked at.
const BYTES: usize = 64 << 10;
/// Rows of more cells than this say no more than those with so many.
const MANY: usize = 4;

/// What separates the cells of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) struct Delimiter {
    /// An ASCII character.
    pub(in crate::read) byte: u8,
    /// Where the first row starts: behind a line `sep=;`, which tells spreadsheets the delimiter.
    pub(in crate::read) first_row: usize,
    /// Rows that were looked at and are not blank.
    pub(in crate::read) rows: usize,
    /// Those of them that have the same number of cells, which is more than one.
    pub(in crate::read) alike: usize,
    /// That number of cells.
    pub(in crate::read) cells: usize,
}

impl Delimiter {
    /// Finds out the delimiter of a text: most rows have the same number of cells with it.
    pub(in crate::read) fn of(text: &str) -> Self {
        if let Some((byte, first_row)) = declared(text) {
            return Self::tried(text, byte, first_row);
        }
        let tried = CANDIDATES.map(|byte| Self::tried(text, byte, 0));
        let [first, others @ ..] = tried;
        others.into_iter().fold(first, |best, next| if next.weight() > best.weight() { next } else { best })
    }

    /// The cells of the first row with the usual number of cells.
    pub(in crate::read) fn first_alike(self, text: &str) -> Vec<&str> {
        let mut splitter = Splitter::new(text, self.byte, self.first_row);
        for _ in 0..ROWS {
            if splitter.start_row().is_none() {
                break;
            }
            let cells: Vec<&str> = std::iter::from_fn(|| splitter.next_cell())
                .map(|cell| text.get(cell.start..cell.end).unwrap_or("").trim_matches('"'))
                .collect();
            if cells.len() == self.cells {
                return cells;
            }
        }
        Vec::new()
    }

    fn tried(text: &str, byte: u8, first_row: usize) -> Self {
        let (sample, cut) = sample(text);
        let mut splitter = Splitter::new(sample, byte, first_row);
        let mut widths = Vec::with_capacity(ROWS);
        while widths.len() < ROWS && splitter.start_row().is_some() {
            let width = std::iter::from_fn(|| splitter.next_cell()).count();
            if width > 0 {
                widths.push(width);
            }
        }
        if cut && widths.len() > 1 && widths.len() < ROWS {
            // The last row goes on behind the sample.
            widths.pop();
        }
        let count = |cells: usize| widths.iter().filter(|width| **width == cells).count();
        let several = widths.iter().copied().filter(|width| *width > 1);
        let (alike, cells) = several.map(|cells| (count(cells), cells)).max().unwrap_or((0, 1));
        Self { byte, first_row, rows: widths.len(), alike, cells }
    }

    fn weight(&self) -> (usize, usize) {
        (self.alike * self.cells.min(MANY), self.cells)
    }
}

/// The delimiter that a first line `sep=;` declares, and the byte behind that line.
fn declared(text: &str) -> Option<(u8, usize)> {
    let line = text.split(['\n', '\r']).next()?;
    let unquoted = line.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(line);
    let name = unquoted.get(..4).filter(|name| name.eq_ignore_ascii_case("sep="))?;
    let [byte] = unquoted.as_bytes().get(name.len()..)? else { return None };
    if !byte.is_ascii_punctuation() && !matches!(byte, b' ' | b'\t') || *byte == b'"' {
        return None;
    }
    let end = if text[line.len()..].starts_with("\r\n") { 2 } else { 1 };
    Some((*byte, (line.len() + end).min(text.len())))
}

/// The beginning of a text, and whether more follows.
fn sample(text: &str) -> (&str, bool) {
    let mut end = text.len().min(BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (&text[..end], end < text.len())
}
