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

/// Letters of a title that are shown in a name.
const TITLE: usize = 40;

/// The full id of a record, else its kind with its title and the id of the record around it, else its kind and place.
#[must_use]
pub fn name_of(index: &Index<'_>, id: RecordId) -> String {
    let records = index.records;
    records.full_id(id).unwrap_or_else(|| {
        let kind = records.get(id).kind.name().replace('-', " ");
        let owner = records.parent(id).and_then(|parent| records.full_id(parent));
        let title = records.text_in(id, "title").map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
        match (owner, title) {
            (Some(owner), Some(title)) if title.chars().count() > TITLE => {
                let title: String = title.chars().take(TITLE - 1).collect();
                format!("the {kind} '{}…' of {owner}", title.trim_end())
            }
            (Some(owner), Some(title)) => format!("the {kind} '{title}' of {owner}"),
            (Some(owner), None) => format!("the {kind} of {owner}"),
            _ => format!("the {kind} at {}", index.sources.place(records.place(id)).whole()),
        }
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
