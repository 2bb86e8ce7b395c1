//! [`Zone`]: which day it is somewhere.

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::{Date, nearest};

/// A time zone by its name in the IANA database, such as `Europe/London`. The database is part of the program: which day it
/// is does not depend on the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TimeZoneDatabase::bundled().get(name).ok().map(Self)
    }

    /// The name of a zone that is written nearly like this, or ends like this: `London` is in `Europe/London`.
    #[must_use]
    pub fn nearest(name: &str) -> Option<String> {
        let names: Vec<String> =
            TimeZoneDatabase::bundled().available().map(|known| known.as_str().to_owned()).collect();
        let place = format!("/{}", name.trim().replace(' ', "_").to_lowercase());
        let same_place = names.iter().find(|known| known.to_lowercase().ends_with(&place));
        same_place.cloned().or_else(|| nearest(name, names.iter().map(String::as_str)).map(str::to_owned))
    }

    /// The day in this zone at a moment, in seconds since 1970-01-01 00:00 UTC; moments beyond all calendars count as
    /// the first or the last one.
    #[must_use]
    pub fn day_of(&self, seconds: i64) -> Date {
        let end = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
        let moment = Timestamp::from_second(seconds).unwrap_or(end);
        Date::from(self.0.to_datetime(moment).date())
    }
}

/// Coordinated universal time: where nobody names a zone.
impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_of_the_zone() {
        // 2026-06-30 23:30 UTC.
        let late = 1_782_862_200;
        for (zone, seconds, day) in [
            ("UTC", late, "2026-06-30"),
            ("Europe/London", late, "2026-07-01"),
            ("America/New_York", late, "2026-06-30"),
            ("Asia/Tokyo", late, "2026-07-01"),
            ("UTC", late + 1800, "2026-07-01"),
            ("UTC", late + 1799, "2026-06-30"),
            // In winter London is on UTC: 2026-01-31 23:30.
            ("Europe/London", 1_769_902_200, "2026-01-31"),
        ] {
            assert_eq!(Zone::named(zone).unwrap().day_of(seconds).to_string(), day, "{zone} {seconds}");
        }
        assert_eq!(Zone::default().day_of(i64::MAX).to_string(), "9999-12-30");
        assert!(Zone::default().day_of(i64::MIN) < Date::parse("0001-01-01").unwrap());
    }

    #[test]
    fn an_unknown_name_has_a_near_one() {
        assert_eq!(Zone::named("Europe/Londn"), None);
        assert_eq!(Zone::nearest("Europe/Londn").as_deref(), Some("Europe/London"));
        assert_eq!(Zone::nearest("new york").as_deref(), Some("America/New_York"));
        assert_eq!(Zone::nearest("somewhere else entirely"), None);
    }
}
