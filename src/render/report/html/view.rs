//! What the page shows beside the facts of the JSON: words for states, shortened lists, pictures.

use std::collections::BTreeMap;

use serde::Serialize;

use super::gaps::{Group, groups};
use super::items::{Part, parts};
use super::pictures::Pictures;
use crate::readiness::chain::{LinkState, OriginState, Step};
use crate::readiness::{Cause, Remedy};
use crate::render::report::json::{link_state, origin_state};
use crate::render::report::{Facts, words};
use crate::render::summary::{counted, records_in_words};

/// Columns and documents that page one names.
const ENABLE: usize = 3;

/// Places of a cause that page one names.
const PLACES: usize = 3;

#[derive(Serialize)]
pub(super) struct View<'a> {
    no_certificate: &'static str,
    /// The sentence about the last corrective actions.
    last: Option<String>,
    first: Vec<First<'a>>,
    /// What fixing the first causes leaves.
    left: String,
    enable: Vec<Enable>,
    parts: Vec<Part<'a>>,
    steps: Vec<&'static str>,
    links: BTreeMap<&'static str, &'static str>,
    origins: BTreeMap<&'static str, &'static str>,
    pictures: Pictures,
    gaps: Vec<Group<'a>>,
    /// The checklist's own words for each obligation that nothing was assessed of.
    unassessed: Vec<(&'a str, &'a str)>,
    standard: &'a str,
    records: String,
    set_aside: String,
}

/// A cause of gaps that should be removed first.
#[derive(Serialize)]
struct First<'a> {
    rule: &'a str,
    summary: &'a str,
    fix: &'a str,
    severity: &'static str,
    means: &'static str,
    gaps: String,
    about: String,
    brings: String,
    places: Vec<String>,
    more: usize,
}

/// Something that lets more rules look.
#[derive(Serialize)]
struct Enable {
    sentence: String,
    rules: String,
}

impl<'a> View<'a> {
    pub(super) fn of(facts: &Facts<'a>) -> Self {
        let (readiness, report) = (facts.readiness, facts.report);
        let restated = |slug: &'a String| {
            let known = facts.context.catalogue.obligation(slug);
            (slug.as_str(), known.map_or("", |known| known.restated.as_str()))
        };
        let useful = readiness.unassessed.remedies.iter().filter(|remedy| !remedy.enables.is_empty());
        Self {
            no_certificate: words::NO_CERTIFICATE,
            last: words::last(&readiness.last),
            first: readiness.first.causes.iter().map(|cause| first(facts, cause)).collect(),
            left: words::left(&facts.readiness.first),
            enable: useful.take(ENABLE).map(enable).collect(),
            parts: parts(facts),
            steps: Step::ALL.iter().map(|step| step.name()).collect(),
            links: LINKS.iter().map(|state| (link_state(*state), words::link(*state))).collect(),
            origins: ORIGINS.iter().map(|state| (origin_state(*state), words::origin(*state))).collect(),
            pictures: Pictures::of(&readiness.trends),
            gaps: groups(facts),
            unassessed: readiness.unassessed.obligations.iter().map(restated).collect(),
            standard: &readiness.provenance.standard_title,
            records: records_in_words(&report.records),
            set_aside: records_in_words(&report.set_aside),
        }
    }
}

const LINKS: [LinkState; 6] = [
    LinkState::Shown,
    LinkState::Pending,
    LinkState::NotShown,
    LinkState::Broken,
    LinkState::NotApplicable,
    LinkState::NotKept,
];

const ORIGINS: [OriginState; 6] = [
    OriginState::Found,
    OriginState::Elsewhere,
    OriginState::Excused,
    OriginState::NotFound,
    OriginState::Waiting,
    OriginState::NotExpected,
];

fn first<'a>(facts: &Facts<'a>, cause: &'a Cause) -> First<'a> {
    let rule = facts.context.catalogue.rule(&cause.rule);
    let gaps = cause.diagnostics.iter().filter_map(|at| facts.report.diagnostics.get(*at));
    First {
        rule: &cause.rule,
        summary: rule.map_or(cause.rule.as_str(), |rule| &rule.summary),
        fix: rule.map_or("", |rule| &rule.fix),
        severity: severity_name(cause.severity),
        means: words::severity(cause.severity),
        gaps: counted(cause.diagnostics.len() as u64, "gap", "gaps"),
        about: words::about(cause),
        brings: words::brings(cause),
        places: gaps.take(PLACES).map(|judged| place(facts, judged.diagnostic.span)).collect(),
        more: cause.diagnostics.len().saturating_sub(PLACES),
    }
}

fn enable(remedy: &Remedy) -> Enable {
    let rules = counted(remedy.enables.len() as u64, "more rule can look", "more rules can look");
    Enable { sentence: words::missing(&remedy.missing), rules }
}

/// A place as a person reads it.
pub(super) fn place(facts: &Facts<'_>, span: crate::text::Span) -> String {
    let place = facts.context.texts.place(span);
    match &place.within {
        Some(within) => format!("{} {within}", place.path),
        None => format!("{}:{}", place.path, place.line),
    }
}

/// The name of a severity for the style sheet.
pub(super) const fn severity_name(severity: crate::diagnostic::Severity) -> &'static str {
    use crate::diagnostic::Severity;
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
