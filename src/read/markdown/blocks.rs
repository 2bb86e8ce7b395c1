//! The body of a Markdown document as blocks.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::bare;
use super::rows::cells;
use crate::data::{Content, Key, Style, TreeBuilder};
use crate::read::labels::{self, labels};
use crate::text::offset;

/// Adds the blocks from byte `base` on to the list that is open.
pub(super) fn read(builder: &mut TreeBuilder, text: &str, base: usize) {
    let Some(body) = text.get(base..) else { return };
    let mut blocks = Blocks { builder, text, run: Run::default(), list: None, table: None, covers: Vec::new() };
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter() {
        blocks.event(event, range.start + base..range.end + base);
    }
    blocks.flush_covers();
}

/// A text that is being put together, and the bytes from its first part to its last.
#[derive(Default)]
struct Run {
    text: String,
    range: Option<Range<usize>>,
}

impl Run {
    fn push(&mut self, text: &str, range: Range<usize>) {
        self.text.push_str(text);
        self.reach(range);
    }

    fn reach(&mut self, range: Range<usize>) {
        let known = self.range.get_or_insert_with(|| range.clone());
        *known = known.start.min(range.start)..known.end.max(range.end);
    }
}

/// An outermost list; lists within it are part of it.
struct List {
    range: Range<usize>,
    depth: usize,
    items: Vec<Run>,
    /// The items that are open, innermost last.
    open: Vec<usize>,
}

struct Table {
    range: Range<usize>,
    header: Vec<Run>,
    rows: Vec<Vec<Run>>,
    in_header: bool,
}

struct Blocks<'a> {
    builder: &'a mut TreeBuilder,
    text: &'a str,
    run: Run,
    list: Option<List>,
    table: Option<Table>,
    /// Comments seen within a block; they follow it, because a block is one mapping.
    covers: Vec<Range<usize>>,
}

