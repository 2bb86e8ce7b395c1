//! The events of the parser, one after the other, into the tree.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span as EventSpan, Tag};
use rustc_hash::FxHashMap;

use crate::data::{Content, Key, NodeId, NodeKind, Style, TreeBuilder};
use crate::diagnostic::Problem;
use crate::read::keys::Keys;
use crate::read::limits;

/// Reads one range of a text.
pub(super) struct Loader<'a> {
    pub(super) builder: &'a mut TreeBuilder,
    pub(super) slice: &'a str,
    /// Where the slice begins in the text.
    pub(super) base: u32,
    root_key: Option<Key<'static>>,
    /// Collections that were open before; they are not ours to close.
    pub(super) floor: usize,
    pub(super) frames: Vec<Frame>,
    pub(super) keys: Keys,
    /// Sources of the merge keys of the open mappings, outermost first.
    pub(super) merges: Vec<NodeId>,
    key: Option<Pending<'a>>,
    anchors: FxHashMap<usize, Anchored<'a>>,
    skipping: Option<Skip>,
    pub(super) copied_nodes: u32,
    pub(super) copied_bytes: u64,
    pub(super) last_end: u32,
    pub(super) problems: Vec<Problem>,
}

/// A collection that is open.
pub(super) struct Frame {
    pub(super) node: NodeId,
    mapping: bool,
    /// Whether it is the value of a merge key.
    merge: bool,
    anchor: usize,
    pub(super) first_merge: usize,
}

/// A key that waits for its value.
struct Pending<'a> {
    text: Cow<'a, str>,
    start: u32,
    end: u32,
    merge: bool,
}

enum Anchored<'a> {
    Node(NodeId),
    Key(Cow<'a, str>),
}

/// A key that is a list or a mapping is passed over, and its value too.
struct Skip {
    depth: usize,
    /// Whole nodes that are still to pass over.
    nodes: u8,
}

/// Reading ends here.
pub(super) struct Stop;

impl<'a> Loader<'a> {
    pub(super) fn new(
        builder: &'a mut TreeBuilder,
        text: &'a str,
        range: Range<usize>,
        root_key: Option<Key<'static>>,
    ) -> Self {
        let floor = builder.depth();
        Self {
            builder,
            slice: text.get(range.clone()).unwrap_or(""),
            base: u32::try_from(range.start).unwrap_or(u32::MAX),
            root_key,
            floor,
            frames: Vec::new(),
            keys: Keys::default(),
            merges: Vec::new(),
            key: None,
            anchors: FxHashMap::default(),
            skipping: None,
            copied_nodes: 0,
            copied_bytes: 0,
            last_end: 0,
            problems: Vec::new(),
        }
    }

    /// Reads to the end, or to the first thing that cannot be read.
    pub(super) fn load(mut self) -> Vec<Problem> {
        // A NUL would end the text for the parser without a word.
        let nul = memchr::memchr(0, self.slice.as_bytes());
        let readable = nul.map_or(self.slice, |at| &self.slice[..at]);
        let mut stopped = false;
        for event in Parser::new_from_str_with_options(readable, options()) {
            let result = match event {
                Ok((event, span)) => self.event(event, &span),
                Err(error) => Err(self.syntax_error(&error)),
            };
            if result.is_err() {
                stopped = true;
                break;
            }
        }
        if let (Some(at), false) = (nul, stopped) {
            let at = self.offset(at);
            self.problem_at(at..at + 1, "a NUL byte stands here; texts have none");
            stopped = true;
        }
        if stopped {
            self.builder.cut(self.floor, self.last_end);
        }
        self.problems.extend(self.keys.problems(self.builder));
        self.problems
    }

