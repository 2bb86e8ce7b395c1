//! Nested records of which a list tells little and sections of their own tell more: `#### F-02 — …` below 'Detailed findings'.

use crate::data::{NodeId, Symbol, Tree};
use crate::model::{FieldId, Kind, Type};

use super::draft::column;
use super::heads::{Head, path_of};
use super::occasion::kind_of_id;
use super::prose::{Pair, Section, Titled, ids_in, pairs, titled};
use super::tables::{Manner, is_blank};

/// Fields that say what a record is about, the first one that it has.
const MAIN: [&str; 4] = ["title", "text", "statement", "description"];

/// A section about one nested record.
pub(super) struct Detail {
    pub(super) field: FieldId,
    /// The heading above all of them.
    pub(super) above: NodeId,
    /// Its own heading.
    heading: NodeId,
    titled: Titled,
    pairs: Vec<Pair>,
}

/// The cells of a nested record.
pub(super) type Row = Vec<(Symbol, NodeId)>;

/// The sections with ids below headings that announce a list of nested records.
pub(super) fn details(tree: &Tree, kind: Kind, parts: &[&Section], manner: Manner<'_>) -> Vec<Detail> {
    let mut found = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let listed = part.heading.and_then(|heading| manner.lexicon.list(kind, tree.text(heading)));
        let (Some(above), Some(listed)) = (part.heading, listed) else { continue };
        let (Type::Record(below) | Type::Keyed(below)) = kind.field_info(listed.field).ty else { continue };
        if below.field("id").is_none() {
            continue;
        }
        for inner in parts.iter().skip(at + 1).take_while(|inner| inner.level > part.level) {
            let Some(heading) = inner.heading else { continue };
            let Some(titled) = titled(tree.text(heading)) else { continue };
            let pairs = pairs(tree, &inner.blocks, below, manner);
            if !pairs.is_empty() {
                found.push(Detail { field: listed.field, above, heading, titled, pairs });
            }
        }
    }
    found
}

/// Adds what the sections say to the records of a list with the same ids. The sections of others are left.
pub(super) fn enrich(
    tree: &mut Tree,
    details: &mut Vec<Detail>,
    field: FieldId,
    below: Kind,
    manner: Manner<'_>,
    (heads, rows): (&mut Vec<Head>, &mut [Row]),
) {
    details.retain(|detail| {
        let id = tree.text(detail.heading).get(detail.titled.id.clone()).unwrap_or("").to_owned();
        let column = heads.iter().find(|head| head.path.as_deref() == Some("id")).and_then(|head| head.column);
        let is = |row: &&mut Row| row.iter().any(|(key, cell)| Some(*key) == column && tree.text(*cell).trim() == id);
        let Some(row) = rows.iter_mut().find(is).filter(|_| detail.field == field) else { return true };
        add_detail(tree, detail, below, manner, heads, row);
        false
    });
}

/// The nested records of a field that only sections tell of, with their heads.
pub(super) fn records(
    tree: &mut Tree,
    details: &[Detail],
    field: FieldId,
    below: Kind,
    manner: Manner<'_>,
) -> (Vec<Head>, Vec<Row>) {
    let (mut heads, mut rows) = (Vec::new(), Vec::new());
    for detail in details.iter().filter(|detail| detail.field == field) {
        let mut row = Row::new();
        add_detail(tree, detail, below, manner, &mut heads, &mut row);
        rows.push(row);
    }
    (heads, rows)
}

fn add_detail(tree: &mut Tree, detail: &Detail, below: Kind, manner: Manner<'_>, heads: &mut Vec<Head>, row: &mut Row) {
    let main = MAIN.into_iter().find(|name| below.field(name).is_some());
    let title = detail.titled.title.clone();
    for (path, range) in [(Some("id"), Some(detail.titled.id.clone())), (main, title)] {
        if let (Some(path), Some(range)) = (path, range)
            && !gives(tree, heads, row, path)
        {
            let part = tree.add_part(detail.heading, range);
            row.push((column(tree, heads, path, part), part));
        }
    }
    for pair in &detail.pairs {
        let label = tree.text(pair.label);
        let value = tree.text(pair.value);
        let Some(path) = path_of(label, below, manner).or_else(|| entry_below(below, value)) else { continue };
        if is_blank(tree, pair.value) || gives(tree, heads, row, &path) {
            continue;
        }
        if let Some(value) = entry_ref(tree, below, &path, pair.value) {
            row.push((column(tree, heads, &path, value), value));
        }
    }
}

/// Whether a record has a value for a field.
fn gives(tree: &Tree, heads: &[Head], row: &Row, path: &str) -> bool {
    let is = |key: &Symbol| heads.iter().any(|head| head.column == Some(*key) && head.path.as_deref() == Some(path));
    row.iter().any(|(key, cell)| is(key) && !is_blank(tree, *cell))
}

/// Takes the cells of findings apart: 'F-01 Access review missing' is an id and a statement, and a status such as
/// 'Open — CAPA-2026-001' names the entry that follows the finding up.
pub(super) fn take_apart(tree: &mut Tree, below: Kind, heads: &mut Vec<Head>, rows: &mut [Row]) {
    let path = |heads: &[Head], key: Symbol| {
        heads.iter().find(|head| head.column == Some(key)).and_then(|head| head.path.clone())
    };
    let numbered = |heads: &[Head]| heads.iter().any(|head| head.path.as_deref() == Some("id"));
    let open = below.field("id").is_some() && !numbered(heads);
    for row in rows {
        let mut added = Row::new();
        for (key, cell) in row.iter_mut() {
            let path = path(heads, *key);
            if open && path.as_deref().is_some_and(|path| MAIN.contains(&path)) {
                let Some(Titled { id, title: Some(title), note: None }) = titled(tree.text(*cell)) else { continue };
                let id = tree.add_part(*cell, id);
                added.push((column(tree, heads, "id", id), id));
                *cell = tree.add_part(*cell, title);
            } else if path.is_none() && !gives(tree, heads, &added, "entry_ref") {
                let Some(path) = entry_below(below, tree.text(*cell)) else { continue };
                if let Some(value) = entry_ref(tree, below, &path, *cell) {
                    added.push((column(tree, heads, &path, value), value));
                }
            }
        }
        let known = |key: &Symbol| row.iter().any(|(known, _)| known == key);
        added.retain(|(key, _)| !known(key));
        row.extend(added);
    }
}

/// The field for the entry of a finding, if a text that nobody understands names one.
fn entry_below(below: Kind, text: &str) -> Option<String> {
    let names = ids_in(text).any(|id| kind_of_id(&text[id]) == Some(Kind::Entry));
    (below == Kind::Finding && names).then(|| "entry_ref".to_owned())
}

/// The part of a cell that names the entry of a finding; any other cell as it is.
fn entry_ref(tree: &mut Tree, below: Kind, path: &str, cell: NodeId) -> Option<NodeId> {
    if below != Kind::Finding || path != "entry_ref" {
        return Some(cell);
    }
    let text = tree.text(cell);
    let range = ids_in(text).next()?;
    Some(tree.add_part(cell, range))
}
