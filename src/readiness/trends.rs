//! Trends: how many entries were open when, how old what is open is, how long closing takes, where entries come from, and
//! what comes back. Numbers only; whatever cannot be placed for want of a date is counted and said.

mod states;

use std::collections::BTreeMap;

use crate::data::Date;
use crate::index::Index;
use crate::model::{Kind, RecordId, normalised};

use super::look::{Look, Named};

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    /// The year.
    pub year: i16,
    /// 1 to 4.
    pub number: u8,
}

impl Quarter {
    /// The quarter that a day is in.
    #[must_use]
    pub fn of(date: Date) -> Self {
        let month = u8::try_from(date.month()).unwrap_or(1);
        Self { year: date.year(), number: month.saturating_sub(1) / 3 + 1 }
    }

    /// The quarter after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.number >= 4 {
            return Self { year: self.year.saturating_add(1), number: 1 };
        }
        Self { year: self.year, number: self.number + 1 }
    }
}

/// Entries at the end of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// Entries raised in the month.
    pub raised: usize,
    /// Entries that ended in the month.
    pub ended: usize,
    /// Entries open at its end; at the end of the last month, on the day of the report.
    pub open: usize,
    /// Entries closed by then.
    pub closed: usize,
    /// Entries accepted, rejected or merged by then.
    pub otherwise: usize,
}

/// Entries by state at the end of each month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct States {
    /// At most [`MONTHS`] months, the last one that of the report; empty where no entry can be placed.
    pub months: Vec<Month>,
    /// Entries that stand in the series.
    pub placed: usize,
    /// Entries left out because it is not recorded when they were raised.
    pub without_raised: usize,
    /// Entries left out because they are over and it is not recorded since when.
    pub without_end: usize,
    /// Entries left out because their dates contradict each other or the day of the report, or their status may mean both open and closed.
    pub contradictory: usize,
}

/// How many months a series goes back at the most.
pub const MONTHS: usize = 36;

/// What falls between two numbers of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The least number of days.
    pub from: i32,
    /// The greatest; none for the last bucket.
    pub to: Option<i32>,
    /// How many fall in it.
    pub count: usize,
}

/// How old open actions are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ageing {
    /// Actions that are not done, of entries that are open.
    pub open: usize,
    /// By the days since their entry was raised.
    pub by_age: Vec<Bucket>,
    /// Those of which that is not recorded.
    pub without_age: usize,
    /// Those that are not late, by the day on which they are due.
    pub in_time: usize,
    /// Those that are late, by the days since they were due.
    pub by_delay: Vec<Bucket>,
    /// Those without a due date.
    pub without_due: usize,
}

/// Numbers of days in order: how many, and their quartiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// How many there are.
    pub count: usize,
    /// A quarter took at most so long.
    pub lower: i32,
    /// Half took at most so long.
    pub median: i32,
    /// Three quarters took at most so long.
    pub upper: i32,
    /// The longest took so long.
    pub longest: i32,
}

/// How long it takes from raising an entry to closing it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeToClose {
    /// Over all; none where no entry has both dates.
    pub all: Option<Spread>,
    /// By the quarter of closing, in order, without quarters in which nothing was closed.
    pub quarters: Vec<(Quarter, Spread)>,
    /// Closed entries left out because a date is absent, or the two contradict each other.
    pub unplaced: usize,
}

