//! Entries by state over time: each is a span from the day it was raised to the day it ended.

use crate::data::Date;
use crate::model::RecordId;
use crate::readiness::look::Look;

use super::{MONTHS, Month, States, ended_on};

/// Entries by state at the end of each month.
pub(super) fn states(look: Look<'_, '_>, entries: &[RecordId], as_of: Date) -> States {
    let mut states = States::default();
    // When it was raised, when it ended, and whether it was closed rather than accepted, rejected or merged.
    let mut spans: Vec<(Date, Option<Date>, bool)> = Vec::new();
    for entry in entries.iter().copied() {
        let Some(raised) = look.date(entry, "raised_on") else {
            states.without_raised += 1;
            continue;
        };
        let closed = look.standing(entry).is("closed");
        let ended = match look.is_open(entry) {
            Some(true) => None,
            Some(false) => match ended_on(look, entry) {
                Some(ended) => Some(ended),
                None => {
                    states.without_end += 1;
                    continue;
                }
            },
            None => {
                states.contradictory += 1;
                continue;
            }
        };
        // A log without a status tells by the closing date alone.
        let ended = ended.or_else(|| ended_on(look, entry).filter(|_| !look.keeps(entry, "status")));
        if raised > as_of || ended.is_some_and(|ended| ended < raised || ended > as_of) {
            states.contradictory += 1;
            continue;
        }
        spans.push((raised, ended, closed != Some(false)));
    }
    states.placed = spans.len();
    let Some(first) = spans.iter().map(|(raised, ..)| *raised).min() else { return states };
    states.months = months(first, as_of, &spans);
    states
}

/// Days counted by month: a running number of months, so that they can be added to.
fn month_number(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

fn months(first: Date, as_of: Date, spans: &[(Date, Option<Date>, bool)]) -> Vec<Month> {
    let last = month_number(as_of);
    let length = i32::try_from(MONTHS).unwrap_or(i32::MAX);
    let start = month_number(first).max(last - length + 1);
    let mut found: Vec<Month> = (start..=last)
        .map(|number| Month {
            year: i16::try_from(number.div_euclid(12)).unwrap_or(i16::MAX),
            month: i8::try_from(number.rem_euclid(12) + 1).unwrap_or(1),
            ..Month::default()
        })
        .collect();
    // What happened before the series begins counts from its start on.
    let place = |date: Date| usize::try_from(month_number(date) - start).ok();
    for (raised, ended, closed) in spans {
        let from = place(*raised);
        let end = ended.map(|ended| place(ended).unwrap_or(0));
        if let Some(month) = from.and_then(|at| found.get_mut(at)) {
            month.raised += 1;
        }
        if let Some(month) = ended.and_then(place).and_then(|at| found.get_mut(at)) {
            month.ended += 1;
        }
        for (at, month) in found.iter_mut().enumerate().skip(from.unwrap_or(0)) {
            match end {
                Some(end) if at >= end && *closed => month.closed += 1,
                Some(end) if at >= end => month.otherwise += 1,
                _ => month.open += 1,
            }
        }
    }
    found
}
