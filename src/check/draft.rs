//! [`Draft`]: a diagnostic before equal ones are told apart.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Fingerprint, Label, Severity};
use crate::text::{SourceId, Span};

/// A diagnostic before equal ones are told apart.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) rule: String,
    pub(super) check: String,
    pub(super) severity: Severity,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) related: Vec<Label>,
    /// Where the related places are, by name; what an example compares.
    pub(super) related_at: Vec<String>,
    pub(super) subject: String,
    pub(super) field: String,
    /// What the fingerprint is made of beside rule and check: record, field and related records, by lasting names.
    pub(super) identity: String,
}

impl Draft {
    /// Where it is, by name: `entry/IMP-2/actions/0/due_on`.
    pub(super) fn at(&self) -> String {
        if self.field.is_empty() { self.subject.clone() } else { format!("{}/{}", self.subject, self.field) }
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            rule: String::new(),
            check: String::new(),
            severity: Severity::Error,
            span: Span::top(SourceId(0)),
            message: String::new(),
            related: Vec::new(),
            related_at: Vec::new(),
            subject: String::new(),
            field: String::new(),
            identity: String::new(),
        }
    }
}

/// Gives each draft a fingerprint of its own: equal ones are numbered, so that a baseline counts them as a multiset.
pub(super) fn finish(drafts: Vec<Draft>) -> Vec<Diagnostic> {
    // By fingerprint: the identities of all of them would take as much memory as the records.
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let finish_one = |mut draft: Draft| {
        let mut identity = format!("{}\n{}\n{}", draft.rule, draft.check, draft.identity);
        let mut print = fingerprint(&identity);
        let count = seen.entry(print).or_insert(0);
        if *count > 0 {
            let _ = write!(identity, "\n#{count}");
            print = fingerprint(&identity);
        }
        *count += 1;
        draft.message.shrink_to_fit();
        Diagnostic {
            rule: draft.rule,
            check: draft.check,
            severity: draft.severity,
            span: draft.span,
            message: draft.message,
            related: draft.related,
            subject: draft.subject,
            field: draft.field,
            fingerprint: Fingerprint(format!("{print:016x}")),
        }
    };
    drafts.into_iter().map(finish_one).collect()
}

/// What the first 16 hexadecimal digits of the SHA-256 of a text say.
fn fingerprint(identity: &str) -> u64 {
    let digest = Sha256::digest(identity.as_bytes());
    digest.iter().take(8).fold(0, |print, byte| print << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_diagnostics_are_numbered_and_nothing_else_counts() {
        let draft = |identity: &str, message: &str| Draft {
            rule: "cause-missing".to_owned(),
            identity: identity.to_owned(),
            message: message.to_owned(),
            ..Draft::default()
        };
        let found = finish(vec![draft("entry/A", "x"), draft("entry/A", "y"), draft("entry/B", "x")]);
        let prints: Vec<&str> = found.iter().map(|one| one.fingerprint.0.as_str()).collect();
        assert_ne!(prints[0], prints[1]);
        assert_ne!(prints[0], prints[2]);
        assert_eq!(prints[0].len(), 16);
        let again = finish(vec![draft("entry/B", "other words"), draft("entry/A", "z")]);
        assert_eq!(again[0].fingerprint, found[2].fingerprint);
        assert_eq!(again[1].fingerprint, found[0].fingerprint);
    }
}
