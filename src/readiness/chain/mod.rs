//! The chain of evidence behind an entry, link by link, and the way back: what should have come into the log.
//!
//! A link is judged by the fields that the rules read, in the sense in which they read them; where a rule reported an
//! error about it, the link is broken, whatever the fields say.

mod early;
mod late;
mod link;
mod origins;
mod said;

use crate::data::Date;
use crate::index::Index;
use crate::model::{Kind, RecordId};
use crate::text::Span;
use crate::triage::Report;

use super::look::Look;
use super::terms::Terms;

pub use link::{Column, Link, LinkState, Proof, Step, Trace, Whole};
pub use origins::{Completeness, Origin, OriginState, completeness};
pub use said::{Said, Spoken};

/// How many chains hold, and where the others end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Number of chains.
    pub chains: usize,
    /// Those that can be followed from end to end.
    pub end_to_end: usize,
    /// Those that break, by the link at which they do so first, in the order of the chain.
    pub breaks: Vec<(Step, usize)>,
    /// Those of which the source does not keep enough, by the first such link.
    pub not_kept: Vec<(Step, usize)>,
    /// Those in which nothing is missing so far, by the first link that lies ahead.
    pub open: Vec<(Step, usize)>,
    /// For each link, in how many chains it is in each state, states in their order, without those that do not occur.
    pub links: Vec<(Step, Vec<(LinkState, usize)>)>,
}

/// What all chains are followed in.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'i, 'w> {
    /// The records.
    pub index: &'i Index<'w>,
    /// What the rules found.
    pub spoken: &'i Spoken<'i>,
    /// The lengths of time that the rules go by.
    pub terms: &'i Terms,
    /// The day of the report.
    pub as_of: Date,
}

impl<'i, 'w> Ground<'i, 'w> {
    fn look(&self) -> Look<'i, 'w> {
        Look::new(self.index)
    }
}

impl<'w> Spoken<'w> {
    /// What the rules found in these records.
    #[must_use]
    pub fn of(report: &'w Report, index: &Index<'_>) -> Self {
        Self::collect(report, index)
    }
}

/// Follows the chain of each entry.
#[must_use]
pub fn trace(ground: &Ground<'_, '_>, entries: &[RecordId]) -> Vec<Trace> {
    entries.iter().map(|entry| trace_one(ground, *entry)).collect()
}

fn trace_one(ground: &Ground<'_, '_>, entry: RecordId) -> Trace {
    let look = ground.look();
    let said = ground.spoken.about(ground.index, entry);
    let case = Case::new(ground, entry);
    let links = Step::ALL.map(|step| {
        let found = match step {
            Step::Recorded => case.recorded(),
            Step::Cause => case.cause(),
            Step::Action => case.action(),
            Step::Change => case.change(),
            Step::Evidence => case.evidence(),
            Step::Effectiveness => case.effectiveness(),
            Step::Reported => case.reported(),
            Step::Communicated => case.communicated(),
        };
        let said = said.iter().filter(|(at, _)| *at == step).map(|(_, said)| said.clone()).collect();
        found.into_link(step, said)
    });
    let links = links.to_vec();
    Trace {
        kind: look.word(entry, "kind").unwrap_or(""),
        status: look.status(entry),
        owner: look.person(entry, "owner", ground.as_of),
        came_from: case.sources().into_iter().map(|source| look.named(source)).collect(),
        whole: whole(&links),
        entry: look.named(entry),
        links,
    }
}

fn whole(links: &[Link]) -> Whole {
    let first = |states: &[LinkState]| links.iter().find(|link| states.contains(&link.state)).map(|link| link.step);
    if let Some(step) = first(&[LinkState::NotShown, LinkState::Broken]) {
        return Whole::BreaksAt(step);
    }
    if let Some(step) = first(&[LinkState::NotKept]) {
        return Whole::NotKeptAt(step);
    }
    first(&[LinkState::Pending]).map_or(Whole::EndToEnd, Whole::OpenAt)
}

/// Counts how many chains hold, and where the others end.
#[must_use]
pub fn summary(traces: &[Trace]) -> Summary {
    let counted = |end: fn(Step) -> Whole| {
        let count = |step| traces.iter().filter(|trace| trace.whole == end(step)).count();
        Step::ALL.iter().map(|step| (*step, count(*step))).filter(|(_, count)| *count > 0).collect()
    };
    let states = [
        LinkState::Shown,
        LinkState::Pending,
        LinkState::NotShown,
        LinkState::Broken,
        LinkState::NotApplicable,
        LinkState::NotKept,
    ];
    let links = Step::ALL.iter().map(|step| {
        let of = |state| {
            let links = traces.iter().flat_map(|trace| &trace.links);
            links.filter(|link| link.step == *step && link.state == state).count()
        };
        (*step, states.iter().map(|state| (*state, of(*state))).filter(|(_, count)| *count > 0).collect())
    });
    Summary {
        chains: traces.len(),
        end_to_end: traces.iter().filter(|trace| trace.whole == Whole::EndToEnd).count(),
        breaks: counted(Whole::BreaksAt),
        not_kept: counted(Whole::NotKeptAt),
        open: counted(Whole::OpenAt),
        links: links.collect(),
    }
}

