//! [`Excerpt`]: the lines around some labels, as miette draws them: cut to the width, and with control characters shown.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

use super::Texts;
use super::paint::wrapped;
use super::visible::{Shown, one_line, shown, width};
use crate::text::{Layout, Source, SourceId, Span};

/// Lines shown before and behind each label.
pub(super) const CONTEXT_LINES: usize = 1;

/// A label as it is asked for; the first of a list is the one that the diagnostic is about.
pub(super) struct Wanted<'a> {
    /// Where it points.
    pub(super) span: Span,
    /// What it says; may be empty.
    pub(super) message: &'a str,
}

/// How an excerpt is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paper {
    /// Columns of the page.
    pub(super) width: usize,
    /// Whether it may hold characters beyond ASCII that no source holds.
    pub(super) unicode: bool,
    /// Whether a CI runner reads it and takes some texts for commands.
    pub(super) neutralise: bool,
}

/// The lines around some labels of one or several sources, put together as one text.
///
/// Only the lines that are shown are looked at, so that a picture of a large file costs as much as one of a small file.
#[derive(Debug)]
pub(super) struct Excerpt {
    text: String,
    lines: Vec<Line>,
    labels: Vec<Label>,
}

#[derive(Debug)]
struct Line {
    start: usize,
    source: SourceId,
    path: String,
    /// What a person calls the line.
    name: (u32, u32),
}

#[derive(Debug)]
struct Label {
    range: Range<usize>,
    message: Option<String>,
    order: usize,
    /// Path and place, for the head of the picture.
    head: String,
}

/// A label on a line of its source.
struct Mark<'a> {
    order: usize,
    /// Bytes within the line.
    range: Range<usize>,
    span: Span,
    message: &'a str,
}

impl Excerpt {
    /// Puts together the lines around the labels: the sources in the order in which labels name them.
    pub(super) fn new(texts: Texts<'_>, wanted: &[Wanted<'_>], paper: Paper) -> Self {
        let mut excerpt = Self { text: String::new(), lines: Vec::new(), labels: Vec::new() };
        let mut order: Vec<SourceId> = Vec::new();
        for label in wanted {
            if !order.contains(&label.span.source) {
                order.push(label.span.source);
            }
        }
        for source in order {
            excerpt.add_source(texts, source, wanted, paper);
        }
        excerpt
    }

    /// The labels for miette, the first one as the primary, and for each its place in the list that was asked for.
    pub(super) fn labels(&self) -> (Vec<LabeledSpan>, Vec<usize>) {
        let mut labels: Vec<&Label> = self.labels.iter().collect();
        labels.sort_by_key(|label| (label.range.start, label.order));
        let spans = labels.iter().map(|label| {
            let span = (label.range.start, label.range.len());
            match label.order {
                0 => LabeledSpan::new_primary_with_span(label.message.clone(), span),
                _ => LabeledSpan::new_with_span(label.message.clone(), span),
            }
        });
        (spans.collect(), labels.iter().map(|label| label.order).collect())
    }

    fn add_source(&mut self, texts: Texts<'_>, id: SourceId, wanted: &[Wanted<'_>], paper: Paper) {
        let source = texts.sources.get(id);
        let path = texts.path(id);
        let (marks, numbers) = marks(source, id, wanted);
        let digits = numbers.iter().map(|line| source.line_name(*line).1.to_string().len()).max().unwrap_or(1);
        let tab = match (source.layout(), paper.unicode) {
            (Layout::Lines, _) => "    ",
            (_, true) => " │ ",
            (_, false) => " | ",
        };
        let room = paper.width.saturating_sub(digits + 5).max(20);
        for number in numbers {
            let Some((_, line)) = source.line(number) else { continue };
            let start = self.text.len();
            let path = one_line(&path, paper.unicode).into_owned();
            self.lines.push(Line { start, source: id, path, name: source.line_name(number) });
            let marks = marks.get(&number).map_or(&[][..], Vec::as_slice);
            let piece = Piece::cut(line, marks.first(), room, paper, tab);
            for mark in marks {
                let range = piece.position(mark.range.start)..piece.position(mark.range.end);
                let column = width(&piece.text[..range.start]) + width(&piece.text[range.clone()]) / 2;
                let message = label_text(mark.message, room.saturating_sub(column + 4), paper.unicode);
                let range = start + range.start..start + range.end;
                let head = one_line(&texts.place(mark.span).to_string(), paper.unicode).into_owned();
                self.labels.push(Label { range, message, order: mark.order, head });
            }
            self.text.push_str(&piece.text);
            self.text.push('\n');
        }
    }

    fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }

    fn end_of(&self, line: usize) -> usize {
        self.lines.get(line + 1).map_or(self.text.len(), |next| next.start)
    }

    /// Whether two lines follow each other in the same source.
    fn adjoin(&self, first: usize, second: usize) -> bool {
        match (self.lines.get(first), self.lines.get(second)) {
            (Some(first), Some(second)) => {
                first.source == second.source && (first.name.0, first.name.1.saturating_add(1)) == second.name
            }
            _ => false,
        }
    }
}

