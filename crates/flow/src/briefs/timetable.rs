//! When a brief is made: on which days, at what the clock shows where its reader is. Pure.
//!
//! Where clocks are put forward over that time, the brief is made as much later as they leap; where
//! they show it twice, the first time. So each chosen day has one brief, also on the days of change.

use serde::{Deserialize, Serialize};
use wiredesk_model::jiff::civil::{Date, Weekday};
use wiredesk_model::jiff::{Timestamp, tz::TimeZone};

use crate::alerts::Clock;

/// Days and hour of a brief that is made again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timetable {
    /// On which days.
    pub days: Days,
    /// What the clock shows then.
    pub at: Clock,
    /// Whose clock, as `Europe/Berlin`.
    pub zone: String,
}

/// The days of a timetable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Days {
    /// Every day.
    Daily,
    /// Monday to Friday.
    Weekdays,
    /// Once a week, on that day.
    Monday,
    /// The same.
    Tuesday,
    /// The same.
    Wednesday,
    /// The same.
    Thursday,
    /// The same.
    Friday,
    /// The same.
    Saturday,
    /// The same.
    Sunday,
}

impl Days {
    /// All, in the order of a form.
    pub const ALL: [Days; 9] = [
        Self::Daily,
        Self::Weekdays,
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The word in forms and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekdays => "weekdays",
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Daily => "every day",
            Self::Weekdays => "Monday to Friday",
            Self::Monday => "on Mondays",
            Self::Tuesday => "on Tuesdays",
            Self::Wednesday => "on Wednesdays",
            Self::Thursday => "on Thursdays",
            Self::Friday => "on Fridays",
            Self::Saturday => "on Saturdays",
            Self::Sunday => "on Sundays",
        }
    }

    /// The days of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.as_str() == word)
    }

    /// Whether that day is one of them.
    #[must_use]
    pub fn holds(self, day: Weekday) -> bool {
        match self {
            Self::Daily => true,
            Self::Weekdays => !matches!(day, Weekday::Saturday | Weekday::Sunday),
            Self::Monday => day == Weekday::Monday,
            Self::Tuesday => day == Weekday::Tuesday,
            Self::Wednesday => day == Weekday::Wednesday,
            Self::Thursday => day == Weekday::Thursday,
            Self::Friday => day == Weekday::Friday,
            Self::Saturday => day == Weekday::Saturday,
            Self::Sunday => day == Weekday::Sunday,
        }
    }
}

/// Days looked ahead for the next one: a week, and a day that a zone leaves out.
const LOOK_AHEAD: usize = 10;

impl Timetable {
    /// Why it cannot be kept to, in plain words.
    ///
    /// # Errors
    /// When there is no such time zone.
    pub fn check(&self) -> Result<(), String> {
        match TimeZone::get(&self.zone) {
            Ok(_) => Ok(()),
            Err(_) => Err(format!("There is no time zone “{}”; write Europe/Berlin.", self.zone)),
        }
    }

