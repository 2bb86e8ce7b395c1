//! `tenone sources`: what was found, how it was understood, and what was left out, for people or as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::json::{Position, VERSION, write_document};
use super::page::Page;
use super::summary::{counted, records_in_words};
use super::visible::one_line;
use super::{Look, Texts};
use crate::mapping::{How, Reading};
use crate::model::{Field, Kind};
use crate::rule::Catalogue;

/// Lines that are left out and shown one by one.
const MOST_LEFT_OUT: usize = 10;

/// Absent fields that are named, those first that most rules need.
const MOST_ABSENT: usize = 8;

/// Everything that was found in a workspace.
#[derive(Debug)]
pub struct Survey<'a> {
    /// The texts that were read, each with how it was understood.
    pub read: Vec<Surveyed<'a>>,
    /// Paths of files that belong to no source, sorted.
    pub without_source: Vec<String>,
    /// There are no settings: what each file is was guessed.
    pub guessed: bool,
    /// The texts.
    pub texts: Texts<'a>,
    /// The rules that would look at more fields.
    pub catalogue: &'a Catalogue,
}

/// One text and how it was understood.
#[derive(Debug)]
pub struct Surveyed<'a> {
    /// How it was understood.
    pub reading: &'a Reading,
    /// Fields that it does not carry and that many keep.
    pub absent: Vec<(Kind, &'static Field)>,
}

/// Writes the survey for people.
pub fn write(survey: &Survey<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(look);
    if survey.guessed {
        page.paragraphs("There is no tenone.yaml: what each file holds was guessed from what stands in it.", 0);
        page.blank();
    }
    for surveyed in &survey.read {
        one(&mut page, surveyed, survey);
        page.blank();
    }
    if survey.read.iter().all(|surveyed| surveyed.reading.records.is_empty()) {
        page.paragraphs("No record was found in any file. Say in tenone.yaml where the register is:", 0);
        page.verbatim("sources:\n  - {kind: entry, path: register.yaml}");
        page.blank();
    }
    if !survey.without_source.is_empty() {
        let files = counted(survey.without_source.len() as u64, "file belongs", "files belong");
        page.title(&format!("{files} to no source"), "");
        for path in &survey.without_source {
            page.verbatim(&one_line(&format!("{}{path}", survey.texts.prefix), look.unicode));
        }
    }
    out.write_all(look.printed(page.text.trim_end().to_owned() + "\n").as_bytes())
}

fn one(page: &mut Page, surveyed: &Surveyed<'_>, survey: &Survey<'_>) {
    let reading = surveyed.reading;
    let unicode = page.look.unicode;
    let how = if reading.canonical { ", fields named as tenone names them" } else { "" };
    let path = one_line(&survey.texts.path(reading.source), unicode).into_owned();
    page.title(&path, &format!("{}{how}", reading.kind.name()));
    let records: Vec<(Kind, u32)> = reading.records.iter().copied().filter(|(kind, _)| kind.has_id()).collect();
    match records_in_words(&records) {
        records if records.is_empty() => page.paragraphs("No record was found in it.", 2),
        records => page.paragraphs(&format!("{records}."), 2),
    }
    named(page, reading);
    let mapped = reading.columns.iter().filter(|column| column.how != How::Named).map(|column| {
        let key = one_line(&column.key, unicode).into_owned();
        let times = match column.how {
            How::Default => "a constant of the settings".to_owned(),
            How::Named | How::Mapped => counted(u64::from(column.seen), "time", "times"),
        };
        (key, format!("{}, {times}", field_of(column)))
    });
    section(page, "Read as the settings say:", mapped.collect());
    let words = reading.words.iter().map(|word| {
        let means = if word.means.is_empty() { "not understood".to_owned() } else { word.means.join(" or ") };
        let times = counted(u64::from(word.count), "time", "times");
        (one_line(&word.word, unicode).into_owned(), format!("{}.{}: {means}, {times}", word.kind.name(), word.field))
    });
    section(page, "Words:", words.collect());
    let unknown = reading.unknown_keys.iter().map(|unknown| {
        let line = survey.texts.place(unknown.span).line;
        let near = unknown.nearest.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        let times = counted(u64::from(unknown.count), "time", "times");
        (
            one_line(&unknown.key, unicode).into_owned(),
            format!("in {}, {times}, first in line {line}{near}", unknown.kind.name()),
        )
    });
    section(page, "Not understood:", unknown.collect());
    if !reading.columns_missing.is_empty() {
        let keys: Vec<String> = reading.columns_missing.iter().map(|key| one_line(key, unicode).into_owned()).collect();
        page.paragraphs(&format!("Named in the settings and not found: {}.", keys.join(", ")), 2);
    }
    let left_out = reading.ignored.iter().take(MOST_LEFT_OUT);
    let left_out =
        left_out.map(|ignored| (format!("line {}", survey.texts.place(ignored.span).line), ignored.why.clone()));
    section(page, "Left out:", left_out.collect());
    if let Some(more) = reading.ignored.len().checked_sub(MOST_LEFT_OUT).filter(|more| *more > 0) {
        page.paragraphs(&format!("and {more} more; --format json lists all"), 4);
    }
    let absent = absent(surveyed, survey.catalogue).into_iter().take(MOST_ABSENT);
    let absent =
        absent.map(|(name, rules)| (name, format!("{} could look", counted(rules, "more rule", "more rules"))));
    section(page, "Fields that it does not keep:", absent.collect());
}

