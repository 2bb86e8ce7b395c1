//! The events of the parser, one after the other, into the tree.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span as EventSpan, Tag};
use rustc_hash::FxHashMap;

use super::{limits, wording};
use crate::data::{Content, Key, NodeId, NodeKind, Style, Symbol, TreeBuilder};
use crate::diagnostic::Problem;
use crate::read::place::positions;
use crate::text::Span;

/// Reads one range of a text.
pub(super) struct Loader<'a> {
    builder: &'a mut TreeBuilder,
    slice: &'a str,
    /// Where the slice begins in the text.
    base: u32,
    root_key: Option<Key<'static>>,
    /// Collections that were open before; they are not ours to close.
    floor: usize,
    frames: Vec<Frame>,
    /// Pairs of the open mappings, outermost first.
    pairs: Vec<(Symbol, NodeId)>,
    /// Pairs of the open mappings that have too many for a search through the list.
    crowded: FxHashMap<(NodeId, Symbol), NodeId>,
    /// Sources of the merge keys of the open mappings, outermost first.
    merges: Vec<NodeId>,
    key: Option<Pending<'a>>,
    anchors: FxHashMap<usize, Anchored<'a>>,
    skipping: Option<Skip>,
    repeated: Vec<(NodeId, NodeId)>,
    copied_nodes: u32,
    copied_bytes: u64,
    last_end: u32,
    problems: Vec<Problem>,
}

