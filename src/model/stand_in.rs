//! [`StandIns`]: texts that stand where a value should: placeholders, and 'none, because …'.

use std::sync::OnceLock;

use regex_syntax::hir::literal::{Extractor, Literal};
use rustc_hash::FxHashSet;

use crate::data::{NodeId, Tree};

use super::lexicon::scalars_below;

/// Longer texts are no placeholders by their words; only templates in brackets may be longer.
const LONGEST: usize = 48;

/// What stands in for a value.
#[derive(Debug, Default)]
pub struct StandIns {
    words: FxHashSet<String>,
    /// By the first byte in lower case, the lengths of the words in bytes, a bit each: nearly all cells of a register are
    /// told by theirs.
    lengths: Vec<u64>,
    patterns: Vec<Pattern>,
    /// What a text that fits a pattern begins with, by the first byte, and the index of the pattern.
    starts: Vec<Vec<(Box<[u8]>, usize)>>,
    /// Patterns that may begin with anything at all; they are asked only where a text has the signs of a form.
    anywhere: Vec<usize>,
    /// By the first byte in lower case.
    openers: Vec<Vec<String>>,
}

/// A regular expression. To compile all of them takes as long as to map 700 entries, and hardly any is ever asked, so
/// each is compiled when the first text comes that may fit it.
#[derive(Debug)]
struct Pattern {
    text: String,
    compiled: OnceLock<Option<regex::Regex>>,
}

impl Pattern {
    /// One that is wrong fits nothing and does not take the others with it; a test sees to it that those of the program
    /// are right.
    fn fits(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| regex::Regex::new(&self.text).ok());
        compiled.as_ref().is_some_and(|pattern| pattern.is_match(text))
    }
}

impl StandIns {
    /// Whether a whole text, without space around it, only keeps the place of a value.
    #[must_use]
    pub fn is_placeholder(&self, text: &str) -> bool {
        self.is_word(text) || is_template(text) || (text.len() <= LONGEST && self.fits_pattern(text))
    }

    /// Whether a text says that there is none, and why.
    #[must_use]
    pub fn is_none_because(&self, text: &str) -> bool {
        let openers = self.openers.get(first(text)).map(Vec::as_slice).unwrap_or_default();
        openers.iter().any(|opener| {
            let Some(head) = text.get(..opener.len()) else { return false };
            let tail = text.get(opener.len()..).unwrap_or("");
            let ends = |letter: char| !letter.is_alphanumeric();
            head.eq_ignore_ascii_case(opener)
                && (tail.starts_with(ends) || opener.ends_with(ends))
                && tail.chars().any(char::is_alphanumeric)
        })
    }

    /// Adds words and patterns: texts below a key that speaks of patterns are regular expressions, all others words.
    pub(super) fn add_placeholders(&mut self, tree: &Tree, root: NodeId) {
        let (mut words, mut patterns) = (Vec::new(), Vec::new());
        for child in tree.children(root) {
            let texts = scalars_below(tree, child);
            if tree.key_text(child).is_some_and(|key| key.contains("pattern")) {
                patterns.extend(texts.iter().map(|text| format!("(?i)^(?:{text})$")));
            } else {
                words.extend(texts);
            }
        }
        self.words.extend(words.iter().map(|word| word.to_lowercase()));
        self.lengths = vec![0; 256];
        for word in &self.words {
            if let Some(lengths) = self.lengths.get_mut(first(word)) {
                *lengths |= 1 << word.len().min(63);
            }
        }
        (self.starts, self.anywhere) = starts(&patterns);
        let pattern = |text| Pattern { text, compiled: OnceLock::new() };
        self.patterns = patterns.into_iter().map(pattern).collect();
    }

    /// Adds openers such as 'none, because'.
    pub(super) fn add_openers(&mut self, openers: &[String]) {
        self.openers.resize(256, Vec::new());
        for opener in openers.iter().map(|opener| opener.trim()) {
            let first = opener.as_bytes().first().map(|byte| usize::from(byte.to_ascii_lowercase()));
            if let Some(same) = first.and_then(|first| self.openers.get_mut(first)) {
                same.push(opener.to_owned());
            }
        }
    }

