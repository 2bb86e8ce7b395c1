//! The fixtures with defects trip every check of every rule: a check that never spoke was never seen to work.

use std::collections::BTreeSet;

use tenone::rule::Catalogue;

use crate::past;

/// The workspaces that together make every rule speak.
const STORIES: [&str; 8] = [
    "most-violations",
    "empty-register",
    "no-documents",
    "rewritten-history",
    "thin-plans",
    "unproven-effects",
    "own-work",
    "weak-oversight",
];

#[test]
fn every_check_of_every_rule_speaks_somewhere() {
    let mut spoke: BTreeSet<(String, String)> = BTreeSet::new();
    for story in STORIES {
        let analysis = past::story(story, None);
        for judged in analysis.report.diagnostics {
            spoke.insert((judged.diagnostic.rule.to_string(), judged.diagnostic.check.to_string()));
        }
    }
    let catalogue = Catalogue::embedded();
    let mut rules = 0;
    let mut silent = Vec::new();
    for rule in catalogue.rules().iter().filter(|rule| !rule.is_reading()) {
        rules += 1;
        for check in &rule.checks {
            if !spoke.contains(&(rule.name.clone(), check.key.clone())) {
                silent.push(format!("{}/{}", rule.name, check.key));
            }
        }
    }
    assert!(rules >= 103, "{rules} rules");
    assert!(silent.is_empty(), "checks that speak in none of {STORIES:?}:\n{}", silent.join("\n"));
}
