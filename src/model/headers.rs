//! [`HeaderMeaning`]: what the header of a column, or the label in front of a value, stands for in records of a kind.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::data::{NodeId, NodeKind, Tree};
use crate::read::yaml;
use crate::text::SourceId;

use super::header_form::{halves, header_form, header_forms};
use super::kind::{Kind, Type};

/// What a header stands for in records of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderMeaning {
    /// The field as in `columns:` of the settings, such as `due_on` or `actions.due_on`. In kinds that are nested it may be
    /// the field of their parent (`entry` of an action): the column then says to which record each row belongs.
    pub path: String,
    /// What the header says beyond its field: paths, as in `defaults:`, with their values. Columns with the same constants
    /// describe the same nested record; columns with other constants describe another.
    pub constants: Vec<(String, String)>,
    /// How many kinds know this header; one that few know says more about what a table holds.
    pub shared: u32,
    /// Of two columns for one field the one with the lower rank is meant: 0 is the name of the field itself.
    pub rank: u32,
}

/// All headers that are known, by their form.
#[derive(Debug, Default)]
pub(super) struct Headers {
    by_form: FxHashMap<String, Vec<(Kind, HeaderMeaning)>>,
}

impl Headers {
    /// The headers of `rules/vocabulary/headers.yaml`.
    pub(super) fn read(text: &str) -> Self {
        let mut headers = Self::default();
        for entry in Entry::all(text) {
            headers.add(&entry);
        }
        for known in headers.by_form.values_mut() {
            let kinds = u32::try_from(known.iter().map(|(kind, _)| *kind).collect::<FxHashSet<_>>().len()).unwrap_or(0);
            known.iter_mut().for_each(|(_, meaning)| meaning.shared = kinds);
        }
        headers
    }

    /// What a header means in records of a kind.
    pub(super) fn meaning(&self, kind: Kind, header: &str) -> Option<&HeaderMeaning> {
        // 'Implemented (Yes/No)' holds no date.
        self.any_meaning(kind, header).filter(|meaning| !meaning.path.ends_with("_on") || !asks_yes_or_no(header))
    }

    fn any_meaning(&self, kind: Kind, header: &str) -> Option<&HeaderMeaning> {
        let whole = header_forms(header).into_iter().find_map(|form| self.known(kind, &form));
        whole.or_else(|| {
            // 'Maßnahme / Action' is one thing in two languages; 'Owner / Due' are two things.
            let halves = halves(header);
            let mut meanings = halves.iter().filter_map(|half| self.known(kind, half));
            let first = meanings.next()?;
            meanings.all(|other| other.path == first.path).then_some(first)
        })
    }

    fn known(&self, kind: Kind, form: &str) -> Option<&HeaderMeaning> {
        let exact = |form: &str| {
            let known = self.by_form.get(form)?;
            known.iter().find(|(of, _)| *of == kind).map(|(_, meaning)| meaning)
        };
        exact(form).or_else(|| exact(form.strip_suffix('s').filter(|single| single.len() > 2)?))
    }

    fn add(&mut self, entry: &Entry) {
        for form in entry.forms() {
            let known = self.by_form.entry(form).or_default();
            if !known.iter().any(|(kind, _)| *kind == entry.kind) {
                let meaning = HeaderMeaning {
                    path: entry.path.clone(),
                    constants: entry.constants.clone(),
                    shared: 0,
                    rank: entry.rank,
                };
                known.push((entry.kind, meaning));
            }
        }
    }
}

/// Whether a header says in brackets that it wants a yes or a no.
fn asks_yes_or_no(header: &str) -> bool {
    let known = ["yesno", "yn", "janein", "jn", "ouinon", "on", "sino", "simnao", "sn"];
    let bracket = header.find('(').and_then(|at| header.get(at + 1..)).and_then(|rest| rest.split(')').next());
    bracket.is_some_and(|bracket| bracket.contains('/') && known.contains(&header_form(bracket).as_str()))
}

/// One header of the file, or the name of a field.
#[derive(Debug)]
struct Entry {
    kind: Kind,
    path: String,
    constants: Vec<(String, String)>,
    header: String,
    rank: u32,
    german: bool,
}

