//! The lede for a company's results, which are always told the same way: earnings a share, what was
//! expected of them, revenue. Every figure is told as it is written in the report.

use super::lines::Line;
use super::templates::Told;
use crate::words::tag::{CURRENCY, NUMBER, SCALE};
use crate::words::{Word, key_of};
use wiredesk_model::{EntityType, Mention};

/// Words before a figure, and after it, among which is looked for what it is.
const NEAR_WORDS: usize = 6;
/// Results stand among the first lines of a report.
const PLACE_MAX: usize = 2;

/// What is expected, the plainest word first.
const EXPECTED: [&str; 6] =
    ["estimate", "estimates", "forecast", "expectations", "consensus", "expected"];

/// What a figure of money tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    Earnings,
    Revenue,
    Expected,
}

/// A figure of money as written.
struct Money<'a> {
    text: &'a str,
    tells: Tells,
    /// How the report calls what was expected.
    noun: &'static str,
}

/// The results that the first lines of a report tell.
#[must_use]
pub fn earnings(lines: &[Line<'_>]) -> Vec<Told> {
    let first = lines.iter().filter(|l| l.place <= PLACE_MAX);
    let mut out: Vec<Told> = Vec::new();
    for line in first {
        let next = lines.iter().find(|l| l.report == line.report && l.number == line.number + 1);
        let told = next.and_then(|n| tell(line, Some(n))).or_else(|| tell(line, None));
        out.extend(told);
    }
    out
}

fn tell(line: &Line<'_>, next: Option<&Line<'_>>) -> Option<Told> {
    let company = company(line)?;
    let own = figures(line);
    let earned = one(&own, Tells::Earnings)?;
    let more = next.map(figures).unwrap_or_default();
    let expected = one(&own, Tells::Expected).map(|figure| {
        let noun = own.iter().find(|f| f.tells == Tells::Expected).map_or("", |f| f.noun);
        match noun {
            "expected" => format!("{figure} expected"),
            "estimates" | "expectations" => format!("{noun} of {figure}"),
            "estimate" => format!("an {noun} of {figure}"),
            _ => format!("a {noun} of {figure}"),
        }
    });
    let revenue = one(&own, Tells::Revenue).or_else(|| one(&more, Tells::Revenue));
    if expected.is_none() && revenue.is_none() {
        return None;
    }
    let report = &line.filed.report.text;
    let name = company.span.of(report)?;
    let period = period(line).map(|p| format!("{p} ")).unwrap_or_default();
    let mut text = format!("{name} reported {period}earnings of {earned} per share");
    let mut headline = format!("{name} reports {period}earnings of {earned} per share");
    if let Some(expected) = &expected {
        text.push_str(&format!(", against {expected}"));
    }
    if let Some(revenue) = revenue {
        let join = if expected.is_some() { ", and" } else { " and" };
        text.push_str(&format!("{join} revenue of {revenue}"));
        headline.push_str(&format!(", revenue of {revenue}"));
    }
    text.push('.');
    let mut evidence = vec![line.evidence()];
    let from_next = one(&own, Tells::Revenue).is_none() && revenue.is_some();
    evidence.extend(next.filter(|_| from_next).map(Line::evidence));
    Some(Told { text, headline, evidence })
}

/// The one company that the line names before anything else.
fn company<'l>(line: &'l Line<'_>) -> Option<&'l Mention> {
    let mentions = line.filed.reading.entities.iter();
    let mut own = mentions.filter(|m| {
        line.span.contains(m.span)
            && (m.kind == EntityType::Company || m.kind == EntityType::Organization)
    });
    own.next().filter(|m| m.span.start <= line.span.start + 40)
}

/// The only figure of that kind; none when two differ.
fn one<'a>(figures: &[Money<'a>], tells: Tells) -> Option<&'a str> {
    let mut of = figures.iter().filter(|f| f.tells == tells).map(|f| f.text);
    let first = of.next()?;
    of.all(|f| f == first).then_some(first)
}

fn figures<'a>(line: &Line<'a>) -> Vec<Money<'a>> {
    let (words, text) = (line.words, line.filed.report.text.as_str());
    let mut out = Vec::new();
    let mut at = 0;
    while at + 1 < words.len() {
        if !(words[at].is(CURRENCY) && words[at + 1].is(NUMBER)) {
            at += 1;
            continue;
        }
        let mut end = at + 2;
        while end < words.len() && words[end].is(SCALE) {
            end += 1;
        }
        let span = words[at].span.cover(words[end - 1].span);
        let tells = what(words, at, end);
        let noun = EXPECTED.iter().find(|n| before(words, at).iter().any(|w| key_of(n) == w.key));
        let noun = noun.copied().unwrap_or("expected");
        out.extend(span.of(text).zip(tells).map(|(text, tells)| Money { text, tells, noun }));
        at = end;
    }
    out
}

fn before(words: &[Word], at: usize) -> &[Word] {
    &words[at.saturating_sub(NEAR_WORDS)..at]
}

/// What the words round a figure say that it is; the nearest decide.
fn what(words: &[Word], start: usize, end: usize) -> Option<Tells> {
    let has = |range: &[Word], list: &[&str]| {
        range.iter().any(|w| list.iter().any(|l| key_of(l) == w.key))
    };
    let after = &words[end..(end + 3).min(words.len())];
    let before = before(words, start);
    let a_share = has(after, &["share", "eps"]);
    let revenue = ["revenue", "revenues", "sales"];
    let last = |list: &[&str]| before.iter().rposition(|w| list.iter().any(|l| key_of(l) == w.key));
    let earned = last(&["earnings", "earned", "profit", "eps", "income"]);
    let nearest = [
        (last(&EXPECTED), Tells::Expected),
        (last(&revenue), Tells::Revenue),
        (earned, Tells::Earnings),
    ];
    let found = nearest.into_iter().filter_map(|(at, tells)| Some((at?, tells)));
    match found.max_by_key(|(at, _)| *at) {
        Some((_, Tells::Earnings)) if a_share || has(before, &["eps", "share"]) => {
            Some(Tells::Earnings)
        }
        Some((_, Tells::Earnings)) => None,
        Some((_, tells)) => Some(tells),
        None if a_share => Some(Tells::Earnings),
        None => None,
    }
}

/// "second-quarter", "fourth quarter": as written, without what stands round it.
fn period<'a>(line: &Line<'a>) -> Option<&'a str> {
    const WHICH: [&str; 8] =
        ["first", "second", "third", "fourth", "quarterly", "annual", "fiscal", "full"];
    let text = line.filed.report.text.as_str();
    let is = |w: &Word, list: &[&str]| list.iter().any(|l| key_of(l) == w.key);
    let at = line.words.iter().position(|w| is(w, &WHICH))?;
    let rest = &line.words[at..];
    let units = ["quarter", "year", "third", "second", "first", "fourth"];
    let more = rest[1..].iter().take(3).take_while(|w| is(w, &units)).count();
    let alone = is(&rest[0], &["quarterly", "annual"]);
    let span = rest[0].span.cover(rest[more].span);
    span.of(text).filter(|_| alone || more > 0)
}
