//! A rule as data: its file format, the [`Catalogue`] of all rules, obligations and packs. Nothing here runs a rule.

mod catalogue;
mod obligation;
#[allow(clippy::module_inception)]
mod rule;

pub use catalogue::Catalogue;
pub use obligation::{Obligation, Pack, ReviewInputKey};
pub use rule::{Check, Class, Parameter, ParameterType, ParameterValue, Rule, Status, Subject};
