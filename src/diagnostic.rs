//! What the linter says: [`Diagnostic`] about content, [`Problem`] about reading. Neither knows rules or formats.

use std::fmt;
use std::sync::Arc;

use crate::text::Span;

/// How much a diagnostic weighs, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// An idea for improvement.
    Note,
    /// An auditor would ask.
    Warning,
    /// An auditor may raise a nonconformity, a major one if it is systemic.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A second place that belongs to a diagnostic, with what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What a person should see there.
    pub message: String,
}

/// The identity of a diagnostic over time: it survives sorting, moving and reformatting a register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub String);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a diagnostic is about, so that it is known again when the records beside it are no longer the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kin {
    /// Stands for rule, check, record and field: the fingerprint without the related records.
    pub stem: u64,
    /// Stands for the record that it is about; 0 for the workspace as a whole.
    pub subject: u64,
    /// Stand for the related records, sorted; one that is named twice stands there twice.
    pub related: Box<[u64]>,
}

/// One thing that an auditor would not find, or would find contradicted.
///
/// It names its rule; help, links and severity words are looked up in the catalogue when it is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that speaks; one text for all that it says.
    pub rule: Arc<str>,
    /// The check of the rule that speaks; empty for a rule of one check.
    pub check: Arc<str>,
    /// How much it weighs after the settings were applied.
    pub severity: Severity,
    /// The place that it points at.
    pub span: Span,
    /// What was found, with the values and dates concerned.
    pub message: String,
    /// Further places, such as the other end of a contradiction.
    pub related: Vec<Label>,
    /// The record it is about as `kind/id`, or `workspace`.
    pub subject: String,
    /// The field it is about as a path below the record, such as `actions/0/due_on`; may be empty.
    pub field: String,
    /// What tells it from every other diagnostic, now and later.
    pub fingerprint: Fingerprint,
    /// The records that it is about.
    pub kin: Kin,
}

/// What went wrong while reading or mapping: the name of a reading diagnostic (`rules/input/`), a place, and facts for its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Name of the reading diagnostic, such as `input-syntax-error`.
    pub name: &'static str,
    /// Where it is.
    pub span: Span,
    /// What the message template of the reading diagnostic may quote, by name.
    pub facts: Vec<(&'static str, String)>,
    /// Further places, such as the first of two equal keys.
    pub related: Vec<Label>,
}

impl Problem {
    /// A problem at a place.
    #[must_use]
    pub fn new(name: &'static str, span: Span) -> Self {
        Self { name, span, facts: Vec::new(), related: Vec::new() }
    }

    /// Adds a fact that the message may quote.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.push((name, value.into()));
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Label { span, message: message.into() });
        self
    }
}
