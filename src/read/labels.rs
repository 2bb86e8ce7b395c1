//! Label lines: `**Status:** Closed`, `- Owner: X`, `**Version:** 1.2 | **Owner:** CISO`, and badges that say the same.

use std::ops::Range;

use super::badges::badges;
use crate::data::{Content, Key, Style, TreeBuilder};
use crate::text::offset;

/// Words that a label may have at most.
const WORDS: usize = 6;
/// Bytes that a label may have at most: longer ones are sentences.
const LONGEST: usize = 64;
/// What begins a line that is no part of the value above it.
const NOT_TEXT: [&str; 6] = ["![", "<", "|", "#", "---", "==="];

/// A label and its value, each as it reads and with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The label without its marks.
    pub label: Piece,
    /// What stands behind it; empty where nothing does.
    pub value: Piece,
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text as it reads, without marks.
    pub text: String,
    /// Its place in the source.
    pub range: Range<usize>,
}

/// The labels of a text that starts at byte `base` of its source: of its lines, then of its badges.
#[must_use]
pub fn labels(text: &str, base: usize) -> Vec<Label> {
    let mut found: Vec<Label> = Vec::new();
    // Whether the next line may belong to the last value.
    let mut goes_on = false;
    let (mut at, mut fenced) = (base, false);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let (lead, bullet) = dress(line);
        let rest = line[lead..].trim_end();
        if rest.starts_with("```") || rest.starts_with("~~~") {
            fenced = !fenced;
            goes_on = false;
        }
        if fenced || rest.is_empty() {
            goes_on = false;
            continue;
        }
        let known = found.len();
        let bold = of_line(rest, start + lead, &mut found);
        let text = !bullet && !NOT_TEXT.iter().any(|mark| rest.starts_with(mark));
        if found.len() == known && goes_on && text {
            if let Some(last) = found.last_mut() {
                last.value.reach(rest, start + lead);
            }
        } else {
            goes_on = found.len() > known && (bold || bullet);
        }
        goes_on &= !ends_hard(line);
    }
    found.extend(badges(text, base));
    found
}

/// Adds labels to the mapping that is open, under the key `labels`; nothing where there is none.
pub fn add(builder: &mut TreeBuilder, labels: &[Label], at: usize) {
    if labels.is_empty() {
        return;
    }
    builder.open_sequence(Some(key("labels", at)), offset(at));
    for Label { label, value } in labels {
        builder.open_mapping(None, offset(label.range.start));
        for (name, piece) in [("label", label), ("value", value)] {
            let place = offset(piece.range.start)..offset(piece.range.end);
            let key = key(name, piece.range.start);
            let as_written = builder.tree().source_text().get(piece.range.clone()) == Some(piece.text.as_str());
            let content = if as_written { Content::Source } else { Content::Text(&piece.text) };
            builder.scalar_of(Some(key), Style::Block, place, content);
        }
        builder.close(offset(value.range.end.max(label.range.end)));
    }
    builder.close(offset(labels.last().map_or(at, |last| last.value.range.end.max(at))));
}

impl Piece {
    /// A part of a text, without the marks and spaces around it.
    fn of(slice: &str, base: usize) -> Self {
        let decoration = |letter: char| letter.is_whitespace() || matches!(letter, '*' | '`' | '\\');
        let lead = slice.len() - slice.trim_start_matches(decoration).len();
        let inner = slice[lead..].trim_end_matches(decoration);
        Self { text: bare(inner), range: base + lead..base + lead + inner.len() }
    }

    /// Takes one more line in.
    fn reach(&mut self, line: &str, start: usize) {
        let more = Self::of(line, start);
        if self.text.is_empty() {
            *self = more;
        } else {
            self.text.push('\n');
            self.text.push_str(&more.text);
            self.range.end = more.range.end;
        }
    }
}

/// A text as it reads: without the marks of links, bold letters and code, and without tags.
#[must_use]
pub fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let behind = match letter {
            '[' | '!' => link(rest),
            '<' => tag(rest),
            '*' if rest.starts_with("**") => Some((&rest[..0], &rest[2..])),
            '`' => Some((&rest[..0], &rest[1..])),
            _ => None,
        };
        if let Some((shown, behind)) = behind {
            out.push_str(shown);
            rest = behind;
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    out.trim().to_owned()
}

/// The text of a link or an image, and what stands behind it.
fn link(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('!').unwrap_or(text).strip_prefix('[')?;
    // No search runs over the start of another link, so that all of them together read a text once.
    let (shown, rest) = inner.split_at(inner.find(['[', ']', '\n'])?);
    let target = rest.strip_prefix("](")?;
    let rest = &target[target.find([')', '[', '\n'])?..];
    Some((shown, rest.strip_prefix(')')?))
}

