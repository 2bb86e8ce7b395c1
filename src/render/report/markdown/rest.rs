//! What was not assessed, what no tool can check, and how to do it all again.

use super::page_one::more;
use super::{Page, TITLE, words};
use crate::readiness::{InputFile, Reason, Remedy};
use crate::render::marked;
use crate::render::summary::{counted, records_in_words};

/// Reasons and remedies that are listed.
const MOST: usize = 30;

/// Files that are listed.
const FILES: usize = 500;

pub(super) fn not_assessed(page: &mut Page<'_, '_>) {
    let readiness = page.facts.readiness;
    let unassessed = &readiness.unassessed;
    page.heading(2, "What was not assessed");
    if unassessed.reasons.is_empty() && unassessed.obligations.is_empty() {
        page.paragraph("Everything that the rules look at could be assessed.");
    }
    if !unassessed.reasons.is_empty() {
        let outcomes = counted(unassessed.outcomes, "outcome", "outcomes");
        page.paragraph(&format!("{outcomes} could not be assessed:"));
        let one = |reason: &Reason| {
            let rules = counted(reason.rules.len() as u64, "rule", "rules");
            format!("{} ({} times, {rules})", marked::text(&reason.reason, 300), reason.count)
        };
        page.items(unassessed.reasons.iter().take(MOST).map(one).collect::<Vec<_>>());
        more(page, unassessed.reasons.len(), MOST);
    }
    if !unassessed.obligations.is_empty() {
        page.paragraph("No rule of this run could assess anything of:");
        let restated = |slug: &String| {
            let known = page.facts.context.catalogue.obligation(slug);
            format!("{slug}: {}", known.map_or("", |known| known.restated.as_str()))
        };
        let items: Vec<String> = unassessed.obligations.iter().map(restated).collect();
        page.items(items);
    }
    let remedies = &unassessed.remedies;
    if !remedies.is_empty() {
        page.heading(3, "What would change that");
        page.items(remedies.iter().take(MOST).map(remedy).collect::<Vec<_>>());
        more(page, remedies.len(), MOST);
    }
}

fn remedy(remedy: &Remedy) -> String {
    let what = marked::text(&words::missing(&remedy.missing), 300);
    let helps = match remedy.helps.len() {
        0 => String::new(),
        helps => format!("; {} it and something else", counted(helps as u64, "rule needs", "rules need")),
    };
    match remedy.enables.as_slice() {
        [] => format!("{what}{helps}."),
        rules => {
            let count = counted(rules.len() as u64, "more rule can look", "more rules can look");
            format!("{what}: {count}, {}{helps}.", rules.join(", "))
        }
    }
}

pub(super) fn prepare(page: &mut Page<'_, '_>) {
    let readiness = page.facts.readiness;
    page.heading(2, "What no tool can check");
    page.paragraph("An auditor talks to people, looks at places and asks why. Have this ready:");
    for known in &readiness.prepare {
        page.paragraph(&format!("**{}** ({}) {}", known.restated, known.obligation, known.because));
        page.items(known.prepare.clone());
    }
}

pub(super) fn again(page: &mut Page<'_, '_>) {
    let (readiness, report) = (page.facts.readiness, page.facts.report);
    let of = &readiness.provenance;
    page.heading(2, "How to do this again");
    page.paragraph(&format!(
        "{}: the same files and the same day give the same bytes.",
        marked::code(page.facts.command)
    ));
    let file = |file: &InputFile| match file.digest {
        Some(digest) => format!("{digest} {}", marked::text(&page.path(&file.path), 300)),
        None => format!("cannot be read again: {}", marked::text(&page.path(&file.path), 300)),
    };
    let settings = of.settings.as_ref().map_or_else(|| "none; they were worked out from the files".to_owned(), file);
    let mut facts = vec![
        format!("As of: {}", of.as_of),
        format!("Program: tenone {}", env!("CARGO_PKG_VERSION")),
        format!("Standard: {} ({})", of.standard_title, marked::text(&of.standard, TITLE)),
        format!("Rules: {}, set {}", of.rules, of.rule_set),
        format!("Settings: {settings}"),
        format!(
            "Commit: {}",
            of.commit.as_deref().map_or_else(|| "not asked for".to_owned(), |commit| marked::text(commit, TITLE))
        ),
        format!("Records: {}", some(&records_in_words(&report.records))),
    ];
    let aside = records_in_words(&report.set_aside);
    if !aside.is_empty() {
        facts.push(format!("Counted but not judged, because they lie before the time that is assessed: {aside}"));
    }
    let files: Vec<String> = of.files.iter().take(FILES).map(file).collect();
    page.items(facts);
    page.paragraph(&format!(
        "{} read, with SHA-256 digests:",
        counted(of.files.len() as u64, "file was", "files were")
    ));
    page.items(files);
    more(page, of.files.len(), FILES);
}

fn some(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}
