//! `fixtures/formats`: one register in four formats, of which the same is said, but for where it stands.

use std::collections::BTreeMap;

use regex::Regex;
use serde_json::Value;

use crate::workspace::tenone_here;

/// Folders below `fixtures/formats` whose settings say nothing about the files; `yaml` is what these are compared with.
const FORMATS: [&str; 3] = ["csv", "xlsx", "markdown"];

/// Rules of which the fixture has to hold something: that nothing is said in any format would prove little.
const LEAST: usize = 12;

/// What is said of a workspace, without places.
#[derive(Debug, PartialEq)]
struct Said {
    diagnostics: Vec<String>,
    /// By check: passed, failed, not applicable, not assessed, and why not.
    outcomes: BTreeMap<String, String>,
    records: BTreeMap<String, u64>,
}

#[test]
fn one_register_is_judged_alike_in_every_format() {
    let expected = said("yaml");
    let rules: std::collections::BTreeSet<&str> =
        expected.diagnostics.iter().filter_map(|said| said.split(' ').next()).collect();
    assert!(rules.len() >= LEAST, "only {rules:?}");
    for format in FORMATS {
        let found = said(format);
        are_equal(&expected.diagnostics, &found.diagnostics, format);
        assert_eq!(expected.records, found.records, "{format}");
        for (check, outcome) in &expected.outcomes {
            assert_eq!(Some(outcome), found.outcomes.get(check), "{format}: {check}");
        }
    }
}

#[test]
fn heads_that_the_settings_translate_say_the_same() {
    let (expected, found) = (said("yaml"), said("csv-declared"));
    // Settings that name their sources expect no others: of what is missing in the workspace other things are said.
    let of_records = |said: &&String| !said.contains("| workspace |");
    let of = |said: &Said| said.diagnostics.iter().filter(of_records).cloned().collect::<Vec<String>>();
    are_equal(&of(&expected), &of(&found), "csv-declared");
    assert_eq!(expected.records, found.records);
}

fn are_equal(expected: &[String], found: &[String], format: &str) {
    for (these, those, word) in [(expected, found, "not said"), (found, expected, "said only")] {
        let differing = these.iter().filter(|line| !those.contains(line));
        let differing: Vec<&str> = differing.map(String::as_str).collect();
        assert!(differing.is_empty(), "{word} of {format}:\n{}", differing.join("\n"));
    }
    assert_eq!(expected, found, "{format}");
}

fn said(format: &str) -> Said {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let output = format!("--output=json={}", report.display());
    let run = tenone_here(&["check", &format!("fixtures/formats/{format}"), "--as-of", "2026-06-30", &output]);
    assert!(run.code <= 1 && run.err.is_empty(), "{format}: {}", run.err);
    let report: Value = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    let text = |value: &Value| without_places(value.as_str().unwrap_or("none"));
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let diagnostic = |found: &Value| {
        let keys = ["rule", "check", "severity", "subject", "field", "message", "fingerprint"];
        let mut words: Vec<String> = keys.iter().map(|key| text(&found[*key])).collect();
        words.extend(list(&found["related"]).iter().map(|related| text(&related["message"])));
        words.join(" | ")
    };
    let mut diagnostics: Vec<String> = list(&report["diagnostics"]).iter().map(diagnostic).collect();
    diagnostics.sort();
    let outcome = |found: &Value| {
        let numbers = ["passed", "failed", "not_applicable", "not_assessed"].map(|key| found[key].to_string());
        let reasons = list(&found["reasons"]);
        let reasons = reasons.iter().map(|reason| format!("{} {}", reason["count"], text(&reason["reason"])));
        let reasons: Vec<String> = reasons.collect();
        let check = format!("{} {}", text(&found["rule"]), text(&found["check"]));
        (check, format!("{}; {}", numbers.join(" "), reasons.join("; ")))
    };
    let records = list(&report["read"]["records"]);
    Said {
        diagnostics,
        outcomes: list(&report["outcomes"]["checks"]).iter().map(outcome).collect(),
        records: records.iter().map(|kind| (text(&kind["kind"]), kind["count"].as_u64().unwrap_or(0))).collect(),
    }
}

/// A text in which names of files, with a line or a cell behind them, are only places.
fn without_places(text: &str) -> String {
    let place = Regex::new(r"[\w/-]+\.(yaml|csv|xlsx|md)( \w+![A-Z]+\d+|(:\d+)+)?").unwrap();
    place.replace_all(text, "PLACE").into_owned()
}
