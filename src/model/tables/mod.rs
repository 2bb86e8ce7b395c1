//! The constant field tables: one for each kind, grouped by what they are about.

mod audit;
mod document;
mod entry;
mod people;
mod review;
mod risk;
mod words;

pub(super) use audit::*;
pub(super) use document::*;
pub(super) use entry::*;
pub(super) use people::*;
pub(super) use review::*;
pub(super) use risk::*;
pub use words::*;

use super::kind::{Field, Kind, Shape, Type};
use super::vocabulary::Words;

const ANY: Type = Type::Ref(&[]);
const ENTRY_REF: Type = Type::Ref(&[Kind::Entry]);
const RISK_REF: Type = Type::Ref(&[Kind::Risk]);
const REVIEW_REF: Type = Type::Ref(&[Kind::Review]);

const fn one(name: &'static str, ty: Type, about: &'static str) -> Field {
    Field { name, ty, list: false, about, rare: false, reason: false }
}

const fn many(name: &'static str, ty: Type, about: &'static str) -> Field {
    Field { name, ty, list: true, about, rare: false, reason: false }
}

const fn id(about: &'static str) -> Field {
    one("id", Type::Id, about)
}

const fn text(name: &'static str, about: &'static str) -> Field {
    one(name, Type::Text, about)
}

const fn texts(name: &'static str, about: &'static str) -> Field {
    many(name, Type::Text, about)
}

/// A text that says why, or answers in words: 'none, because …' is a good answer.
const fn reason(name: &'static str, about: &'static str) -> Field {
    Field { reason: true, ..text(name, about) }
}

const fn date(name: &'static str, about: &'static str) -> Field {
    one(name, Type::Date, about)
}

const fn person(name: &'static str, about: &'static str) -> Field {
    one(name, Type::Person, about)
}

const fn word(name: &'static str, words: &'static Words, about: &'static str) -> Field {
    one(name, Type::Enum(words), about)
}

const fn evidence() -> Field {
    many("evidence", Type::Record(Kind::Evidence), "What shows it: tickets, reports, test results, documents.")
}

impl Field {
    /// Marks a field that few organisations keep.
    const fn rare(mut self) -> Self {
        self.rare = true;
        self
    }
}

const fn shape(fields: &'static [Field], about: &'static str) -> Shape {
    Shape { fields, short_form: None, about }
}

const fn short(fields: &'static [Field], short_form: &'static str, about: &'static str) -> Shape {
    Shape { fields, short_form: Some(short_form), about }
}
