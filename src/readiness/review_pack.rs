//! The pack for the next management review: what happened since the last one, what is late, what is to be decided, and
//! the state of the register to cite in the minutes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::data::{Date, Duration};
use crate::index::Index;
use crate::model::{Kind, RecordId};
use crate::text::SourceId;

use super::forecast::holds;
use super::look::{Look, Named, Person, one_line};
use super::trends::ended_on;

/// An entry, as a review looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The entry.
    pub entry: Named,
    /// Its kind; empty where that is not recorded.
    pub kind: &'static str,
    /// Its grade; empty where that is not recorded.
    pub classification: &'static str,
    /// Its status as it was read, or as it is written where that may mean several.
    pub status: String,
    /// Who answers for it.
    pub owner: Option<Person>,
    /// When it was raised.
    pub raised_on: Option<Date>,
    /// When it ended.
    pub ended_on: Option<Date>,
    /// The next day on which something of it is due: an action, else the judgement of its effect.
    pub due_on: Option<Date>,
}

/// An action that is late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// The action, of an entry or of an earlier review.
    pub action: Named,
    /// Whose it is.
    pub owner: Option<Person>,
    /// When it was due.
    pub due_on: Date,
    /// Days since then.
    pub days: i32,
}

/// Why an acceptance is to be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decide {
    /// It ran out, and what it covers is still accepted.
    Expired,
    /// It runs out within the horizon.
    Expires,
    /// Somebody asked for it, and nobody decided.
    Requested,
    /// It was to be looked at again by now, or is within the horizon.
    Review,
}

/// An acceptance to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The acceptance.
    pub acceptance: Named,
    /// Why it is to be decided.
    pub why: Decide,
    /// The day on which it runs out, was asked for, or is looked at again.
    pub on: Option<Date>,
    /// What it covers.
    pub covers: Vec<Named>,
    /// Who asked for it.
    pub requested_by: Option<Person>,
}

/// A judgement of effect since the last review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The entry.
    pub entry: Named,
    /// The result as a word; empty where none is recorded.
    pub result: &'static str,
    /// When it was judged.
    pub on: Date,
    /// By whom.
    pub by: Option<Person>,
}

/// An audit since the last review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditResult {
    /// The audit.
    pub audit: Named,
    /// Internal, external or customer; empty where that is not recorded.
    pub kind: &'static str,
    /// When it was completed.
    pub on: Date,
    /// Its conclusion.
    pub conclusion: String,
    /// Its findings, each with its type.
    pub findings: Vec<(Named, &'static str)>,
}

/// An action that an earlier review gave and that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenAction {
    /// The action.
    pub action: Named,
    /// Whose it is.
    pub owner: Option<Person>,
    /// Until when.
    pub due_on: Option<Date>,
    /// Its status; empty where none is recorded.
    pub status: &'static str,
}

/// Numbers to compare from review to review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Entries raised since the last review.
    pub raised: usize,
    /// Entries that ended since.
    pub ended: usize,
    /// Entries open on the day.
    pub open: usize,
    /// Entries open on the day of the last review, as far as their dates tell; none without a last review.
    pub open_then: Option<usize>,
    /// Actions overdue on the day.
    pub overdue: usize,
    /// Entries of which the dates do not tell whether they were open then.
    pub undated: usize,
}

/// A text of the register and its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digested {
    /// Path of the file; the sheets of a workbook are texts of their own.
    pub path: String,
    /// SHA-256 of the text as it was read, in hexadecimal.
    pub sha256: String,
    /// How many entries stand in it.
    pub entries: usize,
}

/// The register as it stands, to be cited in the minutes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// All entries in the order of the register.
    pub entries: Vec<Line>,
    /// The texts that they stand in.
    pub sources: Vec<Digested>,
}

/// The pack for the next management review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewPack {
    /// The last review and the day on which it was held; none if no minutes were read: then everything counts.
    pub last: Option<(Named, Date)>,
    /// Entries raised since, in the order of their dates.
    pub raised: Vec<Line>,
    /// Entries that ended since, in the order of those dates.
    pub ended: Vec<Line>,
    /// Actions that are late, the latest first.
    pub overdue: Vec<Overdue>,
    /// Acceptances to decide, in the order of urgency.
    pub acceptances: Vec<Acceptance>,
    /// Judgements of effect since, in the order of their dates.
    pub effects: Vec<Effect>,
    /// Audits completed since, in the order of their dates.
    pub audits: Vec<AuditResult>,
    /// Actions of the last and of earlier reviews that are open, in the order of their due dates.
    pub open_actions: Vec<OpenAction>,
    /// Numbers to compare.
    pub figures: Figures,
    /// The register as it stands.
    pub snapshot: Snapshot,
}

