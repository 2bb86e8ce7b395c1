//! One check over some records: the inner loop of a run. It allocates nothing for what passes.

use std::sync::Arc;

use crate::change::Pair;
use crate::diagnostic::{Kin, Label, Severity};
use crate::expr::{At, Condition, Env, V, World};
use crate::index::Index;
use crate::model::{Batch, Kind, RecordId, Records};
use crate::rule::{Check, ParameterValue, Program, Related, Rule, Values};
use crate::text::Span;

use super::Expectations;
use super::assess::Obstacles;
use super::draft::{Draft, identified, named};
use super::place;
use super::why::{Reasons, Why, is_cut};

/// The checks of a rule with all that they need to run.
pub(super) struct RuleTask<'r, 'a> {
    pub(super) rule: &'r Rule,
    pub(super) parameters: &'a [ParameterValue],
    pub(super) expectations: &'a Expectations,
    /// Batches in which reading stopped somewhere.
    pub(super) cut: &'a [bool],
    /// Subjects that each check keeps of those that pass.
    pub(super) keep: usize,
    pub(super) checks: Vec<Task<'r>>,
    /// The name of the rule, once for all that it says.
    pub(super) name: Arc<str>,
    /// Whether drafts tell the names of related places.
    pub(super) names: bool,
}

/// A check with all that it needs to run.
pub(super) struct Task<'r> {
    pub(super) check: &'r Check,
    pub(super) program: &'r Program,
    pub(super) severity: Severity,
    pub(super) obstacles: Obstacles,
    /// The key of the check, once for all that it says.
    pub(super) key: Arc<str>,
}

/// What a check makes of some records.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) passed: u32,
    pub(super) failed: u32,
    pub(super) not_applicable: u32,
    pub(super) not_assessed: Reasons,
    pub(super) drafts: Vec<Draft>,
    /// The first that passed; as many as are wanted.
    pub(super) passing: Vec<RecordId>,
}

#[derive(Clone, Copy)]
enum Verdict {
    Passed,
    Failed,
    NotApplicable,
    NotAssessed(Why),
}

/// What is already known about the subject at hand. Subjects are numbered, so that nothing has to be wiped between them.
struct Known {
    subject: u32,
    /// For each shared value: the subject that it was worked out for last.
    lets: Vec<u32>,
    /// For each guard: the subject that it was asked about last, and the verdict where it stops a check.
    guards: Vec<(u32, Option<Verdict>)>,
}

