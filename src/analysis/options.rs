//! What a run is asked for ([`Options`]), and why it cannot be done ([`AnalysisError`]).

use crate::config::{Settings, SettingsError};
use crate::data::Date;
use crate::discover::DiscoverError;
use crate::readiness::Wanted;
use crate::readiness::sample::SampleError;
use crate::text::Sources;
use crate::triage::{Baseline, Policy};

/// The day as of which is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// This day.
    Day(Date),
    /// The day that it is for the organisation at a moment, in seconds since 1970-01-01 00:00 UTC.
    Now(i64),
}

/// What a run is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day as of which is judged; no rule reads the clock.
    pub as_of: AsOf,
    /// Path of the settings in the workspace, in place of `tenone.yaml`.
    pub config: Option<String>,
    /// Run these rules only; all if there are none.
    pub only: Vec<String>,
    /// Do not run these rules.
    pub skip: Vec<String>,
    /// What the gate holds.
    pub policy: Policy,
    /// Where it stands what was known before.
    pub known: KnownFrom,
    /// Number of threads; as many as there are processors if none is given.
    pub threads: Option<usize>,
    /// The facts of a readiness report too, if it is asked for.
    pub readiness: Option<Wanted>,
}

/// Where it stands what was known before.
#[derive(Clone, Debug, Default)]
pub enum KnownFrom {
    /// In the file of the workspace, if there is one.
    #[default]
    Workspace,
    /// Here: it was read already.
    Given {
        /// What people know the file by.
        path: String,
        /// What stands in it.
        baseline: Baseline,
    },
    /// Nowhere: everything counts as new.
    Nothing,
}

impl Options {
    /// All rules, as of a day.
    #[must_use]
    pub fn new(as_of: Date) -> Self {
        Self::as_of(AsOf::Day(as_of))
    }

    /// All rules, as of a day or as of now.
    #[must_use]
    pub fn as_of(as_of: AsOf) -> Self {
        Self {
            as_of,
            config: None,
            only: Vec::new(),
            skip: Vec::new(),
            policy: Policy::default(),
            known: KnownFrom::default(),
            threads: None,
            readiness: None,
        }
    }
}

impl Options {
    /// The day as of which is judged, for an organisation.
    pub(super) fn day(&self, settings: &Settings) -> Date {
        match self.as_of {
            AsOf::Day(day) => day,
            AsOf::Now(seconds) => settings.organisation.time_zone.day_of(seconds),
        }
    }
}

/// Why a run cannot be done: bad settings or bad usage, never bad records.
#[derive(Debug, thiserror::Error)]
pub enum AnalysisError {
    /// The settings cannot be used.
    #[error("{}", errors.first().map_or("the settings cannot be used", |error| error.message.as_str()))]
    Settings {
        /// The texts that the errors point into.
        sources: Box<Sources>,
        /// What is wrong, each with its place; at least one.
        errors: Vec<SettingsError>,
    },
    /// What was known before cannot be read.
    #[error("{}", error.message)]
    Baseline {
        /// The texts that the error points into.
        sources: Box<Sources>,
        /// What is wrong, with its place.
        error: SettingsError,
    },
    /// `--config` names a file that is not there.
    #[error("{0}: there is no such file in the workspace")]
    NoSettings(String),
    /// The one file that was given is a file of settings.
    #[error("{0} holds settings, not records; give the folder in which it stands")]
    SettingsGiven(String),
    /// There is no file to look at.
    #[error("there is no file in this folder")]
    NoFile,
    /// `--only` or `--skip` names a rule that is not known.
    #[error("{0}")]
    UnknownRule(String),
    /// The sample of a report asks for something that is no entry.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// A pattern of the settings cannot be read, or the workspace cannot be opened.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
}
