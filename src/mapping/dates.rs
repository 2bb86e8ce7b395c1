//! Dates as people write them.

use crate::data::Date;

use super::date_words::{is_tentative, kind_of_no_date, read_words};
use super::settings::{DateNumber, DateOrder, Dates};

/// What a text says of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateRead {
    /// The day.
    Exact(Date),
    /// A month, a quarter, a year: some day between two.
    Coarse {
        /// The first day that may be meant.
        first: Date,
        /// The last one: that until which a deadline runs.
        last: Date,
    },
}

impl DateRead {
    /// The day, if one is named.
    pub(super) fn exact(self) -> Option<Date> {
        if let Self::Exact(date) = self { Some(date) } else { None }
    }
}

/// Why a text is not read as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoDate {
    /// Day and month can be read both ways.
    Ambiguous(Date, Date),
    /// It would be a date if its source declared this order.
    Undeclared(DateOrder),
    /// The calendar has no such day.
    Impossible,
    /// The number of a day in a spreadsheet, which counts from one of two days.
    Serial(Date, Date),
    /// Seconds or milliseconds since 1970, if its source counts so.
    Unix(Date),
    /// Its year has two digits.
    ShortYear,
    /// It counts from another day: '30 days'.
    Relative,
    /// It waits for something: 'when the second employee joins'.
    Conditional,
    /// It comes again and again: 'quarterly'.
    Recurring,
    /// At once.
    Immediate,
    /// A day that is only expected: '2026-06-08 (planned)'.
    Tentative(Date),
    /// It is no date.
    NotOne,
}

/// Reads a date as its source writes dates; a number alone is one only where the source declares what it counts.
pub(super) fn read_dates(text: &str, dates: Dates) -> Result<DateRead, NoDate> {
    let counted = dates.numbers.and_then(|number| counted(text.trim(), number));
    counted.map_or_else(|| read_date(text, dates.order), |date| Ok(DateRead::Exact(date)))
}

/// The day that a number counts, whose fraction is a time of day.
fn counted(text: &str, number: DateNumber) -> Option<Date> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match number {
        DateNumber::Excel1900 => serial(whole, false),
        DateNumber::Excel1904 => serial(whole, true),
        DateNumber::Unix => unix_time(whole),
    }
}

/// The number of a day in a spreadsheet: with fewer digits it may be a year.
fn serial(text: &str, from_1904: bool) -> Option<Date> {
    let number = text.parse().ok().filter(|_| text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()))?;
    Date::from_serial(number, from_1904)
}

/// Reads a date: ISO always, also with a time or a remark behind it, and what has words in it; other forms only in the order
/// that the source declares.
pub(super) fn read_date(text: &str, order: Option<DateOrder>) -> Result<DateRead, NoDate> {
    let text = text.trim();
    match whole(text, order) {
        Err(NoDate::NotOne) => {}
        known => return known,
    }
    if let Some((date, tail)) = leading(text, order) {
        return if is_tentative(tail) { Err(NoDate::Tentative(date)) } else { Ok(DateRead::Exact(date)) };
    }
    // 'Feb 2026 (week 2)' is some day of that month.
    if let Some((head, tail)) = text.split_once('(')
        && let Ok(coarse @ DateRead::Coarse { .. }) = whole(head.trim_end(), order)
        && tail.ends_with(')')
        && !is_tentative(tail)
    {
        return Ok(coarse);
    }
    Err(kind_of_no_date(text))
}

/// A text that is a date and nothing else.
fn whole(text: &str, order: Option<DateOrder>) -> Result<DateRead, NoDate> {
    let exact = Date::parse(text).or_else(|| text.get(..10).filter(|_| has_time(text)).and_then(Date::parse));
    let exact = exact.or_else(|| of_jira(text));
    if let Some(date) = exact {
        return Ok(DateRead::Exact(date));
    }
    if let Some(date) = unix_time(text) {
        return Err(NoDate::Unix(date));
    }
    if let Some(parts) = parts(text) {
        // Nobody writes the day behind the year.
        let order = if parts[0].len() == 4 { Some(DateOrder::YearMonthDay) } else { order };
        let read = order.map_or_else(|| Err(undeclared(parts)), |order| date(parts, order).ok_or(NoDate::NotOne));
        let dated = parts.iter().filter(|part| part.len() == 4).count() == 1;
        let impossible = if has_short_year(parts) {
            NoDate::ShortYear
        } else if dated && !DateOrder::ALL.iter().any(|(_, order)| date(parts, *order).is_some()) {
            NoDate::Impossible
        } else {
            NoDate::NotOne
        };
        return read.map(DateRead::Exact).map_err(|why| if why == NoDate::NotOne { impossible } else { why });
    }
    if let (Some(early), Some(late)) = (serial(text, false), serial(text, true)) {
        return Err(NoDate::Serial(early, late));
    }
    read_words(text).ok_or(NoDate::NotOne)
}

