//! Input made to hurt: each is read in bounded time and memory, and named once.

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;

use super::outline::spans_are_sound;
use super::{Document, markdown, read};
use crate::text::SourceId;

fn load(path: &str, text: &str) -> Document {
    let document = read(SourceId(0), path, &Arc::from(text));
    spans_are_sound(&document.tree, &document.problems);
    document
}

fn alias_bomb(levels: usize) -> String {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..levels {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(text, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    text
}

fn alias_chain(length: usize) -> String {
    (1..length).fold("a0: &a0 x\n".to_owned(), |text, level| text + &format!("a{level}: &a{level} [*a{}]\n", level - 1))
}

#[test]
fn hostile_files_give_one_problem() {
    let blocks: String = (0..10_000).map(|depth| format!("{}- \n", " ".repeat(depth.min(2_000)))).collect();
    let wide: String = (0..40_000).map(|key| format!("k{key}: {key}\n")).collect();
    let merges = format!("a: &a\n  {}\nb:\n{}", wide.replace('\n', "\n  "), "  <<: *a\n".repeat(1_000));
    for (path, text, name) in [
        ("a.yaml", alias_bomb(12), "input-limit-exceeded"),
        ("a.yaml", alias_chain(300), "input-limit-exceeded"),
        ("a.yaml", format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(10_000)), "input-limit-exceeded"),
        ("a.yaml", merges, "input-limit-exceeded"),
        ("a.yaml", "[".repeat(10_000), "input-limit-exceeded"),
        ("a.yaml", "{a: ".repeat(10_000), "input-limit-exceeded"),
        ("a.yaml", "- ".repeat(10_000), "input-limit-exceeded"),
        ("a.yaml", blocks, "input-limit-exceeded"),
        ("a.yaml", "a: [b\n".repeat(1_000), "input-syntax-error"),
        ("a.yaml", "&a ".repeat(10_000), "input-syntax-error"),
        ("a.yaml", format!("{}: 1", "k".repeat(5_000_000)), "input-syntax-error"),
        ("a.yaml", "\0".repeat(1_000), "input-syntax-error"),
        ("a.yaml", format!("a: \"{}", "x\n ".repeat(300_000)), "input-syntax-error"),
        ("a.json", "[".repeat(10_000), "input-limit-exceeded"),
        ("a.json", "{\"a\":".repeat(10_000), "input-limit-exceeded"),
        ("a.json", format!("[\"{}", "\\u0041".repeat(500_000)), "input-syntax-error"),
        ("a.md", format!("---\na: {}\n---\n", "[".repeat(10_000)), "input-limit-exceeded"),
        ("a.pdf", String::new(), "input-file-not-read"),
    ] {
        let document = load(path, &text);
        let names: Vec<&str> = document.problems.iter().map(|problem| problem.name).collect();
        assert_eq!(names, [name], "{path}: {:?}", &text[..text.len().min(40)]);
    }
}

#[test]
fn large_and_odd_files_are_read_without_a_word() {
    let comments = "# c\n".repeat(1_000);
    for (path, text, nodes) in [
        ("a.yaml", format!("a: 1\n{comments}b:\n{comments}- c\n"), 4),
        ("a.yaml", comments.clone(), 0),
        ("a.yaml", format!("a: {}\n", "x ".repeat(1_000_000)), 2),
        ("a.yaml", format!("[{}]", "1,".repeat(200_000)), 200_001),
        ("a.yaml", (0..100_000).map(|key| format!("k{key}: {key}\n")).collect(), 100_001),
        ("a.yaml", String::new(), 0),
        ("a.json", String::new(), 0),
        ("a.json", format!("[{}0]", "1,".repeat(200_000)), 200_002),
    ] {
        let document = load(path, &text);
        assert_eq!(document.problems, [], "{path}");
        assert_eq!(document.tree.len(), nodes, "{path}: {:?}", &text[..text.len().min(40)]);
    }
}

#[test]
fn many_repeated_keys_are_counted_not_listed() {
    for (path, text) in [
        ("a.yaml", format!("{{{}}}", "k: 1, ".repeat(100_000))),
        ("a.json", format!("{{{}\"k\": 1}}", "\"k\": 1, ".repeat(100_000))),
    ] {
        let document = load(path, &text);
        assert_eq!(document.problems.len(), 101);
        assert_eq!(document.problems.last().map(|problem| problem.name), Some("input-limit-exceeded"));
    }
}

#[test]
fn markdown_made_to_hurt_is_read() {
    for text in [
        "> ".repeat(20_000),
        "- ".repeat(5_000),
        (0..500).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect(),
        "<!-- covers: a -->\n\n".repeat(50_000),
        "# a\n".repeat(50_000),
        "[".repeat(50_000),
        "*a _b ".repeat(20_000),
        "![[](".repeat(10_000),
        "<!-- ".repeat(20_000),
        "|a".repeat(20_000) + "\n" + &"|-".repeat(20_000) + "\n",
        "`".repeat(50_000),
    ] {
        let document = load("a.md", &text);
        assert_eq!(document.problems, []);
        let _ = markdown::sections(&document.tree);
    }
}

/// Texts that come near to what the formats mean.
fn scribble() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "\n", "\n", "  ", "- ", ": ", "a", "key", "b: c", "\"", "'", "[", "]", "{", "}", ", ", "&x ", "*x", "<<: ",
            "|\n", ">-\n", "# c", "---\n", "...\n", "\t", "\r\n", "\r", "~", "null", "ä", "🎵", "!!str ", "? ", "%", "@",
            "\\", "\\u00e4", "\\ud83d", "1", "-1.5", "true", "\u{FEFF}", "\u{2028}", "\0", "# ", "| a | b |\n|---|---|\n",
            "<!-- covers: a, ä -->", "<!--", "-->", "```\n", "**", "`", "> ", "<br>", "&amp;", "===\n", "![x](y)",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_a_reader(text in scribble()) {
        for path in ["a.yaml", "a.json", "a.md", "a.csv", "a.txt"] {
            let document = load(path, &text);
            for section in markdown::sections(&document.tree) {
                let _ = section.text(&document.tree);
            }
        }
        load("a.md", &format!("---\n{text}\n---\n{text}"));
    }

    #[test]
    fn what_json_writes_is_read_back(value in json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        for path in ["a.json", "a.yaml"] {
            // YAML refuses control characters and long keys, where JSON allows them.
            if path == "a.yaml" && text.contains(|letter: char| letter.is_control() && letter != '\n') {
                continue;
            }
            let document = load(path, &text);
            prop_assert_eq!(&document.problems, &[]);
            let back: serde_json::Value = crate::data::from_tree(&document.tree, document.tree.roots()[0]).unwrap();
            prop_assert_eq!(&back, &value);
        }
    }
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        "[a-zA-Z0-9 ä€🎵\"\\\\/\n\t:#-]{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::hash_map("[a-zä \"]{0,4}", inner, 0..6)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}
