//! [`schema`]: the JSON Schema of a record kind, for editors and for people who export from another tool.

use serde_json::{Map, Value, json};

use super::kind::{Field, Kind, Shape, Type};

/// The dialect of all schemas of the linter.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The JSON Schema of one record of a kind in canonical form.
///
/// It is as wide as the reader: nested records may be written short, and lists of one item without the list. Keys that it does
/// not know are allowed, as they are to the reader.
#[must_use]
pub fn schema(kind: Kind) -> Value {
    let mut definitions = Map::new();
    let mut waiting = vec![kind];
    while let Some(next) = waiting.pop() {
        if next != kind && definitions.contains_key(next.name()) {
            continue;
        }
        for field in next.shape().fields {
            if let Type::Record(below) | Type::Keyed(below) = field.ty {
                waiting.push(below);
            }
        }
        if next != kind {
            definitions.insert(next.name().to_owned(), object(next.shape()));
        }
    }
    let mut schema = object(kind.shape());
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("$schema".to_owned(), json!(DIALECT));
        schema.insert("title".to_owned(), json!(kind.name()));
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    schema
}

fn object(shape: &Shape) -> Value {
    let fields = shape.fields.iter().filter(|field| !matches!(field.ty, Type::Parent(_)));
    let properties: Map<String, Value> =
        fields.map(|field| (field.name.to_owned(), described(field, property(field)))).collect();
    json!({"type": "object", "description": shape.about, "properties": properties})
}

fn described(field: &Field, mut schema: Value) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(field.about));
    }
    schema
}

fn property(field: &Field) -> Value {
    match (field.ty, field.list) {
        (Type::Keyed(kind), _) => {
            let item = record(kind);
            let grades = kind.field("classification").map(|_| json!({"type": "object", "additionalProperties": item}));
            let values: Vec<Value> =
                [item.clone(), json!({"type": "array", "items": item})].into_iter().chain(grades).collect();
            any(vec![
                json!({"type": "array", "items": item}),
                json!({"type": "object", "additionalProperties": any(values)}),
                nothing(),
            ])
        }
        (_, true) => any(vec![json!({"type": "array", "items": item(field.ty)}), item(field.ty)]),
        (_, false) => item(field.ty),
    }
}

fn item(ty: Type) -> Value {
    match ty {
        Type::Record(kind) | Type::Keyed(kind) => record(kind),
        Type::Enum(words) => any(vec![json!({"enum": words.words}), nothing()]),
        Type::Date => json!({"type": ["string", "null"], "format": "date"}),
        Type::Bool => json!({"type": ["boolean", "null"]}),
        Type::Int => json!({"type": ["integer", "null"]}),
        Type::Duration => {
            json!({"type": ["string", "null"], "pattern": "^[0-9]+ ?(d|w|m|y|days?|weeks?|months?|years?)$"})
        }
        Type::Id
        | Type::Ref(_)
        | Type::Person
        | Type::Text
        | Type::Money
        | Type::Url
        | Type::Path
        | Type::Requirements
        | Type::Parent(_) => text(),
    }
}

/// A nested record: in full, or as the text of its most important field.
fn record(kind: Kind) -> Value {
    let whole = json!({"$ref": format!("#/$defs/{}", kind.name())});
    let short = kind.shape().short_form.and_then(|name| kind.field(name)).map(|field| kind.field_info(field));
    match short {
        Some(short) => any(vec![whole, property(short)]),
        None => any(vec![whole, nothing()]),
    }
}

/// YAML writes `version: 1.2` and `answer: yes` without quotes, and means text.
fn text() -> Value {
    json!({"type": ["string", "number", "boolean", "null"]})
}

fn nothing() -> Value {
    json!({"type": "null"})
}

fn any(choices: Vec<Value>) -> Value {
    json!({"anyOf": choices})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_as_they_are_written_are_valid() {
        let entry = json!({
            "id": "IMP-1", "kind": "nonconformity", "raised_on": "2026-02-12", "risk_refs": "R-3", "priority_basis": "why",
            "evidence": ["a.pdf", {"kind": "report", "ref": "b.pdf"}], "affects_staff": true, "own_field": [1],
            "actions": [{"id": "A1", "category": ["process"], "due_on": "2026-03-15"}, "Fit a closer"], "closed_on": null
        });
        let document = json!({
            "id": "P-1", "document_types": "continual-improvement-process", "version": 1.2,
            "limits": {"close-within": {"minor": "90 days", "major": "30 days"}, "record-within": "5 days"},
            "requires": {"closure-approval": true, "action-approval": ["major"]}
        });
        let review = json!({"id": "MR-1", "inputs": {"a": "done", "b": {"text": "x", "evidence": "r.csv"}}});
        for (kind, record, valid) in [
            (Kind::Entry, entry, true),
            (Kind::Document, document, true),
            (Kind::Review, review, true),
            (Kind::Entry, json!({"status": "gone"}), false),
            (Kind::Entry, json!({"actions": [{"type": "fix"}]}), false),
            (Kind::Entry, json!(["a"]), false),
            (Kind::Document, json!({"limits": {"close-within": "soon"}}), false),
        ] {
            let validator = jsonschema::validator_for(&schema(kind)).unwrap();
            assert_eq!(validator.is_valid(&record), valid, "{record}");
        }
    }

    #[test]
    fn every_kind_has_a_schema_that_is_one() {
        for kind in Kind::ALL {
            jsonschema::meta::validate(&schema(*kind)).unwrap();
        }
    }
}
