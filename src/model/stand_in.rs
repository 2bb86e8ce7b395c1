//! [`StandIns`]: texts that stand where a value should: placeholders, and 'none, because …'.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::data::{NodeId, Tree};

use super::lexicon::scalars_below;

/// Longer texts are no placeholders by their words; only templates in brackets may be longer.
const LONGEST: usize = 48;

/// What stands in for a value.
#[derive(Debug, Default)]
pub struct StandIns {
    words: FxHashSet<String>,
    /// The lengths of the words in bytes, a bit each: nearly all cells of a register are told by theirs.
    lengths: u64,
    patterns: Vec<String>,
    /// The patterns, compiled when the first text comes that may fit one: most runs never need them.
    compiled: OnceLock<regex::RegexSet>,
    /// What a text that fits a pattern begins with, by the first byte; patterns that may begin with anything at all
    /// are asked only where a text has the signs of a form.
    starts: Vec<Vec<Box<[u8]>>>,
    /// By the first byte in lower case.
    openers: Vec<Vec<String>>,
}

impl StandIns {
    /// Whether a whole text, without space around it, only keeps the place of a value.
    #[must_use]
    pub fn is_placeholder(&self, text: &str) -> bool {
        self.is_word(text)
            || is_template(text)
            || (text.len() <= LONGEST && self.may_fit_pattern(text) && self.compiled().is_match(text))
    }

    /// Whether a text says that there is none, and why.
    #[must_use]
    pub fn is_none_because(&self, text: &str) -> bool {
        let first = text.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
        let openers = self.openers.get(usize::from(first)).map(Vec::as_slice).unwrap_or_default();
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
        self.lengths = self.words.iter().fold(0, |bits, word| bits | 1 << word.len().min(63));
        self.starts = starts(&patterns);
        self.patterns = patterns;
    }

    /// One that is wrong must not take the others with it; a test sees to it that those of the program are right.
    fn compiled(&self) -> &regex::RegexSet {
        self.compiled.get_or_init(|| {
            regex::RegexSet::new(&self.patterns).unwrap_or_else(|_| {
                let right = self.patterns.iter().filter(|pattern| regex::Regex::new(pattern).is_ok());
                regex::RegexSet::new(right).unwrap_or_default()
            })
        })
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

    /// Whether it is worth asking the patterns: this runs for every cell of a register, they take a microsecond.
    fn may_fit_pattern(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let first = bytes.first().map_or(0, u8::to_ascii_lowercase);
        let starts = self.starts.get(usize::from(first)).map(Vec::as_slice).unwrap_or_default();
        let begins = |start: &[u8]| bytes.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
        starts.iter().any(|start| begins(start)) || has_form_sign(text)
    }

    /// Compares without copying where the text is ASCII: this runs for every cell of a register.
    fn is_word(&self, text: &str) -> bool {
        if text.len() > LONGEST || self.lengths & (1 << text.len()) == 0 {
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

/// What texts that fit begin with, by the first byte, for the patterns that say so.
fn starts(patterns: &[String]) -> Vec<Vec<Box<[u8]>>> {
    let mut starts: Vec<Vec<Box<[u8]>>> = vec![Vec::new(); 256];
    for pattern in patterns {
        // Without its flag for case a pattern has few beginnings; they are compared without regard to it.
        let Ok(parsed) = regex_syntax::parse(pattern.trim_start_matches("(?i)")) else { continue };
        let prefixes = regex_syntax::hir::literal::Extractor::new().extract(&parsed);
        for prefix in prefixes.literals().unwrap_or_default() {
            let prefix = prefix.as_bytes().to_ascii_lowercase();
            if let Some(same) = prefix.first().and_then(|first| starts.get_mut(usize::from(*first))) {
                same.push(prefix.into());
            }
        }
    }
    starts
}

/// Whether a text has what forms have and values hardly ever: brackets, strokes, boxes, or letters that stand for
/// others, such as the `YYYY` of an id.
fn has_form_sign(text: &str) -> bool {
    let bytes = text.as_bytes();
    let signs =
        |byte: &u8| matches!(byte, b'[' | b'{' | b'<' | b'$' | b'%' | b'@' | b'_' | b'#' | b'?') || !byte.is_ascii();
    let letters = |three: &[u8]| {
        let [before, one, other] = three else { return false };
        (*before == b'-' || before.is_ascii_digit())
            && one.eq_ignore_ascii_case(other)
            && matches!(one.to_ascii_lowercase(), b'x' | b'y' | b'n' | b'm' | b'd')
    };
    bytes.first().is_some_and(|first| !first.is_ascii_alphanumeric())
        || bytes.iter().any(signs)
        || bytes.windows(3).any(letters)
}

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
            assert!(regex::Regex::new(pattern).is_ok(), "{pattern}");
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
