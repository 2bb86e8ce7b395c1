//! Functions on dates.

use crate::data::{Date, Duration};
use crate::expr::value::{List, V};
use crate::expr::world::Env;
use crate::model::Value;

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "days(from: date?, to: date?) -> int?",
        "Days from one date to another, negative where the second is earlier.",
        "days(entry.raised_on, entry.closed_on)",
        "87",
        days,
    ),
    Function::plain(
        "plus(date: date?, by: duration?) -> date?",
        "The date so much later; a month later than 31 January is the last day of February.",
        "plus(entry.raised_on, duration('90 days'))",
        "2026-05-13",
        plus,
    ),
    Function::plain(
        "minus(date: date?, by: duration?) -> date?",
        "The date so much earlier.",
        "as_of.minus(duration('1 year'))",
        "2025-06-30",
        minus,
    ),
    Function::plain(
        "before(one: date, other: date) -> bool",
        "Whether one date is earlier than the other; where either is absent, it is not.",
        "before(entry.raised_on, entry.closed_on)",
        "true",
        before,
    ),
    Function::plain(
        "latest(dates: date…) -> date?",
        "The latest of these dates, without the absent ones.",
        "latest(entry.raised_on, entry.closed_on, entry.occurred_on)",
        "2026-05-10",
        latest,
    ),
    Function::plain(
        "earliest(dates: date…) -> date?",
        "The earliest of these dates, without the absent ones.",
        "earliest(entry.raised_on, entry.closed_on, entry.occurred_on)",
        "2026-02-12",
        earliest,
    ),
    Function::plain(
        "sorted_by_date(records: list<record<T>>, field: 'field') -> list<record<T>>",
        "The records by a date field, earliest first, those without the date last.",
        "entry.actions.sorted_by_date('started_on')",
        "IMP-2026-001/A2, IMP-2026-001/A1",
        sorted_by_date,
    ),
];

fn days<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        [V::Date(from), V::Date(to)] => V::Int(i64::from(to.days()) - i64::from(from.days())),
        _ => V::NULL,
    }
}

fn plus<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    shift(arguments, Date::plus)
}

fn minus<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    shift(arguments, Date::minus)
}

fn shift<'w>(arguments: &[V<'w>], by: fn(Date, Duration) -> Date) -> V<'w> {
    match arguments {
        [V::Date(date), V::Duration(duration)] => V::Date(by(*date, *duration)),
        _ => V::NULL,
    }
}

fn before<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        [V::Date(one), V::Date(other)] => V::Bool(one < other),
        _ => V::Bool(false),
    }
}

fn latest<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    dates(arguments).max().map_or(V::NULL, V::Date)
}

fn earliest<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    dates(arguments).min().map_or(V::NULL, V::Date)
}

fn dates<'w>(arguments: &[V<'w>]) -> impl Iterator<Item = Date> {
    arguments.iter().filter_map(|argument| if let V::Date(date) = argument { Some(*date) } else { None })
}

fn sorted_by_date<'w>(fixed: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let ([V::List(list)], Some(field)) = (arguments, fixed.field) else { return V::list(Vec::new()) };
    if let Err(stopped) = env.spend(list.len()) {
        return stopped;
    }
    let records = env.world.index.records;
    let mut sorted = Vec::new();
    for item in list.iter(records) {
        let date = match &item {
            V::Record(id) => match records.value(*id, field) {
                Value::Date(date) => Some(date),
                Value::Unreadable => return V::unreadable(*id, field),
                _ => None,
            },
            V::Unknown(unknown) => return V::Unknown(*unknown),
            _ => continue,
        };
        sorted.push((date.is_none(), date, item));
    }
    sorted.sort_by_key(|(absent, date, _)| (*absent, *date));
    V::List(List::Values(sorted.into_iter().map(|(_, _, item)| item).collect()))
}
