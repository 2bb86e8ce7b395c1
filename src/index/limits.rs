//! The limits that the organisation's documents in force declare, such as `close-within: 90 days`.

use std::collections::BTreeMap;

use crate::data::Duration;
use crate::model::{EnumSet, Kind, RecordId, Records, Value, tables};

use super::Index;

/// The limits of all documents in force, by key and by the grade of entry that they are for.
#[derive(Debug, Default)]
pub struct Limits {
    by_key: BTreeMap<(String, Grade), Vec<Limit>>,
}

/// The classification that a limit is for; none where it is for all.
type Grade = Option<u32>;

/// A limit and the record in a document that declares it.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// How long.
    pub value: Duration,
    /// Where it is declared.
    pub record: RecordId,
}

/// Two documents that do not agree about a limit.
#[derive(Debug)]
pub struct Disagreement<'a> {
    /// The key of the limit.
    pub key: &'a str,
    /// What one document says.
    pub one: Limit,
    /// What another says.
    pub other: Limit,
}

impl Limits {
    /// Collects the limits of all documents that are approved, or do not say.
    pub(super) fn of(index: &Index<'_>) -> Self {
        let mut limits = Self::default();
        let records = index.records;
        for id in index.of_kind(Kind::Limit).iter().copied() {
            let is_in_force = records.parent(id).is_some_and(|document| is_in_force(records, document));
            let Some(key) = records.text_in(id, "key").filter(|_| is_in_force) else { continue };
            let value = |name| Kind::Limit.field(name).map_or(Value::Absent, |field| records.value(id, field));
            let grade = match value("classification") {
                Value::Absent => None,
                Value::Enum(set) => Some(set.0),
                _ => continue,
            };
            if let Value::Duration(value) = value("value") {
                limits.by_key.entry((key.to_owned(), grade)).or_default().push(Limit { value, record: id });
            }
        }
        limits
    }

    /// The limit with a key that is for all grades; of several the strictest.
    #[must_use]
    pub fn for_all(&self, key: &str) -> Option<Limit> {
        self.strictest(key, None)
    }

    /// The limit with a key for a grade; where none is for that grade alone, the one for all.
    #[must_use]
    pub fn for_grade(&self, key: &str, grade: Option<EnumSet>) -> Option<Limit> {
        let own = grade.and_then(|grade| self.strictest(key, Some(grade.0)));
        own.or_else(|| self.for_all(key))
    }

    /// The shorter of the limits, or the longer if it says how long to wait.
    fn strictest(&self, key: &str, grade: Grade) -> Option<Limit> {
        let limits = self.by_key.get(&(key.to_owned(), grade))?.iter().copied();
        if key.ends_with("-after") {
            limits.max_by_key(|limit| limit.value.about_days())
        } else {
            limits.min_by_key(|limit| limit.value.about_days())
        }
    }

    /// Limits that two documents declare differently: the first one that differs from the first.
    pub fn disagreements(&self) -> impl Iterator<Item = Disagreement<'_>> {
        self.by_key.iter().filter_map(|((key, _), limits)| {
            let one = *limits.first()?;
            let other = *limits.iter().find(|limit| limit.value != one.value)?;
            Some(Disagreement { key, one, other })
        })
    }
}

fn is_in_force(records: &Records, document: RecordId) -> bool {
    let Some(status) = Kind::Document.field("status").filter(|_| records.get(document).kind == Kind::Document) else {
        return false;
    };
    match records.value(document, status) {
        Value::Absent => true,
        Value::Enum(set) => tables::DOCUMENT_STATUS.set("approved").is_some_and(|approved| approved == EnumSet(set.0)),
        _ => false,
    }
}
