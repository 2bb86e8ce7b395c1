//! One check over some records: the inner loop of a run. It allocates nothing for what passes.

use crate::diagnostic::{Label, Severity};
use crate::expr::{At, Condition, Env, V, World};
use crate::model::{Kind, RecordId};
use crate::rule::{Binding, Check, ParameterValue, Program, Related, Rule};
use crate::text::Span;

use super::Expectations;
use super::assess::Obstacles;
use super::draft::Draft;
use super::place;
use super::why::{Reasons, Why, is_cut};

/// A check with all that it needs to run.
pub(super) struct Task<'a> {
    pub(super) rule: &'a Rule,
    pub(super) check: &'a Check,
    pub(super) program: &'a Program,
    pub(super) severity: Severity,
    pub(super) parameters: &'a [ParameterValue],
    pub(super) expectations: &'a Expectations,
    pub(super) obstacles: Obstacles,
}

/// What a check makes of some records.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) passed: u32,
    pub(super) failed: u32,
    pub(super) not_applicable: u32,
    pub(super) not_assessed: Reasons,
    pub(super) drafts: Vec<Draft>,
}

enum Verdict {
    Passed,
    Failed,
    NotApplicable,
    NotAssessed(Why),
}

impl Task<'_> {
    /// Runs the check over some records of its kind.
    pub(super) fn over<'w>(&self, world: &'w World<'w>, records: &[RecordId]) -> Part {
        let mut part = Part::default();
        if let Some(why) = self.obstacles.everywhere {
            part.not_assessed.add(why, u32::try_from(records.len()).unwrap_or(u32::MAX));
            return part;
        }
        let mut env = self.env(world);
        for id in records {
            let blocked = self.obstacles.by_batch.get(id.batch as usize).copied().flatten();
            let may_be_cut = self.obstacles.cut.get(id.batch as usize).copied().unwrap_or(false);
            let cut = || may_be_cut && is_cut(world.index.records, *id);
            let verdict = match blocked {
                Some(why) => Verdict::NotAssessed(why),
                None if cut() => Verdict::NotAssessed(Why::Cut(world.index.records.batch(*id).tree.source())),
                None => {
                    if let Some(slot) = self.program.subject {
                        env.set(slot, V::Record(*id));
                    }
                    self.subject(&mut env, Some(*id), &mut part.drafts)
                }
            };
            part.count(verdict);
        }
        part
    }

    /// Runs the check over the workspace as a whole.
    pub(super) fn over_workspace<'w>(&self, world: &'w World<'w>) -> Part {
        let mut part = Part::default();
        let verdict = match self.obstacles.everywhere {
            Some(why) => Verdict::NotAssessed(why),
            None => self.subject(&mut self.env(world), None, &mut part.drafts),
        };
        part.count(verdict);
        part
    }

    fn env<'w>(&self, world: &'w World<'w>) -> Env<'w> {
        let mut env = Env::new(world);
        for (slot, parameter) in &self.program.parameters {
            let value = match self.parameters.get(*parameter) {
                Some(ParameterValue::Duration(value)) => V::Duration(*value),
                Some(ParameterValue::Int(value)) => V::Int(*value),
                Some(ParameterValue::Text(value)) => V::Text(value.clone().into()),
                None => V::NULL,
            };
            env.set(*slot, value);
        }
        env
    }

    fn subject<'w>(&self, env: &mut Env<'w>, id: Option<RecordId>, drafts: &mut Vec<Draft>) -> Verdict {
        let program = self.program;
        bind(&program.first, env);
        if let Some(verdict) = program.when.as_ref().and_then(|when| stop(when, env)) {
            return verdict;
        }
        bind(&program.then, env);
        let Some(each) = &program.each else { return self.item(env, id, drafts) };
        let list = match each.value.eval(env) {
            V::List(list) => list,
            V::Unknown(unknown) => return Verdict::NotAssessed(Why::of(env.world.index.records, &unknown)),
            _ => return Verdict::NotApplicable,
        };
        let mut verdict = Verdict::NotApplicable;
        for index in 0..list.len() {
            env.set(each.slot, list.get(env.world.index.records, index));
            if let Some(slot) = program.position {
                env.set(slot, V::Int(i64::try_from(index).unwrap_or(i64::MAX)));
            }
            // Failed weighs most, then not assessed, then passed: one item in doubt is enough not to call it a pass.
            verdict = match (verdict, self.item(env, id, drafts)) {
                (Verdict::Failed, _) | (_, Verdict::Failed) => Verdict::Failed,
                (Verdict::NotAssessed(why), _) | (_, Verdict::NotAssessed(why)) => Verdict::NotAssessed(why),
                (Verdict::Passed, _) | (_, Verdict::Passed) => Verdict::Passed,
                _ => Verdict::NotApplicable,
            };
        }
        verdict
    }

    fn item<'w>(&self, env: &mut Env<'w>, id: Option<RecordId>, drafts: &mut Vec<Draft>) -> Verdict {
        if let Some(verdict) = self.program.when_item.as_ref().and_then(|when| stop(when, env)) {
            return verdict;
        }
        match self.program.require.eval(env) {
            V::Bool(true) => Verdict::Passed,
            V::Bool(false) => {
                drafts.push(self.report(env, id));
                Verdict::Failed
            }
            V::Unknown(unknown) => Verdict::NotAssessed(Why::of(env.world.index.records, &unknown)),
            _ => Verdict::NotAssessed(Why::Other("the condition has no answer")),
        }
    }

    fn report<'w>(&self, env: &mut Env<'w>, id: Option<RecordId>) -> Draft {
        bind(&self.program.last, env);
        let report = &self.program.report;
        let records = env.world.index.records;
        let whole = |record| At { record, field: None, item: None };
        let at = report.at.as_ref().and_then(|at| at.eval(env)).or(id.map(whole));
        let message = sentence(report.message.render(env));
        let mut related = Vec::new();
        for part in &report.related {
            self.related(part, env, &mut related);
        }
        let mut ids: Vec<String> = related.iter().map(|(at, _)| place::identity(records, at.record)).collect();
        ids.sort();
        let mut draft = match at {
            Some(at) => Draft {
                span: place::span(records, &at),
                subject: place::subject(records, at.record),
                field: place::field_path(records, &at),
                identity: format!("{}\n{}", place::identity(records, at.record), place::stable_path(records, &at)),
                ..self.draft(message)
            },
            None => Draft { span: self.expected(), subject: "workspace".to_owned(), ..self.draft(message) },
        };
        draft.identity.push('\n');
        draft.identity.push_str(&ids.join("\n"));
        draft.related_at = related.iter().map(|(at, _)| place::name(records, at)).collect();
        draft.related = related.into_iter().map(|(_, label)| label).collect();
        draft
    }

    fn related<'w>(&self, part: &Related, env: &mut Env<'w>, found: &mut Vec<(At, Label)>) {
        let mut add = |env: &mut Env<'w>| {
            if let Some(at) = part.at.eval(env) {
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

    fn draft(&self, message: String) -> Draft {
        Draft {
            rule: self.rule.name.clone(),
            check: self.check.key.clone(),
            severity: self.severity,
            message,
            ..Draft::default()
        }
    }

    /// Where a report without a record points: at the line of the settings that expects the kind.
    fn expected(&self) -> Span {
        let first = self.check.empty.first().or(self.program.kinds.first()).copied();
        let about: Option<Kind> = self.program.report.about.or(first);
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

impl Part {
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
    }
}

fn bind<'w>(bindings: &[Binding], env: &mut Env<'w>) {
    for binding in bindings {
        let value = binding.value.eval(env);
        env.set(binding.slot, value);
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
