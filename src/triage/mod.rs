//! [`Report`]: the diagnostics of a run, the cause of each, what was assessed, and whether the gate is passed.

pub mod baseline;
pub mod causes;
pub mod waivers;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::check::{Outcome, Tally};
use crate::data::Date;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Kind;
use crate::text::Sources;

use baseline::Remains;

pub use baseline::Baseline;
pub use causes::{Before, Known};
pub use waivers::{Excused, Waiver};

/// Why a diagnostic is there now. The gate of a merge holds those of the change alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The change brought it; without a base to compare with, everything counts as this.
    Change,
    /// The base has it too.
    Existing,
    /// Only time has passed.
    Clock,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Change => "change",
            Self::Existing => "existing",
            Self::Clock => "clock",
        })
    }
}

/// The least severity that fails the gate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Errors fail it.
    #[default]
    Error,
    /// Warnings and errors fail it.
    Warning,
    /// Every diagnostic fails it.
    Note,
    /// Nothing fails it.
    Never,
}

impl FailOn {
    /// Whether a diagnostic of this severity fails the gate.
    #[must_use]
    pub const fn holds(self, severity: Severity) -> bool {
        match self {
            Self::Never => false,
            Self::Error => matches!(severity, Severity::Error),
            Self::Warning => matches!(severity, Severity::Error | Severity::Warning),
            Self::Note => true,
        }
    }
}

impl fmt::Display for FailOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::Never => "never",
        })
    }
}

impl FromStr for FailOn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "error" => Ok(Self::Error),
            "warning" => Ok(Self::Warning),
            "note" => Ok(Self::Note),
            "never" => Ok(Self::Never),
            _ => Err(format!("'{text}' is none of error, warning, note and never")),
        }
    }
}

/// A diagnostic and why it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What was found.
    pub diagnostic: Diagnostic,
    /// Why it is there now.
    pub cause: Cause,
    /// What excuses it for a while, if anything does.
    pub waiver: Option<Arc<Waiver>>,
}

impl Judged {
    /// Whether it fails a gate of this policy.
    #[must_use]
    pub fn is_held(&self, policy: Policy) -> bool {
        let counts = policy.hold == Hold::All || self.cause == Cause::Change;
        counts && self.waiver.is_none() && policy.fail_on.holds(self.diagnostic.severity)
    }
}

/// Which diagnostics the gate looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hold {
    /// Those that the change brought. Without a base and without a baseline that is all of them.
    #[default]
    Change,
    /// All, whatever their cause.
    All,
}

impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Change => "change",
            Self::All => "all",
        })
    }
}

/// What the run was compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// An earlier state of the workspace.
    Base {
        /// The revision as somebody called it.
        name: String,
        /// The commit that was read, in full.
        commit: String,
        /// The day of that commit in the time zone of the organisation.
        day: Date,
    },
    /// Nothing, for this reason; none where nobody asked for a comparison.
    Nothing(Option<String>),
}

/// The verdict that the exit status tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Whether it is passed.
    pub passed: bool,
    /// The least severity that fails it.
    pub fail_on: FailOn,
    /// Diagnostics that fail it.
    pub held: usize,
    /// Which diagnostics it looks at.
    pub hold: Hold,
    /// With `--strict`: outcomes that are not assessed and therefore fail it.
    pub not_assessed: Option<u64>,
}

/// What the gate is to hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Policy {
    /// The least severity that fails it.
    pub fail_on: FailOn,
    /// Whether what could not be assessed counts as failed.
    pub strict: bool,
    /// Which diagnostics it looks at.
    pub hold: Hold,
}

/// Everything that a run found, in the order in which it is shown.
#[derive(Clone, Debug)]
pub struct Report {
    /// The day as of which was judged.
    pub as_of: Date,
    /// What was found, by path, line and rule.
    pub diagnostics: Vec<Judged>,
    /// The outcomes of each check.
    pub tallies: Vec<Tally>,
    /// Whether the gate is passed.
    pub gate: Gate,
    /// Records read, by kind; kinds with an id only.
    pub records: Vec<(Kind, u32)>,
    /// Paths of the files that were read, sorted.
    pub files: Vec<String>,
    /// Records closed or held before the day from which is assessed, by kind: counted, not judged.
    pub set_aside: Vec<(Kind, u32)>,
    /// What it was compared with.
    pub compared: Compared,
    /// How many earlier states were read for the history; none where nobody asked for them.
    pub versions: Option<usize>,
    /// Why none could be read, where somebody asked for them.
    pub no_history: Option<String>,
    /// What the baseline comes to, where there is one.
    pub known: Option<Remains>,
    /// The waivers that excuse something, in the order of their file.
    pub waivers: Vec<Arc<Waiver>>,
}

