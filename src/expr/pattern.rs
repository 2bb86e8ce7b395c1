//! [`Pattern`]: a regular expression that a rule states.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// The largest compiled pattern in bytes.
const LARGEST: usize = 1 << 20;
/// A short text without counted repetition cannot grow beyond that.
const SHORT: usize = 200;
/// What a letter of a pattern can take at most once it is compiled, in bytes, and what a set of letters can.
const LETTER: usize = 100;
const SET: usize = 2000;

/// A regular expression whose syntax was looked at when its rule was loaded.
#[derive(Debug)]
pub(super) struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Looks at a pattern; the error says what is wrong with it.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        let pattern = Self { text: text.to_owned(), compiled: OnceLock::new() };
        if is_surely_small(text) {
            regex_syntax::parse(text).map_err(|error| last_line(&error.to_string()))?;
            return Ok(pattern);
        }
        let compiled = build(text).map_err(|error| last_line(&error.to_string()))?;
        Ok(Self { compiled: OnceLock::from(Some(compiled)), ..pattern })
    }

    /// Whether a text fits.
    pub(super) fn is_match(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| build(&self.text).ok());
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// Whether a pattern cannot grow too large, so that it can be compiled when a text first comes.
fn is_surely_small(text: &str) -> bool {
    let sets = text.bytes().filter(|byte| matches!(byte, b'.' | b'[')).count();
    // `\w` is large, and without regard to case, which a flag says, every letter is a set.
    let plain = || !text.contains("(?") && !text.contains("\\") && text.len() * LETTER + sets * SET <= LARGEST;
    !text.contains('{') && (text.len() <= SHORT || plain())
}

fn build(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).size_limit(LARGEST).build()
}

/// The last line of a message about a pattern says why; those before it draw it.
fn last_line(message: &str) -> String {
    message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_compiled_late_where_it_cannot_be_too_large() {
        let many = "(an?|the) [^a-z0-9]".repeat(20);
        for (text, small) in [
            ("^[A-Z]+-[0-9]+$", true),
            ("a{1000}", false),
            (many.as_str(), true),
            (&format!("(?i){many}"), false),
            (&format!("{many}\\w"), false),
            (&"[äöü]".repeat(600), false),
        ] {
            assert_eq!(is_surely_small(text), small, "{text}");
        }
        // The largest of those that are taken for small.
        for text in ["[^a]".repeat(LARGEST / (SET + 4 * LETTER)), ".".repeat(LARGEST / (SET + LETTER))] {
            assert!(is_surely_small(&text) && build(&text).is_ok(), "{}", text.len());
        }
    }
}
