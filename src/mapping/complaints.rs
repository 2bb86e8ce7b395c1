//! [`Complaints`]: what could not be understood, with equal causes gathered into one [`Problem`].

use rustc_hash::FxHashMap;

use crate::diagnostic::Problem;
use crate::text::Span;

/// Places that one problem shows at most.
const PLACES: usize = 10;

/// What could not be understood in one source.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    list: Vec<Complaint>,
    groups: FxHashMap<String, usize>,
}

#[derive(Debug)]
struct Complaint {
    problem: Problem,
    /// Index of the record that it is about.
    record: u32,
    count: u32,
    /// What equal problems have in common; empty for one of its own.
    cause: String,
}

/// A problem with what equal problems have in common, across the files of a source; empty for one of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Caused {
    pub(super) problem: Problem,
    pub(super) cause: String,
    pub(super) count: u32,
}

impl Caused {
    /// A problem of its own.
    pub(super) fn alone(problem: Problem) -> Self {
        Self { problem, cause: String::new(), count: 1 }
    }

    /// Adds the places of an equal problem.
    pub(super) fn absorb(&mut self, other: Self) {
        self.count += other.count;
        let text = other.problem.facts.first().map_or(String::new(), |(_, value)| value.clone());
        let first = crate::diagnostic::Label { span: other.problem.span, message: also(&text) };
        let room = PLACES.saturating_sub(self.problem.related.len());
        self.problem.related.extend(std::iter::once(first).chain(other.problem.related).take(room));
    }

    /// The problem with the fact `count`.
    pub(super) fn finish(self) -> Problem {
        let mut problem = self.problem;
        // There may be as many as records: room for facts that never come would take more than those that came.
        problem.facts.reserve_exact(1);
        problem.fact("count", self.count.to_string())
    }
}

fn also(text: &str) -> String {
    format!("`{text}` stands here, too")
}

impl Complaints {
    /// Adds a problem of its own.
    pub(super) fn add(&mut self, record: u32, problem: Problem) {
        self.list.push(Complaint { problem, record, count: 1, cause: String::new() });
    }

    /// Adds a problem, or one more place to the problem with the same cause.
    pub(super) fn add_to_group(
        &mut self,
        cause: String,
        record: u32,
        span: Span,
        text: &str,
        problem: impl FnOnce() -> Problem,
    ) {
        if let Some(known) = self.groups.get(&cause).and_then(|index| self.list.get_mut(*index)) {
            known.count += 1;
            if known.problem.related.len() < PLACES {
                let problem = std::mem::replace(&mut known.problem, Problem::new("", span));
                known.problem = problem.related(span, also(text));
            }
            return;
        }
        self.groups.insert(cause.clone(), self.list.len());
        self.list.push(Complaint { problem: problem(), record, count: 1, cause });
    }

    /// Forgets what was said about a record and all behind it.
    pub(super) fn forget_from(&mut self, record: u32) {
        self.list.retain(|complaint| complaint.record < record);
        let left = self.list.len();
        self.groups.retain(|_, index| *index < left);
    }

    /// All problems in the order of their places, each with the fact `record`.
    pub(super) fn finish(self, name: impl Fn(u32) -> String) -> Vec<Caused> {
        let caused = |complaint: Complaint| {
            let problem = complaint.problem.fact("record", name(complaint.record));
            Caused { problem, cause: complaint.cause, count: complaint.count }
        };
        let mut problems: Vec<Caused> = self.list.into_iter().map(caused).collect();
        problems.sort_by_key(|caused| caused.problem.span);
        problems
    }
}
