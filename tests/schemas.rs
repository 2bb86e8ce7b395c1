//! The schemas that `tenone schema` prints, held against the files of the fixtures.

use crate::workspace::tenone_here;

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
        ("entry", "{id: IMP-1, status: gone}"),
        ("entry", "{id: IMP-1, actions: [{type: fix}]}"),
    ] {
        let value: serde_json::Value = serde_yaml::from_str(text).unwrap();
        assert!(!schema(name).is_valid(&value), "{name}: {text}");
    }
}

/// The schema that the command prints.
fn schema(name: &str) -> jsonschema::Validator {
    let run = tenone_here(&["schema", name]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{name}");
    jsonschema::validator_for(&serde_json::from_str(&run.out).unwrap()).unwrap()
}
