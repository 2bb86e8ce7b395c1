//! `github`: workflow commands, which GitHub shows as annotations at the lines of a change.
//!
//! It takes ten of a level from a step and drops the rest without a word; so nine are given, and one that counts the rest.

use std::io::{self, Write};

use super::Context;
use super::ranked::{Ranked, beyond, named, told_with_fix, worst_first};
use super::region::Region;
use super::summary::{self, counted};
use super::visible::{one_line, without_commands};
use crate::diagnostic::Severity;
use crate::triage::Report;

/// Annotations of a level; GitHub shows ten.
pub(super) const MOST_OF_A_LEVEL: usize = 9;

/// Characters of a message; GitHub cuts it at 4,096.
const LONGEST: usize = 4_000;

/// Writes an annotation for each of the worst diagnostics, and what the run comes to.
pub fn write(report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ranked = worst_first(report);
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let of_level = ranked.iter().filter(|one| one.judged.diagnostic.severity == severity);
        for one in of_level.take(MOST_OF_A_LEVEL) {
            writeln!(out, "{}", annotation(one, context))?;
        }
        let more = beyond(&ranked, severity, MOST_OF_A_LEVEL);
        if more > 0 {
            let text = format!("… and {}; the summary, or --output concise, lists all.", further(more, severity));
            writeln!(out, "::{} title=tenone::{}", level(severity), data(&text))?;
        }
    }
    for line in closing(report) {
        writeln!(out, "{}", without_commands(&line))?;
    }
    Ok(())
}

/// '3 more errors'.
pub(super) fn further(more: usize, severity: Severity) -> String {
    counted(more as u64, &format!("more {severity}"), &format!("more {severity}s"))
}

/// What the run comes to, in lines that are no annotations.
pub(super) fn closing(report: &Report) -> Vec<String> {
    let mut lines = vec![summary::found(report)];
    lines.extend(summary::compared(report));
    lines.push(format!("{} As of {}.", summary::verdict(report), report.as_of));
    lines
}

fn annotation(one: &Ranked<'_>, context: &Context<'_>) -> String {
    let diagnostic = &one.judged.diagnostic;
    let place = context.texts.place(diagnostic.span);
    let Region { line, column, end_column } = Region::of(diagnostic.span, &place, context.texts);
    format!(
        "::{} file={},line={line},endLine={line},col={column},endColumn={end_column},title={}::{}",
        level(diagnostic.severity),
        property(&place.path),
        property(&named(one.judged)),
        data(&told_with_fix(diagnostic, context)),
    )
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// Text behind the second `::`. What the older syntax would take for a command is broken up too, whatever comes first.
fn data(text: &str) -> String {
    let short: String = text.chars().take(LONGEST).collect();
    let cut = if short.len() < text.len() { "…" } else { "" };
    let line = one_line(&short, true);
    without_commands(&line).replace('%', "%25") + cut
}

/// A value before it, where more characters mean something.
fn property(text: &str) -> String {
    // A name of a file is never changed but where it would be a command: then no file is found, and nothing else happens.
    let text =
        text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A").replace(':', "%3A").replace(',', "%2C");
    let line = one_line(&text, true);
    without_commands(&line).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_the_runner_is_escaped() {
        assert_eq!(property("a,b:c%\n.md"), "a%2Cb%3Ac%25%0A.md");
        assert_eq!(data("100% ::error::x\r\nnext ##[add-mask]y"), "100%25 ::error::x next # #[add-mask]y");
        assert!(data(&"ä".repeat(5_000)).chars().count() < 4_096);
    }
}
