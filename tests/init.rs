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
        let folder =
            begun(&["--team", team, "--standard", standard, if known { "--as-of=2026-01-05" } else { "--dry-run" }]);
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
        for kind in
            ["entry", "incident", "risk", "risk-acceptance", "communication", "lesson", "review", "audit", "finding"]
        {
            let count = read["read"]["records"].as_array().unwrap().iter().find(|count| count["kind"] == kind);
            assert_eq!(count.map(|count| &count["count"]), Some(&serde_json::json!(1)), "{kind}: {}", read["read"]);
        }
    }
}

#[test]
fn what_is_there_is_kept_and_a_second_time_changes_nothing() {
    let own: &[u8] = b"# Ours\n";
    let folder = workspace(&[("policy.md", own), ("notes.txt", b"none\n")]);
    let first = tenone(folder.path(), &["init"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.contains("Kept as they are:\n  policy.md"), "{}", first.out);
    assert!(first.out.contains("No register was understood") && first.out.contains("notes.txt"), "{}", first.out);
    let before = files(folder.path());
    assert_eq!(before["policy.md"].as_bytes(), own);
    for arguments in [&["init"][..], &["init", "--template", "all", "--name", "Other"]] {
        let again = tenone(folder.path(), arguments);
        assert_eq!(again.code, 0, "{}", again.err);
        assert!(!again.out.contains("Wrote"), "{}", again.out);
    }
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_folder_with_registers_gets_settings_that_fit_and_no_other_file() {
    let folder = copy_of("exports");
    for file in ["tenone.yaml", "case.yaml"] {
        fs::remove_file(folder.path().join(file)).unwrap();
    }
    fs::remove_dir_all(folder.path().join("expected")).unwrap();
    let before = files(folder.path());
    let run = tenone(folder.path(), &["init", "--name", "A: \"B\"", "--team", "small", "--as-of", DAY]);
    assert_eq!(run.code, 0, "{}", run.err);
    let mut after = files(folder.path());
    let settings = after.remove("tenone.yaml").unwrap();
    assert_eq!(after, before);
    for line in [
        "  name: \"A: \\\"B\\\"\"",
        "  isms_team: small",
        "  isms_start: 2026-01-05",
        "standard: iso-27001-2022",
        "sources:",
    ] {
        assert_eq!(settings.lines().filter(|other| *other == line).count(), 1, "{line}\n{settings}");
    }
    assert!(run.out.contains("Not found in this workspace:\n") && run.out.contains("  policy "), "{}", run.out);
    assert!(run.out.contains("`tenone init --template "), "{}", run.out);
    let names = |run: &Run| run.out.lines().any(|line| line.starts_with("  register "));
    assert!(!names(&run), "there is one: {}", run.out);

    // What is written later has to be named.
    let run = tenone(folder.path(), &["init", "--template", "policy,minutes"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let written: Vec<String> = files(folder.path()).into_keys().filter(|path| !before.contains_key(path)).collect();
    assert_eq!(written, ["minutes/template.md", "policy.md", "tenone.yaml"]);
    for line in ["  - {kind: document, path: policy.md}\n", "  - {kind: review, path: \"minutes/*.md\"}\n"] {
        assert!(run.out.contains(line), "{line}: {}", run.out);
        fs::write(folder.path().join("tenone.yaml"), format!("{settings}{line}")).unwrap();
        assert_ne!(check(folder.path(), DAY).code, 2, "the line can be added as it stands");
    }
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is_written() {
    let folder = workspace(&[("a.txt", b"x\n"), ("blocked/register", b"x\n"), ("inner/b.txt", b"x\n")]);
    let before = files(folder.path());
    for (arguments, words) in [
        (&["init", "nowhere"][..], &["nowhere"][..]),
        (&["init", "a.txt"], &["a.txt", "folder"]),
        (&["init", "blocked"], &["blocked/register/", "a file stands there"]),
        (&["init", "--template", "polcy"], &["polcy", "policy"]),
        (&["init", "--standard", "iso-27001-2005"], &["iso-27001-2005", "iso-27001-2013"]),
        (&["init", "--team", "huge"], &["huge", "solo"]),
        (&["init", "--name", " "], &["--name"]),
        (&["init", "--as-of", "1.1.2026"], &["YYYY-MM-DD"]),
    ] {
        let run = tenone(folder.path(), arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.out);
        assert!(words.iter().all(|word| run.err.contains(word)), "{arguments:?}: {}", run.err);
    }
    assert_eq!(files(folder.path()), before);
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    let outside = workspace(&[]);
    let folder = workspace(&[]);
    std::os::unix::fs::symlink(outside.path(), folder.path().join("minutes")).unwrap();
    let run = tenone(folder.path(), &["init"]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("minutes/") && run.err.contains("a link stands there"), "{}", run.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else was written");

    let folder = workspace(&[]);
    std::os::unix::fs::symlink(outside.path().join("policy.md"), folder.path().join("policy.md")).unwrap();
    let run = tenone(folder.path(), &["init"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("Kept as they are:\n  policy.md"), "{}", run.out);
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0, "nothing leaves the folder");
}

#[test]
fn a_name_is_a_name_whatever_stands_in_it() {
    for name in ["A: \"B\" & 'C' #1", "x\nsources: []\n# ", "{{ 7 * 7 }}", "<!-- covers: review -->", "| --- |", "yes"]
    {
        let plain = begun(&["--as-of", DAY]);
        let named = begun(&["--as-of", DAY, "--name", name]);
        let (plain, named) = (check(plain.path(), DAY), check(named.path(), DAY));
        // A line of the settings was a comment of two lines without a name.
        assert_eq!(diagnostics(&plain), diagnostics(&named), "{name}: {}", named.out);
    }
}
