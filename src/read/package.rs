//! [`Package`]: a file that is an archive of parts: a workbook with its sheets, or a text processor document.

use std::sync::Arc;

use super::archive::{Archive, Kind, Limits};
use super::{Document, docx, workbook};
use crate::data::nearest;
use crate::diagnostic::Problem;
use crate::text::{Layout, SourceId, Sources, Span};

/// The first bytes of old Office documents, and of those that are protected by a password.
const OLD_OFFICE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// What was read from an archive.
#[derive(Debug, Default)]
pub struct Package {
    /// Its texts: each sheet that is shown, or the one document.
    pub parts: Vec<Part>,
    /// What was left out on purpose, such as hidden sheets, each with the reason.
    pub left_out: Vec<String>,
    /// Why nothing can be read from it: the name of a reading diagnostic with its facts.
    pub fault: Option<Fault>,
}

/// The reading diagnostic of an archive of which nothing is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the reading diagnostic, such as `input-limit-exceeded`.
    pub name: &'static str,
    /// What its message quotes, by name.
    pub facts: Vec<(&'static str, String)>,
}

/// One text of an archive.
#[derive(Debug)]
pub struct Part {
    /// Name of the sheet; `None` for a document.
    pub name: Option<String>,
    /// The text that was made of it.
    pub text: Arc<str>,
    /// What its lines are.
    pub layout: Layout,
    /// Its tree and problems, under source number 0: see [`Document::in_source`].
    pub document: Document,
}

impl Package {
    /// Adds the texts to the sources, in the order of the parts; an archive of which nothing is read has an empty one.
    pub fn add_to(&self, path: &str, sources: &mut Sources) -> Vec<SourceId> {
        if self.parts.is_empty() {
            return vec![sources.add(path, "")];
        }
        let parts = self.parts.iter();
        parts.map(|part| sources.add_laid_out(path, Arc::clone(&part.text), part.layout.clone())).collect()
    }

    /// The parts that a source asks for, each with its number; what else there is to be said; and the problem where
    /// nothing can be read. `top` is the text at whose top that is said.
    #[must_use]
    pub fn choose(self, sheet: Option<&str>, top: SourceId) -> (Vec<(usize, Part)>, Vec<String>, Option<Problem>) {
        if let Some(fault) = self.fault {
            let problem = Problem { facts: fault.facts, ..Problem::new(fault.name, Span::top(top)) };
            return (Vec::new(), self.left_out, Some(problem));
        }
        let Some(sheet) = sheet else { return (self.parts.into_iter().enumerate().collect(), self.left_out, None) };
        let named =
            |part: &Part| part.name.as_deref().is_some_and(|name| name.trim().eq_ignore_ascii_case(sheet.trim()));
        if self.parts.iter().any(named) {
            let chosen = self.parts.into_iter().enumerate().filter(|(_, part)| named(part));
            return (chosen.collect(), self.left_out, None);
        }
        let names: Vec<&str> = self.parts.iter().filter_map(|part| part.name.as_deref()).collect();
        let near = nearest(sheet, names.iter().copied()).map_or_else(String::new, |name| format!("; `{name}` is near"));
        let reason = format!("it has no sheet `{sheet}` that is shown{near}. It has: {}", names.join(", "));
        let problem = Problem::new("input-file-unreadable", Span::top(top)).fact("reason", reason);
        (Vec::new(), self.left_out, Some(problem))
    }
}

impl Package {
    /// A file of which nothing is read.
    pub(in crate::read) fn of(fault: Fault) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }

    /// Adds what was read of a sheet, and what was left out of it.
    pub(in crate::read) fn add_sheet(&mut self, name: &str, (part, left_out): (Option<Part>, Vec<String>)) {
        if part.is_none() && left_out.is_empty() {
            self.left_out.push(format!("sheet `{name}` is empty"));
        }
        self.parts.extend(part);
        self.left_out.extend(left_out);
    }

    /// A workbook of which no sheet can be read says so.
    pub(in crate::read) fn checked(mut self) -> Self {
        if self.parts.is_empty() && self.fault.is_none() {
            let left_out = std::mem::take(&mut self.left_out).join(", ");
            let why = if left_out.is_empty() { left_out } else { format!(": {left_out}") };
            self.fault = Some(Fault::unreadable(format!("this workbook has no sheet with text that is shown{why}")));
        }
        self
    }
}

impl Fault {
    /// The file cannot be read, for this reason.
    pub(in crate::read) fn unreadable(reason: impl Into<String>) -> Self {
        Self { name: "input-file-unreadable", facts: vec![("reason", reason.into())] }
    }

    /// The file goes over a limit, by this much.
    pub(in crate::read) fn limit(limit: String, value: String) -> Self {
        Self { name: "input-limit-exceeded", facts: vec![("limit", limit), ("value", value)] }
    }

    /// The format of the file is not read.
    pub(in crate::read) fn not_read(path: &str, format: &str) -> Self {
        Self { name: "input-file-not-read", facts: vec![("format", format.to_owned()), ("file", path.to_owned())] }
    }
}

/// Reads an archive by what is in it, whatever its name.
#[must_use]
pub fn read(path: &str, bytes: &[u8]) -> Package {
    read_within(path, bytes, &Limits::default())
}

pub(in crate::read) fn read_within(path: &str, bytes: &[u8], limits: &Limits) -> Package {
    if bytes.starts_with(OLD_OFFICE) {
        return Package::of(Fault::not_read(path, "old Office document, or one that is protected by a password"));
    }
    let mut archive = match Archive::open(bytes, limits) {
        Ok(archive) => archive,
        Err(fault) => return Package::of(fault),
    };
    match archive.kind() {
        Kind::Workbook => workbook::read_xlsx(&archive, limits),
        Kind::OpenSpreadsheet => workbook::read_ods(&mut archive, limits),
        Kind::TextDocument => docx::read(&mut archive, limits),
        Kind::Other(format) => Package::of(Fault::not_read(path, format)),
        Kind::None => Package::of(Fault::not_read(path, "archive")),
    }
}
