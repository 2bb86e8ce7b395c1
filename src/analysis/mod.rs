//! The whole story of a run: settings, files, records, rules, verdict.

mod before;
mod beside;
mod earlier;
mod gather;
mod options;
mod provenance;
mod settings;
mod state;
mod texts;
mod withheld;

use crate::config::Settings;
use crate::discover::Workspace;
use crate::index::Index;
use crate::mapping::Reading;
use crate::model::{Kind, Lexicon, Records};
use crate::readiness::{self, Readiness};
use crate::rule::Catalogue;
use crate::text::Sources;
use crate::triage::{self, Grounds, Report};

use beside::Beside;
pub use beside::unusable;
pub use earlier::{Base, Past, Revision, Version};
use gather::Gathered;
pub use options::{AnalysisError, AsOf, KnownFrom, Options};
use settings::Found;
use state::{Known, Ran, State};

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
        let (waivers, problems) = beside::waivers(workspace, &found.settings, &mut sources)?;
        let known = beside::known(workspace, &found.settings, options, &mut sources)?;
        Ok((found, files, Beside { waivers, known }, problems))
    };
    let (Found { settings, rules, path: settings_path, .. }, files, beside, problems) =
        match rayon::join(read, Lexicon::embedded).0 {
            Ok(found) => found,
            Err(error) => return Err(settings::with_sources(error, sources)),
        };
    let (catalogue, gathered) = rayon::join(Catalogue::embedded, || gather::map_all(files, &settings, &sources));
    let rules = match settings::rules(rules.as_ref(), options, &catalogue) {
        Ok(rules) => rules,
        Err(error) => return Err(settings::with_sources(error, sources)),
    };
    let mut head = State::new(workspace, sources, settings, rules, gathered);
    head.redact = options.redact;
    let columns = head.columns(&catalogue);
    head.gathered.problems.extend(problems.into_iter().chain(columns));
    head.beside = beside;
    let as_of = options.day(&head.settings);
    let base = before::read(past, &head, options, &catalogue);
    let seen = match earlier::read(past, base.as_ref(), &mut head, options) {
        Ok(seen) => seen,
        Err(error) => return Err(settings::with_sources(error, head.sources)),
    };
    head.gathered.problems.extend(seen.lost(&head, &catalogue));
    let known = Known { change: seen.change.as_ref(), history: seen.history.as_ref().or(past.history) };
    let keep = if options.readiness.is_some() { readiness::KEPT } else { 0 };
    let before = before::of(past, &head, base.as_ref(), &seen, &catalogue, as_of);
    let judge = |index: &Index<'_>, ran: Vec<Ran>| {
        let Ran { mut outcome, excused, remains } = ran.into_iter().next().unwrap_or_default();
        let baseline = head.beside.known.as_ref().map(|(_, baseline)| baseline).zip(remains.as_ref());
        let grounds = Grounds { policy: options.policy, before: before.as_ref(), excused: Some(&excused), baseline };
        let passing = std::mem::take(&mut outcome.passing);
        let mut report = triage::judge_on(outcome, &head.sources, as_of, grounds);
        report.records = counts(index);
        report.files = head.sources.iter().map(|(_, source)| source.path().to_owned()).collect();
        report.compared = before::compared(past, &head.settings);
        report.versions = (!past.versions.is_empty()).then_some(past.versions.len());
        report.no_history = past.no_history.map(str::to_owned);
        let readiness = options.readiness.as_ref().map(|wanted| {
            Readiness::of(&readiness::Inputs {
                index,
                report: &report,
                passing: &passing,
                catalogue: &catalogue,
                rules: &head.rules,
                readings: &head.gathered.readings,
                provenance: &provenance::of(&head, settings_path.as_deref(), &report, &catalogue),
                wanted,
            })
        });
        let mut readiness = readiness.transpose()?;
        if options.redact {
            withheld::told(index, &catalogue, &head.settings, &mut report, readiness.as_mut());
        }
        Ok::<_, AnalysisError>((report, readiness))
    };
    let (report, readiness) = head.judged(&catalogue, &[as_of], known, keep, judge)?;
    let State { sources, mut settings, gathered: Gathered { mut readings, records, .. }, .. } = head;
    if options.redact {
        readings.iter_mut().for_each(withheld::reading);
        settings.organisation.name = None;
    }
    Ok(Analysis { sources, catalogue, settings, readings, records, report, readiness })
}

/// Records that were read, by kind; groups of fields without an id are no records of their own.
fn counts(index: &Index<'_>) -> Vec<(Kind, u32)> {
    let kinds = Kind::ALL.iter().copied().filter(|kind| kind.has_id() && index.loaded(*kind));
    kinds.map(|kind| (kind, u32::try_from(index.of_kind(kind).len()).unwrap_or(u32::MAX))).collect()
}