/// A tag: nothing, but a line end for `<br>`.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('<')?;
    let (inner, rest) = inner.split_at(inner.find(['>', '<', '\n'])?);
    let rest = rest.strip_prefix('>')?;
    let name = inner.trim_start_matches('/');
    let is_tag = name.starts_with(|letter: char| letter.is_ascii_alphabetic()) && !inner.contains(['<', '@', ':']);
    let shown = if name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("br")) { "\n" } else { "" };
    is_tag.then_some((shown, rest))
}

/// How many bytes of a line are indentation, marks of quotes and bullets; and whether there is a bullet.
fn dress(line: &str) -> (usize, bool) {
    let mut rest = line;
    let mut bullet = false;
    loop {
        let before = rest.len();
        rest = rest.trim_start_matches([' ', '\t', '>']);
        let digits = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let number = digits.len() < rest.len() && rest.len() - digits.len() < 4;
        for mark in ["- ", "+ ", "* ", "• ", "[ ] ", "[x] ", "[X] "] {
            if let Some(behind) = rest.strip_prefix(mark) {
                (rest, bullet) = (behind, true);
            }
        }
        if let Some(behind) = digits.strip_prefix(". ").or(digits.strip_prefix(") ")).filter(|_| number) {
            (rest, bullet) = (behind, true);
        }
        if rest.len() == before {
            return (line.len() - rest.len(), bullet);
        }
    }
}

/// Whether the text after this line is on a new line for the reader too.
fn ends_hard(line: &str) -> bool {
    let line = line.trim_end_matches(['\n', '\r']);
    line.ends_with("  ") || line.ends_with('\\') || line.ends_with("<br>") || line.ends_with("<br/>")
}

/// Adds the labels of one line; whether the last one is in bold letters.
fn of_line(line: &str, base: usize, found: &mut Vec<Label>) -> bool {
    let Some(first) = head(line) else { return false };
    let (mut from, mut current) = (0, first);
    loop {
        // The value ends where the next label begins.
        let next = separators(line, from + current.behind)
            .find_map(|(ends, begins)| head(&line[begins..]).map(|head| (ends, begins, head)));
        let ends = next.as_ref().map_or(line.len(), |(ends, ..)| *ends);
        let label = Piece::of(&line[from + current.label.start..from + current.label.end], base + from);
        let label = Piece { range: shift(label.range, current.label.start), ..label };
        let value = Piece::of(&line[from + current.behind..ends], base + from + current.behind);
        found.push(Label { label, value });
        match next {
            Some((_, begins, head)) => (from, current) = (begins, head),
            None => return current.bold,
        }
    }
}

