//! [`id_form`]: the form in which ids are compared.

use std::borrow::Cow;

/// An id with plain hyphens and without the zeros that pad its numbers, in which `NC‑007` and `NC-7` are one.
///
/// An id that has neither is not copied.
#[must_use]
pub fn id_form(id: &str) -> Cow<'_, str> {
    let id = id.trim();
    let bytes = id.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let pads = |at: usize| bytes.get(at) == Some(&b'0') && is_digit(at + 1) && (at == 0 || !is_digit(at - 1));
    if id.is_ascii() && !(0..bytes.len()).any(pads) {
        return Cow::Borrowed(id);
    }
    let mut form = String::with_capacity(id.len());
    let mut letters = id.chars().peekable();
    let mut in_number = false;
    while let Some(letter) = letters.next() {
        let padding = letter == '0' && !in_number && letters.peek().is_some_and(char::is_ascii_digit);
        if !padding {
            form.extend(plain(letter));
            in_number = letter.is_ascii_digit();
        }
    }
    Cow::Owned(form)
}

/// An id with plain hyphens and spaces, its zeros kept.
#[must_use]
pub fn plain_id(id: &str) -> String {
    id.chars().filter_map(plain).collect()
}

/// A letter of an id without its dress; none where it has no width.
fn plain(letter: char) -> Option<char> {
    match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => Some('-'),
        // Soft hyphens, spaces without width and direction marks come along when ids are copied.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        '\u{a0}' | '\u{202f}' => Some(' '),
        _ => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_compared_without_their_dress() {
        for (id, expected) in [
            ("NC-7", "NC-7"),
            ("NC-007", "NC-7"),
            ("NC\u{2011}007", "NC-7"),
            ("IMP\u{2013}2026\u{2013}014", "IMP-2026-14"),
            (" IMP-2026-014/A01 ", "IMP-2026-14/A1"),
            ("NC-000", "NC-0"),
            ("NC-100", "NC-100"),
            ("A.5.18", "A.5.18"),
            ("00", "0"),
            ("NC\u{200b}-7", "NC-7"),
            ("", ""),
        ] {
            assert_eq!(id_form(id), expected, "{id}");
        }
    }
}
