//! The settings of a run: from `tenone.yaml`, or guessed from the files; and what conditions are told of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Absence, Expectations, RuleSettings};
use crate::config::{self, Candidate, Settings, SettingsError};
use crate::data::{Date, Duration, NodeId, Tree};
use crate::diagnostic::Problem;
use crate::discover::{Beginning, Loaded, Workspace};
use crate::expr;
use crate::mapping::{Called, Reading};
use crate::model::tables::LEVEL;
use crate::read::{self, Document, Format};
use crate::rule::Catalogue;
use crate::text::{SourceId, Sources, Span};
use rayon::prelude::*;

use super::beside;
use super::options::{AnalysisError, Options};

/// Where settings are looked for.
const NAMES: [&str; 2] = ["tenone.yaml", "tenone.yml"];

/// Reading diagnostics of files that were not read to their end.
const STOPS: [&str; 3] = ["input-file-unreadable", "input-limit-exceeded", "input-syntax-error"];

/// How far back is judged where the settings do not say: the validity of three years of a certificate.
const LOOK_BACK: Duration = Duration { months: 36, days: 0 };

/// The tree of the settings file, with the node of its `rules:`.
pub(super) struct RulesNode {
    tree: Tree,
    node: NodeId,
}

/// The settings of a run, and what came with them.
pub(super) struct Found {
    pub(super) settings: Settings,
    pub(super) rules: Option<RulesNode>,
    /// Path of the file of settings, if there is one.
    pub(super) path: Option<String>,
    /// Files that cannot be read, so that nobody knows what is in them; only where the settings are guessed.
    pub(super) unclear: Vec<String>,
}

/// Reads the settings, or guesses them from the files.
pub(super) fn find(workspace: &Workspace, options: &Options, sources: &mut Sources) -> Result<Found, AnalysisError> {
    let named = options.config.as_deref();
    let path = match named {
        Some(path) if !workspace.exists(path) => return Err(AnalysisError::NoSettings(path.to_owned())),
        Some(path) => Some(path),
        None => NAMES.into_iter().find(|name| workspace.lists(name)),
    };
    if let Some(single) = workspace.single_file().filter(|_| named.is_none() && path.is_some()) {
        return Err(AnalysisError::SettingsGiven(single.to_owned()));
    }
    let Some(path) = path else { return Ok(guess(workspace, &beside::paths(workspace, None))) };
    let (id, mut problems) = workspace.read(path, sources);
    let (tree, faults) = read::yaml::read(id, sources.get(id).text());
    // What cannot be read at all has no further faults.
    if problems.is_empty() {
        problems = faults;
    }
    let mut errors: Vec<SettingsError> = problems.iter().map(error_of).collect();
    match config::load(&tree) {
        Ok(mut settings) if errors.is_empty() => {
            let mut unclear = Vec::new();
            if settings.guessed {
                let beside = beside::paths(workspace, Some(&settings)).into_iter();
                let guess = guess(workspace, &beside.chain([path.to_owned()]).collect::<Vec<_>>());
                (settings.sources, settings.others) = (guess.settings.sources, guess.settings.others);
                unclear = guess.unclear;
            }
            let rules = tree.roots().first().and_then(|root| tree.get(*root, "rules"));
            let rules = rules.map(|node| RulesNode { tree, node });
            return Ok(Found { settings, rules, path: Some(path.to_owned()), unclear });
        }
        Ok(_) => {}
        Err(error) if errors.is_empty() => errors.push(error),
        // What comes after a syntax error is the syntax error's fault.
        Err(_) => {}
    }
    Err(AnalysisError::Settings { sources: Box::default(), errors })
}

/// Gives the texts to an error that points into them.
pub(super) fn with_sources(error: AnalysisError, texts: Sources) -> AnalysisError {
    match error {
        AnalysisError::Settings { errors, .. } => AnalysisError::Settings { sources: Box::new(texts), errors },
        AnalysisError::Baseline { error, .. } => AnalysisError::Baseline { sources: Box::new(texts), error },
        other => other,
    }
}

