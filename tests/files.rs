//! One named test for each rule file (its examples), each fixture workspace (what every output says of it),
//! and each row of `removals.yaml` (what a clean workspace says when something is taken out of it).

#![allow(clippy::unwrap_used)]

mod fixtures;
mod past;
mod removals;
#[expect(dead_code, reason = "the written tests use the rest")]
mod workspace;

use std::borrow::Cow;
use std::path::Path;
use std::process::ExitCode;
use std::sync::OnceLock;

use libtest_mimic::{Arguments, Failed, Trial};
use tenone::check::examples;
use tenone::rule::{Catalogue, RuleText};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let rules = rule_paths().into_iter().map(|path| {
        let name = format!("rule::{}", path.trim_start_matches("rules/").trim_end_matches(".yaml"));
        Trial::test(name, move || a_rule_does_what_its_examples_say(&path))
    });
    let stories = fixtures::stories().into_iter().map(|story| {
        Trial::test(format!("fixture::{}", story.name), move || story.says_what_is_expected().map_err(Failed::from))
    });
    let removals = removals::rows()
        .into_iter()
        .map(|row| Trial::test(format!("removal::{}", row.says), move || row.run().map_err(Failed::from)));
    libtest_mimic::run(&arguments, rules.chain(stories).chain(removals).collect()).exit_code()
}

fn a_rule_does_what_its_examples_say(path: &str) -> Result<(), Failed> {
    let catalogue = catalogue();
    if let Some(fault) = catalogue.faults().iter().find(|fault| fault.path() == path) {
        return Err(fault.to_string().into());
    }
    let rule = catalogue.rules().iter().find(|rule| rule.path == path).ok_or("the file was not loaded")?;
    let failures: Vec<String> = examples::run(rule, catalogue).iter().map(ToString::to_string).collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n").into()) }
}

/// Loads the rules from the disk, so that one that was just written is tested without building anew.
fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let read = |path: &String| Cow::Owned(std::fs::read_to_string(path).unwrap());
        let files: Vec<RuleText> =
            yaml_files("rules").iter().map(|path| (Cow::Owned(path.clone()), read(path))).collect();
        Catalogue::load_what_can_be(&files)
    })
}

/// The files that are rules: packs and vocabulary are not, and what lies directly in the folder is not.
fn rule_paths() -> Vec<String> {
    let mut paths = yaml_files("rules");
    paths.retain(|path| {
        let inner = path.trim_start_matches("rules/");
        inner.contains('/') && !["packs/", "vocabulary/", "exports/"].iter().any(|folder| inner.starts_with(folder))
    });
    paths
}

fn yaml_files(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    collect(Path::new(folder), &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
}
