//! The file of what is known: a line for each diagnostic, so that a difference shows what came and went.

use std::io::{self, Write};

use super::visible::json_without_commands;
use crate::triage::Baseline;

/// Writes what is known.
///
/// # Errors
///
/// If it cannot be written.
pub fn write(baseline: &Baseline, out: &mut dyn Write) -> io::Result<()> {
    let text = |text: &str| -> io::Result<String> { Ok(serde_json::to_string(text)?) };
    writeln!(out, "{{")?;
    writeln!(out, "  \"version\": {},", text(&baseline.version)?)?;
    writeln!(out, "  \"tool\": {},", text(&baseline.tool)?)?;
    writeln!(out, "  \"as_of\": {},", text(&baseline.as_of)?)?;
    write!(out, "  \"diagnostics\": [")?;
    for (number, entry) in baseline.diagnostics.iter().enumerate() {
        let line = json_without_commands(serde_json::to_string(entry)?);
        write!(out, "{}\n    {line}", if number > 0 { "," } else { "" })?;
    }
    if !baseline.diagnostics.is_empty() {
        write!(out, "\n  ")?;
    }
    writeln!(out, "]\n}}")
}
