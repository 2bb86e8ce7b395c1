//! What a text of which nobody said what it holds seems to hold: by the heads of its tables and what it is called.

use crate::data::{NodeId, Spanned, Tree};
use crate::model::{Kind, Lexicon, Named, Names, Type, normalised};
use crate::read::Format;
use crate::text::Span;

use super::heads::{self, Fit};
use super::plural::{kind_of_plural, own_kinds};
use super::settings::{ColumnRule, FieldPath, SourceSettings};
use super::tables::{Manner, cells, raw_tables};

/// Rows above the heads at most, as for declared sources.
const ABOVE: usize = 15;

/// Fields that make a table clear without a name that says what it holds.
const CLEAR: usize = 4;

/// What a text seems to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognition {
    /// Records of this kind.
    Kind(Kind),
    /// Its name says that it is a register of something that no rule looks at.
    Other,
    /// Nothing that is known.
    Nothing,
}

/// A text and what it is called.
#[derive(Clone, Copy, Debug)]
pub struct Called<'a> {
    /// Path relative to the workspace.
    pub path: &'a str,
    /// Name of the sheet.
    pub sheet: Option<&'a str>,
    /// It is all that there is to check, so that it is meant to be a register.
    pub alone: bool,
}

/// Tells what the tables of a body of blocks hold.
#[must_use]
pub fn recognise_tables(called: Called<'_>, tree: &Tree, format: &Format, lexicon: &Lexicon) -> Recognition {
    let hints = Hints::of(called);
    let settings = SourceSettings::canonical(Kind::Document, called.path, Span::top(tree.source()));
    let settings = SourceSettings { guessed: true, ..settings };
    let prose = matches!(format, Format::Markdown | Format::TextDocument);
    let manner = Manner { settings: &settings, lexicon, strict: false, prose, several: true };
    let mut best: Vec<(f64, Kind)> = Vec::new();
    for table in raw_tables(tree) {
        let titles: Vec<&str> = table.headings.iter().map(|heading| tree.text(*heading)).collect();
        let hints = hints.with(&titles);
        if hints.other {
            continue;
        }
        for row in table.rows.iter().take(ABOVE) {
            let head_cells = cells(tree, *row);
            let heads = head_cells.iter().filter(|cell| !tree.text(**cell).trim().is_empty()).count();
            for kind in own_kinds().chain(nested_kinds()) {
                let Some(fit) = heads::fit_of(tree, &head_cells, kind, manner) else { continue };
                let Some(score) = hints.judge(fit, heads, kind, called.alone) else { continue };
                match best.iter_mut().find(|(_, known)| *known == kind) {
                    Some(known) => known.0 = known.0.max(score),
                    None => best.push((score, kind)),
                }
            }
        }
    }
    best.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
    match best.as_slice() {
        [] if hints.other && *format != Format::Markdown => Recognition::Other,
        [] => Recognition::Nothing,
        // A guess that is hardly better than the next one is no guess.
        [first, second, ..] if first.0 < second.0 + 0.25 => Recognition::Nothing,
        [first, ..] => Recognition::Kind(first.1),
    }
}

/// How much the name of a file of records and its folder say for a kind.
#[must_use]
pub fn names_weight(called: Called<'_>, kind: Kind) -> f64 {
    Hints::of_records(called).weight(kind)
}

/// What names say about a text, each kind with its weight.
#[derive(Clone, Debug, Default)]
pub(super) struct Hints {
    kinds: Vec<(Kind, f64)>,
    other: bool,
    /// The name of the file says that it holds something else.
    never: bool,
}

impl Hints {
    fn of(called: Called<'_>) -> Self {
        let name = called.path.rsplit('/').next().unwrap_or(called.path);
        let stem = name.split('.').next().unwrap_or(name);
        let mut hints = Self::default();
        hints.add(stem, 2.0);
        hints.never = hints.other;
        if let Some(sheet) = called.sheet {
            hints.add(sheet, 2.5);
        }
        hints
    }

    /// What the name of a document says, its folder and its title.
    pub(super) fn of_document(called: Called<'_>, title: &str) -> Self {
        let mut hints = Self::of(called);
        hints.add_kinds(title, 2.0);
        hints.add_kinds(folder(called.path), 1.0);
        hints
    }

    /// What the folder of a file of records says, and its name.
    pub(super) fn of_records(called: Called<'_>) -> Self {
        let mut hints = Self::of(called);
        hints.add_kinds(folder(called.path), 1.0);
        hints
    }

    /// Whether the name says that there is something else in it.
    pub(super) fn other(&self) -> bool {
        self.other
    }

