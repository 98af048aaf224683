//! Moments as news has them: sometimes to the second with a zone, often only a day, a month, a year.

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use std::fmt;

/// When a report says it was published: an instant where it told one, else a calendar day.
///
/// The civil date is the one the outlet wrote (in its own zone), because "on Sunday" in the text
/// counts from there and not from UTC.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Published {
    date: Date,
    instant: Option<Timestamp>,
    /// Offset from UTC in seconds that the outlet wrote, where it wrote an instant.
    offset_s: i32,
}

/// Years that a news report can be from. Outside is a mistake in the source, not history.
pub const YEARS: std::ops::RangeInclusive<i16> = 1600..=2200;

impl Published {
    /// A day without a time of day. `None` outside [`YEARS`].
    #[must_use]
    pub fn on(date: Date) -> Option<Self> {
        YEARS.contains(&date.year()).then_some(Self { date, instant: None, offset_s: 0 })
    }

    /// An instant with the zone the outlet wrote it in. `None` outside [`YEARS`].
    #[must_use]
    pub fn at(zoned: &Zoned) -> Option<Self> {
        YEARS.contains(&zoned.year()).then(|| Self {
            date: zoned.date(),
            instant: Some(zoned.timestamp()),
            offset_s: zoned.offset().seconds(),
        })
    }

    /// Reads `2024-09-15`, RFC 3339 (`2024-09-15T08:00:00+03:00`, `…Z`, a blank for the `T`, no
    /// seconds) and a date-time without zone (taken as UTC). `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() == 10 {
            return Self::on(text.parse::<Date>().ok()?);
        }
        if let Ok(pieces) = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text) {
            let when = pieces.date().to_datetime(pieces.time()?);
            let offset = pieces.to_numeric_offset().unwrap_or(jiff::tz::Offset::UTC);
            let zoned = TimeZone::fixed(offset).to_zoned(when).ok()?;
            return Self::at(&zoned);
        }
        None
    }

    /// The calendar day in the outlet's own zone.
    #[must_use]
    pub fn date(&self) -> Date {
        self.date
    }

    /// The instant, where one was told.
    #[must_use]
    pub fn instant(&self) -> Option<Timestamp> {
        self.instant
    }

    /// An instant to order by: the one told, else noon UTC of the day.
    #[must_use]
    pub fn order_key(&self) -> Timestamp {
        self.instant.unwrap_or_else(|| {
            self.date
                .at(12, 0, 0, 0)
                .to_zoned(TimeZone::UTC)
                .map_or(Timestamp::MIN, |z| z.timestamp())
        })
    }
}

impl fmt::Display for Published {
    /// `2024-09-15`, or RFC 3339 with the offset as written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(instant) = self.instant else { return self.date.fmt(f) };
        let offset = jiff::tz::Offset::from_seconds(self.offset_s).unwrap_or(jiff::tz::Offset::UTC);
        if offset == jiff::tz::Offset::UTC {
            return instant.fmt(f);
        }
        instant.display_with_offset(offset).fmt(f)
    }
}

/// A date that a text speaks of, with the precision it was told with: a year, a month or a day.
/// Ordered by its first day; a coarser date before a finer one that begins the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct When {
    year: i16,
    /// 1 to 12, or 0 when only the year is known.
    month: i8,
    /// 1 to 31, or 0 when only the month is known.
    day: i8,
}

impl When {
    /// To the day.
    #[must_use]
    pub fn day(date: Date) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day() }
    }

    /// Reads the TIMEX values `2024`, `2024-07`, `2024-07-19` and `2024-07-19T…`; `None` for
    /// others (durations, `PRESENT_REF`, weeks, quarters, seasons).
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let value = value.split('T').next()?;
        let mut parts = value.split('-');
        let year = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        let month = parts.next().map_or(Some(0), two_digits)?;
        let day = parts.next().map_or(Some(0), two_digits)?;
        let valid = parts.next().is_none()
            && Date::new(year, month.max(1), day.max(1)).is_ok()
            && (value.len() < 6 || month > 0)
            && (value.len() < 9 || day > 0);
        valid.then_some(Self { year, month, day })
    }

    /// The first calendar day it can mean.
    #[must_use]
    pub fn first_day(self) -> Date {
        Date::constant(self.year, self.month.max(1), self.day.max(1))
    }

    /// The last calendar day it can mean.
    #[must_use]
    pub fn last_day(self) -> Date {
        match (self.month, self.day) {
            (0, _) => Date::constant(self.year, 12, 31),
            (_, 0) => self.first_day().last_of_month(),
            _ => self.first_day(),
        }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month where it is known.
    #[must_use]
    pub fn month(self) -> Option<i8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day of the month where it is known.
    #[must_use]
    pub fn day_of_month(self) -> Option<i8> {
        (self.day > 0).then_some(self.day)
    }

    /// True when every day it can mean is before every day `other` can mean.
    #[must_use]
    pub fn surely_before(self, other: When) -> bool {
        self.last_day() < other.first_day()
    }
}

fn two_digits(text: &str) -> Option<i8> {
    if text.len() == 2 { text.parse().ok() } else { None }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (m, 0) => write!(f, "{:04}-{m:02}", self.year),
            (m, d) => write!(f, "{:04}-{m:02}-{d:02}", self.year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_reads_what_outlets_write() {
        let check = |text: &str, day: &str, shown: &str| {
            let p = Published::parse(text).expect(text);
            assert_eq!(p.date().to_string(), day, "{text}");
            assert_eq!(p.to_string(), shown, "{text}");
        };
        check("2024-09-15", "2024-09-15", "2024-09-15");
        check("2024-09-15T23:30:00-05:00", "2024-09-15", "2024-09-15T23:30:00-05:00");
        check("2024-09-15T08:00Z", "2024-09-15", "2024-09-15T08:00:00Z");
        check("2024-09-15 08:00:00", "2024-09-15", "2024-09-15T08:00:00Z");
        for bad in ["", "yesterday", "0000-01-01", "2024-13-01", "9999-01-01T00:00:00Z"] {
            assert_eq!(Published::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn when_keeps_its_precision() {
        let w = |v| When::parse(v).expect(v);
        assert_eq!(w("2024-07").to_string(), "2024-07");
        assert!(w("2024-06-19").surely_before(w("2024-07")));
        assert!(!w("2024").surely_before(w("2024-07")));
        assert_eq!(w("2024-02").last_day().to_string(), "2024-02-29");
        for bad in ["2024-7", "P3D", "2024-W30", "2024-02-30", "2024-Q3", "2024-00"] {
            assert_eq!(When::parse(bad), None, "{bad}");
        }
    }
}
