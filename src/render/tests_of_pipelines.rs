//! The formats for pipelines on the report made by hand: what they are, what they leave out, and where they stop.

use std::sync::Arc;

use super::sample::Sample;
use super::{Look, azure, github, gitlab, jsonl, junit, markdown, sarif};
use crate::data::Date;
use crate::text::{SourceId, Span};
use crate::triage::{Cause, Waiver};

/// The sample with one more diagnostic of each cause that is not the change, and with one that is waived.
fn with_causes() -> Sample {
    let mut sample = Sample::new();
    for (number, cause) in [Cause::Existing, Cause::Clock, Cause::Change].into_iter().enumerate() {
        let mut more = sample.report.diagnostics[0].clone();
        more.cause = cause;
        more.diagnostic.fingerprint.0 = format!("more-{number}");
        more.diagnostic.message = format!("Another one, number {number}.");
        more.waiver = (cause == Cause::Change).then(|| Arc::new(waiver()));
        sample.report.diagnostics.push(more);
    }
    sample
}

fn waiver() -> Waiver {
    Waiver {
        rule: "entry-required-value-missing".to_owned(),
        subject: "entry/IMP-2026-001".to_owned(),
        field: None,
        reason: "The tool is replaced in May".to_owned(),
        approved_by: "b.meyer".to_owned(),
        approved_on: Date::parse("2026-01-01").unwrap(),
        expires_on: Date::parse("2026-07-01").unwrap(),
        span: Span::new(SourceId(0), 0, 0),
    }
}

#[test]
fn each_format_as_it_is() {
    let sample = with_causes();
    insta::assert_snapshot!("github", sample.written(Look::PLAIN, github::write));
    insta::assert_snapshot!("azure", sample.written(Look::PLAIN, azure::write));
    insta::assert_snapshot!("gitlab", sample.written(Look::PLAIN, gitlab::write));
    insta::assert_snapshot!("junit", sample.written(Look::PLAIN, junit::write));
    insta::assert_snapshot!("markdown", sample.written(Look::PLAIN, markdown::write));
    insta::assert_snapshot!("jsonl", sample.written(Look::PLAIN, jsonl::write));
    insta::assert_snapshot!("markdown_clean", Sample::clean().written(Look::PLAIN, markdown::write));
    insta::assert_snapshot!("junit_clean", Sample::clean().written(Look::PLAIN, junit::write));
}

#[test]
fn what_is_waived_is_counted_and_not_shown() {
    let sample = with_causes();
    for write in [github::write, azure::write, gitlab::write, markdown::write, sarif::write] {
        assert!(!sample.written(Look::PLAIN, write).contains("number 2"));
    }
    for write in [github::write, azure::write, markdown::write] {
        assert!(sample.written(Look::PLAIN, write).contains("and 1 waived."));
    }
    assert!(
        sample.written(Look::PLAIN, junit::write).contains("<skipped message=\"Waived: The tool is replaced in May.")
    );
    assert!(sample.written(Look::PLAIN, jsonl::write).contains("\"waived\":true"));
}

#[test]
fn the_gate_comes_first_and_ten_of_a_level_are_enough() {
    let mut sample = Sample::new();
    let one =
        sample.report.diagnostics.iter().find(|judged| judged.diagnostic.severity.to_string() == "error").unwrap();
    let one = one.clone();
    for number in 0..30 {
        let mut more = one.clone();
        more.cause = if number == 29 { Cause::Change } else { Cause::Existing };
        more.diagnostic.message = format!("Number {number} of many.");
        more.diagnostic.fingerprint.0 = format!("more-{number}");
        sample.report.diagnostics.insert(0, more);
    }
    for write in [github::write, azure::write] {
        let text = sample.written(Look::PLAIN, write);
        let errors: Vec<&str> =
            text.lines().filter(|line| line.starts_with("::error ") || line.contains("logissue type=error")).collect();
        assert_eq!(errors.len(), 10, "{text}");
        assert!(errors[0].contains("Number 29 of many."), "{text}");
        assert!(errors[9].contains("… and "), "{text}");
    }
}

#[test]
fn a_summary_stays_below_what_github_shows() {
    let mut sample = Sample::new();
    let one = sample.report.diagnostics[0].clone();
    for number in 0..20_000 {
        let mut more = one.clone();
        more.diagnostic.message = format!("Number {number}: {}", "words ".repeat(50));
        sample.report.diagnostics.push(more);
    }
    let text = sample.written(Look::PLAIN, markdown::write);
    assert!(text.len() < 1_000_000, "{}", text.len());
    assert!(text.contains("more diagnostics; `--output json` lists all.") && text.contains("Not assessed"));
}

#[test]
fn issues_of_gitlab_are_told_apart() {
    let mut sample = Sample::new();
    let one = sample.report.diagnostics[0].clone();
    sample.report.diagnostics.extend([one.clone(), one]);
    let issues: serde_json::Value = serde_json::from_str(&sample.written(Look::PLAIN, gitlab::write)).unwrap();
    let issues = issues.as_array().unwrap();
    let prints: std::collections::BTreeSet<String> =
        issues.iter().map(|issue| issue["fingerprint"].to_string()).collect();
    assert_eq!(prints.len(), issues.len());
}
