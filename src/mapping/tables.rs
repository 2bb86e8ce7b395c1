//! Tables whose rows are records: found by the words of their heads, wherever they begin.

use rustc_hash::FxHashMap;

use crate::data::{NodeId, NodeKind, Tree};
use crate::diagnostic::Problem;
use crate::model::{FieldId, Kind, Lexicon, Type};
use crate::text::Span;

use super::heads::{self, Head};
use super::misfit;
use super::reading::{Ignored, Leftover};
use super::settings::SourceSettings;

/// Rows above the heads at most: titles, instructions, examples.
const ABOVE: usize = 15;

/// Rows that one problem points at.
const PLACES: usize = 10;

/// A table of a document, before anybody knows what it holds.
pub(super) struct RawTable {
    /// Its rows, the head among them.
    pub(super) rows: Vec<NodeId>,
    /// The headings above it, the nearest first.
    pub(super) headings: Vec<NodeId>,
    pub(super) span: Span,
}

/// A table whose rows are records.
pub(super) struct Table {
    pub(super) kind: Kind,
    pub(super) heads: Vec<Head>,
    pub(super) rows: Vec<NodeId>,
    /// What the heading above the table says for all its rows.
    pub(super) extra: Vec<(FieldId, NodeId)>,
}

/// The tables of a document that hold records.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) list: Vec<Table>,
    pub(super) ignored: Vec<Ignored>,
    pub(super) problems: Vec<Problem>,
}

/// How a table is read: the format says what the width of a row tells.
#[derive(Clone, Copy)]
pub(super) struct Manner<'a> {
    pub(super) settings: &'a SourceSettings,
    pub(super) lexicon: &'a Lexicon,
    /// A row with more or fewer cells than its heads has slipped; rows of a sheet have no width.
    pub(super) strict: bool,
    /// The tables stand in a text, which has others beside those of records.
    pub(super) prose: bool,
    /// Tables of other kinds may stand beside those that are looked for.
    pub(super) several: bool,
}

/// All tables of a body of blocks, in their order.
pub(super) fn raw_tables(tree: &Tree) -> Vec<RawTable> {
    let body = tree.roots().first().and_then(|root| tree.get(*root, "body"));
    let mut tables = Vec::new();
    let mut headings: Vec<(u8, NodeId)> = Vec::new();
    for block in body.into_iter().flat_map(|body| tree.children(body)) {
        match tree.get(block, "type").map(|kind| tree.text(kind)) {
            Some("heading") => {
                let level = tree.get(block, "level").and_then(|level| tree.text(level).parse().ok()).unwrap_or(1);
                headings.retain(|(above, _)| *above < level);
                headings.extend(tree.get(block, "text").map(|text| (level, text)));
            }
            Some("table") => {
                let mut rows: Vec<NodeId> = tree.get(block, "header").into_iter().collect();
                rows.extend(tree.get(block, "rows").into_iter().flat_map(|rows| tree.children(rows)));
                let headings = headings.iter().rev().map(|(_, text)| *text).collect();
                tables.push(RawTable { rows, headings, span: tree.span(block) });
            }
            _ => {}
        }
    }
    tables
}

/// Finds the tables that hold records of the source's kind, or of kinds that belong to it, and makes mappings of their rows.
/// What stands in the spans `aside`, none of which lies in another, is left alone.
pub(super) fn find(tree: &mut Tree, manner: Manner<'_>, aside: &[Span]) -> Tables {
    let mut tables = Tables::default();
    let apart = |raw: &RawTable| {
        let before = aside.partition_point(|span| span.start <= raw.span.start);
        before.checked_sub(1).and_then(|at| aside.get(at)).is_none_or(|span| span.end <= raw.span.start)
    };
    let mut others: Vec<Span> = Vec::new();
    for raw in raw_tables(tree).into_iter().filter(apart) {
        let mut from = 0;
        let mut found = false;
        while let Some((at, kind)) = head_row(tree, &raw.rows, from, manner) {
            found = true;
            from = tables.read(tree, &raw, at, kind, manner);
        }
        if !found && !raw.rows.is_empty() {
            others.push(raw.span);
        }
    }
    if let Some(first) = others.first() {
        let why = match others.len() {
            1 => "a table whose heads are not those of the records looked for".to_owned(),
            more => format!("the first of {more} tables whose heads are not those of the records looked for"),
        };
        tables.ignored.push(Ignored { span: *first, why, what: Leftover::Aside });
    }
    misfit::settle(tree, &mut tables, manner);
    tables
}

