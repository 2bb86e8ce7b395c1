//! [`History`]: since when each record is known, and what it was, as told by whoever looked at the states of the workspace.

use std::collections::BTreeMap;

use crate::data::Date;
use crate::model::{Kind, RecordId, Records};

use super::same;

/// Since when each record is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    start: Date,
    first_seen: BTreeMap<Kind, BTreeMap<String, Date>>,
    /// The states of each record that differ from the one before, the oldest first, where states were read.
    versions: Option<BTreeMap<Kind, BTreeMap<String, Vec<RecordId>>>>,
}

impl History {
    /// A history that begins on a day and has no record yet.
    #[must_use]
    pub const fn new(start: Date) -> Self {
        Self { start, first_seen: BTreeMap::new(), versions: None }
    }

    /// Notes the day of a state in which a record with this full id is; the earliest one counts.
    pub fn note(&mut self, kind: Kind, full_id: &str, day: Date) {
        let days = self.first_seen.entry(kind).or_default();
        match days.get_mut(full_id) {
            Some(known) => *known = day.min(*known),
            None => {
                days.insert(full_id.to_owned(), day);
            }
        }
    }

    /// Notes the records of a state of the workspace, from this batch of the earlier ones on: that they were there on a day,
    /// and what they were. States are noted in the order of time.
    pub fn note_state(&mut self, records: &Records, first: u32, day: Date) {
        let mut versions = self.versions.take().unwrap_or_default();
        for (id, record) in records.iter_earlier_from(first).filter(|(_, record)| record.kind.has_id()) {
            let Some(name) = records.full_id(id) else { continue };
            self.note(record.kind, &name, day);
            let known = versions.entry(record.kind).or_default().entry(name).or_default();
            // Of rows that share an id, the last one stands for all.
            if known.last().is_none_or(|last| !same(records, *last, id)) {
                known.push(id);
            }
        }
        self.versions = Some(versions);
    }

    /// What a record was in the states that were read, the oldest first; none where no state was read.
    #[must_use]
    pub fn versions(&self, records: &Records, id: RecordId) -> Option<&[RecordId]> {
        let versions = self.versions.as_ref()?;
        let of_kind = versions.get(&records.get(id).kind);
        let known = of_kind.and_then(|names| names.get(&records.full_id(id)?));
        Some(known.map_or(&[], Vec::as_slice))
    }

    /// The day of the first state: what is older was brought along from elsewhere.
    #[must_use]
    pub const fn start(&self) -> Date {
        self.start
    }

    /// The day of the first state in which a record is; none for one that is in no state that was kept.
    #[must_use]
    pub fn first_seen(&self, records: &Records, id: RecordId) -> Option<Date> {
        let days = self.first_seen.get(&records.get(id).kind)?;
        days.get(&records.full_id(id)?).copied()
    }
}
