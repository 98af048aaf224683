//! Points on the calendar as precise as they were told, and how TIMEX3 writes them.

use super::civil::{Day, month_plus};
use super::sense::Clock;
use super::vocabulary::Season;
use std::fmt;

/// A resolved point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    Day(Day),
    /// ISO year and week.
    Week(i32, u8),
    Weekend(i32, u8),
    Month(i32, u8),
    Season(i32, Season),
    Quarter(i32, u8),
    Half(i32, u8),
    Year(i32),
    /// 199 for the 1990s.
    Decade(i32),
    /// 19 for the twentieth century.
    Century(i32),
}

impl Stamp {
    /// The calendar year, where it lies in one.
    pub fn year(self) -> Option<i32> {
        match self {
            Self::Day(day) => Some(day.year),
            Self::Week(year, _)
            | Self::Weekend(year, _)
            | Self::Month(year, _)
            | Self::Season(year, _)
            | Self::Quarter(year, _)
            | Self::Half(year, _)
            | Self::Year(year) => Some(year),
            Self::Decade(_) | Self::Century(_) => None,
        }
    }

    /// Year and month, where it lies in one.
    pub fn month(self) -> Option<(i32, u8)> {
        match self {
            Self::Day(day) => Some((day.year, day.month)),
            Self::Month(year, month) => Some((year, month)),
            Self::Week(year, week) | Self::Weekend(year, week) => {
                let thursday = week_start(year, week)?.plus(3)?;
                Some((thursday.year, thursday.month))
            }
            _ => None,
        }
    }

    /// Year and quarter, where it lies in one.
    pub fn quarter(self) -> Option<(i32, u8)> {
        match self {
            Self::Quarter(year, quarter) => Some((year, quarter)),
            _ => self.month().map(|(year, month)| (year, (month - 1) / 3 + 1)),
        }
    }

    /// The same part of another year.
    pub fn years_on(self, n: i64) -> Option<Self> {
        let moved = |year: i32| i32::try_from(i64::from(year) + n).ok();
        Some(match self {
            Self::Day(day) => Self::Day(Day::new(moved(day.year)?, day.month, day.day)?),
            Self::Month(year, month) => Self::Month(moved(year)?, month),
            Self::Season(year, season) => Self::Season(moved(year)?, season),
            Self::Quarter(year, quarter) => Self::Quarter(moved(year)?, quarter),
            Self::Half(year, half) => Self::Half(moved(year)?, half),
            other => Self::Year(moved(other.year()?)?),
        })
    }
}

/// Monday of an ISO week.
pub(super) fn week_start(year: i32, week: u8) -> Option<Day> {
    let fourth = Day::new(year, 1, 4)?;
    fourth.plus(1 - i64::from(fourth.weekday()) + 7 * (i64::from(week) - 1))
}

/// The quarter `n` quarters on.
pub(super) fn quarter_plus(year: i32, quarter: u8, n: i64) -> Stamp {
    let (year, month) = month_plus(year, (quarter - 1) * 3 + 1, n * 3);
    Stamp::Quarter(year, (month - 1) / 3 + 1)
}

struct Years(i32);

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 > 0 { write!(f, "{:04}", self.0) } else { write!(f, "BC{:04}", 1 - self.0) }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Day(d) => write!(f, "{}-{:02}-{:02}", Years(d.year), d.month, d.day),
            Self::Week(year, week) => write!(f, "{}-W{week:02}", Years(year)),
            Self::Weekend(year, week) => write!(f, "{}-W{week:02}-WE", Years(year)),
            Self::Month(year, month) => write!(f, "{}-{month:02}", Years(year)),
            Self::Season(year, season) => write!(f, "{}-{}", Years(year), season.code()),
            Self::Quarter(year, quarter) => write!(f, "{}-Q{quarter}", Years(year)),
            Self::Half(year, half) => write!(f, "{}-H{half}", Years(year)),
            Self::Year(year) => write!(f, "{}", Years(year)),
            Self::Decade(decade) => write!(f, "{decade:03}"),
            Self::Century(century) => write!(f, "{century:02}"),
        }
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(hour, minute) => write!(f, "T{hour:02}:{minute:02}"),
            Self::Part(part) => write!(f, "T{}", part.code()),
        }
    }
}