    /// Asks only the patterns that it is worth asking: this runs for every cell of a register.
    fn fits_pattern(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let starts = self.starts.get(first(text)).map(Vec::as_slice).unwrap_or_default();
        let begins = |start: &[u8]| bytes.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
        let fits = |index: &usize| self.patterns.get(*index).is_some_and(|pattern| pattern.fits(text));
        starts.iter().any(|(start, index)| begins(start) && fits(index))
            || (has_form_sign(text) && self.anywhere.iter().any(fits))
    }

    /// Compares without copying where the text is ASCII: this runs for every cell of a register.
    fn is_word(&self, text: &str) -> bool {
        let lengths = self.lengths.get(first(text)).copied().unwrap_or(0);
        if text.len() > LONGEST || (lengths & (1 << text.len()) == 0 && text.is_ascii()) {
            return false;
        }
        let mut lower = [0_u8; LONGEST];
        let Some(slot) = lower.get_mut(..text.len()) else { return false };
        slot.copy_from_slice(text.as_bytes());
        slot.make_ascii_lowercase();
        match std::str::from_utf8(slot) {
            Ok(lower) if text.is_ascii() => self.words.contains(lower),
            _ => self.words.contains(text.to_lowercase().as_str()),
        }
    }
}

/// The first byte of a text in lower case.
fn first(text: &str) -> usize {
    text.as_bytes().first().map_or(0, |byte| usize::from(byte.to_ascii_lowercase()))
}

/// What texts that fit begin with, by the first byte, for the patterns that say so, and the patterns that do not.
#[expect(clippy::type_complexity, reason = "it is taken apart at once")]
fn starts(patterns: &[String]) -> (Vec<Vec<(Box<[u8]>, usize)>>, Vec<usize>) {
    let mut starts: Vec<Vec<(Box<[u8]>, usize)>> = vec![Vec::new(); 256];
    let mut anywhere = Vec::new();
    for (index, pattern) in patterns.iter().enumerate() {
        // Without its flag for case a pattern has few beginnings; they are compared without regard to it.
        let Ok(parsed) = regex_syntax::parse(pattern.trim_start_matches("(?i)")) else { continue };
        let prefixes = Extractor::new().extract(&parsed);
        // Only ASCII is compared without regard to case here.
        let is_told = |prefix: &Literal| !prefix.is_empty() && prefix.as_bytes().is_ascii();
        let Some(prefixes) = prefixes.literals().filter(|all| all.iter().all(is_told)) else {
            anywhere.push(index);
            continue;
        };
        for prefix in prefixes {
            let prefix = prefix.as_bytes().to_ascii_lowercase();
            if let Some(same) = prefix.first().and_then(|first| starts.get_mut(usize::from(*first))) {
                same.push((prefix.into(), index));
            }
        }
    }
    (starts, anywhere)
}

/// Whether a text has what forms have and values hardly ever: brackets, strokes, boxes, or letters that stand for
/// others, such as the `YYYY` of an id.
fn has_form_sign(text: &str) -> bool {
    let bytes = text.as_bytes();
    let letters = |at: usize| {
        let Some([before, one, other]) = at.checked_sub(2).and_then(|from| bytes.get(from..=at)) else { return false };
        (*before == b'-' || before.is_ascii_digit()) && one.eq_ignore_ascii_case(other)
    };
    bytes.first().is_some_and(|first| !first.is_ascii_alphanumeric())
        || bytes.iter().enumerate().any(|(at, byte)| match SIGNS[usize::from(*byte)] {
            Sign::None => false,
            Sign::Letter => letters(at),
            Sign::Form => true,
        })
}

/// What a byte says of a text being a form.
#[derive(Clone, Copy)]
enum Sign {
    None,
    /// Twice, behind a digit or a hyphen, it stands for others.
    Letter,
    Form,
}

