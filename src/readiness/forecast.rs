//! The forecast: what will lapse within a time, when, and whose it is; and how much has lapsed already.

mod lapse;

use std::sync::Arc;

use crate::data::{Date, Duration};
use crate::index::Index;
use crate::model::{Kind, RecordId};
use crate::text::Span;
use crate::triage::Waiver;

use super::look::{Look, Person};
use super::terms::Terms;

pub use lapse::Lapse;

/// Where a date comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// It is written down.
    Stated,
    /// It was worked out from another date and a length of time.
    WorkedOut,
}

/// Something that lapses on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The day; the last one on which it is still in time.
    pub on: Date,
    /// What lapses.
    pub lapse: Lapse,
    /// The record that it is about: its full id, or its kind and place. A management review that no record plans
    /// is called `the one after` the last.
    pub name: String,
    /// What that is about, in a line; may be empty.
    pub title: String,
    /// Whose it is, if that is recorded.
    pub owner: Option<Person>,
    /// Whether the day is written down.
    pub basis: Basis,
    /// Where the day stands, or what it was worked out from.
    pub span: Span,
}

/// What will lapse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The day of the report, the first one that counts.
    pub as_of: Date,
    /// The last day that counts.
    pub until: Date,
    /// What lapses, answers to findings of external audits first, then by day.
    pub items: Vec<Item>,
    /// What has lapsed already, by what it is, in order, without what has not occurred.
    pub lapsed: Vec<(Lapse, usize)>,
}

/// Works out what will lapse between a day and the end of a time after it, both included; with the waivers that excuse
/// something on that day.
#[must_use]
pub fn forecast(index: &Index<'_>, terms: &Terms, waivers: &[Arc<Waiver>], as_of: Date, horizon: Duration) -> Forecast {
    let until = as_of.plus(horizon);
    let mut all = everything(index, terms, as_of);
    all.extend(waivers.iter().map(|waiver| of_waiver(waiver)));
    let lapsed = |lapse: &Lapse| {
        // Whether a decision was carried out is recorded nowhere.
        let count = |item: &&Item| item.lapse == *lapse && item.on < as_of && *lapse != Lapse::Decision;
        (*lapse, all.iter().filter(count).count())
    };
    let lapsed = Lapse::ALL.iter().map(lapsed).filter(|(_, count)| *count > 0).collect();
    let mut items: Vec<Item> = all.into_iter().filter(|item| (as_of..=until).contains(&item.on)).collect();
    items.sort_by(|one, other| {
        let key = |item: &Item| (item.lapse != Lapse::ExternalFinding, item.on, item.lapse);
        key(one).cmp(&key(other)).then_with(|| one.name.cmp(&other.name))
    });
    Forecast { as_of, until, items, lapsed }
}

fn of_waiver(waiver: &Waiver) -> Item {
    let name = waiver.subject.split_once('/').map_or(waiver.subject.as_str(), |(_, id)| id);
    Item {
        on: waiver.expires_on,
        lapse: Lapse::Waiver,
        name: name.to_owned(),
        title: format!("{}: {}", waiver.rule, waiver.reason),
        owner: Some(Person { written: waiver.approved_by.clone(), names: Vec::new() }),
        basis: Basis::Stated,
        span: waiver.span,
    }
}

/// Everything that has a day and is not over.
pub(super) fn everything(index: &Index<'_>, terms: &Terms, as_of: Date) -> Vec<Item> {
    let mut found = Finder { look: Look::new(index), as_of, items: Vec::new() };
    found.findings();
    found.reviews(terms);
    found.audits();
    found.acceptances();
    found.actions();
    found.effectiveness(terms);
    found.risks();
    found.documents();
    found.items
}

struct Finder<'i, 'w> {
    look: Look<'i, 'w>,
    as_of: Date,
    items: Vec<Item>,
}

impl Finder<'_, '_> {
    fn all(&self, kind: Kind) -> Vec<RecordId> {
        self.look.index.of_kind(kind).to_vec()
    }

    fn add(&mut self, lapse: Lapse, record: RecordId, field: &str, owner: Option<Person>) {
        if let Some(on) = self.look.date(record, field) {
            self.add_on(lapse, record, (on, Basis::Stated), field, owner);
        }
    }

    fn add_on(&mut self, lapse: Lapse, record: RecordId, on: (Date, Basis), field: &str, owner: Option<Person>) {
        let (name, title, span) = (self.look.name(record), self.look.title(record), self.look.place(record, field));
        self.items.push(Item { on: on.0, lapse, name, title, owner, basis: on.1, span });
    }

    fn person(&self, record: RecordId, field: &str) -> Option<Person> {
        self.look.person(record, field, self.as_of)
    }

