//! The written tests; those of rule files and fixtures are made from the files, by `files.rs`.

#![allow(clippy::unwrap_used)]

mod bare_tables;
mod cells;
mod cli;
mod columns;
mod evidence;
mod fingerprints;
mod fixtures_coverage;
mod floors;
mod formats;
mod gate;
mod generated;
mod git_kinds;
mod git_reading;
mod git_safety;
mod history;
mod hostile;
mod mutations;
mod namespaces;
mod one_file;
mod oscal;
mod page;
mod past;
mod readiness;
mod repo;
mod sampling;
mod schemas;
mod settings;
mod workspace;
mod written;
