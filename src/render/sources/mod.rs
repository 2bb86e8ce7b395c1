//! `tenone sources`: what was found, how it was understood, and what was left out, for people or as JSON.

mod group;
mod heads;
mod json;
mod page;
mod rest;
mod told;
mod words;

pub use json::write_json;
pub use page::write;

use super::Texts;
use crate::check::{field_path, ways};
use crate::mapping::Reading;
use crate::model::{Field, Kind};
use crate::rule::Catalogue;
use crate::text::SourceId;

/// Everything that was found in a workspace.
#[derive(Debug)]
pub struct Survey<'a> {
    /// The texts that were read, each with how it was understood.
    pub read: Vec<Surveyed<'a>>,
    /// Paths of files that belong to no source, sorted.
    pub without_source: Vec<String>,
    /// Texts that are registers of something that no rule looks at.
    pub others: Vec<String>,
    /// Texts that could not be read, or not to their end, each with the reason.
    pub unreadable: Vec<(SourceId, String)>,
    /// The settings name no sources: what each file is was guessed.
    pub guessed: bool,
    /// The texts.
    pub texts: Texts<'a>,
    /// The rules that would look at more fields.
    pub catalogue: &'a Catalogue,
}

/// One text and how it was understood.
#[derive(Debug)]
pub struct Surveyed<'a> {
    /// How it was understood.
    pub reading: &'a Reading,
    /// Fields that it does not carry and that many keep.
    pub absent: Vec<(Kind, &'static Field)>,
}

/// The names of the rules that cannot look without a field, sorted.
fn rules_that_need<'a>(kind: Kind, field: &Field, catalogue: &'a Catalogue) -> Vec<&'a str> {
    catalogue.rules_that_need(kind, field).map(|rule| rule.name.as_str()).collect()
}