fn shift(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// Where a line may be cut: from the end of what is before to the beginning of what is behind.
fn separators(line: &str, from: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = from;
    std::iter::from_fn(move || {
        while let Some(letter) = line.get(at..)?.chars().next() {
            let start = at;
            at += letter.len_utf8();
            let cuts = match letter {
                '|' | '·' | '•' | '\t' => true,
                ' ' => line[at..].starts_with(' '),
                _ => false,
            };
            if cuts {
                let rest = &line[at..];
                at = line.len() - rest.trim_start_matches([' ', '\t', '|', '·', '•']).len();
                return Some((start, at));
            }
        }
        None
    })
}

/// A label at the beginning of a text.
struct Head {
    label: Range<usize>,
    /// Where the value may begin.
    behind: usize,
    bold: bool,
}

fn head(text: &str) -> Option<Head> {
    let near = near(text);
    for mark in ["**", "__", "*", "_"] {
        if let Some(inner) = near.strip_prefix(mark)
            && let Some(closes) = inner.find(mark)
        {
            let (label, rest) = (&inner[..closes], &inner[closes + mark.len()..]);
            let begins = mark.len();
            let behind = begins + closes + mark.len();
            if let Some(label) = label.trim_end().strip_suffix([':', '：']) {
                return is_label(label, true).then(|| Head { label: begins..begins + label.len(), behind, bold: true });
            }
            let spaces = rest.len() - rest.trim_start().len();
            let colon = rest.trim_start().chars().next().filter(|letter| matches!(letter, ':' | '：'))?;
            let behind = behind + spaces + colon.len_utf8();
            return is_label(label, true).then_some(Head { label: begins..begins + closes, behind, bold: true });
        }
    }
    let (at, colon) = near.char_indices().find(|(_, letter)| matches!(letter, ':' | '：'))?;
    let behind = at + colon.len_utf8();
    let apart = text[behind..].chars().next().is_none_or(char::is_whitespace);
    (apart && is_label(&text[..at], false)).then_some(Head { label: 0..at, behind, bold: false })
}

/// As much of a text as a label and what marks it may take: lines are long, and every part of one may be a label.
fn near(text: &str) -> &str {
    let end = (LONGEST + 16).min(text.len());
    let end = (0..=end).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

/// Whether a text is short enough, and no sentence.
pub(super) fn is_label(text: &str, bold: bool) -> bool {
    let text = text.trim();
    let words = text.split_whitespace().count();
    let letters = text.chars().any(char::is_alphabetic);
    let begins = bold || text.chars().next().is_some_and(|letter| letter.is_alphabetic() || !letter.is_ascii());
    let ends_a_sentence = |(at, mark): (usize, char)| match mark {
        ',' | ';' | '!' | '?' | '|' | '"' => true,
        // `Doc. No.` is no sentence; an abbreviation is short.
        '.' => text[..at].chars().rev().take_while(|letter| letter.is_alphanumeric()).count() > 5,
        _ => false,
    };
    letters
        && begins
        && (1..=WORDS).contains(&words)
        && text.len() <= LONGEST
        && !text.contains("://")
        && !text.char_indices().any(ends_a_sentence)
}

fn key(text: &'static str, at: usize) -> Key<'static> {
    Key { text, start: offset(at), end: offset(at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_in_the_dress_that_people_give_them() {
        for (text, expected) in [
            ("**Status:** Closed", "Status=Closed"),
            ("**Status**: Closed", "Status=Closed"),
            ("__Status__ : Closed", "Status=Closed"),
            ("- **Owner**: X Y", "Owner=X Y"),
            ("Status: **Closed**", "Status=Closed"),
            ("Statut : clos", "Statut=clos"),
            ("* [x] Review date: `2026-01-02`", "Review date=2026-01-02"),
            ("> **Version:** 1.2 | **Owner:** CISO", "Version=1.2;Owner=CISO"),
            ("**📋 Owner:** CEO · **Version:** 1.7 (draft)", "📋 Owner=CEO;Version=1.7 (draft)"),
            ("Version: 1  Owner: A and B", "Version=1;Owner=A and B"),
            ("Owner: A | B", "Owner=A | B"),
            ("**Link:** [the *log*](a.md) and <b>more</b>", "Link=the *log* and more"),
            ("**Owner:**\n", "Owner="),
            ("**Cause:** one\ntwo\n\nthree", "Cause=one\ntwo"),
            ("**A:** one  \ntwo", "A=one"),
            ("- Cause: one\n  two\n- three", "Cause=one\ntwo"),
            ("Status: open\nA sentence follows it.", "Status=open"),
            ("> **Document control**  \n> Owner: X  \n> Approved by: Y", "Owner=X;Approved by=Y"),
            ("Doc. No.: 12", "Doc. No.=12"),
            ("12:30 we met. See https://example.org/a: b", ""),
            ("In the meeting, we said: no", ""),
            ("One two three four five six seven: no", ""),
            ("`key: value`", ""),
            ("```\nkey: value\n```\nReal: yes", "Real=yes"),
            ("| a: b |", ""),
            ("![Version](https://img.shields.io/badge/version-1.2-blue)", "Version=1.2"),
            ("![v](https://img.shields.io/badge/Next_review-2026--11--10-blue?style=x)", "v=2026-11-10"),
            ("<img src=\"https://img.shields.io/badge/Owner-The%20CEO-0A66C2\" alt=\"Owner\"/>", "Owner=The CEO"),
            ("![Status: final](https://img.shields.io/badge/final-green)", ""),
        ] {
            let found: Vec<String> =
                labels(text, 0).iter().map(|found| format!("{}={}", found.label.text, found.value.text)).collect();
            assert_eq!(found.join(";"), expected, "{text:?}");
        }
    }

    #[test]
    fn places_are_exact() {
        let text = "xx- **Owner:** **A** | Ä: `b`\n![V](https://img.shields.io/badge/v-1--2-x)";
        let found: Vec<(&str, &str)> = labels(&text[2..], 2)
            .iter()
            .map(|found| (&text[found.label.range.clone()], &text[found.value.range.clone()]))
            .collect();
        assert_eq!(found, [("Owner", "A"), ("Ä", "b"), ("v", "1--2")]);
    }
}
