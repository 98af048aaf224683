//! Parts of years and sums of them: quarters, halves, fiscal years, seasons, centuries.

use super::absolute::expand;
use super::{Hit, Walk};
use crate::dates::sense::{From, Point, Year};
use crate::dates::vocabulary::{Kind, Season, Unit, Word};
use wiredesk_model::DateType;

impl Walk<'_> {
    /// `third quarter of 2001`, `19th century`, `first half of 2009`.
    pub(super) fn ordinal_part(&self, at: usize) -> Option<Hit> {
        let (next, number) = self.ordinal_word(at)?;
        let noun = if self.is_sign(next, b'-') && self.glued(next + 1) { next + 1 } else { next };
        match self.next_kind(noun)? {
            Kind::Unit(Unit::Century, plural) => self.century(at, noun + 1, number, plural),
            Kind::Unit(Unit::Millennium, false) => {
                Hit::fixed(at, noun + 1, DateType::Date, format!("{}", number.checked_sub(1)?))
            }
            Kind::Unit(Unit::Quarter, plural) if (1..=4).contains(&number) => {
                let (after, year) = self.fiscal_year_behind(noun + 1);
                let quarter = u8::try_from(number).ok()?;
                let sport = plural || (year == Year::Unsaid && self.is_sport(noun + 1));
                (!sport).then(|| Hit::point(at, after, Point::Quarter(quarter, year)))?
            }
            Kind::Word(Word::Half) if (1..=2).contains(&number) => {
                self.half(at, noun, u8::try_from(number).ok()?)
            }
            _ => None,
        }
    }

    pub(super) fn century(&self, at: usize, next: usize, number: u32, plural: bool) -> Option<Hit> {
        if plural || !(1..=22).contains(&number) {
            return None;
        }
        if let Some(after) = self.era_behind(next) {
            return Hit::fixed(at, after, DateType::Date, format!("BC{:02}", number - 1));
        }
        Hit::fixed(at, next, DateType::Date, format!("{:02}", number - 1))
    }

    /// Halves are a matter of football unless a year or a business word stands beside them.
    pub(super) fn half(&self, at: usize, noun: usize, half: u8) -> Option<Hit> {
        if self.is_word(noun + 1, Word::Of) {
            let the = usize::from(self.is_word(noun + 2, Word::The));
            if matches!(self.next_kind(noun + 2 + the), Some(Kind::Ordinal(_) | Kind::Digits(_))) {
                // "the first half of the 20th century", "the first half of the 1990s"
                if let Some(hit) =
                    self.ordinal_part(noun + 2 + the).or_else(|| self.decade_digits(noun + 2 + the))
                {
                    return Some(Hit { start: at, ..hit });
                }
            }
        }
        let (after, year) = self.fiscal_year_behind(noun + 1);
        let behind = self.raw_word_from(noun + 1);
        let business = matches!(
            behind,
            "profit"
                | "profits"
                | "earnings"
                | "results"
                | "revenue"
                | "revenues"
                | "sales"
                | "net"
                | "loss"
                | "losses"
                | "operating"
                | "turnover"
                | "pretax"
                | "pre-tax"
                | "underlying"
        );
        (year != Year::Unsaid || business)
            .then(|| Hit::point(at, after, Point::Half(half, year)))?
    }

    /// Quarters of matches are played in, led in or scored in.
    pub(super) fn is_sport(&self, next: usize) -> bool {
        matches!(
            self.raw_word_from(next),
            "touchdown" | "comeback" | "lead" | "interception" | "goal" | "buzzer" | "run"
        )
    }

    pub(super) fn quarter_words(&self, at: usize) -> Option<(usize, u8)> {
        let (next, number) = self.ordinal_word(at).filter(|_| self.joined(at))?;
        let noun = if self.is_sign(next, b'-') { next + 1 } else { next };
        (self.next_kind(noun) == Some(Kind::Unit(Unit::Quarter, false)) && number <= 4)
            .then(|| Some((noun + 1, u8::try_from(number).ok()?)))?
    }

    /// ` 2001`, ` of 2001`, ` of fiscal 2001`, ` of last year`, ` last year`, ` of the year`.
    pub(super) fn fiscal_year_behind(&self, at: usize) -> (usize, Year) {
        let of = if self.is_word(at, Word::Of) || self.is_word(at, Word::In) { at + 1 } else { at };
        let the = of + usize::from(self.is_word(of, Word::The));
        let mut fiscal =
            the + usize::from(self.is_word(the, Word::Fiscal) || self.is_word(the, Word::Fy));
        if fiscal > the && self.next_kind(fiscal) == Some(Kind::Unit(Unit::Year, false)) {
            fiscal += 1;
        }
        if let Some((next, year)) = self.plain_year(fiscal) {
            return (next, Year::Known(year));
        }
        let the_year =
            the > of && of > at && self.next_kind(the) == Some(Kind::Unit(Unit::Year, false));
        if the_year {
            return (the + 1, Year::Shift(0, From::Context));
        }
        self.said_year(at).unwrap_or((at, Year::Unsaid))
    }

    /// `Q3 2024`, `H1`, `fiscal 2024`, `fiscal year 2024`, `FY24`.
    pub(super) fn business_period(&self, at: usize) -> Option<Hit> {
        match self.kind(at)? {
            Kind::Word(letter @ (Word::Q | Word::Hrs)) if self.capital(at) => {
                if self.tokens[at].len() != 1
                    || (at > 0
                        && self.glued(at)
                        && !matches!(self.kind(at - 1), Some(Kind::Sign(_) | Kind::Digits(_))))
                {
                    return None;
                }
                let (number, width) = self.digits(at + 1).filter(|_| self.glued(at + 1))?;
                let top = if letter == Word::Q { 4 } else { 2 };
                if width != 1 || !(1..=top).contains(&number) || self.figures_behind(at + 2) {
                    return None;
                }
                let (next, year) = self.fiscal_year_behind(at + 2);
                let part = u8::try_from(number).ok()?;
                let point = if letter == Word::Q {
                    Point::Quarter(part, year)
                } else {
                    Point::Half(part, year)
                };
                (letter == Word::Q || year != Year::Unsaid).then(|| Hit::point(at, next, point))?
            }
            Kind::Word(Word::Fiscal) => {
                let year_at = at
                    + 1
                    + usize::from(self.next_kind(at + 1) == Some(Kind::Unit(Unit::Year, false)));
                let (next, year) = self.plain_year(year_at)?;
                Hit::fixed(at, next, DateType::Date, format!("FY{year:04}"))
            }
            Kind::Word(Word::Fy) => {
                let (value, width) = self.digits(at + 1).filter(|_| self.joined(at + 1))?;
                let year = match width {
                    2 => expand(value),
                    4 if (1900..2100).contains(&value) => value,
                    _ => return None,
                };
                (!self.figures_behind(at + 2))
                    .then(|| Hit::fixed(at, at + 2, DateType::Date, format!("FY{year:04}")))?
            }
            _ => None,
        }
    }

    /// `summer`, `summer of 1941`, `spring 2010`; "spring" and "fall" only where they are seasons.
    pub(super) fn season(&self, at: usize) -> Option<Hit> {
        let Kind::Season(season) = self.kind(at)? else { return None };
        if let Some((next, year)) = self.said_year(at + 1) {
            return Hit::point(at, next, Point::Season(season, year));
        }
        let behind = self.raw_word_from(at + 1);
        if matches!(
            behind,
            "wheat"
                | "crops"
                | "crop"
                | "barley"
                | "coat"
                | "coats"
                | "jacket"
                | "sports"
                | "Olympics"
                | "Olympic"
                | "Games"
                | "Palace"
                | "Paralympics"
                | "of"
                | "School"
                | "Break"
        ) || self.glued(at) && !matches!(self.kind_before(at), Some(Kind::Sign(b'-' | b'(')))
        {
            return None;
        }
        let led = matches!(
            self.word_before(at),
            Some(
                Word::The
                    | Word::In
                    | Word::By
                    | Word::Of
                    | Word::Early
                    | Word::Late
                    | Word::Mid
                    | Word::During
                    | Word::Until
                    | Word::Since
                    | Word::Before
                    | Word::And
            )
        );
        let doubtful = matches!(season, Season::Spring | Season::Fall);
        let the_fall = season == Season::Fall
            && !(self.word_before(at) == Some(Word::The)
                || self.word_before(at) == Some(Word::Late)
                || self.word_before(at) == Some(Word::Early));
        if doubtful && (!led || the_fall || self.capital(at)) {
            return None;
        }
        Hit::point(at, at + 1, Point::Season(season, Year::Unsaid))
    }
}
