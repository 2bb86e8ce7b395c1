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
pub mod plan;
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
use crate::data::Duration;
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

use chain::{Completeness, Ground, Spoken, Summary, Trace};
use forecast::Forecast;
use plan::Plan;
use review_pack::ReviewPack;
use sample::{Sample, SampleError};
use subjects::Subjects;
use terms::Terms;
use trends::Trends;

/// What a report is asked for beside what a check is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How the auditor's sample is drawn.
    pub sample: sample::Options,
    /// The entries of the sample, in place of a draw; none to draw.
    pub ids: Vec<String>,
    /// How far ahead the forecast looks.
    pub horizon: Duration,
    /// Whether the pack for the next management review is asked for.
    pub for_review: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        let horizon = Duration { months: 0, days: 90 };
        Self { sample: sample::Options::default(), ids: Vec::new(), horizon, for_review: false }
    }
}

/// Corrective actions whose chains page one counts.
const LAST: usize = 10;

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
    /// What is left to do about the entries of the register.
    pub plan: Plan,
    /// What is good.
    pub good: Vec<Strength>,
    /// What to fix first.
    pub first: First,
    /// The checklist, `audit` first.
    pub matrix: Vec<Part>,
    /// The last corrective actions, traced: how many can be followed from end to end.
    pub last: Summary,
    /// The auditor's sample.
    pub sample: Sample,
    /// The chain of each entry of the sample, in its order.
    pub traces: Vec<Trace>,
    /// Whether what should have come into the log did.
    pub completeness: Completeness,
    /// What will lapse.
    pub forecast: Forecast,
    /// How it went over time.
    pub trends: Trends,
    /// The pack for the next management review, if it was asked for.
    pub review_pack: Option<ReviewPack>,
    /// What was not assessed, and what would change that.
    pub unassessed: Unassessed,
    /// What no tool can check.
    pub prepare: Vec<Preparation>,
}

impl Readiness {
    /// The facts. The same inputs give the same facts.
    ///
    /// # Errors
    ///
    /// If an id that is asked for names no entry.
    pub fn of(inputs: &Inputs<'_, '_>) -> Result<Self, SampleError> {
        let (index, wanted, as_of) = (inputs.index, inputs.wanted, inputs.report.as_of);
        let subjects = Subjects::of(index, inputs.report);
        let matrix = matrix::parts(inputs, &subjects);
        let spoken = Spoken::of(inputs.report, index);
        let terms = Terms::of(index, inputs.catalogue, inputs.rules);
        let ground = Ground { index, spoken: &spoken, terms: &terms, as_of };
        let sample = match wanted.ids.as_slice() {
            [] => sample::draw(index, as_of, &wanted.sample),
            ids => sample::pick(index, as_of, ids)?,
        };
        let last = chain::trace(&ground, &chain::last_corrective(index, as_of, LAST));
        Ok(Self {
            provenance: inputs.provenance.clone(),
            verdict: Verdict::of(inputs.report, &matrix),
            open: Open::of(inputs, &subjects),
            plan: Plan::of(inputs, &subjects),
            good: good::strengths(inputs),
            first: First::of(inputs),
            last: chain::summary(&last),
            traces: chain::trace(&ground, &sample.entries()),
            completeness: chain::completeness(&ground, Some(sample.since.day())),
            sample,
            forecast: forecast::forecast(index, &terms, &inputs.report.waivers, as_of, wanted.horizon),
            trends: trends::trends(index, as_of),
            review_pack: wanted.for_review.then(|| review_pack::review_pack(index, as_of, wanted.horizon)),
            unassessed: Unassessed::of(inputs, &matrix),
            prepare: prepare::preparations(inputs.catalogue),
            matrix,
        })
    }

    /// A part of the checklist by its name, such as `audit`.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.matrix.iter().find(|part| part.name == name)
    }
}
