//! What is written into the page is text and nothing else. The page as a whole is tested in `tests/page.rs`.

use super::written::{anchor, escaped, said, sha256_base64};

#[test]
fn text_is_never_markup() {
    for (text, expected) in [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\"><img src=x onerror=y>", "&quot;&gt;&lt;img src=x onerror=y&gt;"),
        ("it's R&D", "it&#39;s R&amp;D"),
        ("&amp;", "&amp;amp;"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("nul\0 bell\u{7}", "nul␀ bell␇"),
        ("right\u{202e}tfel", "right\\u{202e}tfel"),
        ("no\u{fffe}character\u{fdd0}", "no\u{fffd}character\u{fffd}"),
        ("日本 ü ✓ 🙂", "日本 ü ✓ 🙂"),
    ] {
        assert_eq!(escaped(text), expected);
    }
}

#[test]
fn what_stands_between_backticks_is_code_and_still_text() {
    for (text, expected) in [
        ("state `closed`, at last", "state <code>closed</code>, at last"),
        ("`<b>` and `a`", "<code>&lt;b&gt;</code> and <code>a</code>"),
        ("one ` alone <i>", "one ` alone &lt;i&gt;"),
        ("`a` and ` alone", "<code>a</code> and ` alone"),
        ("none", "none"),
        ("", ""),
    ] {
        assert_eq!(said(text).as_str(), Some(expected));
    }
}

#[test]
fn targets_of_links_are_plain() {
    assert_eq!(anchor("audit/effectiveness"), "audit-effectiveness");
    assert_eq!(anchor("a\" onclick=x é"), "a--onclick-x--");
}

#[test]
fn digests_are_written_as_a_policy_names_them() {
    assert_eq!(sha256_base64(b""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assert_eq!(sha256_base64(b"abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}
