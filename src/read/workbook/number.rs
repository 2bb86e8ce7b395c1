//! Numbers, dates and times of a workbook as texts.

use calamine::ExcelDateTime;

use crate::data::Date;

/// The first number that is no day any more: 10000-01-01 in the date system of 1900.
const BEHIND_LAST_DAY: f64 = 2_958_466.0;

/// A number as people see it in a cell without a format of its own: `5`, `0.75`.
pub(super) fn number(value: f64) -> String {
    // Spreadsheets keep 15 digits; the rest of the double is noise, such as 0.30000000000000004.
    let value = format!("{value:.14e}").parse().unwrap_or(value);
    if value.abs() >= 1e15 || (value != 0.0 && value.abs() < 1e-9) { format!("{value:e}") } else { format!("{value}") }
}

/// A date as `2026-03-15`, with the time if there is one; a time alone, or a length of time, as `14:30`.
pub(super) fn date(value: ExcelDateTime) -> String {
    let serial = value.as_f64();
    if !(0.0..BEHIND_LAST_DAY).contains(&serial) {
        return number(serial);
    }
    if value.is_duration() {
        let seconds = (serial * 86_400.0).round();
        let (hours, rest) = ((seconds / 3_600.0).floor(), seconds.rem_euclid(3_600.0));
        return clock(hours, (rest / 60.0).floor(), rest.rem_euclid(60.0));
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    let time = clock(f64::from(hour), f64::from(minute), f64::from(second));
    let has_time = (hour, minute, second, milli) != (0, 0, 0, 0);
    if serial < 1.0 && has_time {
        return time;
    }
    let day = format!("{year:04}-{month:02}-{day:02}");
    // The date system of 1900 knows a 29 February 1900; nothing happened on it.
    if Date::parse(&day).is_none() {
        return number(serial);
    }
    if has_time { format!("{day}T{time}") } else { day }
}

/// A date that is already written as ISO 8601, without a time that says nothing.
pub(super) fn iso(text: &str) -> &str {
    let Some((day, time)) = text.split_once('T') else { return text };
    let nothing = !time.is_empty() && time.chars().all(|letter| matches!(letter, '0' | ':' | '.'));
    if nothing { day } else { text }
}

fn clock(hours: f64, minutes: f64, seconds: f64) -> String {
    if seconds == 0.0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_read_as_they_are_shown() {
        for (value, expected) in [
            (5.0, "5"),
            (-0.5, "-0.5"),
            (0.1 + 0.2, "0.3"),
            (20_260_315.0, "20260315"),
            (1e15, "1e15"),
            (1.5e-10, "1.5e-10"),
            (0.0, "0"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn dates_of_both_systems_are_written_as_iso() {
        use ExcelDateTimeType::{DateTime, TimeDelta};
        for (serial, ty, is_1904, expected) in [
            (46_096.0, DateTime, false, "2026-03-15"),
            (44_634.0, DateTime, true, "2026-03-15"),
            (46_096.604_166_666_664, DateTime, false, "2026-03-15T14:30"),
            (46_096.000_011_574_07, DateTime, false, "2026-03-15T00:00:01"),
            (0.5, DateTime, false, "12:00"),
            (60.0, DateTime, false, "60"),
            (-1.0, DateTime, false, "-1"),
            (3_000_000.0, DateTime, false, "3000000"),
            (1.25, TimeDelta, false, "30:00"),
        ] {
            assert_eq!(date(ExcelDateTime::new(serial, ty, is_1904)), expected, "{serial}");
        }
        assert_eq!(iso("2026-03-15T00:00:00"), "2026-03-15");
        assert_eq!(iso("2026-03-15T09:30:00"), "2026-03-15T09:30:00");
    }
}
