//! For a sentence that nobody has bound: how the reports within reach hold it as a whole. A word
//! that stands in a report proves little; that the words of one clause stand together proves more.

use super::score::{Carried, is_fact};
use crate::shelf::{Cut, Filed, is_content};
use crate::words::Word;
use crate::words::tag::{CAPITAL, NUMBER};
use std::collections::BTreeSet;

/// Content words to each side that count as near.
const NEAR_WORDS: u32 = 12;
/// So many neighbours found are as good as all.
const NEIGHBOURS_ENOUGH: usize = 6;
/// A word is looked at in so many places.
const PLACES_MAX: usize = 60;

/// Measures over whole reports.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spread {
    /// Names that no report has.
    pub lost_names: f64,
    /// Numbers that no report has.
    pub lost_numbers: f64,
    /// Other content words that no report has, in no form.
    pub lost_words: f64,
    /// The name or number that stands most alone: which share of the sentence's other words stand
    /// near it, at best. Below 0 when it stands nowhere.
    pub alone: f64,
    /// The weakest clause: which share of it stands in two neighbouring sentences, at best.
    pub clause: f64,
}

/// Measures a sentence against reports.
#[must_use]
pub fn spread(text: &str, words: &[Word], reports: &[&Filed<'_>]) -> Spread {
    let cuts: Vec<&Cut> = reports.iter().map(|r| r.cut()).collect();
    let content: Vec<&Word> = words.iter().filter(|w| is_content(w)).collect();
    let stems: BTreeSet<u64> = content.iter().map(|w| w.stem).collect();
    let mut out = Spread { alone: 1.0, clause: 1.0, ..Spread::default() };
    for (i, word) in words.iter().enumerate().filter(|(_, w)| is_content(w)) {
        let held = cuts.iter().any(|c| c.stems.binary_search(&word.stem).is_ok());
        let kin = word.root != 0 && cuts.iter().any(|c| c.roots.binary_search(&word.root).is_ok());
        match word {
            _ if held => {}
            w if w.is(NUMBER) => out.lost_numbers += 1.0,
            _ if kin => {}
            w if w.is(CAPITAL) && i > 0 => out.lost_names += 1.0,
            _ => out.lost_words += 1.0,
        }
        if is_fact(word) {
            out.alone = out.alone.min(nearness(word.stem, &stems, &cuts));
        }
    }
    for clause in clauses(text, words) {
        let stems: BTreeSet<u64> =
            words[clause].iter().filter(|w| is_content(w)).map(|w| w.stem).collect();
        if stems.len() >= 2 {
            out.clause = out.clause.min(together(&stems, &cuts));
        }
    }
    out
}

/// Of the other stems the share that stands near one, where most of them do.
fn nearness(stem: u64, stems: &BTreeSet<u64>, cuts: &[&Cut]) -> f64 {
    let enough = stems.len().saturating_sub(1).clamp(1, NEIGHBOURS_ENOUGH) as f64;
    let mut best: f64 = -0.3;
    for cut in cuts {
        let places: Vec<(u32, u64)> = {
            let all = stems.iter().filter(|s| **s != stem);
            let mut places: Vec<(u32, u64)> =
                all.flat_map(|s| cut.places_of(*s).map(|at| (at, *s))).collect();
            places.sort_unstable();
            places
        };
        for at in cut.places_of(stem).take(PLACES_MAX) {
            let from = places.partition_point(|(p, _)| p + NEAR_WORDS < at);
            let near: BTreeSet<u64> = places[from..]
                .iter()
                .take_while(|(p, _)| *p <= at + NEAR_WORDS)
                .map(|(_, s)| *s)
                .collect();
            best = best.max(near.len() as f64 / enough);
        }
    }
    best.min(1.0)
}

/// The largest share of the stems that stands in two neighbouring sentences.
fn together(stems: &BTreeSet<u64>, cuts: &[&Cut]) -> f64 {
    let mut best = 0usize;
    for cut in cuts {
        let mut at: Vec<(usize, u64)> = Vec::new();
        for stem in stems {
            for place in cut.places_of(*stem) {
                at.push((cut.before.partition_point(|b| *b <= place), *stem));
            }
        }
        at.sort_unstable();
        at.dedup();
        for (i, (sentence, _)) in at.iter().enumerate() {
            let near = at[i..].iter().take_while(|(s, _)| *s <= sentence + 1);
            best = best.max(near.map(|(_, stem)| *stem).collect::<BTreeSet<_>>().len());
        }
    }
    best as f64 / stems.len().max(1) as f64
}

/// The clauses of a sentence: cut at marks and at words that join or open clauses.
fn clauses(text: &str, words: &[Word]) -> Vec<std::ops::Range<usize>> {
    const JOINTS: [&str; 8] = ["and", "but", "while", "which", "who", "where", "after", "with"];
    let mut out = Vec::new();
    let mut start = 0;
    for i in 0..words.len() {
        let from = if i == 0 { 0 } else { words[i - 1].span.end };
        let mark = text
            .get(from..words[i].span.start)
            .is_some_and(|t| t.contains([',', ';', ':', '(', ')']));
        let joint = words[i].span.of(text).is_some_and(|w| JOINTS.contains(&w));
        if (mark || joint) && i > start {
            out.push(start..i);
            start = i;
        }
    }
    out.push(start..words.len());
    out
}

/// The score of a sentence without bound evidence, 0 to 1: a logistic regression fitted on the
/// validation part of WiCE (349 sentences of Wikipedia against the pages they cite).
#[must_use]
pub fn score(spread: &Spread, carried: &Carried) -> f64 {
    let sum = WEIGHTS[0]
        + WEIGHTS[1] * spread.lost_names.min(4.0)
        + WEIGHTS[2] * spread.lost_numbers.min(3.0)
        + WEIGHTS[3] * spread.lost_words.min(8.0)
        + WEIGHTS[4] * spread.alone
        + WEIGHTS[5] * spread.clause
        + WEIGHTS[6] * carried.facts
        + WEIGHTS[7] * carried.content;
    1.0 / (1.0 + (-sum).exp())
}

/// Constant, lost names, numbers and words, alone, clause, facts, content.
const WEIGHTS: [f64; 8] = [-2.858, -0.192, -0.754, -0.021, 1.114, 0.871, 0.616, 2.579];
