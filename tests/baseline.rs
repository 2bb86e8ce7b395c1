//! What is known: written down once, it holds nothing any more, wherever it is moved to; what is new still does.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use tenone::analysis::{Analysis, Base, KnownFrom, Options, Past, check, check_against};
use tenone::data::Date;
use tenone::discover::Workspace;
use tenone::triage::{Baseline, Cause, Hold, Policy};

use crate::workspace::{copy_of, tenone, workspace};

const AS_OF: &str = "2026-06-30";

fn run(folder: &Path, known: KnownFrom) -> Analysis {
    let options = Options { known, ..Options::new(Date::parse(AS_OF).unwrap()) };
    check(&Workspace::open(folder).unwrap(), &options).unwrap()
}

/// How many diagnostics the baseline does not know, and how many of it are gone.
fn new_and_gone(analysis: &Analysis) -> (usize, usize) {
    let new = analysis.report.diagnostics.iter().filter(|judged| judged.cause == Cause::Change).count();
    (new, analysis.report.known.as_ref().unwrap().gone)
}

/// Numbers that look as if they were drawn, the same ones each time: xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % most
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

/// A register with faults of many sorts: fields that are missing, dates that contradict each other, references to nothing,
/// rows without an id, rows that are equal.
fn register(entries: usize, seed: u64) -> Vec<serde_yaml::Value> {
    let mut random = Random(seed);
    let mut text = String::new();
    for number in 0..entries {
        let day = |random: &mut Random| format!("2026-{:02}-{:02}", 1 + random.below(6), 1 + random.below(28));
        let maybe = |random: &mut Random, text: String| if random.below(10) < 6 { text } else { String::new() };
        let kind = random.one_of(&["nonconformity", "incident", "opportunity"]);
        let status = random.one_of(&["new", "planned", "in-progress", "verifying", "closed"]);
        let id = if number % 97 == 0 { String::new() } else { format!("id: IMP-{number}, ") };
        let title = if number % 97 == 0 { number / 194 } else { number };
        let _ = write!(
            text,
            "- {{{id}title: Entry {title}, kind: {kind}, status: {status}, raised_on: {}",
            day(&mut random)
        );
        for field in ["owner: ana", "root_cause: Nobody looked", "severity: high", "source_refs: [INC-404]"] {
            text.push_str(&maybe(&mut random, format!(", {field}")));
        }
        for field in ["closed_on", "occurred_on", "triaged_on"] {
            let date = day(&mut random);
            text.push_str(&maybe(&mut random, format!(", {field}: {date}")));
        }
        let actions: Vec<String> = (0..random.below(3))
            .map(|action| {
                let due = day(&mut random);
                let due = maybe(&mut random, format!(", due_on: {due}"));
                format!("{{id: A{action}, title: Do it{due}}}")
            })
            .collect();
        let _ = writeln!(text, ", actions: [{}]}}", actions.join(", "));
    }
    serde_yaml::from_str(&text).unwrap()
}

fn yaml(entries: &[serde_yaml::Value]) -> String {
    serde_yaml::to_string(entries).unwrap()
}

