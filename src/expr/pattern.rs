//! [`Pattern`]: a regular expression that a rule states.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// The largest compiled pattern in bytes.
const LARGEST: usize = 1 << 20;
/// A short text without counted repetition cannot grow beyond that, so it is compiled when a text first comes.
const SURELY_SMALL: usize = 200;

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
        if text.len() <= SURELY_SMALL && !text.contains('{') {
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

fn build(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).size_limit(LARGEST).build()
}

/// The last line of a message about a pattern says why; those before it draw it.
fn last_line(message: &str) -> String {
    message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}
