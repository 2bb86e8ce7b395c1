//! [`Open`]: nonconformities that are open, with what an auditor asks of each.

use rustc_hash::FxHashMap;

use super::Inputs;
use super::evidence::title;
use super::subjects::Subjects;
use crate::data::Date;
use crate::index::Index;
use crate::model::tables::{ACTION_STATUS, AUDIT_TYPE, CLASSIFICATION, ENTRY_KIND, ENTRY_STATUS};
use crate::model::{EnumSet, Kind, RecordId, Records, Value, Words};
use crate::text::Span;

/// States of an entry in which nothing more is to be done about it.
const OVER: [&str; 4] = ["closed", "accepted", "rejected", "merged"];

/// States of an action in which nothing more is to be done.
const DONE: [&str; 3] = ["implemented", "verified", "cancelled"];

/// The nonconformities that are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Those that are open, the oldest first; those of unknown age stand last.
    pub entries: Vec<OpenEntry>,
    /// Entries that were read.
    pub of: usize,
    /// Open entries of which nobody says what they are: they are listed, because they may be nonconformities.
    pub of_unknown_kind: usize,
}

/// An open nonconformity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenEntry {
    /// Its id.
    pub id: Option<String>,
    /// What it is about: its title, else its description.
    pub title: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Its grade, such as `major`.
    pub classification: Option<&'static str>,
    /// Its state, as its source writes it.
    pub status: Option<String>,
    /// Since when it is known: when it was noticed, else written down, else when it happened.
    pub since: Option<Date>,
    /// Days from then to the as-of date.
    pub age: Option<i32>,
    /// Who answers for it, as its source writes it.
    pub owner: Option<String>,
    /// When the first of its actions that are not done is due.
    pub next_due: Option<Date>,
    /// What a certification body or a customer found, and until when an answer is due.
    pub certification: Vec<Certification>,
    /// Number of diagnostics about it.
    pub gaps: usize,
}

/// A finding of an audit by somebody else that an entry comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certification {
    /// Its full id.
    pub finding: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Until when an answer is due.
    pub due_on: Option<Date>,
}

impl Open {
    pub(super) fn of(inputs: &Inputs<'_, '_>, subjects: &Subjects) -> Self {
        let (index, records) = (inputs.index, inputs.index.records);
        let mut gaps: FxHashMap<u32, usize> = FxHashMap::default();
        subjects.of_diagnostic.iter().flatten().for_each(|number| *gaps.entry(*number).or_default() += 1);
        let due = due_dates(index);
        let all = index.of_kind(Kind::Entry);
        let mut open = Self { of: all.len(), ..Self::default() };
        for id in all.iter().copied().filter(|id| is_open(records, *id)) {
            match is_nonconformity(records, id) {
                Some(false) => continue,
                Some(true) => {}
                None => open.of_unknown_kind += 1,
            }
            let date = |field| records.date_in(id, field);
            let since = date("detected_on").or_else(|| date("raised_on")).or_else(|| date("occurred_on"));
            open.entries.push(OpenEntry {
                id: records.bare_id(id).map(str::to_owned),
                title: title(inputs, id),
                span: records.place(id),
                classification: word(records, id, "classification").and_then(|set| set.single(&CLASSIFICATION)),
                status: written(records, id, "status"),
                since,
                age: since.map(|since| since.days_until(inputs.report.as_of)),
                owner: written(records, id, "owner"),
                next_due: due.get(&id).copied(),
                certification: certification(index, id),
                gaps: subjects.number(records, id).and_then(|number| gaps.get(&number)).copied().unwrap_or(0),
            });
        }
        open.entries.sort_by_key(|entry| (entry.since.is_none(), entry.since));
        open
    }
}

/// Whether something is still to be done about an entry; one whose source does not say it counts as open.
fn is_open(records: &Records, id: RecordId) -> bool {
    word(records, id, "status").is_none_or(|set| set.within(any(&ENTRY_STATUS, &OVER)) != Some(true))
}

/// Whether an entry is a nonconformity; `None` where nobody says so.
fn is_nonconformity(records: &Records, id: RecordId) -> Option<bool> {
    if let Some(kind) = word(records, id, "kind") {
        return kind.within(any(&ENTRY_KIND, &["nonconformity"]));
    }
    let grade = word(records, id, "classification")?;
    grade.within(any(&CLASSIFICATION, &["minor", "major"]))
}

/// The first day on which an action that is not done is due, by entry.
fn due_dates(index: &Index<'_>) -> FxHashMap<RecordId, Date> {
    let records = index.records;
    let mut due: FxHashMap<RecordId, Date> = FxHashMap::default();
    for id in index.of_kind(Kind::Action) {
        let is_done =
            word(records, *id, "status").is_some_and(|set| set.within(any(&ACTION_STATUS, &DONE)) == Some(true));
        if is_done || records.date_in(*id, "implemented_on").is_some() {
            continue;
        }
        if let (Some(entry), Some(day)) = (records.parent(*id), records.date_in(*id, "due_on")) {
            due.entry(entry).and_modify(|known| *known = day.min(*known)).or_insert(day);
        }
    }
    due
}

/// The findings of audits by somebody else that an entry comes from; those with the earliest date first.
fn certification(index: &Index<'_>, id: RecordId) -> Vec<Certification> {
    let records = index.records;
    let mut findings: Vec<RecordId> = index.targets_of(id).iter().chain(index.referrers_of(id)).copied().collect();
    findings.retain(|id| records.get(*id).kind == Kind::Finding && is_by_somebody_else(records, *id));
    findings.sort_unstable();
    findings.dedup();
    let one = |id: &RecordId| Certification {
        finding: records.full_id(*id),
        span: records.place(*id),
        due_on: records.date_in(*id, "due_on"),
    };
    let mut found: Vec<Certification> = findings.iter().map(one).collect();
    found.sort_by_key(|found| (found.due_on.is_none(), found.due_on));
    found
}

fn is_by_somebody_else(records: &Records, finding: RecordId) -> bool {
    let audit = records.parent(finding).and_then(|audit| word(records, audit, "type"));
    audit.is_some_and(|set| set.within(any(&AUDIT_TYPE, &["external", "customer"])) == Some(true))
}

fn word(records: &Records, id: RecordId, field: &str) -> Option<EnumSet> {
    match records.value(id, records.get(id).kind.field(field)?) {
        Value::Enum(set) => Some(set),
        _ => None,
    }
}

/// What stands in a field, if that is a value.
fn written(records: &Records, id: RecordId, field: &str) -> Option<String> {
    let field = records.get(id).kind.field(field)?;
    if records.value(id, field) == Value::Absent {
        return None;
    }
    records.raw(id, field).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn any(words: &'static Words, of: &[&str]) -> EnumSet {
    EnumSet(of.iter().filter_map(|word| words.set(word)).fold(0, |bits, set| bits | set.0))
}
