//! Years and decades, ordinals. Parts of years are in [`super::period`].

use super::absolute::expand;
use super::{Hit, Walk, looks_counted};
use crate::dates::sense::{From, Point, Year};
use crate::dates::vocabulary::{Kind, Unit, Word};
use wiredesk_model::DateType;

impl Walk<'_> {
    /// Four digits that can be a year, an era behind or before them.
    pub(super) fn plain_year(&self, at: usize) -> Option<(usize, i32)> {
        if !self.joined(at) {
            return None;
        }
        let (value, width) = self.digits(at)?;
        let year = i32::try_from(value).ok()?;
        if let Some(next) = self.era_behind(at + 1).filter(|_| width <= 4 && value > 0) {
            return Some((next, 1 - year));
        }
        (width == 4 && (1000..2200).contains(&value) && !self.figures_behind_year(at + 1))
            .then_some((at + 1, year))
    }

    /// `BC`, `B.C.`, `BCE`.
    pub(super) fn era_behind(&self, at: usize) -> Option<usize> {
        if self.is_word(at, Word::Bc) && self.capital(at) {
            return Some(at + 1);
        }
        let dotted = self.is_word(at, Word::B)
            && self.capital(at)
            && self.is_sign(at + 1, b'.')
            && self.is_word(at + 2, Word::C);
        dotted.then(|| at + 3 + usize::from(self.is_sign(at + 3, b'.') && self.glued(at + 3)))
    }

    fn figures_behind_year(&self, at: usize) -> bool {
        let rest = &self.text.as_bytes()[self.tokens[at - 1].end as usize..];
        match rest {
            [b'.' | b',' | b':', digit, ..] => digit.is_ascii_digit(),
            [b'%' | b'_' | b'@' | b'/', ..] => true,
            [letter, ..] => letter.is_ascii_alphanumeric(),
            [] => false,
        }
    }

    /// A year behind a month or season: ` 2024`, ` '24`, ` of 2024`, ` last year`, ` of that year`.
    pub(super) fn said_year(&self, at: usize) -> Option<(usize, Year)> {
        let of = if self.is_word(at, Word::Of) || self.is_word(at, Word::In) { at + 1 } else { at };
        if let Some((next, year)) = self.plain_year(of) {
            let measured = looks_counted(self.raw_word_from(next)) && of == at;
            return (!measured).then_some((next, Year::Known(year)));
        }
        if self.is_sign(of, b'\'') && self.glued(of + 1) {
            let (value, width) = self.digits(of + 1)?;
            let plain = width == 2 && !self.is_word(of + 2, Word::S);
            return plain.then(|| (of + 2, known(expand(value))));
        }
        self.shifted_year(at, of)
    }

    /// Like [`Self::said_year`], and a comma may stand before four digits ("July, 2024").
    pub(super) fn said_year_of(&self, at: usize) -> Option<(usize, Year)> {
        let comma = self.is_sign(at, b',') && self.glued(at);
        if comma {
            let (next, year) = self.plain_year(at + 1)?;
            let counted = looks_counted(self.raw_word_from(next));
            return (!counted).then_some((next, Year::Known(year)));
        }
        self.said_year(at)
    }

    /// `last year`, `this year`, `the following year`, `that year`, `the same year`, `the year`.
    fn shifted_year(&self, before: usize, at: usize) -> Option<(usize, Year)> {
        let the = usize::from(self.is_word(at, Word::The));
        let word_at = at + the;
        let year_at = |i: usize| self.next_kind(i) == Some(Kind::Unit(Unit::Year, false));
        let Kind::Word(word) = self.next_kind(word_at)? else { return None };
        let (n, from) = match word {
            Word::That | Word::Same => (0, From::Told),
            Word::This => (0, From::Report),
            Word::Last => (-1, From::Report),
            Word::Next if the == 0 => (1, From::Report),
            Word::Next | Word::Following => (1, From::Told),
            Word::Previous => (-1, From::Told),
            _ => return None,
        };
        let same = usize::from(word == Word::That && self.is_word(word_at + 1, Word::Same));
        if !year_at(word_at + 1 + same) {
            return None;
        }
        // "March 11 this year": two expressions, each right by itself.
        let next = if word == Word::This { before } else { word_at + 2 + same };
        Some((next, Year::Shift(n, from)))
    }

    /// `'99`, `the '90s`, `'60s`.
    pub(super) fn short_year(&self, at: usize) -> Option<Hit> {
        let (value, width) = self.digits(at + 1).filter(|_| self.glued(at + 1))?;
        if width != 2 || (self.glued(at) && at > 0) {
            return None;
        }
        if self.glued(at + 2) && self.is_word(at + 2, Word::S) {
            return Hit::fixed(at, at + 3, DateType::Date, decade(expand(value)));
        }
        let led = matches!(
            self.word_before(at),
            Some(
                Word::In | Word::Since | Word::Of | Word::From | Word::To | Word::By | Word::Until
            )
        );
        led.then(|| Hit::point(at, at + 2, Point::Year(known(expand(value)))))?
    }

    /// A year by itself: `1999`, `1939-45`, `1990s`, `480 BC`.
    pub(super) fn year_alone(&mut self, at: usize) -> Option<Hit> {
        if let Some(hit) = self.decade_digits(at) {
            return Some(hit);
        }
        if let Some(hit) = self.second_year(at) {
            return Some(hit);
        }
        if self.figure_glued_before(at) {
            return None;
        }
        let (_, width) = self.digits(at)?;
        if let Some((next, year)) = self.plain_year_at(at) {
            return self.lone_year(at, next, year);
        }
        // "264 to 241 BC", "(240-238 BC)": the era stands behind the second.
        let second = self.range_sign(at + 1).or_else(|| self.before_christ_too(at + 1))?;
        let (_, year) = self.plain_year(second).filter(|&(_, y)| y <= 0)?;
        let first = 1 - i32::try_from(self.digits(at)?.0).ok()?;
        (width <= 4 && first < year)
            .then(|| Hit::point(at, at + 1, Point::Year(Year::Known(first))))?
    }

    fn before_christ_too(&self, at: usize) -> Option<usize> {
        (self.is_sign(at, b',') && self.joined(at + 1)).then_some(at + 1)
    }

    /// [`Self::plain_year`] for a token that need not be joined to the one before.
    fn plain_year_at(&self, at: usize) -> Option<(usize, i32)> {
        let (value, width) = self.digits(at)?;
        if let Some(next) = self.era_behind(at + 1).filter(|_| width <= 4 && value > 0) {
            return Some((next, 1 - i32::try_from(value).ok()?));
        }
        let plausible = width == 4 && (1000..2200).contains(&value);
        (plausible && !self.figures_behind_year(at + 1))
            .then(|| Some((at + 1, i32::try_from(value).ok()?)))?
    }

    fn figure_glued_before(&self, at: usize) -> bool {
        let dash = matches!(self.kind_before(at), Some(Kind::Sign(b'-')));
        if dash && self.glued(at) && at >= 2 {
            // "1939-1945" is fine, "A-1914" and "555-1914" are not.
            let mid = self.kind(at - 2) == Some(Kind::Word(Word::Mid));
            let years = matches!(self.digits(at - 2), Some((_, 4 | 3)));
            return !mid && (!years || !self.glued(at - 1));
        }
        self.glued(at)
            && matches!(
                self.kind_before(at),
                Some(Kind::Sign(b'$' | b'.' | b',' | b':' | b'/' | b'\'' | b'-') | Kind::Digits(_))
            )
            || self.mark_before(at)
            || self.is_dollar(at)
    }

    fn is_dollar(&self, at: usize) -> bool {
        matches!(self.kind_before(at), Some(Kind::Sign(b'$')))
    }

    /// Four digits in running text: a year unless they measure something.
    fn lone_year(&self, at: usize, next: usize, year: i32) -> Option<Hit> {
        let point = Point::Year(Year::Known(year));
        if year <= 0 {
            return Hit::point(at, next, point);
        }
        let behind = self.raw_word_from(next);
        let led = matches!(
            self.word_before(at),
            Some(
                Word::In
                    | Word::Since
                    | Word::By
                    | Word::From
                    | Word::Until
                    | Word::During
                    | Word::Early
                    | Word::Late
                    | Word::Mid
                    | Word::Before
                    | Word::After
                    | Word::Between
                    | Word::Of
                    | Word::Through
            )
        ) || matches!(self.kind_before(at), Some(Kind::Unit(Unit::Year, false)));
        if is_measure(behind)
            || matches!(
                self.next_kind(next),
                Some(Kind::Scale(_) | Kind::Unit(_, true) | Kind::Unit(Unit::Year, _))
            )
        {
            return None;
        }
        if matches!(
            self.word_before(at),
            Some(Word::Than | Word::Least | Word::Most | Word::Nearly | Word::Some | Word::Over)
        ) && !behind.is_empty()
        {
            return None;
        }
        if !led && (looks_counted(behind) || !(1500..2100).contains(&year)) {
            let the = self.word_before(at) == Some(Word::The);
            let paren = matches!(self.kind_before(at), Some(Kind::Sign(b'(')));
            if !((the || paren) && (1500..2100).contains(&year)) {
                return None;
            }
        }
        if self.word_before(at) == Some(Word::Of) && looks_counted(behind) {
            return None;
        }
        if !led && self.word_before(at) == Some(Word::No) {
            return None;
        }
        Hit::point(at, next, point)
    }

    /// "the 2008 election".
    pub(super) fn year_after_the(&self, at: usize) -> Option<Hit> {
        let (next, year) = self.plain_year(at)?;
        if let Some(Kind::Season(season)) = self.next_kind(next) {
            return Hit::point(at, next + 1, Point::Season(season, Year::Known(year)));
        }
        if let Some((after, q)) = self.quarter_words(next) {
            return Hit::point(at, after, Point::Quarter(q, Year::Known(year)));
        }
        let real = (1500..2100).contains(&year) || year <= 0;
        (real && !is_measure(self.raw_word_from(next)))
            .then(|| Hit::point(at, next, Point::Year(Year::Known(year))))?
    }

    /// The second half of `1939-45`, `1999/2000`, `2003-04`.
    fn second_year(&self, at: usize) -> Option<Hit> {
        let sign = matches!(self.kind_before(at)?, Kind::Sign(b'-' | b'/'));
        if !sign || at < 2 || !self.joined(at - 1) {
            return None;
        }
        let (first, first_width) = self.digits(at - 2)?;
        let (value, width) = self.digits(at)?;
        let apart = at >= 3
            && self.glued(at - 2)
            && matches!(self.kind(at - 3), Some(Kind::Sign(b'-' | b'/' | b'.' | b',')));
        if first_width != 4 || width != 2 || !(1000..2100).contains(&first) || apart {
            return None;
        }
        let year = first / 100 * 100 + value;
        let year = if value == 0 && first % 100 == 99 { year + 100 } else { year };
        (year > first && !self.figures_behind(at + 1) && self.glued(at))
            .then(|| Hit::point(at, at + 1, Point::Year(known(year))))?
    }

    /// `1990s`, `1990's`, `the 60s`.
    pub(super) fn decade_digits(&self, at: usize) -> Option<Hit> {
        let (value, width) = self.digits(at)?;
        let mark = usize::from(self.is_sign(at + 1, b'\'') && self.glued(at + 1));
        let s_at = at + 1 + mark;
        if !(self.glued(s_at) && self.is_word(s_at, Word::S)) || value % 10 != 0 {
            return None;
        }
        let led =
            matches!(self.word_before(at), Some(Word::The | Word::Early | Word::Late | Word::Mid))
                || matches!(self.kind_before(at), Some(Kind::Sign(b'-')));
        let year = match width {
            4 if (1000..2100).contains(&value) => value,
            2 if led && value >= 20 => 1900 + value,
            _ => return None,
        };
        if year % 100 == 0 && mark == 0 && year < 1900 {
            return Hit::fixed(at, s_at + 1, DateType::Date, format!("{:02}", year / 100));
        }
        Hit::fixed(at, s_at + 1, DateType::Date, decade(year))
    }

    /// `the sixties`. Ages ("in his sixties") have no article.
    pub(super) fn decade_word(&self, at: usize) -> Option<Hit> {
        let Kind::Decade(tens) = self.kind(at)? else { return None };
        let led =
            matches!(self.word_before(at), Some(Word::The | Word::Early | Word::Late | Word::Mid))
                || matches!(self.kind_before(at), Some(Kind::Sign(b'-')));
        let own =
            matches!(self.raw_word_before(at), "his" | "her" | "their" | "my" | "your" | "our");
        (led && !own).then(|| Hit::fixed(at, at + 1, DateType::Date, decade(1900 + tens)))?
    }

    /// `the nineteen fifties`.
    pub(super) fn nineteen_fifties(&self, at: usize) -> Option<Hit> {
        let Kind::Cardinal(hundreds @ 15..=20) = self.kind(at)? else { return None };
        let next = if self.is_sign(at + 1, b'-') { at + 2 } else { at + 1 };
        let Kind::Decade(tens) = self.next_kind(next)? else { return None };
        Hit::fixed(at, next + 1, DateType::Date, decade(hundreds * 100 + tens))
    }

    /// `A.D. 70`, `AD 70`.
    pub(super) fn era_first(&self, at: usize) -> Option<Hit> {
        let number_at = match self.kind(at)? {
            Kind::Word(Word::Ad) if self.capital(at) => at + 1,
            Kind::Word(Word::An)
                if self.capital(at)
                    && self.is_sign(at + 1, b'.')
                    && self.is_word(at + 2, Word::D) =>
            {
                at + 3 + usize::from(self.is_sign(at + 3, b'.'))
            }
            _ => return None,
        };
        let (value, width) = self.digits(number_at).filter(|_| self.joined(number_at))?;
        let fits = (1..=4).contains(&width) && (1..2100).contains(&value);
        (fits && !self.figures_behind(number_at + 1))
            .then(|| Hit::point(at, number_at + 1, Point::Year(known(value))))?
    }

    /// An ordinal in words or figures: the token after it and its number.
    pub(super) fn ordinal_word(&self, at: usize) -> Option<(usize, u32)> {
        match self.kind(at)? {
            Kind::Ordinal(value) => Some((at + 1, value)),
            Kind::Unit(Unit::Second, false) => Some((at + 1, 2)),
            Kind::Digits(value) if self.glued(at + 1) && self.is_word(at + 1, Word::OrdinalEnd) => {
                Some((at + 2, value))
            }
            Kind::Cardinal(tens @ (20 | 30)) => {
                let next = if self.is_sign(at + 1, b'-') { at + 2 } else { at + 1 };
                match self.next_kind(next)? {
                    Kind::Ordinal(units @ 1..=9) => Some((next + 1, tens + units)),
                    Kind::Unit(Unit::Second, false) => Some((next + 1, tens + 2)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// What four digits before it measure.
fn is_measure(word: &str) -> bool {
    matches!(
        word,
        "km" | "kilometers"
            | "kilometres"
            | "miles"
            | "feet"
            | "foot"
            | "dollars"
            | "people"
            | "men"
            | "women"
            | "children"
            | "tons"
            | "tonnes"
            | "meters"
            | "metres"
            | "euros"
            | "pounds"
            | "percent"
            | "per"
            | "troops"
            | "soldiers"
            | "points"
            | "yards"
            | "votes"
            | "jobs"
            | "GMT"
            | "UTC"
            | "EST"
            | "hours"
            | "hrs"
            | "hp"
            | "cc"
            | "mm"
            | "cm"
            | "kg"
            | "m"
            | "ft"
            | "MW"
            | "police"
            | "acres"
            | "hectares"
            | "rpm"
            | "dead"
            | "wounded"
            | "barrels"
            | "rupees"
    )
}

pub(super) fn known(year: u32) -> Year {
    Year::Known(i32::try_from(year).unwrap_or(i32::MAX))
}

/// The TIMEX3 value of a decade.
fn decade(year: u32) -> String {
    format!("{:03}", year / 10)
}
