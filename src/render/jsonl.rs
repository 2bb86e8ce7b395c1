//! `jsonl`: a line for the run and a line for each diagnostic, flat, so that the runs of many workspaces can be loaded
//! into one table. Every line says which workspace, organisation and day it belongs to.

use std::io::{self, Write};

use serde::Serialize;

use super::Context;
use super::json::VERSION;
use super::summary;
use super::visible::json_without_commands;
use crate::diagnostic::Severity;
use crate::triage::{Judged, Policy, Report};

/// What every line says.
#[derive(Clone, Copy, Serialize)]
struct Run<'a> {
    /// `run` or `diagnostic`.
    kind: &'static str,
    version: &'static str,
    organisation: Option<&'a str>,
    /// The folder of the workspace as it was typed; `.` for the current one.
    workspace: &'a str,
    as_of: &'a str,
}

#[derive(Serialize)]
struct Summary<'a> {
    #[serde(flatten)]
    run: Run<'a>,
    tool: &'static str,
    tool_version: &'static str,
    passed: bool,
    fail_on: String,
    held: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    waived: usize,
    outcomes_passed: u64,
    outcomes_failed: u64,
    outcomes_not_applicable: u64,
    outcomes_not_assessed: u64,
    files: usize,
    records: u64,
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    run: Run<'a>,
    rule: &'a str,
    check: &'a str,
    severity: Severity,
    cause: String,
    held: bool,
    waived: bool,
    message: &'a str,
    subject: &'a str,
    field: &'a str,
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    /// Sheet and cell, or paragraph; null where the file has lines.
    within: Option<String>,
    obligations: &'a [String],
    fingerprint: &'a str,
}

/// Writes the lines.
pub fn write(report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let as_of = report.as_of.to_string();
    let run = Run {
        kind: "run",
        version: VERSION,
        organisation: context.organisation,
        workspace: context.workspace,
        as_of: &as_of,
    };
    put(&summary_of(report, run), out)?;
    let gate = report.gate;
    let policy = Policy { fail_on: gate.fail_on, strict: gate.not_assessed.is_some(), hold: gate.hold };
    let run = Run { kind: "diagnostic", ..run };
    report.diagnostics.iter().try_for_each(|judged| put(&line(judged, policy, run, context), out))
}

fn put(line: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let line = serde_json::to_string(line)?;
    out.write_all(json_without_commands(line).as_bytes())?;
    out.write_all(b"\n")
}

fn summary_of<'a>(report: &Report, run: Run<'a>) -> Summary<'a> {
    let counts = summary::all(report);
    Summary {
        run,
        tool: env!("CARGO_PKG_NAME"),
        tool_version: env!("CARGO_PKG_VERSION"),
        passed: report.gate.passed,
        fail_on: report.gate.fail_on.to_string(),
        held: report.gate.held,
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        notes: report.count(Severity::Note),
        waived: report.waived().count(),
        outcomes_passed: counts.passed,
        outcomes_failed: counts.failed,
        outcomes_not_applicable: counts.not_applicable,
        outcomes_not_assessed: counts.not_assessed,
        files: report.files.len(),
        records: report.records.iter().map(|(_, count)| u64::from(*count)).sum(),
    }
}

fn line<'a>(judged: &'a Judged, policy: Policy, run: Run<'a>, context: &Context<'a>) -> Line<'a> {
    let diagnostic = &judged.diagnostic;
    let place = context.texts.place(diagnostic.span);
    let rule = context.catalogue.rule(&diagnostic.rule);
    Line {
        run,
        rule: &diagnostic.rule,
        check: &diagnostic.check,
        severity: diagnostic.severity,
        cause: judged.cause.to_string(),
        held: judged.is_held(policy),
        waived: judged.waiver.is_some(),
        message: &diagnostic.message,
        subject: &diagnostic.subject,
        field: &diagnostic.field,
        path: place.path,
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        within: place.within,
        obligations: rule.map_or(&[], |rule| &rule.serves),
        fingerprint: &diagnostic.fingerprint.0,
    }
}
