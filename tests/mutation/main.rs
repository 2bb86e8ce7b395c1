//! Whether the examples of the rules notice a fault: each condition is broken in every small way, and an example must fail.
//!
//! It takes some minutes, so it runs when it is asked for: `cargo test --test mutation -- --ignored`.
//! `TENONE_BLESS=1` writes the result down; `TENONE_RULE=<part of a name>` looks at some rules only.

#![allow(clippy::unwrap_used)]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use rayon::prelude::*;
use tenone::check::examples;
use tenone::rule::{Catalogue, Rule, RuleText, mutants};

const RESULT: &str = "tests/mutation/result.md";
const SURVIVORS: &str = "tests/mutation/survivors.yaml";

/// Of a hundred mutants, so many may survive, each with a reason.
const ALLOWED_PERCENT: usize = 2;

/// A mutant that no example notices, and why none can.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Survivor {
    rule: String,
    place: String,
    change: String,
    /// Why no example tells the mutant from the rule.
    because: String,
}

/// What became of the mutants of a rule.
#[derive(Default)]
struct Fate {
    rule: String,
    killed: usize,
    /// Could not be loaded: the fault is an error of its own.
    refused: usize,
    /// Place and change.
    survived: Vec<(String, String)>,
}

#[test]
#[ignore = "breaks each condition thousands of times"]
fn examples_notice_every_fault_in_a_condition() {
    let only = std::env::var("TENONE_RULE").ok();
    let files = files();
    let catalogue = Catalogue::load(&files).unwrap();
    let is_asked_for = |path: &str| only.as_ref().is_none_or(|part| path.contains(part.as_str()));
    let rules: Vec<&RuleText> = files.iter().filter(|(path, _)| is_rule(path) && is_asked_for(path)).collect();
    let fates: Vec<Fate> = rules.par_iter().map(|file| fate(file, &catalogue)).collect();
    let known: Vec<Survivor> = serde_yaml::from_str(&std::fs::read_to_string(SURVIVORS).unwrap()).unwrap();
    let is_known = |fate: &Fate, (place, change): &(String, String)| {
        known.iter().any(|one| one.rule == fate.rule && one.place == *place && one.change == *change)
    };
    let mut unknown = String::new();
    for fate in &fates {
        for survivor in fate.survived.iter().filter(|survivor| !is_known(fate, survivor)) {
            let (place, change) = survivor;
            let quoted = serde_json::to_string(change).unwrap();
            writeln!(unknown, "- {{rule: {}, place: {place}, change: {quoted}}}", fate.rule).unwrap();
        }
    }
    let survived: usize = fates.iter().map(|fate| fate.survived.len()).sum();
    let run = survived + fates.iter().map(|fate| fate.killed).sum::<usize>();
    if std::env::var_os("TENONE_BLESS").is_some() && only.is_none() {
        std::fs::write(RESULT, result(&fates, &known, run, survived)).unwrap();
    }
    assert!(unknown.is_empty(), "{survived} of {run} mutants survive; no reason is given for these:\n{unknown}");
    assert!(survived * 100 <= run * ALLOWED_PERCENT, "{survived} of {run} mutants survive");
    for one in known.iter().filter(|one| is_asked_for(&one.rule)) {
        let lives =
            |fate: &Fate| fate.rule == one.rule && fate.survived.contains(&(one.place.clone(), one.change.clone()));
        assert!(fates.iter().any(lives), "it is noticed now, so it is no survivor: {one:?}");
        assert!(one.because.split_whitespace().count() > 4, "a reason is needed: {one:?}");
    }
}

fn fate(file: &RuleText, catalogue: &Catalogue) -> Fate {
    let rule = Path::new(file.0.as_ref()).file_stem().unwrap().to_string_lossy().into_owned();
    let mut fate = Fate { rule, ..Fate::default() };
    if let Some(rule) = catalogue.rules().iter().find(|known| known.name == fate.rule) {
        let failures = examples::run(rule, catalogue);
        assert!(failures.is_empty(), "an example fails without any fault: {failures:?}");
    }
    for mutant in mutants(file).unwrap() {
        match mutant.rule {
            Err(_) => fate.refused += 1,
            Ok(rule) => match is_silent(*rule, catalogue) {
                true => fate.survived.push((mutant.place, mutant.says)),
                false => fate.killed += 1,
            },
        }
    }
    fate
}

/// Whether all examples of a rule do what they say.
fn is_silent(rule: Rule, catalogue: &Catalogue) -> bool {
    let catalogue = catalogue.of_one(rule);
    catalogue.rules().iter().all(|rule| examples::run(rule, &catalogue).is_empty())
}

fn result(fates: &[Fate], known: &[Survivor], run: usize, survived: usize) -> String {
    let refused: usize = fates.iter().map(|fate| fate.refused).sum();
    let mut text = String::from("# Do the examples of the rules notice a fault?\n\n");
    writeln!(
        text,
        "Written by `TENONE_BLESS=1 cargo test --test mutation -- --ignored`.\n\n\
         Each condition of each rule was broken in every small way: each operand of `&&` and `||` made true and false, \
         `<` and `<=` swapped, each number and each duration one more and one less, each literal of a list left out.\n\n\
         Of {} faults, {refused} are refused when the rule is loaded. Of the other {run}, the examples notice {}; \
         {survived} survive ({:.2} %), for the reasons in `survivors.yaml`.\n",
        run + refused,
        run - survived,
        survived as f64 * 100.0 / run.max(1) as f64,
    )
    .unwrap();
    text.push_str("| rule | noticed | survive | refused |\n| --- | ---: | ---: | ---: |\n");
    let sorted: BTreeMap<&str, &Fate> = fates.iter().map(|fate| (fate.rule.as_str(), fate)).collect();
    for (rule, fate) in sorted.into_iter().filter(|(_, fate)| fate.killed + fate.refused + fate.survived.len() > 0) {
        writeln!(text, "| {rule} | {} | {} | {} |", fate.killed, fate.survived.len(), fate.refused).unwrap();
    }
    writeln!(text, "\n{} reasons are given.", known.len()).unwrap();
    text
}

fn is_rule(path: &str) -> bool {
    let inner = path.trim_start_matches("rules/");
    inner.contains('/')
        && !["packs/", "vocabulary/", "exports/", "templates/"].iter().any(|folder| inner.starts_with(folder))
}

/// The files below `rules/` that a catalogue is made of.
fn files() -> Vec<RuleText> {
    let mut files = Vec::new();
    let mut open = vec![Path::new("rules").to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if is_rule(&name) || name.contains("packs/") || name.ends_with("obligations.yaml") {
                files.push((Cow::Owned(name), Cow::Owned(std::fs::read_to_string(path).unwrap())));
            }
        }
    }
    files.sort();
    files
}
