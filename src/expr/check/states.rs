//! How states follow each other, and which of them end a matter.

use crate::data::nearest;
use crate::model::{EnumSet, Words, tables};

/// The life of a record, as the words of its status.
pub(super) struct Life {
    words: &'static Words,
    /// States in the order in which they are gone through.
    line: &'static [&'static str],
    /// States off the line, and how far along it a record in them has come for certain.
    beside: &'static [(&'static str, &'static str)],
    /// States in which the matter is ended.
    over: &'static [&'static str],
}

static LIVES: [Life; 8] = [
    Life {
        words: &tables::ENTRY_STATUS,
        line: &["raised", "triaged", "analysed", "planned", "in-progress", "implemented", "verifying", "closed"],
        beside: &[("accepted", "triaged"), ("rejected", "triaged"), ("merged", "triaged")],
        over: &["closed", "accepted", "rejected", "merged"],
    },
    Life {
        words: &tables::ACTION_STATUS,
        line: &["planned", "approved", "in-progress", "implemented", "verified"],
        beside: &[("blocked", "planned"), ("cancelled", "planned")],
        over: &["implemented", "verified", "cancelled"],
    },
    Life {
        words: &tables::CHANGE_STATUS,
        line: &["requested", "assessed", "approved", "implemented", "verified", "closed"],
        beside: &[("rejected", "requested"), ("rolled-back", "implemented"), ("withdrawn", "requested")],
        over: &["closed", "rejected", "rolled-back", "withdrawn"],
    },
    Life {
        words: &tables::INCIDENT_STATUS,
        line: &["reported", "triaged", "contained", "resolved", "reviewed", "closed"],
        beside: &[],
        over: &["closed"],
    },
    Life {
        words: &tables::REVIEW_ACTION_STATUS,
        line: &["open", "in-progress", "done"],
        beside: &[("cancelled", "open")],
        over: &["done", "cancelled"],
    },
    Life {
        words: &tables::TREATMENT_STATUS,
        line: &["planned", "in-progress", "implemented"],
        beside: &[("cancelled", "planned")],
        over: &["implemented", "cancelled"],
    },
    Life {
        words: &tables::AUDIT_STATUS,
        line: &["planned", "in-progress", "completed"],
        beside: &[("cancelled", "planned"), ("postponed", "planned")],
        over: &["completed", "cancelled"],
    },
    Life { words: &tables::RISK_STATUS, line: &["open", "monitoring", "closed"], beside: &[], over: &["closed"] },
];

/// The life that these words tell.
pub(super) fn life_of(words: &Words) -> Option<&'static Life> {
    LIVES.iter().find(|life| life.words.name == words.name)
}

impl Life {
    /// The states in which a record has reached a state; a state beside the line is only reached by itself.
    pub(super) fn reached(&self, state: &str) -> Option<EnumSet> {
        let own = self.words.set(state)?;
        let Some(wanted) = self.line.iter().position(|known| *known == state) else { return Some(own) };
        let beside = self.beside.iter().filter(|(_, as_far_as)| {
            self.line.iter().position(|known| known == as_far_as).is_some_and(|far| far >= wanted)
        });
        let there = self.line.iter().skip(wanted).chain(beside.map(|(state, _)| state));
        Some(self.set(there))
    }

    /// The states that end the matter.
    pub(super) fn over(&self) -> EnumSet {
        self.set(self.over.iter())
    }

    /// The states as a hint: the nearest one, or all.
    pub(super) fn hint(&self, state: &str) -> String {
        nearest(state, self.words.words.iter().copied())
            .map_or_else(|| format!("one of: {}", self.words.words.join(", ")), |near| format!("'{near}'"))
    }

    fn set<'a>(&self, states: impl Iterator<Item = &'a &'a str>) -> EnumSet {
        EnumSet(states.filter_map(|state| self.words.set(state)).fold(0, |all, one| all | one.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_life_is_in_its_vocabulary_and_stands_once() {
        for life in &LIVES {
            for word in life.line.iter().chain(life.beside.iter().map(|(word, _)| word)).chain(life.over) {
                assert!(life.words.set(word).is_some(), "{}: {word}", life.words.name);
            }
            for word in life.words.words {
                let places = life.line.iter().chain(life.beside.iter().map(|(word, _)| word));
                assert_eq!(places.filter(|known| *known == word).count(), 1, "{}: {word}", life.words.name);
            }
            for (_, as_far_as) in life.beside {
                assert!(life.line.contains(as_far_as), "{}: {as_far_as}", life.words.name);
            }
        }
    }
}
