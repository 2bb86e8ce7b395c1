//! How it went over time, and the pack for the next management review.

use super::page_one::more;
use super::traced::{named, person};
use super::{Page, TITLE};
use crate::data::Date;
use crate::readiness::review_pack::{Decide, Line, ReviewPack};
use crate::readiness::trends::{Bucket, Quarter};
use crate::render::marked;
use crate::render::summary::counted;

/// Lines of the pack that are listed.
const MOST: usize = 200;

pub(super) fn trends(page: &mut Page<'_, '_>) {
    let of = &page.facts.readiness.trends;
    page.heading(2, "Over time");
    let states = &of.states;
    let months = states.months.iter().map(|month| {
        let name = format!("{:04}-{:02}", month.year, month.month);
        let counts = [month.raised, month.ended, month.open, month.closed, month.otherwise];
        std::iter::once(name).chain(counts.iter().map(usize::to_string)).collect()
    });
    page.table(
        &["Month", "Raised", "Ended", "Open at its end", "Closed by then", "Accepted, rejected or merged by then"],
        months.collect::<Vec<_>>(),
    );
    let unplaced = states.without_raised + states.without_end + states.contradictory;
    if unplaced > 0 {
        page.paragraph(&format!(
            "{} cannot be placed, because dates are absent or contradict each other.",
            counted(unplaced as u64, "entry", "entries")
        ));
    }
    let ageing = &of.ageing;
    let mut items = vec![
        format!(
            "Open actions: {}. By the days since their entry was raised: {}; not known of {}.",
            ageing.open,
            buckets(&ageing.by_age),
            ageing.without_age
        ),
        format!(
            "Of these in time: {}; late by days: {}; without a due date: {}.",
            ageing.in_time,
            buckets(&ageing.by_delay),
            ageing.without_due
        ),
    ];
    let close = &of.time_to_close;
    if let Some(all) = &close.all {
        items.push(format!("Days from raised to closed, of {}: a quarter took at most {}, half at most {}, three quarters at most {}, the longest {}; not known of {}.", counted(all.count as u64, "entry", "entries"), all.lower, all.median, all.upper, all.longest, close.unplaced));
    }
    let recurrence = &of.recurrence;
    let again =
        recurrence.causes.len() + recurrence.follows.len() + recurrence.repeats.len() + recurrence.reopened.len();
    let codes = if recurrence.has_codes {
        ""
    } else {
        " No entry has a code of its cause, so that equal causes cannot be seen."
    };
    items.push(format!("What came back: {} shared by several entries, {} that take another one further, {} that repeat another one, {} opened again.{codes}", counted(recurrence.causes.len() as u64, "cause", "causes"), counted(recurrence.follows.len() as u64, "entry", "entries"), counted(recurrence.repeats.len() as u64, "incident", "incidents"), counted(recurrence.reopened.len() as u64, "entry", "entries")));
    page.items(items);
    if again > 0 {
        let shared = recurrence.causes.iter().take(MOST).map(|(code, entries)| {
            let entries: Vec<String> = entries.iter().map(|entry| named(page, entry)).collect();
            format!("{}: {}", marked::text(code, TITLE), entries.join(", "))
        });
        let pairs = recurrence
            .follows
            .iter()
            .chain(&recurrence.repeats)
            .take(MOST)
            .map(|(later, earlier)| format!("{} after {}", named(page, later), named(page, earlier)));
        let items: Vec<String> = shared.chain(pairs).collect();
        page.items(items);
    }
    origins(page);
}

