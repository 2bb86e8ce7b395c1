//! Waivers: what they excuse, on which days, and what is said of those that excuse nothing.

use std::path::Path;

use tenone::analysis::{Analysis, AnalysisError, Options, check};
use tenone::data::Date;
use tenone::discover::Workspace;
use tenone::triage::{FailOn, Policy};

use crate::workspace::{tenone, workspace};

/// Two entries without a cause. `ana` owns the first and answers for its action, `ben` owns the second.
const REGISTER: &str = "\
- {id: IMP-1, title: One, kind: nonconformity, status: planned, owner: ana, actions: [{id: A1, title: x, owner: role:lead}]}
- {id: IMP-2, title: Two, kind: nonconformity, status: planned, owner: ben}
";

const PEOPLE: &str = "\
people:
  - {id: ana, name: Ana Lima, emails: [ana@example.org]}
  - {id: ben, name: Ben Okri}
  - {id: cem, name: Cem Kaya}
roles: [{id: lead, title: Lead}]
role_assignments: [{person: cem, role: lead, from: 2025-01-01}]
";

const WAIVER: &str = "- {rule: cause-missing, subject: entry/IMP-1, reason: The system is replaced., approved_by: ben, \
                      approved_on: 2026-05-01, expires_on: 2026-06-30}\n";

/// A workspace with these waivers.
fn with(waivers: &str) -> tempfile::TempDir {
    with_settings(waivers, "")
}

fn with_settings(waivers: &str, settings: &str) -> tempfile::TempDir {
    let sources = "sources:\n  - {kind: entry, path: register.yaml}\n  - {kind: person, path: people.yaml}\n";
    workspace(&[
        ("tenone.yaml", format!("{sources}{settings}").as_bytes()),
        ("register.yaml", REGISTER.as_bytes()),
        ("people.yaml", PEOPLE.as_bytes()),
        ("waivers.yaml", waivers.as_bytes()),
    ])
}

fn options(as_of: &str) -> Options {
    let policy = Policy { fail_on: FailOn::Error, ..Policy::default() };
    let only = vec!["cause-missing".to_owned()];
    Options { only, policy, threads: Some(1), ..Options::new(Date::parse(as_of).unwrap()) }
}

fn run_with(folder: &Path, options: &Options) -> Result<Analysis, AnalysisError> {
    check(&Workspace::open(folder).unwrap(), options)
}

fn run(waivers: &str, as_of: &str) -> Analysis {
    run_with(with(waivers).path(), &options(as_of)).unwrap()
}

/// What is waived, as rule, subject and field.
fn waived(analysis: &Analysis) -> Vec<String> {
    let waived = analysis.report.waived().map(|(judged, _)| &judged.diagnostic);
    waived.map(|one| format!("{} {} {}", one.rule, one.subject, one.field)).collect()
}

/// What is wrong with the waivers, each with its place.
fn faults(analysis: &Analysis) -> Vec<String> {
    let invalid = analysis.report.diagnostics.iter().map(|judged| &judged.diagnostic);
    let invalid = invalid.filter(|one| ["waiver-invalid", "input-syntax-error"].contains(&&*one.rule));
    invalid.map(|one| format!("{} {}", analysis.sources.place(one.span), one.message)).collect()
}

#[test]
fn a_waiver_counts_from_its_approval_to_its_last_day() {
    let name = "The waiver for `cause-missing` on entry/IMP-1 does not count: ";
    for (as_of, said) in [
        ("2026-04-30", Some("it was approved on 2026-05-01, which is after 2026-04-30.")),
        ("2026-05-01", None),
        ("2026-06-30", None),
        ("2026-07-01", Some("it ended on 2026-06-30, and what it covered counts again.")),
    ] {
        let analysis = run(WAIVER, as_of);
        let expected: &[&str] = if said.is_none() { &["cause-missing entry/IMP-1 root_cause"] } else { &[] };
        assert_eq!(waived(&analysis), expected, "{as_of}");
        let said = said.map(|said| format!("waivers.yaml:1:10 {name}{said}"));
        assert_eq!(faults(&analysis), Vec::from_iter(said.clone()), "{as_of}");
        // Both entries have no cause; that of the second is never waived.
        assert_eq!(analysis.report.gate.held, if said.is_some() { 3 } else { 1 }, "{as_of}");
        assert_eq!(analysis.report.waivers.len(), expected.len());
    }
}

