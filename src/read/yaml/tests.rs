//! Tables of YAML texts and what is read from them.

use super::read;
use crate::read::outline::outline;

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
        println!("=== {text:?}\n{}", outline(text, read));
    }
}
