//! [`Withheld`]: what may be told of values where names of people and text of cells are kept back. Ids, dates, numbers and
//! the words of the vocabulary stay; everything else becomes `…`.

use rustc_hash::FxHashSet;

use crate::data::{Date, WITHHELD, may_be_an_id, without_quoted};
use crate::index::Index;
use crate::model::{FieldId, Kind, RecordId, Type};

use super::value::{Reason, V};
use super::world::Pack;

/// Knows which texts are ids and which are people.
#[derive(Debug)]
pub struct Withheld<'i, 'w> {
    index: &'i Index<'w>,
    /// Texts that stand in fields for people, in small letters.
    people: FxHashSet<String>,
    /// Names of kinds and fields, words of the vocabulary, and what the standard calls its parts.
    words: FxHashSet<String>,
}

impl<'i, 'w> Withheld<'i, 'w> {
    /// Looks through all records for people. `own`: texts that stand in the rules themselves.
    #[must_use]
    pub fn new(index: &'i Index<'w>, pack: &Pack, own: impl IntoIterator<Item = String>) -> Self {
        let mut words: FxHashSet<String> = own.into_iter().collect();
        for kind in Kind::ALL {
            words.insert(kind.name().to_owned());
            for field in kind.shape().fields {
                words.insert(field.name.to_owned());
                if let Type::Enum(known) = &field.ty {
                    words.extend(known.words.iter().map(|word| (*word).to_owned()));
                }
            }
        }
        words.extend(pack.clauses.iter().chain(&pack.controls).cloned());
        words.extend(pack.inputs.iter().flat_map(|input| [&input.key, &input.clause, &input.label]).cloned());
        Self { index, people: people(index), words }
    }

    /// A value in a message; `source` is the condition that gives it, whose own texts are no secret.
    pub(super) fn show(&self, value: &V<'w>, source: &str, out: &mut String) {
        match value {
            V::Text(text) if is_own(source, text) => out.push_str(text),
            V::Text(text) => out.push_str(&self.texts(text)),
            V::Record(id) => out.push_str(&self.record(*id)),
            V::Unknown(unknown) if unknown.reason == Reason::Unreadable => out.push_str(WITHHELD),
            V::List(list) => {
                let items = list.iter(self.index.records).filter(|item| !matches!(item, V::Null(_)));
                for (number, item) in items.enumerate() {
                    out.push_str(if number > 0 { ", " } else { "" });
                    self.show(&item, source, out);
                }
            }
            other => other.show(self.index, out),
        }
    }

    /// A text that may be several, with commas between them.
    #[must_use]
    pub fn texts(&self, text: &str) -> String {
        let kept: Vec<&str> =
            text.split(", ").map(|part| if self.may_be_told(part) { part } else { WITHHELD }).collect();
        kept.join(", ")
    }

    /// A record without an id is called by its kind and place.
    #[must_use]
    pub fn record(&self, id: RecordId) -> String {
        let records = self.index.records;
        let kind = records.get(id).kind;
        match records.full_id(id) {
            Some(id) if kind.has_id() && self.is_id(&id) => id,
            _ => {
                let place = self.index.sources.place(records.place(id)).whole();
                format!("the {} at {place}", kind.name().replace('-', " "))
            }
        }
    }

    /// A subject of a diagnostic: `entry/IMP-1`.
    #[must_use]
    pub fn subject(&self, subject: &str) -> String {
        match subject.split_once('/') {
            Some((kind, id)) if is_position(id) || (kind != "person" && self.is_id(id)) => subject.to_owned(),
            Some((kind, _)) => format!("{kind}/{WITHHELD}"),
            None => subject.to_owned(),
        }
    }

    /// A path below a record: `actions/0/due_on`; what is a key of a list is text of a file.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        let known = |step: &str| self.words.contains(step) || step.bytes().all(|byte| byte.is_ascii_digit());
        let mut told = String::with_capacity(path.len());
        for part in path.split_inclusive(['/', '.']) {
            let step = part.trim_end_matches(['/', '.']);
            told.push_str(if known(step) { step } else { WITHHELD });
            told.push_str(part.get(step.len()..).unwrap_or_default());
        }
        told
    }

    /// A sentence that may quote what stands in a cell.
    #[must_use]
    pub fn sentence(&self, text: &str) -> String {
        without_quoted(text, |quoted| self.words.contains(quoted))
    }

    /// What a record is called in a sentence: its id, else something that may quote its title.
    #[must_use]
    pub fn name(&self, name: &str) -> String {
        match name.starts_with("the ") {
            true => self.sentence(name),
            false if self.is_id(name) => name.to_owned(),
            false => WITHHELD.to_owned(),
        }
    }

    /// Whether a text that is written as an id may be told.
    #[must_use]
    pub fn is_id(&self, id: &str) -> bool {
        may_be_an_id(id) && !self.is_person(id)
    }

    fn is_person(&self, text: &str) -> bool {
        let text = text.trim();
        let is_other = |id: RecordId| !matches!(self.index.records.get(id).kind, Kind::Person);
        let named = self.people.contains(&text.to_lowercase()) || self.index.people().find(text).is_some();
        // An entry may be called like a person's id; a record of people is always one.
        named && !self.index.resolve(text, &[]).is_some_and(is_other)
    }

    fn may_be_told(&self, text: &str) -> bool {
        if self.words.contains(text) || text == "nothing" || Date::parse(text).is_some() || text.parse::<i64>().is_ok()
        {
            return true;
        }
        if self.is_person(text) {
            return false;
        }
        let is_known = |id: RecordId| self.index.records.get(id).kind != Kind::Person;
        let known = may_be_an_id(text) && self.index.resolve(text, &[]).is_some_and(is_known);
        // What no record is called by is an id only if it cannot be a word.
        let foreign = may_be_an_id(text)
            && text.contains(|letter: char| letter.is_ascii_digit())
            && !text.contains(char::is_lowercase);
        known || foreign || self.index.path_exists(text)
    }
}

/// Whether a record without an id is told by its position: `#3`.
fn is_position(id: &str) -> bool {
    id.strip_prefix('#').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a text stands in a condition itself.
fn is_own(source: &str, text: &str) -> bool {
    let settings = source.starts_with("settings.") || source.starts_with("parameters.");
    settings || source.contains(&format!("'{text}'")) || source.contains(&format!("\"{text}\""))
}

fn people(index: &Index<'_>) -> FxHashSet<String> {
    let records = index.records;
    let mut people = FxHashSet::default();
    for (id, record) in records.iter() {
        for (field, info) in (0..).map(FieldId).zip(record.kind.shape().fields) {
            if !matches!(info.ty, Type::Person) {
                continue;
            }
            let tree = records.tree_of(id, field);
            let items = if info.list { records.items(id, field) } else { &[] };
            let cells = records.cell(id, field).filter(|_| !info.list).into_iter().chain(items);
            people.extend(cells.map(|cell| tree.text(cell.node()).trim().to_lowercase()));
        }
    }
    people
}
