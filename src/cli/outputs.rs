//! `--output FORMAT[=FILE]`: formats, and where they go.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::PathBuf;

use super::refusal::Refusal;
use crate::data::nearest;
use crate::render::{self, Context, Look, Texts};
use crate::triage::Report;

/// A format of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Terminal,
    Concise,
    Json,
    Jsonl,
    Sarif,
    Github,
    Azure,
    Gitlab,
    Junit,
    Markdown,
}

impl Format {
    fn is_for_people(self) -> bool {
        matches!(self, Self::Terminal | Self::Concise)
    }
}

const FORMATS: [(&str, Format); 10] = [
    ("terminal", Format::Terminal),
    ("concise", Format::Concise),
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("sarif", Format::Sarif),
    ("github", Format::Github),
    ("azure", Format::Azure),
    ("gitlab", Format::Gitlab),
    ("junit", Format::Junit),
    ("markdown", Format::Markdown),
];

/// A format and where it goes: standard output, unless there is a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output<F = Format> {
    pub(super) format: F,
    pub(super) file: Option<PathBuf>,
}

impl Output {
    /// Reads `FORMAT` or `FORMAT=FILE`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        Self::parse_as(text, &FORMATS)
    }
}

impl<F: Copy> Output<F> {
    /// Reads `FORMAT` or `FORMAT=FILE`, where the format is one of these.
    pub(super) fn parse_as(text: &str, formats: &[(&str, F)]) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("there is no file behind the `=`".to_owned()),
            // As with other commands, `-` is standard output, not a file of that name.
            Some((name, "-")) => (name, None),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        match formats.iter().find(|(known, _)| *known == name) {
            Some((_, format)) => Ok(Self { format: *format, file }),
            None => {
                let names: Vec<&str> = formats.iter().map(|(known, _)| *known).collect();
                let near = nearest(name, names.iter().copied());
                let near = near.map_or_else(String::new, |near| format!(", did you mean {near}?"));
                let (last, others) = names.split_last().unwrap_or((&"", &[]));
                Err(format!("the formats are {} and {last}{near}", others.join(", ")))
            }
        }
    }
}

/// Refuses two outputs to one place, before anything is read.
pub(super) fn conflicts<F>(outputs: &[Output<F>]) -> Result<(), Refusal> {
    for (index, output) in outputs.iter().enumerate() {
        if outputs[..index].iter().any(|other| other.file == output.file) {
            let place =
                output.file.as_ref().map_or_else(|| "standard output".to_owned(), |file| file.display().to_string());
            let message = format!("two outputs go to {place}");
            return Err(Refusal::usage(message, "Give one of them a file: `--output FORMAT=FILE`."));
        }
    }
    Ok(())
}

/// Writes a report in all formats that are asked for; without any, for a person at a terminal. People read paths as
/// they typed them.
pub(super) fn write(outputs: &[Output], report: &Report, context: &Context<'_>, typed: &str) -> Result<(), Refusal> {
    let usual = [Output { format: Format::Terminal, file: None }];
    let outputs = if outputs.is_empty() { &usual[..] } else { outputs };
    write_all(outputs, context.look, |format, look, out| {
        let prefix = if format.is_for_people() { typed } else { context.texts.prefix };
        let context = Context { texts: Texts { prefix, ..context.texts }, look, ..*context };
        draw(format, report, &context, out)
    })
}

/// Writes in all formats that are asked for, each to where it goes.
pub(super) fn write_all<F: Copy>(
    outputs: &[Output<F>],
    look: Look,
    draw: impl Fn(F, Look, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Refusal> {
    for output in outputs {
        match &output.file {
            None => to_standard_output(|out| draw(output.format, look, out))?,
            Some(file) => {
                // A file is read later, by somebody with another terminal and without a runner.
                let look = Look { color: false, unicode: true, neutralise: false, ..look };
                let written = File::create(file).map(BufWriter::new).and_then(|mut out| {
                    draw(output.format, look, &mut out)?;
                    out.flush()
                });
                written.map_err(|error| Refusal::unwritable(file, &error))?;
            }
        }
    }
    Ok(())
}

fn draw(format: Format, report: &Report, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Terminal => render::terminal::write(report, context, out),
        Format::Concise => render::concise::write(report, context, out),
        Format::Json => render::json::write(report, context, out),
        Format::Jsonl => render::jsonl::write(report, context, out),
        Format::Sarif => render::sarif::write(report, context, out),
        Format::Github => render::github::write(report, context, out),
        Format::Azure => render::azure::write(report, context, out),
        Format::Gitlab => render::gitlab::write(report, context, out),
        Format::Junit => render::junit::write(report, context, out),
        Format::Markdown => render::markdown::write(report, context, out),
    }
}

/// Writes to standard output; a reader that has read enough, such as `head`, is no failure.
pub(super) fn to_standard_output(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Refusal> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Refusal::usage(format!("standard output cannot be written: {error}"), ""))
        }
        _ => Ok(()),
    }
}
