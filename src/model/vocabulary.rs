//! Closed vocabularies ([`Words`]) and sets of their words ([`EnumSet`]).

/// A closed vocabulary, such as the states of an entry.
#[derive(Debug)]
pub struct Words {
    /// Name of the vocabulary, such as `entry.status`.
    pub name: &'static str,
    /// Canonical words, in the order of progress where there is one; at most 32.
    pub words: &'static [&'static str],
}

impl Words {
    /// The set of one word, if the vocabulary has it.
    #[must_use]
    pub fn set(&self, word: &str) -> Option<EnumSet> {
        self.words.iter().position(|known| *known == word).map(|index| EnumSet(1 << index))
    }
}

/// The words that a source's word may stand for: one bit each, usually exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EnumSet(pub u32);

impl EnumSet {
    /// The only word of the set.
    #[must_use]
    pub fn single(self, words: &'static Words) -> Option<&'static str> {
        (self.0.count_ones() == 1).then(|| words.words[self.0.trailing_zeros() as usize])
    }

    /// Whether every, no or some word of this set is in another: `Some(true)`, `Some(false)` or `None`.
    #[must_use]
    pub fn within(self, other: Self) -> Option<bool> {
        match self.0 & other.0 {
            0 => Some(false),
            common if common == self.0 => Some(true),
            _ => None,
        }
    }
}
