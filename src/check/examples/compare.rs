//! What an example expects against what came out, in words.

use std::fmt::Write as _;

use super::super::Draft;
use super::play::Played;
use crate::rule::{Example, Expected, ReadingExample};

/// What is different, if anything is.
pub(super) fn difference(bad: bool, example: &Example, played: &Played) -> Option<String> {
    if !bad {
        if !example.expect.is_empty() {
            return Some("a good example expects nothing".to_owned());
        }
        let came = played.drafts.iter().map(shown).collect::<String>();
        return (!came.is_empty()).then(|| format!("expected silence, and got\n{came}"));
    }
    if example.expect.is_empty() {
        return Some("a bad example says what it expects".to_owned());
    }
    let mut left: Vec<&Draft> = played.drafts.iter().collect();
    let mut missing = Vec::new();
    for expected in &example.expect {
        match left.iter().position(|draft| meets(expected, draft)) {
            Some(number) => {
                left.remove(number);
            }
            None => missing.push(expected),
        }
    }
    if missing.is_empty() && left.is_empty() {
        return None;
    }
    let mut text = String::new();
    for expected in &missing {
        let _ = write!(text, "expected\n{}", wanted(expected));
    }
    for draft in &left {
        let _ = write!(text, "{}\n{}", if missing.is_empty() { "did not expect" } else { "and got" }, shown(draft));
    }
    if left.is_empty() {
        text.push_str("and got nothing that fits\n");
        for tally in &played.outcome.tallies {
            for (reason, _) in &tally.not_assessed {
                let _ = writeln!(text, "    not assessed: {reason}");
            }
        }
    }
    Some(text.trim_end().to_owned())
}

/// What is different between what a file should give and what it gave.
pub(super) fn reading_difference(example: &ReadingExample, played: &Played) -> Result<(), String> {
    let expected: Vec<(String, String)> =
        example.expect.iter().map(|label| (label.at.clone(), label.message.trim_end().to_owned())).collect();
    let came = played.drafts.iter().map(|draft| {
        let place = played.sources.place(draft.span);
        (format!("{}:{}", place.line, place.column), draft.message.clone())
    });
    let mut came: Vec<(String, String)> = came.collect();
    let mut wanted = expected.clone();
    came.sort();
    wanted.sort();
    if came == wanted {
        return Ok(());
    }
    let lines = |list: &[(String, String)]| {
        list.iter().fold(String::new(), |mut text, (at, message)| {
            let _ = writeln!(text, "    {at}: {message}");
            text
        })
    };
    Err(format!("expected\n{}and got\n{}", lines(&expected), lines(&came)))
}

fn meets(expected: &Expected, draft: &Draft) -> bool {
    let related = |draft: &Draft| {
        let came = draft.related_at.iter().zip(&draft.related);
        came.map(|(at, label)| (at.clone(), label.message.clone())).collect::<Vec<_>>()
    };
    let wanted: Vec<(String, String)> =
        expected.related.iter().map(|label| (label.at.clone(), label.message.clone())).collect();
    same_place(&expected.at, &draft.at())
        && expected.message.trim_end() == draft.message
        && expected.check.as_ref().is_none_or(|check| **check == *draft.check)
        && expected.severity.is_none_or(|severity| severity == draft.severity)
        && wanted.len() == draft.related.len()
        && wanted.iter().zip(related(draft)).all(|(wanted, came)| same_place(&wanted.0, &came.0) && wanted.1 == came.1)
}

/// A record without an id may be named by its bare position.
fn same_place(expected: &str, came: &str) -> bool {
    expected == came || expected == came.replacen("/#", "/", 1)
}

fn wanted(expected: &Expected) -> String {
    let mut text = format!("    at: {}\n    message: {}\n", expected.at, expected.message);
    if let Some(check) = &expected.check {
        let _ = writeln!(text, "    check: {check}");
    }
    if let Some(severity) = expected.severity {
        let _ = writeln!(text, "    severity: {severity}");
    }
    for label in &expected.related {
        let _ = writeln!(text, "    related: {}: {}", label.at, label.message);
    }
    text
}

fn shown(draft: &Draft) -> String {
    let mut text = format!("    at: {}\n    message: {}\n", draft.at(), draft.message);
    if !draft.check.is_empty() {
        let _ = writeln!(text, "    check: {}", draft.check);
    }
    let _ = writeln!(text, "    severity: {}", draft.severity);
    for (at, label) in draft.related_at.iter().zip(&draft.related) {
        let _ = writeln!(text, "    related: {at}: {}", label.message);
    }
    text
}
