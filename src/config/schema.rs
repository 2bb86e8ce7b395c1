//! [`schema`]: the JSON Schema of `tenone.yaml`, for editors.

use serde_json::{Value, json};

use crate::mapping::{Dates, source_kinds};
use crate::model::tables::LEVEL;
use crate::model::{DIALECT, Kind, Type};

use super::IsmsTeam;

/// The JSON Schema of the settings.
#[must_use]
pub fn schema() -> Value {
    let severity = json!({"enum": ["off", "error", "warning", "note"]});
    let scalar = json!({"type": ["string", "number", "boolean"]});
    let rule = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {"severity": severity, "parameters": {"type": "object", "additionalProperties": scalar}}
    });
    json!({
        "$schema": DIALECT,
        "title": "tenone.yaml",
        "description": "Where an organisation keeps the records of its management system, and what it changes about rules.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "organisation": organisation(),
            "standard": {"type": "string", "description": "The pack that gives clause numbers, such as iso-27001-2022."},
            "sources": {"type": ["array", "null"], "items": source()},
            "rules": {"type": ["object", "null"], "additionalProperties": {"anyOf": [severity, rule]}},
            "waivers": {"type": "string", "description": "The file of waivers, if it is not waivers.yaml."},
            "baseline": {"type": "string", "description": "The file of what is known, if it is not tenone-baseline.json."},
            "limits": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "megabytes_per_file": {"type": "integer", "minimum": 0},
                    "megabytes_per_line": {"type": "integer", "minimum": 0}
                }
            }
        }
    })
}

fn organisation() -> Value {
    let teams: Vec<&str> = IsmsTeam::ALL.iter().map(|(name, _)| *name).collect();
    let date = |about: &str| json!({"type": "string", "format": "date", "description": about});
    json!({
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "name": {"type": "string"},
            "time_zone": {"type": "string", "description": "Which day it is, and on which day a commit was made: a name of the IANA database, such as Europe/London. UTC where none is given."},
            "isms_start": date("When the management system began to operate."),
            "assess_from": date("What was closed or held before this day is counted, not judged."),
            "isms_team": {"enum": teams, "description": "How many people run the management system."},
            "risk_appetite": {
                "anyOf": [{"enum": LEVEL.words}, {"type": "integer"}],
                "description": "The highest level of risk that is acceptable, or the highest score."
            }
        }
    })
}

fn source() -> Value {
    let kinds: Vec<&str> = source_kinds().map(Kind::name).collect();
    let forms: Vec<&str> = Dates::names().collect();
    let names = json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]});
    let scalar = json!({"type": ["string", "number", "boolean"]});
    let by_kind: Vec<Value> = source_kinds().map(fields_of).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["kind", "path"],
        "properties": {
            "kind": {"enum": kinds},
            "path": {"type": "string", "description": "Path or pattern of the files, such as minutes/*.md."},
            "sheet": {"type": ["string", "null"]},
            "defaults": {
                "type": ["object", "null"],
                "additionalProperties": {"anyOf": [scalar, {"type": "array", "items": scalar}]}
            },
            "columns": {"type": ["object", "null"], "additionalProperties": names},
            "words": {"type": ["object", "null"], "additionalProperties": {"type": "object", "additionalProperties": names}},
            "dates": {
                "anyOf": [{"enum": forms}, {"type": "array", "items": {"enum": forms}, "minItems": 1, "maxItems": 2}, {"type": "null"}],
                "description": "How dates are written: the order of their parts, what a number alone counts, or a list of both. ISO dates are always read."
            },
            "ids": {
                "type": ["string", "null"],
                "format": "regex",
                "description": "What the whole of an id looks like, such as NC-[0-9]{3}: an id that does not fit is reported."
            },
            "namespace": {
                "type": ["string", "null"],
                "pattern": "^[^\\s:/]+$",
                "description": "For registers that use the same ids for different things: sources of another namespace, or of none, have other records. From outside, write name:ID."
            }
        },
        "allOf": by_kind
    })
}

/// Which fields the mappings of a source may name: those of its kind, and of records nested in it.
fn fields_of(kind: Kind) -> Value {
    let fields = kind.shape().fields.iter();
    let paths: Vec<String> = fields
        .map(|field| match field.ty {
            Type::Record(_) | Type::Keyed(_) => format!("{}([.].+)?", field.name),
            _ => field.name.to_owned(),
        })
        .chain((kind == Kind::Entry).then(|| "due_on".to_owned()))
        .collect();
    let named = json!({"propertyNames": {"pattern": format!("^({})$", paths.join("|"))}});
    json!({
        "if": {"properties": {"kind": {"const": kind.name()}}, "required": ["kind"]},
        "then": {"properties": {"defaults": named, "columns": named, "words": named}}
    })
}
