//! `tenone check`: one run, all outputs, the gate.

use std::path::{Component, Path, PathBuf};

use super::arguments::CheckArguments;
use super::refusal::Refusal;
use super::surroundings::Surroundings;
use super::{End, baseline, outputs, past};
use crate::analysis::{self, Options};
use crate::discover::Workspace;
use crate::render::{Context, Look, Texts};
use crate::triage::Policy;

/// Checks a workspace.
pub(super) fn run(arguments: &CheckArguments, look: Look, surroundings: &Surroundings) -> Result<End, Refusal> {
    outputs::conflicts(&arguments.outputs)?;
    let opened = open(&arguments.path)?;
    let options = Options {
        config: arguments.config.as_deref().map(|config| opened.config(config)),
        only: arguments.only.clone(),
        skip: arguments.skip.clone(),
        policy: Policy { fail_on: arguments.fail_on(), strict: arguments.strict, hold: arguments.gate.into() },
        known: baseline::known(arguments.baseline.as_deref(), arguments.no_baseline)?,
        threads: arguments.threads.map(Into::into),
        ..Options::as_of(surroundings.day(arguments.as_of))
    };
    let found = past::find(&opened.workspace, &arguments.past, surroundings)?;
    let versions = found.versions();
    let analysis = analysis::check_against(&opened.workspace, found.past(&versions), &options)
        .map_err(|error| Refusal::analysis(error, &opened.typed))?;
    if !analysis.catalogue.faults().is_empty() {
        return Err(Refusal::rules(analysis.catalogue.faults()));
    }
    let context = Context {
        texts: Texts { sources: &analysis.sources, prefix: &opened.prefix },
        catalogue: &analysis.catalogue,
        look,
        as_of_given: arguments.as_of.is_some(),
        include_waived: arguments.include_waived,
    };
    outputs::write(&arguments.outputs, &analysis.report, &context, &opened.typed)?;
    let end = if analysis.report.gate.passed { End::Passed } else { End::Failed };
    // The process ends here, and the system takes the memory back faster than piece by piece.
    std::mem::forget(analysis);
    Ok(end)
}

/// A workspace, and where it is for whoever typed its path.
pub(super) struct Opened {
    pub(super) workspace: Workspace,
    /// What stands before the paths of its files for people, who open them from the current folder.
    pub(super) typed: String,
    /// The same for programs; nothing where the workspace is not below the current folder, so that what they read does
    /// not depend on where it lies.
    pub(super) prefix: String,
}

/// Opens what the command line names.
pub(super) fn open(path: &Path) -> Result<Opened, Refusal> {
    if path == Path::new("-") {
        let help = "Write it to a file and give its path: places and links need one.";
        return Err(Refusal::usage("standard input is not read", help));
    }
    let workspace = Workspace::open(path)?;
    let typed = typed(path, path.is_file());
    let is_below = path.components().all(|part| matches!(part, Component::CurDir | Component::Normal(_)));
    Ok(Opened { prefix: if is_below { typed.clone() } else { String::new() }, typed, workspace })
}

impl Opened {
    /// Settings are named from the current folder, as everything that is typed; the workspace names them from its root.
    pub(super) fn config(&self, config: &Path) -> String {
        let full = config.canonicalize().ok();
        let inside = full.as_deref().and_then(|full| full.strip_prefix(self.workspace.root()).ok());
        let path = inside.unwrap_or(config);
        path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

/// The folder of the workspace as it was typed, with `/` behind each part; nothing for the current folder.
fn typed(path: &Path, is_file: bool) -> String {
    let folder: PathBuf = if is_file { path.parent().map(Path::to_path_buf).unwrap_or_default() } else { path.into() };
    let mut typed = String::new();
    for part in folder.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => typed.push('/'),
            Component::Prefix(drive) => typed.push_str(&drive.as_os_str().to_string_lossy()),
            Component::ParentDir => typed.push_str("../"),
            Component::Normal(name) => {
                typed.push_str(&name.to_string_lossy());
                typed.push('/');
            }
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_from_where_the_command_was_typed() {
        for (path, is_file, expected) in [
            (".", false, ""),
            ("./registers/", false, "registers/"),
            ("a/b", false, "a/b/"),
            ("a/register.yaml", true, "a/"),
            ("register.yaml", true, ""),
            ("/abs/a", false, "/abs/a/"),
            ("/abs/register.yaml", true, "/abs/"),
            ("..", false, "../"),
            ("../other", false, "../other/"),
        ] {
            assert_eq!(typed(Path::new(path), is_file), expected, "{path}");
        }
    }
}
