//! What number words mean together: "twenty-five", "1.5 million", "a dozen".

use super::tag::{NUMBER, SCALE};
use super::{Word, key_of, lexicon};

/// A dozen.
const DOZEN: f64 = 12.0;

/// A number with its scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// First word.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// What it says.
    pub value: f64,
}

/// The numbers of a text, left to right.
#[must_use]
pub fn quantities(words: &[Word]) -> Vec<Quantity> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match read(words, at) {
            Some(q) => {
                at = q.end;
                out.push(q);
            }
            None => at += 1,
        }
    }
    out
}

/// One number that starts at word `at`.
fn read(words: &[Word], at: usize) -> Option<Quantity> {
    if words[at].value.is_none() {
        return of_scale(words, at);
    }
    let mut value = words[at].value?;
    let mut end = at + 1;
    let glued = |i: usize| words[i].span.start.saturating_sub(words[i - 1].span.end) <= 1;
    if (20.0..100.0).contains(&value) && value % 10.0 == 0.0 && end < words.len() && glued(end) {
        let next = words[end];
        if next.is(NUMBER) && next.value.is_some_and(|v| v > 0.0 && v < 10.0) && spelt(words, at) {
            value += next.value.unwrap_or_default();
            end += 1;
        }
    }
    let is = |i: usize, word: &str| words.get(i).is_some_and(|w| w.key == key_of(word));
    if is(end, "and") && is(end + 1, "a") && is(end + 2, "half") {
        value += 0.5;
        end += 3;
    }
    let dozen = |w: &Word| w.value == Some(DOZEN) && w.span.len() > 2;
    if value < DOZEN && words.get(end).is_some_and(dozen) && glued(end) {
        value *= DOZEN;
        end += 1;
    }
    while end < words.len() && words[end].is(SCALE) && glued(end) {
        value *= lexicon::scale(words[end].key)?;
        end += 1;
    }
    Some(Quantity { start: at, end, value })
}

/// "a hundred", "half a million", "a quarter of a million": a scale without a number.
fn of_scale(words: &[Word], at: usize) -> Option<Quantity> {
    let is = |i: usize, word: &str| words.get(i).is_some_and(|w| w.key == key_of(word));
    let (part, a) = match () {
        () if is(at, "half") => (0.5, at + 1),
        () if is(at, "quarter") && is(at + 1, "of") => (0.25, at + 2),
        () => (1.0, at),
    };
    let scale = lexicon::scale(words.get(a + 1).filter(|w| is(a, "a") && w.is(SCALE))?.key)?;
    let start = if a == at { at + 1 } else { at };
    Some(Quantity { start, end: a + 2, value: part * scale })
}

/// Written in letters: its span is longer than its digits could be.
fn spelt(words: &[Word], at: usize) -> bool {
    words[at].span.len() > 2
}

/// Same but for the way of writing and calculation in binary.
#[must_use]
pub fn same(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// `shown` is a fair rounding of `exact`: no more than 5 % off and rounder than it.
#[must_use]
pub fn rounds(shown: f64, exact: f64) -> bool {
    let off = (shown - exact).abs();
    exact != 0.0 && off <= 0.05 * exact.abs() && roundness(shown) > roundness(exact)
}

/// How many zeros end a number; decimals count below zero.
#[must_use]
pub fn roundness(value: f64) -> i32 {
    let mut zeros = 0;
    let mut v = value.abs();
    if v == 0.0 || !v.is_finite() {
        return 0;
    }
    while (v - v.round()).abs() > 1e-9 * v.max(1.0) && zeros > -6 {
        v *= 10.0;
        zeros -= 1;
    }
    while v >= 10.0 && v % 10.0 == 0.0 {
        v /= 10.0;
        zeros += 1;
    }
    zeros
}
