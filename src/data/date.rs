//! Civil dates and durations. Rules know no times of day.

use std::fmt;

use jiff::civil;

/// A civil date, kept as days since 1970-01-01; years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// Reads `YYYY-MM-DD`, exactly: jiff alone would accept more.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes[4] == b'-'
            && bytes[7] == b'-'
            && bytes.iter().enumerate().all(|(at, byte)| at == 4 || at == 7 || byte.is_ascii_digit());
        if !shaped {
            return None;
        }
        let number = |range: std::ops::Range<usize>| {
            bytes[range].iter().fold(0_i16, |sum, digit| sum * 10 + i16::from(digit - b'0'))
        };
        let (month, day) = (number(5..7), number(8..10));
        Self::new(number(0..4), i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    }

    /// The date of a year, month and day, if there is one.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            return None;
        }
        civil::Date::new(year, month, day).ok().map(Self::from)
    }

    /// The date so many days after 1970-01-01.
    #[must_use]
    pub const fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// The date of a day number of a spreadsheet, which counts from 1900 or from 1904; between 1950 and 2120.
    ///
    /// The first system has a 29th of February 1900 that never was; all days after it are one further.
    #[must_use]
    pub fn from_serial(number: i32, from_1904: bool) -> Option<Self> {
        let epoch = if from_1904 { -24_107 } else { -25_569 };
        number.checked_add(epoch).filter(|days| (-7305..54_789).contains(days)).map(Self)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.0
    }

    /// Days from this date to another: negative when the other one is earlier.
    #[must_use]
    pub const fn days_until(self, other: Self) -> i32 {
        other.0 - self.0
    }

    /// This date and a duration: months first (the last day of a short month at the most), then days.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        self.shifted(duration.months, duration.days)
    }

    /// This date less a duration: months first (the last day of a short month at the most), then days.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        self.shifted(-duration.months, -duration.days)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.civil().year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.civil().month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.civil().day()
    }

    fn shifted(self, months: i32, days: i32) -> Self {
        let date = if months == 0 {
            self
        } else {
            let span = jiff::Span::new().try_months(i64::from(months));
            span.ok().and_then(|span| self.civil().checked_add(span).ok()).map_or(self, Self::from)
        };
        Self(date.0.saturating_add(days))
    }

    fn civil(self) -> civil::Date {
        let epoch = civil::date(1970, 1, 1);
        let span = jiff::Span::new().try_days(i64::from(self.0));
        span.ok().and_then(|span| epoch.checked_add(span).ok()).unwrap_or(epoch)
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        // Days from civil, after Howard Hinnant's published algorithm: exact for the proleptic Gregorian calendar.
        let (year, month, day) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.civil();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

/// A length of time as people write it: `90 days`, `6 months`, `2 weeks`, `1 year`, or short `90d`, `6m`, `2w`, `1y`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Whole months.
    pub months: i32,
    /// Days beside the months.
    pub days: i32,
}

impl Duration {
    /// Reads a number and a unit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let number: i32 = text[..digits].parse().ok().filter(|number| *number <= 100_000)?;
        match text[digits..].trim_start() {
            "d" | "day" | "days" => Some(Self { months: 0, days: number }),
            "w" | "week" | "weeks" => Some(Self { months: 0, days: number * 7 }),
            "m" | "month" | "months" => Some(Self { months: number, days: 0 }),
            "y" | "year" | "years" => Some(Self { months: number * 12, days: 0 }),
            _ => None,
        }
    }

    /// Days in this duration, with 30.4 days to a month: for comparing two durations only.
    #[must_use]
    pub const fn about_days(self) -> i64 {
        (self.months as i64 * 304 + self.days as i64 * 10) / 10
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = |number: i32, name: &str| format!("{number} {name}{}", if number == 1 { "" } else { "s" });
        match (self.months, self.days) {
            (0, days) => f.write_str(&unit(days, "day")),
            (months, 0) => f.write_str(&unit(months, "month")),
            (months, days) => write!(f, "{} and {}", unit(months, "month"), unit(days, "day")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_exactly() {
        for text in ["1970-01-01", "2024-02-29", "0001-01-01", "9999-12-31", "2026-11-23"] {
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
        for text in ["2022-02-29", "2024-2-9", "20240101", "2026-13-01", "0000-01-01", "2026-01-01T00:00", "２026-01-0"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert_eq!(Date::parse("1970-01-02").map(Date::days), Some(1));
        assert_eq!(Date::parse("2000-03-01").map(Date::days), Some(11_017));
    }

    #[test]
    fn spreadsheets_count_days_from_one_of_two() {
        for (number, from_1904, expected) in [
            (45_168, false, Some("2023-08-30")),
            (43_706, true, Some("2023-08-30")),
            (25_569, false, Some("1970-01-01")),
            (1, false, None),
            (2_026, false, None),
            (i32::MAX, true, None),
            (i32::MIN, false, None),
        ] {
            let date = Date::from_serial(number, from_1904).map(|date| date.to_string());
            assert_eq!(date.as_deref(), expected, "{number}");
        }
    }

    #[test]
    fn months_end_on_the_last_day_there_is() {
        let date = |text| Date::parse(text).expect("a date");
        let after = |text, length| date(text).plus(Duration::parse(length).expect("a duration")).to_string();
        assert_eq!(after("2026-01-31", "1 month"), "2026-02-28");
        assert_eq!(after("2026-01-31", "30 days"), "2026-03-02");
        assert_eq!(after("2024-02-29", "1y"), "2025-02-28");
        assert_eq!(date("2026-03-31").minus(Duration { months: 1, days: 0 }).to_string(), "2026-02-28");
        assert_eq!(date("2026-01-10").days_until(date("2026-01-03")), -7);
    }

    #[test]
    fn durations_are_a_number_and_a_unit() {
        assert_eq!(Duration::parse("6 months").map(|length| length.to_string()).as_deref(), Some("6 months"));
        assert_eq!(Duration::parse("12m"), Some(Duration { months: 12, days: 0 }));
        assert_eq!(Duration::parse("1 week").map(|length| length.to_string()).as_deref(), Some("7 days"));
        for text in ["", "days", "6", "six months", "-3 days", "3 fortnights"] {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
    }
}
