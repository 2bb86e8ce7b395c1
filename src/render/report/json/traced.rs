//! The report as JSON: the auditor's sample, its chains both ways, and the forecast.

use serde::Serialize;

use super::{Facts, day, position, words};
use crate::diagnostic::Severity;
use crate::readiness::chain::{Completeness, Link, LinkState, Origin, OriginState, Proof, Said, Summary, Trace, Whole};
use crate::readiness::forecast::{self, Basis, Lapse};
use crate::readiness::look::{Named, Person};
use crate::readiness::sample::{Drawn, Method, Stratum};
use crate::render::json::Position;

/// A record with its place.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    kind: &'static str,
    id: &'a str,
    title: &'a str,
    place: Position,
}

/// How many chains hold, and where the others break.
#[derive(Serialize)]
pub(super) struct Chains {
    sentence: String,
    chains: usize,
    end_to_end: usize,
    breaks: Vec<Count>,
    not_kept: Vec<Count>,
    open: Vec<Count>,
}

/// How many of something.
#[derive(Serialize)]
pub(super) struct Count {
    what: String,
    count: usize,
}

/// The auditor's sample.
#[derive(Serialize)]
pub(super) struct Sample<'a> {
    method: String,
    /// Null where the entries were asked for by their ids.
    seed: Option<u64>,
    since: Option<String>,
    /// Why from that day on.
    because: String,
    population: Vec<Count>,
    strata: Vec<Group>,
    left_out: usize,
    chains: Chains,
    entries: Vec<Sampled<'a>>,
    completeness: Complete<'a>,
}

#[derive(Serialize)]
struct Group {
    stratum: String,
    population: usize,
    sampled: usize,
}

#[derive(Serialize)]
struct Sampled<'a> {
    entry: Record<'a>,
    drawn_for: Vec<String>,
    kind: &'static str,
    status: &'a str,
    owner: Option<String>,
    came_from: Vec<Record<'a>>,
    /// `end-to-end`, `breaks`, `not-kept` or `open`.
    state: &'static str,
    /// The link at which it breaks, is not kept, or lies ahead.
    at: Option<&'static str>,
    sentence: String,
    links: Vec<OneLink<'a>>,
}

#[derive(Serialize)]
struct OneLink<'a> {
    link: &'static str,
    state: &'static str,
    /// Whether the chain breaks here first.
    first_broken: bool,
    why: &'a str,
    /// What the source would have to keep.
    needs: Option<String>,
    proofs: Vec<OneProof<'a>>,
    rules: Vec<OneSaid<'a>>,
    place: Position,
}

#[derive(Serialize)]
struct OneProof<'a> {
    name: &'a str,
    note: &'a str,
    /// The field that the date stands in.
    dated_by: Option<&'static str>,
    date: Option<String>,
    person: Option<String>,
    version: Option<&'a str>,
    place: Position,
}

#[derive(Serialize)]
struct OneSaid<'a> {
    rule: &'a str,
    check: &'a str,
    severity: Severity,
    message: &'a str,
    place: Position,
}

#[derive(Serialize)]
struct Complete<'a> {
    since: Option<String>,
    sentence: String,
    origins: Vec<OneOrigin<'a>>,
    /// Kinds of which no record was read.
    not_read: Vec<&'static str>,
}

#[derive(Serialize)]
struct OneOrigin<'a> {
    from: Record<'a>,
    grade: &'a str,
    on: Option<String>,
    state: &'static str,
    entries: Vec<Record<'a>>,
    note: &'a str,
    rules: Vec<OneSaid<'a>>,
}

/// What will lapse.
#[derive(Serialize)]
pub(super) struct Ahead<'a> {
    until: String,
    items: Vec<Lapsing<'a>>,
    /// What has lapsed already.
    lapsed: Vec<Count>,
}

#[derive(Serialize)]
struct Lapsing<'a> {
    on: String,
    /// Days from the day of the report.
    in_days: i32,
    what: &'static str,
    /// Whether an answer to somebody outside is due.
    external: bool,
    id: &'a str,
    title: &'a str,
    owner: Option<String>,
    /// Whether the day is written down; else it was worked out.
    stated: bool,
    place: Position,
}

pub(super) fn record<'a>(facts: &Facts<'_>, named: &'a Named) -> Record<'a> {
    let place = position(facts, named.span);
    Record { kind: named.kind.name(), id: &named.name, title: &named.title, place }
}

pub(super) fn records<'a>(facts: &Facts<'_>, named: &'a [Named]) -> Vec<Record<'a>> {
    named.iter().map(|named| record(facts, named)).collect()
}

/// A person as it is written, and whom that stands for.
pub(super) fn person(person: Option<&Person>) -> Option<String> {
    person.map(words::person)
}

pub(super) fn chains(summary: &Summary) -> Chains {
    let steps = |steps: &[(crate::readiness::chain::Step, usize)]| {
        steps.iter().map(|(step, count)| Count { what: step.name().to_owned(), count: *count }).collect()
    };
    Chains {
        sentence: words::chains(summary, if summary.chains == 1 { "entry" } else { "entries" }),
        chains: summary.chains,
        end_to_end: summary.end_to_end,
        breaks: steps(&summary.breaks),
        not_kept: steps(&summary.not_kept),
        open: steps(&summary.open),
    }
}

