//! The survey for people: first what was found, a line each, then source by source what was understood of it.

use std::io::{self, Write};

use super::Survey;
use super::group::{Group, groups};
use super::rest::rest;
use super::told::Told;
use crate::render::Look;
use crate::render::page::Page;
use crate::render::visible::one_line;

/// Paths that are shown one by one.
pub(super) const MOST: usize = 10;

/// Sources that fit on a screen, so that nobody needs a list of them.
const FEW: usize = 2;

/// Writes the survey for people.
pub fn write(survey: &Survey<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(look);
    let groups = groups(survey);
    if survey.guessed {
        page.paragraphs(
            "The settings name no sources (tenone.yaml): what each file holds was guessed from what stands in it. \
             `tenone sources --write` writes the guess down.",
            0,
        );
        page.blank();
    }
    if groups.len() > FEW {
        overview(survey, &groups, &mut page);
    }
    for group in &groups {
        Told { survey, group }.on(&mut page);
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

/// A line for each source.
fn overview(survey: &Survey<'_>, groups: &[Group<'_, '_>], page: &mut Page) {
    page.title("Found", "in short; each of them follows at length");
    let rows = groups.iter().map(|group| {
        let told = Told { survey, group };
        let name = told.name();
        let name = name.strip_prefix(survey.texts.prefix).unwrap_or(&name).to_owned();
        (name, told.in_short())
    });
    let rows: Vec<(String, String)> = rows.collect();
    page.table(&rows);
    page.blank();
}

/// A heading and a table below it; nothing if there are no rows.
pub(super) fn section(page: &mut Page, heading: &str, rows: Vec<(String, String)>) {
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
