//! Moments in the forms that the dialects print, and the few that they send.

use wiredesk_model::jiff::civil::{Date, DateTime};
use wiredesk_model::jiff::tz::{Offset, TimeZone};
use wiredesk_model::jiff::{Span, Timestamp};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// The clock of the Benzinga REST surface, summer and winter.
const FOUR_WEST: Offset = Offset::constant(-4);

/// `Wed, 17 May 2017 14:20:15 -0400`: always four hours west of Greenwich.
#[must_use]
pub fn four_west(at: Timestamp) -> String {
    let t = FOUR_WEST.to_datetime(at);
    let (day, month) = (weekday(t), month(t));
    let (hour, minute, second) = (t.hour(), t.minute(), t.second());
    format!("{day}, {:02} {month} {:04} {hour:02}:{minute:02}:{second:02} -0400", t.day(), t.year())
}

/// The first moment of a day on the clock of [`four_west`].
#[must_use]
pub fn four_west_day(day: Date) -> Option<Timestamp> {
    FOUR_WEST.to_timestamp(day.to_datetime(wiredesk_model::jiff::civil::Time::midnight())).ok()
}

/// `2020-02-05T11:31:08.000Z`.
#[must_use]
pub fn millis(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// `2020-02-05T11:31:08Z`.
#[must_use]
pub fn seconds(at: Timestamp) -> String {
    crate::dates::rfc3339(at)
}

/// RFC 3339 with as many digits as the moment has: loses nothing, so that pages can be asked for by
/// what was printed.
#[must_use]
pub fn exact(at: Timestamp) -> String {
    at.to_string()
}

/// `Thu Sep 20 2012 01:02:51 GMT+0000 (UTC)`: as JavaScript prints a date.
#[must_use]
pub fn javascript(at: Timestamp) -> String {
    let t = Offset::UTC.to_datetime(at);
    let (hour, minute, second) = (t.hour(), t.minute(), t.second());
    let (day, month) = (weekday(t), month(t));
    let date = format!("{day} {month} {:02} {:04}", t.day(), t.year());
    format!("{date} {hour:02}:{minute:02}:{second:02} GMT+0000 (UTC)")
}

/// The wall clock of the exchanges of the United States: date and time apart.
#[must_use]
pub fn eastern(at: Timestamp) -> (String, String) {
    let zone = TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC);
    let t = zone.to_datetime(at);
    (t.date().to_string(), format!("{:02}:{:02}:{:02}", t.hour(), t.minute(), t.second()))
}

/// The first moment of a day on that clock.
#[must_use]
pub fn eastern_day(day: Date) -> Option<Timestamp> {
    let zone = TimeZone::get("America/New_York").ok()?;
    Some(day.to_zoned(zone).ok()?.timestamp())
}

/// The day after.
#[must_use]
pub fn next_day(day: Date) -> Option<Date> {
    day.checked_add(Span::new().days(1)).ok()
}

/// A strict `yyyy-mm-dd`.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    let form = text.len() == 10
        && text.bytes().enumerate().all(|(n, b)| match n {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    form.then(|| text.parse().ok()).flatten()
}

/// Unix time; whether seconds, milli-, micro- or nanoseconds is told by how large it is.
#[must_use]
pub fn unix(number: i64) -> Option<Timestamp> {
    match number.unsigned_abs() {
        0..100_000_000_000 => Timestamp::from_second(number),
        100_000_000_000..100_000_000_000_000 => Timestamp::from_millisecond(number),
        100_000_000_000_000..100_000_000_000_000_000 => Timestamp::from_microsecond(number),
        _ => Timestamp::from_nanosecond(number.into()),
    }
    .ok()
}

/// A moment as RFC 3339 (a time without a zone is in UTC).
#[must_use]
pub fn instant(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    // "+" in an address is a blank when the client did not encode it.
    if let Ok(at) = text.replace(' ', "+").parse::<Timestamp>() {
        return Some(at);
    }
    if !text.contains(['T', 't', ' ']) {
        return None;
    }
    let civil: DateTime = text.parse().ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

fn weekday(t: DateTime) -> &'static str {
    WEEKDAYS[t.weekday().to_monday_zero_offset() as usize % 7]
}

fn month(t: DateTime) -> &'static str {
    MONTHS[(t.month() as usize).saturating_sub(1) % 12]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect(text)
    }

    #[test]
    fn moments_are_printed_in_each_form() {
        let check = |t: &str, west: &str, ms: &str, js: &str| {
            assert_eq!(four_west(at(t)), west);
            assert_eq!(millis(at(t)), ms);
            assert_eq!(javascript(at(t)), js);
        };
        check(
            "2017-05-17T18:20:15.25Z",
            "Wed, 17 May 2017 14:20:15 -0400",
            "2017-05-17T18:20:15.250Z",
            "Wed May 17 2017 18:20:15 GMT+0000 (UTC)",
        );
        // In winter too, and the day before.
        check(
            "2024-01-01T03:59:59.999999Z",
            "Sun, 31 Dec 2023 23:59:59 -0400",
            "2024-01-01T03:59:59.999Z",
            "Mon Jan 01 2024 03:59:59 GMT+0000 (UTC)",
        );
        assert_eq!(exact(at("2024-01-01T03:59:59.123456Z")), "2024-01-01T03:59:59.123456Z");
        assert_eq!(exact(at("2024-01-01T03:59:59Z")), "2024-01-01T03:59:59Z");
    }

    #[test]
    fn a_day_begins_where_its_clock_says() {
        let d = day("2024-01-15").expect("day");
        assert_eq!(four_west_day(d), Some(at("2024-01-15T04:00:00Z")));
        assert_eq!(eastern_day(d), Some(at("2024-01-15T05:00:00Z")));
        assert_eq!(eastern(at("2024-07-15T12:00:00Z")), ("2024-07-15".into(), "08:00:00".into()));
        for bad in ["2024-1-15", "2024-02-30", "", "20240115", "2024-01-15T00:00", "é024-01-1"] {
            assert_eq!(day(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_number_is_read_by_its_size() {
        let expected = Some(at("2024-09-15T08:00:00Z"));
        for number in
            [1_726_387_200, 1_726_387_200_000, 1_726_387_200_000_000, 1_726_387_200_000_000_000]
        {
            assert_eq!(unix(number), expected, "{number}");
        }
        assert_eq!(unix(0), Some(Timestamp::UNIX_EPOCH));
        assert!(unix(i64::MIN).is_some_and(|t| t < Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn moments_are_read() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(instant(text), expected.map(at), "{text}");
        };
        check("2024-09-15T08:00:00Z", Some("2024-09-15T08:00:00Z"));
        check("2024-09-15T08:00:00+02:00", Some("2024-09-15T06:00:00Z"));
        check("2024-09-15T08:00:00 02:00", Some("2024-09-15T06:00:00Z"));
        check("2024-09-15T08:00:00", Some("2024-09-15T08:00:00Z"));
        check("2024-09-15", None);
        check("yesterday", None);
    }
}
