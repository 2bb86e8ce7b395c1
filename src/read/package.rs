//! [`Package`]: a file that is an archive of parts: a workbook with its sheets, or a text processor document.

use std::sync::Arc;

use super::Document;
use crate::data::nearest;
use crate::diagnostic::Problem;
use crate::text::{Layout, SourceId, Sources, Span};

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

/// Reads an archive by what is in it, whatever its name.
#[must_use]
pub fn read(path: &str, _bytes: &[u8]) -> Package {
    let facts = vec![("format", "archive".to_owned()), ("file", path.to_owned())];
    Package { fault: Some(Fault { name: "input-file-not-read", facts }), ..Package::default() }
}
