//! [`Reading`]: what `tenone sources` tells about one source text: how each key was understood, and what was left out.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::data::nearest;
use crate::model::{Batch, EnumSet, Field, FieldId, Kind, Type, Words, normalised};
use crate::text::{SourceId, Span};

use super::mapper::Mapper;
use super::plan::{Meaning, Plan, Route, Step};
use super::read_settings::nested;
use super::settings::FieldPath;

/// Unknown keys that are compared with the fields that there are: a hostile file has a million of them.
const COMPARED: usize = 200;

/// How one source text was understood.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The text.
    pub source: SourceId,
    /// Index of its settings in the list of configured sources.
    pub settings: usize,
    /// Path or pattern in the settings.
    pub path: String,
    /// The kind that the settings name.
    pub kind: Kind,
    /// Whether it is declared to be in canonical form.
    pub canonical: bool,
    /// Nobody declared the source: its kind was guessed.
    pub guessed: bool,
    /// The tool that wrote it, if that is known: its other keys are no mistakes.
    pub export: Option<&'static str>,
    /// Records by kind, nested ones included, in the order of [`Kind::ALL`].
    pub records: Vec<(Kind, u32)>,
    /// Keys that feed fields, in the order in which the text first uses them.
    pub columns: Vec<Column>,
    /// Keys of the settings' `columns:` that the text does not have.
    pub columns_missing: Vec<String>,
    /// Words that are not canonical, and what they were taken for.
    pub words: Vec<WordUse>,
    /// Keys that are not understood.
    pub unknown_keys: Vec<UnknownKey>,
    /// What was not read, and why.
    pub ignored: Vec<Ignored>,
    /// Where the heads of its tables stand; none for a source without tables.
    pub heads: Vec<Span>,
    /// What its records have to do with those of other lists; known after [`super::unite`].
    pub joins: Vec<Join>,
}

/// Records of a text that belong to records of other lists, or are parts of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// Their kind.
    pub kind: Kind,
    /// How many were joined.
    pub count: u32,
    /// How many of them are parts of records of the same text, in which they are counted twice.
    pub within: u32,
    /// The kind of the records to which they were joined; their own where they are parts.
    pub with: Kind,
    /// To how many records they were joined.
    pub others: u32,
    /// The key that names those.
    pub by: String,
    /// Where records stand that name nothing that was read.
    pub left: Vec<Span>,
}

/// A key and the field that it feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The key in the source; for a constant of the settings its value.
    pub key: String,
    /// The kind of the record that has the field.
    pub kind: Kind,
    /// The field.
    pub field: &'static str,
    /// The field as the settings name it, from the source's own kind on: `residual.score`.
    pub path: String,
    /// How often the key was seen.
    pub seen: u32,
    /// How the key came to mean the field.
    pub how: How,
}

/// How a key came to mean a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is named like the field.
    Named,
    /// The settings say so under `columns:`.
    Mapped,
    /// The vocabulary knows it as a head of columns for the field.
    Recognised,
    /// The settings give a constant under `defaults:`.
    Default,
}

/// A word of the source and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordUse {
    /// The kind of the record that has the field.
    pub kind: Kind,
    /// The field.
    pub field: &'static str,
    /// The word in the source.
    pub word: String,
    /// The canonical words that it may stand for; none if it is not understood.
    pub means: Vec<&'static str>,
    /// How often it was seen.
    pub count: u32,
}

/// A key that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKey {
    /// The key.
    pub key: String,
    /// The kind of record in which it stands.
    pub kind: Kind,
    /// How often it was seen.
    pub count: u32,
    /// Where it was first seen.
    pub span: Span,
    /// The field that may be meant.
    pub nearest: Option<&'static str>,
}

/// Something that was not read as a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// Where it is.
    pub span: Span,
    /// Why it was not read.
    pub why: String,
    /// What is lost with it.
    pub what: Leftover,
}

/// What is lost with something that was not read as a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// Nothing: a blank line, a title, a form that nobody filled in.
    Blank,
    /// It is no part of the records: a key beside them, a hidden sheet.
    Aside,
    /// It stands where a record should stand, and is none.
    Lost,
    /// A row whose cells do not stand below their heads; a problem of its own says so.
    Slipped,
}

