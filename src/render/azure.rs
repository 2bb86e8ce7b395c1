//! `azure`: logging commands, which Azure Pipelines shows as issues of the run.

use std::io::{self, Write};

use super::Context;
use super::github::{MOST_OF_A_LEVEL, closing, further};
use super::ranked::{Ranked, beyond, named, told_with_fix, worst_first};
use super::region::Region;
use super::summary;
use super::visible::{one_line, without_commands};
use crate::diagnostic::Severity;
use crate::triage::Report;

/// Writes an issue for each of the worst errors and warnings, a line for each of the first notes, and how the task ends.
pub fn write(report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ranked = worst_first(report);
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let of_level = ranked.iter().filter(|one| one.judged.diagnostic.severity == severity);
        for one in of_level.take(MOST_OF_A_LEVEL) {
            writeln!(out, "{}", issue(one, context))?;
        }
        let more = beyond(&ranked, severity, MOST_OF_A_LEVEL);
        if more > 0 {
            let text = format!("… and {}; --output concise lists all.", further(more, severity));
            match level(severity) {
                Some(level) => writeln!(out, "##vso[task.logissue type={level}]{}", data(&text))?,
                None => writeln!(out, "{text}")?,
            }
        }
    }
    for line in closing(report) {
        writeln!(out, "{}", without_commands(&line))?;
    }
    if !report.gate.passed {
        writeln!(out, "##vso[task.complete result=Failed;]{}", data(&summary::verdict(report)))?;
    }
    Ok(())
}

fn issue(one: &Ranked<'_>, context: &Context<'_>) -> String {
    let diagnostic = &one.judged.diagnostic;
    let place = context.texts.place(diagnostic.span);
    let Region { line, column, .. } = Region::of(diagnostic.span, &place, context.texts);
    let text = told_with_fix(diagnostic, context);
    match level(diagnostic.severity) {
        Some(level) => format!(
            "##vso[task.logissue type={level};sourcepath={};linenumber={line};columnnumber={column};code={};]{}",
            property(&place.path),
            property(&named(one.judged)),
            data(&text),
        ),
        // There is no such issue as a note, and a warning would say too much.
        None => {
            let line = format!("{place}: note[{}] {text}", named(one.judged));
            without_commands(&one_line(&line, true)).into_owned()
        }
    }
}

const fn level(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Error => Some("error"),
        Severity::Warning => Some("warning"),
        Severity::Note => None,
    }
}

/// Text behind the bracket.
fn data(text: &str) -> String {
    without_commands(&one_line(text, true)).replace('%', "%AZP25")
}

/// A value within the brackets, where more characters mean something.
fn property(text: &str) -> String {
    let text = text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A");
    let text = text.replace(';', "%3B").replace(']', "%5D");
    without_commands(&one_line(&text, true)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_the_agent_is_escaped() {
        assert_eq!(property("a;b]c%\n.md"), "a%3Bb%5Dc%AZP25%0A.md");
        assert_eq!(data("50% ##vso[task.setvariable]x\ny"), "50%AZP25 # #vso[task.setvariable]x y");
    }
}