/// The corrective actions that were finished last, as the entries that hold them, newest first: what an auditor asks for
/// first. Entries that are no improvement ideas, with at least one action that is no mere correction, implemented or
/// further; where the source keeps no status, all entries with an action.
#[must_use]
pub fn last_corrective(index: &Index<'_>, as_of: Date, count: usize) -> Vec<RecordId> {
    let look = Look::new(index);
    let mut found: Vec<(Option<Date>, RecordId)> = Vec::new();
    for entry in index.of_kind(Kind::Entry).iter().copied() {
        let actions = look.kept_actions(entry);
        let corrective = actions.iter().any(|action| !look.is(*action, "type", &["correction", "improvement"]));
        let standing = look.standing(entry);
        let finished = standing.reached("implemented") == Some(true) || !look.keeps(entry, "status");
        if !corrective || !finished || look.is(entry, "kind", &["opportunity"]) {
            continue;
        }
        let done = actions.iter().filter_map(|action| look.date(*action, "implemented_on")).max();
        let day = look.date(entry, "closed_on").or(done).or_else(|| look.date(entry, "raised_on"));
        if day.is_none_or(|day| day <= as_of) {
            found.push((day, entry));
        }
    }
    found.sort_by_key(|(day, entry)| (std::cmp::Reverse(*day), std::cmp::Reverse(*entry)));
    found.into_iter().take(count).map(|(_, entry)| entry).collect()
}

/// One entry while its links are looked for.
struct Case<'i, 'w> {
    look: Look<'i, 'w>,
    terms: &'i Terms,
    as_of: Date,
    entry: RecordId,
    /// Its actions without those that were cancelled.
    actions: Vec<RecordId>,
}

/// What was found of a link.
struct Found {
    state: LinkState,
    why: String,
    column: Option<Column>,
    proofs: Vec<Proof>,
    span: Span,
}

impl Found {
    fn into_link(self, step: Step, said: Vec<Said>) -> Link {
        // What is not there is not shown, also where a rule says so; an error about what is there breaks it.
        let error = said.iter().find(|said| said.is_error()).filter(|_| self.state != LinkState::NotShown);
        let (state, why) = match error {
            Some(error) if self.proofs.is_empty() => (LinkState::NotShown, error.message.clone()),
            Some(error) => (LinkState::Broken, error.message.clone()),
            None => (self.state, self.why),
        };
        let span = self.proofs.first().map_or(self.span, |proof| proof.span);
        let column = self.column.filter(|_| state == LinkState::NotKept);
        Link { step, state, why, column, proofs: self.proofs, said, span }
    }
}

impl<'i, 'w> Case<'i, 'w> {
    fn new(ground: &Ground<'i, 'w>, entry: RecordId) -> Self {
        let look = ground.look();
        Self { look, terms: ground.terms, as_of: ground.as_of, entry, actions: look.kept_actions(entry) }
    }

    fn found(&self, state: LinkState, why: impl Into<String>, field: &str) -> Found {
        let span = self.look.place(self.entry, field);
        Found { state, why: why.into(), column: None, proofs: Vec::new(), span }
    }

    fn not_kept(&self, kind: Kind, field: Option<&'static str>, why: &str) -> Found {
        let span = self.look.records().place(self.entry);
        let column = Some(Column { kind, field });
        Found { state: LinkState::NotKept, why: why.to_owned(), column, proofs: Vec::new(), span }
    }

    fn shown(&self, proofs: Vec<Proof>) -> Found {
        Found { proofs, ..self.found(LinkState::Shown, "", "id") }
    }

    /// What is not there and not expected: it lies ahead of an open entry, and is not asked of one that has ended.
    fn not_yet(&self, field: &str) -> Found {
        let standing = self.look.status(self.entry);
        let (state, why) = match self.look.is_open(self.entry) {
            Some(false) => (LinkState::NotApplicable, format!("the entry is `{standing}`")),
            _ if standing.is_empty() => (LinkState::Pending, "the entry is open".to_owned()),
            _ => (LinkState::Pending, format!("the entry is `{standing}`")),
        };
        self.found(state, why, field)
    }

    /// A record as a proof, by the first of these dates and people that it has.
    fn proof(&self, record: RecordId, dates: &[&'static str], people: &[&str]) -> Proof {
        let look = self.look;
        let date = dates.iter().find_map(|field| Some((*field, look.date(record, field)?)));
        let day = date.map_or(self.as_of, |(_, day)| day);
        Proof {
            name: look.name(record),
            note: look.title(record),
            date,
            person: people.iter().find_map(|field| look.person(record, field, day)),
            version: look.text(record, "version").map(str::to_owned),
            span: look.records().place(record),
        }
    }
}

#[cfg(test)]
mod tests;
