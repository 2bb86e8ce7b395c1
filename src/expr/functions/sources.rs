//! Functions on what was read at all, and on what it does not say.

use crate::expr::value::{Reason, V};
use crate::expr::world::Env;

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "loaded(kind: 'kind') -> bool",
        "Whether any record of this kind was read.",
        "loaded('risk')",
        "true",
        loaded,
    ),
    Function::plain(
        "sources(kind: 'kind') -> list<text>",
        "The paths of the files that were read for records of this kind, whether they hold any or not.",
        "size(sources('entry')) > 0",
        "true",
        sources,
    ),
    Function::plain(
        "expected(kind: 'kind') -> list<text>",
        "The paths and patterns under which the settings expect records of this kind.",
        "join(expected('entry'), ', ')",
        "",
        expected,
    ),
    Function::plain(
        "unknown(reason: 'text') -> bool",
        "What the records do not say: a check that depends on it is not assessed, for this reason.",
        "true || unknown('an action does not say what it is for')",
        "true",
        unknown,
    ),
];

fn loaded<'w>(fixed: &Fixed, env: &mut Env<'w>, _: &[V<'w>]) -> V<'w> {
    V::Bool(fixed.kind.is_some_and(|kind| env.world.index.loaded(kind)))
}

fn sources<'w>(fixed: &Fixed, env: &mut Env<'w>, _: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    let kept = index.records.batches.iter().filter(|batch| fixed.kind == Some(batch.kind));
    V::list(kept.map(|batch| V::text(index.sources.get(batch.tree.source()).path())).collect())
}

fn expected<'w>(fixed: &Fixed, env: &mut Env<'w>, _: &[V<'w>]) -> V<'w> {
    let settings = env.world.settings;
    let wanted = settings.expected.iter().filter(|(kind, _)| fixed.kind == Some(*kind));
    V::list(wanted.map(|(_, path)| V::text(path)).collect())
}

fn unknown<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        [V::Text(reason)] => V::unknown(Reason::stated(reason)),
        _ => V::unknown(Reason::Other("the records do not say")),
    }
}