impl Reading {
    /// What is to be said of a text that holds something in place of records: how much, and the first such thing.
    ///
    /// Of Markdown and of guessed sources nothing is said: a folder of minutes also has a file that explains it.
    #[must_use]
    pub fn lost(&self) -> Option<(usize, &Ignored)> {
        let nothing_read = self.records.is_empty();
        let counts = |ignored: &&Ignored| match ignored.what {
            Leftover::Lost => true,
            Leftover::Aside => nothing_read,
            Leftover::Blank | Leftover::Slipped => false,
        };
        let mut lost = self.ignored.iter().filter(counts);
        let first = lost.next()?;
        Some((1 + lost.count(), first))
    }
}

impl Mapper<'_> {
    /// Tells how the text was understood.
    pub(super) fn reading(&self, ignored: Vec<Ignored>) -> Reading {
        let mut records: Vec<(Kind, u32)> = Kind::ALL.iter().map(|kind| (*kind, 0)).collect();
        for record in &self.batch.records {
            records[record.kind as usize].1 += 1;
        }
        records.retain(|(_, count)| *count > 0);
        let mut reading = Reading {
            source: self.batch.tree.source(),
            settings: self.batch.settings,
            path: self.settings.path.value.clone(),
            kind: self.settings.kind,
            canonical: self.settings.is_canonical(),
            guessed: self.settings.guessed,
            export: None,
            records,
            columns: Vec::new(),
            columns_missing: self.columns_missing(),
            words: Vec::new(),
            unknown_keys: Vec::new(),
            ignored,
            heads: Vec::new(),
            joins: Vec::new(),
        };
        for plan in &self.plans.list {
            self.tell_keys(plan, &mut reading);
            tell_words(plan, &mut reading);
        }
        self.name_paths(&mut reading);
        reading
    }

    /// Names the fields of columns as the settings name them, and gives constants their values.
    fn name_paths(&self, reading: &mut Reading) {
        let mut named: Vec<(usize, usize)> = Vec::new();
        for column in &mut reading.columns {
            let leads = |path: &FieldPath| target(self.settings.kind, path) == Some((column.kind, column.field));
            match column.how {
                How::Named | How::Recognised => {}
                How::Default => {
                    if let Some(rule) = self.settings.defaults.iter().find(|rule| leads(&rule.field)) {
                        (column.path, column.key) = (rule.field.text.clone(), rule.values.join(", "));
                    }
                }
                How::Mapped => {
                    // One key may feed `inherent.likelihood` and `residual.likelihood`: each is named once.
                    let ends = |key: &str| ends_with_key(key, &column.key);
                    let rules = self.settings.columns.iter().enumerate().filter(|(_, rule)| leads(&rule.field));
                    let keys =
                        rules.flat_map(|(at, rule)| rule.keys.iter().enumerate().map(move |key| (at, rule, key)));
                    let mut keys = keys.filter(|(_, _, (_, key))| ends(&key.value));
                    // A label that stands in every record is a column of each.
                    let again = keys.clone().next();
                    let found = keys.find(|(at, _, (nr, _))| !named.contains(&(*at, *nr))).or(again);
                    if let Some((at, rule, (nr, key))) = found {
                        named.push((at, nr));
                        (column.path, column.key) = (rule.field.text.clone(), key.value.clone());
                        if rule.recognised {
                            column.how = How::Recognised;
                        }
                    } else if self.settings.kind != column.kind {
                        column.how = How::Recognised;
                    }
                }
            }
        }
    }

    fn tell_keys(&self, plan: &Plan, reading: &mut Reading) {
        let kind = plan.kind;
        let name = |field: FieldId| kind.field_info(field).name;
        let mut told: FxHashMap<(String, &'static str), usize> = FxHashMap::default();
        for ((route, (seen, node)), key) in plan.routes.iter().zip(&plan.seen).zip(self.batch.tree.symbols()) {
            if *seen == 0 {
                continue;
            }
            let key = key.to_string();
            let column = |key, field, how| Column {
                key,
                kind,
                field: name(field),
                path: name(field).to_owned(),
                seen: *seen,
                how,
            };
            // A label that stands in every record is one column, and not one of each.
            let mut tell = |column: Column| match told.entry((column.key.clone(), column.field)) {
                Entry::Occupied(known) => {
                    if let Some(known) = reading.columns.get_mut(*known.get()) {
                        known.seen = known.seen.saturating_add(column.seen);
                    }
                }
                Entry::Vacant(new) => {
                    new.insert(reading.columns.len());
                    reading.columns.push(column);
                }
            };
            match route {
                Route::Field(field) => tell(column(key, *field, How::Named)),
                Route::Steps(steps) => {
                    for step in plan.steps.get(*steps as usize).into_iter().flatten() {
                        match step {
                            Step::Field(field) => tell(column(key.clone(), *field, How::Mapped)),
                            Step::Below(path, field) => {
                                let key = format!("{key}.{}", path.join("."));
                                tell(column(key, *field, How::Mapped));
                            }
                            Step::Elsewhere => {}
                        }
                    }
                }
                Route::Unknown if plan.complains => {
                    let few = reading.unknown_keys.len() < COMPARED;
                    let fields = kind.shape().fields.iter().filter(|field| few && !matches!(field.ty, Type::Parent(_)));
                    let nearest = nearest(&key, fields.map(|field| field.name)).filter(|near| *near != key);
                    let span = self.batch.tree.key_span(*node).unwrap_or_else(|| self.batch.tree.span(*node));
                    reading.unknown_keys.push(UnknownKey { key, kind, count: *seen, span, nearest });
                }
                Route::Unknown => {}
            }
        }
        for (field, _) in &plan.defaults {
            let path = name(*field).to_owned();
            let column = Column { key: String::new(), kind, field: name(*field), path, seen: 0, how: How::Default };
            if !reading.columns.contains(&column) {
                reading.columns.push(column);
            }
        }
    }

    /// Keys that the settings name and the text does not have, as far as their first part goes.
    fn columns_missing(&self) -> Vec<String> {
        let names: Vec<_> = self.batch.tree.symbols().iter().map(|name| normalised(name)).collect();
        let has = |key: &str| names.contains(&normalised(key));
        let keys = self.settings.columns.iter().flat_map(|rule| &rule.keys);
        let missing = keys.filter(|key| !has(&key.value) && !key.value.split('.').all(has));
        missing.map(|key| key.value.clone()).collect()
    }
}

