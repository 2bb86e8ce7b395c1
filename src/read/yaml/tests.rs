//! Tables of YAML texts and what is read from them.

use std::fmt::Write as _;

use super::read;
use crate::data::{NodeId, NodeKind, Style, Tree};
use crate::text::Sources;

/// One line for each node: its key and text with their places.
fn outline(text: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add("a.yaml", text);
    let (tree, problems) = read(id, sources.get(id).text());
    let mut out = String::new();
    for root in tree.roots() {
        node(&sources, &tree, *root, 0, &mut out);
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

#[test]
fn probe() {
    for text in [
        "- id: IMP-1\n  title: \"a\\tb\" # c\n  'due on': 'x''y'\n  \"k\": \"plain\"\n  empty:\n  n: ~\n\n# end\n- b\n",
        "a: |\n  one\n  two\n\n# c\nb: >-\n\n   folded\n   text\nc: |\nd: plain\n  over\n\n  lines\ne: !!str 12\n",
        "a: &x {k: 1, l: [1, 2]}\nb: *x\nc:\n  <<: *x\n  k: own\nd: {<<: [*x, {m: 3, k: 9}], n: 4}\n&y key: v\n*y : w\nz: *y\n",
        "---\na: 1\n---\n- b\n...\n---\n",
        "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2\n",
        "? [a, b]\n: {x: y}\nk: v\n? {a: b}\nl: w\n",
        "a: 1\nb:\n\t- x\n",
        "a: [1, 2\nb: 3\n",
        "a: b: c\n",
        "- a: 1\n  b: {c: [\n",
        "a: &x [*x]\nb: *nope\nc: 1",
        "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 'd\r\n  e'\r\n",
        "a: 1\rb: 2\r",
        "a: x\0y\n",
        "",
        "# only\n# comments\n",
        "{a, b: , \"c\":1, [x]: y}",
        ": v\n",
        "a: @x\n",
        "a: {<<: 3, b: 1}\n",
    ] {
        println!("=== {text:?}\n{}", outline(text));
    }
}
