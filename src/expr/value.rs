//! Values while a condition is evaluated: [`V`], lists that borrow where they can, and why a value is unknown.

use std::borrow::Cow;
use std::rc::Rc;

use crate::data::{Date, Duration};
use crate::model::{Cell, EnumSet, FieldId, RecordId, Records, State, Type, Value, Words};

/// How a value is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// There is no such field in the record, or nothing to find.
    Absent,
    /// The field is there and nothing is written in it.
    Blank,
    /// A stand-in such as TBD.
    Placeholder,
    /// 'None, because …'.
    NoneBecause,
}

/// Why a value is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The source does not carry the field.
    NotKept,
    /// Something is written that cannot be read.
    Unreadable,
    /// The source's word stands for several states, and they differ here.
    SetOfStates,
    /// The evaluation was stopped because it took too many steps.
    Cost,
    /// Anything else, in words that go on from 'because'.
    Other(&'static str),
}

/// What is unknown, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The record whose field is unknown.
    pub record: Option<RecordId>,
    /// The field that is unknown.
    pub field: Option<FieldId>,
    /// Why.
    pub reason: Reason,
}

impl Unknown {
    /// Something that no single cell is to blame for.
    #[must_use]
    pub const fn of(reason: Reason) -> Self {
        Self { record: None, field: None, reason }
    }
}

/// A value.
#[derive(Clone, Debug)]
pub enum V<'w> {
    /// Absent, and how.
    Null(Absence),
    /// Unknown, and why.
    Unknown(Unknown),
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text.
    Text(Cow<'w, str>),
    /// The word, or the words of which one is meant.
    Enum(EnumSet, &'static Words),
    /// A date.
    Date(Date),
    /// A length of time.
    Duration(Duration),
    /// A record.
    Record(RecordId),
    /// A list.
    List(List<'w>),
}

/// A list: cells of a field, an answer of the index, or values of their own.
#[derive(Clone, Debug)]
pub enum List<'w> {
    /// The items of a list field.
    Cells {
        /// The record that has the field.
        record: RecordId,
        /// The field.
        field: FieldId,
        /// The type of the items.
        ty: &'static Type,
        /// The items.
        cells: &'w [Cell],
    },
    /// Records.
    Records(&'w [RecordId]),
    /// Values.
    Values(Rc<[V<'w>]>),
}

impl<'w> V<'w> {
    /// The plain null.
    pub const NULL: Self = Self::Null(Absence::Absent);

    /// A borrowed text.
    #[must_use]
    pub const fn text(text: &'w str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// A list of values.
    #[must_use]
    pub fn list(values: Vec<Self>) -> Self {
        Self::List(List::Values(values.into()))
    }

    /// Unknown, without a cell to blame.
    #[must_use]
    pub const fn unknown(reason: Reason) -> Self {
        Self::Unknown(Unknown::of(reason))
    }

    /// A cell of a record as a value.
    #[must_use]
    pub fn of_cell(records: &'w Records, record: RecordId, field: FieldId, ty: &'static Type, cell: &Cell) -> Self {
        let absence = match cell.state {
            State::Given => Absence::Absent,
            State::Blank => Absence::Blank,
            State::Placeholder => Absence::Placeholder,
            State::NoneBecause => Absence::NoneBecause,
            State::Unreadable => return Self::unreadable(record, field),
        };
        match records.decode(record.batch, ty, cell) {
            Value::Absent => Self::Null(absence),
            Value::Unreadable => Self::unreadable(record, field),
            Value::Bool(value) => Self::Bool(value),
            Value::Int(value) => Self::Int(value),
            Value::Text(value) => Self::text(value),
            Value::Date(value) => Self::Date(value),
            Value::Duration(value) => Self::Duration(value),
            Value::Record(value) => Self::Record(value),
            Value::Enum(set) => match ty {
                Type::Enum(words) => Self::Enum(set, words),
                _ => Self::Null(absence),
            },
        }
    }

    const fn unreadable(record: RecordId, field: FieldId) -> Self {
        Self::Unknown(Unknown { record: Some(record), field: Some(field), reason: Reason::Unreadable })
    }
}

impl<'w> List<'w> {
    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Cells { cells, .. } => cells.len(),
            Self::Records(ids) => ids.len(),
            Self::Values(values) => values.len(),
        }
    }

    /// Whether there are no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An item; null behind the end.
    #[must_use]
    pub fn get(&self, records: &'w Records, index: usize) -> V<'w> {
        match self {
            Self::Cells { record, field, ty, cells } => {
                cells.get(index).map_or(V::NULL, |cell| V::of_cell(records, *record, *field, ty, cell))
            }
            Self::Records(ids) => ids.get(index).map_or(V::NULL, |id| V::Record(*id)),
            Self::Values(values) => values.get(index).cloned().unwrap_or(V::NULL),
        }
    }
}
