//! [`guess`]: settings for a workspace that has none, from what its files look like.

use crate::data::{NodeId, NodeKind, Spanned, Tree};
use crate::mapping::{
    Called, Recognition, SourceSettings, kind_of_plural, own_kinds, recognise_export, recognise_tables, source_kinds,
    weight_of_keys,
};
use crate::model::{Kind, Lexicon, Type, normalised};
use crate::read::Format;
use crate::text::{SourceId, Span};

use super::Settings;

/// Records of a file that are looked at.
const SAMPLE: usize = 5;

/// How ids of a kind usually begin.
static PREFIXES: &[(&str, Kind)] = &[
    ("IMP", Kind::Entry),
    ("NC", Kind::Entry),
    ("NCR", Kind::Entry),
    ("CAPA", Kind::Entry),
    ("CAR", Kind::Entry),
    ("OFI", Kind::Entry),
    ("INC", Kind::Incident),
    ("R", Kind::Risk),
    ("RISK", Kind::Risk),
    ("RA", Kind::RiskAcceptance),
    ("MR", Kind::Review),
    ("IA", Kind::Audit),
    ("AUD", Kind::Audit),
    ("AP", Kind::AuditProgramme),
    ("CHG", Kind::ChangeTicket),
    ("LL", Kind::Lesson),
    ("COM", Kind::Communication),
    ("OBJ", Kind::Objective),
    ("SUG", Kind::Suggestion),
    ("POL", Kind::Document),
    ("PROC", Kind::Document),
];

/// A text that may hold records.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// What it is called.
    pub called: Called<'a>,
    /// What was read from it.
    pub tree: &'a Tree,
    /// How it was read.
    pub format: &'a Format,
}

