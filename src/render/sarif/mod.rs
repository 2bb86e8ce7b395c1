//! `sarif`: SARIF 2.1.0 as GitHub's code scanning reads it, within its limits.

mod document;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::explain::default;
use super::json::write_document;
use super::visible::one_line;
use super::{Context, Texts};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::{Rule, Status};
use crate::text::{Place, Span};
use crate::triage::{Cause, Judged, Report, Waiver};

use document::*;

/// Results that GitHub keeps of a run; it rejects more than 25,000.
const MOST_RESULTS: usize = 5_000;

/// Related places of a result; GitHub keeps 100.
const MOST_RELATED: usize = 20;

/// Tags of a rule that GitHub shows; it rejects more than 20.
const MOST_TAGS: usize = 10;

/// Characters of a description that GitHub takes.
const LONGEST_DESCRIPTION: usize = 1_024;

/// Characters of a rule's name that GitHub takes.
const LONGEST_NAME: usize = 255;

/// Where a reader of the results learns more about the tool.
pub(super) const INFORMATION: &str = "https://crates.io/crates/tenone";

/// Writes the report as a SARIF log of one run.
pub fn write(report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rules = rules_that_ran(report, context);
    let index: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(at, rule)| (rule.name.as_str(), at)).collect();
    let (kept, cut) = kept(report, context.include_waived);
    let run = Run {
        tool: SarifTool {
            driver: Driver {
                name: env!("CARGO_PKG_NAME"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                information_uri: INFORMATION,
                rules: rules.into_iter().map(descriptor).collect(),
            },
        },
        invocations: [Invocation { execution_successful: true, tool_execution_notifications: notifications(cut) }],
        original_uri_base_ids: BaseIds { root: Base { description: Text::new("The root of the repository.") } },
        results: kept.into_iter().map(|judged| result(judged, &index, report.is_compared(), context)).collect(),
        column_kind: "unicodeCodePoints",
        properties: RunProperties { as_of: report.as_of.to_string(), gate_passed: report.gate.passed },
    };
    write_document(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] }, out)
}

/// The rules that ran, hit or not; those about reading always run.
fn rules_that_ran<'a>(report: &'a Report, context: &Context<'a>) -> Vec<&'a Rule> {
    let tallied = report.tallies.iter().map(|tally| tally.rule.as_str());
    let spoke = report.diagnostics.iter().map(|judged| &*judged.diagnostic.rule);
    let ran: BTreeSet<&str> = tallied.chain(spoke).collect();
    let rules = context.catalogue.rules().iter();
    rules.filter(|rule| rule.is_reading() || ran.contains(rule.name.as_str())).collect()
}

/// The worst results in their order, and how many were cut off. What is waived is left out unless it is asked for: some
/// readers show it as if nothing excused it.
fn kept(report: &Report, waived: bool) -> (Vec<&Judged>, usize) {
    let wanted = report.diagnostics.iter().filter(|judged| waived || judged.waiver.is_none());
    let mut kept: Vec<(usize, &Judged)> = wanted.enumerate().collect();
    let cut = kept.len().saturating_sub(MOST_RESULTS);
    if cut > 0 {
        kept.sort_by_key(|(order, judged)| (std::cmp::Reverse(judged.diagnostic.severity), *order));
        kept.truncate(MOST_RESULTS);
        kept.sort_by_key(|(order, _)| *order);
    }
    (kept.into_iter().map(|(_, judged)| judged).collect(), cut)
}

fn notifications(cut: usize) -> Vec<Notification> {
    let text = format!("{cut} results were left out: the {MOST_RESULTS} of the highest severity are kept.");
    let notification = || Notification { level: "warning", message: Text::new(text) };
    if cut > 0 { vec![notification()] } else { Vec::new() }
}

fn descriptor(rule: &Rule) -> Descriptor {
    let level = level(rule.severity);
    Descriptor {
        id: rule.name.clone(),
        name: shortened(&camel(&rule.name), LONGEST_NAME),
        short_description: Text::new(shortened(&sentence(&rule.summary), LONGEST_DESCRIPTION)),
        full_description: Text::new(shortened(
            &sentence(&format!("{} {}", rule.summary, rule.why)),
            LONGEST_DESCRIPTION,
        )),
        help: Help { text: help_text(rule), markdown: help_markdown(rule) },
        default_configuration: Configuration { level },
        properties: RuleProperties {
            tags: rule.serves.iter().take(MOST_TAGS).cloned().collect(),
            precision: if rule.status == Status::Stable { "high" } else { "medium" },
            problem_severity: if rule.severity == Severity::Note { "recommendation" } else { level },
        },
    }
}

fn help_text(rule: &Rule) -> String {
    let mut text = format!("{}\n\nWhat to do: {}", rule.why.trim(), rule.fix.trim());
    for (pack, clauses) in &rule.clauses {
        text.push_str(&format!("\n\n{pack}: {}", clauses.join(", ")));
    }
    text
}