#[test]
fn what_is_waived_is_reported_and_passes_the_gate() {
    let both = format!("{WAIVER}{}", WAIVER.replace("IMP-1", "IMP-2").replace("ben", "ana"));
    let analysis = run(&both, "2026-06-30");
    assert_eq!(waived(&analysis).len(), 2);
    assert_eq!(analysis.report.diagnostics.len(), 2, "nothing is hidden");
    assert!(analysis.report.gate.passed);
}

#[test]
fn each_waiver_that_does_not_count_is_named_and_what_it_covered_comes_back() {
    for (change, place, words) in [
        (("reason: The system is replaced., ", ""), "waivers.yaml:1:3", "`reason` is missing"),
        (("approved_by: ben, ", ""), "waivers.yaml:1:3", "`approved_by` is missing"),
        (("2026-06-30", "soon"), "waivers.yaml:1:", "`soon` is no day"),
        (
            ("cause-missing", "cause-mising"),
            "waivers.yaml:1:10",
            "there is no rule `cause-mising`; did you mean `cause-missing`?",
        ),
        (("cause-missing", "waiver-invalid"), "waivers.yaml:1:10", "cannot excuse another one"),
        (("cause-missing", "input-syntax-error"), "waivers.yaml:1:10", "cannot be excused"),
        (("by: ben", "by: ana"), "waivers.yaml:1:10", "ana approved it and owns IMP-1"),
        (("by: ben", "by: Ana Lima"), "waivers.yaml:1:10", "Ana Lima approved it and owns IMP-1"),
        (("by: ben", "by: ana@example.org"), "waivers.yaml:1:10", "owns IMP-1"),
        (("IMP-1", "IMP-9"), "waivers.yaml:1:10", "no record entry/IMP-9 was read"),
        (("subject: entry/IMP-1", "subject: entry/IMP-1, field: status"), "waivers.yaml:1:10", "it matches nothing"),
    ] {
        let analysis = run(&WAIVER.replace(change.0, change.1), "2026-06-30");
        let faults = faults(&analysis);
        assert_eq!(waived(&analysis), Vec::<String>::new(), "{change:?}");
        assert_eq!((faults.len(), analysis.report.gate.held), (1, 3), "{change:?}: {faults:?}");
        assert!(faults[0].starts_with(place) && faults[0].contains(words), "{change:?}: {faults:?}");
    }
    let twice = run(&WAIVER.repeat(2), "2026-06-30");
    assert_eq!(waived(&twice).len(), 1, "the first one counts");
    assert_eq!(faults(&twice).len(), 1);
    assert!(faults(&twice)[0].starts_with("waivers.yaml:2:10") && faults(&twice)[0].contains("another one before it"));
}

#[test]
fn whoever_answers_for_an_action_does_not_excuse_it() {
    let analysis = |by: &str| {
        let waiver = WAIVER.replace("cause-missing", "action-missing").replace("ben", by);
        let register = REGISTER.replace("title: x, ", "");
        let folder = with(&waiver);
        std::fs::write(folder.path().join("register.yaml"), register).unwrap();
        let mut options = options("2026-06-30");
        options.only = Vec::new();
        (folder, options)
    };
    let (folder, options) = analysis("ben");
    let all = run_with(folder.path(), &options).unwrap();
    let of_action = all.report.diagnostics.iter().find(|judged| judged.diagnostic.field.starts_with("actions/0"));
    let rule = of_action.expect("a rule speaks about the action").diagnostic.rule.to_string();
    for (by, field, counts) in [
        ("ben", "actions/A1", true),
        ("ben", "actions/0", true),
        ("ben", "actions", true),
        ("ben", "actions/A2", false),
        ("ben", "action", false),
        ("cem", "actions/A1", false),
        ("role:lead", "actions/A1", false),
    ] {
        let waiver = WAIVER.replace("cause-missing", &format!("{rule}, field: {field}")).replace("ben", by);
        std::fs::write(folder.path().join("waivers.yaml"), waiver).unwrap();
        let analysis = run_with(folder.path(), &options).unwrap();
        assert_eq!(!waived(&analysis).is_empty(), counts, "{by} {field}: {:?}", faults(&analysis));
        assert_eq!(faults(&analysis).is_empty(), counts, "{by} {field}");
    }
}

