//! All checks over all records, spread over threads; what comes out does not tell how.

use rayon::prelude::*;

use crate::model::{Kind, RecordId};
use crate::rule::{Check, ParameterValue, Rule, Subject};

use super::assess::Obstacles;
use super::draft::Draft;
use super::evaluate::{Part, Task};
use super::parameters::Limits;
use super::subjects::Subjects;
use super::{Run, Tally};

/// Records that one thread looks at in one go.
const CHUNK: usize = 1024;

/// A check that is on the list, with or without conditions to run.
struct Listed<'a> {
    rule: &'a Rule,
    check: &'a Check,
    task: Option<Task<'a>>,
}

/// Some records that a check looks at; `None` for the workspace.
struct Job<'a> {
    listed: usize,
    records: Option<&'a [RecordId]>,
}

/// Runs all rules; tallies in the order of rules and checks, drafts moreover in the order of records.
pub(super) fn run(run: &Run<'_>, limits: &Limits, subjects: &Subjects<'_>) -> (Vec<Tally>, Vec<Draft>) {
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
    let mut jobs = Vec::new();
    for (number, one) in listed.iter().enumerate().filter(|(_, one)| one.task.is_some()) {
        match one.rule.subject {
            Subject::Each(kind) => {
                let chunks = subjects.of_kind(kind).chunks(CHUNK);
                jobs.extend(chunks.map(|records| Job { listed: number, records: Some(records) }));
            }
            _ => jobs.push(Job { listed: number, records: None }),
        }
    }
    let world = run.world;
    let done: Vec<(usize, Part)> = jobs
        .par_iter()
        .filter_map(|job| {
            let task = listed[job.listed].task.as_ref()?;
            let part = match job.records {
                Some(records) => task.over(world, records),
                None => task.over_workspace(world),
            };
            Some((job.listed, part))
        })
        .collect();
    let mut parts: Vec<Part> = listed.iter().map(|_| Part::default()).collect();
    for (number, part) in done {
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

fn list<'a>(
    run: &'a Run<'_>,
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
        obstacles: Obstacles::of(run.world, rule.subject, check, program, unread),
    });
    Listed { rule, check, task }
}

fn tally(run: &Run<'_>, one: &Listed<'_>, part: &Part, subjects: &Subjects<'_>) -> Tally {
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
fn unread(run: &Run<'_>) -> Vec<Kind> {
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
