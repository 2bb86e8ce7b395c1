//! [`Why`] something could not be assessed, counted without a text for each record.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::expr::{Reason, Unknown};
use crate::model::{FieldId, Kind, RecordId, Records};
use crate::text::{SourceId, Sources, Span};

use super::place;

/// Why something could not be assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// A source of the kind was not read to its end at the base.
    UnreadBase(Kind),
    /// No source of the kind, or not the one of the record, keeps the field.
    NotKept(Kind, FieldId, Option<SourceId>),
    /// Reading stopped inside the record.
    Cut(SourceId),
    /// A cell says nothing certain: the field, its source, and where the first such cell stands.
    Cell(Kind, FieldId, Reason, Span),
    /// No earlier state was given, or the record cannot be found in it.
    Past(&'static str),
    /// What is asked for is not there, whatever the record.
    Other(&'static str),
}

impl Why {
    /// Why a condition ended unknown.
    pub(super) fn of(records: &Records, unknown: &Unknown) -> Self {
        match (unknown.record, unknown.field, unknown.reason) {
            (.., Reason::Past(why)) => Self::Past(why),
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

    /// The same for all reasons that are one for people: cells of one field of one source count together.
    fn key(self) -> Self {
        match self {
            Self::Cell(kind, field, reason, span) => Self::Cell(kind, field, reason, Span::top(span.source)),
            other => other,
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
            Self::UnreadBase(kind) => {
                format!("a source of kind {} could not be read to its end at the base", kind.name())
            }
            Self::NotKept(kind, field, Some(source)) => {
                let base = if sources.is_earlier(*source) { " at the base" } else { "" };
                let path = sources.get(*source).path();
                format!("{path} keeps no `{}` of {}{base}", field_name(kind, field), kind.name())
            }
            Self::NotKept(kind, field, None) => {
                format!("no source keeps `{}` of {}", field_name(kind, field), kind.name())
            }
            Self::Cut(source) => {
                let base = if sources.is_earlier(*source) { " of the base" } else { "" };
                format!("reading stopped inside the record, in {}{base}", sources.get(*source).path())
            }
            Self::Cell(kind, field, reason, span) => {
                let what = format!("`{}` of {}", field_name(kind, field), kind.name());
                let base = if sources.is_earlier(span.source) { " of the base" } else { "" };
                let first = format!("{}{base}", sources.place(*span));
                match reason {
                    Reason::SetOfStates => format!("{what} may mean several states, first at {first}"),
                    Reason::Other(why) => format!("{what}, first at {first}: {why}"),
                    _ => format!("{what} cannot be read, first at {first}"),
                }
            }
            Self::Past(why) | Self::Other(why) => (*why).to_owned(),
        }
    }
}

/// Reasons and how often each was met, in the order in which they were.
#[derive(Clone, Debug, Default)]
pub(super) struct Reasons {
    list: Vec<(Why, u32)>,
    /// Where in the list each is, by its key, once the list is long: a folder of 50,000 files has as many reasons, and what a
    /// check makes of some records has one or two.
    known: FxHashMap<Why, usize>,
}

/// Reasons that are looked through one by one.
const FEW: usize = 8;

impl Reasons {
    /// Counts a reason.
    pub(super) fn add(&mut self, why: Why, count: u32) {
        let key = why.key();
        let at = match self.known.is_empty() {
            true => self.list.iter().position(|(known, _)| known.key() == key),
            false => self.known.get(&key).copied(),
        };
        if let Some((_, total)) = at.and_then(|at| self.list.get_mut(at)) {
            *total += count;
            return;
        }
        self.list.reserve_exact(usize::from(self.list.is_empty()));
        self.list.push((why, count));
        if !self.known.is_empty() {
            self.known.insert(key, self.list.len() - 1);
        } else if self.list.len() > FEW {
            self.known = self.list.iter().enumerate().map(|(at, (why, _))| (why.key(), at)).collect();
        }
    }

    /// Counts the reasons of what follows in the order of records, so that the first cell stays the first.
    pub(super) fn merge(&mut self, other: &Self) {
        for (why, count) in &other.list {
            self.add(*why, *count);
        }
    }

    /// How often the only reason was that the past is not known.
    pub(super) fn without_past(&self) -> u32 {
        self.list.iter().filter(|(why, _)| matches!(why, Why::Past(_))).map(|(_, count)| count).sum()
    }

    /// The reasons in words, sorted.
    pub(super) fn words(&self, sources: &Sources) -> Vec<(String, u32)> {
        let mut words: BTreeMap<String, u32> = BTreeMap::new();
        for (why, count) in &self.list {
            *words.entry(why.words(sources)).or_default() += count;
        }
        words.into_iter().collect()
    }
}

/// Whether reading stopped inside a record or one that contains it.
pub(super) fn is_cut(records: &Records, id: RecordId) -> bool {
    let is_cut = |id: RecordId| records.batch(id).tree.is_cut(records.get(id).node);
    is_cut(place::top(records, id)) || is_cut(id)
}
