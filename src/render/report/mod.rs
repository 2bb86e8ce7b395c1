//! The readiness report in all its formats: the same facts, in the same words.

pub mod html;
pub mod json;
pub mod markdown;
mod words;

use super::Context;
use crate::readiness::Readiness;
use crate::triage::Report;

/// All that a format needs.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The facts.
    pub readiness: &'a Readiness,
    /// The diagnostics that they number.
    pub report: &'a Report,
    /// Texts and rules.
    pub context: Context<'a>,
    /// The command that gives this report again.
    pub command: &'a str,
}
