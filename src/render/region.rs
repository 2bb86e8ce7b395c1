//! [`Region`]: a place as programs take it: on one line, with an extent, of a file that they can open.

use super::Texts;
use crate::text::{Place, Span};

/// A place on one line; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_column: u32,
}

impl Region {
    /// Where a span begins, to the end of its first line at most.
    pub(super) fn of(span: Span, place: &Place, texts: Texts<'_>) -> Self {
        if place.within.is_some() {
            // The lines are those of a text that only we know: for everybody else the file has but a beginning.
            return Self { line: 1, column: 1, end_column: 2 };
        }
        let source = texts.sources.get(span.source);
        let columns = source.line(place.line).map_or(0, |(_, line)| line.chars().count());
        let line_end = u32::try_from(columns).unwrap_or(u32::MAX - 1) + 1;
        let (mut start, mut end) = (place.column.min(line_end), place.end_column);
        if place.end_line > place.line {
            end = line_end;
        }
        // A place without extent is widened to a character, to the left at the end of a line.
        if end <= start && start < line_end {
            end = start + 1;
        } else if end <= start {
            end = start;
            start = start.saturating_sub(1).max(1);
        }
        Self { line: place.line, column: start, end_column: end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    #[test]
    fn places_are_on_one_line_and_have_an_extent() {
        for (text, start, end, expected) in [
            ("ä: bc\nd", 0, 2, (1, 1, 2)),
            ("ä: bc\nd", 4, 6, (1, 4, 6)),
            ("ä: bc\nd", 4, 99, (1, 4, 6)),
            ("ä: bc\nd", 6, 6, (1, 5, 6)),
            ("ä: bc\nd", 4, 4, (1, 4, 5)),
            ("ab\n\ncd", 3, 3, (2, 1, 1)),
            ("", 0, 0, (1, 1, 1)),
            ("ab\r\ncd", 1, 5, (1, 2, 3)),
        ] {
            let mut sources = Sources::default();
            let source = sources.add("a.yaml", text);
            let texts = Texts { sources: &sources, prefix: "" };
            let span = Span::new(source, start, end);
            let Region { line, column, end_column } = Region::of(span, &texts.place(span), texts);
            assert_eq!((line, column, end_column), expected, "{text:?} {start}..{end}");
        }
    }
}
