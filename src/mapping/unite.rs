//! [`unite`]: the texts of all sources together. A source of many files is one source.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Problem;
use crate::model::Batch;

use super::complaints::Caused;
use super::join::join;
use super::reading::{Reading, UnknownKey};
use super::value::shortened;
use super::{Mapped, United};

/// Names that a message shows.
const NAMES: usize = 12;
/// Places that a problem shows beside its own.
const PLACES: usize = 9;

/// Puts the texts of all sources together: what any file of a source carries, the source carries; and what is wrong for one
/// cause in several files is said once. Records that stand in several places are joined.
#[must_use]
pub fn unite(mapped: Vec<Mapped>) -> United {
    let mut united = United::default();
    let mut problems: Vec<Caused> = Vec::new();
    let mut groups: FxHashMap<(usize, String), usize> = FxHashMap::default();
    for Mapped { batch, reading, problems: found } in mapped {
        for problem in found {
            let cause = (reading.settings, problem.cause.clone());
            match groups.get(&cause).and_then(|index| problems.get_mut(*index)) {
                Some(known) if !problem.cause.is_empty() => known.absorb(problem),
                _ => {
                    groups.insert(cause, problems.len());
                    problems.push(problem);
                }
            }
        }
        united.records.batches.push(batch);
        united.readings.push(reading);
    }
    share_carried(&mut united.records.batches);
    join(&mut united.records, &mut united.readings);
    united.problems = problems.into_iter().map(Caused::finish).collect();
    united.problems.extend(unknown_fields(&united.readings));
    united.problems.sort_by_key(|problem| problem.span);
    united
}

/// Lets the batches of each source carry what any of them carries.
fn share_carried(batches: &mut [Batch]) {
    let mut carried: FxHashMap<usize, Vec<u128>> = FxHashMap::default();
    for batch in batches.iter() {
        let sum = carried.entry(batch.settings).or_default();
        sum.resize(sum.len().max(batch.carried.len()), 0);
        for (sum, fields) in sum.iter_mut().zip(&batch.carried) {
            *sum |= fields;
        }
    }
    for batch in batches {
        if let Some(sum) = carried.get(&batch.settings) {
            batch.carried.clone_from(sum);
        }
    }
}

/// For each source one problem for all its keys that are not understood.
fn unknown_fields(readings: &[Reading]) -> Vec<Problem> {
    let mut sources: BTreeMap<(bool, usize), Vec<&Reading>> = BTreeMap::new();
    for reading in readings.iter().filter(|reading| reading.export.is_none()) {
        // Files that were taken for one kind are one source to whoever reads on.
        let source = if reading.guessed { reading.kind as usize } else { reading.settings };
        sources.entry((reading.guessed, source)).or_default().push(reading);
    }
    sources.values().filter_map(|of_source| unknown_fields_of(of_source)).collect()
}

fn unknown_fields_of(of_source: &[&Reading]) -> Option<Problem> {
    let mut keys: Vec<(&Reading, &UnknownKey)> =
        of_source.iter().flat_map(|reading| reading.unknown_keys.iter().map(move |key| (*reading, key))).collect();
    keys.sort_by_key(|(_, key)| key.span);
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    keys.retain(|(_, unknown)| seen.insert(&unknown.key));
    let (reading, first) = keys.first()?;
    let mut names: Vec<String> = keys.iter().map(|(_, unknown)| format!("`{}`", shortened(&unknown.key))).collect();
    names.sort_unstable();
    let more = names.len().saturating_sub(NAMES);
    names.truncate(NAMES);
    let names = if more > 0 { format!("{} and {more} more", names.join(", ")) } else { names.join(", ") };
    let source = match of_source.len() {
        files if reading.guessed && files > 1 => format!("{files} files taken for kind {}", reading.kind.name()),
        _ => reading.path.clone(),
    };
    let near = keys.iter().filter_map(|(_, unknown)| Some((unknown, unknown.nearest?)));
    let near: Vec<String> = near.map(|(unknown, near)| format!("`{}` may be `{near}`", unknown.key)).take(3).collect();
    let mut problem = Problem::new("input-field-unknown", first.span)
        .fact("n", keys.len().to_string())
        .fact("source", source)
        .fact("names", names)
        .fact("nearest", near.join(", "));
    for (_, unknown) in keys.iter().skip(1).take(PLACES) {
        problem = problem.related(unknown.span, format!("`{}` is not understood", shortened(&unknown.key)));
    }
    Some(problem)
}
