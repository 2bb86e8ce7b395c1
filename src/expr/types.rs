//! The types of the condition language.

use std::fmt;

use crate::model::{Field, Kind, Type, Words};

/// A type. Ids, references, people, amounts, addresses, paths and requirements are all text.
#[derive(Clone, Debug)]
pub enum Ty {
    /// A truth value.
    Bool,
    /// A whole number.
    Int,
    /// Text.
    Text,
    /// A word of a vocabulary.
    Enum(&'static Words),
    /// A civil date.
    Date,
    /// A length of time.
    Duration,
    /// A record of this kind; of mixed kinds where there is none.
    Record(Option<Kind>),
    /// A list of such items.
    List(Box<Typed>),
    /// `null`, or the item of an empty list: goes with every type.
    Null,
}

/// A type, and whether the value may be absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The type.
    pub ty: Ty,
    /// Whether the value may be absent (`null`).
    pub optional: bool,
}

impl Typed {
    /// A value that is always there.
    #[must_use]
    pub const fn given(ty: Ty) -> Self {
        Self { ty, optional: false }
    }

    /// A value that may be absent.
    #[must_use]
    pub const fn optional(ty: Ty) -> Self {
        Self { ty, optional: true }
    }

    /// A list of items that are always there.
    #[must_use]
    pub fn list(item: Ty) -> Self {
        Self::given(Ty::List(Box::new(Self::given(item))))
    }

    /// What reading a field gives: a list, or a value that may be absent.
    #[must_use]
    pub fn of_field(field: &Field) -> Self {
        let ty = Ty::of(&field.ty);
        let record = matches!(ty, Ty::Record(_));
        if field.list {
            return Self::given(Ty::List(Box::new(Self { ty, optional: !record })));
        }
        Self::optional(ty)
    }

    /// The type of a value that is either of two, if there is one.
    pub(super) fn join(&self, other: &Self) -> Option<Self> {
        let optional = self.optional || other.optional;
        let ty = match (&self.ty, &other.ty) {
            (Ty::Null, Ty::List(_)) | (Ty::List(_), Ty::Null) => return None,
            (Ty::Null, ty) | (ty, Ty::Null) => ty.clone(),
            (Ty::List(one), Ty::List(other)) => match (&one.ty, &other.ty) {
                (Ty::Null, _) if !one.optional => return Some(Self::given(Ty::List(other.clone()))),
                (_, Ty::Null) if !other.optional => return Some(Self::given(Ty::List(one.clone()))),
                _ => Ty::List(Box::new(one.join(other)?)),
            },
            (Ty::Record(one), Ty::Record(other)) => Ty::Record(one.filter(|_| one == other)),
            (one, other) if one == other => one.clone(),
            _ => return None,
        };
        Some(Self { ty, optional })
    }

    /// The type of the items, if this is a list.
    #[must_use]
    pub fn item(&self) -> Option<&Self> {
        match &self.ty {
            Ty::List(item) => Some(item),
            _ => None,
        }
    }
}

impl Ty {
    /// The type of the value of a field, or of an item of it.
    #[must_use]
    pub const fn of(ty: &Type) -> Self {
        match ty {
            Type::Bool => Self::Bool,
            Type::Int => Self::Int,
            Type::Date => Self::Date,
            Type::Duration => Self::Duration,
            Type::Enum(words) => Self::Enum(words),
            Type::Record(kind) | Type::Keyed(kind) | Type::Parent(kind) => Self::Record(Some(*kind)),
            Type::Id
            | Type::Ref(_)
            | Type::Person
            | Type::Text
            | Type::Money
            | Type::Url
            | Type::Path
            | Type::Requirements => Self::Text,
        }
    }
}

impl Ty {
    /// Whether values of both types can be the same.
    pub(super) fn comparable(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, _) | (_, Self::Null) | (Self::Enum(_), Self::Text) | (Self::Text, Self::Enum(_)) => true,
            (Self::Enum(one), Self::Enum(other)) => one.words.iter().any(|word| other.words.contains(word)),
            (Self::Record(one), Self::Record(other)) => one.is_none() || other.is_none() || one == other,
            (Self::List(one), Self::List(other)) => one.ty.comparable(&other.ty),
            _ => self == other,
        }
    }
}

impl PartialEq for Ty {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bool, Self::Bool)
            | (Self::Int, Self::Int)
            | (Self::Text, Self::Text)
            | (Self::Date, Self::Date)
            | (Self::Duration, Self::Duration)
            | (Self::Null, Self::Null) => true,
            (Self::Enum(a), Self::Enum(b)) => a.name == b.name,
            (Self::Record(a), Self::Record(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Ty {}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("a truth value"),
            Self::Int => f.write_str("a whole number"),
            Self::Text => f.write_str("text"),
            Self::Enum(words) => write!(f, "a word of {}", words.name),
            Self::Date => f.write_str("a date"),
            Self::Duration => f.write_str("a length of time"),
            Self::Record(Some(kind)) => write!(f, "a record of kind {}", kind.name()),
            Self::Record(None) => f.write_str("a record"),
            Self::List(item) => match &item.ty {
                Self::Bool => f.write_str("a list of truth values"),
                Self::Int => f.write_str("a list of whole numbers"),
                Self::Text => f.write_str("a list of texts"),
                Self::Enum(words) => write!(f, "a list of words of {}", words.name),
                Self::Date => f.write_str("a list of dates"),
                Self::Duration => f.write_str("a list of lengths of time"),
                Self::Record(Some(kind)) => write!(f, "a list of records of kind {}", kind.name()),
                Self::Record(None) => f.write_str("a list of records"),
                Self::List(_) => f.write_str("a list of lists"),
                Self::Null => f.write_str("an empty list"),
            },
            Self::Null => f.write_str("null"),
        }
    }
}
