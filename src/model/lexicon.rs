//! [`Lexicon`]: what `rules/vocabulary` and the packs know of the words that people use.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::data::{NodeId, NodeKind, Tree};
use crate::read::yaml;
use crate::text::SourceId;

use super::embedded::embedded;
use super::headers::{HeaderMeaning, Headers};
use super::headings::Headings;
use super::kind::Kind;
use super::lists::{Group, Listed, Lists};
use super::normal::normalised;
use super::stand_in::StandIns;
use super::tables::VOCABULARIES;
use super::vocabulary::{EnumSet, Words};

/// What words mean, by the name of their vocabulary.
type Vocabulary = FxHashMap<&'static str, FxHashMap<String, EnumSet>>;

/// The words that people use, beyond the canonical ones.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// The canonical words by vocabulary.
    words: Vocabulary,
    /// The file of the words that people use in their place; a register in canonical form never needs it.
    words_file: &'static str,
    synonyms: OnceLock<Vocabulary>,
    /// What stands in for a value.
    pub stand_ins: StandIns,
    /// The files that speak of headings, and what they say: read when the first Markdown file asks, since they are two
    /// thirds of all words.
    prose_files: Vec<(&'static str, &'static str)>,
    prose: OnceLock<Prose>,
    /// The file of headers; most runs read registers in canonical form, and never need it.
    headers_file: &'static str,
    headers: OnceLock<Headers>,
}

/// What headings cover.
#[derive(Debug, Default)]
struct Prose {
    /// In policies and processes.
    sections: Headings,
    /// In minutes, by pack.
    inputs: FxHashMap<String, Headings>,
    /// Above lists, and above labels.
    lists: Lists,
    /// Titles in their normalised form, with the types of documents that bear them.
    titles: Vec<(String, String)>,
}

impl Lexicon {
    /// The lexicon of the files that the linter brings along.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| Self::from_files(embedded()))
    }

    /// A lexicon of files by their path below `rules/`; what is not vocabulary or a pack is left out.
    #[must_use]
    pub fn from_files(files: &[(&'static str, &'static str)]) -> Self {
        let is_prose = |path: &str| [SECTIONS, LISTS, TITLES].contains(&path) || pack_of(path).is_some();
        let prose_files = files.iter().copied().filter(|(path, _)| is_prose(path)).collect();
        let mut lexicon = Self { prose_files, ..Self::default() };
        for vocabulary in VOCABULARIES {
            let words = lexicon.words.entry(vocabulary.name).or_default();
            for (index, word) in vocabulary.words.iter().enumerate() {
                words.insert(normalised(word).into_owned(), EnumSet(1 << index));
            }
        }
        for (path, text) in files {
            let add: fn(&mut Self, &Tree, NodeId) = match *path {
                "vocabulary/placeholders.yaml" => |lexicon, tree, root| lexicon.stand_ins.add_placeholders(tree, root),
                "vocabulary/none_because.yaml" => {
                    |lexicon, tree, root| lexicon.stand_ins.add_openers(&scalars_below(tree, root))
                }
                "vocabulary/headers.yaml" => {
                    lexicon.headers_file = text;
                    continue;
                }
                "vocabulary/words.yaml" => {
                    lexicon.words_file = text;
                    continue;
                }
                _ => continue,
            };
            let (tree, _) = yaml::read(SourceId(0), &Arc::from(*text));
            if let Some(root) = tree.roots().first() {
                add(&mut lexicon, &tree, *root);
            }
        }
        lexicon
    }

    /// What headings of policies and processes cover.
    #[must_use]
    pub fn sections(&self) -> &Headings {
        &self.prose().sections
    }

    /// What a word means, in a vocabulary: canonical words in any dress, then the synonyms.
    #[must_use]
    pub fn word(&self, vocabulary: &'static Words, word: &str) -> Option<EnumSet> {
        let word = normalised(word);
        let find = |known: &Vocabulary| known.get(vocabulary.name)?.get(word.as_ref()).copied();
        find(&self.words).or_else(|| find(self.synonyms.get_or_init(|| synonyms(self.words_file))))
    }

    /// What the header of a column, or a label, stands for in records of a kind.
    #[must_use]
    pub fn header(&self, kind: Kind, header: &str) -> Option<&HeaderMeaning> {
        self.headers.get_or_init(|| Headers::read(self.headers_file)).meaning(kind, header)
    }

    /// What headings of minutes cover, under a pack such as `iso-27001-2022`.
    #[must_use]
    pub fn inputs(&self, pack: &str) -> Option<&Headings> {
        self.prose().inputs.get(pack)
    }

    /// Whether a heading announces labels of the whole, or tables that hold no records.
    #[must_use]
    pub fn announces(&self, heading: &str, group: Group) -> bool {
        self.prose().lists.is(heading, group)
    }

    /// The list of records within a record of a kind that a heading announces.
    #[must_use]
    pub fn list(&self, kind: Kind, heading: &str) -> Option<&Listed> {
        self.prose().lists.list(kind, heading)
    }

    /// Whether a heading is a sign of a document that tells about one record of a kind.
    #[must_use]
    pub fn is_sign(&self, kind: Kind, heading: &str) -> bool {
        self.prose().lists.is_sign(kind, heading)
    }

    /// The type of a document that its title hints at: the one with the longest phrase in it. It is a hint, and no proof.
    #[must_use]
    pub fn title_hint(&self, title: &str) -> Option<&str> {
        let title = format!("_{}_", normalised(title));
        let within = |(phrase, _): &&(String, String)| title.contains(&format!("_{phrase}_"));
        let known = self.prose().titles.iter().filter(within);
        known.max_by_key(|(phrase, _)| phrase.len()).map(|(_, kind)| kind.as_str())
    }

    fn prose(&self) -> &Prose {
        self.prose.get_or_init(|| {
            let mut prose = Prose::default();
            for (path, text) in &self.prose_files {
                let (tree, _) = yaml::read(SourceId(0), &Arc::from(*text));
                let Some(root) = tree.roots().first().copied() else { continue };
                match (*path, pack_of(path)) {
                    (_, Some(pack)) => prose.add_pack(pack, &tree, root),
                    (LISTS, _) => prose.lists.add(&tree, root),
                    (TITLES, _) => prose.add_titles(&tree, root),
                    _ => prose.add_sections(&tree, root),
                }
            }
            prose
        })
    }
}

