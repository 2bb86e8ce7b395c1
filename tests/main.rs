//! The written tests; those of rule files and fixtures are made from the files, by `files.rs`.

#![allow(clippy::unwrap_used)]

mod bare_tables;
mod base_in_ci;
mod baseline;
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
mod init;
mod init_filled;
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
mod waivers;
mod workspace;
mod written;
