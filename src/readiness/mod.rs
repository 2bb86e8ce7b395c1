//! How ready an organisation is for its audit: the facts behind `tenone report`, plain and without any format.

pub mod chain;
mod digest;
mod evidence;
mod first;
pub mod forecast;
mod good;
pub mod look;
mod matrix;
mod open;
mod prepare;
pub mod review_pack;
pub mod sample;
#[cfg(test)]
mod stories;
mod subjects;
pub mod terms;
#[cfg(test)]
mod tests;
pub mod trends;
mod unassessed;
mod verdict;

use crate::check::{Passing, RuleSettings};
use crate::index::Index;
use crate::mapping::Reading;
use crate::rule::Catalogue;
use crate::triage::Report;

pub use digest::{Digest, InputFile, Provenance};
pub use evidence::Supporting;
pub use first::{Cause, First};
pub use good::Strength;
pub use matrix::{Item, Part, RuleOutcome, Standing};
pub use open::{Certification, Open, OpenEntry};
pub use prepare::Preparation;
pub use unassessed::{Missing, Reason, Remedy, Unassessed};
pub use verdict::Verdict;

use subjects::Subjects;

/// What a report is asked for beside what a check is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {}

/// Subjects that each check keeps of those that pass, when a report is asked for.
pub const KEPT: usize = 10_000;

/// All that the facts are made from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a, 'w> {
    /// The records.
    pub index: &'a Index<'w>,
    /// What the rules said of them.
    pub report: &'a Report,
    /// What passed, for each check.
    pub passing: &'a [Passing],
    /// The rules.
    pub catalogue: &'a Catalogue,
    /// Those that ran.
    pub rules: &'a RuleSettings,
    /// How each text was understood, in the order of the batches.
    pub readings: &'a [Reading],
    /// Where what was judged came from.
    pub provenance: &'a Provenance,
    /// What is asked for.
    pub wanted: &'a Wanted,
}

/// How ready an organisation is for its audit.
///
/// Diagnostics are named by their number in [`Report::diagnostics`].
#[derive(Clone, Debug)]
pub struct Readiness {
    /// What was judged, by what: enough to do it again.
    pub provenance: Provenance,
    /// What it comes to.
    pub verdict: Verdict,
    /// Nonconformities that are open.
    pub open: Open,
    /// What is good.
    pub good: Vec<Strength>,
    /// What to fix first.
    pub first: First,
    /// The checklist, `audit` first.
    pub matrix: Vec<Part>,
    /// What was not assessed, and what would change that.
    pub unassessed: Unassessed,
    /// What no tool can check.
    pub prepare: Vec<Preparation>,
}

impl Readiness {
    /// The facts. The same inputs give the same facts.
    #[must_use]
    pub fn of(inputs: &Inputs<'_, '_>) -> Self {
        let subjects = Subjects::of(inputs.index, inputs.report);
        let matrix = matrix::parts(inputs, &subjects);
        Self {
            provenance: inputs.provenance.clone(),
            verdict: Verdict::of(inputs.report, &matrix),
            open: Open::of(inputs, &subjects),
            good: good::strengths(inputs),
            first: First::of(inputs),
            unassessed: Unassessed::of(inputs, &matrix),
            prepare: prepare::preparations(inputs.catalogue),
            matrix,
        }
    }

    /// A part of the checklist by its name, such as `audit`.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.matrix.iter().find(|part| part.name == name)
    }
}
