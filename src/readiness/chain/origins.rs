//! The way back: incidents, findings and actions of reviews, and whether the log has an entry for each.

use crate::data::Date;
use crate::model::{Kind, RecordId};
use crate::readiness::look::{Look, Named, one_line};

use super::{Ground, Said};

/// Whether the log has an entry for something that should have come into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginState {
    /// At least one entry is linked.
    Found,
    /// It names an entry that was not read, such as a ticket of another system, and no rule objects.
    Elsewhere,
    /// A reason is recorded why it led to none.
    Excused,
    /// None is found.
    NotFound,
    /// None is found yet, and there is still time.
    Waiting,
    /// None is found, and none has to be.
    NotExpected,
}

/// Something that should have come into the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The incident, finding, or action of a review.
    pub from: Named,
    /// Its grade: the severity of an incident, the type of a finding; empty where there is none.
    pub grade: &'static str,
    /// Its day: that of the incident, of the audit's report, or of the review.
    pub on: Option<Date>,
    /// Whether the log has an entry for it.
    pub state: OriginState,
    /// The entries.
    pub entries: Vec<Named>,
    /// The reason that is recorded, or the entry that it names in vain.
    pub note: String,
    /// What rules say about it.
    pub said: Vec<Said>,
}

/// Everything that should have come into the log in a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completeness {
    /// What happened after this day is looked at, and what has no day; none for everything.
    pub since: Option<Date>,
    /// Incidents, then findings, then actions of reviews, each in the order of its sources.
    pub origins: Vec<Origin>,
    /// Kinds of which no record was read, so that nothing can be said.
    pub not_read: Vec<Kind>,
}

impl Completeness {
    /// How many of a kind are in a state.
    #[must_use]
    pub fn count(&self, kind: Kind, state: OriginState) -> usize {
        self.origins.iter().filter(|origin| origin.from.kind == kind && origin.state == state).count()
    }
}

const KINDS: [Kind; 3] = [Kind::Incident, Kind::Finding, Kind::ReviewAction];

/// Looks for the entries of all incidents, findings and actions of reviews after a day.
#[must_use]
pub fn completeness(ground: &Ground<'_, '_>, since: Option<Date>) -> Completeness {
    let look = ground.look();
    let mut origins = Vec::new();
    for kind in KINDS {
        for id in look.index.of_kind(kind).iter().copied() {
            let on = day_of(look, id);
            let later = since.is_none_or(|since| on.is_none_or(|on| on > since));
            if later && !look.is(id, "type", &["strength"]) {
                origins.push(origin(ground, id, on));
            }
        }
    }
    let parent = |kind: Kind| match kind {
        Kind::Finding => Kind::Audit,
        Kind::ReviewAction => Kind::Review,
        kind => kind,
    };
    let not_read = KINDS.into_iter().filter(|kind| !look.index.loaded(parent(*kind))).collect();
    Completeness { since, origins, not_read }
}

fn day_of(look: Look<'_, '_>, id: RecordId) -> Option<Date> {
    let of = look.records().parent(id).unwrap_or(id);
    match look.kind(id) {
        Kind::Finding => reported(look, of).or_else(|| look.index.order_date(of)),
        _ => look.index.order_date(of),
    }
}

/// The day of the report of an audit.
fn reported(look: Look<'_, '_>, audit: RecordId) -> Option<Date> {
    let report = look.child(audit, "report").and_then(|report| look.date(report, "on"));
    report.or_else(|| look.date(audit, "completed_on"))
}

fn origin(ground: &Ground<'_, '_>, id: RecordId, on: Option<Date>) -> Origin {
    let look = ground.look();
    let rules: &[&str] = match look.kind(id) {
        Kind::Finding => &["finding-without-entry", "entry-backlink-mismatch", "finding-response-overdue"],
        Kind::Incident => &["incident-without-analysis", "entry-backlink-mismatch"],
        _ => &["entry-backlink-mismatch"],
    };
    let said = ground.spoken.within(ground.index, id, rules);
    let entries = look.linked(id, Kind::Entry);
    let (state, note) =
        if entries.is_empty() { without_entry(ground, id, on, &said) } else { (OriginState::Found, String::new()) };
    let grade = ["severity", "type"].iter().find_map(|field| look.word(id, field)).unwrap_or("");
    Origin {
        from: look.named(id),
        grade,
        on,
        state,
        entries: entries.into_iter().map(|entry| look.named(entry)).collect(),
        note,
        said,
    }
}

fn without_entry(ground: &Ground<'_, '_>, id: RecordId, on: Option<Date>, said: &[Said]) -> (OriginState, String) {
    let look = ground.look();
    let plain = |state| (state, String::new());
    if let Some(text) = look.text(id, "entry_ref") {
        let denied = said.iter().any(|said| said.rule == "finding-without-entry");
        let state = if denied { OriginState::NotFound } else { OriginState::Elsewhere };
        return (state, text.to_owned());
    }
    match look.kind(id) {
        Kind::Incident => {
            let improvement = look.child(id, "improvement");
            let reason = improvement.and_then(|child| look.text(child, "none_because"));
            if let Some(reason) = reason {
                return (OriginState::Excused, one_line(reason));
            }
            if look.none_because(id, "improvement") {
                return plain(OriginState::Excused);
            }
            let named = improvement.map(|child| look.texts(child, "entries")).unwrap_or_default();
            if !named.is_empty() {
                return (OriginState::Elsewhere, named.join(", "));
            }
            let serious = look.is(id, "severity", &["medium", "high", "critical"]);
            let closed = look.is(id, "status", &["closed"]);
            plain(match (serious, closed) {
                (true, true) => OriginState::NotFound,
                (_, false) => OriginState::Waiting,
                (false, true) => OriginState::NotExpected,
            })
        }
        Kind::Finding => {
            let waiting = on.is_none_or(|on| ground.as_of <= on.plus(ground.terms.finding_grace));
            plain(if waiting { OriginState::Waiting } else { OriginState::NotFound })
        }
        _ => plain(OriginState::NotExpected),
    }
}
