//! [`Open`]: nonconformities that are open, with what an auditor asks of each.

use super::Inputs;
use crate::data::Date;
use crate::text::Span;

/// The nonconformities that are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Those that are open, the oldest first.
    pub entries: Vec<OpenEntry>,
    /// Entries that were read.
    pub of: usize,
    /// Open entries of which nobody says what they are: they are listed, because they may be nonconformities.
    pub of_unknown_kind: usize,
}

/// An open nonconformity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenEntry {
    /// Its id.
    pub id: Option<String>,
    /// What it is about.
    pub title: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Its grade, such as `major`.
    pub classification: Option<&'static str>,
    /// Its state, as its source writes it.
    pub status: Option<String>,
    /// Since when it is known.
    pub since: Option<Date>,
    /// Days from then to the as-of date.
    pub age: Option<i32>,
    /// Who answers for it, as its source writes it.
    pub owner: Option<String>,
    /// When the next of its actions that are not done is due.
    pub next_due: Option<Date>,
    /// What a certification body or a customer found, and until when an answer is due.
    pub certification: Vec<Certification>,
    /// Number of diagnostics about it.
    pub gaps: usize,
}

/// A finding of an external audit that an entry comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certification {
    /// Its full id.
    pub finding: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Until when an answer is due.
    pub due_on: Option<Date>,
}

impl Open {
    pub(super) fn of(inputs: &Inputs<'_, '_>) -> Self {
        let _ = inputs;
        Self::default()
    }
}
