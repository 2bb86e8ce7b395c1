//! Text that is kept back, and text that need not be.

/// What stands in place of a text that is kept back.
pub const WITHHELD: &str = "…";

/// Letters of the longest id that is told.
const LONGEST_ID: usize = 64;

/// Whether a text has the form of an id rather than of a word or a name: one word of letters, digits and a few signs, with
/// a digit or a sign between its parts, or in capitals.
#[must_use]
pub fn may_be_an_id(text: &str) -> bool {
    let fits = |letter: char| letter.is_alphanumeric() || "-_/.:#".contains(letter);
    let marked = text.contains(|letter: char| letter.is_ascii_digit() || "-_/:".contains(letter));
    let is_one = !text.is_empty() && text.chars().count() <= LONGEST_ID && text.chars().all(fits);
    // `://` is an address, and may hold anything.
    is_one && !text.contains("://") && !text.contains("::") && (marked || !text.contains(char::is_lowercase))
}

/// A sentence without what it quotes, from its first quotation mark to its last one: what is quoted may have any in it.
/// A single quoted word that `known` knows stays.
#[must_use]
pub fn without_quoted(text: &str, known: impl Fn(&str) -> bool) -> String {
    let is_mark = |letter: char| matches!(letter, '\'' | '"' | '`');
    let (Some(first), Some(last)) = (text.find(is_mark), text.rfind(is_mark)) else { return text.to_owned() };
    let inside = text.get(first + 1..last).unwrap_or_default();
    if first == last || known(inside) {
        return text.to_owned();
    }
    let (before, after) = (text.get(..first).unwrap_or_default(), text.get(last + 1..).unwrap_or_default());
    format!("{before}{WITHHELD}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_look_like_ids() {
        for id in
            ["IMP-2026-014", "A.5.18", "9.2", "PROC-ACC", "site-b:NC-01", "IA-2026-Q1/F-02", "NC", "access-review"]
        {
            assert!(may_be_an_id(id), "{id}");
        }
        for text in ["", "Silva", "a.weber", "x@example.com", "door left open", "https://a.b/c-1", "IMP-1\u{1b}", "::x"]
        {
            assert!(!may_be_an_id(text), "{text}");
        }
        assert!(!may_be_an_id(&"9".repeat(65)));
    }

    #[test]
    fn what_is_quoted_is_left_out() {
        for (text, expected) in [
            ("the action 'It's open' of IMP-1", "the action … of IMP-1"),
            ("did you mean `owner`?", "did you mean `owner`?"),
            ("did you mean `owners`?", "did you mean …?"),
            ("`a` and `b`", "…"),
            ("a list", "a list"),
            ("it isn't", "it isn't"),
        ] {
            assert_eq!(without_quoted(text, |word| word == "owner"), expected);
        }
    }
}
