//! The written tests; those of rule files and fixtures are made from the files, by `files.rs`.

#![allow(clippy::unwrap_used)]

mod cells;
mod cli;
mod columns;
mod fingerprints;
mod fixtures_coverage;
mod floors;
mod formats;
mod generated;
mod history;
mod hostile;
mod mutations;
mod one_file;
mod past;
mod readiness;
mod sampling;
mod schemas;
mod settings;
mod workspace;
mod written;
