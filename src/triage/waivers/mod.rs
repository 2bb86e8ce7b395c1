//! [`Waiver`]: who excused what, why, and until when; and [`Waivers`], those of a workspace.

mod apply;
mod place;
mod read;

use std::sync::Arc;

use crate::data::Date;
use crate::diagnostic::Label;
use crate::text::Span;

pub use apply::Excused;
pub(crate) use apply::{INVALID, is_unread};
pub use read::read;

/// Where waivers are looked for if the settings name no other file.
pub const FILE: &str = "waivers.yaml";

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

/// The waivers of a workspace, as they are written.
#[derive(Debug, Default)]
pub struct Waivers {
    /// Those that can be read, in the order of the file.
    written: Vec<Arc<Waiver>>,
    /// What is wrong with the others.
    faults: Vec<Fault>,
}

/// Why a waiver does not count.
#[derive(Clone, Debug)]
struct Fault {
    /// Where.
    span: Span,
    /// Rule, record and field of the waiver, as far as they are known.
    about: About,
    /// What is wrong, in a word that lasts.
    sort: &'static str,
    /// What is wrong, as the end of a sentence.
    reason: String,
    related: Vec<Label>,
}

/// What a waiver is for: enough to know it again wherever it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct About {
    rule: String,
    subject: String,
    field: String,
}

impl About {
    fn of(waiver: &Waiver) -> Self {
        Self {
            rule: waiver.rule.clone(),
            subject: waiver.subject.clone(),
            field: waiver.field.clone().unwrap_or_default(),
        }
    }

    /// What a person calls the waiver.
    fn name(&self) -> String {
        match (self.rule.is_empty(), self.subject.is_empty()) {
            (false, false) => format!("The waiver for `{}` on {}", self.rule, self.subject),
            (false, true) => format!("The waiver for `{}`", self.rule),
            (true, false) => format!("The waiver on {}", self.subject),
            (true, true) => "What stands here among the waivers".to_owned(),
        }
    }
}
