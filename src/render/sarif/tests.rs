//! GitHub's rules for SARIF, as far as they can be told from the log alone.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::render::Look;
use crate::render::sample::Sample;

/// What GitHub would reject, not show, or show in the wrong place.
fn github_violations(log: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut demand = |holds: bool, fault: &str| {
        if !holds {
            faults.push(fault.to_owned());
        }
    };
    demand(log["$schema"].as_str().is_some_and(|schema| !schema.is_empty()), "$schema is required");
    demand(log["version"] == "2.1.0", "version is not 2.1.0");
    let runs = log["runs"].as_array().map_or(&[][..], Vec::as_slice);
    demand((1..=20).contains(&runs.len()), "there are no runs, or more than 20");
    for run in runs {
        demand(run.get("automationDetails").is_none(), "automationDetails overrides the category of the upload");
        let driver = &run["tool"]["driver"];
        demand(is_text(&driver["name"], 255), "driver.name is required");
        demand(is_text(&driver["semanticVersion"], 255), "driver.semanticVersion is required");
        demand(driver["rules"].as_array().is_some_and(|rules| rules.len() <= 25_000), "driver.rules is required");
        demand(run["results"].as_array().is_some(), "results is required, even if empty");
        demand(run["columnKind"] == "unicodeCodePoints", "columns are not said to be code points");
    }
    let empty = Vec::new();
    for run in runs {
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap_or(&empty);
        let results = run["results"].as_array().unwrap_or(&empty);
        faults.extend(rules.iter().flat_map(rule_violations));
        faults.extend(results.iter().flat_map(|result| result_violations(result, rules)));
        if results.len() > 5_000 {
            faults.push("more than 5,000 results".to_owned());
        }
        let identities: BTreeSet<_> = results.iter().map(|r| r["partialFingerprints"].to_string()).collect();
        if identities.len() < results.len() {
            faults.push("two results share their fingerprint".to_owned());
        }
    }
    faults
}

fn rule_violations(rule: &Value) -> Vec<String> {
    let properties = &rule["properties"];
    let level = ["note", "warning", "error"].map(Value::from);
    let severity = ["recommendation", "warning", "error"].map(Value::from);
    let precision = ["very-high", "high", "medium", "low"].map(Value::from);
    let demands = [
        (is_text(&rule["id"], 255), "id"),
        (is_text(&rule["name"], 255), "name of at most 255 characters"),
        (is_text(&rule["shortDescription"]["text"], 1_024), "shortDescription of at most 1,024 characters"),
        (is_text(&rule["fullDescription"]["text"], 1_024), "fullDescription of at most 1,024 characters"),
        (is_text(&rule["help"]["text"], usize::MAX), "help.text"),
        (is_text(&rule["help"]["markdown"], usize::MAX), "help.markdown"),
        (level.contains(&rule["defaultConfiguration"]["level"]), "defaultConfiguration.level"),
        (severity.contains(&properties["problem.severity"]), "problem.severity"),
        (precision.contains(&properties["precision"]), "precision"),
        (properties["tags"].as_array().is_some_and(|tags| tags.len() <= 10), "tags, at most 10"),
        (properties.get("security-severity").is_none(), "no security-severity: these are no vulnerabilities"),
    ];
    let missing = demands.iter().filter(|(holds, _)| !holds);
    missing.map(|(_, what)| format!("rule {}: wants {what}", rule["id"])).collect()
}

fn result_violations(result: &Value, rules: &[Value]) -> Vec<String> {
    let location = &result["locations"][0]["physicalLocation"];
    let related = result["relatedLocations"].as_array().map_or(&[][..], Vec::as_slice);
    let message = result["message"]["text"].as_str().unwrap_or("");
    let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok());
    let linked = |place: &Value| message.contains(&format!("]({})", place["id"]));
    let demands = [
        (index.and_then(|index| rules.get(index)).is_some_and(|rule| rule["id"] == result["ruleId"]), "a rule"),
        (["note", "warning", "error"].map(Value::from).contains(&result["level"]), "level"),
        (!message.trim().is_empty(), "message.text"),
        (result["locations"].as_array().is_some_and(|places| places.len() == 1), "one location"),
        (related.len() <= 100, "at most 100 related locations"),
        (related.iter().all(linked), "a link in the message for each related location"),
        (is_text(&result["partialFingerprints"]["primaryLocationLineHash"], 255), "primaryLocationLineHash"),
        (result.get("suppressions").is_none(), "no suppressions: GitHub opens them as alerts"),
        (result.get("kind").is_none(), "no kind: GitHub does not read it"),
    ];
    let mut faults: Vec<String> = demands.iter().filter(|(holds, _)| !holds).map(|(_, what)| (*what).into()).collect();
    faults.extend(place_violations(location).into_iter().map(str::to_owned));
    let related = related.iter().flat_map(|place| place_violations(&place["physicalLocation"]));
    faults.extend(related.map(|fault| format!("related location: {fault}")));
    faults.into_iter().map(|fault| format!("result of {}: wants {fault}", result["ruleId"])).collect()
}

fn place_violations(location: &Value) -> Vec<&'static str> {
    let uri = location["artifactLocation"]["uri"].as_str().unwrap_or("");
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~%".contains(c);
    let number = |name: &str| location["region"][name].as_u64().unwrap_or(0);
    let (lines, columns) = ((number("startLine"), number("endLine")), (number("startColumn"), number("endColumn")));
    let demands = [
        (!uri.is_empty() && uri.chars().all(plain), "a relative, percent-encoded uri"),
        (!uri.starts_with('/') && !uri.split('/').any(|part| part == ".."), "a uri below the root"),
        (lines.0 >= 1 && lines.1 == lines.0, "one line, counted from 1"),
        (columns.0 >= 1 && columns.1 >= columns.0, "columns counted from 1, the end behind the start"),
    ];
    demands.into_iter().filter(|(holds, _)| !holds).map(|(_, what)| what).collect()
}

