//! Numbers, their scale, their units and currencies.

use super::{amounts, exchanged};
use crate::check::align::Compare;
use crate::check::notes::Notes;
use crate::words::quantity::{Quantity, quantities, roundness, rounds, same};
use crate::words::tag::{CURRENCY, NUMBER, ROUND, SCALE, UNIT};
use crate::words::{Word, key_of, lexicon};
use std::ops::Range;
use wiredesk_model::FindingClass;

/// Checks each number of the sentence, then the units.
pub fn apply(notes: &mut Notes<'_, '_>) {
    let said = quantities(notes.compare.words);
    let told = quantities(&notes.compare.ground.words);
    amounts::apply(notes, &said, &told);
    for quantity in &said {
        check_number(notes, quantity, &told);
    }
    for quantity in &said {
        check_unit(notes, quantity);
    }
    exchanged::apply(notes, &said, &told);
    loose_units(notes);
}

/// A year: four digits, no scale, no currency.
#[must_use]
pub fn is_year(words: &[Word], q: &Quantity) -> bool {
    let money = q.start > 0 && words[q.start - 1].is(CURRENCY);
    let digits = words[q.start].span.len() == 4;
    q.end == q.start + 1 && digits && !money && (1500.0..2200.0).contains(&q.value)
}

fn check_number(notes: &mut Notes<'_, '_>, q: &Quantity, told: &[Quantity]) {
    let compare = notes.compare;
    if notes.settled[q.start] {
        return;
    }
    let own = told.iter().find(|t| holds(compare.to[q.start], t));
    let skipped = own.and_then(|t| skipped(compare, q, t, told));
    if skipped.is_none() && own.is_some_and(|t| says(compare, t, q)) {
        settle_scale(notes, q);
        return;
    }
    let rival = skipped.or(own).or_else(|| rival(notes, q, told));
    let exact = told.iter().find(|t| says(compare, t, q));
    let cents = told.iter().any(|t| in_cents(compare, t, q));
    if cents || exact.is_some() && rival.is_none() || marked(compare, q, told) {
        let from = q.start - usize::from(cents && q.start > 0);
        let end = (q.end + usize::from(cents)).min(notes.settled.len());
        notes.settled[from..end].fill(true);
        return;
    }
    let pronoun = compare.words[q.start].span.of(compare.text).is_some_and(|w| w.len() == 3);
    if q.value == 1.0 && rival.is_none() && pronoun {
        return;
    }
    let class = if is_year(compare.words, q) && rival.is_none_or(|t| t.value > 1500.0) {
        FindingClass::Date
    } else {
        FindingClass::Number
    };
    let range = rival.map_or(0..0, |t| t.start..t.end);
    let sure = rival.is_some() || !counted(notes, q);
    let hard = notes.bound && sure || absent(notes, q);
    let reason = number_reason(notes, q.start..q.end, range.clone());
    notes.add(class, q.start..q.end, hard, range, reason);
}

/// The same value; "5m" may be five million.
fn says(compare: &Compare<'_>, told: &Quantity, said: &Quantity) -> bool {
    let ground = compare.ground;
    let short = ground.text(told.end, told.end + 1) == "m";
    let own = compare.said(said.end..said.end + 1) == "m";
    same(told.value, said.value)
        || short && same(told.value * 1e6, said.value)
        || own && same(told.value, said.value * 1e6)
        || in_cents(compare, told, said)
}

/// "52 cents" and "$0.52".
fn in_cents(compare: &Compare<'_>, told: &Quantity, said: &Quantity) -> bool {
    let cents = |words: &[Word], q: &Quantity| {
        words.get(q.end).is_some_and(|w| w.key == lexicon::canonical(key_of("cent")))
    };
    let money = |words: &[Word], q: &Quantity| q.start > 0 && words[q.start - 1].is(CURRENCY);
    let (a, b) = (&compare.ground.words, compare.words);
    cents(a, told) && money(b, said) && same(told.value, said.value * 100.0)
        || cents(b, said) && money(a, told) && same(told.value * 100.0, said.value)
}