    fn findings(&mut self) {
        let look = self.look;
        for finding in self.all(Kind::Finding) {
            let entries = look.linked(finding, Kind::Entry);
            let answered = !entries.is_empty() && entries.iter().all(|entry| look.is_open(*entry) == Some(false));
            if answered || look.is(finding, "type", &["strength"]) {
                continue;
            }
            let audit = look.records().parent(finding);
            let external = audit.is_some_and(|audit| look.is(audit, "type", &["external", "customer"]));
            let lapse = if external { Lapse::ExternalFinding } else { Lapse::Finding };
            let owner = entries.first().and_then(|entry| self.person(*entry, "owner"));
            self.add(lapse, finding, "due_on", owner);
        }
    }

    /// The next review: the first that is planned since the last one, else the day that the last one set, else the interval.
    fn reviews(&mut self, terms: &Terms) {
        let look = self.look;
        let newest = look.newest_review(self.as_of);
        let waiting = |review: &RecordId| {
            let held = look.date(*review, "held_on").is_some_and(|held| held <= self.as_of);
            let planned = look.date(*review, "planned_on").or_else(|| look.date(*review, "held_on"));
            let planned = planned.filter(|planned| !held && newest.is_none_or(|(_, last)| *planned > last));
            planned.map(|planned| (planned, *review))
        };
        let next = look.index.of_kind(Kind::Review).iter().filter_map(waiting).min();
        if let Some((on, review)) = next {
            let field = if look.date(review, "planned_on").is_some() { "planned_on" } else { "held_on" };
            let chair = self.person(review, "chair");
            self.add_on(Lapse::Review, review, (on, Basis::Stated), field, chair);
        } else if let Some((review, held)) = newest {
            let chair = self.person(review, "chair");
            match look.date(review, "next_review_on").filter(|next| *next > held) {
                Some(on) => self.add_on(Lapse::Review, review, (on, Basis::Stated), "next_review_on", chair),
                None => {
                    let on = held.plus(terms.review_interval);
                    self.add_on(Lapse::Review, review, (on, Basis::WorkedOut), "held_on", chair);
                }
            }
            if let Some(item) = self.items.last_mut() {
                (item.name, item.title) = (format!("the one after {}", item.name), String::new());
            }
        }
        for action in self.all(Kind::ReviewAction) {
            if look.date(action, "done_on").is_none() && !look.is(action, "status", &["done", "cancelled"]) {
                let owner = self.person(action, "owner");
                self.add(Lapse::ReviewAction, action, "due_on", owner);
            }
        }
        for decision in self.all(Kind::Decision) {
            let owner = self.person(decision, "owner");
            self.add(Lapse::Decision, decision, "due_on", owner);
        }
    }

    fn audits(&mut self) {
        let look = self.look;
        for audit in self.all(Kind::Audit) {
            let begun = ["started_on", "completed_on"].iter().any(|field| look.date(audit, field).is_some());
            if begun || look.is(audit, "status", &["in-progress", "completed", "cancelled"]) {
                continue;
            }
            let team = look.children(audit, "team");
            let lead = team.iter().find(|member| look.is(**member, "role", &["lead"])).or(team.first());
            let lead = lead.and_then(|member| self.person(*member, "person"));
            self.add(Lapse::Audit, audit, "planned_on", lead);
        }
    }

    fn acceptances(&mut self) {
        let look = self.look;
        for acceptance in self.all(Kind::RiskAcceptance) {
            if !holds(look, acceptance, self.as_of) {
                continue;
            }
            let covered = [Kind::Entry, Kind::Risk].map(|kind| look.targets(acceptance, "covers", kind)).concat();
            let owner = covered.iter().find_map(|record| self.person(*record, "owner"));
            let owner = owner.or_else(|| self.person(acceptance, "requested_by"));
            self.add(Lapse::AcceptanceExpiry, acceptance, "expires_on", owner.clone());
            let Some(review_on) = look.date(acceptance, "review_on") else { continue };
            let ended = look.date(acceptance, "expires_on").is_some_and(|ends| ends < self.as_of);
            let seen = look.index.mentioned_by(acceptance).iter().any(|review| {
                look.kind(*review) == Kind::Review
                    && look.date(*review, "held_on").is_some_and(|held| held >= review_on)
            });
            if !ended && !seen {
                self.add(Lapse::AcceptanceReview, acceptance, "review_on", owner);
            }
        }
    }

    fn actions(&mut self) {
        let look = self.look;
        for action in self.all(Kind::Action) {
            let entry = look.records().parent(action);
            let live = entry.is_none_or(|entry| look.is_open(entry) == Some(true));
            if live && !look.is_done(action) {
                let owner = self.person(action, "owner").or_else(|| self.person(entry?, "owner"));
                self.add(Lapse::Action, action, "due_on", owner);
            }
        }
    }

