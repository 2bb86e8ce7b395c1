//! Values of which several stand in one text: names with the roles beside them, and the two days of a span.

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

/// The first and the last day in `2026-02-08 to 2026-02-10`; of one day twice the same. Both have to be whole.
pub(super) fn two_days(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    const MARKS: [&str; 8] = [" to ", " – ", " — ", " - ", " until ", " bis ", " au ", " a "];
    let day = |range: &Range<usize>| {
        let written = text.get(range.clone()).unwrap_or("");
        written.len() <= 20 && written.split(|letter: char| !letter.is_ascii_digit()).any(|part| part.len() == 4)
    };
    let whole = trimmed(text, 0..text.len());
    let split = MARKS.iter().find_map(|mark| text.find(mark).map(|at| (at, at + mark.len())));
    let days = match split {
        Some((end, start)) => (trimmed(text, 0..end), trimmed(text, start..text.len())),
        None => (whole.clone(), whole),
    };
    (day(&days.0) && day(&days.1)).then_some(days)
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
    fn spans_have_two_days() {
        for (text, expected) in [
            ("2026-02-08 to 2026-02-10", "2026-02-08|2026-02-10"),
            ("8 Feb 2026 – 10 Feb 2026", "8 Feb 2026|10 Feb 2026"),
            ("2026-02-10", "2026-02-10|2026-02-10"),
            ("10–14 February 2026 in two places", "-"),
            ("February to March 2026", "-"),
            ("", "-"),
        ] {
            let found = two_days(text).map(|(first, last)| format!("{}|{}", &text[first], &text[last]));
            assert_eq!(found.as_deref().unwrap_or("-"), expected);
        }
    }

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
