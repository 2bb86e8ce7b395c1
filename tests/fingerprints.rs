//! Fingerprints follow what is said, not where it stands: a baseline must survive a register that is sorted and saved anew.

use std::collections::BTreeSet;
use std::path::Path;

use crate::workspace::{copy_of, tenone};

/// Rule and fingerprint of each diagnostic.
fn fingerprints(folder: &Path) -> BTreeSet<(String, String)> {
    let run = tenone(folder, &["check", ".", "--as-of", "2026-06-30", "--output", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let diagnostics = json["diagnostics"].as_array().unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let found: Vec<_> = diagnostics.iter().map(|one| (text(&one["rule"]), text(&one["fingerprint"]))).collect();
    let prints: BTreeSet<&String> = found.iter().map(|(_, print)| print).collect();
    assert!(found.len() > 100, "{} diagnostics", found.len());
    assert_eq!(prints.len(), found.len(), "no two share a fingerprint");
    found.into_iter().collect()
}

/// The entries and their actions the other way round, with their fields in another order, as another program would write them.
fn rewritten(text: &str) -> String {
    let mut entries: Vec<serde_yaml::Mapping> = serde_yaml::from_str(text).unwrap();
    entries.reverse();
    for entry in &mut entries {
        let mut fields: Vec<_> = std::mem::take(entry).into_iter().collect();
        fields.reverse();
        if let Some((_, serde_yaml::Value::Sequence(actions))) = fields.iter_mut().find(|(key, _)| key == "actions") {
            actions.reverse();
        }
        *entry = fields.into_iter().collect();
    }
    format!("# sorted\n\n{}", serde_yaml::to_string(&entries).unwrap())
}

#[test]
fn a_register_that_is_sorted_and_saved_anew_keeps_its_fingerprints() {
    let folder = copy_of("most-violations");
    let before = fingerprints(folder.path());
    let register = folder.path().join("log/car-log.yaml");
    let text = std::fs::read_to_string(&register).unwrap();
    let other = rewritten(&text);
    assert_ne!(text, other);
    std::fs::write(&register, other).unwrap();
    let after = fingerprints(folder.path());
    let changed: Vec<_> = before.symmetric_difference(&after).collect();
    assert!(changed.is_empty(), "{changed:#?}");
}

#[test]
fn an_entry_more_changes_no_fingerprint_of_the_others() {
    let folder = copy_of("most-violations");
    let before = fingerprints(folder.path());
    let register = folder.path().join("log/car-log.yaml");
    let text = std::fs::read_to_string(&register).unwrap();
    std::fs::write(&register, format!("- {{id: CAR-001, title: First, raised_on: 2026-06-29}}\n{text}")).unwrap();
    let after = fingerprints(folder.path());
    let lost: Vec<_> = before.difference(&after).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(after.len() > before.len(), "the new entry has faults of its own");
}