    fn effectiveness(&mut self, terms: &Terms) {
        let look = self.look;
        for entry in self.all(Kind::Entry) {
            if look.is_open(entry) != Some(true) {
                continue;
            }
            let owner = self.person(entry, "owner");
            let reviews = look.children(entry, "effectiveness");
            let newest = reviews.iter().filter_map(|review| Some((look.date(*review, "reviewed_on")?, *review))).max();
            let again = newest.and_then(|(on, review)| Some((look.date(review, "next_check_on")?, on, review)));
            if let Some((_, _, review)) = again.filter(|(next, on, _)| next > on) {
                self.add(Lapse::Effectiveness, review, "next_check_on", owner);
                continue;
            }
            let actions = look.kept_actions(entry);
            let waiting = actions.iter().any(|action| !look.is_done(*action));
            let implemented = look.standing(entry).reached("implemented") == Some(true);
            if implemented && !waiting && reviews.iter().any(|review| look.given(*review, "result")) {
                continue;
            }
            let last = actions.iter().filter_map(|action| look.date(*action, "implemented_on")).max();
            let plan = look.child(entry, "effectiveness_plan");
            let planned = plan.and_then(|plan| Some((plan, look.date(plan, "due_on")?)));
            let (on, place) = match (planned, last) {
                (Some((plan, on)), _) => ((on, Basis::Stated), look.place(plan, "due_on")),
                (None, Some(last)) if implemented && !waiting => {
                    ((last.plus(terms.effectiveness_within), Basis::WorkedOut), look.records().place(entry))
                }
                _ => continue,
            };
            // Before everything is done, a day that has passed is the delay of an action, and counted there.
            if on.0 >= self.as_of || (implemented && !waiting) {
                self.add_on(Lapse::Effectiveness, entry, on, "effectiveness_plan", owner);
                if let Some(item) = self.items.last_mut() {
                    item.span = place;
                }
            }
        }
    }

    fn risks(&mut self) {
        let look = self.look;
        for risk in self.all(Kind::Risk) {
            if !look.is(risk, "status", &["closed"]) {
                let owner = self.person(risk, "owner");
                self.add(Lapse::RiskAssessment, risk, "next_assessment_on", owner);
            }
        }
        for treatment in self.all(Kind::Treatment) {
            let risk = look.records().parent(treatment);
            let over = risk.is_some_and(|risk| look.is(risk, "status", &["closed"]));
            if !over && !look.is(treatment, "status", &["implemented", "cancelled"]) {
                let owner = self.person(treatment, "owner").or_else(|| self.person(risk?, "owner"));
                self.add(Lapse::Treatment, treatment, "due_on", owner);
            }
        }
    }

    fn documents(&mut self) {
        let look = self.look;
        for document in self.all(Kind::Document) {
            if look.is(document, "status", &["draft", "in-review", "superseded", "withdrawn"]) {
                continue;
            }
            let owner = self.person(document, "owner");
            if look.date(document, "next_review_on").is_some() {
                self.add(Lapse::DocumentReview, document, "next_review_on", owner);
            } else if let (Some(approved), Some(cycle)) =
                (look.date(document, "approved_on"), look.duration(document, "review_cycle"))
            {
                let on = (approved.plus(cycle), Basis::WorkedOut);
                self.add_on(Lapse::DocumentReview, document, on, "approved_on", owner);
            }
        }
    }
}

/// Whether an acceptance is in force or ran out without anything in its place, and something still leans on it.
pub(super) fn holds(look: Look<'_, '_>, acceptance: RecordId, as_of: Date) -> bool {
    let current = |other: &RecordId| {
        look.is(*other, "state", &["approved"]) && look.date(*other, "expires_on").is_none_or(|ends| ends >= as_of)
    };
    let renewed = look
        .referrers(acceptance, Kind::RiskAcceptance)
        .iter()
        .any(|other| current(other) && look.targets(*other, "supersedes", Kind::RiskAcceptance).contains(&acceptance));
    if renewed || !look.is(acceptance, "state", &["approved", "expired"]) {
        return false;
    }
    if look.date(acceptance, "expires_on").is_none_or(|ends| ends >= as_of) {
        return true;
    }
    let other = |record: RecordId| look.linked(record, Kind::RiskAcceptance).iter().any(current);
    let entries = look.targets(acceptance, "covers", Kind::Entry).into_iter().any(|entry| {
        let accepted = look.is(entry, "status", &["accepted"])
            || (look.is(entry, "decision", &["accept-risk"]) && look.is_open(entry) == Some(true));
        accepted && !other(entry)
    });
    let risks = look.targets(acceptance, "covers", Kind::Risk).into_iter();
    entries
        || risks.into_iter().any(|risk| {
            look.is(risk, "treatment", &["retain"]) && !look.is(risk, "status", &["closed"]) && !other(risk)
        })
}

#[cfg(test)]
mod tests;
