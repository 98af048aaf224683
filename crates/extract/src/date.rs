//! Dates as pages, feeds and addresses write them.

use wiredesk_model::Published;
use wiredesk_model::jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::{Offset, TimeZone},
};

/// Longer texts are not one date.
const LEN_MAX: usize = 120;

/// Reads a date or a moment: ISO 8601 in all its spellings, RFC 2822, `May 2, 2024 10:05 a.m. EDT`,
/// `2. Mai 2024`, `20240502`, seconds or milliseconds since 1970. A moment without zone is in UTC.
/// `None` when there is no day in it, or one outside of [`wiredesk_model::when::YEARS`].
#[must_use]
pub fn parse(text: &str) -> Option<Published> {
    let text = text.trim();
    if text.is_empty() || text.len() > LEN_MAX {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return digits(text);
    }
    let parts = split(text);
    let (date, used) = day(&parts)?;
    let rest: Vec<&Part> =
        parts.iter().enumerate().filter(|(i, _)| !used.contains(i)).map(|(_, p)| p).collect();
    let Some((time, after)) = time(&rest) else { return Published::on(date) };
    let offset = zone(&rest[after..]).unwrap_or(Offset::UTC);
    let zoned = TimeZone::fixed(offset).to_zoned(DateTime::from_parts(date, time)).ok()?;
    Published::at(&zoned)
}

/// The day that an address names: `/2024/05/02/`, `/2024/may/02/`, `-20240502`, `2024-05-02`.
#[must_use]
pub fn in_address(url: &str) -> Option<Published> {
    let path = url.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let (_, path) = path.split_once('/')?;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let triple = parts.windows(3).find_map(|w| {
        let year: i16 = w[0].parse().ok().filter(|y| w[0].len() == 4 && recent(*y))?;
        let month = match w[1].parse::<i8>() {
            Ok(month) if w[1].len() <= 2 => month,
            Ok(_) => return None,
            Err(_) => month_of(w[1])?,
        };
        let day: i8 = w[2].parse().ok().filter(|_| w[2].len() <= 2)?;
        Date::new(year, month, day).ok()
    });
    let packed = || {
        parts.iter().filter(|p| p.len() == 8).find_map(|p| {
            let year: i16 = p.get(..4)?.parse().ok().filter(|y| recent(*y))?;
            Date::new(year, p.get(4..6)?.parse().ok()?, p.get(6..)?.parse().ok()?).ok()
        })
    };
    Published::on(triple.or_else(packed)?)
}

/// Addresses of web pages are from the web's own time.
fn recent(year: i16) -> bool {
    (1990..=2100).contains(&year)
}

fn digits(text: &str) -> Option<Published> {
    let number: i64 = text.parse().ok()?;
    let at = |timestamp: Timestamp| Published::at(&timestamp.to_zoned(TimeZone::UTC));
    match text.len() {
        8 => Published::on(packed_day(text)?),
        10 => at(Timestamp::from_second(number).ok()?),
        12 | 14 => {
            let date = packed_day(text)?;
            let two = |at: usize| text.get(at..at + 2).and_then(|t| t.parse::<i8>().ok());
            let time = Time::new(two(8)?, two(10)?, two(12).unwrap_or(0), 0).ok()?;
            let zoned = TimeZone::UTC.to_zoned(DateTime::from_parts(date, time)).ok()?;
            Published::at(&zoned)
        }
        13 => at(Timestamp::from_millisecond(number).ok()?),
        _ => None,
    }
}

