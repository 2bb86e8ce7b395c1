//! [`Examples`] of a rule: read when they are asked for, because a run of the rules does not need them.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;

use super::error::RuleError;
use super::file::Named;
use super::load::parse;
use super::rule::Rule;
use crate::data::{Date, Spanned, from_tree};
use crate::diagnostic::Severity;
use crate::text::Span;

/// The examples of a rule.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// With these records the rule is silent.
    pub good: Vec<Example>,
    /// With these it says what is expected.
    pub bad: Vec<Example>,
    /// For a rule about reading: with these files it says what is expected.
    pub reading: Vec<ReadingExample>,
}

/// Records, and what a rule says about them.
#[derive(Clone, Debug)]
pub struct Example {
    /// What the example shows.
    pub says: String,
    /// The as-of date.
    pub as_of: Date,
    /// The records, by kind.
    pub given: Vec<Given>,
    /// Parameters of the rule, by name.
    pub parameters: Vec<(String, String)>,
    /// Settings of the organisation, by name.
    pub settings: Vec<(String, String)>,
    /// By kind, the only fields that the source carries; where a kind is missing it carries all.
    pub columns: BTreeMap<String, Vec<String>>,
    /// What the rule says.
    pub expect: Vec<Expected>,
}

/// Records of one kind as YAML.
#[derive(Clone, Debug)]
pub struct Given {
    /// The kind.
    pub kind: String,
    /// The records, as the rule file has them, moved to the margin.
    pub text: String,
}

/// What a rule says about an example.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The check that speaks, where that matters.
    pub check: Option<String>,
    /// Where: `kind/ID` and the path to a field, or `workspace`.
    pub at: String,
    /// What it says.
    pub message: String,
    /// How much it weighs, where that matters.
    pub severity: Option<Severity>,
    /// Further places.
    #[serde(default)]
    pub related: Vec<ExpectedLabel>,
}

/// A further place that is expected.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedLabel {
    /// Where: `kind/ID` and the path to a field.
    pub at: String,
    /// What stands there.
    pub message: String,
}

/// A file, and what a rule about reading says about it.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingExample {
    /// What the example shows.
    pub says: String,
    /// Name of the file.
    pub file: String,
    /// What stands in it.
    pub text: String,
    /// The kind of record in the file; entry unless given.
    pub kind: Option<String>,
    /// What is said: at a line and column as in `2:5`.
    #[serde(default)]
    pub expect: Vec<ExpectedLabel>,
}

/// The as-of date of an example that does not give one.
const AS_OF: &str = "2026-06-30";

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleExamples {
    good: Vec<ExampleFile>,
    bad: Vec<ExampleFile>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadingExamples {
    #[serde(default)]
    bad: Vec<ReadingExample>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleFile {
    says: String,
    as_of: Option<Spanned<String>>,
    given: Named<Spanned<IgnoredAny>>,
    #[serde(default)]
    parameters: Named<String>,
    #[serde(default)]
    settings: Named<String>,
    #[serde(default)]
    columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    expect: Vec<Expected>,
}

impl Rule {
    /// The examples that the file of the rule gives; none where it gives none.
    ///
    /// # Errors
    ///
    /// If the examples are not written as they should be.
    pub fn examples(&self) -> Result<Examples, RuleError> {
        let (tree, root) = parse(&self.path, &self.text)?;
        let Some(node) = tree.get(root, "examples") else { return Ok(Examples::default()) };
        let wrong = |span: Span, message: String| {
            RuleError::new(&self.path, &self.text, span.start as usize..span.end as usize, message)
        };
        if self.is_reading() {
            let read: ReadingExamples = from_tree(&tree, node).map_err(|error| wrong(error.span, error.message))?;
            return Ok(Examples { reading: read.bad, ..Examples::default() });
        }
        let read: RuleExamples = from_tree(&tree, node).map_err(|error| wrong(error.span, error.message))?;
        let example = |file: ExampleFile| {
            let as_of = match &file.as_of {
                Some(written) => Date::parse(&written.value)
                    .ok_or_else(|| wrong(written.span, format!("`{}` is not a date", written.value)))?,
                None => Date::parse(AS_OF).unwrap_or(Date::from_days(0)),
            };
            let given =
                file.given.0.into_iter().map(|(kind, place)| Given { kind, text: at_margin(&self.text, place.span) });
            Ok(Example {
                says: file.says,
                as_of,
                given: given.collect(),
                parameters: file.parameters.0,
                settings: file.settings.0,
                columns: file.columns,
                expect: file.expect,
            })
        };
        let good = read.good.into_iter().map(example).collect::<Result<_, _>>()?;
        let bad = read.bad.into_iter().map(example).collect::<Result<_, _>>()?;
        Ok(Examples { good, bad, reading: Vec::new() })
    }
}

/// The text of a node with the indentation of its first line taken off all lines.
fn at_margin(text: &str, span: Span) -> String {
    let (start, end) = (span.start as usize, span.end as usize);
    let line_start = text[..start.min(text.len())].rfind('\n').map_or(0, |at| at + 1);
    let indent = text.get(line_start..start).map_or(0, |before| before.chars().count());
    let mut out = String::new();
    for (number, line) in text.get(start..end).unwrap_or("").lines().enumerate() {
        let spaces = if number == 0 { 0 } else { line.bytes().take(indent).take_while(|byte| *byte == b' ').count() };
        out.push_str(line[spaces..].trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SourceId;

    #[test]
    fn a_node_is_moved_to_the_margin() {
        let text = "given:\n  entry:\n    - id: A\n      text: |\n        x\n          y\n    - id: B\n";
        let start = u32::try_from(text.find("- id: A").unwrap()).unwrap();
        let span = Span::new(SourceId(0), start, u32::try_from(text.len()).unwrap());
        assert_eq!(at_margin(text, span), "- id: A\n  text: |\n    x\n      y\n- id: B\n");
    }
}
