//! The survey for people: source by source, what was understood and what there is to do about the rest.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Survey;
use super::group::{Group, Word, groups};
use super::rest::rest;
use crate::mapping::{Column, How};
use crate::model::Kind;
use crate::render::Look;
use crate::render::page::Page;
use crate::render::summary::{counted, records_in_words};
use crate::render::visible::one_line;

/// Rows that are shown one by one.
const MOST: usize = 10;

/// Keys without a field that are shown with their places; more are only named.
const MOST_PLACED: usize = 8;

/// Absent fields that are named, those first that most rules need.
const MOST_ABSENT: usize = 8;

/// Writes the survey for people.
pub fn write(survey: &Survey<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(look);
    if survey.guessed {
        page.paragraphs(
            "The settings name no sources (tenone.yaml): what each file holds was guessed from what stands in it.",
            0,
        );
        page.blank();
    }
    for group in groups(survey) {
        Told { survey, group: &group }.on(&mut page);
        page.blank();
    }
    if survey.read.iter().all(|surveyed| surveyed.reading.records.is_empty()) {
        page.paragraphs("No record was found in any file. Say in tenone.yaml where the register is:", 0);
        page.verbatim("sources:\n  - {kind: entry, path: register.yaml}");
        page.blank();
    }
    rest(survey, &mut page);
    out.write_all(look.printed(page.text.trim_end().to_owned() + "\n").as_bytes())
}

/// One source that is told about.
struct Told<'g, 's, 'a> {
    survey: &'s Survey<'a>,
    group: &'g Group<'s, 'a>,
}

