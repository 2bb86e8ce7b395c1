//! The report as JSON: how it went over time, and the pack for the next management review.

use serde::Serialize;

use super::traced::{Record, person, record, records};
use super::{Facts, day};
use crate::readiness::look::Named;
use crate::readiness::review_pack::{Acceptance, AuditResult, Decide, Line, OpenAction, Overdue};
use crate::readiness::trends::{Bucket, Quarter, Spread};

/// How it went over time.
#[derive(Serialize)]
pub(super) struct Trends<'a> {
    entries: usize,
    states: States,
    ageing: Ageing,
    time_to_close: TimeToClose,
    sources: Sources,
    recurrence: Recurrence<'a>,
}

#[derive(Serialize)]
struct States {
    months: Vec<Month>,
    placed: usize,
    without_raised: usize,
    without_end: usize,
    contradictory: usize,
}

#[derive(Serialize)]
struct Month {
    /// `2026-06`.
    month: String,
    raised: usize,
    ended: usize,
    open: usize,
    closed: usize,
    otherwise: usize,
}

#[derive(Serialize)]
struct Ageing {
    open: usize,
    by_age: Vec<Days>,
    without_age: usize,
    in_time: usize,
    by_delay: Vec<Days>,
    without_due: usize,
}

/// How many between two numbers of days.
#[derive(Serialize)]
struct Days {
    from: i32,
    /// Null for the last.
    to: Option<i32>,
    count: usize,
}

#[derive(Serialize)]
struct TimeToClose {
    all: Option<Quartiles>,
    quarters: Vec<OfQuarter>,
    unplaced: usize,
}

/// Days: a quarter, half and three quarters of all took at most so long.
#[derive(Serialize)]
struct Quartiles {
    count: usize,
    lower: i32,
    median: i32,
    upper: i32,
    longest: i32,
}

#[derive(Serialize)]
struct OfQuarter {
    /// `2026-Q2`.
    quarter: String,
    days: Quartiles,
}

#[derive(Serialize)]
struct Sources {
    /// Null for entries whose source is not recorded.
    sources: Vec<Option<&'static str>>,
    quarters: Vec<SourcesOf>,
    unplaced: usize,
    earlier: usize,
}

#[derive(Serialize)]
struct SourcesOf {
    quarter: String,
    /// In the order of `sources`.
    counts: Vec<usize>,
}

#[derive(Serialize)]
struct Recurrence<'a> {
    causes: Vec<SameCause<'a>>,
    follows: Vec<Pair<'a>>,
    repeats: Vec<Pair<'a>>,
    reopened: Vec<Record<'a>>,
    has_codes: bool,
}

#[derive(Serialize)]
struct SameCause<'a> {
    code: &'a str,
    entries: Vec<Record<'a>>,
}

#[derive(Serialize)]
struct Pair<'a> {
    later: Record<'a>,
    earlier: Record<'a>,
}

pub(super) fn trends<'a>(facts: &Facts<'a>) -> Trends<'a> {
    let of = &facts.readiness.trends;
    let month = |month: &crate::readiness::trends::Month| Month {
        month: format!("{:04}-{:02}", month.year, month.month),
        raised: month.raised,
        ended: month.ended,
        open: month.open,
        closed: month.closed,
        otherwise: month.otherwise,
    };
    let pair =
        |(later, earlier): &'a (Named, Named)| Pair { later: record(facts, later), earlier: record(facts, earlier) };
    Trends {
        entries: of.entries,
        states: States {
            months: of.states.months.iter().map(month).collect(),
            placed: of.states.placed,
            without_raised: of.states.without_raised,
            without_end: of.states.without_end,
            contradictory: of.states.contradictory,
        },
        ageing: Ageing {
            open: of.ageing.open,
            by_age: of.ageing.by_age.iter().map(days).collect(),
            without_age: of.ageing.without_age,
            in_time: of.ageing.in_time,
            by_delay: of.ageing.by_delay.iter().map(days).collect(),
            without_due: of.ageing.without_due,
        },
        time_to_close: TimeToClose {
            all: of.time_to_close.all.as_ref().map(quartiles),
            quarters: of
                .time_to_close
                .quarters
                .iter()
                .map(|(of, spread)| OfQuarter { quarter: quarter(*of), days: quartiles(spread) })
                .collect(),
            unplaced: of.time_to_close.unplaced,
        },
        sources: Sources {
            sources: of.origins.sources.iter().map(|(source, _)| *source).collect(),
            quarters: of
                .origins
                .quarters
                .iter()
                .map(|(of, counts)| SourcesOf { quarter: quarter(*of), counts: counts.clone() })
                .collect(),
            unplaced: of.origins.unplaced,
            earlier: of.origins.earlier,
        },
        recurrence: Recurrence {
            causes: of
                .recurrence
                .causes
                .iter()
                .map(|(code, entries)| SameCause { code, entries: records(facts, entries) })
                .collect(),
            follows: of.recurrence.follows.iter().map(pair).collect(),
            repeats: of.recurrence.repeats.iter().map(pair).collect(),
            reopened: records(facts, &of.recurrence.reopened),
            has_codes: of.recurrence.has_codes,
        },
    }
}

const fn days(bucket: &Bucket) -> Days {
    Days { from: bucket.from, to: bucket.to, count: bucket.count }
}

const fn quartiles(of: &Spread) -> Quartiles {
    Quartiles { count: of.count, lower: of.lower, median: of.median, upper: of.upper, longest: of.longest }
}

fn quarter(of: Quarter) -> String {
    format!("{:04}-Q{}", of.year, of.number)
}

