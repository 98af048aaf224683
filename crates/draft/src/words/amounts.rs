//! Amounts that newswires write in many ways: shares ("half of", "three quarters", "one in four",
//! "75%"), points of a rate ("a quarter point", "25 basis points") and hours ("0600", "6 a.m.").

use super::quantity::Quantity;
use super::tag::NUMBER;
use super::{Word, key_of, lexicon};
use std::ops::Range;

/// What an amount counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A part of a whole; the value is 0 to 1 and above.
    Share,
    /// The same, written as a fraction: what it is of may be told beside it.
    Fraction,
    /// Points of a rate, in basis points.
    Points,
    /// The hour of a day, in minutes.
    Hour,
    /// A time that something takes, in hours: "72-hour", "three days".
    Length,
}

/// An amount.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// Its words.
    pub words: Range<usize>,
    /// What it counts.
    pub kind: Kind,
    /// How much.
    pub value: f64,
}

impl Amount {
    /// Says the same as another.
    #[must_use]
    pub fn says(&self, other: &Self) -> bool {
        let kind = |a: &Self| if a.kind == Kind::Fraction { Kind::Share } else { a.kind };
        // "a third" of "33 percent", of "33.3 percent"
        let near = if kind(self) == Kind::Share { 0.005 } else { 1e-6 };
        kind(self) == kind(other) && (self.value - other.value).abs() < near
    }
}

/// The amounts of a text, left to right. `shown` gives the text that two words span, both included.
#[must_use]
pub fn amounts<'t>(
    words: &[Word],
    numbers: &[Quantity],
    shown: &dyn Fn(usize, usize) -> &'t str,
) -> Vec<Amount> {
    let read = Amounts { words, numbers, shown };
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = read.points(at).or_else(|| read.hour(at)).or_else(|| read.share(at));
        let found = found.or_else(|| read.length(at));
        at = found.as_ref().map_or(at + 1, |a| a.words.end);
        out.extend(found);
    }
    out
}

struct Amounts<'w, 't> {
    words: &'w [Word],
    numbers: &'w [Quantity],
    shown: &'w dyn Fn(usize, usize) -> &'t str,
}

impl Amounts<'_, '_> {
    fn is(&self, at: usize, word: &str) -> bool {
        self.words.get(at).is_some_and(|w| w.key == key_of(word))
    }

