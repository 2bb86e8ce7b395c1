//! Values as a message shows them.

use std::fmt::Write;

use crate::index::Index;
use crate::model::RecordId;

use super::value::{List, Reason, Unknown, V};

impl<'w> V<'w> {
    /// Adds the value to a text, as a message shows it.
    pub fn show(&self, index: &Index<'w>, out: &mut String) {
        // Writing to a text cannot fail.
        let _ = match self {
            Self::Null(_) => out.write_str("nothing"),
            Self::Bool(value) => write!(out, "{value}"),
            Self::Int(value) => write!(out, "{value}"),
            Self::Text(text) => out.write_str(text),
            Self::Date(date) => write!(out, "{date}"),
            Self::Duration(duration) => write!(out, "{duration}"),
            Self::Enum(set, words) => {
                let among = words.words.iter().enumerate().filter(|(bit, _)| set.0 >> *bit & 1 == 1);
                out.write_str(&among.map(|(_, word)| *word).collect::<Vec<_>>().join(" or "))
            }
            Self::Record(id) => out.write_str(&name_of(index, *id)),
            Self::List(list) => out.write_str(&list.joined(index, ", ")),
            Self::Unknown(unknown) => out.write_str(written(index, unknown).unwrap_or("unknown")),
        };
    }
}

impl<'w> List<'w> {
    /// The items as one text, without the absent ones; of an empty list, nothing.
    pub(super) fn joined(&self, index: &Index<'w>, between: &str) -> String {
        let mut out = String::new();
        for item in self.iter(index.records).filter(|item| !matches!(item, V::Null(_))) {
            if !out.is_empty() {
                out.push_str(between);
            }
            item.show(index, &mut out);
        }
        out
    }
}

/// The full id of a record, else its kind and place.
fn name_of(index: &Index<'_>, id: RecordId) -> String {
    index.records.full_id(id).unwrap_or_else(|| {
        let place = index.sources.place(index.records.place(id));
        format!("the {} at {}:{}", index.records.get(id).kind.name().replace('-', " "), place.path, place.line)
    })
}

/// What stands in a cell that could not be read.
fn written<'w>(index: &Index<'w>, unknown: &Unknown) -> Option<&'w str> {
    match (unknown.reason, unknown.record, unknown.field) {
        (Reason::Unreadable, Some(record), Some(field)) => {
            index.records.raw(record, field).filter(|text| !text.is_empty())
        }
        _ => None,
    }
}