fn origins(page: &mut Page<'_, '_>) {
    let of = &page.facts.readiness.trends.origins;
    if of.quarters.is_empty() {
        return;
    }
    let names: Vec<&str> = of.sources.iter().map(|(source, _)| source.unwrap_or("not recorded")).collect();
    let heads: Vec<&str> = std::iter::once("Quarter").chain(names).collect();
    let rows = of.quarters.iter().map(|(of, counts)| {
        std::iter::once(quarter(*of)).chain(counts.iter().map(usize::to_string)).collect::<Vec<_>>()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    page.paragraph("Entries by their source:");
    page.table(&heads, rows);
}

fn buckets(buckets: &[Bucket]) -> String {
    let one = |bucket: &Bucket| match bucket.to {
        Some(to) => format!("{} to {to}: {}", bucket.from, bucket.count),
        None => format!("{} and more: {}", bucket.from, bucket.count),
    };
    buckets.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn quarter(of: Quarter) -> String {
    format!("{:04}-Q{}", of.year, of.number)
}

pub(super) fn pack(page: &mut Page<'_, '_>) {
    let Some(pack) = &page.facts.readiness.review_pack else { return };
    page.heading(2, "For the next management review");
    let since = match &pack.last {
        Some((review, on)) => format!("Since {}, held on {on}:", named(page, review)),
        None => "No minutes of a management review were read, so everything counts:".to_owned(),
    };
    let figures = pack.figures;
    let then = figures.open_then.map_or_else(String::new, |then| format!(", {then} at the last review"));
    page.paragraph(&format!(
        "{since} {} raised, {} ended; {} open{then}; {} overdue.",
        figures.raised,
        figures.ended,
        figures.open,
        counted(figures.overdue as u64, "action", "actions")
    ));
    lines(page, "Entries since", &pack.raised);
    lines(page, "Ended since", &pack.ended);
    decisions(page, pack);
    results(page, pack);
    lines(page, "The register on this day, to be cited", &pack.snapshot.entries);
    let texts = pack.snapshot.sources.iter().map(|text| {
        format!(
            "{} {} ({})",
            text.sha256,
            marked::text(&page.path(&text.path), 300),
            counted(text.entries as u64, "entry", "entries")
        )
    });
    let texts: Vec<String> = texts.collect();
    page.items(texts);
}

fn decisions(page: &mut Page<'_, '_>, pack: &ReviewPack) {
    let overdue: Vec<Vec<String>> = pack
        .overdue
        .iter()
        .take(MOST)
        .map(|late| {
            vec![
                named(page, &late.action),
                marked::cell(&late.action.title, TITLE),
                person(late.owner.as_ref()),
                late.due_on.to_string(),
                late.days.to_string(),
            ]
        })
        .collect();
    section(page, "Overdue actions", &["Action", "About", "Whose", "Due", "Days late"], overdue, pack.overdue.len());
    let acceptances: Vec<Vec<String>> = pack
        .acceptances
        .iter()
        .take(MOST)
        .map(|one| {
            let why = match one.why {
                Decide::Expired => "ran out",
                Decide::Expires => "runs out",
                Decide::Requested => "asked for",
                Decide::Review => "to be looked at again",
            };
            let covers: Vec<String> = one.covers.iter().map(|record| named(page, record)).collect();
            vec![
                named(page, &one.acceptance),
                why.to_owned(),
                day(one.on),
                covers.join(", "),
                person(one.requested_by.as_ref()),
            ]
        })
        .collect();
    section(
        page,
        "Acceptances to decide",
        &["Acceptance", "Why", "Day", "Covers", "Asked for by"],
        acceptances,
        pack.acceptances.len(),
    );
    let open: Vec<Vec<String>> = pack
        .open_actions
        .iter()
        .take(MOST)
        .map(|one| {
            vec![
                named(page, &one.action),
                marked::cell(&one.action.title, TITLE),
                person(one.owner.as_ref()),
                day(one.due_on),
                one.status.to_owned(),
            ]
        })
        .collect();
    section(
        page,
        "Actions of earlier reviews that are open",
        &["Action", "About", "Whose", "Due", "State"],
        open,
        pack.open_actions.len(),
    );
}

fn results(page: &mut Page<'_, '_>, pack: &ReviewPack) {
    let effects: Vec<Vec<String>> = pack
        .effects
        .iter()
        .take(MOST)
        .map(|one| vec![named(page, &one.entry), one.result.to_owned(), one.on.to_string(), person(one.by.as_ref())])
        .collect();
    section(page, "Effects judged since", &["Entry", "Result", "Day", "By"], effects, pack.effects.len());
    let audits: Vec<Vec<String>> = pack
        .audits
        .iter()
        .take(MOST)
        .map(|one| {
            let findings: Vec<String> =
                one.findings.iter().map(|(finding, ty)| format!("{} {ty}", named(page, finding))).collect();
            vec![
                named(page, &one.audit),
                one.kind.to_owned(),
                one.on.to_string(),
                marked::cell(&one.conclusion, 200),
                findings.join(", "),
            ]
        })
        .collect();
    section(
        page,
        "Audits completed since",
        &["Audit", "Type", "Day", "Conclusion", "Findings"],
        audits,
        pack.audits.len(),
    );
}

fn section(page: &mut Page<'_, '_>, title: &str, heads: &[&str], rows: Vec<Vec<String>>, all: usize) {
    page.heading(3, title);
    if rows.is_empty() {
        return page.paragraph("None.");
    }
    page.table(heads, rows);
    more(page, all, MOST);
}

fn lines(page: &mut Page<'_, '_>, title: &str, lines: &[Line]) {
    let rows: Vec<Vec<String>> = lines
        .iter()
        .take(MOST)
        .map(|line| {
            vec![
                named(page, &line.entry),
                marked::cell(&line.entry.title, TITLE),
                [line.classification, line.kind]
                    .iter()
                    .find(|word| !word.is_empty())
                    .map_or_else(String::new, |&word| word.to_owned()),
                marked::cell(&line.status, TITLE),
                person(line.owner.as_ref()),
                day(line.raised_on),
                day(line.ended_on),
                day(line.due_on),
            ]
        })
        .collect();
    section(
        page,
        title,
        &["Entry", "About", "Grade", "State", "Owner", "Raised", "Ended", "Next due"],
        rows,
        lines.len(),
    );
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}