impl<'w> RuleTask<'w, '_> {
    /// Runs the checks over some records of their kind.
    pub(super) fn over(&self, world: &'w World<'w>, records: &[RecordId]) -> Vec<Part> {
        let mut parts: Vec<Part> = self.checks.iter().map(|_| Part::default()).collect();
        let (mut env, mut known) = (self.env(world), Known::of(self.rule));
        for id in records {
            if let Some(slot) = self.rule.shared.subject {
                env.set(slot, V::Record(*id));
            }
            self.look(&mut env, &mut known, &[*id], &mut parts);
        }
        parts
    }

    /// Runs the checks over records that are not what they were.
    pub(super) fn over_changes(&self, world: &'w World<'w>, pairs: &[Pair]) -> Vec<Part> {
        let mut parts: Vec<Part> = self.checks.iter().map(|_| Part::default()).collect();
        let (mut env, mut known) = (self.env(world), Known::of(self.rule));
        for pair in pairs {
            let sides = [pair.before, pair.after];
            for (slot, side) in self.rule.shared.change.iter().flatten().zip(sides) {
                env.set(*slot, side.map_or(V::NULL, V::Record));
            }
            let there: Vec<RecordId> = sides.into_iter().rev().flatten().collect();
            self.look(&mut env, &mut known, &there, &mut parts);
        }
        parts
    }

    /// Runs the checks over one subject: a record, or a record as it is and as it was. The first one is the place of a
    /// report that has no other.
    fn look(&self, env: &mut Env<'w>, known: &mut Known, sides: &[RecordId], parts: &mut [Part]) {
        known.subject += 1;
        let records = env.world.index.records;
        let cut = sides.iter().find(|id| {
            let may_be_cut = self.cut.get(id.batch as usize).copied().unwrap_or(false);
            may_be_cut && is_cut(records, **id)
        });
        for (task, part) in self.checks.iter().zip(parts) {
            let of_batch = |id: &RecordId| task.obstacles.by_batch.get(id.batch as usize).copied().flatten();
            let kept = || sides.iter().find_map(of_batch);
            let verdict = match (task.obstacles.everywhere.or_else(kept), cut) {
                (Some(why), _) => Verdict::NotAssessed(why),
                (None, Some(id)) => Verdict::NotAssessed(Why::Cut(records.batch(*id).tree.source())),
                (None, None) => self.subject(task, env, known, sides.first().copied(), part),
            };
            if let (Verdict::Passed, [id]) = (&verdict, sides) {
                part.keep(*id, self.keep);
            }
            part.count(verdict);
        }
    }

    /// Runs the checks over the workspace as a whole.
    pub(super) fn over_workspace(&self, world: &'w World<'w>) -> Vec<Part> {
        let (mut env, mut known) = (self.env(world), Known::of(self.rule));
        let one = |task: &Task<'w>| {
            let mut part = Part::default();
            let verdict = match task.obstacles.everywhere {
                Some(why) => Verdict::NotAssessed(why),
                None => self.subject(task, &mut env, &mut known, None, &mut part),
            };
            part.count(verdict);
            part
        };
        self.checks.iter().map(one).collect()
    }

    fn env(&self, world: &'w World<'w>) -> Env<'w> {
        let mut env = Env::new(world);
        for (slot, parameter) in self.rule.shared.parameters.iter().zip(self.parameters) {
            let value = match parameter {
                ParameterValue::Duration(value) => V::Duration(*value),
                ParameterValue::Int(value) => V::Int(*value),
                ParameterValue::Text(value) => V::Text(value.clone().into()),
            };
            env.set(*slot, value);
        }
        env
    }

    fn subject(
        &self,
        task: &Task<'w>,
        env: &mut Env<'w>,
        known: &mut Known,
        id: Option<RecordId>,
        part: &mut Part,
    ) -> Verdict {
        let program = task.program;
        if let Some(guard) = &program.when {
            let stopped = match known.guards.get(guard.number).filter(|(of, _)| *of == known.subject) {
                Some((_, stopped)) => *stopped,
                None => {
                    self.bind(&program.first, env, known);
                    let stopped = stop(&guard.condition, env);
                    if let Some(answer) = known.guards.get_mut(guard.number) {
                        *answer = (known.subject, stopped);
                    }
                    stopped
                }
            };
            if let Some(verdict) = stopped {
                return verdict;
            }
        }
        self.bind(&program.then, env, known);
        let Some(each) = &program.each else { return self.item(task, env, known, id, &mut part.drafts) };
        let list = match each.value.eval(env) {
            V::List(list) => list,
            V::Unknown(unknown) => return Verdict::NotAssessed(Why::of(env.world.index.records, &unknown)),
            _ => return Verdict::NotApplicable,
        };
        let mut verdict = Verdict::NotApplicable;
        for index in 0..list.len() {
            let item = list.get(env.world.index.records, index);
            let record = if let V::Record(record) = item { Some(record) } else { None };
            env.set(each.slot, item);
            if let Some(slot) = program.position {
                env.set(slot, V::Int(i64::try_from(index).unwrap_or(i64::MAX)));
            }
            // Failed weighs most, then not assessed, then passed: one item in doubt is enough not to call it a pass.
            let of_item = self.item(task, env, known, id, &mut part.drafts);
            if let (Verdict::Passed, None, Some(record)) = (of_item, id, record) {
                part.keep(record, self.keep);
            }
            verdict = match (verdict, of_item) {
                (Verdict::Failed, _) | (_, Verdict::Failed) => Verdict::Failed,
                (Verdict::NotAssessed(why), _) | (_, Verdict::NotAssessed(why)) => Verdict::NotAssessed(why),
                (Verdict::Passed, _) | (_, Verdict::Passed) => Verdict::Passed,
                _ => Verdict::NotApplicable,
            };
        }
        verdict
    }

    /// Makes values known to what follows; those that checks share are worked out only once for a subject.
    fn bind(&self, values: &'w Values, env: &mut Env<'w>, known: &mut Known) {
        let rule: &'w Rule = self.rule;
        for index in &values.shared {
            if let (Some(binding), Some(done)) = (rule.shared.lets.get(*index), known.lets.get_mut(*index))
                && std::mem::replace(done, known.subject) != known.subject
            {
                env.set_later(binding.slot, &binding.value);
            }
        }
        for binding in &values.own {
            env.set_later(binding.slot, &binding.value);
        }
    }

    fn item(
        &self,
        task: &Task<'w>,
        env: &mut Env<'w>,
        known: &mut Known,
        id: Option<RecordId>,
        drafts: &mut Vec<Draft>,
    ) -> Verdict {
        if let Some(verdict) = task.program.when_item.as_ref().and_then(|when| stop(when, env)) {
            return verdict;
        }
        match task.program.require.eval(env) {
            V::Bool(true) => Verdict::Passed,
            V::Bool(false) => {
                drafts.push(self.report(task, env, known, id));
                Verdict::Failed
            }
            V::Unknown(unknown) => Verdict::NotAssessed(Why::of(env.world.index.records, &unknown)),
            _ => Verdict::NotAssessed(Why::Other("the condition has no answer")),
        }
    }

    fn report(&self, task: &Task<'w>, env: &mut Env<'w>, known: &mut Known, id: Option<RecordId>) -> Draft {
        self.bind(&task.program.last, env, known);
        let report = &task.program.report;
        let records = env.world.index.records;
        let whole = |record| At { record, field: None, item: None };
        let at = report.at.as_ref().and_then(|at| at.eval(env)).or(id.map(whole));
        let mut message = sentence(report.message.render(env));
        message.shrink_to_fit();
        let mut found = Vec::new();
        for part in &report.related {
            self.related(part, env, &mut found);
        }
        let mut ids: Vec<String> = found.iter().map(|(at, _)| place::identity(records, at.record)).collect();
        ids.sort();
        // As many as there are: what is kept of them is kept for every diagnostic.
        let mut related = Vec::with_capacity(found.len());
        let mut related_at = Vec::new();
        for (at, label) in found {
            related_at.extend(self.names.then(|| place::name(records, &at)));
            related.push(label);
        }
        let (subject, field, span) = match &at {
            Some(at) => {
                (place::subject(records, at.record), place::field_path(records, at), self.span(env.world.index, at))
            }
            None => ("workspace".to_owned(), String::new(), self.expected(task)),
        };
        let (print, kin) = self.identity(task, records, at.as_ref(), &ids);
        Draft {
            rule: Arc::clone(&self.name),
            check: Arc::clone(&task.key),
            severity: task.severity,
            span,
            message,
            related,
            related_at,
            subject,
            field,
            print,
            kin,
        }
    }

    /// What tells a diagnostic from others, and which records it is about; `ids` names the related ones.
    fn identity(&self, task: &Task<'_>, records: &Records, at: Option<&At>, ids: &[String]) -> (u64, Kin) {
        let about = at.map(|at| place::identity(records, at.record));
        let place = match (&about, at) {
            (Some(about), Some(at)) => format!("{about}\n{}", place::stable_path(records, at)),
            _ => String::new(),
        };
        let identified = |ids: &str| identified(&self.name, &task.key, &format!("{place}\n{ids}"));
        let stem = identified("");
        let print = if ids.is_empty() { stem } else { identified(&ids.join("\n")) };
        let mut related: Box<[u64]> = ids.iter().map(|id| named(id)).collect();
        related.sort_unstable();
        (print, Kin { stem, subject: about.map_or(0, |about| named(&about)), related })
    }

    fn related(&self, part: &Related, env: &mut Env<'w>, found: &mut Vec<(At, Label)>) {
        let mut add = |env: &mut Env<'w>| {
            // What the base held is in no file that a reader has; the message says where it was.
            let at = part.at.eval(env).filter(|at| !env.world.index.records.is_earlier(at.record));
            if let Some(at) = at {
                let span = place::span(env.world.index.records, &at);
                found.push((at, Label { span, message: part.message.render(env) }));
            }
        };
        let Some(each) = &part.each else { return add(env) };
        if let V::List(list) = each.value.eval(env) {
            for index in 0..list.len() {
                env.set(each.slot, list.get(env.world.index.records, index));
                add(env);
            }
        }
    }

    /// The bytes that a place stands for. Of a record that is gone: where the file begins that held it, else the line of the
    /// settings that expects such records.
    fn span(&self, index: &Index<'_>, at: &At) -> Span {
        let records = index.records;
        if !records.is_earlier(at.record) {
            return place::span(records, at);
        }
        let path = |batch: &Batch| index.sources.get(batch.tree.source()).path();
        let held = path(records.batch(at.record));
        let now = records.batches.iter().find(|batch| path(batch) == held);
        now.map_or_else(
            || self.expectations.place(Some(records.get(at.record).kind)),
            |batch| Span::top(batch.tree.source()),
        )
    }

    /// Where a report without a record points: at the line of the settings that expects the kind.
    fn expected(&self, task: &Task<'_>) -> Span {
        let first = task.check.empty.first().or(task.program.kinds.first()).copied();
        let about: Option<Kind> = task.program.report.about.or(first);
        self.expectations.place(about)
    }
}

