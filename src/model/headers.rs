//! What the heads of columns mean.

use super::kind::Kind;
use super::lexicon::Lexicon;

/// What the head of a column means for records of a kind.
#[derive(Clone, Debug)]
pub struct HeaderMeaning {
    /// The field, as the settings name it: `actions.due_on`.
    pub path: String,
    /// Fields with a value that the head says besides.
    pub constants: Vec<(String, String)>,
    /// How many kinds know the head.
    pub shared: u32,
}

impl Lexicon {
    /// What a head means for records of a kind.
    #[must_use]
    pub fn header(&self, _kind: Kind, _header: &str) -> Option<&HeaderMeaning> {
        None
    }
}
