//! Values while a condition is evaluated: [`V`], lists that borrow where they can, and why a value is unknown.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Mutex;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The source does not carry the field.
    NotKept,
    /// Something is written that cannot be read.
    Unreadable,
    /// The source's word stands for several states, and they differ here.
    SetOfStates,
    /// The evaluation was stopped because it took too many steps.
    Cost,
    /// No earlier state was given, or the record cannot be found in it; in words that go on from 'because'.
    Past(&'static str),
    /// Anything else, in words that go on from 'because'.
    Other(&'static str),
}

impl Reason {
    /// A reason that a rule states in its own words. Each text is kept once for as long as the program runs, so that
    /// values stay small; there are as many as rules state.
    #[must_use]
    pub fn stated(text: &str) -> Self {
        static STATED: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
        let Ok(mut stated) = STATED.lock() else { return Self::Other("the records do not say") };
        if let Some(known) = stated.get(text) {
            return Self::Other(known);
        }
        let kept: &'static str = Box::leak(text.into());
        stated.insert(kept);
        Self::Other(kept)
    }
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
        // Most lists that conditions make are empty, and then need no memory.
        Self::List(if values.is_empty() { List::Records(&[]) } else { List::Values(values.into()) })
    }

    /// Unknown, without a cell to blame.
    #[must_use]
    pub const fn unknown(reason: Reason) -> Self {
        Self::Unknown(Unknown::of(reason))
    }

    /// A cell of a record as a value.
    #[must_use]
    pub fn of_cell(records: &'w Records, record: RecordId, field: FieldId, ty: &'static Type, cell: &Cell) -> Self {
        let absence = match cell.state() {
            State::Unreadable => return Self::unreadable(record, field),
            state => Absence::of_state(state).unwrap_or(Absence::Absent),
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

    /// Whether two values are the same: `Err` where that is unknown.
    pub(super) fn same(&self, other: &Self, records: &'w Records) -> Result<bool, Unknown> {
        match (self, other) {
            (Self::Unknown(unknown), _) | (_, Self::Unknown(unknown)) => Err(*unknown),
            (Self::Null(_), Self::Null(_)) => Ok(true),
            (Self::Bool(a), Self::Bool(b)) => Ok(a == b),
            (Self::Int(a), Self::Int(b)) => Ok(a == b),
            (Self::Text(a), Self::Text(b)) => Ok(a == b),
            (Self::Date(a), Self::Date(b)) => Ok(a == b),
            (Self::Duration(a), Self::Duration(b)) => Ok(a.about_days() == b.about_days()),
            (Self::Record(a), Self::Record(b)) => Ok(a == b),
            (Self::Enum(a, _), Self::Enum(b, _)) if a == b && a.0.count_ones() == 1 => Ok(true),
            (Self::Enum(a, words), Self::Enum(b, others)) => same_words((*a, words), (*b, others)),
            (Self::Enum(set, words), Self::Text(text)) | (Self::Text(text), Self::Enum(set, words)) => {
                let among = words.set(text).map_or(Some(false), |word| set.within(word));
                among.ok_or(Unknown::of(Reason::SetOfStates))
            }
            (Self::List(a), Self::List(b)) => {
                if a.len() != b.len() {
                    return Ok(false);
                }
                let mut unknown = None;
                for (a, b) in a.iter(records).zip(b.iter(records)) {
                    match a.same(&b, records) {
                        Ok(true) => {}
                        Ok(false) => return Ok(false),
                        Err(why) => unknown = Some(why),
                    }
                }
                unknown.map_or(Ok(true), Err)
            }
            _ => Ok(false),
        }
    }

    /// Unknown, because what stands in a cell cannot be read.
    pub(super) const fn unreadable(record: RecordId, field: FieldId) -> Self {
        Self::Unknown(Unknown { record: Some(record), field: Some(field), reason: Reason::Unreadable })
    }
}

impl Absence {
    /// How a cell in this state is absent, if it is.
    pub(super) const fn of_state(state: State) -> Option<Self> {
        match state {
            State::Given | State::Unreadable => None,
            State::Blank => Some(Self::Blank),
            State::Placeholder => Some(Self::Placeholder),
            State::NoneBecause => Some(Self::NoneBecause),
        }
    }
}

impl<'w> List<'w> {
    /// The items.
    pub fn iter(&self, records: &'w Records) -> impl Iterator<Item = V<'w>> {
        (0..self.len()).map(|index| self.get(records, index))
    }

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

/// Whether two words are the same; words of different vocabularies are compared by their spelling.
fn same_words(a: (EnumSet, &Words), b: (EnumSet, &Words)) -> Result<bool, Unknown> {
    let spelled = |(set, words): (EnumSet, &Words)| {
        let among = words.words.iter().enumerate().filter(move |(bit, _)| set.0 >> *bit & 1 == 1);
        among.map(|(_, word)| *word).collect::<Vec<&'static str>>()
    };
    let (a, b) = (spelled(a), spelled(b));
    match (a.as_slice(), b.as_slice()) {
        ([a], [b]) => Ok(a == b),
        (a, b) if a.iter().all(|word| !b.contains(word)) => Ok(false),
        _ => Err(Unknown::of(Reason::SetOfStates)),
    }
}