/// The row with the heads, and the kind of what stands below it.
fn head_row(tree: &Tree, rows: &[NodeId], from: usize, manner: Manner<'_>) -> Option<(usize, Kind)> {
    let mut best: Option<(f64, usize, Kind)> = None;
    for (at, row) in rows.iter().enumerate().skip(from).take(ABOVE) {
        let cells = cells(tree, *row);
        let Some((score, kind)) = heads::kind_of(tree, &cells, manner) else { continue };
        if best.is_none_or(|(known, ..)| score > known) {
            best = Some((score, at, kind));
        }
    }
    best.map(|(_, at, kind)| (at, kind))
}

impl Tables {
    /// Reads the rows below some heads; gives where another table may begin.
    fn read(&mut self, tree: &mut Tree, raw: &RawTable, at: usize, kind: Kind, manner: Manner<'_>) -> usize {
        let head_cells = cells(tree, raw.rows[at]);
        let width = written(tree, &head_cells);
        let group = at.checked_sub(1).map(|above| cells(tree, raw.rows[above]));
        let heads = heads::read(tree, &head_cells[..width], group.as_deref(), kind, manner);
        let id = heads.iter().position(|head| head.path.as_deref() == Some("id"));
        let mut table = Table { kind, rows: Vec::new(), extra: Vec::new(), heads };
        let mut slipped: Vec<(Span, usize)> = Vec::new();
        let usual = if manner.strict { usual_width(tree, raw.rows.get(at + 1..).unwrap_or(&[])) } else { None };
        let (mut next, mut gap) = (at + 1, false);
        while let Some(row) = raw.rows.get(next).copied() {
            let cells = cells(tree, row);
            let filled = cells.iter().filter(|cell| !is_blank(tree, **cell)).count();
            let new_heads = gap && filled > 1 && heads::kind_of(tree, &cells, manner).is_some();
            if new_heads && !same(tree, &cells, &head_cells) {
                break;
            }
            next += 1;
            gap = filled == 0;
            let ignore = |why: &str, what| Ignored { span: tree.span(row), why: why.to_owned(), what };
            // A blank last column hides that a text with a separator in it has shifted the rest by one.
            let padded = Some(cells.len()) == usual && cells.len() > width && written(tree, &cells) <= width;
            let mismatch = cells.len() != head_cells.len() && !padded;
            if filled == 0 {
                self.ignored.push(ignore("nothing is written in it", Leftover::Blank));
            } else if same(tree, &cells, &head_cells) {
                self.ignored.push(ignore("the heads stand here again", Leftover::Blank));
            } else if manner.strict && mismatch {
                slipped.push((tree.span(row), cells.len()));
            } else if filled == 1 && width > 2 {
                let numbered = id.and_then(|id| cells.get(id)).is_some_and(|cell| !is_blank(tree, *cell));
                self.ignored.push(match numbered {
                    true => ignore("nothing is written in it but its number", Leftover::Blank),
                    false => ignore("a title between the rows", Leftover::Blank),
                });
            } else if says_none(tree, &cells, manner.lexicon) {
                self.ignored.push(ignore("it says that there is none", Leftover::Blank));
            } else if is_form(tree, &cells, &table.heads, manner.lexicon) {
                self.ignored.push(ignore("a form that is not filled in: most of it are placeholders", Leftover::Blank));
            } else {
                table.rows.push(row);
            }
        }
        table.extra = from_headings(tree, &raw.headings, &table, manner);
        self.tell_slipped(&slipped, head_cells.len());
        self.list.push(table);
        next
    }

