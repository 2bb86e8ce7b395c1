//! [`Catalogue`]: all rules, obligations and packs.

use super::obligation::{Obligation, Pack};
use super::rule::Rule;

/// All rules, obligations and packs.
#[derive(Debug, Default)]
pub struct Catalogue {
    rules: Vec<Rule>,
    obligations: Vec<Obligation>,
    packs: Vec<Pack>,
}

impl Catalogue {
    /// A catalogue of rules that are ready, as tests make them by hand.
    #[must_use]
    pub fn assemble(mut rules: Vec<Rule>, obligations: Vec<Obligation>, packs: Vec<Pack>) -> Self {
        rules.sort_by(|left, right| left.name.cmp(&right.name));
        Self { rules, obligations, packs }
    }

    /// All rules, sorted by name.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this name, or that had it once.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&Rule> {
        let by_name = |name: &str| self.rules.binary_search_by(|rule| rule.name.as_str().cmp(name)).ok();
        let former = || self.rules.iter().position(|rule| rule.formerly.iter().any(|old| old == name));
        by_name(name).or_else(former).map(|index| &self.rules[index])
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

    /// The rules that serve an obligation, sorted by name.
    pub fn serving<'a>(&'a self, slug: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(move |rule| rule.serves.iter().any(|served| served == slug))
    }

    /// The packs.
    #[must_use]
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// The pack with this name, such as `iso-27001-2022`.
    #[must_use]
    pub fn pack(&self, name: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.name == name)
    }
}
