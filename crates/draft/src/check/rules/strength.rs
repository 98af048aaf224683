//! Doubts dropped, some made all, plans told as done.

use super::polarity::head_after;
use crate::check::align::{Compare, Gap};
use crate::check::notes::Notes;
use crate::words::Word;
use crate::words::tag::{
    AUXILIARY, CUE, CURRENCY, DONE, FUNCTION, HEDGE, MAYBE, MONTH, NAME, NUMBER, OPEN, PART, ROUND,
    SURE, UNNAMED, WHOLE,
};
use std::ops::Range;
use wiredesk_model::FindingClass;

/// Compares how sure, how much and how far on each side of every gap.
pub fn apply(notes: &mut Notes<'_, '_>) {
    for gap in notes.compare.gaps.clone() {
        if !notes.bound && !gap.tight {
            continue; // found evidence is told in other words: only what lies close compares
        }
        made_sure(notes, &gap);
        widened(notes, &gap);
        upgraded(notes, &gap);
        for j in gap.told.clone() {
            if !notes.compare.ground.words[j].is(NAME) {
                doubt_dropped(notes, &gap, j);
            }
        }
    }
    multiplied(notes);
}

fn told_with(compare: &Compare<'_>, gap: &Gap, bits: u32) -> Option<usize> {
    let words = &compare.ground.words;
    gap.told.clone().find(|j| words[*j].is(bits) && !words[*j].is(NAME | MONTH))
}

fn said_with(compare: &Compare<'_>, gap: &Gap, bits: u32) -> Option<usize> {
    gap.said.clone().find(|i| compare.words[*i].is(bits) && compare.is_new(*i))
}

/// "may" became "will".
fn made_sure(notes: &mut Notes<'_, '_>, gap: &Gap) {
    let compare = notes.compare;
    let Some(i) = said_with(compare, gap, SURE) else { return };
    let Some(j) = told_with(compare, gap, MAYBE | HEDGE) else { return };
    let reason = notes.clash(i..i + 1, j..j + 1);
    notes.add(FindingClass::Hedge, i..i + 1, false, j..j + 1, reason);
}

/// "some" became "all", "one of the" became "the".
fn widened(notes: &mut Notes<'_, '_>, gap: &Gap) {
    let compare = notes.compare;
    let part = told_with(compare, gap, PART);
    if let Some(i) = said_with(compare, gap, WHOLE) {
        let word = &compare.words[i];
        let strong = !word.is(PART) || part.is_some();
        let whole = told_with(compare, gap, WHOLE & !PART);
        let plain = whole.is_none_or(|j| compare.ground.words[j].is(PART));
        if strong && plain && (part.is_some() || says_all(compare, i)) {
            let told = part.map_or(0..0, |j| j..j + 1);
            let reason = notes.clash(i..i + 1, told.clone());
            notes.add(FindingClass::Scope, i..i + 1, false, told, reason);
        }
        return;
    }
    let one = gap.told.clone().find(|j| one_of(compare, *j));
    let dropped = one.or_else(|| part.filter(|j| !replaced(compare, gap, PART | NUMBER, *j)));
    let Some(j) = dropped else { return };
    if compare.ground.words[j].is(ROUND) && number_after(compare, j).is_some() {
        return; // "some 300" is a rounding
    }
    let Some(head) = head_after(compare, j) else { return };
    let reason = format!(
        "The report says *{}*; the sentence leaves out that it is only a part.",
        compare.ground.text(j, head + 1)
    );
    let at = compare.from[head].unwrap_or(gap.said.start);
    notes.add_missing(FindingClass::Scope, at, false, j..head + 1, reason);
}

fn says_all(compare: &Compare<'_>, i: usize) -> bool {
    let word = compare.said(i..i + 1).to_lowercase();
    let strong =
        ["all", "every", "always", "everyone", "everybody", "entire", "entirely", "wholly", "only"];
    strong.contains(&word.as_str()) && compare.elsewhere[i].is_none()
}

fn one_of(compare: &Compare<'_>, j: usize) -> bool {
    let told = &compare.ground.words;
    told[j].value == Some(1.0)
        && compare.ground.text(j + 1, j + 2) == "of"
        && compare.from[j].is_none()
        && told.get(j + 1).is_some_and(|_| compare.from[j + 1].is_none())
}

fn replaced(compare: &Compare<'_>, gap: &Gap, bits: u32, _told: usize) -> bool {
    gap.said.clone().any(|i| compare.words[i].is(bits))
}

