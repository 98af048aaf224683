//! Times of day: `10:30 a.m. on Tuesday`, `1500 GMT`, `8pm`, `ten o'clock`, `noon`.

use super::{Hit, Walk};
use crate::dates::sense::{Clock, Point, Sense};
use crate::dates::vocabulary::{Kind, Part, Word};

/// A time of day as read: the token after it, and whether its form alone makes it one.
struct Reading {
    next: usize,
    hour: u32,
    minute: u32,
    sure: bool,
}

impl Walk<'_> {
    /// A time of day, and the day it is of when that stands behind.
    pub(super) fn clock(&mut self, at: usize) -> Option<Hit> {
        let time = self.time_of_day(at)?;
        let clock = Clock::At(time.hour, time.minute);
        let hit = Hit::timed(at, time.next, Point::Clock, clock)?;
        let dated = self.with_day(hit, clock);
        let has_day = !matches!(dated.sense, Sense::Point(Point::Clock, _));
        let led = matches!(
            self.word_before(at),
            Some(
                Word::At
                    | Word::By
                    | Word::From
                    | Word::Until
                    | Word::To
                    | Word::Before
                    | Word::After
                    | Word::About
                    | Word::Since
                    | Word::Between
                    | Word::Nearly
            )
        );
        (time.sure || has_day || led).then_some(dated)
    }

    /// "8 p.m. Tuesday", "10:30, 3 May", "midnight on Friday".
    fn with_day(&mut self, hit: Hit, clock: Clock) -> Hit {
        let mut from = hit.next;
        if self.is_sign(from, b',') {
            from += 1;
        }
        if self.is_word(from, Word::On) || self.is_word(from, Word::Of) {
            from += 1;
        }
        let day_may_follow = matches!(
            self.next_kind(from),
            Some(
                Kind::Weekday(..)
                    | Kind::Month(..)
                    | Kind::Digits(_)
                    | Kind::Word(
                        Word::The
                            | Word::Today
                            | Word::Yesterday
                            | Word::Tomorrow
                            | Word::That
                            | Word::This
                            | Word::Tonight
                            | Word::Last
                            | Word::Next
                    )
            )
        );
        if !day_may_follow {
            return hit;
        }
        let kept = self.out.len();
        let day = match self.kind(from) {
            Some(Kind::Digits(_)) => self.day_first(from).or_else(|| self.numeric(from)),
            _ => self.bare(from),
        };
        match day.map(|d| (d.next, d.sense)) {
            Some((next, Sense::Point(point, None))) if is_day(&point) && self.out.len() == kept => {
                Hit { start: hit.start, next, sense: Sense::Point(point, Some(clock)) }
            }
            Some((next, Sense::Point(point, Some(Clock::Part(part)))))
                if is_day(&point) && self.out.len() == kept =>
            {
                Hit {
                    start: hit.start,
                    next,
                    sense: Sense::Point(point, Some(afternoon(clock, part))),
                }
            }
            _ => {
                self.out.truncate(kept);
                hit
            }
        }
    }

    /// "Tuesday at 8 p.m.", "3 May, 10:30".
    pub(super) fn with_clock(&mut self, hit: Hit) -> Hit {
        let day = match &hit.sense {
            Sense::Point(point, None) if is_day(point) => point.clone(),
            _ => return hit,
        };
        if let Some((next, part)) = self.part_word(hit.next) {
            return Hit { next, sense: Sense::Point(day, Some(Clock::Part(part))), ..hit };
        }
        let mut from = hit.next;
        if self.is_sign(from, b',') {
            from += 1;
        }
        if self.is_word(from, Word::At) {
            from += 1;
        }
        if !self.joined(from) {
            return hit;
        }
        match self.time_of_day(from) {
            Some(time) if time.sure || from > hit.next => {
                let clock = Clock::At(time.hour, time.minute);
                Hit { next: time.next, sense: Sense::Point(day, Some(clock)), ..hit }
            }
            _ => hit,
        }
    }

    /// "morning", "afternoon": the token after it and the part.
    pub(super) fn part_word(&self, at: usize) -> Option<(usize, Part)> {
        match self.next_kind(at)? {
            Kind::Part(part, false) => Some((at + 1, part)),
            _ => None,
        }
    }

    fn time_of_day(&self, at: usize) -> Option<Reading> {
        let reading = match self.kind(at)? {
            Kind::Clock(hour) => {
                let name = self.capital(at) && at > 0 && self.joined(at);
                return (!name).then_some(Reading { next: at + 1, hour, minute: 0, sure: true });
            }
            Kind::Cardinal(hour @ 1..=12) => {
                let next = self.oclock(at + 1)?;
                Reading { next, hour, minute: 0, sure: true }
            }
            Kind::Digits(_) => self.figures(at)?,
            _ => return None,
        };
        Some(self.with_zone(reading))
    }

    fn figures(&self, at: usize) -> Option<Reading> {
        if self.mark_before(at) || self.price_before(at) {
            return None;
        }
        let (value, width) = self.digits(at)?;
        if width == 4 {
            let zoned = matches!(self.next_kind(at + 1), Some(Kind::Word(Word::Zone | Word::Hrs)))
                || matches!(self.raw_word_from(at + 1), "hours" | "local");
            let (hour, minute) = (value / 100, value % 100);
            return (zoned && hour < 24 && minute < 60).then_some(Reading {
                next: at + 1,
                hour,
                minute,
                sure: true,
            });
        }
        if width > 2 || value > 24 {
            return None;
        }
        let colon = self.is_sign(at + 1, b':') && self.glued(at + 1);
        let dot = self.is_sign(at + 1, b'.') && self.glued(at + 1);
        if (colon || dot) && self.glued(at + 2) {
            let minute = self.digits(at + 2).filter(|&(m, w)| w == 2 && m < 60).map(|(m, _)| m);
            if let Some(minute) = minute {
                return self.hour_and_minute(at, value, minute, colon);
            }
            return None;
        }
        if let Some((next, hour)) = self.half_of_day(at + 1, value) {
            return Some(Reading { next, hour, minute: 0, sure: true });
        }
        let next = self.oclock(at + 1)?;
        Some(Reading { next, hour: value, minute: 0, sure: true })
    }

    fn price_before(&self, at: usize) -> bool {
        match self.kind_before(at) {
            Some(Kind::Sign(b'$')) => true,
            Some(Kind::Sign(b':' | b'.' | b',' | b'/')) => self.glued(at),
            _ => false,
        }
    }

    fn hour_and_minute(&self, at: usize, hour: u32, minute: u32, colon: bool) -> Option<Reading> {
        let mut next = at + 3;
        if colon && self.is_sign(next, b':') && self.glued(next) && self.glued(next + 1) {
            self.digits(next + 1).filter(|&(s, w)| w == 2 && s < 61)?;
            next += 2;
        }
        if let Some((next, hour)) = self.half_of_day(next, hour) {
            return Some(Reading { next, hour, minute, sure: true });
        }
        let zoned = matches!(self.next_kind(next), Some(Kind::Word(Word::Zone | Word::Hrs)));
        let loose = !colon || self.figures_behind(next) || next > at + 3;
        if !zoned && loose {
            return None;
        }
        Some(Reading { next, hour, minute, sure: zoned })
    }

    /// `am`, `a.m.`, `PM`: the token after it and the hour counted to 24.
    fn half_of_day(&self, at: usize, hour: u32) -> Option<(usize, u32)> {
        let (next, afternoon) = match self.next_kind(at)? {
            Kind::Word(Word::Am) => (at + 1, false),
            Kind::Word(Word::Pm) => (at + 1, true),
            Kind::Word(letter @ (Word::An | Word::P)) => {
                let spelt = self.tokens[at].len() == 1
                    && self.is_sign(at + 1, b'.')
                    && self.is_word(at + 2, Word::M);
                if !spelt {
                    return None;
                }
                let dot = self.is_sign(at + 3, b'.') && self.glued(at + 3);
                (at + 3 + usize::from(dot), letter == Word::P)
            }
            _ => return None,
        };
        match (hour, afternoon) {
            (12, false) => Some((next, 0)),
            (1..=11, true) => Some((next, hour + 12)),
            (0..=24, _) => Some((next, hour)),
            _ => None,
        }
    }

    fn oclock(&self, at: usize) -> Option<usize> {
        let spelt = self.is_word(at, Word::O)
            && self.is_sign(at + 1, b'\'')
            && self.is_word(at + 2, Word::Oclock);
        spelt.then_some(at + 3)
    }

    /// A zone behind the time is part of the expression.
    fn with_zone(&self, reading: Reading) -> Reading {
        let zone = matches!(self.next_kind(reading.next), Some(Kind::Word(Word::Zone | Word::Hrs)))
            && (self.capital(reading.next) || self.is_word(reading.next, Word::Hrs));
        Reading { next: reading.next + usize::from(zone), ..reading }
    }
}

/// "8 on Tuesday evening" is 20:00.
fn afternoon(clock: Clock, part: Part) -> Clock {
    match (clock, part) {
        (Clock::At(hour @ 1..=11, minute), Part::Afternoon | Part::Evening) => {
            Clock::At(hour + 12, minute)
        }
        _ => clock,
    }
}

/// True when the point is one day.
pub(super) fn is_day(point: &Point) -> bool {
    use crate::dates::vocabulary::Unit;
    matches!(
        point,
        Point::Day(..)
            | Point::Feast(..)
            | Point::FeastToward(..)
            | Point::DayOfMonth(_)
            | Point::DayOfShiftedMonth(..)
            | Point::Weekday(_)
            | Point::WeekdayToward(..)
            | Point::WeekdayOfWeek(..)
            | Point::Shift(Unit::Day, ..)
    )
}