/// Where entries came from, by the quarter in which they were raised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// The sources, as words, the most frequent first; none for entries whose source is not recorded.
    pub sources: Vec<(Option<&'static str>, usize)>,
    /// The quarters from the first to the last without a gap, at most twelve, with a number for each source in the order above.
    pub quarters: Vec<(Quarter, Vec<usize>)>,
    /// Entries left out because it is not recorded when they were raised, or that day lies in the future.
    pub unplaced: usize,
    /// Entries raised before the first quarter that is shown.
    pub earlier: usize,
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recurrence {
    /// Entries that share a code of their cause: the code as it is written first, and the entries; the largest group first.
    pub causes: Vec<(String, Vec<Named>)>,
    /// Entries that take another one further: it, then the one before.
    pub follows: Vec<(Named, Named)>,
    /// Incidents that repeat another one: it, then the one before.
    pub repeats: Vec<(Named, Named)>,
    /// Entries that were opened again.
    pub reopened: Vec<Named>,
    /// Whether any entry has a code of its cause at all: without, groups cannot be seen.
    pub has_codes: bool,
}

/// All trends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trends {
    /// Entries of the register.
    pub entries: usize,
    /// Entries by state over time.
    pub states: States,
    /// How old open actions are.
    pub ageing: Ageing,
    /// How long closing takes.
    pub time_to_close: TimeToClose,
    /// Where entries come from.
    pub origins: Origins,
    /// What came back.
    pub recurrence: Recurrence,
}

/// Works out all trends as of a day.
#[must_use]
pub fn trends(index: &Index<'_>, as_of: Date) -> Trends {
    let look = Look::new(index);
    let entries = index.of_kind(Kind::Entry);
    Trends {
        entries: entries.len(),
        states: states::states(look, entries, as_of),
        ageing: ageing(look, as_of),
        time_to_close: time_to_close(look, entries, as_of),
        origins: origins(look, entries, as_of),
        recurrence: recurrence(look, entries),
    }
}

/// The day on which an entry ended.
pub(super) fn ended_on(look: Look<'_, '_>, entry: RecordId) -> Option<Date> {
    let closed = look.standing(entry).is("closed") == Some(true);
    let decided = || look.date(entry, "decision_on").filter(|_| !closed);
    look.date(entry, "closed_on").or_else(decided)
}

const AGES: [i32; 4] = [30, 90, 180, 365];

fn ageing(look: Look<'_, '_>, as_of: Date) -> Ageing {
    let mut ageing = Ageing::default();
    let (mut ages, mut delays) = (Vec::new(), Vec::new());
    for action in look.index.of_kind(Kind::Action).iter().copied() {
        let Some(entry) = look.records().parent(action) else { continue };
        if look.is_open(entry) != Some(true) || look.is_done(action) {
            continue;
        }
        ageing.open += 1;
        match look.date(entry, "raised_on").filter(|raised| *raised <= as_of) {
            Some(raised) => ages.push(raised.days_until(as_of)),
            None => ageing.without_age += 1,
        }
        match look.date(action, "due_on") {
            Some(due) if due >= as_of => ageing.in_time += 1,
            Some(due) => delays.push(due.days_until(as_of)),
            None => ageing.without_due += 1,
        }
    }
    ageing.by_age = buckets(0, &ages);
    ageing.by_delay = buckets(1, &delays);
    ageing
}

fn buckets(first: i32, days: &[i32]) -> Vec<Bucket> {
    let starts = std::iter::once(first).chain(AGES.iter().map(|end| end + 1));
    let ends = AGES.iter().copied().map(Some).chain([None]);
    let bucket = |(from, to): (i32, Option<i32>)| {
        let inside = |days: &&i32| **days >= from && to.is_none_or(|to| **days <= to);
        Bucket { from, to, count: days.iter().filter(inside).count() }
    };
    starts.zip(ends).map(bucket).collect()
}

fn time_to_close(look: Look<'_, '_>, entries: &[RecordId], as_of: Date) -> TimeToClose {
    let mut found = TimeToClose::default();
    let mut all: Vec<i32> = Vec::new();
    let mut by_quarter: BTreeMap<Quarter, Vec<i32>> = BTreeMap::new();
    for entry in entries.iter().copied() {
        let closed_by_status = look.standing(entry).is("closed") == Some(true);
        let closed = look.date(entry, "closed_on");
        if !closed_by_status && (look.keeps(entry, "status") || closed.is_none()) {
            continue;
        }
        match (look.date(entry, "raised_on"), closed) {
            (Some(raised), Some(closed)) if raised <= closed && closed <= as_of => {
                all.push(raised.days_until(closed));
                by_quarter.entry(Quarter::of(closed)).or_default().push(raised.days_until(closed));
            }
            _ => found.unplaced += 1,
        }
    }
    found.all = spread(all);
    found.quarters = by_quarter.into_iter().filter_map(|(quarter, days)| Some((quarter, spread(days)?))).collect();
    found
}