fn packed_day(text: &str) -> Option<Date> {
    let part = |r: std::ops::Range<usize>| text.get(r).and_then(|t| t.parse::<i16>().ok());
    let (month, day) = (part(4..6)?, part(6..8)?);
    Date::new(part(0..4)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A number, a word, or a mark.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part<'a> {
    Number { value: i64, len: usize },
    Word(&'a str),
    Mark(char),
}

fn split(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let class =
            |c: char| if c.is_ascii_digit() { 0 } else { usize::from(!c.is_alphabetic()) + 1 };
        let len = match class(c) {
            2 => c.len_utf8(),
            kind => rest.find(|d| class(d) != kind).unwrap_or(rest.len()),
        };
        let piece = &rest[..len];
        match class(c) {
            // More than eighteen digits are no part of a date; saturate rather than fail.
            0 => parts.push(Part::Number { value: piece.parse().unwrap_or(i64::MAX), len }),
            1 => parts.push(Part::Word(piece)),
            _ if c.is_whitespace() || c == ',' => {}
            _ => parts.push(Part::Mark(c)),
        }
        rest = &rest[len..];
    }
    parts
}

/// The day, and which parts told it.
fn day(parts: &[Part]) -> Option<(Date, Vec<usize>)> {
    numeric_day(parts).or_else(|| named_day(parts))
}

fn numeric_day(parts: &[Part]) -> Option<(Date, Vec<usize>)> {
    use Part::{Mark, Number};
    parts.windows(5).enumerate().find_map(|(at, window)| {
        let [
            Number { value: a, len: a_len },
            Mark(m1 @ ('-' | '/' | '.')),
            Number { value: b, .. },
            Mark(m2),
            Number { value: c, len: c_len },
        ] = window
        else {
            return None;
        };
        let (a, b, c) = (*a, *b, *c);
        let (year, month, day) = match (m1 == m2, *a_len, *c_len) {
            (true, 4, _) => (a, b, c),
            // Day first, as most of the world writes it, unless only month first makes a date.
            (true, 1..=2, 4) if *m1 == '/' && b > 12 => (c, a, b),
            (true, 1..=2, 4) => (c, b, a),
            _ => return None,
        };
        Some((date(year, month, day)?, (at..at + 5).collect()))
    })
}

fn named_day(parts: &[Part]) -> Option<(Date, Vec<usize>)> {
    let (at, month) = parts.iter().enumerate().find_map(|(i, p)| match p {
        Part::Word(word) => Some((i, month_of(word)?)),
        _ => None,
    })?;
    let number = |i: usize| match parts.get(i) {
        Some(Part::Number { value, len }) => Some((*value, *len)),
        _ => None,
    };
    let step = |from: usize, by: isize| {
        // `2. Mai`, `2nd of May`, `02-May-2024`
        let mut i = from.checked_add_signed(by)?;
        for _ in 0..2 {
            match parts.get(i)? {
                Part::Mark(_) => i = i.checked_add_signed(by)?,
                Part::Word(w) if ORDINALS.contains(w) => i = i.checked_add_signed(by)?,
                _ => break,
            }
        }
        Some(i)
    };
    let before = step(at, -1).filter(|i| number(*i).is_some_and(|(v, l)| l <= 2 && v > 0));
    let after = step(at, 1).filter(|i| number(*i).is_some());
    let (day_at, year_at) = match (before, after) {
        (Some(day), Some(year)) if number(year).is_some_and(|(_, len)| len == 4 || len == 2) => {
            (day, year)
        }
        (_, Some(day)) if number(day).is_some_and(|(_, len)| len <= 2) => {
            let year = (day + 1..parts.len()).find(|i| number(*i).is_some_and(|(_, l)| l == 4))?;
            (day, year)
        }
        _ => return None,
    };
    let (year, len) = number(year_at)?;
    let year = if len == 2 { year + if year < 70 { 2000 } else { 1900 } } else { year };
    Some((date(year, i64::from(month), number(day_at)?.0)?, vec![at, day_at, year_at]))
}

const ORDINALS: [&str; 8] = ["st", "nd", "rd", "th", "of", "de", "er", "del"];

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The time of day, and how many parts to its end.
fn time(parts: &[&Part]) -> Option<(Time, usize)> {
    use Part::{Mark, Number, Word};
    let two = |i: usize| match parts.get(i) {
        Some(Number { value, len: 1..=2 }) => i8::try_from(*value).ok(),
        _ => None,
    };
    let colon = |i: usize| matches!(parts.get(i), Some(Mark(':' | '.')));
    let at = (0..parts.len()).find(|&i| {
        let full = two(i).is_some() && colon(i + 1) && two(i + 2).is_some();
        let hour = two(i).is_some() && matches!(parts.get(i + 1), Some(Word(w)) if is_half(w));
        full || hour
    })?;
    let mut hour = two(at)?;
    let (mut minute, mut second, mut nanos, mut next) = (0, 0, 0, at + 1);
    if colon(at + 1) {
        (minute, next) = (two(at + 2)?, at + 3);
        if let (true, Some(s)) = (matches!(parts.get(next), Some(Mark(':'))), two(next + 1)) {
            (second, next) = (s.min(59), next + 2);
            if let (true, Some(Number { value, len: len @ 1..=9 })) =
                (colon(next), parts.get(next + 1))
            {
                nanos = i32::try_from(value * 10_i64.pow(9 - *len as u32)).ok()?;
                next += 2;
            }
        }
    }
    if let Some(Word(w)) = parts.get(next) {
        let (half, words) = match (w.to_ascii_lowercase().as_str(), parts.get(next + 2)) {
            ("am", _) => (Some(false), 1),
            ("pm", _) => (Some(true), 1),
            ("a", Some(Word("m" | "M"))) => (Some(false), 4),
            ("p", Some(Word("m" | "M"))) => (Some(true), 4),
            _ => (None, 0),
        };
        match half {
            Some(true) if hour < 12 => hour += 12,
            Some(false) if hour == 12 => hour = 0,
            _ => {}
        }
        next += words;
    }
    Some((Time::new(hour, minute, second, nanos).ok()?, next.min(parts.len())))
}

fn is_half(word: &str) -> bool {
    ["am", "pm"].iter().any(|h| word.eq_ignore_ascii_case(h))
}

/// `Z`, `+02:00`, `-0500`, `+02`, `GMT`, `EDT`.
fn zone(parts: &[&Part]) -> Option<Offset> {
    use Part::{Mark, Number, Word};
    for (i, part) in parts.iter().enumerate() {
        match part {
            Word(name) => {
                let hours_minutes = ZONES.iter().find(|(z, _)| name.eq_ignore_ascii_case(z));
                // `GMT+0200` counts by its number.
                let signed = matches!(parts.get(i + 1), Some(Mark('+' | '-' | '−')));
                if let (Some((_, minutes)), false) = (hours_minutes, signed) {
                    return Offset::from_seconds(minutes * 60).ok();
                }
            }
            Mark(sign @ ('+' | '-' | '−')) => {
                let (hours, minutes) = match (parts.get(i + 1), parts.get(i + 3)) {
                    (Some(Number { value, len: 4 }), _) => (value / 100, value % 100),
                    (Some(Number { value, len: 1..=2 }), Some(Number { value: m, len: 2 })) => {
                        (*value, *m)
                    }
                    (Some(Number { value, len: 1..=2 }), _) => (*value, 0),
                    _ => continue,
                };
                let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
                let signed = if *sign == '+' { seconds } else { -seconds };
                return Offset::from_seconds(signed).ok();
            }
            _ => {}
        }
    }
    None
}

/// Zone names of datelines, in minutes. Where a name has two meanings, the one of the
/// English-language press.
const ZONES: [(&str, i32); 30] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("wet", 0),
    ("bst", 60),
    ("cet", 60),
    ("west", 60),
    ("wat", 60),
    ("cest", 120),
    ("eet", 120),
    ("sast", 120),
    ("cat", 120),
    ("eest", 180),
    ("msk", 180),
    ("eat", 180),
    ("trt", 180),
    ("pkt", 300),
    ("ist", 330),
    ("sgt", 480),
    ("hkt", 480),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("edt", -240),
    ("est", -300),
    ("et", -300),
    ("cst", -360),
    ("mst", -420),
    ("pst", -480),
];