    /// How much the names say for a kind.
    pub(super) fn weight(&self, kind: Kind) -> f64 {
        self.kinds.iter().find(|(known, _)| *known == kind).map_or(0.0, |(_, weight)| *weight)
    }

    fn add_kinds(&mut self, name: &str, weight: f64) {
        let other = self.other;
        self.add(name, weight);
        self.other = other;
    }

    /// The same with what the headings above a table say; the nearest one wins.
    fn with(&self, headings: &[&str]) -> Self {
        let mut hints = self.clone();
        for heading in headings {
            let before = hints.kinds.len();
            hints.add(heading, 2.0);
            if hints.kinds.len() > before || hints.other {
                break;
            }
        }
        hints
    }

    fn add(&mut self, name: &str, weight: f64) {
        let said = Names::embedded().of(name);
        let Some((first, longest)) = said.first() else { return };
        self.other = *first == Named::Other || self.never;
        for (named, length) in &said {
            // Of a shorter phrase beside a longer one less is said.
            let weight = if length == longest { weight } else { weight / 2.0 };
            let Named::Kind(kind) = *named else { continue };
            match self.kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some(known) => known.1 += weight,
                None => self.kinds.push((kind, weight)),
            }
        }
    }

    /// How much speaks for a kind; `None` if it is not enough.
    fn judge(&self, fit: Fit, heads: usize, kind: Kind, alone: bool) -> Option<f64> {
        let hint = self.weight(kind);
        let hint = if hint == 0.0 && alone && kind == Kind::Entry { 0.5 } else { hint };
        let many = fit.known * 3 >= heads;
        let enough = match hint > 0.0 {
            true => fit.known >= 3 || (fit.known >= 2 && many),
            false => fit.known >= CLEAR && many && fit.weight >= 1.5,
        };
        enough.then_some(fit.weight + hint)
    }
}

/// The folder in which a file lies, without those around it.
fn folder(path: &str) -> &str {
    path.rsplit('/').nth(1).unwrap_or("")
}

/// Kinds whose records may stand in a table of their own, beside those to which they belong.
fn nested_kinds() -> impl Iterator<Item = Kind> {
    let nested = |kind: &Kind| {
        let parent = kind.shape().fields.iter().any(|field| matches!(field.ty, Type::Parent(_)));
        parent && kind.has_id() && !own_kinds().any(|known| known == *kind)
    };
    Kind::ALL.iter().copied().filter(nested)
}

/// What the vocabulary knows of the keys of a tree, or of one mapping in it: columns as the settings would name them.
///
/// A key that is named like a field is left alone, and so is the field: nothing is fed twice.
pub(super) fn known_keys(
    tree: &Tree,
    within: Option<NodeId>,
    settings: &SourceSettings,
    lexicon: &Lexicon,
) -> Vec<ColumnRule> {
    let kind = settings.kind;
    let symbols: Vec<&str> = match within {
        Some(node) => tree.children(node).filter_map(|child| tree.key_text(child)).collect(),
        None => tree.symbols().iter().map(|symbol| &**symbol).collect(),
    };
    let names: Vec<_> = symbols.iter().map(|name| normalised(name)).collect();
    let mut columns: Vec<ColumnRule> = Vec::new();
    for (symbol, name) in symbols.iter().zip(&names) {
        // `risks:` holds risks and is no title of one.
        if kind.field_or_alias(name).is_some() || kind_of_plural(name).is_some() {
            continue;
        }
        let Some(meaning) = lexicon.header(kind, symbol) else { continue };
        let first = meaning.path.split('.').next().unwrap_or(&meaning.path);
        let Some(field) = FieldPath::parse(kind, &meaning.path, settings.span) else { continue };
        if names.iter().any(|name| *name == first) {
            continue;
        }
        let key = Spanned { value: (*symbol).to_owned(), span: settings.span };
        match columns.iter_mut().find(|rule| rule.field.text == field.text) {
            Some(rule) => rule.keys.push(key),
            None => columns.push(ColumnRule { field, keys: vec![key], group: 0, recognised: true }),
        }
    }
    columns
}

/// How many keys of a mapping are fields of a kind, by name or by a word that the vocabulary knows, weighted by how much each
/// says for this kind.
#[must_use]
pub fn weight_of_keys(tree: &Tree, record: NodeId, kind: Kind, lexicon: &Lexicon) -> f64 {
    let keys = tree.children(record).filter_map(|child| tree.key_text(child));
    keys.map(|key| {
        let shared = lexicon.header(kind, key).map_or(0, |meaning| meaning.shared);
        if shared == 0 { 0.0 } else { 1.0 / f64::from(shared) }
    })
    .sum()
}
