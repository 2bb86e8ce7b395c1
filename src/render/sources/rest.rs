//! What was found besides the sources: files of formats that are not read, and files that nobody named.

use super::Survey;
use super::page::{list, more_of};
use crate::read::Format;
use crate::render::page::Page;
use crate::render::summary::counted;
use crate::render::visible::one_line;

/// Files that are named one by one.
const MOST: usize = 15;

/// Formats in which registers, minutes and processes are kept.
const KEPT_IN: [&str; 6] = ["CSV table", "spreadsheet", "PDF", "text processor document", "presentation", "HTML page"];

/// What the names of files say that hold records, in some languages.
static HINTS: [&str; 24] = [
    "register", "log", "capa", "ncr", "nonconform", "corrective", "incident", "risk", "audit", "finding", "minutes",
    "review", "improvement", "applicability", "action", "vorfall", "risiko", "massnahmen", "maßnahmen", "protokoll",
    "incidencia", "riesgo", "risque", "risco",
];

/// Tells what else there is.
pub(super) fn rest(survey: &Survey<'_>, page: &mut Page) {
    let (mut unread, mut unnamed, mut others) = (Vec::new(), Vec::new(), 0);
    for path in &survey.without_source {
        let shown = format!("{}{path}", survey.texts.prefix);
        match Format::of_path(path) {
            Format::Unknown(format) if KEPT_IN.contains(&format.as_str()) => {
                unread.push((may_hold_records(path), shown, format));
            }
            Format::Unknown(_) => others += 1,
            _ => unnamed.push(shown),
        }
    }
    if !unread.is_empty() {
        unread.sort_by_key(|(hint, ..)| !hint);
        page.title("Not read", "tenone does not read these formats yet");
        let rows = unread.iter().take(MOST).map(|(hint, path, format)| {
            let hint = if *hint { "; its name says that it may hold records" } else { "" };
            (one_line(path, page.look.unicode).into_owned(), format!("{format}{hint}"))
        });
        let rows: Vec<_> = rows.collect();
        page.indented_table(&rows, 4);
        more_of(page, unread.len().saturating_sub(MOST));
        page.paragraphs("What they hold is not known; rules about what is missing are careful with that.", 2);
        page.blank();
    }
    if !unnamed.is_empty() {
        let files = counted(unnamed.len() as u64, "file", "files");
        if survey.guessed {
            page.title("Not understood", &format!("no record was recognised in {files}"));
        } else {
            page.title("Not named", &format!("{files} that no source of the settings names"));
        }
        let first = unnamed.first().cloned().unwrap_or_default();
        list(page, unnamed);
        page.paragraphs("If one of them holds records, say of which kind, in tenone.yaml below `sources:`:", 2);
        page.verbatim(&format!("  - {{kind: entry, path: {}}}", quoted(&first)));
        page.blank();
    }
    if others > 0 {
        let files = counted(others, "other file was", "other files were");
        page.paragraphs(&format!("{files} not opened: pictures, archives, programs and the like."), 0);
    }
}

fn may_hold_records(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    HINTS.iter().any(|hint| name.contains(hint))
}

fn quoted(path: &str) -> String {
    let path = one_line(path, true);
    let safe = path.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
    if safe { path.into_owned() } else { format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\"")) }
}