/// The kind and the name of the field at the end of a path.
fn target(kind: Kind, path: &FieldPath) -> Option<(Kind, &'static str)> {
    let (mut kind, mut steps) = (kind, path.steps.iter().peekable());
    while let Some(step) = steps.next() {
        let info = kind.field_info(*step);
        if steps.peek().is_none() {
            return Some((kind, info.name));
        }
        kind = nested(info.ty)?;
    }
    None
}

/// Whether a key of the settings, such as `impact.level`, is seen by a nested record as its last part.
fn ends_with_key(written: &str, seen: &str) -> bool {
    let (written, seen) = (normalised(written), normalised(seen));
    written == seen || written.strip_suffix(seen.as_ref()).is_some_and(|rest| rest.ends_with('.'))
}

fn tell_words(plan: &Plan, reading: &mut Reading) {
    for (words, field) in plan.words.iter().zip(plan.kind.shape().fields) {
        let Type::Enum(vocabulary) = field.ty else { continue };
        let mut uses: Vec<WordUse> = words
            .iter()
            .filter(|(text, _)| vocabulary.set(text).is_none())
            .filter_map(|(text, word)| {
                let means = match word.meaning {
                    Meaning::Words(set) => meanings(set, vocabulary),
                    Meaning::Placeholder => return None,
                    Meaning::Unknown => Vec::new(),
                };
                Some(WordUse { kind: plan.kind, field: field.name, word: text.to_string(), means, count: word.count })
            })
            .collect();
        uses.sort_by(|left, right| left.word.cmp(&right.word));
        reading.words.extend(uses);
    }
}

fn meanings(set: EnumSet, vocabulary: &'static Words) -> Vec<&'static str> {
    let words = vocabulary.words.iter().enumerate();
    words.filter(|(index, _)| set.0 & (1 << index) != 0).map(|(_, word)| *word).collect()
}

/// Fields that a source does not carry, of the kinds that it has records of.
#[derive(Debug, Default)]
pub struct NotCarried {
    /// Those that many organisations keep.
    pub usual: Vec<(Kind, &'static Field)>,
    /// Those that few keep: they would merely enable more.
    pub rare: Vec<(Kind, &'static Field)>,
}

impl NotCarried {
    /// What a batch does not carry; ask after [`super::unite`].
    #[must_use]
    pub fn of(batch: &Batch) -> Self {
        let mut kinds: Vec<Kind> = batch.records.iter().map(|record| record.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut missing = Self::default();
        for kind in kinds {
            for (field, info) in (0..).map(FieldId).zip(kind.shape().fields) {
                if !batch.carries(kind, field) && !matches!(info.ty, Type::Parent(_)) {
                    if info.rare { &mut missing.rare } else { &mut missing.usual }.push((kind, info));
                }
            }
        }
        missing
    }
}
