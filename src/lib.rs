//! A linter for audit evidence: reads improvement registers and the documents around them, and says what an auditor of
//! ISO/IEC 27001 Clause 10.1 would not find.
//!
//! Each module imports only from modules above it in this list; a test enforces it.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod text;

pub mod diagnostic;

pub mod data;

pub mod discover;

pub mod read;

pub mod model;

pub mod mapping;

pub mod index;

pub mod change;

pub mod expr;

pub mod rule;

pub mod check;

pub mod triage;

pub mod readiness;

pub mod render;

pub mod config;

pub mod analysis;

pub mod cli;
