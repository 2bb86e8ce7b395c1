//! Earlier states of the workspace: read beside the present one, and paired with it.

use crate::change::{Change, History};
use crate::check::Lost;
use crate::config::Settings;
use crate::data::{Date, Zone};
use crate::diagnostic::Problem;
use crate::discover::Workspace;
use crate::model::Records;
use crate::rule::Catalogue;
use crate::text::Sources;

use super::gather::{self, Gathered};
use super::options::{AnalysisError, Options};
use super::settings::{self, Found};
use super::state::State;

/// What is known of the time before; each part may be missing, and what needs it is then not assessed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Past<'a> {
    /// The state with which the present one is compared.
    pub base: Option<Base<'a>>,
    /// Why there is no base, where one was asked for.
    pub no_base: Option<&'a str>,
    /// Since when each record is known, where somebody else found that out.
    pub history: Option<&'a History>,
    /// Earlier states, the oldest first.
    pub versions: &'a [Version<'a>],
    /// Why there are none, where they were asked for.
    pub no_history: Option<&'a str>,
}

/// The state with which the present one is compared.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// The workspace as it was.
    pub workspace: &'a Workspace,
    /// Which revision it is; none for a folder.
    pub revision: Option<Revision<'a>>,
}

/// A commit, as it was asked for and as it is.
#[derive(Clone, Copy, Debug)]
pub struct Revision<'a> {
    /// What it was asked for by, such as `origin/main`.
    pub name: &'a str,
    /// The name of the commit, in full.
    pub commit: &'a str,
    /// When it was committed, in seconds since 1970-01-01 00:00 UTC.
    pub seconds: i64,
}

/// An earlier state of the workspace.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The workspace as it was.
    pub workspace: &'a Workspace,
    /// When it was committed, in seconds since 1970-01-01 00:00 UTC.
    pub seconds: i64,
}

impl<'a> Base<'a> {
    /// A folder as the base: of no day, so that no time passed since.
    #[must_use]
    pub const fn of(workspace: &'a Workspace) -> Self {
        Self { workspace, revision: None }
    }

    /// The day of the base.
    pub(super) fn day(&self, zone: &Zone) -> Option<Date> {
        self.revision.map(|revision| zone.day_of(revision.seconds))
    }
}

/// What was read of earlier states.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) change: Option<Change>,
    pub(super) history: Option<History>,
}

/// Reads the base and the history beside the present state.
///
/// # Errors
///
/// If a state can be read neither with its own settings nor with those of the head.
pub(super) fn read(
    past: Past<'_>,
    base: Option<&State<'_>>,
    head: &mut State<'_>,
    options: &Options,
) -> Result<Seen, AnalysisError> {
    // Where only one file is looked at, all others would seem to be gone.
    if head.workspace.single_file().is_some() {
        return Ok(Seen::default());
    }
    let State { settings, sources, gathered, .. } = head;
    let mut reader = Reader { options, head: settings, sources, records: &mut gathered.records };
    // The base first: it is paired with all earlier records that are there.
    let change = past.base.map(|_| reader.change(base));
    Ok(Seen { change, history: reader.history(past.versions)? })
}

impl Seen {
    /// What the base kept and the head does not.
    pub(super) fn lost(&self, head: &State<'_>, catalogue: &Catalogue) -> Vec<Problem> {
        let Some(change) = &self.change else { return Vec::new() };
        let State { sources, gathered: Gathered { records, readings, problems, .. }, rules, .. } = head;
        let expectations = &head.expectations();
        let lost = Lost { sources, records, readings, change, catalogue, settings: rules, expectations };
        // What the settings still name is told already.
        let told = |lost: &Problem| {
            lost.name == "input-source-lost"
                && problems.iter().any(|one| one.name == "input-source-missing" && one.span == lost.span)
        };
        lost.problems().into_iter().filter(|problem| !told(problem)).collect()
    }
}

/// Where earlier states are read to, and how.
struct Reader<'a> {
    options: &'a Options,
    head: &'a Settings,
    sources: &'a mut Sources,
    records: &'a mut Records,
}

impl Reader<'_> {
    /// Adds the records of the base to those of the head, and pairs both. Of what is wrong with the base nothing is said: it
    /// cannot be changed any more. A base that holds nothing has no records.
    fn change(&mut self, base: Option<&State<'_>>) -> Change {
        let unread = base.map_or_else(Vec::new, |base| {
            let by = self.sources.add_earlier(&base.sources);
            self.records.add_earlier(base.gathered.records.clone().of_texts_behind(by));
            base.gathered.unread.clone()
        });
        Change::within(self.records, unread)
    }

    /// Reads earlier states, and notes in which of them each record is, and when it was altered.
    ///
    /// # Errors
    ///
    /// If one of them can be read neither with its own settings nor with those of the head.
    fn history(&mut self, versions: &[Version<'_>]) -> Result<Option<History>, AnalysisError> {
        let zone = &self.head.organisation.time_zone;
        let Some(first) = versions.first() else { return Ok(None) };
        let mut history = History::new(zone.day_of(first.seconds));
        for version in versions {
            let first = self.add(version.workspace)?;
            history.note_state(self.records, first, zone.day_of(version.seconds));
        }
        Ok(Some(history))
    }

    /// Reads a state; gives the number of its first batch.
    fn add(&mut self, state: &Workspace) -> Result<u32, AnalysisError> {
        self.sources.begin_earlier();
        let found = settings::find(state, self.options, self.sources).ok();
        // A guess says less than what the head is told.
        let found = found.filter(|found| !found.settings.guessed || self.head.guessed);
        let files = found.and_then(|Found { settings, unclear, .. }| {
            let files = gather::read_all(state, &settings, &unclear, self.sources).ok()?;
            Some((settings, files))
        });
        let (settings, files) = match files {
            Some(read) => read,
            None => (self.head.clone(), gather::read_all(state, self.head, &[], self.sources)?),
        };
        let gathered = gather::map_all(files, &settings, self.sources);
        Ok(self.records.add_earlier(gathered.records))
    }
}
