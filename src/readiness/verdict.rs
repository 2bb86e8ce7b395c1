//! [`Verdict`]: what everything comes to.

use super::matrix::{Part, Standing};
use crate::diagnostic::Severity;
use crate::triage::Report;

/// What everything comes to: how the items of the audit checklist stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Items of the audit checklist.
    pub items: usize,
    /// Those for which evidence is shown and no gap was found.
    pub shown: usize,
    /// Those of them of which something could not be assessed.
    pub shown_in_part: usize,
    /// Those with a gap that may be raised as a nonconformity.
    pub broken: usize,
    /// Those with other gaps: a question is to be expected.
    pub questioned: usize,
    /// Those of which nothing could be assessed.
    pub unassessed: usize,
    /// Diagnostics of severity error.
    pub errors: usize,
    /// Diagnostics of severity warning.
    pub warnings: usize,
    /// Diagnostics of severity note.
    pub notes: usize,
}

impl Verdict {
    pub(super) fn of(report: &Report, matrix: &[Part]) -> Self {
        let audit = matrix.iter().find(|part| part.name == "audit");
        let items = audit.map_or(&[][..], |part| &part.items);
        let mut verdict = Self {
            items: items.len(),
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            notes: report.count(Severity::Note),
            ..Self::default()
        };
        for item in items {
            match item.standing {
                Standing::Shown => verdict.shown += 1,
                Standing::ShownInPart => {
                    verdict.shown += 1;
                    verdict.shown_in_part += 1;
                }
                Standing::Broken => verdict.broken += 1,
                Standing::Questioned => verdict.questioned += 1,
                Standing::NotAssessed | Standing::NothingToAssess | Standing::NoRule => verdict.unassessed += 1,
            }
        }
        verdict
    }
}
