//! Functions on dates.

use crate::data::{Date, Duration};
use crate::expr::value::{List, Reason, V};
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
    Function::plain(
        "in_period(date: date, period: text) -> bool",
        "Whether a day lies in a period such as 2026, 2026-Q2, 2026-H1 or 2026-05; unknown where it is written otherwise.",
        "in_period(entry.raised_on, '2026-Q1')",
        "true",
        in_period,
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

fn in_period<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::Date(date), V::Text(period)] = arguments else { return V::Bool(false) };
    match months(period) {
        Some((year, from, to)) => V::Bool(date.year() == year && (from..=to).contains(&date.month())),
        None => V::unknown(Reason::Other("a period is neither a year nor a part of one")),
    }
}

/// The year of a period, and its first and last month.
fn months(period: &str) -> Option<(i16, i8, i8)> {
    let period = period.trim().to_ascii_uppercase();
    let (one, other) = period.split_once([' ', '-', '/']).unwrap_or((&period, ""));
    let (year, part) = if one.len() == 4 { (one, other) } else { (other, one) };
    let year = year.parse().ok().filter(|year| (1000..=9999).contains(year))?;
    let number = |text: &str, most: i8| text.parse::<i8>().ok().filter(|number| (1..=most).contains(number));
    if let Some(quarter) = part.strip_prefix('Q') {
        return number(quarter, 4).map(|quarter| (year, quarter * 3 - 2, quarter * 3));
    }
    if let Some(half) = part.strip_prefix('H') {
        return number(half, 2).map(|half| (year, half * 6 - 5, half * 6));
    }
    if part.is_empty() { Some((year, 1, 12)) } else { number(part, 12).map(|month| (year, month, month)) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_years_and_parts_of_them() {
        for (period, expected) in [
            ("2026", Some((2026, 1, 12))),
            ("2026-Q2", Some((2026, 4, 6))),
            ("q4 2026", Some((2026, 10, 12))),
            ("H2/2026", Some((2026, 7, 12))),
            ("2026-05", Some((2026, 5, 5))),
            ("05/2026", Some((2026, 5, 5))),
            ("2026-Q5", None),
            ("2026-13", None),
            ("2026-H0", None),
            ("spring", None),
            ("", None),
            ("26", None),
        ] {
            assert_eq!(months(period), expected, "{period}");
        }
    }
}