impl Entry {
    /// What the file says, before it the names of the fields, after it the paths to fields of nested records.
    fn all(text: &str) -> Vec<Self> {
        let (tree, _) = yaml::read(SourceId(0), &Arc::from(text));
        let Some(root) = tree.roots().first().copied() else { return Vec::new() };
        let kinds = || tree.children(root).filter_map(|node| Some((node, Kind::from_name(tree.key_text(node)?)?)));
        let mut entries = Vec::new();
        for (_, kind) in kinds() {
            entries.extend(names(kind));
        }
        for (node, kind) in kinds() {
            entries.extend(tree.children(node).flat_map(|field| synonyms(&tree, kind, field, &[])));
        }
        for group in tree.get(root, "constants").into_iter().flat_map(|node| tree.children(node)) {
            let kind = tree.get(group, "kind").and_then(|node| Kind::from_name(tree.text(node)));
            let (Some(kind), Some(set), Some(fields)) = (kind, tree.get(group, "set"), tree.get(group, "fields"))
            else {
                continue;
            };
            let value = |node| Some((tree.key_text(node)?.to_owned(), tree.text(node).to_owned()));
            let constants: Vec<_> = tree.children(set).filter_map(value).collect();
            entries.extend(tree.children(fields).flat_map(|field| synonyms(&tree, kind, field, &constants)));
        }
        for (_, kind) in kinds() {
            entries.extend(paths(kind));
        }
        entries
    }

