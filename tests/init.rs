//! `tenone init`: what it writes, what is said of it before it is filled in, and that nothing is left to say afterwards.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::init_filled::fill_in;
use crate::workspace::{Run, copy_of, tenone, workspace};

/// What `check` says of templates that nobody filled in: where, which rule, and words that tell what to write.
const BLANKS: &[(&str, &str, &str)] = &[
    ("audits/programme.yaml:5", "input-placeholder-text", "from of AP-1"),
    ("audits/programme.yaml:5", "input-placeholder-text", "to of AP-1"),
    ("audits/programme.yaml:12", "audit-not-risk-based", "AP-1 does not say how risks"),
    ("audits/programme.yaml:15", "input-placeholder-text", "periods of AP-1"),
    ("audits/programme.yaml:16", "input-placeholder-text", "periods of AP-1"),
    ("audits/programme.yaml:18", "input-placeholder-text", "approved_on of AP-1"),
    ("people.yaml:6", "input-placeholder-text", "[Name of the managing director]"),
    ("people.yaml:7", "input-placeholder-text", "[Name of the ISMS manager]"),
    ("people.yaml:9", "input-placeholder-text", "[Name of the internal auditor]"),
    ("people.yaml:11", "input-placeholder-text", "[Name of a colleague]"),
    ("people.yaml:27", "input-placeholder-text", "from of the role assignment"),
    ("people.yaml:28", "input-placeholder-text", "from of the role assignment"),
    ("people.yaml:29", "input-placeholder-text", "from of the role assignment"),
    ("policy.md:12", "input-placeholder-text", "approved_on of POL-CI"),
    ("processes/audits.md:12", "input-placeholder-text", "approved_on of PROC-IA"),
    ("processes/improvement.md:12", "input-placeholder-text", "approved_on of PROC-CI"),
    ("processes/incidents.md:12", "input-placeholder-text", "approved_on of PROC-INC"),
    ("processes/reviews.md:12", "input-placeholder-text", "approved_on of PROC-MR"),
];

/// What is said beside these where nobody said when the system began.
const NO_ENTRY: (&str, &str, &str) = ("tenone.yaml:20", "register-no-entries", "no entry raised");

const DAY: &str = "2026-01-05";

/// A folder in which `init` ran.
fn begun(arguments: &[&str]) -> tempfile::TempDir {
    let folder = workspace(&[]);
    let run = tenone(folder.path(), &[&["init"], arguments].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}: {}", run.out);
    folder
}

fn check(folder: &Path, day: &str) -> Run {
    tenone(folder, &["check", "--output", "concise", "--as-of", day])
}

/// The diagnostics of a run, a line each.
fn diagnostics(run: &Run) -> Vec<&str> {
    run.out.lines().filter(|line| line.contains("]: ") || line.contains("] ")).collect()
}

/// All files of a folder with their texts.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned());
            }
        }
    }
    found
}

#[test]
fn templates_say_what_only_the_organisation_knows_and_nothing_else() {
    let folder = begun(&[]);
    let run = check(folder.path(), DAY);
    let found = diagnostics(&run);
    let mut expected = BLANKS.to_vec();
    expected.push(NO_ENTRY);
    assert_eq!(found.len(), expected.len(), "{}", run.out);
    for (line, (place, rule, words)) in found.iter().zip(&expected) {
        let told = line.starts_with(&format!("{place}:")) && line.contains(rule) && line.contains(words);
        assert!(told, "{place} {rule} {words}: {line}");
    }
}

#[test]
fn where_the_first_day_is_known_the_gate_is_passed_from_then_on() {
    for standard in ["iso-27001-2022", "iso-27001-2013"] {
        for (team, names) in [("normal", 4), ("small", 3), ("solo", 2)] {
            let folder = begun(&["--as-of", DAY, "--team", team, "--standard", standard, "--name", "Example Ltd"]);
            let run = check(folder.path(), "2026-04-01");
            assert_eq!(run.code, 0, "{standard} {team}: {}", run.out);
            // The period of the programme is known.
            assert_eq!(diagnostics(&run).len(), BLANKS.len() - 2 - (4 - names), "{standard} {team}: {}", run.out);
        }
    }
}

#[test]
fn nothing_is_said_of_a_workspace_that_was_filled_in() {
    for (team, standard, known) in [
        ("normal", "iso-27001-2022", false),
        ("normal", "iso-27001-2013", true),
        ("small", "iso-27001-2022", true),
        ("solo", "iso-27001-2013", false),
        ("solo", "iso-27001-2022", true),
    ] {
        let folder = begun(&["--team", team, "--standard", standard, if known { "--as-of=2026-01-05" } else { "--dry-run" }]);
        if !known {
            assert!(files(folder.path()).is_empty(), "--dry-run writes nothing");
            tenone(folder.path(), &["init", "--team", team, "--standard", standard]);
        }
        fill_in(folder.path(), team);
        let run = check(folder.path(), "2026-08-31");
        assert_eq!(run.code, 0, "{team} {standard}: {}", run.out);
        assert_eq!(diagnostics(&run), Vec::<&str>::new(), "{team} {standard}");
        let read = tenone(folder.path(), &["check", "--output", "json", "--as-of", "2026-08-31"]);
        let read: serde_json::Value = serde_json::from_str(&read.out).unwrap();
        for kind in ["entry", "incident", "risk", "risk-acceptance", "communication", "lesson", "review", "audit", "finding"] {
            let count = read["read"]["records"].as_array().unwrap().iter().find(|count| count["kind"] == kind);
            assert_eq!(count.map(|count| &count["count"]), Some(&serde_json::json!(1)), "{kind}: {}", read["read"]);
        }
    }
}
