//! The auditor's sample with its chains, what should have come into the log, and what will lapse.

use super::page_one::more;
use super::{Page, TITLE, words};
use crate::readiness::chain::{Link, LinkState, Origin, OriginState, Trace};
use crate::readiness::forecast::{Basis, Item};
use crate::readiness::look::{Named, Person};
use crate::render::marked;
use crate::render::summary::counted;

/// Things that should have come into the log, and things that lapse, that are listed.
const MOST: usize = 100;

pub(super) fn last(page: &mut Page<'_, '_>) {
    if let Some(sentence) = words::last(&page.facts.readiness.last) {
        page.paragraph(&sentence);
    }
}

pub(super) fn sample(page: &mut Page<'_, '_>) {
    let of = &page.facts.readiness.sample;
    page.heading(2, "The auditor's sample");
    if of.drawn.is_empty() {
        return page.paragraph("There is no entry to draw.");
    }
    let population = counted(of.population.size as u64, "entry", "entries");
    let parts: Vec<String> =
        words::population(&of.population).iter().map(|(what, count)| format!("{count} {what}")).collect();
    page.paragraph(&marked::text(
        &format!("Drawn from {population} {}: {}.", words::since(&of.since), parts.join(", ")),
        600,
    ));
    page.paragraph(&of.method());
    let strata = of.strata.iter().map(|stratum| {
        vec![words::reason(stratum.reason), stratum.population.to_string(), stratum.sampled.to_string()]
    });
    page.table(&["Part", "Entries", "In the sample"], strata.collect::<Vec<_>>());
    if of.left_out > 0 {
        page.paragraph(&format!("{} more majors and external findings were left out.", of.left_out));
    }
    let traces = &page.facts.readiness.traces;
    let summary = crate::readiness::chain::summary(traces);
    page.paragraph(&words::chains(&summary, if summary.chains == 1 { "entry" } else { "entries" }));
    let rows: Vec<Vec<String>> = of
        .drawn
        .iter()
        .zip(traces)
        .map(|(drawn, trace)| {
            let reasons: Vec<String> = drawn.reasons.iter().map(|reason| words::reason(*reason)).collect();
            vec![
                named(page, &drawn.entry),
                marked::cell(&drawn.entry.title, TITLE),
                reasons.join(", "),
                words::whole(trace.whole),
            ]
        })
        .collect();
    page.table(&["Entry", "About", "Drawn for", "Chain"], rows);
    for trace in traces {
        chain(page, trace);
    }
    origins(page);
}

fn chain(page: &mut Page<'_, '_>, trace: &Trace) {
    page.heading(3, &format!("{}: {}", named(page, &trace.entry), words::whole(trace.whole)));
    let first = trace.first_broken();
    let rows: Vec<Vec<String>> =
        trace.links.iter().enumerate().map(|(at, link)| row(page, link, first == Some(at))).collect();
    page.table(&["Link", "State", "Date", "Who", "Shown by"], rows);
}

fn row(page: &Page<'_, '_>, link: &Link, broken: bool) -> Vec<String> {
    let state = words::link(link.state);
    let state = if broken { format!("**{state}: the chain breaks here**") } else { state.to_owned() };
    let why = match (&link.column, link.state) {
        (Some(column), LinkState::NotKept) => format!(" ({})", marked::cell(&words::column(column), 200)),
        _ if link.why.is_empty() => String::new(),
        _ => format!(" ({})", marked::cell(&link.why, 300)),
    };
    let first = link.proofs.first();
    let shown: Vec<String> = link
        .proofs
        .iter()
        .take(3)
        .map(|proof| {
            let version = proof.version.as_ref().map_or_else(String::new, |version| format!(", version {version}"));
            let note = if proof.note.is_empty() { String::new() } else { format!(" {}", proof.note) };
            let told = marked::cell(&format!("{}{version}{note}", proof.name), 160);
            format!("{told} {}", page.place(proof.span))
        })
        .collect();
    let further = link.proofs.len().saturating_sub(3);
    let further = if further > 0 { format!("; {further} more") } else { String::new() };
    vec![
        link.step.name().to_owned(),
        format!("{state}{why}"),
        first.and_then(|proof| proof.date).map_or_else(String::new, |(_, date)| date.to_string()),
        person(first.and_then(|proof| proof.person.as_ref())),
        format!("{}{further}", shown.join("; ")),
    ]
}

fn origins(page: &mut Page<'_, '_>) {
    let of = &page.facts.readiness.completeness;
    page.heading(3, "Is all of it in the log?");
    page.paragraph(&words::completeness(of));
    let missing = |origin: &&Origin| matches!(origin.state, OriginState::NotFound | OriginState::Waiting);
    let rows: Vec<Vec<String>> = of
        .origins
        .iter()
        .filter(missing)
        .take(MOST)
        .map(|origin| {
            vec![
                named(page, &origin.from),
                marked::cell(&origin.from.title, TITLE),
                origin.grade.to_owned(),
                origin.on.map_or_else(|| "not given".to_owned(), |on| on.to_string()),
                words::origin(origin.state).to_owned(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        page.table(&["From", "About", "Grade", "Date", "Entry"], rows);
        more(page, of.origins.iter().filter(missing).count(), MOST);
    }
}

pub(super) fn forecast(page: &mut Page<'_, '_>) {
    let of = &page.facts.readiness.forecast;
    page.heading(2, &format!("What will lapse until {}", of.until));
    if of.items.is_empty() {
        page.paragraph("Nothing that is recorded.");
    } else {
        let rows: Vec<Vec<String>> = of.items.iter().take(MOST).map(|item| lapsing(page, item)).collect();
        page.table(&["Day", "What", "Of", "About", "Whose", "Where"], rows);
        more(page, of.items.len(), MOST);
    }
    if !of.lapsed.is_empty() {
        let lapsed: Vec<String> = of.lapsed.iter().map(|(lapse, count)| format!("{}: {count}", lapse.name())).collect();
        page.paragraph(&format!("Lapsed already: {}.", lapsed.join("; ")));
    }
}

fn lapsing(page: &Page<'_, '_>, item: &Item) -> Vec<String> {
    let worked_out = if item.basis == Basis::WorkedOut { ", worked out" } else { "" };
    vec![
        format!("{}{worked_out}", item.on),
        item.lapse.name().to_owned(),
        marked::cell(&item.name, TITLE),
        marked::cell(&item.title, TITLE),
        person(item.owner.as_ref()),
        page.place(item.span),
    ]
}

/// A link to a record by its name.
pub(super) fn named(page: &Page<'_, '_>, record: &Named) -> String {
    page.named_place(Some(&record.name), record.span)
}

/// Who it is, or nothing.
pub(super) fn person(person: Option<&Person>) -> String {
    person.map_or_else(String::new, |person| marked::cell(&words::person(person), TITLE))
}
