//! From what an expression says to when it is: TIMEX3 values.
//!
//! Three things help: the day of the report, the tense of the clause ([`super::tense`]), and what
//! was told before. In news, dates without a year lie near the report; in histories (no report day,
//! or a text whose years lie far from it, see [`Frame::of`]) they follow the date last mentioned.
//! What cannot be known stays open (`XXXX-05-03`): nothing is made up. The method is HeidelTime's
//! (Strötgen and Gertz, 2010); the rules are our own.

use super::civil::Day;
use super::frame::{Frame, borrow_day, borrow_year};
use super::holidays;
use super::sense::{Found, From, Point, Sense, Toward, Year};
use super::stamp::{Stamp, quarter_plus, week_start};
use super::tense::{Tense, tense};
use super::vocabulary::{Season, Unit};
use wiredesk_model::{DateMention, DateType, Published, Span};

/// What was mentioned so far.
#[derive(Debug, Default)]
struct Told {
    day: Option<Day>,
    month: Option<(i32, u8)>,
    year: Option<i32>,
    quarter: Option<(i32, u8)>,
    /// Year and month of the last day or month: where a history has come to.
    pointer: Option<(i32, u8)>,
    /// The last one of all, and where.
    last: Option<(Stamp, usize)>,
}

impl Told {
    /// True when the last date is told to the month or finer.
    fn last_is_fine(&self) -> bool {
        matches!(self.last, Some((Stamp::Day(_) | Stamp::Month(..), _)))
    }
}

struct Resolver<'t> {
    text: &'t str,
    sentences: &'t [Span],
    frame: Frame,
    told: Told,
}

/// Values for all expressions of a text, in order.
pub(super) fn resolve(
    text: &str,
    sentences: &[Span],
    published: Option<&Published>,
    found: &[Found],
) -> Vec<DateMention> {
    let frame = Frame::of(text, published, found);
    let mut resolver = Resolver { text, sentences, frame, told: Told::default() };
    let mut out = Vec::with_capacity(found.len());
    for (i, expression) in found.iter().enumerate() {
        let borrowed = borrow_year(text, expression, found.get(i + 1))
            .or_else(|| borrow_day(text, expression, &found[i + 1..]));
        out.push(resolver.mention(borrowed.as_ref().unwrap_or(expression)));
    }
    out
}

