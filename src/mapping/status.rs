//! Words with more around them: '**Closed 2026-08-14** — fixed', 'Incident INC-2026-004', '☐ Open ☑ Closed'.

use crate::data::Date;
use crate::model::{EnumSet, without_markup};

use super::dates::read_date;
use super::settings::DateOrder;

/// A word of a closed vocabulary with what stands behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusText {
    /// The word, without what it is dressed in: 'Closed', 'Incident'.
    pub word: String,
    /// The references and dates right behind the word: '2026-08-14', 'INC-2026-004'.
    pub reference: Option<String>,
    /// What else is said: 'fixed'.
    pub note: Option<String>,
}

/// Takes a text apart that is no word by itself: nothing is left of one that only consists of signs.
#[must_use]
pub fn split_status(text: &str) -> Option<StatusText> {
    let plain = without_markup(text);
    let plain = plain.trim_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '(' | ')'));
    let (head, tail) = match plain.char_indices().find(|(at, letter)| ends_word(plain, *at, *letter)) {
        Some((at, letter)) => (&plain[..at], plain.get(at + letter.len_utf8()..).unwrap_or("")),
        None => (plain, ""),
    };
    let core = |text: &str| text.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    let (word, reference) = without_reference(head);
    let word = core(word);
    let mut parts = [reference, tail].map(core).into_iter().filter(|part| !part.is_empty()).peekable();
    let numbered = parts.peek().is_some_and(|part| part.bytes().any(|byte| byte.is_ascii_digit()));
    let reference = if numbered { parts.next() } else { None };
    let note = parts.collect::<Vec<_>>().join(" ");
    (!word.is_empty()).then(|| StatusText { word, reference, note: Some(note).filter(|note| !note.is_empty()) })
}

impl StatusText {
    /// The date behind the word, where it is certain: of 'Closed 2026-08-14' the day on which it was closed.
    #[must_use]
    pub fn date(&self, order: Option<DateOrder>) -> Option<Date> {
        self.day(order).map(|(_, date)| date)
    }

    /// The date behind the word as it is written, and what it says.
    pub(super) fn day(&self, order: Option<DateOrder>) -> Option<(&str, Date)> {
        let reference = self.reference.as_deref()?;
        let (head, tail) = reference.split_once(' ').unwrap_or((reference, ""));
        let reference = if JOINTS.iter().any(|joint| joint.eq_ignore_ascii_case(head)) { tail } else { reference };
        let first = reference.split([' ', ',', ';', ')']).next().unwrap_or(reference);
        [reference, first].into_iter().find_map(|text| Some((text, read_date(text, order).ok()?.exact()?)))
    }

    /// What the word means, with what the note adds: 'Open - In Progress' is in progress, and of 'Implemented - closed' nobody
    /// can tell which of both is meant.
    pub(super) fn meaning(&self, known: impl Fn(&str) -> Option<EnumSet>) -> Option<EnumSet> {
        let head = known(&self.word)?;
        let Some(note) = self.note.as_deref() else { return Some(head) };
        let Some(tail) = known(note) else { return (!denies(note)).then_some(head) };
        Some(match (head.0 & tail.0, head.0.count_ones()) {
            (0, 1) => EnumSet(head.0 | tail.0),
            (0, _) => tail,
            (both, _) => EnumSet(both),
        })
    }
}

/// Whether a note takes back what stands before it: 'Closed: no', 'Closed - not yet'.
fn denies(note: &str) -> bool {
    let first = note.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or("");
    let known =
        ["no", "not", "nein", "nicht", "kein", "keine", "non", "pas", "não", "nao", "never", "noch", "false", "tbd"];
    known.iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// Whether a word ends before a sign: a dash with space around it, a bracket, a colon, a line end; a comma only beside
/// numbers.
fn ends_word(text: &str, at: usize, letter: char) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + letter.len_utf8()..].trim_start().chars().next();
    match letter {
        '—' | '–' | '(' | '\n' | ';' => at > 0,
        '-' => before == Some(' ') && text[at + 1..].starts_with(' '),
        ':' => after.is_some_and(|after| !after.is_ascii_digit() || text[at + 1..].starts_with(' ')),
        ',' => before.into_iter().chain(after).any(|beside| beside.is_ascii_digit()),
        _ => false,
    }
}

