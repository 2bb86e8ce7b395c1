//! Functions on lists.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use crate::expr::eval;
use crate::expr::value::{List, Unknown, V};
use crate::expr::world::Env;
use crate::model::RecordId;

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "size(of: list<any> or text) -> int",
        "Number of items of a list, or of characters of a text.",
        "size(entry.actions)",
        "2",
        size,
    ),
    Function::plain(
        "first(list: list<T>) -> T?",
        "The first item; nothing of an empty list.",
        "first(entry.actions)",
        "IMP-2026-001/A1",
        first,
    ),
    Function::plain(
        "last(list: list<T>) -> T?",
        "The last item; nothing of an empty list.",
        "last(entry.actions).due_on",
        "2026-04-30",
        last,
    ),
    Function::plain(
        "max(list: list<ordered>) -> ordered?",
        "The latest date or largest number, without the absent ones; nothing of nothing.",
        "entry.actions.map(a, a.implemented_on).max()",
        "2026-04-20",
        max,
    ),
    Function::plain(
        "min(list: list<ordered>) -> ordered?",
        "The earliest date or smallest number, without the absent ones; nothing of nothing.",
        "entry.actions.map(a, a.implemented_on).min()",
        "2026-03-10",
        min,
    ),
    Function::plain(
        "unique(list: list<T>) -> list<T>",
        "The list with only the first of equal items.",
        "['a', 'b', 'a'].unique()",
        "a, b",
        unique,
    ),
    Function::plain(
        "flatten(lists: list<list<T>>) -> list<T>",
        "The items of all lists in one list.",
        "entry.actions.map(a, a.category).flatten()",
        "process, technical, process",
        flatten,
    ),
    Function::plain(
        "join(list: list<any>, between: text) -> text",
        "The items as one text, without the absent ones; for messages.",
        "entry.actions.map(a, a.id).join(' and ')",
        "A1 and A2",
        join,
    ),
    Function::plain(
        "overlaps(one: list<T>, other: list<T>) -> bool",
        "Whether the lists share a value.",
        "entry.risk_refs.overlaps(['R-001', 'R-003'])",
        "true",
        overlaps,
    ),
    Function::plain(
        "without(list: list<T>, others: list<T>) -> list<T>",
        "The items that are not in the other list.",
        "['a', 'b', 'c'].without(['b'])",
        "a, c",
        without,
    ),
];

fn size<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let size = match arguments {
        [V::List(list)] => list.len(),
        [V::Text(text)] => text.chars().count(),
        _ => 0,
    };
    V::Int(i64::try_from(size).unwrap_or(i64::MAX))
}

fn first<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        [V::List(list)] => list.get(env.world.index.records, 0),
        _ => V::NULL,
    }
}

fn last<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        [V::List(list)] if !list.is_empty() => list.get(env.world.index.records, list.len() - 1),
        _ => V::NULL,
    }
}

fn max<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    extreme(env, arguments, |new, best| new > best)
}

fn min<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    extreme(env, arguments, |new, best| new < best)
}

fn extreme<'w>(env: &mut Env<'w>, arguments: &[V<'w>], better: fn(i64, i64) -> bool) -> V<'w> {
    let [V::List(list)] = arguments else { return V::NULL };
    if let Err(stopped) = env.spend(list.len()) {
        return stopped;
    }
    let mut best: Option<(i64, V<'w>)> = None;
    for item in list.iter(env.world.index.records) {
        let weight = match &item {
            V::Unknown(unknown) => return V::Unknown(*unknown),
            V::Date(date) => i64::from(date.days()),
            V::Int(number) => *number,
            V::Duration(duration) => duration.about_days(),
            _ => continue,
        };
        if best.as_ref().is_none_or(|(known, _)| better(weight, *known)) {
            best = Some((weight, item));
        }
    }
    best.map_or(V::NULL, |(_, item)| item)
}

/// A value that can be looked up; words and texts of the same spelling are one.
#[derive(PartialEq, Eq, Hash)]
enum Plain<'w> {
    Null,
    Bool(bool),
    Int(i64),
    Text(Cow<'w, str>),
    Date(i32),
    Record(RecordId),
}

fn plain<'w>(value: &V<'w>) -> Option<Plain<'w>> {
    Some(match value {
        V::Null(_) => Plain::Null,
        V::Bool(value) => Plain::Bool(*value),
        V::Int(value) => Plain::Int(*value),
        V::Text(text) => Plain::Text(text.clone()),
        V::Enum(set, words) => Plain::Text(Cow::Borrowed(set.single(words)?)),
        V::Date(date) => Plain::Date(date.days()),
        V::Record(id) => Plain::Record(*id),
        V::Duration(_) | V::List(_) | V::Unknown(_) => return None,
    })
}

fn unique<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::List(list)] = arguments else { return V::list(Vec::new()) };
    if let Err(stopped) = env.spend(list.len()) {
        return stopped;
    }
    let records = env.world.index.records;
    let mut seen = FxHashSet::default();
    let mut found: Vec<V<'w>> = Vec::new();
    for item in list.iter(records) {
        if let Some(key) = plain(&item) {
            if seen.insert(key) {
                found.push(item);
            }
            continue;
        }
        if let Err(stopped) = env.spend(found.len()) {
            return stopped;
        }
        match any(found.iter().map(|known| known.same(&item, records))) {
            Ok(true) => {}
            Ok(false) => found.push(item),
            Err(unknown) => return V::Unknown(unknown),
        }
    }
    V::list(found)
}

fn flatten<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::List(lists)] = arguments else { return V::list(Vec::new()) };
    let records = env.world.index.records;
    let mut found = Vec::new();
    for list in lists.iter(records) {
        match list {
            V::List(list) => {
                if let Err(stopped) = env.spend(list.len()) {
                    return stopped;
                }
                found.extend(list.iter(records));
            }
            V::Unknown(unknown) => return V::Unknown(unknown),
            _ => {}
        }
    }
    V::list(found)
}

fn join<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::List(list), between] = arguments else { return V::text("") };
    if let Err(stopped) = env.spend(list.len()) {
        return stopped;
    }
    let between = if let V::Text(between) = between { between.as_ref() } else { ", " };
    V::Text(Cow::Owned(list.joined(env.world.index, between)))
}

fn overlaps<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::List(one), other] = arguments else { return V::Bool(false) };
    let given = one.iter(env.world.index.records).filter(|item| !matches!(item, V::Null(_)));
    let mut unknown = None;
    for item in given {
        match eval::contains(env, &item, other) {
            V::Bool(false) => {}
            V::Unknown(why) => unknown = unknown.or(Some(why)),
            decided => return decided,
        }
    }
    unknown.map_or(V::Bool(false), V::Unknown)
}

fn without<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::List(list), others] = arguments else { return V::list(Vec::new()) };
    let mut found = Vec::new();
    for item in list.iter(env.world.index.records) {
        match eval::contains(env, &item, others) {
            V::Bool(true) => {}
            V::Bool(false) => found.push(item),
            unknown => return unknown,
        }
    }
    V::List(List::Values(found.into()))
}

/// Whether one of the answers is yes, by Kleene's logic.
fn any(answers: impl Iterator<Item = Result<bool, Unknown>>) -> Result<bool, Unknown> {
    let mut unknown = None;
    for answer in answers {
        match answer {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(why) => unknown = Some(why),
        }
    }
    unknown.map_or(Ok(false), Err)
}
