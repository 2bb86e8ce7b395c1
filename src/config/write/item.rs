//! [`Item`]: one source of the file: what is explicit about it, and what is left to the vocabulary.

use std::collections::BTreeMap;

use crate::mapping::{Column, How, Reading, SourceSettings, WordUse};
use crate::model::{Kind, Lexicon, Type, normalised};
use crate::read::Format;

use super::yaml::{comment, entry, list, scalar};

/// Characters of a word; what is longer is a sentence.
const LONGEST: usize = 48;

/// Names that a comment lists.
const NAMES: usize = 20;

/// One source.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) kind: Kind,
    pub(super) path: String,
    sheet: Option<String>,
    /// Fields with their keys, in the order of the file.
    columns: Vec<(String, Vec<String>)>,
    words: BTreeMap<String, BTreeMap<String, Vec<&'static str>>>,
    /// Heads that say more than their field, or that settings cannot name.
    left: Vec<String>,
    unknown: Vec<String>,
    records: u32,
    files: usize,
    shape: Shape,
}

/// How records stand in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Below the heads of a table.
    Table,
    /// Below the heads of tables in a text, which has others beside them.
    TablesInText,
    /// Each in a file of its own, or with keys of their own.
    Tree,
    /// As a tool writes them, which is named.
    Export(&'static str),
}

impl Item {
    pub(super) fn of(source: &SourceSettings, reading: &Reading, format: &Format) -> Self {
        let prose = matches!(format, Format::Markdown | Format::TextDocument);
        let shape = match (reading.export, reading.heads.is_empty(), prose) {
            (Some(tool), ..) => Shape::Export(tool),
            (None, true, _) => Shape::Tree,
            (None, false, true) => Shape::TablesInText,
            (None, false, false) => Shape::Table,
        };
        let records = reading.records.iter().find(|(kind, _)| *kind == reading.kind).map_or(0, |(_, count)| *count);
        let mut item = Self {
            kind: reading.kind,
            path: source.path.value.clone(),
            sheet: source.sheet.as_ref().map(|sheet| sheet.value.clone()),
            columns: Vec::new(),
            words: BTreeMap::new(),
            left: Vec::new(),
            unknown: Vec::new(),
            records,
            files: 1,
            shape,
        };
        for unknown in &reading.unknown_keys {
            if !item.unknown.contains(&unknown.key) {
                item.unknown.push(unknown.key.clone());
            }
        }
        match shape {
            Shape::Table => item.add_columns(reading, true),
            Shape::Tree => item.add_columns(reading, false),
            Shape::TablesInText | Shape::Export(_) => {}
        }
        if !matches!(shape, Shape::Export(_)) {
            reading.words.iter().for_each(|word| item.add_word(word, reading));
        }
        item
    }

    /// Several files as one source.
    pub(super) fn together(pattern: &str, items: &[&Self]) -> Self {
        let mut all = (*items[0]).clone();
        all.path = pattern.to_owned();
        for item in &items[1..] {
            for (field, keys) in &item.columns {
                keys.iter().for_each(|key| all.add_key(field, key));
            }
            for (field, words) in &item.words {
                let known = all.words.entry(field.clone()).or_default();
                known.extend(words.iter().map(|(word, means)| (word.clone(), means.clone())));
            }
            all.unknown
                .extend(item.unknown.iter().filter(|key| !all.unknown.contains(key)).cloned().collect::<Vec<_>>());
            all.records = all.records.saturating_add(item.records);
            all.files += 1;
        }
        all
    }

    /// The pattern by which it may be named together with others.
    pub(super) fn pattern(&self) -> Option<String> {
        let (folder, name) =
            self.path.rsplit_once('/').map_or(("", self.path.as_str()), |(folder, name)| (folder, name));
        let (_, extension) = name.rsplit_once('.')?;
        // The settings themselves stand there.
        let top = folder.is_empty() && matches!(extension, "yaml" | "yml");
        let plain = !top && !folder.contains(['*', '?', '[', ']', '{', '}', '\\']);
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        (self.shape == Shape::Tree && self.sheet.is_none() && plain).then(|| format!("{folder}*.{extension}"))
    }

    fn add_columns(&mut self, reading: &Reading, table: bool) {
        let known: Vec<(&str, &Column)> =
            reading.columns.iter().filter_map(|column| Some((path(reading.kind, column)?, column))).collect();
        let keys: Vec<&str> = known.iter().map(|(_, column)| column.key.as_str()).collect();
        // A head that says more than its field, or that stands twice, is understood better than settings can say.
        let more = |column: &Column| {
            let meaning = Lexicon::embedded().header(reading.kind, &column.key);
            let twice = column.key.rsplit_once(" (").is_some_and(|(name, _)| keys.contains(&name));
            table && (twice || meaning.is_some_and(|meaning| !meaning.constants.is_empty()))
        };
        let left: Vec<&str> = known.iter().filter(|(_, column)| more(column)).map(|(path, _)| *path).collect();
        for (path, column) in known {
            if left.contains(&path) {
                self.left.push(column.key.clone());
            } else {
                self.add_key(path, &column.key);
            }
        }
        // Without any column it would be taken for canonical, where every field that is missing is missed.
        if !table && self.columns.is_empty() {
            let first = self.kind.shape().fields.first().map_or("id", |field| field.name);
            self.add_key(first, first);
        }
    }

