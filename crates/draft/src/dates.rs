//! Dates as far as a checker and a drafter need them: what day, month or year words mean, counted
//! from the day a text was published. The reader has more; this also serves a sentence that
//! somebody has just typed.

use crate::tense::{Tense, tense};
use crate::words::tag::{DAY_WORD, MONTH, NUMBER, WEEKDAY};
use crate::words::{Word, lexicon};
use std::ops::Range;
use wiredesk_model::When;
use wiredesk_model::jiff::{ToSpan, civil::Date};

/// A moment as far as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// The year.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31.
    pub day: Option<i8>,
    /// Monday 1 to Sunday 7.
    pub weekday: Option<i8>,
}

/// Words that tell a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub words: Range<usize>,
    /// What they mean.
    pub stamp: Stamp,
    /// Counted from the day of publication ("on Saturday", "in July").
    pub relative: bool,
    /// What else they may mean: the weekday to come, where no verb tells which is meant.
    pub or: Option<Stamp>,
}

impl Stamp {
    /// A calendar day.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self {
            year: Some(date.year()),
            month: Some(date.month()),
            day: Some(date.day()),
            weekday: Some(date.weekday().to_monday_one_offset()),
        }
    }

    /// What a [`When`] says.
    #[must_use]
    pub fn from_when(when: When) -> Self {
        match (when.month(), when.day_of_month()) {
            (Some(_), Some(_)) => Self::of(when.first_day()),
            (month, day) => Self { year: Some(when.year()), month, day, weekday: None },
        }
    }

    /// Both cannot be true of one moment.
    #[must_use]
    pub fn clashes(&self, other: &Self) -> bool {
        let differ =
            |a: Option<i16>, b: Option<i16>| matches!((a, b), (Some(a), Some(b)) if a != b);
        let wide = |v: Option<i8>| v.map(i16::from);
        differ(self.year, other.year)
            || differ(wide(self.month), wide(other.month))
            || differ(wide(self.day), wide(other.day))
            || differ(wide(self.weekday), wide(other.weekday))
    }

    /// Both tell a day, a month, a weekday or at least a year: whether they clash can be known.
    #[must_use]
    pub fn comparable(&self, other: &Self) -> bool {
        self.month.is_some() && other.month.is_some()
            || self.weekday.is_some() && other.weekday.is_some()
            || self.year.is_some()
                && other.year.is_some()
                && (self.month.is_none() && self.weekday.is_none())
    }

    /// Surely earlier, as far as both tell.
    #[must_use]
    pub fn before(&self, other: &Self) -> bool {
        match (self.year, other.year) {
            (Some(a), Some(b)) if a != b => return a < b,
            (Some(_), None) | (None, Some(_)) => return false,
            _ => {}
        }
        match (self.month, other.month) {
            (Some(a), Some(b)) if a != b => a < b,
            (Some(_), Some(_)) => matches!((self.day, other.day), (Some(a), Some(b)) if a < b),
            _ => false,
        }
    }

    /// The day, where it is known to the day.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?).ok()
    }
}

/// The seven days up to a day of which the year is not known: what "on Wednesday" can mean in a
/// report that tells no more than "May 30".
#[must_use]
pub fn week_before(month: i8, day: i8) -> Vec<Stamp> {
    let Ok(last) = Date::new(2023, month, day) else { return Vec::new() };
    let days = (0..7).filter_map(|back| last.checked_sub(i64::from(back).days()).ok());
    days.map(|d| Stamp { month: Some(d.month()), day: Some(d.day()), ..Stamp::default() }).collect()
}

/// The moments that `words` tell, read on the day `base` when that is known.
#[must_use]
pub fn mentions(words: &[Word], base: Option<Date>) -> Vec<Mention> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match read(words, at, base) {
            Some(mention) => {
                at = mention.words.end;
                out.push(mention);
            }
            None => at += 1,
        }
    }
    out
}

fn read(words: &[Word], at: usize, base: Option<Date>) -> Option<Mention> {
    let word = &words[at];
    if word.is(MONTH) {
        return Some(of_month(words, at, at, None, base));
    }
    if let (Some(day), Some(next)) = (day_number(word), words.get(at + 1))
        && next.is(MONTH)
    {
        return Some(of_month(words, at, at + 1, Some(day), base));
    }
    if word.is(WEEKDAY) {
        return of_weekday(words, at, base);
    }
    if word.is(DAY_WORD) {
        return of_day_word(word, at, base);
    }
    if let Some(mention) = of_digits(words, at) {
        return Some(mention);
    }
    if let Some(year) = year_number(word) {
        let stamp = Stamp { year: Some(year), ..Stamp::default() };
        return Some(Mention { words: at..at + 1, stamp, relative: false, or: None });
    }
    of_period(words, at, base)
}

