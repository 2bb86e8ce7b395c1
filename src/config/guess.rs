//! [`guess`]: settings for a workspace that has none, from what its files look like.

use crate::data::{NodeId, NodeKind, Spanned, Tree};
use crate::mapping::{
    Called, Recognition, SourceSettings, is_controlled_document, kind_of_id, kind_of_plural, names_weight, own_kinds,
    recognise_document, recognise_export, recognise_tables, source_kinds, weight_of_keys,
};
use crate::model::{Kind, Lexicon, Type, normalised};
use crate::read::Format;
use crate::text::{SourceId, Span};

use super::Settings;

/// Records of a file that are looked at.
const SAMPLE: usize = 5;

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
        return of_blocks(candidate, root);
    }
    // A schema describes records and holds none.
    if tree.get(root, "$schema").is_some()
        && ["properties", "$defs", "items"].iter().any(|key| tree.get(root, key).is_some())
    {
        return None;
    }
    if is_report(tree, root) {
        return None;
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
    of_parents(tree, &records).or_else(|| of_fields(tree, &records, Some(candidate.called)))
}

/// What a body of blocks holds: what its front matter says, else what it tells about, else what its tables hold.
fn of_blocks(candidate: &Candidate<'_>, root: NodeId) -> Option<Kind> {
    let (tree, called, lexicon) = (candidate.tree, candidate.called, Lexicon::embedded());
    let prose = matches!(candidate.format, Format::Markdown | Format::TextDocument);
    let front = tree.get(root, "front_matter");
    let said = front.and_then(|front| of_front_matter(tree, front));
    let told = || recognise_document(called, tree, lexicon);
    let written = || front.and_then(|front| of_fields(tree, &[front], None));
    let listed = || match recognise_tables(called, tree, candidate.format, lexicon) {
        Recognition::Kind(kind) => Some(kind),
        Recognition::Other | Recognition::Nothing => None,
    };
    let controlled = || (prose && is_controlled_document(called, tree, lexicon)).then_some(Kind::Document);
    said.or_else(|| prose.then(told).flatten()).or_else(written).or_else(listed).or_else(controlled)
}

/// Whether a text is what this program printed: a report that is kept in the workspace is no register.
fn is_report(tree: &Tree, root: NodeId) -> bool {
    let tool = tree.get(root, "tool").and_then(|tool| tree.get(tool, "name"));
    tool.is_some_and(|name| tree.text(name) == env!("CARGO_PKG_NAME"))
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
        let Type::Parent(owner) = parent.ty else { return None };
        let weight = |kind| -> f64 {
            records.iter().map(|record| weight_of_keys(tree, *record, kind, Lexicon::embedded())).sum()
        };
        // `risk_id` in front of likelihood and impact is the id of the risk itself.
        if weight(owner) > weight(kind) {
            return None;
        }
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
/// The name of a file of records and its folder are a hint.
fn of_fields(tree: &Tree, records: &[NodeId], called: Option<Called<'_>>) -> Option<Kind> {
    let kinds: Vec<Kind> = own_kinds().collect();
    let mut scores = vec![0.0_f64; kinds.len()];
    for record in records {
        for (score, kind) in scores.iter_mut().zip(&kinds) {
            *score += weight_of_keys(tree, *record, *kind, Lexicon::embedded());
        }
        let own = own_id(tree, *record);
        let hint = own.and_then(|(id, kind)| kind.or_else(|| kind_of_id(tree.text(id).trim())));
        if let Some(index) = hint.and_then(|kind| kinds.iter().position(|known| *known == kind)) {
            scores[index] += 1.0;
        }
    }
    let count = records.len().max(1) as f64;
    let hint = |kind: Kind| called.map_or(0.0, |called| names_weight(called, kind).min(1.0));
    let ranked = scores.iter().map(|score| score / count).zip(kinds);
    let mut ranked: Vec<(f64, Kind)> =
        ranked.map(|(score, kind)| (if score > 0.0 { score + hint(kind) } else { score }, kind)).collect();
    ranked.sort_by(|left, right| right.0.total_cmp(&left.0));
    let second = ranked.get(1).map_or(0.0, |(score, _)| *score);
    // A guess that is hardly better than the next one is no guess.
    ranked.first().filter(|(score, _)| *score >= 1.2 && *score >= second + 0.4).map(|(_, kind)| *kind)
}

/// The id of a record; where its key is named after a kind, such as `incident_id`, that kind.
fn own_id(tree: &Tree, record: NodeId) -> Option<(NodeId, Option<Kind>)> {
    if let Some(id) = tree.get(record, "id") {
        return Some((id, None));
    }
    tree.children(record).find_map(|child| {
        let key = normalised(tree.key_text(child)?);
        let kind = own_kinds().find(|kind| key.strip_suffix("_id") == Some(kind.variable().as_str()));
        key.ends_with("_id").then_some((child, kind))
    })
}
