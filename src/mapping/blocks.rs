//! Records of a body of blocks: rows of tables, or one record for the whole document.

use crate::data::{NodeId, Spanned, Tree};
use crate::model::{Kind, Names};
use crate::read::Format;
use crate::text::Span;

use super::body::read_body;
use super::heads::Head;
use super::locate::Located;
use super::mapper::Mapper;
use super::reading::{Ignored, Leftover};
use super::settings::{ColumnRule, DefaultValue, FieldPath, SourceSettings};
use super::tables::{Manner, Table, Tables, find};
use super::{Common, Mapped};

/// Maps a body of blocks to records.
pub(super) fn map(
    settings: &SourceSettings,
    index: usize,
    mut tree: Tree,
    format: &Format,
    common: Common<'_>,
) -> Mapped {
    let prose = matches!(format, Format::Markdown | Format::TextDocument);
    let several = prose || (*format == Format::Workbook && settings.sheet.is_none());
    let manner = Manner { settings, lexicon: common.lexicon, strict: *format != Format::Workbook, prose, several };
    let one_record = prose && (settings.kind == Kind::Document || has_front_matter(&tree));
    let tables = if one_record { Tables::default() } else { find(&mut tree, manner) };
    if prose && tables.list.is_empty() {
        let body = read_body(&mut tree, settings.kind, common);
        let mut mapper = Mapper::new(settings, index, common.lexicon, tree);
        let ignored = body.map_or_else(Vec::new, |body| mapper.map_body(&body));
        return mapper.finish(ignored);
    }
    map_tables(settings, index, tree, tables, common)
}

fn map_tables(settings: &SourceSettings, index: usize, tree: Tree, tables: Tables, common: Common<'_>) -> Mapped {
    let Tables { list, mut ignored, problems } = tables;
    let mut effective = settings.clone();
    let (columns, defaults) = rules(&list, settings.kind, settings);
    effective.columns.extend(columns);
    effective.defaults.extend(defaults);
    let mut mapper = Mapper::new(&effective, index, common.lexicon, tree);
    // A table carries what it has columns for, and nothing else.
    mapper.batch.carried.fill(0);
    let mut others: Vec<Kind> = list.iter().map(|table| table.kind).filter(|kind| *kind != settings.kind).collect();
    others.sort_unstable();
    others.dedup();
    for kind in others {
        let (columns, defaults) = rules(&list, kind, settings);
        mapper.recognise(kind, &columns, &defaults);
    }
    let mut position = 0;
    let template = settings.guessed && Names::embedded().is_template(&settings.path.value);
    for table in &list {
        mapper.begin_group();
        if template {
            ignored.extend(table.rows.iter().map(|row| example(&mapper.batch.tree, *row)));
            continue;
        }
        for row in &table.rows {
            let located = Located { kind: table.kind, node: *row, by_id: false };
            match mapper.map_record(located, position, &table.extra) {
                Some(left) => ignored.push(left),
                None => position += 1,
            }
        }
    }
    ignored.sort_by_key(|left| left.span);
    let mut mapped = mapper.finish(ignored);
    mapped.reading.heads = list.iter().filter_map(|table| head_span(&mapped.batch.tree, &table.heads)).collect();
    mapped.problems.extend(problems.into_iter().map(super::complaints::Caused::alone));
    mapped
}

/// A row of a file whose name says that it is a template.
fn example(tree: &Tree, row: NodeId) -> Ignored {
    let why = "an example: the name of the file says that it is a template".to_owned();
    Ignored { span: tree.span(row), why, what: Leftover::Blank }
}

fn has_front_matter(tree: &Tree) -> bool {
    let root = tree.roots().first().copied();
    root.and_then(|root| tree.get(root, "front_matter")).is_some()
}

/// From the first head to the last one.
fn head_span(tree: &Tree, heads: &[Head]) -> Option<Span> {
    let place = |head: &Head| head.place(tree);
    let (first, last) = (heads.iter().find_map(place)?, heads.iter().rev().find_map(place)?);
    Some(Span { end: last.end, ..first })
}

/// What the heads of tables of a kind say, as the settings would.
fn rules(tables: &[Table], kind: Kind, settings: &SourceSettings) -> (Vec<ColumnRule>, Vec<DefaultValue>) {
    let heads: Vec<&Head> = tables.iter().filter(|table| table.kind == kind).flat_map(|table| &table.heads).collect();
    let declared: &[ColumnRule] = if kind == settings.kind { &settings.columns } else { &[] };
    let path = |text: &str| FieldPath::parse(kind, text, settings.span);
    // A row that names a correction and a corrective action names two actions; the owner and the date are of the second.
    let mut groups: Vec<&[(String, String)]> = Vec::new();
    for head in &heads {
        let nested = head.path.as_deref().is_some_and(|path| path.contains('.'));
        if nested && !head.constants.is_empty() && !groups.contains(&head.constants.as_slice()) {
            groups.push(&head.constants);
        }
    }
    groups.sort_by_key(|constants| !constants.iter().any(|(_, value)| value == "corrective"));
    let (mut columns, mut defaults): (Vec<ColumnRule>, Vec<DefaultValue>) = (Vec::new(), Vec::new());
    for head in heads {
        let Some(field) = head.path.as_deref().and_then(path) else { continue };
        let group = groups.iter().position(|known| *known == head.constants.as_slice()).unwrap_or(0);
        let group = u8::try_from(group).unwrap_or(u8::MAX);
        if declared.iter().any(|rule| rule.field.text == field.text) {
            continue;
        }
        let nested = field.steps.len() > 1;
        let key = Spanned { value: head.text.clone(), span: settings.span };
        match columns.iter_mut().find(|rule| rule.field.text == field.text && rule.group == group) {
            Some(rule) if rule.keys.iter().any(|known| known.value == key.value) => {}
            Some(rule) => rule.keys.push(key),
            None => columns.push(ColumnRule { field, keys: vec![key], group, recognised: true }),
        }
        for (text, value) in &head.constants {
            let Some(field) = path(text) else { continue };
            let group = nested.then_some(group);
            if !defaults.iter().any(|rule| rule.field.text == *text && rule.group == group) {
                defaults.push(DefaultValue { field, values: vec![value.clone()], group });
            }
        }
    }
    let known = |text: &str| settings.defaults.iter().any(|rule| rule.field.text == text) && kind == settings.kind;
    defaults.retain(|rule| {
        let column = columns.iter().chain(declared).any(|column| column.field.text == rule.field.text);
        !column && !known(&rule.field.text)
    });
    (columns, defaults)
}