/// Puts together what the next management review has to see.
#[must_use]
pub fn review_pack(index: &Index<'_>, as_of: Date, horizon: Duration) -> ReviewPack {
    let look = Look::new(index);
    let last = look.newest_review(as_of);
    let case = Pack { look, as_of, since: last.map(|(_, held)| held), until: as_of.plus(horizon) };
    let lines: Vec<Line> = index.of_kind(Kind::Entry).iter().map(|entry| case.line(*entry)).collect();
    let mut raised: Vec<Line> = lines.iter().filter(|line| case.is_since(line.raised_on)).cloned().collect();
    raised.sort_by_key(|line| (line.raised_on, line.entry.record));
    let mut ended: Vec<Line> = lines.iter().filter(|line| case.is_since(line.ended_on)).cloned().collect();
    ended.sort_by_key(|line| (line.ended_on, line.entry.record));
    let overdue = case.overdue();
    let figures = case.figures(&lines, raised.len(), ended.len(), overdue.len());
    ReviewPack {
        last: last.map(|(review, held)| (look.named(review), held)),
        raised,
        ended,
        overdue,
        acceptances: case.acceptances(),
        effects: case.effects(),
        audits: case.audits(),
        open_actions: case.open_actions(),
        figures,
        snapshot: Snapshot { sources: case.sources(), entries: lines },
    }
}

struct Pack<'i, 'w> {
    look: Look<'i, 'w>,
    as_of: Date,
    since: Option<Date>,
    until: Date,
}

impl Pack<'_, '_> {
    /// Whether a day lies after the last review, up to the day of the report.
    fn is_since(&self, day: Option<Date>) -> bool {
        day.is_some_and(|day| day <= self.as_of && self.since.is_none_or(|since| day > since))
    }

    fn person(&self, record: RecordId, field: &str) -> Option<Person> {
        self.look.person(record, field, self.as_of)
    }

    fn line(&self, entry: RecordId) -> Line {
        let look = self.look;
        let over = look.is_open(entry) == Some(false);
        let open = look.kept_actions(entry).into_iter().filter(|action| !look.is_done(*action));
        let action = open.filter_map(|action| look.date(action, "due_on")).min();
        let judged = look.children(entry, "effectiveness").iter().any(|review| look.given(*review, "result"));
        let plan = look.child(entry, "effectiveness_plan").filter(|_| !judged);
        let planned = plan.and_then(|plan| look.date(plan, "due_on"));
        Line {
            kind: look.word(entry, "kind").unwrap_or(""),
            classification: look.word(entry, "classification").unwrap_or(""),
            status: look.status(entry),
            owner: self.person(entry, "owner"),
            raised_on: look.date(entry, "raised_on"),
            ended_on: ended_on(look, entry).filter(|_| over || !look.keeps(entry, "status")),
            due_on: action.or(planned).filter(|_| !over),
            entry: look.named(entry),
        }
    }

    fn overdue(&self) -> Vec<Overdue> {
        let look = self.look;
        let of_entries = look.index.of_kind(Kind::Action).iter().copied().filter(|action| {
            let entry = look.records().parent(*action);
            entry.is_none_or(|entry| look.is_open(entry) == Some(true)) && !look.is_done(*action)
        });
        let of_reviews = look.index.of_kind(Kind::ReviewAction).iter().copied().filter(|action| self.is_open(*action));
        let late = of_entries.chain(of_reviews).filter_map(|action| {
            let due_on = look.date(action, "due_on").filter(|due| *due < self.as_of)?;
            let owner = self.person(action, "owner");
            let owner = owner.or_else(|| self.person(look.records().parent(action)?, "owner"));
            Some(Overdue { action: look.named(action), owner, due_on, days: due_on.days_until(self.as_of) })
        });
        let mut late: Vec<Overdue> = late.collect();
        late.sort_by_key(|one| (one.due_on, one.action.record));
        late
    }

    /// Whether an action of a review is open.
    fn is_open(&self, action: RecordId) -> bool {
        let done = self.look.date(action, "done_on").is_some_and(|done| done <= self.as_of);
        !done && !self.look.is(action, "status", &["done", "cancelled"])
    }

