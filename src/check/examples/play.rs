//! One example, run in a small workspace of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::{Absence, Draft, Expectations, Outcome, RuleSetting, RuleSettings, Run, draft, drafts};
use crate::change::{Change, History};
use crate::data::Date;
use crate::diagnostic::Problem;
use crate::expr::{Pack, Settings, World};
use crate::index::Index;
use crate::mapping::{self, Mapped, SourceSettings};
use crate::model::{Batch, Kind, Lexicon, Records, tables};
use crate::read;
use crate::rule::{Catalogue, Example, Given, ParameterValue, ReadingExample, Rule};
use crate::text::{SourceId, Sources, Span};

/// The pack that examples are written for.
const PACK: &str = "iso-27001-2022";

/// Problems that make an example wrong.
const SLIPS: [&str; 4] = ["input-field-unknown", "input-key-duplicate", "input-syntax-error", "input-type-mismatch"];

/// What came out of an example: enough to show it as a run would be shown.
#[derive(Debug)]
pub struct Played {
    /// The texts of the example: one source for each kind.
    pub sources: Sources,
    /// What the rule says, and nothing else.
    pub outcome: Outcome,
    pub(super) drafts: Vec<Draft>,
}

/// The records of an example.
#[derive(Default)]
struct Workspace {
    sources: Sources,
    records: Records,
    mapped: Vec<Mapped>,
    problems: Vec<Problem>,
    change: Option<Change>,
    history: Option<History>,
    empty_files: Vec<String>,
}

/// Runs a rule over one of its examples.
///
/// # Errors
///
/// If the example cannot be run as it is written.
pub fn play(rule: &Rule, example: &Example, catalogue: &Catalogue) -> Result<Played, String> {
    let mut workspace = Workspace { history: example.history.clone(), ..Workspace::default() };
    workspace.add_all(&example.given)?;
    let united = workspace.unite();
    workspace.records = united;
    if let Some(before) = &example.before {
        workspace.sources.begin_earlier();
        workspace.add_all(before)?;
        let earlier = workspace.unite();
        workspace.records.add_earlier(earlier);
        workspace.change = Some(Change::within(&workspace.records, Vec::new()));
    }
    // What is not understood is a slip of the author; a value that cannot be read may be what the example is about.
    let is_slip = |problem: &&Problem| SLIPS.contains(&problem.name);
    if let Some(problem) = workspace.problems.iter().find(is_slip) {
        let facts: Vec<String> = problem.facts.iter().map(|(name, fact)| format!("{name} {fact}")).collect();
        let place = workspace.sources.place(problem.span);
        return Err(format!("{place}: {}: {}", problem.name, facts.join(", ")));
    }
    for (name, fields) in &example.columns {
        workspace.carry_only(kind(name)?, fields)?;
    }
    workspace.empty_files.clone_from(&example.empty_files);
    let mut setting = RuleSetting::default();
    for (name, text) in &example.parameters {
        let parameter = rule.parameters.iter().find(|parameter| parameter.name == *name);
        let parameter = parameter.ok_or_else(|| format!("the rule has no parameter `{name}`"))?;
        setting.parameters.push((name.clone(), ParameterValue::parse(parameter.ty, text)?));
    }
    workspace.run(rule, setting, &organisation(&example.settings)?, example.as_of, catalogue)
}

/// Runs a rule about reading over one of its examples.
///
/// # Errors
///
/// If the example cannot be run as it is written.
pub fn play_reading(rule: &Rule, example: &ReadingExample, catalogue: &Catalogue) -> Result<Played, String> {
    let mut workspace = Workspace::default();
    let kind = kind(example.kind.as_deref().unwrap_or("entry"))?;
    workspace.add(kind, &example.file, &example.text);
    workspace.records = workspace.unite();
    let as_of = Date::parse("2026-06-30").unwrap_or(Date::from_days(0));
    workspace.run(rule, RuleSetting::default(), &Settings::default(), as_of, catalogue)
}

impl Workspace {
    fn add(&mut self, kind: Kind, path: &str, text: &str) {
        let text: Arc<str> = Arc::from(text);
        let source = self.sources.add(path, Arc::clone(&text));
        let document = read::read(source, path, &text);
        self.problems.extend(document.problems);
        let settings = SourceSettings::canonical(kind, path, Span::top(source));
        let common = mapping::Common { lexicon: Lexicon::embedded(), pack: PACK, path: "a.yaml" };
        self.mapped.push(mapping::map(&settings, self.mapped.len(), document.tree, &document.format, common));
    }

