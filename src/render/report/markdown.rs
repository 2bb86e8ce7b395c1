//! `markdown`: the readiness report for people, in a repository, a ticket or a mail.

use std::io::{self, Write};

use super::Facts;

/// Writes the report as Markdown.
pub fn write(facts: &Facts<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Readiness report, as of {}", facts.report.as_of)
}
