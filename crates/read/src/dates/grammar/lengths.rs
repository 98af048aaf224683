//! Lengths of time and what recurs: `three years`, `a 28-day truce`, `two days later`,
//! `every Monday`.

use super::{Hit, Walk};
use crate::dates::number;
use crate::dates::sense::{From, Point, Sense};
use crate::dates::vocabulary::{Kind, Unit, Word};
use wiredesk_model::DateType;

/// How many. Hundredths, so that "two and a half" stays exact; `None` is "several".
type Amount = Option<u64>;

impl Walk<'_> {
    /// A number of units, and what "ago", "later" and the like make of it.
    pub(super) fn length(&mut self, at: usize) -> Option<Hit> {
        if self.mark_before(at)
            || matches!(self.kind_before(at), Some(Kind::Sign(b'$'))) && self.glued(at)
        {
            return None;
        }
        if let Some(hit) = self.half_an_hour(at) {
            return Some(hit);
        }
        let (after, amount) = self.amount(at)?;
        if let Some((unit_at, unit, _)) = self.unit_behind(after, amount) {
            if self.names_something(at, unit_at, unit, amount) {
                return None;
            }
            return self.length_of(at, unit_at, amount, unit);
        }
        self.length_range(at, after, amount)
    }

    /// "two to three years", "18-24 months": two lengths.
    fn length_range(&mut self, at: usize, after: usize, first: Amount) -> Option<Hit> {
        let second_at = self.range_sign(after)?;
        let (next, second) = self.amount(second_at)?;
        let (unit_at, unit, _) = self.unit_behind(next, second)?;
        if first.is_none() || second <= first || self.is_age(unit_at) {
            return None;
        }
        let first = Hit::fixed(at, after, DateType::Duration, value(first, unit))?;
        self.push(&first);
        self.length_of(second_at, unit_at, second, unit)
    }

    /// The unit behind a number: its token, what it is, and whether it is a plural.
    fn unit_behind(&self, after: usize, amount: Amount) -> Option<(usize, Unit, bool)> {
        let mut at = after;
        let dash = self.is_sign(at, b'-') && self.glued(at) && self.glued(at + 1);
        if dash {
            at += 1;
        }
        while matches!(self.next_kind(at), Some(Kind::Word(Word::Straight | Word::More)))
            && at < after + 3
        {
            at += 1;
        }
        let Kind::Unit(unit, plural) = self.next_kind(at)? else { return None };
        // "one years"; "World Cup 2018 day five".
        let odd = if plural { amount == Some(100) } else { amount.is_some_and(|a| a >= 100_000) };
        if odd && !dash {
            return None;
        }
        Some((at, unit, plural))
    }

    fn is_age(&self, unit_at: usize) -> bool {
        let dash = usize::from(self.is_sign(unit_at + 1, b'-') && self.glued(unit_at + 1));
        self.is_word(unit_at + 1 + dash, Word::Old)
            || matches!(
                self.raw_word_from(unit_at + 1),
                "old" | "older" | "younger" | "young" | "olds"
            )
            || (dash == 1 && self.glued_word(unit_at + 1, "olds"))
    }

    /// A raw word glued on behind the token.
    fn glued_word(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|t| self.text[t.end as usize..].starts_with(word))
    }

    /// "a second attempt", "one quarter of all", "a week-long", "a day job": no lengths of time.
    fn names_something(&self, at: usize, unit_at: usize, unit: Unit, amount: Amount) -> bool {
        let article = matches!(self.kind(at), Some(Kind::Word(Word::An)));
        let ordinal = unit == Unit::Second && (article || amount == Some(100));
        let share = unit == Unit::Quarter && (article || amount.is_some_and(|a| a <= 300));
        let weekend = unit == Unit::Weekend && article;
        let compound = article
            && self.is_sign(unit_at + 1, b'-')
            && self.glued(unit_at + 1)
            && !self.glued_word(unit_at + 1, "long")
            && !self.is_word(unit_at + 2, Word::Straight);
        ordinal || share || weekend || compound || self.is_age(unit_at)
    }

    fn length_of(&mut self, at: usize, unit_at: usize, amount: Amount, unit: Unit) -> Option<Hit> {
        let mut next = unit_at + 1;
        let mut amount = amount;
        if self.is_word(next, Word::And)
            && self.is_word(next + 1, Word::An)
            && self.is_word(next + 2, Word::Half)
        {
            next += 3;
            amount = amount.map(|a| a + 50);
        }
        // "three years' time", "or so", "or more".
        if self.is_word(next, Word::Or) && self.is_word(next + 1, Word::More) {
            next += 2;
        }
        self.tail(at, next, amount, unit)
            .or_else(|| Hit::fixed(at, next, DateType::Duration, value(amount, unit)))
    }

    /// "ago", "later", "earlier", "before", "from now", "after 3 March" behind a length.
    fn tail(&mut self, at: usize, next: usize, amount: Amount, unit: Unit) -> Option<Hit> {
        let Kind::Word(word) = self.next_kind(next)? else { return None };
        let (sign, from, after) = match word {
            Word::Ago => (-1, From::Report, next + 1),
            Word::Earlier => (-1, From::Told, next + 1),
            Word::Later | Word::Hence => (1, From::Told, next + 1),
            Word::From if self.is_word(next + 1, Word::Now) => (1, From::Report, next + 2),
            Word::Before | Word::After => {
                return self.before_or_after(at, next, amount, unit, word);
            }
            _ => return None,
        };
        if self.is_word(after, Word::Than) {
            return None;
        }
        self.shifted(at, after, sign, amount, (unit, from))
    }

    fn shifted(
        &self,
        at: usize,
        next: usize,
        sign: i64,
        amount: Amount,
        (unit, from): (Unit, From),
    ) -> Option<Hit> {
        let vague = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
        let Some(hundredths) = amount else {
            return Hit::fixed(at, next, DateType::Date, vague);
        };
        let (unit, count) = in_days(unit, hundredths);
        if unit < Unit::Day {
            return Hit::fixed(at, next, DateType::Duration, value(amount, unit));
        }
        let count = i64::try_from(count).ok()?;
        let steps = match unit {
            Unit::Fortnight => {
                return Hit::point(at, next, Point::Shift(Unit::Week, sign * 2 * count, from));
            }
            _ => sign * count,
        };
        Hit::point(at, next, Point::Shift(unit, steps, from))
    }

    /// "two days before" alone counts from the date last told; "two days after 3 March" from there;
    /// "two days after the attack" tells a length only.
    fn before_or_after(
        &mut self,
        at: usize,
        next: usize,
        amount: Amount,
        unit: Unit,
        word: Word,
    ) -> Option<Hit> {
        let sign = if word == Word::Before { -1 } else { 1 };
        let (unit_in_days, count) = in_days(unit, amount?);
        let steps = sign * i64::try_from(count).ok()?;
        if self.joined(next + 1) && self.point_may_start(next + 1) {
            let kept = self.out.len();
            let hit = self.core(next + 1);
            if let Some(Hit { next: after, sense: Sense::Point(point, None), .. }) = hit
                && self.out.len() == kept
                && unit_in_days >= Unit::Day
            {
                return Hit::point(at, after, Point::After(unit_in_days, steps, Box::new(point)));
            }
            self.out.truncate(kept);
            return None;
        }
        let alone = word == Word::Before && self.raw_word_from(next + 1).is_empty();
        if alone { self.shifted(at, next + 1, sign, amount, (unit, From::Told)) } else { None }
    }

    pub(super) fn point_may_start(&self, at: usize) -> bool {
        matches!(
            self.kind(at),
            Some(
                Kind::Month(..)
                    | Kind::Weekday(..)
                    | Kind::Digits(_)
                    | Kind::Feast
                    | Kind::Word(Word::Today | Word::Yesterday | Word::Tomorrow | Word::Now)
            )
        )
    }

    /// `half an hour`, `half a year`, `half a century`.
    fn half_an_hour(&mut self, at: usize) -> Option<Hit> {
        if self.kind(at) != Some(Kind::Word(Word::Half)) {
            return None;
        }
        let article = usize::from(self.is_word(at + 1, Word::An));
        let dash = usize::from(article == 0 && self.is_sign(at + 1, b'-'));
        let unit_at = at + 1 + article + dash;
        let Kind::Unit(unit, false) = self.next_kind(unit_at)? else { return None };
        let (finer, count) = match unit {
            Unit::Minute => (Unit::Second, 30),
            Unit::Hour => (Unit::Minute, 30),
            Unit::Day => (Unit::Hour, 12),
            Unit::Year => (Unit::Month, 6),
            Unit::Decade => (Unit::Year, 5),
            Unit::Century => (Unit::Year, 50),
            _ => return None,
        };
        self.tail(at, unit_at + 1, Some(count * 100), finer).or_else(|| {
            Hit::fixed(at, unit_at + 1, DateType::Duration, value(Some(count * 100), finer))
        })
    }

    /// `days later`, `for months`, `within weeks`.
    pub(super) fn bare_units(&mut self, at: usize) -> Option<Hit> {
        let Kind::Unit(unit, true) = self.kind(at)? else { return None };
        if let Some(hit) = self.tail(at, at + 1, None, unit) {
            return Some(hit);
        }
        let led = matches!(
            self.word_before(at),
            Some(Word::For | Word::Within | Word::In | Word::Over | Word::After)
        );
        let long = self.is_sign(at + 1, b'-') && self.is_word(at + 2, Word::Straight);
        let start_of_line = self.is_word(at + 1, Word::Of);
        (led || long || (start_of_line && self.raw_word_before(at) == "after"))
            .then(|| Hit::fixed(at, at + 1, DateType::Duration, value(None, unit)))?
    }

    /// `first ten months of 1915`: the length, not the year.
    pub(super) fn length_in_order(&mut self, at: usize) -> Option<Hit> {
        let Kind::Ordinal(1) = self.kind(at)? else { return None };
        if !self.joined(at + 1) {
            return None;
        }
        let (after, amount) = self.amount(at + 1)?;
        let (unit_at, unit, plural) = self.unit_behind(after, amount)?;
        (plural && amount != Some(100))
            .then(|| Hit::fixed(at, unit_at + 1, DateType::Duration, value(amount, unit)))?
    }

    /// A length behind "last", "next", "past", "coming": the token after it and the value.
    pub(super) fn counted_units(&self, at: usize) -> Option<(usize, String)> {
        if !self.joined(at) {
            return None;
        }
        let (after, amount) = self.amount(at)?;
        let (unit_at, unit, plural) = self.unit_behind(after, amount)?;
        plural.then(|| (unit_at + 1, value(amount, unit)))
    }

    /// A number in words or figures, `several`, `a few`, `a dozen`, `a`.
    fn amount(&self, at: usize) -> Option<(usize, Amount)> {
        let couple_of = |i: usize| i + usize::from(self.is_word(i, Word::Of));
        match self.kind(at)? {
            Kind::Word(Word::An) => match self.next_kind(at + 1)? {
                Kind::Word(Word::Few) => Some((at + 2, None)),
                Kind::Word(Word::Couple) => Some((couple_of(at + 2), Some(200))),
                Kind::Word(Word::Dozen) => Some((at + 2, Some(1200))),
                Kind::Scale(_) => {
                    let (next, number) = number::words(self.tokens, at + 1)?;
                    Some((next, Some(number * 100)))
                }
                Kind::Unit(..) | Kind::Word(Word::Straight) => Some((at + 1, Some(100))),
                _ => None,
            },
            Kind::Word(Word::Several | Word::Few | Word::Many) => Some((at + 1, None)),
            Kind::Word(Word::Couple) => Some((couple_of(at + 1), Some(200))),
            Kind::Many(_) => Some((couple_of(at + 1), None)),
            Kind::Word(Word::Some) => match self.next_kind(at + 1)? {
                Kind::Unit(Unit::Day | Unit::Week | Unit::Month | Unit::Year, true) => {
                    Some((at + 1, None))
                }
                _ => None,
            },
            Kind::Cardinal(_) | Kind::Scale(_) => {
                let (next, number) = number::words(self.tokens, at)?;
                Some(self.and_a_half(next, number * 100))
            }
            Kind::Digits(_) => {
                let (next, hundredths) = self.number_figures(at)?;
                Some(self.and_a_half(next, hundredths))
            }
            _ => None,
        }
    }

    fn and_a_half(&self, at: usize, hundredths: u64) -> (usize, Amount) {
        let half = self.is_word(at, Word::And)
            && self.is_word(at + 1, Word::An)
            && self.is_word(at + 2, Word::Half);
        if half { (at + 3, Some(hundredths + 50)) } else { (at, Some(hundredths)) }
    }

    /// `1,000`, `1.5`, `20`; in hundredths.
    fn number_figures(&self, at: usize) -> Option<(usize, u64)> {
        let (value, width) = self.digits(at)?;
        if width > 6
            || (at > 0
                && self.glued(at)
                && matches!(self.kind(at - 1), Some(Kind::Sign(b'.' | b',' | b':'))))
        {
            return None;
        }
        let glued_digits = |i: usize| self.digits(i).filter(|_| self.glued(i));
        if self.is_sign(at + 1, b'.')
            && self.glued(at + 1)
            && let Some((tenths, digits)) = glued_digits(at + 2)
        {
            let hundredths = match digits {
                1 => u64::from(tenths) * 10,
                2 => u64::from(tenths),
                _ => return None,
            };
            return Some((at + 3, u64::from(value) * 100 + hundredths));
        }
        if self.is_sign(at + 1, b',')
            && self.glued(at + 1)
            && let Some((rest, 3)) = glued_digits(at + 2)
        {
            return Some((at + 3, (u64::from(value) * 1000 + u64::from(rest)) * 100));
        }
        let mut number = u64::from(value);
        let mut next = at + 1;
        if let Some(Kind::Scale(power @ (2 | 3 | 6 | 9))) = self.next_kind(next) {
            number = number.checked_mul(10u64.pow(power))?;
            next += 1;
        }
        Some((next, number.checked_mul(100)?))
    }

    /// `every Monday`, `each year`, `every two weeks`, `per month`.
    pub(super) fn set(&mut self, at: usize) -> Option<Hit> {
        let every = !self.is_per(at);
        match self.next_kind(at + 1)? {
            Kind::Unit(unit, false)
                if unit != Unit::Quarter || !every || self.raw_word_from(at + 2) != "of" =>
            {
                Hit::fixed(at, at + 2, DateType::Set, value(Some(100), unit))
            }
            Kind::Weekday(day, _) if every && self.capital(at + 1) => {
                match self.next_kind(at + 2) {
                    Some(Kind::Part(part, _)) => Hit::fixed(
                        at,
                        at + 3,
                        DateType::Set,
                        format!("XXXX-WXX-{day}T{}", part.code()),
                    ),
                    _ => Hit::fixed(at, at + 2, DateType::Set, format!("XXXX-WXX-{day}")),
                }
            }
            Kind::Month(month, false) if every && self.capital(at + 1) => {
                Hit::fixed(at, at + 2, DateType::Set, format!("XXXX-{month:02}"))
            }
            Kind::Season(season) if every => {
                Hit::fixed(at, at + 2, DateType::Set, format!("XXXX-{}", season.code()))
            }
            Kind::Part(part, false) if every => {
                Hit::fixed(at, at + 2, DateType::Set, format!("XXXX-XX-XXT{}", part.code()))
            }
            Kind::Word(Word::Few) if every => {
                let Kind::Unit(unit, true) = self.next_kind(at + 2)? else { return None };
                Hit::fixed(at, at + 3, DateType::Set, value(None, unit))
            }
            _ if every => {
                let (after, amount) = self.amount(at + 1)?;
                let (unit_at, unit, _) = self.unit_behind(after, amount)?;
                Hit::fixed(at, unit_at + 1, DateType::Set, value(amount, unit))
            }
            _ => None,
        }
    }

    fn is_per(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Word(Word::Per))
    }

    /// `daily`, `annual`; not the Daily Mail.
    pub(super) fn often(&self, at: usize, unit: Unit) -> Option<Hit> {
        let named = self.capital(at)
            && self.raw_word_from(at + 1).starts_with(|c: char| c.is_ascii_uppercase())
            || (self.capital(at)
                && self.raw_word_before(at).starts_with(|c: char| c.is_ascii_uppercase()))
            || self.capital(at) && self.word_before(at) == Some(Word::The);
        (!named).then(|| Hit::fixed(at, at + 1, DateType::Set, value(Some(100), unit)))?
    }
}

/// Whole days for whole multiples of 24 hours; otherwise the unit and the rounded count.
fn in_days(unit: Unit, hundredths: u64) -> (Unit, u64) {
    let count = hundredths / 100;
    if unit == Unit::Hour && count > 0 && count.is_multiple_of(24) {
        return (Unit::Day, count / 24);
    }
    (unit, count)
}

/// The TIMEX3 value of a length.
pub(super) fn value(amount: Amount, unit: Unit) -> String {
    let (code, is_time) = unit.code();
    let time = if is_time { "T" } else { "" };
    let amount = if unit == Unit::Fortnight { amount.map(|a| a * 2) } else { amount };
    match amount {
        None => format!("P{time}X{code}"),
        Some(a) if a % 100 == 0 => format!("P{time}{}{code}", a / 100),
        Some(a) if a % 10 == 0 => format!("P{time}{}.{}{code}", a / 100, a % 100 / 10),
        Some(a) => format!("P{time}{}.{:02}{code}", a / 100, a % 100),
    }
}
