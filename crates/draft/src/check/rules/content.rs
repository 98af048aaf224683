//! Words that nothing in the evidence carries.

use crate::check::align::{Compare, Gap};
use crate::check::notes::Notes;
use crate::words::tag::{
    AUXILIARY, CUE, DAY_WORD, FUNCTION, LINK, NAME, NEGATION, NUMBER, SIDE, TITLE,
};
use crate::words::{Word, key_of};
use std::ops::Range;
use wiredesk_model::FindingClass;

/// Longer stretches of the evidence are not another wording of a word.
const INSTEAD_WORDS_MAX: usize = 6;

/// Accuses each run of new words that carry content.
pub fn apply(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    if notes.bound && notes.findings.is_empty() {
        for gap in &compare.gaps {
            left_out(notes, gap);
        }
    }
    let mut at = 0;
    while at < compare.words.len() {
        let start = at;
        while at < compare.words.len() && unexplained(notes, at) {
            at = past(notes, at + 1);
        }
        if at > start {
            let told = instead(compare, start);
            let reason = notes.clash(start..at, told.clone());
            notes.add(FindingClass::Content, start..at, false, told, reason);
        }
        at = at.max(start + 1);
    }
}

/// The next word to look at after a new one: small new words before another new one belong to it.
fn past(notes: &Notes<'_, '_>, at: usize) -> usize {
    let words = notes.compare.words;
    let small = |i: usize| words[i].is(FUNCTION | LINK) && notes.compare.is_new(i);
    let next = (at..words.len()).find(|i| !small(*i)).unwrap_or(at);
    if next < words.len() && unexplained(notes, next) { next } else { at }
}

/// What the evidence has where the new word stands: told only when both sides of it fit and it
/// is short enough to be read as the other wording.
fn instead(compare: &Compare<'_>, said: usize) -> Range<usize> {
    let gap = compare.gap_of(said).filter(|g| g.tight && g.told.len() <= INSTEAD_WORDS_MAX);
    let told = gap.map_or(0..0, |g| g.told.clone());
    let says = compare.ground.words[told.clone()].iter().any(|w| !w.is(FUNCTION | LINK));
    if says { told } else { 0..0 }
}

/// A verb that the sentence lost in the middle of what it keeps.
fn left_out(notes: &mut Notes<'_, '_>, gap: &Gap) {
    let compare = notes.compare;
    let told = &compare.ground.words[gap.told.clone()];
    let verb = told.iter().any(|w| w.is(AUXILIARY) && !w.is(NAME) || w.stem == key_of("become"));
    if !gap.tight
        || !gap.said.is_empty()
        || !verb
        || told.iter().any(|w| w.is(SIDE | CUE | LINK | NEGATION))
    {
        return;
    }
    let gerund = compare.said(gap.said.start..gap.said.start + 1).ends_with("ing");
    if marked_off(compare, gap) || gerund && told.iter().all(|w| w.is(FUNCTION)) {
        return; // "denied bribing" for "denied that it had bribed"
    }
    let words = compare.ground.text(gap.told.start, gap.told.end);
    let reason = format!("The sentence leaves out *{words}*, which the report has here.");
    notes.add_missing(FindingClass::Content, gap.said.start, false, gap.told.clone(), reason);
}

/// Commas, dashes or brackets part the gap's words from the rest.
pub(super) fn marked_off(compare: &Compare<'_>, gap: &Gap) -> bool {
    let ground = compare.ground;
    let (Some(before), Some(after)) =
        (gap.told.start.checked_sub(1), ground.words.get(gap.told.end))
    else {
        return true;
    };
    let piece = &ground.pieces[ground.piece_of[gap.told.start]];
    let text = &piece.filed.report.text;
    let left = text.get(ground.words[before].span.end..ground.words[gap.told.start].span.start);
    let right = text.get(ground.words[gap.told.end - 1].span.end..after.span.start);
    let mark = |t: Option<&str>| t.is_none_or(|t| t.trim() != "");
    let verb_first = ground.words[gap.told.start].is(AUXILIARY)
        || ground.words[gap.told.start].stem == key_of("become");
    mark(right) || mark(left) && !verb_first
}

/// A report that the evidence was found in has the word, or one that begins like it.
fn within_reach(notes: &Notes<'_, '_>, word: &Word) -> bool {
    notes.compare.ground.pieces.iter().any(|p| {
        let cut = p.filed.cut();
        cut.stems.binary_search(&word.stem).is_ok()
            || word.root != 0 && cut.roots.binary_search(&word.root).is_ok()
    })
}

fn unexplained(notes: &Notes<'_, '_>, i: usize) -> bool {
    let word: &Word = &notes.compare.words[i];
    if notes.settled[i]
        || notes.compare.to[i].is_some()
        || notes.compare.elsewhere[i].is_some()
        || notes.accused[i]
    {
        return false;
    }
    if !notes.bound && within_reach(notes, word) {
        return false;
    }
    if age(notes.compare, i) {
        return false;
    }
    let closed = FUNCTION | LINK | NUMBER | DAY_WORD | if notes.bound { 0 } else { TITLE | CUE };
    !word.is(closed) && word.span.len() > 1
}

/// "aged 45", "45-year-old": an age that the evidence tells in another form (", 45,").
fn age(compare: &Compare<'_>, i: usize) -> bool {
    let is = |i: usize, words: &[&str]| words.contains(&compare.said(i..i + 1));
    let figure = match () {
        () if is(i, &["aged", "age"]) => Some(i + 1),
        () if is(i, &["year", "years"]) && is(i + 1, &["old"]) => i.checked_sub(1),
        () if is(i, &["old"]) && i > 0 && is(i - 1, &["year", "years"]) => i.checked_sub(2),
        () => None,
    };
    let Some(figure) = figure.and_then(|f| {
        compare.to.get(f).copied().flatten().or(compare.elsewhere.get(f).copied().flatten())
    }) else {
        return false;
    };
    let ground = compare.ground;
    let Some(piece) = ground.piece_of.get(figure).map(|p| &ground.pieces[*p]) else { return false };
    let text = &piece.filed.report.text;
    let span = ground.words[figure].span;
    let before = text.get(..span.start).is_some_and(|t| t.ends_with(", ") || t.ends_with("aged "));
    let after = text
        .get(span.end..)
        .is_some_and(|t| t.starts_with([',', '.']) || t.starts_with("-year-old"));
    before && after || text.get(span.end..).is_some_and(|t| t.starts_with("-year-old"))
}
