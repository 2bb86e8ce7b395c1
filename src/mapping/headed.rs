//! Records that stand each below a heading: labels or a table of labels and values, with tables of their actions.

use crate::data::{NodeId, Tree};
use crate::model::{Group, Kind, Lexicon, Type};
use crate::text::Span;

use super::details::details;
use super::draft::Draft;
use super::heads::{path_of, word_in};
use super::prose::{Pair, Section, Titled, kind_of, known_paths, label_table, pairs, sections, titled};
use super::settings::SourceSettings;
use super::tables::{Manner, Table, Tables, is_blank};

/// Where the records of a document stand.
pub(super) struct Look {
    sections: Vec<Section>,
    /// The sections that are records, in their order.
    records: Vec<usize>,
    /// They have ids; without them only a declared source may be read so.
    pub(super) by_id: bool,
}

impl Look {
    /// What the records take up, and what else holds no rows of records.
    pub(super) fn spans(&self) -> Vec<Span> {
        self.records.iter().map(|at| whole(&self.sections, *at)).collect()
    }
}

/// What stands below the headings of a document, for whoever guesses what it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headed {
    /// The ids in its headings, or the headings where labels give the ids.
    pub ids: Vec<String>,
    /// Fields of the kind that the labels below them give, in all.
    pub known: usize,
}

/// What records of a kind a document has below headings with ids.
#[must_use]
pub fn headed_records(tree: &Tree, kind: Kind, lexicon: &Lexicon) -> Headed {
    let settings = SourceSettings::canonical(kind, "", Span::top(tree.source()));
    let manner = Manner { settings: &settings, lexicon, strict: true, prose: true, several: true };
    let Some(look) = look(tree, kind, manner).filter(|look| look.by_id) else { return Headed::default() };
    let mut found = Headed::default();
    for at in &look.records {
        let title = look.sections[*at].title(tree);
        found.ids.push(titled(title).map_or(title, |parts| &title[parts.id]).to_owned());
        let pairs = own_pairs(tree, &look.sections, *at, kind, manner);
        found.known += known_paths(pairs.iter().map(|pair| tree.text(pair.label)), kind, manner).len();
    }
    found
}

/// A section that may be a record.
struct Candidate {
    at: usize,
    /// Its heading begins with an id.
    titled: Option<String>,
    /// A label says its id.
    labelled: bool,
    /// Fields that its labels give.
    known: usize,
}

/// Finds the headings of a document that are records of a kind, by the structure below them; `None` if there are none.
///
/// They are of one level: the one at which most is known of most records.
pub(super) fn look(tree: &Tree, kind: Kind, manner: Manner<'_>) -> Option<Look> {
    let sections = sections(tree);
    let mut levels: Vec<Vec<Candidate>> = (0..=6).map(|_| Vec::new()).collect();
    for (at, section) in sections.iter().enumerate().filter(|(_, section)| section.level > 0) {
        let pairs = own_pairs(tree, &sections, at, kind, manner);
        let known = known_paths(pairs.iter().map(|pair| tree.text(pair.label)), kind, manner).len();
        let title = section.title(tree);
        let titled = titled(title).map(|parts| prefix(&title[parts.id]).to_owned());
        let labelled = pairs.iter().any(|pair| is_id(tree, pair, kind, manner));
        if let Some(level) = levels.get_mut(usize::from(section.level)) {
            level.push(Candidate { at, titled, labelled, known });
        }
    }
    let mut best: Option<(usize, Vec<usize>)> = None;
    for level in &levels {
        let strong =
            |candidate: &&Candidate| candidate.known >= 2 && (candidate.titled.is_some() || candidate.labelled);
        let score = level.iter().filter(strong).map(|candidate| candidate.known).sum();
        if score == 0 || best.as_ref().is_some_and(|(known, _)| *known >= score) {
            continue;
        }
        // A heading with an id of the same sort as its neighbours' is a record, however little stands below it.
        let mut prefixes: Vec<&str> = level.iter().filter(strong).filter_map(|known| known.titled.as_deref()).collect();
        prefixes.sort_unstable();
        let alike =
            |one: &Candidate| one.titled.as_deref().is_some_and(|prefix| prefixes.binary_search(&prefix).is_ok());
        let records = level.iter().filter(|one| strong(one) || alike(one)).map(|one| one.at).collect();
        best = Some((score, records));
    }
    let by_id = best.is_some();
    let records = best.map(|(_, records)| records).or_else(|| {
        let strong = levels.iter().map(|level| level.iter().filter(|one| one.known >= 2).collect::<Vec<_>>());
        let best =
            strong.filter(|level| level.len() >= 2).reduce(|one, next| if next.len() > one.len() { next } else { one });
        best.map(|level| level.into_iter().map(|one| one.at).collect())
    })?;
    Some(Look { sections, records, by_id })
}