/// The pack for the next management review.
#[derive(Serialize)]
pub(super) struct Pack<'a> {
    last_review: Option<Record<'a>>,
    held_on: Option<String>,
    figures: Figures,
    raised: Vec<OneLine<'a>>,
    ended: Vec<OneLine<'a>>,
    overdue: Vec<Late<'a>>,
    acceptances: Vec<Decision<'a>>,
    effects: Vec<Effect<'a>>,
    audits: Vec<Audited<'a>>,
    open_actions: Vec<OpenOne<'a>>,
    /// The register as it stands, to cite in the minutes.
    snapshot: Snapshot<'a>,
}

#[derive(Serialize)]
struct Figures {
    raised: usize,
    ended: usize,
    open: usize,
    open_then: Option<usize>,
    overdue: usize,
    undated: usize,
}

#[derive(Serialize)]
struct OneLine<'a> {
    entry: Record<'a>,
    kind: &'static str,
    classification: &'static str,
    status: &'a str,
    owner: Option<String>,
    raised_on: Option<String>,
    ended_on: Option<String>,
    due_on: Option<String>,
}

#[derive(Serialize)]
struct Late<'a> {
    action: Record<'a>,
    owner: Option<String>,
    due_on: String,
    days: i32,
}

#[derive(Serialize)]
struct Decision<'a> {
    acceptance: Record<'a>,
    /// `expired`, `expires`, `requested` or `review`.
    why: &'static str,
    on: Option<String>,
    covers: Vec<Record<'a>>,
    requested_by: Option<String>,
}

#[derive(Serialize)]
struct Effect<'a> {
    entry: Record<'a>,
    result: &'static str,
    on: String,
    by: Option<String>,
}

#[derive(Serialize)]
struct Audited<'a> {
    audit: Record<'a>,
    kind: &'static str,
    on: String,
    conclusion: &'a str,
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Found<'a> {
    finding: Record<'a>,
    r#type: &'static str,
}

#[derive(Serialize)]
struct OpenOne<'a> {
    action: Record<'a>,
    owner: Option<String>,
    due_on: Option<String>,
    status: &'static str,
}

#[derive(Serialize)]
struct Snapshot<'a> {
    sources: Vec<Text<'a>>,
    entries: Vec<OneLine<'a>>,
}

#[derive(Serialize)]
struct Text<'a> {
    path: &'a str,
    /// Of the text as it was read.
    sha256: &'a str,
    entries: usize,
}

pub(super) fn pack<'a>(facts: &Facts<'a>) -> Option<Pack<'a>> {
    let of = facts.readiness.review_pack.as_ref()?;
    let lines = |lines: &'a [Line]| lines.iter().map(|one| line(facts, one)).collect();
    let figures = of.figures;
    let late = |late: &'a Overdue| Late {
        action: record(facts, &late.action),
        owner: person(late.owner.as_ref()),
        due_on: late.due_on.to_string(),
        days: late.days,
    };
    Some(Pack {
        last_review: of.last.as_ref().map(|(review, _)| record(facts, review)),
        held_on: of.last.as_ref().map(|(_, on)| on.to_string()),
        figures: Figures {
            raised: figures.raised,
            ended: figures.ended,
            open: figures.open,
            open_then: figures.open_then,
            overdue: figures.overdue,
            undated: figures.undated,
        },
        raised: lines(&of.raised),
        ended: lines(&of.ended),
        overdue: of.overdue.iter().map(late).collect(),
        acceptances: of.acceptances.iter().map(|one| decision(facts, one)).collect(),
        effects: of
            .effects
            .iter()
            .map(|effect| Effect {
                entry: record(facts, &effect.entry),
                result: effect.result,
                on: effect.on.to_string(),
                by: person(effect.by.as_ref()),
            })
            .collect(),
        audits: of.audits.iter().map(|one| audited(facts, one)).collect(),
        open_actions: of.open_actions.iter().map(|one| open_one(facts, one)).collect(),
        snapshot: Snapshot {
            sources: of
                .snapshot
                .sources
                .iter()
                .map(|text| Text { path: &text.path, sha256: &text.sha256, entries: text.entries })
                .collect(),
            entries: lines(&of.snapshot.entries),
        },
    })
}

fn line<'a>(facts: &Facts<'_>, line: &'a Line) -> OneLine<'a> {
    OneLine {
        entry: record(facts, &line.entry),
        kind: line.kind,
        classification: line.classification,
        status: &line.status,
        owner: person(line.owner.as_ref()),
        raised_on: day(line.raised_on),
        ended_on: day(line.ended_on),
        due_on: day(line.due_on),
    }
}

fn decision<'a>(facts: &Facts<'_>, of: &'a Acceptance) -> Decision<'a> {
    let why = match of.why {
        Decide::Expired => "expired",
        Decide::Expires => "expires",
        Decide::Requested => "requested",
        Decide::Review => "review",
    };
    Decision {
        acceptance: record(facts, &of.acceptance),
        why,
        on: day(of.on),
        covers: records(facts, &of.covers),
        requested_by: person(of.requested_by.as_ref()),
    }
}

fn audited<'a>(facts: &Facts<'_>, of: &'a AuditResult) -> Audited<'a> {
    let found = |(finding, ty): &'a (Named, &'static str)| Found { finding: record(facts, finding), r#type: ty };
    Audited {
        audit: record(facts, &of.audit),
        kind: of.kind,
        on: of.on.to_string(),
        conclusion: &of.conclusion,
        findings: of.findings.iter().map(found).collect(),
    }
}

fn open_one<'a>(facts: &Facts<'_>, of: &'a OpenAction) -> OpenOne<'a> {
    OpenOne {
        action: record(facts, &of.action),
        owner: person(of.owner.as_ref()),
        due_on: day(of.due_on),
        status: of.status,
    }
}
