//! Names in a text, and the roles beside them.

use std::ops::Range;

/// The names in a text such as `A. Weber (CISO), B. Klein`: commas in brackets do not count.
pub(super) fn split_names(text: &str) -> Vec<Range<usize>> {
    let (mut names, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | '\n' if depth == 0 => {
                names.push(from..at);
                from = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    names.push(from..text.len());
    let trimmed = names.into_iter().map(|name| trimmed(text, name));
    trimmed.filter(|name| !name.is_empty()).collect()
}

/// The person and the role in `A. Weber (CISO)`, `A. Weber, CISO`, `A. Weber – CISO` or `CISO: A. Weber`.
pub(super) fn person(text: &str) -> (Range<usize>, Option<Range<usize>>) {
    let whole = trimmed(text, 0..text.len());
    if let Some(opens) = text.find('(').filter(|at| *at > 0) {
        let closes = text[opens..].find(')').map_or(text.len(), |at| opens + at);
        return (trimmed(text, 0..opens), Some(trimmed(text, opens + 1..closes)));
    }
    if let Some(colon) = text.find(": ") {
        return (trimmed(text, colon + 1..text.len()), Some(trimmed(text, 0..colon)));
    }
    for mark in [", ", " – ", " — ", " - "] {
        if let Some(at) = text.find(mark) {
            return (trimmed(text, 0..at), Some(trimmed(text, at + mark.len()..text.len())));
        }
    }
    (whole, None)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = text.get(range.clone()).unwrap_or("");
    let start = range.start + slice.len() - slice.trim_start().len();
    start..start + slice.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_stand_beside_their_roles() {
        for (text, expected) in [
            ("A. Weber (CISO), B. Klein; C", "A. Weber=CISO|B. Klein=|C="),
            ("Dr. X (Head, IT)", "Dr. X=Head, IT"),
            ("Chair: A", "A=Chair"),
            ("A – CEO", "A=CEO"),
            ("A (open", "A=open"),
            (" , ", ""),
        ] {
            let names = split_names(text).into_iter().map(|name| {
                let (who, role) = person(&text[name.clone()]);
                format!("{}={}", &text[name.clone()][who], role.map_or("", |role| &text[name][role]))
            });
            assert_eq!(names.collect::<Vec<_>>().join("|"), expected);
        }
    }
}