    fn event(&mut self, event: Event<'a>, span: &EventSpan) -> Result<(), Stop> {
        let range = self.range(span);
        if self.skipping.is_some() {
            self.skip(&event);
            return Ok(());
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(text, style, anchor, tag.as_deref(), range),
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::SequenceStart(_, anchor, _) => self.open(false, anchor, range),
            Event::MappingStart(_, anchor, _) => self.open(true, anchor, range),
            Event::SequenceEnd | Event::MappingEnd => self.close(range),
            Event::DocumentEnd => {
                self.anchors.clear();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: Cow<'a, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        range: Range<u32>,
    ) -> Result<(), Stop> {
        if self.wants_key() {
            self.last_end = self.last_end.max(range.end);
            if anchor != 0 {
                self.anchors.insert(anchor, Anchored::Key(text.clone()));
            }
            let merge = style == ScalarStyle::Plain && text == "<<" && tag.is_none();
            // An absent key (`: value`) comes as a `~` that is not in the text.
            let text = if range.is_empty() { Cow::Borrowed("") } else { text };
            self.key = Some(Pending { text, start: range.start, end: range.end, merge });
            return Ok(());
        }
        if self.frames.is_empty() && range.is_empty() && anchor == 0 {
            return Ok(()); // a document without content
        }
        let length = (range.end - range.start) as usize;
        let borrowed = matches!(text, Cow::Borrowed(_));
        let mut written = range.clone();
        let (style, content) = match style {
            // An absent value comes as a `~` that is not in the text.
            ScalarStyle::Plain if range.is_empty() => (Style::Plain, Content::Source),
            ScalarStyle::Plain if borrowed && text.len() == length => (Style::Plain, Content::Source),
            ScalarStyle::Plain => (Style::Plain, Content::Text(&text)),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if borrowed && text.len() + 2 == length => {
                (Style::Quoted, Content::Quoted)
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => (Style::Quoted, Content::Text(&text)),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                written = self.block_content(&range);
                (Style::Block, Content::Text(&text))
            }
        };
        self.last_end = self.last_end.max(written.end);
        let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
        let style = if is_text && style == Style::Plain { Style::Quoted } else { style };
        let key = self.key.take();
        if key.as_ref().is_some_and(|key| key.merge) {
            self.bad_merge(range);
            return Ok(());
        }
        self.room(range.start)?;
        let node = self.builder.scalar_of(as_key(key.as_ref(), self.root_key()), style, written, content);
        if key.is_some() {
            self.keys.add(self.builder, node);
        }
        if anchor != 0 {
            self.anchors.insert(anchor, Anchored::Node(node));
        }
        Ok(())
    }

    fn open(&mut self, mapping: bool, anchor: usize, range: Range<u32>) -> Result<(), Stop> {
        if self.wants_key() {
            self.problem_at(range, "a list or a mapping stands as a key here; it and its value were passed over");
            self.skipping = Some(Skip { depth: 1, nodes: 2 });
            return Ok(());
        }
        if self.frames.len() >= limits::DEPTH {
            return Err(self.too_deep(range));
        }
        self.room(range.start)?;
        let key = self.key.take();
        let merge = key.as_ref().is_some_and(|key| key.merge);
        let key_for_node = as_key(key.as_ref(), self.root_key());
        let node = if mapping {
            self.builder.open_mapping(key_for_node, range.start)
        } else {
            self.builder.open_sequence(key_for_node, range.start)
        };
        if merge {
            self.builder.hide(node);
            self.merges.push(node);
        } else {
            if key.is_some() {
                self.keys.add(self.builder, node);
            }
        }
        if mapping {
            self.keys.open(node);
        }
        self.frames.push(Frame { node, mapping, merge, anchor, first_merge: self.merges.len() });
        self.last_end = self.last_end.max(range.end);
        Ok(())
    }

    fn close(&mut self, range: Range<u32>) -> Result<(), Stop> {
        // A block collection ends where the next token stands, which may be many comments later.
        if !range.is_empty() {
            self.last_end = self.last_end.max(range.end);
        }
        if self.frames.last().is_some_and(|frame| frame.mapping && self.merges.len() > frame.first_merge) {
            self.merge()?;
        }
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        self.builder.close(self.last_end);
        if frame.mapping {
            self.keys.close();
        }
        self.merges.truncate(frame.first_merge);
        if frame.anchor != 0 {
            self.anchors.insert(frame.anchor, Anchored::Node(frame.node));
        }
        if frame.merge && !frame.mapping && self.builder.tree().children(frame.node).next().is_none() {
            self.bad_merge(range);
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, range: Range<u32>) -> Result<(), Stop> {
        self.last_end = self.last_end.max(range.end);
        let target = match self.anchors.get(&anchor) {
            Some(Anchored::Node(node)) => *node,
            Some(Anchored::Key(text)) => {
                let text = text.clone();
                return self.scalar(text, ScalarStyle::DoubleQuoted, 0, None, range);
            }
            None => {
                self.problem_at(range.clone(), "this alias names something that was not read in full above it");
                return self.scalar(Cow::Borrowed(""), ScalarStyle::Plain, 0, None, range.end..range.end);
            }
        };
        if self.wants_key() {
            let kind = self.builder.tree().kind(target);
            if !matches!(kind, NodeKind::Scalar(_)) {
                self.problem_at(range, "a list or a mapping stands as a key here; it and its value were passed over");
                self.skipping = Some(Skip { depth: 0, nodes: 1 });
                return Ok(());
            }
            let text = Cow::Owned(self.builder.tree().text(target).to_owned());
            self.key = Some(Pending { text, start: range.start, end: range.end, merge: false });
            return Ok(());
        }
        if self.key.as_ref().is_some_and(|key| key.merge) {
            self.key = None;
            self.merges.push(target);
            return Ok(());
        }
        self.copying(target, &range)?;
        let key = self.key.take();
        let node = self.builder.copy(as_key(key.as_ref(), self.root_key()), target);
        if key.is_some() {
            self.keys.add(self.builder, node);
        }
        Ok(())
    }

    /// The key under which a document is placed.
    fn root_key(&self) -> Option<Key<'static>> {
        self.root_key.filter(|_| self.frames.is_empty())
    }

    fn wants_key(&self) -> bool {
        self.key.is_none() && self.frames.last().is_some_and(|frame| frame.mapping)
    }

    fn skip(&mut self, event: &Event<'_>) {
        let Some(skip) = &mut self.skipping else { return };
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => skip.depth += 1,
            Event::SequenceEnd | Event::MappingEnd => skip.depth = skip.depth.saturating_sub(1),
            Event::Scalar(..) | Event::Alias(_) => {}
            _ => return,
        }
        if skip.depth == 0 {
            skip.nodes = skip.nodes.saturating_sub(1);
            if skip.nodes == 0 {
                self.skipping = None;
            }
        }
    }

    /// From the first character of a block scalar's content to its last; its indicator where it has none.
    fn block_content(&self, range: &Range<u32>) -> Range<u32> {
        let at = |from: u32, to: u32| self.slice.get((from - self.base) as usize..(to - self.base) as usize);
        let content = at(range.start, range.end).unwrap_or("").trim_end_matches([' ', '\t', '\n', '\r']);
        if !content.is_empty() {
            return range.start..range.start + u32::try_from(content.len()).unwrap_or(0);
        }
        // The parser places an empty one where the next key stands.
        let from = self.last_end.clamp(self.base, range.start);
        let header = at(from, range.start).and_then(|header| header.find(['|', '>']));
        let indicator = header.map_or(from, |offset| from + u32::try_from(offset).unwrap_or(0));
        indicator..indicator + u32::from(header.is_some())
    }

    fn range(&self, span: &EventSpan) -> Range<u32> {
        let start = self.offset(span.start.byte_offset().unwrap_or(0));
        let end = self.offset(span.end.byte_offset().unwrap_or(0));
        start..end.max(start)
    }
}

fn as_key<'k>(pending: Option<&'k Pending<'_>>, root: Option<Key<'static>>) -> Option<Key<'k>> {
    pending.map(|key| Key { text: &key.text, start: key.start, end: key.end }).or(root)
}

fn options() -> granit_parser::Options {
    granit_parser::options! {
        strict_indentation: true,
        emit_comments: false,
        flow_nesting_limit: limits::DEPTH,
        block_nesting_limit: limits::DEPTH,
    }
}