impl Prose {
    /// `purpose: [Purpose, Zweck]`, alone or below a type of document; below a key its headings may stand by language.
    fn add_sections(&mut self, tree: &Tree, root: NodeId) {
        for pair in tree.children(root) {
            let groups = |node: NodeId| {
                tree.kind(node) == NodeKind::Mapping
                    && tree.children(node).all(|child| tree.key_text(child).is_some_and(|key| key.len() != 2))
            };
            let keys = if groups(pair) { tree.children(pair).collect() } else { vec![pair] };
            for node in keys {
                let key = tree.key_text(node).unwrap_or("");
                self.sections.add(key, key);
                for heading in scalars_below(tree, node) {
                    self.sections.add(&heading, key);
                }
            }
        }
    }

    /// `audit-programme: [audit plan, Auditprogramm]`.
    fn add_titles(&mut self, tree: &Tree, root: NodeId) {
        for kind in tree.children(root) {
            let name = tree.key_text(kind).unwrap_or("");
            let titles = scalars_below(tree, kind).into_iter();
            self.titles.extend(titles.map(|title| (normalised(&title).into_owned(), name.to_owned())));
        }
    }

    /// `review_inputs: [{key: a, headings: [..]}]` of a pack.
    fn add_pack(&mut self, pack: &str, tree: &Tree, root: NodeId) {
        let Some(inputs) = tree.get(root, "review_inputs") else { return };
        let headings = self.inputs.entry(pack.to_owned()).or_default();
        for input in tree.children(inputs) {
            let Some(key) = tree.get(input, "key").map(|node| tree.text(node)) else { continue };
            let label = tree.get(input, "label").map(|node| tree.text(node).to_owned());
            let known = tree.get(input, "headings").map_or_else(Vec::new, |node| scalars_below(tree, node));
            headings.add_key(key);
            for heading in known.into_iter().chain(label) {
                headings.add(&heading, key);
            }
        }
    }
}

/// The file that says what headings of policies and processes cover.
const SECTIONS: &str = "vocabulary/sections.yaml";

/// The file that says what headings announce in other documents.
const LISTS: &str = "vocabulary/lists.yaml";

/// The file that says what titles hint at.
const TITLES: &str = "vocabulary/document_titles.yaml";

/// The name of the pack in a file.
fn pack_of(path: &str) -> Option<&str> {
    path.strip_prefix("packs/").and_then(|name| name.strip_suffix(".yaml"))
}

/// `entry.status: {closed: [done, erledigt], open: [raised, triaged]}`: below a canonical word its synonyms, below any other
/// word what it may stand for.
fn synonyms(file: &str) -> Vocabulary {
    let mut synonyms = Vocabulary::default();
    let (tree, _) = yaml::read(SourceId(0), &Arc::from(file));
    for group in tree.roots().first().into_iter().flat_map(|root| tree.children(*root)) {
        let name = tree.key_text(group).unwrap_or("");
        let Some(vocabulary) = VOCABULARIES.iter().find(|known| known.name == name) else { continue };
        let known = synonyms.entry(vocabulary.name).or_default();
        for pair in tree.children(group) {
            let word = tree.key_text(pair).unwrap_or("");
            let below = scalars_below(&tree, pair);
            if let Some(set) = vocabulary.set(word) {
                for synonym in &below {
                    known.entry(normalised(synonym).into_owned()).or_insert(set);
                }
                continue;
            }
            let set = below.iter().filter_map(|word| vocabulary.set(word)).fold(0, |bits, set| bits | set.0);
            if set != 0 {
                known.entry(normalised(word).into_owned()).or_insert(EnumSet(set));
            }
        }
    }
    synonyms
}