    fn add_key(&mut self, field: &str, key: &str) {
        let known = |keys: &[String]| keys.iter().any(|known| normalised(known) == normalised(key));
        match self.columns.iter_mut().find(|(known, _)| known == field) {
            Some((_, keys)) if known(keys) => {}
            Some((_, keys)) => keys.push(key.to_owned()),
            None => self.columns.push((field.to_owned(), vec![key.to_owned()])),
        }
    }

    /// A word that the vocabulary knows; a state with a note behind it says more than one word can.
    fn add_word(&mut self, word: &WordUse, reading: &Reading) {
        let Some(Type::Enum(words)) = word.kind.field(word.field).map(|field| word.kind.field_info(field).ty) else {
            return;
        };
        let plain = Lexicon::embedded().word(words, &word.word).is_some() && word.word.chars().count() <= LONGEST;
        if !plain || word.means.is_empty() || normalised(&word.word).is_empty() {
            return;
        }
        for path in word_paths(reading, word) {
            let known = self.words.entry(path).or_default();
            if !known.keys().any(|known| normalised(known) == normalised(&word.word)) {
                known.insert(word.word.clone(), word.means.clone());
            }
        }
    }

    /// Its lines in the file.
    pub(super) fn yaml(&self) -> String {
        let mut out = String::new();
        let about = match (self.files, self.shape) {
            (_, Shape::Export(tool)) => format!("Records in it: {}; {tool}.", self.records),
            (1, _) => format!("Records in it: {}.", self.records),
            (files, _) => format!("Records in its {files} files: {}.", self.records),
        };
        comment(&mut out, 2, &about);
        entry(&mut out, "  - ", "kind", self.kind.name());
        entry(&mut out, "    ", "path", &scalar(&self.path));
        if let Some(sheet) = &self.sheet {
            entry(&mut out, "    ", "sheet", &scalar(sheet));
        }
        if self.files > 1 {
            comment(&mut out, 4, "They are one source: what one of them records, the others are asked for.");
        }
        if self.shape == Shape::TablesInText {
            comment(
                &mut out,
                4,
                "Its tables are found by heads that tenone knows; `columns:` would make one of each table.",
            );
        }
        if !self.left.is_empty() {
            let heads = format!(
                "Heads that tenone knows, and that say more than a line below `columns:` can: {}.",
                self.left.join(", ")
            );
            comment(&mut out, 4, &heads);
        }
        if !self.unknown.is_empty() {
            let more = if self.unknown.len() > NAMES { ", and more" } else { "" };
            let names: Vec<&str> = self.unknown.iter().take(NAMES).map(String::as_str).collect();
            comment(&mut out, 4, &format!("Not understood: {}{more}.", names.join(", ")));
        }
        if !self.columns.is_empty() {
            out.push_str("    columns:\n");
        }
        for (field, keys) in &self.columns {
            entry(&mut out, "      ", field, &list(keys.iter().map(String::as_str)));
        }
        if !self.words.is_empty() {
            out.push_str("    words:\n");
        }
        for (field, words) in &self.words {
            out.push_str(&format!("      {field}:\n"));
            for (word, means) in words {
                entry(&mut out, "        ", &scalar(word), &list(means.iter().copied()));
            }
        }
        out
    }
}

/// The field that a column feeds, as settings of a source of this kind can name it.
fn path(top: Kind, column: &Column) -> Option<&str> {
    let path = match column.how {
        How::Named if column.kind == top => column.field,
        How::Mapped | How::Recognised => &column.path,
        How::Named | How::Default => return None,
    };
    let (mut kind, mut end) = (Some(top), None);
    for step in path.split('.') {
        let below = kind?;
        let info = below.field_info(below.field(step)?);
        end = Some((below, info.name));
        kind = match info.ty {
            Type::Record(inner) | Type::Keyed(inner) => Some(inner),
            _ => None,
        };
    }
    (end == Some((column.kind, column.field)) && !column.key.trim().is_empty()).then_some(path)
}

/// The fields that hold a word, as far as the source has columns for them.
fn word_paths(reading: &Reading, word: &WordUse) -> Vec<String> {
    if word.kind == reading.kind {
        return vec![word.field.to_owned()];
    }
    let fields = reading.kind.shape().fields.iter();
    let ways =
        fields.filter(|field| matches!(field.ty, Type::Record(below) | Type::Keyed(below) if below == word.kind));
    let ways: Vec<&str> = ways.map(|field| field.name).collect();
    let used = |way: &&&str| {
        reading.columns.iter().any(|column| column.path == **way || column.path.starts_with(&format!("{way}.")))
    };
    ways.iter().filter(used).map(|way| format!("{way}.{}", word.field)).collect()
}
