//! What a date expression says before anybody has asked when: "in March" is a month without a year.
//!
//! Made by [`super::grammar`], turned into TIMEX3 values by [`super::resolve`].

use super::holidays::Feast;
use super::vocabulary::{Part, Season, Unit};
use wiredesk_model::{DateType, Span};

/// An expression as found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The words.
    pub span: Span,
    /// What they say.
    pub sense: Sense,
}

/// What an expression says.
#[derive(Debug, Clone)]
pub(super) enum Sense {
    /// All is said: a duration, a set, `PRESENT_REF`, a decade.
    Fixed(DateType, String),
    /// A point in time, perhaps with a time of day.
    Point(Point, Option<Clock>),
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// Hour and minute; hour 24 is midnight at the end of the day.
    At(u32, u32),
    /// `TNI` and the like.
    Part(Part),
}

/// Where counting starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// The day of the report.
    Report,
    /// The date last mentioned.
    Told,
    /// The report in news, the date last mentioned in histories.
    Context,
}

/// Which year a day, month or quarter is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// Not said.
    Unsaid,
    /// Said. Astronomical: 1 BC is 0.
    Known(i32),
    /// So many years from somewhere.
    Shift(i64, From),
}

/// "Last", "this", "next" before a weekday, month or season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toward {
    Last,
    This,
    Next,
}

/// A point in time, as far as told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Point {
    Year(Year),
    Month(u8, Year),
    Day(u8, u8, Year),
    Season(Season, Year),
    Quarter(u8, Year),
    Half(u8, Year),
    Feast(Feast, Year),
    /// "the 20th"
    DayOfMonth(u8),
    /// "the 28th of that month"
    DayOfShiftedMonth(u8, i64, From),
    Weekday(u8),
    WeekdayToward(u8, Toward, From),
    /// "Tuesday of last week"
    WeekdayOfWeek(u8, i64),
    MonthToward(u8, Toward, From),
    SeasonToward(Season, Toward, From),
    FeastToward(Feast, Toward),
    /// "three days ago", "the following month", "that year"
    Shift(Unit, i64, From),
    /// "two days after 3 March"
    After(Unit, i64, Box<Point>),
    /// Only a time of day is told.
    Clock,
}