/// A table, because this is asked of every byte of every short cell.
const SIGNS: [Sign; 256] = {
    let mut signs = [Sign::None; 256];
    let mut byte = 0;
    while byte < signs.len() {
        signs[byte] = match byte as u8 {
            b'[' | b'{' | b'<' | b'$' | b'%' | b'@' | b'_' | b'#' | b'?' | 128.. => Sign::Form,
            b'x' | b'y' | b'n' | b'm' | b'd' | b'X' | b'Y' | b'N' | b'M' | b'D' => Sign::Letter,
            _ => Sign::None,
        };
        byte += 1;
    }
    signs
};

/// Whether a text is a form to fill in: `{{ date }}`, `[YYYY-MM-DD]`, `<name>`, `____`, `…`, `☐`.
fn is_template(text: &str) -> bool {
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else { return false };
    if first.is_ascii_alphanumeric() {
        return false;
    }
    let inside = |open: char, close: char| {
        first == open && last == close && text.matches(open).count() == 1 && text.matches(close).count() == 1
    };
    if text.starts_with("{{") && text.ends_with("}}") {
        return true;
    }
    // A lone tick box is a template, `[x]` and `[A.5.18]` are not: a placeholder in brackets has a word of letters.
    if inside('[', ']') || inside('<', '>') {
        let inner = &text[1..text.len() - 1];
        return inner.trim().is_empty()
            || (inner.chars().filter(|letter| letter.is_alphabetic()).count() > 2
                && !inner.contains("://")
                && !inner.contains('@')
                && !inner.contains('.'));
    }
    matches!(first, '_' | '.' | '…' | '—' | '–' | '☐' | '?' | '-')
        && text.chars().all(|letter| matches!(letter, '_' | '.' | '…' | '—' | '–' | '☐' | '?' | '-' | ' '))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::text::SourceId;

    fn stand_ins() -> StandIns {
        let text = "words: [TBD, to be confirmed, n/a, ausstehend]\npatterns: ['[a-z]+-\\[YYYY\\]-\\d+']\n";
        let (tree, _) = crate::read::yaml::read(SourceId(0), &Arc::from(text));
        let mut known = StandIns::default();
        known.add_placeholders(&tree, tree.roots()[0]);
        known.add_openers(&["none, because".to_owned(), "none because".to_owned(), "none:".to_owned()]);
        known
    }

    #[test]
    fn placeholders_are_the_whole_text() {
        let known = stand_ins();
        for text in [
            "tbd",
            "TBD",
            "To be confirmed",
            "N/A",
            "Ausstehend",
            "[YYYY-MM-DD]",
            "{{ meta.owner }}",
            "____",
            "—",
            "☐",
            "<your name>",
            "NCR-[YYYY]-001",
            "???",
            "[ ]",
        ] {
            assert!(known.is_placeholder(text), "{text}");
        }
        for text in [
            "TBD by the owner",
            "closed",
            "[x]",
            "[A.5.18]",
            "<a@example.com>",
            "2026-03-15",
            "none",
            "-1",
            "[done](https://example.com)",
            "a ____ b",
            "ä",
        ] {
            assert!(!known.is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn the_patterns_of_the_program_are_right_and_may_all_be_asked() {
        let known = &crate::model::Lexicon::embedded().stand_ins;
        assert!(known.patterns.len() > 20);
        for pattern in &known.patterns {
            assert!(regex::Regex::new(&pattern.text).is_ok(), "{}", pattern.text);
        }
        for text in [
            "NCR-[2026]-001",
            "IMP-YYYY-NNN",
            "R-XXX",
            "CAR-###",
            "2026-XX-XX",
            "20XX-01-01",
            "pr #tbd",
            "Ticket no. ???",
            "TBD by the owner of it",
            "Click here to enter text",
            "Insert your text here",
            "☐ yes ☐ no",
            "FIXME later",
        ] {
            assert!(known.is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn none_because_needs_a_reason() {
        let known = stand_ins();
        for (text, expected) in [
            ("None, because the system is gone", true),
            ("none: no staff concerned", true),
            ("none because of X", true),
            ("none", false),
            ("none because", false),
            ("none:", false),
            ("None: -", false),
            ("none becausex y", false),
            ("nonesuch", false),
        ] {
            assert_eq!(known.is_none_because(text), expected, "{text}");
        }
    }
}
