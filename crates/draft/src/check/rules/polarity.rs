//! Yes for no, and up for down.

use crate::check::align::{Compare, Gap};
use crate::check::notes::Notes;
use crate::words::lexicon;
use crate::words::tag::{AUXILIARY, FUNCTION, NAME, NEGATION, NUMBER};
use wiredesk_model::FindingClass;

/// Negations first, then opposites.
pub fn apply(notes: &mut Notes<'_, '_>) {
    for gap in notes.compare.gaps.clone() {
        if !notes.bound && !gap.tight {
            continue; // found evidence is told in other words: only what lies close compares
        }
        opposites(notes, &gap);
        added(notes, &gap);
        dropped(notes, &gap);
    }
}

fn negates(compare: &Compare<'_>, told: usize) -> bool {
    let w = &compare.ground.words[told];
    w.is(NEGATION) && !w.is(NAME)
}

fn added(notes: &mut Notes<'_, '_>, gap: &Gap) {
    let compare = notes.compare;
    for i in gap.said.clone() {
        let word = &compare.words[i];
        if !word.is(NEGATION) || word.is(NAME) || !compare.is_new(i) {
            continue;
        }
        if gap.told.clone().any(|j| negates(compare, j) || refuses(compare, j)) {
            continue;
        }
        let beside = [i.wrapping_sub(1), i + 1, i + 2];
        let near = beside.iter().any(|k| compare.to.get(*k).is_some_and(Option::is_some));
        let only =
            compare.words.get(i + 1).is_some_and(|w| w.span.of(compare.text) == Some("only"));
        if !near || only {
            continue;
        }
        let start = if i > 0 && compare.words[i - 1].is(AUXILIARY) { i - 1 } else { i };
        let reason = format!(
            "The report does not say *{}*.",
            compare.said(start..(i + 2).min(compare.words.len()))
        );
        notes.add(FindingClass::Negation, start..i + 1, notes.bound, gap.told.clone(), reason);
    }
}

/// "failed to", "refused to": a negation in other words.
fn refuses(compare: &Compare<'_>, told: usize) -> bool {
    let words =
        ["fail", "refus", "declin", "deni", "lack", "without", "unable", "unlikel", "reject"];
    let text = compare.ground.text(told, told + 1).to_lowercase();
    words.iter().any(|w| text.starts_with(w))
}

fn dropped(notes: &mut Notes<'_, '_>, gap: &Gap) {
    let compare = notes.compare;
    for j in gap.told.clone() {
        if !negates(compare, j) {
            continue;
        }
        let new_no = gap.said.clone().any(|i| compare.words[i].is(NEGATION));
        let only = compare.ground.text(j + 1, j + 2) == "only";
        let Some(head) = head_after(compare, j) else { continue };
        // What an ellipsis leaves out of a quotation is the quotation's matter.
        let cut = compare.text.contains('…') || compare.text.contains("...");
        if new_no || only || cut && compare.ground.in_quotes(j) {
            continue;
        }
        let end = (head + 1).min(compare.ground.words.len());
        let reason = format!(
            "The report says *{}*; the sentence leaves the *{}* out.",
            compare.ground.text(j.saturating_sub(1), end),
            compare.ground.text(j, j + 1)
        );
        let at = compare.from[head].unwrap_or(gap.said.start);
        notes.add_missing(FindingClass::Negation, at, notes.bound, j..end, reason);
    }
}

/// The word that a dropped word was about, when the sentence still has it.
pub(super) fn head_after(compare: &Compare<'_>, told: usize) -> Option<usize> {
    let words = &compare.ground.words;
    let piece = compare.ground.piece_of[told];
    let near = words.iter().enumerate().skip(told + 1).take(3);
    for (j, word) in near.take_while(|(j, _)| compare.ground.piece_of[*j] == piece) {
        if bracket_between(compare, told, j) {
            return None;
        }
        if compare.from[j].is_some() {
            return Some(j);
        }
        if !word.is(FUNCTION) {
            return None;
        }
    }
    None
}

/// A bracket closes between two words of one piece.
fn bracket_between(compare: &Compare<'_>, a: usize, b: usize) -> bool {
    let words = &compare.ground.words;
    let piece = &compare.ground.pieces[compare.ground.piece_of[a]];
    let text = piece.filed.report.text.get(words[a].span.end..words[b].span.start);
    text.is_some_and(|t| t.contains([')', ']']))
}

fn opposites(notes: &mut Notes<'_, '_>, gap: &Gap) {
    let compare = notes.compare;
    for i in gap.said.clone() {
        let word = &compare.words[i];
        if !compare.is_new(i) || !lexicon::directed(word.key) || word.is(NUMBER) {
            continue;
        }
        let told = &compare.ground.words;
        let other = gap.told.clone().find(|j| lexicon::opposed(word.key, told[*j].key));
        if let Some(j) = other {
            let reason = notes.clash(i..i + 1, j..j + 1);
            notes.add(FindingClass::Direction, i..i + 1, notes.bound, j..j + 1, reason);
        }
    }
}
