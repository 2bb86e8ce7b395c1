//! [`History`]: since when each record is known, as told by whoever looked at all states of the workspace.

use std::collections::BTreeMap;

use crate::data::Date;
use crate::model::{Kind, RecordId, Records};

/// Since when each record is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    start: Date,
    first_seen: BTreeMap<Kind, BTreeMap<String, Date>>,
}

impl History {
    /// A history that begins on a day and has no record yet.
    #[must_use]
    pub const fn new(start: Date) -> Self {
        Self { start, first_seen: BTreeMap::new() }
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
