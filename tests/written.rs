//! `tenone sources --write`: what was guessed, written down, gives the same records and the same diagnostics.

use std::collections::BTreeSet;
use std::path::Path;

use crate::workspace::{copy_of, tenone, workspace};

const REGISTER: &str = "\
CAPA ID,Date Raised,Finding,Root Cause,Correction (Immediate),Corrective Action,Owner,Due Date,Status,Room
C-1,2026-03-02,Door open,No closer,Door closed,Fit a closer,Ana,2026-05-01,Offen,B1
C-2,2026-03-09,Key lost,No list,Lock changed,Keep a list,Ben,2026-05-08,Erledigt,B2
";

/// What a run found: records by kind, and diagnostics about records and not about what is missing altogether.
struct Found {
    records: serde_json::Value,
    diagnostics: BTreeSet<String>,
}

fn check(folder: &Path) -> Found {
    let run = tenone(folder, &["check", "--as-of", "2026-06-30", "--output", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}{}", run.out, run.err));
    let diagnostics = json["diagnostics"].as_array().unwrap().iter();
    // Keys that are not understood, and repeats of a word or a shape, are counted for each source.
    let counted = ["input-field-unknown", "input-enum-unknown", "input-type-mismatch", "input-column-missing"];
    let own =
        diagnostics.filter(|item| item["subject"] != "workspace" && !counted.iter().any(|rule| item["rule"] == *rule));
    let line = |item: &serde_json::Value| {
        format!("{}:{} {} {}", item["place"]["path"], item["place"]["line"], item["rule"], item["message"])
    };
    Found { records: json["read"]["records"].clone(), diagnostics: own.map(line).collect() }
}

#[test]
fn what_was_guessed_is_the_same_when_it_is_written_down() {
    let stories = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")).unwrap();
    let names = stories.map(|entry| entry.unwrap()).filter(|entry| entry.file_type().unwrap().is_dir());
    let (mut written, mut patterns) = (0, 0);
    for name in names.map(|entry| entry.file_name().into_string().unwrap()) {
        let folder = copy_of(&name);
        for file in ["tenone.yaml", "case.yaml"] {
            let _ = std::fs::remove_file(folder.path().join(file));
        }
        let _ = std::fs::remove_dir_all(folder.path().join("expected"));
        let guessed = check(folder.path());
        let run = tenone(folder.path(), &["sources", "--write"]);
        let Ok(settings) = std::fs::read_to_string(folder.path().join("tenone.yaml")) else {
            assert!(run.code == 2 && run.err.contains("no register"), "{name}: {}", run.err);
            continue;
        };
        written += 1;
        let declared = check(folder.path());
        assert_eq!(guessed.records, declared.records, "{name}\n{settings}");
        let lost: Vec<&String> = guessed.diagnostics.difference(&declared.diagnostics).collect();
        assert!(lost.is_empty(), "{name}: {lost:#?}\n{settings}");
        // What one file of a source records, the others are asked for.
        let pattern = settings.contains('*');
        patterns += usize::from(pattern);
        let new: Vec<&String> = declared.diagnostics.difference(&guessed.diagnostics).collect();
        assert!(pattern || new.is_empty(), "{name}: {new:#?}\n{settings}");
    }
    assert!(written >= 8 && patterns >= 1, "{written} {patterns}");
}

#[test]
fn a_column_that_says_more_than_its_field_is_left_to_the_vocabulary() {
    let folder = workspace(&[("registers/capa.csv", REGISTER.as_bytes())]);
    let actions = |folder: &Path| {
        let run = tenone(folder, &["sources", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        json["sources"][0]["records"].clone()
    };
    let guessed = (actions(folder.path()), check(folder.path()).diagnostics);
    assert_eq!(guessed.0, serde_json::json!({"entry": 2, "action": 4}));
    let run = tenone(folder.path(), &["sources", "--write"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("Wrote tenone.yaml with 1 source."), "{}", run.out);
    let settings = std::fs::read_to_string(folder.path().join("tenone.yaml")).unwrap();
    for line in [
        "  - kind: entry\n    path: registers/capa.csv\n",
        "can: Corrective Action,\n    # Correction (Immediate).\n",
        "    # Not understood: Room.\n    columns:\n      id: CAPA ID\n      raised_on: Date Raised\n",
        "      status:\n        Erledigt: [implemented, verifying, closed]\n        Offen: [raised, triaged, analysed, planned]\n",
    ] {
        assert!(settings.contains(line), "{line}\n{settings}");
    }
    assert!(!settings.contains("actions.title"), "{settings}");
    assert_eq!((actions(folder.path()), check(folder.path()).diagnostics), guessed, "{settings}");
}

#[test]
fn nothing_is_written_over_settings_or_for_a_file() {
    let folder = workspace(&[("capa.csv", REGISTER.as_bytes()), ("tenone.yaml", b"organisation: {name: Ours}\n")]);
    for (arguments, said) in [
        (&["sources", "--write"][..], "tenone.yaml is there already"),
        (&["sources", "--write", "capa.csv"], "settings are written for a folder"),
        (&["sources", "--write", "--format", "json"], "cannot be used with"),
    ] {
        let run = tenone(folder.path(), arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(said), "{arguments:?} {}", run.err);
    }
    let kept = std::fs::read_to_string(folder.path().join("tenone.yaml")).unwrap();
    assert_eq!(kept, "organisation: {name: Ours}\n");
}

#[test]
fn files_become_a_pattern_only_if_it_names_no_other() {
    let minutes = b"---\nid: MR-1\nheld_on: 2026-03-02\nchair: Ana\nattendees: [Ana, Ben]\nnext_review_on: 2027-03-01\n---\n# Management review\n";
    let other = b"---\nid: MR-2\nheld_on: 2026-06-02\nchair: Ana\nattendees: [Ana, Ben]\nnext_review_on: 2027-03-01\n---\n# Management review\n";
    let files: [(&str, &[u8]); 4] =
        [("a/1.md", minutes), ("a/2.md", other), ("a/notes.txt", b"nothing"), ("capa.csv", REGISTER.as_bytes())];
    for (more, expected) in
        [(&[][..], "path: \"a/*.md\"\n"), (&[("a/guide.md", &b"# How to\n"[..])][..], "path: a/2.md\n")]
    {
        let folder = workspace(&[&files[..], more].concat());
        assert_eq!(tenone(folder.path(), &["sources", "--write"]).code, 0);
        let settings = std::fs::read_to_string(folder.path().join("tenone.yaml")).unwrap();
        assert!(settings.contains(expected), "{settings}");
    }
}

#[test]
fn names_from_a_register_stay_names() {
    let register = "CAPA ID,Finding,Owner,Status,\"Room\nrules: {cause-missing: off}\",\"Due \"\"Date\"\"\"\nC-1,Door,Ana,Open,B1,x\n";
    let folder = workspace(&[("capa-log.csv", register.as_bytes())]);
    let run = tenone(folder.path(), &["sources", "--write"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let settings = std::fs::read_to_string(folder.path().join("tenone.yaml")).unwrap();
    assert!(settings.lines().all(|line| !line.starts_with("rules")), "{settings}");
    assert_eq!(tenone(folder.path(), &["sources"]).code, 0, "{settings}");
}
