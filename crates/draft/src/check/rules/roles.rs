//! Who did it and to whom: the same names and the same verb in another order.

use crate::check::align::Compare;
use crate::check::notes::Notes;
use crate::words::tag::{AUXILIARY, FUNCTION, NAME};
use std::ops::Range;
use wiredesk_model::FindingClass;

/// Compares the order of neighbouring names around each verb.
pub fn apply(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    if !notes.bound {
        return; // found evidence may tell of another deed
    }
    let runs = name_runs(compare);
    for pair in runs.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        if let Some((first, last)) = swapped(compare, a, b) {
            let said = a.start..b.end;
            let reason = notes.clash(said.clone(), first..last + 1);
            notes.add(FindingClass::Roles, said, notes.bound, first..last + 1, reason);
        }
    }
}

fn name_runs(compare: &Compare<'_>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let named = |i: usize| {
        let to = compare.to[i].or(compare.elsewhere[i]);
        let capital =
            compare.words[i].is(NAME) || to.is_some_and(|j| compare.ground.words[j].is(NAME));
        capital && to.is_some()
    };
    for i in (0..compare.words.len()).filter(|i| named(*i)) {
        match runs.last_mut().filter(|r| r.end == i && adjoin(compare, i)) {
            Some(run) => run.end = i + 1,
            None => runs.push(i..i + 1),
        }
    }
    runs
}

/// Nothing but a space stands before the word: "Germany's Becker" is two names.
fn adjoin(compare: &Compare<'_>, i: usize) -> bool {
    let between = compare.words[i - 1].span.end..compare.words[i].span.start;
    compare.text.get(between).is_some_and(|t| t.trim().is_empty())
}

/// The place of both names in the evidence when they stand the other way round about the same verb.
fn swapped(compare: &Compare<'_>, a: &Range<usize>, b: &Range<usize>) -> Option<(usize, usize)> {
    let at = |i: usize| compare.to[i].or(compare.elsewhere[i]);
    let (pa, pb) = (at(a.start)?, at(b.start)?);
    let (ea, eb) = (at(a.end - 1)?, at(b.end - 1)?);
    let same = compare.ground.piece_of[pa] == compare.ground.piece_of[pb];
    if pb >= pa || !same || pa - pb > 12 || b.start - a.end > 6 {
        return None;
    }
    let between = a.end..b.start;
    let verb = between.clone().find(|i| {
        let w = &compare.words[*i];
        !w.is(FUNCTION | NAME) && at(*i).is_some_and(|j| eb < j && j < pa)
    })?;
    let by = |passive: bool, aux: bool| passive && aux;
    let said_by = between.clone().any(|i| compare.said(i..i + 1) == "by");
    let said_aux = between.clone().any(|i| i < verb && compare.words[i].is(AUXILIARY));
    let told = eb + 1..pa;
    let told_by = told.clone().any(|j| compare.ground.text(j, j + 1) == "by");
    let told_aux = told.clone().any(|j| compare.ground.words[j].is(AUXILIARY));
    let be = |w: &str| matches!(w, "is" | "are" | "was" | "were" | "be" | "been" | "being");
    let told_be = told.clone().any(|j| be(compare.ground.text(j, j + 1)));
    if told_be && !told_by && !said_aux {
        return None; // "was sold at Harrow": the doer is not told, or told as a place
    }
    let and = between.clone().chain(0..0).any(|i| compare.said(i..i + 1) == "and");
    (by(said_by, said_aux) == by(told_by, told_aux) && !and).then_some((pb, ea))
}
