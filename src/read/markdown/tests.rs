//! Tables of Markdown texts, their blocks and their sections.

use std::fmt::Write as _;

use super::{read, sections};
use crate::read::outline::{outline, spans_are_sound};
use crate::text::Sources;

#[test]
fn blocks_have_exact_places() {
    for (name, text) in [
        (
            "everything",
            "---\nid: MR-1\nheld_on: 2026-03-01\n---\n\n# Review *one* <!-- covers: a, b_c -->\n\nSome `code` and \
             **bold**\ntext &amp; more.\n\n- one\n- two\n  - inner\n\n  second par\n- three\n\n| Ä | B |\n|---|---|\n\
             | x | **y** |\n|  | z | extra |\n\n```yaml\nk: v\n```\n\n<div>html</div>\n\nUnder\n=====\n> quoted\n",
        ),
        ("front_matter_with_an_error", "---\nonly: \"broken\n---\n# T\n"),
        ("thematic_breaks_are_no_front_matter", "---\nplain text\n---\nrest\n"),
        ("empty_front_matter", "---\n---\nx\n"),
        ("front_matter_never_closed", "---\na: 1\n"),
        ("crlf", "---\r\na: 1\r\n---\r\n\r\n- a <!-- covers: z -->\r\n\r\n| h |\r\n|---|\r\n| c<br>d |\r\n"),
        (
            "markers",
            "<!-- a comment -->\n<!--covers: x,,y-->\n<p>shown</p> <!-- covers: z --> also\n\n<!-- covers: open",
        ),
        ("code_in_a_list", "1. step\n\n   ```\n   code\n   ```\n2. > quote\n\n   | a |\n   |---|\n   | b |\n"),
        ("nothing", ""),
        (
            "labels",
            "<!-- Owner: A | Version: 1 -->\n<!-- no label here -->\n\n**Status:** Closed  \n**Owner**: [X](y)\n\n- Date: \
             2026-01-02\n  - **Inner:** `b`\n\n> **Version:** 1.2 | **Owner:** CISO\n\n<p><img \
             src=\"https://img.shields.io/badge/Version-1.7-555\"/></p>\n",
        ),
        (
            "bare_tables",
            "# T\n| a | b | c |\n| 1 | **2** | 3 \\| 4 |\n\n| a | b |\n|---|---|---|\n1 | 2<br>x\n\n| a | b | c |\ntext\n\n- \
             | a | b | c |\n  | 1 | 2 | 3 |\n",
        ),
        (
            "ragged_rows",
            "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | **3** \\| 4 |\n| `x|y` | z |\n\n> | q |\n> |---|\n> | r | s |\n",
        ),
    ] {
        insta::assert_snapshot!(format!("markdown_{name}"), outline(text, read));
    }
}

/// One line for each section: level, heading, keys, texts, lines.
fn listed(text: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add("a.md", text);
    let (tree, problems) = read(id, sources.get(id).text());
    spans_are_sound(&tree, &problems);
    let mut out = String::new();
    for section in sections(&tree) {
        let covers: Vec<&str> = section.covers.iter().map(|key| tree.text(*key)).collect();
        let place = sources.place(section.span);
        let given = section.is_given(&tree, |text| text == "TBD");
        write!(out, "{} {:?} {covers:?} ", section.level, section.title(&tree)).unwrap();
        writeln!(out, "{:?} {}-{} {given}", section.text(&tree), place.line, place.end_line).unwrap();
    }
    out
}

#[test]
fn sections_hold_what_stands_below_their_heading() {
    let text = "intro\n\n# A\n\na1\n\n## B\n\n- b1\n- b2\n\n### C\n\nTBD\n\n## D\n\n# E\n\n| h |\n|---|\n| TBD |\n";
    let expected = "0 \"\" [] \"intro\" 1-1 true\n\
                    1 \"A\" [] \"a1\\nb1\\nb2\\nTBD\" 3-16 true\n\
                    2 \"B\" [] \"b1\\nb2\\nTBD\" 7-14 true\n\
                    3 \"C\" [] \"TBD\" 12-14 false\n\
                    2 \"D\" [] \"\" 16-16 false\n\
                    1 \"E\" [] \"TBD\" 18-22 false\n";
    assert_eq!(listed(text), expected);
}

#[test]
fn markers_speak_of_the_nearest_heading() {
    for (text, expected) in [
        ("# A <!-- covers: a -->\n# B\n", "A[a] B[]"),
        ("# A\n<!-- covers: a -->\n\n# B\n", "A[a] B[]"),
        ("# A\n\n<!-- covers: a -->\n\n# B\n", "A[a] B[]"),
        ("# A\n\n<!-- covers: b -->\n# B\n", "A[] B[b]"),
        ("# A\n\ntext\n\n<!-- covers: b -->\n\n# B\n", "A[] B[b]"),
        ("# A\n\ntext\n<!-- covers: a -->\n\n# B\n", "A[a] B[]"),
        ("# A\n\ntext <!-- covers: a -->\n\n<!-- covers: b -->\n# B\n", "A[a] B[b]"),
        ("<!-- covers: a -->\n<!-- covers: c -->\n# A\n", "A[a,c]"),
        ("# A\n\ntext\n\n<!-- covers: a -->\n", "A[a]"),
        ("<!-- covers: x -->\n\ntext\n", "[x]"),
        ("# A\n## B\n<!-- covers: b -->\ntext\n", "A[] B[b]"),
    ] {
        let mut sources = Sources::default();
        let id = sources.add("a.md", text);
        let (tree, _) = read(id, sources.get(id).text());
        let found: Vec<String> = sections(&tree)
            .iter()
            .map(|section| {
                let keys: Vec<&str> = section.covers.iter().map(|key| tree.text(*key)).collect();
                format!("{}[{}]", section.title(&tree), keys.join(","))
            })
            .collect();
        assert_eq!(found.join(" "), expected, "{text:?}");
    }
}
