//! One source, as it is told to people: what it holds, how it was understood, and what there is to do about the rest.

use super::Survey;
use super::group::{Group, Unknown};
use super::heads::Near;
use super::page::{MOST, list, more_of, section};
use super::words::{self, quoted};
use crate::mapping::{How, Leftover};
use crate::model::{Kind, Names};
use crate::render::page::Page;
use crate::render::paint::Ink;
use crate::render::summary::{counted, records_in_words};
use crate::render::visible::{one_line, width};
use crate::text::Span;

/// Places that are shown of what was left out for one reason.
const PLACES: usize = 4;

/// Absent fields that are named, those first that most rules need.
const MOST_ABSENT: usize = 6;

/// Heads that nobody knows and that are named.
const MOST_UNKNOWN: usize = 40;

/// One source that is told about.
pub(super) struct Told<'g, 's, 'a> {
    pub(super) survey: &'s Survey<'a>,
    pub(super) group: &'g Group<'s, 'a>,
}

impl Told<'_, '_, '_> {
    pub(super) fn on(&self, page: &mut Page) {
        self.heading(page);
        self.joins(page);
        self.keys(page);
        words::tell(self.group, page);
        self.unknown(page);
        let missing: Vec<String> = self.group.missing().into_iter().map(|key| self.safe(key)).collect();
        if !missing.is_empty() {
            page.paragraphs(&format!("Named in the settings and not found: {}.", missing.join(", ")), 2);
        }
        self.left_out(page);
        self.absent(page);
    }

    fn safe(&self, text: &str) -> String {
        one_line(text, true).into_owned()
    }

    /// Its path, or how many files it has.
    pub(super) fn name(&self) -> String {
        let (group, texts) = (self.group, self.survey.texts);
        let reading = group.first();
        let name = match (group.members.len(), reading.guessed) {
            (1, _) => texts.name(reading.source),
            (_, false) => format!("{}{}", texts.prefix, reading.path),
            (_, true) => match group.files(self.survey) {
                1 => texts.path(reading.source),
                files => format!("{files} files"),
            },
        };
        self.safe(&name)
    }

    /// What it was taken for.
    pub(super) fn what(&self) -> String {
        let reading = self.group.first();
        let kind =
            if reading.kind == Kind::Entry { "the improvement register".to_owned() } else { plural(reading.kind) };
        if self.is_template() { format!("a template of {}", plural(reading.kind)) } else { kind }
    }

    /// `9 of 12 heads known`; nothing for a source that is declared to be canonical.
    pub(super) fn heads(&self) -> Option<String> {
        let count = self.group.count();
        let noun = if self.group.has_heads() { "heads" } else { "keys" };
        let told = !self.group.first().canonical && count.all > 0;
        told.then(|| format!("{} of {} {noun} known", count.known, count.all))
    }

    /// `5 entries; 12 of 12 heads known`.
    pub(super) fn in_short(&self) -> String {
        let mut records = self.group.records();
        let kind = self.group.first().kind;
        if records.iter().any(|(known, _)| *known == kind) {
            records.retain(|(known, _)| *known == kind);
        }
        let mut told = vec![records_in_words(&records)];
        if records.is_empty() {
            told = vec!["NO RECORD".to_owned(), format!("taken for {}", self.what())];
        }
        told.extend(self.heads());
        told.join("; ")
    }

    fn is_template(&self) -> bool {
        let reading = self.group.first();
        reading.guessed && reading.records.is_empty() && Names::embedded().is_template(&reading.path)
    }

    /// Where it stands, what it holds.
    fn heading(&self, page: &mut Page) {
        let (group, reading) = (self.group, self.group.first());
        let taken = if reading.guessed { "taken for" } else { "read as" };
        let heads = self.heads().map_or_else(String::new, |heads| format!(": {heads}"));
        let (name, about) = (self.name(), format!("{taken} {}{heads}", self.what()));
        if width(&name) + 2 + width(&about) <= page.look.width {
            page.title(&name, &about);
        } else {
            page.title(&name, "");
            page.paragraphs(&format!("{about}."), 2);
        }
        let records = records_in_words(&group.records());
        if records.is_empty() {
            let nothing = page.look.brush().paint(Ink::Care, &self.nothing());
            page.paragraphs(&nothing, 2);
        } else {
            let files = group.files(self.survey);
            let within = if files > 1 { format!(" in {files} files") } else { String::new() };
            page.paragraphs(&format!("{records}{within}."), 2);
        }
        let mut reasons: Vec<&str> = Vec::new();
        for (source, why) in &self.survey.unreadable {
            if group.members.iter().any(|member| member.reading.source == *source) && !reasons.contains(&why.as_str()) {
                reasons.push(why);
            }
        }
        for why in reasons.into_iter().take(MOST) {
            page.paragraphs(&format!("Not read to its end: {}", self.safe(why)), 2);
        }
        if group.members.len() > 1 && reading.guessed {
            list(page, group.members.iter().map(|member| self.survey.texts.name(member.reading.source)).collect());
        }
    }

    /// Why there is no record.
    fn nothing(&self) -> String {
        let ignored = self.group.ignored();
        let rows = |what: Leftover| {
            let of_kind = ignored.iter().flat_map(|(_, places)| places).filter(|ignored| ignored.what == what);
            of_kind.count() as u64
        };
        let (slipped, blank) = (rows(Leftover::Slipped), rows(Leftover::Blank));
        let members = &self.group.members;
        let broken = |source| self.survey.unreadable.iter().any(|(unreadable, _)| *unreadable == source);
        if members.iter().any(|member| broken(member.reading.source)) {
            "NO RECORD could be read in it. That does not mean that it is empty.".to_owned()
        } else if slipped > 0 {
            let rows = counted(slipped, "row", "rows");
            format!("NO RECORD could be read: the cells of {rows} do not stand below their heads.")
        } else if self.is_template() {
            "NO RECORD: by its name it is a template, and what stands in it are examples.".to_owned()
        } else if self.group.has_heads() && blank > 0 {
            format!("NO RECORD: it has heads, and no entry in its {}.", counted(blank, "row", "rows"))
        } else if self.group.has_heads() {
            "NO RECORD: it has heads and no entry.".to_owned()
        } else {
            "NO RECORD was found in it.".to_owned()
        }
    }

    /// What its records belong to, and those that belong to nothing.
    fn joins(&self, page: &mut Page) {
        for join in self.group.joins() {
            let amount = |kind: Kind, count: u32| records_in_words(&[(kind, count)]);
            let key = self.safe(&join.by);
            if join.count > 0 && join.kind == join.with {
                let elsewhere = join.count.saturating_sub(join.within);
                if join.within > 0 {
                    let twice = if join.within == 1 { "stands" } else { "stand" };
                    let parts = amount(join.kind, join.within);
                    page.paragraphs(&format!("{parts} {twice} in two of its lists, under the same `{key}`."), 2);
                }
                if elsewhere > 0 {
                    let are = if elsewhere == 1 { "is a part of one" } else { "are parts of those" };
                    let parts = amount(join.kind, elsewhere);
                    page.paragraphs(&format!("{parts} {are} with the same `{key}` in another list."), 2);
                }
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

    /// Keys that are named like their fields, those that the settings map, and those that the vocabulary knows.
    fn keys(&self, page: &mut Page) {
        let known = self.group.known();
        let mapped = |how: How| how == How::Mapped;
        let plain: Vec<&str> =
            known.iter().filter(|known| known.is_plain() && !mapped(known.how)).map(|known| known.key).collect();
        if self.group.first().canonical && !self.group.has_heads() {
            let keys = counted(plain.len() as u64, "key is", "keys are");
            page.paragraphs(&format!("{keys} named like tenone's fields."), 2);
        } else if !plain.is_empty() {
            let names: Vec<String> = plain.into_iter().map(|key| self.safe(key)).collect();
            page.paragraphs(&format!("Named like tenone's fields: {}.", names.join(", ")), 2);
        }
        let table = self.group.has_heads();
        let row = |known: &super::heads::Known<'_>| {
            // Every row of a table has all its cells.
            let times = if table { String::new() } else { format!(", {}", times(known.seen)) };
            (self.safe(known.key), format!("{}{times}", known.target()))
        };
        let mut declared: Vec<(String, String)> = known.iter().filter(|known| mapped(known.how)).map(row).collect();
        let constants = self.group.constants();
        declared
            .extend(constants.iter().map(|column| (column.path.clone(), format!("always {}", self.safe(&column.key)))));
        section(page, "Read as the settings say:", declared);
        let others = known.iter().filter(|known| !mapped(known.how) && !known.is_plain());
        section(page, "Understood as these fields:", others.map(row).collect());
    }

    fn unknown(&self, page: &mut Page) {
        let (unknown, top) = (self.group.unknown(), self.group.first().kind);
        if unknown.is_empty() {
            return;
        }
        let absent = self.group.absent(self.survey);
        let near = |unknown: &Unknown| self.group.near(unknown, &absent);
        let (named, plain): (Vec<_>, Vec<_>) = unknown.iter().partition(|unknown| near(unknown).is_some());
        page.paragraphs("Not understood, so that no rule looks at them:", 2);
        let row = |(unknown, near): (&Unknown, Near)| (self.safe(&unknown.key), may_be(&near));
        let rows: Vec<_> = named.iter().filter_map(|unknown| Some((*unknown, near(unknown)?))).map(row).collect();
        page.indented_table(&rows, 4);
        let name = |unknown: &&Unknown| match (self.group.has_heads(), unknown.kind == top) {
            (true, true) => self.safe(&unknown.key),
            (true, false) => format!("{} (in {})", self.safe(&unknown.key), unknown.kind.name()),
            (false, _) if plain.len() > MOST => self.safe(&unknown.key),
            (false, _) => {
                format!("{} ({}, {})", self.safe(&unknown.key), times(unknown.count), self.place(unknown.span))
            }
        };
        let names: Vec<String> = plain.iter().map(name).take(MOST_UNKNOWN).collect();
        page.paragraphs(&names.join(", "), 4);
        more_of(page, plain.len().saturating_sub(MOST_UNKNOWN));
        let with_near = named.iter().find_map(|unknown| Some((&unknown.key, near(unknown)?.path)));
        let with_near = with_near.filter(|(_, path)| !path.contains(" or "));
        let (key, field) = match (with_near, unknown.first()) {
            (Some(found), _) => found,
            (None, Some(first)) => (&first.key, "FIELD".to_owned()),
            (None, None) => return,
        };
        let say = format!("columns: {{{field}: {}}}", quoted(&self.safe(key)));
        let explain = format!("`tenone explain {}` lists the fields", top.name());
        page.paragraphs(&format!("Where one of them is a field, say so: `{say}`; {explain}."), 4);
    }

    fn left_out(&self, page: &mut Page) {
        let row = |(why, places): (&str, Vec<&crate::mapping::Ignored>)| {
            let shown: Vec<String> = places.iter().take(PLACES).map(|ignored| self.place(ignored.span)).collect();
            let more = places.len().saturating_sub(PLACES);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let count = if places.len() > 1 { format!("{} times: ", places.len()) } else { String::new() };
            format!("{}; {count}{}{more}", self.safe(why), shown.join(", "))
        };
        let reasons = self.group.ignored();
        let more = reasons.len().saturating_sub(MOST);
        if !reasons.is_empty() {
            page.paragraphs("Left out:", 2);
        }
        for reason in reasons.into_iter().take(MOST) {
            page.paragraphs(&row(reason), 4);
        }
        more_of(page, more);
        let silent: Vec<String> = self.group.silent().iter().map(|read| self.survey.texts.name(read.source)).collect();
        let some = self.group.members.iter().any(|member| !member.reading.records.is_empty());
        if some && !silent.is_empty() {
            page.paragraphs("No record was found in:", 2);
            list(page, silent);
        }
    }

    /// What further fields would bring.
    fn absent(&self, page: &mut Page) {
        let absent = self.group.absent(self.survey);
        let row = |absent: &super::group::Absent<'_>| {
            let first = absent.rules.first().copied().unwrap_or_default();
            let more = absent.rules.len().saturating_sub(1);
            let more = if more > 0 {
                format!(" and {}", counted(more as u64, "more rule", "more rules"))
            } else {
                String::new()
            };
            (absent.path.clone(), format!("{first}{more}"))
        };
        section(
            page,
            "Not kept; with these fields more rules could look:",
            absent.iter().take(MOST_ABSENT).map(row).collect(),
        );
        more_of(page, absent.len().saturating_sub(MOST_ABSENT));
    }

    /// The line or cell, and the file where the source has several.
    fn place(&self, span: Span) -> String {
        let place = self.survey.texts.place(span);
        match (place.within, self.group.members.len()) {
            (Some(within), 1) => self.safe(&within),
            (Some(within), _) => self.safe(&format!("{} {within}", place.path)),
            (None, 1) => format!("line {}", place.line),
            (None, _) => format!("{}:{}", self.safe(&place.path), place.line),
        }
    }
}

fn may_be(near: &Near) -> String {
    match near.rules {
        0 => format!("may be `{}`", near.path),
        rules => format!("may be `{}`: {} could look", near.path, counted(rules as u64, "more rule", "more rules")),
    }
}

pub(super) fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { counted(count, "time", "times") }
}

/// `risks`, `change tickets`: what records of a kind are called when there are several.
fn plural(kind: Kind) -> String {
    crate::mapping::kinds_plural(kind).first().map_or_else(|| kind.name().to_owned(), |name| name.replace('_', " "))
}
