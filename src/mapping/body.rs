//! What the body of a Markdown document adds to the fields of its front matter: sections, inputs of a review, the title.

use crate::data::{NodeId, NodeKind, Tree};
use crate::model::{FieldId, Headings, Kind, normalised};
use crate::read::markdown::{Section, sections};

use super::Common;

/// A Markdown document as one record.
pub(super) struct Body {
    /// The front matter; the body where there is none.
    pub(super) record: NodeId,
    pub(super) has_front_matter: bool,
    /// What the body feeds.
    pub(super) extra: Vec<(FieldId, NodeId)>,
}

/// Reads the body of a Markdown tree for a record of a kind; `None` for an empty tree.
pub(super) fn read_body(tree: &mut Tree, kind: Kind, common: Common<'_>) -> Option<Body> {
    let root = tree.roots().first().copied()?;
    let front = tree.get(root, "front_matter").filter(|node| tree.kind(*node) == NodeKind::Mapping);
    let record = front.or_else(|| tree.get(root, "body"))?;
    let found = sections(tree);
    let mut extra = Vec::new();
    let title = found.iter().find(|section| section.level == 1).and_then(|section| section.heading);
    if let (Some(field), Some(title)) = (kind.field("title"), title)
        && front.is_none_or(|front| !has(tree, front, "title"))
    {
        extra.push((field, title));
    }
    match kind {
        Kind::Document => {
            let headings = common.lexicon.sections();
            let covered = |section: &Section, tree: &Tree| {
                let mut keys = keys(tree, section, Some(headings));
                // The title of a document names its subject, and not what one of its sections is about.
                if keys.is_empty() && section.level > 1 {
                    let within = headings.keys_within(section.title(tree));
                    keys.extend(within.into_iter().map(|text| Covered { text: text.to_owned(), marker: None }));
                }
                keys
            };
            let list = add_sections(tree, &found, common, covered, true);
            extra.extend(kind.field("sections").map(|field| (field, list)));
        }
        Kind::Review => {
            let inputs = common.lexicon.inputs(common.pack);
            let given: Vec<String> = front.map_or_else(Vec::new, |front| given_inputs(tree, front));
            let covered = |section: &Section, tree: &Tree| {
                let mut keys = keys(tree, section, inputs);
                keys.retain(|key| {
                    inputs.is_none_or(|inputs| inputs.has(&key.text)) && !given.contains(&key.text.to_lowercase())
                });
                keys
            };
            let list = add_sections(tree, &found, common, covered, false);
            extra.extend(kind.field("inputs").map(|field| (field, list)));
            let whole: Vec<NodeId> = found
                .iter()
                .flat_map(|section| &section.covers)
                .copied()
                .filter(|key| inputs.is_some_and(|inputs| !inputs.has(tree.text(*key).trim())))
                .collect();
            extra.extend(kind.field("covers").into_iter().flat_map(|field| whole.iter().map(move |key| (field, *key))));
        }
        _ => {}
    }
    Some(Body { record, has_front_matter: front.is_some(), extra })
}

/// A key that a section covers, and the marker that says so; `None` where the heading does.
struct Covered {
    text: String,
    marker: Option<NodeId>,
}

/// What a section covers: what its markers say, else what its heading means.
fn keys(tree: &Tree, section: &Section, headings: Option<&Headings>) -> Vec<Covered> {
    if !section.covers.is_empty() {
        let marked = section.covers.iter().map(|node| (*node, tree.text(*node).trim()));
        return marked.map(|(node, text)| Covered { text: text.to_owned(), marker: Some(node) }).collect();
    }
    let keys = headings.map_or(&[][..], |headings| headings.keys(section.title(tree)));
    keys.iter().map(|text| Covered { text: text.clone(), marker: None }).collect()
}

/// Adds the sections that cover a key to the tree: `key`, `heading` where it is asked for, `text`.
///
/// Of several sections for a key the first with a text wins: minutes often have an agenda with the same headings first.
fn add_sections(
    tree: &mut Tree,
    found: &[Section],
    common: Common<'_>,
    covered: impl Fn(&Section, &Tree) -> Vec<Covered>,
    with_heading: bool,
) -> NodeId {
    let placeholder = |text: &str| common.lexicon.stand_ins.is_placeholder(text);
    let mut chosen: Vec<(Covered, &Section, bool)> = Vec::new();
    for section in found {
        let given = section.is_given(tree, placeholder);
        for key in covered(section, tree) {
            match chosen.iter_mut().find(|(known, ..)| known.text == key.text) {
                Some(known) if given && !known.2 => *known = (key, section, given),
                Some(_) => {}
                None => chosen.push((key, section, given)),
            }
        }
    }
    let mut records = Vec::new();
    for (key, section, given) in chosen {
        let at = tree.span(key.marker.or(section.heading).unwrap_or(NodeId(0)));
        let constant = tree.constant(&key.text);
        let mut pairs = vec![("key", tree.add_text(constant, at.start, at.end))];
        pairs.extend(section.heading.filter(|_| with_heading).map(|heading| ("heading", heading)));
        pairs.push(("text", text_of(tree, section, given)));
        records.push(pairs);
    }
    tree.add_list(&records)
}

/// The text of a section as one scalar; its first placeholder if it has nothing else, and an empty one if it has nothing.
fn text_of(tree: &mut Tree, section: &Section, given: bool) -> NodeId {
    let written = section.texts.iter().copied().find(|text| !tree.text(*text).trim().is_empty());
    if let Some(placeholder) = written.filter(|_| !given) {
        return placeholder;
    }
    let text = if given { section.text(tree) } else { String::new() };
    let constant = tree.constant(&text);
    let end = section.heading.map_or(section.span.start, |heading| tree.span(heading).end);
    let place = section.content.map_or((end, end), |content| (content.start, content.end));
    tree.add_text(constant, place.0, place.1)
}

/// The inputs that the front matter gives itself, in lower case.
fn given_inputs(tree: &Tree, front: NodeId) -> Vec<String> {
    let Some(inputs) = tree.get(front, "inputs") else { return Vec::new() };
    let key = |node: NodeId| {
        let inner = tree.get(node, "key").map(|key| tree.text(key));
        tree.key_text(node).or(inner).map(|key| key.trim().to_lowercase())
    };
    tree.children(inputs).filter_map(key).collect()
}

/// Whether a mapping has a key that is named like a field.
fn has(tree: &Tree, node: NodeId, name: &str) -> bool {
    tree.children(node).any(|child| tree.key_text(child).is_some_and(|key| normalised(key) == name))
}