pub(super) fn sample<'a>(facts: &Facts<'a>) -> Sample<'a> {
    let readiness = facts.readiness;
    let of = &readiness.sample;
    let seed = if let Method::Stratified { seed, .. } = of.method { Some(seed) } else { None };
    let stratum = |stratum: &Stratum| Group {
        stratum: words::reason(stratum.reason),
        population: stratum.population,
        sampled: stratum.sampled,
    };
    let chains = self::chains(&crate::readiness::chain::summary(&readiness.traces));
    Sample {
        method: of.method(),
        seed,
        since: Some(of.since.day().to_string()),
        because: words::since(&of.since),
        population: words::population(&of.population)
            .into_iter()
            .map(|(what, count)| Count { what: what.to_owned(), count })
            .collect(),
        strata: of.strata.iter().map(stratum).collect(),
        left_out: of.left_out,
        chains,
        entries: of.drawn.iter().zip(&readiness.traces).map(|(drawn, trace)| sampled(facts, drawn, trace)).collect(),
        completeness: complete(facts, &readiness.completeness),
    }
}

fn sampled<'a>(facts: &Facts<'_>, drawn: &'a Drawn, trace: &'a Trace) -> Sampled<'a> {
    let (state, at) = match trace.whole {
        Whole::EndToEnd => ("end-to-end", None),
        Whole::BreaksAt(step) => ("breaks", Some(step)),
        Whole::NotKeptAt(step) => ("not-kept", Some(step)),
        Whole::OpenAt(step) => ("open", Some(step)),
    };
    let first = trace.first_broken();
    Sampled {
        entry: record(facts, &drawn.entry),
        drawn_for: drawn.reasons.iter().map(|reason| words::reason(*reason)).collect(),
        kind: trace.kind,
        status: &trace.status,
        owner: person(trace.owner.as_ref()),
        came_from: records(facts, &trace.came_from),
        state,
        at: at.map(crate::readiness::chain::Step::name),
        sentence: words::whole(trace.whole),
        links: trace.links.iter().enumerate().map(|(at, one)| link(facts, one, first == Some(at))).collect(),
    }
}

fn link<'a>(facts: &Facts<'_>, link: &'a Link, first_broken: bool) -> OneLink<'a> {
    OneLink {
        link: link.step.name(),
        state: link_state(link.state),
        first_broken,
        why: &link.why,
        needs: link.column.as_ref().map(words::column),
        proofs: link.proofs.iter().map(|one| proof(facts, one)).collect(),
        rules: link.said.iter().map(|one| said(facts, one)).collect(),
        place: position(facts, link.span),
    }
}

fn proof<'a>(facts: &Facts<'_>, proof: &'a Proof) -> OneProof<'a> {
    OneProof {
        name: &proof.name,
        note: &proof.note,
        dated_by: proof.date.map(|(field, _)| field),
        date: day(proof.date.map(|(_, date)| date)),
        person: person(proof.person.as_ref()),
        version: proof.version.as_deref(),
        place: position(facts, proof.span),
    }
}

fn said<'a>(facts: &Facts<'_>, said: &'a Said) -> OneSaid<'a> {
    OneSaid {
        rule: &said.rule,
        check: &said.check,
        severity: said.severity,
        message: &said.message,
        place: position(facts, said.span),
    }
}

fn complete<'a>(facts: &Facts<'_>, of: &'a Completeness) -> Complete<'a> {
    Complete {
        since: day(of.since),
        sentence: words::completeness(of),
        origins: of.origins.iter().map(|one| origin(facts, one)).collect(),
        not_read: of.not_read.iter().map(|kind| kind.name()).collect(),
    }
}

fn origin<'a>(facts: &Facts<'_>, origin: &'a Origin) -> OneOrigin<'a> {
    OneOrigin {
        from: record(facts, &origin.from),
        grade: origin.grade,
        on: day(origin.on),
        state: origin_state(origin.state),
        entries: records(facts, &origin.entries),
        note: &origin.note,
        rules: origin.said.iter().map(|one| said(facts, one)).collect(),
    }
}

/// The name of a state for programs.
pub(in crate::render::report) const fn link_state(state: LinkState) -> &'static str {
    match state {
        LinkState::Shown => "shown",
        LinkState::Pending => "pending",
        LinkState::NotShown => "not-shown",
        LinkState::Broken => "broken",
        LinkState::NotApplicable => "not-applicable",
        LinkState::NotKept => "not-kept",
    }
}

/// The name of a state for programs.
pub(in crate::render::report) const fn origin_state(state: OriginState) -> &'static str {
    match state {
        OriginState::Found => "found",
        OriginState::Elsewhere => "elsewhere",
        OriginState::Excused => "excused",
        OriginState::NotFound => "not-found",
        OriginState::Waiting => "waiting",
        OriginState::NotExpected => "not-expected",
    }
}

pub(super) fn ahead<'a>(facts: &Facts<'a>) -> Ahead<'a> {
    let of = &facts.readiness.forecast;
    let item = |item: &'a forecast::Item| Lapsing {
        on: item.on.to_string(),
        in_days: of.as_of.days_until(item.on),
        what: item.lapse.name(),
        external: item.lapse == Lapse::ExternalFinding,
        id: &item.name,
        title: &item.title,
        owner: person(item.owner.as_ref()),
        stated: item.basis == Basis::Stated,
        place: position(facts, item.span),
    };
    Ahead {
        until: of.until.to_string(),
        items: of.items.iter().map(item).collect(),
        lapsed: of.lapsed.iter().map(|(lapse, count)| Count { what: lapse.name().to_owned(), count: *count }).collect(),
    }
}
