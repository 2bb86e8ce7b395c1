//! [`Unassessed`]: what could not be assessed, why, and which column or document would change that.

use super::Inputs;
use super::matrix::Part;
use crate::model::Kind;

/// What could not be assessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unassessed {
    /// Number of outcomes that could not be assessed.
    pub outcomes: u64,
    /// Why, the most frequent first.
    pub reasons: Vec<Reason>,
    /// Obligations that no rule of this run could assess.
    pub obligations: Vec<String>,
    /// What would change that, what enables most rules first.
    pub remedies: Vec<Remedy>,
}

/// Why something could not be assessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// The reason.
    pub reason: String,
    /// How many outcomes it stands behind.
    pub count: u64,
    /// The rules concerned, sorted by name.
    pub rules: Vec<String>,
}

/// Something that would let more rules look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What is missing.
    pub missing: Missing,
    /// Rules that could look with this alone, sorted by name.
    pub enables: Vec<String>,
    /// Further rules that need this and something else.
    pub helps: Vec<String>,
}

/// What is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Sources do not keep a field.
    Field {
        /// Paths of the files or sheets.
        sources: Vec<String>,
        /// What the sources hold.
        top: Kind,
        /// Path of the field as the settings name it, such as `actions.due_on`.
        field: String,
        /// What the field means.
        about: &'static str,
    },
    /// No record of a kind was read.
    Records(Kind),
}

impl Unassessed {
    pub(super) fn of(inputs: &Inputs<'_, '_>, matrix: &[Part]) -> Self {
        let _ = (inputs, matrix);
        Self::default()
    }
}