impl Told<'_, '_, '_> {
    fn on(&self, page: &mut Page) {
        self.heading(page);
        self.joins(page);
        self.keys(page);
        self.words(page);
        self.unknown(page);
        let missing: Vec<String> = self.group.missing().into_iter().map(|key| self.safe(key)).collect();
        if !missing.is_empty() {
            page.paragraphs(&format!("Named in the settings and not found: {}.", missing.join(", ")), 2);
        }
        self.left_out(page);
        let absent = self.group.absent(self.survey).into_iter().take(MOST_ABSENT);
        let absent = absent.map(|(path, rules)| (path, rules.join(", ")));
        section(page, "Not kept; with these fields more rules could look:", absent.collect());
    }

    fn safe(&self, text: &str) -> String {
        one_line(text, true).into_owned()
    }

    /// Where it stands, what it holds.
    fn heading(&self, page: &mut Page) {
        let (group, unicode) = (self.group, page.look.unicode);
        let reading = group.first();
        let taken = if reading.guessed { "taken for" } else { "read as" };
        let about = format!("{taken} {}", plural(reading.kind));
        let prefix = self.survey.texts.prefix;
        let files = group.members.len();
        let name = match (files, reading.guessed) {
            (1, _) => self.survey.texts.name(reading.source),
            (_, false) => format!("{prefix}{}", reading.path),
            (_, true) => format!("{files} files"),
        };
        page.title(&one_line(&name, unicode), &about);
        let found = match records_in_words(&group.records()) {
            records if records.is_empty() => "No record was found in it".to_owned(),
            records => records,
        };
        let within = if files > 1 { format!(" in {files} files") } else { String::new() };
        page.paragraphs(&format!("{found}{within}."), 2);
        if files > 1 && reading.guessed {
            let paths = group.members.iter().map(|member| self.survey.texts.name(member.reading.source));
            list(page, paths.collect());
        }
    }

    /// What its records belong to, and those that belong to nothing.
    fn joins(&self, page: &mut Page) {
        for join in self.group.joins() {
            let amount = |kind: Kind, count: u32| records_in_words(&[(kind, count)]);
            let key = self.safe(&join.by);
            if join.count > 0 && join.kind == join.with {
                let parts = amount(join.kind, join.count);
                let are = if join.count == 1 { "is a part of one" } else { "are parts of those" };
                page.paragraphs(&format!("{parts} {are} with the same `{key}` in another list."), 2);
            } else if join.count > 0 {
                let (joined, others) = (amount(join.kind, join.count), amount(join.with, join.others));
                page.paragraphs(&format!("{joined}, joined to {others} by `{key}`."), 2);
            }
            let name = join.with.name().replace('-', " ");
            let rows =
                join.left.iter().take(MOST).map(|span| (self.place(*span), format!("names no {name} that was read")));
            section(page, "Joined to nothing:", rows.collect());
            more_of(page, join.left.len().saturating_sub(MOST));
        }
    }

    /// Keys that are named like their fields, and those that the settings map.
    fn keys(&self, page: &mut Page) {
        let columns = self.group.columns();
        let named: Vec<String> = columns
            .iter()
            .filter(|(column, _)| column.how == How::Named)
            .map(|(column, _)| self.group.target(column))
            .collect();
        if self.group.first().canonical {
            let keys = counted(named.len() as u64, "key is", "keys are");
            page.paragraphs(&format!("{keys} named like tenone's fields."), 2);
        } else if !named.is_empty() {
            page.paragraphs(&format!("Named like tenone's fields: {}.", named.join(", ")), 2);
        }
        let row = |(column, seen): &(&Column, u64)| {
            let target = self.group.target(column);
            match column.how {
                How::Default => (target, format!("always {}", self.safe(&column.key))),
                _ => (self.safe(&column.key), format!("{target}, {}", times(*seen))),
            }
        };
        let of = |hows: &[How]| columns.iter().filter(|(column, _)| hows.contains(&column.how)).map(row).collect();
        section(page, "Read as the settings say:", of(&[How::Mapped, How::Default]));
        section(page, "Heads that tenone knows:", of(&[How::Recognised]));
    }

    fn words(&self, page: &mut Page) {
        let words = self.group.words();
        let rows = words.iter().map(|word| {
            let means = if word.means.is_empty() { "not understood".to_owned() } else { word.means.join(" or ") };
            (self.safe(&word.word), format!("{}: {means}, {}", word.path, times(word.count)))
        });
        let more = rows.len().saturating_sub(MOST);
        section(page, "Words:", rows.take(MOST).collect());
        more_of(page, more);
        let mut fields: BTreeMap<&str, Vec<&Word>> = BTreeMap::new();
        for word in words.iter().filter(|word| word.means.is_empty() && !word.known.is_empty()) {
            // A word of a nested record is asked for wherever such records stand.
            word.path.split(" or ").for_each(|path| fields.entry(path).or_default().push(word));
        }
        if fields.is_empty() {
            return;
        }
        page.paragraphs("To have them understood, say below this source in tenone.yaml what each means:", 2);
        page.verbatim("  words:");
        for (path, words) in &fields {
            page.verbatim(&format!("    {path}:"));
            for word in words.iter().take(MOST) {
                page.verbatim(&format!("      {}: WORD", quoted(&self.safe(&word.word))));
            }
        }
        for (path, words) in fields {
            let known = words.first().map_or(&[][..], |word| word.known);
            page.paragraphs(&format!("WORD for {path} is one of: {}.", known.join(", ")), 4);
        }
    }

    fn unknown(&self, page: &mut Page) {
        let (unknown, top) = (self.group.unknown(), self.group.first().kind);
        let row = |unknown: &super::group::Unknown| {
            let place = self.place(unknown.span);
            let within = if unknown.kind == top { String::new() } else { format!("in {}, ", unknown.kind.name()) };
            let near = unknown.nearest.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            (self.safe(&unknown.key), format!("{within}{}, first in {place}{near}", times(unknown.count)))
        };
        let heading = "Not understood, so that no rule looks at them:";
        if unknown.len() <= MOST_PLACED {
            section(page, heading, unknown.iter().map(row).collect());
        } else {
            let (near, plain): (Vec<_>, Vec<_>) = unknown.iter().partition(|unknown| unknown.nearest.is_some());
            section(page, heading, near.into_iter().take(MOST_PLACED).map(row).collect());
            if !page.text.ends_with(&format!("{heading}\n")) && unknown.iter().all(|key| key.nearest.is_none()) {
                page.paragraphs(heading, 2);
            }
            let names: Vec<String> = plain.iter().map(|unknown| self.safe(&unknown.key)).take(4 * MOST).collect();
            page.paragraphs(&names.join(", "), 4);
            more_of(page, plain.len().saturating_sub(4 * MOST));
        }
        let Some(first) = unknown.iter().find(|unknown| unknown.kind == top) else { return };
        let (key, field) = match unknown.iter().find_map(|unknown| Some((&unknown.key, unknown.nearest?))) {
            Some((key, near)) => (key, near),
            None => (&first.key, "field"),
        };
        let say = format!("columns: {{{field}: {}}}", quoted(&self.safe(key)));
        let explain = format!("`tenone explain {}` lists the fields", top.name());
        page.paragraphs(&format!("Where one of them is a field, say so: `{say}`; {explain}."), 4);
    }

    fn left_out(&self, page: &mut Page) {
        let ignored = self.group.ignored();
        let rows = ignored.iter().take(MOST).map(|ignored| (self.place(ignored.span), ignored.why.clone()));
        section(page, "Left out:", rows.collect());
        more_of(page, ignored.len().saturating_sub(MOST));
        let silent: Vec<String> = self.group.silent().iter().map(|read| self.survey.texts.name(read.source)).collect();
        if self.group.members.len() > 1 && !silent.is_empty() {
            page.paragraphs("No record was found in:", 2);
            list(page, silent);
        }
    }

    /// The line or cell, and the file where the source has several.
    fn place(&self, span: crate::text::Span) -> String {
        let place = self.survey.texts.place(span);
        match (place.within, self.group.members.len()) {
            (Some(within), 1) => self.safe(&within),
            (Some(within), _) => self.safe(&format!("{} {within}", place.path)),
            (None, 1) => format!("line {}", place.line),
            (None, _) => format!("{}:{}", self.safe(&place.path), place.line),
        }
    }
}

/// A heading and a table below it; nothing if there are no rows.
fn section(page: &mut Page, heading: &str, rows: Vec<(String, String)>) {
    if !rows.is_empty() {
        page.paragraphs(heading, 2);
        page.indented_table(&rows, 4);
    }
}

/// Paths, a line each, as far as somebody would read on.
pub(super) fn list(page: &mut Page, paths: Vec<String>) {
    for path in paths.iter().take(MOST) {
        let path = one_line(path, page.look.unicode).into_owned();
        page.verbatim(&format!("  {path}"));
    }
    more_of(page, paths.len().saturating_sub(MOST));
}

pub(super) fn more_of(page: &mut Page, more: usize) {
    if more > 0 {
        page.paragraphs(&format!("and {more} more; --format json lists all"), 4);
    }
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { counted(count, "time", "times") }
}

/// `risks`, `change tickets`: what records of a kind are called when there are several.
fn plural(kind: Kind) -> String {
    crate::mapping::kinds_plural(kind).first().map_or_else(|| kind.name().to_owned(), |name| name.replace('_', " "))
}

/// A word as it can stand in YAML.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '/' | '(' | ')');
    let safe = word.chars().all(plain) && word.starts_with(char::is_alphabetic);
    let reserved = ["yes", "no", "on", "off", "true", "false", "null", "y", "n"];
    if safe && !reserved.contains(&word.to_ascii_lowercase().as_str()) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "''"))
}
