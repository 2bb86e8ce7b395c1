//! Trees to records: the user's columns, words and dates, and what stands where in a file.

mod blocks;
mod body;
mod cells;
mod complaints;
mod control;
mod date_cell;
mod date_words;
mod dates;
mod details;
mod draft;
mod effect;
mod exports;
mod form;
mod headed;
mod heads;
mod ids;
mod instructions;
mod join;
mod locate;
mod mapper;
mod misfit;
mod more;
mod nested;
mod occasion;
mod oscal;
mod part;
mod people;
mod plan;
mod plural;
mod prose;
mod read_settings;
mod reading;
mod recognise;
mod settings;
mod status;
mod tables;
mod unite;
mod value;
mod words;

pub use effect::{Effect, effect_of};
pub use exports::{Export, recognise_export};
pub use headed::{Headed, headed_records};
pub use occasion::{is_controlled_document, kind_of_id, recognise_document};
pub use plural::{kind_of_plural, kinds_plural, nested_of_plural, own_kinds, source_kinds};
pub use reading::{Column, How, Ignored, Join, Leftover, NotCarried, Reading, UnknownKey, WordUse};
pub use recognise::{Called, Recognition, names_weight, recognise_tables, weight_of_keys};
pub use settings::{
    ColumnRule, DateNumber, DateOrder, Dates, DefaultValue, FieldPath, IdPattern, SourceSettings, WordRule,
};
pub use status::{StatusText, split_status};
pub use unite::unite;

use crate::data::{NodeId, NodeKind, Tree};
use crate::diagnostic::Problem;
use crate::model::{Batch, FieldId, Kind, Lexicon, Record, Records, State, Type};
use crate::read::Format;
use crate::text::{Span, offset};

use self::body::Body;
use self::complaints::Caused;
use self::control::Control;
use self::exports::Prepared;
use self::locate::Located;
use self::mapper::{Mapper, NONE, Part, Spot};
use self::reading::Ignored as Left;

/// What one text gives.
#[derive(Debug)]
pub struct Mapped {
    /// The records.
    pub batch: Batch,
    /// How the text was understood.
    pub reading: Reading,
    problems: Vec<Caused>,
}

/// What all texts give together.
#[derive(Debug, Default)]
pub struct United {
    /// The records, a batch for each text in the order in which they were given.
    pub records: Records,
    /// How each text was understood.
    pub readings: Vec<Reading>,
    /// What could not be understood, in the order of the texts; equal causes in one source are one problem.
    pub problems: Vec<Problem>,
}

/// What all sources have in common.
#[derive(Clone, Copy, Debug)]
pub struct Common<'a> {
    /// The words that people use.
    pub lexicon: &'a Lexicon,
    /// Name of the pack, such as `iso-27001-2022`: it knows the inputs of a management review.
    pub pack: &'a str,
    /// Path of the text at hand, relative to the workspace: files are named by the ids of what is in them.
    pub path: &'a str,
}

/// Maps a tree to records. `index` is that of the settings in the list of configured sources.
///
/// It never fails and never panics, whatever the tree; several sources can be mapped at the same time.
#[must_use]
pub fn map(settings: &SourceSettings, index: usize, tree: Tree, format: &Format, common: Common<'_>) -> Mapped {
    let (tree, prepared) = exports::prepare(settings, tree, format);
    let Some(Prepared { export, settings, ignored }) = prepared else {
        return map_tree(settings, index, tree, format, common);
    };
    let mut mapped = map_tree(&settings, index, tree, format, common);
    mapped.reading.ignored.extend(ignored);
    mapped.reading.export = Some(&export.title);
    mapped
}

fn map_tree(settings: &SourceSettings, index: usize, tree: Tree, format: &Format, common: Common<'_>) -> Mapped {
    if format.has_blocks() {
        return blocks::map(settings, index, tree, format, common);
    }
    let mut known = None;
    if settings.guessed && settings.columns.is_empty() {
        let mut settings = settings.clone();
        settings.columns = recognise::known_keys(&tree, &settings, common.lexicon);
        known = Some(settings);
    }
    let settings = known.as_ref().unwrap_or(settings);
    let mut mapper = Mapper::new(settings, index, common.lexicon, tree);
    let mut finds = mapper.locate();
    let mut position = 0;
    for located in std::mem::take(&mut finds.records) {
        let id = located.kind.field("id").filter(|_| located.by_id);
        let id = id.and_then(|field| Some((field, mapper.batch.tree.add_key(located.node)?)));
        match mapper.map_record(located, position, id.as_slice()) {
            Some(ignored) => finds.ignored.push(ignored),
            None => position += 1,
        }
    }
    mapper.finish(finds.ignored)
}

