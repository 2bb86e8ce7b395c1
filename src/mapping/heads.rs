//! The heads of a table: which fields its columns feed, and what kind of records that makes of its rows.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::data::{NodeId, Symbol, Tree};
use crate::model::{Kind, Lexicon, Type, Words, normalised};
use crate::text::Span;

use super::plural::own_kinds;
use super::tables::{Manner, is_blank};

/// Characters of a head; longer cells are text.
const LONGEST: usize = 80;

/// Heads of a table at most: a fifth of them have to be known, and no kind has so many fields.
const MOST_HEADS: usize = 500;

/// A field whose column shows that rows are records, and not words with their explanation.
const ANCHORS: [&str; 14] = [
    "id",
    "title",
    "description",
    "name",
    "item",
    "text",
    "metric",
    "what",
    "statement",
    "action",
    "summary",
    "person",
    "covers",
    "subject_refs",
];

/// The head of a column.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// The key that its cells get; `None` for a column without a head.
    pub(super) column: Option<Symbol>,
    /// Its text, with the title of its group in front where another column has the same.
    pub(super) text: String,
    /// The field that it feeds, as the settings name it; `None` where nobody knows.
    pub(super) path: Option<String>,
    /// What the head says besides: a column of corrective actions makes actions of that type.
    pub(super) constants: Vec<(String, String)>,
}

impl Head {
    /// Where it stands.
    pub(super) fn place(&self, tree: &Tree) -> Option<Span> {
        tree.column_place(self.column?)
    }
}

/// What a head means for records of a kind.
struct Meaning<'a> {
    path: &'a str,
    constants: &'a [(String, String)],
    /// How many kinds know the head; 1 for a declared one.
    shared: u32,
}

/// The kind of the records below some heads, if they are heads at all, with a score for comparing rows.
pub(super) fn kind_of(tree: &Tree, cells: &[NodeId], manner: Manner<'_>) -> Option<(f64, Kind)> {
    let texts = texts(tree, cells)?;
    let own = fit(&texts, manner.settings.kind, manner);
    let others = kinds_of_tables().filter(|kind| *kind != manner.settings.kind);
    let best = others.filter_map(|kind| Some((fit(&texts, kind, manner)?, kind)));
    let best = best.reduce(|first, next| if next.0.weight > first.0.weight { next } else { first });
    match (own, best) {
        // Where several tables may stand, one of another kind says so clearly; else it is what was declared.
        (Some(own), Some((other, kind)))
            if other.weight > own.weight * 1.5
                && other.known > own.known
                && (manner.several || belongs(kind, manner.settings.kind)) =>
        {
            belongs(kind, manner.settings.kind).then_some((other.score(), kind))
        }
        (Some(own), _) => Some((own.score(), manner.settings.kind)),
        (None, Some((other, kind))) if belongs(kind, manner.settings.kind) => Some((other.score(), kind)),
        (None, _) => None,
    }
}

/// What is written in some cells, if these may be heads.
fn texts<'a>(tree: &'a Tree, cells: &[NodeId]) -> Option<Vec<&'a str>> {
    let texts: Vec<&str> = cells.iter().map(|cell| tree.text(*cell).trim()).filter(|text| !text.is_empty()).collect();
    let fits = (2..=MOST_HEADS).contains(&texts.len()) && texts.iter().all(|text| text.chars().count() <= LONGEST);
    fits.then_some(texts)
}

/// How well some heads fit a kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    /// Heads that are known, of different fields.
    pub(super) known: usize,
    /// What they say for this kind rather than another.
    pub(super) weight: f64,
}

impl Fit {
    fn score(self) -> f64 {
        self.weight + self.known as f64
    }
}

/// How well some heads fit a kind; `None` if its records cannot stand below them.
fn fit(texts: &[&str], kind: Kind, manner: Manner<'_>) -> Option<Fit> {
    let mut fields: Vec<&str> = Vec::new();
    let (mut weight, mut anchored, mut numbered, mut parent) = (0.0, false, false, false);
    let declared = kind == manner.settings.kind && !manner.settings.columns.is_empty();
    for text in texts {
        let Some(meaning) = meaning(text, kind, manner) else { continue };
        if fields.contains(&meaning.path) {
            continue;
        }
        fields.push(meaning.path);
        weight += 1.0 / f64::from(meaning.shared.max(1));
        anchored |= ANCHORS.contains(&meaning.path);
        numbered |= meaning.path == "id" && !is_row_number(text) && !normalised(text).ends_with("ids");
        parent |= kind.field(meaning.path).is_some_and(|field| matches!(kind.field_info(field).ty, Type::Parent(_)));
    }
    let nested = !own_kinds().any(|known| known == kind);
    let enough = fields.len() >= if declared { 1 } else { 2 } && fields.len() * 5 >= texts.len();
    // Prose is full of tables; those whose rows have no name of their own explain something.
    let named = !manner.prose || numbered || declared || (fields.len() >= 4 && anchored && !manner.settings.guessed);
    let fits = named && enough && (anchored || declared) && (!nested || parent || kind == manner.settings.kind);
    fits.then_some(Fit { known: fields.len(), weight })
}

