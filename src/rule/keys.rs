//! The keys of a rule file in their order: what the order is checked against, and what the JSON Schema says.

use serde_json::{Map, Value, json};

use crate::data::{NodeId, Tree};
use crate::text::Span;

/// A key of a rule file.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    required: bool,
    shape: Shape,
    about: &'static str,
}

/// What stands under a key.
#[derive(Debug)]
enum Shape {
    Text,
    Texts,
    Flag,
    Scalar,
    Word(&'static [&'static str]),
    WordOrWords,
    Object(&'static [Key]),
    Objects(&'static [Key]),
    /// A mapping from names that the rule chooses.
    Named(&'static Shape),
    Anything,
}

const fn must(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { name, required: true, shape, about }
}

const fn may(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { name, required: false, shape, about }
}

const SEVERITIES: Shape = Shape::Word(&["error", "warning", "note"]);

/// The keys of a rule, in order.
pub(super) static RULE: &[Key] = &[
    must("rule", Shape::Text, "Name: kebab-case, the bad state, equal to the name of the file."),
    may("formerly", Shape::Texts, "Names that the rule had before; they keep working."),
    must("summary", Shape::Text, "The bad state, in a sentence."),
    must("severity", SEVERITIES, "How much it weighs."),
    must("serves", Shape::Texts, "Slugs of the obligations that it serves (rules/obligations.yaml)."),
    may("clauses", Shape::Named(&Shape::Texts), "Clause numbers, by pack."),
    must("status", Shape::Word(&["stable", "preview"]), "How far it is to be trusted."),
    must("since", Shape::Text, "The version of tenone that had it first."),
    must("why", Shape::Text, "Why it matters."),
    must("fix", Shape::Text, "What to do."),
    may("parameters", Shape::Named(&Shape::Object(PARAMETER)), "What an organisation may set, by name."),
    must("for", Shape::Text, "A kind of record, `workspace`, or `change of` a kind."),
    may("let", Shape::Named(&Shape::Text), "Values that conditions and messages name."),
    may("each", Shape::Text, "`item in list`: each item that fails is a diagnostic of its own."),
    may("when", Shape::Text, "Where this is false, the rule does not apply."),
    may("require", Shape::Text, "What must hold."),
    may("report", Shape::Object(REPORT), "What is said where it does not hold."),
    may("empty", Shape::WordOrWords, "Kinds of which no record need be there: the rule is about their absence."),
    may("checks", Shape::Objects(CHECK), "Several checks, in place of `each`, `when`, `require` and `report`."),
    may("native", Shape::Flag, "The condition is Rust code, because no condition can say it."),
    may("overlaps", Shape::Text, "Why another rule may speak at the same place."),
    must("examples", Shape::Object(EXAMPLES), "Records with which the rule is silent, and with which it speaks."),
];

/// The keys of a rule about reading, in order.
pub(super) static READING: &[Key] = &[
    must("rule", Shape::Text, "Name: kebab-case, the bad state, equal to the name of the file."),
    may("formerly", Shape::Texts, "Names that the rule had before; they keep working."),
    must("summary", Shape::Text, "The bad state, in a sentence."),
    must("severity", SEVERITIES, "How much it weighs."),
    must("from", Shape::Word(&["reading"]), "It explains a problem of reading and has no condition."),
    may("serves", Shape::Texts, "Slugs of the obligations that it serves (rules/obligations.yaml)."),
    may("clauses", Shape::Named(&Shape::Texts), "Clause numbers, by pack."),
    must("why", Shape::Text, "Why it matters."),
    must("fix", Shape::Text, "What to do."),
    must("status", Shape::Word(&["stable", "preview"]), "How far it is to be trusted."),
    must("since", Shape::Text, "The version of tenone that had it first."),
    must("message", Shape::Text, "What is said; `{fact}` stands for a fact of the problem."),
    may("overlaps", Shape::Text, "Why another rule may speak at the same place."),
    may("examples", Shape::Object(READING_EXAMPLES), "Files with which it speaks."),
];

static PARAMETER: &[Key] = &[
    must("type", Shape::Word(&["duration", "int", "text"]), "Type of the value."),
    must("default", Shape::Scalar, "The value where neither a document nor the settings give one."),
    must("about", Shape::Text, "What it means, in a sentence."),
    may("limit", Shape::Text, "The key of a document's `limits:` that feeds it."),
];

static CHECK: &[Key] = &[
    must("key", Shape::Text, "Name within the rule; it enters the fingerprint."),
    may("severity", SEVERITIES, "How much it weighs, where it differs from the rule."),
    may("let", Shape::Named(&Shape::Text), "Values that this check names."),
    may("each", Shape::Text, "`item in list`: each item that fails is a diagnostic of its own."),
    may("when", Shape::Text, "Where this is false, the check does not apply."),
    must("require", Shape::Text, "What must hold."),
    must("report", Shape::Object(REPORT), "What is said where it does not hold."),
    may("empty", Shape::WordOrWords, "Kinds of which no record need be there: the check is about their absence."),
];

static REPORT: &[Key] = &[
    may(
        "at",
        Shape::Text,
        "The record or field that is pointed at; the name of `each` for an item of a list field; `workspace` for none.",
    ),
    may("about", Shape::Text, "The kind at whose line in the settings a report without a record points."),
    must("message", Shape::Text, "What was found; `{…}` holds an expression."),
    may("related", Shape::Objects(RELATED), "Further places."),
];

static RELATED: &[Key] = &[
    may("each", Shape::Text, "`item in list`: one place for each item."),
    must("at", Shape::Text, "The record or field."),
    must("message", Shape::Text, "What stands there."),
];

static EXAMPLES: &[Key] = &[
    must("good", Shape::Objects(EXAMPLE), "With these the rule is silent."),
    must("bad", Shape::Objects(EXAMPLE), "With these it says exactly what is expected."),
];

static EXAMPLE: &[Key] = &[
    must("says", Shape::Text, "What the example shows."),
    may("as_of", Shape::Scalar, "The as-of date; 2026-06-30 unless given."),
    may("given", Shape::Named(&Shape::Anything), "Records, by kind."),
    may("before", Shape::Named(&Shape::Anything), "Records of the base, by kind; without it there is no base."),
    may("after", Shape::Named(&Shape::Anything), "Records as they are now, by kind, in place of `given`."),
    may(
        "history",
        Shape::Named(&Shape::Scalar),
        "Since when records are known, by `kind/ID`, and the `start` of it all.",
    ),
    may("parameters", Shape::Named(&Shape::Scalar), "Parameters of the rule."),
    may("settings", Shape::Named(&Shape::Scalar), "Settings of the organisation."),
    may("columns", Shape::Named(&Shape::Texts), "By kind, the only fields that the source carries."),
    may("empty_files", Shape::Texts, "Files of the workspace that hold nothing."),
    may("expect", Shape::Objects(EXPECTED), "What the rule says, in the order in which it says it."),
];

static EXPECTED: &[Key] = &[
    may("check", Shape::Text, "Key of the check that speaks."),
    must("at", Shape::Text, "Where: `kind/ID`, and the path to a field."),
    must("message", Shape::Text, "What it says."),
    may("severity", SEVERITIES, "How much it weighs, where that matters."),
    may("related", Shape::Objects(EXPECTED_RELATED), "Further places."),
];

static EXPECTED_RELATED: &[Key] = &[
    must("at", Shape::Text, "Where: `kind/ID`, and the path to a field."),
    must("message", Shape::Text, "What stands there."),
];

static READING_EXAMPLES: &[Key] = &[must("bad", Shape::Objects(READING_EXAMPLE), "Files with which it speaks.")];

static READING_EXAMPLE: &[Key] = &[
    must("says", Shape::Text, "What the example shows."),
    must("file", Shape::Text, "Name of the file; its ending tells the format."),
    must("text", Shape::Text, "What stands in the file."),
    may("kind", Shape::Text, "The kind of record in the file; entry unless given."),
    must("expect", Shape::Objects(READING_EXPECTED), "What is said."),
];

static READING_EXPECTED: &[Key] =
    &[must("at", Shape::Scalar, "Line and column, as in `2:5`."), must("message", Shape::Text, "What is said.")];

/// The first key that stands behind one that must follow it, with the latter's name.
pub(super) fn misplaced(tree: &Tree, node: NodeId, keys: &[Key]) -> Option<(Span, String)> {
    let mut last: Option<(usize, &str)> = None;
    for child in tree.children(node) {
        let name = tree.key_text(child).unwrap_or("");
        let Some(place) = keys.iter().position(|key| key.name == name) else { continue };
        // `each: … when: …` and `when: … each: …` both read well, and mean the same.
        let rank = if name == "when" { place - 1 } else { place };
        if let Some((highest, before)) = last
            && rank < highest
        {
            let span = tree.key_span(child).unwrap_or_else(|| tree.span(child));
            return Some((span, format!("the key `{name}` belongs before `{before}`: keys stand in a fixed order")));
        }
        last = Some((rank, name));
        let inner = misplaced_below(tree, child, &keys[place].shape);
        if inner.is_some() {
            return inner;
        }
    }
    None
}

fn misplaced_below(tree: &Tree, node: NodeId, shape: &Shape) -> Option<(Span, String)> {
    match shape {
        Shape::Object(keys) => misplaced(tree, node, keys),
        Shape::Objects(keys) => tree.children(node).find_map(|item| misplaced(tree, item, keys)),
        Shape::Named(shape) => tree.children(node).find_map(|value| misplaced_below(tree, value, shape)),
        _ => None,
    }
}

/// The JSON Schema of a rule file.
#[must_use]
pub fn schema() -> Value {
    let mut reading = object(READING);
    let mut rule = object(RULE);
    for part in [&mut reading, &mut rule] {
        if let Some(name) = part.pointer_mut("/properties/rule").and_then(Value::as_object_mut) {
            name.insert("pattern".to_owned(), json!("^[a-z][a-z0-9]*(-[a-z0-9]+)+$"));
        }
    }
    if let Some(rule) = rule.as_object_mut() {
        let forms = [json!(["require", "report"]), json!(["checks"]), json!(["native"])];
        let forms: Vec<Value> = forms.into_iter().map(|keys| json!({"required": keys})).collect();
        rule.insert("oneOf".to_owned(), Value::Array(forms));
    }
    json!({
        "$schema": crate::model::DIALECT,
        "title": "A rule of tenone",
        "description": "One file below rules/: what the linter looks for, why, and what to do. Keys stand in this order.",
        "type": "object",
        "if": {"required": ["from"]},
        "then": reading,
        "else": rule,
    })
}

fn object(keys: &[Key]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        let mut value = shape(&key.shape);
        if let Some(value) = value.as_object_mut() {
            value.insert("description".to_owned(), json!(key.about));
        }
        properties.insert(key.name.to_owned(), value);
    }
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn shape(of: &Shape) -> Value {
    match of {
        Shape::Text => json!({"type": "string"}),
        Shape::Texts => json!({"type": "array", "items": {"type": ["string", "number"]}}),
        Shape::Flag => json!({"const": true}),
        Shape::Scalar => json!({"type": ["string", "number", "boolean"]}),
        Shape::Word(words) => json!({"enum": words}),
        Shape::WordOrWords => json!({"type": ["string", "array"], "items": {"type": "string"}}),
        Shape::Object(keys) => object(keys),
        Shape::Objects(keys) => json!({"type": "array", "items": object(keys)}),
        Shape::Named(value) => json!({"type": "object", "additionalProperties": shape(value)}),
        Shape::Anything => json!({}),
    }
}
