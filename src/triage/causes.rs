//! The [`Cause`] of each diagnostic: what the base has too, what time alone brought, and what the change brought.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Diagnostic, Fingerprint, Kin};

use super::Cause;

/// What is said of a state of the workspace, so that it is known again in another state.
#[derive(Clone, Debug, Default)]
pub struct Known {
    prints: FxHashSet<Fingerprint>,
    /// Those that name related records, by stem.
    kin: FxHashMap<u64, Vec<Related>>,
}

/// A diagnostic, and the related records that it names.
type Related = (Fingerprint, Box<[u64]>);

impl Known {
    /// What is said in these diagnostics; leave out those that a waiver excuses.
    pub fn of<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let mut known = Self::default();
        for diagnostic in diagnostics {
            let (print, Kin { stem, related, .. }) = (diagnostic.fingerprint.clone(), &diagnostic.kin);
            if !related.is_empty() {
                known.kin.entry(*stem).or_default().push((print.clone(), related.clone()));
            }
            known.prints.insert(print);
        }
        known
    }

    /// Which of these diagnostics are known: the same was said before, or the same of more records.
    ///
    /// A set of records from which one was taken away is what it was, only smaller; one that gained a record is new.
    /// What was said once is found again once.
    fn which(&self, diagnostics: &[&Diagnostic]) -> Vec<bool> {
        let mut found: Vec<bool> =
            diagnostics.iter().map(|diagnostic| self.prints.contains(&diagnostic.fingerprint)).collect();
        let mut used: FxHashSet<&Fingerprint> = diagnostics
            .iter()
            .map(|diagnostic| &diagnostic.fingerprint)
            .filter(|own| self.prints.contains(own))
            .collect();
        for (diagnostic, found) in diagnostics.iter().zip(&mut found).filter(|(_, found)| !**found) {
            let Kin { stem, related, .. } = &diagnostic.kin;
            let shrunk = self.kin.get(stem).into_iter().flatten();
            let mut shrunk = shrunk.filter(|(_, before)| related.len() < before.len() && holds(before, related));
            if let Some((print, _)) = shrunk.find(|(print, _)| !used.contains(print)) {
                used.insert(print);
                *found = true;
            }
        }
        found
    }
}

/// Whether the sorted numbers hold all of the others, each as often as it is there.
fn holds(all: &[u64], some: &[u64]) -> bool {
    let mut all = all.iter();
    some.iter().all(|one| all.any(|other| other == one))
}

/// What is said of the base, and what became of its records.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// What was said of the base on its own day.
    pub then: Known,
    /// What would be said of the base today; the same as then where no time has passed.
    pub today: Known,
    /// The records that the change added, altered or removed: what stands for them in [`Kin`].
    pub touched: FxHashSet<u64>,
}

impl Before {
    /// The cause of each diagnostic, in their order.
    #[must_use]
    pub fn causes(&self, diagnostics: &[&Diagnostic]) -> Vec<Cause> {
        let then = self.then.which(diagnostics);
        let today = self.today.which(diagnostics);
        let cause = |((diagnostic, then), today): ((&&Diagnostic, bool), bool)| match (then, today) {
            (true, _) => Cause::Existing,
            (false, true) if !self.touches(&diagnostic.kin) => Cause::Clock,
            (false, _) => Cause::Change,
        };
        diagnostics.iter().zip(then).zip(today).map(cause).collect()
    }

    fn touches(&self, kin: &Kin) -> bool {
        std::iter::once(&kin.subject).chain(&kin.related).any(|record| self.touched.contains(record))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Severity;
    use crate::text::{SourceId, Span};

    fn diagnostic(print: &str, stem: u64, subject: u64, related: &[u64]) -> Diagnostic {
        Diagnostic {
            rule: Arc::from("r"),
            check: Arc::from(""),
            severity: Severity::Error,
            span: Span::top(SourceId(0)),
            message: String::new(),
            related: Vec::new(),
            subject: String::new(),
            field: String::new(),
            fingerprint: Fingerprint(print.to_owned()),
            kin: Kin { stem, subject, related: related.into() },
        }
    }

    fn causes(then: &[Diagnostic], today: &[Diagnostic], touched: &[u64], head: &[Diagnostic]) -> Vec<Cause> {
        let before = Before {
            then: Known::of(then.iter()),
            today: Known::of(today.iter()),
            touched: touched.iter().copied().collect(),
        };
        before.causes(&head.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_cause_is_told_by_the_base_then_and_today() {
        use Cause::{Change, Clock, Existing};
        let one = || diagnostic("a", 1, 10, &[20]);
        for (then, today, touched, expected) in [
            (true, true, &[][..], Existing),
            (true, true, &[10], Existing),
            (true, false, &[], Existing),
            (false, true, &[], Clock),
            (false, true, &[11], Clock),
            (false, true, &[10], Change),
            (false, true, &[20], Change),
            (false, false, &[], Change),
        ] {
            let said = |is: bool| if is { vec![one()] } else { Vec::new() };
            let found = causes(&said(then), &said(today), touched, &[one()]);
            assert_eq!(found, [expected], "{then} {today} {touched:?}");
        }
    }

    #[test]
    fn a_set_that_lost_a_record_is_known_and_one_that_gained_one_is_new() {
        use Cause::{Change, Existing};
        let of = |print: &str, related: &[u64]| diagnostic(print, 1, 0, related);
        let base = [of("abc", &[1, 2, 3])];
        for (head, expected) in [
            (of("ab", &[1, 2]), Existing),
            (of("none", &[]), Existing),
            (of("abd", &[1, 2, 4]), Change),
            (of("abcd", &[1, 2, 3, 4]), Change),
            (of("abb", &[1, 2, 2]), Change),
            (diagnostic("other", 2, 0, &[1, 2]), Change),
        ] {
            assert_eq!(causes(&base, &base, &[], std::slice::from_ref(&head)), [expected], "{head:?}");
        }
    }

    #[test]
    fn what_was_said_once_is_known_once() {
        use Cause::{Change, Existing};
        let of = |print: &str, related: &[u64]| diagnostic(print, 1, 0, related);
        let base = [of("abc", &[1, 2, 3])];
        let head = [of("abc", &[1, 2, 3]), of("ab", &[1, 2])];
        assert_eq!(causes(&base, &base, &[], &head), [Existing, Change], "the first is the one of the base");
        let head = [of("ab", &[1, 2]), of("b", &[2])];
        assert_eq!(causes(&base, &base, &[], &head), [Existing, Change]);
        let rows = [of("x", &[]), of("x1", &[])];
        assert_eq!(causes(&rows[..1], &rows[..1], &[], &rows), [Existing, Change], "one equal row more");
    }
}
