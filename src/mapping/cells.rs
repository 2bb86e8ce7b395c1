//! Cells of tables that hold more than one thing: several ids, a list, an id and a title, a name and a role.

use std::ops::Range;

/// Ids that a range may stand for; a longer one is kept as it is written.
const LONGEST_RANGE: u32 = 100;

/// Where the ids of a text stand that holds several: between commas, semicolons, ampersands or line ends, and between strokes
/// where both sides are of one kind. `worded`: an id may be a few words with a number in them, such as 'Clause 9.2'.
pub(super) fn ids(text: &str, worded: bool) -> Vec<Range<usize>> {
    let parts = pieces(text, if text.contains("://") { ";\n" } else { ",;&\n" });
    if parts.len() < 2 && !text.contains('/') && parts.first().is_none_or(|part| part.len() == text.trim().len()) {
        return Vec::new();
    }
    let mut ids = Vec::with_capacity(parts.len());
    for part in parts {
        let Some(piece) = text.get(part.clone()) else { return Vec::new() };
        // A sentence with a comma is no list of ids.
        let words = piece.split_whitespace().count();
        let strokes = by_strokes(piece);
        if words > 1 && strokes.is_empty() && !(worded && words < 4 && piece.bytes().any(|byte| byte.is_ascii_digit()))
        {
            return Vec::new();
        }
        let at = part.start;
        if strokes.is_empty() {
            ids.push(part);
        } else {
            ids.extend(strokes.into_iter().map(|range| range.start + at..range.end + at));
        }
    }
    if ids.len() < 2 { Vec::new() } else { ids }
}

/// Where ids stand in a cell that is a sentence: 'Enable the rule, see CAPA-2026-003'; `None` for a text of one or two words,
/// which is an id or wants to be one.
///
/// Capitals, a hyphen and a number make an id that nobody takes for a word.
pub(super) fn ids_in_sentence(text: &str) -> Option<Vec<Range<usize>>> {
    if text.split_whitespace().count() < 3 {
        return None;
    }
    let mut at = 0;
    let words =
        text.split(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '/')).map(|word| {
            let start = at;
            at += word.len();
            at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            start..start + word.len()
        });
    Some(words.filter(|range| is_key(&text[range.clone()])).collect())
}

/// `CAPA-2026-003`, `NC-1/A2`: as trackers and registers write ids.
fn is_key(word: &str) -> bool {
    let Some((prefix, rest)) = word.split_once('-') else { return false };
    let capitals = prefix.len() > 1 && prefix.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let capitals = capitals && prefix.starts_with(|letter: char| letter.is_ascii_uppercase());
    capitals && rest.ends_with(|letter: char| letter.is_ascii_digit())
}

/// The ids that a range stands for: 'IMP-001..IMP-003', 'R-1 – R-4', 'NC-07 to NC-09'. Clauses and controls have dots and
/// stay ranges: what lies between two of them is known elsewhere.
pub(super) fn id_range(text: &str) -> Option<Vec<String>> {
    // Nearly all texts are one plain id, and no sign of a range is without one of these.
    if !text.bytes().any(|byte| matches!(byte, b' ' | b'.') || !byte.is_ascii()) {
        return None;
    }
    let signs = ["..", "–", "—", " to ", " bis ", " - ", " à ", " a "];
    let (first, last) = signs.iter().find_map(|sign| text.split_once(sign))?;
    let (first, last) = (numbered(first.trim_matches(['.', ' ']))?, numbered(last.trim_matches(['.', ' ']))?);
    let (from, to): (u32, u32) = (first.1.parse().ok()?, last.1.parse().ok()?);
    let same = first.0 == last.0 || last.0.is_empty();
    if !same || first.0.contains('.') || to <= from || to - from >= LONGEST_RANGE {
        return None;
    }
    let width = first.1.len();
    Some((from..=to).map(|number| format!("{}{number:0width$}", first.0)).collect())
}