/// The labels of a source by line, and the numbers of the lines to show.
fn marks<'a>(source: &Source, id: SourceId, wanted: &[Wanted<'a>]) -> (BTreeMap<u32, Vec<Mark<'a>>>, BTreeSet<u32>) {
    let mut marks: BTreeMap<u32, Vec<Mark<'a>>> = BTreeMap::new();
    let mut numbers = BTreeSet::new();
    for (order, label) in wanted.iter().enumerate().filter(|(_, label)| label.span.source == id) {
        let (number, _) = source.line_and_column(label.span.start);
        let Some((start, line)) = source.line(number) else { continue };
        let from = (label.span.start.saturating_sub(start) as usize).min(line.len());
        // A label never leaves its first line: whole entries in a picture hide what it is about.
        let to = (label.span.end.saturating_sub(start) as usize).clamp(from, line.len());
        let (from, to) = (boundary(line, from), boundary(line, to));
        let to = from + line.get(from..to).map_or(0, |text| text.trim_end().len());
        marks.entry(number).or_default().push(Mark {
            order,
            range: from..to,
            span: label.span,
            message: label.message,
        });
        let context = CONTEXT_LINES as u32;
        for near in number.saturating_sub(context).max(1)..=number + context {
            let is_there = source.line(near).is_some_and(|(_, line)| {
                let last = near as usize == source.line_count();
                near == number || !(last && line.is_empty())
            });
            if is_there {
                numbers.insert(near);
            }
        }
    }
    (marks, numbers)
}

