//! Two figures that changed places: both are in the evidence, each beside the other's words.

use crate::check::align::Compare;
use crate::check::notes::Notes;
use crate::words::quantity::{Quantity, same};
use crate::words::tag::{CURRENCY, FUNCTION, NUMBER, ROUND, SCALE, UNIT};
use std::ops::Range;
use wiredesk_model::FindingClass;

/// So many words before and after the figures are looked at.
const BESIDE_WORDS: usize = 5;

/// Compares the order of neighbouring figures with the order of the words around them.
pub fn apply(notes: &mut Notes<'_, '_>, said: &[Quantity], told: &[Quantity]) {
    if !notes.bound {
        return; // found evidence may tell it in an order of its own
    }
    let compare = notes.compare;
    for pair in said.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        let Some((first, second)) = reversed(compare, told, a, b) else { continue };
        let words = a.start..b.end;
        let reason = notes.clash(words.clone(), first.start..second.end);
        notes.add(FindingClass::Number, words, true, first.start..second.end, reason);
    }
}

/// The two figures of the evidence, in its order, when the sentence has them the other way round
/// among words that kept their places.
fn reversed<'t>(
    compare: &Compare<'_>,
    told: &'t [Quantity],
    a: &Quantity,
    b: &Quantity,
) -> Option<(&'t Quantity, &'t Quantity)> {
    let in_order = |w: &[Quantity]| same(w[0].value, a.value) && same(w[1].value, b.value);
    if same(a.value, b.value) || told.windows(2).any(in_order) {
        return None;
    }
    let neighbours = told.windows(2).find(|w| {
        let one_piece = compare.ground.piece_of[w[0].start] == compare.ground.piece_of[w[1].start];
        one_piece && same(w[0].value, b.value) && same(w[1].value, a.value)
    })?;
    let (first, second) = (&neighbours[0], &neighbours[1]);
    let middle = first.end..second.start;
    let kept = |range: Range<usize>, to: Range<usize>| {
        let mut stands = range.filter_map(|i| anchor(compare, i)).peekable();
        stands.peek().is_some() && stands.all(|j| to.contains(&j))
    };
    let before = a.start.saturating_sub(BESIDE_WORDS)..a.start;
    let after = b.end..(b.end + BESIDE_WORDS).min(compare.words.len());
    let left = kept(before, 0..first.start);
    let right = kept(after, second.end..compare.ground.words.len());
    let score = left && hyphen(compare.said(a.start..b.end));
    let among = kept(a.end..b.start, middle.clone()) && (left || right);
    let scored = middle.is_empty() && hyphen(compare.ground.text(first.start, second.end));
    (among || score && scored).then_some((first, second))
}

/// Where in the evidence a word that carries content stands.
fn anchor(compare: &Compare<'_>, i: usize) -> Option<usize> {
    let word = &compare.words[i];
    (!word.is(FUNCTION | NUMBER | SCALE | UNIT | CURRENCY | ROUND)).then_some(compare.to[i])?
}

/// "220-211".
fn hyphen(text: &str) -> bool {
    text.contains(['-', '–']) && !text.contains(' ')
}