/// The letters before the number of an id.
fn prefix(id: &str) -> &str {
    id.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or(id)
}

/// The labels of a section; those of its first part, where it has none itself.
fn own_pairs(tree: &Tree, sections: &[Section], at: usize, kind: Kind, manner: Manner<'_>) -> Vec<Pair> {
    let own = pairs(tree, &sections[at].blocks, kind, manner);
    let first = sections[at].inner.start;
    let announced = |first: usize| manner.lexicon.announces(sections[first].title(tree), Group::Control);
    let few = known_paths(own.iter().map(|pair| tree.text(pair.label)), kind, manner).len() < 2;
    if few && sections[at].inner.contains(&first) && announced(first) {
        return pairs(tree, &sections[first].blocks, kind, manner);
    }
    own
}

/// Whether a label gives an id: `CAPA: a corrective action` explains a word.
fn is_id(tree: &Tree, pair: &Pair, kind: Kind, manner: Manner<'_>) -> bool {
    let value = tree.text(pair.value);
    let numbered = value.len() <= 40 && value.contains(|letter: char| letter.is_ascii_digit());
    numbered && path_of(tree.text(pair.label), kind, manner).as_deref() == Some("id")
}

/// Adds the records to the tables of a document, as rows of one.
pub(super) fn read(tree: &mut Tree, look: &Look, kind: Kind, manner: Manner<'_>, tables: &mut Tables) {
    let mut records = Table { kind, heads: Vec::new(), rows: Vec::new(), extra: Vec::new() };
    for at in &look.records {
        let mut draft = Draft::new(kind, manner, Vec::new());
        let parts: Vec<&Section> = sections_of(&look.sections, *at).collect();
        let mut all = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            let title = part.title(tree);
            let announced = |group| manner.lexicon.announces(title, group);
            if number == 0 || announced(Group::Control) || announced(Group::Closure) {
                all.extend(pairs(tree, &part.blocks, kind, manner));
            } else {
                for block in part.blocks.iter().filter(|block| number == 1 && kind_of(tree, **block) == "table") {
                    all.extend(label_table(tree, *block, kind, manner));
                }
            }
        }
        draft.add_pairs(tree, &all);
        if let Some(heading) = look.sections[*at].heading {
            title_of(tree, &mut draft, heading, titled(tree.text(heading)), manner);
        }
        parts_of(tree, &mut draft, &parts, manner, tables);
        let (node, heads, nested) = draft.finish(tree);
        records.rows.push(node);
        records.heads.extend(heads);
        tables.list.extend(nested);
    }
    tables.list.push(records);
}

/// What a heading with an id says: the id, the title, and a word in brackets such as `(Minor)`.
pub(super) fn title_of(
    tree: &mut Tree,
    draft: &mut Draft<'_>,
    heading: NodeId,
    parts: Option<Titled>,
    manner: Manner<'_>,
) {
    let Some(parts) = parts else {
        return draft.add(tree, "title", "title", tree.span(heading), heading);
    };
    let id = tree.add_part(heading, parts.id);
    draft.add(tree, "id", "id", tree.span(id), id);
    if let Some(title) = parts.title {
        let title = tree.add_part(heading, title);
        draft.add(tree, "title", "title", tree.span(title), title);
    }
    let Some(note) = parts.note else { return };
    for field in ["classification", "severity", "status", "kind"] {
        let info = draft.kind.field(field).map(|field| draft.kind.field_info(field).ty);
        let Some(Type::Enum(words)) = info else { continue };
        let text = tree.text(heading).get(note.clone()).unwrap_or("");
        if let Some(word) = word_in(text, words, manner.lexicon) {
            let word = tree.add_part(heading, note.start + word.start..note.start + word.end);
            return draft.add(tree, field, field, tree.span(word), word);
        }
    }
}

