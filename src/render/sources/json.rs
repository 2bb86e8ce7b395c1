//! The survey as JSON, text by text.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::rest::has_sidecar;
use super::{Survey, Surveyed, rules_that_need};
use crate::mapping::How;
use crate::read::Format;
use crate::render::json::{Position, VERSION, write_document};
use crate::text::{Layout, SourceId};

/// Writes the survey as JSON.
pub fn write_json(survey: &Survey<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: VERSION,
        guessed: survey.guessed,
        sources: survey.read.iter().map(|surveyed| item(surveyed, survey)).collect(),
        other_registers: &survey.others,
        unreadable: survey.unreadable.iter().map(|(source, why)| unreadable(*source, why, survey)).collect(),
        without_source: survey.without_source.iter().map(|path| format!("{}{path}", survey.texts.prefix)).collect(),
        not_read: survey.without_source.iter().filter_map(|path| not_read(path, survey)).collect(),
    };
    write_document(&document, out)
}

fn not_read(path: &str, survey: &Survey<'_>) -> Option<NotRead> {
    match Format::of_path(path) {
        Format::Unknown(format) if !has_sidecar(survey, path) => {
            Some(NotRead { path: format!("{}{path}", survey.texts.prefix), format })
        }
        _ => None,
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    guessed: bool,
    sources: Vec<Item<'a>>,
    /// Registers of something that no rule looks at.
    other_registers: &'a [String],
    unreadable: Vec<Unreadable<'a>>,
    without_source: Vec<String>,
    /// Files of formats that are not read.
    not_read: Vec<NotRead>,
}

#[derive(Serialize)]
struct NotRead {
    path: String,
    format: String,
}

/// A text that was not read, or not to its end.
#[derive(Serialize)]
struct Unreadable<'a> {
    path: String,
    why: &'a str,
}

fn unreadable<'a>(source: SourceId, why: &'a str, survey: &Survey<'_>) -> Unreadable<'a> {
    Unreadable { path: survey.texts.path(source), why }
}

#[derive(Serialize)]
struct Item<'a> {
    path: String,
    /// The sheet of a workbook.
    sheet: Option<&'a str>,
    /// Records stand below heads of a table, which there are.
    has_heads: bool,
    kind: &'static str,
    canonical: bool,
    guessed: bool,
    records: BTreeMap<&'static str, u32>,
    joins: Vec<Joined<'a>>,
    keys: Vec<Key<'a>>,
    keys_missing: &'a [String],
    words: Vec<Word<'a>>,
    not_understood: Vec<Unknown<'a>>,
    left_out: Vec<LeftOut<'a>>,
    absent: Vec<Absent<'a>>,
}

/// Records that belong to records of other lists, or are parts of records of their own kind there.
#[derive(Serialize)]
struct Joined<'a> {
    kind: &'static str,
    count: u32,
    with: &'static str,
    others: u32,
    by: &'a str,
    /// Where records stand that name nothing that was read.
    left: Vec<Position>,
}

/// A key and the field that it feeds.
#[derive(Serialize)]
struct Key<'a> {
    key: &'a str,
    field: String,
    /// The field as the settings would name it, such as `residual.score`.
    path: &'a str,
    seen: u32,
    /// `named` like the field, `mapped` by the settings, or a `default` of the settings.
    how: &'static str,
}

#[derive(Serialize)]
struct Word<'a> {
    word: &'a str,
    field: String,
    means: &'a [&'static str],
    count: u32,
}

#[derive(Serialize)]
struct Unknown<'a> {
    key: &'a str,
    kind: &'static str,
    count: u32,
    place: Position,
    nearest: Option<&'static str>,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    place: Position,
    why: &'a str,
}

/// A field that is not kept, and the rules that need it.
#[derive(Serialize)]
struct Absent<'a> {
    field: String,
    rules: Vec<&'a str>,
}

fn absent<'a>(surveyed: &Surveyed<'_>, survey: &Survey<'a>) -> Vec<Absent<'a>> {
    let with_rules = surveyed.absent.iter().map(|(kind, field)| Absent {
        field: format!("{}.{}", kind.name(), field.name),
        rules: rules_that_need(*kind, field, survey.catalogue),
    });
    let mut absent: Vec<Absent<'_>> = with_rules.filter(|absent| !absent.rules.is_empty()).collect();
    absent.sort_by_key(|absent| std::cmp::Reverse(absent.rules.len()));
    absent
}

fn item<'a>(surveyed: &Surveyed<'a>, survey: &Survey<'a>) -> Item<'a> {
    let (reading, texts) = (surveyed.reading, survey.texts);
    let keys = reading.columns.iter().map(|column| Key {
        key: &column.key,
        field: format!("{}.{}", column.kind.name(), column.field),
        path: &column.path,
        seen: column.seen,
        how: match column.how {
            How::Named => "named",
            How::Mapped => "mapped",
            How::Recognised => "recognised",
            How::Default => "default",
        },
    });
    let words = reading.words.iter().map(|word| Word {
        word: &word.word,
        field: format!("{}.{}", word.kind.name(), word.field),
        means: &word.means,
        count: word.count,
    });
    let unknown = reading.unknown_keys.iter().map(|unknown| Unknown {
        key: &unknown.key,
        kind: unknown.kind.name(),
        count: unknown.count,
        place: texts.place(unknown.span).into(),
        nearest: unknown.nearest,
    });
    let joins = reading.joins.iter().map(|join| Joined {
        kind: join.kind.name(),
        count: join.count,
        with: join.with.name(),
        others: join.others,
        by: &join.by,
        left: join.left.iter().map(|span| texts.place(*span).into()).collect(),
    });
    let left_out = reading.ignored.iter();
    Item {
        path: texts.path(reading.source),
        sheet: match texts.sources.get(reading.source).layout() {
            Layout::Sheet { name, .. } => Some(name),
            Layout::Lines | Layout::Document(_) => None,
        },
        has_heads: !reading.heads.is_empty(),
        kind: reading.kind.name(),
        canonical: reading.canonical,
        guessed: reading.guessed,
        records: reading.records.iter().map(|(kind, count)| (kind.name(), *count)).collect(),
        joins: joins.collect(),
        keys: keys.collect(),
        keys_missing: &reading.columns_missing,
        words: words.collect(),
        not_understood: unknown.collect(),
        left_out: left_out.map(|left| LeftOut { place: texts.place(left.span).into(), why: &left.why }).collect(),
        absent: absent(surveyed, survey),
    }
}
