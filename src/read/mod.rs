//! Bytes to trees, one file per format. Reading never fails: what could not be read is a [`Problem`] beside the tree.

pub mod json;
mod keys;
mod limits;
pub mod markdown;
#[cfg(test)]
mod outline;
mod place;
pub mod yaml;

use std::sync::Arc;

use crate::data::{Tree, TreeBuilder};
use crate::diagnostic::Problem;
use crate::text::{SourceId, Span};

/// Formats of prose that are not read, by the names that people know them by.
const PROSE: [&str; 5] = ["PDF", "text processor document", "spreadsheet", "presentation", "HTML page"];

/// Names of files that tell about the folder and not about the management system.
const ABOUT_THE_FOLDER: [&str; 8] =
    ["readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "codeowners", "notice"];

/// How a file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML, one or several documents.
    Yaml,
    /// JSON, or JSON Lines.
    Json,
    /// Markdown with or without front matter.
    Markdown,
    /// A format that is not read, by the name that people know it by.
    Unknown(String),
}

/// A file that was read.
#[derive(Debug)]
pub struct Document {
    /// What stands in it; empty if it is not read.
    pub tree: Tree,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// How it was read.
    pub format: Format,
}

impl Format {
    /// The format that the name of a file promises; no file needs to be opened to know that it is not read.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
        let unknown = match extension.as_str() {
            "yaml" | "yml" => return Self::Yaml,
            "json" | "jsonl" | "ndjson" => return Self::Json,
            "md" | "markdown" | "mdown" | "mkd" => return Self::Markdown,
            "pdf" => "PDF",
            "doc" | "docx" | "odt" | "rtf" => "text processor document",
            "xls" | "xlsx" | "xlsm" | "ods" => "spreadsheet",
            "csv" | "tsv" => "CSV table",
            "ppt" | "pptx" | "odp" => "presentation",
            "htm" | "html" => "HTML page",
            "xml" => "XML document",
            "zip" | "gz" | "7z" | "tar" | "tgz" => "archive",
            "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "tif" | "tiff" => "picture",
            "" => "file without an extension",
            other => return Self::Unknown(format!("`.{other}` file")),
        };
        Self::Unknown(unknown.to_owned())
    }

    /// Whether a file may hold minutes, a policy or a process, by its name: a README and a licence do not.
    #[must_use]
    pub fn may_hold_prose(path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        let stem = name.split('.').next().unwrap_or(&name);
        let prose = match Self::of_path(path) {
            Self::Markdown => true,
            Self::Yaml | Self::Json => false,
            Self::Unknown(format) => PROSE.contains(&format.as_str()),
        };
        prose && !ABOUT_THE_FOLDER.contains(&stem)
    }

    /// Whether files of this format are read.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }
}

/// Reads a source in the format that its path promises.
#[must_use]
pub fn read(source: SourceId, path: &str, text: &Arc<str>) -> Document {
    let format = Format::of_path(path);
    let (tree, problems) = match &format {
        Format::Yaml => yaml::read(source, text),
        Format::Json => json::read(source, text),
        Format::Markdown => markdown::read(source, text),
        Format::Unknown(name) => {
            let problem = Problem::new("input-file-not-read", Span::top(source)).fact("format", name);
            (TreeBuilder::new(source, Arc::clone(text)).finish(0), vec![problem.fact("file", path)])
        }
    };
    Document { tree, problems, format }
}
