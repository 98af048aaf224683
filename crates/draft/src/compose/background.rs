//! What happened before: earlier happenings that the story's reports and the ledger's claims tell
//! of, each with its date, oldest first.

use super::lines::Line;
use super::tidy;
use super::weigh::Weights;
use crate::dates::{Stamp, mentions};
use crate::words::tag::{CAPITAL, FIRST, FUNCTION, LINK, NAME, UNNAMED};
use crate::words::tokenize;
use wiredesk_model::jiff::civil::Date;
use wiredesk_model::{Published, When};

/// A happening this many days before the story is background.
pub const BACKGROUND_DAYS: i32 = 12;

/// A line with the moment of what it tells.
#[derive(Debug, Clone)]
pub struct Dated<'l, 'a> {
    /// The line.
    pub line: &'l Line<'a>,
    /// When it happened.
    pub when: Stamp,
    /// The line's own words tell when.
    pub told: bool,
    /// How much it has to do with the news.
    pub score: f64,
}

/// Background lines, the weightiest first. `old` says which reports are older than the news.
#[must_use]
pub fn dated<'l, 'a>(
    lines: &'l [Line<'a>],
    old: &dyn Fn(usize) -> bool,
    claimed: &dyn Fn(&Line<'a>) -> Option<Option<When>>,
    weights: &Weights,
    as_of: Option<Date>,
) -> Vec<Dated<'l, 'a>> {
    let mut out: Vec<Dated<'l, 'a>> = Vec::new();
    for line in lines {
        let claim = claimed(line);
        let own = own_date(line, as_of);
        let told = own.is_some();
        let from_old = old(line.report);
        let stamp = own
            .or_else(|| claim.flatten().map(Stamp::from_when))
            .or_else(|| from_old.then(|| published(line)).flatten());
        let Some(when) = stamp.filter(|s| is_past(s, as_of)) else { continue };
        if !from_old && claim.is_none() && !told {
            continue;
        }
        let shared: f64 = line.stems.iter().map(|w| weights.of(*w)).sum();
        // a report's first sentence tells its news and stands alone; later ones lean on it
        let place = match line.place {
            0 => 2.2,
            1 => 1.2,
            _ if line.text.starts_with("The ") => 0.5,
            _ => 0.8,
        };
        if from_old && !told && claim.is_none() && line.place > 0 {
            continue;
        }
        let claimed = if claim.is_some() { 1.2 } else { 1.0 };
        let score = shared / (line.stems.len() as f64 + 4.0).powf(0.7) * place * claimed;
        out.push(Dated { line, when, told, score });
    }
    out.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.line.report.cmp(&b.line.report)));
    out
}

fn published(line: &Line<'_>) -> Option<Stamp> {
    line.filed.report.published.as_ref().map(|p| Stamp::of(p.date()))
}

/// The earliest month or day that a line's own words tell, when it is past.
fn own_date(line: &Line<'_>, as_of: Option<Date>) -> Option<Stamp> {
    let base = line.filed.report.published.as_ref().map(Published::date);
    let all = mentions(line.words, base);
    let mut told = all.iter().map(|m| m.stamp);
    told.rfind(|s| s.month.is_some() && s.year.is_some() && is_past(s, as_of))
}

fn is_past(stamp: &Stamp, as_of: Option<Date>) -> bool {
    let Some(as_of) = as_of else { return false };
    let (Some(year), month, day) = (stamp.year, stamp.month.unwrap_or(12), stamp.day.unwrap_or(28))
    else {
        return false;
    };
    Date::new(year, month, day).is_ok_and(|d| (as_of - d).get_days() > BACKGROUND_DAYS)
}

/// Key to put happenings in order: year, month, day; a coarser date first.
#[must_use]
pub fn order(stamp: &Stamp) -> (i16, i8, i8) {
    (stamp.year.unwrap_or(0), stamp.month.unwrap_or(0), stamp.day.unwrap_or(0))
}

/// Days between two moments, where both are known to the day.
#[must_use]
pub fn days_apart(a: &Stamp, b: &Stamp) -> Option<i32> {
    Some((a.date()? - b.date()?).get_days().abs())
}

/// The text with its date: as it stands when it tells one, else opened with "In June, ".
#[must_use]
pub fn with_date(text: &str, dated: &Dated<'_, '_>, as_of: Option<Date>) -> Option<String> {
    let words = tokenize(text, 0);
    let tells = mentions(&words, as_of).iter().any(|m| m.stamp.month.is_some());
    if tells {
        return Some(text.to_owned());
    }
    let opening = tidy::dated_opening(&dated.when, as_of)?;
    if text.starts_with(['"', '“', '‘']) {
        return None;
    }
    let past = in_past(text)?;
    Some(format!("{opening}{}", small_start(&past, dated.line)))
}

/// "has accused" as "accused", as a date asks for; `None` when the past form is another one.
fn in_past(text: &str) -> Option<String> {
    let at = [" has ", " have "].iter().filter_map(|h| Some((text.find(h)?, h.len()))).min();
    let Some((at, len)) = at else { return Some(text.to_owned()) };
    let next = text[at + len..].split_whitespace().next().unwrap_or("");
    if at > 80 {
        return Some(text.to_owned());
    }
    (next.ends_with("ed") && next.len() > 3)
        .then(|| format!("{} {}", &text[..at], &text[at + len..]))
}

/// The text with a small first letter, unless its first word is a name.
#[must_use]
pub fn small_start(text: &str, line: &Line<'_>) -> String {
    let words = tokenize(text, 0);
    let Some(first) = words.first() else { return text.to_owned() };
    let shown = first.span.of(text).unwrap_or("");
    let plain = first.is(FUNCTION | LINK | UNNAMED) && shown != "I";
    let cut = line.filed.cut();
    let as_name = cut.words.iter().any(|w| w.key == first.key && w.is(NAME));
    let as_word = cut.words.iter().any(|w| w.key == first.key && !w.is(CAPITAL | FIRST));
    let acronym = shown.chars().filter(|c| c.is_uppercase()).count() > 1;
    if acronym || !plain && (as_name || !as_word) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
