//! What the organisation keeps: kinds of record ([`Kind`]), their fields ([`Field`]), and records as read ([`Record`] in a [`Batch`]).

mod earlier;
mod embedded;
mod header_form;
mod headers;
mod headings;
mod id_form;
mod joins;
mod kind;
mod lexicon;
mod lists;
mod names;
mod normal;
mod place;
mod record;
mod slots;
mod stand_in;
pub mod tables;
mod vocabulary;

pub use embedded::{EmbeddedRule, embedded, embedded_rules, embedded_templates};
pub use header_form::{folded, header_forms, without_markup};
pub use headers::HeaderMeaning;
pub use headings::Headings;
pub use id_form::{id_form, plain_id};
pub use joins::{Disagreement, Joined, Joins};
pub use kind::{Field, FieldId, Kind, Shape, Type};
pub use lexicon::Lexicon;
pub use lists::{Group, Listed};
pub use names::{Named, Names};
pub use normal::normalised;
pub use record::{Batch, Cell, Items, Record, RecordId, Records, State, Value};
pub use stand_in::StandIns;
pub use vocabulary::{EnumSet, Words};

/// The dialect of every JSON Schema that the linter writes.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