impl Resolver<'_> {
    fn mention(&mut self, found: &Found) -> DateMention {
        let span = found.span;
        match &found.sense {
            Sense::Fixed(kind, value) => DateMention { span, kind: *kind, value: value.clone() },
            Sense::Point(point, clock) => {
                let stamp = self.stamp(point, span);
                let value = match (stamp, clock) {
                    (Some(Stamp::Day(day)), Some(clock)) => format!("{}{clock}", Stamp::Day(day)),
                    (None, Some(clock)) => format!("{}{clock}", open_day(point)),
                    (Some(stamp), _) => stamp.to_string(),
                    (None, None) => open(point),
                };
                if let Some(stamp) = stamp {
                    self.tell(stamp, span.start);
                }
                let kind = if clock.is_some() { DateType::Time } else { DateType::Date };
                DateMention { span, kind, value }
            }
        }
    }

    fn tell(&mut self, stamp: Stamp, at: usize) {
        if let Stamp::Day(day) = stamp {
            self.told.day = Some(day);
        }
        self.told.month = stamp.month().or(self.told.month);
        self.told.quarter = stamp.quarter().or(self.told.quarter);
        self.told.year = stamp.year().or(self.told.year);
        self.move_pointer(stamp, at);
        self.told.last = Some((stamp, at));
    }

    fn stamp(&self, point: &Point, span: Span) -> Option<Stamp> {
        match *point {
            Point::Year(year) => self.year(year).map(Stamp::Year),
            Point::Month(month, year) => {
                let year = self.year(year).or_else(|| self.year_of_month(month, span))?;
                Some(Stamp::Month(year, month))
            }
            Point::Day(month, day, year) => {
                let year = self.year(year).or_else(|| self.year_of_day(month, day, span))?;
                Day::new(year, month, day).map(Stamp::Day)
            }
            Point::Season(season, year) => {
                let year = self.year(year).or_else(|| self.year_of_season(season, span))?;
                Some(Stamp::Season(year, season))
            }
            Point::Quarter(quarter, year) => {
                let year = self.year(year).or_else(|| self.year_of_part(quarter, 3, span))?;
                Some(Stamp::Quarter(year, quarter))
            }
            Point::Half(half, year) => {
                let year = self.year(year).or_else(|| self.year_of_part(half, 6, span))?;
                Some(Stamp::Half(year, half))
            }
            Point::Feast(feast, year) => self.feast(feast, year, span),
            Point::FeastToward(feast, toward) => self.feast_toward(feast, toward),
            Point::DayOfMonth(day) => {
                let (year, month) = self.month_told()?;
                Day::new(year, month, day).map(Stamp::Day)
            }
            Point::DayOfShiftedMonth(day, n, from) => {
                let (year, month) = match self.shift(Unit::Month, n, from, span)? {
                    Stamp::Month(year, month) => (year, month),
                    _ => return None,
                };
                Day::new(year, month, day).map(Stamp::Day)
            }
            Point::Weekday(weekday) => self.weekday(weekday, span).map(Stamp::Day),
            Point::WeekdayToward(weekday, toward, from) => {
                self.weekday_toward(weekday, toward, from).map(Stamp::Day)
            }
            Point::WeekdayOfWeek(weekday, n) => {
                let base = self.frame.report?;
                let monday = base.plus(1 - i64::from(base.weekday()))?;
                monday.plus(7 * n + i64::from(weekday) - 1).map(Stamp::Day)
            }
            Point::MonthToward(month, toward, from) => self.month_toward(month, toward, from),
            Point::SeasonToward(season, toward, from) => self.season_toward(season, toward, from),
            Point::Shift(unit, n, from) => self.shift(unit, n, from, span),
            Point::After(unit, n, ref base) => {
                let base = self.stamp(base, span)?;
                move_stamp(base, unit, n)
            }
            Point::Clock => self.day_of_clock(span).map(Stamp::Day),
        }
    }

    fn year(&self, year: Year) -> Option<i32> {
        match year {
            Year::Unsaid => None,
            Year::Known(year) => Some(year),
            Year::Shift(n, from) => {
                let base = match self.from(from) {
                    From::Report => self.frame.report.map(|d| d.year),
                    _ => self.told.year.or(self.frame.report.map(|d| d.year)),
                }?;
                i32::try_from(i64::from(base) + n).ok()
            }
        }
    }

    /// Histories have no day of their own to count from.
    fn from(&self, from: From) -> From {
        match from {
            From::Report | From::Context if self.frame.history => From::Told,
            From::Context => From::Report,
            other => other,
        }
    }

    /// Where counting from the report makes sense.
    fn report(&self) -> Option<Day> {
        if self.frame.history { None } else { self.frame.report }
    }

    fn tense(&self, span: Span) -> Tense {
        let i = self.sentences.partition_point(|s| s.start <= span.start);
        let sentence = i.checked_sub(1).and_then(|i| self.sentences.get(i)).copied();
        let sentence = sentence
            .filter(|s| s.end > span.start)
            .unwrap_or_else(|| Span::new(span.start, span.end));
        tense(self.text, sentence, span)
    }

    fn month_told(&self) -> Option<(i32, u8)> {
        if self.frame.history {
            return self.told.month;
        }
        self.told.month.or_else(|| self.frame.report.map(|d| (d.year, d.month)))
    }

    /// A month without a year.
    fn year_of_month(&self, month: u8, span: Span) -> Option<i32> {
        let Some(report) = self.report() else { return self.year_told(month, span) };
        let ahead = i32::from(month) - i32::from(report.month);
        // "Brent for May delivery", "the figures for March": the nearest.
        let head = self.text.get(..span.start).unwrap_or("");
        let tense = if head.ends_with(" for ") { Tense::Unknown } else { self.tense(span) };
        let shift = match tense {
            _ if ahead == 0 => 0,
            Tense::Future => i32::from(ahead < 0),
            Tense::Past => -i32::from(ahead > 0),
            Tense::Unknown if ahead > 6 => -1,
            Tense::Unknown if ahead < -6 => 1,
            Tense::Unknown => 0,
        };
        Some(report.year + shift)
    }

    /// Where a history has come to. A year far off, or one named in passing, does not move it;
    /// one that opens its sentence does.
    fn move_pointer(&mut self, stamp: Stamp, at: usize) {
        let Some(year) = stamp.year() else { return };
        let opens = at.saturating_sub(self.sentence_start(at)) < 16;
        let month = match stamp {
            Stamp::Day(_) | Stamp::Month(..) => stamp.month().map(|(_, month)| month),
            _ => None,
        };
        match (self.told.pointer, month) {
            (Some((pointer, _)), Some(month)) if opens || (0..2).contains(&(year - pointer)) => {
                self.told.pointer = Some((year, month));
            }
            (Some((pointer, _)), None) if opens && year != pointer => {
                self.told.pointer = Some((year, 0));
            }
            (None, month) => self.told.pointer = Some((year, month.unwrap_or(0))),
            _ => {}
        }
    }

    /// The year of a month in a history: the one its sentence names, else that of the pointer. Time
    /// moves on: January after December is next year's.
    fn year_told(&self, month: u8, span: Span) -> Option<i32> {
        let year = self.told.year?;
        let Some((pointer, pointer_month)) = self.told.pointer else { return Some(year) };
        let at = self.told.last.map_or(0, |(_, at)| at);
        let here = at >= self.sentence_start(span.start);
        let follows = (pointer_month..=pointer_month.saturating_add(5)).contains(&month);
        if year != pointer && (here || (!follows && (year - pointer).abs() < 2)) {
            return Some(year);
        }
        let turned = pointer_month >= 11 && month <= 2 && self.told.last_is_fine();
        Some(pointer + i32::from(turned))
    }

    fn sentence_start(&self, at: usize) -> usize {
        let i = self.sentences.partition_point(|s| s.start <= at);
        i.checked_sub(1).and_then(|i| self.sentences.get(i)).map_or(0, |s| s.start)
    }

    /// A day and month without a year: the nearest one, tense deciding when both are far.
    fn year_of_day(&self, month: u8, day: u8, span: Span) -> Option<i32> {
        let Some(report) = self.report() else { return self.year_told(month, span) };
        self.nearest_year(report, span, |year| Day::new(year, month, day))
    }

    fn nearest_year(
        &self,
        report: Day,
        span: Span,
        day_in: impl Fn(i32) -> Option<Day>,
    ) -> Option<i32> {
        let mut back: Option<Day> = None;
        let mut ahead: Option<Day> = None;
        for year in report.year - 4..=report.year + 4 {
            match day_in(year) {
                Some(day) if day <= report => back = Some(day),
                Some(day) if ahead.is_none() => ahead = Some(day),
                _ => {}
            }
        }
        let (back, ahead) = (back?, ahead?);
        let (since, until) = (report.days_since(back), ahead.days_since(report));
        let forward = match self.tense(span) {
            _ if since == 0 => false,
            Tense::Future => until <= 330 || since > 60,
            Tense::Past => until <= 35 && since > 300,
            Tense::Unknown => until < since,
        };
        Some(if forward { ahead.year } else { back.year })
    }

    fn year_of_season(&self, season: Season, span: Span) -> Option<i32> {
        let Some(report) = self.report() else { return self.told.year };
        let ahead = i32::from(season.middle()) - i32::from(report.month);
        if season == Season::Winter {
            let shift = match self.tense(span) {
                Tense::Future => 0,
                _ => -i32::from(report.month < 11),
            };
            return Some(report.year + shift);
        }
        let shift = match self.tense(span) {
            Tense::Future => i32::from(ahead < -1),
            _ => -i32::from(ahead > 1),
        };
        Some(report.year + shift)
    }

    /// A quarter (3 months) or half (6) without a year.
    fn year_of_part(&self, part: u8, months: u8, span: Span) -> Option<i32> {
        let Some(report) = self.report() else { return self.told.year };
        let now = (report.month - 1) / months + 1;
        let shift = match self.tense(span) {
            Tense::Future => i32::from(part < now),
            _ => -i32::from(part > now),
        };
        Some(report.year + shift)
    }

    fn feast(&self, feast: holidays::Feast, year: Year, span: Span) -> Option<Stamp> {
        if let Some(year) = self.year(year) {
            return holidays::day(feast, year).map(Stamp::Day);
        }
        let year = match self.report() {
            Some(report) => self.nearest_year(report, span, |y| holidays::day(feast, y))?,
            None => self.told.year?,
        };
        holidays::day(feast, year).map(Stamp::Day)
    }

    fn feast_toward(&self, feast: holidays::Feast, toward: Toward) -> Option<Stamp> {
        let report = self.report()?;
        let this = holidays::day(feast, report.year)?;
        let year = match toward {
            Toward::Last if this >= report => report.year - 1,
            Toward::Next if this <= report => report.year + 1,
            _ => report.year,
        };
        holidays::day(feast, year).map(Stamp::Day)
    }

    fn weekday(&self, weekday: u8, span: Span) -> Option<Day> {
        let Some(report) = self.report() else { return self.told.day?.on_to(weekday) };
        match self.tense(span) {
            Tense::Future => report.on_to(weekday),
            Tense::Past | Tense::Unknown => report.back_to(weekday),
        }
    }

    fn weekday_toward(&self, weekday: u8, toward: Toward, from: From) -> Option<Day> {
        let base = match self.from(from) {
            From::Report => self.frame.report?,
            _ => self.told.day.or(self.report())?,
        };
        let monday = base.plus(1 - i64::from(base.weekday()))?;
        match toward {
            Toward::Next if from == From::Told => base.plus(1)?.on_to(weekday),
            Toward::Last => base.plus(-1)?.back_to(weekday),
            Toward::This => monday.plus(i64::from(weekday) - 1),
            Toward::Next => monday.plus(6 + i64::from(weekday)),
        }
    }

    fn month_toward(&self, month: u8, toward: Toward, from: From) -> Option<Stamp> {
        let (year, base) = match self.from(from) {
            From::Report => self.frame.report.map(|d| (d.year, d.month))?,
            _ => self.month_told()?,
        };
        let year = match toward {
            Toward::Last if month >= base => year - 1,
            Toward::Next if month <= base => year + 1,
            _ => year,
        };
        Some(Stamp::Month(year, month))
    }

    fn season_toward(&self, season: Season, toward: Toward, from: From) -> Option<Stamp> {
        let (year, base) = match self.from(from) {
            From::Report => self.frame.report.map(|d| (d.year, d.month))?,
            _ => (self.told.year?, self.told.month.map_or(12, |(_, m)| m)),
        };
        let middle = season.middle();
        let winter = season == Season::Winter;
        let year = match toward {
            Toward::Last if winter || middle + 2 >= base => year - 1,
            Toward::Next if !winter && middle <= base + 1 => year + 1,
            Toward::This if winter && base < 6 => year - 1,
            _ => year,
        };
        Some(Stamp::Season(year, season))
    }

    /// "Three days ago", "the following month", "that year".
    fn shift(&self, unit: Unit, n: i64, from: From, span: Span) -> Option<Stamp> {
        if self.frame.history && from == From::Report && (unit <= Unit::Day || n.abs() > 1) {
            return None;
        }
        let told = self.from(from) == From::Told;
        let report = self.report();
        match unit {
            Unit::Day => {
                let base = if told { self.told.day.or(report) } else { report };
                base?.plus(n).map(Stamp::Day)
            }
            Unit::Week => {
                let base = if told { self.told.day.or(report) } else { report }?;
                let (year, week) = base.plus(n.checked_mul(7)?)?.week();
                Some(Stamp::Week(year, week))
            }
            Unit::Weekend => self.weekend(n, from, span),
            Unit::Month => {
                let base = if told { self.month_told() } else { report.map(|d| (d.year, d.month)) };
                move_stamp(base.map(|(y, m)| Stamp::Month(y, m))?, unit, n)
            }
            Unit::Quarter => {
                let of_report = report.and_then(|d| Stamp::Day(d).quarter());
                let base = if told { self.told.quarter.or(of_report) } else { of_report };
                base.map(|(y, q)| quarter_plus(y, q, n))
            }
            Unit::Year => {
                let last = self.told.last.map(|(stamp, _)| stamp);
                if let (-1, Some(part @ (Stamp::Quarter(..) | Stamp::Half(..)))) = (n, last)
                    && from != From::Report
                {
                    return part.years_on(-1);
                }
                let of_report = report.map(|d| d.year);
                let base = if told { self.told.year.or(of_report) } else { of_report };
                move_stamp(Stamp::Year(base?), unit, n)
            }
            Unit::Decade | Unit::Century | Unit::Millennium => {
                let of_report = report.map(|d| d.year);
                let base = if told { self.told.year.or(of_report) } else { of_report };
                move_stamp(Stamp::Year(base?), unit, n)
            }
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Fortnight => None,
        }
    }

    fn weekend(&self, n: i64, from: From, span: Span) -> Option<Stamp> {
        let base = match self.from(from) {
            From::Told => self.told.day.or(self.report())?,
            _ => self.report()?,
        };
        let over = from == From::Context
            && !self.frame.history
            && base.weekday() < 6
            && self.tense(span) != Tense::Future;
        let (year, week) = base.plus(7 * (n - i64::from(over)))?.week();
        Some(Stamp::Weekend(year, week))
    }

    /// A time of day belongs to the day told in its sentence, else to the report's.
    fn day_of_clock(&self, span: Span) -> Option<Day> {
        let from = self.sentence_start(span.start);
        if let Some((Stamp::Day(day), at)) = self.told.last
            && (at >= from || self.frame.history)
        {
            return Some(day);
        }
        self.report()
    }
}