/// Where the items of a text stand that is a list: lines, with or without numbers and bullets, and what semicolons part.
pub(super) fn list_items(text: &str) -> Vec<Range<usize>> {
    let parts = pieces(text, ";\n");
    let items: Vec<Range<usize>> = parts.into_iter().filter_map(|part| without_bullet(text, part)).collect();
    if items.len() < 2 { Vec::new() } else { items }
}

/// Where the items of a text stand that are clearly numbered from one: '1. Ask 2. Look', each on a line of its own or not.
pub(super) fn numbered_items(text: &str) -> Vec<Range<usize>> {
    let mut items: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some((mark, begin)) = next_number(text, at, items.len() + 1) {
        match items.last_mut() {
            Some(last) => last.end = mark,
            None if !text.get(..mark).is_some_and(|before| before.trim().is_empty()) => return Vec::new(),
            None => {}
        }
        items.push(begin..text.len());
        at = begin;
    }
    for item in &mut items {
        let mut inside = text.get(item.clone()).unwrap_or("");
        let from = item.start + inside.len() - inside.trim_start().len();
        while let Some(shorter) =
            ["<br>", "<br/>", "<br />", ";", ",", " ", "\n", "\r"].iter().find_map(|end| inside.strip_suffix(end))
        {
            inside = shorter;
        }
        *item = from..(item.start + inside.len()).max(from);
    }
    if items.len() < 2 || items.iter().any(Range::is_empty) { Vec::new() } else { items }
}

/// Where the mark of the item with a number stands, and where the item begins: `2. `, `2) `, `(2) `.
fn next_number(text: &str, from: usize, number: usize) -> Option<(usize, usize)> {
    let marks = [format!("{number}. "), format!("{number}) "), format!("({number}) ")];
    let rest = text.get(from..)?;
    let starts =
        |at: usize| text.get(..at).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\n', '>', ';']));
    let found = marks.iter().filter_map(|mark| {
        let mut known = rest.match_indices(mark.as_str()).map(|(at, _)| from + at);
        Some((known.find(|at| starts(*at))?, mark.len()))
    });
    found.min().map(|(at, length)| (at, at + length))
}

/// Where the id and the title stand in 'NC-1: Legal register not reviewed'.
pub(super) fn id_and_title(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    if !text.trim().contains(' ') {
        return None;
    }
    let (at, sign) = [": ", " – ", " — ", " - "].iter().filter_map(|sign| Some((text.find(sign)?, *sign))).min()?;
    let (head, tail) = (text.get(..at)?, text.get(at + sign.len()..)?);
    let id = head.trim();
    let numbered = id.bytes().any(|byte| byte.is_ascii_digit()) && id.chars().next().is_some_and(char::is_alphanumeric);
    if !numbered || id.contains(char::is_whitespace) || id.contains("//") || !tail.chars().any(char::is_alphabetic) {
        return None;
    }
    let from = head.len() - head.trim_start().len();
    let title = text.len() - tail.trim_start().len();
    Some((from..from + id.len(), title..text.trim_end().len()))
}

/// Where the name stands in 'Anna Weber (CISO)' and 'Anna Weber — 2026-03-15'; 'Admin (HR)' is no name of a person.
pub(super) fn name_of(text: &str) -> Option<Range<usize>> {
    let at = text.find(['(', '—', '–']).filter(|at| *at > 0)?;
    let head = text.get(..at)?;
    let name = head.trim();
    let ends = text.trim_end().ends_with(')') || !text[at..].starts_with('(');
    let person = name.split_whitespace().count() > 1 || name.contains('@') || (name.contains('.') && name.len() > 3);
    let from = head.len() - head.trim_start().len();
    (person && ends && head.ends_with(char::is_whitespace)).then_some(from..from + name.len())
}

