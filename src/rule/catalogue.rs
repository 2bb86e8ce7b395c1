//! [`Catalogue`]: all rules, obligations and packs.

use std::borrow::Cow;
use std::sync::OnceLock;

use rayon::prelude::*;
use serde::de::DeserializeOwned;

use super::error::RuleError;
use super::load::{load, parse_root};
use super::obligation::{Obligation, Pack, Preparation, Strength};
use super::program::Program;
use super::rule::Rule;
use crate::data::nearest;
use crate::model::{Field, Kind, embedded, embedded_rules};

/// All rules, obligations and packs.
#[derive(Debug, Default)]
pub struct Catalogue {
    rules: Vec<Rule>,
    obligations: Vec<Obligation>,
    packs: Vec<Shelved<Pack>>,
    preparations: Option<Shelved<Vec<Preparation>>>,
    strengths: Option<Shelved<Vec<Strength>>>,
    faults: Vec<RuleError>,
}

/// A file that is read when it is asked for: a run looks at one edition of the standard, and only a report at what is said
/// about obligations.
#[derive(Clone, Debug)]
struct Shelved<T> {
    file: RuleText,
    content: OnceLock<Option<T>>,
}

impl<T: DeserializeOwned> Shelved<T> {
    fn new(file: RuleText) -> Self {
        Self { file, content: OnceLock::new() }
    }

    /// A file that is read at once, to see whether it can be.
    fn opened(file: &RuleText) -> Result<Self, RuleError> {
        let content = Some(parse_root(&file.0, &file.1)?);
        Ok(Self { file: file.clone(), content: content.into() })
    }

    /// A pack has the name of its file.
    fn is_called(&self, name: &str) -> bool {
        self.file.0.rsplit('/').next().and_then(|file| file.strip_suffix(".yaml")) == Some(name)
    }

    fn content(&self) -> Option<&T> {
        self.content.get_or_init(|| parse_root(&self.file.0, &self.file.1).ok()).as_ref()
    }
}

/// The text of a file below `rules/`, and its path.
pub type RuleText = (Cow<'static, str>, Cow<'static, str>);

/// What rule files may refer to.
pub(super) struct Known<'a> {
    obligations: &'a [Obligation],
}

impl Known<'_> {
    /// Nothing is known, and so nothing refused.
    pub(super) const fn nothing() -> Self {
        Self { obligations: &[] }
    }

    /// Whether there is such an obligation; the error is a hint. Where no obligations were loaded, all are fine.
    pub(super) fn obligation(&self, slug: &str) -> Result<(), Option<String>> {
        if self.obligations.is_empty() || self.obligations.iter().any(|known| known.slug == slug) {
            return Ok(());
        }
        let near = nearest(slug, self.obligations.iter().map(|known| known.slug.as_str()));
        Err(near.map(|near| format!("did you mean `{near}`?")))
    }
}

impl Catalogue {
    /// The rules that the program brings along.
    #[must_use]
    pub fn embedded() -> Self {
        let rules = embedded_rules().iter().map(|rule| (rule.path, rule.text));
        let others = embedded().iter().copied().filter(|(path, _)| !is_rule(path));
        let below = |(path, text): (&str, &'static str)| (format!("rules/{path}").into(), Cow::Borrowed(text));
        let is_shelved = |(path, _): &RuleText| is_pack(path) || is_named(path, PREPARE) || is_named(path, STRENGTHS);
        let (shelved, files) = others.chain(rules).map(below).partition::<Vec<RuleText>, _>(is_shelved);
        let mut catalogue = Self::load_what_can_be(&files);
        for file in shelved {
            if is_named(&file.0, PREPARE) {
                catalogue.preparations = Some(Shelved::new(file));
            } else if is_named(&file.0, STRENGTHS) {
                catalogue.strengths = Some(Shelved::new(file));
            } else {
                catalogue.packs.push(Shelved::new(file));
            }
        }
        catalogue
    }

    /// Loads rules, obligations (`rules/obligations.yaml`), what is said about both in reports (`rules/prepare.yaml`,
    /// `rules/strengths.yaml`) and packs (`rules/packs/`) from the texts of their files.
    /// Other files below `rules/` are passed over.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any of the files, the first fault of each.
    pub fn load(files: &[RuleText]) -> Result<Self, Vec<RuleError>> {
        let mut catalogue = Self::load_what_can_be(files);
        let faults = std::mem::take(&mut catalogue.faults);
        if faults.is_empty() { Ok(catalogue) } else { Err(faults) }
    }

    /// What is wrong with the files that were left out; none for rules that come with the program, which a test sees to.
    #[must_use]
    pub fn faults(&self) -> &[RuleError] {
        &self.faults
    }

    /// Loads what can be loaded; [`Catalogue::faults`] keeps what is wrong with the rest.
    #[must_use]
    pub fn load_what_can_be(files: &[RuleText]) -> Self {
        let mut catalogue = Self::default();
        for file @ (path, text) in files {
            let added = if path.ends_with(OBLIGATIONS) {
                parse_root(path, text).map(|found| catalogue.obligations = found)
            } else if is_named(path, PREPARE) {
                Shelved::opened(file).map(|found| catalogue.preparations = Some(found))
            } else if is_named(path, STRENGTHS) {
                Shelved::opened(file).map(|found| catalogue.strengths = Some(found))
            } else if is_pack(path) {
                Shelved::opened(file).map(|found| catalogue.packs.push(found))
            } else {
                Ok(())
            };
            catalogue.faults.extend(added.err());
        }
        let known = Known { obligations: &catalogue.obligations };
        let files: Vec<&RuleText> = files.iter().filter(|(path, _)| path.ends_with(".yaml") && is_rule(path)).collect();
        let loaded: Vec<Result<Rule, RuleError>> = files.par_iter().map(|file| load(file, &known)).collect();
        for rule in loaded {
            match rule {
                Ok(rule) => catalogue.rules.push(rule),
                Err(fault) => catalogue.faults.push(fault),
            }
        }
        catalogue.rules.sort_by(|a, b| a.name.cmp(&b.name));
        catalogue
    }

    /// A catalogue of one rule and the packs of this one.
    #[must_use]
    pub fn of_one(&self, rule: Rule) -> Self {
        Self { rules: vec![rule], packs: self.packs.clone(), ..Self::default() }
    }

    /// All rules, sorted by name.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this name, or that had it once.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&Rule> {
        let by_name = self.rules.binary_search_by(|rule| rule.name.as_str().cmp(name)).ok();
        let former = || self.rules.iter().position(|rule| rule.formerly.iter().any(|old| old == name));
        by_name.or_else(former).map(|index| &self.rules[index])
    }