/// A point so many units on, as precise as the coarser of the two.
fn move_stamp(base: Stamp, unit: Unit, n: i64) -> Option<Stamp> {
    let year = base.year()?;
    let moved = |years: i64| i32::try_from(i64::from(year).checked_add(years)?).ok();
    match unit {
        Unit::Day => match base {
            Stamp::Day(day) => day.plus(n).map(Stamp::Day),
            _ => None,
        },
        Unit::Week | Unit::Fortnight => match base {
            Stamp::Day(day) => day.plus(n.checked_mul(7)?).map(Stamp::Day),
            Stamp::Week(year, week) => {
                let (year, week) = week_start(year, week)?.plus(n.checked_mul(7)?)?.week();
                Some(Stamp::Week(year, week))
            }
            _ => None,
        },
        Unit::Month => {
            let (year, month) = base.month()?;
            let (year, month) = super::civil::month_plus(year, month, n);
            (year.abs() < 10_000).then_some(Stamp::Month(year, month))
        }
        Unit::Quarter => base.quarter().map(|(y, q)| quarter_plus(y, q, n)),
        Unit::Year => moved(n).filter(|y| y.abs() < 10_000).map(Stamp::Year),
        Unit::Decade => moved(n.checked_mul(10)?)
            .filter(|y| (0..10_000).contains(y))
            .map(|y| Stamp::Decade(y / 10)),
        Unit::Century => moved(n.checked_mul(100)?)
            .filter(|y| (0..10_000).contains(y))
            .map(|y| Stamp::Century((y - 1).div_euclid(100).max(0))),
        _ => None,
    }
}

