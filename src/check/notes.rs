//! Notes about rules that could not be assessed: they stand in the tallies anyway, and become diagnostics on demand.

use crate::diagnostic::Diagnostic;

use super::draft::{Draft, finish, identified};
use super::reading::{Complaint, Reader};
use super::{Outcome, Run};

/// One note for each rule of which something could not be assessed, with the reason that is met most often.
#[must_use]
pub fn not_assessed(run: &Run<'_, '_>, outcome: &Outcome) -> Vec<Diagnostic> {
    let reader = Reader::new(run);
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