/// Why something that has keys is no record.
const UNKNOWN_KEYS: &str = "none of its keys is a field";

/// How much was laid down before a record.
struct Mark {
    records: usize,
    slots: usize,
    cells: usize,
    items: usize,
    lists: usize,
}

impl Mapper<'_> {
    /// Maps one record of the top; gives the reason where it is none.
    fn map_record(&mut self, located: Located, position: u32, extra: &[(FieldId, NodeId)]) -> Option<Left> {
        self.map_parts(located, None, position, extra)
    }

    /// Maps one record of the top, of which a second node may tell more.
    fn map_parts(
        &mut self,
        located: Located,
        more: Option<NodeId>,
        position: u32,
        extra: &[(FieldId, NodeId)],
    ) -> Option<Left> {
        let plan = self.plan_of(located);
        let mark = self.mark();
        let spot = Spot { parent: NONE, field: FieldId(0), position };
        let nodes = [Some(located.node), more];
        let parts: Vec<Part> = nodes.into_iter().flatten().map(|node| Part { node, plan }).collect();
        self.record(&parts, spot, extra);
        let why = self.emptiness(&mark, located.node)?;
        self.rewind(&mark);
        let what = if why == UNKNOWN_KEYS { Leftover::Aside } else { Leftover::Blank };
        Some(Left { span: self.batch.tree.span(located.node), why: why.to_owned(), what })
    }

    /// Maps a Markdown document, which is one record; gives the reason where it is none.
    fn map_body(&mut self, mut body: Body, control: &Control) -> Vec<Left> {
        let kind = self.settings.kind;
        if control.has_title {
            body.extra.retain(|(field, _)| kind.field("title") != Some(*field));
        }
        let top = Span::top(self.batch.tree.source());
        let ignore = |why: String| vec![Left { span: top, why, what: Leftover::Aside }];
        let told = |name: &str| {
            kind.field(name).is_some_and(|field| {
                body.extra.iter().any(|(fed, node)| *fed == field && self.batch.tree.children(*node).next().is_some())
            })
        };
        let known = body.has_front_matter && self.known(body.record) > 0;
        let labelled = control.known >= if control.has_id || control.dated { 1 } else { 2 };
        if !known && !labelled && kind != Kind::Document && !told("inputs") {
            let why = if body.has_front_matter {
                format!("its front matter has no field of a record of kind `{}`", kind.name())
            } else {
                "it has neither front matter nor labels that hold the fields of the record".to_owned()
            };
            return ignore(why);
        }
        for name in ["sections", "inputs", "title"] {
            // The body was looked through for them, so that their absence means something.
            if let Some(field) = kind.field(name) {
                self.batch.carried[kind as usize] |= 1 << field.0;
            }
        }
        let more = self.batch.tree.children(control.node).next().is_some();
        let (node, more) = match (body.has_front_matter, more) {
            (true, true) => (body.record, Some(control.node)),
            (false, true) => (control.node, None),
            (_, false) => (body.record, None),
        };
        let located = Located { kind, node, by_id: false };
        self.map_parts(located, more, 0, &body.extra).map_or_else(Vec::new, |left| ignore(left.why))
    }

    fn mark(&self) -> Mark {
        Mark {
            records: self.batch.records.len(),
            slots: self.batch.slots.len(),
            cells: self.batch.cells.len(),
            items: self.batch.items.len(),
            lists: self.batch.lists.len(),
        }
    }

    /// Why the record since a mark is none: nothing is written in it, or nothing but placeholders.
    fn emptiness(&self, mark: &Mark, node: NodeId) -> Option<&'static str> {
        let cells = self.batch.cells[mark.cells..].iter().chain(&self.batch.items[mark.items..]);
        let form = self.is_example(mark);
        let (mut placeholders, mut written) = (0_usize, 0_usize);
        for cell in cells {
            placeholders += usize::from(cell.state() == State::Placeholder);
            written += usize::from(match cell.state() {
                // Constants of the settings are not written in the source; groups are as empty as what is in them.
                State::Given => {
                    let span = self.batch.tree.span(cell.node());
                    matches!(self.batch.tree.kind(cell.node()), NodeKind::Scalar(_)) && span.start < span.end
                }
                State::NoneBecause | State::Unreadable => true,
                State::Blank | State::Placeholder => false,
            });
            if written > 0 && !form {
                return None;
            }
        }
        if written > 0 {
            let mostly = placeholders >= written;
            return mostly.then_some("a form that is not filled in: most of it are placeholders");
        }
        let unknown = self.batch.cells.len() == mark.cells && self.batch.tree.children(node).next().is_some();
        Some(match (placeholders, unknown) {
            (1.., _) => "a form that is not filled in: all it holds are placeholders",
            (0, true) => UNKNOWN_KEYS,
            (0, false) => "nothing is written in it",
        })
    }

    /// Whether the record since a mark is called by placeholders: what else is written in it may belong to the form.
    fn is_example(&self, mark: &Mark) -> bool {
        let Some(record) = self.batch.records.get(mark.records) else { return false };
        let state = |name: &str| {
            let cell = record.kind.field(name).and_then(|field| self.batch.cell(record, field));
            cell.map_or(State::Blank, |cell| cell.state())
        };
        let subject = [state("title"), state("description")];
        state("id") != State::Given && subject.contains(&State::Placeholder) && !subject.contains(&State::Given)
    }

    fn rewind(&mut self, mark: &Mark) {
        self.complaints.forget_from(offset(mark.records));
        self.batch.records.truncate(mark.records);
        self.batch.slots.truncate(mark.slots);
        self.batch.cells.truncate(mark.cells);
        self.batch.items.truncate(mark.items);
        self.batch.lists.truncate(mark.lists);
    }

    fn finish(mut self, ignored: Vec<Left>) -> Mapped {
        let parents = self.batch.carried.iter_mut().zip(Kind::ALL);
        for (carried, kind) in parents {
            for (field, info) in kind.shape().fields.iter().enumerate() {
                // No source writes them: they come from where a record stands.
                *carried |= u128::from(matches!(info.ty, Type::Parent(_))) << field;
            }
        }
        self.close_in_passing();
        self.check_ids();
        let reading = self.reading(ignored);
        let problems = std::mem::take(&mut self.complaints).finish(|record| record_name(&self.batch, record));
        let mut batch = self.batch;
        batch.records.shrink_to_fit();
        batch.share_slots();
        batch.cells.shrink_to_fit();
        batch.items.shrink_to_fit();
        batch.lists.shrink_to_fit();
        Mapped { batch, reading, problems }
    }
}

