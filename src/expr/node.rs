//! The compiled tree: fields by number, variables by slot, words as masks.

use crate::data::{Date, Duration};
use crate::model::{EnumSet, FieldId, Kind, Type, Words};

use super::ast::Comparison;
use super::functions::{Fixed, Plain};

/// A compiled expression.
#[derive(Debug)]
pub(super) enum Node {
    Const(Const),
    List(Vec<Node>),
    Slot(usize),
    AsOf,
    Setting(Setting),
    /// A field that is no list.
    Field(Read),
    /// A list field.
    Items(Read),
    /// The record that contains this one.
    Parent(Box<Node>),
    /// The id of a record of whatever kind.
    Id(Box<Node>),
    Item(Box<[Node; 2]>),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    If(Box<[Node; 3]>),
    /// Whether two values are the same, compared with `wanted`.
    Equal {
        sides: Box<[Node; 2]>,
        wanted: bool,
    },
    IsNull {
        value: Box<Node>,
        wanted: bool,
    },
    IsText {
        value: Box<Node>,
        text: Box<str>,
        wanted: bool,
    },
    /// Whether a word is one of these; an absent word gives `absent`.
    InWords {
        value: Box<Node>,
        words: EnumSet,
        wanted: bool,
        absent: bool,
    },
    Order(Comparison, Box<[Node; 2]>),
    In(Box<[Node; 2]>),
    Walk(Box<Walk>),
    Optional {
        value: Box<Node>,
        list: bool,
    },
    State(Ask, Box<Node>),
    Raw(Box<Node>),
    /// All records of a kind.
    Population(Kind),
    Call(Box<Call>),
}

/// A value that is written down.
#[derive(Debug)]
pub(super) enum Const {
    Null,
    Bool(bool),
    Int(i64),
    Text(Box<str>),
    Enum(EnumSet, &'static Words),
    Date(Date),
    Duration(Duration),
}

/// A field of a record.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) base: Box<Node>,
    pub(super) kind: Kind,
    pub(super) field: FieldId,
    pub(super) ty: &'static Type,
}

/// A list macro.
#[derive(Debug)]
pub(super) struct Walk {
    pub(super) how: How,
    pub(super) list: Node,
    pub(super) slot: usize,
    pub(super) body: Node,
}

/// The list macros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
}

/// What is asked about how a value is given or absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    Given,
    Blank,
    Placeholder,
    NoneBecause,
}

/// The names under `settings.`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    IsmsStart,
    AssessFrom,
    IsmsTeam,
    RiskAppetite,
    RiskAppetiteScore,
}

/// A call of a function of the table.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) run: Plain,
    pub(super) fixed: Fixed,
    pub(super) arguments: Vec<Argument>,
}

/// An argument that is worked out at run time.
#[derive(Debug)]
pub(super) struct Argument {
    pub(super) node: Node,
    /// Whether the result is absent where the argument is.
    pub(super) passes_absence: bool,
    /// Whether a word of a vocabulary is handed on as text.
    pub(super) as_text: bool,
}
