//! The checklist with all that is known of each of its items: outcomes, what supports conformity, and gaps.

use super::Inputs;
use super::evidence::Supporting;

/// The parts of the checklist in the order in which an auditor asks for them, with their titles.
const PARTS: [(&str, &str); 8] = [
    ("audit", "Audit checklist"),
    ("implement", "Implementation checklist"),
    ("comply", "What it takes to comply"),
    ("auditor", "What the auditor checks"),
    ("mistake", "Mistakes to avoid"),
    ("faq", "Questions that are asked often"),
    ("guide", "What the guide asks for"),
    ("definition", "What improvement means"),
];

/// A part of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Name, such as `audit`.
    pub name: String,
    /// Title.
    pub title: String,
    /// Its items, in the order of the checklist.
    pub items: Vec<Item>,
}

/// An item of the checklist: an obligation, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Name of the obligation, such as `audit/effectiveness`.
    pub obligation: String,
    /// What it asks, in our words.
    pub restated: String,
    /// What it comes to.
    pub standing: Standing,
    /// The outcomes of the rules of this run that serve it, sorted by name.
    pub rules: Vec<RuleOutcome>,
    /// Records that support conformity, the latest first; the first of them.
    pub evidence: Vec<Supporting>,
    /// Number of records that support conformity.
    pub supporting: usize,
    /// Whether more records support conformity than were counted.
    pub and_more: bool,
    /// The gaps: numbers of diagnostics, the weightiest first.
    pub gaps: Vec<usize>,
    /// What to prepare, because no tool can check it.
    pub prepare: Vec<String>,
}

/// What an item comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Evidence is shown, and no gap was found.
    Shown,
    /// The same as far as it could be assessed.
    ShownInPart,
    /// There are gaps about which a question is to be expected, or ideas for improvement.
    Questioned,
    /// There are gaps that may be raised as nonconformities.
    Broken,
    /// There are records, and no rule of this run could assess them.
    NotAssessed,
    /// There is no record that a rule of this run has anything to say about.
    NothingToAssess,
    /// No rule of this run serves it.
    NoRule,
}

/// How often a rule passed, failed, did not apply, or could not be assessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleOutcome {
    /// Name of the rule.
    pub rule: String,
    /// What it looks for, in a sentence.
    pub summary: String,
    /// Subjects that are as they should be.
    pub passed: u64,
    /// Subjects with at least one diagnostic.
    pub failed: u64,
    /// Subjects that it has nothing to say about.
    pub not_applicable: u64,
    /// Subjects that could not be assessed.
    pub not_assessed: u64,
    /// Why, and how often; the most frequent first.
    pub reasons: Vec<(String, u64)>,
}

/// The checklist.
pub(super) fn parts(inputs: &Inputs<'_, '_>) -> Vec<Part> {
    let _ = inputs;
    PARTS
        .iter()
        .map(|(name, title)| Part { name: (*name).to_owned(), title: (*title).to_owned(), items: vec![] })
        .collect()
}
