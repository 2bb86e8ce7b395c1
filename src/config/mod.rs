//! `tenone.yaml`: the settings of a workspace, assembled from the settings that each stage owns.

mod guess;
mod read;
mod schema;
mod templates;
mod write;

pub use guess::{Candidate, guess};
pub use read::{load, standards};
pub use schema::schema;
pub use templates::{Beginning, Holds, SourceLine, Template, templates};
pub use write::written;

use crate::data::{Date, Spanned, Zone};
use crate::discover::Limits;
use crate::mapping::SourceSettings;
use crate::text::Span;

/// The pack that applies where the settings name none.
pub const STANDARD: &str = "iso-27001-2022";

/// The settings of a workspace.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whose management system it is.
    pub organisation: Organisation,
    /// Name of the pack that gives clause numbers and the inputs of a management review.
    pub standard: Spanned<String>,
    /// Where records are kept.
    pub sources: Vec<SourceSettings>,
    /// The file of waivers, where another one than the usual is named.
    pub waivers: Option<Spanned<String>>,
    /// The file of what is known, where another one than the usual is named.
    pub baseline: Option<Spanned<String>>,
    /// How much is read at most.
    pub limits: Limits,
    /// Texts that were taken for registers of something that no rule looks at, such as assets; only where it was guessed.
    pub others: Vec<String>,
    /// There is no file of settings: the linter worked them out.
    pub guessed: bool,
}

/// Whose management system it is.
#[derive(Clone, Debug, Default)]
pub struct Organisation {
    /// Its name.
    pub name: Option<String>,
    /// Its time zone: which day it is, and on which day a commit was made.
    pub time_zone: Zone,
    /// When the management system began to operate.
    pub isms_start: Option<Date>,
    /// What was closed or held before this day is counted, not judged.
    pub assess_from: Option<Date>,
    /// How many people run it.
    pub isms_team: IsmsTeam,
    /// The highest level of risk that is acceptable: `low`, `medium`, `high` or `critical`.
    pub risk_appetite: Option<&'static str>,
    /// The highest score of a risk that is acceptable, where risks are kept as numbers.
    pub risk_appetite_score: Option<i32>,
}

/// How many people run the management system: rules about independence depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IsmsTeam {
    /// Enough for somebody else to look.
    #[default]
    Normal,
    /// A few.
    Small,
    /// One person.
    Solo,
}

impl IsmsTeam {
    /// The sizes by their names in the settings.
    pub const ALL: &[(&str, Self)] = &[("normal", Self::Normal), ("small", Self::Small), ("solo", Self::Solo)];

    /// Name in the settings, and in conditions.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Small => "small",
            Self::Solo => "solo",
        }
    }
}

/// Why settings cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SettingsError {
    /// The key or value that is wrong.
    pub span: Span,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
}

impl Settings {
    /// Settings that name no source; `span` is where a problem with them would point.
    #[must_use]
    pub fn empty(span: Span) -> Self {
        Self {
            organisation: Organisation::default(),
            standard: Spanned { value: STANDARD.to_owned(), span },
            sources: Vec::new(),
            waivers: None,
            baseline: None,
            limits: Limits::default(),
            others: Vec::new(),
            guessed: false,
        }
    }
}

#[cfg(test)]
mod tests;