impl Blocks<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.push(&text, range),
            Event::Code(text) => self.push(&text, range),
            Event::SoftBreak | Event::HardBreak => self.push("\n", range),
            Event::InlineHtml(html) if html.starts_with("<!--") => self.covers.push(range),
            Event::InlineHtml(html) => {
                // `<br>` separates, other tags only decorate.
                let separates = html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br"));
                self.push(if separates { "\n" } else { "" }, range);
            }
            Event::Html(html) => self.push(&html, range),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::List(_) => match &mut self.list {
                Some(list) => list.depth += 1,
                None => self.list = Some(List { range, depth: 1, items: Vec::new(), open: Vec::new() }),
            },
            Tag::Item => {
                if let Some(list) = &mut self.list {
                    list.open.push(list.items.len());
                    list.items.push(Run { text: String::new(), range: None });
                }
            }
            Tag::Table(_) => {
                self.table = Some(Table { range, header: Vec::new(), rows: Vec::new(), in_header: false });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.in_header = matches!(tag, Tag::TableHead);
                    if !table.in_header {
                        table.rows.push(Vec::new());
                    }
                }
            }
            Tag::TableCell | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock if !self.in_item() => {
                self.run = Run::default();
            }
            Tag::Paragraph => match self.item() {
                Some(item) if !item.text.is_empty() => item.text.push('\n'),
                Some(_) => {}
                None => self.run = Run::default(),
            },
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
                self.push("", range);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::List(_) => {
                let Some(list) = &mut self.list else { return };
                list.depth = list.depth.saturating_sub(1);
                if list.depth == 0 {
                    self.finish_list();
                }
            }
            TagEnd::Item => {
                if let Some(list) = &mut self.list {
                    list.open.pop();
                }
            }
            TagEnd::TableCell => {
                let mut cell = std::mem::take(&mut self.run);
                cell.range.get_or_insert(range.start..range.start);
                if let Some(table) = &mut self.table {
                    let row = if table.in_header { Some(&mut table.header) } else { table.rows.last_mut() };
                    row.into_iter().for_each(|row| row.push(std::mem::take(&mut cell)));
                }
            }
            TagEnd::TableRow => self.finish_row(range),
            TagEnd::Table => self.finish_table(),
            _ if self.in_item() => {}
            TagEnd::Paragraph => self.finish_paragraph(range),
            TagEnd::CodeBlock => self.finish_run("code", range),
            TagEnd::HtmlBlock => self.finish_html(range),
            TagEnd::Heading(level) => self.finish_heading(level as usize, range),
            _ => {}
        }
    }

    /// The text of the innermost list item, or of the block.
    fn push(&mut self, text: &str, range: Range<usize>) {
        match (&self.table, self.in_item()) {
            (None, true) => self.item().into_iter().for_each(|item| item.push(text, range.clone())),
            _ => self.run.push(text, range),
        }
    }

    fn item(&mut self) -> Option<&mut Run> {
        let list = self.list.as_mut()?;
        let open = *list.open.last()?;
        list.items.get_mut(open)
    }

    fn in_item(&self) -> bool {
        self.list.as_ref().is_some_and(|list| !list.open.is_empty())
    }

    /// A paragraph may be a table that only a parser of Markdown takes for none.
    fn finish_paragraph(&mut self, range: Range<usize>) {
        let slice = self.text.get(range.clone()).unwrap_or("");
        let Some(bare::Bare { header, rows }) = bare::table(slice, range.start) else {
            return self.finish_run("paragraph", range);
        };
        self.run = Run::default();
        let text = self.text;
        let runs = |row: Vec<Range<usize>>| row.into_iter().map(|range| cell(text, range)).collect::<Vec<Run>>();
        let (header, rows) = (runs(header), rows.into_iter().map(runs).collect());
        self.table = Some(Table { range, header, rows, in_header: false });
        self.finish_table();
    }

    fn finish_run(&mut self, kind: &str, range: Range<usize>) {
        let run = std::mem::take(&mut self.run);
        if !run.text.trim().is_empty() {
            self.block(kind, &range, |blocks| {
                blocks.scalar("text", &run, range.start);
                if kind == "paragraph" {
                    blocks.labels(&range);
                }
            });
        }
        self.flush_covers();
    }

    fn finish_heading(&mut self, level: usize, range: Range<usize>) {
        let run = std::mem::take(&mut self.run);
        self.block("heading", &range, |blocks| {
            // Where the marks stand: `##` in front, or nothing for an underlined heading.
            let marks = blocks.text.get(range.start..range.start + level).unwrap_or("");
            let width = if marks.bytes().all(|byte| byte == b'#') { marks.len() } else { 0 };
            let place = offset(range.start)..offset(range.start + width);
            let key = key("level", range.start);
            blocks.builder.scalar_of(Some(key), Style::Quoted, place, Content::Text(&level.to_string()));
            blocks.scalar("text", &run, range.start);
        });
        self.flush_covers();
    }

    /// Comments speak by their markers only; what is left is the block's text.
    fn finish_html(&mut self, range: Range<usize>) {
        self.run = Run::default();
        let text = self.text.get(range.clone()).unwrap_or("");
        let (mut at, mut shown) = (0, Run::default());
        while let Some(opens) = text.get(at..).and_then(|rest| rest.find("<!--")) {
            let opens = at + opens;
            let ends = text[opens..].find("-->").map_or(text.len(), |ends| opens + ends + 3);
            shown.push(&text[at..opens], range.start + at..range.start + opens);
            self.covers.push(range.start + opens..range.start + ends);
            at = ends;
        }
        shown.push(&text[at..], range.start + at..range.end);
        if !shown.text.trim().is_empty() {
            let whole = Run { text: shown.text.trim().to_owned(), range: Some(range.clone()) };
            self.block("html", &range, |blocks| {
                blocks.scalar("text", &whole, range.start);
                blocks.labels(&range);
            });
        }
        self.flush_covers();
    }

    fn finish_list(&mut self) {
        let Some(list) = self.list.take() else { return };
        self.block("list", &list.range, |blocks| {
            blocks.builder.open_sequence(Some(key("items", list.range.start)), offset(list.range.start));
            for item in &list.items {
                blocks.item_scalar(item, list.range.start);
            }
            blocks.builder.close(offset(list.range.end));
            blocks.labels(&list.range);
        });
        self.flush_covers();
    }

    /// Gives the row that is open the cells that are written, where they are not as many as the header has.
    fn finish_row(&mut self, range: Range<usize>) {
        let Some((columns, row)) =
            self.table.as_mut().and_then(|table| Some((table.header.len(), table.rows.last_mut()?)))
        else {
            return;
        };
        let (written, meant) = cells(self.text.get(range.clone()).unwrap_or(""), range.start, columns);
        row.truncate(if meant { 0 } else { written.len() });
        for range in written.into_iter().skip(row.len()) {
            row.push(cell(self.text, range));
        }
    }

    /// Adds the labels that stand in a block to it.
    fn labels(&mut self, range: &Range<usize>) {
        let found = labels(self.text.get(range.clone()).unwrap_or(""), range.start);
        labels::add(self.builder, &found, range.start);
    }

    fn finish_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        let (start, end) = (table.range.start, offset(table.range.end));
        self.block("table", &table.range, |blocks| {
            if !table.header.is_empty() {
                blocks.builder.open_sequence(Some(key("header", start)), offset(start));
                table.header.iter().for_each(|cell| blocks.item_scalar(cell, start));
                blocks.builder.close(end);
            }
            blocks.builder.open_sequence(Some(key("rows", start)), offset(start));
            for row in &table.rows {
                let at = row.first().and_then(|cell| cell.range.clone()).map_or(start, |range| range.start);
                let until = row.last().and_then(|cell| cell.range.clone()).map_or(at, |range| range.end);
                blocks.builder.open_sequence(None, offset(at));
                row.iter().for_each(|cell| blocks.item_scalar(cell, at));
                blocks.builder.close(offset(until));
            }
            blocks.builder.close(end);
        });
        self.flush_covers();
    }

    /// Makes a block of each comment that says what its section covers.
    fn flush_covers(&mut self) {
        if self.list.is_some() || self.table.is_some() {
            return;
        }
        for range in std::mem::take(&mut self.covers) {
            let comment = self.text.get(range.clone()).unwrap_or("");
            let inside = comment.strip_prefix("<!--").unwrap_or("");
            let inside = inside.strip_suffix("-->").unwrap_or(inside);
            let Some(list) = inside.trim_start().strip_prefix("covers:") else {
                self.comment(inside, range.start + "<!--".len());
                continue;
            };
            let at = range.end - list.len() - if comment.ends_with("-->") { 3 } else { 0 };
            self.block("covers", &range, |blocks| {
                blocks.builder.open_sequence(Some(key("keys", range.start)), offset(at));
                let mut next = at;
                for part in list.split(',') {
                    let lead = part.len() - part.trim_start().len();
                    let (from, word) = (next + lead, part.trim());
                    if !word.is_empty() {
                        let place = offset(from)..offset(from + word.len());
                        blocks.builder.scalar_of(None, Style::Plain, place, Content::Source);
                    }
                    next += part.len() + 1;
                }
                blocks.builder.close(offset(at + list.trim_end().len()));
            });
        }
    }

    /// Makes a block of a comment that holds labels with values.
    fn comment(&mut self, inside: &str, base: usize) {
        let mut found = labels(inside, base);
        found.retain(|label| !label.value.text.is_empty());
        if !found.is_empty() {
            self.block("comment", &(base..base + inside.len()), |blocks| labels::add(blocks.builder, &found, base));
        }
    }

    /// Adds a block with its type, and what `content` adds to it. It ends with its last line that is not blank.
    fn block(&mut self, kind: &str, range: &Range<usize>, content: impl FnOnce(&mut Self)) {
        self.builder.open_mapping(None, offset(range.start));
        let place = offset(range.start)..offset(range.start);
        self.builder.scalar_of(Some(key("type", range.start)), Style::Quoted, place, Content::Text(kind));
        content(self);
        let written = self.text.get(range.clone()).unwrap_or("").trim_end().len();
        self.builder.close(offset(range.start + written));
    }

    fn scalar(&mut self, name: &'static str, run: &Run, at: usize) {
        self.add(Some(key(name, at)), run, at);
    }

    fn item_scalar(&mut self, run: &Run, at: usize) {
        self.add(None, run, at);
    }

    fn add(&mut self, key: Option<Key<'_>>, run: &Run, at: usize) {
        let range = run.range.clone().unwrap_or(at..at);
        let slice = self.text.get(range.clone()).unwrap_or("");
        let lead = slice.len() - slice.trim_start().len();
        let (slice, text) = (slice.trim(), run.text.trim());
        let from = if slice.is_empty() { range.start } else { range.start + lead };
        let content = if slice == text { Content::Source } else { Content::Text(text) };
        self.builder.scalar_of(key, Style::Block, offset(from)..offset(from + slice.len()), content);
    }
}

/// A cell that no parser took apart.
fn cell(text: &str, range: Range<usize>) -> Run {
    let shown = labels::bare(text.get(range.clone()).unwrap_or("")).replace("\\|", "|");
    Run { text: shown, range: Some(range) }
}

/// A key that we give, not one that stands in the text.
fn key(text: &'static str, at: usize) -> Key<'static> {
    Key { text, start: offset(at), end: offset(at) }
}
