//! `fixtures/<story>/expected/*`: what each output says of a workspace, on the day that its `case.yaml` states.
//! With `TENONE_BLESS=1` in the environment the files are written anew; read the difference before it is committed.

use std::path::{Path, PathBuf};

use crate::past;
use crate::workspace::tenone_here;

/// Each output format and the file that holds what it says.
const OUTPUTS: [(&str, &str); 4] =
    [("terminal", "terminal.txt"), ("concise", "concise.txt"), ("json", "report.json"), ("sarif", "report.sarif")];

/// Formats whose file is kept for two workspaces: that in which nothing is to be found, and that in which almost everything is.
const MORE_OUTPUTS: [(&str, &str); 6] = [
    ("jsonl", "report.jsonl"),
    ("github", "github.txt"),
    ("azure", "azure.txt"),
    ("gitlab", "gitlab.json"),
    ("junit", "junit.xml"),
    ("markdown", "summary.md"),
];

/// A workspace under `fixtures`.
pub(crate) struct Story {
    /// The name of its folder.
    pub(crate) name: String,
    case: Case,
}

/// What `case.yaml` says.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    says: String,
    as_of: String,
    /// The folder of the state before; [`past`] reads it.
    base: Option<String>,
    #[serde(rename = "history")]
    _history: Option<serde_yaml::Value>,
}

/// All workspaces, by name.
pub(crate) fn stories() -> Vec<Story> {
    let mut stories = stories_below("");
    stories.sort_by(|a, b| a.name.cmp(&b.name));
    stories
}

/// The workspaces in a folder; one without a story of its own holds several.
fn stories_below(folder: &str) -> Vec<Story> {
    let mut stories = Vec::new();
    for entry in std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap()) {
        if !entry.file_type().unwrap().is_dir() {
            continue;
        }
        let name = format!("{folder}{}", entry.file_name().into_string().unwrap());
        match std::fs::read_to_string(entry.path().join("case.yaml")) {
            Ok(case) => stories.push(Story { case: serde_yaml::from_str(&case).unwrap(), name }),
            Err(_) => stories.extend(stories_below(&format!("{name}/"))),
        }
    }
    stories
}

impl Story {
    /// What differs from what is expected, in any output; nothing if all is as it was.
    pub(crate) fn says_what_is_expected(&self) -> Result<(), String> {
        if self.case.says.trim().is_empty() {
            return Err("case.yaml tells no story".to_owned());
        }
        let folder = tempfile::tempdir().unwrap();
        let path = format!("fixtures/{}", self.name);
        let mut arguments = vec!["check".to_owned(), path, "--as-of".to_owned(), self.case.as_of.clone()];
        let outputs = self.outputs();
        for (format, file) in &outputs {
            arguments.push(format!("--output={format}={}", folder.path().join(file).display()));
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let run = tenone_here(&arguments);
        if run.code > 1 || !run.err.is_empty() {
            return Err(format!("ended with {}: {}", run.code, run.err));
        }
        let faults = outputs.iter().filter_map(|(_, file)| {
            let found = std::fs::read_to_string(folder.path().join(file)).unwrap();
            self.compare(file, &without_rule_texts(&without_version(&found))).err()
        });
        let against = self.case.base.iter().filter_map(|_| {
            let found = past::concise(&past::story(&self.name, None));
            self.compare("against-base.txt", &found).err()
        });
        let faults: Vec<String> = faults.chain(against).collect();
        if faults.is_empty() { Ok(()) } else { Err(faults.join("\n\n")) }
    }

    fn outputs(&self) -> Vec<(&'static str, &'static str)> {
        let more = ["clean", "most-violations"].contains(&self.name.as_str());
        OUTPUTS.into_iter().chain(MORE_OUTPUTS.into_iter().filter(|_| more)).collect()
    }

    fn compare(&self, file: &str, found: &str) -> Result<(), String> {
        let path = root().join(&self.name).join("expected").join(file);
        let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        if expected == found {
            return Ok(());
        }
        if std::env::var_os("TENONE_BLESS").is_some_and(|value| value == "1") {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, found).unwrap();
            return Ok(());
        }
        let (was, is): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
        let same = was.iter().zip(&is).take_while(|(was, is)| was == is).count();
        let line = |lines: &[&str]| lines.get(same).map_or("(the end)".to_owned(), |line| (*line).to_owned());
        Err(format!(
            "fixtures/{}/expected/{file}:{}: the output differs; if the new one is right, run with TENONE_BLESS=1\n\
             expected: {}\nfound:    {}",
            self.name,
            same + 1,
            line(&was),
            line(&is)
        ))
    }
}

/// A release of the tool is no change of what it says: its own version is not compared.
fn without_version(text: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    ["version", "semanticVersion", "tool_version"].iter().fold(text.to_owned(), |text, key| {
        let text = text.replace(&format!("\"{key}\": \"{version}\""), &format!("\"{key}\": \"(this version)\""));
        text.replace(&format!("\"{key}\":\"{version}\""), &format!("\"{key}\":\"(this version)\""))
    })
}

/// The long texts of rules stand in the rule files; in SARIF, which repeats them all, they are left out, so that a better
/// sentence in one rule does not change what is expected of seven workspaces.
fn without_rule_texts(text: &str) -> String {
    let mut kept = String::new();
    // What stands there, and the line that ends it.
    let skipped = [("              ", "\"fullDescription\": {", '}'), ("              ", "\"help\": {", '}')]
        .into_iter()
        .chain([
            ("              ", "\"relationships\": [", ']'),
            ("          ", "\"supportedTaxonomies\": [", ']'),
            ("      ", "\"taxonomies\": [", ']'),
        ]);
    let skipped: Vec<(&str, &str, char)> = skipped.collect();
    let mut inside: Option<(&str, char)> = None;
    for line in text.split_inclusive('\n') {
        let begins = |(indent, head, end): &(&'static str, &str, char)| {
            line.strip_prefix(*indent).is_some_and(|rest| rest.starts_with(head)).then_some((*indent, *end))
        };
        inside = inside.or_else(|| skipped.iter().find_map(begins));
        if inside.is_none() {
            kept.push_str(line);
        }
        inside = inside.filter(|(indent, end)| !line.strip_prefix(indent).is_some_and(|rest| rest.starts_with(*end)));
    }
    kept
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}
