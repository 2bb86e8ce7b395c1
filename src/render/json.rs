//! `json`: everything that a run found, versioned. A field is never removed or given another meaning within a version.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::Context;
use super::summary::{self, Counts};
use super::visible::json_without_commands;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Kind;
use crate::rule::Rule;
use crate::text::{Place, Span};
use crate::triage::{Cause, Compared, Judged, Report};

/// Version of the format.
pub const VERSION: &str = "1";

/// The whole document.
#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    tool: Tool,
    as_of: String,
    gate: Gate,
    /// All diagnostics, waived ones among them, by severity.
    counts: Severities,
    /// Those that no waiver excuses by cause, and the waived ones.
    causes: Causes,
    compared: Comparison<'a>,
    diagnostics: Items<'a>,
    outcomes: Outcomes<'a>,
    read: Read,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Whether the run passes, and why not.
#[derive(Serialize)]
struct Gate {
    passed: bool,
    /// The least severity that fails the gate, or `never`.
    fail_on: String,
    /// Which diagnostics may fail it: `change` or `all`.
    hold: String,
    /// Number of diagnostics that fail the gate.
    held: usize,
    /// With `--strict`: number of outcomes that are not assessed and therefore fail the gate; else null.
    not_assessed: Option<u64>,
    verdict: String,
}

#[derive(Serialize)]
struct Severities {
    error: usize,
    warning: usize,
    note: usize,
}

#[derive(Serialize)]
struct Causes {
    change: usize,
    existing: usize,
    clock: usize,
    waived: usize,
}

/// What the present state was compared with.
#[derive(Serialize)]
struct Comparison<'a> {
    base: Option<Base<'a>>,
    /// Why there is no base, where one was asked for.
    reason: Option<&'a str>,
    baseline: Option<Known<'a>>,
}

/// An earlier state.
#[derive(Serialize)]
struct Base<'a> {
    name: &'a str,
    commit: &'a str,
    day: String,
}

/// What was known before.
#[derive(Serialize)]
struct Known<'a> {
    path: &'a str,
    as_of: &'a str,
    /// Diagnostics that were known.
    entries: usize,
    /// Those of them that are not there any more.
    gone: usize,
}

/// What excuses a diagnostic.
#[derive(Serialize)]
struct Excuse<'a> {
    reason: &'a str,
    approved_by: &'a str,
    approved_on: String,
    /// The last day on which it holds.
    expires_on: String,
    place: Position,
}

/// The diagnostics, each made when it is written: together they take more memory than what they are made of.
struct Items<'a> {
    report: &'a Report,
    context: Context<'a>,
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.report.diagnostics.iter().map(|judged| item(judged, &self.context)))
    }
}

/// A diagnostic with the texts of its rule.
#[derive(Serialize)]
struct Item<'a> {
    rule: &'a str,
    /// Key of the check; empty for a rule of one check.
    check: &'a str,
    severity: Severity,
    /// `change`, `existing` or `clock`.
    cause: String,
    /// What excuses it: it does not fail the gate then.
    waiver: Option<Excuse<'a>>,
    message: &'a str,
    place: Position,
    related: Vec<Related<'a>>,
    /// The record it is about as `kind/id`, or `workspace`.
    subject: &'a str,
    /// Path of the field below the record; may be empty.
    field: &'a str,
    why: &'a str,
    fix: &'a str,
    obligations: &'a [String],
    /// Clause numbers by pack.
    clauses: Option<&'a BTreeMap<String, Vec<String>>>,
    /// Stays the same when a register is sorted, moved or formatted anew.
    fingerprint: &'a str,
}

/// Lines and columns count from 1, columns in Unicode code points; the end is exclusive.
#[derive(Serialize)]
pub(super) struct Position {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    /// Sheet and cell, or paragraph, where the file has no lines: lines and columns are then those of the text made of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<String>,
}

#[derive(Serialize)]
struct Related<'a> {
    place: Position,
    message: &'a str,
}

/// How often what passed, failed, did not apply, or could not be assessed.
#[derive(Serialize)]
struct Outcomes<'a> {
    checks: Vec<Check<'a>>,
    rules: Vec<Named<'a>>,
    obligations: Vec<Named<'a>>,
    /// By part of the checklist; an outcome counts once in each part that its rule serves.
    checklist: Vec<Named<'a>>,
    not_assessed: Vec<Reason<'a>>,
}

#[derive(Serialize)]
struct Check<'a> {
    rule: &'a str,
    check: &'a str,
    #[serde(flatten)]
    counts: Counts,
    reasons: Vec<Reason<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Reason<'a> {
    reason: &'a str,
    count: u64,
}

/// What was read.
#[derive(Serialize)]
struct Read {
    files: Vec<String>,
    records: Vec<Amount>,
    /// Records before the time that is assessed: counted, not judged.
    set_aside: Vec<Amount>,
}

#[derive(Serialize)]
struct Amount {
    kind: &'static str,
    count: u32,
}

impl From<Place> for Position {
    fn from(place: Place) -> Self {
        let Place { path, line, column, end_line, end_column, within } = place;
        Self { path, line, column, end_line, end_column, within }
    }
}