#[test]
fn shuffled_formatted_anew_and_split_in_two_a_register_has_nothing_new_and_nothing_gone() {
    let mut entries = register(1_000, 7);
    let settings = b"sources: [{kind: entry, path: 'log/*'}]\n";
    let folder = workspace(&[("tenone.yaml", settings), ("log/one.yaml", yaml(&entries).as_bytes())]);
    let base = workspace(&[("tenone.yaml", settings), ("log/one.yaml", yaml(&entries).as_bytes())]);
    let before = run(folder.path(), KnownFrom::Nothing);
    let baseline = Baseline::of(&before.report);
    let count = baseline.diagnostics.len();
    assert!(count > 1_000 && count == before.report.diagnostics.len(), "{count} diagnostics");
    let rules: BTreeSet<&str> = baseline.diagnostics.iter().map(|entry| entry.rule.as_str()).collect();
    assert!(rules.len() > 10, "{rules:?}");
    let known = || KnownFrom::Given { path: "b.json".to_owned(), baseline: baseline.clone() };
    assert_eq!(new_and_gone(&run(folder.path(), known())), (0, 0));
    // Shuffled.
    Random(11).shuffle(&mut entries);
    let write = |path: &str, text: String| std::fs::write(folder.path().join(path), text).unwrap();
    write("log/one.yaml", yaml(&entries));
    assert_eq!(new_and_gone(&run(folder.path(), known())), (0, 0), "shuffled");
    // Formatted anew: in one line each, with the fields the other way round, as JSON.
    let lines: Vec<String> =
        entries.iter().map(|entry| format!("  {}", serde_json::to_string(&entry).unwrap())).collect();
    write(
        "log/one.yaml",
        format!("# written by another program\nentries:\n{}\n", lines.join("\n").replace("  {", "  - {")),
    );
    assert_eq!(new_and_gone(&run(folder.path(), known())), (0, 0), "formatted anew");
    // Split in two.
    let (front, back) = entries.split_at(400);
    write("log/one.yaml", yaml(back));
    write("log/another.yaml", yaml(front));
    let split = run(folder.path(), known());
    assert_eq!(new_and_gone(&split), (0, 0), "split in two");
    assert!(split.report.gate.passed, "nothing is new");
    // The same beside the base.
    let base = Workspace::open(base.path()).unwrap();
    let past = Past { base: Some(Base::of(&base)), ..Past::default() };
    let options = Options::new(Date::parse(AS_OF).unwrap());
    let beside = check_against(&Workspace::open(folder.path()).unwrap(), past, &options).unwrap();
    let brought = beside.report.diagnostics.iter().filter(|judged| judged.cause != Cause::Existing).count();
    assert_eq!((brought, beside.report.diagnostics.len()), (0, count), "nothing is new, and nothing is gone");
    // And yet a new fault is new, and one that was mended is gone.
    write("log/third.yaml", "- {id: NEW-1, title: New, kind: nonconformity, status: planned}\n".to_owned());
    let (new, gone) = new_and_gone(&run(folder.path(), known()));
    assert!(new > 0 && gone == 0, "{new} {gone}");
    write("log/third.yaml", "[]".to_owned());
    write("log/another.yaml", yaml(&front[1..]));
    let (new, gone) = new_and_gone(&run(folder.path(), known()));
    assert!(new == 0 && gone > 0, "{new} {gone}");
}