/// What stands between signs and HTML line ends, without the space around it; nothing is left of empty pieces.
fn pieces(text: &str, signs: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at <= text.len() {
        let rest = text.get(at..).unwrap_or("");
        let length = match rest.chars().next() {
            None => 1,
            Some(letter) if signs.contains(letter) => letter.len_utf8(),
            Some('<') => line_end(rest),
            Some(_) => 0,
        };
        if length > 0 {
            let piece = text.get(from..at).unwrap_or("");
            let (lead, core) = (piece.len() - piece.trim_start().len(), piece.trim());
            if !core.is_empty() {
                parts.push(from + lead..from + lead + core.len());
            }
            from = at + length;
        }
        at += length.max(rest.chars().next().map_or(1, char::len_utf8));
    }
    parts
}

/// The length of `<br>`, `<br/>` or `<br />` at the start of a text, or 0.
fn line_end(text: &str) -> usize {
    let known = ["<br>", "<br/>", "<br />"];
    let is = |tag: &&&str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    known.iter().find(is).map_or(0, |tag| tag.len())
}

/// 'NC-01/NC-02' and 'R-1 / R-2' are two ids; `IMP-14/A1` is one, of an action.
fn by_strokes(text: &str) -> Vec<Range<usize>> {
    if !text.contains('/') || text.contains("//") {
        return Vec::new();
    }
    let parts = pieces(text, "/");
    let kind = |part: &Range<usize>| {
        let (prefix, digits) = numbered(text.get(part.clone())?)?;
        (!digits.is_empty()).then_some(prefix)
    };
    let first = parts.first().and_then(kind).filter(|prefix| !prefix.is_empty());
    if parts.len() > 1 && first.is_some() && parts.iter().all(|part| kind(part) == first) { parts } else { Vec::new() }
}

/// An id and the number at its end: `IMP-2026-` and `014`.
fn numbered(id: &str) -> Option<(&str, &str)> {
    let prefix = id.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = id.get(prefix.len()..)?;
    (!digits.is_empty() && digits.len() < 8 && !id.contains(char::is_whitespace)).then_some((prefix, digits))
}

