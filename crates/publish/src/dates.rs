//! Dates as readers and feed readers want them. All in UTC and said so.

use wiredesk_model::When;
use wiredesk_model::jiff::{Timestamp, civil::Date, tz::TimeZone};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// `September 15, 2024`.
#[must_use]
pub fn day(date: Date) -> String {
    format!("{} {}, {}", month(date), date.day(), date.year())
}

/// `September 15, 2024`, `September 2024` or `2024`: as precise as it was told.
#[must_use]
pub fn told(when: When) -> String {
    match (when.month(), when.day_of_month()) {
        (None, _) => when.year().to_string(),
        (Some(_), None) => format!("{} {}", month(when.first_day()), when.year()),
        _ => day(when.first_day()),
    }
}

/// `September 15, 2024, 08:05 UTC`.
#[must_use]
pub fn moment(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    format!("{}, {:02}:{:02} UTC", day(at.date()), at.hour(), at.minute())
}

/// `2024-09-15T08:05:09Z`: RFC 3339 to the second, as Atom, JSON Feed and JSON-LD want it.
#[must_use]
pub fn rfc3339(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// `Sun, 15 Sep 2024 08:05:09 GMT`: RFC 822 with a four-digit year, as RSS and HTTP want it.
#[must_use]
pub fn rfc822(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    let weekday = WEEKDAYS[at.weekday().to_monday_zero_offset() as usize % 7];
    format!(
        "{weekday}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        at.day(),
        &month(at.date())[..3],
        at.year(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

fn month(date: Date) -> &'static str {
    MONTHS[(date.month() as usize).saturating_sub(1) % 12]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_each_form() {
        let check = |at: &str, people: &str, atom: &str, rss: &str| {
            let at: Timestamp = at.parse().expect(at);
            assert_eq!(moment(at), people);
            assert_eq!(rfc3339(at), atom);
            assert_eq!(rfc822(at), rss);
        };
        check(
            "2024-09-15T08:05:09.75+03:00",
            "September 15, 2024, 05:05 UTC",
            "2024-09-15T05:05:09Z",
            "Sun, 15 Sep 2024 05:05:09 GMT",
        );
        check(
            "2024-02-29T23:59:60Z",
            "February 29, 2024, 23:59 UTC",
            "2024-02-29T23:59:59Z",
            "Thu, 29 Feb 2024 23:59:59 GMT",
        );
    }
}
