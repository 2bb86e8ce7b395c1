//! `oscal` and `oscal-poam`: the report as assessment results and as a plan of action and milestones, in JSON.
//!
//! Identifiers are made from names, so that the same thing keeps its own from run to run; instants are those of the
//! as-of date. The text of the standard stands in no catalogue that could be referred to: clauses and controls are ids
//! only.

mod frame;
mod milestones;
mod names;
mod results;
mod shape;

use std::io::{self, Write};

use super::Facts;
use crate::render::json::write_document;
use frame::Frame;
use shape::Role;

/// The version of OSCAL that is written.
const OSCAL: &str = "1.2.1";

/// The namespace of our own properties.
const NAMESPACE: &str = "https://crates.io/crates/tenone/ns/oscal";

/// Those who answer for an action.
const OWNER: Role = Role { id: "owner", title: "Owner" };

/// Writes the report as assessment results.
pub fn write(facts: &Facts<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_document(&results::document(Frame::of(facts)), out)
}

/// Writes what is left to do as a plan of action and milestones.
pub fn write_plan(facts: &Facts<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_document(&milestones::document(Frame::of(facts)), out)
}
