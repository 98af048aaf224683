//! How well a sentence is carried, as one figure.

use super::align::Compare;
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
    Carried { content, facts, pairs }
}

/// A name or a number.
#[must_use]
pub fn is_fact(word: &Word) -> bool {
    word.is(CAPITAL | NUMBER) && (word.is(NUMBER) || !word.is(FUNCTION))
}

/// The score of a sentence on bound evidence: what is carried, lowered by what was found.
#[must_use]
pub fn bound(carried: &Carried, findings: &[Finding]) -> f64 {
    let base = 0.6 * carried.content
        + 0.2 * carried.facts
        + 0.2 * carried.pairs.max(carried.content - 0.2);
    lowered(base, findings)
}

/// A score lowered by what was found.
#[must_use]
pub fn lowered(base: f64, findings: &[Finding]) -> f64 {
    let count = |hard: bool, max: usize| {
        i32::try_from(findings.iter().filter(|f| f.hard == hard).count().min(max)).unwrap_or(0)
    };
    (base * 0.35f64.powi(count(true, 4)) * 0.85f64.powi(count(false, 8))).clamp(0.0, 1.0)
}

/// A score lowered by what refuses.
#[must_use]
pub fn lowered_hard(base: f64, findings: &[Finding]) -> f64 {
    if findings.iter().any(|f| f.hard) { base * 0.35 } else { base }
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
