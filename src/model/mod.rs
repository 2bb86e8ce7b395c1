//! What the organisation keeps: kinds of record ([`Kind`]), their fields ([`Field`]), and records as read ([`Record`] in a [`Batch`]).

mod kind;
mod record;
pub mod tables;
mod vocabulary;

pub use kind::{Field, FieldId, Kind, Shape, Type};
pub use record::{Batch, Cell, Items, Record, RecordId, Records, State, Value};
pub use vocabulary::{EnumSet, Words};
