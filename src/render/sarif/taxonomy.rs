//! What the rules serve, as taxonomies: the obligations of the checklist, and the clauses of each standard. Auditors' tools
//! group by them; GitHub does not read them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::document::Text;
use super::{LONGEST_DESCRIPTION, shortened};
use crate::rule::{Catalogue, Pack, Rule};

/// The name of the taxonomy of obligations.
const OBLIGATIONS: &str = "tenone-obligations";

/// A taxonomy.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Taxonomy {
    name: String,
    version: String,
    short_description: Text,
    taxa: Vec<Taxon>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Taxon {
    id: String,
    short_description: Text,
}

/// What the driver says of a taxonomy that its rules refer to.
#[derive(Serialize)]
pub(super) struct Reference {
    name: String,
    index: usize,
}

/// That a rule serves a taxon.
#[derive(Serialize)]
pub(super) struct Relationship {
    target: Target,
    kinds: [&'static str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    id: String,
    index: usize,
    tool_component: Reference,
}

/// The taxonomies of some rules.
pub(super) struct Taxonomies(Vec<Taxonomy>);

impl Taxonomies {
    /// What these rules serve; nothing that none of them serves.
    pub(super) fn of(rules: &[&Rule], catalogue: &Catalogue) -> Self {
        let served: BTreeSet<&str> = rules.iter().flat_map(|rule| &rule.serves).map(String::as_str).collect();
        let mut clauses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (pack, numbers) in rules.iter().flat_map(|rule| &rule.clauses) {
            clauses.entry(pack).or_default().extend(numbers.iter().map(String::as_str));
        }
        let obligations = catalogue.obligations().iter().filter(|one| served.contains(one.slug.as_str()));
        let mut all = vec![Taxonomy {
            name: OBLIGATIONS.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            short_description: Text::new("What the checklist of an audit asks, in our words."),
            taxa: obligations.map(|one| taxon(&one.slug, &one.restated)).collect(),
        }];
        all.extend(clauses.into_iter().map(|(name, numbers)| standard(name, catalogue.pack(name), numbers)));
        all.retain(|taxonomy| !taxonomy.taxa.is_empty());
        Self(all)
    }

    /// What the driver lists.
    pub(super) fn references(&self) -> Vec<Reference> {
        let named = self.0.iter().enumerate();
        named.map(|(index, taxonomy)| Reference { name: taxonomy.name.clone(), index }).collect()
    }

    /// What a rule serves.
    pub(super) fn served_by(&self, rule: &Rule) -> Vec<Relationship> {
        let obligations = rule.serves.iter().map(|slug| (OBLIGATIONS, slug));
        let clauses =
            rule.clauses.iter().flat_map(|(pack, numbers)| numbers.iter().map(move |one| (pack.as_str(), one)));
        obligations.chain(clauses).filter_map(|(taxonomy, id)| self.relationship(taxonomy, id)).collect()
    }

    fn relationship(&self, taxonomy: &str, id: &str) -> Option<Relationship> {
        let at = self.0.iter().position(|known| known.name == taxonomy)?;
        let index = self.0.get(at)?.taxa.iter().position(|taxon| taxon.id == id)?;
        let tool_component = Reference { name: taxonomy.to_owned(), index: at };
        Some(Relationship { target: Target { id: id.to_owned(), index, tool_component }, kinds: ["relevant"] })
    }

    /// The taxonomies themselves.
    pub(super) fn into_list(self) -> Vec<Taxonomy> {
        self.0
    }
}

fn standard(name: &str, pack: Option<&Pack>, numbers: BTreeSet<&str>) -> Taxonomy {
    let title = |number: &str| {
        let clause = number.split(' ').next().unwrap_or(number);
        let requirements = pack.into_iter().flat_map(|pack| pack.clauses.iter().chain(&pack.controls));
        requirements.into_iter().find(|known| known.number == clause).map(|known| known.title.clone())
    };
    Taxonomy {
        name: name.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        short_description: Text::new(pack.map_or(name, |pack| pack.title.as_str())),
        taxa: numbers.into_iter().map(|number| taxon(number, &title(number).unwrap_or(number.to_owned()))).collect(),
    }
}

fn taxon(id: &str, says: &str) -> Taxon {
    let says = super::sentence(says);
    Taxon { id: id.to_owned(), short_description: Text::new(shortened(&says, LONGEST_DESCRIPTION)) }
}
