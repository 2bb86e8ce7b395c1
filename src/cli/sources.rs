//! `tenone sources`: what was found and how it was read.

use std::collections::BTreeSet;

use super::End;
use super::arguments::{Format, SourcesArguments};
use super::check::open;
use super::outputs::to_standard_output;
use super::refusal::Refusal;
use super::surroundings::Surroundings;
use crate::analysis::{self, Analysis, Options};
use crate::mapping::NotCarried;
use crate::render::sources::{Survey, Surveyed, write, write_json};
use crate::render::{Look, Texts};
use crate::text::SourceId;

/// Shows what a workspace holds.
pub(super) fn run(arguments: &SourcesArguments, look: Look, surroundings: &Surroundings) -> Result<End, Refusal> {
    let opened = open(&arguments.path)?;
    let config = arguments.config.as_deref().map(|config| opened.config(config));
    let options = Options { config, ..Options::new(surroundings.today) };
    let analysis =
        analysis::check(&opened.workspace, &options).map_err(|error| Refusal::analysis(error, &opened.typed))?;
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
    let stops = judged.filter(|diagnostic| STOPS.contains(&diagnostic.rule.as_str()));
    stops.map(|diagnostic| (diagnostic.span.source, diagnostic.message.clone())).collect()
}