/// How well the heads of a table fit a kind that nobody declared.
pub(super) fn fit_of(tree: &Tree, cells: &[NodeId], kind: Kind, manner: Manner<'_>) -> Option<Fit> {
    let texts = texts(tree, cells)?;
    fit(&texts, kind, manner)
}

/// Reads the heads of a table, and makes columns of them.
///
/// Where two columns have the same head, the title of the group above tells them apart: `Inherent | | Residual |`.
pub(super) fn read(
    tree: &mut Tree,
    cells: &[NodeId],
    group: Option<&[NodeId]>,
    kind: Kind,
    manner: Manner<'_>,
) -> Vec<Head> {
    let texts: Vec<String> = cells.iter().map(|cell| tree.text(*cell).trim().to_owned()).collect();
    let mut times: FxHashMap<&str, usize> = FxHashMap::default();
    texts.iter().for_each(|text| *times.entry(text).or_default() += 1);
    let mut named: FxHashMap<String, usize> = FxHashMap::default();
    let mut heads: Vec<Head> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        let text = &texts[at];
        if text.is_empty() {
            heads.push(Head { column: None, text: String::new(), path: None, constants: Vec::new() });
            continue;
        }
        let twice = times.get(text.as_str()).is_some_and(|times| *times > 1);
        let title = group.filter(|_| twice).and_then(|group| {
            let group = group.get(..=at).unwrap_or(group);
            group.iter().rev().find(|title| !is_blank(tree, **title))
        });
        let full = title.map_or_else(|| text.clone(), |title| format!("{} {text}", tree.text(*title).trim()));
        let meaning = meaning(&full, kind, manner).or_else(|| meaning(text, kind, manner));
        let taken = meaning.as_ref().is_some_and(|meaning| {
            let text = kind.field(meaning.path).is_some_and(|field| matches!(kind.field_info(field).ty, Type::Text));
            twice && !text && heads.iter().any(|head| head.path.as_deref() == Some(meaning.path))
        });
        let meaning = meaning.filter(|_| !taken);
        let path = meaning.as_ref().map(|meaning| meaning.path.to_owned());
        let constants = meaning.map_or_else(Vec::new, |meaning| meaning.constants.to_vec());
        let number = named.entry(full.clone()).or_default();
        *number += 1;
        let name = if *number > 1 { format!("{full} ({number})") } else { full };
        let place = tree.span(*cell);
        heads.push(Head { column: Some(tree.add_column(&name, place)), text: name, path, constants });
    }
    heads
}

/// The field that a head or a label stands for, as the settings name it.
pub(super) fn path_of(text: &str, kind: Kind, manner: Manner<'_>) -> Option<String> {
    meaning(text.trim(), kind, manner).map(|meaning| meaning.path.to_owned())
}

/// What a head means: what the settings say, else the name of the field, else what the vocabulary knows.
fn meaning<'a>(text: &str, kind: Kind, manner: Manner<'a>) -> Option<Meaning<'a>> {
    let rules = if kind == manner.settings.kind { manner.settings.columns.as_slice() } else { &[] };
    let name = normalised(text);
    if let Some(rule) = rules.iter().find(|rule| rule.keys.iter().any(|key| normalised(&key.value) == name)) {
        return Some(Meaning { path: &rule.field.text, constants: &[], shared: 1 });
    }
    let known = manner.lexicon.header(kind, text)?;
    // What is declared elsewhere is not looked for here.
    let declared = rules.iter().any(|rule| rule.field.text == known.path);
    (!declared).then_some(Meaning { path: &known.path, constants: &known.constants, shared: known.shared })
}

/// Whether a head merely counts the rows: `#`, `No`.
fn is_row_number(head: &str) -> bool {
    !head.chars().any(char::is_alphabetic) || matches!(normalised(head).as_ref(), "no" | "nr" | "number" | "nº" | "n°")
}

/// Kinds whose records stand in tables: those with sources of their own, and nested ones that name their parent.
fn kinds_of_tables() -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| kind.has_id() || own_kinds().any(|known| known == *kind))
}

/// Whether records of a kind are parts of records of another.
fn belongs(kind: Kind, owner: Kind) -> bool {
    let fields = kind.shape().fields.iter();
    fields.into_iter().any(|field| matches!(field.ty, Type::Parent(parent) if parent == owner))
}

/// The one word of a vocabulary that stands in a heading, by its bytes.
pub(super) fn word_in(heading: &str, words: &'static Words, lexicon: &Lexicon) -> Option<Range<usize>> {
    let known = |range: &Range<usize>| heading.get(range.clone()).and_then(|text| lexicon.word(words, text));
    let whole = 0..heading.len();
    if known(&whole).is_some() {
        return Some(whole);
    }
    let mut at = 0;
    let words = heading.split_inclusive(char::is_whitespace).map(|word| {
        let start = at;
        at += word.len();
        start..start + word.trim_end().len()
    });
    let ranges: Vec<Range<usize>> = words.filter(|range| !range.is_empty()).collect();
    // A heading is a few words; a sentence says something else.
    if ranges.len() > 5 {
        return None;
    }
    let mut found = ranges.into_iter().filter(|range| known(range).is_some());
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}
