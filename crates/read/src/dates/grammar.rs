//! The forms that dates take in English text: tokens in, [`Found`] expressions out.
//!
//! One walk from left to right; at each token the first rule that fits takes its words and the walk
//! goes on behind them. Rules look at most a dozen tokens ahead, so the walk is linear. The rules
//! lie in one file per family: [`absolute`] (calendar dates), [`year`] (years, decades, quarters),
//! [`relative`] ("last month", "two days later"), [`lengths`] (durations and sets), [`clock`]
//! (times of day). What they say is resolved in [`super::resolve`].

mod absolute;
mod clock;
mod lengths;
mod period;
mod relative;
mod year;

use super::holidays;
use super::lex::{Gap, Token};
use super::sense::{Clock, Found, Point, Sense, Year};
use super::vocabulary::{Kind, Word};
use wiredesk_model::{DateType, Span};

/// All expressions of a text, in order, not overlapping.
pub(super) fn expressions(text: &str, tokens: &[Token]) -> Vec<Found> {
    let mut walk = Walk { text, tokens, out: Vec::new() };
    let mut at = 0;
    while at < tokens.len() {
        match walk.expression(at) {
            Some(hit) if hit.next > at => {
                at = hit.next;
                walk.push(&hit);
            }
            _ => at += 1,
        }
    }
    walk.out
}

/// An expression that a rule took: tokens `start..next`.
#[derive(Debug, Clone)]
struct Hit {
    start: usize,
    next: usize,
    sense: Sense,
}

impl Hit {
    fn point(start: usize, next: usize, point: Point) -> Option<Self> {
        Some(Self { start, next, sense: Sense::Point(point, None) })
    }

    fn timed(start: usize, next: usize, point: Point, clock: Clock) -> Option<Self> {
        Some(Self { start, next, sense: Sense::Point(point, Some(clock)) })
    }

    fn fixed(start: usize, next: usize, kind: DateType, value: impl Into<String>) -> Option<Self> {
        Some(Self { start, next, sense: Sense::Fixed(kind, value.into()) })
    }
}

struct Walk<'t> {
    text: &'t str,
    tokens: &'t [Token],
    out: Vec<Found>,
}

