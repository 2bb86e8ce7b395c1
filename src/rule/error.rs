//! [`RuleError`]: what is wrong with a rule file, shown inside it with a caret.

use std::fmt;
use std::ops::Range;

use crate::text::{Place, Sources, Span};

/// What is wrong with a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// Bytes of the file that it is about.
    pub range: Range<usize>,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
    /// Where the range stands, for people.
    pub place: Box<Place>,
    /// The line that holds the start of the range.
    line: Box<str>,
}

impl RuleError {
    /// An error about a range of the text of a rule file.
    #[must_use]
    pub fn new(path: &str, text: &str, range: Range<usize>, message: impl Into<String>) -> Self {
        let mut sources = Sources::default();
        let source = sources.add(path, text);
        let byte = |offset: usize| u32::try_from(offset.min(text.len())).unwrap_or(u32::MAX);
        let place = Box::new(sources.place(Span::new(source, byte(range.start), byte(range.end))));
        let line = sources.get(source).line(place.line).map(|(_, line)| line.into()).unwrap_or_default();
        Self { range, message: message.into(), hint: None, place, line }
    }

    /// Path of the file.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.place.path
    }

    /// Says what to write instead.
    #[must_use]
    pub fn hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.place.line.to_string();
        let margin = " ".repeat(number.len());
        let column = self.place.column.max(1) as usize;
        // A tab takes the same room above and below.
        let indent: String = self.line.chars().take(column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let rest = self.line.chars().count().saturating_sub(column - 1).max(1);
        let wide = if self.place.end_line == self.place.line {
            (self.place.end_column.saturating_sub(self.place.column) as usize).clamp(1, rest)
        } else {
            rest
        };
        writeln!(f, "{}: {}", self.place, self.message)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", self.line)?;
        write!(f, "{margin} | {indent}{}", "^".repeat(wide))?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, " {hint}"))
    }
}

impl std::error::Error for RuleError {}

/// The range of a file in which a range of a value stands: the value may be plain, quoted or a block scalar.
///
/// Value and source are walked side by side; what only the source has (indentation, line ends, quotes, a block header)
/// is passed over. Where they do not fit, the whole scalar is meant.
#[must_use]
pub(super) fn range_in_file(file: &str, scalar: Range<usize>, value: &str, range: Range<usize>) -> Range<usize> {
    let Some(source) = file.get(scalar.clone()) else { return scalar };
    let content = match source.find('\n') {
        Some(end) if source.starts_with(['|', '>']) && !value.starts_with(['|', '>']) => end,
        _ => 0,
    };
    let mut rest = source[content..].char_indices().peekable();
    let mut start = None;
    let mut end = None;
    for (offset, letter) in value.char_indices().filter(|(_, letter)| !letter.is_whitespace()) {
        let found = loop {
            match rest.next() {
                Some((at, same)) if same == letter => break at,
                Some((_, other)) if other.is_whitespace() || matches!(other, '\'' | '"' | '\\') => {}
                _ => return scalar,
            }
        };
        let at = scalar.start + content + found;
        if offset >= range.start && start.is_none() {
            start = Some(at);
        }
        if offset < range.end {
            end = Some(at + letter.len_utf8());
        }
    }
    match (start, end) {
        (Some(start), Some(end)) if start <= end => start..end,
        // The range is behind the last letter: the text ended too early.
        (None, Some(end)) => end..end,
        (Some(start), _) => start..start,
        _ => scalar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_a_value_is_found_however_the_scalar_is_written() {
        let cases = [
            ("when: a.b == c", "a.b == c", "b", 8),
            ("when: 'x == ''y'''", "x == 'y'", "y", 14),
            ("when: \"x == \\\"y\\\"\"", "x == \"y\"", "\"y", 13),
            ("when: |\n  a &&\n  bcd\n", "a &&\nbcd\n", "bcd", 17),
            ("when: >-\n  a &&\n  bcd\n", "a && bcd", "bcd", 18),
            ("when: a &&\n   b", "a && b", "b", 14),
        ];
        for (file, value, wanted, at) in cases {
            let scalar = 6..file.trim_end().len();
            let start = value.find(wanted).unwrap();
            let range = range_in_file(file, scalar, value, start..start + wanted.len());
            assert_eq!(range.start, at, "{file:?}");
        }
        assert_eq!(range_in_file("when: a ==", 6..10, "a ==", 4..4), 10..10, "behind the end");
        assert_eq!(range_in_file("when: abc", 6..9, "xyz", 0..1), 6..9, "no fit");
    }

    #[test]
    fn an_error_points_with_a_caret() {
        let text = "rule: x\nrequire: entry.foo\n";
        let error = RuleError::new("rules/x.yaml", text, 23..26, "no such field").hint(Some("try bar".to_owned()));
        let expected = "rules/x.yaml:2:16: no such field\n  |\n2 | require: entry.foo\n  |                ^^^ try bar";
        assert_eq!(error.to_string(), expected);
    }
}
