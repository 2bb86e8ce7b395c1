//! The written tests; those of rule files and fixtures are made from the files, by `files.rs`.

#![allow(clippy::unwrap_used)]

mod cli;
mod fingerprints;
mod fixtures_coverage;
mod floors;
mod generated;
mod hostile;
mod one_file;
mod schemas;
mod workspace;