impl Walk<'_> {
    fn push(&mut self, hit: &Hit) {
        if hit.next <= hit.start || hit.next > self.tokens.len() {
            return;
        }
        let start = self.tokens[hit.start].start as usize;
        let end = self.tokens[hit.next - 1].end as usize;
        self.out.push(Found { span: Span::new(start, end), sense: hit.sense.clone() });
    }

    /// The longest-reaching families first; each decides by its first token whether it applies.
    fn expression(&mut self, at: usize) -> Option<Hit> {
        let kind = self.tokens[at].kind;
        match kind {
            Kind::Sign(b'\'') => self.short_year(at),
            Kind::Sign(_) => None,
            Kind::Word(Word::Every | Word::Each | Word::Per) => self.set(at),
            Kind::Often(unit) => self.often(at, unit),
            _ => self.modified(at).or_else(|| self.core(at)),
        }
    }

    /// An expression without "early", "the end of" and their like before it.
    fn core(&mut self, at: usize) -> Option<Hit> {
        let hit = self.bare(at)?;
        Some(self.with_clock(hit))
    }

    fn bare(&mut self, at: usize) -> Option<Hit> {
        match self.kind(at)? {
            Kind::Digits(_) => self
                .clock(at)
                .or_else(|| self.numeric(at))
                .or_else(|| self.day_first(at))
                .or_else(|| self.ordinal_part(at))
                .or_else(|| self.length(at))
                .or_else(|| self.year_alone(at)),
            Kind::Month(..) => self.month_first(at),
            Kind::Weekday(..) => self.weekday(at),
            Kind::Weekdays(day) => self.weekdays(at, day),
            Kind::Season(_) => self.season(at),
            Kind::Feast => self.feast(at).or_else(|| self.length(at)),
            Kind::Many(_) => self.length(at),
            Kind::Cardinal(_) | Kind::Scale(_) => {
                self.clock(at).or_else(|| self.day_first(at)).or_else(|| self.length(at))
            }
            Kind::Ordinal(_) => self.day_first(at).or_else(|| self.ordinal_part(at)),
            Kind::Unit(..) => {
                self.ordinal_part(at).or_else(|| self.bare_units(at)).or_else(|| self.unit_end(at))
            }
            Kind::Part(..) => self.part_of(at),
            Kind::Clock(_) => self.clock(at),
            Kind::Decade(_) => self.decade_word(at),
            Kind::Word(word) => self.by_word(at, word),
            Kind::Often(_) | Kind::Sign(_) => None,
        }
    }

    fn by_word(&mut self, at: usize, word: Word) -> Option<Hit> {
        match word {
            Word::The => self.after_the(at),
            Word::Q | Word::Hrs | Word::Fiscal | Word::Fy => self.business_period(at),
            Word::Ad | Word::Bc => self.era_first(at),
            Word::An => self.era_first(at).or_else(|| self.length(at)),
            Word::Half | Word::Several | Word::Few | Word::Some | Word::Many | Word::Couple => {
                self.length(at)
            }
            Word::Dozen => self.length(at),
            _ => self.deictic(at, word),
        }
    }

    /// "the" and what may follow it. The article belongs to the expression.
    fn after_the(&mut self, at: usize) -> Option<Hit> {
        if !self.joined(at + 1) {
            return None;
        }
        let mut hit = match self.kind(at + 1)? {
            Kind::Digits(_) => self
                .day_first(at + 1)
                .or_else(|| self.decade_digits(at + 1))
                .or_else(|| self.ordinal_part(at + 1))
                .or_else(|| self.length(at + 1))
                .or_else(|| self.day_alone(at))
                .or_else(|| self.year_after_the(at + 1)),
            Kind::Sign(b'\'') => self.short_year(at + 1),
            Kind::Ordinal(_) => self
                .day_first(at + 1)
                .or_else(|| self.ordinal_part(at + 1))
                .or_else(|| self.length_in_order(at + 1)),
            Kind::Cardinal(_) => self.nineteen_fifties(at + 1).or_else(|| self.length(at + 1)),
            Kind::Unit(..) => self.ordinal_part(at + 1).or_else(|| self.the_unit(at)),
            Kind::Season(_) => self.season(at + 1),
            Kind::Part(..) => self.part_of(at + 1),
            Kind::Decade(_) => self.decade_word(at + 1),
            Kind::Month(..) => self.month_first(at + 1),
            Kind::Weekday(..) => self.weekday(at + 1),
            Kind::Feast => self.feast(at + 1),
            Kind::Word(Word::Few | Word::Several | Word::Couple) => self.length(at + 1),
            Kind::Word(word) => {
                self.business_period(at + 1).or_else(|| self.deictic_after_the(at, word))
            }
            _ => None,
        }?;
        // "the 2008 crisis", "the 30-day truce": the article is the noun's.
        let noun_follows = matches!(&hit.sense, Sense::Point(Point::Year(Year::Known(1..)), None))
            || (matches!(&hit.sense, Sense::Fixed(DateType::Duration, _))
                && self.tokens[hit.start..hit.next].iter().any(|t| t.kind == Kind::Sign(b'-')));
        if !noun_follows {
            hit.start = at.min(hit.start);
        }
        Some(hit)
    }

    fn feast(&self, at: usize) -> Option<Hit> {
        let start = self.tokens[at].start as usize;
        let (length, feast) = holidays::named(&self.text[start..])?;
        // "Chinese New Year", "Johnnie Christmas".
        let before = self.raw_word_before(at);
        if before.starts_with(|c: char| c.is_ascii_uppercase())
            && (at == 0 || self.tokens[at].gap == Gap::Apart)
            && !matches!(before, "Merry" | "Happy" | "Orthodox")
        {
            return None;
        }
        let end = start + length;
        let mut next = at + 1;
        while next < self.tokens.len() && (self.tokens[next].end as usize) <= end {
            next += 1;
        }
        if (self.tokens[next - 1].end as usize) < end && next == at + 1 && length > 9 {
            // The last word is not in the vocabulary ("Bastille Day" is): the span would be cut.
            return None;
        }
        let (next, year) = self.year_behind(next);
        Hit::point(at, next, Point::Feast(feast, year))
    }

    // What the rules ask about tokens and the words around them.

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    /// True when the token follows the one before it with nothing but space between.
    fn joined(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.gap != Gap::Apart)
    }

    fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.gap == Gap::Glued)
    }

    /// The kind of the token when it is joined to the one before.
    fn next_kind(&self, at: usize) -> Option<Kind> {
        self.joined(at).then(|| self.tokens[at].kind)
    }

    fn is_word(&self, at: usize, word: Word) -> bool {
        self.next_kind(at) == Some(Kind::Word(word))
    }

    fn is_sign(&self, at: usize, sign: u8) -> bool {
        self.next_kind(at) == Some(Kind::Sign(sign))
    }

    fn digits(&self, at: usize) -> Option<(u32, usize)> {
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Digits(value) => Some((value, token.len())),
            _ => None,
        }
    }

    /// The token before, when nothing but space lies between.
    fn kind_before(&self, at: usize) -> Option<Kind> {
        if at == 0 || !self.joined(at) {
            return None;
        }
        self.kind(at - 1)
    }

    fn word_before(&self, at: usize) -> Option<Word> {
        match self.kind_before(at)? {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn capital(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| self.text.as_bytes()[t.start as usize].is_ascii_uppercase())
    }

    /// The raw word (letters, digits, hyphens) that follows token `at - 1` after blanks; empty
    /// when a sign or the end of the line follows.
    fn raw_word_from(&self, at: usize) -> &str {
        let Some(before) = at.checked_sub(1).and_then(|i| self.tokens.get(i)) else { return "" };
        let rest = &self.text[before.end as usize..];
        let trimmed = rest.trim_start_matches([' ', '\u{a0}']);
        let word = trimmed.starts_with(|c: char| c.is_ascii_alphanumeric());
        if trimmed.len() == rest.len() || !word {
            return "";
        }
        let end = trimmed
            .bytes()
            .take(40)
            .position(|b| !(b.is_ascii_alphanumeric() || b == b'-' || b == b'\''))
            .unwrap_or_else(|| trimmed.len().min(40));
        trimmed.get(..end).unwrap_or("")
    }

    /// The raw word before token `at`, with blanks between; empty when a sign stands there.
    fn raw_word_before(&self, at: usize) -> &str {
        let Some(token) = self.tokens.get(at) else { return "" };
        let head = &self.text[..token.start as usize];
        let trimmed = head.trim_end_matches([' ', '\n', '\u{a0}']);
        let bytes = trimmed.as_bytes();
        let mut start = bytes.len();
        while start > 0
            && bytes.len() - start < 40
            && (bytes[start - 1].is_ascii_alphanumeric()
                || bytes[start - 1] == b'-'
                || bytes[start - 1] == b'\'')
        {
            start -= 1;
        }
        trimmed.get(start..).unwrap_or("")
    }

    /// A year that a point behind its month, season or holiday may have, and the token after it.
    fn year_behind(&self, at: usize) -> (usize, Year) {
        self.said_year(at).unwrap_or((at, Year::Unsaid))
    }
}

/// True for a plural noun in lower case: what a number before it counts.
fn looks_counted(word: &str) -> bool {
    let lower = word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let odd = ["children", "people", "men", "women"].iter().any(|end| word.ends_with(end));
    let plural = word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "'s"].iter().any(|end| word.ends_with(end))
        && !matches!(
            word,
            "this"
                | "does"
                | "towards"
                | "always"
                | "perhaps"
                | "besides"
                | "across"
                | "afterwards"
                | "unless"
                | "sees"
                | "comes"
                | "goes"
                | "remains"
                | "marks"
                | "levels" // "10 % of 2000 levels"
        );
    lower && (odd || plural)
}
