//! Dates as people write them.

use crate::data::Date;

use super::settings::DateOrder;

/// Why a text is not read as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoDate {
    /// Day and month can be read both ways.
    Ambiguous(Date, Date),
    /// It would be a date if its source declared this order.
    Undeclared(DateOrder),
    /// It is no date.
    NotOne,
}

/// Reads a date: ISO always, also with a time behind it; other forms only in the order that the source declares.
pub(super) fn read_date(text: &str, order: Option<DateOrder>) -> Result<Date, NoDate> {
    if let Some(date) = Date::parse(text) {
        return Ok(date);
    }
    if let Some(date) = text.get(..10).filter(|_| has_time(text)).and_then(Date::parse) {
        return Ok(date);
    }
    let parts = parts(text).ok_or(NoDate::NotOne)?;
    match order {
        Some(order) => date(parts, order).ok_or(NoDate::NotOne),
        None => Err(undeclared(parts)),
    }
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
            ("2026-3-5", Some(YearMonthDay), "2026-03-05"),
        ] {
            assert_eq!(read_date(text, order).map(|date| date.to_string()).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_certain_is_not_read() {
        let ambiguous = NoDate::Ambiguous(Date::new(2026, 3, 5).unwrap(), Date::new(2026, 5, 3).unwrap());
        for (text, order, expected) in [
            ("05/03/2026", None, ambiguous),
            ("5.3.2026", None, ambiguous),
            ("15.03.2026", None, NoDate::Undeclared(DayMonthYear)),
            ("03/03/2026", None, NoDate::Undeclared(DayMonthYear)),
            ("03/15/2026", None, NoDate::Undeclared(MonthDayYear)),
            ("2026-3-5", None, NoDate::Undeclared(YearMonthDay)),
            ("29/02/2022", Some(DayMonthYear), NoDate::NotOne),
            ("2022-02-29", None, NoDate::NotOne),
            ("05.03.26", Some(DayMonthYear), NoDate::NotOne),
            ("2026-03-15 (blocked)", None, NoDate::NotOne),
            ("2026-03-15Tomorrow", None, NoDate::NotOne),
            ("soon", None, NoDate::NotOne),
            ("5.3/2026", Some(DayMonthYear), NoDate::NotOne),
            ("1.2.3.4", Some(DayMonthYear), NoDate::NotOne),
            ("", None, NoDate::NotOne),
            ("５.３.2026", Some(DayMonthYear), NoDate::NotOne),
        ] {
            assert_eq!(read_date(text, order), Err(expected), "{text}");
        }
    }
}