/// What the settings and the command line say about rules.
pub(super) fn rules(
    written: Option<&RulesNode>,
    options: &Options,
    catalogue: &Catalogue,
) -> Result<RuleSettings, AnalysisError> {
    let mut rules = match written {
        None => RuleSettings::default(),
        Some(written) => RuleSettings::read(&written.tree, written.node, catalogue).map_err(|faults| {
            let errors = faults.into_iter().map(SettingsError::from).collect();
            AnalysisError::Settings { sources: Box::default(), errors }
        })?,
    };
    rules.only(&options.only, catalogue).map_err(AnalysisError::UnknownRule)?;
    rules.skip(&options.skip, catalogue).map_err(AnalysisError::UnknownRule)?;
    Ok(rules)
}

/// What conditions may ask of the organisation.
pub(super) fn facts(settings: &Settings, as_of: Date) -> expr::Settings {
    let organisation = &settings.organisation;
    let look_back = as_of.minus(LOOK_BACK);
    let start = organisation.isms_start.map_or(look_back, |start| start.max(look_back));
    expr::Settings {
        isms_start: organisation.isms_start,
        assess_from: Some(organisation.assess_from.unwrap_or(start)),
        isms_team: organisation.isms_team.name().to_owned(),
        risk_appetite: organisation.risk_appetite.and_then(|level| LEVEL.set(level)),
        risk_appetite_score: organisation.risk_appetite_score,
        expected: settings.sources.iter().map(|source| (source.kind, source.path.value.clone())).collect(),
    }
}

/// The line of the settings that expects each kind; what no line expects is said at the first text that was read.
pub(super) fn expectations(
    workspace: &Workspace,
    settings: &Settings,
    sources: &Sources,
    readings: &[Reading],
) -> Expectations {
    let mut by_kind = BTreeMap::new();
    if !settings.guessed {
        for source in &settings.sources {
            by_kind.entry(source.kind).or_insert(source.path.span);
        }
    }
    let first = sources.iter().next().map_or(SourceId(0), |(id, _)| id);
    let nothing = readings.iter().all(|reading| reading.records.is_empty());
    let absence = match not_understood(workspace, sources, readings) {
        _ if workspace.single_file().is_some() => Absence::OneFile,
        _ if !settings.guessed => Absence::NotNamed,
        // Where nothing at all is understood it is said once: that there is no register.
        0 if !nothing => Absence::Certain,
        files => Absence::NotUnderstood(files),
    };
    Expectations { by_kind, fallback: Span::top(first), absence }
}

/// How many files there are that may hold minutes or processes and were not read: nobody can say what is in them.
fn not_understood(workspace: &Workspace, sources: &Sources, readings: &[Reading]) -> u32 {
    let read: BTreeSet<&str> = readings.iter().map(|reading| sources.get(reading.source).path()).collect();
    // What `minutes.pdf.yaml` says stands for `minutes.pdf`.
    let told = |path: &str| ["yaml", "yml"].iter().any(|end| read.contains(format!("{path}.{end}").as_str()));
    let unread = |path: &&String| !read.contains(path.as_str()) && !told(path) && Format::may_hold_prose(path);
    let files = workspace.files().iter().filter(unread);
    u32::try_from(files.count()).unwrap_or(u32::MAX)
}

/// Gives a run in which no file was read the text of one, so that every diagnostic has a place.
pub(super) fn first_text(workspace: &Workspace, sources: &mut Sources) -> Result<(), AnalysisError> {
    if sources.iter().next().is_some() {
        return Ok(());
    }
    let files = workspace.files();
    let path = files.iter().find(|path| may_be_read(workspace, path)).or(files.first());
    let path = path.ok_or(AnalysisError::NoFile)?;
    let loaded = if may_be_read(workspace, path) { workspace.load(path) } else { Loaded::unopened(path) };
    let _ = loaded.add_to(sources);
    Ok(())
}