    /// Adds a source for each kind: a document is Markdown where it is written as one.
    fn add_all(&mut self, given: &[Given]) -> Result<(), String> {
        for given in given {
            let kind = kind(&given.kind)?;
            let ending = if given.markdown { "md" } else { "yaml" };
            self.add(kind, &format!("{}.{ending}", kind.name()), &given.text);
        }
        Ok(())
    }

    /// Puts the sources of one state together when all are there.
    fn unite(&mut self) -> Records {
        let united = mapping::unite(std::mem::take(&mut self.mapped));
        self.problems.extend(united.problems);
        united.records
    }

    /// Lets the sources carry these fields of a kind only.
    fn carry_only(&mut self, kind: Kind, names: &[String]) -> Result<(), String> {
        let mut bits = 0_u128;
        for name in names {
            let field = kind.field(name).ok_or_else(|| format!("a {} has no field `{name}`", kind.name()))?;
            bits |= 1 << field.0;
        }
        for (field, info) in kind.shape().fields.iter().enumerate() {
            bits |= u128::from(matches!(info.ty, crate::model::Type::Parent(_))) << field;
        }
        for batch in &mut self.records.batches {
            set_carried(batch, kind, bits);
        }
        Ok(())
    }

    fn run(
        mut self,
        rule: &Rule,
        setting: RuleSetting,
        organisation: &Settings,
        as_of: Date,
        catalogue: &Catalogue,
    ) -> Result<Played, String> {
        if self.sources.iter().next().is_none() {
            self.sources.add("tenone.yaml", "");
        }
        let read = self.sources.iter().map(|(_, source)| source.path().to_owned());
        let paths: BTreeSet<String> = read.chain(self.empty_files.iter().cloned()).collect();
        let pack = catalogue.pack(PACK).map_or_else(Pack::default, |pack| pack.facts());
        let mut settings = RuleSettings::default();
        settings.only(std::slice::from_ref(&rule.name), catalogue)?;
        settings.set(&rule.name, setting);
        let expectations =
            Expectations { by_kind: BTreeMap::new(), fallback: Span::top(SourceId(0)), absence: Absence::Certain };
        let (tallies, found) = {
            let index = Index::build(&self.records, &self.sources, &paths);
            let index = index.with_empty(|path| self.empty_files.iter().any(|file| file == path));
            let world = World::new(&index, as_of, organisation, &pack);
            let world = world.with_past(self.change.as_ref(), self.history.as_ref());
            let run = Run {
                catalogue,
                world: &world,
                settings: &settings,
                problems: &self.problems,
                unread: &[],
                expectations: &expectations,
                threads: None,
                keep: 0,
            };
            let (counted, found, _) = drafts(&run, true);
            (counted.tallies, found)
        };
        let found: Vec<Draft> = found.into_iter().filter(|draft| *draft.rule == *rule.name).collect();
        let diagnostics = draft::finish(found.clone());
        let outcome = Outcome { tallies, diagnostics, ..Outcome::default() };
        Ok(Played { sources: self.sources, outcome, drafts: found })
    }
}

fn set_carried(batch: &mut Batch, kind: Kind, bits: u128) {
    if let Some(carried) = batch.carried.get_mut(kind as usize) {
        *carried = bits;
    }
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::from_name(name).ok_or_else(|| format!("there is no kind of record `{name}`"))
}

/// The settings of the organisation that an example gives.
fn organisation(given: &[(String, String)]) -> Result<Settings, String> {
    let mut settings = Settings::default();
    for (name, text) in given {
        let date = || Date::parse(text).ok_or_else(|| format!("`{name}`: `{text}` is not a date"));
        match name.as_str() {
            "isms_start" => settings.isms_start = Some(date()?),
            "assess_from" => settings.assess_from = Some(date()?),
            "isms_team" => settings.isms_team = text.clone(),
            "risk_appetite" => {
                let level = tables::LEVEL.set(text).ok_or_else(|| format!("`{name}`: `{text}` is not a level"))?;
                settings.risk_appetite = Some(level);
            }
            "risk_appetite_score" => {
                settings.risk_appetite_score =
                    Some(text.parse().map_err(|_| format!("`{name}`: `{text}` is not a number"))?);
            }
            _ => return Err(format!("there is no setting `{name}`")),
        }
    }
    Ok(settings)
}
