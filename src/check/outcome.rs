//! [`Outcome`]: what a run of all rules over all records gives.

use crate::diagnostic::Diagnostic;
use crate::model::{Kind, RecordId};

/// How often a check passed, failed, did not apply, or could not be assessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Name of the rule.
    pub rule: String,
    /// Key of the check; empty for a rule of one check.
    pub check: String,
    /// Subjects that are as they should be.
    pub passed: u32,
    /// Subjects with at least one diagnostic.
    pub failed: u32,
    /// Subjects that the check has nothing to say about.
    pub not_applicable: u32,
    /// Subjects that could not be assessed, by reason, sorted by reason.
    pub not_assessed: Vec<(String, u32)>,
    /// How many of those could not be assessed only because no earlier state was given, or the record is not found in it.
    pub without_past: u32,
}

impl Tally {
    /// Number of subjects that could not be assessed, whatever the reason.
    #[must_use]
    pub fn unassessed(&self) -> u32 {
        self.not_assessed.iter().map(|(_, count)| count).sum()
    }
}

/// The subjects that a check found as they should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passing {
    /// Name of the rule.
    pub rule: String,
    /// Key of the check; empty for a rule of one check.
    pub check: String,
    /// The first of them, in the order of their sources; for a check of the workspace, the records of its list that passed.
    pub subjects: Vec<RecordId>,
}

/// What a run of all rules over all records gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// One for each check that was not switched off, in the order of rules and of checks in their files.
    pub tallies: Vec<Tally>,
    /// What was found, in the order of rules, of checks, and of records.
    pub diagnostics: Vec<Diagnostic>,
    /// Records that lie before the time that is assessed, by kind: they were not judged.
    pub set_aside: Vec<(Kind, u32)>,
    /// What passed, for each check of which something did; only where it was asked for.
    pub passing: Vec<Passing>,
}
