//! Columns whose heads are known and whose values are not: 'Severity' above Major and Minor, 'Residual risk' above numbers.
//! Where the values are words of a sibling field the column belongs there; else nobody knows what it holds.

use crate::data::{Symbol, Tree, nearest};
use crate::model::{Field, FieldId, Kind, Lexicon, Type, Words, normalised};
use crate::text::Span;

use super::dates::{NoDate, read_dates};
use super::more::is_id;
use super::plan::Meaning;
use super::read_settings::nested;
use super::reading::{Ignored, Leftover};
use super::settings::{FieldPath, SourceSettings};
use super::tables::{Manner, Table, Tables};
use super::value::{truth, whole_number};
use super::words::meaning_of;

/// Values of a column that are looked at.
const VALUES: usize = 50;

/// Where a column may belong whose values are no words of its field, by the last steps of both paths.
const SIBLINGS: [(&str, &str); 9] = [
    ("severity", "classification"),
    ("classification", "severity"),
    ("kind", "classification"),
    ("level", "score"),
    ("score", "level"),
    ("reason", "justification"),
    ("result", "text"),
    ("treatment", "treatment_plan.action"),
    ("source", "source_refs"),
];

/// The columns of one head in all tables of a text.
struct Column {
    kind: Kind,
    text: String,
    /// The path that its head names, and that of the one value which stands in its cells.
    path: String,
    value: String,
    place: Span,
    values: Vec<String>,
}

/// Looks at the values of all columns that nobody declared, and makes records of the rows.
pub(super) fn settle(tree: &mut Tree, tables: &mut Tables, manner: Manner<'_>) {
    for column in columns(tree, &tables.list, manner) {
        let Some(info) = field_of(column.kind, &column.value, manner.settings) else { continue };
        let judge = Judge { kind: column.kind, manner };
        let read = column.values.iter().filter(|value| judge.reads(info, &column.value, value)).count();
        // A word among many sentences does not make the column one of words.
        if read * 4 >= column.values.len() {
            continue;
        }
        let taken = |path: &str| is_fed(&tables.list, &column, path, manner);
        let sibling = judge.sibling(&column).filter(|path| !taken(path));
        // One value that cannot be read is a mistake, and no sign that all of them mean something else.
        if sibling.is_none() && (read > 0 || column.values.len() < 2) {
            continue;
        }
        if sibling.is_none() {
            let why = match info.ty {
                Type::Enum(_) => format!("words of `{}`", column.path),
                Type::Date => format!("dates, as `{}` needs them", column.path),
                _ => format!("values for `{}`", column.path),
            };
            let why = format!("the column `{}` is not understood: its values are not {why}", column.text);
            tables.ignored.push(Ignored { span: column.place, why, what: Leftover::Blank });
        }
        for table in tables.list.iter_mut().filter(|table| table.kind == column.kind) {
            for head in table.heads.iter_mut() {
                if head.text == column.text && head.path.as_deref() == Some(column.path.as_str()) {
                    head.constants.clear();
                    head.path.clone_from(&sibling);
                    head.column = head.column.filter(|_| sibling.is_some());
                }
            }
        }
    }
    for table in &tables.list {
        let columns: Vec<Option<Symbol>> = table.heads.iter().map(|head| head.column).collect();
        table.rows.iter().for_each(|row| tree.make_row(*row, &columns));
    }
}

/// The columns that were recognised and whose values can be told from others, with the first of their values.
fn columns(tree: &Tree, tables: &[Table], manner: Manner<'_>) -> Vec<Column> {
    let mut found: Vec<Column> = Vec::new();
    for table in tables {
        for (at, head) in table.heads.iter().enumerate() {
            let (Some(path), Some(place)) = (head.path.clone(), head.place(tree)) else { continue };
            let value = value_path(table.kind, &path, manner.settings);
            if !is_judged(table.kind, &path, &value, manner.settings) {
                continue;
            }
            let known = |column: &Column| column.kind == table.kind && column.text == head.text && column.path == path;
            let number = found.iter().position(known).unwrap_or(found.len());
            if number == found.len() {
                found.push(Column {
                    kind: table.kind,
                    text: head.text.clone(),
                    path,
                    value,
                    place,
                    values: Vec::new(),
                });
            }
            let values = &mut found[number].values;
            let cells =
                table.rows.iter().filter_map(|row| tree.children(*row).nth(at)).map(|cell| tree.text(cell).trim());
            let written = cells.filter(|text| {
                !text.is_empty()
                    && !manner.lexicon.stand_ins.is_placeholder(text)
                    && !manner.lexicon.stand_ins.is_none_because(text)
            });
            values.extend(written.take(VALUES.saturating_sub(values.len())).map(str::to_owned));
        }
    }
    found
}

