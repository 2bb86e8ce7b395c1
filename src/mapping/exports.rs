//! Files that another tool wrote: known by their keys or heads, and read as a file of `rules/exports` says.

use std::sync::{Arc, OnceLock};

use crate::data::{NodeId, NodeKind, Spanned, Tree};
use crate::model::{Kind, embedded, normalised};
use crate::read::{Format, yaml};
use crate::text::SourceId;

use super::oscal;
use super::reading::Ignored;
use super::settings::{ColumnRule, DefaultValue, FieldPath, SourceSettings, WordRule};
use super::tables::{cells, raw_tables};

/// Rows in which heads are looked for, and items of a list that are looked at.
const LOOKED_AT: usize = 15;

/// The export whose items refer to lists beside them.
const OSCAL: &str = "oscal-poam";

/// How the files of a tool are known and read.
#[derive(Debug)]
pub struct Export {
    /// Its name, such as `jira-csv`.
    pub name: &'static str,
    /// What people call it: `CSV export of Jira`.
    pub title: String,
    settings: SourceSettings,
    /// Keys that all records have, normalised.
    all: Vec<String>,
    /// Keys of which the records have at least one; empty if nothing else is asked for.
    any: Vec<String>,
}

impl Export {
    /// The kind of its records.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.settings.kind
    }

    fn has_keys(&self, names: &[String]) -> bool {
        let has = |name: &String| names.contains(name);
        self.all.iter().all(has) && (self.any.is_empty() || self.any.iter().any(has))
    }
}

/// How a file that another tool wrote is to be mapped.
pub(super) struct Prepared {
    pub(super) export: &'static Export,
    /// The settings of the source, and what is known of the export where they say nothing.
    pub(super) settings: SourceSettings,
    pub(super) ignored: Vec<Ignored>,
}

/// The tool that wrote a file, if it is known.
#[must_use]
pub fn recognise_export(tree: &Tree, format: &Format) -> Option<&'static Export> {
    known(tree, format).map(|(export, _)| export)
}

/// The export, and the names by which it was recognised.
fn known(tree: &Tree, format: &Format) -> Option<(&'static Export, Vec<String>)> {
    let samples = if format.has_blocks() { heads(tree) } else { keys(tree) };
    let found = |export: &'static Export| Some((export, samples.iter().find(|names| export.has_keys(names))?.clone()));
    exports().iter().find_map(found)
}

/// Makes a tree ready that a known tool wrote; gives it back as it is where none did, or where it is to hold something
/// else.
pub(super) fn prepare(declared: &SourceSettings, tree: Tree, format: &Format) -> (Tree, Option<Prepared>) {
    let Some((export, heads)) = known(&tree, format).filter(|(export, _)| export.kind() == declared.kind) else {
        return (tree, None);
    };
    let (tree, ignored) = match export.name {
        OSCAL => match oscal::joined(&tree) {
            Some(joined) => joined,
            None => return (tree, None),
        },
        _ => (tree, Vec::new()),
    };
    let names = match format.has_blocks() {
        true => heads,
        false => tree.symbols().iter().map(|name| normalised(name).into_owned()).collect(),
    };
    let settings = completed(declared, export, &names);
    (tree, Some(Prepared { export, settings, ignored }))
}

/// The declared settings, with what is known of an export for the fields of which they say nothing.
fn completed(declared: &SourceSettings, export: &Export, names: &[String]) -> SourceSettings {
    let mut settings = declared.clone();
    let here = |field: &FieldPath| FieldPath { span: declared.span, ..field.clone() };
    let said = |field: &FieldPath| declared.columns.iter().any(|rule| rule.field.text == field.text);
    for rule in export.settings.columns.iter().filter(|rule| !said(&rule.field)) {
        let keys = rule.keys.iter().flat_map(|key| written(&key.value, names));
        let keys: Vec<_> = keys.map(|value| Spanned { value, span: declared.span }).collect();
        if !keys.is_empty() {
            settings.columns.push(ColumnRule { field: here(&rule.field), keys, group: 0, recognised: true });
        }
    }
    for rule in &export.settings.words {
        let same = |known: &&WordRule| known.field.text == rule.field.text && known.word == rule.word;
        if declared.words.iter().find(same).is_none() {
            settings.words.push(WordRule { field: here(&rule.field), ..rule.clone() });
        }
    }
    for rule in &export.settings.defaults {
        let fed = settings.columns.iter().any(|column| column.field.text == rule.field.text);
        if !fed && !declared.defaults.iter().any(|known| known.field.text == rule.field.text) {
            settings.defaults.push(DefaultValue { field: here(&rule.field), ..rule.clone() });
        }
    }
    settings
}

