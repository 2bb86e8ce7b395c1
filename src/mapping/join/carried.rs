//! What sources carry together: where another list keeps a field, its absence means something.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{FieldId, Kind, RecordId, Records, Type};

use super::Nesting;
use super::compare::gives;
use super::lists::Tops;

const OF_A_LIST: [&str; 6] = ["title", "name", "statement", "description", "status", "state"];

/// Where a list of nested records was joined, the records that they belong to carry the list; and where they hold none
/// themselves, what is kept of them is what that list keeps. `joined` are the batches of such lists.
pub(super) fn share_children(records: &mut Records, nesting: Nesting, joined: &FxHashSet<u32>) {
    if joined.is_empty() {
        return;
    }
    let kept = joined.iter().filter_map(|batch| records.batches.get(*batch as usize));
    let kept = kept.fold(0, |sum, batch| sum | batch.carried.get(nesting.child as usize).copied().unwrap_or(0));
    for (number, batch) in (0..).zip(&mut records.batches) {
        if let Some(carried) = batch.carried.get_mut(nesting.parent as usize) {
            *carried |= 1 << nesting.holds.0;
        }
        let none_here = !joined.contains(&number) && batch.records.iter().all(|record| record.kind != nesting.child);
        if let Some(carried) = batch.carried.get_mut(nesting.child as usize).filter(|_| none_here) {
            *carried |= kept;
        }
    }
}

/// Where parts come from a list that adds to all records of another one, those carry what it carries: it names no titles
/// and states of its own, or has at least half of the records.
pub(super) fn share_parts(records: &mut Records, tops: &Tops, kind: Kind, joined: &[(RecordId, RecordId)]) {
    let settings = |records: &Records, id: RecordId| records.batch(id).settings;
    let mut pairs: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for (main, part) in joined {
        *pairs.entry((settings(records, *main), settings(records, *part))).or_default() += 1;
    }
    let mut all: FxHashMap<usize, (usize, bool)> = FxHashMap::default();
    let telling: Vec<FieldId> = of_a_list(kind).collect();
    for id in tops.of_kind(records, kind) {
        let (count, tells) = all.entry(settings(records, id)).or_default();
        *count += 1;
        *tells |= telling.iter().any(|field| gives(records, id, *field));
    }
    let groups = groups_of(kind);
    let mut pairs: Vec<_> = pairs.into_iter().filter(|((main, part), _)| main != part).collect();
    pairs.sort_unstable();
    for ((main, part), count) in pairs {
        let of_main = all.get(&main).map_or(0, |(count, _)| *count);
        let only_adds = all.get(&part).is_some_and(|(_, tells)| !tells);
        if !only_adds && count * 2 < of_main {
            continue;
        }
        let Some(kept) = records.batches.iter().find(|batch| batch.settings == part).map(|batch| batch.carried.clone())
        else {
            continue;
        };
        for batch in records.batches.iter_mut().filter(|batch| batch.settings == main) {
            for group in &groups {
                let none_here = *group == kind || batch.records.iter().all(|record| record.kind != *group);
                let more = kept.get(*group as usize).copied().unwrap_or(0);
                if let Some(carried) = batch.carried.get_mut(*group as usize).filter(|_| none_here) {
                    *carried |= more;
                }
            }
        }
    }
}

/// Fields of a kind that a list of its own has, and a list that only adds to another one has not.
pub(super) fn of_a_list(kind: Kind) -> impl Iterator<Item = FieldId> {
    OF_A_LIST.iter().filter_map(move |name| kind.field(name))
}

/// A kind and the groups of fields below it.
fn groups_of(kind: Kind) -> Vec<Kind> {
    let mut found = vec![kind];
    let mut next = 0;
    while let Some(kind) = found.get(next).copied() {
        next += 1;
        for field in kind.shape().fields {
            if let Type::Record(inner) | Type::Keyed(inner) = field.ty
                && !inner.has_id()
                && !found.contains(&inner)
            {
                found.push(inner);
            }
        }
    }
    found
}
