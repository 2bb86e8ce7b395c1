//! [`Examples`] of a rule: read when they are asked for, because a run of the rules does not need them.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;

use super::error::RuleError;
use super::file::Named;
use super::load::parse;
use super::rule::Rule;
use crate::change::History;
use crate::data::{Date, Spanned, from_tree};
use crate::diagnostic::Severity;
use crate::model::Kind;
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
    /// The records of the base, by kind; none where there is no base.
    pub before: Option<Vec<Given>>,
    /// Since when records are known, as a kind and an id; none where nobody looked.
    pub history: Option<History>,
    /// Parameters of the rule, by name.
    pub parameters: Vec<(String, String)>,
    /// Settings of the organisation, by name.
    pub settings: Vec<(String, String)>,
    /// By kind, the only fields that the source carries; where a kind is missing it carries all.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Files of the workspace that hold nothing.
    pub empty_files: Vec<String>,
    /// What the rule says.
    pub expect: Vec<Expected>,
}

/// Records of one kind as YAML, or one record as Markdown.
#[derive(Clone, Debug)]
pub struct Given {
    /// The kind.
    pub kind: String,
    /// Whether it is Markdown: written in the rule file as a block of text.
    pub markdown: bool,
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
    given: Option<Named<Spanned<IgnoredAny>>>,
    before: Option<Named<Spanned<IgnoredAny>>>,
    after: Option<Named<Spanned<IgnoredAny>>>,
    history: Option<Named<Spanned<String>>>,
    #[serde(default)]
    parameters: Named<String>,
    #[serde(default)]
    settings: Named<String>,
    #[serde(default)]
    columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    empty_files: Vec<String>,
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
            let records = |named: Named<Spanned<IgnoredAny>>| {
                let given = |(kind, place): (String, Spanned<IgnoredAny>)| {
                    let before = self.text.get(..place.span.start as usize).unwrap_or("");
                    let markdown = before.trim_end().ends_with(": |");
                    Given { kind, markdown, text: at_margin(&self.text, place.span) }
                };
                named.0.into_iter().map(given).collect()
            };
            let given = match (file.given, file.after) {
                (Some(given), None) | (None, Some(given)) => records(given),
                _ => return Err(wrong(tree.span(node), format!("'{}': give either `given` or `after`", file.says))),
            };
            let history = file.history.map(|named| history(named).map_err(|(span, text)| wrong(span, text)));
            Ok(Example {
                says: file.says,
                as_of,
                given,
                before: file.before.map(records),
                history: history.transpose()?,
                parameters: file.parameters.0,
                settings: file.settings.0,
                columns: file.columns,
                empty_files: file.empty_files,
                expect: file.expect,
            })
        };
        let good = read.good.into_iter().map(example).collect::<Result<_, _>>()?;
        let bad = read.bad.into_iter().map(example).collect::<Result<_, _>>()?;
        Ok(Examples { good, bad, reading: Vec::new() })
    }
}

/// A history as an example writes it: `{start: 2026-01-01, entry/IMP-1: 2026-03-01}`; without a start it begins with the
/// earliest day.
fn history(named: Named<Spanned<String>>) -> Result<History, (Span, String)> {
    let mut days = Vec::new();
    for (name, written) in named.0 {
        let day = Date::parse(&written.value);
        days.push((
            name,
            day.ok_or_else(|| (written.span, format!("`{}` is not a date", written.value)))?,
            written.span,
        ));
    }
    let start = days.iter().find(|(name, ..)| name == "start").or(days.iter().min_by_key(|(_, day, _)| *day));
    let mut history = History::new(start.map_or(Date::from_days(0), |(_, day, _)| *day));
    for (name, day, span) in days.iter().filter(|(name, ..)| name != "start") {
        let parts = name.split_once('/').and_then(|(kind, id)| Some((Kind::from_name(kind)?, id)));
        let (kind, id) =
            parts.ok_or_else(|| (*span, format!("`{name}` is no kind with an id, such as `entry/IMP-1`")))?;
        history.note(kind, id, *day);
    }
    Ok(history)
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
