//! Chronology from sentence to sentence: "later that month" against what the evidence dates.

use super::Setting;
use super::ground::Ground;
use crate::dates::{Mention, Stamp, mentions};
use crate::shelf::Shelf;
use crate::words::tokenize;
use std::collections::BTreeSet;
use wiredesk_model::{Evidence, Finding, FindingClass, Published, ReportId, Span, When};

/// A link in time to what was told before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// In the same month (or year, day) and later, earlier, or either.
    Same(Unit, Side),
    /// After it.
    After,
    /// Before it.
    Before,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Later,
    Earlier,
    Any,
}

/// Phrases that link, longest first where one holds another.
const PHRASES: &[(&str, Link)] = &[
    ("later that same month", Link::Same(Unit::Month, Side::Later)),
    ("later that month", Link::Same(Unit::Month, Side::Later)),
    ("later in the month", Link::Same(Unit::Month, Side::Later)),
    ("later the same month", Link::Same(Unit::Month, Side::Later)),
    ("earlier that month", Link::Same(Unit::Month, Side::Earlier)),
    ("that same month", Link::Same(Unit::Month, Side::Any)),
    ("the same month", Link::Same(Unit::Month, Side::Any)),
    ("later that year", Link::Same(Unit::Year, Side::Later)),
    ("later the same year", Link::Same(Unit::Year, Side::Later)),
    ("later in the year", Link::Same(Unit::Year, Side::Later)),
    ("earlier that year", Link::Same(Unit::Year, Side::Earlier)),
    ("that same year", Link::Same(Unit::Year, Side::Any)),
    ("the same year", Link::Same(Unit::Year, Side::Any)),
    ("later that day", Link::Same(Unit::Day, Side::Later)),
    ("earlier that day", Link::Same(Unit::Day, Side::Earlier)),
    ("the same day", Link::Same(Unit::Day, Side::Any)),
    ("that same day", Link::Same(Unit::Day, Side::Any)),
    ("the following day", Link::After),
    ("the next day", Link::After),
    ("the following week", Link::After),
    ("the following month", Link::After),
    ("the following year", Link::After),
    ("a day later", Link::After),
    ("days later", Link::After),
    ("a week later", Link::After),
    ("weeks later", Link::After),
    ("a month later", Link::After),
    ("months later", Link::After),
    ("a year later", Link::After),
    ("years later", Link::After),
    ("shortly afterwards", Link::After),
    ("subsequently", Link::After),
    ("after that", Link::After),
    ("the previous month", Link::Before),
    ("the previous week", Link::Before),
    ("the previous day", Link::Before),
    ("the previous year", Link::Before),
    ("the day before", Link::Before),
    ("a month earlier", Link::Before),
    ("a week earlier", Link::Before),
    ("a year earlier", Link::Before),
    ("months earlier", Link::Before),
    ("weeks earlier", Link::Before),
    ("days earlier", Link::Before),
    ("before that", Link::Before),
    ("prior to that", Link::Before),
];

/// How many sentences back a link may reach for its anchor.
const REACH: usize = 4;

/// Findings over all sentences; spans count in `text`. `evidence` gives what the sentence of that
/// number stands on.
pub fn across(
    text: &str,
    parts: &[Span],
    evidence: &dyn Fn(usize) -> Vec<Evidence>,
    shelf: &Shelf<'_>,
    setting: &Setting,
) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut told: Vec<Option<Stamp>> = Vec::with_capacity(parts.len());
    for (i, part) in parts.iter().enumerate() {
        let sentence = part.of(text).unwrap_or_default();
        let link = link_in(sentence);
        let ground = Ground::new(&evidence(i), shelf);
        let dates = dates_of(&ground);
        let newest = ground.pieces.iter().filter_map(|p| p.filed.report.published.as_ref());
        let base = setting.as_of.or_else(|| newest.map(Published::date).max());
        let own: Vec<Mention> = mentions(&tokenize(sentence, 0), base);
        let anchor = told.iter().rev().take(REACH).flatten().next().copied();
        if let (Some((span, link)), Some(anchor)) = (link, anchor)
            && !dates.is_empty()
            && outvoted(&dates, &anchor, link)
        {
            let wrong = dates.iter().find(|(d, _)| broken(&anchor, d, link) && tells(d, link));
            out.extend(wrong.map(|w| finding(span.shifted(part.start), &anchor, w)));
        }
        let said = own.first().map(|m| m.stamp).filter(|s| s.month.is_some() || s.year.is_some());
        told.push(said.or_else(|| link.and_then(|_| dates.first().map(|(d, _)| *d))));
    }
    out
}