/// The value of a point that could not be resolved: what is known of it.
fn open(point: &Point) -> String {
    match *point {
        Point::Month(month, _) | Point::MonthToward(month, ..) => format!("XXXX-{month:02}"),
        Point::Day(month, day, _) => format!("XXXX-{month:02}-{day:02}"),
        Point::Season(season, _) | Point::SeasonToward(season, ..) => {
            format!("XXXX-{}", season.code())
        }
        Point::Quarter(quarter, _) => format!("XXXX-Q{quarter}"),
        Point::Half(half, _) => format!("XXXX-H{half}"),
        Point::Feast(holidays::Feast::Fixed(month, day), _)
        | Point::FeastToward(holidays::Feast::Fixed(month, day), _) => {
            format!("XXXX-{month:02}-{day:02}")
        }
        Point::Weekday(weekday)
        | Point::WeekdayToward(weekday, ..)
        | Point::WeekdayOfWeek(weekday, _) => format!("XXXX-WXX-{weekday}"),
        Point::DayOfMonth(day) | Point::DayOfShiftedMonth(day, ..) => format!("XXXX-XX-{day:02}"),
        Point::Shift(_, 0, _) | Point::Year(_) => "PRESENT_REF".to_owned(),
        Point::Shift(_, n, _) | Point::After(_, n, _) => {
            (if n < 0 { "PAST_REF" } else { "FUTURE_REF" }).to_owned()
        }
        Point::Clock | Point::Feast(..) | Point::FeastToward(..) => "XXXX-XX-XX".to_owned(),
    }
}

/// The day part of an unresolved time of day.
fn open_day(point: &Point) -> String {
    let open = open(point);
    if open.ends_with("_REF") { "XXXX-XX-XX".to_owned() } else { open }
}