/// "three" may be the count of what the evidence lists.
fn counted(notes: &Notes<'_, '_>, q: &Quantity) -> bool {
    let spelt = notes.compare.words[q.start]
        .span
        .of(notes.compare.text)
        .is_some_and(|w| !w.starts_with(|c: char| c.is_ascii_digit()));
    spelt && q.value <= 3.0 && !notes.bound
}

/// Another number stands where the sentence has this one, which it took from further on.
fn skipped<'t>(
    compare: &Compare<'_>,
    q: &Quantity,
    own: &Quantity,
    told: &'t [Quantity],
) -> Option<&'t Quantity> {
    let before = compare.to[q.start.checked_sub(1)?]?;
    let next = told.iter().find(|t| t.start == before + 1)?;
    let passed = own.start > next.start && !same(next.value, q.value);
    let beside = compare.ground.evidence(before, next.start + 1)?;
    let piece = &compare.ground.pieces[compare.ground.piece_of[before]];
    let between = beside.span.of(&piece.filed.report.text)?;
    let passed = passed && !between.contains(['(', '[', ',', ';']);
    (passed && (next.start..next.end).all(|j| compare.from[j].is_none())).then_some(next)
}

fn number_reason(notes: &Notes<'_, '_>, said: Range<usize>, told: Range<usize>) -> String {
    let words = &notes.compare.ground.words;
    let mut start = told.start;
    while start > 0 && told.start - start < 2 && words[start - 1].is(ROUND | CURRENCY) {
        start -= 1;
    }
    notes.clash(said, start..told.end)
}

fn holds(word: Option<usize>, q: &Quantity) -> bool {
    word.is_some_and(|w| (q.start..q.end).contains(&w))
}

/// Another number that stands in the evidence where this one stands in the sentence.
fn rival<'t>(notes: &Notes<'_, '_>, q: &Quantity, told: &'t [Quantity]) -> Option<&'t Quantity> {
    let compare = notes.compare;
    let gap = (q.start..q.end).find_map(|i| compare.gap_of(i))?;
    let mut rivals = told.iter().filter(|t| t.start < gap.told.end && t.end > gap.told.start);
    rivals.find(|t| !same(t.value, q.value) && !said_too(notes, t))
}

/// The sentence has that number too, at another place.
fn said_too(notes: &Notes<'_, '_>, told: &Quantity) -> bool {
    let said = quantities(notes.compare.words);
    said.iter().any(|s| same(s.value, told.value) && holds_any(notes, s, told))
}

fn holds_any(notes: &Notes<'_, '_>, said: &Quantity, told: &Quantity) -> bool {
    (said.start..said.end).any(|i| holds(notes.compare.to[i], told))
}

/// The value is the same: by which scale it is told does not matter.
fn settle_scale(notes: &mut Notes<'_, '_>, q: &Quantity) {
    for i in q.start..q.end {
        notes.settled[i] |= notes.compare.words[i].is(SCALE);
    }
}

/// Rounded, and marked as rounded: "about 300", "more than 1,000".
fn marked(compare: &Compare<'_>, q: &Quantity, told: &[Quantity]) -> bool {
    let from = q.start.saturating_sub(3);
    let mark = compare.words[from..q.start].iter().any(|w| w.is(ROUND));
    mark && told
        .iter()
        .any(|t| rounds(q.value, t.value) && sided(compare, q, t) || bounds(compare, q, t))
}

/// "at least 2,020" is no rounding of 1,991: a bound lies on its own side of the figure.
fn sided(compare: &Compare<'_>, q: &Quantity, told: &Quantity) -> bool {
    let mut before = (q.start.saturating_sub(2)..q.start).map(|i| compare.said(i..i + 1));
    let lower = ["least", "more", "over", "above", "exceeding"];
    q.value <= told.value || !before.any(|w| lower.contains(&w.to_lowercase().as_str()))
}

