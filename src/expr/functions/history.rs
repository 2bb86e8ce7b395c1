//! Functions on what came before: the record as the base has it, since when it is known, and what it goes on from.

use crate::change::{NAMELESS, NO_BASE, NO_HISTORY, same};
use crate::expr::value::{Reason, V};
use crate::expr::world::Env;
use crate::model::RecordId;

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "versions(record: record<T>) -> list<record<T>>",
        "The record as it was in earlier states, as the base has it, and as it is now; unknown where there is none of them.",
        "versions(entry).map(v, v.status)",
        "verifying, closed",
        versions,
    )
    .past(),
    Function::plain(
        "following(record: record<T>, list: list<record<T>>) -> record<T>?",
        "The record that stands behind this one in the list; nothing behind the last.",
        "following(versions(entry).first(), versions(entry)).status",
        "closed",
        following,
    ),
    Function::plain(
        "first_seen(record: record) -> date?",
        "The day since which the record is known; unknown where nobody looked at the history of the files.",
        "first_seen(entry)",
        "2026-02-14",
        first_seen,
    )
    .past(),
    Function::plain(
        "history_start() -> date",
        "The day on which the history of the files begins: what is older was brought along.",
        "history_start()",
        "2026-01-05",
        history_start,
    )
    .past(),
    Function::plain(
        "chain(record: record<T>, field: 'field') -> list<record<T>>",
        "The records of its kind that the record goes on from: the one that the field names, the one that this one names, and so on.",
        "chain(accepted, 'follows')",
        "IMP-2026-002, IMP-2026-001",
        chain,
    ),
    Function::plain(
        "place(record: record) -> text",
        "Where the record stands: file and line, or file, sheet and cell.",
        "place(entry)",
        "register.yaml:2",
        place,
    ),
];

fn versions<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let Some(id) = record(arguments) else { return V::list(Vec::new()) };
    let records = env.world.index.records;
    let states = env.world.history.and_then(|history| history.versions(records, id));
    if env.world.change.is_none() && states.is_none() {
        return V::unknown(Reason::Past(NO_BASE));
    }
    let mut found = states.map_or_else(Vec::new, <[RecordId]>::to_vec);
    if let Some(change) = env.world.change {
        match change.before(id) {
            Some(before) if found.iter().any(|known| same(records, *known, before)) => {}
            Some(before) => found.push(before),
            None if records.is_earlier(id) => {}
            None if records.full_id(id).is_none() => return V::unknown(Reason::Past(NAMELESS)),
            None if change.unread.contains(&records.get(id).kind) => {
                return V::unknown(Reason::Other("a source of the base could not be read to its end"));
            }
            None => {}
        }
    }
    if !found.contains(&id) {
        found.push(id);
    }
    V::list(found.into_iter().map(V::Record).collect())
}

fn following<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let (Some(id), Some(V::List(list))) = (record(arguments), arguments.get(1)) else { return V::NULL };
    let records = env.world.index.records;
    let mut items = (0..list.len()).map(|at| list.get(records, at));
    let found = items.any(|item| matches!(item, V::Record(other) if other == id));
    if found { items.next().unwrap_or(V::NULL) } else { V::NULL }
}

fn first_seen<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let Some(history) = env.world.history else { return V::unknown(Reason::Past(NO_HISTORY)) };
    record(arguments).and_then(|id| history.first_seen(env.world.index.records, id)).map_or(V::NULL, V::Date)
}

fn history_start<'w>(_: &Fixed, env: &mut Env<'w>, _: &[V<'w>]) -> V<'w> {
    env.world.history.map_or(V::unknown(Reason::Past(NO_HISTORY)), |history| V::Date(history.start()))
}

/// A chain that bites its own tail ends where it does.
fn chain<'w>(fixed: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    let (Some(start), Some(kind), Some(field)) = (record(arguments), fixed.kind, fixed.field) else {
        return V::list(Vec::new());
    };
    let name = kind.field_info(field).name;
    let mut found = vec![start];
    let mut last = start;
    while let Some(next) = index.records.text_in(last, name).and_then(|text| index.resolve(text, &[kind])) {
        if let Err(stopped) = env.spend(found.len()) {
            return stopped;
        }
        if found.contains(&next) {
            break;
        }
        found.push(next);
        last = next;
    }
    V::list(found.into_iter().skip(1).map(V::Record).collect())
}

fn place<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    record(arguments).map_or(V::NULL, |id| V::Text(index.sources.place(index.records.place(id)).whole().into()))
}

fn record(arguments: &[V<'_>]) -> Option<RecordId> {
    match arguments.first() {
        Some(V::Record(id)) => Some(*id),
        _ => None,
    }
}
