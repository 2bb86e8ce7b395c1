//! `tenone report`: the readiness report, in all formats that are asked for.

use std::path::{Component, Path};

use super::End;
use super::arguments::ReportArguments;
use super::check::open;
use super::outputs::{self, Output};
use super::past;
use super::refusal::Refusal;
use super::surroundings::Surroundings;
use crate::analysis::{self, Options};
use crate::readiness::{Wanted, sample};
use crate::render::report::{Facts, html, json, markdown, oscal};
use crate::render::{Context, Look, Texts, ics};
use crate::triage::{Compared, Report};

/// A format of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Markdown,
    Html,
    Json,
    Ics,
    Oscal,
    OscalPoam,
}

const FORMATS: [(&str, Format); 6] = [
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("json", Format::Json),
    ("ics", Format::Ics),
    ("oscal", Format::Oscal),
    ("oscal-poam", Format::OscalPoam),
];

/// Reads the name of a format.
pub(super) fn format(text: &str) -> Result<Format, String> {
    match output(text)? {
        Output { format, file: None } => Ok(format),
        Output { .. } => Err("a file is given with --output".to_owned()),
    }
}

/// Reads `FORMAT` or `FORMAT=FILE`.
pub(super) fn output(text: &str) -> Result<Output<Format>, String> {
    Output::parse_as(text, &FORMATS)
}

/// Writes the report.
pub(super) fn run(arguments: &ReportArguments, look: Look, surroundings: &Surroundings) -> Result<End, Refusal> {
    outputs::conflicts(&arguments.outputs)?;
    let opened = open(&arguments.path)?;
    let options = Options {
        config: arguments.config.as_deref().map(|config| opened.config(config)),
        only: arguments.only.clone(),
        skip: arguments.skip.clone(),
        threads: arguments.threads.map(Into::into),
        redact: arguments.redact,
        readiness: Some(wanted(arguments)),
        ..Options::as_of(surroundings.day(arguments.as_of))
    };
    let found = past::find(&opened.workspace, &arguments.past, surroundings)?;
    let versions = found.versions();
    let analysis = analysis::check_against(&opened.workspace, found.past(&versions), &options)
        .map_err(|error| Refusal::analysis(error, &opened.typed))?;
    if !analysis.catalogue.faults().is_empty() {
        return Err(Refusal::rules(analysis.catalogue.faults()));
    }
    let Some(readiness) = &analysis.readiness else {
        return Err(Refusal::usage("there are no facts to report", ""));
    };
    let context = Context {
        // A report is handed on: it names files from the folder that was judged, not from where somebody stood.
        texts: Texts { sources: &analysis.sources, prefix: &opened.prefix },
        catalogue: &analysis.catalogue,
        look,
        as_of_given: arguments.as_of.is_some(),
        organisation: readiness.provenance.organisation.as_deref(),
        workspace: opened.name(),
        include_waived: true,
    };
    let command = command(arguments, &analysis.report);
    let usual = [Output { format: arguments.format.unwrap_or(Format::Markdown), file: None }];
    let outputs = if arguments.outputs.is_empty() { &usual[..] } else { &arguments.outputs };
    outputs::write_all(outputs, look, |format, look, out| {
        let context = Context { look, ..context };
        let facts = Facts { readiness, report: &analysis.report, context, command: &command };
        match format {
            Format::Markdown => markdown::write(&facts, out),
            Format::Html => html::write(&facts, out),
            Format::Json => json::write(&facts, out),
            Format::Oscal => oscal::write(&facts, out),
            Format::OscalPoam => oscal::write_plan(&facts, out),
            Format::Ics => {
                let whose = readiness.provenance.organisation.as_deref().unwrap_or("Management system");
                ics::write(&readiness.forecast, whose, &analysis.sources, out)
            }
        }
    })?;
    // The process ends here, and the system takes the memory back faster than piece by piece.
    std::mem::forget(analysis);
    Ok(End::Passed)
}

/// What the facts are asked for.
fn wanted(arguments: &ReportArguments) -> Wanted {
    let usual = Wanted::default();
    let size = arguments.sample.unwrap_or(usual.sample.size);
    let seed = arguments.seed.unwrap_or(usual.sample.seed);
    let sample = sample::Options { size, seed, ..usual.sample };
    let horizon = arguments.horizon.unwrap_or(usual.horizon);
    Wanted { sample, ids: arguments.ids.clone(), horizon, for_review: arguments.for_review }
}

/// The command that gives the same report again. Of a path from elsewhere only the end is told: a report is handed on,
/// and what else is on the machine is nobody's business.
fn command(arguments: &ReportArguments, report: &Report) -> String {
    let mut words = vec!["tenone".to_owned(), "report".to_owned()];
    if arguments.path != Path::new(".") {
        words.push(quoted(&known(&arguments.path)));
    }
    words.extend(["--as-of".to_owned(), report.as_of.to_string()]);
    if let Compared::Base { commit, .. } = &report.compared {
        words.extend(["--base".to_owned(), commit.clone()]);
    }
    words.extend(report.versions.map(|versions| format!("--history={versions}")));
    if let Some(config) = &arguments.config {
        words.extend(["--config".to_owned(), quoted(&known(config))]);
    }
    let numbers = [
        ("--sample", arguments.sample.map(|size| size.to_string())),
        ("--seed", arguments.seed.map(|seed| seed.to_string())),
    ];
    for (flag, number) in
        numbers.into_iter().chain([("--horizon", arguments.horizon.map(|horizon| horizon.to_string()))])
    {
        words.extend(number.map(|number| [flag.to_owned(), quoted(&number)]).into_iter().flatten());
    }
    for (flag, given) in [("--for-review", arguments.for_review), ("--redact", arguments.redact)] {
        words.extend(given.then(|| flag.to_owned()));
    }
    for (flag, names) in [("--ids", &arguments.ids), ("--only", &arguments.only), ("--skip", &arguments.skip)] {
        if !names.is_empty() {
            words.extend([flag.to_owned(), quoted(&names.join(","))]);
        }
    }
    words.join(" ")
}

fn known(path: &Path) -> String {
    let is_below = path.components().all(|part| matches!(part, Component::CurDir | Component::Normal(_)));
    let end = || path.file_name().map(|name| name.to_string_lossy().into_owned());
    if is_below { path.to_string_lossy().into_owned() } else { end().unwrap_or_else(|| ".".to_owned()) }
}

/// A word for a shell: in quotes where it needs them.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./,=+:@%".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
