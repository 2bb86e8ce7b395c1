//! `gitlab`: a report of Code Quality, as merge requests of GitLab show it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::Context;
use super::json::write_document;
use super::ranked::{Ranked, as_found, named, told};
use super::region::Region;
use crate::diagnostic::Severity;
use crate::triage::Report;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    /// Two issues with the same one are one for GitLab, and the second is not shown.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes an issue for each diagnostic that is not waived.
pub fn write(report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let issues: Vec<Issue<'_>> = as_found(report).map(|one| issue(one, &mut seen, context)).collect();
    write_document(&issues, out)
}

fn issue<'a>(one: Ranked<'a>, seen: &mut BTreeMap<&'a str, u32>, context: &Context<'_>) -> Issue<'a> {
    let diagnostic = &one.judged.diagnostic;
    let place = context.texts.place(diagnostic.span);
    let line = Region::of(diagnostic.span, &place, context.texts).line;
    let number = seen.entry(&diagnostic.fingerprint.0).or_default();
    *number += 1;
    // Of two workspaces in one repository each has its own: they may both have an IMP-1.
    let own = format!("{}{}", context.texts.prefix, diagnostic.fingerprint);
    Issue {
        description: format!("{}: {}", named(one.judged), told(diagnostic, context.texts)),
        check_name: &diagnostic.rule,
        fingerprint: if *number > 1 { format!("{own}-{number}") } else { own },
        severity: severity(&one),
        location: Location { path: place.path, lines: Lines { begin: line, end: line } },
    }
}

/// What the gate holds blocks; of the rest, an error is what an auditor may raise.
const fn severity(one: &Ranked<'_>) -> &'static str {
    match one.judged.diagnostic.severity {
        _ if one.held => "blocker",
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Note => "info",
    }
}
