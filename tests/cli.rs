//! The command as a script sees it: exit status, outputs, and that the same input gives the same bytes.

use crate::workspace::{tenone, tenone_here, workspace};

const DAY: [&str; 2] = ["--as-of", "2026-06-30"];

#[test]
fn the_clean_fixture_is_silent_and_passes() {
    let run = tenone_here(&[&["check", "fixtures/clean", "--output", "concise"][..], &DAY].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    assert!(!run.out.contains("error[") && !run.out.contains("warning[") && !run.out.contains("note["), "{}", run.out);
}

#[test]
fn the_same_input_gives_the_same_bytes_with_any_number_of_threads() {
    for story in ["fixtures/clean", "fixtures/most-violations"] {
        for format in ["json", "sarif", "terminal"] {
            let arguments = [&["check", story, "--output", format, "--threads"][..]].concat();
            let with = |threads| tenone_here(&[&arguments[..], &[threads], &DAY].concat()).out;
            let one = with("1");
            assert!(one.len() > 100, "{story} as {format} says something");
            assert_eq!(one, with("1"), "{story} as {format}, twice");
            assert_eq!(one, with("2"), "{story} as {format}, with two threads");
        }
    }
}

#[test]
fn the_exit_status_is_that_of_the_gate_in_every_format() {
    for format in ["terminal", "concise", "json", "jsonl", "sarif", "github", "azure", "gitlab", "junit", "markdown"] {
        let run = |extra: &[&str]| {
            tenone_here(&[&["check", "fixtures/most-violations", "--output", format][..], &DAY, extra].concat()).code
        };
        assert_eq!(run(&[]), 1, "{format}");
        assert_eq!(run(&["--fail-on", "never"]), 0, "{format}");
        assert_eq!(run(&["--only", "no-such-rule"]), 2, "{format}");
    }
}

#[test]
fn strict_counts_what_was_not_assessed() {
    let run = |extra: &[&str]| {
        tenone_here(&[&["check", "fixtures/five-columns", "--output", "concise"][..], &DAY, extra].concat())
    };
    assert_eq!(run(&["--skip", "*"]).code, 2, "a rule is named in full");
    assert_eq!(run(&["--only", "cause-missing"]).code, 0, "not assessed is no failure");
    assert_eq!(run(&["--only", "cause-missing", "--strict"]).code, 1, "unless it is asked for");
}

#[test]
fn what_cannot_run_says_why_and_ends_with_2() {
    let register: &[u8] = b"- {id: IMP-1, title: late, kind: observation, source: other, raised_on: 2026-05-01}\n";
    let settings: &[u8] = b"organisation: {name: Example}\nsources:\n  - {kind: entri, path: register.yaml}\n";
    let folder = workspace(&[("register.yaml", register), ("tenone.yaml", settings)]);
    let cases: [(&[&str], &[&str]); 6] = [
        (&["check"], &["tenone.yaml:3", "entri", "entry"]),
        (&["check", "no-such-folder"], &["no-such-folder"]),
        (&["check", "--config", "none.yaml"], &["none.yaml"]),
        (&["check", "--as-of", "30.06.2026"], &["30.06.2026", "YYYY-MM-DD"]),
        (&["check", "--output", "sarff"], &["sarff", "sarif"]),
        (&["explain", "cause-mising"], &["cause-mising", "cause-missing"]),
    ];
    for (arguments, words) in cases {
        let run = tenone(folder.path(), arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}{}", run.out, run.err);
        for word in words {
            assert!(run.err.contains(word), "{arguments:?} should say {word}: {}", run.err);
        }
    }
}

#[test]
fn several_outputs_come_from_one_run() {
    let folder = workspace(&[]);
    let sarif = folder.path().join("out.sarif");
    let json = folder.path().join("out.json");
    let arguments = [
        "check".to_owned(),
        "fixtures/most-violations".to_owned(),
        format!("--output=sarif={}", sarif.display()),
        format!("--output=json={}", json.display()),
        "--output=concise".to_owned(),
        "--as-of=2026-06-30".to_owned(),
    ];
    let run = tenone_here(&arguments.each_ref().map(String::as_str));
    assert_eq!(run.code, 1);
    let read = |path| serde_json::from_str::<serde_json::Value>(&std::fs::read_to_string(path).unwrap()).unwrap();
    let diagnostics = read(&json)["diagnostics"].as_array().unwrap().len();
    assert_eq!(read(&sarif)["runs"][0]["results"].as_array().unwrap().len(), diagnostics);
    let lines =
        run.out.lines().filter(|line| line.contains("error[") || line.contains("warning[") || line.contains("note["));
    assert_eq!(lines.count(), diagnostics);
}

#[test]
fn every_command_has_its_manual_page() {
    let folder = workspace(&[]);
    let run = tenone(folder.path(), &["man", "--output", "."]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    let help = tenone(folder.path(), &["--help"]).out;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let mut pages = 0;
    for command in commands
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty() && *name != "help")
    {
        let page = std::fs::read_to_string(folder.path().join(format!("tenone-{command}.1"))).unwrap();
        assert_eq!(page, tenone(folder.path(), &["man", command]).out);
        assert!(page.contains(".TH") && page.contains(&format!("tenone {command}")), "{command}: {page}");
        pages += 1;
    }
    assert!(pages >= 8, "{help}");
    assert!(tenone(folder.path(), &["man"]).out.contains(".TH tenone 1"));
    let run = tenone(folder.path(), &["man", "chek"]);
    assert!(run.code == 2 && run.err.contains("`check`"), "{}", run.err);
}

#[test]
fn every_rule_and_every_kind_has_its_page() {
    let rules = tenone_here(&["rules", "--format", "json"]);
    let rules: serde_json::Value = serde_json::from_str(&rules.out).unwrap();
    let names: Vec<&str> =
        rules["rules"].as_array().unwrap().iter().map(|rule| rule["name"].as_str().unwrap()).collect();
    assert!(names.len() >= 36 + 16, "{names:?}");
    for name in names {
        let page = tenone_here(&["explain", name]);
        assert_eq!(page.code, 0, "{name}: {}", page.err);
        assert!(page.out.contains(name), "{name}");
    }
    for kind in tenone::model::Kind::ALL {
        let schema = tenone_here(&["schema", kind.name()]);
        let schema: serde_json::Value = serde_json::from_str(&schema.out).unwrap();
        jsonschema::validator_for(&schema).unwrap();
    }
}
