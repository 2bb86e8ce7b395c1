//! JSON Schema of each kind of record, from the tables that the reader uses.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::model::{DIALECT, Field, Kind, Type};

/// The schema of a file with records of a kind: a list of them, one of them, or lists of them under names.
#[must_use]
pub fn record_schema(kind: Kind) -> Value {
    let mut kinds = BTreeSet::new();
    collect(kind, &mut kinds);
    let definitions: Map<String, Value> = kinds.iter().map(|kind| (kind.name().to_owned(), record(*kind))).collect();
    let one = reference(kind);
    let many = json!({"type": "array", "items": one});
    json!({
        "$schema": DIALECT,
        "title": format!("tenone: {}", kind.name()),
        "description": format!("{} A file holds a list of them, one of them, or a list under a name.", kind.shape().about),
        "anyOf": [many, one, {"type": "object", "additionalProperties": many}],
        "$defs": definitions,
    })
}

fn collect(kind: Kind, kinds: &mut BTreeSet<Kind>) {
    if !kinds.insert(kind) {
        return;
    }
    for field in kind.shape().fields {
        if let Type::Record(nested) | Type::Keyed(nested) = field.ty {
            collect(nested, kinds);
        }
    }
}

fn record(kind: Kind) -> Value {
    let properties: Map<String, Value> =
        kind.shape().fields.iter().map(|field| (field.name.to_owned(), property(field))).collect();
    json!({
        "type": "object",
        "description": kind.shape().about,
        "properties": properties,
        "additionalProperties": false,
    })
}

fn property(field: &Field) -> Value {
    let one = value(field.ty);
    let mut schema = match field.ty {
        Type::Keyed(kind) => json!({"anyOf": [
            {"type": "object", "additionalProperties": keyed(kind, &one)},
            {"type": "array", "items": one},
            {"type": "null"},
        ]}),
        _ if field.list => json!({"anyOf": [{"type": "array", "items": one}, one, {"type": "null"}]}),
        _ => json!({"anyOf": [one, {"type": "null"}]}),
    };
    schema["description"] = field.about.into();
    schema
}

/// The schema of what stands under a key: one value, or one for each grade (`close-within: {minor: 90 days}`).
fn keyed(kind: Kind, one: &Value) -> Value {
    let grades = kind.field("classification").map(|field| kind.field_info(field).ty);
    let Some(Type::Enum(words)) = grades else { return one.clone() };
    let by_grade: Map<String, Value> = words.words.iter().map(|word| ((*word).to_owned(), one.clone())).collect();
    json!({"anyOf": [one, {"type": "object", "properties": by_grade, "additionalProperties": false}]})
}

/// The schema of one value. A field that is left empty is null, whatever its type.
fn value(ty: Type) -> Value {
    match ty {
        Type::Enum(words) => json!({"enum": words.words}),
        Type::Date => json!({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
        Type::Bool => json!({"type": "boolean"}),
        Type::Int => json!({"type": "integer"}),
        Type::Duration => json!({"type": "string", "pattern": r"^\d+ ?(d|w|m|y|days?|weeks?|months?|years?)$"}),
        Type::Record(kind) | Type::Keyed(kind) if kind.shape().short_form.is_some() => {
            json!({"anyOf": [reference(kind), {"type": ["string", "number", "boolean"]}]})
        }
        Type::Record(kind) | Type::Keyed(kind) => reference(kind),
        // YAML reads an id such as 12 or a clause such as 9.2 as a number.
        Type::Id
        | Type::Ref(_)
        | Type::Person
        | Type::Text
        | Type::Money
        | Type::Url
        | Type::Path
        | Type::Requirements
        | Type::Parent(_) => json!({"type": ["string", "number"]}),
    }
}

fn reference(kind: Kind) -> Value {
    json!({"$ref": format!("#/$defs/{}", kind.name())})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_schema_that_is_one() {
        for kind in Kind::ALL {
            let schema = record_schema(*kind);
            assert!(jsonschema::meta::is_valid(&schema), "{}", kind.name());
            jsonschema::validator_for(&schema).unwrap();
        }
    }

    #[test]
    fn a_limit_may_be_given_for_each_grade() {
        let validator = jsonschema::validator_for(&record_schema(Kind::Document)).unwrap();
        for (limits, expected) in [
            (json!({"close-within": "90 days"}), true),
            (json!({"close-within": {"value": "90 days"}}), true),
            (json!({"close-within": {"minor": "90 days", "major": "30 days"}, "record-within": "5 days"}), true),
            (json!({"close-within": {"tiny": "90 days"}}), false),
            (json!({"close-within": ["90 days"]}), false),
        ] {
            assert_eq!(validator.is_valid(&json!({"id": "PROC-CI", "limits": limits})), expected, "{limits}");
        }
    }

    #[test]
    fn a_register_is_held_against_the_schema() {
        let validator = jsonschema::validator_for(&record_schema(Kind::Entry)).unwrap();
        for (register, expected) in [
            (json!([{"id": "IMP-1", "status": "closed", "closed_on": "2026-01-31"}]), true),
            (json!({"id": "IMP-1", "actions": [{"id": "A1"}], "evidence": "report.pdf"}), true),
            (json!({"entries": [{"id": "IMP-1", "owner": null}]}), true),
            (json!([{"id": "IMP-1", "status": "done"}]), false),
            (json!([{"id": "IMP-1", "closed_on": "31.01.2026"}]), false),
            (json!([{"id": "IMP-1", "colour": "red"}]), false),
            (json!({"entries": [{"id": "IMP-1", "colour": "red"}]}), false),
        ] {
            assert_eq!(validator.is_valid(&register), expected, "{register}");
        }
    }
}
