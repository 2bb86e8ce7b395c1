//! Files that are made from the program: a developer's machine writes them anew, CI only compares.

use std::fs;

#[test]
fn the_schema_of_rule_files_is_up_to_date() {
    let schema = serde_json::to_string_pretty(&tenone::rule::schema()).unwrap();
    compare("rules/rule.schema.json", &format!("{schema}\n"));
}

#[test]
fn every_rule_file_obeys_the_schema() {
    let schema = jsonschema::validator_for(&tenone::rule::schema()).unwrap();
    let catalogue = tenone::rule::Catalogue::embedded();
    assert!(catalogue.faults().is_empty(), "{}", catalogue.faults()[0]);
    for rule in catalogue.rules() {
        let value: serde_json::Value = serde_yaml::from_str(&rule.text).unwrap();
        let faults: Vec<String> =
            schema.iter_errors(&value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{}: {}", rule.path, faults.join("\n"));
    }
}

fn compare(path: &str, expected: &str) {
    if fs::read_to_string(path).is_ok_and(|found| found.replace("\r\n", "\n") == expected) {
        return;
    }
    assert!(std::env::var_os("CI").is_none(), "{path} is out of date; run the tests on your machine and commit it");
    fs::write(path, expected).unwrap();
}
