//! The heads of a source, or its keys: the fields that they feed, and those that may be meant by heads that feed none.

use std::collections::BTreeSet;

use super::group::{Absent, Group, Unknown};
use super::{field_path, ways};
use crate::mapping::{Column, How};
use crate::model::{HeaderMeaning, Kind, Lexicon, normalised};

/// A head or key that feeds fields.
pub(super) struct Known<'g> {
    pub(super) key: &'g str,
    /// The fields, as the settings would name them.
    pub(super) fields: Vec<String>,
    /// What the head says besides: `actions.type is corrective`.
    pub(super) besides: Vec<String>,
    pub(super) how: How,
    pub(super) seen: u64,
}

impl Known<'_> {
    /// Whether it is called like the one field that it feeds.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.fields.as_slice(), [field] if *field == normalised(self.key)) && self.besides.is_empty()
    }

    pub(super) fn target(&self) -> String {
        let besides = self.besides.iter().map(|said| format!("; {said}"));
        format!("{}{}", self.fields.join(", "), besides.collect::<String>())
    }
}

/// How many heads there are, and how many of them are known.
pub(super) struct Count {
    pub(super) known: usize,
    pub(super) all: usize,
}

/// A field that a head may mean.
pub(super) struct Near {
    pub(super) path: String,
    /// How many rules look at it.
    pub(super) rules: usize,
}

impl Group<'_, '_> {
    /// The keys that feed fields, each once; constants of the settings are no keys.
    pub(super) fn known(&self) -> Vec<Known<'_>> {
        let top = self.first().kind;
        let mut known: Vec<Known<'_>> = Vec::new();
        for (column, seen) in self.columns().into_iter().filter(|(column, _)| column.how != How::Default) {
            let field = self.target(column);
            match known.iter_mut().find(|known| known.key == column.key && (known.how == column.how || seen > 0)) {
                Some(known) if known.fields.contains(&field) => {}
                Some(known) => known.fields.push(field),
                None => known.push(Known {
                    key: &column.key,
                    fields: vec![field],
                    besides: meaning(top, column).map_or_else(Vec::new, besides),
                    how: column.how,
                    seen,
                }),
            }
        }
        known
    }

    /// Constants that the settings give; what heads say besides their field stands with the heads.
    pub(super) fn constants(&self) -> Vec<&Column> {
        if self.first().guessed {
            return Vec::new();
        }
        let columns = self.columns().into_iter().map(|(column, _)| column);
        let said = |default: &Column| {
            let heads = self.columns().into_iter().filter(|(column, _)| column.how == How::Recognised);
            let mut meanings = heads.filter_map(|(column, _)| meaning(self.first().kind, column));
            let leads = |path: &str| path == default.path || path.ends_with(&format!(".{}", default.path));
            meanings.any(|meaning| meaning.constants.iter().any(|(path, _)| leads(path)))
        };
        columns.filter(|column| column.how == How::Default && !said(column)).collect()
    }

    /// How many of the heads are known.
    pub(super) fn count(&self) -> Count {
        let known: BTreeSet<&str> = self.known().iter().map(|known| known.key).collect();
        let unknown: BTreeSet<String> = self.unknown().into_iter().map(|unknown| unknown.key).collect();
        Count { known: known.len(), all: known.len() + unknown.len() }
    }

    /// The field that a key may mean which nobody understands. What another key feeds is not meant.
    pub(super) fn near(&self, unknown: &Unknown, absent: &[Absent<'_>]) -> Option<Near> {
        let top = self.first().kind;
        let alike = |absent: &&Absent<'_>| {
            Some(absent.field) == unknown.nearest && absent.kind == unknown.kind
                || resembles(&normalised(&unknown.key), absent.field)
        };
        if let Some(absent) = absent.iter().find(alike) {
            return Some(Near { path: absent.path.clone(), rules: absent.rules.len() });
        }
        let fed =
            |field: &str| self.columns().iter().any(|(column, _)| column.kind == unknown.kind && column.field == field);
        let near = unknown.nearest.filter(|near| !fed(near))?;
        Some(Near { path: field_path(top, unknown.kind, near), rules: 0 })
    }

    /// The name of the field that a column feeds, from the source's own kind on.
    fn target(&self, column: &Column) -> String {
        let top = self.first().kind;
        // A path that the settings could name has the way to its record in it; `owner` of an action has not.
        let nested = column.kind != top && !ways(top, column.kind, 2).is_empty();
        match column.how {
            How::Named => field_path(top, column.kind, column.field),
            _ if nested && !column.path.contains('.') => field_path(top, column.kind, column.field),
            How::Mapped | How::Recognised | How::Default => column.path.clone(),
        }
    }
}

/// Whether a head, normalised, is most of the name of a field: `verified` of `verified_on`, `type` of `document_types`.
fn resembles(head: &str, field: &str) -> bool {
    let singular = |name: &str| name.strip_suffix('s').unwrap_or(name).to_owned();
    let (head, field) = (singular(head), singular(field));
    let of_date = |stem: &str| field.strip_suffix("_on") == Some(stem);
    head == field
        || field.strip_prefix(head.as_str()).is_some_and(|rest| matches!(rest, "_on" | "_by"))
        || head.strip_suffix("_date").is_some_and(of_date)
        || head.strip_prefix("date_").is_some_and(of_date)
        || (head.len() >= 4 && field.strip_suffix(head.as_str()).is_some_and(|rest| rest.ends_with('_')))
}

/// What the vocabulary knows of a head.
fn meaning(top: Kind, column: &Column) -> Option<&'static HeaderMeaning> {
    let known = |kind| Lexicon::embedded().header(kind, &column.key);
    if column.how == How::Recognised { known(top).or_else(|| known(column.kind)) } else { None }
}

fn besides(meaning: &HeaderMeaning) -> Vec<String> {
    meaning.constants.iter().map(|(path, value)| format!("{path} is {value}")).collect()
}

#[cfg(test)]
mod tests {
    use super::resembles;

    #[test]
    fn a_head_may_be_most_of_the_name_of_a_field() {
        for (head, field, expected) in [
            ("verified", "verified_on", true),
            ("verified", "verified_by", true),
            ("closure_date", "closure_on", true),
            ("date_raised", "raised_on", true),
            ("type", "document_types", true),
            ("change", "changes", true),
            ("by", "verified_by", false),
            ("colour", "verified_on", false),
            ("implementation", "implemented_on", false),
        ] {
            assert_eq!(resembles(head, field), expected, "{head} {field}");
        }
    }
}
