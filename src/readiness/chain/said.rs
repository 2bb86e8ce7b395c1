//! What rules say about an entry, by the link of its chain that they speak of.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::index::Index;
use crate::model::{Kind, RecordId, Records};
use crate::text::Span;
use crate::triage::Report;

use super::Step;

/// What a rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Name of the rule.
    pub rule: String,
    /// Key of the check; empty for a rule of one check.
    pub check: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// Where.
    pub span: Span,
}

impl Said {
    fn of(diagnostic: &Diagnostic) -> Self {
        Self {
            rule: diagnostic.rule.to_string(),
            check: diagnostic.check.to_string(),
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            span: diagnostic.span,
        }
    }

    pub(super) fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// What the rules found, by the record that it is about.
#[derive(Debug, Default)]
pub struct Spoken<'w> {
    by_subject: FxHashMap<&'w str, Vec<&'w Diagnostic>>,
    /// What is said of records that are no entries, by the ids that stand in the message.
    by_word: FxHashMap<&'w str, Vec<&'w Diagnostic>>,
}

impl<'w> Spoken<'w> {
    pub(super) fn collect(report: &'w Report, index: &Index<'_>) -> Self {
        let mut spoken = Self::default();
        for judged in &report.diagnostics {
            let diagnostic = &judged.diagnostic;
            spoken.by_subject.entry(&diagnostic.subject).or_default().push(diagnostic);
            if diagnostic.subject.starts_with("entry/") || diagnostic.rule.starts_with("input-") {
                continue;
            }
            let known = |word: &&str| index.resolve(word, &[Kind::Entry]).is_some();
            // Of two records that contradict each other, the one that speaks first has to be looked at.
            let most = if &*diagnostic.rule == "entry-backlink-mismatch" { 1 } else { usize::MAX };
            for word in ids_in(&diagnostic.message).filter(known).take(most) {
                let list = spoken.by_word.entry(word).or_default();
                if !list.last().is_some_and(|last| std::ptr::eq(*last, diagnostic)) {
                    list.push(diagnostic);
                }
            }
        }
        spoken
    }

    /// What is said about an entry and its parts, each with the link that it speaks of.
    pub(super) fn about(&self, index: &Index<'_>, entry: RecordId) -> Vec<(Step, Said)> {
        let subject = subject(index.records, entry);
        let own = self.by_subject.get(subject.as_str()).into_iter().flatten();
        let id = index.records.bare_id(entry);
        let others = id.and_then(|id| self.by_word.get(id)).into_iter().flatten();
        let all = own.chain(others).copied();
        all.filter_map(|diagnostic| Some((step_of(diagnostic)?, Said::of(diagnostic)))).collect()
    }

    /// What is said about a record, or about a record nested in another one; `rules` are those that matter.
    pub(super) fn within(&self, index: &Index<'_>, id: RecordId, rules: &[&str]) -> Vec<Said> {
        let records = index.records;
        let span = records.batch(id).tree.span(records.get(id).node);
        let all = self.by_subject.get(subject(records, id).as_str()).into_iter().flatten();
        let inside = |diagnostic: &&&Diagnostic| {
            let at = diagnostic.span;
            at.source == span.source && at.start >= span.start && at.end <= span.end
        };
        let found = all.filter(|one| rules.contains(&&*one.rule)).filter(inside);
        found.map(|one| Said::of(one)).collect()
    }
}

/// A record as diagnostics name it: by the record around it, with its id or its position.
fn subject(records: &Records, mut id: RecordId) -> String {
    while let Some(parent) = records.parent(id) {
        id = parent;
    }
    let record = records.get(id);
    match records.bare_id(id) {
        Some(id) => format!("{}/{id}", record.kind.name()),
        None => format!("{}/#{}", record.kind.name(), record.position),
    }
}

/// Everything in a message that may be an id: `CAR-110` of `CAR-110/A1 relies on CR-83`.
fn ids_in(message: &str) -> impl Iterator<Item = &str> {
    let letters = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let words = message.split(move |letter| !letters(letter)).map(|word| word.trim_matches('.'));
    // A bare number in a sentence is a number of days, whatever entry has it as its id.
    words.filter(|word| word.contains(char::is_alphabetic) && word.contains(|letter: char| letter.is_ascii_digit()))
}

/// The link that a rule speaks of; none for what belongs to no link, such as priorities and lessons.
fn step_of(diagnostic: &Diagnostic) -> Option<Step> {
    let rule: &str = &diagnostic.rule;
    let field = diagnostic.field.as_str();
    Some(match rule {
        "action-done-without-evidence" => Step::Evidence,
        "action-change-ticket-missing" | "action-change-ticket-state-mismatch" => Step::Change,
        "closure-with-open-actions" | "finding-response-overdue" => Step::Action,
        "incident-without-analysis" if diagnostic.check.starts_with("cause") => Step::Cause,
        "input-reference-unresolved" => return by_reference(field),
        "communication-change-unannounced" => Step::Communicated,
        "entry-backlink-mismatch" if diagnostic.check.contains("change") || diagnostic.check.starts_with("action") => {
            Step::Change
        }
        "entry-backlink-mismatch" if diagnostic.check.contains("risk") => return None,
        // These look at an entry as a whole and say nothing about one of its links.
        "closure-approval-missing" | "closure-self-approved" | "closure-record-altered" => return None,
        "entry-unclassified" | "entry-owner-inactive" | "entry-stuck-in-state" => return None,
        "entry-transition-illegal" | "entry-extent-not-considered" => return None,
        "entry-required-value-missing" | "entry-chronology-broken" => return by_field(rule, field, &diagnostic.check),
        _ => match rule.split('-').next()? {
            "entry" | "finding" | "incident" => Step::Recorded,
            "cause" => Step::Cause,
            "action" | "acceptance" => Step::Action,
            "effectiveness" => Step::Effectiveness,
            "review" => Step::Reported,
            "communication" => Step::Communicated,
            _ => return None,
        },
    })
}

/// The link that a reference belongs to which leads nowhere.
fn by_reference(field: &str) -> Option<Step> {
    let names: Vec<&str> = field.split('/').collect();
    let among = |some: &[&str]| names.iter().any(|name| some.contains(name));
    Some(match names.first().copied()? {
        "source_refs" => Step::Recorded,
        "reported_at" => Step::Reported,
        "communication" => Step::Communicated,
        "effectiveness" => Step::Effectiveness,
        "actions" if among(&["changes", "documents"]) => Step::Change,
        "actions" if among(&["evidence"]) => Step::Evidence,
        _ => return None,
    })
}

/// The link that a field belongs to.
fn by_field(rule: &str, field: &str, check: &str) -> Option<Step> {
    if check.starts_with("change-") {
        return Some(Step::Change);
    }
    let first = field.split('/').next().unwrap_or("");
    Some(match first {
        "actions" => Step::Action,
        "effectiveness" => Step::Effectiveness,
        "cause_analysed_on" => Step::Cause,
        "decision" | "decision_on" | "decision_by" | "decision_reason" | "approved_on" => Step::Action,
        // A closing date is no link; what is wrong with it is said, and breaks nothing.
        "closed_on" | "closure_approved_on" | "owner" | "classification" => return None,
        _ if rule == "entry-chronology-broken" && field.is_empty() => return None,
        _ => Step::Recorded,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_messages() {
        let found: Vec<&str> = ids_in("CAR-110/A1 relies on CR-83, which 'AU-25X/F-1.' names since 12 days.").collect();
        assert_eq!(found, ["CAR-110", "A1", "CR-83", "AU-25X", "F-1"]);
    }
}
