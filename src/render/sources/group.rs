//! [`Group`]: the files of one source, told together.

use std::collections::BTreeSet;
use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::{Survey, Surveyed, field_path, rules_that_need};
use crate::mapping::{Column, Ignored, Join, Leftover, Reading};
use crate::model::{Kind, Type};
use crate::text::Span;

/// The files of one source; where sources were guessed, the files that were taken for one kind.
pub(super) struct Group<'s, 'a> {
    pub(super) members: Vec<&'s Surveyed<'a>>,
}

/// Words of the source for one field.
pub(super) struct Word {
    /// The field, as the settings would name it.
    pub(super) path: String,
    pub(super) word: String,
    pub(super) means: Vec<&'static str>,
    pub(super) count: u64,
    /// The words that the field knows.
    pub(super) known: &'static [&'static str],
}

/// A key that is not understood.
pub(super) struct Unknown {
    pub(super) key: String,
    pub(super) kind: Kind,
    pub(super) count: u64,
    pub(super) span: Span,
    pub(super) nearest: Option<&'static str>,
}

/// A field that is not kept.
pub(super) struct Absent<'c> {
    pub(super) kind: Kind,
    pub(super) field: &'static str,
    /// The field, as the settings would name it.
    pub(super) path: String,
    /// The rules that cannot look without it.
    pub(super) rules: Vec<&'c str>,
}

/// Where things stand in a list that keeps each once, in the order in which they come: a hostile file has a million keys.
struct Known<K>(FxHashMap<K, usize>);

impl<K> Default for Known<K> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<K: Eq + Hash> Known<K> {
    /// The place of a thing; that behind the last one if it is new, where it is to be pushed.
    fn place(&mut self, thing: K) -> usize {
        let next = self.0.len();
        *self.0.entry(thing).or_insert(next)
    }
}

/// Puts the texts of a survey together, in their order.
pub(super) fn groups<'s, 'a>(survey: &'s Survey<'a>) -> Vec<Group<'s, 'a>> {
    let mut groups: Vec<Group<'s, 'a>> = Vec::new();
    for surveyed in &survey.read {
        let together = |group: &&mut Group<'s, 'a>| {
            let first = group.first();
            match (first.guessed, surveyed.reading.guessed) {
                (true, true) => first.kind == surveyed.reading.kind && alike(first, surveyed.reading),
                (false, false) => first.settings == surveyed.reading.settings,
                _ => false,
            }
        };
        match groups.iter_mut().find(together) {
            Some(group) => group.members.push(surveyed),
            None => groups.push(Group { members: vec![surveyed] }),
        }
    }
    groups
}

/// Whether two texts that were taken for one kind are told together: two registers with heads of their own are not.
fn alike(first: &Reading, other: &Reading) -> bool {
    let heads = |reading: &Reading| -> BTreeSet<String> {
        let known = reading.columns.iter().map(|column| column.key.clone());
        known.chain(reading.unknown_keys.iter().map(|unknown| unknown.key.clone())).collect()
    };
    let tables = (!first.heads.is_empty(), !other.heads.is_empty());
    tables == (false, false) || (tables == (true, true) && heads(first) == heads(other))
}

impl Group<'_, '_> {
    /// What all of its texts have in common: the kind, the settings.
    pub(super) fn first(&self) -> &Reading {
        self.members[0].reading
    }

    /// The number of files: sheets of a workbook are one.
    pub(super) fn files(&self, survey: &Survey<'_>) -> usize {
        let paths: BTreeSet<&str> =
            self.readings().map(|reading| survey.texts.sources.get(reading.source).path()).collect();
        paths.len()
    }

    /// Whether its records stand in tables.
    pub(super) fn has_heads(&self) -> bool {
        self.readings().any(|reading| !reading.heads.is_empty())
    }

    fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.members.iter().map(|member| member.reading)
    }

    /// Records by kind, those of a kind without an id left out; one in two lists of a text counts once.
    pub(super) fn records(&self) -> Vec<(Kind, u32)> {
        let mut records: Vec<(Kind, u32)> = Vec::new();
        for (kind, count) in self.readings().flat_map(|reading| &reading.records).filter(|(kind, _)| kind.has_id()) {
            match records.iter_mut().find(|(known, _)| known == kind) {
                Some((_, total)) => *total = total.saturating_add(*count),
                None => records.push((*kind, *count)),
            }
        }
        for (kind, total) in &mut records {
            let twice = self.readings().flat_map(|reading| &reading.joins).filter(|join| join.kind == *kind);
            *total = twice.fold(*total, |total, join| total.saturating_sub(join.within));
        }
        records.sort();
        records
    }

    /// Keys and constants that feed fields, each with the number of times that it was seen.
    pub(super) fn columns(&self) -> Vec<(&Column, u64)> {
        let mut columns: Vec<(&Column, u64)> = Vec::new();
        let mut known = Known::default();
        for column in self.readings().flat_map(|reading| &reading.columns) {
            let same = (column.key.as_str(), column.path.as_str(), column.kind, column.how as u8);
            match columns.get_mut(known.place(same)) {
                Some((_, seen)) => *seen += u64::from(column.seen),
                None => columns.push((column, u64::from(column.seen))),
            }
        }
        columns
    }

    /// Words that are not canonical.
    pub(super) fn words(&self) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let mut known = Known::default();
        for used in self.readings().flat_map(|reading| &reading.words) {
            let path = field_path(self.first().kind, used.kind, used.field);
            match words.get_mut(known.place((path.clone(), used.word.as_str()))) {
                Some(word) => word.count += u64::from(used.count),
                None => words.push(Word {
                    path,
                    word: used.word.clone(),
                    means: used.means.clone(),
                    count: u64::from(used.count),
                    known: known_words(used.kind, used.field),
                }),
            }
        }
        // What is not understood comes first: it is what there is to do.
        words.sort_by_key(|word| !word.means.is_empty());
        words
    }

    /// Keys that are not understood, with the first place of each.
    pub(super) fn unknown(&self) -> Vec<Unknown> {
        let mut keys: Vec<Unknown> = Vec::new();
        let mut known = Known::default();
        for unknown in self.readings().flat_map(|reading| &reading.unknown_keys) {
            match keys.get_mut(known.place((unknown.key.as_str(), unknown.kind))) {
                Some(known) => known.count += u64::from(unknown.count),
                None => keys.push(Unknown {
                    key: unknown.key.clone(),
                    kind: unknown.kind,
                    count: u64::from(unknown.count),
                    span: unknown.span,
                    nearest: unknown.nearest,
                }),
            }
        }
        keys
    }

    /// Keys of the settings that none of the texts has.
    pub(super) fn missing(&self) -> Vec<&str> {
        let missing = |key: &&String| self.readings().all(|reading| reading.columns_missing.contains(key));
        self.first().columns_missing.iter().filter(missing).map(String::as_str).collect()
    }

    /// What its records have to do with those of other lists, kind by kind.
    pub(super) fn joins(&self) -> Vec<Join> {
        let mut joins: Vec<Join> = Vec::new();
        for join in self.readings().flat_map(|reading| &reading.joins) {
            match joins.iter_mut().find(|known| (known.kind, known.with) == (join.kind, join.with)) {
                Some(known) => {
                    known.count = known.count.saturating_add(join.count);
                    known.within = known.within.saturating_add(join.within);
                    known.others = known.others.saturating_add(join.others);
                    known.left.extend(&join.left);
                }
                None => joins.push(join.clone()),
            }
        }
        joins
    }

    /// What was left out, by the reason, those reasons first that lose something.
    pub(super) fn ignored(&self) -> Vec<(&str, Vec<&Ignored>)> {
        let mut reasons: Vec<(&str, Vec<&Ignored>)> = Vec::new();
        let mut known = Known::default();
        for ignored in self.readings().flat_map(|reading| &reading.ignored) {
            match reasons.get_mut(known.place(ignored.why.as_str())) {
                Some((_, places)) => places.push(ignored),
                None => reasons.push((&ignored.why, vec![ignored])),
            }
        }
        reasons.sort_by_key(|(_, places)| places.iter().all(|ignored| ignored.what == Leftover::Blank));
        reasons
    }

    /// Texts that gave no record and do not say why.
    pub(super) fn silent(&self) -> Vec<&Reading> {
        self.readings().filter(|reading| reading.records.is_empty() && reading.ignored.is_empty()).collect()
    }

    /// Fields that none of the texts keeps and rules need, most rules first.
    pub(super) fn absent<'c>(&self, survey: &Survey<'c>) -> Vec<Absent<'c>> {
        let named = |member: &&Surveyed<'_>| -> BTreeSet<(Kind, &'static str)> {
            member.absent.iter().map(|(kind, field)| (*kind, field.name)).collect()
        };
        let with_records: Vec<&&Surveyed<'_>> =
            self.members.iter().filter(|member| !member.reading.records.is_empty()).collect();
        let others: Vec<BTreeSet<_>> = with_records.iter().skip(1).map(|member| named(member)).collect();
        let Some(first) = with_records.first() else { return Vec::new() };
        let mut found = Vec::new();
        for (kind, field) in &first.absent {
            let rules = rules_that_need(*kind, field, survey.catalogue);
            if !rules.is_empty() && others.iter().all(|other| other.contains(&(*kind, field.name))) {
                let path = field_path(self.first().kind, *kind, field.name);
                found.push(Absent { kind: *kind, field: field.name, path, rules });
            }
        }
        found.sort_by_key(|absent| std::cmp::Reverse(absent.rules.len()));
        found
    }
}

fn known_words(kind: Kind, field: &str) -> &'static [&'static str] {
    match kind.field(field).map(|field| kind.field_info(field).ty) {
        Some(Type::Enum(words)) => words.words,
        _ => &[],
    }
}
