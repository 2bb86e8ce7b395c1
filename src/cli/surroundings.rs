//! Clock, environment and terminal, read once.

use std::env;
use std::io::{self, IsTerminal};

pub(super) use super::announced::Announced;
use super::arguments::Color;
use crate::analysis::AsOf;
use crate::data::Date;
use crate::render::Look;

/// Narrower than this the summary does not fit.
const NARROWEST: usize = 70;

/// Wider lines are hard to read.
const WIDEST: usize = 110;

/// What the process finds around it.
#[derive(Clone, Debug)]
pub(super) struct Surroundings {
    /// Whether standard output is a terminal.
    pub(super) output_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub(super) errors_are_terminal: bool,
    /// Columns of the terminal, if there is one that says so.
    pub(super) columns: Option<usize>,
    /// `NO_COLOR` is set, or the terminal is a dumb one.
    pub(super) plain: bool,
    /// The terminal shows characters beyond ASCII.
    pub(super) unicode: bool,
    /// The output is read by the runner of GitHub or Azure, which takes some texts for commands.
    pub(super) runner: bool,
    /// The moment, in seconds since 1970-01-01 00:00 UTC: which day it is depends on the organisation.
    pub(super) now: i64,
    /// The base that a CI names.
    pub(super) base: Option<Announced>,
}

/// Which stream a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Output,
    Errors,
}

impl Surroundings {
    pub(super) fn of_process() -> Self {
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let columns = env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
        let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| {
            let value = env::var(name).unwrap_or_default();
            (!value.is_empty()).then(|| value.to_ascii_lowercase())
        });
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let utf8 = locale.is_some_and(|locale| locale.contains("utf-8") || locale.contains("utf8"));
        let output_is_terminal = io::stdout().is_terminal();
        Self {
            output_is_terminal,
            errors_are_terminal: io::stderr().is_terminal(),
            columns: columns.or_else(terminal),
            plain: set("NO_COLOR") || dumb,
            // A file or a pipe takes UTF-8 whatever the locale; so does a terminal of Windows.
            unicode: !output_is_terminal || cfg!(windows) || (utf8 && !dumb),
            runner: set("GITHUB_ACTIONS") || set("TF_BUILD"),
            base: Announced::in_environment(|name| env::var(name).ok(), |path| std::fs::read_to_string(path).ok()),
            now: jiff::Timestamp::now().as_second(),
        }
    }

    /// The day that was asked for, else today.
    pub(super) fn day(&self, asked: Option<Date>) -> AsOf {
        asked.map_or(AsOf::Now(self.now), AsOf::Day)
    }

    /// How text is drawn for a stream.
    pub(super) fn look(&self, color: Color, wanted: Wanted) -> Look {
        let is_terminal = match wanted {
            Wanted::Output => self.output_is_terminal,
            Wanted::Errors => self.errors_are_terminal,
        };
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && !self.plain,
        };
        let width = self.columns.unwrap_or(Look::PLAIN.width).clamp(NARROWEST, WIDEST);
        Look { color, unicode: self.unicode, width, neutralise: self.runner }
    }
}