#[test]
fn a_waiver_of_what_was_not_looked_for_is_not_called_unused() {
    let unused = WAIVER.replace("subject: entry/IMP-1", "subject: entry/IMP-1, field: status");
    let folder = with(&unused);
    let said = |options: &Options| faults(&run_with(folder.path(), options).unwrap()).len();
    assert_eq!(said(&options("2026-06-30")), 1);
    assert_eq!(said(&Options { only: vec!["action-missing".to_owned()], ..options("2026-06-30") }), 0);
    assert_eq!(said(&Options { skip: vec!["cause-missing".to_owned()], ..options("2026-06-30") }), 0);
    assert_eq!(said(&Options { skip: vec!["waiver-invalid".to_owned()], ..options("2026-06-30") }), 0);
    let off = with_settings(&unused, "rules: {cause-missing: off}\n");
    assert_eq!(faults(&run_with(off.path(), &options("2026-06-30")).unwrap()).len(), 0);
    // Nobody knows what the rest of the register holds.
    std::fs::write(folder.path().join("register.yaml"), format!("{REGISTER}- 'open\n")).unwrap();
    let broken = run_with(folder.path(), &options("2026-06-30")).unwrap();
    assert!(faults(&broken).iter().all(|fault| fault.starts_with("register.yaml")), "{:?}", faults(&broken));
    // One file alone is looked at without what stands beside it.
    let one = with(&unused);
    assert_eq!(faults(&run_with(&one.path().join("register.yaml"), &options("2026-06-30")).unwrap()).len(), 0);
}

#[test]
fn a_file_of_waivers_that_breaks_off_hides_nothing_behind_the_place() {
    let analysis = run(&format!("{WAIVER}- rule: 'cause-missing\n  subject: entry/IMP-2\n"), "2026-06-30");
    assert_eq!(waived(&analysis).len(), 1, "what stands before it counts");
    assert!(faults(&analysis)[0].starts_with("waivers.yaml:"), "{:?}", faults(&analysis));
    let analysis = run(&format!("- rule: [cause-missing\n{WAIVER}"), "2026-06-30");
    assert_eq!((waived(&analysis).len(), analysis.report.gate.held), (0, 3), "{:?}", faults(&analysis));
}

#[test]
fn the_severity_of_a_waiver_that_does_not_count_can_be_set() {
    let folder = with_settings(&WAIVER.replace("06-30", "06-29"), "rules: {waiver-invalid: note}\n");
    let analysis = run_with(folder.path(), &options("2026-06-30")).unwrap();
    assert_eq!((faults(&analysis).len(), analysis.report.gate.held), (1, 2));
}

#[test]
fn the_fingerprint_of_a_bad_waiver_stays_when_it_is_moved() {
    let prints = |waivers: &str| {
        let analysis = run(waivers, "2026-07-01");
        let mut prints: Vec<String> =
            analysis.report.diagnostics.iter().map(|judged| judged.diagnostic.fingerprint.0.clone()).collect();
        prints.sort();
        prints
    };
    let other = WAIVER.replace("reason: The system is replaced., ", "").replace("IMP-1", "IMP-2");
    let before = prints(&format!("{WAIVER}{other}"));
    let after = prints(&format!("# moved\nwaivers:\n\n{other}{}", WAIVER.replace("ben", "cem")));
    assert_eq!(before, after);
    assert_eq!(before.len(), 4);
    let twice = prints(&other.repeat(2));
    assert_eq!(twice.iter().collect::<std::collections::BTreeSet<_>>().len(), twice.len());
}