fn boundary(line: &str, mut at: usize) -> usize {
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn label_text(message: &str, room: usize, unicode: bool) -> Option<String> {
    let message = one_line(message, unicode);
    let lines = wrapped(&message, room.max(24), room.max(24));
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// What is shown of one line.
struct Piece {
    text: String,
    /// Byte in the line, and where the character that starts there went; ascending.
    map: Vec<(usize, usize)>,
}

impl Piece {
    /// Cuts a line to a width around a label, and shows its control characters.
    fn cut(line: &str, mark: Option<&Mark<'_>>, room: usize, paper: Paper, tab: &str) -> Self {
        let ellipsis = if paper.unicode { "…" } else { "..." };
        let focus = mark.map_or(0..0, |mark| mark.range.clone());
        // A label that starts far to the right is moved to the left, so that its text has room.
        let has_text = mark.is_some_and(|mark| !mark.message.is_empty());
        let farthest = if has_text { room / 2 } else { room.saturating_sub(columns(&line[focus.clone()], room)) };
        let lead = columns(&line[..focus.start], farthest + 1);
        let start = if lead <= farthest { 0 } else { back(line, focus.start, room / 4) };
        let mut piece = Self { text: String::new(), map: Vec::new() };
        if start > 0 {
            piece.text.push_str(ellipsis);
        }
        let mut used = width(&piece.text);
        for (at, character) in line[start..].char_indices() {
            let columns = shown_width(character);
            let is_last = start + at + character.len_utf8() == line.len();
            let limit = if is_last { room } else { room.saturating_sub(ellipsis.len().min(3)) };
            if used + columns > limit {
                piece.map.push((start + at, piece.text.len()));
                piece.text.push_str(ellipsis);
                return piece;
            }
            piece.map.push((start + at, piece.text.len()));
            used += columns;
            piece.push(character, paper, tab);
        }
        piece.map.push((line.len(), piece.text.len()));
        piece
    }

    fn push(&mut self, character: char, paper: Paper, tab: &str) {
        match shown(character, paper.unicode) {
            _ if character == '\t' => self.text.push_str(tab),
            Shown::Plain('[') if paper.neutralise && self.text.ends_with("##") => self.text.push_str(" ["),
            Shown::Plain(character) => self.text.push(character),
            Shown::Picture(picture) => self.text.push_str(&picture),
        }
    }

    /// Where a byte of the line is in the piece: its first or last character, if it was cut away.
    fn position(&self, byte: usize) -> usize {
        let index = self.map.partition_point(|(at, _)| *at < byte);
        self.map.get(index).or(self.map.last()).map_or(0, |(_, position)| *position)
    }
}

/// Columns of a text, counted no further than `enough`.
fn columns(text: &str, enough: usize) -> usize {
    let mut columns = 0;
    for character in text.chars() {
        if columns > enough {
            break;
        }
        columns += shown_width(character);
    }
    columns
}

/// The byte so many columns before another one.
fn back(line: &str, from: usize, columns: usize) -> usize {
    let mut used = 0;
    let mut start = from;
    for (at, character) in line[..from].char_indices().rev() {
        used += shown_width(character);
        if used > columns {
            break;
        }
        start = at;
    }
    start
}

fn shown_width(character: char) -> usize {
    match shown(character, false) {
        _ if character == '\t' => 4,
        Shown::Plain(character) => character.width().unwrap_or(0),
        Shown::Picture(picture) => picture.len(),
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let last_byte = span.offset() + span.len().saturating_sub(1);
        let (mut first, mut last) = (self.line_at(span.offset()), self.line_at(last_byte));
        let whole = (first..last).all(|line| self.adjoin(line, line + 1));
        // A span over two sources, or over lines that were left out, is drawn as two pictures.
        let line = self.lines.get(first).filter(|_| whole && last_byte < self.text.len());
        let line = line.ok_or(MietteError::OutOfBounds)?;
        if before == 0 && after == 0 {
            let label = self.labels.iter().find(|label| label.range.start == span.offset());
            let head = label.map_or(&line.path, |label| &label.head).clone();
            let number = (line.name.1 as usize).saturating_sub(1);
            let data = self.text.as_bytes().get(span.offset()..span.offset() + span.len()).unwrap_or_default();
            return Ok(Box::new(MietteSpanContents::new_named(head, data, *span, number, 0, 1)));
        }
        for _ in 0..before {
            first -= usize::from(first > 0 && self.adjoin(first - 1, first));
        }
        for _ in 0..after {
            last += usize::from(self.adjoin(last, last + 1));
        }
        let top = self.lines.get(first).ok_or(MietteError::OutOfBounds)?;
        let range = top.start..self.end_of(last);
        let data = self.text.as_bytes().get(range.clone()).unwrap_or_default();
        let number = (top.name.1 as usize).saturating_sub(1);
        let span = SourceSpan::from((range.start, range.len()));
        Ok(Box::new(MietteSpanContents::new_named(top.path.clone(), data, span, number, 0, last - first + 1)))
    }
}