impl Report {
    /// Number of diagnostics of a severity, waived or not.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|judged| judged.diagnostic.severity == severity).count()
    }

    /// The diagnostics that no waiver excuses.
    pub fn unwaived(&self) -> impl Iterator<Item = &Judged> {
        self.diagnostics.iter().filter(|judged| judged.waiver.is_none())
    }

    /// The diagnostics that a waiver excuses, each with it.
    pub fn waived(&self) -> impl Iterator<Item = (&Judged, &Waiver)> {
        self.diagnostics.iter().filter_map(|judged| Some((judged, judged.waiver.as_deref()?)))
    }

    /// Number of diagnostics of a cause that no waiver excuses.
    #[must_use]
    pub fn count_by(&self, cause: Cause) -> usize {
        self.unwaived().filter(|judged| judged.cause == cause).count()
    }

    /// Whether the present state was held against an earlier one, so that causes tell something.
    #[must_use]
    pub fn is_compared(&self) -> bool {
        matches!(self.compared, Compared::Base { .. }) || self.known.is_some()
    }
}

/// What a verdict rests on beside what the run found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Grounds<'a> {
    /// What the gate is to hold.
    pub policy: Policy,
    /// What was said of the base; without it the change brought everything.
    pub before: Option<&'a Before>,
    /// What waivers excuse.
    pub excused: Option<&'a Excused>,
    /// What was written down as known, and what is left of it.
    pub baseline: Option<(&'a Baseline, &'a Remains)>,
}

/// Judges the outcome of a run that is compared with nothing.
#[must_use]
pub fn judge(outcome: Outcome, sources: &Sources, as_of: Date, policy: Policy) -> Report {
    judge_on(outcome, sources, as_of, Grounds { policy, ..Grounds::default() })
}

/// Judges the outcome of a run.
#[must_use]
pub fn judge_on(outcome: Outcome, sources: &Sources, as_of: Date, grounds: Grounds<'_>) -> Report {
    let policy = grounds.policy;
    let causes = grounds.before.map(|before| before.causes(&outcome.diagnostics.iter().collect::<Vec<_>>()));
    let mut causes = causes.into_iter().flatten();
    let known = grounds.baseline.map(|(baseline, _)| baseline.prints()).unwrap_or_default();
    let judged = |diagnostic: Diagnostic| {
        let cause = causes.next().unwrap_or(Cause::Change);
        let cause = if known.contains(diagnostic.fingerprint.0.as_str()) { Cause::Existing } else { cause };
        let waiver = grounds.excused.and_then(|excused| excused.waiver(&diagnostic)).cloned();
        Judged { diagnostic, cause, waiver }
    };
    let mut diagnostics = each(outcome.diagnostics, judged);
    let place = |diagnostic: &Diagnostic| (sources.get(diagnostic.span.source).path(), diagnostic.span.start);
    // Fingerprints differ, so that the order is the same however it is come by.
    diagnostics.sort_unstable_by(|one, other| {
        let (one, other) = (&one.diagnostic, &other.diagnostic);
        let same_place = place(one).cmp(&place(other));
        same_place.then_with(|| {
            (&one.rule, &one.check, &one.fingerprint).cmp(&(&other.rule, &other.check, &other.fingerprint))
        })
    });
    let held = diagnostics.iter().filter(|judged| judged.is_held(policy)).count();
    let not_assessed = policy.strict.then(|| not_assessed(&outcome.tallies));
    let passed = policy.fail_on == FailOn::Never || (held == 0 && not_assessed.unwrap_or(0) == 0);
    Report {
        as_of,
        diagnostics,
        tallies: outcome.tallies,
        gate: Gate { passed, fail_on: policy.fail_on, held, hold: policy.hold, not_assessed },
        records: Vec::new(),
        files: Vec::new(),
        set_aside: outcome.set_aside,
        compared: Compared::Nothing(None),
        versions: None,
        no_history: None,
        known: grounds.baseline.map(|(_, remains)| remains.clone()),
        waivers: grounds.excused.map(|excused| excused.waivers.clone()).unwrap_or_default(),
    }
}

