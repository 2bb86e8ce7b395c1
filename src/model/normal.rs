//! [`normalised`]: the form in which headers, headings and words are compared.

use std::borrow::Cow;

/// Lower case, with one `_` for every run of spaces, hyphens and underscores, and without signs around it.
///
/// A text that is canonical already, such as `due_on`, is not copied.
#[must_use]
pub fn normalised(text: &str) -> Cow<'_, str> {
    if is_normal(text) {
        return Cow::Borrowed(text);
    }
    let core = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    let core = if core.is_empty() { text.trim() } else { core };
    let mut normal = String::with_capacity(core.len());
    for letter in core.chars() {
        if is_gap(letter) {
            if !normal.ends_with('_') {
                normal.push('_');
            }
        } else {
            normal.extend(letter.to_lowercase());
        }
    }
    Cow::Owned(normal)
}

fn is_normal(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return true };
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    plain(first)
        && plain(last)
        && bytes.iter().all(|byte| plain(byte) || *byte == b'_')
        && !bytes.windows(2).any(|pair| pair == b"__")
}

/// Spaces of all kinds, and the hyphens and dashes that word processors put in place of a hyphen.
fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '_' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_compared_without_its_dress() {
        for (text, expected) in [
            ("due_on", "due_on"),
            ("Due On", "due_on"),
            ("due-on", "due_on"),
            ("  Due \u{a0} on:", "due_on"),
            ("**Closed**", "closed"),
            ("✅ In‑progress", "in_progress"),
            ("In Bearbeitung", "in_bearbeitung"),
            ("ÜBERFÄLLIG", "überfällig"),
            ("N/A", "n/a"),
            ("#", "#"),
            ("__", "_"),
            ("", ""),
        ] {
            assert_eq!(normalised(text), expected, "{text}");
        }
    }
}