/// A key as often as it stands among the names: the second column of one head is called `Comment (2)`.
fn written(key: &str, names: &[String]) -> Vec<String> {
    let has = |name: &str| names.iter().filter(|known| *known.as_str() == *normalised(name)).count();
    match has(key) {
        0 if key.contains('.') && key.split('.').all(|part| has(part) > 0) => vec![key.to_owned()],
        0 => Vec::new(),
        times => {
            let further = (2..=times).map(|number| format!("{key} ({number})"));
            std::iter::once(key.to_owned()).chain(further).collect()
        }
    }
}

/// The first rows of the tables of a body, each as names.
fn heads(tree: &Tree) -> Vec<Vec<String>> {
    let names = |row: &NodeId| cells(tree, *row).iter().map(|cell| normalised(tree.text(*cell)).into_owned()).collect();
    let tables = raw_tables(tree);
    tables.iter().flat_map(|table| table.rows.iter().take(LOOKED_AT)).map(names).collect()
}

/// The keys of the first items of a list, of the mapping itself, or of the first items of the lists in it.
fn keys(tree: &Tree) -> Vec<Vec<String>> {
    let names = |node: NodeId| -> Vec<String> {
        let keys = tree.children(node).filter_map(|child| tree.key_text(child));
        keys.map(|key| normalised(key).into_owned()).collect()
    };
    let items = |list: NodeId| {
        let items: Vec<NodeId> = tree.children(list).take(LOOKED_AT).collect();
        items.into_iter().filter(|item| tree.kind(*item) == NodeKind::Mapping)
    };
    let mut samples = Vec::new();
    for root in tree.roots().iter().take(LOOKED_AT) {
        match tree.kind(*root) {
            NodeKind::Sequence => samples.extend(items(*root).map(names)),
            NodeKind::Mapping => {
                samples.push(names(*root));
                let lists = tree.children(*root).filter(|child| tree.kind(*child) == NodeKind::Sequence);
                samples.extend(lists.flat_map(items).map(names));
            }
            NodeKind::Scalar(_) => {}
        }
    }
    samples
}

/// All exports that are known.
fn exports() -> &'static [Export] {
    static EXPORTS: OnceLock<Vec<Export>> = OnceLock::new();
    EXPORTS.get_or_init(|| {
        let files = embedded().iter().filter(|(path, _)| path.starts_with("exports/"));
        files.filter_map(|(_, text)| read(text)).collect()
    })
}

/// Reads a file of `rules/exports`; `None` if it is wrong, which a test sees.
fn read(text: &'static str) -> Option<Export> {
    let (tree, problems) = yaml::read(SourceId(0), &Arc::from(text));
    let root = tree.roots().first().copied().filter(|_| problems.is_empty())?;
    let by = tree.get(root, "recognised_by")?;
    let names = |key: &str| -> Vec<String> {
        let list = tree.get(by, key);
        let names = list.into_iter().flat_map(|list| tree.children(list)).map(|name| tree.text(name));
        names.map(|name| normalised(name).into_owned()).collect()
    };
    let span = tree.span(tree.get(root, "export")?);
    Some(Export {
        name: text.get(span.start as usize..span.end as usize)?,
        title: tree.text(tree.get(root, "title")?).to_owned(),
        settings: SourceSettings::read_export(&tree, root).ok()?,
        all: names("all"),
        any: names("any"),
    })
}

#[cfg(test)]
mod tests;
