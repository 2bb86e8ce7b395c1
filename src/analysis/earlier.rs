//! An earlier state of the workspace: read beside the present one, and paired with it.

use crate::change::{Change, History};
use crate::config::Settings;
use crate::discover::Workspace;
use crate::model::Records;
use crate::text::Sources;

use super::gather;
use super::options::{AnalysisError, Options};
use super::settings::{self, Found};

/// What is known of the time before; each part may be missing, and what needs it is then not assessed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Past<'a> {
    /// The workspace as it was at the base.
    pub base: Option<&'a Workspace>,
    /// Since when each record is known.
    pub history: Option<&'a History>,
}

/// Reads the base, adds its records to those of the head, and pairs both. Of what is wrong with the base nothing is said: it
/// cannot be changed any more.
///
/// # Errors
///
/// If the base can be read neither with its own settings nor with those of the head.
pub(super) fn change(
    past: Past<'_>,
    head: &Workspace,
    options: &Options,
    head_settings: &Settings,
    sources: &mut Sources,
    records: &mut Records,
) -> Result<Option<Change>, AnalysisError> {
    // Where only one file is looked at, all others would seem to be gone.
    let Some(base) = past.base.filter(|_| head.single_file().is_none()) else { return Ok(None) };
    sources.begin_earlier();
    let found = settings::find(base, options, sources).ok();
    // A guess says less than what the head is told.
    let found = found.filter(|found| !found.settings.guessed || head_settings.guessed);
    let files = found.and_then(|Found { settings, unclear, .. }| {
        let files = gather::read_all(base, &settings, &unclear, sources).ok()?;
        Some((settings, files))
    });
    let (settings, files) = match files {
        Some(read) => read,
        None => (head_settings.clone(), gather::read_all(base, head_settings, &[], sources)?),
    };
    let gathered = gather::map_all(files, &settings, sources);
    records.add_earlier(gathered.records);
    Ok(Some(Change::within(records, gathered.unread)))
}
