//! What a run comes to: outcomes by rule, obligation and checklist item, reasons, and the verdict in words.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Tally;
use crate::diagnostic::Severity;
use crate::model::Kind;
use crate::rule::Catalogue;
use crate::triage::{Cause, Compared, FailOn, Hold, Judged, Report};

/// How many outcomes of each sort there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(super) struct Counts {
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) not_applicable: u64,
    pub(super) not_assessed: u64,
}

impl Counts {
    pub(super) fn of(tally: &Tally) -> Self {
        let mut counts = Self::default();
        counts.add(tally);
        counts
    }

    fn add(&mut self, tally: &Tally) {
        self.passed += u64::from(tally.passed);
        self.failed += u64::from(tally.failed);
        self.not_applicable += u64::from(tally.not_applicable);
        self.not_assessed += u64::from(tally.unassessed());
    }

    /// Whether no rule looked, or none had anything to look at.
    pub(super) fn is_empty(self) -> bool {
        self == Self::default()
    }

    fn total(tallies: &[&Tally]) -> Self {
        let mut counts = Self::default();
        tallies.iter().for_each(|tally| counts.add(tally));
        counts
    }
}

/// Outcomes of each rule, in the order of the tallies.
pub(super) fn by_rule(report: &Report) -> Vec<(&str, Counts)> {
    let mut rules: Vec<(&str, Counts)> = Vec::new();
    for tally in &report.tallies {
        match rules.last_mut().filter(|(rule, _)| *rule == tally.rule) {
            Some((_, counts)) => counts.add(tally),
            None => rules.push((&tally.rule, Counts::of(tally))),
        }
    }
    rules
}

/// Outcomes of the rules that serve each obligation, in the order of the catalogue.
pub(super) fn by_obligation<'a>(report: &'a Report, catalogue: &'a Catalogue) -> Vec<(&'a str, Counts)> {
    let tallies = tallies_by(report, |rule| served(catalogue, rule).map(str::to_owned).collect());
    let obligations = catalogue.obligations().iter();
    obligations.map(|obligation| (obligation.slug.as_str(), total(&tallies, &obligation.slug))).collect()
}

/// Outcomes of the rules that serve each part of the checklist, each outcome once, in the order of the catalogue.
pub(super) fn by_checklist<'a>(report: &'a Report, catalogue: &'a Catalogue) -> Vec<(&'a str, Counts)> {
    let part = |slug: &str| catalogue.obligation(slug).map(|obligation| obligation.checklist.clone());
    let tallies = tallies_by(report, |rule| served(catalogue, rule).filter_map(part).collect());
    let mut parts: Vec<&str> = Vec::new();
    for obligation in catalogue.obligations() {
        if !parts.contains(&obligation.checklist.as_str()) {
            parts.push(&obligation.checklist);
        }
    }
    parts.into_iter().map(|part| (part, total(&tallies, part))).collect()
}

/// Why something could not be assessed, the most frequent reason first.
pub(super) fn reasons(report: &Report) -> Vec<(&str, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (reason, count) in report.tallies.iter().flat_map(|tally| &tally.not_assessed) {
        *counts.entry(reason).or_default() += u64::from(*count);
    }
    let mut reasons: Vec<(&str, u64)> = counts.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    reasons
}

/// 'Read 14 files: 12 entries, 3 reviews.'
pub(super) fn read(report: &Report) -> String {
    let files = counted(report.files.len() as u64, "file", "files");
    let records = records_in_words(&report.records);
    if records.is_empty() {
        return format!("Read {files}; no record was found.");
    }
    format!("Read {files}: {records}.")
}

/// What lies before the time that is assessed; nothing where everything was judged.
pub(super) fn set_aside(report: &Report) -> Option<String> {
    let records = records_in_words(&report.set_aside);
    (!records.is_empty())
        .then(|| format!("Counted but not judged, because they lie before the time that is assessed: {records}."))
}

