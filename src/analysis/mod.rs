//! The whole story of a run: settings, files, records, rules, verdict.

mod earlier;
mod gather;
mod options;
mod provenance;
mod settings;
mod texts;
mod withheld;

use std::collections::BTreeSet;

use crate::check::{self, Columns, RuleSettings};
use crate::config::Settings;
use crate::diagnostic::Problem;
use crate::discover::Workspace;
use crate::expr::{self, World};
use crate::index::Index;
use crate::mapping::Reading;
use crate::model::{Kind, Lexicon, Records};
use crate::readiness::{self, Readiness};
use crate::rule::Catalogue;
use crate::text::Sources;
use crate::triage::{self, Report};

pub use earlier::Past;
use gather::Gathered;
pub use options::{AnalysisError, Options};

/// What a run found, and what it found it in.
#[derive(Debug)]
pub struct Analysis {
    /// The texts that were read.
    pub sources: Sources,
    /// The rules.
    pub catalogue: Catalogue,
    /// The settings that applied.
    pub settings: Settings,
    /// How each file was understood.
    pub readings: Vec<Reading>,
    /// The records.
    pub records: Records,
    /// The verdict.
    pub report: Report,
    /// The facts of a readiness report, if they were asked for.
    pub readiness: Option<Readiness>,
}

/// Reads a workspace, runs the rules over it, and judges what they found.
///
/// # Errors
///
/// If the settings or the names of rules in the options are wrong. Bad records are diagnostics, not errors.
pub fn check(workspace: &Workspace, options: &Options) -> Result<Analysis, AnalysisError> {
    check_against(workspace, Past::default(), options)
}

/// The same, and compares the workspace with what came before.
///
/// # Errors
///
/// If the settings or the names of rules in the options are wrong, or if the base cannot be read at all.
pub fn check_against(workspace: &Workspace, past: Past<'_>, options: &Options) -> Result<Analysis, AnalysisError> {
    match options.threads.map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build()) {
        Some(Ok(pool)) => pool.install(|| story(workspace, past, options)),
        _ => story(workspace, past, options),
    }
}

fn story(workspace: &Workspace, past: Past<'_>, options: &Options) -> Result<Analysis, AnalysisError> {
    let mut sources = Sources::default();
    // What has to be made whatever the files hold is made while another thread is busy with what cannot be shared out:
    // the words while the settings are read, the rules while the longest file is mapped.
    let read = || {
        let found = settings::find(workspace, options, &mut sources)?;
        let files = gather::read_all(workspace, &found.settings, &found.unclear, &mut sources)?;
        settings::first_text(workspace, &mut sources)?;
        Ok((found.settings, found.rules, found.path, files))
    };
    let (mut settings, rules, settings_path, files) = match rayon::join(read, Lexicon::embedded).0 {
        Ok(found) => found,
        Err(error) => return Err(settings::with_sources(error, sources)),
    };
    let (catalogue, mut gathered) = rayon::join(Catalogue::embedded, || gather::map_all(files, &settings, &sources));
    let rules = match settings::rules(rules.as_ref(), options, &catalogue) {
        Ok(rules) => rules,
        Err(error) => return Err(settings::with_sources(error, sources)),
    };
    gathered.problems.extend(columns(&settings, &gathered, &catalogue, &rules));
    let change = earlier::change(past, workspace, options, &settings, &mut sources, &mut gathered.records);
    let change = match change {
        Ok(change) => change,
        Err(error) => return Err(settings::with_sources(error, sources)),
    };
    let paths: BTreeSet<String> = workspace.files().iter().cloned().collect();
    let index = Index::build(&gathered.records, &sources, &paths).with_empty(|path| workspace.is_empty_file(path));
    let index = if workspace.single_file().is_some() { index.of_one_file() } else { index };
    let facts = settings::facts(&settings, options.as_of);
    let pack = catalogue.pack(&settings.standard.value).map_or_else(expr::Pack::default, |pack| pack.facts());
    let world = World::new(&index, options.as_of, &facts, &pack).with_past(change.as_ref(), past.history);
    let world = if options.redact { world.with_texts_withheld(withheld::own_texts(&catalogue)) } else { world };
    let expectations = settings::expectations(workspace, &settings, &sources, &gathered.readings);
    let mut outcome = check::run(&check::Run {
        catalogue: &catalogue,
        world: &world,
        settings: &rules,
        problems: &gathered.problems,
        unread: &gathered.unread,
        expectations: &expectations,
        threads: None,
        keep: if options.readiness.is_some() { readiness::KEPT } else { 0 },
    });
    let passing = std::mem::take(&mut outcome.passing);
    let mut report = triage::judge(outcome, &sources, options.as_of, options.policy);
    report.records = counts(&index);
    report.files = sources.iter().map(|(_, source)| source.path().to_owned()).collect();
    let readiness = options.readiness.as_ref().map(|wanted| -> Result<Readiness, AnalysisError> {
        let provenance = provenance::of(workspace, &settings, settings_path.as_deref(), &report, &catalogue, &rules);
        Ok(Readiness::of(&readiness::Inputs {
            index: &index,
            report: &report,
            passing: &passing,
            catalogue: &catalogue,
            rules: &rules,
            readings: &gathered.readings,
            provenance: &provenance,
            wanted,
        })?)
    });
    let mut readiness = readiness.transpose()?;
    if let Some(keeper) = &world.withheld {
        readiness.iter_mut().for_each(|facts| facts.withhold(keeper));
        withheld::report(&mut report, keeper);
        gathered.readings.iter_mut().for_each(withheld::reading);
        settings.organisation.name = None;
    }
    let (readings, records) = (gathered.readings, gathered.records);
    Ok(Analysis { sources, catalogue, settings, readings, records, report, readiness })
}

/// What is to be said of columns that the sources of the settings lack.
fn columns(settings: &Settings, gathered: &Gathered, catalogue: &Catalogue, rules: &RuleSettings) -> Vec<Problem> {
    let (readings, records) = (&gathered.readings, &gathered.records);
    Columns { sources: &settings.sources, readings, records, catalogue, settings: rules }.problems()
}

/// Records that were read, by kind; groups of fields without an id are no records of their own.
fn counts(index: &Index<'_>) -> Vec<(Kind, u32)> {
    let kinds = Kind::ALL.iter().copied().filter(|kind| kind.has_id() && index.loaded(*kind));
    kinds.map(|kind| (kind, u32::try_from(index.of_kind(kind).len()).unwrap_or(u32::MAX))).collect()
}
