//! Two figures that changed places: both are in the evidence, each beside the other's words.

use crate::check::align::Compare;
use crate::check::notes::Notes;
use crate::words::quantity::{Quantity, same};
use crate::words::tag::{CAPITAL, CURRENCY, FUNCTION, NAME, NUMBER, PAST, ROUND, SCALE, UNIT};
use crate::words::{Word, lexicon};
use std::ops::Range;
use wiredesk_model::FindingClass;

/// So many words before and after the figures are looked at.
const BESIDE_WORDS: usize = 5;

/// Other figures between the two of a pair, at most.
const APART: usize = 3;

/// Small words that say what a figure is to another.
const RELATIONS: &str = " from to by above below up down against versus than of ";

/// What a figure counts stands within so many words.
const COUNTED_WORDS: usize = 6;

/// Compares the order of neighbouring figures with the order of the words around them.
pub fn apply(notes: &mut Notes<'_, '_>, said: &[Quantity], told: &[Quantity]) {
    if !notes.bound {
        return; // found evidence may tell it in an order of its own
    }
    let compare = notes.compare;
    for (i, a) in said.iter().enumerate() {
        for b in said.iter().skip(i + 1).take(APART) {
            let beside = b.start == said[i + 1].start;
            let reversed = if beside { reversed(compare, told, a, b) } else { None };
            let pair = reversed.or_else(|| slots(compare, told, a, b));
            let Some((first, second)) = pair else { continue };
            let words = a.start..b.end;
            let reason = notes.clash(words.clone(), first.start..second.end);
            notes.add(FindingClass::Number, words, true, first.start..second.end, reason);
        }
    }
    for q in said {
        among_them(notes, q, told);
        related(notes, q, told);
        counted(notes, q, told);
    }
}

/// The two figures of the evidence that stand in the same two places, the other way round: what
/// stands between them, and beside them, is the same.
fn slots<'t>(
    compare: &Compare<'_>,
    told: &'t [Quantity],
    a: &Quantity,
    b: &Quantity,
) -> Option<(&'t Quantity, &'t Quantity)> {
    if same(a.value, b.value) {
        return None;
    }
    let said = Slots::of(compare.words, &|i| compare.said(i..i + 1), a, b);
    if said.between.is_empty() || said.like() {
        return None;
    }
    let ground = compare.ground;
    let shown = |j: usize| ground.text(j, j + 1);
    let pairs = |x: &'_ Quantity, y: &'_ Quantity| {
        told.iter().enumerate().find_map(|(i, first)| {
            let rest = told.iter().skip(i + 1).take(APART);
            let second = rest.into_iter().find(|second| {
                same(first.value, x.value)
                    && same(second.value, y.value)
                    && ground.piece_of[first.start] == ground.piece_of[second.start]
                    && Slots::of(&ground.words, &shown, first, second).fits(&said)
            })?;
            Some((first, second))
        })
    };
    if pairs(a, b).is_some() {
        return None;
    }
    pairs(b, a)
}

/// The words around two figures that say what each is.
struct Slots {
    before: Option<u64>,
    between: Vec<u64>,
    after: Option<u64>,
    related: bool,
}

impl Slots {
    fn of<'t>(
        words: &[Word],
        shown: &dyn Fn(usize) -> &'t str,
        a: &Quantity,
        b: &Quantity,
    ) -> Self {
        let relation = |i: usize| RELATIONS.contains(&format!(" {} ", shown(i).to_lowercase()));
        let key = |i: usize| {
            let word = &words[i];
            let small = FUNCTION | SCALE | UNIT | CURRENCY | ROUND;
            (relation(i) || word.is(NUMBER) || !word.is(small)).then_some(word.stem)
        };
        let left = a.start.saturating_sub(BESIDE_WORDS)..a.start;
        let right = b.end..(b.end + BESIDE_WORDS).min(words.len());
        Self {
            before: left.rev().find_map(key),
            between: (a.end..b.start).filter_map(key).collect(),
            after: right.into_iter().find_map(key),
            related: (a.end..b.start).any(relation),
        }
    }

    /// Both figures are of the same: "a three-year loan and a five-year loan".
    fn like(&self) -> bool {
        !self.related && self.between.first().copied() == self.after
    }

    fn fits(&self, other: &Self) -> bool {
        let held = self.between.iter().filter(|k| other.between.contains(k)).count();
        let most = self.between.len().max(other.between.len());
        let beside = self.before == other.before && self.before.is_some()
            || self.after == other.after && self.after.is_some();
        most > 0 && held * 10 >= most * 6 && beside
    }
}