/// A collection that is open.
struct Frame {
    node: NodeId,
    mapping: bool,
    /// Whether it is the value of a merge key.
    merge: bool,
    anchor: usize,
    first_pair: usize,
    first_merge: usize,
    /// One bit for each symbol modulo 64: a clear bit proves that a key is new.
    seen: u64,
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
struct Stop;

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
            pairs: Vec::new(),
            crowded: FxHashMap::default(),
            merges: Vec::new(),
            key: None,
            anchors: FxHashMap::default(),
            skipping: None,
            repeated: Vec::new(),
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
        self.report_repeated();
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
        self.last_end = self.last_end.max(range.end);
        if self.wants_key() {
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
        let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
        let style = if is_text && style == Style::Plain { Style::Quoted } else { style };
        let key = self.key.take();
        if key.as_ref().is_some_and(|key| key.merge) {
            self.bad_merge(range);
            return Ok(());
        }
        self.room(range.start)?;
        let node = self.builder.scalar_of(as_key(key.as_ref(), self.root_key()), style, written, content);
        self.added(node, key.is_some());
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
            self.added(node, key.is_some());
        }
        let (first_pair, first_merge) = (self.pairs.len(), self.merges.len());
        self.frames.push(Frame { node, mapping, merge, anchor, first_pair, first_merge, seen: 0 });
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
        if self.pairs.len() - frame.first_pair > CROWD {
            for (symbol, _) in &self.pairs[frame.first_pair..] {
                self.crowded.remove(&(frame.node, *symbol));
            }
        }
        self.pairs.truncate(frame.first_pair);
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
        self.added(node, key.is_some());
        Ok(())
    }

    /// Adds the pairs of the merge keys to the mapping that is about to close. Its own pairs win, then earlier ones.
    fn merge(&mut self) -> Result<(), Stop> {
        let Some(frame) = self.frames.last() else { return Ok(()) };
        let (sources, node) = (self.merges[frame.first_merge..].to_vec(), frame.node);
        let at = self.range_of(node);
        let mut mappings = Vec::new();
        for source in sources {
            match self.builder.tree().kind(source) {
                NodeKind::Mapping => mappings.push(source),
                NodeKind::Sequence => mappings.extend(self.builder.tree().children(source)),
                NodeKind::Scalar(_) => self.bad_merge(at.clone()),
            }
        }
        for mapping in mappings {
            if self.builder.tree().kind(mapping) != NodeKind::Mapping {
                self.bad_merge(self.range_of(mapping));
                continue;
            }
            let pairs: Vec<NodeId> = self.builder.tree().children(mapping).collect();
            for pair in pairs {
                let Some(symbol) = self.builder.tree().key(pair) else { continue };
                if self.builder.tree().is_duplicate(pair) || self.standing(symbol).is_some() {
                    continue;
                }
                self.copying(pair, &at)?;
                let copy = self.builder.copy_pair(pair);
                self.added(copy, true);
            }
        }
        Ok(())
    }

    /// Notes a pair that was added to the innermost mapping, and marks it if its key stands there already.
    fn added(&mut self, node: NodeId, pair: bool) {
        if !pair {
            return;
        }
        let Some(symbol) = self.builder.tree().key(node) else { return };
        if let Some(first) = self.standing(symbol) {
            self.builder.mark_duplicate(first);
            self.builder.mark_duplicate(node);
            self.repeated.push((first, node));
            return;
        }
        let Some(frame) = self.frames.last_mut() else { return };
        frame.seen |= bit(symbol);
        self.pairs.push((symbol, node));
        let own = self.pairs.len() - frame.first_pair;
        if own == CROWD + 1 {
            let all = self.pairs[frame.first_pair..].iter();
            self.crowded.extend(all.map(|(symbol, node)| ((frame.node, *symbol), *node)));
        } else if own > CROWD {
            self.crowded.insert((frame.node, symbol), node);
        }
    }

    /// The pair of the innermost mapping that has this key.
    fn standing(&self, symbol: Symbol) -> Option<NodeId> {
        let frame = self.frames.last()?;
        if frame.seen & bit(symbol) == 0 {
            return None;
        }
        let own = self.pairs.get(frame.first_pair..)?;
        if own.len() > CROWD {
            return self.crowded.get(&(frame.node, symbol)).copied();
        }
        own.iter().find(|(other, _)| *other == symbol).map(|(_, node)| *node)
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

    /// Refuses a copy that would make the tree larger or deeper than anybody needs.
    fn copying(&mut self, target: NodeId, range: &Range<u32>) -> Result<(), Stop> {
        let (nodes, depth) = self.builder.extent(target);
        if self.frames.len() + depth > limits::DEPTH + 1 {
            return Err(self.too_deep(range.clone()));
        }
        self.copied_nodes = self.copied_nodes.saturating_add(nodes);
        self.copied_bytes += u64::from(self.range_of(target).len() as u32);
        if self.copied_nodes > limits::COPIED_NODES {
            let limit = format!("the limit of {} nodes copied by aliases", limits::COPIED_NODES);
            return Err(self.limit(range.clone(), limit, "an alias that stands for many others"));
        }
        if self.copied_bytes > limits::COPIED_BYTES {
            let limit = format!("the limit of {} MiB of text copied by aliases", limits::COPIED_BYTES >> 20);
            return Err(self.limit(range.clone(), limit, "a long text that is used many times"));
        }
        self.room(range.start)
    }

    fn room(&mut self, at: u32) -> Result<(), Stop> {
        let tree = self.builder.tree();
        if tree.len() >= limits::NODES {
            let limit = format!("the limit of {} values in one file", limits::NODES);
            return Err(self.limit(at..at, limit, "split the file"));
        }
        if tree.symbols().len() >= limits::KEYS {
            let limit = format!("the limit of {} different keys in one file", limits::KEYS);
            return Err(self.limit(at..at, limit, "split the file"));
        }
        Ok(())
    }

    fn too_deep(&mut self, range: Range<u32>) -> Stop {
        let limit = format!("the limit of {} lists and mappings within each other", limits::DEPTH);
        self.limit(range, limit, "deeper nesting stands here")
    }

    fn limit(&mut self, range: Range<u32>, limit: String, value: &str) -> Stop {
        let problem = Problem::new("input-limit-exceeded", self.span(range));
        self.problems.push(problem.fact("limit", limit).fact("value", value));
        Stop
    }

    fn bad_merge(&mut self, range: Range<u32>) {
        self.problem_at(range, "the merge key `<<` takes a mapping, or a list of mappings");
    }

    fn problem_at(&mut self, range: Range<u32>, what: &str) {
        let problem = Problem::new("input-syntax-error", self.span(range));
        self.problems.push(problem.fact("what", what));
    }

    fn syntax_error(&mut self, error: &ScanError) -> Stop {
        let at = self.offset(error.marker().byte_offset().unwrap_or(0).min(self.slice.len()));
        let here = self.slice.get((at - self.base) as usize..).and_then(|rest| rest.chars().next());
        let width = here.filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
        let range = at..at + u32::try_from(width).unwrap_or(0);
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            return self.too_deep(range);
        }
        self.problem_at(range, &wording::syntax_error(error));
        Stop
    }

    fn report_repeated(&mut self) {
        let repeated = std::mem::take(&mut self.repeated);
        let tree = self.builder.tree();
        let spans: Vec<(Span, Span)> = repeated
            .iter()
            .take(limits::REPEATED_KEYS)
            .filter_map(|(first, second)| Some((tree.key_span(*first)?, tree.key_span(*second)?)))
            .collect();
        let bytes: Vec<u32> = spans.iter().flat_map(|(first, second)| [first.start, second.start]).collect();
        let places = positions(tree.source_text(), &bytes);
        for ((first, second), place) in spans.iter().zip(places.chunks(2)) {
            let key = tree.source_text().get(second.start as usize..second.end as usize).unwrap_or("");
            let [a, b] = [place.first(), place.last()].map(|place| place.map_or_else(String::new, ToString::to_string));
            let problem = Problem::new("input-key-duplicate", *second)
                .fact("key", format!("`{key}`"))
                .fact("a", a)
                .fact("b", b)
                .related(*first, "the same key stands here");
            self.problems.push(problem);
        }
        if repeated.len() > limits::REPEATED_KEYS {
            let limit = format!("the limit of {} repeated keys that are named one by one", limits::REPEATED_KEYS);
            let range = spans.last().map_or(0..0, |(_, second)| second.start..second.end);
            let _ = self.limit(range, limit, &format!("{} stand in this file", repeated.len()));
        }
    }

    /// From the first character of a block scalar's content to its last.
    fn block_content(&self, range: &Range<u32>) -> Range<u32> {
        let (start, end) = ((range.start - self.base) as usize, (range.end - self.base) as usize);
        let Some(written) = self.slice.get(start..end) else { return range.clone() };
        let header = memchr::memchr2(b'\n', b'\r', written.as_bytes()).unwrap_or(written.len());
        let content = &written[header..];
        let trimmed = content.trim_matches([' ', '\t', '\n', '\r']);
        if trimmed.is_empty() {
            let indicator = written[..header].trim_end().len();
            return range.start..self.offset(start + indicator);
        }
        let lead = content.len() - content.trim_start_matches([' ', '\t', '\n', '\r']).len();
        let from = start + header + lead;
        self.offset(from)..self.offset(from + trimmed.len())
    }

    fn range(&self, span: &EventSpan) -> Range<u32> {
        let start = self.offset(span.start.byte_offset().unwrap_or(0));
        let end = self.offset(span.end.byte_offset().unwrap_or(0));
        start..end.max(start)
    }

    fn range_of(&self, node: NodeId) -> Range<u32> {
        let span = self.builder.tree().span(node);
        span.start..span.end.max(span.start)
    }

    /// An offset in the slice as one in the text.
    fn offset(&self, at: usize) -> u32 {
        self.base.saturating_add(u32::try_from(at).unwrap_or(u32::MAX))
    }

    fn span(&self, range: Range<u32>) -> Span {
        Span::new(self.builder.tree().source(), range.start, range.end)
    }
}

/// Mappings with more keys than this are searched by hash.
const CROWD: usize = 48;

fn bit(symbol: Symbol) -> u64 {
    1 << (symbol.0 & 63)
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
