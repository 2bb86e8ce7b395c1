//! What is good: plain sentences with figures, about what is shown and nothing else.

use super::Inputs;

/// Something that is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// The rule that found nothing.
    pub rule: String,
    /// How many subjects it looked at.
    pub passed: u64,
    /// What is shown, in a sentence.
    pub sentence: String,
}

pub(super) fn strengths(inputs: &Inputs<'_, '_>) -> Vec<Strength> {
    let _ = inputs;
    Vec::new()
}
