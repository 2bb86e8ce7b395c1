//! Rules over records: outcomes, diagnostics and messages.

mod outcome;

pub use outcome::{Outcome, Tally};
