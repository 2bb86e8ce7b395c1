//! All checks over all records, spread over threads; what comes out does not tell how.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::{Kind, RecordId};
use crate::rule::{Check, ParameterValue, Rule, Subject};

use super::assess::Obstacles;
use super::draft::Draft;
use super::evaluate::{Part, RuleTask, Task};
use super::parameters::Limits;
use super::subjects::Subjects;
use super::{Run, Tally};

/// Records that one thread looks at in one go, with all checks: few enough to stay in the cache of a processor.
const CHUNK: usize = 128;

/// Jobs that are done before what came out of them is put together: what each check makes of each chunk takes more memory
/// than what there is to say in the end.
const ROUND: usize = 64;

/// Some records and the rules that look at them, or a rule that looks at the workspace.
struct Job<'a> {
    rules: &'a [usize],
    records: Option<&'a [RecordId]>,
}

/// Runs all rules; tallies in the order of rules and checks, drafts moreover in the order of records.
///
/// `names`: whether drafts tell the names of related places.
pub(super) fn run(
    run: &Run<'_, '_>,
    limits: &Limits,
    subjects: &Subjects<'_>,
    names: bool,
) -> (Vec<Tally>, Vec<Draft>) {
    let rules = run.catalogue.rules().iter().filter(|rule| !rule.is_reading() && run.settings.runs(rule));
    let rules: Vec<(&Rule, Vec<ParameterValue>)> =
        rules.map(|rule| (rule, limits.parameters(rule, run.settings))).collect();
    let (unread, cut) = (unread(run), cut(run));
    let tasks: Vec<RuleTask<'_>> =
        rules.iter().map(|(rule, parameters)| task(run, rule, parameters, &unread, &cut, names)).collect();
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
    let mut parts: Vec<Vec<Part>> =
        tasks.iter().map(|task| task.rule.checks.iter().map(|_| Part::default()).collect()).collect();
    for round in jobs.chunks(ROUND) {
        // The costly jobs stand beside each other: in one piece they would all go to one thread.
        let done: Vec<Vec<(usize, Vec<Part>)>> = round.par_iter().with_max_len(1).map(run_job).collect();
        for (number, found) in done.into_iter().flatten() {
            for (part, found) in parts[number].iter_mut().zip(found) {
                part.merge(found);
            }
        }
    }
    let mut tallies = Vec::new();
    let mut drafts = Vec::with_capacity(parts.iter().flatten().map(|part| part.drafts.len()).sum());
    for (task, parts) in tasks.iter().zip(parts) {
        for (check, part) in task.rule.checks.iter().zip(parts) {
            tallies.push(tally(run, task.rule, check, &part, subjects));
            drafts.extend(part.drafts);
        }
    }
    (tallies, drafts)
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
    names: bool,
) -> RuleTask<'a> {
    let one = |check: &'a Check| {
        let program = check.program.as_ref()?;
        let severity = run.settings.severity(rule).unwrap_or(check.severity);
        let obstacles = Obstacles::of(run.world, rule.subject, check, unread, run.expectations);
        Some(Task { check, program, severity, obstacles, key: Arc::from(check.key.as_str()) })
    };
    let checks = rule.checks.iter().filter_map(one).collect();
    let name = Arc::from(rule.name.as_str());
    RuleTask { rule, parameters, expectations: run.expectations, cut, checks, name, names }
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
