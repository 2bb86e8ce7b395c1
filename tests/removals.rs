//! `fixtures/clean/removals.yaml`: what is taken out of a clean workspace, and exactly the rules that then speak.

use std::collections::BTreeMap;
use std::path::Path;

use crate::workspace::copy_of;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) says: String,
    edit: Vec<Edit>,
    expect: BTreeMap<String, usize>,
}

#[derive(serde::Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Edit {
    Replace { file: String, find: String, replace: String },
    Delete { delete_file: String },
    Create { create_file: String, text: String },
}

/// The rows of the file.
pub(crate) fn rows() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/clean/removals.yaml");
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

impl Row {
    /// What differs from what the row expects; nothing if all is as it says.
    pub(crate) fn run(&self) -> Result<(), String> {
        let folder = copy_of("clean");
        for edit in &self.edit {
            edit.apply(folder.path())?;
        }
        let options = tenone::analysis::Options::new(tenone::data::Date::parse("2026-06-30").unwrap());
        let workspace = tenone::discover::Workspace::open(folder.path()).map_err(|error| error.to_string())?;
        let analysis = tenone::analysis::check(&workspace, &options).map_err(|error| error.to_string())?;
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for judged in &analysis.report.diagnostics {
            *found.entry(judged.diagnostic.rule.to_string()).or_default() += 1;
        }
        if found == self.expect {
            return Ok(());
        }
        let messages = analysis.report.diagnostics.iter().map(|judged| {
            let diagnostic = &judged.diagnostic;
            let place = analysis.sources.place(diagnostic.span);
            format!("  {place}: {}[{}] {}", diagnostic.severity, diagnostic.rule, diagnostic.message)
        });
        let messages: Vec<String> = messages.collect();
        Err(format!("expected {:?}\nfound    {found:?}\n{}", self.expect, messages.join("\n")))
    }
}

impl Edit {
    fn apply(&self, folder: &Path) -> Result<(), String> {
        match self {
            Self::Replace { file, find, replace } => {
                let path = folder.join(file);
                let text = std::fs::read_to_string(&path).map_err(|error| format!("{file}: {error}"))?;
                if text.matches(find.as_str()).count() != 1 {
                    return Err(format!("{file}: {find:?} stands there {} times", text.matches(find.as_str()).count()));
                }
                std::fs::write(&path, text.replacen(find.as_str(), replace, 1)).map_err(|error| error.to_string())
            }
            Self::Delete { delete_file } => {
                std::fs::remove_file(folder.join(delete_file)).map_err(|error| format!("{delete_file}: {error}"))
            }
            Self::Create { create_file, text } => {
                std::fs::write(folder.join(create_file), text).map_err(|error| format!("{create_file}: {error}"))
            }
        }
    }
}
