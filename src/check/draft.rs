//! [`Draft`]: a diagnostic before equal ones are told apart.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Fingerprint, Kin, Label, Severity};
use crate::text::{SourceId, Span};

/// A diagnostic before equal ones are told apart.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) rule: Arc<str>,
    pub(super) check: Arc<str>,
    pub(super) severity: Severity,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) related: Vec<Label>,
    /// Where the related places are, by name, where somebody compares them: an example.
    pub(super) related_at: Vec<String>,
    pub(super) subject: String,
    pub(super) field: String,
    /// What tells it from others, of the same rule and of any other; [`identified`] gives it.
    pub(super) print: u64,
    /// The records that it is about.
    pub(super) kin: Kin,
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
            rule: Arc::from(""),
            check: Arc::from(""),
            severity: Severity::Error,
            span: Span::top(SourceId(0)),
            message: String::new(),
            related: Vec::new(),
            related_at: Vec::new(),
            subject: String::new(),
            field: String::new(),
            print: 0,
            kin: Kin::default(),
        }
    }
}

/// The fingerprint of what a check says of a record and a field with related records, all by lasting names.
///
/// A draft keeps no more than this of its identity: the identities of all of them would take as much memory as the records.
pub(super) fn identified(rule: &str, check: &str, identity: &str) -> u64 {
    fingerprint(&format!("{rule}\n{check}\n{identity}"))
}

/// Gives each draft a fingerprint of its own: equal ones are numbered, so that a baseline counts them as a multiset.
pub(super) fn finish(drafts: Vec<Draft>) -> Vec<Diagnostic> {
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let finish_one = |draft: Draft| {
        let count = seen.entry(draft.print).or_insert(0);
        let print = if *count > 0 { fingerprint(&format!("{:016x}\n#{count}", draft.print)) } else { draft.print };
        *count += 1;
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
            kin: draft.kin,
        }
    };
    drafts.into_iter().map(finish_one).collect()
}

/// What stands for a record where diagnostics are compared, by its lasting name.
pub(super) fn named(identity: &str) -> u64 {
    fingerprint(identity)
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
            rule: "cause-missing".into(),
            print: identified("cause-missing", "", identity),
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
