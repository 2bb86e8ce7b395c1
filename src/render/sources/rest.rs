//! What was found besides the sources: files of formats that are not read, and files that nobody named.

use super::Survey;
use super::page::list;
use crate::read::Format;
use crate::render::page::Page;
use crate::render::summary::counted;
use crate::render::visible::one_line;

/// Formats in which registers, minutes and processes are kept.
const KEPT_IN: [&str; 5] = ["spreadsheet", "PDF", "text processor document", "presentation", "HTML page"];

/// What the names of files say that hold records, in some languages.
static HINTS: [&str; 24] = [
    "register",
    "log",
    "capa",
    "ncr",
    "nonconform",
    "corrective",
    "incident",
    "risk",
    "audit",
    "finding",
    "minutes",
    "review",
    "improvement",
    "applicability",
    "action",
    "vorfall",
    "risiko",
    "massnahmen",
    "maßnahmen",
    "protokoll",
    "incidencia",
    "riesgo",
    "risque",
    "risco",
];

/// Tells what else there is.
pub(super) fn rest(survey: &Survey<'_>, page: &mut Page) {
    let (mut hinted, mut unread, mut unnamed, mut others) = (Vec::new(), Vec::new(), Vec::new(), 0);
    unreadable(survey, page);
    if !survey.others.is_empty() {
        page.title("Left aside", "by their names registers of what no rule looks at");
        list(page, survey.others.clone());
        page.blank();
    }
    let aside = |path: &&String| survey.others.contains(&format!("{}{path}", survey.texts.prefix));
    for path in survey.without_source.iter().filter(|path| !aside(path)) {
        match Format::of_path(path) {
            Format::Unknown(_) if has_sidecar(survey, path) => {}
            Format::Unknown(format) if KEPT_IN.contains(&format.as_str()) => {
                let shown = format!("{}{path} ({format})", survey.texts.prefix);
                if may_hold_records(path) { &mut hinted } else { &mut unread }.push(shown);
            }
            Format::Unknown(_) => others += 1,
            // A licence is no register.
            _ if is_about_the_folder(path) => {}
            _ => unnamed.push(path.as_str()),
        }
    }
    if !hinted.is_empty() || !unread.is_empty() {
        page.title("Not read", "tenone does not read these formats yet");
        if !hinted.is_empty() {
            page.paragraphs("By their names these may hold records:", 2);
            list(page, hinted);
        }
        if !unread.is_empty() {
            page.paragraphs("Of these the names do not say:", 2);
            list(page, unread);
        }
        page.blank();
    }
    if !unnamed.is_empty() {
        let files = counted(unnamed.len() as u64, "file", "files");
        if survey.guessed {
            page.title("Not understood", &format!("no record was recognised in {files}"));
        } else {
            page.title("Not named", &format!("{files} that no source of the settings names"));
        }
        // A path in the settings starts at the folder of the workspace.
        let hinted = unnamed.iter().find(|path| may_hold_records(path)).or(unnamed.first());
        let sample = hinted.copied().unwrap_or_default().to_owned();
        list(page, unnamed.into_iter().map(|path| format!("{}{path}", survey.texts.prefix)).collect());
        page.paragraphs("If one of them holds records, say of which kind, in tenone.yaml below `sources:`:", 2);
        page.verbatim(&format!("  - {{kind: entry, path: {}}}", quoted(&sample)));
        page.blank();
    }
    if others > 0 {
        let files = counted(others, "other file was", "other files were");
        page.paragraphs(&format!("{files} not opened: pictures, archives, programs and the like."), 0);
    }
}

/// Files of which nothing is known because they cannot be read.
fn unreadable(survey: &Survey<'_>, page: &mut Page) {
    let known = |source| survey.read.iter().any(|surveyed| surveyed.reading.source == source);
    let unknown = survey.unreadable.iter().filter(|(source, _)| !known(*source));
    let rows: Vec<(String, String)> = unknown
        .map(|(source, why)| {
            let name = survey.texts.name(*source);
            (one_line(&name, true).into_owned(), one_line(why, true).into_owned())
        })
        .collect();
    if !rows.is_empty() {
        page.title("Not readable", "nobody knows what is in them; they may hold records");
        page.table(&rows);
        page.blank();
    }
}

fn is_about_the_folder(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    matches!(name.split('.').next(), Some("license" | "licence" | "readme" | "changelog" | "contributing"))
}

/// Whether a file that is not read has its control data in a file beside it: `minutes.pdf.yaml`.
pub(super) fn has_sidecar(survey: &Survey<'_>, path: &str) -> bool {
    let read = |surveyed: &super::Surveyed<'_>| {
        let beside = survey.texts.sources.get(surveyed.reading.source).path().strip_prefix(path);
        matches!(beside, Some(".yaml" | ".yml")) && !surveyed.reading.records.is_empty()
    };
    survey.read.iter().any(read)
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