    /// One problem for all rows that have slipped; none of them is read.
    pub(super) fn tell_slipped(&mut self, slipped: &[(Span, usize)], width: usize) {
        for (span, cells) in slipped {
            let why = format!("it has {cells} cells where its heads are {width}");
            self.ignored.push(Ignored { span: *span, why, what: Leftover::Slipped });
        }
        let Some(((first, cells), others)) = slipped.split_first() else { return };
        let mut problem = Problem::new("input-row-width-mismatch", *first)
            .fact("n", cells.to_string())
            .fact("m", width.to_string())
            .fact("count", slipped.len().to_string());
        for (span, cells) in others.iter().take(PLACES) {
            problem = problem.related(*span, format!("this row has {cells}"));
        }
        self.problems.push(problem);
    }
}

/// What the headings above a table say about all its rows: `## Closed findings`.
fn from_headings(tree: &mut Tree, headings: &[NodeId], table: &Table, manner: Manner<'_>) -> Vec<(FieldId, NodeId)> {
    let mut extra = Vec::new();
    for name in ["status", "kind", "classification", "severity"] {
        let Some(field) = table.kind.field(name) else { continue };
        let Type::Enum(words) = table.kind.field_info(field).ty else { continue };
        let declared = manner.settings.defaults.iter().any(|rule| rule.field.text == name);
        if declared || table.heads.iter().any(|head| head.path.as_deref() == Some(name)) {
            continue;
        }
        let said = headings.iter().find_map(|heading| {
            let range = heads::word_in(tree.text(*heading), words, manner.lexicon)?;
            Some((*heading, range))
        });
        if let Some((heading, range)) = said {
            extra.push((field, tree.add_part(heading, range)));
        }
    }
    extra
}

pub(super) fn cells(tree: &Tree, row: NodeId) -> Vec<NodeId> {
    if tree.kind(row) == NodeKind::Sequence { tree.children(row).collect() } else { Vec::new() }
}

pub(super) fn is_blank(tree: &Tree, cell: NodeId) -> bool {
    tree.text(cell).trim().is_empty()
}

/// How many cells there are up to the last one with something in it.
fn written(tree: &Tree, cells: &[NodeId]) -> usize {
    cells.iter().rposition(|cell| !is_blank(tree, *cell)).map_or(0, |last| last + 1)
}

/// How many cells most rows have: a program may write the same blank cells behind each of them, but not behind its heads.
fn usual_width(tree: &Tree, rows: &[NodeId]) -> Option<usize> {
    let mut widths: FxHashMap<usize, usize> = FxHashMap::default();
    for row in rows {
        *widths.entry(tree.children(*row).count()).or_default() += 1;
    }
    widths.into_iter().find(|(_, count)| count * 2 > rows.len()).map(|(width, _)| width)
}

/// Whether a row says that there is nothing to say: `N/A | None | N/A`.
fn says_none(tree: &Tree, cells: &[NodeId], lexicon: &Lexicon) -> bool {
    const NONE: [&str; 12] = [
        "none",
        "nil",
        "no entries",
        "no records",
        "keine",
        "aucun",
        "aucune",
        "néant",
        "ninguno",
        "ninguna",
        "nenhum",
        "nenhuma",
    ];
    let is_none =
        |text: &str| NONE.contains(&text.to_lowercase().trim_matches(|letter: char| !letter.is_alphanumeric()));
    let mut any = false;
    cells.iter().map(|cell| tree.text(*cell).trim()).filter(|text| !text.is_empty()).all(|text| {
        any |= is_none(text);
        is_none(text) || lexicon.stand_ins.is_placeholder(text)
    }) && any
}

/// Whether a row is a form: what it is about is a placeholder, and so is most of the rest.
fn is_form(tree: &Tree, cells: &[NodeId], heads: &[Head], lexicon: &Lexicon) -> bool {
    let placeholder = |cell: &NodeId| lexicon.stand_ins.is_placeholder(tree.text(*cell).trim());
    let about = |name: &str| {
        let at = heads.iter().position(|head| head.path.as_deref() == Some(name))?;
        cells.get(at).filter(|cell| !is_blank(tree, **cell))
    };
    let Some(subject) = about("title").or_else(|| about("description")) else { return false };
    let written = cells.iter().filter(|cell| !is_blank(tree, **cell)).count();
    placeholder(subject) && cells.iter().filter(|cell| placeholder(cell)).count() * 2 >= written
}

fn same(tree: &Tree, left: &[NodeId], right: &[NodeId]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|(left, right)| tree.text(*left).trim() == tree.text(*right).trim())
}