/// The month that a word names, in the larger languages of the press, whole or shortened.
fn month_of(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let exact = MONTHS.iter().position(|names| names.split(' ').any(|n| n == word));
    let index = exact.or_else(|| {
        let english = |names: &&str| names.split(' ').next().is_some_and(|n| n.starts_with(&word));
        (word.len() >= 3).then(|| MONTHS.iter().position(english))?
    })?;
    i8::try_from(index + 1).ok()
}

const MONTHS: [&str; 12] = [
    "january januar janvier enero gennaio janeiro januari styczeń stycznia ocak января jan janv ene gen",
    "february februar février febrero febbraio fevereiro februari luty lutego şubat февраля feb févr fév fev",
    "march märz mars marzo março maart marzec marca mart марта mar mär mrz",
    "april abril avril aprile kwiecień kwietnia nisan апреля apr avr abr",
    "may mai mayo maggio maio mei maj maja mayıs мая mag",
    "june juni juin junio giugno junho czerwiec czerwca haziran июня jun giu",
    "july juli juillet julio luglio julho lipiec lipca temmuz июля jul juil lug",
    "august août agosto augustus augusti sierpień sierpnia ağustos августа aug ago",
    "september septembre septiembre settembre setembro wrzesień września eylül сентября sept sep set",
    "october oktober octobre octubre ottobre outubro październik października ekim октября oct okt ott out",
    "november novembre noviembre novembro listopad listopada kasım ноября nov",
    "december dezember décembre diciembre dicembre dezembro grudzień grudnia aralık декабря dec dez déc dic",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_as_they_are_written() {
        let check = |input: &str, expected: &str| {
            let got = parse(input).map(|p| p.to_string()).unwrap_or_default();
            assert_eq!(got, expected, "{input}");
        };
        check("2024-09-15", "2024-09-15");
        check("2024-09-15T08:00:00+03:00", "2024-09-15T08:00:00+03:00");
        check("2024-09-15T08:00:00.123+0300", "2024-09-15T08:00:00.123+03:00");
        check("2024-09-15 08:00", "2024-09-15T08:00:00Z");
        check("2024/09/15 08:00:01 -0500", "2024-09-15T08:00:01-05:00");
        check("Sun, 15 Sep 2024 08:00:00 GMT", "2024-09-15T08:00:00Z");
        check("Sun, 15 Sep 24 08:00:00 EST", "2024-09-15T08:00:00-05:00");
        check("September 5th, 2024 at 10:05 p.m. EDT", "2024-09-05T22:05:00-04:00");
        check("Updated: Sept. 5, 2024 12:05 AM", "2024-09-05T00:05:00Z");
        check("5 May 2024", "2024-05-05");
        check("2. Mai 2024, 18:30 Uhr", "2024-05-02T18:30:00Z");
        check("31/12/2023", "2023-12-31");
        check("12/31/2023", "2023-12-31");
        check("31.12.2023 23:59", "2023-12-31T23:59:00Z");
        check("Thu Apr 25 2024 09:00:00 GMT+0200 (CEST)", "2024-04-25T09:00:00+02:00");
        check("20240502", "2024-05-02");
        check("1714645800", "2024-05-02T10:30:00Z");
        check("1714645800000", "2024-05-02T10:30:00Z");
        check("", "");
        check("yesterday", "");
        check("0000-00-00", "");
        check("9999-12-31T00:00:00Z", "");
        check("0000-01-01", "");
        check("2024-02-30", "");
        check("Mar a Lago 99", "");
    }

    #[test]
    fn reads_dates_of_addresses() {
        let check = |input: &str, expected: &str| {
            let got = in_address(input).map(|p| p.to_string()).unwrap_or_default();
            assert_eq!(got, expected, "{input}");
        };
        check("https://a.example/world/2024/05/02/some-story", "2024-05-02");
        check("https://a.example/world/2024/may/02/some-story", "2024-05-02");
        check("https://a.example/story-2024-05-02/", "2024-05-02");
        check("https://a.example/a/20240502-story", "2024-05-02");
        check("https://a.example/a/12345678", "");
        check("https://2024.05.02.example/", "");
        check("https://a.example/?d=2024/05/02", "");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(input in "[0-9a-zA-Z:./+ \\-]{0,60}") {
            let _ = (parse(&input), in_address(&input));
        }
    }
}
