//! [`Why`] something could not be assessed, counted without a text for each record.

use crate::expr::{Reason, Unknown};
use crate::model::{FieldId, Kind, RecordId, Records};
use crate::text::{SourceId, Sources, Span};

use super::place;

/// Why something could not be assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// No record of the kind was read.
    Empty(Kind),
    /// Only one file was given: what is in others is not known.
    OneFile,
    /// The settings name no source of the kind.
    NotNamed(Kind),
    /// None was found, and some files were not understood.
    NotUnderstood(Kind, u32),
    /// A source of the kind was not read, or not to its end.
    Unread(Kind),
    /// No source of the kind, or not the one of the record, keeps the field.
    NotKept(Kind, FieldId, Option<SourceId>),
    /// Reading stopped inside the record.
    Cut(SourceId),
    /// A cell says nothing certain: the field, its source, and where the first such cell stands.
    Cell(Kind, FieldId, Reason, Span),
    /// What is asked for is not there, whatever the record.
    Other(&'static str),
}

impl Why {
    /// Why a condition ended unknown.
    pub(super) fn of(records: &Records, unknown: &Unknown) -> Self {
        match (unknown.record, unknown.field, unknown.reason) {
            (Some(record), Some(field), Reason::NotKept) => {
                Self::NotKept(records.get(record).kind, field, Some(records.batch(record).tree.source()))
            }
            (Some(record), Some(field), reason) => {
                Self::Cell(records.get(record).kind, field, reason, records.field_place(record, field))
            }
            (_, _, Reason::NotKept) => Self::Other("a source does not keep a field that is needed"),
            (_, _, Reason::Unreadable) => Self::Other("something that is needed cannot be read"),
            (_, _, Reason::SetOfStates) => Self::Other("a word of the source stands for several states"),
            (_, _, Reason::Cost) => Self::Other("it would take too many steps"),
            (_, _, Reason::Other(why)) => Self::Other(why),
        }
    }

    /// Whether two reasons are one for people: cells of one field of one source count together.
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Cell(kind, field, reason, span), Self::Cell(kind2, field2, reason2, span2)) => {
                (kind, field, reason, span.source) == (kind2, field2, reason2, span2.source)
            }
            _ => self == other,
        }
    }

    /// The reason in words.
    fn words(&self, sources: &Sources) -> String {
        let field_name = |kind: &Kind, field: &FieldId| kind.field_info(*field).name;
        match self {
            Self::Empty(kind) => format!("no {} was read", kind.name()),
            Self::OneFile => "only one file was given".to_owned(),
            Self::NotNamed(kind) => format!("the settings name no source of kind {}", kind.name()),
            Self::NotUnderstood(_, 0) => "no record of any kind was found".to_owned(),
            Self::NotUnderstood(kind, 1) => format!("no {} was found, and one file was not understood", kind.name()),
            Self::NotUnderstood(kind, files) => {
                format!("no {} was found, and {files} files were not understood", kind.name())
            }
            Self::Unread(kind) => format!("a source of kind {} could not be read to its end", kind.name()),
            Self::NotKept(kind, field, Some(source)) => {
                format!("{} keeps no `{}` of {}", sources.get(*source).path(), field_name(kind, field), kind.name())
            }
            Self::NotKept(kind, field, None) => {
                format!("no source keeps `{}` of {}", field_name(kind, field), kind.name())
            }
            Self::Cut(source) => format!("reading stopped inside the record, in {}", sources.get(*source).path()),
            Self::Cell(kind, field, reason, span) => {
                let what = format!("`{}` of {}", field_name(kind, field), kind.name());
                let first = sources.place(*span);
                match reason {
                    Reason::SetOfStates => format!("{what} may mean several states, first at {first}"),
                    Reason::Other(why) => format!("{what}, first at {first}: {why}"),
                    _ => format!("{what} cannot be read, first at {first}"),
                }
            }
            Self::Other(why) => (*why).to_owned(),
        }
    }
}

/// Reasons and how often each was met.
#[derive(Clone, Debug, Default)]
pub(super) struct Reasons(Vec<(Why, u32)>);

impl Reasons {
    /// Counts a reason; there are few different ones.
    pub(super) fn add(&mut self, why: Why, count: u32) {
        match self.0.iter_mut().find(|(known, _)| known.same(&why)) {
            Some((_, total)) => *total += count,
            None => self.0.push((why, count)),
        }
    }

    /// Counts the reasons of what follows in the order of records, so that the first cell stays the first.
    pub(super) fn merge(&mut self, other: &Self) {
        for (why, count) in &other.0 {
            self.add(*why, *count);
        }
    }

    /// The reasons in words, sorted.
    pub(super) fn words(&self, sources: &Sources) -> Vec<(String, u32)> {
        let mut words: Vec<(String, u32)> = Vec::new();
        for (why, count) in &self.0 {
            let text = why.words(sources);
            match words.iter_mut().find(|(known, _)| *known == text) {
                Some((_, total)) => *total += count,
                None => words.push((text, *count)),
            }
        }
        words.sort();
        words
    }
}

/// Whether reading stopped inside a record or one that contains it.
pub(super) fn is_cut(records: &Records, id: RecordId) -> bool {
    let tree = &records.batch(id).tree;
    tree.is_cut(records.get(place::top(records, id)).node) || tree.is_cut(records.get(id).node)
}
