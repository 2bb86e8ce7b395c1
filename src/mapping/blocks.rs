//! Records of a body of blocks: rows of tables, or one record for the whole document.

use std::cmp::Reverse;

use crate::data::{NodeId, Spanned, Tree};
use crate::model::{Kind, Names};
use crate::read::Format;
use crate::text::Span;

use super::body::{Body, read_body};
use super::form::is_form;
use super::heads::Head;
use super::instructions::no_records;
use super::locate::Located;
use super::mapper::Mapper;
use super::reading::{Ignored, Leftover};
use super::settings::{ColumnRule, DefaultValue, FieldPath, SourceSettings};
use super::tables::{Manner, Table, Tables, find};
use super::{Common, Mapped, control, headed};

/// Different heads for one field that are told apart: a document with more is no register.
const MOST_KEYS: usize = 200;

/// Maps a body of blocks to records.
pub(super) fn map(
    settings: &SourceSettings,
    index: usize,
    mut tree: Tree,
    format: &Format,
    common: Common<'_>,
) -> Mapped {
    let kind = settings.kind;
    let prose = matches!(format, Format::Markdown | Format::TextDocument);
    let several = prose || (*format == Format::Workbook && settings.sheet.is_none());
    let manner = Manner { settings, lexicon: common.lexicon, strict: *format != Format::Workbook, prose, several };
    if !prose {
        let tables = find(&mut tree, manner, &[]);
        return map_tables(settings, index, tree, prose, tables, common);
    }
    if kind == Kind::Document || control::is_one_record(&tree, common.path, manner) {
        return map_document(settings, index, tree, manner, common);
    }
    let look = headed::look(&tree, kind, manner);
    let by_id = look.as_ref().filter(|look| look.by_id);
    let mut aside = headed::asides(&tree, manner);
    aside.extend(by_id.iter().flat_map(|look| look.spans()));
    aside.sort_unstable_by_key(|span| (span.start, Reverse(span.end)));
    let mut reach = 0;
    aside.retain(|span| {
        span.end > reach && {
            reach = span.end;
            true
        }
    });
    let mut tables = find(&mut tree, manner, &aside);
    if let Some(look) = look.filter(|look| look.by_id || (tables.list.is_empty() && !settings.guessed)) {
        headed::read(&mut tree, &look, kind, manner, &mut tables);
    }
    match tables.list.is_empty() {
        true => map_document(settings, index, tree, manner, common),
        false => map_tables(settings, index, tree, prose, tables, common),
    }
}

/// Maps a document that is one record.
fn map_document(
    settings: &SourceSettings,
    index: usize,
    mut tree: Tree,
    manner: Manner<'_>,
    common: Common<'_>,
) -> Mapped {
    let mut tables = Tables::default();
    let control = control::read(&mut tree, common.path, manner, &mut tables);
    let body = read_body(&mut tree, settings.kind, common);
    let effective = understood(settings, &tables.list);
    let form = body.as_ref().is_some_and(|body| is_form_among_records(&tree, body, settings, common));
    let mut mapper = Mapper::new(&effective, index, common.lexicon, tree);
    // Front matter is canonical, and so are the control data of a document; labels in other texts carry what they say.
    let whole = settings.kind == Kind::Document || body.as_ref().is_some_and(|body| body.has_front_matter);
    mapper.batch.carried.fill(if whole && settings.is_canonical() { u128::MAX } else { 0 });
    recognise_others(&mut mapper, &tables.list, settings);
    let ignored = match body {
        Some(_) if form => vec![form_to_copy(&mapper.batch.tree)],
        Some(body) => mapper.map_body(body, &control),
        None => Vec::new(),
    };
    let mut mapped = mapper.finish(ignored);
    mapped.reading.canonical = settings.is_canonical();
    mapped.problems.extend(tables.problems.into_iter().map(super::complaints::Caused::alone));
    mapped
}

/// Whether a document that a pattern names beside records is a form to copy: its name says so, and its id is a blank.
fn is_form_among_records(tree: &Tree, body: &Body, settings: &SourceSettings, common: Common<'_>) -> bool {
    let name = common.path.rsplit('/').next().unwrap_or(common.path);
    let among = body.has_front_matter && settings.path.value != common.path && Names::embedded().is_template(name);
    let id = tree.get(body.record, "id").filter(|_| among);
    id.is_some_and(|id| common.lexicon.stand_ins.is_placeholder(tree.text(id).trim()))
}

/// A form that stands among the records that are made of it.
fn form_to_copy(tree: &Tree) -> Ignored {
    let why = "a form to copy: its name says that it is a template, and its id is a blank".to_owned();
    Ignored { span: Span::top(tree.source()), why, what: Leftover::Blank }
}

/// The settings with what the heads of tables say.
fn understood(settings: &SourceSettings, list: &[Table]) -> SourceSettings {
    let mut effective = settings.clone();
    let (columns, defaults) = rules(list, settings.kind, settings);
    effective.columns.extend(columns);
    effective.defaults.extend(defaults);
    effective
}

/// Lets a mapper know the heads of tables of other kinds than the source's own.
fn recognise_others(mapper: &mut Mapper<'_>, list: &[Table], settings: &SourceSettings) {
    let mut others: Vec<Kind> = list.iter().map(|table| table.kind).filter(|kind| *kind != settings.kind).collect();
    others.sort_unstable();
    others.dedup();
    for kind in others {
        let (columns, defaults) = rules(list, kind, settings);
        mapper.recognise(kind, &columns, &defaults);
    }
}

fn map_tables(
    settings: &SourceSettings,
    index: usize,
    tree: Tree,
    prose: bool,
    tables: Tables,
    common: Common<'_>,
) -> Mapped {
    let Tables { list, mut ignored, problems } = tables;
    let effective = understood(settings, &list);
    let mut mapper = Mapper::new(&effective, index, common.lexicon, tree);
    // A table carries what it has columns for, and nothing else.
    mapper.batch.carried.fill(0);
    recognise_others(&mut mapper, &list, settings);
    let mut position = 0;
    let template = settings.guessed && is_form(&settings.path.value, &mapper.batch.tree, prose, common.lexicon);
    for table in &list {
        mapper.begin_group();
        if template {
            ignored.extend(table.rows.iter().map(|row| example(&mapper.batch.tree, *row)));
            continue;
        }
        let others = no_records(&mapper.batch.tree, table);
        for row in &table.rows {
            if let Some(why) = others.get(row) {
                let span = mapper.batch.tree.span(*row);
                ignored.push(Ignored { span, why: (*why).to_owned(), what: Leftover::Blank });
                continue;
            }
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
            Some(rule) if rule.keys.len() >= MOST_KEYS || rule.keys.iter().any(|known| known.value == key.value) => {}
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
