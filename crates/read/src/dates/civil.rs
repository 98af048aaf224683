//! Days, weeks and months counted: a proleptic Gregorian calendar that also reaches the years
//! before Christ, which histories speak of and `jiff` dates are too small for in a few corners.
//!
//! Astronomical years: 1 BC is year 0, 480 BC is year -479. See [`super::resolve`] for its use.

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

impl Day {
    /// A day that exists.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let valid = (1..=12).contains(&month) && day >= 1 && day <= month_length(year, month);
        (valid && year.abs() < 10_000).then_some(Self { year, month, day })
    }

    /// Days since 1970-01-01.
    fn number(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    fn from_number(number: i64) -> Option<Self> {
        let shifted = number + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_index + 2) / 5 + 1;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// So many days on (or back).
    pub fn plus(self, days: i64) -> Option<Self> {
        Self::from_number(self.number().checked_add(days)?)
    }

    /// 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u8 {
        u8::try_from((self.number() + 3).rem_euclid(7)).unwrap_or(0) + 1
    }

    /// ISO 8601 week: its year and number.
    pub fn week(self) -> (i32, u8) {
        let Some(thursday) = self.plus(4 - i64::from(self.weekday())) else {
            return (self.year, 1);
        };
        let first = Self { year: thursday.year, month: 1, day: 1 };
        let week = (thursday.number() - first.number()) / 7 + 1;
        (thursday.year, u8::try_from(week).unwrap_or(1))
    }

    /// Days from `other` to here.
    pub fn days_since(self, other: Self) -> i64 {
        self.number() - other.number()
    }

    /// The nearest such weekday before or on this day.
    pub fn back_to(self, weekday: u8) -> Option<Self> {
        self.plus(-(i64::from(self.weekday()) - i64::from(weekday)).rem_euclid(7))
    }

    /// The nearest such weekday on or after this day.
    pub fn on_to(self, weekday: u8) -> Option<Self> {
        self.plus((i64::from(weekday) - i64::from(self.weekday())).rem_euclid(7))
    }
}

/// Month `n` months after (`year`, `month`).
pub(super) fn month_plus(year: i32, month: u8, n: i64) -> (i32, u8) {
    let index = i64::from(year) * 12 + i64::from(month) - 1 + n;
    let year = i32::try_from(index.div_euclid(12)).unwrap_or(i32::MAX);
    (year, u8::try_from(index.rem_euclid(12)).unwrap_or(0) + 1)
}

/// Days in a month.
pub(super) fn month_length(year: i32, month: u8) -> u8 {
    match month {
        2 if year.rem_euclid(4) == 0
            && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0) =>
        {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Easter Sunday of a Gregorian year (the anonymous algorithm of 1876).
pub(super) fn easter(year: i32) -> Option<Day> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let l = (32 + 2 * e + 2 * c.div_euclid(4) - h - c.rem_euclid(4)).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Day::new(year, u8::try_from(n / 31).ok()?, u8::try_from(n % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn weeks_and_easters() {
        let day = |y, m, d| Day::new(y, m, d).unwrap();
        assert_eq!(day(2013, 3, 22).weekday(), 5);
        assert_eq!(day(2013, 3, 22).week(), (2013, 12));
        assert_eq!(day(2021, 1, 3).week(), (2020, 53));
        assert_eq!(day(2018, 12, 31).week(), (2019, 1));
        assert_eq!(easter(2024), Day::new(2024, 3, 31));
        assert_eq!(easter(1916), Day::new(1916, 4, 23));
        assert_eq!(Day::new(2023, 2, 29), None);
        assert_eq!(month_plus(2024, 1, -1), (2023, 12));
        assert_eq!(day(2024, 9, 15).back_to(7), Some(day(2024, 9, 15)));
        assert_eq!(day(2024, 9, 15).on_to(1), Some(day(2024, 9, 16)));
    }

    proptest! {
        #[test]
        fn days_count_there_and_back(number in -2_500_000i64..2_500_000) {
            let day = Day::from_number(number).unwrap();
            prop_assert_eq!(day.number(), number);
            prop_assert_eq!(day.plus(1).unwrap().weekday(), day.weekday() % 7 + 1);
            let (year, month, date) = (day.year as i16, day.month as i8, day.day as i8);
            if let Ok(jiff_day) = jiff::civil::Date::new(year, month, date) {
                let iso = jiff_day.iso_week_date();
                prop_assert_eq!(day.week(), (i32::from(iso.year()), iso.week() as u8));
            }
        }
    }
}
