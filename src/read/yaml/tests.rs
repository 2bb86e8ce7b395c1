//! Tables of YAML texts and what is read from them.

use super::read;
use crate::read::outline::outline;

#[test]
fn texts_become_trees_with_exact_places() {
    for (name, text) in [
        (
            "scalars",
            "- id: IMP-1\n  title: \"a\\tb\" # c\n  'due on': 'x''y'\n  \"k\": \"plain\"\n  empty:\n  n: ~\n\n# end\n- b\n",
        ),
        (
            "texts_of_several_lines",
            "a: |\n  one\n  two\n\n# c\nb: >-\n\n   folded\n   text\nc: |\nd: plain\n  over\n\n  lines\ne: !!str 12\n\
             f: |+ # kept\n\n  x\n\n\ng: |2\n    y\nh: >\n",
        ),
        (
            "anchors_and_merge_keys",
            "a: &x {k: 1, l: [1, 2]}\nb: *x\nc:\n  <<: *x\n  k: own\nd: {<<: [*x, {m: 3, k: 9}], n: 4}\n&y key: v\n\
             *y : w\nz: *y\ne: {<<: 3, b: 1}\nf: {<<: [], \"<<\": text}\ng: {<<: *x, <<: {k: 2, o: 5}}\n",
        ),
        ("several_documents", "---\na: 1\n---\n- b\n...\n---\n# nothing\n---\nc\n"),
        ("repeated_keys", "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2\n'a': 3\n"),
        ("keys_that_are_lists", "? [a, b]\n: {x: y}\nk: v\n? {a: b}\nl: w\nm: {[x]: y, n}\n: empty key\n"),
        ("tab", "a: 1\nb:\n\t- x\n"),
        ("bracket_not_closed", "a: [1, 2\nb: 3\n"),
        ("colon_in_text", "a: b: c\n"),
        ("collections_not_closed", "- a: 1\n  b: {c: [\n"),
        ("aliases_without_anchor", "a: &x [*x]\nb: *nope\nc: 1"),
        ("crlf", "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 'd\r\n  e'\r\n"),
        ("cr", "a: 1\rb: 2\r"),
        ("nul", "a: x\0y\n"),
        ("empty", ""),
        ("only_comments", "# only\n# comments\n"),
        ("at_sign", "a: @x\n"),
        ("not_ascii", "ä: ö # ü\n\"é\": 'ß'\n"),
    ] {
        insta::assert_snapshot!(format!("yaml_{name}"), outline(text, read));
    }
}