/// Writes the report as one JSON document.
pub fn write(report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_document(&document(report, context), out)
}

/// Writes any document as JSON that a CI runner takes for nothing but text.
pub(super) fn write_document(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = Lines { line: Vec::new(), out };
    serde_json::to_writer_pretty(&mut lines, document)?;
    lines.write_all(b"\n")
}

/// Passes JSON on line by line: the whole of it takes more memory than all that it is about, and no text in it has lines.
struct Lines<'a> {
    line: Vec<u8>,
    out: &'a mut dyn Write,
}

impl Write for Lines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(end) = memchr::memrchr(b'\n', bytes) else {
            self.line.extend_from_slice(bytes);
            return Ok(bytes.len());
        };
        let (whole, rest) = bytes.split_at(end + 1);
        self.line.extend_from_slice(whole);
        let lines = String::from_utf8(std::mem::take(&mut self.line)).map_err(io::Error::other)?;
        let lines = json_without_commands(lines);
        self.out.write_all(lines.as_bytes())?;
        self.line = lines.into_bytes();
        self.line.clear();
        self.line.extend_from_slice(rest);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn document<'a>(report: &'a Report, context: &Context<'a>) -> Document<'a> {
    let gate = report.gate;
    Document {
        version: VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        as_of: report.as_of.to_string(),
        gate: Gate {
            passed: gate.passed,
            fail_on: gate.fail_on.to_string(),
            hold: gate.hold.to_string(),
            held: gate.held,
            not_assessed: gate.not_assessed,
            verdict: summary::verdict(report),
        },
        counts: Severities {
            error: report.count(Severity::Error),
            warning: report.count(Severity::Warning),
            note: report.count(Severity::Note),
        },
        causes: Causes {
            change: report.count_by(Cause::Change),
            existing: report.count_by(Cause::Existing),
            clock: report.count_by(Cause::Clock),
            waived: report.waived().count(),
        },
        compared: compared(report),
        diagnostics: Items { report, context: *context },
        outcomes: outcomes(report, context),
        read: Read {
            files: report.files.iter().map(|path| format!("{}{path}", context.texts.prefix)).collect(),
            records: amounts(&report.records),
            set_aside: amounts(&report.set_aside),
        },
    }
}

fn compared(report: &Report) -> Comparison<'_> {
    let (base, reason) = match &report.compared {
        Compared::Base { name, commit, day } => (Some(Base { name, commit, day: day.to_string() }), None),
        Compared::Nothing(reason) => (None, reason.as_deref()),
    };
    let known = report.known.as_ref();
    let baseline =
        known.map(|known| Known { path: &known.path, as_of: &known.as_of, entries: known.entries, gone: known.gone });
    Comparison { base, reason, baseline }
}

fn item<'a>(judged: &'a Judged, context: &Context<'a>) -> Item<'a> {
    let position = |span: Span| Position::from(context.texts.place(span));
    let diagnostic: &Diagnostic = &judged.diagnostic;
    let rule: Option<&Rule> = context.catalogue.rule(&diagnostic.rule);
    let related = diagnostic.related.iter();
    Item {
        rule: &diagnostic.rule,
        check: &diagnostic.check,
        severity: diagnostic.severity,
        cause: judged.cause.to_string(),
        waiver: judged.waiver.as_deref().map(|waiver| Excuse {
            reason: &waiver.reason,
            approved_by: &waiver.approved_by,
            approved_on: waiver.approved_on.to_string(),
            expires_on: waiver.expires_on.to_string(),
            place: position(waiver.span),
        }),
        message: &diagnostic.message,
        place: position(diagnostic.span),
        related: related.map(|label| Related { place: position(label.span), message: &label.message }).collect(),
        subject: &diagnostic.subject,
        field: &diagnostic.field,
        why: rule.map_or("", |rule| rule.why.trim()),
        fix: rule.map_or("", |rule| rule.fix.trim()),
        obligations: rule.map_or(&[], |rule| &rule.serves),
        clauses: rule.map(|rule| &rule.clauses),
        fingerprint: &diagnostic.fingerprint.0,
    }
}

fn outcomes<'a>(report: &'a Report, context: &Context<'a>) -> Outcomes<'a> {
    let named = |rows: Vec<(&'a str, Counts)>| rows.into_iter().map(|(name, counts)| Named { name, counts }).collect();
    let catalogue = context.catalogue;
    let checks = report.tallies.iter().map(|tally| Check {
        rule: &tally.rule,
        check: &tally.check,
        counts: Counts::of(tally),
        reasons: tally.not_assessed.iter().map(|(reason, count)| Reason { reason, count: u64::from(*count) }).collect(),
    });
    let reasons = summary::reasons(report).into_iter();
    Outcomes {
        checks: checks.collect(),
        rules: named(summary::by_rule(report)),
        obligations: named(summary::by_obligation(report, catalogue)),
        checklist: named(summary::by_checklist(report, catalogue)),
        not_assessed: reasons.map(|(reason, count)| Reason { reason, count }).collect(),
    }
}

fn amounts(records: &[(Kind, u32)]) -> Vec<Amount> {
    records.iter().map(|(kind, count)| Amount { kind: kind.name(), count: *count }).collect()
}
