//! Outputs: one file per format, each a function from a report to bytes. Nothing here decides anything.

pub mod baseline;
pub mod concise;
mod excerpt;
pub mod explain;
pub mod ics;
pub mod json;
mod marked;
mod page;
mod paint;
mod picture;
pub mod report;
pub mod rules;
#[cfg(test)]
mod sample;
pub mod sarif;
pub mod schema;
pub mod sources;
mod summary;
pub mod terminal;
#[cfg(test)]
mod tests;
mod visible;

use crate::rule::Catalogue;
use crate::text::{Layout, Place, SourceId, Sources, Span};

pub use picture::{Look, Statement, advised, picture};

/// What a format needs beside the report.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The texts that diagnostics point into.
    pub texts: Texts<'a>,
    /// The rules that ran, with the texts that explain them.
    pub catalogue: &'a Catalogue,
    /// How text for people is drawn.
    pub look: Look,
    /// Whether the as-of date was asked for, or is today's.
    pub as_of_given: bool,
    /// Whether formats whose readers do not know waivers tell what is waived too.
    pub include_waived: bool,
}

/// The texts that places point into, and where the workspace is for whoever reads the output.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// What stands before each path, such as `registers/`: paths are read from where the command was run.
    pub prefix: &'a str,
}

impl Texts<'_> {
    /// What a person reads of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let place = self.sources.place(span);
        Place { path: format!("{}{}", self.prefix, place.path), ..place }
    }

    /// What a person calls a text: its path, and the sheet where a file has several.
    #[must_use]
    pub fn name(&self, source: SourceId) -> String {
        match self.sources.get(source).layout() {
            Layout::Sheet { name, .. } => format!("{} {name}", self.path(source)),
            Layout::Lines | Layout::Document(_) => self.path(source),
        }
    }

    /// The path of a text.
    #[must_use]
    pub fn path(&self, source: SourceId) -> String {
        format!("{}{}", self.prefix, self.sources.get(source).path())
    }
}