/// Keys that are named like their fields: by kind, or only counted where the settings promise that all are.
fn named(page: &mut Page, reading: &Reading) {
    let mut kinds: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
    for column in reading.columns.iter().filter(|column| column.how == How::Named) {
        kinds.entry(column.kind).or_default().push(column.field);
    }
    if reading.canonical {
        let keys = kinds.values().map(|fields| fields.len() as u64).sum();
        page.paragraphs(&format!("{} named like fields.", counted(keys, "key is", "keys are")), 2);
        return;
    }
    let rows = kinds.into_iter().map(|(kind, fields)| (kind.name().to_owned(), fields.join(", ")));
    section(page, "Named like their fields:", rows.collect());
}

fn field_of(column: &crate::mapping::Column) -> String {
    format!("{}.{}", column.kind.name(), column.field)
}

fn section(page: &mut Page, heading: &str, rows: Vec<(String, String)>) {
    if !rows.is_empty() {
        page.paragraphs(heading, 2);
        page.indented_table(&rows, 4);
    }
}

/// Fields that are not kept, with the number of rules that need them, most rules first; fields that no rule needs are
/// left out.
fn absent(surveyed: &Surveyed<'_>, catalogue: &Catalogue) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (kind, field) in &surveyed.absent {
        let needs = kind.field(field.name).map(|id| (*kind, id));
        let rules = catalogue.rules().iter().filter(|rule| {
            let mut programs = rule.checks.iter().filter_map(|check| check.program.as_ref());
            programs.any(|program| program.needs.iter().any(|need| Some(*need) == needs))
        });
        let rules = rules.count() as u64;
        if rules > 0 {
            counts.insert(format!("{}.{}", kind.name(), field.name), rules);
        }
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, rules)| std::cmp::Reverse(*rules));
    counts
}

/// Writes the survey as JSON.
pub fn write_json(survey: &Survey<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: VERSION,
        guessed: survey.guessed,
        sources: survey.read.iter().map(|surveyed| item(surveyed, survey)).collect(),
        without_source: survey.without_source.iter().map(|path| format!("{}{path}", survey.texts.prefix)).collect(),
    };
    write_document(&document, out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    guessed: bool,
    sources: Vec<Item<'a>>,
    without_source: Vec<String>,
}

#[derive(Serialize)]
struct Item<'a> {
    path: String,
    kind: &'static str,
    canonical: bool,
    records: BTreeMap<&'static str, u32>,
    keys: Vec<Key<'a>>,
    keys_missing: &'a [String],
    words: Vec<Word<'a>>,
    not_understood: Vec<Unknown<'a>>,
    left_out: Vec<LeftOut<'a>>,
    absent: Vec<Absent>,
}

/// A key and the field that it feeds.
#[derive(Serialize)]
struct Key<'a> {
    key: &'a str,
    field: String,
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

/// A field that is not kept, and how many rules need it.
#[derive(Serialize)]
struct Absent {
    field: String,
    rules: u64,
}

fn item<'a>(surveyed: &Surveyed<'a>, survey: &Survey<'a>) -> Item<'a> {
    let (reading, texts) = (surveyed.reading, survey.texts);
    let keys = reading.columns.iter().map(|column| Key {
        key: &column.key,
        field: field_of(column),
        seen: column.seen,
        how: match column.how {
            How::Named => "named",
            How::Mapped => "mapped",
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
    let left_out = reading.ignored.iter();
    Item {
        path: texts.path(reading.source),
        kind: reading.kind.name(),
        canonical: reading.canonical,
        records: reading.records.iter().map(|(kind, count)| (kind.name(), *count)).collect(),
        keys: keys.collect(),
        keys_missing: &reading.columns_missing,
        words: words.collect(),
        not_understood: unknown.collect(),
        left_out: left_out.map(|left| LeftOut { place: texts.place(left.span).into(), why: &left.why }).collect(),
        absent: absent(surveyed, survey.catalogue).into_iter().map(|(field, rules)| Absent { field, rules }).collect(),
    }
}