/// Seconds or milliseconds since 1970, from 2001 on.
fn unix_time(text: &str) -> Option<Date> {
    let seconds = match text.len() {
        10 => text.parse::<i64>().ok()?,
        13 => text.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let whole = text.bytes().all(|byte| byte.is_ascii_digit());
    i32::try_from(seconds.div_euclid(86_400)).ok().filter(|_| whole).map(Date::from_days)
}

/// A date in front of a remark, and the remark: '2026-06-08 (blocked)'. A second year may be that of another date.
fn leading(text: &str, order: Option<DateOrder>) -> Option<(Date, &str)> {
    let ends = text.char_indices().filter(|(_, letter)| " ,;:(–—\n\t".contains(*letter)).map(|(at, _)| at).take(8);
    ends.filter_map(|end| {
        let (head, tail) = text.split_at(end);
        let date = whole(head.trim_end_matches('.'), order).ok()?.exact()?;
        let years = tail.split(|letter: char| !letter.is_ascii_digit()).any(|digits| digits.len() > 3);
        (!years && !tail.contains('?')).then_some((date, tail))
    })
    .last()
}

/// Whether a time of day stands behind ten characters: `2026-03-15T09:30:00Z`, `2026-03-15 09:30`.
fn has_time(text: &str) -> bool {
    let Some(tail) = text.as_bytes().get(10..) else { return false };
    let time = matches!(tail.first(), Some(b'T' | b't' | b' '))
        && tail
            .get(1..4)
            .is_some_and(|start| start[0].is_ascii_digit() && start[1].is_ascii_digit() && start[2] == b':');
    time && tail.iter().all(|byte| byte.is_ascii_digit() || b"Tt: .+-Zz".contains(byte))
}

/// `12/Mar/26 10:15 AM`, as Jira writes days: with the name of the month in the middle and the time behind it, nobody writes
/// the year first.
fn of_jira(text: &str) -> Option<Date> {
    let (day, time) = text.split_once(' ')?;
    let (clock, half) = time.split_once(' ')?;
    let (hour, minute) = clock.split_once(':')?;
    let digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = day.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && year.len() == 2 && matches!(half, "AM" | "PM");
    if !whole || !digits(day, 2) || !digits(year, 2) || !digits(hour, 2) || !digits(minute, 2) {
        return None;
    }
    match read_words(&format!("{day} {month} 20{year}"))? {
        DateRead::Exact(date) => Some(date),
        DateRead::Coarse { .. } => None,
    }
}

/// Three numbers with the same sign between them.
fn parts(text: &str) -> Option<[&str; 3]> {
    let sign = text.bytes().find(|byte| !byte.is_ascii_digit())?;
    if !matches!(sign, b'.' | b'/' | b'-') {
        return None;
    }
    let mut pieces = text.split(char::from(sign)).map(str::trim);
    let parts = [pieces.next()?, pieces.next()?, pieces.next()?];
    let number = |part: &&str| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
    (pieces.next().is_none() && parts.iter().all(number)).then_some(parts)
}

fn date(parts: [&str; 3], order: DateOrder) -> Option<Date> {
    let [year, month, day] = match order {
        DateOrder::YearMonthDay => parts,
        DateOrder::DayMonthYear => [parts[2], parts[1], parts[0]],
        DateOrder::MonthDayYear => [parts[2], parts[0], parts[1]],
    };
    // A year of two digits is somebody's guess.
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Whether three numbers could be a date if one of them were a year.
fn has_short_year(parts: [&str; 3]) -> bool {
    let value = |part: &str| part.parse::<u8>().unwrap_or(0);
    let [first, second, third] = parts;
    let day_and_month = |one: u8, other: u8| one > 0 && other > 0 && one.min(other) < 13 && one.max(other) < 32;
    parts.iter().all(|part| part.len() < 3)
        && ((third.len() == 2 && day_and_month(value(first), value(second)))
            || (first.len() == 2 && day_and_month(value(second), value(third))))
}

fn undeclared(parts: [&str; 3]) -> NoDate {
    let readings = [DateOrder::DayMonthYear, DateOrder::MonthDayYear].map(|order| date(parts, order));
    match readings {
        [Some(first), Some(second)] if first != second => NoDate::Ambiguous(first, second),
        [Some(_), _] => NoDate::Undeclared(DateOrder::DayMonthYear),
        [None, Some(_)] => NoDate::Undeclared(DateOrder::MonthDayYear),
        [None, None] if date(parts, DateOrder::YearMonthDay).is_some() => NoDate::Undeclared(DateOrder::YearMonthDay),
        [None, None] => NoDate::NotOne,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn dates_are_read_in_the_declared_order_only() {
        for (text, order, expected) in [
            ("2026-03-15", None, "2026-03-15"),
            ("2026-03-15", Some(DayMonthYear), "2026-03-15"),
            ("2026-03-15T09:30:00Z", None, "2026-03-15"),
            ("2026-03-15 09:30", None, "2026-03-15"),
            ("2026-03-15T09:30:00.5+02:00", None, "2026-03-15"),
            ("5.3.2026", Some(DayMonthYear), "2026-03-05"),
            ("05/03/2026", Some(DayMonthYear), "2026-03-05"),
            ("05-03-2026", Some(DayMonthYear), "2026-03-05"),
            ("3/5/2026", Some(MonthDayYear), "2026-03-05"),
            ("2026/3/5", Some(YearMonthDay), "2026-03-05"),
            ("2026-3-5", None, "2026-03-05"),
            ("2026/03/05", Some(DayMonthYear), "2026-03-05"),
            ("2026-03-15 (blocked)", None, "2026-03-15"),
            ("2026-03-15: moved by the vendor", None, "2026-03-15"),
            ("5.3.2026 – erledigt", Some(DayMonthYear), "2026-03-05"),
            ("14 Aug 2026 (done)", None, "2026-08-14"),
            ("12/Mar/26 10:15 AM", None, "2026-03-12"),
            ("2/Mai/26 9:05 PM", Some(MonthDayYear), "2026-05-02"),
        ] {
            assert_eq!(read_date(text, order), Ok(DateRead::Exact(day(expected))), "{text}");
        }
    }

    #[test]
    fn a_number_counts_what_its_source_declares() {
        use DateNumber::{Excel1900, Excel1904, Unix};
        for (text, numbers, expected) in [
            ("45168", Excel1900, Some("2023-08-30")),
            ("45168", Excel1904, Some("2027-08-31")),
            ("45168.75", Excel1904, Some("2027-08-31")),
            ("1773532800", Unix, Some("2026-03-15")),
            ("1773532800000", Unix, Some("2026-03-15")),
            ("1773532800.25", Unix, Some("2026-03-15")),
            // What else is written in the column is read as before.
            ("2026-03-15", Excel1904, Some("2026-03-15")),
            ("5.3.2026", Unix, Some("2026-03-05")),
            ("2026", Excel1900, None),
            ("45168", Unix, None),
            ("1773532800", Excel1900, None),
            ("+5168", Excel1900, None),
            ("45168.", Excel1900, None),
            ("45168.7x", Excel1900, None),
        ] {
            let dates = Dates { order: Some(DayMonthYear), numbers: Some(numbers) };
            let read = read_dates(text, dates).ok().and_then(DateRead::exact);
            assert_eq!(read, expected.map(day), "{text} {numbers:?}");
        }
    }

    #[test]
    fn a_month_may_have_a_note() {
        for (text, expected) in [
            ("Feb 2026 (week 2-3)", Some(("2026-02-01", "2026-02-28"))),
            ("2026-Q3 (all sites)", Some(("2026-07-01", "2026-09-30"))),
            ("Feb 2026 (planned)", None),
            ("Feb 2026 or later", None),
        ] {
            let expected = expected.map(|(first, last)| DateRead::Coarse { first: day(first), last: day(last) });
            assert_eq!(read_date(text, None).ok(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_certain_is_not_read() {
        let ambiguous = NoDate::Ambiguous(day("2026-03-05"), day("2026-05-03"));
        for (text, order, expected) in [
            ("05/03/2026", None, ambiguous),
            ("5.3.2026", None, ambiguous),
            ("15.03.2026", None, NoDate::Undeclared(DayMonthYear)),
            ("03/03/2026", None, NoDate::Undeclared(DayMonthYear)),
            ("03/15/2026", None, NoDate::Undeclared(MonthDayYear)),
            ("29/02/2022", Some(DayMonthYear), NoDate::Impossible),
            ("29/02/2022", None, NoDate::Impossible),
            ("2022-02-29", None, NoDate::Impossible),
            ("03/15/2026", Some(DayMonthYear), NoDate::NotOne),
            ("05.03.26", Some(DayMonthYear), NoDate::ShortYear),
            ("3/15/26", None, NoDate::ShortYear),
            ("26-03-15", None, NoDate::ShortYear),
            ("1.2.3", None, NoDate::NotOne),
            ("45/46/47", None, NoDate::NotOne),
            ("45168", None, NoDate::Serial(day("2023-08-30"), day("2027-08-31"))),
            ("1773532800", None, NoDate::Unix(day("2026-03-15"))),
            ("1773532800000", Some(DayMonthYear), NoDate::Unix(day("2026-03-15"))),
            ("2026-03-15 (planned)", None, NoDate::Tentative(day("2026-03-15"))),
            ("2026-03-15, moved to 2026-04-15", None, NoDate::NotOne),
            ("2026-03-15 ?", None, NoDate::NotOne),
            ("2026-03-15Tomorrow", None, NoDate::NotOne),
            ("soon", None, NoDate::NotOne),
            ("12/Mar/26", None, NoDate::NotOne),
            ("12/Mar/26 10:15", None, NoDate::NotOne),
            ("31/Feb/26 10:15 AM", None, NoDate::NotOne),
            ("5.3/2026", Some(DayMonthYear), NoDate::NotOne),
            ("1.2.3.4", Some(DayMonthYear), NoDate::NotOne),
            ("", None, NoDate::NotOne),
            ("5.３.2026", Some(DayMonthYear), NoDate::NotOne),
        ] {
            assert_eq!(read_date(text, order), Err(expected), "{text}");
        }
    }
}
