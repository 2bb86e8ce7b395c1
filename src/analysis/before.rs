//! What is said of the base, on its own day and as of today: by it the cause of each diagnostic is told.

use crate::check::subject_mark;
use crate::data::Date;
use crate::index::Index;
use crate::rule::Catalogue;
use crate::text::Sources;
use crate::triage::{Before, Compared, Known as Said};

use super::beside;
use super::earlier::{Past, Seen};
use super::gather;
use super::options::Options;
use super::settings::{self, Found};
use super::state::{Known, Ran, State};
use crate::config::Settings;
use crate::discover::Workspace;

/// What is said of the base, and which records are no longer what they were; none without a base.
///
/// The base is judged with its own settings, so that what a change of the settings brings counts as brought by the change,
/// and with those of the head where its own cannot be used.
pub(super) fn of(
    past: Past<'_>,
    head: &State<'_>,
    state: Option<&State<'_>>,
    seen: &Seen,
    catalogue: &Catalogue,
    as_of: Date,
) -> Option<Before> {
    let (base, change) = (past.base?, seen.change.as_ref()?);
    let records = &head.gathered.records;
    let altered = change.altered(records).flat_map(|(before, after)| [before, after]);
    let touched = altered.chain(change.added.iter().copied()).chain(change.removed.iter().copied());
    let touched = touched.map(|id| subject_mark(records, id)).collect();
    let Some(state) = state else { return Some(Before { touched, ..Before::default() }) };
    let day = base.day(&head.settings.organisation.time_zone).filter(|day| *day != as_of);
    let days: Vec<Date> = std::iter::once(as_of).chain(day).collect();
    // What a waiver excused there counts as not said: it comes back when the change takes the waiver away.
    let said = |Ran { outcome, excused, .. }: &Ran| {
        Said::of(outcome.diagnostics.iter().filter(|diagnostic| excused.waiver(diagnostic).is_none()))
    };
    let said = |_: &Index<'_>, ran: Vec<Ran>| -> Vec<Said> { ran.iter().map(said).collect() };
    let mut said = state.judged(catalogue, &days, Known::default(), 0, said).into_iter();
    let today = said.next().unwrap_or_default();
    let then = said.next().unwrap_or_else(|| today.clone());
    Some(Before { then, today, touched })
}

/// Reads the base as it was meant; nothing where it holds nothing to read.
pub(super) fn read<'a>(
    past: Past<'a>,
    head: &State<'_>,
    options: &Options,
    catalogue: &Catalogue,
) -> Option<State<'a>> {
    // Where only one file is looked at, all others would seem to be gone.
    let base = past.base.filter(|_| head.workspace.single_file().is_none())?.workspace;
    own(base, head, options, catalogue).or_else(|| {
        let mut sources = Sources::default();
        let files = gather::read_all(base, &head.settings, &[], &mut sources).ok()?;
        settings::first_text(base, &mut sources).ok()?;
        let gathered = gather::map_all(files, &head.settings, &sources);
        Some(whole(State::new(base, sources, head.settings.clone(), head.rules.clone(), gathered), catalogue))
    })
}

/// Reads the base with its own settings, or guesses them; nothing where they cannot be used.
fn own<'a>(base: &'a Workspace, head: &State<'_>, options: &Options, catalogue: &Catalogue) -> Option<State<'a>> {
    let mut sources = Sources::default();
    let Found { settings, rules, unclear, .. } = settings::find(base, options, &mut sources).ok()?;
    // A guess says less than what the head is told.
    if settings.guessed && !head.settings.guessed {
        return None;
    }
    let rules = settings::rules(rules.as_ref(), options, catalogue).ok()?;
    let files = gather::read_all(base, &settings, &unclear, &mut sources).ok()?;
    settings::first_text(base, &mut sources).ok()?;
    let gathered = gather::map_all(files, &settings, &sources);
    Some(whole(State::new(base, sources, settings, rules, gathered), catalogue))
}

fn whole<'a>(mut state: State<'a>, catalogue: &Catalogue) -> State<'a> {
    let columns = state.columns(catalogue);
    state.gathered.problems.extend(columns);
    // A file of waivers that the settings of the base name and that it does not have excused nothing there.
    if let Ok((waivers, problems)) = beside::waivers(state.workspace, &state.settings, &mut state.sources) {
        state.gathered.problems.extend(problems);
        state.beside.waivers = waivers;
    }
    state
}

/// What the run was compared with.
pub(super) fn compared(past: Past<'_>, settings: &Settings) -> Compared {
    let zone = &settings.organisation.time_zone;
    match past.base.and_then(|base| base.revision) {
        Some(revision) => Compared::Base {
            name: revision.name.to_owned(),
            commit: revision.commit.to_owned(),
            day: zone.day_of(revision.seconds),
        },
        None => Compared::Nothing(past.no_base.map(str::to_owned)),
    }
}