/// A line without its number or bullet: '1. Ask', 'b) Ask', '- Ask'.
fn without_bullet(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let item = text.get(line.clone())?;
    let mut rest = item.trim_start_matches(['-', '*', '•', '–', '·', '▪', ' ']);
    let mark = rest.find(['.', ')']).filter(|at| *at > 0 && *at < 4);
    if let Some((number, after)) = mark.and_then(|at| Some((rest.get(..at)?, rest.get(at + 1..)?))) {
        let counts = number.bytes().all(|byte| byte.is_ascii_digit()) || number.len() == 1;
        if counts && after.starts_with(' ') {
            rest = after.trim_start();
        }
    }
    (!rest.is_empty()).then_some(line.end - rest.len()..line.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_name_the_ids_that_stand_in_them() {
        for (text, expected) in [
            ("Enable NRD rule + CAPA-2026-003", Some(&["CAPA-2026-003"][..])),
            ("DLP (CAPA-2026-005), NC-1/A2 and so on", Some(&["CAPA-2026-005", "NC-1/A2"])),
            ("Targeted finance training for two", Some(&[])),
            ("re-check on the well-known COVID-wave", Some(&[])),
            ("übergeben an ÄB-1 und NC-7", Some(&["NC-7"])),
            ("CAPA-2026-003", None),
            ("see NC-1", None),
        ] {
            let found = ids_in_sentence(text).map(|ids| ids.into_iter().map(|id| &text[id]).collect::<Vec<_>>());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn several_ids_stand_in_one_text() {
        for (text, worded, expected) in [
            ("R-003, R-004", true, &["R-003", "R-004"][..]),
            ("R-003;R-004 & R-005\nR-006,", true, &["R-003", "R-004", "R-005", "R-006"]),
            ("R-003<br>R-004<BR/>R-005", true, &["R-003", "R-004", "R-005"]),
            ("NC-01/NC-02", true, &["NC-01", "NC-02"]),
            ("R-1 / R-2, R-3", true, &["R-1", "R-2", "R-3"]),
            ("IMP-2026-014/A1", true, &[]),
            ("IMP-2026-014/A1, IMP-2026-014/A2", true, &["IMP-2026-014/A1", "IMP-2026-014/A2"]),
            ("evidence/2026/a.pdf", true, &[]),
            ("Clause 9.2, A.5.18", true, &["Clause 9.2", "A.5.18"]),
            ("Clause 9.2, A.5.18", false, &[]),
            ("minutes of March, and what was said there", true, &[]),
            ("https://example.com/a?b=1&c=2,3", true, &[]),
            ("https://example.com/a; https://example.com/b", true, &["https://example.com/a", "https://example.com/b"]),
            ("IMP-1", true, &[]),
            ("IMP-1,", true, &[]),
            ("", true, &[]),
        ] {
            let found: Vec<&str> = ids(text, worded).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_range_names_the_ids_in_it() {
        for (text, expected) in [
            ("IMP-001..IMP-003", Some("IMP-001 IMP-002 IMP-003")),
            ("IMP-2026-009 – IMP-2026-011", Some("IMP-2026-009 IMP-2026-010 IMP-2026-011")),
            ("R-1 to R-3", Some("R-1 R-2 R-3")),
            ("R-1 – 3", Some("R-1 R-2 R-3")),
            ("R-3 – R-1", None),
            ("R-1 – S-3", None),
            ("R-1 – R-900", None),
            ("A.5.15 – A.5.18", None),
            ("IMP-001", None),
            ("a – b", None),
        ] {
            assert_eq!(id_range(text).map(|ids| ids.join(" ")).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn lines_make_a_list() {
        for (text, expected) in [
            ("1. Ask<br>2. Look<br>3. Say", &["Ask", "Look", "Say"][..]),
            ("- Ask\n- Look, twice", &["Ask", "Look, twice"]),
            ("a) Ask; b) Look", &["Ask", "Look"]),
            ("Mail server; file server", &["Mail server", "file server"]),
            ("one line, with a comma", &[]),
            ("2.5 hours\n3.5 hours", &["2.5 hours", "3.5 hours"]),
            ("", &[]),
        ] {
            let found: Vec<&str> = list_items(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn only_clear_numbers_make_several_items() {
        for (text, expected) in [
            ("1. Ask 2. Look 3. Say", &["Ask", "Look", "Say"][..]),
            ("1) Ask<br>2) Look, twice<br/>", &["Ask", "Look, twice"]),
            ("(1) Ask; (2) Look", &["Ask", "Look"]),
            ("1. Ask\n2. Look at version 2. twice", &["Ask", "Look at version 2. twice"]),
            ("Update to 1. and then 2. of it", &[]),
            ("1. Ask", &[]),
            ("1. Ask 3. Say", &[]),
            ("1. 2. ", &[]),
            ("2. Ask 3. Say", &[]),
            ("Ask<br>Look", &[]),
            ("Take 11. and 12. of it", &[]),
            ("", &[]),
        ] {
            let found: Vec<&str> = numbered_items(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn an_id_may_have_a_title_and_a_name_a_role() {
        for (text, expected) in [
            ("NC-1: Legal register not reviewed", Some(("NC-1", "Legal register not reviewed"))),
            ("IMP-2026-014 – Access review", Some(("IMP-2026-014", "Access review"))),
            ("https://example.com/1 - x", None),
            ("Audit 3: late", None),
            ("NC-1", None),
            ("NC-1: 2", None),
        ] {
            let found = id_and_title(text).map(|(id, title)| (&text[id], &text[title]));
            assert_eq!(found, expected, "{text}");
        }
        for (text, expected) in [
            ("Anna Weber (CISO)", Some("Anna Weber")),
            ("a.weber (CISO)", Some("a.weber")),
            ("Anna Weber, Lead Auditor — 2026-03-15", Some("Anna Weber, Lead Auditor")),
            ("Admin (HR)", None),
            ("(CISO)", None),
            ("Anna Weber", None),
        ] {
            assert_eq!(name_of(text).map(|range| &text[range]), expected, "{text}");
        }
    }
}
