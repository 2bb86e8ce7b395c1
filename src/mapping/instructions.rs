//! Rows of a register that tell how to fill it in: what stands right below the heads of a form, and examples.

use rustc_hash::FxHashMap;

use crate::data::{NodeId, NodeKind, Symbol, Tree};
use crate::model::{Kind, Type};

use super::tables::Table;

/// What the id of an example has in it.
const EXAMPLES: [&str; 5] = ["example", "beispiel", "exemple", "ejemplo", "exemplo"];

/// Why a row is left out that its id calls an example.
const EXAMPLE: &str = "an example: its id says so";

/// Why a row is left out that tells how to fill the table in.
const INSTRUCTION: &str = "it tells what to write in its columns";

/// The rows of a table that are no records of anything, each with the reason.
pub(super) fn no_records(tree: &Tree, table: &Table) -> FxHashMap<NodeId, &'static str> {
    let columns = Columns::of(table);
    let mut found = FxHashMap::default();
    let Some(ids) = columns.id else { return found };
    let id = |row: NodeId| text_in(tree, row, ids);
    let mut above = 0;
    for row in &table.rows {
        let Some(id) = id(*row) else { break };
        if !is_example(id) && !columns.instructs(tree, *row, id) {
            break;
        }
        above += 1;
    }
    // Where no row below has a number, nobody can say what ids look like here.
    let numbered = table.rows.iter().skip(above).any(|row| id(*row).is_some_and(has_digit));
    let alone = above == table.rows.len();
    for (number, row) in table.rows.iter().enumerate() {
        match id(*row) {
            Some(id) if is_example(id) => {
                found.insert(*row, EXAMPLE);
            }
            Some(_) if number < above && (numbered || alone) => {
                found.insert(*row, INSTRUCTION);
            }
            _ => {}
        }
    }
    found
}

/// The columns of a table that show whether a row tells of a record.
#[derive(Default)]
struct Columns {
    id: Option<Symbol>,
    dates: Vec<Symbol>,
}

impl Columns {
    fn of(table: &Table) -> Self {
        let mut columns = Self::default();
        for head in &table.heads {
            match (head.path.as_deref().and_then(|path| type_of(table.kind, path)), head.column) {
                (Some((Type::Id, true)), Some(column)) => columns.id = columns.id.or(Some(column)),
                (Some((Type::Date, _)), Some(column)) => columns.dates.push(column),
                _ => {}
            }
        }
        columns
    }

    /// Whether words stand where an id should, and in every column of dates.
    fn instructs(&self, tree: &Tree, row: NodeId, id: &str) -> bool {
        let mut dates = self.dates.iter().filter_map(|column| text_in(tree, row, *column)).peekable();
        let words = id.split_whitespace().count() > 1 && !has_digit(id);
        words && dates.peek().is_some() && dates.all(|text| !has_digit(text))
    }
}

/// What is written in a column of a row.
fn text_in(tree: &Tree, row: NodeId, column: Symbol) -> Option<&str> {
    let cell = tree.children(row).find(|cell| tree.key(*cell) == Some(column))?;
    let text = matches!(tree.kind(cell), NodeKind::Scalar(_)).then(|| tree.text(cell).trim());
    text.filter(|text| !text.is_empty())
}

/// The type of the field at the end of a path, and whether it is one of the record itself.
fn type_of(kind: Kind, path: &str) -> Option<(Type, bool)> {
    let (mut below, mut found) = (Some(kind), None);
    for (depth, step) in path.split('.').enumerate() {
        let kind = below?;
        let ty = kind.field_info(kind.field(step)?).ty;
        below = match ty {
            Type::Record(inner) | Type::Keyed(inner) => Some(inner),
            _ => None,
        };
        found = Some((ty, depth == 0));
    }
    found
}

fn is_example(id: &str) -> bool {
    let holds = |word: &str| id.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    EXAMPLES.into_iter().any(holds)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}
