//! What a condition is evaluated in: the [`World`] that all conditions share, and the [`Env`] of one evaluation.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::change::{Change, History};
use crate::data::Date;
use crate::index::Index;
use crate::model::{EnumSet, Kind};

use super::Condition;
use super::eval::STEPS;
use super::value::V;
use super::withheld::Withheld;

/// What the organisation's settings say to conditions, as `settings.…`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `settings.isms_start`: since when the management system runs.
    pub isms_start: Option<Date>,
    /// `settings.assess_from`: what happened before is not looked at.
    pub assess_from: Option<Date>,
    /// `settings.isms_team`: `normal`, `small` or `solo`.
    pub isms_team: String,
    /// `settings.risk_appetite`: the highest level of risk that is acceptable, as a word of `level`.
    pub risk_appetite: Option<EnumSet>,
    /// `settings.risk_appetite_score`: the highest score of a risk that is acceptable.
    pub risk_appetite_score: Option<i32>,
    /// The paths and patterns under which records of each kind are expected.
    pub expected: Vec<(Kind, String)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            isms_start: None,
            assess_from: None,
            isms_team: "normal".to_owned(),
            risk_appetite: None,
            risk_appetite_score: None,
            expected: Vec::new(),
        }
    }
}

/// What the standard that is looked at asks for.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// The inputs of a management review.
    pub inputs: Vec<InputFacts>,
    /// The clauses that can be audited, such as `9.2`.
    pub clauses: Vec<String>,
    /// The controls, such as `A.5.18`.
    pub controls: Vec<String>,
}

/// An input of a management review.
#[derive(Clone, Debug, Default)]
pub struct InputFacts {
    /// Key, such as `d1`.
    pub key: String,
    /// Clause, such as `9.3.2 d 1`.
    pub clause: String,
    /// What it is, in our words.
    pub label: String,
}

/// What all conditions of a run share.
#[derive(Debug)]
pub struct World<'w> {
    /// The records and how they hang together.
    pub index: &'w Index<'w>,
    /// The day of the assessment.
    pub as_of: Date,
    /// The organisation's settings.
    pub settings: &'w Settings,
    /// The standard.
    pub pack: &'w Pack,
    /// What changed since the base; none where no base is given.
    pub change: Option<&'w Change>,
    /// Since when each record is known; none where nobody looked.
    pub history: Option<&'w History>,
    /// Keeps names of people and text of cells out of messages; none where everything may be told.
    pub withheld: Option<Withheld<'w, 'w>>,
    /// What stands before the first digit in the ids that were read, such as `IMP-`; worked out when first asked.
    prefixes: OnceLock<FxHashSet<&'w str>>,
}

impl<'w> World<'w> {
    /// What all conditions of a run share.
    #[must_use]
    pub fn new(index: &'w Index<'w>, as_of: Date, settings: &'w Settings, pack: &'w Pack) -> Self {
        Self { index, as_of, settings, pack, change: None, history: None, withheld: None, prefixes: OnceLock::new() }
    }

    /// The same with what came before, as far as it is known.
    #[must_use]
    pub fn with_past(self, change: Option<&'w Change>, history: Option<&'w History>) -> Self {
        Self { change, history, ..self }
    }

    /// The same, so that messages tell no names of people and no text of cells; what rules themselves say may be told.
    #[must_use]
    pub fn with_texts_withheld(self, own: impl IntoIterator<Item = String>) -> Self {
        Self { withheld: Some(Withheld::new(self.index, self.pack, own)), ..self }
    }

    /// Whether a record that was read has an id that starts like this one.
    pub(super) fn knows_prefix(&self, id: &str) -> bool {
        let prefixes = self.prefixes.get_or_init(|| {
            let records = self.index.records;
            let own = records.iter().filter(|(id, record)| record.kind.has_id() && records.parent(*id).is_none());
            own.filter_map(|(id, _)| records.bare_id(id)).map(prefix).filter(|prefix| prefix.len() > 1).collect()
        });
        prefixes.contains(prefix(id))
    }
}

fn prefix(id: &str) -> &str {
    id.find(|letter: char| letter.is_ascii_digit()).map_or(id, |end| &id[..end])
}

/// The variables of one evaluation.
#[derive(Debug)]
pub struct Env<'w> {
    /// What all conditions share.
    pub world: &'w World<'w>,
    /// The variables, by the slot that [`super::Scope::bind`] gave.
    pub(super) slots: Vec<Slot<'w>>,
    /// Steps that the evaluation may still take.
    pub(super) budget: u32,
}

/// What a variable holds.
#[derive(Clone, Debug)]
pub(super) enum Slot<'w> {
    /// A value.
    Value(V<'w>),
    /// A value that is worked out when it is first asked for.
    Later(&'w Condition),
}

impl<'w> Env<'w> {
    /// No variables are set.
    #[must_use]
    pub const fn new(world: &'w World<'w>) -> Self {
        Self { world, slots: Vec::new(), budget: 0 }
    }

    /// Sets a variable.
    pub fn set(&mut self, slot: usize, value: V<'w>) {
        *self.slot(slot) = Slot::Value(value);
    }

    /// Sets a variable to the value of a condition, which is worked out when it is first asked for: most are asked for by
    /// few of the records. A condition only names variables that were set before it, so it does not matter when that is.
    pub fn set_later(&mut self, slot: usize, value: &'w Condition) {
        *self.slot(slot) = Slot::Later(value);
    }

    /// The value of a variable.
    pub(super) fn get(&mut self, slot: usize) -> V<'w> {
        match self.slots.get(slot) {
            Some(Slot::Value(value)) => value.clone(),
            Some(Slot::Later(condition)) => {
                let condition: &'w Condition = condition;
                self.work_out(slot, condition)
            }
            None => V::NULL,
        }
    }

    #[inline(never)]
    fn work_out(&mut self, slot: usize, condition: &'w Condition) -> V<'w> {
        // It has a budget of its own, whoever asks.
        let budget = std::mem::replace(&mut self.budget, STEPS);
        let value = condition.eval(self);
        self.budget = budget;
        self.set(slot, value.clone());
        value
    }

    /// The value of a variable, which then has none.
    pub(super) fn take(&mut self, slot: usize) -> V<'w> {
        match std::mem::replace(self.slot(slot), Slot::Value(V::NULL)) {
            Slot::Value(value) => value,
            Slot::Later(_) => V::NULL,
        }
    }

    /// The place of a variable.
    pub(super) fn slot(&mut self, slot: usize) -> &mut Slot<'w> {
        if self.slots.len() <= slot {
            self.slots.resize(slot + 1, Slot::Value(V::NULL));
        }
        &mut self.slots[slot]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::Records;
    use crate::text::Sources;

    #[test]
    fn lifetimes_fit() {
        let records = Records::default();
        let sources = Sources::default();
        let paths = BTreeSet::new();
        let index = Index::build(&records, &sources, &paths);
        let (settings, pack) = (Settings::default(), Pack::default());
        let world = World::new(&index, Date::from_days(0), &settings, &pack);
        let env = Env::new(&world);
        assert!(env.slots.is_empty());
    }
}