fn is_text(value: &Value, most: usize) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty() && text.chars().count() <= most)
}

fn log(sample: &Sample) -> Value {
    serde_json::from_str(&sample.written(Look::PLAIN, super::write)).unwrap()
}

#[test]
fn the_log_is_as_github_wants_it() {
    for sample in [Sample::new(), Sample::clean()] {
        assert_eq!(github_violations(&log(&sample)), Vec::<String>::new());
    }
    insta::assert_snapshot!("sarif", Sample::new().written(Look::PLAIN, super::write));
}

#[test]
fn rules_refer_to_what_the_taxonomies_hold() {
    let log = log(&Sample::new());
    let run = &log["runs"][0];
    let taxonomies = run["taxonomies"].as_array().unwrap();
    assert_eq!(run["tool"]["driver"]["supportedTaxonomies"].as_array().unwrap().len(), taxonomies.len());
    let mut served = 0;
    for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
        for relationship in rule["relationships"].as_array().unwrap() {
            let target = &relationship["target"];
            let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
            let taxonomy = &taxonomies[number(&target["toolComponent"]["index"])];
            assert_eq!(taxonomy["name"], target["toolComponent"]["name"]);
            assert_eq!(taxonomy["taxa"][number(&target["index"])]["id"], target["id"]);
            served += 1;
        }
    }
    assert_eq!(served, 7);
}

#[test]
fn results_fit_into_what_github_takes() {
    let mut sample = Sample::new();
    let one = sample.report.diagnostics[0].clone();
    for number in 0..4_990 {
        let mut more = one.clone();
        more.diagnostic.message = "a long message ".repeat(2_000);
        more.diagnostic.fingerprint.0 = format!("more-{number}");
        sample.report.diagnostics.push(more);
    }
    let text = sample.written(Look::PLAIN, super::write);
    assert!(text.len() < 64 << 20, "{}", text.len());
    let log: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(github_violations(&log), Vec::<String>::new());
    let said = log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(said.contains("results were left out"), "{said}");
}

#[test]
fn what_github_does_not_want_is_found() {
    let good = log(&Sample::new());
    for (pointer, value) in [
        ("/version", json!("2.0.0")),
        ("/runs", json!([])),
        ("/runs/0/automationDetails", json!({"id": "x/"})),
        ("/runs/0/results", json!(null)),
        ("/runs/0/columnKind", json!("utf16CodeUnits")),
        ("/runs/0/tool/driver/rules/0/help/text", json!("")),
        ("/runs/0/tool/driver/rules/0/shortDescription/text", json!("x".repeat(1_025))),
        ("/runs/0/tool/driver/rules/0/properties/tags", json!(vec!["x"; 21])),
        ("/runs/0/tool/driver/rules/0/properties/security-severity", json!(7.0)),
        ("/runs/0/results/0/ruleIndex", json!(0)),
        ("/runs/0/results/0/suppressions", json!([])),
        ("/runs/0/results/0/partialFingerprints/primaryLocationLineHash", json!("")),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("/etc/passwd")),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("a b.yaml")),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0)),
        ("/runs/0/results/0/locations/0/physicalLocation/region/endColumn", json!(0)),
        ("/runs/0/results/1/message/text", json!("Without a link.")),
        ("/runs/0/results/1/partialFingerprints", good["runs"][0]["results"][0]["partialFingerprints"].clone()),
    ] {
        let mut log = good.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = if parent.is_empty() { &mut log } else { log.pointer_mut(parent).unwrap() };
        parent[key] = value;
        assert_ne!(github_violations(&log), Vec::<String>::new(), "{pointer}");
    }
}

#[test]
fn the_worst_results_are_kept_and_the_cut_is_said() {
    let mut sample = Sample::new();
    let one = sample.report.diagnostics[0].clone();
    for number in 0..6_000 {
        let mut more = one.clone();
        more.diagnostic.fingerprint.0 = format!("more-{number}");
        sample.report.diagnostics.push(more);
    }
    let log = log(&sample);
    assert_eq!(github_violations(&log), Vec::<String>::new());
    let run = &log["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), 5_000);
    assert!(run["results"].as_array().unwrap().iter().any(|result| result["level"] == "error"));
    assert!(run["results"].as_array().unwrap().iter().all(|result| result["level"] != "note"));
    let said = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(said, "1003 results were left out: the 5000 of the highest severity are kept.");
}

#[test]
fn a_cell_is_named_where_a_file_has_no_lines() {
    let log = log(&Sample::in_files_without_lines());
    assert_eq!(github_violations(&log), Vec::<String>::new());
    let result = &log["runs"][0]["results"][0];
    assert_eq!(
        result["message"]["text"],
        "IMP-2 has no due date. Place: Log!C14. See: [the action in Log!B1](1); [the minutes in paragraph 7](2)."
    );
    let location = &result["locations"][0];
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "Log!C14");
    let region = serde_json::json!({"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2});
    assert_eq!(location["physicalLocation"]["region"], region);
    assert_eq!(result["relatedLocations"][1]["logicalLocations"][0]["fullyQualifiedName"], "paragraph 7");
}

#[test]
fn paths_become_uris() {
    assert_eq!(super::uri("docs/a b#c?%ü.md"), "docs/a%20b%23c%3F%25%C3%BC.md");
}