    fn acceptances(&self) -> Vec<Acceptance> {
        let look = self.look;
        let mut found = Vec::new();
        for acceptance in look.index.of_kind(Kind::RiskAcceptance).iter().copied() {
            let (ends, review) = (look.date(acceptance, "expires_on"), look.date(acceptance, "review_on"));
            let soon = |day: &Date| *day <= self.until;
            let stands = holds(look, acceptance, self.as_of);
            let (why, on) = if look.is(acceptance, "state", &["requested", "draft"]) {
                (Decide::Requested, look.date(acceptance, "requested_on"))
            } else if !stands {
                continue;
            } else if ends.is_some_and(|ends| ends < self.as_of) {
                (Decide::Expired, ends)
            } else if ends.as_ref().is_some_and(soon) {
                (Decide::Expires, ends)
            } else if review.as_ref().is_some_and(soon) {
                (Decide::Review, review)
            } else {
                continue;
            };
            let covers = [Kind::Entry, Kind::Risk].map(|kind| look.targets(acceptance, "covers", kind)).concat();
            found.push(Acceptance {
                acceptance: look.named(acceptance),
                why,
                on,
                covers: covers.into_iter().map(|record| look.named(record)).collect(),
                requested_by: self.person(acceptance, "requested_by"),
            });
        }
        found.sort_by_key(|one| (one.why, one.on, one.acceptance.record));
        found
    }

    fn effects(&self) -> Vec<Effect> {
        let look = self.look;
        let judged = look.index.of_kind(Kind::EffectivenessReview).iter().copied().filter_map(|review| {
            let on = look.date(review, "reviewed_on").filter(|on| self.is_since(Some(*on)))?;
            let entry = look.named(look.records().parent(review)?);
            Some(Effect {
                entry,
                result: look.word(review, "result").unwrap_or(""),
                on,
                by: look.person(review, "reviewed_by", on),
            })
        });
        let mut judged: Vec<Effect> = judged.collect();
        judged.sort_by_key(|effect| (effect.on, effect.entry.record));
        judged
    }

    fn audits(&self) -> Vec<AuditResult> {
        let look = self.look;
        let audits = look.index.of_kind(Kind::Audit).iter().copied().filter_map(|audit| {
            let on = look.date(audit, "completed_on").filter(|on| self.is_since(Some(*on)))?;
            let findings = look.children(audit, "findings").into_iter();
            let conclusion = look.text(audit, "conclusion").unwrap_or("");
            Some(AuditResult {
                audit: look.named(audit),
                kind: look.word(audit, "type").unwrap_or(""),
                on,
                conclusion: one_line(conclusion),
                findings: findings.map(|one| (look.named(one), look.word(one, "type").unwrap_or(""))).collect(),
            })
        });
        let mut audits: Vec<AuditResult> = audits.collect();
        audits.sort_by_key(|audit| (audit.on, audit.audit.record));
        audits
    }

    fn open_actions(&self) -> Vec<OpenAction> {
        let look = self.look;
        let of_held = |action: &RecordId| {
            let held = look.records().parent(*action).and_then(|review| look.date(review, "held_on"));
            held.is_none_or(|held| held <= self.as_of)
        };
        let actions = look.index.of_kind(Kind::ReviewAction).iter().copied();
        let open = actions.filter(of_held).filter(|action| self.is_open(*action)).map(|action| OpenAction {
            action: look.named(action),
            owner: self.person(action, "owner"),
            due_on: look.date(action, "due_on"),
            status: look.word(action, "status").unwrap_or(""),
        });
        let mut open: Vec<OpenAction> = open.collect();
        open.sort_by_key(|one| (one.due_on.is_none(), one.due_on, one.action.record));
        open
    }

    fn figures(&self, lines: &[Line], raised: usize, ended: usize, overdue: usize) -> Figures {
        let look = self.look;
        let mut figures = Figures { raised, ended, overdue, ..Figures::default() };
        let mut then = 0;
        for line in lines {
            let open = look.is_open(line.entry.record);
            figures.open += usize::from(open == Some(true) && line.ended_on.is_none());
            let Some(since) = self.since else { continue };
            let over = open != Some(true) || line.ended_on.is_some();
            match (line.raised_on, line.ended_on) {
                (None, _) => figures.undated += 1,
                (Some(raised), _) if raised > since => {}
                (Some(_), None) if over => figures.undated += 1,
                (Some(_), ended) => then += usize::from(ended.is_none_or(|ended| ended > since)),
            }
        }
        figures.open_then = self.since.map(|_| then);
        figures
    }

    fn sources(&self) -> Vec<Digested> {
        let look = self.look;
        let mut counts: BTreeMap<SourceId, usize> = BTreeMap::new();
        for entry in look.index.of_kind(Kind::Entry) {
            *counts.entry(look.records().batch(*entry).tree.source()).or_default() += 1;
        }
        let digest = |(source, entries): (SourceId, usize)| {
            let source = look.index.sources.get(source);
            let mut sha256 = String::new();
            for byte in Sha256::digest(source.text().as_bytes()) {
                // Writing to a text cannot fail.
                let _ = write!(sha256, "{byte:02x}");
            }
            Digested { path: source.path().to_owned(), sha256, entries }
        };
        counts.into_iter().map(digest).collect()
    }
}

#[cfg(test)]
mod tests;
