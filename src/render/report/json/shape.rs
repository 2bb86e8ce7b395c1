//! The report as JSON: what stands in the document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::over_time::{Pack, Trends};
use super::traced::{Ahead, Chains, Sample};
use crate::diagnostic::Severity;
use crate::render::json::Position;

/// The whole document.
#[derive(Serialize)]
pub(in crate::render::report) struct Document<'a> {
    pub(super) version: &'static str,
    /// `readiness-report`.
    pub(super) document: &'static str,
    pub(super) tool: Tool,
    pub(super) as_of: String,
    pub(super) verdict: Verdict,
    pub(super) run: Run<'a>,
    pub(super) first: First<'a>,
    pub(super) open: Open<'a>,
    pub(super) good: Vec<Strength<'a>>,
    /// The parts of the checklist, `audit` first.
    pub(super) checklist: Vec<Part<'a>>,
    pub(super) not_assessed: Unassessed<'a>,
    /// The last corrective actions, traced.
    pub(super) last: Chains,
    pub(super) sample: Sample<'a>,
    pub(super) forecast: Ahead<'a>,
    pub(super) trends: Trends<'a>,
    /// Null where it was not asked for.
    pub(super) review_pack: Option<Pack<'a>>,
    pub(super) prepare: Vec<Preparation<'a>>,
    pub(super) diagnostics: Vec<Gap<'a>>,
    /// The rules that the diagnostics are of.
    pub(super) rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
}

#[derive(Serialize)]
pub(super) struct Verdict {
    pub(super) sentence: String,
    /// Items of the audit checklist, and how they stand.
    pub(super) items: usize,
    pub(super) shown: usize,
    /// Those of the shown ones of which something could not be assessed.
    pub(super) shown_in_part: usize,
    pub(super) broken: usize,
    pub(super) questioned: usize,
    pub(super) unassessed: usize,
    /// Diagnostics by severity.
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
}

/// What it takes to do it again.
#[derive(Serialize)]
pub(super) struct Run<'a> {
    pub(super) command: &'a str,
    pub(super) organisation: Option<&'a str>,
    pub(super) standard: &'a str,
    pub(super) rules: usize,
    /// SHA-256 of the rule set.
    pub(super) rule_set: String,
    /// Null where the settings were worked out from the files.
    pub(super) settings: Option<File>,
    pub(super) commit: Option<&'a str>,
    pub(super) files: Vec<File>,
    pub(super) records: Vec<Amount>,
    /// Records before the time that is assessed: counted, not judged.
    pub(super) set_aside: Vec<Amount>,
}

#[derive(Serialize)]
pub(super) struct File {
    pub(super) path: String,
    /// Null where the file cannot be read again.
    pub(super) sha256: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Amount {
    pub(super) kind: &'static str,
    pub(super) count: u32,
}

#[derive(Serialize)]
pub(super) struct First<'a> {
    pub(super) causes: Vec<Cause<'a>>,
    /// Number of causes that are not listed.
    pub(super) further: usize,
    /// Records with gaps, and how many have none once the causes are removed.
    pub(super) affected: usize,
    pub(super) freed: usize,
}

#[derive(Serialize)]
pub(super) struct Cause<'a> {
    pub(super) rule: &'a str,
    pub(super) severity: Severity,
    /// Null for the workspace as a whole.
    pub(super) kind: Option<&'static str>,
    pub(super) field: &'a str,
    /// Something was not read because of it.
    pub(super) stops: bool,
    pub(super) records: usize,
    pub(super) frees: usize,
    pub(super) diagnostics: &'a [usize],
}

#[derive(Serialize)]
pub(super) struct Open<'a> {
    /// Entries that were read.
    pub(super) of: usize,
    /// Those of the open ones of which the register does not say whether they are nonconformities.
    pub(super) of_unknown_kind: usize,
    pub(super) entries: Vec<OpenEntry<'a>>,
}

#[derive(Serialize)]
pub(super) struct OpenEntry<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) title: Option<&'a str>,
    pub(super) place: Position,
    pub(super) classification: Option<&'static str>,
    pub(super) status: Option<&'a str>,
    pub(super) since: Option<String>,
    pub(super) age_in_days: Option<i32>,
    pub(super) owner: Option<&'a str>,
    pub(super) next_due: Option<String>,
    /// Findings of audits by somebody else, and until when an answer is due.
    pub(super) certification: Vec<Certification<'a>>,
    /// Number of gaps.
    pub(super) gaps: usize,
}

