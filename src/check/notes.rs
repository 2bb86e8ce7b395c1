//! What is said beside the rules: notes about what could not be assessed, which stands in the tallies anyway, and problems
//! that are known only after all rules have spoken.

use crate::diagnostic::{Diagnostic, Problem};

use super::draft::{Draft, finish, identified};
use super::reading::{Complaint, Reader};
use super::{Outcome, Run};

/// One note for each rule of which something could not be assessed, with the reason that is met most often.
#[must_use]
pub fn not_assessed(run: &Run<'_, '_>, outcome: &Outcome) -> Vec<Diagnostic> {
    let index = run.world.index;
    let reader = Reader::new(run.catalogue, run.settings, index);
    let mut drafts: Vec<Draft> = Vec::new();
    for rule in run.catalogue.rules() {
        let of_rule = outcome.tallies.iter().filter(|tally| tally.rule == rule.name);
        let mut reasons: Vec<(&str, u32)> = Vec::new();
        for (reason, count) in of_rule.flat_map(|tally| &tally.not_assessed) {
            match reasons.iter_mut().find(|(known, _)| known == reason) {
                Some((_, total)) => *total += count,
                None => reasons.push((reason, *count)),
            }
        }
        // Of reasons that are met equally often, the first in the alphabet.
        reasons.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let Some((reason, _)) = reasons.first() else { continue };
        let name = "input-check-not-assessable";
        let draft = reader.draft(Complaint {
            name,
            span: run.expectations.fallback,
            facts: vec![("rule", rule.name.clone()), ("reason", (*reason).to_owned())],
            related: Vec::new(),
            at: None,
        });
        drafts.extend(draft.map(|draft| Draft { print: identified(name, "", &rule.name), ..draft }));
    }
    finish(drafts)
}

/// A problem, and what tells it from others over time, wherever it stands.
#[derive(Clone, Debug)]
pub struct Told {
    /// The problem.
    pub problem: Problem,
    /// What it is about, by names that last.
    pub identity: String,
}

/// The diagnostics of problems that are about no record, in the words of their rules; none where a rule is switched off.
#[must_use]
pub fn told(run: &Run<'_, '_>, told: Vec<Told>) -> Vec<Diagnostic> {
    let reader = Reader::new(run.catalogue, run.settings, run.world.index);
    let draft = |Told { problem, identity }: Told| {
        let Problem { name, span, facts, related } = problem;
        let draft = reader.draft(Complaint { name, span, facts, related, at: None })?;
        Some(Draft { print: identified(name, "", &identity), ..draft })
    };
    finish(told.into_iter().filter_map(draft).collect())
}
