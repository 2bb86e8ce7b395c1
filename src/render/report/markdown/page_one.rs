//! Page one: what to fix first, what is open, what is good.

use super::{Page, TITLE, words};
use crate::readiness::{Cause, OpenEntry};
use crate::render::marked;
use crate::render::summary::counted;

/// Open entries that are listed.
const OPEN: usize = 50;

/// Sentences about what is good.
const GOOD: usize = 12;

/// Columns and documents that page one names.
const ENABLE: usize = 3;

pub(super) fn write(page: &mut Page<'_, '_>) {
    first(page);
    enable(page);
    open(page);
    good(page);
}

fn first(page: &mut Page<'_, '_>) {
    let first = &page.facts.readiness.first;
    page.heading(2, "What to fix first");
    if first.causes.is_empty() {
        return page.paragraph("No gap was found.");
    }
    let causes: Vec<String> = first.causes.iter().map(|cause| one_cause(page, cause)).collect();
    page.numbered(causes);
    page.paragraph(&words::left(first));
}

fn one_cause(page: &Page<'_, '_>, cause: &Cause) -> String {
    let rule = page.facts.context.catalogue.rule(&cause.rule);
    let summary = rule.map_or_else(String::new, |rule| format!("**{}** ", rule.summary));
    let fix = rule.map_or("", |rule| rule.fix.trim()).split_whitespace().collect::<Vec<_>>().join(" ");
    let (link, times) = (rule_link(&cause.rule), cause.diagnostics.len());
    let gaps = counted(times as u64, "gap", "gaps");
    let (about, brings) = (words::about(cause), words::brings(cause));
    let severity = words::severity(cause.severity);
    format!("{summary}{link}, {gaps} at {about}, {brings} ({severity}). {fix}")
}

/// A link to the section about a rule.
pub(super) fn rule_link(rule: &str) -> String {
    format!("[{rule}](#{rule})")
}

fn enable(page: &mut Page<'_, '_>) {
    let remedies = &page.facts.readiness.unassessed.remedies;
    let useful = remedies.iter().filter(|remedy| !remedy.enables.is_empty());
    let items: Vec<String> = useful
        .take(ENABLE)
        .map(|remedy| {
            let rules = counted(remedy.enables.len() as u64, "more rule can look", "more rules can look");
            format!("{}: {rules}.", marked::text(&words::missing(&remedy.missing), 300))
        })
        .collect();
    if !items.is_empty() {
        page.heading(2, "Add this, and more rules can look");
        page.items(items);
    }
}

fn open(page: &mut Page<'_, '_>) {
    let open = &page.facts.readiness.open;
    page.heading(2, "Open nonconformities");
    if open.entries.is_empty() {
        let none = match open.of {
            0 => "No entry was read.".to_owned(),
            of => format!("None of {} is an open nonconformity.", counted(of as u64, "entry", "entries")),
        };
        return page.paragraph(&none);
    }
    let count = counted(open.entries.len() as u64, "is open", "are open");
    let of = counted(open.of as u64, "entry", "entries");
    let unknown = match open.of_unknown_kind {
        0 => String::new(),
        all if all == open.entries.len() => " The register does not say which of them are nonconformities.".to_owned(),
        some => format!(" For {some} of them the register does not say whether it is a nonconformity."),
    };
    page.paragraph(&format!("Of {of} {count}, the oldest first.{unknown}"));
    let rows: Vec<Vec<String>> = open.entries.iter().take(OPEN).map(|entry| row(page, entry)).collect();
    page.table(
        &["Entry", "About", "Grade", "State", "Age in days", "Owner", "Next due", "Certification body expects", "Gaps"],
        rows,
    );
    more(page, open.entries.len(), OPEN);
}

fn row(page: &Page<'_, '_>, entry: &OpenEntry) -> Vec<String> {
    let as_of = page.facts.readiness.provenance.as_of;
    let text =
        |text: &Option<String>| text.as_ref().map_or_else(|| "not given".to_owned(), |text| marked::cell(text, TITLE));
    let day = |day: Option<crate::data::Date>| match day {
        None => String::new(),
        Some(day) if day < as_of => format!("{day}, passed"),
        Some(day) => day.to_string(),
    };
    let expected = entry.certification.iter().map(|found| {
        let finding = found.finding.as_ref().map_or_else(|| "a finding".to_owned(), |id| marked::cell(id, TITLE));
        let due = found.due_on.map_or_else(|| "no date given".to_owned(), |_| day(found.due_on));
        format!("{finding}: {due}")
    });
    vec![
        page.named_place(entry.id.as_deref(), entry.span),
        text(&entry.title),
        entry.classification.unwrap_or("not given").to_owned(),
        text(&entry.status),
        entry.age.map_or_else(|| "not known".to_owned(), |age| age.to_string()),
        text(&entry.owner),
        day(entry.next_due),
        expected.collect::<Vec<_>>().join("; "),
        entry.gaps.to_string(),
    ]
}

fn good(page: &mut Page<'_, '_>) {
    let good = &page.facts.readiness.good;
    page.heading(2, "What is good");
    if good.is_empty() {
        return page.paragraph("Nothing could be shown to be free of gaps.");
    }
    let one = |strength: &crate::readiness::Strength| match strength.not_assessed {
        0 => strength.sentence.clone(),
        more => format!("{} {more} more could not be assessed.", strength.sentence),
    };
    page.items(good.iter().take(GOOD).map(one).collect::<Vec<_>>());
    more(page, good.len(), GOOD);
}

/// How many are not listed.
pub(super) fn more(page: &mut Page<'_, '_>, all: usize, shown: usize) {
    if all > shown {
        page.paragraph(&format!("And {} more.", all - shown));
    }
}
