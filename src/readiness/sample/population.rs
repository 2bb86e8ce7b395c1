//! What a sample is drawn from: entries that were in motion since the last external audit.

use crate::data::{Date, Duration};
use crate::model::{Kind, RecordId};
use crate::readiness::forecast::holds;
use crate::readiness::look::{Look, Named};

use super::random::rank;
use super::{Options, Reason};

/// From when on entries are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// Since the day on which the last external audit ended.
    ExternalAudit {
        /// The audit.
        audit: Named,
        /// The day on which it ended.
        on: Date,
    },
    /// No external audit was read: the last 12 months, or 36 where those have too few entries for the sample.
    Months {
        /// How many months.
        months: i32,
        /// The day that they reach back to.
        from: Date,
    },
}

impl Since {
    /// The day after which entries count.
    #[must_use]
    pub const fn day(&self) -> Date {
        match self {
            Self::ExternalAudit { on, .. } => *on,
            Self::Months { from, .. } => *from,
        }
    }
}

/// What a sample is drawn from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Population {
    /// Entries of the register, of whatever age.
    pub register: usize,
    /// Entries that a sample is drawn from: the sum of the following.
    pub size: usize,
    /// Entries raised since.
    pub raised: usize,
    /// Entries raised before, and closed since.
    pub closed: usize,
    /// Entries raised before that are still open.
    pub open: usize,
    /// Entries accepted before, as long as the acceptance stands.
    pub accepted: usize,
    /// Entries of which it is not recorded when they were raised, and that are not shown to have been closed before.
    pub undated: usize,
}

/// An entry and what it stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) entry: RecordId,
    pub(super) source: Option<&'static str>,
    major: bool,
    external: bool,
    open: bool,
    closed: bool,
    ineffective: bool,
    accepted: bool,
}

impl Member {
    pub(super) fn of(look: Look<'_, '_>, as_of: Date, entry: RecordId) -> Self {
        let is_external = |finding: &RecordId| {
            let audit = look.records().parent(*finding);
            audit.is_some_and(|audit| look.is(audit, "type", &["external"]))
        };
        let findings = look.linked(entry, Kind::Finding);
        let judged = look.children(entry, "effectiveness");
        let bad = ["ineffective", "partially-effective"];
        let accepted = look.linked(entry, Kind::RiskAcceptance).iter().any(|acceptance| {
            look.is(*acceptance, "state", &["approved", "expired"])
                && look.date(*acceptance, "starts_on").is_none_or(|starts| starts <= as_of)
        });
        Self {
            entry,
            source: look.word(entry, "source"),
            major: look.is(entry, "classification", &["major"]),
            external: look.is(entry, "source", &["external-audit"]) || findings.iter().any(is_external),
            open: look.is_open(entry) == Some(true),
            closed: look.standing(entry).is("closed") == Some(true),
            ineffective: judged.iter().any(|review| look.is(*review, "result", &bad)),
            accepted: accepted
                || look.is(entry, "status", &["accepted"])
                || look.is(entry, "decision", &["accept-risk"]),
        }
    }

    pub(super) fn is(&self, reason: Reason) -> bool {
        match reason {
            Reason::Major => self.major,
            Reason::ExternalFinding => self.external,
            Reason::Source(source) => self.source == source,
            Reason::Open => self.open,
            Reason::Closed => self.closed,
            Reason::Ineffective => self.ineffective,
            Reason::Acceptance => self.accepted,
            Reason::Random | Reason::Named => false,
        }
    }
}

/// The last audit by a certification body that ended on or before a day, and when.
#[must_use]
pub fn last_external_audit(index: &crate::index::Index<'_>, as_of: Date) -> Option<(RecordId, Date)> {
    last_audit(Look::new(index), as_of)
}

fn last_audit(look: Look<'_, '_>, as_of: Date) -> Option<(RecordId, Date)> {
    let external = |audit: &RecordId| look.is(*audit, "type", &["external"]);
    let over = |audit: &RecordId| !look.is(*audit, "status", &["planned", "cancelled", "postponed", "in-progress"]);
    let audits = look.index.of_kind(Kind::Audit).iter().copied().filter(external).filter(over);
    let ended = audits.filter_map(|audit| {
        let report = look.child(audit, "report").and_then(|report| look.date(report, "on"));
        let ended = look.date(audit, "completed_on").or(report).or_else(|| look.date(audit, "started_on"))?;
        (ended <= as_of).then_some((audit, ended))
    });
    ended.max_by_key(|(audit, ended)| (*ended, *audit))
}

/// The population, with its members in the order of their lots.
pub(super) fn find(look: Look<'_, '_>, as_of: Date, options: &Options) -> (Since, Population, Vec<Member>) {
    let back = |months: i32| Since::Months { months, from: as_of.minus(Duration { months, days: 0 }) };
    let since = match last_audit(look, as_of) {
        Some((audit, on)) => Since::ExternalAudit { audit: look.named(audit), on },
        None if count(look, as_of, back(12).day()).0.size < options.size => back(36),
        None => back(12),
    };
    let (population, entries) = count(look, as_of, since.day());
    let mut members: Vec<(u64, String, Member)> = entries
        .into_iter()
        .map(|entry| {
            let name = lot_name(look, entry);
            (rank(options.seed, &name), name, Member::of(look, as_of, entry))
        })
        .collect();
    members.sort_by(|one, other| (one.0, &one.1, one.2.entry).cmp(&(other.0, &other.1, other.2.entry)));
    (since, population, members.into_iter().map(|(.., member)| member).collect())
}

/// What an entry is called in the draw: its id, else what it says, so that sorting the register changes nothing.
fn lot_name(look: Look<'_, '_>, entry: RecordId) -> String {
    look.records().full_id(entry).unwrap_or_else(|| look.title(entry))
}

/// Whether an entry is accepted as it is, by an acceptance on which it still leans.
fn stands(look: Look<'_, '_>, entry: RecordId, as_of: Date) -> bool {
    let mut acceptances = look.linked(entry, Kind::RiskAcceptance).into_iter();
    look.is(entry, "status", &["accepted"]) && acceptances.any(|acceptance| holds(look, acceptance, as_of))
}

fn count(look: Look<'_, '_>, as_of: Date, since: Date) -> (Population, Vec<RecordId>) {
    let mut population = Population::default();
    let mut entries = Vec::new();
    for entry in look.index.of_kind(Kind::Entry).iter().copied() {
        population.register += 1;
        let ended = ["closed_on", "decision_on"].iter().find_map(|field| look.date(entry, field));
        // An entry that is over, of which nobody knows since when, may have been closed since.
        let over = look.is_open(entry) == Some(false);
        let ended_before = over && ended.is_some_and(|ended| ended <= since);
        let number = match look.date(entry, "raised_on") {
            Some(raised) if raised > since => &mut population.raised,
            _ if ended_before && stands(look, entry, as_of) => &mut population.accepted,
            _ if ended_before => continue,
            Some(_) if over => &mut population.closed,
            Some(_) => &mut population.open,
            None => &mut population.undated,
        };
        *number += 1;
        population.size += 1;
        entries.push(entry);
    }
    (population, entries)
}
