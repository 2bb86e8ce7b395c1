//! [`Names`]: what the names of files and sheets, and the headings above tables, say about what is in them.

use std::sync::{Arc, OnceLock};

use crate::data::{NodeId, Tree};
use crate::read::yaml;
use crate::text::SourceId;

use super::embedded::embedded;
use super::kind::Kind;
use super::lexicon::scalars_below;

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Records of this kind.
    Kind(Kind),
    /// A form to copy; what stands in it are examples.
    Template,
    /// A register of something that no rule looks at, such as assets or suppliers.
    Other,
}

/// The phrases that names are looked through for.
#[derive(Debug, Default)]
pub struct Names {
    phrases: Vec<(Vec<String>, Named)>,
}

impl Names {
    /// The phrases that the linter brings along.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static NAMES: OnceLock<Names> = OnceLock::new();
        NAMES.get_or_init(|| {
            let file = embedded().iter().find(|(path, _)| *path == "vocabulary/names.yaml");
            Self::read(file.map_or("", |(_, text)| text))
        })
    }

    /// The phrases of `rules/vocabulary/names.yaml`.
    pub(super) fn read(text: &str) -> Self {
        let (tree, _) = yaml::read(SourceId(0), &Arc::from(text));
        let mut names = Self::default();
        for group in tree.roots().first().into_iter().flat_map(|root| tree.children(*root)) {
            let named = match tree.key_text(group) {
                Some("other") => Named::Other,
                Some("template") => Named::Template,
                Some(kind) => match Kind::from_name(kind) {
                    Some(kind) => Named::Kind(kind),
                    None => continue,
                },
                None => continue,
            };
            names.add(&tree, group, named);
        }
        names
    }

    /// What a name says: the longest phrases in it, each with its number of words, the longest first.
    ///
    /// What stands within a longer phrase does not count: a risk treatment plan is no list of risks.
    #[must_use]
    pub fn of(&self, name: &str) -> Vec<(Named, usize)> {
        let words = words(name);
        let mut found: Vec<(Named, std::ops::Range<usize>)> = Vec::new();
        for (phrase, named) in &self.phrases {
            let stands = |at: &usize| words[*at..].starts_with(phrase);
            let places = (0..words.len()).filter(stands).map(|at| at..at + phrase.len());
            found.extend(places.map(|range| (*named, range)));
        }
        found.sort_by_key(|(_, range)| (std::cmp::Reverse(range.len()), range.start));
        let mut said: Vec<(Named, std::ops::Range<usize>)> = Vec::new();
        for (named, range) in found {
            // A template of a risk register is both.
            let within = named != Named::Template
                && said.iter().any(|(_, known)| {
                    known.start <= range.start && range.end <= known.end && known.len() > range.len()
                });
            if !within && !said.iter().any(|(known, _)| *known == named) {
                said.push((named, range));
            }
        }
        said.into_iter().map(|(named, range)| (named, range.len())).collect()
    }

    /// Whether a path says that a file is a template.
    #[must_use]
    pub fn is_template(&self, path: &str) -> bool {
        self.of(path).iter().any(|(named, _)| *named == Named::Template)
    }

    fn add(&mut self, tree: &Tree, group: NodeId, named: Named) {
        for phrase in scalars_below(tree, group) {
            let phrase = words(&phrase);
            if !phrase.is_empty() {
                self.phrases.push((phrase, named));
            }
        }
    }
}

/// The words of a name in lower case, without a plural `s`: `CAPA_LOG-2026.csv` and `capaLogs` begin alike.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut before_lower = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            (open, before_lower) = (false, false);
            continue;
        }
        if !open || (before_lower && letter.is_uppercase()) {
            words.push(String::new());
        }
        open = true;
        before_lower = letter.is_lowercase();
        words.iter_mut().next_back().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
    }
    for word in &mut words {
        if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
            word.pop();
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_says_what_a_name_means() {
        let names = Names::read(
            "risk: {en: [risk register, risks]}\ntreatment: {en: [risk treatment plan]}\nother: {en: [asset register]}\n\
             entry: {en: [capa log, poa m]}\n",
        );
        for (name, expected) in [
            ("registers/risk-register.csv", vec![(Named::Kind(Kind::Risk), 2)]),
            ("Risk_Treatment_Plan", vec![(Named::Kind(Kind::Treatment), 3)]),
            ("RiskRegister 2026", vec![(Named::Kind(Kind::Risk), 2)]),
            ("Risks", vec![(Named::Kind(Kind::Risk), 1)]),
            ("asset-registers", vec![(Named::Other, 2)]),
            ("FedRAMP POA&M", vec![(Named::Kind(Kind::Entry), 2)]),
            ("capaLog and risks", vec![(Named::Kind(Kind::Entry), 2), (Named::Kind(Kind::Risk), 1)]),
            ("minutes", vec![]),
        ] {
            assert_eq!(names.of(name), expected, "{name}");
        }
    }
}
