//! One record for a whole document: front matter, labels near its top, a table of labels, headings named like fields.

use crate::data::{NodeId, Tree};
use crate::model::{Group, Kind, normalised};

use super::draft::Draft;
use super::headed::{parts_of, title_of};
use super::heads;
use super::prose::{Pair, Section, Titled, id_at_end, kind_of, known_paths, label_table, pairs, sections, titled};
use super::tables::{Manner, Table, Tables};

/// What a document says of itself beside its front matter.
pub(super) struct Control {
    /// The fields as a mapping.
    pub(super) node: NodeId,
    /// How many fields it gives.
    pub(super) known: usize,
    /// Whether it gives an id.
    pub(super) has_id: bool,
    /// Whether it gives a title.
    pub(super) has_title: bool,
    /// Whether the name of the file begins with a date: it tells about one occasion.
    pub(super) dated: bool,
}

/// Reads what a document says of itself. The heads that are needed to understand it are added to `tables`.
pub(super) fn read(tree: &mut Tree, path: &str, manner: Manner<'_>, tables: &mut Tables) -> Control {
    let kind = manner.settings.kind;
    let sections = sections(tree);
    let root = tree.roots().first().copied();
    let front = root.and_then(|root| tree.get(root, "front_matter"));
    let first = sections.iter().find(|section| section.level == 1).and_then(|section| section.heading);
    let mut taken = front.map_or_else(Vec::new, |front| fields_of(tree, front, manner));
    if first.is_some() && matches!(kind, Kind::Document | Kind::Review) {
        // The heading is the title; a label `Policy:` or `Minutes:` often names something else.
        taken.push("title".to_owned());
    }
    let mut draft = Draft::new(kind, manner, taken);
    let found = near_the_top(tree, &sections.iter().collect::<Vec<_>>(), manner);
    draft.add_pairs(tree, &found);
    if let Some(heading) = first.filter(|_| kind != Kind::Document) {
        let text = tree.text(heading);
        let at_end = || id_at_end(text).map(|id| Titled { id, note: None, title: None });
        if let Some(parts) = titled(text).or_else(at_end) {
            title_of(tree, &mut draft, heading, Some(parts), manner);
        }
    }
    if kind != Kind::Document && !draft.has("id") {
        id_of_path(tree, &mut draft, path);
    }
    if kind != Kind::Document {
        let parts: Vec<&Section> = sections.iter().collect();
        parts_of(tree, &mut draft, &parts, manner, tables);
    }
    let (has_id, has_title) = (draft.has("id"), draft.gives("title"));
    let known = draft.known();
    let (node, heads, nested) = draft.finish(tree);
    tables.list.push(Table { kind, heads, rows: Vec::new(), extra: Vec::new() });
    tables.list.extend(nested);
    Control { node, known, has_id, has_title, dated: is_dated(path) }
}

/// Whether a document tells about one record, so that its tables hold parts of it and no records of their own: front matter
/// says so, or labels near the top of minutes or of an audit report with an id.
pub(super) fn is_one_record(tree: &Tree, path: &str, manner: Manner<'_>) -> bool {
    let kind = manner.settings.kind;
    let front = tree.roots().first().and_then(|root| tree.get(*root, "front_matter"));
    let mut fields = front.map_or_else(Vec::new, |front| fields_of(tree, front, manner));
    fields.sort_unstable();
    fields.dedup();
    let has_id = |fields: &[String]| fields.iter().any(|field| field == "id");
    if fields.len() >= 2 || has_id(&fields) {
        return true;
    }
    if !matches!(kind, Kind::Review | Kind::Audit | Kind::AuditProgramme) {
        return false;
    }
    let sections = sections(tree);
    let found = near_the_top(tree, &beginning(&sections), manner);
    let known = known_paths(found.iter().map(|pair| tree.text(pair.label)), kind, manner);
    let first = sections.iter().find(|section| section.level == 1).map_or("", |section| section.title(tree));
    let name = path.rsplit('/').next().unwrap_or(path);
    let named = || titled(first).is_some() || id_at_end(first).is_some() || titled(name).is_some();
    known.len() >= 2 && (kind == Kind::Review || has_id(&known) || named())
}

/// The sections that may tell about the document as a whole: what stands deeper in its second part tells about that.
fn beginning(sections: &[Section]) -> Vec<&Section> {
    let mut parts = 0;
    let mut whole = |section: &&Section| {
        parts += usize::from(section.level == 2);
        section.level <= 2 || parts < 2
    };
    sections.iter().filter(|section| whole(section)).collect()
}

/// The labels above the second section, in tables of labels in it, and below headings that announce them.
pub(super) fn near_the_top(tree: &Tree, sections: &[&Section], manner: Manner<'_>) -> Vec<Pair> {
    let kind = manner.settings.kind;
    let titles = |section: &&&Section| section.level == 1;
    let several = sections.iter().filter(titles).count() > 1;
    let mut found = Vec::new();
    let (mut above, mut second) = (true, false);
    for (number, section) in sections.iter().enumerate() {
        above &= section.level < 2 && (number < 2 || !several);
        let announced = |group| manner.lexicon.announces(section.title(tree), group);
        let closes = kind != Kind::Document && announced(Group::Closure);
        if above || announced(Group::Control) || closes {
            found.extend(pairs(tree, &section.blocks, kind, manner));
        } else if !second {
            for block in section.blocks.iter().filter(|block| kind_of(tree, **block) == "table") {
                found.extend(label_table(tree, *block, kind, manner));
            }
        }
        second |= !above;
    }
    found
}

/// The fields that front matter gives, by its keys.
fn fields_of(tree: &Tree, front: NodeId, manner: Manner<'_>) -> Vec<String> {
    let kind = manner.settings.kind;
    let mut fields = Vec::new();
    for key in tree.children(front).filter_map(|child| tree.key_text(child)) {
        if let Some(field) = kind.field_or_alias(&normalised(key)) {
            fields.push(kind.field_info(field).name.to_owned());
        }
        fields.extend(heads::path_of(key, kind, manner));
    }
    fields
}

/// The keys of the front matter with their values.
pub(super) fn front_pairs(tree: &Tree) -> Vec<(String, NodeId)> {
    let front = tree.roots().first().and_then(|root| tree.get(*root, "front_matter"));
    let children = front.into_iter().flat_map(|front| tree.children(front));
    children.filter_map(|child| Some((tree.key_text(child)?.to_owned(), child))).collect()
}

/// Whether the name of a file begins with a day: `2026-03-15-outage.md`.
fn is_dated(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.get(..10).is_some_and(|day| crate::data::Date::parse(day).is_some())
}

/// The id with which the name of a file begins: `PM2022-009 - Title.md`.
fn id_of_path(tree: &mut Tree, draft: &mut Draft<'_>, path: &str) {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some(parts) = titled(name).filter(|parts| parts.id.start == 0) else { return };
    let Some(root) = tree.roots().first().copied() else { return };
    let stem = name[parts.id].to_owned();
    let constant = tree.constant(&stem);
    let top = tree.span(root).start;
    let id = tree.add_text(constant, top, top);
    draft.add(tree, "id", "id", crate::text::Span::new(tree.source(), top, top), id);
}
