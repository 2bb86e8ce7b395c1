//! A rule as data: its file format, the [`Catalogue`] of all rules, obligations and packs. Nothing here runs a rule.

mod catalogue;
mod compile;
mod error;
mod example;
mod file;
mod keys;
mod load;
mod mutate;
mod names;
mod obligation;
mod program;
#[allow(clippy::module_inception)]
mod rule;

pub use catalogue::{Catalogue, RuleText};
pub use error::RuleError;
pub use example::{Example, Examples, Expected, ExpectedLabel, Given, ReadingExample};
pub use keys::schema;
pub use mutate::{RuleMutant, mutants};
pub use obligation::{Obligation, Pack, Preparation, Requirement, ReviewInputKey, Strength};
pub use program::{Binding, Guard, Program, Related, Report, Shared, Values};
pub use rule::{Check, Class, Parameter, ParameterType, ParameterValue, Rule, Status, Subject};

#[cfg(test)]
mod tests;
