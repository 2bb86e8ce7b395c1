//! For tests: a tree as lines of text, and what must hold for any tree.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::data::{NodeId, NodeKind, Style, Tree};
use crate::diagnostic::Problem;
use crate::text::{SourceId, Sources, Span};

/// One line for each node: its key and text with their places.
pub(super) fn outline(text: &str, read: impl Fn(SourceId, &Arc<str>) -> (Tree, Vec<Problem>)) -> String {
    let mut sources = Sources::default();
    let id = sources.add("a", text);
    let (tree, problems) = read(id, sources.get(id).text());
    spans_are_sound(&tree, &problems);
    outline_of(&sources, &tree, &problems)
}

/// The same of a tree that was read.
pub(super) fn outline_of(sources: &Sources, tree: &Tree, problems: &[Problem]) -> String {
    let mut out = String::new();
    for root in tree.roots() {
        node(sources, tree, *root, 0, &mut out);
    }
    for problem in problems {
        let place = sources.place(problem.span);
        let facts: Vec<&str> = problem.facts.iter().map(|(_, value)| value.as_str()).collect();
        writeln!(out, "! {} {}:{} {}", problem.name, place.line, place.column, facts.join(" | ")).unwrap();
    }
    out
}

fn node(sources: &Sources, tree: &Tree, id: NodeId, depth: usize, out: &mut String) {
    let place = |span| {
        let place = sources.place(span);
        format!("{}:{}-{}:{}", place.line, place.column, place.end_line, place.end_column)
    };
    out.push_str(&"  ".repeat(depth));
    if let (Some(key), Some(span)) = (tree.key_text(id), tree.key_span(id)) {
        write!(out, "{key} ({}) = ", place(span)).unwrap();
    }
    let mark = match tree.kind(id) {
        NodeKind::Scalar(Style::Plain) => format!("{:?}", tree.text(id)),
        NodeKind::Scalar(Style::Quoted) => format!("q{:?}", tree.text(id)),
        NodeKind::Scalar(Style::Block) => format!("b{:?}", tree.text(id)),
        NodeKind::Sequence => "list".to_owned(),
        NodeKind::Mapping => "mapping".to_owned(),
    };
    let flags = [(tree.is_duplicate(id), " duplicate"), (tree.is_cut(id), " cut")];
    let flags: String = flags.iter().filter(|(set, _)| *set).map(|(_, name)| *name).collect();
    writeln!(out, "{mark} {}{flags}", place(tree.span(id))).unwrap();
    for child in tree.children(id) {
        node(sources, tree, child, depth + 1, out);
    }
}

/// Every span lies in the text, on the bounds of characters; bare scalars on one line are what stands there.
pub(super) fn spans_are_sound(tree: &Tree, problems: &[Problem]) {
    let text = tree.source_text();
    let sound = |span: Span| {
        assert!(span.start <= span.end, "{span:?}");
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
    };
    let mut waiting: Vec<NodeId> = tree.roots().to_vec();
    while let Some(node) = waiting.pop() {
        sound(tree.span(node));
        tree.key_span(node).into_iter().for_each(sound);
        waiting.extend(tree.children(node));
        let span = tree.span(node);
        let slice = &text[span.start as usize..span.end as usize];
        if tree.kind(node) == NodeKind::Scalar(Style::Plain) && !slice.contains(['\n', '\r']) {
            assert_eq!(slice, tree.text(node));
        }
    }
    for problem in problems {
        sound(problem.span);
        problem.related.iter().for_each(|label| sound(label.span));
    }
}
