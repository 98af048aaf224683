//! How well a sentence is carried, as one figure.

use super::align::Compare;
use crate::shelf::{Filed, pair_key};
use crate::words::Word;
use crate::words::tag::{CAPITAL, FUNCTION, LINK, NUMBER};
use wiredesk_model::Finding;

/// How much of a sentence its evidence carries.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Carried {
    /// Share of its content words, by weight.
    pub content: f64,
    /// Share of its names and numbers.
    pub facts: f64,
    /// Share of its pairs of neighbouring words.
    pub pairs: f64,
    /// Share of its content words that the evidence's reports hold anywhere.
    pub reach: f64,
    /// Share of its pairs of neighbouring content words that they hold anywhere.
    pub reach_pairs: f64,
    /// Content words that the evidence does not hold.
    pub missing: f64,
    /// Content words that its reports do not hold.
    pub lost: f64,
    /// Names and numbers that its reports do not hold.
    pub lost_facts: f64,
    /// The longest run of content words that the evidence does not hold.
    pub run: f64,
    /// Content words.
    pub words: f64,
}

/// Measures. `settled` words say the same as the evidence in other words.
#[must_use]
pub fn carried(compare: &Compare<'_>, settled: &[bool]) -> Carried {
    let words = compare.words;
    let held = |i: usize| settled[i] || compare.to[i].is_some() || compare.elsewhere[i].is_some();
    let content = share((0..words.len()).map(|i| (weight(&words[i]), held(i))));
    let facts = share((0..words.len()).filter(|i| is_fact(&words[*i])).map(|i| (1.0, held(i))));
    let pairs = share((1..words.len()).map(|i| {
        let next = matches!((compare.to[i - 1], compare.to[i]), (Some(a), Some(b)) if b == a + 1);
        (1.0, next)
    }));
    let (mut missing, mut run, mut longest, mut all) = (0.0, 0.0, 0.0, 0.0);
    for i in (0..words.len()).filter(|i| weight(&words[*i]) > 0.0) {
        all += 1.0;
        run = if held(i) { 0.0 } else { run + 1.0 };
        missing += if held(i) { 0.0 } else { 1.0 };
        longest = f64::max(longest, run);
    }
    let base =
        Carried { content, facts, pairs, missing, run: longest, words: all, ..Carried::default() };
    reached(compare, base)
}

/// Adds what the reports of the evidence hold anywhere.
fn reached(compare: &Compare<'_>, mut carried: Carried) -> Carried {
    let mut reports: Vec<&Filed<'_>> = Vec::new();
    for piece in &compare.ground.pieces {
        if reports.iter().all(|r| r.report.id != piece.filed.report.id) {
            reports.push(piece.filed);
        }
    }
    let holds = |w: &Word| reports.iter().any(|r| r.cut().stems.binary_search(&w.stem).is_ok());
    let content: Vec<&Word> = compare.words.iter().filter(|w| weight(w) > 0.0).collect();
    carried.reach = share(content.iter().map(|w| (1.0, holds(w))));
    carried.lost = content.iter().filter(|w| !holds(w)).count() as f64;
    carried.lost_facts = content.iter().filter(|w| is_fact(w) && !holds(w)).count() as f64;
    carried.reach_pairs = share(content.windows(2).map(|w| {
        let key = pair_key(w[0].stem, w[1].stem);
        (1.0, reports.iter().any(|r| r.cut().pairs.binary_search(&key).is_ok()))
    }));
    carried
}

fn is_fact(word: &Word) -> bool {
    word.is(CAPITAL | NUMBER) && (word.is(NUMBER) || !word.is(FUNCTION))
}

/// The score: what is carried, lowered by what was found.
#[must_use]
pub fn score(carried: &Carried, findings: &[Finding], bound: bool) -> f64 {
    let hard = findings.iter().filter(|f| f.hard).count().min(4) as i32;
    let soft = findings.iter().filter(|f| !f.hard).count().min(8) as i32;
    let base = if bound {
        0.6 * carried.content + 0.2 * carried.facts + 0.2 * carried.pairs.max(carried.content - 0.2)
    } else {
        0.5 * carried.content + 0.2 * carried.facts + 0.1 * carried.pairs + 0.2 * carried.reach
    };
    (base * 0.35f64.powi(hard) * 0.85f64.powi(soft)).clamp(0.0, 1.0)
}

fn weight(word: &Word) -> f64 {
    match word {
        w if w.is(NUMBER) => 1.5,
        w if w.is(FUNCTION | LINK) => 0.0,
        w if w.is(CAPITAL) => 1.5,
        _ => 1.0,
    }
}

/// The held share by weight; 1 when nothing weighs.
fn share(parts: impl Iterator<Item = (f64, bool)>) -> f64 {
    let (mut all, mut held) = (0.0, 0.0);
    for (weight, is_held) in parts {
        all += weight;
        held += if is_held { weight } else { 0.0 };
    }
    if all > 0.0 { held / all } else { 1.0 }
}
