//! [`Format`]: how a file is read, by its name and, where the name does not say or lies, by what stands in it.

use super::content;

/// How a file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML, one or several documents.
    Yaml,
    /// JSON, or JSON Lines.
    Json,
    /// Markdown with or without front matter.
    Markdown,
    /// A text of cells with a separator: CSV and its relatives.
    Table,
    /// A workbook: each of its sheets is a text of its own.
    Workbook,
    /// A text processor document: headings, paragraphs, lists and tables.
    TextDocument,
    /// The name does not tell; what stands in the file does.
    Undecided,
    /// A format that is not read, by the name that people know it by.
    Unknown(String),
}

/// Formats of prose that are not read, by the names that people know them by.
const PROSE: [&str; 4] = ["PDF", "text processor document", "presentation", "HTML page"];

/// Names of files that tell about the folder and not about the management system.
const ABOUT_THE_FOLDER: [&str; 10] = [
    "readme",
    "license",
    "licence",
    "changelog",
    "contributing",
    "code_of_conduct",
    "codeowners",
    "notice",
    "robots",
    "requirements",
];

/// Names of files without an extension that are programs or settings of programs.
static PROGRAM_NAMES: [&str; 14] = [
    "makefile",
    "gnumakefile",
    "dockerfile",
    "containerfile",
    "jenkinsfile",
    "vagrantfile",
    "gemfile",
    "rakefile",
    "procfile",
    "justfile",
    "brewfile",
    "tiltfile",
    "codeowners",
    "cmakelists.txt",
];

/// Extensions of texts of which only a look inside tells whether they are prose.
const TEXTS: [&str; 6] = ["txt", "text", "rst", "adoc", "org", "erb"];

/// Extensions of programs and of their settings: none of them is opened to see what it holds.
static PROGRAMS: [&str; 44] = [
    "rs", "py", "js", "mjs", "cjs", "ts", "tsx", "jsx", "go", "c", "h", "cc", "cpp", "hpp", "cs", "java", "kt", "rb",
    "php", "pl", "swift", "scala", "sh", "bash", "zsh", "ps1", "bat", "sql", "tf", "toml", "lock", "cfg", "ini", "css",
    "scss", "less", "vue", "svelte", "lua", "r", "proto", "gradle", "map", "wasm",
];

impl Format {
    /// The format that the name of a file promises.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
        if PROGRAM_NAMES.contains(&name.to_ascii_lowercase().as_str()) {
            return Self::Unknown("program".to_owned());
        }
        let unknown = match extension.as_str() {
            "yaml" | "yml" => return Self::Yaml,
            "json" | "jsonl" | "ndjson" => return Self::Json,
            "md" | "markdown" | "mdown" | "mkd" => return Self::Markdown,
            "csv" | "tsv" => return Self::Table,
            "xlsx" | "xlsm" | "ods" => return Self::Workbook,
            "docx" => return Self::TextDocument,
            "pdf" => "PDF",
            "doc" | "odt" | "rtf" => "text processor document",
            "xls" => "spreadsheet",
            "ppt" | "pptx" | "odp" => "presentation",
            "htm" | "html" => "HTML page",
            "xml" => "XML document",
            "zip" | "gz" | "7z" | "tar" | "tgz" | "jar" | "whl" | "apk" | "epub" => "archive",
            "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "tif" | "tiff" | "ico" => "picture",
            "mp3" | "mp4" | "mov" | "wav" | "webm" | "avi" => "recording",
            "woff" | "woff2" | "ttf" | "otf" | "eot" => "font",
            program if PROGRAMS.contains(&program) => "program",
            _ => return Self::Undecided,
        };
        Self::Unknown(unknown.to_owned())
    }

    /// The format of a text: what its name promises, unless what stands in it is clearly something else.
    #[must_use]
    pub fn of(path: &str, text: &str) -> Self {
        match Self::of_path(path) {
            Self::Undecided => content::recognised(text).unwrap_or(Self::Undecided),
            promised => content::contradicts(&promised, text).unwrap_or(promised),
        }
    }

    /// Whether a file may hold minutes, a policy or a process, by its name: a README and a licence do not.
    #[must_use]
    pub fn may_hold_prose(path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        let stem = name.split('.').next().unwrap_or(&name);
        let prose = match Self::of_path(path) {
            Self::Markdown | Self::TextDocument => true,
            Self::Undecided => name.rsplit_once('.').is_some_and(|(_, extension)| TEXTS.contains(&extension)),
            Self::Yaml | Self::Json | Self::Table | Self::Workbook => false,
            Self::Unknown(format) => PROSE.contains(&format.as_str()),
        };
        prose && !ABOUT_THE_FOLDER.contains(&stem)
    }

    /// Whether files of this format are opened.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }

    /// Whether the tree of this format is a body of blocks: headings, paragraphs, lists, tables.
    #[must_use]
    pub fn has_blocks(&self) -> bool {
        matches!(self, Self::Markdown | Self::Table | Self::Workbook | Self::TextDocument)
    }
}

#[cfg(test)]
mod tests;