/// "plans to" became "will", "charged" became "convicted".
fn upgraded(notes: &mut Notes<'_, '_>, gap: &Gap) {
    let compare = notes.compare;
    let Some(j) = told_with(compare, gap, OPEN) else { return };
    let new: Vec<usize> = gap
        .said
        .clone()
        .filter(|i| {
            let w = &compare.words[*i];
            compare.is_new(*i) && (w.is(DONE | SURE) || !w.is(FUNCTION | OPEN | NAME | NUMBER))
        })
        .collect();
    let (Some(first), Some(last)) = (new.first(), new.last()) else { return };
    if compare.accused_range(notes, *first..last + 1) {
        return;
    }
    let reason = notes.clash(*first..last + 1, j..j + 1);
    notes.add(FindingClass::Status, *first..last + 1, false, j..j + 1, reason);
}

impl Compare<'_> {
    fn accused_range(&self, notes: &Notes<'_, '_>, said: Range<usize>) -> bool {
        notes.accused[said].iter().all(|a| *a)
    }
}

/// A word of doubt is gone and what it was about still stands.
fn doubt_dropped(notes: &mut Notes<'_, '_>, gap: &Gap, j: usize) {
    let compare = notes.compare;
    let told = &compare.ground.words;
    let word = &told[j];
    let reported = said_to_be(compare, j);
    let round = word.is(ROUND) && number_after(compare, j).is_some();
    let doubt = word.is(HEDGE | MAYBE) && !word.is(MONTH) || reported || round;
    let plan = word.is(OPEN) && plan_of(compare, j);
    if !doubt && !plan || replaced(compare, gap, HEDGE | MAYBE | OPEN | SURE | ROUND, j) {
        return;
    }
    let head = if round { number_after(compare, j) } else { head_after(compare, j) };
    let Some(head) = head.filter(|h| compare.from[*h].is_some()) else { return };
    if !kept_before(compare, j, gap) {
        return;
    }
    let reason = format!(
        "The report says *{}*; the sentence leaves *{}* out.",
        compare.ground.text(j, head + 1),
        compare.ground.text(j, head)
    );
    let at = compare.from[head].unwrap_or(gap.said.start);
    let class = if doubt { FindingClass::Hedge } else { FindingClass::Status };
    notes.add_missing(class, at, false, j..head + 1, reason);
}

/// The doubt stood in what the sentence keeps, not in a clause that it leaves out as a whole.
fn kept_before(compare: &Compare<'_>, j: usize, gap: &Gap) -> bool {
    let first = gap.told.start;
    let opens = first == 0 || compare.ground.piece_of[first - 1] != compare.ground.piece_of[first];
    j == first || !opens || compare.ground.words[first..j].iter().all(|w| w.is(FUNCTION))
}

/// "is said to be", "were reported to have".
fn said_to_be(compare: &Compare<'_>, j: usize) -> bool {
    let told = &compare.ground.words;
    told[j].is(CUE | OPEN)
        && j > 0
        && told[j - 1].is(AUXILIARY)
        && compare.ground.text(j + 1, j + 2) == "to"
        && matches!(compare.ground.text(j + 2, j + 3), "be" | "have")
}

/// "plans to sign": a plan and what is planned.
fn plan_of(compare: &Compare<'_>, j: usize) -> bool {
    compare.ground.text(j + 1, j + 2) == "to"
}

/// The number that "about", "more than", "up to" and the like stand before.
fn number_after(compare: &Compare<'_>, j: usize) -> Option<usize> {
    let told = &compare.ground.words;
    let mut at = j + 1;
    while at < told.len() && at < j + 4 {
        let w: &Word = &told[at];
        if w.is(NUMBER) {
            return (compare.ground.piece_of[at] == compare.ground.piece_of[j]).then_some(at);
        }
        let passes =
            w.is(ROUND | CURRENCY) || matches!(compare.ground.text(at, at + 1), "than" | "to");
        if !passes {
            return None;
        }
        at += 1;
    }
    None
}

/// One source made several.
fn multiplied(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    for i in 0..compare.words.len() {
        let Some(j) = compare.to[i] else { continue };
        let (a, b) = (&compare.words[i], &compare.ground.words[j]);
        if !a.is(UNNAMED) || a.key == b.key {
            continue;
        }
        let (said, told) = (compare.said(i..i + 1), compare.ground.text(j, j + 1));
        let several = |w: &str| w.ends_with('s') || w.eq_ignore_ascii_case("people");
        if several(said) && !several(told) {
            let reason = format!("The report has one *{told}*, the sentence *{said}*.");
            notes.add(FindingClass::Scope, i..i + 1, false, j..j + 1, reason);
        }
    }
}
