//! Templates for what is always told the same way: rating changes.

use super::lines::Line;
use crate::words::quantity::{Quantity, quantities, same};
use crate::words::tag::CURRENCY;
use crate::words::{Word, key_of};
use wiredesk_model::{Evidence, Rating};

/// Names of money that the lexicon has no tag for.
const COINS: [&str; 8] =
    ["crown", "crowns", "krone", "kroner", "kronor", "koruna", "korunas", "kronur"];

/// A sentence made from what a reading found, with what it stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The sentence.
    pub text: String,
    /// The headline for it.
    pub headline: String,
    /// The sentences of the report that it was read from.
    pub evidence: Vec<Evidence>,
}

/// One sentence for each rating change that the lines tell of.
#[must_use]
pub fn ratings(lines: &[Line<'_>]) -> Vec<Told> {
    let mut out: Vec<Told> = Vec::new();
    for line in lines {
        for rating in &line.filed.reading.ratings {
            if rating.span.is_empty() || !line.span.overlaps(rating.span) {
                continue;
            }
            let told = tell(rating, line);
            out.extend(told.filter(|t| out.iter().all(|o| o.text != t.text)));
        }
    }
    out
}

fn tell(rating: &Rating, line: &Line<'_>) -> Option<Told> {
    let (firm, company) = (rating.firm.as_deref()?, rating.company.as_deref()?);
    let action = rating.action.as_deref()?;
    let (past, present) = match action {
        "upgrade" => ("upgraded", "upgrades"),
        "downgrade" => ("downgraded", "downgrades"),
        "initiate" => ("initiated coverage of", "initiates coverage of"),
        "reiterate" => ("reiterated", "reiterates"),
        "maintain" => ("maintained", "maintains"),
        "resume" => ("resumed coverage of", "resumes coverage of"),
        _ => return None,
    };
    let name = match &rating.ticker {
        Some(ticker) => format!("{company} ({ticker})"),
        None => company.to_owned(),
    };
    let mut text = format!("{firm} {past} {name}");
    let mut headline = format!("{firm} {present} {company}");
    if let Some(now) = &rating.rating {
        let join = if matches!(action, "upgrade" | "downgrade") { "to" } else { "at" };
        text.push_str(&format!(" {join} {now}"));
        headline.push_str(&format!(" {join} {now}"));
        if let Some(before) = rating.prior_rating.as_ref().filter(|b| *b != now) {
            text.push_str(&format!(" from {before}"));
        }
    }
    if let Some(target) = rating.target {
        let (did, does) = match rating.target_action.as_deref() {
            Some("raise") => ("raised its price target to", "raises target to"),
            Some("lower") => ("lowered its price target to", "lowers target to"),
            _ => ("with a price target of", "with target of"),
        };
        let now = as_written(line, target)?;
        let and = if did.starts_with("with") { "" } else { "and " };
        text.push_str(&format!(" {and}{did} {now}"));
        let comma = if and.is_empty() { "" } else { "," };
        headline.push_str(&format!("{comma} {does} {now}"));
        let before = rating.prior_target.filter(|b| !same(*b, target));
        if let Some(before) = before.and_then(|b| as_written(line, b)) {
            text.push_str(&format!(" from {before}"));
        }
    }
    text.push('.');
    Some(Told { text, headline, evidence: vec![line.evidence()] })
}

/// An amount of money as the line writes it, with the currency that it tells and no other: "118
/// crowns" may be of four countries.
fn as_written<'l>(line: &'l Line<'_>, value: f64) -> Option<&'l str> {
    let text = line.filed.report.text.as_str();
    let of = |q: &Quantity| {
        let (mut first, mut last) = (q.start, q.end - 1);
        let glued = |a: usize, b: usize| {
            let gap = line.words[a].span.end..line.words[b].span.start;
            text.get(gap).is_some_and(|gap| matches!(gap, "" | " " | "-"))
        };
        if first > 0 && line.words[first - 1].is(CURRENCY) && glued(first - 1, first) {
            first -= 1;
        }
        let names = |w: &Word| w.is(CURRENCY) || COINS.iter().any(|c| key_of(c) == w.key);
        while line.words.get(last + 1).is_some_and(names) && glued(last, last + 1) {
            last += 1;
        }
        let span = line.words[first].span.cover(line.words[last].span);
        // a country's sign stands before that of its dollar: "A$", "US$"
        let letters = text[..span.start].bytes().rev().take_while(u8::is_ascii_uppercase).count();
        let sign = text[span.range()].starts_with(['$', '£', '€', '¥']);
        text.get(span.start - if sign { letters } else { 0 }..span.end)
    };
    quantities(line.words).iter().filter(|q| same(q.value, value)).find_map(of)
}
