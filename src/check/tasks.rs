//! All checks over all records, spread over threads; what comes out does not tell how.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{Kind, RecordId};
use crate::rule::{Check, ParameterValue, Rule, Subject};

use super::assess::Obstacles;
use super::draft::Draft;
use super::evaluate::{Part, RuleTask, Task};
use super::parameters::Limits;
use super::subjects::Subjects;
use super::{Passing, Run, Tally};

/// Records that one thread looks at in one go, with all checks: few enough to stay in the cache of a processor.
const CHUNK: usize = 128;

/// Some records and the rules that look at them, or a rule that looks at the workspace.
struct Job<'a> {
    rules: &'a [usize],
    records: Option<&'a [RecordId]>,
}

/// What was counted, and what was kept of what passed, in the order of rules and checks.
#[derive(Default)]
pub(super) struct Found {
    pub(super) tallies: Vec<Tally>,
    pub(super) passing: Vec<Passing>,
}

/// Runs all rules; tallies in the order of rules and checks, drafts moreover in the order of records.
pub(super) fn run(run: &Run<'_, '_>, limits: &Limits, subjects: &Subjects<'_>) -> (Found, Vec<Draft>) {
    let rules = run.catalogue.rules().iter().filter(|rule| !rule.is_reading() && run.settings.runs(rule));
    let rules: Vec<(&Rule, Vec<ParameterValue>)> =
        rules.map(|rule| (rule, limits.parameters(rule, run.settings))).collect();
    let (unread, cut) = (unread(run), cut(run));
    let tasks: Vec<RuleTask<'_>> =
        rules.iter().map(|(rule, parameters)| task(run, rule, parameters, &unread, &cut)).collect();
    let (by_kind, of_workspace) = grouped(&tasks);
    let of_records = by_kind.iter().flat_map(|(kind, rules)| {
        subjects.of_kind(*kind).chunks(CHUNK).map(move |records| Job { rules, records: Some(records) })
    });
    let of_workspace = of_workspace.chunks(1).map(|rules| Job { rules, records: None });
    let jobs: Vec<Job<'_>> = of_workspace.chain(of_records).collect();
    let run_job = |job: &Job<'_>| {
        let part = |number: &usize| match job.records {
            Some(records) => (*number, tasks[*number].over(run.world, records)),
            None => (*number, tasks[*number].over_workspace(run.world)),
        };
        job.rules.iter().map(part).collect::<Vec<(usize, Vec<Part>)>>()
    };
    // The costly jobs stand beside each other: in one piece they would all go to one thread.
    let done: Vec<Vec<(usize, Vec<Part>)>> = jobs.par_iter().with_max_len(1).map(run_job).collect();
    let mut parts: Vec<Vec<Part>> =
        tasks.iter().map(|task| task.rule.checks.iter().map(|_| Part::default()).collect()).collect();
    for (number, found) in done.into_iter().flatten() {
        for (part, found) in parts[number].iter_mut().zip(found) {
            part.merge(found);
        }
    }
    let mut found = Found::default();
    let mut drafts = Vec::new();
    for (task, parts) in tasks.iter().zip(parts) {
        for (check, mut part) in task.rule.checks.iter().zip(parts) {
            found.tallies.push(tally(run, task.rule, check, &part, subjects));
            if !part.passing.is_empty() {
                part.passing.truncate(run.keep);
                let (rule, check) = (task.rule.name.clone(), check.key.clone());
                found.passing.push(Passing { rule, check, subjects: part.passing });
            }
            drafts.extend(part.drafts);
        }
    }
    (found, drafts)
}

/// The rules about each kind of record, and those about the workspace; without those that have no conditions to run.
fn grouped(tasks: &[RuleTask<'_>]) -> (BTreeMap<Kind, Vec<usize>>, Vec<usize>) {
    let mut by_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    let mut of_workspace = Vec::new();
    for (number, task) in tasks.iter().enumerate().filter(|(_, task)| !task.checks.is_empty()) {
        match task.rule.subject {
            Subject::Each(kind) => by_kind.entry(kind).or_default().push(number),
            _ => of_workspace.push(number),
        }
    }
    (by_kind, of_workspace)
}

fn task<'a>(
    run: &'a Run<'_, '_>,
    rule: &'a Rule,
    parameters: &'a [ParameterValue],
    unread: &[Kind],
    cut: &'a [bool],
) -> RuleTask<'a> {
    let one = |check: &'a Check| {
        let program = check.program.as_ref()?;
        let severity = run.settings.severity(rule).unwrap_or(check.severity);
        let obstacles = Obstacles::of(run.world, rule.subject, check, unread, run.expectations);
        Some(Task { check, program, severity, obstacles })
    };
    let checks = rule.checks.iter().filter_map(one).collect();
    RuleTask { rule, parameters, expectations: run.expectations, cut, keep: run.keep, checks }
}

fn tally(run: &Run<'_, '_>, rule: &Rule, check: &Check, part: &Part, subjects: &Subjects<'_>) -> Tally {
    let mut not_assessed = part.not_assessed.words(run.world.index.sources);
    if check.program.is_none() {
        let (count, why) = match rule.subject {
            Subject::ChangeOf(kind) => (subjects.of_kind(kind).len(), "it needs the history of the records"),
            Subject::Each(kind) => (subjects.of_kind(kind).len(), "it is not part of this program"),
            _ => (1, "it is not part of this program"),
        };
        not_assessed.extend((count > 0).then(|| (why.to_owned(), u32::try_from(count).unwrap_or(u32::MAX))));
    }
    Tally {
        rule: rule.name.clone(),
        check: check.key.clone(),
        passed: part.passed,
        failed: part.failed,
        not_applicable: part.not_applicable,
        not_assessed,
    }
}

/// Kinds of which a source was not read, or not to its end.
fn unread(run: &Run<'_, '_>) -> Vec<Kind> {
    let mut unread = run.unread.to_vec();
    for (batch, _) in run.world.index.records.batches.iter().zip(cut(run)).filter(|(_, cut)| *cut) {
        unread.extend(batch.records.iter().map(|record| record.kind));
    }
    unread.sort_unstable();
    unread.dedup();
    unread
}

/// Batches in which reading stopped somewhere.
fn cut(run: &Run<'_, '_>) -> Vec<bool> {
    let batches = run.world.index.records.batches.iter();
    batches.map(|batch| batch.tree.roots().iter().any(|root| batch.tree.is_cut(*root))).collect()
}
