//! The schemas that `tenone schema` prints, held against the files of the fixtures.

use crate::workspace::{tenone, tenone_here, workspace};

#[test]
fn settings_and_registers_of_the_fixtures_obey_the_printed_schemas() {
    for (name, path, list) in [
        ("settings", "fixtures/clean/tenone.yaml", None),
        ("settings", "fixtures/five-columns/tenone.yaml", None),
        ("settings", "fixtures/mapped-yaml/tenone.yaml", None),
        ("entry", "fixtures/clean/register/improvements.yaml", Some("entries")),
        ("risk", "fixtures/clean/register/risks.yaml", Some("risks")),
        ("incident", "fixtures/clean/register/incidents.yaml", Some("incidents")),
    ] {
        let schema = schema(name);
        let text = std::fs::read_to_string(path).unwrap();
        let value: serde_json::Value = serde_yaml::from_str(&text).unwrap();
        let items: Vec<&serde_json::Value> = match (list.and_then(|key| value.get(key)), &value) {
            (Some(list), _) | (None, list @ serde_json::Value::Array(_)) => list.as_array().unwrap().iter().collect(),
            _ => vec![&value],
        };
        assert!(!items.is_empty(), "{path}");
        for item in items {
            let faults: Vec<String> =
                schema.iter_errors(item).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
            assert!(faults.is_empty(), "{path}, {}: {}", item["id"], faults.join("\n"));
        }
    }
}

#[test]
fn the_printed_schemas_refuse_what_is_wrong() {
    for (name, text) in [
        ("settings", "sources: [{kind: entry, path: a, columns: {stauts: State}}]"),
        ("settings", "rules: {review-overdue: loud}"),
        ("settings", "sources: [{kind: entry, path: a, dates: [unix, dmy]}]"),
        ("settings", "sources: [{kind: entry, path: a, namespace: site b}]"),
        ("settings", "sources: [{kind: entry, path: a, ids: [NC]}]"),
        ("entry", "{id: IMP-1, status: gone}"),
        ("entry", "{id: IMP-1, actions: [{type: fix}]}"),
    ] {
        let value: serde_json::Value = serde_yaml::from_str(text).unwrap();
        assert!(!schema(name).is_valid(&value), "{name}: {text}");
    }
}

#[test]
fn the_printed_schema_allows_every_way_to_write_a_source() {
    for text in [
        "{dates: unix}",
        "{dates: [day-month-year, excel-1904], ids: 'NC-[0-9]{3}', namespace: site-b}",
        "{dates: null, ids: null, namespace: null}",
    ] {
        let mut source: serde_json::Value = serde_yaml::from_str(text).unwrap();
        source["kind"] = "entry".into();
        source["path"] = "a.csv".into();
        let settings = serde_json::json!({ "sources": [source] });
        let faults: Vec<String> = schema("settings").iter_errors(&settings).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{text}: {}", faults.join("\n"));
        // What the schema allows is read.
        let folder = workspace(&[("tenone.yaml", settings.to_string().as_bytes()), ("a.csv", b"id,title\nNC-001,a\n")]);
        let run = tenone(folder.path(), &["check", "--as-of", "2026-06-30"]);
        assert!(run.code < 2, "{text}: {}", run.err);
    }
}

/// The schema that the command prints.
fn schema(name: &str) -> jsonschema::Validator {
    let run = tenone_here(&["schema", name]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{name}");
    jsonschema::validator_for(&serde_json::from_str(&run.out).unwrap()).unwrap()
}