/// More reports date the fact where the link cannot put it than where it can.
fn outvoted(dates: &[(Stamp, Option<Evidence>)], anchor: &Stamp, link: Link) -> bool {
    let mut sound: BTreeSet<&ReportId> = BTreeSet::new();
    let mut all: BTreeSet<&ReportId> = BTreeSet::new();
    for (date, evidence) in dates {
        let Some(evidence) = evidence.as_ref().filter(|_| tells(date, link)) else { continue };
        all.insert(&evidence.report);
        if !broken(anchor, date, link) {
            sound.insert(&evidence.report);
        }
    }
    sound.len() * 2 < all.len()
}

/// The date is fine enough to say anything about the link.
fn tells(date: &Stamp, link: Link) -> bool {
    match link {
        Link::Same(Unit::Year, _) => date.year.is_some(),
        Link::Same(Unit::Day, _) => date.day.is_some(),
        Link::Same(Unit::Month, _) | Link::After | Link::Before => date.month.is_some(),
    }
}

/// The sentence without its link: what it tells, whenever that was.
#[must_use]
pub fn without_link(sentence: &str) -> String {
    match link_in(sentence) {
        Some((span, _)) => {
            let (head, tail) = (&sentence[..span.start], &sentence[span.end..]);
            format!("{head} {tail}")
        }
        None => sentence.to_owned(),
    }
}

fn link_in(sentence: &str) -> Option<(Span, Link)> {
    let lower = sentence.to_ascii_lowercase();
    PHRASES.iter().find_map(|(phrase, link)| {
        let at = lower.find(phrase)?;
        let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        let whole = edge(lower[..at].chars().next_back())
            && edge(lower[at + phrase.len()..].chars().next());
        whole.then(|| (Span::new(at, at + phrase.len()), *link))
    })
}

/// The moments that the evidence tells, with where.
fn dates_of(ground: &Ground<'_>) -> Vec<(Stamp, Option<Evidence>)> {
    let mut out = Vec::new();
    for piece in &ground.pieces {
        let published = piece.filed.report.published.as_ref().map(Published::date);
        let at = piece.words.start;
        for m in mentions(&ground.words[piece.words.clone()], published) {
            if m.stamp.month.is_some() || m.stamp.year.is_some() {
                out.push((m.stamp, ground.evidence(at + m.words.start, at + m.words.end)));
            }
        }
        for date in &piece.filed.reading.dates {
            if piece.span.contains(date.span) {
                let stamp = When::parse(&date.value).map(Stamp::from_when);
                let evidence = Evidence { report: piece.filed.report.id.clone(), span: date.span };
                out.extend(stamp.map(|s| (s, Some(evidence))));
            }
        }
    }
    out
}

/// The dated fact cannot stand where the link puts it.
fn broken(anchor: &Stamp, fact: &Stamp, link: Link) -> bool {
    match link {
        Link::After => fact.before(anchor),
        Link::Before => anchor.before(fact),
        Link::Same(unit, side) => {
            let keep = |s: &Stamp| match unit {
                Unit::Year => Stamp { year: s.year, ..Stamp::default() },
                Unit::Month => Stamp { year: s.year, month: s.month, ..Stamp::default() },
                Unit::Day => Stamp { weekday: None, ..*s },
            };
            keep(anchor).clashes(&keep(fact))
                || side == Side::Later && fact.before(anchor)
                || side == Side::Earlier && anchor.before(fact)
        }
    }
}

fn finding(span: Span, anchor: &Stamp, wrong: &(Stamp, Option<Evidence>)) -> Finding {
    let (fact, clash) = wrong;
    let reason = format!(
        "The evidence dates this to {}; that does not follow on {}.",
        shown(fact),
        shown(anchor)
    );
    Finding { class: FindingClass::Chronology, span, hard: true, reason, clash: clash.clone() }
}

fn shown(stamp: &Stamp) -> String {
    let month = stamp.month.and_then(|m| {
        crate::words::lexicon::MONTH_NAMES.get(usize::try_from(m - 1).ok()?).copied()
    });
    let mut parts: Vec<String> = Vec::new();
    parts.extend(stamp.day.map(|d| d.to_string()));
    parts.extend(month.map(str::to_owned));
    parts.extend(stamp.year.map(|y| y.to_string()));
    if parts.is_empty() { "another time".to_owned() } else { parts.join(" ") }
}