    /// The rules of which a check cannot look at records whose source does not keep a field, sorted by name.
    pub fn rules_that_need<'a>(&'a self, kind: Kind, field: &Field) -> impl Iterator<Item = &'a Rule> + use<'a> {
        let id = kind.field(field.name);
        let needs = move |program: &Program| id.is_some_and(|id| program.needs.contains(&(kind, id)));
        self.rules.iter().filter(move |rule| rule.checks.iter().filter_map(|check| check.program.as_ref()).any(needs))
    }

    /// The name of a rule that a mistyped one most likely means.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        nearest(name, self.rules.iter().map(|rule| rule.name.as_str()))
    }

    /// The obligations, in the order of the checklist.
    #[must_use]
    pub fn obligations(&self) -> &[Obligation] {
        &self.obligations
    }

    /// The obligation with this slug.
    #[must_use]
    pub fn obligation(&self, slug: &str) -> Option<&Obligation> {
        self.obligations.iter().find(|obligation| obligation.slug == slug)
    }

    /// The parts of the checklist with their obligations, in order.
    #[must_use]
    pub fn checklist(&self) -> Vec<(&str, Vec<&Obligation>)> {
        let mut groups: Vec<(&str, Vec<&Obligation>)> = Vec::new();
        for obligation in &self.obligations {
            match groups.iter_mut().find(|(name, _)| *name == obligation.checklist) {
                Some((_, group)) => group.push(obligation),
                None => groups.push((&obligation.checklist, vec![obligation])),
            }
        }
        groups
    }

    /// The rules that serve an obligation, sorted by name.
    pub fn serving<'a>(&'a self, slug: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(move |rule| rule.serves.iter().any(|served| served == slug))
    }

    /// What no tool can check, and what to have ready for it, in the order of the checklist.
    #[must_use]
    pub fn preparations(&self) -> &[Preparation] {
        self.preparations.as_ref().and_then(Shelved::content).map_or(&[], Vec::as_slice)
    }

    /// What is shown where rules found nothing, what weighs most first.
    #[must_use]
    pub fn strengths(&self) -> &[Strength] {
        self.strengths.as_ref().and_then(Shelved::content).map_or(&[], Vec::as_slice)
    }

    /// The packs.
    pub fn packs(&self) -> impl Iterator<Item = &Pack> {
        self.packs.iter().filter_map(Shelved::content)
    }

    /// The pack with this name, such as `iso-27001-2022`.
    #[must_use]
    pub fn pack(&self, name: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.is_called(name)).and_then(Shelved::content)
    }
}

fn is_pack(path: &str) -> bool {
    path.contains("packs/")
}

/// Files of `rules/` itself: none of them holds a rule.
const LISTS: [&str; 3] = [OBLIGATIONS, PREPARE, STRENGTHS];
const OBLIGATIONS: &str = "obligations.yaml";
const PREPARE: &str = "prepare.yaml";
const STRENGTHS: &str = "strengths.yaml";

/// Whether a path is that of a file of `rules/` itself.
fn is_named(path: &str, name: &str) -> bool {
    path.strip_prefix("rules/").unwrap_or(path) == name
}

/// Whether a YAML file below `rules/` holds a rule.
fn is_rule(path: &str) -> bool {
    let file = path.strip_prefix("rules/").unwrap_or(path);
    !LISTS.contains(&file) && !file.starts_with("packs/") && !file.starts_with("vocabulary/")
}