    /// The header as it is compared; Germans also write `ae` for `ä`.
    fn forms(&self) -> Vec<String> {
        let mut forms = vec![header_form(&self.header)];
        if self.german && self.header.contains(['ä', 'ö', 'ü']) {
            forms.push(header_form(&self.header.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue")));
        }
        forms
    }
}

/// A field by its own name; a field of the parent is no column of its own accord.
fn names(kind: Kind) -> impl Iterator<Item = Entry> {
    let own = kind.shape().fields.iter().filter(|field| !matches!(field.ty, Type::Parent(_)));
    own.map(move |field| Entry::plain(kind, field.name.to_owned()))
}

/// The fields of nested records by their paths: 'Inherent level', 'Effectiveness plan due on'.
fn paths(kind: Kind) -> impl Iterator<Item = Entry> {
    kind.shape().fields.iter().flat_map(move |field| {
        let below = if let Type::Record(below) = field.ty { below.shape().fields } else { &[] };
        let own = below.iter().filter(|inner| !matches!(inner.ty, Type::Parent(_)));
        own.map(move |inner| Entry::plain(kind, format!("{}.{}", field.name, inner.name)))
    })
}

/// `due_on: {en: [due date], de: [fällig am]}`.
fn synonyms(tree: &Tree, kind: Kind, field: NodeId, constants: &[(String, String)]) -> Vec<Entry> {
    let path = tree.key_text(field).unwrap_or("");
    let mut entries = Vec::new();
    for language in tree.children(field).filter(|node| tree.kind(*node) == NodeKind::Sequence) {
        let german = tree.key_text(language) == Some("de");
        for (rank, header) in (1..).zip(tree.children(language)) {
            entries.push(Entry {
                path: path.to_owned(),
                constants: constants.to_vec(),
                header: tree.text(header).to_owned(),
                rank,
                german,
                kind,
            });
        }
    }
    entries
}

impl Entry {
    fn plain(kind: Kind, path: String) -> Self {
        Self { kind, header: path.clone(), path, constants: Vec::new(), rank: 0, german: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tables::VOCABULARIES;
    use crate::model::{Field, Lexicon, embedded};

    fn text() -> &'static str {
        embedded().iter().find(|(path, _)| *path == "vocabulary/headers.yaml").unwrap().1
    }

    /// The field at the end of a path.
    fn field_at(kind: Kind, path: &str) -> Option<&'static Field> {
        let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
        let info = kind.field_info(kind.field(first)?);
        match (rest, info.ty) {
            (None, _) => Some(info),
            (Some(rest), Type::Record(below) | Type::Keyed(below)) => field_at(below, rest),
            _ => None,
        }
    }

    #[test]
    fn every_header_stands_for_one_field_that_exists() {
        let mut known: FxHashMap<(Kind, String), Entry> = FxHashMap::default();
        let mut faults = Vec::new();
        for entry in Entry::all(text()) {
            let (kind, name) = (entry.kind, entry.kind.name());
            if field_at(kind, &entry.path).is_none() {
                faults.push(format!("{name}: there is no field `{}`", entry.path));
            }
            for (path, value) in &entry.constants {
                match field_at(kind, path).map(|field| field.ty) {
                    Some(Type::Enum(words)) if VOCABULARIES.iter().any(|all| all.name == words.name) => {
                        if words.set(value).is_none() {
                            faults.push(format!("{name}: `{path}` has no word `{value}`"));
                        }
                    }
                    _ => faults.push(format!("{name}: `{path}` is no field with words")),
                }
            }
            for form in entry.forms() {
                // Paths come last: they give way to what the file says.
                let path = entry.rank == 0 && entry.path.contains('.');
                if let Some(other) = known.get(&(kind, form.clone())).filter(|_| !path) {
                    faults.push(format!(
                        "{name}: `{}` of `{}` is `{}` of `{}`",
                        entry.header, entry.path, other.header, other.path
                    ));
                }
            }
            for form in entry.forms() {
                let copy =
                    Entry { header: entry.header.clone(), path: entry.path.clone(), constants: Vec::new(), ..entry };
                known.entry((kind, form)).or_insert(copy);
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn headers_are_understood_in_any_dress() {
        let lexicon = Lexicon::embedded();
        for (kind, header, path) in [
            (Kind::Entry, "id", Some("id")),
            (Kind::Entry, "Due Date", Some("actions.due_on")),
            (Kind::Entry, "dueDate", Some("actions.due_on")),
            (Kind::Entry, "**Due**", Some("actions.due_on")),
            (Kind::Entry, "due", Some("actions.due_on")),
            (Kind::Entry, "Owner", Some("owner")),
            (Kind::Entry, "👤 Responsible\nperson", Some("owner")),
            (Kind::Entry, "Status *", Some("status")),
            (Kind::Entry, "Status (as of 21 Feb 2025)", Some("status")),
            (Kind::Entry, "CAPAID", Some("id")),
            (Kind::Entry, "CAPA_ID", Some("id")),
            (Kind::Entry, "#", Some("id")),
            (Kind::Entry, "Nr.", Some("id")),
            (Kind::Entry, "1. Finding ID", Some("id")),
            (Kind::Entry, "Non‑conformity", Some("description")),
            (Kind::Entry, "Maßnahme / Measure", Some("actions.title")),
            (Kind::Entry, "Fälligkeit", Some("actions.due_on")),
            (Kind::Entry, "Faelligkeit", Some("actions.due_on")),
            (Kind::Entry, "Échéance", Some("actions.due_on")),
            (Kind::Entry, "Acoes", Some("actions.title")),
            (Kind::Entry, "Verified By:", Some("actions.verified_by")),
            (Kind::Entry, "Effectiveness Check", Some("effectiveness")),
            (Kind::Entry, "Wirksamkeit geprüft am", Some("effectiveness.reviewed_on")),
            (Kind::Entry, "effectiveness.result", Some("effectiveness.result")),
            (Kind::Entry, "Implemented", Some("actions.implemented_on")),
            (Kind::Entry, "Implemented (Yes/No)", None),
            (Kind::Entry, "Effective? (Y/N)", Some("effectiveness.result")),
            (Kind::Entry, "Owner / Due", None),
            (Kind::Entry, "Type", None),
            (Kind::Entry, "Date", None),
            (Kind::Entry, "", None),
            (Kind::Entry, "—", None),
            (Kind::Risk, "Likelihood (1-5)", Some("inherent.likelihood")),
            (Kind::Risk, "Asset(s) Affected", Some("assets")),
            (Kind::Risk, "Inherent_Level", Some("inherent.level")),
            (Kind::Action, "NCR", Some("entry")),
            (Kind::Action, "Entry", Some("entry")),
            (Kind::EffectivenessReview, "Entry No", Some("entry")),
            (Kind::Review, "Date", Some("held_on")),
        ] {
            let meaning = lexicon.header(kind, header).map(|meaning| meaning.path.as_str());
            assert_eq!(meaning, path, "{} {header}", kind.name());
        }
    }

    #[test]
    fn some_headers_say_more_than_their_field() {
        let lexicon = Lexicon::embedded();
        let set = |path: &str, value: &str| vec![(path.to_owned(), value.to_owned())];
        for (header, path, constants) in [
            ("Corrective Action(s)", "actions.title", set("actions.type", "corrective")),
            ("Correction (Immediate)", "actions.title", set("actions.type", "correction")),
            ("Sofortmaßnahme", "actions.title", set("actions.type", "correction")),
            ("Containment date", "actions.implemented_on", set("actions.type", "correction")),
            ("NCR No.", "id", set("kind", "nonconformity")),
            ("Action", "actions.title", Vec::new()),
        ] {
            let meaning = lexicon.header(Kind::Entry, header).unwrap();
            assert_eq!((meaning.path.as_str(), &meaning.constants), (path, &constants), "{header}");
        }
        let shared = |kind, header| lexicon.header(kind, header).unwrap().shared;
        assert!(shared(Kind::Entry, "Owner") > 5 && shared(Kind::Entry, "CAPA number") == 1);
        let rank = |header| lexicon.header(Kind::Entry, header).unwrap().rank;
        assert!(rank("id") < rank("NCR No") && rank("NCR No") < rank("#"));
    }
}
