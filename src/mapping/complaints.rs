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
}

impl Complaints {
    /// Adds a problem of its own.
    pub(super) fn add(&mut self, record: u32, problem: Problem) {
        self.list.push(Complaint { problem, record, count: 1 });
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
                known.problem = problem.related(span, format!("`{text}` stands here, too"));
            }
            return;
        }
        self.groups.insert(cause, self.list.len());
        self.add(record, problem());
    }

    /// Forgets what was said about a record and all behind it.
    pub(super) fn forget_from(&mut self, record: u32) {
        self.list.retain(|complaint| complaint.record < record);
        let left = self.list.len();
        self.groups.retain(|_, index| *index < left);
    }

    /// All problems in the order of their places, each with the facts `count` and `record`.
    pub(super) fn finish(self, name: impl Fn(u32) -> String) -> Vec<Problem> {
        let with_facts = |complaint: Complaint| {
            let count = complaint.count.to_string();
            complaint.problem.fact("count", count).fact("record", name(complaint.record))
        };
        let mut problems: Vec<Problem> = self.list.into_iter().map(with_facts).collect();
        problems.sort_by_key(|problem| problem.span);
        problems
    }
}
