//! People, roles and bodies, each with the days on which they held.

use rustc_hash::FxHashMap;

use crate::data::Date;
use crate::model::{Kind, RecordId, Records, Value};

use super::{Index, links};

/// Whom a person field names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonRef {
    /// A person.
    Person(RecordId),
    /// Whoever holds a role.
    Role(RecordId),
}

/// People, roles and who held which role when.
///
/// Every question about a day is answered by `None` where the files do not say: no such person, or no dates.
#[derive(Debug, Default)]
pub struct People<'w> {
    records: Option<&'w Records>,
    /// People by id, name, mail address and handle, in lower case; `None` where two share it.
    people: FxHashMap<String, Option<RecordId>>,
    /// Roles by id and title, in lower case.
    roles: FxHashMap<String, RecordId>,
    assignments: Vec<Assignment>,
    ownerships: FxHashMap<String, Vec<RecordId>>,
}

#[derive(Clone, Copy, Debug)]
struct Assignment {
    person: RecordId,
    role: RecordId,
    from: Option<Date>,
    /// The last day; none means that it goes on.
    to: Option<Date>,
    /// A last day is written that cannot be read.
    end_unreadable: bool,
}

impl Assignment {
    /// Whether it held on a day; `None` where it has no first day, or where its last day cannot be read.
    fn held_on(&self, day: Date) -> Option<bool> {
        if self.to.is_some_and(|to| day > to) || self.from.is_some_and(|from| day < from) {
            return Some(false);
        }
        (self.from.is_some() && !self.end_unreadable).then_some(true)
    }
}

impl<'w> People<'w> {
    pub(super) fn build(index: &Index<'w>) -> Self {
        let records = index.records;
        let mut people = Self { records: Some(records), ..Self::default() };
        for id in index.of_kind(Kind::Person) {
            for field in ["id", "name", "emails", "handles"] {
                people.note_person(*id, field);
            }
        }
        for id in index.of_kind(Kind::Role) {
            for field in ["id", "title"] {
                if let Some(text) = records.text_in(*id, field) {
                    people.roles.entry(text.to_lowercase()).or_insert(*id);
                }
            }
        }
        for id in index.of_kind(Kind::RoleAssignment) {
            people.note_assignment(*id);
        }
        for id in index.of_kind(Kind::Ownership) {
            if let Some(item) = records.text_in(*id, "item") {
                people.ownerships.entry(item.to_lowercase()).or_default().push(*id);
            }
        }
        people
    }