/// Settings for files of which nobody said what they are. What is not clear is left out.
///
/// The sources are marked as guessed: each carries only the fields that it was seen to use.
#[must_use]
pub fn guess(candidates: &[Candidate<'_>]) -> Settings {
    let top = candidates.first().map_or(Span::top(SourceId(0)), |first| Span::top(first.tree.source()));
    let mut settings = Settings::empty(top);
    settings.guessed = true;
    for candidate in candidates {
        let (path, sheet) = (candidate.called.path, candidate.called.sheet);
        match guess_one(candidate) {
            Guess::Kind(kind) => {
                let span = Span::top(candidate.tree.source());
                let source = SourceSettings::canonical(kind, path, span);
                let sheet = sheet.map(|sheet| Spanned { value: sheet.to_owned(), span });
                settings.sources.push(SourceSettings { guessed: true, sheet, ..source });
            }
            Guess::Other => {
                let sheet = sheet.map_or_else(String::new, |sheet| format!(" {sheet}"));
                settings.others.push(format!("{path}{sheet}"));
            }
            Guess::Nothing => {}
        }
    }
    settings
}

/// What a text seems to hold.
enum Guess {
    Kind(Kind),
    /// A register of something that no rule looks at.
    Other,
    Nothing,
}

fn guess_one(candidate: &Candidate<'_>) -> Guess {
    let tree = candidate.tree;
    if let Some(kind) = kind_of(candidate) {
        return Guess::Kind(kind);
    }
    let other = candidate.format.has_blocks()
        && !tree.roots().is_empty()
        && recognise_tables(candidate.called, tree, candidate.format, Lexicon::embedded()) == Recognition::Other;
    if other { Guess::Other } else { Guess::Nothing }
}

fn kind_of(candidate: &Candidate<'_>) -> Option<Kind> {
    let tree = candidate.tree;
    let root = tree.roots().first().copied()?;
    if let Some(export) = recognise_export(tree, candidate.format) {
        return Some(export.kind());
    }
    if candidate.format.has_blocks() {
        if let Some(front) = tree.get(root, "front_matter")
            && let Some(kind) = of_front_matter(tree, front).or_else(|| of_fields(tree, &[front]))
        {
            return Some(kind);
        }
        return match recognise_tables(candidate.called, tree, candidate.format, Lexicon::embedded()) {
            Recognition::Kind(kind) => Some(kind),
            Recognition::Other | Recognition::Nothing => None,
        };
    }
    if tree.kind(root) == NodeKind::Mapping {
        let announced = tree.children(root).filter(|child| !matches!(tree.kind(*child), NodeKind::Scalar(_)));
        let mut announced = announced.filter_map(|child| kind_of_plural(tree.key_text(child)?));
        let own_id = tree.get(root, "id").is_some();
        if let Some(kind) = announced.next().filter(|_| !own_id) {
            return Some(kind);
        }
    }
    // `minutes.pdf.yaml` holds the control data of `minutes.pdf`, as front matter would.
    if candidate.called.path.contains(".pdf.")
        && let Some(kind) = of_front_matter(tree, root)
    {
        return Some(kind);
    }
    let records = records(tree, root);
    of_parents(tree, &records).or_else(|| of_fields(tree, &records))
}

/// The nested kind whose records name what they belong to: `entry_id` beside two fields of an action.
fn of_parents(tree: &Tree, records: &[NodeId]) -> Option<Kind> {
    let names: Vec<Vec<String>> = records
        .iter()
        .map(|record| tree.children(*record).map(|child| normalised(tree.key_text(child).unwrap_or("")).into_owned()))
        .map(Iterator::collect)
        .collect();
    let score = |kind: Kind| {
        let parent = kind.shape().fields.iter().find(|field| matches!(field.ty, Type::Parent(_)))?;
        let is_parent = |name: &String| name.strip_suffix("_id").unwrap_or(name) == parent.name;
        let naming = names.iter().filter(|names| names.iter().any(is_parent)).count();
        let known = names.iter().flatten().filter(|name| !is_parent(name) && kind.field(name).is_some()).count();
        (naming * 2 > names.len() && known >= names.len() * 2).then_some((known, kind))
    };
    let mut scores: Vec<(usize, Kind)> = source_kinds().filter_map(score).collect();
    scores.sort_by_key(|(known, _)| std::cmp::Reverse(*known));
    match scores.as_slice() {
        [(best, _), (second, _), ..] if best == second => None,
        scores => scores.first().map(|(_, kind)| *kind),
    }
}

/// The records of a tree, as far as they are needed: the items of the list or of its only list, or the mapping itself.
fn records(tree: &Tree, root: NodeId) -> Vec<NodeId> {
    let mappings = |list: NodeId| -> Vec<NodeId> {
        tree.children(list).take(SAMPLE).filter(|item| tree.kind(*item) == NodeKind::Mapping).collect()
    };
    if tree.kind(root) == NodeKind::Sequence {
        return mappings(root);
    }
    let lists: Vec<NodeId> = tree.children(root).filter(|child| tree.kind(*child) == NodeKind::Sequence).collect();
    match lists.as_slice() {
        [only] if tree.get(root, "id").is_none() && !mappings(*only).is_empty() => mappings(*only),
        _ => vec![root],
    }
}

/// What front matter says itself.
fn of_front_matter(tree: &Tree, front: NodeId) -> Option<Kind> {
    if tree.get(front, "document_types").or_else(|| tree.get(front, "document_type")).is_some() {
        return Some(Kind::Document);
    }
    let kind = tree.get(front, "kind").map(|node| normalised(tree.text(node)).into_owned())?;
    source_kinds().find(|known| known.variable() == kind)
}

/// The kind whose fields the records use: a field that only one kind has says most, and ids often begin in a known way.
fn of_fields(tree: &Tree, records: &[NodeId]) -> Option<Kind> {
    let kinds: Vec<Kind> = own_kinds().collect();
    let mut scores = vec![0.0_f64; kinds.len()];
    for record in records {
        for (score, kind) in scores.iter_mut().zip(&kinds) {
            *score += weight_of_keys(tree, *record, *kind, Lexicon::embedded());
        }
        let prefix = tree.get(*record, "id").and_then(|id| tree.text(id).split(['-', '_', ' ']).next());
        let hint = prefix.and_then(|prefix| PREFIXES.iter().find(|(known, _)| *known == prefix));
        if let Some(index) = hint.and_then(|(_, kind)| kinds.iter().position(|known| known == kind)) {
            scores[index] += 1.0;
        }
    }
    let count = records.len().max(1) as f64;
    let mut ranked: Vec<(f64, Kind)> = scores.iter().map(|score| score / count).zip(kinds).collect();
    ranked.sort_by(|left, right| right.0.total_cmp(&left.0));
    let second = ranked.get(1).map_or(0.0, |(score, _)| *score);
    // A guess that is hardly better than the next one is no guess.
    ranked.first().filter(|(score, _)| *score >= 1.2 && *score >= second + 0.4).map(|(_, kind)| *kind)
}
