//! All checks over all records, spread over threads; what comes out does not tell how.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{Kind, RecordId};
use crate::rule::{Check, ParameterValue, Rule, Subject};

use super::assess::Obstacles;
use super::draft::Draft;
use super::evaluate::{Part, Task};
use super::parameters::Limits;
use super::subjects::Subjects;
use super::{Run, Tally};

/// Records that one thread looks at in one go, with all checks: few enough to stay in the cache of a processor.
const CHUNK: usize = 128;

/// A check that is on the list, with or without conditions to run.
struct Listed<'a> {
    rule: &'a Rule,
    check: &'a Check,
    task: Option<Task<'a>>,
}

/// Some records and the checks that look at them, or a check that looks at the workspace.
struct Job<'a> {
    checks: &'a [usize],
    records: Option<&'a [RecordId]>,
}

/// Runs all rules; tallies in the order of rules and checks, drafts moreover in the order of records.
pub(super) fn run(run: &Run<'_, '_>, limits: &Limits, subjects: &Subjects<'_>) -> (Vec<Tally>, Vec<Draft>) {
    let rules = run.catalogue.rules().iter().filter(|rule| !rule.is_reading() && run.settings.runs(rule));
    let rules: Vec<(&Rule, Vec<ParameterValue>)> =
        rules.map(|rule| (rule, limits.parameters(rule, run.settings))).collect();
    let unread = unread(run);
    let listed: Vec<Listed<'_>> = rules
        .iter()
        .flat_map(|(rule, parameters)| {
            let unread = &unread;
            rule.checks.iter().map(move |check| list(run, rule, check, parameters, unread))
        })
        .collect();
    let with_task = |number: &usize| listed[*number].task.is_some();
    let (by_kind, of_workspace) = grouped(&listed, (0..listed.len()).filter(with_task));
    let of_records = by_kind.iter().flat_map(|(kind, checks)| {
        subjects.of_kind(*kind).chunks(CHUNK).map(move |records| Job { checks, records: Some(records) })
    });
    let of_workspace = of_workspace.chunks(1).map(|checks| Job { checks, records: None });
    let jobs: Vec<Job<'_>> = of_workspace.chain(of_records).collect();
    let run_job = |job: &Job<'_>| {
        let tasks = job.checks.iter().filter_map(|number| Some((*number, listed[*number].task.as_ref()?)));
        let part = |(number, task): (usize, &Task<'_>)| match job.records {
            Some(records) => (number, task.over(run.world, records)),
            None => (number, task.over_workspace(run.world)),
        };
        tasks.map(part).collect::<Vec<(usize, Part)>>()
    };
    let done: Vec<Vec<(usize, Part)>> = jobs.par_iter().map(run_job).collect();
    let mut parts: Vec<Part> = listed.iter().map(|_| Part::default()).collect();
    for (number, part) in done.into_iter().flatten() {
        parts[number].merge(part);
    }
    let mut tallies = Vec::new();
    let mut drafts = Vec::new();
    for (one, part) in listed.iter().zip(parts) {
        tallies.push(tally(run, one, &part, subjects));
        drafts.extend(part.drafts);
    }
    (tallies, drafts)
}

/// The checks of each kind of record, and those of the workspace.
fn grouped(listed: &[Listed<'_>], numbers: impl Iterator<Item = usize>) -> (BTreeMap<Kind, Vec<usize>>, Vec<usize>) {
    let mut by_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    let mut of_workspace = Vec::new();
    for number in numbers {
        match listed[number].rule.subject {
            Subject::Each(kind) => by_kind.entry(kind).or_default().push(number),
            _ => of_workspace.push(number),
        }
    }
    (by_kind, of_workspace)
}

fn list<'a>(
    run: &'a Run<'_, '_>,
    rule: &'a Rule,
    check: &'a Check,
    parameters: &'a [ParameterValue],
    unread: &[Kind],
) -> Listed<'a> {
    let task = check.program.as_ref().map(|program| Task {
        rule,
        check,
        program,
        severity: run.settings.severity(rule).unwrap_or(check.severity),
        parameters,
        expectations: run.expectations,
        obstacles: Obstacles::of(run.world, rule.subject, check, unread, run.expectations),
    });
    Listed { rule, check, task }
}

fn tally(run: &Run<'_, '_>, one: &Listed<'_>, part: &Part, subjects: &Subjects<'_>) -> Tally {
    let mut not_assessed = part.not_assessed.words(run.world.index.sources);
    if one.task.is_none() {
        let (count, why) = match one.rule.subject {
            Subject::ChangeOf(kind) => (subjects.of_kind(kind).len(), "it needs the history of the records"),
            Subject::Each(kind) => (subjects.of_kind(kind).len(), "it is not part of this program"),
            _ => (1, "it is not part of this program"),
        };
        not_assessed.extend((count > 0).then(|| (why.to_owned(), u32::try_from(count).unwrap_or(u32::MAX))));
    }
    Tally {
        rule: one.rule.name.clone(),
        check: one.check.key.clone(),
        passed: part.passed,
        failed: part.failed,
        not_applicable: part.not_applicable,
        not_assessed,
    }
}

/// Kinds of which a source was not read, or not to its end.
fn unread(run: &Run<'_, '_>) -> Vec<Kind> {
    let mut unread = run.unread.to_vec();
    for batch in &run.world.index.records.batches {
        if batch.tree.roots().iter().any(|root| batch.tree.is_cut(*root)) {
            unread.extend(batch.records.iter().map(|record| record.kind));
        }
    }
    unread.sort_unstable();
    unread.dedup();
    unread
}
