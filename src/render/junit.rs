//! `junit`: a suite for each rule that ran, for whatever shows test results. The form is that of Jenkins' `junit-10.xsd`,
//! which all readers share.
//!
//! A diagnostic is a failed test, so that each is counted; what is waived or was not assessed is a skipped one; and a rule
//! of which nothing else is to be said has one test that passed, so that a clean run does not look like no tests.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::escape::escape;

use super::Context;
use super::ranked::{named, told};
use super::sarif::rules_that_ran;
use super::summary::counted;
use super::visible::one_line;
use crate::check::Tally;
use crate::triage::{Judged, Report};

/// What became of a test.
enum End {
    Passed,
    /// Type, message and the whole text.
    Failed(String, String, String),
    Skipped(String),
}

struct Case {
    name: String,
    end: End,
}

struct Suite<'a> {
    rule: &'a str,
    cases: Vec<Case>,
}

/// Writes a suite for each rule.
pub fn write(report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let suites = suites(report, context);
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="tenone" tests="{}" failures="{}" errors="0">"#, all().count(), failed(all()))?;
    for suite in &suites {
        write_suite(suite, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn suites<'a>(report: &'a Report, context: &Context<'a>) -> Vec<Suite<'a>> {
    let ran = rules_that_ran(report, context).into_iter();
    let mut suites: BTreeMap<&str, Vec<Case>> = ran.map(|rule| (rule.name.as_str(), Vec::new())).collect();
    for judged in &report.diagnostics {
        let cases = suites.entry(&judged.diagnostic.rule).or_default();
        cases.push(diagnostic(judged, context));
    }
    for tally in &report.tallies {
        let cases = suites.entry(&tally.rule).or_default();
        cases.extend(tally.not_assessed.iter().map(|(reason, count)| not_assessed(tally, reason, *count)));
    }
    let finish = |(rule, mut cases): (&'a str, Vec<Case>)| {
        if cases.is_empty() {
            let summary = context.catalogue.rule(rule).map_or(rule, |rule| rule.summary.trim());
            cases.push(Case { name: summary.to_owned(), end: End::Passed });
        }
        number_equal_names(&mut cases);
        Suite { rule, cases }
    };
    suites.into_iter().map(finish).collect()
}

fn diagnostic(judged: &Judged, context: &Context<'_>) -> Case {
    let diagnostic = &judged.diagnostic;
    let name = [&diagnostic.subject, &diagnostic.field].map(String::as_str);
    let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    if let Some(waiver) = &judged.waiver {
        let told = told(diagnostic, context.texts);
        return Case { name, end: End::Skipped(format!("Waived: {}. {told}", waiver.reason.trim_end_matches('.'))) };
    }
    let place = context.texts.place(diagnostic.span).whole();
    let mut text = format!("{place}: {}[{}]\n{}", diagnostic.severity, named(judged), told(diagnostic, context.texts));
    if let Some(rule) = context.catalogue.rule(&diagnostic.rule) {
        text.push_str(&format!("\nWhy it matters: {}\nWhat to do: {}", flowing(&rule.why), flowing(&rule.fix)));
    }
    let message = diagnostic.message.trim().to_owned();
    Case { name, end: End::Failed(diagnostic.severity.to_string(), message, text) }
}

fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn not_assessed(tally: &Tally, reason: &str, count: u32) -> Case {
    let check = if tally.check.is_empty() { String::new() } else { format!("{}: ", tally.check) };
    let outcomes = counted(u64::from(count), "outcome", "outcomes");
    Case { name: format!("{check}not assessed"), end: End::Skipped(format!("{outcomes} not assessed: {reason}")) }
}

/// A name stands for one test: of several with one name, some readers keep one.
fn number_equal_names(cases: &mut [Case]) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for case in cases {
        let count = seen.entry(case.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            case.name = format!("{} ({count})", case.name);
        }
    }
}

fn failed<'a>(cases: impl Iterator<Item = &'a Case>) -> usize {
    cases.filter(|case| matches!(case.end, End::Failed(..))).count()
}

fn write_suite(suite: &Suite<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rule = attribute(suite.rule);
    let skipped = suite.cases.iter().filter(|case| matches!(case.end, End::Skipped(_))).count();
    let (tests, failures) = (suite.cases.len(), failed(suite.cases.iter()));
    writeln!(
        out,
        r#"  <testsuite name="{rule}" tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}" time="0">"#
    )?;
    for case in &suite.cases {
        write!(out, r#"    <testcase classname="tenone.{rule}" name="{}" time="0""#, attribute(&case.name))?;
        match &case.end {
            End::Passed => writeln!(out, "/>")?,
            End::Skipped(why) => writeln!(out, ">\n      <skipped message=\"{}\"/>\n    </testcase>", attribute(why))?,
            End::Failed(severity, message, text) => {
                let message = attribute(message);
                let text: Vec<String> = text.lines().map(attribute).collect();
                writeln!(out, ">\n      <failure type=\"{severity}\" message=\"{message}\">")?;
                writeln!(out, "{}</failure>\n    </testcase>", text.join("\n"))?;
            }
        }
    }
    writeln!(out, "  </testsuite>")
}

/// A text that is nothing but text in XML, and for a CI runner that reads the file as it is printed.
///
/// Some control characters cannot be written in XML at all, however they are escaped: they are shown.
fn attribute(text: &str) -> String {
    let line = one_line(text, true).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    let line = escape(line.as_str()).replace("##", "#&#35;");
    match line.trim_start().starts_with("::") {
        true => line.replacen("::", "&#58;:", 1),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_cell_is_xml() {
        for (text, expected) in [
            ("<a b=\"c\">&amp;", "&lt;a b=&quot;c&quot;&gt;&amp;amp;"),
            ("]]> a\u{1b}\u{0}\u{ffff}b", "]]&gt; a␛␀\u{fffd}b"),
            ("a\r\n\tb", "a  b"),
            ("##[error] ##vso[x]", "#&#35;[error] #&#35;vso[x]"),
            (" ::error::", " &#58;:error::"),
            ("\u{202e}x", "\\u{202e}x"),
        ] {
            assert_eq!(attribute(text), expected, "{text}");
        }
    }
}