/// All texts below a node, in order.
pub(super) fn scalars_below(tree: &Tree, node: NodeId) -> Vec<String> {
    if matches!(tree.kind(node), NodeKind::Scalar(_)) {
        return if tree.is_null(node) { Vec::new() } else { vec![tree.text(node).trim().to_owned()] };
    }
    tree.children(node).flat_map(|child| scalars_below(tree, child)).collect()
}

/// A heading without what numbers it: `4.2 Scope`, `c) Feedback`, `A. Purpose`, `§ 3 Umfang`.
pub(super) fn without_number(heading: &str) -> &str {
    let text = heading.trim_start_matches(|letter: char| letter == '§' || letter == '#' || letter.is_whitespace());
    let digits = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    if digits.len() < text.len() && digits.starts_with(|letter: char| letter.is_whitespace() || letter == ')') {
        let rest = digits.trim_start_matches(|letter: char| letter.is_whitespace() || letter == ')');
        // 'Clause 9.3.2 c) …' and '9.3.2 c) …' number twice.
        return if rest.is_empty() { text } else { without_letter(rest) };
    }
    without_letter(text)
}

fn without_letter(text: &str) -> &str {
    let mark =
        text.find([')', '.']).filter(|at| *at <= 2 && text[..*at].chars().all(|letter| letter.is_ascii_alphanumeric()));
    let rest = mark.map_or("", |at| text[at + 1..].trim_start());
    if rest.is_empty() { text } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tables::ENTRY_STATUS;

    #[test]
    fn every_synonym_stands_for_words_that_exist_and_stands_once() {
        let (_, text) = crate::model::embedded().iter().find(|(path, _)| *path == "vocabulary/words.yaml").unwrap();
        let (tree, problems) = yaml::read(SourceId(0), &Arc::from(*text));
        assert!(problems.is_empty());
        let mut faults = Vec::new();
        for group in tree.children(tree.roots()[0]) {
            let name = tree.key_text(group).unwrap();
            let vocabulary = VOCABULARIES.iter().find(|known| known.name == name).unwrap();
            let mut met: Vec<String> = vocabulary.words.iter().map(|word| normalised(word).into_owned()).collect();
            for pair in tree.children(group) {
                let (word, below) = (tree.key_text(pair).unwrap(), scalars_below(&tree, pair));
                let synonyms = if vocabulary.set(word).is_some() {
                    below
                } else {
                    faults.extend(
                        below
                            .iter()
                            .filter(|word| vocabulary.set(word).is_none())
                            .map(|word| format!("{name}: no {word}")),
                    );
                    vec![word.to_owned()]
                };
                for synonym in synonyms.iter().map(|synonym| normalised(synonym).into_owned()) {
                    if met.contains(&synonym) {
                        faults.push(format!("{name}: {synonym} stands twice"));
                    }
                    met.push(synonym);
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn words_headings_and_inputs_are_found_in_any_dress() {
        let lexicon = Lexicon::from_files(&[
            ("vocabulary/words.yaml", "entry.status:\n  closed: [Done, erledigt]\n  open: [raised, triaged]\n"),
            ("vocabulary/sections.yaml", "purpose: [Purpose, Zweck]\nprocess:\n  roles: {en: [Responsibilities]}\n"),
            ("packs/p.yaml", "review_inputs:\n- {key: c, label: Feedback, headings: {de: [Rückmeldungen]}}\n"),
            ("input/other.yaml", "rule: x\n"),
        ]);
        let word = |text| lexicon.word(&ENTRY_STATUS, text).map(|set| set.0);
        for (text, expected) in [
            ("closed", Some(1 << 7)),
            ("In Progress", Some(1 << 4)),
            ("ERLEDIGT", Some(1 << 7)),
            ("**done**", Some(1 << 7)),
            ("Open", Some(0b11)),
            ("gone", None),
        ] {
            assert_eq!(word(text), expected, "{text}");
        }
        for (heading, expected) in
            [("1. Purpose", "purpose"), ("Zweck:", "purpose"), ("4.2 Responsibilities", "roles"), ("Roles", "roles")]
        {
            assert_eq!(lexicon.sections().keys(heading), [expected], "{heading}");
        }
        let inputs = lexicon.inputs("p").unwrap();
        for heading in ["Feedback", "c) Feedback", "9.3.2 c) Rückmeldungen", "3 Feedback"] {
            assert_eq!(inputs.keys(heading), ["c"], "{heading}");
        }
        assert!(inputs.keys("Any other business").is_empty());
    }
}
