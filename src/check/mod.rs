//! Rules over records: outcomes, diagnostics and messages.
//!
//! Of several diagnostics at one place the most specific speaks: a reference that names nothing, a placeholder, or
//! text in place of a date is left to the rule that is about that field, and the general diagnostic of reading for the same bytes is dropped.

mod assess;
mod columns;
mod draft;
mod evaluate;
pub mod examples;
mod lost;
mod notes;
mod outcome;
mod parameters;
mod place;
mod reading;
mod references;
mod settings;
mod subjects;
mod tasks;
mod why;
mod withheld;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::data::Duration;
use crate::diagnostic::Problem;
use crate::expr::World;
use crate::index::Index;
use crate::model::Kind;
use crate::rule::{Catalogue, ParameterValue, Subject};
use crate::text::Span;

pub use columns::{Columns, field_path, ways};
pub use lost::Lost;
pub use notes::{Told, not_assessed, told};
pub use outcome::{Outcome, Passing, Tally};
pub use place::{mark as subject_mark, subject as subject_of, top as outermost};
pub use settings::{RuleSetting, RuleSettings};

use draft::Draft;
use reading::Reader;
use subjects::Subjects;
use tasks::Found;
use why::Why;

/// All that a run needs.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a, 'w> {
    /// The rules, which live as long as what their conditions are asked about.
    pub catalogue: &'w Catalogue,
    /// The records, the day, the organisation.
    pub world: &'w World<'w>,
    /// What the organisation says about rules.
    pub settings: &'a RuleSettings,
    /// What went wrong while reading and mapping.
    pub problems: &'a [Problem],
    /// Kinds of which a configured source could not be read.
    pub unread: &'a [Kind],
    /// Where what is absent is pointed at.
    pub expectations: &'w Expectations,
    /// Number of threads; as many as there are processors if none is given.
    pub threads: Option<usize>,
    /// Subjects that each check keeps of those that pass.
    pub keep: usize,
}

/// Where what is absent is pointed at.
#[derive(Clone, Debug)]
pub struct Expectations {
    /// The line of the settings that expects records of a kind.
    pub by_kind: BTreeMap<Kind, Span>,
    /// Where no line of the settings does: line 1 of the first file that was read.
    pub fallback: Span,
    /// Whether what was not found is certain to be missing.
    pub absence: Absence,
}

/// Whether records of a kind of which none was found are certain to be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Absence {
    /// Everything was looked at.
    #[default]
    Certain,
    /// Only one file was given.
    OneFile,
    /// There are settings, and they say where records are kept: those of other kinds are kept elsewhere.
    NotNamed,
    /// What the files hold was guessed, and this many that may hold minutes or processes were not understood.
    NotUnderstood(u32),
}

impl Expectations {
    /// Why nothing can be said about the absence of a kind of which no record was read; `nothing`: no record at all was.
    ///
    /// The register itself is always expected, as is what the settings name.
    fn excuse(&self, kind: Kind, nothing: bool) -> Option<Why> {
        match self.absence {
            Absence::OneFile => (kind != Kind::Entry || !nothing).then_some(Why::OneFile),
            _ if kind == Kind::Entry || self.by_kind.contains_key(&kind) => None,
            Absence::Certain => None,
            Absence::NotNamed => Some(Why::NotNamed(kind)),
            Absence::NotUnderstood(files) => Some(Why::NotUnderstood(kind, files)),
        }
    }

    fn place(&self, kind: Option<Kind>) -> Span {
        kind.and_then(|kind| self.by_kind.get(&kind)).copied().unwrap_or(self.fallback)
    }
}

/// Runs all rules over all records. The outcome is the same for any number of threads.
#[must_use]
pub fn run(run: &Run<'_, '_>) -> Outcome {
    let pool = run.threads.and_then(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok());
    match pool {
        Some(pool) => pool.install(|| outcome(run)),
        None => outcome(run),
    }
}

/// The value of a parameter that is a length of time, as the rule itself reads it: what the documents in force declare,
/// else the settings, else the default.
#[must_use]
pub fn duration_of(
    index: &Index<'_>,
    catalogue: &Catalogue,
    settings: &RuleSettings,
    rule: &str,
    parameter: &str,
) -> Option<Duration> {
    let rule = catalogue.rule(rule)?;
    let at = rule.parameters.iter().position(|known| known.name == parameter)?;
    match parameters::values(index.limits(), rule, settings).into_iter().nth(at) {
        Some(ParameterValue::Duration(value)) => Some(value),
        _ => None,
    }
}

fn outcome(run: &Run<'_, '_>) -> Outcome {
    let (found, drafts, set_aside) = drafts(run, false);
    Outcome { tallies: found.tallies, diagnostics: draft::finish(drafts), set_aside, passing: found.passing }
}

/// `names`: whether drafts tell the names of related places.
fn drafts(run: &Run<'_, '_>, names: bool) -> (Found, Vec<Draft>, Vec<(Kind, u32)>) {
    let index = run.world.index;
    let reader = Reader::new(run);
    let compared =
        run.catalogue.rules().iter().filter(|rule| run.settings.runs(rule)).filter_map(|rule| match rule.subject {
            Subject::ChangeOf(kind) => Some(kind),
            _ => None,
        });
    let subjects = Subjects::of(run.world, &compared.collect::<Vec<Kind>>());
    let (mut reading, (found, mut drafts)) = rayon::join(
        || {
            let mut drafts = reader.drafts(run.problems);
            drafts.extend(references::drafts(&reader, index));
            drafts
        },
        || tasks::run(run, &subjects, names),
    );
    if reading.iter().any(yields) {
        let spoken: FxHashSet<Span> = drafts.iter().flatten().map(|draft| draft.span).collect();
        reading.retain(|draft| !yields(draft) || !spoken.contains(&draft.span));
    }
    // Rules in order of their names; what one rule says stays in the order of its checks and of records. There may be a
    // hundred thousand drafts, which are not to be moved more than once.
    drafts.retain(|of_check| !of_check.is_empty());
    drafts.sort_by(|one, other| rule_of(one).cmp(&rule_of(other)));
    reading.sort_by(|one, other| one.rule.cmp(&other.rule));
    let mut all = Vec::with_capacity(reading.len() + drafts.iter().map(Vec::len).sum::<usize>());
    let mut reading = reading.into_iter().peekable();
    for of_check in drafts {
        let rule = rule_of(&of_check).cloned();
        all.extend(std::iter::from_fn(|| reading.next_if(|draft| Some(&draft.rule) <= rule.as_ref())));
        all.extend(of_check);
    }
    all.extend(reading);
    (found, all, subjects.set_aside)
}

/// The rule that drafts are of.
fn rule_of(drafts: &[Draft]) -> Option<&Arc<str>> {
    drafts.first().map(|draft| &draft.rule)
}

/// Whether a diagnostic of reading gives way to a rule that speaks at the same place.
fn yields(draft: &Draft) -> bool {
    matches!(
        &*draft.rule,
        "input-reference-unresolved" | "input-placeholder-text" | "input-date-unparseable" | "input-date-indefinite"
    )
}

#[cfg(test)]
mod tests;
