//! Doer and done-to changed: an active sentence made passive around the same two, or the two
//! exchanged around the same verb. Works on words alone, so it also sees "the army" and "the union",
//! which are no names.

use crate::check::align::likeness;
use crate::check::notes::Notes;
use crate::words::tag::{AUXILIARY, FUNCTION, NUMBER, PAST};
use crate::words::{Word, key_of};
use std::ops::Range;
use wiredesk_model::{FindingClass, Span};

/// Verbs of which both sides do the same.
const MUTUAL: [&str; 13] = [
    "met",
    "fought",
    "married",
    "agreed",
    "talked",
    "spoke",
    "traded",
    "clashed",
    "discussed",
    "joined",
    "tied",
    "merged",
    "bordered",
];

/// So many words lie between a verb and its doer, at most.
const NEAR_WORDS: usize = 3;
/// So many words lie between a passive verb and its "by".
const BY_WORDS: usize = 6;

/// A text in which deeds are looked for.
struct Told<'w, 't> {
    words: &'w [Word],
    shown: &'w dyn Fn(usize) -> &'t str,
    between: &'w dyn Fn(usize) -> bool,
}

/// Who stands before and who after a verb.
struct Deed {
    before: Range<usize>,
    after: Range<usize>,
    passive: bool,
}

/// Compares the deeds of the sentence with the same deeds of its evidence.
pub fn apply(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    if !notes.bound {
        return; // found evidence may tell of another deed
    }
    let ground = compare.ground;
    let mark = |text: &str, span: Span| {
        span.of(text).is_none_or(|t| t.contains([',', ';', '.', ':', '"', '“', '”', '—', '(', ')']))
    };
    let gap = |a: &Word, b: &Word| Span::new(a.span.end.min(b.span.start), b.span.start);
    let cut_said = |i: usize| mark(compare.text, gap(&compare.words[i], &compare.words[i + 1]));
    let cut_told = |j: usize| {
        let piece = &ground.pieces[ground.piece_of[j]];
        ground.piece_of[j] != ground.piece_of[j + 1]
            || mark(&piece.filed.report.text, gap(&ground.words[j], &ground.words[j + 1]))
    };
    let said =
        Told { words: compare.words, shown: &|i| compare.said(i..i + 1), between: &cut_said };
    let told = Told { words: &ground.words, shown: &|j| ground.text(j, j + 1), between: &cut_told };
    for verb in (0..said.words.len()).filter(|i| said.is_verb(*i)) {
        let mut places = (0..told.words.len())
            .filter(|j| likeness(&said.words[verb], &told.words[*j]) >= 6 && told.is_verb(*j));
        let (Some(place), None) = (places.next(), places.next()) else { continue };
        let (Some(a), Some(b)) = (said.deed(verb), told.deed(place)) else { continue };
        if turned(&said, &told, &a, &b) {
            let (words, range) = (a.before.start..a.after.end, b.before.start..b.after.end);
            let reason = notes.clash(words.clone(), range.clone());
            notes.add(FindingClass::Roles, words, true, range, reason);
        }
    }
}

/// The same two, one in the other's part.
fn turned(said: &Told<'_, '_>, told: &Told<'_, '_>, a: &Deed, b: &Deed) -> bool {
    let like = |x: &Range<usize>, y: &Range<usize>| {
        let (Some(i), Some(j)) = (x.clone().next_back(), y.clone().next_back()) else {
            return false;
        };
        likeness(&said.words[i], &told.words[j]) >= 6
    };
    let straight = like(&a.before, &b.before) && like(&a.after, &b.after);
    let crossed = like(&a.before, &b.after) && like(&a.after, &b.before);
    if straight == crossed {
        false
    } else if a.passive == b.passive {
        crossed
    } else {
        straight
    }
}

impl Told<'_, '_> {
    fn is_verb(&self, at: usize) -> bool {
        let word = &self.words[at];
        let mutual = MUTUAL.iter().any(|m| key_of(m) == word.key);
        word.is(PAST) && !word.is(AUXILIARY | FUNCTION) && !mutual
    }

    fn is(&self, at: usize, list: &[&str]) -> bool {
        list.iter().any(|w| (self.shown)(at).eq_ignore_ascii_case(w))
    }

    fn deed(&self, verb: usize) -> Option<Deed> {
        let be = ["is", "are", "was", "were", "been", "being", "be"];
        let near = verb.saturating_sub(2)..verb;
        let passive = near.clone().any(|i| self.is(i, &be));
        let before = self.run_before(verb)?;
        let end = self.words.len().min(verb + 1 + BY_WORDS);
        let by =
            (verb + 1..end).take_while(|i| !(self.between)(*i - 1)).find(|i| self.is(*i, &["by"]));
        let start = match (passive, by) {
            (true, Some(by)) => by + 1,
            (false, None) => verb + 1,
            _ => return None,
        };
        let after = if passive { self.run_after(start)? } else { self.object(start)? };
        Some(Deed { before, after, passive })
    }

    /// The words of content that lie close before the verb.
    fn run_before(&self, verb: usize) -> Option<Range<usize>> {
        let content = |i: usize| self.names(i);
        let mut end = verb;
        while end > 0 && verb - end <= NEAR_WORDS && !content(end - 1) {
            if (self.between)(end - 1) || !self.words[end - 1].is(AUXILIARY) {
                return None;
            }
            end -= 1;
        }
        let mut start = end;
        while start > 0 && content(start - 1) && !(self.between)(start - 1) {
            start -= 1;
        }
        (start < end).then_some(start..end)
    }

    /// The words of content after articles.
    fn run_after(&self, from: usize) -> Option<Range<usize>> {
        let small = ["the", "a", "an", "its", "his", "her", "their", "that"];
        let mut start = from;
        while start < self.words.len() && self.is(start, &small) && !(self.between)(start - 1) {
            start += 1;
        }
        let mut end = start;
        while end < self.words.len() && self.names(end) && !(self.between)(end - 1) {
            end += 1;
        }
        (start < end).then_some(start..end)
    }

    /// What an active verb is done to: after "to" where there is one ("gave shells to Norra").
    fn object(&self, from: usize) -> Option<Range<usize>> {
        let direct = self.run_after(from)?;
        let to = self.is(direct.end, &["to"]) && !(self.between)(direct.end - 1);
        if to { self.run_after(direct.end + 1).or(Some(direct)) } else { Some(direct) }
    }

    fn names(&self, at: usize) -> bool {
        let word = &self.words[at];
        !word.is(FUNCTION | AUXILIARY | NUMBER | PAST)
    }
}