/// "more than 20" of 23, "nearly 60" of 58: a round bound on the right side of the figure.
fn bounds(compare: &Compare<'_>, q: &Quantity, told: &Quantity) -> bool {
    let mut before = (q.start.saturating_sub(2)..q.start).map(|i| compare.said(i..i + 1));
    let mut says = |list: &[&str]| before.any(|w| list.contains(&w.to_lowercase().as_str()));
    if roundness(q.value) <= roundness(told.value) {
        return false;
    }
    match q.value < told.value {
        true => {
            says(&["more", "over", "above", "least", "exceeding"]) && q.value >= 0.8 * told.value
        }
        false => {
            let upper = ["less", "fewer", "under", "below", "nearly", "almost"];
            says(&upper) && q.value <= 1.25 * told.value
        }
    }
}

/// No report within reach has the number at all.
fn absent(notes: &Notes<'_, '_>, q: &Quantity) -> bool {
    if notes.bound {
        return false;
    }
    let digits = notes.compare.words[q.start]
        .span
        .of(notes.compare.text)
        .is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    let year = is_year(notes.compare.words, q);
    let reports = notes.compare.ground.pieces.iter();
    digits
        && (year || q.value >= 13.0 || q.value.fract() != 0.0)
        && !reports.map(|p| p.filed).any(|filed| {
            let all = &filed.cut().words;
            let close = |v: f64| same(v, q.value) || rounds(v, q.value) || rounds(q.value, v);
            quantities(all).iter().any(|t| close(t.value))
                || filed.report.text.contains(notes.compare.said(q.start..q.end))
        })
}

fn check_unit(notes: &mut Notes<'_, '_>, q: &Quantity) {
    let compare = notes.compare;
    if notes.settled[q.start] && notes.settled[q.end - 1] {
        return;
    }
    let Some(last) = compare.to[q.end - 1] else { return };
    let Some(first) = compare.to[q.start] else { return };
    let told = &compare.ground.words;
    let Some(said_unit) = unit_beside(compare.words, q.start, q.end) else { return };
    let Some(told_unit) = unit_beside(told, first.min(last), first.max(last) + 1) else { return };
    let (a, b) = (&compare.words[said_unit], &told[told_unit]);
    let (money, sign) = (a.is(CURRENCY), b.is(CURRENCY));
    if a.key == b.key || lexicon::synonyms(a.key, b.key) || money != sign && a.stem == b.stem {
        return;
    }
    let mut end = said_unit + 1;
    if !money && compare.words.get(end).is_some_and(|w| w.is(UNIT) && compare.is_new(end)) {
        end += 1;
    }
    let reason = notes.clash(said_unit..end, told_unit..told_unit + 1);
    notes.add(FindingClass::Unit, said_unit..end, true, told_unit..told_unit + 1, reason);
}

/// The unit just after a number, or the currency just before or after it.
fn unit_beside(words: &[Word], start: usize, end: usize) -> Option<usize> {
    if start > 0 && words[start - 1].is(CURRENCY) && words[start - 1].span.len() <= 3 {
        return Some(start - 1);
    }
    let mut at = end;
    while words.get(at).is_some_and(|w| w.is(SCALE)) {
        at += 1;
    }
    words.get(at).is_some_and(|w| w.is(UNIT | CURRENCY)).then_some(at)
}

/// Units and scales that stand where the evidence has others.
fn loose_units(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    for gap in &compare.gaps {
        for i in gap.said.clone() {
            let word = &compare.words[i];
            let kind = word.tags & (UNIT | CURRENCY | SCALE);
            if kind == 0 || word.is(NUMBER) || !compare.is_new(i) || notes.settled[i] {
                continue;
            }
            let told = &compare.ground.words;
            let other = gap.told.clone().find(|j| {
                told[*j].is(kind) && told[*j].key != word.key && compare.from[*j].is_none()
            });
            if let Some(j) = other {
                let class = if word.is(SCALE) { FindingClass::Number } else { FindingClass::Unit };
                let reason = notes.clash(i..i + 1, j..j + 1);
                notes.add(class, i..i + 1, notes.bound, j..j + 1, reason);
            }
        }
    }
}
