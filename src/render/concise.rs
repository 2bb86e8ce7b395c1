//! `concise`: `path:line:column: severity[rule] message`, a line each, what was compared, and a last line with the verdict.

use std::io::{self, Write};

use super::Context;
use super::picture::ink_of;
use super::summary;
use super::visible::one_line;
use crate::triage::Report;

/// Writes a line for each diagnostic.
pub fn write(report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let look = context.look;
    for judged in &report.diagnostics {
        let diagnostic = &judged.diagnostic;
        let place = context.texts.place(diagnostic.span).to_string();
        let place = one_line(&place, look.unicode);
        let head =
            look.brush().paint(ink_of(diagnostic.severity), &format!("{}[{}]", diagnostic.severity, diagnostic.rule));
        let mark = summary::mark(judged).map_or_else(String::new, |mark| format!(" {mark}"));
        let line = format!("{place}: {head}{mark} {}\n", one_line(&diagnostic.message, look.unicode));
        out.write_all(look.printed(line).as_bytes())?;
    }
    for sentence in summary::compared(report) {
        let line = format!("{}\n", one_line(&sentence, look.unicode));
        out.write_all(look.printed(line).as_bytes())?;
    }
    let (found, verdict) = (summary::found(report), summary::verdict(report));
    writeln!(out, "{found} {verdict} As of {}.", report.as_of)
}
