//! [`Subjects`]: the records of each kind that are judged, and those that lie too far back.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::change::Pair;
use crate::data::{Date, Duration};
use crate::expr::World;
use crate::index::Index;
use crate::model::{Kind, RecordId, Records, Value, tables};

use super::place;

/// What is kept for so long that nobody asks any more: three years, the cycle of a certificate.
const LOOKED_BACK: Duration = Duration { months: 36, days: 0 };

/// The records that are judged.
pub(super) struct Subjects<'a> {
    index: &'a Index<'a>,
    /// Lists of the kinds of which some are set aside.
    shortened: BTreeMap<Kind, Vec<RecordId>>,
    /// Records that were added, altered or removed, by kind; none where there is no base.
    pairs: BTreeMap<Kind, Vec<Pair>>,
    /// Outermost records that are not judged, by kind.
    pub(super) set_aside: Vec<(Kind, u32)>,
}

impl<'a> Subjects<'a> {
    /// Sets aside entries that were closed, and meetings and audits that were held, before the assessed time.
    /// `compared` are the kinds of which changes are looked at: comparing texts takes its time.
    pub(super) fn of(world: &World<'a>, compared: &[Kind]) -> Self {
        let (index, records) = (world.index, world.index.records);
        let from = assessed_from(world);
        let mut old: FxHashSet<RecordId> = FxHashSet::default();
        let mut set_aside = Vec::new();
        for kind in [Kind::Entry, Kind::Review, Kind::Audit] {
            let of_kind = index.of_kind(kind).iter().filter(|id| ended_on(records, **id).is_some_and(|day| day < from));
            let before = old.len();
            old.extend(of_kind);
            if old.len() > before {
                set_aside.push((kind, u32::try_from(old.len() - before).unwrap_or(u32::MAX)));
            }
        }
        let mut shortened = BTreeMap::new();
        if !old.is_empty() {
            for kind in Kind::ALL {
                let all = index.of_kind(*kind);
                let judged: Vec<RecordId> =
                    all.iter().copied().filter(|id| !old.contains(&place::top(records, *id))).collect();
                if judged.len() < all.len() {
                    shortened.insert(*kind, judged);
                }
            }
        }
        let judged = |id: RecordId| {
            let top = place::top(records, id);
            let ended = if records.is_earlier(id) { ended_on(records, top) } else { None };
            !old.contains(&top) && ended.is_none_or(|day| day >= from)
        };
        let pairs = world.change.map_or_else(BTreeMap::new, |change| {
            let of_kind = |kind: &Kind| {
                let mut pairs = change.of_kind(records, *kind);
                pairs.retain(|pair| pair.before.into_iter().chain(pair.after).any(judged));
                (!pairs.is_empty()).then_some((*kind, pairs))
            };
            compared.iter().filter_map(of_kind).collect()
        });
        Self { index, shortened, pairs, set_aside }
    }

    /// The records of a kind that are judged, in the order of their sources.
    pub(super) fn of_kind(&self, kind: Kind) -> &[RecordId] {
        self.shortened.get(&kind).map_or_else(|| self.index.of_kind(kind), Vec::as_slice)
    }

    /// The records of a kind that are not what they were, in the order of their sources, those that were removed last.
    pub(super) fn changes_of(&self, kind: Kind) -> &[Pair] {
        self.pairs.get(&kind).map_or(&[], Vec::as_slice)
    }
}

/// From when on is assessed: as the settings say, else since the system runs, but three years at most.
fn assessed_from(world: &World<'_>) -> Date {
    let back = world.as_of.minus(LOOKED_BACK);
    world.settings.assess_from.unwrap_or_else(|| world.settings.isms_start.map_or(back, |start| start.max(back)))
}

/// When nothing more happened with a record by its own account.
fn ended_on(records: &Records, id: RecordId) -> Option<Date> {
    let kind = records.get(id).kind;
    let value = |name| kind.field(name).map(|field| records.value(id, field));
    let date = |name| records.date_in(id, name);
    match kind {
        Kind::Entry => {
            let closed = tables::ENTRY_STATUS.set("closed");
            let is_closed = matches!(value("status"), Some(Value::Enum(set)) if Some(set) == closed);
            date("closed_on").filter(|_| is_closed)
        }
        Kind::Review => date("held_on"),
        Kind::Audit => date("completed_on"),
        _ => None,
    }
}