/// '3 errors, 2 warnings and 1 note in 4 files, and 1 waived.'
pub(super) fn found(report: &Report) -> String {
    let part = |severity, one: &str, many: &str| {
        let count = report.unwaived().filter(|judged| judged.diagnostic.severity == severity).count() as u64;
        (count > 0).then(|| counted(count, one, many))
    };
    let parts: Vec<String> = [
        part(Severity::Error, "error", "errors"),
        part(Severity::Warning, "warning", "warnings"),
        part(Severity::Note, "note", "notes"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let waived = report.waived().count() as u64;
    if parts.is_empty() {
        return match waived {
            0 => "No diagnostics.".to_owned(),
            _ => format!("No diagnostics but {waived} waived."),
        };
    }
    let files: BTreeSet<_> = report.unwaived().map(|judged| judged.diagnostic.span.source).collect();
    let waived = if waived > 0 { format!(", and {waived} waived") } else { String::new() };
    format!("{} in {}{waived}.", listed(&parts), counted(files.len() as u64, "file", "files"))
}

/// What stands behind the name of the rule: why the diagnostic is there, where something was compared, and that it is waived.
pub(super) fn mark(judged: &Judged) -> Option<String> {
    match (&judged.waiver, judged.cause) {
        (Some(waiver), _) => Some(format!("[waived until {}]", waiver.expires_on)),
        (None, Cause::Change) => None,
        (None, Cause::Existing) => Some("[existing]".to_owned()),
        (None, Cause::Clock) => Some("[by the clock]".to_owned()),
    }
}

/// What was compared with what, a sentence each; nothing where nobody asked for it.
pub(super) fn compared(report: &Report) -> Vec<String> {
    let base = match &report.compared {
        Compared::Base { name, commit, day } => {
            let short: String = commit.chars().take(10).collect();
            Some(format!("Compared with {name}, which is commit {short} of {day}."))
        }
        Compared::Nothing(Some(why)) => Some(format!("Not compared with an earlier state: {why}.")),
        Compared::Nothing(None) => None,
    };
    let known = report.known.as_ref().map(|known| {
        let all = counted(known.entries as u64, "known diagnostic", "known diagnostics");
        match known.gone {
            0 => format!("Compared with the {all} of {}.", known.path),
            gone => {
                let are = if gone == 1 { "is" } else { "are" };
                format!("{gone} of the {all} of {} {are} gone: run `tenone baseline`.", known.path)
            }
        }
    });
    let versions = report.versions.map(|count| match count {
        1 => "Read one earlier version of the files.".to_owned(),
        count => format!("Read {count} earlier versions of the files."),
    });
    let no_history = report.no_history.as_ref().map(|why| format!("The history was not read: {why}."));
    base.into_iter().chain(known).chain(versions).chain(no_history).collect()
}

/// The verdict, and what is reported without any part in it.
pub(super) fn verdict(report: &Report) -> String {
    let verdict = sentence(report);
    if report.gate.fail_on == FailOn::Never {
        return verdict;
    }
    let held = report.gate.hold == Hold::All;
    let by = |cause| if held { 0 } else { report.count_by(cause) };
    let parts =
        [(by(Cause::Existing), "existing"), (by(Cause::Clock), "by the clock"), (report.waived().count(), "waived")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if parts.is_empty() { verdict } else { format!("{verdict} Reported, but not held: {}.", parts.join(", ")) }
}

fn sentence(report: &Report) -> String {
    let gate = report.gate;
    if gate.fail_on == FailOn::Never {
        return "Gate passed: --fail-on never lets everything pass.".to_owned();
    }
    let held = match (gate.fail_on, gate.held as u64) {
        (FailOn::Error | FailOn::Never, 0) => "there is no error".to_owned(),
        (FailOn::Error | FailOn::Never, held) => counted(held, "error", "errors"),
        (FailOn::Warning, 0) => "there is no error and no warning".to_owned(),
        (FailOn::Warning, held) => {
            format!("{} of severity warning or error", counted(held, "diagnostic", "diagnostics"))
        }
        (FailOn::Note, 0) => "there is no diagnostic".to_owned(),
        (FailOn::Note, held) => counted(held, "diagnostic", "diagnostics"),
    };
    let brought = match (gate.hold, &report.compared, &report.known) {
        (Hold::Change, Compared::Base { .. }, _) => " that this change brought",
        (Hold::Change, _, Some(_)) => " that the baseline does not know",
        _ => "",
    };
    let strict = match gate.not_assessed {
        Some(0) => ", and everything was assessed".to_owned(),
        Some(1) => ", and with --strict 1 outcome that is not assessed counts as failed".to_owned(),
        Some(many) => format!(", and with --strict {many} outcomes that are not assessed count as failed"),
        None => String::new(),
    };
    format!("Gate {}: {held}{brought}{strict}.", if gate.passed { "passed" } else { "failed" })
}

/// A number with its noun.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// 'a, b and c'.
pub(super) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}

/// Numbers of records with their kinds, the most frequent first: '12 entries, 3 reviews'.
pub(super) fn records_in_words(records: &[(Kind, u32)]) -> String {
    let mut records: Vec<(Kind, u32)> = records.iter().copied().filter(|(_, count)| *count > 0).collect();
    records.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), *kind));
    let named = records.iter().map(|(kind, count)| {
        let one = kind.name().replace('-', " ");
        counted(u64::from(*count), &one, &plural(&one))
    });
    named.collect::<Vec<_>>().join(", ")
}

fn plural(noun: &str) -> String {
    match noun {
        "person" => "people".to_owned(),
        "ownership" => "ownership lines".to_owned(),
        "statement of applicability" => "lines of the statement of applicability".to_owned(),
        _ => match noun.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{noun}s"),
        },
    }
}

fn served<'a>(catalogue: &'a Catalogue, rule: &str) -> impl Iterator<Item = &'a str> {
    catalogue.rule(rule).into_iter().flat_map(|rule| &rule.serves).map(String::as_str)
}

fn tallies_by(report: &Report, keys: impl Fn(&str) -> BTreeSet<String>) -> BTreeMap<String, Vec<&Tally>> {
    let mut groups: BTreeMap<String, Vec<&Tally>> = BTreeMap::new();
    for tally in &report.tallies {
        for key in keys(&tally.rule) {
            groups.entry(key).or_default().push(tally);
        }
    }
    groups
}

fn total(tallies: &BTreeMap<String, Vec<&Tally>>, key: &str) -> Counts {
    tallies.get(key).map_or_else(Counts::default, |tallies| Counts::total(tallies))
}
