//! [`State`]: a workspace that was read, and the rules over it as of a day.

use std::collections::BTreeSet;

use crate::change::{Change, History};
use crate::check::{self, Columns, Expectations, Outcome, RuleSettings};
use crate::config::Settings;
use crate::data::Date;
use crate::diagnostic::Problem;
use crate::discover::Workspace;
use crate::expr::{self, World};
use crate::index::Index;
use crate::rule::Catalogue;
use crate::text::Sources;
use crate::triage::Excused;
use crate::triage::baseline::Remains;

use super::beside::Beside;
use super::gather::Gathered;
use super::settings;

/// A workspace that was read.
pub(super) struct State<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) sources: Sources,
    pub(super) settings: Settings,
    pub(super) rules: RuleSettings,
    pub(super) gathered: Gathered,
    pub(super) beside: Beside,
    paths: BTreeSet<String>,
}

/// What came before, as far as it is known.
#[derive(Clone, Copy, Default)]
pub(super) struct Known<'a> {
    pub(super) change: Option<&'a Change>,
    pub(super) history: Option<&'a History>,
}

/// What a run came to.
#[derive(Default)]
pub(super) struct Ran {
    pub(super) outcome: Outcome,
    /// What waivers excuse of it.
    pub(super) excused: Excused,
    /// What is left of what was known.
    pub(super) remains: Option<Remains>,
}

impl<'a> State<'a> {
    /// Puts together what was read.
    pub(super) fn new(
        workspace: &'a Workspace,
        sources: Sources,
        settings: Settings,
        rules: RuleSettings,
        gathered: Gathered,
    ) -> Self {
        let paths = workspace.files().iter().cloned().collect();
        Self { workspace, sources, settings, rules, gathered, beside: Beside::default(), paths }
    }

    /// What is to be said of columns that the sources of the settings lack.
    pub(super) fn columns(&self, catalogue: &Catalogue) -> Vec<Problem> {
        let (readings, records) = (&self.gathered.readings, &self.gathered.records);
        Columns { sources: &self.settings.sources, readings, records, catalogue, settings: &self.rules }.problems()
    }

    /// Where what is absent is pointed at.
    pub(super) fn expectations(&self) -> Expectations {
        settings::expectations(self.workspace, &self.settings, &self.sources, &self.gathered.readings)
    }

    /// Runs the rules as of each of some days, and gives what they find to a function; `keep` of the subjects that pass each
    /// check are kept.
    pub(super) fn judged<T>(
        &self,
        catalogue: &Catalogue,
        days: &[Date],
        known: Known<'_>,
        keep: usize,
        then: impl FnOnce(&Index<'_>, Vec<Ran>) -> T,
    ) -> T {
        let pack = catalogue.pack(&self.settings.standard.value);
        let pack = pack.map_or_else(expr::Pack::default, |pack| pack.facts());
        let expectations = self.expectations();
        let facts: Vec<expr::Settings> = days.iter().map(|day| settings::facts(&self.settings, *day)).collect();
        let index = Index::build(&self.gathered.records, &self.sources, &self.paths);
        let index = index.with_empty(|path| self.workspace.is_empty_file(path));
        let index = if self.workspace.single_file().is_some() { index.of_one_file() } else { index };
        let worlds = days.iter().zip(&facts).map(|(day, facts)| World::new(&index, *day, facts, &pack));
        let worlds: Vec<World<'_>> = worlds.map(|world| world.with_past(known.change, known.history)).collect();
        let run = |world| {
            let run = check::Run {
                catalogue,
                world,
                settings: &self.rules,
                problems: &self.gathered.problems,
                unread: &self.gathered.unread,
                expectations: &expectations,
                threads: None,
                keep,
            };
            let mut outcome = check::run(&run);
            let remains = self.beside.remains(&run, &outcome);
            let excused = self.beside.waivers.apply(&run, &mut outcome);
            Ran { outcome, excused, remains }
        };
        let ran = worlds.iter().map(run).collect();
        then(&index, ran)
    }
}