/// Adds what stands in the parts of a record: lists of nested records below their headings, and texts below headings that are
/// named like a field.
pub(super) fn parts_of(
    tree: &mut Tree,
    draft: &mut Draft<'_>,
    parts: &[&Section],
    manner: Manner<'_>,
    tables: &mut Tables,
) {
    draft.know(details(tree, draft.kind, parts, manner));
    for (number, part) in parts.iter().enumerate() {
        let mut lead = part.heading;
        let mut listed = false;
        for block in &part.blocks {
            if let Some(said) = announcement(tree, *block) {
                lead = Some(said);
                continue;
            }
            let Some(heading) = lead else { continue };
            let known = manner.lexicon.list(draft.kind, tree.text(heading)).cloned();
            if let Some(known) = known {
                listed |= draft.add_list(tree, &known, heading, *block, tables);
            }
        }
        if let Some(heading) = part.heading.filter(|_| number > 0 && !listed) {
            text_below(tree, draft, heading, part, manner);
        }
    }
    draft.add_details(tree);
}

/// What a paragraph says that announces what follows it: `**Corrective action plan:**`.
pub(super) fn announcement(tree: &Tree, block: NodeId) -> Option<NodeId> {
    if kind_of(tree, block) != "paragraph" {
        return None;
    }
    let labels = tree.get(block, "labels");
    let last = labels.and_then(|labels| tree.children(labels).last());
    let label = last.and_then(|last| Some((tree.get(last, "label")?, tree.get(last, "value")?)));
    match label {
        Some((label, value)) => is_blank(tree, value).then_some(label),
        None => tree.get(block, "text").filter(|text| tree.text(*text).len() <= 80),
    }
}

/// A heading that is named like a field of text is a label of what stands below it.
fn text_below(tree: &mut Tree, draft: &mut Draft<'_>, heading: NodeId, part: &Section, manner: Manner<'_>) {
    let title = tree.text(heading).trim_start_matches(|letter: char| letter.is_ascii_digit() || " .)".contains(letter));
    let Some(path) = path_of(title, draft.kind, manner) else { return };
    let key = title.trim().to_owned();
    // What a heading calls a title, such as 'Summary', has a text below it.
    let path = if path == "title" { "description".to_owned() } else { path };
    // What stands below 'Verification of effectiveness' is told apart like a cell: a plan, a day, or a result.
    let is_text = path == "effectiveness"
        || draft.kind.field(&path).is_some_and(|field| {
            let info = draft.kind.field_info(field);
            matches!(info.ty, Type::Text) && !info.list
        });
    if !is_text || draft.has(&path) {
        return;
    }
    let mut nodes: Vec<NodeId> = Vec::new();
    for block in &part.blocks {
        match kind_of(tree, *block) {
            "paragraph" => nodes.extend(tree.get(*block, "text")),
            "list" => nodes.extend(tree.get(*block, "items").into_iter().flat_map(|items| tree.children(items))),
            _ => {}
        }
    }
    nodes.retain(|node| !is_blank(tree, *node));
    let (Some(first), Some(last)) = (nodes.first().copied(), nodes.last().copied()) else { return };
    let value = if nodes.len() == 1 {
        first
    } else {
        let texts: Vec<&str> = nodes.iter().map(|node| tree.text(*node)).collect();
        let constant = tree.constant(&texts.join("\n"));
        tree.add_text(constant, tree.span(first).start, tree.span(last).end)
    };
    draft.add(tree, &path, &key, tree.span(heading), value);
}

/// A section and those within it.
pub(super) fn sections_of(sections: &[Section], at: usize) -> impl Iterator<Item = &Section> {
    let inner = sections.get(at).map_or(0..0, |section| section.inner.clone());
    sections.get(at).into_iter().chain(sections.get(inner).unwrap_or(&[]))
}

fn whole(sections: &[Section], at: usize) -> Span {
    sections_of(sections, at).fold(sections[at].span, |span, inner| Span { end: span.end.max(inner.span.end), ..span })
}

/// Where tables stand whose rows are no records of their own, by the headings above them.
pub(super) fn asides(tree: &Tree, manner: Manner<'_>) -> Vec<Span> {
    let sections = sections(tree);
    let aside = |section: &&Section| manner.lexicon.announces(section.title(tree), Group::Aside);
    sections.iter().filter(aside).map(|section| section.span).collect()
}