    /// Whether any people were read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Whom a text names: a person by id, name, mail address or handle, or a role by id or title (`role:` may stand
    /// before it). `None` where nobody or more than one fits.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<PersonRef> {
        let text = text.trim().to_lowercase();
        if let Some(role) = text.strip_prefix("role:") {
            return self.roles.get(role.trim()).copied().map(PersonRef::Role);
        }
        if let Some(person) = self.people.get(&text) {
            return person.map(PersonRef::Person);
        }
        self.roles.get(&text).copied().map(PersonRef::Role)
    }

    /// The people that a text names on a day: the person, or the holders of the role.
    #[must_use]
    pub fn people_on(&self, text: &str, day: Date) -> Vec<RecordId> {
        match self.find(text) {
            Some(PersonRef::Person(person)) => vec![person],
            Some(PersonRef::Role(role)) => {
                let held = self.assignments.iter().filter(|held| held.role == role && held.held_on(day) != Some(false));
                held.map(|held| held.person).collect()
            }
            None => Vec::new(),
        }
    }

    /// Whether two texts name the same person on a day; the same text always does.
    #[must_use]
    pub fn same_person(&self, one: &str, other: &str, day: Date) -> bool {
        if one.trim().eq_ignore_ascii_case(other.trim()) {
            return true;
        }
        let others = self.people_on(other, day);
        self.people_on(one, day).iter().any(|person| others.contains(person))
    }

    /// Whether a person was with the organisation on a day. A role is, as long as somebody active holds it.
    #[must_use]
    pub fn active_on(&self, text: &str, day: Date) -> Option<bool> {
        let records = self.records?;
        let active = |person: RecordId| lasts_on(records, person, ["active_from", "active_to"], day);
        match self.find(text)? {
            PersonRef::Person(person) => active(person),
            PersonRef::Role(role) if self.assignments.iter().any(|held| held.role == role) => {
                any(self.people_on(text, day).into_iter().map(active))
            }
            PersonRef::Role(_) => None,
        }
    }

    /// Whether a person held a role on a day.
    #[must_use]
    pub fn has_role_on(&self, text: &str, role: &str, day: Date) -> Option<bool> {
        let PersonRef::Role(role) = self.find(&format!("role:{role}"))? else { return None };
        self.holds_on(text, day, |held| held == role)
    }

    /// Whether a person held a role of a body, such as `management-review-team`, on a day.
    #[must_use]
    pub fn in_body_on(&self, text: &str, body: &str, day: Date) -> Option<bool> {
        let records = self.records?;
        self.holds_on(text, day, |role| records.text_in(role, "body").is_some_and(|of| of.eq_ignore_ascii_case(body)))
    }

    /// Whether a person held a role of top management on a day.
    #[must_use]
    pub fn top_management_on(&self, text: &str, day: Date) -> Option<bool> {
        let records = self.records?;
        self.holds_on(text, day, |role| {
            let field = records.get(role).kind.field("top_management");
            field.is_some_and(|field| records.value(role, field) == Value::Bool(true))
        })
    }

    /// Whether a body has a role that somebody holds.
    #[must_use]
    pub fn body_known(&self, body: &str) -> bool {
        let Some(records) = self.records else { return false };
        self.assignments
            .iter()
            .any(|held| records.text_in(held.role, "body").is_some_and(|of| of.eq_ignore_ascii_case(body)))
    }

    /// Whether a person owned, or was accountable for, an item on a day: by the records of ownership, else by the owner
    /// that the record of that name states.
    #[must_use]
    pub fn owns_on(&self, index: &Index<'_>, text: &str, item: &str, day: Date) -> Option<bool> {
        let records = index.records;
        let names_person = |named: &str| self.same_person(named, text, day);
        if let Some(ownerships) = self.ownerships.get(&item.trim().to_lowercase()) {
            return any(ownerships.iter().map(|id| {
                let names = [records.text_in(*id, "owner"), records.text_in(*id, "accountable")];
                let owner = names.into_iter().flatten().any(names_person);
                if owner { lasts_on(records, *id, ["from", "to"], day) } else { Some(false) }
            }));
        }
        let record = index.resolve(item, &[])?;
        records.text_in(record, "owner").map(names_person)
    }

    /// Whether one of the people behind a text held a role that fits on a day.
    fn holds_on(&self, text: &str, day: Date, fits: impl Fn(RecordId) -> bool) -> Option<bool> {
        let people = match self.find(text)? {
            PersonRef::Person(person) => vec![person],
            PersonRef::Role(role) if fits(role) => return Some(true),
            PersonRef::Role(_) => self.people_on(text, day),
        };
        let mut fitting = self.assignments.iter().filter(|held| fits(held.role)).peekable();
        fitting.peek()?;
        any(fitting.filter(|held| people.contains(&held.person)).map(|held| held.held_on(day)))
    }

    fn note_person(&mut self, id: RecordId, field: &str) {
        let Some(records) = self.records else { return };
        let Some(field) = records.get(id).kind.field(field) else { return };
        links::texts(records, id, field, |text| {
            let known = self.people.entry(text.to_lowercase()).or_insert(Some(id));
            if *known != Some(id) {
                *known = None;
            }
        });
    }

    fn note_assignment(&mut self, id: RecordId) {
        let Some(records) = self.records else { return };
        let named = |field| records.text_in(id, field).and_then(|text| self.find(text));
        let role = records.text_in(id, "role").and_then(|text| {
            let text = text.to_lowercase();
            self.roles.get(text.strip_prefix("role:").unwrap_or(&text)).copied()
        });
        if let (Some(PersonRef::Person(person)), Some(role)) = (named("person"), role) {
            let (from, to) = (records.date_in(id, "from"), records.date_in(id, "to"));
            let end = records.get(id).kind.field("to").map(|field| records.value(id, field));
            let end_unreadable = end == Some(Value::Unreadable);
            self.assignments.push(Assignment { person, role, from, to, end_unreadable });
        }
    }
}

/// Whether a day lies between two dates of a record, either of which may be left open; `None` where that hangs on one
/// that cannot be read.
fn lasts_on(records: &Records, id: RecordId, [from, to]: [&str; 2], day: Date) -> Option<bool> {
    let bound = |name: &str, holds: fn(Date, Date) -> bool| match records.value(id, records.get(id).kind.field(name)?) {
        Value::Date(date) => Some(holds(date, day)),
        Value::Unreadable => None,
        _ => Some(true),
    };
    match (bound(from, |from, day| from <= day), bound(to, |to, day| day <= to)) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Whether one of several answers is yes; unknown where none is and one is unknown.
fn any(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(false);
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => {}
            None => known = None,
        }
    }
    known
}
