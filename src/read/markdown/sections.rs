//! The sections of a Markdown document: a heading, and what stands below it.

use crate::data::{NodeId, NodeKind, Tree};
use crate::text::Span;

/// A heading with everything below it, up to the next heading of the same or a higher level.
#[derive(Clone, Debug)]
pub struct Section {
    /// The text of the heading; `None` for what stands above the first heading.
    pub heading: Option<NodeId>,
    /// Level of the heading, 1 to 6; 0 for what stands above the first heading.
    pub level: u8,
    /// The keys that markers (`<!-- covers: key -->`) give to this section itself, not to sections within it.
    pub covers: Vec<NodeId>,
    /// The texts below the heading: paragraphs, list items, table cells but for headers, code, HTML.
    pub texts: Vec<NodeId>,
    /// The heading and everything below it.
    pub span: Span,
    /// From the first text to the last one.
    pub content: Option<Span>,
}

impl Section {
    /// The heading as text; empty for what stands above the first heading.
    #[must_use]
    pub fn title<'t>(&self, tree: &'t Tree) -> &'t str {
        self.heading.map_or("", |heading| tree.text(heading))
    }

    /// The texts, each on a line of its own.
    #[must_use]
    pub fn text(&self, tree: &Tree) -> String {
        let texts: Vec<&str> = self.texts.iter().map(|text| tree.text(*text)).filter(|text| !text.is_empty()).collect();
        texts.join("\n")
    }

    /// Whether any text is more than a placeholder.
    #[must_use]
    pub fn is_given(&self, tree: &Tree, placeholder: impl Fn(&str) -> bool) -> bool {
        self.texts.iter().map(|text| tree.text(*text).trim()).any(|text| !text.is_empty() && !placeholder(text))
    }
}

/// The sections of a tree that the Markdown reader made, in document order; none for other trees.
#[must_use]
pub fn sections(tree: &Tree) -> Vec<Section> {
    let body = tree.roots().first().and_then(|root| tree.get(*root, "body"));
    let Some(body) = body.filter(|body| tree.kind(*body) == NodeKind::Sequence) else { return Vec::new() };
    // Comments that hold labels are no text, and do not stand between a marker and its heading.
    let shown =
        tree.children(body).filter(|node| tree.get(*node, "type").is_none_or(|kind| tree.text(kind) != "comment"));
    let blocks: Vec<Block> = shown.map(|node| Block::of(tree, node)).collect();
    let mut outline = Outline::default();
    let mut rest = blocks.as_slice();
    let mut before: Option<&Block> = None;
    while let Some(first) = rest.first() {
        let markers = rest.iter().take_while(|block| block.covers).count();
        let Some(next) = rest.get(markers) else {
            outline.mark(rest);
            break;
        };
        let (run, behind) = rest.split_at(markers.max(1));
        if markers > 0 {
            let (here, ahead) = run.split_at(markers_of_this(tree, before, run, next));
            outline.mark(here);
            outline.ahead.extend(ahead.iter().flat_map(|marker| &marker.texts));
        } else {
            outline.add(first);
            before = Some(first);
        }
        rest = behind;
    }
    widen(&mut outline.list);
    outline.list
}

/// How many markers of a run belong to the section above it; the others stand above the heading they speak of.
fn markers_of_this(tree: &Tree, before: Option<&Block>, run: &[Block], next: &Block) -> usize {
    if next.heading.is_none() {
        return run.len();
    }
    let Some(before) = before else { return 0 };
    let inside = run.iter().take_while(|marker| marker.span.start < before.span.end).count();
    let (Some(first), Some(last)) = (run.get(inside), run.last()) else { return inside };
    let lines = |from: u32, to: u32| {
        let between = tree.source_text().get(from as usize..to.max(from) as usize).unwrap_or("");
        memchr::memchr_iter(b'\n', between.as_bytes()).count()
    };
    let above = lines(before.span.end, first.span.start);
    let below = lines(last.span.end, next.span.start);
    // The nearer one wins. Where both are as near, a marker below a heading speaks of that one.
    let of_next = below < above || (below == above && before.heading.is_none());
    if of_next { inside } else { run.len() }
}

/// The sections as they come about.
#[derive(Default)]
struct Outline {
    list: Vec<Section>,
    /// The sections that are open, outermost first.
    open: Vec<usize>,
    /// Markers that wait for their heading.
    ahead: Vec<NodeId>,
}

impl Outline {
    fn add(&mut self, block: &Block) {
        if let Some((level, heading)) = block.heading {
            self.open.retain(|section| self.list[*section].level > 0 && self.list[*section].level < level);
            self.begin(Some(heading), level, block.span);
            return;
        }
        self.reach(block.span);
        for section in &self.open {
            let section = &mut self.list[*section];
            section.texts.extend(&block.texts);
            let content = section.content.get_or_insert(block.span);
            content.end = content.end.max(block.span.end);
        }
    }

    /// Gives markers to the innermost section.
    fn mark(&mut self, markers: &[Block]) {
        for marker in markers {
            self.reach(marker.span);
            if let Some(innermost) = self.open.last() {
                self.list[*innermost].covers.extend(&marker.texts);
            }
        }
    }

    /// Makes sure that a section is open, and lets the open ones reach to the end of a block.
    fn reach(&mut self, span: Span) {
        if self.open.is_empty() {
            self.begin(None, 0, span);
        }
        for section in &self.open {
            let known = &mut self.list[*section].span;
            known.end = known.end.max(span.end);
        }
    }

    fn begin(&mut self, heading: Option<NodeId>, level: u8, span: Span) {
        self.open.push(self.list.len());
        let covers = std::mem::take(&mut self.ahead);
        self.list.push(Section { heading, level, covers, texts: Vec::new(), span, content: None });
    }
}

struct Block {
    span: Span,
    heading: Option<(u8, NodeId)>,
    covers: bool,
    texts: Vec<NodeId>,
}

impl Block {
    fn of(tree: &Tree, node: NodeId) -> Self {
        let text = |key| tree.get(node, key);
        let kind = text("type").map_or("", |kind| tree.text(kind));
        let mut texts = Vec::new();
        match kind {
            "heading" => {}
            "covers" => texts.extend(text("keys").into_iter().flat_map(|keys| tree.children(keys))),
            "list" => texts.extend(text("items").into_iter().flat_map(|items| tree.children(items))),
            "table" => {
                let rows = text("rows").into_iter().flat_map(|rows| tree.children(rows));
                texts.extend(rows.flat_map(|row| tree.children(row)));
            }
            _ => texts.extend(text("text")),
        }
        let level = text("level").and_then(|level| tree.text(level).parse().ok()).unwrap_or(1);
        let heading = text("text").filter(|_| kind == "heading").map(|heading| (level, heading));
        Self { span: tree.span(node), heading, covers: kind == "covers", texts }
    }
}

/// Lets each section reach to the end of the last section within it.
fn widen(list: &mut [Section]) {
    for index in (0..list.len()).rev() {
        let (level, mut end) = (list[index].level, list[index].span.end);
        for inner in &list[index + 1..] {
            if level == 0 || inner.level <= level {
                break;
            }
            end = end.max(inner.span.end);
        }
        list[index].span.end = end;
    }
}