/// "2024-11-03".
fn of_digits(words: &[Word], at: usize) -> Option<Mention> {
    let [year, month, day] = words.get(at..at + 3)? else { return None };
    let joined = |a: &Word, b: &Word| b.span.start == a.span.end + 1 && b.span.len() == 2;
    if !joined(year, month) || !joined(month, day) {
        return None;
    }
    let date = Date::new(year_number(year)?, day_number(month)?, day_number(day)?).ok()?;
    Some(Mention { words: at..at + 3, stamp: Stamp::of(date), relative: false, or: None })
}

fn day_number(word: &Word) -> Option<i8> {
    let value = word.value.filter(|v| word.is(NUMBER) && v.fract() == 0.0)?;
    (1..=31i8).find(|d| f64::from(*d) == value)
}

fn year_number(word: &Word) -> Option<i16> {
    let value = word.value.filter(|v| word.span.len() == 4 && v.fract() == 0.0)?;
    (1800..=2199i16).find(|y| f64::from(*y) == value)
}

fn of_month(
    words: &[Word],
    at: usize,
    month_at: usize,
    day: Option<i8>,
    base: Option<Date>,
) -> Mention {
    let month = lexicon::month(words[month_at].key);
    let mut end = month_at + 1;
    let mut day = day;
    if day.is_none() {
        day = words.get(end).and_then(day_number);
        end += usize::from(day.is_some());
    }
    let told = words.get(end).and_then(year_number);
    end += usize::from(told.is_some());
    let year = told.or_else(|| Some(likely_year(base?, month?, day)));
    let mut stamp = Stamp { year, month, day, weekday: None };
    if let Some(date) = stamp.date() {
        stamp = Stamp::of(date);
    }
    Mention { words: at..end, stamp, relative: told.is_none(), or: None }
}

/// A month without a year is the last one that has begun; a day a few weeks ahead is announced.
fn likely_year(base: Date, month: i8, day: Option<i8>) -> i16 {
    let ahead = i16::from(month) * 31 + i16::from(day.unwrap_or(1))
        - (i16::from(base.month()) * 31 + i16::from(base.day()));
    match ahead {
        150.. => base.year() - 1,
        -1000..=-250 if day.is_some() => base.year() + 1,
        _ if ahead > 62 && day.is_none() => base.year() - 1,
        _ => base.year(),
    }
}

fn of_weekday(words: &[Word], at: usize, base: Option<Date>) -> Option<Mention> {
    let weekday = lexicon::weekday(words[at].key)?;
    let words_at = at..at + 1;
    let Some(base) = base else {
        let stamp = Stamp { weekday: Some(weekday), ..Stamp::default() };
        return Some(Mention { words: words_at, stamp, relative: true, or: None });
    };
    let back = (base.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
    let last = Stamp::of(base.checked_sub(i64::from(back).days()).ok()?);
    let next = Stamp::of(base.checked_add(i64::from((7 - back) % 7).days()).ok()?);
    let (stamp, or) = match tense(words, at) {
        Tense::Future => (next, None),
        Tense::Past => (last, None),
        Tense::Unknown => (last, Some(next)),
    };
    Some(Mention { words: words_at, stamp, relative: true, or })
}

fn of_day_word(word: &Word, at: usize, base: Option<Date>) -> Option<Mention> {
    let shift = [("yesterday", -1), ("today", 0), ("tonight", 0), ("tomorrow", 1)];
    let (_, days) = shift.iter().find(|(w, _)| lexicon_key(w) == word.key)?;
    let stamp = match base {
        Some(base) => Stamp::of(base.checked_add(i64::from(*days).days()).ok()?),
        None => Stamp::default(),
    };
    Some(Mention { words: at..at + 1, stamp, relative: true, or: None })
}

/// "last year", "this month", "last week".
fn of_period(words: &[Word], at: usize, base: Option<Date>) -> Option<Mention> {
    let base = base?;
    let step = [("last", -1i64), ("this", 0), ("next", 1), ("previous", -1)];
    let (_, step) = step.iter().find(|(w, _)| lexicon_key(w) == words[at].key)?;
    let unit = words.get(at + 1)?.key;
    let stamp = if unit == lexicon_key("year") {
        Stamp { year: Some(base.year() + i16::try_from(*step).ok()?), ..Stamp::default() }
    } else if unit == lexicon_key("month") {
        let day = base.first_of_month().checked_add(step.months()).ok()?;
        Stamp { year: Some(day.year()), month: Some(day.month()), day: None, weekday: None }
    } else {
        return None;
    };
    Some(Mention { words: at..at + 2, stamp, relative: true, or: None })
}

fn lexicon_key(word: &str) -> u64 {
    crate::words::key_of(word)
}