/// The files are read again once it is known what they are: a guess must not leave texts behind that nobody asked for.
/// Nothing is guessed of those of which it is known that they hold no records.
fn guess(workspace: &Workspace, known: &[String]) -> Found {
    let worth = |path: &&String| !known.contains(path) && may_be_read(workspace, path);
    let paths: Vec<&String> = workspace.files().par_iter().filter(worth).collect();
    let read: Vec<Vec<Text>> = paths.par_iter().map(|path| texts_of(workspace, path)).collect();
    let texts: Vec<(&String, Text)> =
        paths.into_iter().zip(read).flat_map(|(path, texts)| texts.into_iter().map(move |text| (path, text))).collect();
    let alone = workspace.single_file().is_some();
    let candidates: Vec<Candidate<'_>> = texts
        .iter()
        .map(|(path, text)| Candidate {
            called: Called { path, sheet: text.sheet.as_deref(), alone },
            tree: &text.document.tree,
            format: &text.document.format,
        })
        .collect();
    let settings = config::guess(&candidates);
    let known = |path: &str| settings.sources.iter().any(|source| source.path.value == path);
    let unclear = texts.iter().filter(|(path, text)| text.broken && !known(path));
    let mut unclear: Vec<String> = unclear.map(|(path, _)| (*path).clone()).collect();
    unclear.dedup();
    Found { settings, rules: None, path: None, unclear }
}

/// Whether a file is opened to see what it holds: by its name, or by its beginning where the name does not tell.
fn may_be_read(workspace: &Workspace, path: &str) -> bool {
    match Format::of_path(path) {
        Format::Undecided => match workspace.beginning(path) {
            Beginning::Archive => true,
            Beginning::Text(text) => !matches!(Format::of(path, &text), Format::Undecided | Format::Unknown(_)),
            Beginning::Nothing => false,
        },
        format => format.is_read(),
    }
}

/// A text of a file of which nobody said what it holds.
struct Text {
    /// The sheet, where the file has several.
    sheet: Option<String>,
    document: Document,
    /// It could not be read to its end.
    broken: bool,
}

/// The texts of a file: itself, or the sheets of a workbook.
fn texts_of(workspace: &Workspace, path: &str) -> Vec<Text> {
    let broken = |problems: &[Problem]| problems.iter().any(|problem| STOPS.contains(&problem.name));
    let mut loaded = workspace.load(path);
    let Some(bytes) = loaded.take_bytes() else {
        let id = SourceId(0);
        let document = read::read(id, path, loaded.text());
        let broken = broken(&loaded.problems(id)) || broken(&document.problems);
        return vec![Text { sheet: None, document, broken }];
    };
    let package = read::package::read(path, &bytes);
    if let Some(fault) = package.fault {
        // An archive of which nobody said what it holds is most likely that of a program.
        let broken = STOPS.contains(&fault.name) && Format::of_path(path) != Format::Undecided;
        return vec![Text { sheet: None, document: Document::empty(SourceId(0)), broken }];
    }
    let text =
        |part: read::Part| Text { sheet: part.name, broken: broken(&part.document.problems), document: part.document };
    package.parts.into_iter().map(text).collect()
}

fn error_of(problem: &Problem) -> SettingsError {
    let fact = |name: &str| problem.facts.iter().find(|(known, _)| *known == name).map_or("", |(_, fact)| fact);
    let (message, help) = match problem.name {
        "input-key-duplicate" => (format!("the key {} stands more than once", fact("key")), "Keep one of them."),
        "input-limit-exceeded" => (format!("{} is exceeded ({})", fact("limit"), fact("value")), ""),
        "input-encoding-guessed" => {
            ("settings are written in UTF-8, and this file is not".to_owned(), "Save it as UTF-8.")
        }
        "input-file-unreadable" => (fact("reason").to_owned(), ""),
        _ => (fact("what").to_owned(), ""),
    };
    SettingsError { span: problem.span, message, help: help.to_owned() }
}
