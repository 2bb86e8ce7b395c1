//! Bytes to trees, one file per format. Reading never fails: what could not be read is a [`Problem`] beside the tree.

mod archive;
mod badges;
mod content;
pub mod csv;
mod docx;
mod format;
pub mod json;
mod keys;
pub mod labels;
mod limits;
pub mod markdown;
#[cfg(test)]
mod outline;
pub mod package;
#[cfg(test)]
mod packed;
mod place;
mod workbook;
mod xml;
pub mod yaml;

use std::sync::Arc;

pub use self::format::Format;
pub use self::package::{Package, Part};
use crate::data::{Tree, TreeBuilder};
use crate::diagnostic::Problem;
use crate::text::{SourceId, Span};

/// A text that was read.
#[derive(Debug)]
pub struct Document {
    /// What stands in it; empty if it is not read.
    pub tree: Tree,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// How it was read.
    pub format: Format,
}

impl Document {
    /// A text of which nothing was read.
    #[must_use]
    pub fn empty(source: SourceId) -> Self {
        let tree = TreeBuilder::new(source, Arc::from("")).finish(0);
        Self { tree, problems: Vec::new(), format: Format::Undecided }
    }

    /// The same of a source with another number.
    #[must_use]
    pub fn in_source(mut self, source: SourceId) -> Self {
        self.tree = self.tree.in_source(source);
        for problem in &mut self.problems {
            problem.span.source = source;
            problem.related.iter_mut().for_each(|label| label.span.source = source);
        }
        self
    }
}

/// Reads a text in the format that its path promises, or that shows in it.
#[must_use]
pub fn read(source: SourceId, path: &str, text: &Arc<str>) -> Document {
    let format = Format::of(path, text);
    let (tree, problems) = match &format {
        Format::Yaml => yaml::read(source, text),
        Format::Json => json::read(source, text),
        Format::Markdown => markdown::read(source, text),
        Format::Table => csv::read(source, text),
        // A file without a word holds nothing, whatever it was to be.
        Format::Workbook | Format::TextDocument | Format::Undecided if text.trim().is_empty() => {
            (TreeBuilder::new(source, Arc::clone(text)).finish(0), Vec::new())
        }
        Format::Workbook | Format::TextDocument | Format::Undecided => not_read(source, path, text, "file"),
        Format::Unknown(name) => not_read(source, path, text, name),
    };
    Document { tree, problems, format }
}

fn not_read(source: SourceId, path: &str, text: &Arc<str>, format: &str) -> (Tree, Vec<Problem>) {
    let problem = Problem::new("input-file-not-read", Span::top(source)).fact("format", format).fact("file", path);
    (TreeBuilder::new(source, Arc::clone(text)).finish(0), vec![problem])
}
