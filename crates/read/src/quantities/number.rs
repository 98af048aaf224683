//! Numbers as news writes them: `1,200`, `3.5 million`, `half a million`, `two-thirds`,
//! `one in five`.

use super::{Scan, is_time};
use crate::dates::number;
use crate::dates::vocabulary::{Kind, Word};

/// A number as read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub value: f64,
    /// What `million` and the like multiplied it by.
    pub scale: f64,
    /// Said with a scale word.
    pub scaled: bool,
    /// A share of something: "two-thirds".
    pub fraction: bool,
    /// Only an order is told: "several hundred".
    pub vague: bool,
    /// Not a number unless it counts something ("a" of "a hundred" is fine, "one" is weak).
    pub weak: bool,
    /// Token after it.
    pub next: usize,
    /// Byte after it.
    pub end: usize,
}

impl Scan<'_> {
    /// The number that begins at token `at`.
    pub(super) fn number(&self, at: usize) -> Option<Number> {
        match self.tokens.get(at)?.kind {
            Kind::Digits(_) => self.figures(at),
            Kind::Cardinal(_) => self.in_words(at),
            Kind::Word(Word::An) => self.behind_article(at),
            Kind::Word(Word::Several | Word::Few) => self.vague(at),
            Kind::Word(Word::Half) => self.half(at),
            Kind::Word(Word::Dozen) if self.word_before(at) != Some(Word::An) => {
                Some(self.made(12.0, at + 1))
            }
            _ => None,
        }
    }

    fn made(&self, value: f64, next: usize) -> Number {
        Number {
            value,
            scale: 1.0,
            scaled: false,
            fraction: false,
            vague: false,
            weak: false,
            next,
            end: self.tokens[next - 1].end as usize,
        }
    }

    fn figures(&self, at: usize) -> Option<Number> {
        let mut digits = self.slice(at, at + 1).to_owned();
        let mut next = at + 1;
        while self.is_glued_sign(next, b',') && self.group(next + 1) {
            digits.push_str(self.slice(next + 1, next + 2));
            next += 2;
        }
        if self.is_glued_sign(next, b'.') && self.glued_digits(next + 1) {
            digits.push('.');
            digits.push_str(self.slice(next + 1, next + 2));
            next += 2;
        }
        let more = (self.is_glued_sign(next, b'.') || self.is_glued_sign(next, b','))
            && self.glued_digits(next + 1);
        let clock = self.is_glued_sign(next, b':') && self.glued_digits(next + 1);
        let slash = self.is_glued_sign(next, b'/') && self.glued_digits(next + 1);
        let ordinal = self.glued(next) && self.is(next, Kind::Word(Word::OrdinalEnd));
        if more || clock || slash || ordinal || digits.len() > 18 {
            return None;
        }
        let mut number = self.made(digits.parse().ok()?, next);
        if self.minus_before(at) {
            number.value = -number.value;
        }
        let (half, width) = vulgar(self.text.get(number.end..).unwrap_or(""));
        number.value += half;
        number.end += width;
        self.of_many(self.scaled(number))
    }

    /// A group of three digits, or of two in the Indian way.
    fn group(&self, at: usize) -> bool {
        if !self.glued_digits(at) {
            return false;
        }
        match self.tokens[at].len() {
            3 => true,
            2 => self.is_glued_sign(at + 1, b',') && self.glued_digits(at + 2),
            _ => false,
        }
    }

    fn minus_before(&self, at: usize) -> bool {
        let head = &self.text[..self.tokens[at].start as usize];
        let minus = head.ends_with(['-', '\u{2212}']);
        let free = head.trim_end_matches(['-', '\u{2212}']);
        minus && (free.is_empty() || free.ends_with([' ', '(', '\n']))
    }

    fn in_words(&self, at: usize) -> Option<Number> {
        let (next, value) = number::words(self.tokens, at)?;
        #[allow(clippy::cast_precision_loss)] // below 10^15
        let mut number = self.made(value as f64, next);
        number.scaled = value >= 100;
        if let Some(share) = self.share(next, number) {
            return Some(share);
        }
        if self.is(next, Kind::Word(Word::Dozen)) {
            number = self.made(number.value * 12.0, next + 1);
        } else if let (Some(Kind::Unit(unit, _)), true) = (self.joined(next), value < 2)
            && is_time(unit)
        {
            return None;
        }
        if self.is(next, Kind::Word(Word::And))
            && self.is(next + 1, Kind::Word(Word::An))
            && self.is(next + 2, Kind::Word(Word::Half))
        {
            number = self.scaled(self.made(number.value + 0.5, next + 3));
        }
        number.weak = value == 1 && !number.scaled;
        self.of_many(number)
    }

    /// "two-thirds", "three quarters", "one in five", "one out of three".
    fn share(&self, next: usize, top: Number) -> Option<Number> {
        let dash = usize::from(self.is_glued_sign(next, b'-'));
        let parts = self.raw_after(next + dash);
        let bottom = match parts {
            "third" | "thirds" => 3.0,
            "quarters" => 4.0,
            "fifth" | "fifths" => 5.0,
            "sixth" | "sixths" => 6.0,
            "eighth" | "eighths" => 8.0,
            "tenth" | "tenths" => 10.0,
            _ => 0.0,
        };
        if bottom > top.value && top.value >= 1.0 {
            let before = self.tokens[next + dash - 1].end as usize;
            let start = before + self.text[before..].find(parts)?;
            let end = start + parts.len();
            let next = self.token_after(next + dash, end);
            return Some(Number { value: top.value / bottom, fraction: true, next, end, ..top });
        }
        let in_at = if self.is(next, Kind::Word(Word::In)) { next } else { return None };
        let (after, bottom) = match self.joined(in_at + 1)? {
            Kind::Cardinal(_) => number::words(self.tokens, in_at + 1)?,
            Kind::Digits(value) => (in_at + 2, u64::from(value)),
            _ => return None,
        };
        #[allow(clippy::cast_precision_loss)]
        let bottom = bottom as f64;
        let fits = bottom > top.value && bottom <= 1000.0 && top.value >= 1.0;
        fits.then(|| Number { fraction: true, ..self.made(top.value / bottom, after) })
    }

    /// "a hundred", "a dozen", "a million", "a few hundred", "a third".
    fn behind_article(&self, at: usize) -> Option<Number> {
        match self.joined(at + 1)? {
            Kind::Scale(2 | 3 | 6 | 9 | 12) => {
                let number = self.in_words(at + 1)?;
                Some(Number { scaled: true, ..number })
            }
            Kind::Word(Word::Dozen) => Some(self.made(12.0, at + 2)),
            Kind::Word(Word::Few) => self.vague(at + 1),
            Kind::Word(Word::Couple) => {
                let of = usize::from(self.is(at + 2, Kind::Word(Word::Of)));
                match self.joined(at + 2 + of)? {
                    Kind::Word(Word::Dozen) => Some(self.made(24.0, at + 3 + of)),
                    Kind::Scale(_) => {
                        Some(Number { vague: true, ..self.scaled(self.made(2.0, at + 2 + of)) })
                    }
                    _ => None,
                }
            }
            Kind::Ordinal(bottom @ 3..=10) => {
                let of = self.is(at + 2, Kind::Word(Word::Of));
                of.then(|| Number { fraction: true, ..self.made(1.0 / f64::from(bottom), at + 2) })
            }
            _ => None,
        }
    }

    /// "several hundred", "a few thousand"; "several" alone is no number.
    fn vague(&self, at: usize) -> Option<Number> {
        match self.joined(at + 1)? {
            Kind::Scale(_) => {
                let number = self.scaled(self.made(1.0, at + 1));
                Some(Number { vague: true, scaled: true, ..number })
            }
            Kind::Word(Word::Dozen) => Some(Number { vague: true, ..self.made(12.0, at + 2) }),
            _ => None,
        }
    }

    /// "half a million", "half of", "half the".
    fn half(&self, at: usize) -> Option<Number> {
        if self.is(at + 1, Kind::Word(Word::An)) {
            if let Some(Kind::Scale(power)) = self.joined(at + 2) {
                let value = 0.5 * 10f64.powi(i32::try_from(power).ok()?);
                return Some(Number { scaled: true, ..self.made(value, at + 3) });
            }
            if self.is(at + 2, Kind::Word(Word::Dozen)) {
                return Some(self.made(6.0, at + 3));
            }
        }
        let share = self.is(at + 1, Kind::Word(Word::Of)) || self.is(at + 1, Kind::Word(Word::The));
        let ordinal = at > 0
            && self.tokens[at].gap != super::Gap::Apart
            && matches!(
                self.tokens[at - 1].kind,
                Kind::Ordinal(_)
                    | Kind::Unit(..)
                    | Kind::Word(Word::Latter | Word::Early | Word::Late)
            );
        (share && !ordinal).then(|| Number { fraction: true, ..self.made(0.5, at + 1) })
    }

    /// A scale word behind: `million`, `-million`, `lakh crore`.
    fn scaled(&self, mut number: Number) -> Number {
        for _ in 0..2 {
            let dash = usize::from(self.is_glued_sign(number.next, b'-'));
            let Some(Kind::Scale(power)) = self.joined(number.next + dash) else { break };
            let factor = 10f64.powi(i32::try_from(power).unwrap_or(0));
            let short = self.tokens[number.next + dash].len() < 3;
            if short && !self.glued(number.next) && power == 3 {
                break;
            }
            number.value *= factor;
            number.scale *= factor;
            number.scaled = true;
            number.next += dash + 1;
            number.end = self.tokens[number.next - 1].end as usize;
        }
        number
    }

    /// "2 dozen", "20 million".
    fn of_many(&self, number: Number) -> Option<Number> {
        if self.is(number.next, Kind::Word(Word::Dozen)) {
            return Some(Number { value: number.value * 12.0, ..self.made(0.0, number.next + 1) });
        }
        Some(number)
    }

    /// `$5m`, `£3b`, `5m people`: letters that scale money and people, and else are metres.
    pub(super) fn with_letter_scale(&self, mut number: Number, money: bool) -> Number {
        if number.scaled || !self.glued(number.next) {
            return number;
        }
        let factor = match self.joined(number.next) {
            Some(Kind::Word(Word::M)) => 1e6,
            Some(Kind::Word(Word::B)) => 1e9,
            Some(Kind::Word(Word::T)) => 1e12,
            _ => return number,
        };
        let end = self.tokens[number.next].end as usize;
        let counted = super::unit::plural_behind(self.text, end);
        if !(money || (counted && factor < 1e9)) {
            return number;
        }
        number.value *= factor;
        number.scale *= factor;
        number.scaled = true;
        number.next += 1;
        number.end = end;
        number
    }

    fn slice(&self, from: usize, to: usize) -> &str {
        let start = self.tokens[from].start as usize;
        self.text.get(start..self.tokens[to - 1].end as usize).unwrap_or("")
    }

    fn is_glued_sign(&self, at: usize, sign: u8) -> bool {
        self.glued(at) && self.tokens[at].kind == Kind::Sign(sign)
    }

    fn glued_digits(&self, at: usize) -> bool {
        self.glued(at) && matches!(self.tokens[at].kind, Kind::Digits(_))
    }

    /// The raw word behind token `at - 1`.
    fn raw_after(&self, at: usize) -> &str {
        let Some(token) = at.checked_sub(1).and_then(|i| self.tokens.get(i)) else { return "" };
        super::unit::first_word(self.text.get(token.end as usize..).unwrap_or("")).0
    }
}

/// `½` and its kin behind a figure.
fn vulgar(tail: &str) -> (f64, usize) {
    match tail.chars().next() {
        Some('½') => (0.5, 2),
        Some('¼') => (0.25, 2),
        Some('¾') => (0.75, 2),
        _ => (0.0, 0),
    }
}
