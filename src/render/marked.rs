//! Text from files in Markdown: nothing in it is taken for markup, a link, a mention or a formula.

use super::visible::one_line;

/// Characters that mean something in Markdown, wherever they stand.
const MEANT: &str = "\\`*_{}[]<>#+-!|~&=$";

/// A text on one line, at most so many characters long.
pub(super) fn text(text: &str, most: usize) -> String {
    let line = one_line(text, true);
    let mut letters = line.chars();
    let mut short: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    let words: Vec<String> = short.split_whitespace().map(word).collect();
    words.join(" ")
}

/// The same for the cell of a table: what a spreadsheet would take for a formula, if the table is pasted into one, begins
/// with an apostrophe.
pub(super) fn cell(content: &str, most: usize) -> String {
    let apostrophe = if content.trim_start().starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    format!("{apostrophe}{}", text(content, most))
}

/// A link to a place in a file, which the text names.
pub(super) fn link(name: &str, path: &str, line: u32) -> String {
    let mut target = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => target.push(char::from(byte)),
            _ => target.push_str(&format!("%{byte:02X}")),
        }
    }
    let line = if line > 0 { format!("#L{line}") } else { String::new() };
    format!("[{}]({target}{line})", cell(name, 300))
}

/// A word without spaces. What programs that show Markdown turn into links and mentions by themselves, escaped or not, is
/// shown as code, where they do not.
fn word(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let acts = word.contains(['@', '#'])
        || ["://", "www.", "mailto:"].iter().any(|begin| lower.contains(begin))
        || refers(&lower);
    if acts {
        return code(word);
    }
    let mut safe = String::with_capacity(word.len() + 4);
    if let Some(number) =
        word.strip_suffix(['.', ')']).filter(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
    {
        // The number of an item of a list.
        return format!("{number}\\{}", word.get(number.len()..).unwrap_or_default());
    }
    for letter in word.chars() {
        // Between letters and digits most of them mean nothing, and a page full of backslashes is hard to read.
        let inside = matches!(letter, '-' | '=' | '+' | '!') && !safe.is_empty();
        if MEANT.contains(letter) && !inside {
            safe.push('\\');
        }
        safe.push(letter);
    }
    safe
}

/// Whether GitHub or GitLab take a word for a reference to an issue, a merge request or a milestone: `GH-12`, `!12`, `%12`.
fn refers(word: &str) -> bool {
    let digit_behind = |sign: &str| word.split(sign).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    ["!", "%", "^", "&"].iter().any(|sign| digit_behind(sign))
        || word.starts_with("gh-") && digit_behind("gh-")
        || word.contains("%\"")
}

/// Text as code: in more backticks than it has in a row.
pub(super) fn code(text: &str) -> String {
    let line = one_line(text, true).replace('|', "\\|");
    let mut longest = 0;
    for run in line.split(|letter| letter != '`') {
        longest = longest.max(run.len());
    }
    let fence = "`".repeat(longest + 1);
    let gap = if line.starts_with('`') || line.ends_with('`') { " " } else { "" };
    format!("{fence}{gap}{line}{gap}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_cell_is_markup() {
        for (content, expected) in [
            ("Doors stay open - twice", "Doors stay open \\- twice"),
            ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
            ("![x](http://a.b/c.png)", "`![x](http://a.b/c.png)`"),
            ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
            ("ask @ana about #12", "ask `@ana` about `#12`"),
            ("ana@example.com", "`ana@example.com`"),
            ("WWW.EXAMPLE.COM", "`WWW.EXAMPLE.COM`"),
            ("# a\n## b", "`#` a `##` b"),
            ("1. first", "1\\. first"),
            ("2) 3.5 .", "2\\) 3.5 \\."),
            ("a|b `c`", "a\\|b \\`c\\`"),
            ("`@`|", "`` `@`\\| ``"),
            ("*a* _b_ ~~c~~", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~"),
            ("GH-12 !12 a!3 %4 50% GHI-1", "`GH-12` `!12` `a!3` `%4` 50% GHI-1"),
            ("&lt;b&gt;", "\\&lt;b\\&gt;"),
            ("IMP-2026-001.", "IMP-2026-001."),
            ("\u{1b}[31m", "␛\\[31m"),
        ] {
            assert_eq!(text(content, 100), expected, "{content}");
        }
        assert_eq!(text("abcdef", 3), "abc…");
        assert_eq!(cell("=HYPERLINK(\"x\")", 100), "'\\=HYPERLINK(\"x\")");
        assert_eq!(cell("-1+2", 100), "'\\-1+2");
        assert_eq!(cell("IMP-1", 100), "IMP-1");
        assert_eq!(link("a b.md:3", "a b(1).md", 3), "[a b.md:3](a%20b%281%29.md#L3)");
        assert_eq!(link("x", "javascript:alert", 0), "[x](javascript%3Aalert)");
    }
}
