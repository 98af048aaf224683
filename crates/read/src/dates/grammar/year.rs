//! Years, decades, centuries, seasons, quarters and halves.

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
    fn era_behind(&self, at: usize) -> Option<usize> {
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

    fn century(&self, at: usize, next: usize, number: u32, plural: bool) -> Option<Hit> {
        if plural || !(1..=22).contains(&number) {
            return None;
        }
        if let Some(after) = self.era_behind(next) {
            return Hit::fixed(at, after, DateType::Date, format!("BC{:02}", number - 1));
        }
        Hit::fixed(at, next, DateType::Date, format!("{:02}", number - 1))
    }

    /// Halves are a matter of football unless a year or a business word stands beside them.
    fn half(&self, at: usize, noun: usize, half: u8) -> Option<Hit> {
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
    fn is_sport(&self, next: usize) -> bool {
        matches!(
            self.raw_word_from(next),
            "touchdown" | "comeback" | "lead" | "interception" | "goal" | "buzzer" | "run"
        )
    }

    fn quarter_words(&self, at: usize) -> Option<(usize, u8)> {
        let (next, number) = self.ordinal_word(at).filter(|_| self.joined(at))?;
        let noun = if self.is_sign(next, b'-') { next + 1 } else { next };
        (self.next_kind(noun) == Some(Kind::Unit(Unit::Quarter, false)) && number <= 4)
            .then(|| Some((noun + 1, u8::try_from(number).ok()?)))?
    }

    /// ` 2001`, ` of 2001`, ` of fiscal 2001`, ` of last year`, ` last year`, ` of the year`.
    fn fiscal_year_behind(&self, at: usize) -> (usize, Year) {
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
        use crate::dates::vocabulary::Season;
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

fn known(year: u32) -> Year {
    Year::Known(i32::try_from(year).unwrap_or(i32::MAX))
}

/// The TIMEX3 value of a decade.
fn decade(year: u32) -> String {
    format!("{:03}", year / 10)
}
