//! Fields of records as the rules read them: absent, not kept by the source, or given.

use crate::data::{Date, Duration};
use crate::expr::name_of;
use crate::index::{Index, PersonRef};
use crate::model::{EnumSet, FieldId, Kind, RecordId, Records, State, Type, Value, Words, tables};
use crate::text::Span;

/// Whom a person field names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// As it is written: an id, a name, an address or a role.
    pub written: String,
    /// The names of those it stands for on the day that is asked about; empty where no people were read that fit.
    pub names: Vec<String>,
}

/// A record by its name, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The record.
    pub record: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// What messages call it: its full id, else its kind with its title and what it belongs to, or its place.
    pub name: String,
    /// What it is about, in a line; empty where that is not recorded.
    pub title: String,
    /// Where it stands.
    pub span: Span,
}

/// Reads fields of records by name. A field that the source does not keep reads as absent, as with `optional` in a rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look<'i, 'w> {
    pub(super) index: &'i Index<'w>,
}

impl<'i, 'w> Look<'i, 'w> {
    pub(super) const fn new(index: &'i Index<'w>) -> Self {
        Self { index }
    }

    pub(super) fn records(self) -> &'w Records {
        self.index.records
    }

    pub(super) fn kind(self, id: RecordId) -> Kind {
        self.records().get(id).kind
    }

    fn field(self, id: RecordId, name: &str) -> Option<FieldId> {
        self.kind(id).field(name)
    }

    fn value(self, id: RecordId, name: &str) -> Value<'w> {
        self.field(id, name).map_or(Value::Absent, |field| self.records().value(id, field))
    }

    /// Whether a place in which the record stands keeps the field.
    pub(super) fn keeps(self, id: RecordId, name: &str) -> bool {
        self.field(id, name).is_some_and(|field| {
            self.records().carries(id, field) || self.records().cell(id, field).is_some_and(|_| true)
        })
    }

    pub(super) fn date(self, id: RecordId, name: &str) -> Option<Date> {
        self.records().date_in(id, name)
    }

    pub(super) fn text(self, id: RecordId, name: &str) -> Option<&'w str> {
        self.records().text_in(id, name)
    }

    pub(super) fn duration(self, id: RecordId, name: &str) -> Option<Duration> {
        match self.value(id, name) {
            Value::Duration(duration) => Some(duration),
            _ => None,
        }
    }

    /// The only word that stands in a field.
    pub(super) fn word(self, id: RecordId, name: &str) -> Option<&'static str> {
        let field = self.field(id, name)?;
        match (self.records().value(id, field), &self.kind(id).field_info(field).ty) {
            (Value::Enum(set), Type::Enum(words)) => set.single(words),
            _ => None,
        }
    }

    /// The words that a field may stand for.
    pub(super) fn set(self, id: RecordId, name: &str) -> Option<EnumSet> {
        match self.value(id, name) {
            Value::Enum(set) => Some(set),
            _ => None,
        }
    }

    /// Whether the only word of a field is one of these.
    pub(super) fn is(self, id: RecordId, name: &str, words: &[&str]) -> bool {
        self.word(id, name).is_some_and(|word| words.contains(&word))
    }

    /// Whether something real is written there, readable or not; for a list, in at least one item.
    pub(super) fn given(self, id: RecordId, name: &str) -> bool {
        let Some(field) = self.field(id, name) else { return false };
        let real = |state| matches!(state, State::Given | State::Unreadable);
        let records = self.records();
        if self.kind(id).field_info(field).list {
            return records.items(id, field).iter().any(|item| real(item.state()))
                || records.joined_list(id, field).is_some_and(|list| !list.is_empty());
        }
        records.cell(id, field).is_some_and(|cell| real(cell.state()))
    }

    /// Whether 'none, because …' is written there.
    pub(super) fn none_because(self, id: RecordId, name: &str) -> bool {
        let cell = self.field(id, name).and_then(|field| self.records().cell(id, field));
        cell.is_some_and(|cell| cell.state() == State::NoneBecause)
    }

    /// The records nested in a list field, wherever they stand.
    pub(super) fn children(self, id: RecordId, name: &str) -> Vec<RecordId> {
        let Some(field) = self.field(id, name) else { return Vec::new() };
        if let Some(joined) = self.records().joined_list(id, field) {
            return joined.to_vec();
        }
        let found = self.list(id, field).into_iter().filter_map(|value| match value {
            Value::Record(child) => Some(child),
            _ => None,
        });
        found.collect()
    }

    /// The record nested in a field.
    pub(super) fn child(self, id: RecordId, name: &str) -> Option<RecordId> {
        match self.value(id, name) {
            Value::Record(child) => Some(child),
            _ => None,
        }
    }

    /// The texts of a field, or of the items of a list field.
    pub(super) fn texts(self, id: RecordId, name: &str) -> Vec<&'w str> {
        let Some(field) = self.field(id, name) else { return Vec::new() };
        if !self.kind(id).field_info(field).list {
            return self.text(id, name).into_iter().collect();
        }
        let found = self.list(id, field).into_iter().filter_map(|value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        });
        found.collect()
    }

    fn list(self, id: RecordId, field: FieldId) -> Vec<Value<'w>> {
        let records = self.records();
        let ty = &self.kind(id).field_info(field).ty;
        let batch = records.holder(id, field).batch;
        records.items(id, field).iter().map(|cell| records.decode(batch, ty, cell)).collect()
    }

    /// The records of a kind that the references in a field name, each once.
    pub(super) fn targets(self, id: RecordId, name: &str, kind: Kind) -> Vec<RecordId> {
        let mut found = Vec::new();
        for text in self.texts(id, name) {
            if let Some(target) = self.index.resolve(text, &[kind])
                && !found.contains(&target)
            {
                found.push(target);
            }
        }
        found
    }

    /// The records of a kind that refer to a record.
    pub(super) fn referrers(self, id: RecordId, kind: Kind) -> Vec<RecordId> {
        self.index.referrers_of(id).iter().copied().filter(|other| self.kind(*other) == kind).collect()
    }

    /// The records of a kind that a record refers to, or that refer to it.
    pub(super) fn linked(self, id: RecordId, kind: Kind) -> Vec<RecordId> {
        let both = self.index.targets_of(id).iter().chain(self.index.referrers_of(id)).copied();
        let mut found: Vec<RecordId> = both.filter(|other| self.kind(*other) == kind).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Where a field is pointed at.
    pub(super) fn place(self, id: RecordId, name: &str) -> Span {
        let field = self.field(id, name).filter(|field| self.records().cell(id, *field).is_some());
        field.map_or_else(|| self.records().place(id), |field| self.records().field_place(id, field))
    }

    /// The record by its name, with its place.
    pub(super) fn named(self, id: RecordId) -> Named {
        Named {
            record: id,
            kind: self.kind(id),
            name: self.name(id),
            title: self.title(id),
            span: self.records().place(id),
        }
    }

    /// What messages call it: its full id, else its kind with what it is about and what it belongs to, or its place.
    pub(super) fn name(self, id: RecordId) -> String {
        name_of(self.index, id)
    }

    /// What a record is about, in a line.
    pub(super) fn title(self, id: RecordId) -> String {
        let fields = ["title", "statement", "text", "action", "description", "what", "summary"];
        let text = fields.iter().find_map(|field| self.text(id, field)).unwrap_or("");
        one_line(text)
    }

    /// Whom a field names, on a day.
    pub(super) fn person(self, id: RecordId, name: &str, day: Date) -> Option<Person> {
        self.text(id, name).map(|text| self.person_of(text, day))
    }

    /// Whom a text names, on a day.
    pub(super) fn person_of(self, text: &str, day: Date) -> Person {
        let people = self.index.people();
        let known = people.find(text).is_some_and(|found| match found {
            PersonRef::Person(person) => self.text(person, "name").is_some_and(|name| name != text),
            PersonRef::Role(_) => true,
        });
        let people = if known { people.people_on(text, day) } else { Vec::new() };
        let call = |person: RecordId| self.text(person, "name").map_or_else(|| self.name(person), str::to_owned);
        Person { written: text.to_owned(), names: people.into_iter().map(call).collect() }
    }

    /// How an entry stands.
    pub(super) fn standing(self, entry: RecordId) -> Standing {
        match self.value(entry, "status") {
            Value::Enum(set) => Standing::Known(set),
            Value::Unreadable => Standing::Unknown,
            _ if self.keeps(entry, "status") => Standing::Absent,
            _ => Standing::NotKept,
        }
    }

    /// How an entry stands, for a person: its state, else the word of the source, which may mean several.
    pub(super) fn status(self, entry: RecordId) -> String {
        let written = || self.field(entry, "status").and_then(|field| self.records().raw(entry, field)).unwrap_or("");
        self.word(entry, "status").map_or_else(|| one_line(written()), str::to_owned)
    }

    /// Whether an entry is open: its status is none of those that end it. `None` where its word may mean both.
    pub(super) fn is_open(self, entry: RecordId) -> Option<bool> {
        match self.standing(entry) {
            Standing::Known(set) => set.within(words(&tables::ENTRY_STATUS, OVER)).map(|over| !over),
            Standing::Absent | Standing::NotKept => Some(true),
            Standing::Unknown => None,
        }
    }

    /// Whether an action is done, as the rules on due dates see it.
    pub(super) fn is_done(self, action: RecordId) -> bool {
        self.date(action, "implemented_on").is_some()
            || self.is(action, "status", &["implemented", "verified", "cancelled"])
            || (self.set(action, "status").is_none()
                && self.records().parent(action).is_some_and(|entry| {
                    matches!(self.standing(entry), Standing::Known(_))
                        && self.standing(entry).reached("implemented") == Some(true)
                }))
    }

    /// The actions of an entry that were not cancelled.
    pub(super) fn kept_actions(self, entry: RecordId) -> Vec<RecordId> {
        let mut actions = self.children(entry, "actions");
        actions.retain(|action| !self.is(*action, "status", &["cancelled"]));
        actions
    }

    /// The newest management review that was held on or before a day, and its day.
    pub(super) fn newest_review(self, as_of: Date) -> Option<(RecordId, Date)> {
        let held = |id: &RecordId| self.date(*id, "held_on").filter(|held| *held <= as_of).map(|held| (*id, held));
        self.index.of_kind(Kind::Review).iter().filter_map(held).max_by_key(|(id, held)| (*held, *id))
    }
}

