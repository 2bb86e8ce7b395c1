//! Records in parts: the same id in two lists is one record, unless the two are plainly different things.
//!
//! Equal ids in one and the same list stay what they are: a mistake, which `input-id-duplicate` tells.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::mapping::reading::{Join, Reading};
use crate::model::{Kind, RecordId, Records, id_form};

use super::carried;
use super::compare::{gives, is_one_record};
use super::fields;
use super::lists::{ListKey, Tops};
use super::merge::Merger;

/// Parts of one record that are put together; whoever has more of one id has not one record.
const MOST_PARTS: usize = 100;

/// How a list ranks, the one with the main parts first: declared before guessed, then by how many of the fields that make a
/// list of its own it gives (titles, states), then by how many fields it gives at all.
type Rank = (bool, Reverse<[u32; 2]>, ListKey);

/// Makes one record of those that have one id in several lists.
pub(super) fn join(records: &mut Records, readings: &mut [Reading], tops: &Tops) {
    for kind in &tops.several {
        let groups = same_ids(records, tops, *kind);
        if groups.is_empty() {
            continue;
        }
        let given = fields_given(records, tops, *kind);
        let telling = carried::of_a_list(*kind).fold(0, |sum, field| sum | 1 << field.0);
        let rank = |list: ListKey| -> Rank {
            let guessed = readings.get(list.0 as usize).is_some_and(|reading| reading.guessed);
            let fields = given.get(&list).copied().unwrap_or(0);
            (guessed, Reverse([(fields & telling).count_ones(), fields.count_ones()]), list)
        };
        let mut joined: Vec<(RecordId, RecordId)> = Vec::new();
        for group in groups {
            // Of one list only the first takes part: the others are duplicates of it.
            let mut firsts: Vec<(Rank, RecordId)> = Vec::new();
            for id in group {
                let rank = rank(tops.list(records, id));
                if firsts.iter().all(|(known, _)| *known != rank) {
                    firsts.push((rank, id));
                }
            }
            firsts.sort_unstable();
            let Some(((_, main), parts)) = firsts.split_first() else { continue };
            for (_, part) in parts.iter().take(MOST_PARTS) {
                if is_one_record(records, *main, *part) {
                    Merger { records, tops }.merge(*main, *part);
                    joined.push((*main, *part));
                }
            }
        }
        tell(readings, *kind, &joined);
        carried::share_parts(records, tops, *kind, &joined);
    }
}

/// The records of a kind that share an id, in the order of the first of them. Ids that differ only in their form are one,
/// unless one list has both.
fn same_ids(records: &Records, tops: &Tops, kind: Kind) -> Vec<Vec<RecordId>> {
    let mut by_form: FxHashMap<Cow<'_, str>, Vec<(&str, RecordId)>> = FxHashMap::default();
    for id in tops.of_kind(records, kind) {
        if let Some(text) = records.bare_id(id) {
            by_form.entry(id_form(text)).or_default().push((text, id));
        }
    }
    let mut groups = Vec::new();
    for mut same in by_form.into_values().filter(|same| same.len() > 1) {
        let mut texts: BTreeMap<ListKey, &str> = BTreeMap::new();
        if same.iter().any(|(text, id)| *texts.entry(tops.list(records, *id)).or_insert(text) != *text) {
            same.sort_unstable();
            let apart = same.chunk_by(|one, next| one.0 == next.0).filter(|same| same.len() > 1);
            groups.extend(apart.map(|same| same.iter().map(|(_, id)| *id).collect()));
        } else {
            groups.push(same.into_iter().map(|(_, id)| id).collect());
        }
    }
    groups.sort_unstable();
    groups
}

/// The fields that some record of each list gives.
fn fields_given(records: &Records, tops: &Tops, kind: Kind) -> FxHashMap<ListKey, u128> {
    let mut found: FxHashMap<ListKey, u128> = FxHashMap::default();
    for id in tops.of_kind(records, kind) {
        let given = fields(kind).filter(|field| gives(records, id, *field));
        *found.entry(tops.list(records, id)).or_default() |= given.fold(0, |sum, field| sum | 1 << field.0);
    }
    found
}

/// Notes in the readings of the parts what they are parts of.
fn tell(readings: &mut [Reading], kind: Kind, joined: &[(RecordId, RecordId)]) {
    let mut counts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for (main, part) in joined {
        let (count, within) = counts.entry(part.batch).or_default();
        *count += 1;
        *within += u32::from(main.batch == part.batch);
    }
    for (batch, (count, within)) in counts {
        if let Some(reading) = readings.get_mut(batch as usize) {
            let part = Join { kind, count, within, with: kind, others: count, by: "id".to_owned(), left: Vec::new() };
            reading.joins.push(part);
        }
    }
}
