//! Source texts, the one location type of the crate ([`Span`]), and what a person reads of it ([`Place`]).

use std::fmt;
use std::sync::{Arc, OnceLock};

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
    /// Byte offset at which each line starts, worked out when a place is first asked for.
    lines: OnceLock<Vec<u32>>,
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

    /// Number of lines; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    /// The text of a line (counted from 1) without its line end, and the byte at which it starts.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<(u32, &str)> {
        let starts = self.line_starts();
        let index = (number as usize).checked_sub(1)?;
        let start = *starts.get(index)?;
        let end = starts.get(index + 1).map_or(self.text.len(), |next| *next as usize);
        let line = &self.text[start as usize..end];
        Some((start, line.trim_end_matches(['\n', '\r'])))
    }

    /// Line and column of a byte, both counted from 1; columns count Unicode code points.
    #[must_use]
    pub fn line_and_column(&self, byte: u32) -> (u32, u32) {
        let mut byte = (byte as usize).min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start as usize <= byte).max(1) - 1;
        let column = self.text[starts[line] as usize..byte].chars().count();
        (offset(line) + 1, offset(column) + 1)
    }

    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(ends.map(|end| offset(end) + 1)).collect()
        })
    }
}

/// All texts that were read, by number.
#[derive(Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Adds a text; `path` is relative to the workspace, with `/` between its parts.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        let id = SourceId(offset(self.list.len()));
        self.list.push(Source { path: path.into(), text: text.into(), lines: OnceLock::new() });
        id
    }

    /// The source with this number.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.list[id.0 as usize]
    }

    /// All sources with their numbers, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
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
        Place { path: source.path.clone(), line, column, end_line, end_column }
    }
}

/// A place as a person reads it: `register.yaml:12:5`.
///
/// Lines and columns count from 1, columns in Unicode code points; the end is exclusive.
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
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
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
}
