//! Calendar dates: ISO and slashed figures, months with days and years, weekdays.

use super::{Hit, Walk};
use crate::dates::holidays::Feast;
use crate::dates::sense::{Clock, From, Point, Sense, Toward, Year};
use crate::dates::vocabulary::{Kind, Unit, Word};
use wiredesk_model::DateType;

impl Walk<'_> {
    /// `2024-07-19`, `2024-07-19T10:30`, `7/19/2024`, `19.07.2024`, `2024/07/19`, `2024-07`.
    pub(super) fn numeric(&self, at: usize) -> Option<Hit> {
        let (first, width) = self.digits(at)?;
        let sign = match self.tokens.get(at + 1)?.kind {
            Kind::Sign(sign @ (b'-' | b'/' | b'.')) if self.glued(at + 1) => sign,
            _ => return None,
        };
        if !self.glued(at + 2) || self.figures_before(at) {
            return None;
        }
        let (second, second_width) = match self.kind(at + 2)? {
            Kind::Digits(value) => (value, self.tokens[at + 2].len()),
            Kind::Month(month, _) => (u32::from(month), 2),
            _ => return None,
        };
        let third = (self.is_sign(at + 3, sign) && self.glued(at + 3) && self.glued(at + 4))
            .then(|| self.digits(at + 4))
            .flatten();
        let Some((third, third_width)) = third else {
            return self.year_and_month(at, (first, width), (second, second_width), sign);
        };
        if self.figures_behind(at + 5) || second_width > 2 {
            return None;
        }
        let (year, month, day) = match (width, third_width) {
            (4, 1 | 2) => (first, second, third),
            (1 | 2, 4) => in_order(third, first, second, sign),
            (1 | 2, 2) if sign != b'-' => in_order(expand(third), first, second, sign),
            _ => return None,
        };
        let point = day_point(year, month, day)?;
        self.iso_clock(at, at + 5, &point).or_else(|| Hit::point(at, at + 5, point))
    }

    fn year_and_month(
        &self,
        at: usize,
        first: (u32, usize),
        second: (u32, usize),
        sign: u8,
    ) -> Option<Hit> {
        let iso = first.1 == 4 && second.1 == 2 && sign == b'-' && second.0 >= 1 && second.0 <= 12;
        // `2003-04` is two years, `2003-12` a month: seasons are written with the next year.
        let span_of_years = second.0 == first.0 % 100 + 1;
        if iso && !span_of_years && (1900..2100).contains(&first.0) && !self.figures_behind(at + 3)
        {
            let month = u8::try_from(second.0).ok()?;
            return Hit::point(at, at + 3, Point::Month(month, known(first.0)));
        }
        None
    }

    /// `T10:30` or ` 10:30` right behind an ISO date.
    fn iso_clock(&self, start: usize, at: usize, point: &Point) -> Option<Hit> {
        let hour_at =
            if self.is_word(at, Word::T) && self.glued(at) { at + 1 } else { return None };
        let (hour, _) = self.digits(hour_at).filter(|&(h, w)| w == 2 && h < 24)?;
        if !(self.is_sign(hour_at + 1, b':') && self.glued(hour_at + 2)) {
            return None;
        }
        let (minute, _) = self.digits(hour_at + 2).filter(|&(m, w)| w == 2 && m < 60)?;
        let mut next = hour_at + 3;
        if self.is_sign(next, b':') && self.glued(next) && self.digits(next + 1).is_some() {
            next += 2;
        }
        if self.is_word(next, Word::Z) && self.glued(next) {
            next += 1;
        }
        Hit::timed(start, next, point.clone(), Clock::At(hour, minute))
    }

    /// True when the figure is a piece of something else: a price, a score, a version.
    fn figures_before(&self, at: usize) -> bool {
        let glued = self.glued(at);
        match self.kind_before(at) {
            Some(Kind::Sign(b'$')) => true,
            Some(Kind::Sign(b'.' | b'-' | b'/' | b':' | b',') | Kind::Digits(_)) => glued,
            _ => self.mark_before(at),
        }
    }

    /// A currency or number sign right before.
    pub(super) fn mark_before(&self, at: usize) -> bool {
        let start = self.tokens[at].start as usize;
        self.text[..start].chars().next_back().is_some_and(|c| {
            matches!(c, '€' | '£' | '¥' | '#' | '+' | '_' | '@' | '=') || c.is_alphanumeric()
        })
    }

    /// True when more figures or a per cent sign are glued on behind.
    pub(super) fn figures_behind(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|i| self.tokens.get(i)) else { return false };
        let rest = &self.text.as_bytes()[before.end as usize..];
        match rest {
            [b'.' | b',' | b':' | b'/' | b'-', digit, ..] => digit.is_ascii_digit(),
            [b'%' | b'_' | b'@' | b'=', ..] => true,
            [letter, ..] => letter.is_ascii_alphanumeric(),
            [] => false,
        }
    }

    /// `July 19, 2024`, `July 2024`, `July 19-21`, `July of that year`, `July`.
    pub(super) fn month_first(&mut self, at: usize) -> Option<Hit> {
        let Kind::Month(month, short) = self.kind(at)? else { return None };
        if !self.capital(at) || (self.glued(at) && self.letters_before(at)) {
            return None;
        }
        let mut next = at + 1;
        if month == 5 && self.raw_word_from(next) == "Day" {
            let (next, year) = self.year_behind(at + 2);
            return Hit::point(at, next, Point::Feast(Feast::Fixed(5, 1), year));
        }
        if short && self.is_sign(next, b'.') && self.glued(next) {
            next += 1;
        }
        let slot = if self.is_word(next, Word::The) { next + 1 } else { next };
        if let Some((after_day, day)) = self.day_number(slot) {
            return self.month_day(at, after_day, month, day);
        }
        if let Some((after_year, year)) = self.said_year_of(next) {
            return Hit::point(at, after_year, Point::Month(month, year));
        }
        self.month_alone(at, next, month, short)
    }

    /// Behind "July 19": a year, another day, or nothing.
    fn month_day(&mut self, start: usize, next: usize, month: u8, day: u8) -> Option<Hit> {
        if let Some(second) = self.range_sign(next)
            && let Some((after, last_day)) = self.day_number(second).filter(|&(_, d)| d > day)
            && !matches!(self.next_kind(after), Some(Kind::Month(..) | Kind::Unit(..)))
        {
            let (after, year) = self.year_after_comma(after);
            let first = Hit::point(start, next, Point::Day(month, day, year))?;
            self.push(&first);
            return Hit::point(second, after, Point::Day(month, last_day, year));
        }
        let (next, mut year) = self.year_after_comma(next);
        let attacks =
            matches!(self.raw_word_from(next), "attacks" | "terrorist" | "terror" | "hijackers");
        if (month, day, year) == (9, 11, Year::Unsaid) && attacks {
            year = Year::Known(2001);
        }
        Hit::point(start, next, Point::Day(month, day, year))
    }

    /// `, 2024`, ` 2024`, ` of that year`, ` last year`.
    pub(super) fn year_after_comma(&self, at: usize) -> (usize, Year) {
        let comma = self.is_sign(at, b',') && self.joined(at + 1);
        let from = if comma { at + 1 } else { at };
        if let Some((next, year)) = self.plain_year(from) {
            let counted = super::looks_counted(self.raw_word_from(next));
            if !counted || matches!(self.next_kind(next), Some(Kind::Word(_))) {
                return (next, Year::Known(year));
            }
        }
        if comma { (at, Year::Unsaid) } else { self.said_year(at).unwrap_or((at, Year::Unsaid)) }
    }

    fn month_alone(&self, at: usize, next: usize, month: u8, short: bool) -> Option<Hit> {
        let led = matches!(
            self.word_before(at),
            Some(
                Word::In
                    | Word::Since
                    | Word::Of
                    | Word::By
                    | Word::Until
                    | Word::From
                    | Word::To
                    | Word::Through
                    | Word::During
                    | Word::Before
                    | Word::After
                    | Word::Early
                    | Word::Late
                    | Word::Mid
                    | Word::For
                    | Word::Between
                    | Word::On
                    | Word::Every
                    | Word::Each
                    | Word::Last
                    | Word::Next
                    | Word::This
                    | Word::That
                    | Word::Into
                    | Word::Following
                    | Word::Previous
                    | Word::Past
                    | Word::Within
            )
        ) || matches!(self.kind_before(at), Some(Kind::Sign(b'-'))) && self.glued(at)
            || self.month_paired(at, next);
        if short && !led {
            return None;
        }
        let raw = self.raw_word_from(next);
        let named =
            raw.starts_with(|c: char| c.is_ascii_uppercase()) && self.next_kind(next).is_none();
        let doubtful = matches!(month, 3 | 5) || (matches!(month, 4 | 6 | 8) && named);
        if doubtful && !led {
            return None;
        }
        if doubtful && month == 5 && self.word_before(at) == Some(Word::That) {
            return None;
        }
        Hit::point(at, next, Point::Month(month, Year::Unsaid))
    }

    /// "March and April", "May or June", "between May and July".
    fn month_paired(&self, at: usize, next: usize) -> bool {
        let joiner = |i: usize| {
            matches!(
                self.next_kind(i),
                Some(Kind::Word(Word::And | Word::Or | Word::To | Word::Through))
            ) || self.is_sign(i, b',')
                || self.is_sign(i, b'-')
        };
        let is_month =
            |i: usize| matches!(self.kind(i), Some(Kind::Month(_, false))) && self.capital(i);
        (joiner(next) && self.joined(next + 1) && is_month(next + 1))
            || (at >= 2 && self.joined(at) && joiner(at - 1) && is_month(at - 2))
    }

    fn letters_before(&self, at: usize) -> bool {
        !matches!(self.kind_before(at), Some(Kind::Sign(_)))
    }

    /// A day of the month, `19`, `19th`, `nineteenth`: the token after it and the number.
    pub(super) fn day_number(&self, at: usize) -> Option<(usize, u8)> {
        if !self.joined(at) {
            return None;
        }
        if let Some((next, value)) = self.ordinal_word(at) {
            return Some((next, u8::try_from(value).ok().filter(|d| (1..=31).contains(d))?));
        }
        let (value, width) = self.digits(at)?;
        if width > 2 || !(1..=31).contains(&value) {
            return None;
        }
        let next = if self.glued(at + 1) && self.is_word(at + 1, Word::OrdinalEnd) {
            at + 2
        } else {
            at + 1
        };
        if next == at + 1 && self.figures_behind_day(next) {
            return None;
        }
        Some((next, u8::try_from(value).ok()?))
    }

    /// "5-9" is a range of days; "5.9", "5:30" and "5%" are no days at all.
    fn figures_behind_day(&self, at: usize) -> bool {
        let before = &self.tokens[at - 1];
        let rest = &self.text.as_bytes()[before.end as usize..];
        match rest {
            [b'.' | b':' | b'/', digit, ..] => digit.is_ascii_digit(),
            [b',', a, b, c, ..] => [a, b, c].iter().all(|d| d.is_ascii_digit()),
            [b'%' | b'_' | b'@', ..] => true,
            [letter, ..] => letter.is_ascii_alphanumeric(),
            [] => false,
        }
    }

    /// The token after "-", "–", "to", "and", "or", "through".
    pub(super) fn range_sign(&self, at: usize) -> Option<usize> {
        let joins = matches!(
            self.next_kind(at),
            Some(
                Kind::Sign(b'-')
                    | Kind::Word(Word::And | Word::Or | Word::To | Word::Through | Word::Until)
            )
        );
        (joins && self.joined(at + 1)).then_some(at + 1)
    }

    /// `19 July 2024`, `19th of July`, `5-9 March`, `the 28th of that month`.
    pub(super) fn day_first(&mut self, at: usize) -> Option<Hit> {
        let free = at == 0
            || !self.joined(at)
            || !self.glued(at)
            || !matches!(
                self.kind(at - 1),
                Some(Kind::Sign(b'.' | b',' | b'$' | b':' | b'/' | b'\'') | Kind::Digits(_))
            );
        if !free || self.mark_before(at) {
            return None;
        }
        let (next, day) = self.first_day_number(at)?;
        if let Some(second) = self.range_sign(next)
            && let Some((after, last_day)) = self.day_number(second).filter(|&(_, d)| d > day)
            && let Some((after, month)) = self.month_behind(after)
        {
            let (after, year) = self.year_after_comma(after);
            let first = Hit::point(at, next, Point::Day(month, day, year))?;
            self.push(&first);
            return Hit::point(second, after, Point::Day(month, last_day, year));
        }
        if let Some((after, month)) = self.month_behind(next) {
            let (after, year) = self.year_after_comma(after);
            return Hit::point(at, after, Point::Day(month, day, year));
        }
        self.day_of_month_phrase(at, next, day)
    }

    fn first_day_number(&self, at: usize) -> Option<(usize, u8)> {
        if let Some((next, value)) = self.ordinal_word(at) {
            return Some((next, u8::try_from(value).ok().filter(|d| (1..=31).contains(d))?));
        }
        let (value, width) = self.digits(at)?;
        if width > 2 || !(1..=31).contains(&value) {
            return None;
        }
        let ordinal = self.glued(at + 1) && self.is_word(at + 1, Word::OrdinalEnd);
        Some((at + 1 + usize::from(ordinal), u8::try_from(value).ok()?))
    }

    /// ` July`, ` of July`, `-July-`: the token after and the month.
    fn month_behind(&self, at: usize) -> Option<(usize, u8)> {
        let at = if self.is_word(at, Word::Of) || self.is_sign(at, b'-') { at + 1 } else { at };
        let Some(Kind::Month(month, short)) = self.next_kind(at) else { return None };
        if !self.capital(at) {
            return None;
        }
        let dotted =
            short && self.is_sign(at + 1, b'.') && self.glued(at + 1) && self.joined(at + 2);
        Some((at + 1 + usize::from(dotted), month))
    }

    /// "of this month", "day of the month".
    fn day_of_month_phrase(&self, start: usize, at: usize, day: u8) -> Option<Hit> {
        if !self.is_word(at, Word::Of) {
            return None;
        }
        let unit = Kind::Unit(Unit::Month, false);
        let (shift, from, month_at) = match self.next_kind(at + 1)? {
            Kind::Word(Word::That) => (0, From::Told, at + 2),
            Kind::Word(Word::This) => (0, From::Report, at + 2),
            Kind::Word(Word::Last) => (-1, From::Report, at + 2),
            Kind::Word(Word::Next) => (1, From::Report, at + 2),
            Kind::Word(Word::The) => match self.next_kind(at + 2)? {
                Kind::Word(Word::Same) => (0, From::Told, at + 3),
                Kind::Word(Word::Following | Word::Next) => (1, From::Told, at + 3),
                Kind::Word(Word::Previous) => (-1, From::Told, at + 3),
                _ => (0, From::Context, at + 2),
            },
            _ => return None,
        };
        (self.next_kind(month_at) == Some(unit))
            .then(|| Hit::point(start, month_at + 1, Point::DayOfShiftedMonth(day, shift, from)))?
    }

    /// "the 20th" alone: only in figures, and not before a noun.
    pub(super) fn day_alone(&self, the: usize) -> Option<Hit> {
        let (value, width) = self.digits(the + 1)?;
        let ordinal = self.glued(the + 2) && self.is_word(the + 2, Word::OrdinalEnd);
        let led = matches!(
            self.word_before(the),
            Some(
                Word::On | Word::From | Word::To | Word::By | Word::Until | Word::Since | Word::And
            )
        );
        let alone = self.raw_word_from(the + 3).is_empty()
            || matches!(self.next_kind(the + 3), Some(Kind::Word(Word::To | Word::And | Word::At)));
        if !ordinal || !led || !alone || width > 2 || !(1..=31).contains(&value) {
            return None;
        }
        let day = u8::try_from(value).ok()?;
        Hit::point(the, the + 3, Point::DayOfMonth(day))
    }

    /// `Tuesday`, `Tuesday, July 19, 2024`, `Tuesday 19 July`, `Tuesday night`,
    /// `Tuesday last week`.
    pub(super) fn weekday(&mut self, at: usize) -> Option<Hit> {
        let Kind::Weekday(day, short) = self.kind(at)? else { return None };
        if !self.capital(at) || self.weekday_is_a_name(at) {
            return None;
        }
        let mut next = at + 1;
        if short && self.is_sign(next, b'.') && self.glued(next) {
            next += 1;
        }
        if let Some(hit) = self.weekday_and_date(at, next) {
            return Some(hit);
        }
        if short && matches!(day, 3 | 6 | 7) && self.word_before(at) != Some(Word::On) {
            return None;
        }
        let weeks = |n| Point::WeekdayOfWeek(day, n);
        let of = if self.is_word(next, Word::Of) { next + 1 } else { next };
        let week_at = |i: usize| self.next_kind(i) == Some(Kind::Unit(Unit::Week, false));
        let shift = match self.next_kind(of) {
            Some(Kind::Word(Word::Last)) => Some(-1),
            Some(Kind::Word(Word::Next)) => Some(1),
            Some(Kind::Word(Word::This)) => Some(0),
            _ => None,
        };
        if let Some(n) = shift.filter(|_| week_at(of + 1)) {
            return Hit::point(at, of + 2, weeks(n));
        }
        self.weekday_with_part(at, next, Point::Weekday(day))
    }

    /// "Tuesday" and perhaps "night" behind it.
    fn weekday_with_part(&self, at: usize, next: usize, point: Point) -> Option<Hit> {
        if let Some((after, part)) = self.part_word(next) {
            return Hit::timed(at, after, point, Clock::Part(part));
        }
        if let (Some(Kind::Part(part, true)), Point::Weekday(day)) = (self.next_kind(next), &point)
        {
            let value = format!("XXXX-WXX-{day}T{}", part.code());
            return Hit::fixed(at, next + 1, DateType::Set, value);
        }
        Hit::point(at, next, point)
    }

    /// A calendar date behind a weekday's name belongs to it.
    fn weekday_and_date(&mut self, at: usize, next: usize) -> Option<Hit> {
        let mut from = next;
        if self.is_sign(from, b',') {
            from += 1;
        }
        if self.is_word(from, Word::The) {
            from += 1;
        }
        if !self.joined(from) {
            return None;
        }
        let kept = self.out.len();
        let hit = match self.kind(from)? {
            Kind::Month(..) => self.month_first(from),
            Kind::Digits(_) | Kind::Ordinal(_) => {
                self.day_first(from).or_else(|| self.numeric(from))
            }
            _ => None,
        }?;
        let day = matches!(hit.sense, Sense::Point(Point::Day(..), _));
        if day && self.out.len() == kept && hit.start == from {
            return Some(Hit { start: at, ..hit });
        }
        if let Some(first) = self.out.get_mut(kept) {
            first.span.start = self.tokens[at].start as usize;
            return Some(hit);
        }
        None
    }

    /// "Sunday Times", "Bloody Sunday", "Black Friday".
    fn weekday_is_a_name(&self, at: usize) -> bool {
        let behind = self.raw_word_from(at + 1);
        let named = matches!(
            behind,
            "Times"
                | "Telegraph"
                | "Express"
                | "Mirror"
                | "Herald"
                | "Mail"
                | "Night"
                | "Post"
                | "Star"
                | "World"
                | "Sun"
                | "Tribune"
                | "School"
                | "Age"
                | "Independent"
        );
        let before = self.raw_word_before(at);
        let tv = matches!(self.raw_word_from(at + 2), "Live" | "Football");
        named && (behind != "Night" || tv)
            || matches!(before, "Bloody" | "Super" | "Fat" | "Black" | "Ruby" | "Freaky" | "Spy")
    }

    /// `Mondays`, `Friday nights`.
    pub(super) fn weekdays(&self, at: usize, day: u8) -> Option<Hit> {
        let possessive = self.is_sign(at + 1, b'\'');
        (self.capital(at) && !possessive)
            .then(|| Hit::fixed(at, at + 1, DateType::Set, format!("XXXX-WXX-{day}")))?
    }

    /// "last Tuesday", "next March", "this summer", "this Christmas".
    pub(super) fn toward(
        &self,
        start: usize,
        at: usize,
        toward: Toward,
        from: From,
    ) -> Option<Hit> {
        match self.next_kind(at)? {
            Kind::Weekday(day, _) if self.capital(at) => {
                self.weekday_with_part(start, at + 1, Point::WeekdayToward(day, toward, from))
            }
            Kind::Month(month, _) if self.capital(at) => {
                if let Some((next, day)) = self.day_number(at + 1) {
                    let (next, year) = self.year_after_comma(next);
                    return Hit::point(start, next, Point::Day(month, day, year));
                }
                Hit::point(start, at + 1, Point::MonthToward(month, toward, from))
            }
            Kind::Season(season) => {
                Hit::point(start, at + 1, Point::SeasonToward(season, toward, from))
            }
            Kind::Feast => {
                let hit = self.feast(at)?;
                let Sense::Point(Point::Feast(feast, _), _) = hit.sense else { return None };
                Hit::point(start, hit.next, Point::FeastToward(feast, toward))
            }
            _ => None,
        }
    }
}

fn known(year: u32) -> Year {
    Year::Known(i32::try_from(year).unwrap_or(i32::MAX))
}

/// A year of two digits: the century that makes it nearest to our time.
pub(super) fn expand(short: u32) -> u32 {
    if short < 50 { 2000 + short } else { 1900 + short }
}

/// Month and day of two figures: months first, as the wires write, unless they cannot be.
fn in_order(year: u32, first: u32, second: u32, sign: u8) -> (u32, u32, u32) {
    let day_first = (sign == b'.' && second <= 12) || first > 12;
    if day_first { (year, second, first) } else { (year, first, second) }
}

fn day_point(year: u32, month: u32, day: u32) -> Option<Point> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let year_number = i32::try_from(year).ok()?;
    crate::dates::civil::Day::new(year_number, month, day)?;
    Some(Point::Day(month, day, Year::Known(year_number)))
}
