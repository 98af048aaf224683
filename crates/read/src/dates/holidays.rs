//! Days with names, as far as a calendar alone can tell when they are.

use super::civil::{Day, easter, month_length};

/// How a holiday is found in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feast {
    /// Month and day.
    Fixed(u8, u8),
    /// The `n`th weekday of a month, and days after it; `n` 0 is the last.
    Nth(u8, u8, u8, i8),
    /// Days after Easter Sunday.
    Easter(i8),
}

/// Names with straight apostrophes, longest first among those that begin alike.
const NAMES: &[(&str, Feast)] = &[
    ("Christmas Eve", Feast::Fixed(12, 24)),
    ("Christmas Day", Feast::Fixed(12, 25)),
    ("Christmas", Feast::Fixed(12, 25)),
    ("Xmas", Feast::Fixed(12, 25)),
    ("Boxing Day", Feast::Fixed(12, 26)),
    ("New Year's Day", Feast::Fixed(1, 1)),
    ("New Year's Eve", Feast::Fixed(12, 31)),
    ("New Years Day", Feast::Fixed(1, 1)),
    ("New Years Eve", Feast::Fixed(12, 31)),
    ("New Year's", Feast::Fixed(1, 1)),
    ("New Year", Feast::Fixed(1, 1)),
    ("Valentine's Day", Feast::Fixed(2, 14)),
    ("Groundhog Day", Feast::Fixed(2, 2)),
    ("Epiphany", Feast::Fixed(1, 6)),
    ("Earth Day", Feast::Fixed(4, 22)),
    ("Anzac Day", Feast::Fixed(4, 25)),
    ("ANZAC Day", Feast::Fixed(4, 25)),
    ("Australia Day", Feast::Fixed(1, 26)),
    ("Canada Day", Feast::Fixed(7, 1)),
    ("Flag Day", Feast::Fixed(6, 14)),
    ("Juneteenth", Feast::Fixed(6, 19)),
    ("Bastille Day", Feast::Fixed(7, 14)),
    ("Halloween", Feast::Fixed(10, 31)),
    ("Guy Fawkes Night", Feast::Fixed(11, 5)),
    ("Bonfire Night", Feast::Fixed(11, 5)),
    ("Veterans Day", Feast::Fixed(11, 11)),
    ("Armistice Day", Feast::Fixed(11, 11)),
    ("Remembrance Day", Feast::Fixed(11, 11)),
    ("Remembrance Sunday", Feast::Nth(11, 7, 2, 0)),
    ("Martin Luther King Jr. Day", Feast::Nth(1, 1, 3, 0)),
    ("Martin Luther King Day", Feast::Nth(1, 1, 3, 0)),
    ("MLK Day", Feast::Nth(1, 1, 3, 0)),
    ("Presidents' Day", Feast::Nth(2, 1, 3, 0)),
    ("Presidents Day", Feast::Nth(2, 1, 3, 0)),
    ("Memorial Day", Feast::Nth(5, 1, 0, 0)),
    ("Labor Day", Feast::Nth(9, 1, 1, 0)),
    ("Labour Day", Feast::Nth(9, 1, 1, 0)),
    ("Columbus Day", Feast::Nth(10, 1, 2, 0)),
    ("Thanksgiving Day", Feast::Nth(11, 4, 4, 0)),
    ("Thanksgiving", Feast::Nth(11, 4, 4, 0)),
    ("Black Friday", Feast::Nth(11, 4, 4, 1)),
    ("Cyber Monday", Feast::Nth(11, 4, 4, 4)),
    ("Election Day", Feast::Nth(11, 1, 1, 1)),
    ("Shrove Tuesday", Feast::Easter(-47)),
    ("Ash Wednesday", Feast::Easter(-46)),
    ("Palm Sunday", Feast::Easter(-7)),
    ("Maundy Thursday", Feast::Easter(-3)),
    ("Good Friday", Feast::Easter(-2)),
    ("Easter Saturday", Feast::Easter(-1)),
    ("Easter Sunday", Feast::Easter(0)),
    ("Easter Monday", Feast::Easter(1)),
    ("Easter", Feast::Easter(0)),
    ("Ascension Day", Feast::Easter(39)),
    ("Whit Sunday", Feast::Easter(49)),
    ("Pentecost", Feast::Easter(49)),
    ("Whit Monday", Feast::Easter(50)),
];

/// The holiday whose name `text` begins with, and the length of the name.
pub(super) fn named(text: &str) -> Option<(usize, Feast)> {
    NAMES.iter().find_map(|&(name, feast)| Some((starts_with(text, name)?, feast)))
}

/// Length of `name` at the start of `text`, typeset apostrophes and line breaks allowed.
fn starts_with(text: &str, name: &str) -> Option<usize> {
    let mut rest = text.char_indices();
    for wanted in name.chars() {
        let (_, found) = rest.next()?;
        let same = found == wanted
            || (wanted == '\'' && found == '\u{2019}')
            || (wanted == ' ' && (found == '\n' || found == '\u{a0}'));
        if !same {
            return None;
        }
    }
    let end = rest.next();
    let whole = end.is_none_or(|(_, c)| !c.is_alphanumeric());
    whole.then(|| end.map_or(text.len(), |(at, _)| at))
}

/// The day it falls on in a year.
pub(super) fn day(feast: Feast, year: i32) -> Option<Day> {
    match feast {
        Feast::Fixed(month, day) => Day::new(year, month, day),
        Feast::Easter(days) => easter(year)?.plus(i64::from(days)),
        Feast::Nth(month, weekday, 0, days) => {
            let last = Day::new(year, month, month_length(year, month))?;
            last.back_to(weekday)?.plus(i64::from(days))
        }
        Feast::Nth(month, weekday, n, days) => {
            let first = Day::new(year, month, 1)?.on_to(weekday)?;
            first.plus(7 * (i64::from(n) - 1) + i64::from(days))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_fall_where_the_calendar_says() {
        let check = |name: &str, year: i32, expected: &str| {
            let (length, feast) = named(name).expect(name);
            assert_eq!(length, name.len(), "{name}");
            let day = day(feast, year).expect(name);
            assert_eq!(format!("{}-{:02}-{:02}", day.year, day.month, day.day), expected, "{name}");
        };
        check("Thanksgiving", 2024, "2024-11-28");
        check("Good Friday", 2023, "2023-04-07");
        check("Memorial Day", 2021, "2021-05-31");
        check("New Year’s Eve", 2020, "2020-12-31");
        check("Election Day", 2016, "2016-11-08");
        assert_eq!(named("Easterly winds"), None);
        assert_eq!(named("New York"), None);
    }
}