/// Quartiles by the nearest rank: each is a length of time that occurred.
fn spread(mut days: Vec<i32>) -> Option<Spread> {
    days.sort_unstable();
    let longest = *days.last()?;
    let at = |quarters: usize| days.get((days.len() * quarters).div_ceil(4).max(1) - 1).copied().unwrap_or(longest);
    Some(Spread { count: days.len(), lower: at(1), median: at(2), upper: at(3), longest })
}

/// How many quarters are shown at the most.
const QUARTERS: usize = 12;

fn origins(look: Look<'_, '_>, entries: &[RecordId], as_of: Date) -> Origins {
    let mut found = Origins::default();
    let mut counts: BTreeMap<(Quarter, Option<&'static str>), usize> = BTreeMap::new();
    for entry in entries.iter().copied() {
        match look.date(entry, "raised_on").filter(|raised| *raised <= as_of) {
            Some(raised) => *counts.entry((Quarter::of(raised), look.word(entry, "source"))).or_default() += 1,
            None => found.unplaced += 1,
        }
    }
    let (Some(first), last) = (counts.keys().map(|(quarter, _)| *quarter).min(), Quarter::of(as_of)) else {
        return found;
    };
    let mut quarters: Vec<Quarter> = std::iter::successors(Some(first), |quarter| Some(quarter.next()))
        .take_while(|quarter| *quarter <= last)
        .collect();
    let quarters = quarters.split_off(quarters.len().saturating_sub(QUARTERS));
    let shown = |quarter: Quarter| quarters.first().is_some_and(|first| quarter >= *first);
    let mut sources: BTreeMap<Option<&'static str>, usize> = BTreeMap::new();
    for ((quarter, source), count) in &counts {
        if shown(*quarter) {
            *sources.entry(*source).or_default() += count;
        } else {
            found.earlier += count;
        }
    }
    found.sources = sources.into_iter().collect();
    found.sources.sort_by_key(|(source, count)| (std::cmp::Reverse(*count), source.is_none(), *source));
    let row = |quarter: Quarter| {
        let count = |source| counts.get(&(quarter, source)).copied().unwrap_or(0);
        (quarter, found.sources.iter().map(|(source, _)| count(*source)).collect())
    };
    found.quarters = quarters.into_iter().map(row).collect();
    found
}

fn recurrence(look: Look<'_, '_>, entries: &[RecordId]) -> Recurrence {
    let mut by_code: BTreeMap<String, (String, Vec<Named>)> = BTreeMap::new();
    let mut found = Recurrence::default();
    for entry in entries.iter().copied() {
        if let Some(code) = look.text(entry, "cause_code") {
            let group = by_code.entry(normalised(code).into_owned()).or_insert_with(|| (code.to_owned(), Vec::new()));
            group.1.push(look.named(entry));
        }
        let before = look.targets(entry, "follows", Kind::Entry).into_iter().filter(|before| *before != entry);
        found.follows.extend(before.map(|before| (look.named(entry), look.named(before))));
        let reopened = |event: &RecordId| look.is(*event, "event", &["reopened"]);
        if look.children(entry, "history").iter().any(reopened) {
            found.reopened.push(look.named(entry));
        }
    }
    for incident in look.index.of_kind(Kind::Incident).iter().copied() {
        let before = look.targets(incident, "recurrence_of", Kind::Incident).into_iter();
        let before = before.filter(|before| *before != incident);
        found.repeats.extend(before.map(|before| (look.named(incident), look.named(before))));
    }
    found.has_codes = !by_code.is_empty();
    found.causes = by_code.into_values().filter(|(_, group)| group.len() > 1).collect();
    found.causes.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    found
}

#[cfg(test)]
mod tests;