#[test]
fn waivers_are_found_where_the_settings_say_and_are_never_a_register() {
    let folder = with_settings("", "waivers: decisions/accepted.yaml\n");
    let error = run_with(folder.path(), &options("2026-06-30")).unwrap_err();
    assert!(error.to_string().contains("there is no file `decisions/accepted.yaml`"), "{error}");
    std::fs::create_dir(folder.path().join("decisions")).unwrap();
    std::fs::write(folder.path().join("decisions/accepted.yaml"), WAIVER).unwrap();
    assert_eq!(waived(&run_with(folder.path(), &options("2026-06-30")).unwrap()).len(), 1);
    let outside = with_settings("", "waivers: ../waivers.yaml\n");
    let error = run_with(outside.path(), &options("2026-06-30")).unwrap_err();
    assert!(error.to_string().contains("leads out of the workspace"), "{error}");
    // It looks like a list of nonconformities, and it is none: neither by guessing nor by a pattern.
    let entries =
        "- {id: W-1, title: Looks like one, kind: nonconformity, status: planned, owner: ana, due_on: 2026-01-01}\n";
    let register = REGISTER.as_bytes();
    let guessed = workspace(&[("register.yaml", register), ("waivers.yaml", entries.as_bytes())]);
    let pattern = workspace(&[
        ("tenone.yaml", b"sources: [{kind: entry, path: '*.yaml'}]\n"),
        ("register.yaml", register),
        ("waivers.yaml", entries.as_bytes()),
        ("sub/waivers.yaml", entries.as_bytes()),
    ]);
    for folder in [guessed, pattern] {
        let analysis = run_with(folder.path(), &options("2026-06-30")).unwrap();
        let read: Vec<&str> = analysis.readings.iter().map(|one| analysis.sources.get(one.source).path()).collect();
        assert!(!read.contains(&"waivers.yaml") && read.contains(&"register.yaml"), "{read:?}");
        assert_eq!(faults(&analysis).len(), 1);
    }
}

#[test]
fn every_output_tells_what_is_waived() {
    let folder = with(&WAIVER.replace("replaced.", "replaced"));
    let arguments = ["check", ".", "--as-of", "2026-06-30", "--only", "cause-missing"];
    let run = |more: &[&str]| tenone(folder.path(), &[&arguments[..], more].concat());
    let terminal = run(&[]);
    for words in [
        "Waived: 1 diagnostic\n  cause-missing on entry/IMP-1 until 2026-06-30: The system is replaced\n",
        "1 error in 1 file, and 1 waived.",
        "Gate failed: 1 error. Reported, but not held: 1 waived.",
    ] {
        assert!(terminal.out.contains(words), "{words} in\n{}", terminal.out);
    }
    assert_eq!(terminal.out.matches("error[cause-missing]").count(), 1, "what is waived is not drawn");
    let concise = run(&["--output", "concise"]).out;
    assert!(concise.contains("error[cause-missing] [waived until 2026-06-30] IMP-1"), "{concise}");
    let json: serde_json::Value = serde_json::from_str(&run(&["--output", "json"]).out).unwrap();
    let waiver = &json["diagnostics"][0]["waiver"];
    assert_eq!(waiver["reason"], "The system is replaced");
    assert_eq!((waiver["approved_by"].as_str(), waiver["expires_on"].as_str()), (Some("ben"), Some("2026-06-30")));
    assert_eq!((waiver["place"]["path"].as_str(), waiver["place"]["line"].as_u64()), (Some("waivers.yaml"), Some(1)));
    assert!(json["diagnostics"][1]["waiver"].is_null());
    assert_eq!(json["causes"], serde_json::json!({"change": 1, "existing": 0, "clock": 0, "waived": 1}));
    let sarif = |more: &[&str]| -> serde_json::Value {
        serde_json::from_str(&run(&[&["--output", "sarif"], more].concat()).out).unwrap()
    };
    let results = |sarif: &serde_json::Value| sarif["runs"][0]["results"].as_array().unwrap().clone();
    assert_eq!(results(&sarif(&[])).len(), 1);
    let all = results(&sarif(&["--include-waived"]));
    assert_eq!(all.len(), 2);
    let suppression = &all[0]["suppressions"][0];
    assert_eq!((suppression["kind"].as_str(), suppression["status"].as_str()), (Some("external"), Some("accepted")));
    let why = "The system is replaced. Approved by ben on 2026-05-01, until 2026-06-30.";
    assert_eq!(suppression["justification"], why);
    assert!(all.iter().all(|one| one["baselineState"].is_null()), "nothing was compared");
    let report = tenone(folder.path(), &["report", "--as-of", "2026-06-30"]).out;
    assert!(report.contains("Waived until 2026-06-30, approved by ben: The system is replaced."), "{report}");
    assert!(report.contains("a waiver ends"), "{report}");
    let calendar = tenone(folder.path(), &["report", "--as-of", "2026-06-30", "--format", "ics"]).out;
    assert!(calendar.contains("CATEGORIES:a waiver ends"), "{calendar}");
}
