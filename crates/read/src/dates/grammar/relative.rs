//! Expressions that point from somewhere: `last month`, `the following day`, `later that year`,
//! `the end of October`, `now`.

use super::clock::is_day;
use super::lengths::value;
use super::{Hit, Walk};
use crate::dates::sense::{Clock, From, Point, Sense, Toward, Year};
use crate::dates::vocabulary::{Kind, Part, Unit, Word};
use wiredesk_model::DateType;

impl Walk<'_> {
    /// "early", "mid-", "the end of", "later" before another expression.
    pub(super) fn modified(&mut self, at: usize) -> Option<Hit> {
        let the = usize::from(self.kind(at) == Some(Kind::Word(Word::The)));
        let word_at = at + the;
        let Kind::Word(word) = self.kind(word_at).filter(|_| the == 0 || self.joined(word_at))?
        else {
            return None;
        };
        let next = word_at + 1;
        match word {
            Word::Early | Word::Late
                if self.next_kind(next) == Some(Kind::Unit(Unit::Hour, true)) =>
            {
                let part = if word == Word::Early { Part::Morning } else { Part::Night };
                self.hours_of(at, next + 1, part)
            }
            Word::Early | Word::Late | Word::Mid => {
                let next = next + usize::from(self.is_sign(next, b'-'));
                let half = self.is_word(next, Word::Half) || self.is_word(next, Word::Portion);
                let next = next + usize::from(half);
                let bound = self.is_word(next, Word::In)
                    || self.is_word(next, Word::On)
                    || self.is_word(next, Word::Of);
                self.inner(at, next + usize::from(bound), bound)
            }
            Word::Middle | Word::End | Word::Beginning | Word::Turn | Word::Latter | Word::Rest => {
                let half = self.is_word(next, Word::Half) || self.is_word(next, Word::Portion);
                let half = usize::from(word == Word::Latter && half);
                let of = self.is_word(next + half, Word::Of);
                let bare = matches!(self.next_kind(next), Some(Kind::Month(..)))
                    && matches!(word, Word::End | Word::Beginning | Word::Middle);
                (of || bare).then(|| self.inner(at, next + half + usize::from(of), of))?
            }
            Word::Later | Word::Earlier if the == 0 => {
                let bound = self.is_word(next, Word::In) || self.is_word(next, Word::On);
                self.inner(at, next + usize::from(bound), bound)
            }
            _ => None,
        }
    }

    /// What stands behind a modifier; a bare "the year" is allowed there when `bound`.
    fn inner(&mut self, start: usize, at: usize, bound: bool) -> Option<Hit> {
        if !self.joined(at) {
            return None;
        }
        let the = usize::from(self.is_word(at, Word::The));
        if let (Some(Kind::Unit(unit, false)), true) = (self.next_kind(at + the), bound && the == 1)
            && (Unit::Day..=Unit::Century).contains(&unit)
        {
            let point = Point::Shift(unit, 0, From::Context);
            return Hit::point(start, at + 2, point);
        }
        if let Some((next, part)) = self.part_word(at + the) {
            if let Some(mut hit) = self.part_of(at + the) {
                hit.start = start;
                return Some(hit);
            }
            let weekday_before = false;
            return weekday_before
                .then(|| Hit::timed(start, next, Point::Clock, Clock::Part(part)))?;
        }
        let kept = self.out.len();
        let hit = self.core(at)?;
        let whole = hit.start == at && matches!(hit.sense, Sense::Point(..))
            || matches!(&hit.sense, Sense::Fixed(DateType::Date, v) if !v.ends_with("_REF"));
        if !whole {
            self.out.truncate(kept);
            return None;
        }
        if self.out.len() > kept {
            let first = self.tokens[start].start as usize;
            self.out[kept].span.start = first;
            return Some(hit);
        }
        Some(Hit { start, ..hit })
    }

    /// `morning of April 19`, `night of 3 May`, `evening hours of Monday`.
    pub(super) fn part_of(&mut self, at: usize) -> Option<Hit> {
        let Kind::Part(part, _) = self.kind(at)? else { return None };
        let mut next = at + 1;
        if self.next_kind(next) == Some(Kind::Unit(Unit::Hour, true)) {
            next += 1;
        }
        let bound = self.is_word(next, Word::Of) || self.is_word(next, Word::On);
        if !bound || !self.joined(next + 1) {
            return None;
        }
        let kept = self.out.len();
        match self.bare(next + 1) {
            Some(Hit { next: after, sense: Sense::Point(point, None), .. })
                if is_day(&point) && self.out.len() == kept =>
            {
                Hit::timed(at, after, point, Clock::Part(part))
            }
            _ => {
                self.out.truncate(kept);
                None
            }
        }
    }

    /// `the early hours of Tuesday`.
    fn hours_of(&mut self, start: usize, at: usize, part: Part) -> Option<Hit> {
        if !self.is_word(at, Word::Of) || !self.joined(at + 1) {
            return None;
        }
        let kept = self.out.len();
        match self.bare(at + 1) {
            Some(Hit { next, sense: Sense::Point(point, None), .. })
                if is_day(&point) && self.out.len() == kept =>
            {
                Hit::timed(start, next, point, Clock::Part(part))
            }
            _ => {
                self.out.truncate(kept);
                None
            }
        }
    }

    /// Words that point by themselves.
    pub(super) fn deictic(&mut self, at: usize, word: Word) -> Option<Hit> {
        let next = at + 1;
        let day = |n| Point::Shift(Unit::Day, n, From::Report);
        match word {
            Word::Today => Hit::point(at, next, day(0)),
            Word::Yesterday => Hit::point(at, next, day(-1)),
            Word::Tomorrow => Hit::point(at, next, day(1)),
            Word::Tonight => Hit::timed(at, next, day(0), Clock::Part(Part::Night)),
            Word::Overnight => self.overnight(at),
            Word::Now => Hit::fixed(at, next, DateType::Date, "PRESENT_REF"),
            Word::Recently => Hit::fixed(at, next, DateType::Date, "PAST_REF"),
            Word::Formerly => Hit::fixed(at, next, DateType::Date, "PAST_REF"),
            Word::Recent => self.recent(at),
            Word::Current | Word::Present => self.current(at, word),
            Word::Future => self.future(at),
            Word::Previous if self.next_kind(next) == Some(Kind::Unit(Unit::Year, true)) => {
                Hit::fixed(at, next + 1, DateType::Date, "PAST_REF")
            }
            _ => self.directed(at, at, word, false),
        }
    }

    /// "rained overnight", not "an overnight stay".
    fn overnight(&self, at: usize) -> Option<Hit> {
        let alone = matches!(
            self.raw_word_from(at + 1),
            "" | "and"
                | "as"
                | "after"
                | "at"
                | "by"
                | "from"
                | "in"
                | "into"
                | "near"
                | "on"
                | "to"
        );
        let article = self.word_before(at) == Some(Word::An);
        let day = Point::Shift(Unit::Day, 0, From::Report);
        (alone && !article).then(|| Hit::timed(at, at + 1, day, Clock::Part(Part::Night)))?
    }

    fn recent(&self, at: usize) -> Option<Hit> {
        let unit = matches!(self.next_kind(at + 1), Some(Kind::Unit(u, _)) if u >= Unit::Day);
        Hit::fixed(at, at + 1 + usize::from(unit), DateType::Date, "PAST_REF")
    }

    fn current(&self, at: usize, word: Word) -> Option<Hit> {
        if let Some(Kind::Unit(
            unit @ (Unit::Week | Unit::Month | Unit::Quarter | Unit::Year),
            false,
        )) = self.next_kind(at + 1)
        {
            return Hit::point(at, at + 2, Point::Shift(unit, 0, From::Report));
        }
        let current = word == Word::Current && !self.capital(at);
        let at_present = word == Word::Present
            && self.word_before(at) == Some(Word::At)
            && self.raw_word_from(at + 1) != "the";
        let dash = usize::from(self.is_sign(at + 1, b'-'));
        let day = self.next_kind(at + 1 + dash) == Some(Kind::Unit(Unit::Day, false));
        if word == Word::Present && day {
            return Hit::fixed(at, at + 2 + dash, DateType::Date, "PRESENT_REF");
        }
        (current || at_present).then(|| Hit::fixed(at, at + 1, DateType::Date, "PRESENT_REF"))?
    }

    fn future(&self, at: usize) -> Option<Hit> {
        (!self.capital(at)).then(|| Hit::fixed(at, at + 1, DateType::Date, "FUTURE_REF"))?
    }

    /// Behind "the".
    pub(super) fn deictic_after_the(&mut self, the: usize, word: Word) -> Option<Hit> {
        let at = the + 1;
        match word {
            Word::Future => self.future(at),
            Word::Past
                if self.next_kind(at + 1).is_none() || self.raw_word_from(at + 1).is_empty() =>
            {
                let led = matches!(self.word_before(the), Some(Word::In | Word::From | Word::Of));
                led.then(|| Hit::fixed(the, at + 1, DateType::Date, "PAST_REF"))?
            }
            Word::Recent => self.recent(at),
            Word::Current | Word::Present => self.current(at, word),
            Word::Last
            | Word::Past
            | Word::Next
            | Word::Previous
            | Word::Following
            | Word::Same
            | Word::Coming => self.directed(the, at, word, true),
            _ => None,
        }
    }

    /// "this", "last", "next", "past", "previous", "following", "same", "that", "coming".
    fn directed(&mut self, start: usize, at: usize, word: Word, the: bool) -> Option<Hit> {
        let (mut n, mut from) = match word {
            Word::This => (0, From::Report),
            Word::Last | Word::Past => (-1, From::Report),
            Word::Next | Word::Coming => (1, From::Report),
            Word::Previous => (-1, From::Told),
            Word::Following => (1, From::Told),
            Word::Same | Word::That => (0, From::Told),
            _ => return None,
        };
        let verb = word == Word::Last && !the && self.word_before(at) == Some(Word::To);
        if verb || !self.joined(at + 1) {
            return None;
        }
        let mut next = at + 1;
        let mut past = word == Word::Past;
        match (word, self.kind(next)?) {
            (Word::This, Kind::Word(Word::Past | Word::Last)) => {
                (n, past, next) = (-1, true, next + 1);
            }
            (Word::This, Kind::Word(Word::Coming | Word::Next)) => (n, next) = (1, next + 1),
            (Word::This | Word::That, Kind::Word(Word::Same)) => {
                (n, from, next) = (0, From::Told, next + 1);
            }
            _ => {}
        }
        while matches!(self.next_kind(next), Some(Kind::Word(Word::Straight | Word::Fiscal)))
            && next < at + 4
        {
            next += 1;
        }
        if n != 0
            && let Some((after, length)) = self.counted_units(next)
        {
            return Hit::fixed(start, after, DateType::Duration, length);
        }
        self.directed_at(start, next, (n, from), Manner { word, the, past })
    }

    fn directed_at(
        &mut self,
        start: usize,
        at: usize,
        (n, from): (i64, From),
        how: Manner,
    ) -> Option<Hit> {
        match self.next_kind(at)? {
            Kind::Unit(unit, false) => self.directed_unit(start, at, (unit, n, from), how),
            Kind::Unit(unit, true) => self.directed_units(start, at, unit, how),
            Kind::Part(part, false) => {
                let (n, from) = match how.word {
                    Word::Next => (1, From::Told),
                    _ => (n, from),
                };
                Hit::timed(start, at + 1, Point::Shift(Unit::Day, n, from), Clock::Part(part))
            }
            _ => {
                let toward = match n {
                    0 => Toward::This,
                    1 => Toward::Next,
                    _ => Toward::Last,
                };
                let from = if how.the && how.word == Word::Next { From::Told } else { from };
                if from == From::Told && n == 0 {
                    return self.same_again(start, at);
                }
                self.toward(start, at, toward, from).map(|mut hit| {
                    hit.start = start;
                    hit
                })
            }
        }
    }

    fn directed_unit(
        &mut self,
        start: usize,
        at: usize,
        (unit, n, from): (Unit, i64, From),
        how: Manner,
    ) -> Option<Hit> {
        if unit < Unit::Day || (unit == Unit::Second) {
            return None;
        }
        let within = matches!(
            self.word_before(start),
            Some(Word::In | Word::Over | Word::For | Word::During | Word::Within)
        );
        let length = (how.past && unit != Unit::Weekend)
            || (how.the
                && within
                && matches!(how.word, Word::Last | Word::Next)
                && unit >= Unit::Week
                && unit != Unit::Weekend);
        if length {
            return Hit::fixed(start, at + 1, DateType::Duration, value(Some(100), unit));
        }
        let told_next = how.word == Word::Next && (how.the || unit == Unit::Day);
        let from = if told_next || (how.word == Word::This && unit == Unit::Day) {
            From::Told
        } else {
            from
        };
        if let Some(hit) = self.part_of_shifted_year(start, at, (unit, n, from)) {
            return Some(hit);
        }
        if let (Unit::Day, Some((next, part))) = (unit, self.part_word(at + 1)) {
            return Hit::timed(start, next, Point::Shift(unit, n, from), Clock::Part(part));
        }
        Hit::point(start, at + 1, Point::Shift(unit, n, from))
    }

    /// "last year's third quarter", "this year's March".
    fn part_of_shifted_year(
        &self,
        start: usize,
        at: usize,
        shift: (Unit, i64, From),
    ) -> Option<Hit> {
        let (Unit::Year, n, from) = shift else { return None };
        if !(self.is_sign(at + 1, b'\'') && self.is_word(at + 2, Word::S) && self.joined(at + 3)) {
            return None;
        }
        let year = Year::Shift(n, from);
        let part = self.ordinal_part(at + 3)?;
        let point = match part.sense {
            Sense::Point(Point::Quarter(q, Year::Unsaid), None) => Point::Quarter(q, year),
            Sense::Point(Point::Half(h, Year::Unsaid), None) => Point::Half(h, year),
            _ => return None,
        };
        Hit::point(start, part.next, point)
    }

    /// "that July", "the same spring": in the year last told.
    fn same_again(&self, start: usize, at: usize) -> Option<Hit> {
        let year = Year::Shift(0, From::Told);
        let point = match self.next_kind(at)? {
            Kind::Month(month, false) if self.capital(at) => Point::Month(month, year),
            Kind::Season(season) => Point::Season(season, year),
            Kind::Weekday(day, false) if self.capital(at) => {
                Point::WeekdayToward(day, Toward::This, From::Told)
            }
            _ => return None,
        };
        Hit::point(start, at + 1, point)
    }

    /// `year-end`, `month's end`, `year-earlier`.
    pub(super) fn unit_end(&self, at: usize) -> Option<Hit> {
        let Kind::Unit(unit @ (Unit::Week | Unit::Month | Unit::Quarter | Unit::Year), false) =
            self.kind(at)?
        else {
            return None;
        };
        let own = self.is_sign(at + 1, b'\'') && self.is_word(at + 2, Word::S);
        let dash = self.is_sign(at + 1, b'-') && self.glued(at + 2);
        if dash && matches!(self.kind(at + 2), Some(Kind::Word(Word::Earlier | Word::Ago))) {
            return Hit::point(at, at + 3, Point::Shift(unit, -1, From::Told));
        }
        let end = if own { at + 3 } else { at + 1 + usize::from(dash) };
        (self.is_word(end, Word::End))
            .then(|| Hit::point(at, end + 1, Point::Shift(unit, 0, From::Context)))?
    }

    /// "these days", "coming weeks", "following months", "past years".
    fn directed_units(&self, start: usize, at: usize, unit: Unit, how: Manner) -> Option<Hit> {
        if unit < Unit::Day {
            return None;
        }
        let fixed = |value: &str| Hit::fixed(start, at + 1, DateType::Date, value);
        match how.word {
            // "this years festival": the apostrophe is forgotten.
            Word::This if unit == Unit::Year && self.raw_word_from(at - 1) == "this" => {
                Hit::point(start, at + 1, Point::Shift(unit, 0, From::Report))
            }
            Word::This if unit == Unit::Day => fixed("PRESENT_REF"),
            Word::That if matches!(unit, Unit::Day | Unit::Year) && !how.the => fixed("PAST_REF"),
            Word::Coming | Word::Next => fixed("FUTURE_REF"),
            Word::Past | Word::Previous => fixed("PAST_REF"),
            Word::Following => Hit::fixed(start, at + 1, DateType::Duration, value(None, unit)),
            _ => None,
        }
    }

    /// `the day before yesterday`, `the year before`, `the day following`, `the weekend`,
    /// `the quarter`.
    pub(super) fn the_unit(&mut self, the: usize) -> Option<Hit> {
        let at = the + 1;
        let Kind::Unit(unit, false) = self.kind(at)? else { return None };
        if unit < Unit::Day {
            return None;
        }
        let next = at + 1;
        match self.next_kind(next) {
            Some(Kind::Word(word @ (Word::Before | Word::After))) => {
                let n = if word == Word::Before { -1 } else { 1 };
                self.unit_beside(the, next + 1, unit, n)
            }
            Some(Kind::Word(Word::Following)) if self.raw_word_from(next + 1).is_empty() => {
                Hit::point(the, next + 1, Point::Shift(unit, 1, From::Told))
            }
            Some(Kind::Digits(_)) if unit == Unit::Year => {
                let (after, year) = self.plain_year(next)?;
                Hit::point(the, after, Point::Year(Year::Known(year)))
            }
            _ if unit == Unit::Weekend => {
                Hit::point(the, next, Point::Shift(unit, 0, From::Context))
            }
            _ if unit == Unit::Quarter && self.quarter_stands_alone(the, next) => {
                Hit::point(the, next, Point::Shift(unit, 0, From::Told))
            }
            _ => None,
        }
    }

    fn quarter_stands_alone(&self, the: usize, next: usize) -> bool {
        let led = matches!(
            self.word_before(the),
            Some(Word::In | Word::For | Word::Of | Word::During | Word::By)
        );
        led && self.raw_word_from(next) != "of"
    }

    /// Behind "the day before": a date, or nothing.
    fn unit_beside(&mut self, start: usize, at: usize, unit: Unit, n: i64) -> Option<Hit> {
        if self.joined(at) && self.point_may_start(at) {
            let kept = self.out.len();
            if let Some(Hit { next, sense: Sense::Point(point, None), .. }) = self.core(at)
                && self.out.len() == kept
            {
                return Hit::point(start, next, Point::After(unit, n, Box::new(point)));
            }
            self.out.truncate(kept);
            return None;
        }
        let alone = self.raw_word_from(at).is_empty()
            || matches!(
                self.next_kind(at),
                Some(Kind::Word(Word::In | Word::At | Word::By | Word::And))
            );
        alone.then(|| Hit::point(start, at, Point::Shift(unit, n, From::Told)))?
    }
}

/// How a pointing word was said.
#[derive(Debug, Clone, Copy)]
struct Manner {
    word: Word,
    /// With an article: "the next day" is the day after the one told.
    the: bool,
    /// "the past year" is a length.
    past: bool,
}