#[derive(Serialize)]
pub(super) struct Certification<'a> {
    pub(super) finding: Option<&'a str>,
    pub(super) place: Position,
    pub(super) due_on: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Strength<'a> {
    pub(super) rule: &'a str,
    pub(super) passed: u64,
    pub(super) not_assessed: u64,
    pub(super) sentence: &'a str,
}

#[derive(Serialize)]
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    pub(super) title: &'a str,
    pub(super) items: Vec<Item<'a>>,
}

#[derive(Serialize)]
pub(super) struct Item<'a> {
    pub(super) obligation: &'a str,
    pub(super) restated: &'a str,
    /// `shown`, `shown-in-part`, `questioned`, `broken`, `not-assessed`, `nothing-to-assess` or `no-rule`.
    pub(super) standing: &'static str,
    pub(super) rules: Vec<Outcome<'a>>,
    /// Records that support conformity: how many, whether there are more, and the latest of them.
    pub(super) supporting: usize,
    pub(super) and_more: bool,
    pub(super) evidence: Vec<Evidence<'a>>,
    pub(super) gaps: &'a [usize],
    pub(super) prepare: &'a [String],
}

#[derive(Serialize)]
pub(super) struct Outcome<'a> {
    pub(super) rule: &'a str,
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) not_applicable: u64,
    pub(super) not_assessed: u64,
    pub(super) reasons: Vec<Reason<'a>>,
}

#[derive(Serialize)]
pub(super) struct Reason<'a> {
    pub(super) reason: &'a str,
    pub(super) count: u64,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) rules: &'a [String],
}

#[derive(Serialize)]
pub(super) struct Evidence<'a> {
    pub(super) kind: &'static str,
    pub(super) id: Option<&'a str>,
    pub(super) title: Option<&'a str>,
    pub(super) place: Position,
    /// The rules that it passed.
    pub(super) rules: &'a [String],
}

#[derive(Serialize)]
pub(super) struct Unassessed<'a> {
    pub(super) outcomes: u64,
    pub(super) reasons: Vec<Reason<'a>>,
    /// Obligations of which no rule of the run could assess anything.
    pub(super) obligations: &'a [String],
    pub(super) remedies: Vec<Remedy<'a>>,
}

#[derive(Serialize)]
pub(super) struct Remedy<'a> {
    /// What to do, in a sentence.
    pub(super) sentence: String,
    /// The kind of the source, or the kind of which no record was read.
    pub(super) kind: &'static str,
    /// The field that sources do not keep; null where there is no source.
    pub(super) field: Option<&'a str>,
    pub(super) sources: &'a [String],
    /// Rules that could look with this alone, and those that need something else too.
    pub(super) enables: &'a [String],
    pub(super) helps: &'a [String],
}

#[derive(Serialize)]
pub(super) struct Preparation<'a> {
    pub(super) obligation: &'a str,
    pub(super) restated: &'a str,
    pub(super) because: &'a str,
    pub(super) prepare: &'a [String],
}

/// A diagnostic.
#[derive(Serialize)]
pub(super) struct Gap<'a> {
    pub(super) rule: &'a str,
    pub(super) check: &'a str,
    pub(super) severity: Severity,
    /// What the severity means for the audit.
    pub(super) means: &'static str,
    pub(super) cause: String,
    /// Why it is accepted for a while, by whom and until when; null where it is not.
    pub(super) waived: Option<String>,
    pub(super) message: &'a str,
    pub(super) place: Position,
    pub(super) subject: &'a str,
    pub(super) field: &'a str,
    pub(super) fingerprint: &'a str,
}

#[derive(Serialize)]
pub(super) struct Rule<'a> {
    pub(super) rule: &'a str,
    pub(super) summary: &'a str,
    pub(super) why: &'a str,
    pub(super) fix: &'a str,
    pub(super) obligations: &'a [String],
    /// Clause numbers by pack.
    pub(super) clauses: &'a BTreeMap<String, Vec<String>>,
}