/// The path to the one value that a cell below a path holds: of a rating, its level.
fn value_path(kind: Kind, path: &str, settings: &SourceSettings) -> String {
    let short = field_of(kind, path, settings).filter(|info| !info.list).and_then(|info| match info.ty {
        Type::Record(below) => below.shape().short_form,
        _ => None,
    });
    short.map_or_else(|| path.to_owned(), |short| format!("{path}.{short}"))
}

/// Whether a column may be misunderstood: nobody declared it, and its field takes only some values.
fn is_judged(kind: Kind, path: &str, value: &str, settings: &SourceSettings) -> bool {
    let declared = kind == settings.kind && settings.columns.iter().any(|rule| rule.field.text == path);
    let field = field_of(kind, value, settings);
    !declared
        && field.is_some_and(|info| match info.ty {
            Type::Enum(_) => !matches!(info.name, "status" | "state"),
            Type::Date | Type::Bool | Type::Int => true,
            _ => false,
        })
}

/// The field at the end of a path.
fn field_of(kind: Kind, path: &str, settings: &SourceSettings) -> Option<&'static Field> {
    let steps = FieldPath::parse(kind, path, settings.span)?.steps;
    let (last, before) = steps.split_last()?;
    let below = |kind: Option<Kind>, step: &FieldId| nested(kind?.field_info(*step).ty);
    Some(before.iter().fold(Some(kind), below)?.field_info(*last))
}

/// Whether another head feeds a path, or the group of fields around it as a whole; a text may stand in several columns.
fn is_fed(tables: &[Table], column: &Column, path: &str, manner: Manner<'_>) -> bool {
    let heads = tables.iter().filter(|table| table.kind == column.kind).flat_map(|table| &table.heads);
    let others = heads.filter(|head| head.text != column.text);
    let is_text = field_of(column.kind, path, manner.settings).is_some_and(|info| matches!(info.ty, Type::Text));
    others.filter_map(|head| head.path.as_deref()).any(|known| {
        let around = path.strip_prefix(known).is_some_and(|rest| rest.starts_with('.'));
        around || (known == path && !is_text)
    })
}

/// What tells whether values fit a field.
struct Judge<'a> {
    kind: Kind,
    manner: Manner<'a>,
}

impl Judge<'_> {
    /// The path of the field to which values belong that are none of the one that their head names.
    fn sibling(&self, column: &Column) -> Option<String> {
        let (group, name) = column.value.rsplit_once('.').unwrap_or(("", &column.value));
        let names = SIBLINGS.iter().filter(|(from, _)| *from == name).map(|(_, to)| *to);
        let mut paths = names.map(|to| if group.is_empty() { to.to_owned() } else { format!("{group}.{to}") });
        paths.find(|path| {
            field_of(self.kind, path, self.manner.settings).is_some_and(|info| {
                let fitting = column.values.iter().filter(|value| self.reads(info, path, value)).count();
                fitting * 2 >= column.values.len()
            })
        })
    }

    /// Whether a text may stand in a field.
    fn reads(&self, info: &Field, path: &str, text: &str) -> bool {
        match info.ty {
            Type::Enum(words) if info.list => {
                text.split([',', ';', '/', '&', '\n']).any(|word| self.is_word(words, path, word.trim()))
            }
            Type::Enum(words) => self.is_word(words, path, text),
            Type::Date => read_dates(text, self.manner.settings.dates) != Err(NoDate::NotOne),
            Type::Bool => truth(text).is_some(),
            Type::Int => whole_number(text).is_some(),
            Type::Text => text.split_whitespace().count() > 2,
            Type::Ref(_) => is_id(text),
            _ => false,
        }
    }

    fn is_word(&self, words: &'static Words, path: &str, text: &str) -> bool {
        let lexicon: &Lexicon = self.manner.lexicon;
        let own = self.kind == self.manner.settings.kind;
        let rules = &self.manner.settings.words;
        let word = normalised(text);
        let declared = own && rules.iter().any(|rule| rule.field.text == path && rule.word == word.as_ref());
        let known = |word: &str| words.set(word.trim()).or_else(|| lexicon.word(words, word));
        // A word that is nearly one is a slip of the pen.
        declared || meaning_of(text, known) != Meaning::Unknown || nearest(text, words.words.iter().copied()).is_some()
    }
}
