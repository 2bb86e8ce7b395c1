//! Outputs: one file per format, each a function from a report to bytes. Nothing here decides anything.

pub mod concise;
mod excerpt;
pub mod explain;
pub mod json;
mod page;
mod paint;
mod picture;
pub mod rules;
#[cfg(test)]
mod sample;
pub mod sarif;
pub mod schema;
pub mod sources;
mod summary;
pub mod terminal;
#[cfg(test)]
mod tests;
mod visible;

use crate::rule::Catalogue;
use crate::text::Sources;

pub use picture::{Look, Statement, picture};

/// What a format needs beside the report.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The texts that diagnostics point into.
    pub sources: &'a Sources,
    /// The rules that ran, with the texts that explain them.
    pub catalogue: &'a Catalogue,
    /// How text for people is drawn.
    pub look: Look,
    /// Whether the as-of date was asked for, or is today's.
    pub as_of_given: bool,
}
