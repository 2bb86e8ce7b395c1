//! Rules with examples that fail.
