//! One named test for each rule file: its examples are run.

#![allow(clippy::unwrap_used)]

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use tenone::check::examples;
use tenone::rule::{Catalogue, RuleText};

datatest_stable::harness! {
    { test = a_rule_does_what_its_examples_say, root = "rules", pattern = r"^(?!packs/|vocabulary/)[^/]+/[^/]+\.yaml$" },
}

/// Loads the rule from the disk, so that a rule that was just written is tested without building anew.
fn a_rule_does_what_its_examples_say(path: &Path) -> datatest_stable::Result<()> {
    let name = path.to_string_lossy().replace('\\', "/");
    let catalogue = catalogue();
    if let Some(fault) = catalogue.faults().iter().find(|fault| fault.path() == name) {
        return Err(Failed(fault.to_string()).into());
    }
    let rule = catalogue.rules().iter().find(|rule| rule.path == name).ok_or("the file was not loaded")?;
    let failures: Vec<String> = examples::run(rule, catalogue).iter().map(ToString::to_string).collect();
    if failures.is_empty() { Ok(()) } else { Err(Failed(failures.join("\n")).into()) }
}

/// What failed, in lines: the harness shows errors as `Debug` does.
struct Failed(String);

impl std::fmt::Debug for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut files = Vec::new();
        collect(Path::new("rules"), &mut files);
        files.sort();
        Catalogue::load_what_can_be(&files)
    })
}

fn collect(folder: &Path, files: &mut Vec<RuleText>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path.to_string_lossy().replace('\\', "/");
            files.push((Cow::Owned(name), Cow::Owned(std::fs::read_to_string(&path).unwrap())));
        }
    }
}
