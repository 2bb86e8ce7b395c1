//! All checks over all records, spread over threads; what comes out does not tell how.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::change::{NAMELESS, NO_BASE, Pair};
use crate::model::{Kind, RecordId};
use crate::rule::{Check, ParameterValue, Rule, Subject};

use super::assess::Obstacles;
use super::draft::Draft;
use super::evaluate::{Part, RuleTask, Task};
use super::subjects::Subjects;
use super::why::Why;
use super::{Passing, Run, Tally, parameters};

/// Records that one thread looks at in one go, with all checks: few enough to stay in the cache of a processor.
const CHUNK: usize = 128;

/// Jobs that are done before what came out of them is put together: what each check makes of each chunk takes more memory
/// than what there is to say in the end.
const ROUND: usize = 64;

/// Some subjects and the rules that look at them.
struct Job<'a> {
    rules: &'a [usize],
    about: About<'a>,
}

/// What a job looks at.
enum About<'a> {
    Records(&'a [RecordId]),
    Changes(&'a [Pair]),
    Workspace,
}

/// What was counted, and what was kept of what passed, in the order of rules and checks.
#[derive(Default)]
pub(super) struct Found {
    pub(super) tallies: Vec<Tally>,
    pub(super) passing: Vec<Passing>,
}

/// Runs all rules; tallies in the order of rules and checks, as are drafts, of which those of one check stand in the order of
/// records.
///
/// `names`: whether drafts tell the names of related places.
pub(super) fn run<'w>(run: &Run<'_, 'w>, subjects: &Subjects<'_>, names: bool) -> (Found, Vec<Vec<Draft>>) {
    let rules = run.catalogue.rules().iter().filter(|rule| !rule.is_reading() && run.settings.runs(rule));
    let limits = run.world.index.limits();
    let rules: Vec<(&'w Rule, Vec<ParameterValue>)> =
        rules.map(|rule| (rule, parameters::values(limits, rule, run.settings))).collect();
    let (unread, cut) = (unread(run), cut(run));
    let tasks: Vec<RuleTask<'_, '_>> =
        rules.iter().map(|(rule, parameters)| task(run, rule, parameters, &unread, &cut, names)).collect();
    let groups = Groups::of(&tasks);
    let of_records = groups.by_kind.iter().flat_map(|(kind, rules)| {
        let chunks = subjects.of_kind(*kind).chunks(CHUNK);
        chunks.map(move |records| Job { rules, about: About::Records(records) })
    });
    let of_changes = groups.by_change.iter().flat_map(|(kind, rules)| {
        let chunks = subjects.changes_of(*kind).chunks(CHUNK);
        chunks.map(move |pairs| Job { rules, about: About::Changes(pairs) })
    });
    let of_workspace = groups.of_workspace.chunks(1).map(|rules| Job { rules, about: About::Workspace });
    let jobs: Vec<Job<'_>> = of_workspace.chain(of_records).chain(of_changes).collect();
    let run_job = |job: &Job<'_>| {
        let part = |number: &usize| match job.about {
            About::Records(records) => (*number, tasks[*number].over(run.world, records)),
            About::Changes(pairs) => (*number, tasks[*number].over_changes(run.world, pairs)),
            About::Workspace => (*number, tasks[*number].over_workspace(run.world)),
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
            drafts.push(part.drafts);
        }
    }
    (found, drafts)
}

/// The rules by what they look at; without those that have no conditions to run.
#[derive(Default)]
struct Groups {
    by_kind: BTreeMap<Kind, Vec<usize>>,
    by_change: BTreeMap<Kind, Vec<usize>>,
    of_workspace: Vec<usize>,
}

impl Groups {
    fn of(tasks: &[RuleTask<'_, '_>]) -> Self {
        let mut groups = Self::default();
        for (number, task) in tasks.iter().enumerate().filter(|(_, task)| !task.checks.is_empty()) {
            match task.rule.subject {
                Subject::Each(kind) => groups.by_kind.entry(kind).or_default().push(number),
                Subject::ChangeOf(kind) => groups.by_change.entry(kind).or_default().push(number),
                Subject::Workspace | Subject::Reading => groups.of_workspace.push(number),
            }
        }
        groups
    }
}

fn task<'r, 'a>(
    run: &'a Run<'_, '_>,
    rule: &'r Rule,
    parameters: &'a [ParameterValue],
    unread: &[Kind],
    cut: &'a [bool],
    names: bool,
) -> RuleTask<'r, 'a> {
    let one = |check: &'r Check| {
        let program = check.program.as_ref()?;
        let severity = run.settings.severity(rule).unwrap_or(check.severity);
        let obstacles = Obstacles::of(run.world, rule.subject, check, unread, run.expectations);
        Some(Task { check, program, severity, obstacles, key: Arc::from(check.key.as_str()) })
    };
    let checks = rule.checks.iter().filter_map(one).collect();
    let name = Arc::from(rule.name.as_str());
    RuleTask { rule, parameters, expectations: run.expectations, cut, keep: run.keep, checks, name, names }
}

fn tally(run: &Run<'_, '_>, rule: &Rule, check: &Check, part: &Part, subjects: &Subjects<'_>) -> Tally {
    let mut reasons = part.not_assessed.clone();
    let more = match rule.subject {
        _ if check.program.is_none() => {
            Some((subjects_of(rule, subjects), Why::Other("it is not part of this program")))
        }
        // Without a base nobody knows how many there are.
        Subject::ChangeOf(kind) if run.world.change.is_none() => {
            Some((subjects.of_kind(kind).len().min(1), Why::Past(NO_BASE)))
        }
        Subject::ChangeOf(kind) => Some((nameless(run, kind, subjects), Why::Past(NAMELESS))),
        _ => None,
    };
    if let Some((count, why)) = more.filter(|(count, _)| *count > 0) {
        reasons.add(why, u32::try_from(count).unwrap_or(u32::MAX));
    }
    Tally {
        rule: rule.name.clone(),
        check: check.key.clone(),
        passed: part.passed,
        failed: part.failed,
        not_applicable: part.not_applicable,
        not_assessed: reasons.words(run.world.index.sources),
        without_past: reasons.without_past(),
    }
}

fn subjects_of(rule: &Rule, subjects: &Subjects<'_>) -> usize {
    match rule.subject {
        Subject::Each(kind) | Subject::ChangeOf(kind) => subjects.of_kind(kind).len(),
        Subject::Workspace | Subject::Reading => 1,
    }
}

/// How many records of a kind cannot be followed.
fn nameless(run: &Run<'_, '_>, kind: Kind, subjects: &Subjects<'_>) -> usize {
    let records = run.world.index.records;
    subjects.of_kind(kind).iter().filter(|id| records.full_id(**id).is_none()).count()
}

/// Kinds of which a source was not read, or not to its end.
fn unread(run: &Run<'_, '_>) -> Vec<Kind> {
    let mut unread = run.unread.to_vec();
    let present = run.world.index.records.batches.iter();
    for (batch, _) in present.zip(cut(run)).filter(|(_, cut)| *cut) {
        unread.extend(batch.records.iter().map(|record| record.kind));
    }
    unread.sort_unstable();
    unread.dedup();
    unread
}

/// Batches in which reading stopped somewhere.
fn cut(run: &Run<'_, '_>) -> Vec<bool> {
    let batches = run.world.index.records.every_batch();
    batches.map(|batch| batch.tree.roots().iter().any(|root| batch.tree.is_cut(*root))).collect()
}
