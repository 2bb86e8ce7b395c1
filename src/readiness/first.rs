//! [`First`]: what to fix first, by what causes most.

use super::Inputs;
use crate::diagnostic::Severity;
use crate::model::Kind;

/// How many causes are told.
pub(super) const FIVE: usize = 5;

/// What to fix first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct First {
    /// The causes to remove first, in this order; five at most.
    pub causes: Vec<Cause>,
    /// Number of further causes.
    pub further: usize,
    /// Records with a diagnostic of severity error or warning.
    pub affected: usize,
    /// Those of them that have none once these causes are removed.
    pub freed: usize,
}

/// Diagnostics with the same cause: one rule, about one field of one kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Name of the rule.
    pub rule: String,
    /// The gravest severity among them.
    pub severity: Severity,
    /// The kind of the record that they are about; none for the workspace as a whole.
    pub kind: Option<Kind>,
    /// Path of the field without positions, such as `actions.due_on`; empty for the record as a whole.
    pub field: String,
    /// Numbers of the diagnostics.
    pub diagnostics: Vec<usize>,
    /// Records that they are about.
    pub records: usize,
    /// Records about which nothing is left to say once this cause and those before it are removed.
    pub frees: usize,
}

impl First {
    pub(super) fn of(inputs: &Inputs<'_, '_>) -> Self {
        let _ = inputs;
        Self::default()
    }
}