/// A message may begin with a record that has no id (`the entry at register.yaml:12`), and is still a sentence.
fn sentence(message: String) -> String {
    match message.strip_prefix("the ") {
        Some(rest) => format!("The {rest}"),
        None => message,
    }
}

impl Known {
    fn of(rule: &Rule) -> Self {
        Self { subject: 1, lets: vec![0; rule.shared.lets.len()], guards: vec![(0, None); rule.shared.guards] }
    }
}

impl Part {
    /// Keeps a record that passed, if so many are wanted.
    fn keep(&mut self, id: RecordId, most: usize) {
        if self.passing.len() < most {
            self.passing.push(id);
        }
    }

    fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed => self.failed += 1,
            Verdict::NotApplicable => self.not_applicable += 1,
            Verdict::NotAssessed(why) => self.not_assessed.add(why, 1),
        }
    }

    /// Adds what a check makes of the records that follow.
    pub(super) fn merge(&mut self, mut other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.not_applicable += other.not_applicable;
        self.not_assessed.merge(&other.not_assessed);
        self.drafts.append(&mut other.drafts);
        self.passing.append(&mut other.passing);
    }
}

/// The verdict of a `when` that is not true.
fn stop(when: &Condition, env: &mut Env<'_>) -> Option<Verdict> {
    match when.eval(env) {
        V::Bool(true) => None,
        V::Unknown(unknown) => Some(Verdict::NotAssessed(Why::of(env.world.index.records, &unknown))),
        _ => Some(Verdict::NotApplicable),
    }
}