    fn any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(at, w))
    }

    /// The number that starts here, and where it ends.
    fn number(&self, at: usize) -> Option<(f64, usize)> {
        let number = self.numbers.iter().find(|q| q.start == at)?;
        Some((number.value, number.end))
    }

    /// "half", "a third", "three quarters", and where it ends.
    fn fraction(&self, at: usize) -> Option<(f64, usize)> {
        let article = self.any(at, &["a", "an"]);
        let start = at + usize::from(article);
        if self.is(start, "half") {
            return Some((0.5, start + 1));
        }
        let (count, part) = self.number(start).or(article.then_some((1.0, start)))?;
        const PARTS: [(&str, &str, f64); 5] = [
            ("third", "thirds", 3.0),
            ("quarter", "quarters", 4.0),
            ("fifth", "fifths", 5.0),
            ("eighth", "eighths", 8.0),
            ("tenth", "tenths", 10.0),
        ];
        let whole = PARTS.iter().find(|(one, many, _)| self.any(part, &[*one, *many]))?.2;
        (count < whole && count.fract() == 0.0).then_some((count / whole, part + 1))
    }

    /// "25 basis points", "a quarter point", "half a percentage point".
    fn points(&self, at: usize) -> Option<Amount> {
        let (value, mut end) = self.number(at).or_else(|| self.fraction(at))?;
        let fraction = self.number(at).is_none_or(|(_, e)| e < end);
        while fraction && self.any(end, &["of", "a"]) {
            end += 1;
        }
        let unit = match () {
            () if self.is(end, "basis") => 1.0,
            () if self.is(end, "percentage") => 100.0,
            () => return self.bare_points(at),
        };
        let value = self.any(end + 1, &["point", "points"]).then_some(value * unit)?;
        Some(Amount { words: at..end + 2, kind: Kind::Points, value })
    }

    /// "a quarter point", "0.25 point": not "points" of a game.
    fn bare_points(&self, at: usize) -> Option<Amount> {
        let (value, mut end) = self
            .fraction(at)
            .or_else(|| self.number(at).filter(|(v, _)| v.fract() != 0.0 && *v < 10.0))?;
        end += usize::from(self.is(end, "a"));
        let point = self.any(end, &["point", "points"]);
        point.then(|| Amount { words: at..end + 1, kind: Kind::Points, value: value * 100.0 })
    }

    /// "72-hour", "three days", "two weeks".
    fn length(&self, at: usize) -> Option<Amount> {
        let (value, end) = self.number(at)?;
        const UNITS: [(&str, f64); 3] = [("hour", 1.0), ("day", 24.0), ("week", 168.0)];
        let unit = |(word, _): &&(&str, f64)| {
            self.words.get(end).is_some_and(|w| w.key == lexicon::canonical(key_of(word)))
        };
        let (_, hours) = UNITS.iter().find(unit)?;
        Some(Amount { words: at..end + 1, kind: Kind::Length, value: value * hours })
    }

    /// "0600", "06:00", "6 a.m.", "6.30pm", "noon".
    fn hour(&self, at: usize) -> Option<Amount> {
        let hour =
            |end: usize, minutes: f64| Amount { words: at..end, kind: Kind::Hour, value: minutes };
        for (word, minutes) in [("midday", 720.0), ("midnight", 0.0)] {
            if self.is(at, word) {
                return Some(hour(at + 1, minutes));
            }
        }
        let word = self.words[at];
        let value = word.value.filter(|v| word.is(NUMBER) && *v >= 0.0)?;
        let text = (self.shown)(at, at);
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        if text.len() == 4 && digits {
            let told = text.starts_with('0') || self.any(at + 1, &["hours", "hour", "gmt", "utc"]);
            let (h, m) = ((value / 100.0).floor(), value % 100.0);
            return (told && h < 24.0 && m < 60.0).then(|| hour(at + 1, h * 60.0 + m));
        }
        let (h, m, end, colon) = self.clock(at, text, value)?;
        let half = |i: usize| [self.is(i, "antemeridian"), self.is(i, "postmeridian")];
        let (hours, end) = match half(end) {
            [true, _] if h <= 12.0 => (h % 12.0, end + 1),
            [_, true] if h <= 12.0 => (h % 12.0 + 12.0, end + 1),
            _ if colon => (h, end),
            _ => return None,
        };
        (hours < 24.0 && m < 60.0).then(|| hour(end, hours * 60.0 + m))
    }

    /// Hours and minutes as written at a number, where they end, and whether a colon parts them.
    fn clock(&self, at: usize, text: &str, value: f64) -> Option<(f64, f64, usize, bool)> {
        if let Some((h, m)) = text.split_once('.') {
            return Some((
                h.parse().ok()?,
                m.parse().ok().filter(|_| m.len() == 2)?,
                at + 1,
                false,
            ));
        }
        let minutes = self.words.get(at + 1).and_then(|w| w.value);
        let pair = minutes.filter(|_| {
            let both = (self.shown)(at, at + 1);
            let tail = both.strip_prefix(text).and_then(|t| t.strip_prefix(':'));
            tail.is_some_and(|m| m.len() == 2)
        });
        match pair {
            Some(m) => Some((value, m, at + 2, true)),
            None => Some((value, 0.0, at + 1, false)),
        }
    }

    /// "75%", "three quarters of", "one in four".
    fn share(&self, at: usize) -> Option<Amount> {
        let share = |words, kind, value| Some(Amount { words, kind, value });
        if let Some((value, end)) = self.number(at) {
            if self.is(end, "percent") {
                return share(at..end + 1, Kind::Share, value / 100.0);
            }
            let of = self.number(end + 1).filter(|(n, _)| self.is(end, "in") && *n <= 100.0);
            if let Some((of, end)) = of.filter(|(of, _)| value < *of && value >= 1.0) {
                return share(at..end, Kind::Fraction, value / of);
            }
        }
        if at > 0 && self.any(at - 1, &["first", "second", "and"]) {
            return None; // "the second half", "two and a half"
        }
        let (value, end) = self.fraction(at)?;
        let parts = self.is(end, "of")
            || self.is(end - 1, "half") && self.any(end, &["the", "its", "their", "all"]);
        if parts { share(at..end, Kind::Fraction, value) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::super::quantity::quantities;
    use super::super::tokenize;
    use super::*;

    #[test]
    fn amounts_are_read_however_they_are_written() {
        let check = |text: &str, kind: Kind, value: f64| {
            let words = tokenize(text, 0);
            let shown =
                |a: usize, b: usize| words[a].span.cover(words[b].span).of(text).unwrap_or("");
            let found = amounts(&words, &quantities(&words), &shown);
            let wanted = Amount { words: 0..0, kind, value };
            assert!(found.iter().any(|a| a.says(&wanted)), "{text}: {found:?}");
        };
        check("cut by a quarter point", Kind::Points, 25.0);
        check("cut by a quarter of a percentage point", Kind::Points, 25.0);
        check("cut by half a percentage point", Kind::Points, 50.0);
        check("cut by 0.75 percentage points", Kind::Points, 75.0);
        check("cut by 25 bps", Kind::Points, 25.0);
        check("three quarters of voters", Kind::Share, 0.75);
        check("two-thirds of voters", Kind::Share, 0.667);
        check("half the voters", Kind::Share, 0.5);
        check("one in five pupils", Kind::Share, 0.2);
        check("12 per cent of pupils", Kind::Share, 0.12);
        check("at 0600 on Monday", Kind::Hour, 360.0);
        check("at 6.30 p.m.", Kind::Hour, 1110.0);
        check("at 12 a.m.", Kind::Hour, 0.0);
        check("at 18:30", Kind::Hour, 1110.0);
        check("a 48-hour strike", Kind::Length, 48.0);
        check("a strike of two days", Kind::Length, 48.0);
        let none = |text: &str| {
            let words = tokenize(text, 0);
            let shown =
                |a: usize, b: usize| words[a].span.cover(words[b].span).of(text).unwrap_or("");
            assert_eq!(amounts(&words, &quantities(&words), &shown), vec![], "{text}");
        };
        none("in the third quarter of 2019");
        none("in the second half of the season");
        none("scored 25 points");
        none("it has 1200 seats");
        none("in 2019");
    }
}