/// "raised to 4.25%" is not "raised by 4.25%".
fn related(notes: &mut Notes<'_, '_>, q: &Quantity, told: &[Quantity]) {
    let compare = notes.compare;
    let ground = compare.ground;
    let moved = (q.start.saturating_sub(BESIDE_WORDS)..q.start)
        .any(|i| lexicon::directed(compare.words[i].key) && !compare.words[i].is(FUNCTION));
    let Some(own) = relation(compare.words, &|i| compare.said(i..i + 1), q.start) else { return };
    if !moved {
        return;
    }
    let theirs: Vec<(&Quantity, Option<&str>)> = told
        .iter()
        .filter(|t| same(t.value, q.value))
        .map(|t| (t, relation(&ground.words, &|j| ground.text(j, j + 1), t.start)))
        .collect();
    let other = |r: &Option<&str>| r.is_some_and(|r| r != own);
    let Some((first, _)) = theirs.first().filter(|_| theirs.iter().all(|(_, r)| other(r))) else {
        return;
    };
    let from = first.start.saturating_sub(2);
    let range =
        if ground.piece_of[from] == ground.piece_of[first.start] { from } else { first.start };
    let words = q.start.saturating_sub(1)..q.end;
    let reason = notes.clash(words.clone(), range..first.end);
    notes.add(FindingClass::Number, words, true, range..first.end, reason);
}

/// "to", "by" or "from" just before a figure and its currency sign.
fn relation<'t>(words: &[Word], shown: &dyn Fn(usize) -> &'t str, at: usize) -> Option<&'t str> {
    let mut before = at.checked_sub(1)?;
    while words[before].is(CURRENCY | ROUND) && before > 0 {
        before -= 1;
    }
    Some(shown(before)).filter(|w| matches!(*w, "to" | "by" | "from"))
}

/// "including 5 children" for "5 of them children".
fn among_them(notes: &mut Notes<'_, '_>, q: &Quantity, told: &[Quantity]) {
    let Some(before) = q.start.checked_sub(1) else { return };
    let ground = notes.compare.ground;
    let of_them = |t: &Quantity| matches!(ground.text(t.end, t.end + 2), "of them" | "of whom");
    if notes.compare.said(before..q.start) == "including"
        && told.iter().any(|t| same(t.value, q.value) && of_them(t))
    {
        notes.settled[before] = true;
    }
}

/// "12 children", where the evidence counts 12 of something else and 5 children.
fn counted(notes: &mut Notes<'_, '_>, q: &Quantity, told: &[Quantity]) {
    let compare = notes.compare;
    let ground = compare.ground;
    let Some(noun) = compare.words.get(q.end) else { return };
    let named = NAME | CAPITAL | FUNCTION | NUMBER | UNIT | CURRENCY | SCALE | PAST;
    if noun.is(named) || compare.is_new(q.end) && compare.elsewhere[q.end].is_none() {
        return;
    }
    let counts = |t: &Quantity| {
        let next = told.iter().map(|n| n.start).find(|n| *n > t.start);
        let end = next.unwrap_or(ground.words.len()).min(t.end + COUNTED_WORDS);
        (t.end..end).any(|j| ground.words[j].stem == noun.stem)
    };
    let of_them = |t: &&Quantity| {
        ground.text(t.end, t.end + 1) == "of"
            && matches!(ground.text(t.end + 1, t.end + 2), "them" | "whom")
            && counts(t)
            && !same(t.value, q.value)
    };
    let mut own = told.iter().filter(|t| same(t.value, q.value)).peekable();
    if own.peek().is_none() || own.any(counts) {
        return;
    }
    if let Some(t) = told.iter().find(of_them) {
        let range = t.start..t.end + 2;
        let reason = notes.clash(q.start..q.end + 1, range.clone());
        notes.add(FindingClass::Number, q.start..q.end + 1, true, range, reason);
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
