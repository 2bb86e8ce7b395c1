//! What a complaint about reading may tell where names of people and text of cells are kept back.

use crate::data::{Date, WITHHELD};
use crate::diagnostic::Label;
use crate::expr::Withheld;

/// Facts of a complaint without what stands in cells.
pub(super) fn facts(
    rule: &str,
    facts: Vec<(&'static str, String)>,
    withheld: &Withheld<'_, '_>,
) -> Vec<(&'static str, String)> {
    facts.into_iter().map(|(name, value)| (name, fact(rule, name, value, withheld))).collect()
}

/// Labels without what stands in cells: of two places that disagree, they say nothing else.
pub(super) fn labels(rule: &str, labels: Vec<Label>, withheld: &Withheld<'_, '_>) -> Vec<Label> {
    let message = |text: &str| match rule {
        "input-sources-disagree" => format!("{WITHHELD} here"),
        _ => withheld.sentence(text),
    };
    labels.into_iter().map(|label| Label { message: message(&label.message), ..label }).collect()
}

fn fact(rule: &str, name: &str, value: String, withheld: &Withheld<'_, '_>) -> String {
    match name {
        // What the settings, the vocabulary or the linter itself say, and places.
        "columns" | "count" | "expected" | "field" | "fields" | "file" | "file1" | "file2" | "format" | "kind"
        | "limit" | "line" | "m" | "n" | "path" | "source" => value,
        "value" if rule == "input-limit-exceeded" => value,
        "a" | "b" if matches!(rule, "input-id-duplicate" | "input-key-duplicate") => value,
        "a" | "b" | "ref" if rule != "input-reference-unresolved" || name == "ref" => text(value, withheld),
        "a" | "id" | "record" | "rule" | "subject" => withheld.name(&value),
        "reason" if rule == "waiver-invalid" => match value.split_once(" approved it and owns ") {
            Some((_, rest)) => format!("{WITHHELD} approved it and owns {rest}"),
            None => withheld.sentence(&value),
        },
        "found" | "hint" | "reason" | "what" | "why" => withheld.sentence(&value),
        "nearest" => String::new(),
        _ => WITHHELD.to_owned(),
    }
}

fn text(value: String, withheld: &Withheld<'_, '_>) -> String {
    if Date::parse(&value).is_some() { value } else { withheld.texts(&value) }
}