/// Diagnostics that are judged before the memory of those that were is given back.
const STEP: usize = 4096;

/// Judges each diagnostic. There may be a hundred thousand, which are not to stand in memory twice.
fn each(mut diagnostics: Vec<Diagnostic>, mut judged: impl FnMut(Diagnostic) -> Judged) -> Vec<Judged> {
    let mut all = Vec::with_capacity(diagnostics.len());
    diagnostics.reverse();
    while let Some(diagnostic) = diagnostics.pop() {
        all.push(judged(diagnostic));
        if diagnostics.len().is_multiple_of(STEP) {
            diagnostics.shrink_to_fit();
        }
    }
    all
}

/// Outcomes that are not assessed, but for those that only lack an earlier state: it is given where a change is checked.
fn not_assessed(tallies: &[Tally]) -> u64 {
    tallies.iter().map(|tally| u64::from(tally.unassessed().saturating_sub(tally.without_past))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Fingerprint, Kin};
    use crate::text::{SourceId, Span};

    fn diagnostic(severity: Severity, source: u32, start: u32, rule: &str) -> Diagnostic {
        Diagnostic {
            rule: rule.into(),
            check: "".into(),
            severity,
            span: Span::new(SourceId(source), start, start),
            message: String::new(),
            related: Vec::new(),
            subject: String::new(),
            field: String::new(),
            fingerprint: Fingerprint(format!("{source}-{start}-{rule}")),
            kin: Kin::default(),
        }
    }

    fn report(diagnostics: Vec<Diagnostic>, not_assessed: u32, policy: Policy) -> Report {
        let mut sources = Sources::default();
        sources.add("b.yaml", "0123456789");
        sources.add("a.yaml", "0123456789");
        let tally = Tally {
            rule: "r".to_owned(),
            check: String::new(),
            passed: 1,
            failed: 0,
            not_applicable: 0,
            not_assessed: vec![("why".to_owned(), not_assessed), ("no base".to_owned(), 7)],
            without_past: 7,
        };
        let outcome = Outcome { tallies: vec![tally], diagnostics, ..Outcome::default() };
        judge(outcome, &sources, Date::parse("2026-06-30").unwrap(), policy)
    }

    #[test]
    fn diagnostics_stand_by_path_place_and_rule() {
        let note = |source, start, rule| diagnostic(Severity::Note, source, start, rule);
        let found = vec![note(0, 1, "x"), note(1, 10, "x"), note(1, 9, "z"), note(1, 9, "y")];
        let report = report(found, 0, Policy::default());
        let order: Vec<&str> = report.diagnostics.iter().map(|one| one.diagnostic.fingerprint.0.as_str()).collect();
        assert_eq!(order, ["1-9-y", "1-9-z", "1-10-x", "0-1-x"]);
    }

    #[test]
    fn the_gate_holds_by_severity_and_by_what_was_not_assessed() {
        use Severity::{Error, Note, Warning};
        for (severity, fail_on, strict, not_assessed, passed) in [
            (Error, FailOn::Error, false, 5, false),
            (Warning, FailOn::Error, false, 5, true),
            (Warning, FailOn::Error, true, 5, false),
            (Warning, FailOn::Error, true, 0, true),
            (Error, FailOn::Error, true, 0, false),
            (Warning, FailOn::Warning, false, 0, false),
            (Note, FailOn::Warning, false, 0, true),
            (Note, FailOn::Note, false, 0, false),
            (Error, FailOn::Never, true, 5, true),
        ] {
            let policy = Policy { fail_on, strict, hold: Hold::Change };
            let gate = report(vec![diagnostic(severity, 0, 0, "r")], not_assessed, policy).gate;
            assert_eq!(gate.passed, passed, "{severity:?} {policy:?} {not_assessed}");
            assert_eq!(gate.held, usize::from(fail_on.holds(severity)));
            assert_eq!(gate.not_assessed, strict.then_some(u64::from(not_assessed)));
        }
    }
}
