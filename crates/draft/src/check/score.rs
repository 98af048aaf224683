//! How well a sentence is carried, as one figure.

use super::align::Compare;
use crate::words::Word;
use crate::words::tag::{CAPITAL, FUNCTION, LINK, NUMBER};
use wiredesk_model::Finding;

/// Shares of a sentence that its evidence carries, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Carried {
    /// Of its content words, by weight.
    pub content: f64,
    /// Of its names and numbers.
    pub facts: f64,
    /// Of its pairs of neighbouring words.
    pub pairs: f64,
    /// Of its content words, by any report within reach.
    pub reach: f64,
}

/// Measures the shares. `settled` words say the same as the evidence in other words.
#[must_use]
pub fn carried(compare: &Compare<'_>, settled: &[bool]) -> Carried {
    let words = compare.words;
    let held = |i: usize| settled[i] || compare.to[i].is_some() || compare.elsewhere[i].is_some();
    let content = share((0..words.len()).map(|i| (weight(&words[i]), held(i))));
    let facts = share((0..words.len()).filter(|i| words[*i].is(CAPITAL | NUMBER)).map(|i| {
        let plain = words[i].is(FUNCTION) && !words[i].is(NUMBER);
        (if plain { 0.0 } else { 1.0 }, held(i))
    }));
    let pairs = share((1..words.len()).map(|i| {
        let next = matches!((compare.to[i - 1], compare.to[i]), (Some(a), Some(b)) if b == a + 1);
        (1.0, next)
    }));
    Carried { content, facts, pairs, reach: content }
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
