//! [`Waiver`]: who excused what, why, and until when.

use crate::data::Date;
use crate::text::Span;

/// A decision that a diagnostic is accepted for a while. It hides nothing: what it excuses is shown, marked, and does
/// not fail the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The rule whose diagnostics it excuses.
    pub rule: String,
    /// The record that they are about, as `kind/id`, or `workspace`.
    pub subject: String,
    /// The field that they are about; every field where there is none.
    pub field: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// Who accepted it.
    pub approved_by: String,
    /// The day of that decision.
    pub approved_on: Date,
    /// The last day on which it holds.
    pub expires_on: Date,
    /// Where it stands.
    pub span: Span,
}