fn help_markdown(rule: &Rule) -> String {
    let mut text = format!("{}\n\n**What to do:** {}\n", rule.why.trim(), rule.fix.trim());
    for (pack, clauses) in &rule.clauses {
        text.push_str(&format!("\n**{pack}:** {}\n", clauses.join(", ")));
    }
    for parameter in &rule.parameters {
        text.push_str(&format!("\n- `{}` ({}): {}", parameter.name, default(parameter), parameter.about.trim()));
    }
    text.push_str(&format!("\n\n`tenone explain {}` shows an example.\n", rule.name));
    text
}

fn result(judged: &Judged, index: &BTreeMap<&str, usize>, compared: bool, context: &Context<'_>) -> SarifResult {
    let diagnostic = &judged.diagnostic;
    let rule = context.catalogue.rule(&diagnostic.rule);
    let fingerprint = diagnostic.fingerprint.0.clone();
    let related = diagnostic.related.iter().take(MOST_RELATED).zip(1..);
    SarifResult {
        rule_id: diagnostic.rule.to_string(),
        rule_index: rule.and_then(|rule| index.get(rule.name.as_str()).copied()),
        level: level(diagnostic.severity),
        message: Text::new(message(diagnostic, context.texts)),
        locations: [location(diagnostic.span, None, context.texts)],
        related_locations: related
            .map(|(label, id)| {
                let text = Text::new(sentence(&unlinked(&label.message)));
                location(label.span, Some((id, text)), context.texts)
            })
            .collect(),
        partial_fingerprints: Fingerprints { github: fingerprint.clone(), own: fingerprint },
        baseline_state: compared.then(|| match judged.cause {
            Cause::Change => "new",
            // What only the clock brought, the base has on the same day.
            Cause::Existing | Cause::Clock => "unchanged",
        }),
        suppressions: judged.waiver.as_deref().map(suppression).into_iter().collect(),
        properties: ResultProperties {
            cause: judged.cause.to_string(),
            subject: diagnostic.subject.clone(),
            field: diagnostic.field.clone(),
        },
    }
}

fn suppression(waiver: &Waiver) -> Suppression {
    let Waiver { reason, approved_by, approved_on, expires_on, .. } = waiver;
    let reason = sentence(&unlinked(reason));
    let approved_by = unlinked(approved_by);
    let justification = format!("{reason} Approved by {approved_by} on {approved_on}, until {expires_on}.");
    Suppression { kind: "external", status: "accepted", justification }
}

/// The message, and a link to each related place: without one GitHub does not show them. Nor does it show a cell, so the
/// message names that too.
fn message(diagnostic: &Diagnostic, texts: Texts<'_>) -> String {
    let within = |span: Span| texts.place(span).within.map(|within| unlinked(&within));
    let mut text = sentence(&unlinked(&diagnostic.message));
    if let Some(place) = within(diagnostic.span) {
        text.push_str(&format!(" Place: {place}."));
    }
    let links = diagnostic.related.iter().take(MOST_RELATED).zip(1..);
    let links: Vec<String> = links
        .map(|(label, id)| {
            let place = within(label.span).map_or_else(String::new, |place| format!(" in {place}"));
            let text = format!("{}{place}", unlinked(&label.message).trim_end_matches('.'));
            format!("[{}]({id})", text.replace('[', "(").replace(']', ")"))
        })
        .collect();
    if !links.is_empty() {
        text.push_str(&format!(" See: {}.", links.join("; ")));
    }
    text
}

fn location(span: Span, related: Option<(u32, Text)>, texts: Texts<'_>) -> Location {
    let (id, message) = related.unzip();
    let place = texts.place(span);
    let logical = |within: &String| LogicalLocation { fully_qualified_name: within.clone() };
    let logical_locations = place.within.iter().map(logical).collect();
    Location { id, message, physical_location: physical(span, &place, texts), logical_locations }
}

fn physical(span: Span, place: &Place, texts: Texts<'_>) -> PhysicalLocation {
    let artifact_location = Artifact { uri: uri(&place.path), uri_base_id: ROOT };
    if place.within.is_some() {
        // The lines are those of a text that only we know: for everybody else the file has but a beginning.
        let region = Region { start_line: 1, start_column: 1, end_line: 1, end_column: 2 };
        return PhysicalLocation { artifact_location, region };
    }
    let source = texts.sources.get(span.source);
    let columns = source.line(place.line).map_or(0, |(_, line)| line.chars().count());
    let line_end = u32::try_from(columns).unwrap_or(u32::MAX - 1) + 1;
    let (mut start, mut end) = (place.column.min(line_end), place.end_column);
    if place.end_line > place.line {
        end = line_end;
    }
    // A place without extent is widened to a character, to the left at the end of a line.
    if end <= start && start < line_end {
        end = start + 1;
    } else if end <= start {
        end = start;
        start = start.saturating_sub(1).max(1);
    }
    PhysicalLocation {
        artifact_location,
        region: Region { start_line: place.line, start_column: start, end_line: place.line, end_column: end },
    }
}

/// A path as a relative, percent-encoded URI.
pub(super) fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Text on one line that ends like a sentence.
fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

/// Text from a file that no reader takes for a link.
fn unlinked(text: &str) -> String {
    one_line(text, true).replace("](", "] (")
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// `ActionOverdue` for `action-overdue`, as the standard asks of names.
fn camel(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    name.split('-').map(capital).collect()
}