/// `IMP-2026-014/A1`, or the kind of a record without an id.
fn record_name(batch: &Batch, index: u32) -> String {
    let Some(record) = batch.records.get(index as usize) else { return String::new() };
    let id = record.kind.field("id").and_then(|field| batch.cell(record, field));
    let id = id.filter(|cell| cell.state() == State::Given).map(|cell| batch.tree.text(cell.node()).trim());
    match (id, record.parent) {
        (Some(id), NONE) => match named_parent(batch, record) {
            // Several records of a list may be called `A1`, each within what it names.
            Some(parent) if !id.starts_with(parent) => format!("{parent}/{id}"),
            _ => id.to_owned(),
        },
        (None, NONE) => format!("the {} here", record.kind.name().replace('-', " ")),
        (Some(id), parent) => format!("{}/{id}", record_name(batch, parent)),
        (None, parent) => record_name(batch, parent),
    }
}

/// What a record that stands in a list of its own names as the one that it belongs to.
fn named_parent<'a>(batch: &'a Batch, record: &Record) -> Option<&'a str> {
    let fields = record.kind.shape().fields;
    let parent = (0..).zip(fields).find(|(_, field)| matches!(field.ty, Type::Parent(_)));
    let cell = batch.cell(record, FieldId(parent?.0))?;
    (cell.state() == State::Given).then(|| batch.tree.text(cell.node()).trim())
}

#[cfg(test)]
mod tests;
