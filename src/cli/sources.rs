//! `tenone sources`: what was found and how it was read.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::End;
use super::arguments::{Format, SourcesArguments};
use super::check::{Opened, open};
use super::outputs::to_standard_output;
use super::refusal::Refusal;
use super::surroundings::Surroundings;
use crate::analysis::{self, Analysis, Options};
use crate::config;
use crate::mapping::NotCarried;
use crate::render::sources::{Survey, Surveyed, write, write_json};
use crate::render::{Look, Texts};
use crate::text::SourceId;

/// Shows what a workspace holds.
pub(super) fn run(arguments: &SourcesArguments, look: Look, surroundings: &Surroundings) -> Result<End, Refusal> {
    let opened = open(&arguments.path)?;
    let config = arguments.config.as_deref().map(|config| opened.config(config));
    if arguments.write {
        refuse_writing(&opened)?;
    }
    let options = Options { config, ..Options::as_of(surroundings.day(None)) };
    let analysis =
        analysis::check(&opened.workspace, &options).map_err(|error| Refusal::analysis(error, &opened.typed))?;
    if arguments.write {
        return write_settings(&opened, &analysis);
    }
    let read: BTreeSet<&str> = analysis.sources.iter().map(|(_, source)| source.path()).collect();
    let without_source = opened.workspace.files().iter().filter(|file| !read.contains(file.as_str()));
    let batches = analysis.readings.iter().zip(&analysis.records.batches);
    let prefix = if arguments.format == Format::Text { &opened.typed } else { &opened.prefix };
    let survey = Survey {
        read: batches.map(|(reading, batch)| Surveyed { reading, absent: NotCarried::of(batch).usual }).collect(),
        without_source: without_source.cloned().collect(),
        others: analysis.settings.others.iter().map(|path| format!("{prefix}{path}")).collect(),
        unreadable: unreadable(&analysis),
        guessed: analysis.settings.guessed,
        texts: Texts { sources: &analysis.sources, prefix },
        catalogue: &analysis.catalogue,
    };
    to_standard_output(|out| match arguments.format {
        Format::Text => write(&survey, look, out),
        Format::Json => write_json(&survey, out),
    })?;
    Ok(End::Passed)
}

/// Reading diagnostics that tell why a text was not read, or not to its end.
const STOPS: [&str; 3] = ["input-file-unreadable", "input-limit-exceeded", "input-syntax-error"];

fn unreadable(analysis: &Analysis) -> Vec<(SourceId, String)> {
    let judged = analysis.report.diagnostics.iter().map(|judged| &judged.diagnostic);
    let stops = judged.filter(|diagnostic| STOPS.contains(&&*diagnostic.rule));
    stops.map(|diagnostic| (diagnostic.span.source, diagnostic.message.clone())).collect()
}

/// The name of the settings that are written.
const SETTINGS: &str = "tenone.yaml";

/// Refuses what is known to be wrong before anything is read.
fn refuse_writing(opened: &Opened) -> Result<(), Refusal> {
    if let Some(file) = opened.workspace.single_file() {
        let message = format!("settings are written for a folder, and {file} is a file");
        return Err(Refusal::usage(message, "Give the folder in which it stands."));
    }
    let there = [SETTINGS, "tenone.yml"].into_iter().find(|name| opened.workspace.root().join(name).exists());
    there.map_or(Ok(()), |name| Err(already_there(&format!("{}{name}", opened.typed))))
}

fn already_there(path: &str) -> Refusal {
    let help = "Nothing is written over it. To start anew, move it away first.";
    Refusal::usage(format!("{path} is there already"), help)
}

/// Writes what was guessed as the settings of the workspace.
fn write_settings(opened: &Opened, analysis: &Analysis) -> Result<End, Refusal> {
    let found = config::written(&analysis.settings, &analysis.readings, &analysis.sources, &opened.workspace);
    let Some((text, sources)) = found else {
        let help = "`tenone sources` shows what was looked at. Say in tenone.yaml where the register is: \
                    `sources: [{kind: entry, path: register.yaml}]`.";
        return Err(Refusal::usage("no register, minutes or process was found that could be written down", help));
    };
    let path = opened.workspace.root().join(SETTINGS);
    let shown = format!("{}{SETTINGS}", opened.typed);
    // What came to be there in the meantime is not written over either.
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    match file.and_then(|mut file| file.write_all(text.as_bytes())) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(already_there(&shown)),
        Err(error) => return Err(Refusal::unwritable(Path::new(&shown), &error)),
        Ok(()) => {}
    }
    let folder = opened.typed.trim_end_matches('/');
    let check = if folder.is_empty() { "tenone check".to_owned() } else { format!("tenone check {folder}") };
    to_standard_output(|out| {
        let sources = if sources == 1 { "1 source".to_owned() } else { format!("{sources} sources") };
        writeln!(out, "Wrote {shown} with {sources}. Read it, correct what is wrong, and run `{check}`.")
    })?;
    Ok(End::Passed)
}
