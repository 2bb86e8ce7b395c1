//! The written tests; those of rule files and fixtures are made from the files by `files.rs`.

#![allow(clippy::unwrap_used)]

mod cells;
mod cli;
mod floors;
mod generated;
mod hostile;
mod mutations;
mod settings;
mod workspace;
