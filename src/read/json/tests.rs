//! Tables of JSON texts and what is read from them.

use super::read;
use crate::read::outline::outline;

#[test]
fn texts_become_trees_with_exact_places() {
    let mut out = String::new();
    for text in [
        "{\"a\":1,\n\t\"b\":\t[1.5,\ttrue, null],\r\n\"c\": \"x\\/y \\ud83d\\ude00 \\u00e9\\n\"}\n",
        "{\"a\\u0062\": {\"a\": \"\", \"a\": []}}",
        "{\"k\":1}\n{\"k\":2}\n",
        "[1 2]",
        "[1,]",
        "[,1]",
        "{a: b}",
        "{\"a\" 1}",
        "{\"a\": tru}",
        "[\"abc\n\"]",
        "[01]",
        "[-0.5e+3, 0, 10]",
        "\"\\ud83dx\"",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[1, {\"b\": [",
        "",
        "]",
        "[1]]",
        "{\"a\": 1 \"b\": 2}",
        "ä",
    ] {
        out.push_str(&format!("=== {text}\n{}", outline(text, read)));
    }
    insta::assert_snapshot!("json", out);
}