#[test]
fn after_one_command_the_gate_is_passed_and_only_what_is_new_fails_it() {
    let folder = copy_of("most-violations");
    let check = |more: &[&str]| tenone(folder.path(), &[&["check", ".", "--as-of", AS_OF], more].concat());
    assert_eq!(check(&[]).code, 1);
    let written = tenone(folder.path(), &["baseline", "--as-of", AS_OF]);
    assert_eq!((written.code, written.err.as_str()), (0, ""));
    assert!(written.out.starts_with("Wrote tenone-baseline.json with "), "{}", written.out);
    let text = std::fs::read_to_string(folder.path().join("tenone-baseline.json")).unwrap();
    let baseline = Baseline::parse(&text).unwrap();
    assert_eq!(text.lines().count(), baseline.diagnostics.len() + 7, "a line each");
    assert_eq!(tenone(folder.path(), &["baseline", "--as-of", AS_OF, "--output", "-"]).out, text);
    let passed = check(&["--output", "concise"]);
    assert_eq!(passed.code, 0, "{}", passed.out);
    let all = baseline.diagnostics.len();
    for words in [
        "[existing]".to_owned(),
        "Gate passed: there is no error that the baseline does not know.".to_owned(),
        format!("Reported, but not held: {all} existing."),
        format!("Compared with the {all} known diagnostics of tenone-baseline.json."),
    ] {
        assert!(passed.out.contains(&words), "{words} in\n{}", passed.out);
    }
    assert_eq!(check(&["--gate", "all"]).code, 1);
    assert_eq!(check(&["--no-baseline"]).code, 1);
    let elsewhere = folder.path().join("known.json");
    std::fs::rename(folder.path().join("tenone-baseline.json"), &elsewhere).unwrap();
    assert_eq!((check(&[]).code, check(&["--baseline", "known.json"]).code), (1, 0));
    std::fs::rename(&elsewhere, folder.path().join("tenone-baseline.json")).unwrap();
    // A new entry brings what is its own.
    let register = folder.path().join("log/car-log.yaml");
    let old = std::fs::read_to_string(&register).unwrap();
    std::fs::write(&register, format!("- {{id: CAR-001, title: New, kind: nonconformity, status: planned}}\n{old}"))
        .unwrap();
    let failed = check(&["--output", "json"]);
    assert_eq!(failed.code, 1);
    let json: serde_json::Value = serde_json::from_str(&failed.out).unwrap();
    let subjects: BTreeSet<&str> = json["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["cause"] == "change" && one["severity"] == "error")
        .map(|one| one["subject"].as_str().unwrap())
        .collect();
    assert_eq!(subjects, BTreeSet::from(["entry/CAR-001"]));
    assert_eq!(json["gate"]["hold"], "change");
    assert_eq!(json["compared"]["baseline"]["entries"], all);
    assert_eq!(json["compared"]["base"], serde_json::Value::Null);
    let sarif: serde_json::Value = serde_json::from_str(&check(&["--output", "sarif"]).out).unwrap();
    let states: BTreeSet<&str> = sarif["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["baselineState"].as_str().unwrap())
        .collect();
    assert_eq!(states, BTreeSet::from(["new", "unchanged"]));
    // Without the register's new entry and with less in it, something went.
    std::fs::write(&register, &old).unwrap();
    std::fs::remove_dir_all(folder.path().join("minutes")).unwrap();
    std::fs::write(folder.path().join("people.yaml"), "people: []\n").unwrap();
    let again = tenone(folder.path(), &["baseline", "--as-of", AS_OF]);
    assert!(again.out.contains(" came and ") && again.out.contains(&format!("went since {AS_OF}")), "{}", again.out);
}

#[test]
fn what_is_gone_is_told_and_only_of_what_was_looked_for() {
    let entries = "- {id: A, title: One, kind: nonconformity, status: planned}\n- {id: B, title: Two, kind: nonconformity, status: planned}\n";
    let settings = b"sources: [{kind: entry, path: register.yaml}]\n";
    let folder = workspace(&[("tenone.yaml", settings), ("register.yaml", entries.as_bytes())]);
    assert_eq!(tenone(folder.path(), &["baseline", "--as-of", AS_OF]).code, 0);
    std::fs::write(
        folder.path().join("register.yaml"),
        entries.replace("status: planned}\n- ", "status: planned, root_cause: It rained}\n- "),
    )
    .unwrap();
    let gone = |more: &[&str]| {
        let out = tenone(folder.path(), &[&["check", ".", "--as-of", AS_OF], more].concat()).out;
        let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
        flat.contains("known diagnostics of tenone-baseline.json is gone: run `tenone baseline`")
    };
    assert!(gone(&[]));
    assert!(gone(&["--only", "cause-missing"]));
    assert!(!gone(&["--skip", "cause-missing"]));
    // What cannot be read is not gone.
    std::fs::write(
        folder.path().join("register.yaml"),
        "- {id: A, title: One, kind: nonconformity, status: planned, root_cause: It rained}\n- 'open\n",
    )
    .unwrap();
    assert!(!gone(&[]));
}

#[test]
fn a_baseline_that_cannot_be_used_is_refused_with_its_place() {
    let folder = workspace(&[
        ("tenone.yaml", b"sources: [{kind: entry, path: register.yaml}]\n"),
        ("register.yaml", b"- {id: A, title: One}\n"),
        ("tenone-baseline.json", b"{\n  \"version\": \"1\",\n<<<<<<< HEAD\n"),
    ]);
    for (arguments, place) in [
        (&["check", "."][..], "tenone-baseline.json:3"),
        (&["check", ".", "--baseline", "tenone-baseline.json"], "tenone-baseline.json:3"),
    ] {
        let run = tenone(folder.path(), arguments);
        assert_eq!(run.code, 2, "{}", run.out);
        assert!(run.err.contains(place) && run.err.contains("error[baseline]"), "{}", run.err);
        assert!(run.err.contains("`tenone baseline` writes it anew"), "{}", run.err);
    }
    let missing = tenone(folder.path(), &["check", ".", "--baseline", "nowhere.json"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("nowhere.json cannot be read as a baseline"), "{}", missing.err);
    let anew = tenone(folder.path(), &["baseline"]);
    assert!(anew.code == 0 && anew.out.contains("anew"), "{}{}", anew.out, anew.err);
    std::fs::write(
        folder.path().join("tenone.yaml"),
        "sources: [{kind: entry, path: register.yaml}]\nbaseline: known/all.json\n",
    )
    .unwrap();
    let named = tenone(folder.path(), &["check", "."]);
    assert!(named.code == 2 && named.err.contains("there is no file `known/all.json`"), "{}", named.err);
    std::fs::create_dir(folder.path().join("known")).unwrap();
    assert_eq!(tenone(folder.path(), &["baseline"]).code, 0);
    assert_eq!(tenone(folder.path(), &["check", "."]).code, 0);
    assert_eq!(tenone(folder.path(), &["baseline", "register.yaml"]).code, 2);
}

#[cfg(unix)]
#[test]
fn a_baseline_is_not_written_through_a_link() {
    let folder =
        workspace(&[("register.yaml", b"- {id: A, title: One, status: planned}\n"), ("out/keep.txt", b"mine")]);
    std::os::unix::fs::symlink("out/keep.txt", folder.path().join("tenone-baseline.json")).unwrap();
    let run = tenone(folder.path(), &["baseline"]);
    assert!(run.code == 2 && run.err.contains("is a link"), "{}", run.err);
    assert_eq!(std::fs::read(folder.path().join("out/keep.txt")).unwrap(), b"mine");
}

#[test]
fn what_is_wrong_with_waivers_and_what_they_excuse_is_never_written_down() {
    let waiver = "- {rule: cause-missing, subject: entry/A, reason: r, approved_by: x, approved_on: 2026-01-01, expires_on: 2026-06-30}\n";
    let folder = workspace(&[
        ("tenone.yaml", b"sources: [{kind: entry, path: register.yaml}]\n"),
        ("register.yaml", b"- {id: A, title: One, kind: nonconformity, status: planned}\n"),
        ("waivers.yaml", format!("{waiver}{}", waiver.replace("entry/A", "entry/B")).as_bytes()),
    ]);
    let analysis = run(folder.path(), KnownFrom::Nothing);
    let said: BTreeSet<&str> = analysis.report.diagnostics.iter().map(|judged| &*judged.diagnostic.rule).collect();
    assert!(said.contains("cause-missing") && said.contains("waiver-invalid"), "{said:?}");
    let baseline = Baseline::of(&analysis.report);
    let known: BTreeSet<&str> = baseline.diagnostics.iter().map(|entry| entry.rule.as_str()).collect();
    assert!(!known.contains("cause-missing") && !known.contains("waiver-invalid"), "{known:?}");
    assert_eq!(said.len(), known.len() + 2);
}

#[test]
fn a_gate_that_holds_all_holds_what_is_known_too() {
    let folder = workspace(&[("register.yaml", b"- {id: A, title: One, kind: nonconformity, status: planned}\n")]);
    let baseline = Baseline::of(&run(folder.path(), KnownFrom::Nothing).report);
    let gate = |hold| {
        let known = KnownFrom::Given { path: "b.json".to_owned(), baseline: baseline.clone() };
        let policy = Policy { hold, ..Policy::default() };
        let options = Options { known, policy, ..Options::new(Date::parse(AS_OF).unwrap()) };
        check(&Workspace::open(folder.path()).unwrap(), &options).unwrap().report.gate
    };
    assert!(gate(Hold::Change).passed);
    assert!(!gate(Hold::All).passed);
}
