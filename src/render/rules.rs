//! `tenone rules`: all rules with their summaries, or as JSON for machines.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::Look;
use super::explain::default;
use super::json::write_document;
use super::paint::{Ink, wrapped};
use super::picture::ink_of;
use super::visible::width;
use crate::diagnostic::Severity;
use crate::rule::{Catalogue, ParameterType, Rule, Status, Subject};

/// Writes each rule: name, severity and summary, which goes on below itself where it does not fit, or, for programs
/// that read lines, never does.
pub fn write(catalogue: &Catalogue, look: Look, is_wrapped: bool, out: &mut dyn Write) -> io::Result<()> {
    let names = catalogue.rules().iter().map(|rule| width(&rule.name)).max().unwrap_or(0);
    let brush = look.brush();
    for rule in catalogue.rules() {
        let severity = brush.paint(ink_of(rule.severity), &format!("{:7}", rule.severity.to_string()));
        let start = names + 11;
        let room = if is_wrapped { look.width.saturating_sub(start).max(20) } else { usize::MAX };
        let summary = wrapped(&rule.summary, room, room).join(&format!("\n{:start$}", ""));
        writeln!(out, "{:names$}  {severity}  {summary}", rule.name)?;
    }
    let reading = catalogue.rules().iter().filter(|rule| rule.is_reading()).count();
    let all = catalogue.rules().len();
    let last = format!("{all} rules, {reading} of them about reading files. tenone explain NAME tells more of one.");
    writeln!(out, "{}", brush.paint(Ink::Faint, &last))
}

/// Writes all rules as JSON.
pub fn write_json(catalogue: &Catalogue, out: &mut dyn Write) -> io::Result<()> {
    let rules = catalogue.rules().iter().map(item).collect();
    write_document(&Document { version: super::json::VERSION, rules }, out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    rules: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    name: &'a str,
    formerly: &'a [String],
    summary: &'a str,
    severity: Severity,
    status: Status,
    since: &'a str,
    /// A kind of record, `workspace`, `change of` a kind, or `reading`.
    looks_at: String,
    checks: Vec<&'a str>,
    obligations: &'a [String],
    clauses: &'a BTreeMap<String, Vec<String>>,
    why: &'a str,
    fix: &'a str,
    parameters: Vec<ParameterItem<'a>>,
}

#[derive(Serialize)]
struct ParameterItem<'a> {
    name: &'a str,
    r#type: ParameterType,
    default: String,
    about: &'a str,
    /// The key of a document's `limits:` that wins over the settings.
    limit: Option<&'a str>,
}

fn item(rule: &Rule) -> Item<'_> {
    let parameters = rule.parameters.iter().map(|parameter| ParameterItem {
        name: &parameter.name,
        r#type: parameter.ty,
        default: default(parameter),
        about: parameter.about.trim(),
        limit: parameter.limit.as_deref(),
    });
    Item {
        name: &rule.name,
        formerly: &rule.formerly,
        summary: rule.summary.trim(),
        severity: rule.severity,
        status: rule.status,
        since: &rule.since,
        looks_at: match rule.subject {
            Subject::Each(kind) => kind.name().to_owned(),
            Subject::Workspace => "workspace".to_owned(),
            Subject::ChangeOf(kind) => format!("change of {}", kind.name()),
            Subject::Reading => "reading".to_owned(),
        },
        checks: rule.checks.iter().map(|check| check.key.as_str()).filter(|key| !key.is_empty()).collect(),
        obligations: &rule.serves,
        clauses: &rule.clauses,
        why: rule.why.trim(),
        fix: rule.fix.trim(),
        parameters: parameters.collect(),
    }
}
