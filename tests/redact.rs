//! `--redact`: no names of people and no text of cells in any output; ids, places, dates and fingerprints stay.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tenone::analysis::{Options, check};
use tenone::data::Date;
use tenone::discover::Workspace;
use tenone::model::{FieldId, Kind, RecordId, Type};

use crate::hostile_register::{PEOPLE, WORD, hostile};
use crate::workspace::tenone;

const DAY: &str = "2026-06-30";

const CHECK: [&str; 10] =
    ["terminal", "concise", "json", "jsonl", "sarif", "github", "azure", "gitlab", "junit", "markdown"];

const REPORT: [&str; 6] = ["markdown", "html", "json", "ics", "oscal", "oscal-poam"];

/// Words of a text that stand in a row and are looked for: fewer of them stand in every second sentence.
const IN_A_ROW: usize = 4;

/// What is written about people, and in words, in the records of a workspace.
struct Secrets {
    people: BTreeSet<String>,
    texts: BTreeSet<String>,
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// The words of a text in small letters, with one space between them: however an output escapes or wraps it, these stay.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn in_a_row(text: &str, count: usize) -> BTreeSet<String> {
    let is_word = |word: &&String| word.chars().all(char::is_alphabetic);
    let all = words(text);
    // Ids and dates may be told: only rows of words say something.
    all.windows(count).filter(|row| row.iter().filter(is_word).count() == count).map(|row| row.join(" ")).collect()
}

fn secrets(folder: &Path) -> Secrets {
    let workspace = Workspace::open(folder).unwrap();
    let analysis = check(&workspace, &Options::new(Date::parse(DAY).unwrap())).unwrap();
    let records = &analysis.records;
    let is_role = |id: RecordId, text: &str| {
        records.get(id).kind == Kind::Role && records.bare_id(id) == Some(text.trim().trim_start_matches("role:"))
    };
    let mut secrets = Secrets { people: BTreeSet::new(), texts: BTreeSet::new() };
    for (id, record) in records.iter() {
        for (field, info) in (0..).map(FieldId).zip(record.kind.shape().fields) {
            let tree = records.tree_of(id, field);
            let items = if info.list { records.items(id, field) } else { &[] };
            for cell in records.cell(id, field).filter(|_| !info.list).into_iter().chain(items) {
                let text = tree.text(cell.node());
                match info.ty {
                    // The id of a role is no name.
                    Type::Person if records.iter().any(|(role, _)| is_role(role, text)) => {}
                    Type::Person => drop(secrets.people.insert(words(text).join(" "))),
                    Type::Text => secrets.texts.extend(in_a_row(text, IN_A_ROW)),
                    _ => {}
                }
            }
        }
    }
    // What the linter itself says is no secret, and nobody is called so.
    let own: BTreeSet<String> = own_texts().iter().flat_map(|text| in_a_row(text, IN_A_ROW)).collect();
    secrets.texts.retain(|text| !own.contains(text));
    secrets.people.retain(|person| person.len() >= 4);
    secrets
}

/// The texts of all rules and of the code that speaks.
fn own_texts() -> Vec<String> {
    let mut texts = Vec::new();
    let mut folders = ["rules", "src"].map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match entry.is_dir() {
                true => folders.push(entry),
                false => texts.extend(std::fs::read_to_string(entry)),
            }
        }
    }
    texts
}

/// All outputs of a workspace with names and texts kept back.
fn redacted(folder: &Path) -> Vec<(String, String)> {
    let day = ["--as-of", DAY, "--redact"];
    let mut outputs = Vec::new();
    let mut add = |name: String, arguments: &[&str]| {
        let run = tenone(folder, arguments);
        assert!(run.code <= 1, "{name}: {}", run.err);
        outputs.push((name, run.out));
    };
    for format in CHECK {
        add(format!("check {format}"), &[&["check", "--output", format][..], &day].concat());
    }
    for format in REPORT {
        add(format!("report {format}"), &[&["report", "--for-review", "--format", format][..], &day].concat());
    }
    for format in ["text", "json"] {
        add(format!("sources {format}"), &["sources", "--redact", "--format", format]);
    }
    outputs
}

#[test]
fn nothing_that_somebody_wrote_is_in_any_output() {
    let mut leaks = Vec::new();
    for (name, least) in [("clean", 300), ("most-violations", 300)] {
        let secrets = secrets(&fixture(name));
        assert!(secrets.people.len() > 3 && secrets.texts.len() > least, "{name} has something to hide");
        for (output, text) in redacted(&fixture(name)) {
            let said = in_a_row(&text, IN_A_ROW);
            leaks.extend(secrets.texts.intersection(&said).map(|text| format!("{name}, {output}: {text}")));
            let said = format!(" {} ", words(&text).join(" "));
            let named = secrets.people.iter().filter(|who| said.contains(&format!(" {who} ")));
            leaks.extend(named.map(|who| format!("{name}, {output}: {who}")));
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn a_hostile_register_tells_nothing_either() {
    let folder = hostile();
    for (output, text) in redacted(folder.path()) {
        for secret in
            PEOPLE.into_iter().chain([WORD, "abernathy", "evil.example", "octocat", "onerror", "add-mask", "Ltd"])
        {
            assert!(!text.to_lowercase().contains(&secret.to_lowercase()), "{output} tells {secret}");
        }
        assert!(text.contains("IMP-2026-") || output.starts_with("sources"), "{output} names the entry");
    }
}

#[test]
fn ids_places_and_fingerprints_stay() {
    let keys = ["rule", "check", "severity", "place", "fingerprint"];
    for name in ["clean", "most-violations"] {
        let folder = fixture(name);
        let found = |more: &[&str]| {
            let run = tenone(&folder, &[&["check", "--as-of", DAY, "--output", "json"][..], more].concat());
            let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
            let all = report["diagnostics"].as_array().unwrap().clone();
            let of = |one: &serde_json::Value| keys.map(|key| one[key].to_string());
            (all.iter().map(of).collect::<Vec<_>>(), report["outcomes"].clone(), all)
        };
        let (plain, outcomes, _) = found(&[]);
        let (kept, same_outcomes, all) = found(&["--redact"]);
        assert_eq!(plain, kept, "{name}");
        assert_eq!(outcomes, same_outcomes, "{name}");
        for one in all {
            let subject = one["subject"].as_str().unwrap();
            assert!(!subject.contains('…') || subject.starts_with("person/"), "{name}: {subject}");
        }
    }
}