/// A text and the words with numbers at its end: 'Incident' and 'INC-2026-004', 'Closed' and 'on 14 Aug 2026'.
fn without_reference(text: &str) -> (&str, &str) {
    let mut cut = text.len();
    let mut rest = text.trim_end();
    while let Some(at) = rest.rfind(' ') {
        let word = rest[at + 1..].trim_matches(|letter: char| !letter.is_alphanumeric());
        let numbered = word.bytes().any(|byte| byte.is_ascii_digit());
        // A month stands between numbers, a preposition before them.
        let joins = cut < text.len() && word.chars().count() < 5 && !word.is_empty() && {
            let before = rest[..at].trim_end();
            JOINTS.iter().any(|joint| joint.eq_ignore_ascii_case(word))
                || before.ends_with(|letter: char| letter.is_ascii_digit())
        };
        if !numbered && !joins {
            break;
        }
        cut = at;
        rest = rest[..at].trim_end();
    }
    (&text[..cut], text.get(cut..).unwrap_or(""))
}

/// What stands between a word and its date or number.
const JOINTS: &[&str] =
    &["on", "am", "le", "el", "em", "at", "since", "seit", "no", "no.", "nr", "nr.", "ref", "as", "of"];

/// A text that lists choices with boxes in front of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choices<'a> {
    /// There are no boxes.
    None,
    /// None is ticked, or several are.
    Open,
    /// One is ticked.
    Ticked(&'a str),
}

/// Reads '☐ Open ☑ Closed' and '[ ] Open [x] Closed'.
pub(super) fn choices(text: &str) -> Choices<'_> {
    let mut rest = text.trim_start();
    let (mut boxes, mut ticked) = (0, Vec::new());
    while let Some((is_ticked, after)) = tick_box(rest) {
        let end = after.char_indices().map(|(at, _)| at).find(|at| tick_box(&after[*at..]).is_some());
        let (choice, next) = after.split_at(end.unwrap_or(after.len()));
        boxes += 1;
        if is_ticked {
            ticked.push(choice.trim());
        }
        rest = next;
    }
    match (boxes, ticked.as_slice()) {
        (0, _) => Choices::None,
        (1, []) if !text.contains(['☐', '□']) => Choices::None,
        (_, [one]) => Choices::Ticked(one),
        _ => Choices::Open,
    }
}

/// Whether a text begins with a box, whether that is ticked, and what follows it.
fn tick_box(text: &str) -> Option<(bool, &str)> {
    let known = [
        ("☐", false),
        ("□", false),
        ("[ ]", false),
        ("☑", true),
        ("☒", true),
        ("[x]", true),
        ("[X]", true),
        ("[✓]", true),
    ];
    known.iter().find_map(|(sign, ticked)| Some((*ticked, text.strip_prefix(sign)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_taken_from_what_stands_around_it() {
        for (text, word, reference, note) in [
            ("**Closed 2026-08-14** — fixed", "Closed", "2026-08-14", "fixed"),
            ("Closed on 14 Aug 2026", "Closed", "on 14 Aug 2026", ""),
            ("Closed (2026-08-14)", "Closed", "2026-08-14", ""),
            ("Closed (positive)", "Closed", "", "positive"),
            ("Incident INC-2026-004", "Incident", "INC-2026-004", ""),
            ("Management review 2026-Q1", "Management review", "2026-Q1", ""),
            ("Mitigate: SOAR automation", "Mitigate", "", "SOAR automation"),
            ("Mitigate: 30-day patching", "Mitigate", "30-day patching", ""),
            ("Closed: 2026-08-14", "Closed", "2026-08-14", ""),
            ("Accept with monitoring", "Accept with monitoring", "", ""),
            ("5-why", "5-why", "", ""),
            ("in-progress", "in-progress", "", ""),
            ("P1", "P1", "", ""),
        ] {
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let expected = StatusText { word: word.to_owned(), reference: some(reference), note: some(note) };
            assert_eq!(split_status(text), Some(expected), "{text}");
        }
        for text in ["", "✅", "—", "()"] {
            assert_eq!(split_status(text), None, "{text}");
        }
    }

    #[test]
    fn a_state_may_carry_its_date() {
        for (text, expected) in [
            ("**Closed 2026-08-14** — fixed", Some("2026-08-14")),
            ("Closed (2026-08-14)", Some("2026-08-14")),
            ("Closed 2026-08-14, verified", Some("2026-08-14")),
            ("Closed on 14 Aug 2026", Some("2026-08-14")),
            ("Closed 08/09/2026", None),
            ("Closed", None),
        ] {
            let date = split_status(text).and_then(|status| status.date(None));
            assert_eq!(date.map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn one_box_of_a_form_is_ticked() {
        for (text, expected) in [
            ("☐ Yes ☐ No", Choices::Open),
            ("☑ Yes ☐ No", Choices::Ticked("Yes")),
            ("[ ] Open [x] Closed", Choices::Ticked("Closed")),
            ("☒ Ja / ☐ Nein", Choices::Ticked("Ja /")),
            ("☑ Yes ☑ No", Choices::Open),
            ("☐", Choices::Open),
            ("Yes", Choices::None),
            ("[x]", Choices::Ticked("")),
        ] {
            assert_eq!(choices(text), expected, "{text}");
        }
    }
}
