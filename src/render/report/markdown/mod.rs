//! `markdown`: the readiness report for people, in a repository, a ticket or a mail.
//!
//! Page one comes first; then the checklist, the gaps rule by rule, what was not assessed, what to prepare, and how to do
//! it all again.

mod checklist;
mod gaps;
mod over_time;
mod page_one;
mod rest;
mod traced;

use std::io::{self, Write};

use super::Facts;
use super::words;
use crate::render::marked;
use crate::text::Span;

/// Letters of a message that are shown.
const MESSAGE: usize = 600;

/// Letters of a title or a name that are shown.
const TITLE: usize = 80;

/// Writes the report as Markdown.
pub fn write(facts: &Facts<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { facts, text: String::new() };
    page.head();
    page_one::write(&mut page);
    checklist::write(&mut page);
    traced::sample(&mut page);
    over_time::trends(&mut page);
    traced::forecast(&mut page);
    over_time::pack(&mut page);
    gaps::write(&mut page);
    rest::not_assessed(&mut page);
    rest::prepare(&mut page);
    rest::again(&mut page);
    let text = page.text.trim_end();
    out.write_all(facts.context.look.printed(format!("{text}\n")).as_bytes())
}

/// A report that grows from the top.
struct Page<'p, 'a> {
    facts: &'p Facts<'a>,
    text: String,
}

impl Page<'_, '_> {
    fn head(&mut self) {
        let of = &self.facts.readiness.provenance;
        let whose =
            of.organisation.as_ref().map_or_else(String::new, |name| format!(": {}", marked::text(name, TITLE)));
        self.heading(1, &format!("Readiness report{whose}"));
        let verdict = words::verdict(self.facts.readiness);
        self.paragraph(&format!("**{verdict}**"));
        traced::last(self);
        self.paragraph(words::NO_CERTIFICATE);
    }

    /// A heading; its text is Markdown already, as all that follows.
    fn heading(&mut self, level: usize, text: &str) {
        self.text.push_str(&format!("{} {text}\n\n", "#".repeat(level)));
    }

    fn paragraph(&mut self, text: &str) {
        self.text.push_str(&format!("{text}\n\n"));
    }

    fn item(&mut self, text: &str) {
        self.text.push_str(&format!("- {text}\n"));
    }

    fn items(&mut self, items: impl IntoIterator<Item = String>) {
        let before = self.text.len();
        items.into_iter().for_each(|item| self.item(&item));
        if self.text.len() > before {
            self.end();
        }
    }

    /// A list in which the order counts.
    fn numbered(&mut self, items: impl IntoIterator<Item = String>) {
        let before = self.text.len();
        (1..).zip(items).for_each(|(number, item)| self.text.push_str(&format!("{number}. {item}\n")));
        if self.text.len() > before {
            self.end();
        }
    }

    fn table(&mut self, heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        let rules = vec!["---"; heads.len()];
        self.text.push_str(&format!("| {} |\n| {} |\n", heads.join(" | "), rules.join(" | ")));
        for row in rows {
            self.text.push_str(&format!("| {} |\n", row.join(" | ")));
        }
        self.end();
    }

    /// Ends a list or a table.
    fn end(&mut self) {
        self.text.push('\n');
    }

    /// A link to a place.
    fn place(&self, span: Span) -> String {
        let place = self.facts.context.texts.place(span);
        let line = if place.within.is_none() { place.line } else { 0 };
        let name = match &place.within {
            Some(within) => format!("{} {within}", place.path),
            None => format!("{}:{}", place.path, place.line),
        };
        marked::link(&name, &place.path, line)
    }

    /// A link to a record, by its id if it has one.
    fn named_place(&self, id: Option<&str>, span: Span) -> String {
        let place = self.facts.context.texts.place(span);
        let line = if place.within.is_none() { place.line } else { 0 };
        id.map_or_else(|| self.place(span), |id| marked::link(id, &place.path, line))
    }

    /// A path of the workspace, as whoever reads the report knows it.
    fn path(&self, path: &str) -> String {
        format!("{}{path}", self.facts.context.texts.prefix)
    }
}
