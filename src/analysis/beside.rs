//! The files beside the records: waivers, and what was known before.

use super::options::{AnalysisError, KnownFrom, Options};
use crate::check::{Outcome, Run};
use crate::config::{Settings, SettingsError};
use crate::data::Spanned;
use crate::diagnostic::Problem;
use crate::discover::Workspace;
use crate::text::{Sources, Span};
use crate::triage::baseline::{self, Baseline, Remains};
use crate::triage::waivers::{self, Waivers};

/// What stands in these files.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) waivers: Waivers,
    /// What was known before, and the path of its file.
    pub(super) known: Option<(String, Baseline)>,
}

/// The paths of these files, as far as they are there: none of them is a register, whatever it looks like.
pub(super) fn paths(workspace: &Workspace, settings: Option<&Settings>) -> Vec<String> {
    let named = |file: fn(&Settings) -> &Option<Spanned<String>>| settings.and_then(|settings| file(settings).as_ref());
    let path = |named: Option<&Spanned<String>>, usual| path(workspace, named, usual).map(str::to_owned);
    let waivers = path(named(|settings| &settings.waivers), waivers::FILE);
    waivers.into_iter().chain(path(named(|settings| &settings.baseline), baseline::FILE)).collect()
}

/// The file that is named, else the usual one where it exists. Beside a single file that was given nothing is looked for.
fn path<'a>(workspace: &Workspace, named: Option<&'a Spanned<String>>, usual: &'a str) -> Option<&'a str> {
    let usual = || Some(usual).filter(|usual| workspace.single_file().is_none() && workspace.lists(usual));
    named.map(|named| named.value.as_str()).or_else(usual)
}

/// Reads the waivers of a workspace.
///
/// # Errors
///
/// If the settings name a file that is not there.
pub(super) fn waivers(
    workspace: &Workspace,
    settings: &Settings,
    sources: &mut Sources,
) -> Result<(Waivers, Vec<Problem>), AnalysisError> {
    let named = settings.waivers.as_ref();
    if let Some(named) = named {
        is_there(workspace, named, "Make it, with `[]` in it if there is no waiver, or take the line out.")?;
    }
    let path = path(workspace, named, waivers::FILE);
    Ok(path.map_or_else(Default::default, |path| waivers::read(workspace, path, sources)))
}

/// Reads what was known before, if there is such a file or one was given; with the path that people know it by.
///
/// # Errors
///
/// If it cannot be read, or the settings name a file that is not there.
pub(super) fn known(
    workspace: &Workspace,
    settings: &Settings,
    options: &Options,
    sources: &mut Sources,
) -> Result<Option<(String, Baseline)>, AnalysisError> {
    let named = settings.baseline.as_ref();
    match &options.known {
        KnownFrom::Nothing => return Ok(None),
        KnownFrom::Given { path, baseline } => return Ok(Some((path.clone(), baseline.clone()))),
        KnownFrom::Workspace => {}
    }
    if let Some(named) = named {
        is_there(workspace, named, "`tenone baseline` writes it; --no-baseline does without.")?;
    }
    let Some(path) = path(workspace, named, baseline::FILE) else { return Ok(None) };
    let text = workspace.load(path).text().clone();
    match Baseline::parse(&text) {
        Ok(baseline) => Ok(Some((path.to_owned(), baseline))),
        Err(error) => {
            let range = error.range(&text);
            let source = sources.add(path, text);
            let span = Span::new(source, range.0, range.1);
            Err(AnalysisError::Baseline { sources: Box::default(), error: unusable(&error, span) })
        }
    }
}

/// Why a baseline cannot be used, with what to do.
#[must_use]
pub fn unusable(error: &baseline::BaselineError, span: Span) -> SettingsError {
    let help = "`tenone baseline` writes it anew; nothing in it is meant to be changed by hand.".to_owned();
    SettingsError { span, message: format!("this baseline cannot be used: {error}"), help }
}

impl Beside {
    /// What is left of what was known, after a run.
    pub(super) fn remains(&self, run: &Run<'_, '_>, outcome: &Outcome) -> Option<Remains> {
        let (path, baseline) = self.known.as_ref()?;
        let (as_of, entries) = (baseline.as_of.clone(), baseline.diagnostics.len());
        Some(Remains { path: path.clone(), as_of, entries, gone: baseline.gone(run, outcome) })
    }
}

/// Refuses a named file that is not there, or not in the workspace.
fn is_there(workspace: &Workspace, named: &Spanned<String>, help: &str) -> Result<(), AnalysisError> {
    let refused = |message: String, help: &str| {
        let error = SettingsError { span: named.span, message, help: help.to_owned() };
        Err(AnalysisError::Settings { sources: Box::default(), errors: vec![error] })
    };
    if !workspace.holds(&named.value) {
        let message = format!("`{}` leads out of the workspace, and nothing outside it is read", named.value);
        return refused(message, "Paths count from the folder that is checked.");
    }
    if !workspace.is_file(&named.value) {
        return refused(format!("there is no file `{}`", named.value), help);
    }
    Ok(())
}