/// A text without line breaks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// States that end an entry.
const OVER: &[&str] = &["closed", "accepted", "rejected", "merged"];

/// How far an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// One of these states.
    Known(EnumSet),
    /// The source keeps a status, and none is written.
    Absent,
    /// The source keeps no status.
    NotKept,
    /// Something is written that cannot be read.
    Unknown,
}

impl Standing {
    /// Whether it has come as far as a state; accepted, rejected and merged only came to 'triaged'. `None` where that cannot be said.
    pub(super) fn reached(self, state: &str) -> Option<bool> {
        let Self::Known(set) = self else { return (self == Self::Absent).then_some(false) };
        // The states stand in order, and those that end an entry early stand last.
        let order = tables::ENTRY_STATUS.words;
        let wanted = order.iter().position(|word| *word == state)?;
        let last = order.iter().position(|word| *word == "closed")?;
        let early = wanted <= 1;
        let there: Vec<&str> = (wanted..order.len()).filter(|at| early || *at <= last).map(|at| order[at]).collect();
        set.within(words(&tables::ENTRY_STATUS, &there))
    }

    /// Whether it is this state. `None` where its word may mean that or another.
    pub(super) fn is(self, state: &str) -> Option<bool> {
        match self {
            Self::Known(set) => set.within(words(&tables::ENTRY_STATUS, &[state])),
            Self::Absent => Some(false),
            Self::NotKept | Self::Unknown => None,
        }
    }
}

/// The set of some words of a vocabulary.
pub(super) fn words(words: &Words, some: &[&str]) -> EnumSet {
    EnumSet(some.iter().filter_map(|word| words.set(word)).fold(0, |all, one| all | one.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_that_may_mean_several_states_is_answered_only_where_they_agree() {
        let known = |some: &[&str]| Standing::Known(words(&tables::ENTRY_STATUS, some));
        for (standing, state, expected) in [
            (known(&["planned"]), "planned", Some(true)),
            (known(&["analysed"]), "planned", Some(false)),
            (known(&["closed"]), "implemented", Some(true)),
            (known(&["accepted"]), "triaged", Some(true)),
            (known(&["merged"]), "analysed", Some(false)),
            (known(&["rejected"]), "closed", Some(false)),
            (known(&["raised", "triaged", "analysed", "planned"]), "planned", None),
            (known(&["raised", "triaged", "analysed", "planned"]), "raised", Some(true)),
            (Standing::Absent, "raised", Some(false)),
            (Standing::NotKept, "raised", None),
            (Standing::Unknown, "raised", None),
        ] {
            assert_eq!(standing.reached(state), expected, "{standing:?} {state}");
        }
        assert_eq!(known(&["closed", "rejected"]).is("closed"), None);
    }
}