    /// The next time after `now`; [`Timestamp::MAX`] when time ends before.
    #[must_use]
    pub fn next_after(&self, now: Timestamp) -> Timestamp {
        let zone = TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC);
        // From the day before: a leap may carry a day's time past midnight.
        let today = now.to_zoned(zone.clone()).date();
        let first = today.yesterday().unwrap_or(today);
        let days = std::iter::successors(Some(first), |day| day.tomorrow().ok()).take(LOOK_AHEAD);
        let times = days
            .filter(|day| self.days.holds(day.weekday()))
            .filter_map(|day| self.on(day, &zone))
            .filter(|at| *at > now);
        times.min().unwrap_or(Timestamp::MAX)
    }

    /// The moment on that day.
    fn on(&self, day: Date, zone: &TimeZone) -> Option<Timestamp> {
        // `compatible`: later by the leap where the time is left out, the first where it is twice.
        let at = zone.to_ambiguous_zoned(day.to_datetime(self.at.time())).compatible();
        at.ok().map(|z| z.timestamp())
    }

    /// "every day at 07:30, Europe/Berlin".
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} at {}, {}", self.days.words(), self.at, self.zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn table(days: Days, at: &str, zone: &str) -> Timetable {
        Timetable { days, at: Clock::parse(at).expect(at), zone: zone.into() }
    }

    #[test]
    fn the_next_hour_is_that_of_the_readers_clock() {
        let check = |days, at: &str, zone: &str, now: &str, expected: &str| {
            let next = table(days, at, zone).next_after(now.parse().expect(now));
            assert_eq!(next, expected.parse().expect(expected), "{days:?} {at} {zone} {now}");
        };
        let berlin = "Europe/Berlin";
        check(Days::Daily, "07:30", berlin, "2024-09-15T04:00:00Z", "2024-09-15T05:30:00Z");
        check(Days::Daily, "07:30", berlin, "2024-09-15T05:30:00Z", "2024-09-16T05:30:00Z");
        // A Sunday: the next weekday is Monday.
        check(Days::Weekdays, "07:30", berlin, "2024-09-13T06:00:00Z", "2024-09-16T05:30:00Z");
        check(
            Days::Friday,
            "18:00",
            "America/New_York",
            "2024-09-13T23:00:00Z",
            "2024-09-20T22:00:00Z",
        );
        // Clocks leap from 2 to 3: made at 3:30, and once.
        check(Days::Daily, "02:30", berlin, "2024-03-30T12:00:00Z", "2024-03-31T01:30:00Z");
        check(Days::Daily, "02:30", berlin, "2024-03-31T01:30:00Z", "2024-04-01T00:30:00Z");
        // Clocks show 2:30 twice: made the first time, and once.
        check(Days::Daily, "02:30", berlin, "2024-10-26T12:00:00Z", "2024-10-27T00:30:00Z");
        check(Days::Daily, "02:30", berlin, "2024-10-27T00:30:00Z", "2024-10-28T01:30:00Z");
        // A leap over midnight.
        check(
            Days::Daily,
            "00:15",
            "America/Santiago",
            "2024-09-07T12:00:00Z",
            "2024-09-08T04:15:00Z",
        );
        // Samoa left out a Friday.
        check(
            Days::Friday,
            "09:00",
            "Pacific/Apia",
            "2011-12-29T00:00:00Z",
            "2011-12-30T19:00:00Z",
        );
        check(Days::Daily, "09:00", "Nowhere/None", "2024-09-15T08:00:00Z", "2024-09-15T09:00:00Z");
        assert!(table(Days::Daily, "09:00", "Nowhere/None").check().is_err());
        assert!(table(Days::Daily, "09:00", "Asia/Kolkata").check().is_ok());
    }

    const ZONES: [&str; 10] = [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "Asia/Tehran",
        "Pacific/Apia",
        "Africa/Casablanca",
        "America/St_Johns",
    ];

    proptest! {
        #[test]
        fn each_chosen_day_has_one_and_none_is_passed_over(
            start in 1_000_000_000_i64..2_200_000_000,
            minute in 0_u16..1440,
            zone in 0_usize..ZONES.len(),
            days in 0_usize..Days::ALL.len(),
        ) {
            let at = format!("{:02}:{:02}", minute / 60, minute % 60);
            let table = table(Days::ALL[days], &at, ZONES[zone]);
            let zone = TimeZone::get(ZONES[zone]).expect("zone");
            let mut now = Timestamp::from_second(start).expect("time");
            let mut seen = BTreeSet::new();
            for _ in 0..400 {
                let next = table.next_after(now);
                prop_assert!(next > now);
                // Nothing between: from any moment before it, the next is the same.
                let half = Timestamp::from_second((now.as_second() + next.as_second()) / 2);
                let half = half.expect("time").max(now);
                if half < next {
                    prop_assert_eq!(table.next_after(half), next);
                }
                let local = next.to_zoned(zone.clone());
                let meant = table.at.time();
                let shown = local.time();
                let on_time = shown == meant && table.days.holds(local.weekday());
                if !on_time {
                    // Only where that time is left out on that day (or the day before ends in a gap).
                    let day = |d: Date| zone.to_ambiguous_zoned(d.to_datetime(meant)).is_ambiguous();
                    prop_assert!(day(local.date()) || day(local.date().yesterday().expect("day")));
                } else {
                    prop_assert!(seen.insert(local.date()), "{} twice", local.date());
                }
                // A week is never skipped, but where a zone left out a day.
                prop_assert!(next.as_second() - now.as_second() <= 8 * 24 * 3600 + 4 * 3600);
                now = next;
            }
        }
    }
}
