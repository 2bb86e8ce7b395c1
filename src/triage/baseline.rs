//! [`Baseline`]: the diagnostics that were known on a day, by fingerprint, so that the gate holds only what is new.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::Report;
use super::waivers::{INVALID, is_unread};
use crate::check::{Absence, Outcome, Run};
use crate::data::Date;

/// Where a baseline is looked for if the settings name no other file.
pub const FILE: &str = "tenone-baseline.json";

/// Version of the format.
pub const VERSION: &str = "1";

/// What is known of a diagnostic: nothing that anybody wrote but ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The rule that speaks.
    pub rule: String,
    /// The record it is about as `kind/id`, or `workspace`.
    pub subject: String,
    /// Path of the field below the record; may be empty.
    pub field: String,
    /// The check of the rule; empty for a rule of one check.
    pub check: String,
    /// What tells it from every other diagnostic.
    pub fingerprint: String,
}

/// The diagnostics that were known on a day, sorted by rule, subject, field and fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Version of the format.
    pub version: String,
    /// What wrote it.
    pub tool: String,
    /// The day as of which was judged.
    pub as_of: String,
    /// What was known.
    pub diagnostics: Vec<Entry>,
}

/// Why a text is no baseline, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BaselineError {
    /// Line in the text, from 1.
    pub line: usize,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
}

impl BaselineError {
    /// The bytes of the line.
    #[must_use]
    pub fn range(&self, text: &str) -> (u32, u32) {
        let before: usize = text.split_inclusive('\n').take(self.line.saturating_sub(1)).map(str::len).sum();
        let line = text.get(before..).and_then(|rest| rest.lines().next()).unwrap_or("").len();
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        (byte(before.min(text.len())), byte((before + line).min(text.len())))
    }
}

/// What a baseline comes to beside the diagnostics of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remains {
    /// Path of the baseline.
    pub path: String,
    /// The day on which it was written.
    pub as_of: String,
    /// Diagnostics that it knows.
    pub entries: usize,
    /// Those of them that were looked for and not found any more.
    pub gone: usize,
}

impl Baseline {
    /// What is known after a run. What a waiver excuses has an end, and what is wrong with waivers is never got used to.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let counts = report.diagnostics.iter().filter(|judged| judged.waiver.is_none());
        let counts = counts.map(|judged| &judged.diagnostic).filter(|diagnostic| *diagnostic.rule != *INVALID);
        let mut diagnostics: Vec<Entry> = counts
            .map(|diagnostic| Entry {
                rule: diagnostic.rule.to_string(),
                subject: diagnostic.subject.clone(),
                field: diagnostic.field.clone(),
                check: diagnostic.check.to_string(),
                fingerprint: diagnostic.fingerprint.0.clone(),
            })
            .collect();
        diagnostics.sort_by(|one, other| one.order().cmp(&other.order()));
        let tool = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
        Self { version: VERSION.to_owned(), tool: tool.to_owned(), as_of: report.as_of.to_string(), diagnostics }
    }

    /// Reads the text of a baseline.
    ///
    /// # Errors
    ///
    /// If it is none, or one of another version.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let parsed: Self = serde_json::from_str(text).map_err(|error| {
            let message = error.to_string();
            // The place is told beside it.
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what).to_owned();
            BaselineError { line: error.line().max(1), message }
        })?;
        let line = text.lines().position(|line| line.contains("\"version\"")).map_or(1, |at| at + 1);
        let wrong = |message: String| Err(BaselineError { line, message });
        if parsed.version != VERSION {
            return wrong(format!("it has version `{}`, and this program reads version {VERSION}", parsed.version));
        }
        if Date::parse(&parsed.as_of).is_none() {
            return wrong(format!("`as_of` is no day: `{}`", parsed.as_of));
        }
        Ok(parsed)
    }

    /// The fingerprints that it knows.
    #[must_use]
    pub fn prints(&self) -> FxHashSet<&str> {
        self.diagnostics.iter().map(|entry| entry.fingerprint.as_str()).collect()
    }

    /// How many of the known diagnostics were looked for in a run and not found.
    #[must_use]
    pub fn gone(&self, run: &Run<'_, '_>, outcome: &Outcome) -> usize {
        if run.expectations.absence == Absence::OneFile {
            return 0;
        }
        let found: FxHashSet<&str> = outcome.diagnostics.iter().map(|one| one.fingerprint.0.as_str()).collect();
        let runs = |name: &str| run.catalogue.rule(name).is_none_or(|rule| run.settings.runs(rule));
        let is_gone = |entry: &&Entry| {
            !found.contains(entry.fingerprint.as_str()) && runs(&entry.rule) && !is_unread(run, &entry.subject)
        };
        self.diagnostics.iter().filter(is_gone).count()
    }

    /// How many diagnostics it knows that another one does not.
    #[must_use]
    pub fn beyond(&self, other: &Self) -> usize {
        let known = other.prints();
        self.diagnostics.iter().filter(|entry| !known.contains(entry.fingerprint.as_str())).count()
    }
}

impl Entry {
    fn order(&self) -> (&str, &str, &str, &str) {
        (&self.rule, &self.subject, &self.field, &self.fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "{\n  \"version\": \"1\",\n  \"tool\": \"tenone\",\n  \"as_of\": \"2026-06-30\",\n";

    #[test]
    fn what_is_no_baseline_is_named_with_its_line() {
        let good = format!("{HEAD}  \"diagnostics\": []\n}}\n");
        assert!(Baseline::parse(&good).unwrap().diagnostics.is_empty());
        for (text, line, words) in [
            (String::new(), 1, "EOF"),
            ("[]".to_owned(), 1, "invalid length"),
            (good.replace("\"1\"", "\"2\""), 2, "version `2`"),
            (good.replace("2026-06-30", "June"), 2, "`June`"),
            (good.replace("[]", "[\n<<<<<<< HEAD\n]"), 6, "expected value"),
            (good.replace("[]", "[{\"rule\": \"r\"}]"), 5, "missing field `subject`"),
            (good.replace("\"tool\"", "\"tol\""), 3, "unknown field `tol`"),
        ] {
            let error = Baseline::parse(&text).unwrap_err();
            assert!(error.line == line && error.message.contains(words), "{text}: {error:?}");
            assert!(!error.message.contains(" at line "), "{error:?}");
        }
    }
}
