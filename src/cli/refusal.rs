//! [`Refusal`]: why tenone could not run, with the place and what to do. Its exit status is 2.

use std::io::{self, Write};
use std::path::Path;

use crate::analysis::AnalysisError;
use crate::config::SettingsError;
use crate::diagnostic::Severity;
use crate::discover::DiscoverError;
use crate::render::{Look, Statement, Texts, advised};
use crate::rule::RuleError;
use crate::text::{Sources, Span};

/// Why tenone could not run.
#[derive(Debug, Default)]
pub(super) struct Refusal {
    sources: Sources,
    /// What stands before the paths of the sources.
    prefix: String,
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    /// What is wrong, where that is in a file: `settings`, or `baseline`.
    name: &'static str,
    span: Option<Span>,
    message: String,
    help: String,
}

impl Refusal {
    /// Something that was typed is wrong.
    pub(super) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        let part = Part { name: "", span: None, message: message.into(), help: help.into() };
        Self { parts: vec![part], ..Self::default() }
    }

    /// An output cannot be written to its file.
    pub(super) fn unwritable(path: &Path, error: &io::Error) -> Self {
        let help = match error.kind() {
            io::ErrorKind::NotFound => "Make the folder first; tenone makes none.",
            _ => "Give a file that can be written.",
        };
        Self::usage(format!("{} cannot be written: {error}", path.display()), help)
    }

    /// A name is not known.
    pub(super) fn unknown(what: &str, name: &str, nearest: Option<&str>, all: &str) -> Self {
        let help = nearest.map_or_else(|| all.to_owned(), |near| format!("Did you mean `{near}`?"));
        Self::usage(format!("there is no {what} `{name}`"), help)
    }

    /// An analysis could not be done.
    pub(super) fn analysis(error: AnalysisError, prefix: &str) -> Self {
        match error {
            AnalysisError::Settings { sources, errors } => {
                let parts = errors.into_iter().map(Part::from).collect();
                Self { sources: *sources, prefix: prefix.to_owned(), parts }
            }
            AnalysisError::Baseline { sources, error } => Self::baseline(*sources, error, prefix),
            AnalysisError::NoSettings(path) => Self::usage(
                format!("{path} cannot be used as settings: there is no such file in the workspace"),
                "Give a file in the folder that is checked, or leave --config out.",
            ),
            AnalysisError::NoFile => Self::usage(
                "there is no file to check",
                "Give the folder in which the register is; hidden files and those that .gitignore names are left out.",
            ),
            other => Self::usage(other.to_string(), ""),
        }
    }

    /// What was known before cannot be read.
    pub(super) fn baseline(sources: Sources, error: SettingsError, prefix: &str) -> Self {
        let part = Part { name: "baseline", ..Part::from(error) };
        Self { sources, prefix: prefix.to_owned(), parts: vec![part] }
    }

    /// Rule files are wrong; those that come with the program never are.
    pub(super) fn rules(errors: &[RuleError]) -> Self {
        let parts =
            errors.iter().map(|error| Part { name: "", span: None, message: error.to_string(), help: String::new() });
        Self { parts: parts.collect(), ..Self::default() }
    }

    /// Says why, where, and what to do.
    pub(super) fn write(&self, look: Look, out: &mut dyn Write) -> io::Result<()> {
        let texts = Texts { sources: &self.sources, prefix: &self.prefix };
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                out.write_all(b"\n")?;
            }
            let statement = Statement {
                severity: Severity::Error,
                name: part.name,
                message: &part.message,
                span: part.span.unwrap_or(Span::new(crate::text::SourceId(0), 0, 0)),
                related: &[],
            };
            let text = match part.span {
                Some(_) => advised(statement, &part.help, texts, look),
                None => plain(&part.message, &part.help),
            };
            out.write_all(look.printed(text).as_bytes())?;
        }
        Ok(())
    }
}

impl From<SettingsError> for Part {
    fn from(error: SettingsError) -> Self {
        Self { name: "settings", span: Some(error.span), message: error.message, help: error.help }
    }
}

fn plain(message: &str, help: &str) -> String {
    let help = if help.is_empty() { String::new() } else { format!("  what to do: {help}\n") };
    format!("error: {message}\n{help}")
}

impl From<DiscoverError> for Refusal {
    fn from(error: DiscoverError) -> Self {
        Self::usage(error.to_string(), "Give a folder or a file that can be read.")
    }
}
