//! `tenone baseline`: writes down what is known today; and `--baseline`, which reads it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::End;
use super::arguments::BaselineArguments;
use super::check::{Opened, open};
use super::outputs::to_standard_output;
use super::refusal::Refusal;
use super::surroundings::Surroundings;
use crate::analysis::{self, Analysis, KnownFrom, Options};
use crate::render;
use crate::text::{Sources, Span};
use crate::triage::{Baseline, Policy, baseline};

/// The most that is read of a file of what is known, in bytes.
const LARGEST: u64 = 256 << 20;

/// Where it stands what was known, as the flags of `tenone check` tell.
pub(super) fn known(file: Option<&Path>, nothing: bool) -> Result<KnownFrom, Refusal> {
    let Some(file) = file else {
        return Ok(if nothing { KnownFrom::Nothing } else { KnownFrom::Workspace });
    };
    let help = "`tenone baseline` writes one.";
    let path = file.display().to_string();
    let refused = |why: String| Refusal::usage(format!("{path} cannot be read as a baseline: {why}"), help);
    let text = text(file).map_err(|error| refused(error.to_string()))?;
    match Baseline::parse(&text) {
        Ok(baseline) => Ok(KnownFrom::Given { path, baseline }),
        Err(error) => {
            let (start, end) = error.range(&text);
            let mut sources = Sources::default();
            let source = sources.add(path, text);
            let error = analysis::unusable(&error, Span::new(source, start, end));
            Err(Refusal::baseline(sources, error, ""))
        }
    }
}

fn text(file: &Path) -> io::Result<String> {
    if fs::metadata(file)?.len() > LARGEST {
        return Err(io::Error::other("it is too large"));
    }
    fs::read_to_string(file)
}

/// Writes down what a workspace shows today.
pub(super) fn run(arguments: &BaselineArguments, surroundings: &Surroundings) -> Result<End, Refusal> {
    let opened = open(&arguments.path)?;
    if let Some(file) = opened.workspace.single_file() {
        let message = format!("what is known is written down for a folder, and {file} is a file");
        return Err(Refusal::usage(message, "Give the folder in which it stands."));
    }
    let options = Options {
        config: arguments.config.as_deref().map(|config| opened.config(config)),
        policy: Policy::default(),
        known: KnownFrom::Nothing,
        threads: arguments.threads.map(Into::into),
        ..Options::as_of(surroundings.day(arguments.as_of))
    };
    let analysis =
        analysis::check(&opened.workspace, &options).map_err(|error| Refusal::analysis(error, &opened.typed))?;
    if !analysis.catalogue.faults().is_empty() {
        return Err(Refusal::rules(analysis.catalogue.faults()));
    }
    let new = Baseline::of(&analysis.report);
    if arguments.output.as_deref() == Some(Path::new("-")) {
        to_standard_output(|out| render::baseline::write(&new, out))?;
        return Ok(End::Passed);
    }
    let (path, shown) = target(arguments, &opened, &analysis)?;
    let before = fs::symlink_metadata(&path).is_ok().then(|| text(&path).ok());
    let mut bytes = Vec::new();
    render::baseline::write(&new, &mut bytes)
        .and_then(|()| fs::File::create(&path)?.write_all(&bytes))
        .map_err(|error| Refusal::unwritable(Path::new(&shown), &error))?;
    let said = said(&new, before.as_ref().map(Option::as_deref), &shown);
    to_standard_output(|out| writeln!(out, "{said}"))?;
    Ok(End::Passed)
}

/// The file that is written, and what people call it. In the workspace no link is followed: it may lead anywhere.
fn target(arguments: &BaselineArguments, opened: &Opened, analysis: &Analysis) -> Result<(PathBuf, String), Refusal> {
    if let Some(output) = &arguments.output {
        return Ok((output.clone(), output.display().to_string()));
    }
    let named = analysis.settings.baseline.as_ref().map_or(baseline::FILE, |named| named.value.as_str());
    let shown = format!("{}{named}", opened.typed);
    if !opened.workspace.holds(named) {
        let message = format!("{shown} leads out of the workspace, and nothing is written outside it");
        return Err(Refusal::usage(message, "Give a path below the folder, or --output."));
    }
    let path = opened.workspace.root().join(named);
    let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
    let leads_out = folder.is_some_and(|folder| !folder.starts_with(opened.workspace.root()));
    if leads_out || fs::symlink_metadata(&path).is_ok_and(|known| known.is_symlink()) {
        let help = "Take the link away, or give the file that is meant with --output.";
        return Err(Refusal::usage(format!("{shown} is a link, and is not followed"), help));
    }
    Ok((path, shown))
}

/// What became of what was known; `before`: the text of the file that was there, if it could be read.
fn said(new: &Baseline, before: Option<Option<&str>>, shown: &str) -> String {
    let count = match new.diagnostics.len() {
        1 => "1 known diagnostic".to_owned(),
        many => format!("{many} known diagnostics"),
    };
    let then = "`tenone check` reports them, and holds only what is new.";
    match before {
        None => format!("Wrote {shown} with {count}. {then}"),
        Some(text) => match text.map(Baseline::parse) {
            Some(Ok(old)) => {
                let (came, went) = (new.beyond(&old), old.beyond(new));
                format!("Wrote {shown} with {count}: {came} came and {went} went since {}.", old.as_of)
            }
            _ => format!("Wrote {shown} anew with {count}; what was there could not be read. {then}"),
        },
    }
}
