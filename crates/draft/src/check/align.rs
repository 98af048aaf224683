//! Which words of a sentence stand on which words of its evidence.
//!
//! Longest common runs first, wherever they stand (an attribution may have moved to the front),
//! then what lies between matched neighbours, form by form. What stays unmatched on both sides
//! between the same neighbours is a [`Gap`]: there the sentence says something else.

use super::ground::Ground;
use crate::words::tag::{FUNCTION, NAME, NUMBER};
use crate::words::{Word, lexicon};
use std::ops::Range;

/// A word of the evidence is looked for in at most so many places.
const PLACES_MAX: usize = 48;
/// Larger gaps are not filled word by word.
const GAP_CELLS_MAX: usize = 10_000;

/// A sentence laid beside its evidence.
#[derive(Debug)]
pub struct Compare<'a> {
    /// The sentence.
    pub text: &'a str,
    /// Its words.
    pub words: &'a [Word],
    /// Its evidence.
    pub ground: &'a Ground<'a>,
    /// For each word of the sentence, the word of the evidence it stands on.
    pub to: Vec<Option<usize>>,
    /// The other way round.
    pub from: Vec<Option<usize>>,
    /// For words without a place of their own: the same word (or a form of it, or one that may
    /// stand for it) elsewhere in the evidence.
    pub elsewhere: Vec<Option<usize>>,
    /// Where the two differ.
    pub gaps: Vec<Gap>,
}

/// Unmatched words between the same neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Words of the sentence, maybe none.
    pub said: Range<usize>,
    /// Words of the evidence, maybe none.
    pub told: Range<usize>,
    /// Both neighbours are matched to each other on both sides.
    pub tight: bool,
}

impl<'a> Compare<'a> {
    /// Aligns a sentence with its evidence.
    #[must_use]
    pub fn new(text: &'a str, words: &'a [Word], ground: &'a Ground<'a>) -> Self {
        let mut compare = Compare {
            text,
            words,
            ground,
            to: vec![None; words.len()],
            from: vec![None; ground.words.len()],
            elsewhere: vec![None; words.len()],
            gaps: Vec::new(),
        };
        let places = Places::new(&ground.words);
        compare.take_verbatim(&places);
        compare.take_runs(&places);
        compare.fill_between();
        compare.look_elsewhere(&places);
        compare.gaps = compare.find_gaps();
        compare
    }

    /// The gap that holds a word of the sentence.
    #[must_use]
    pub fn gap_of(&self, said: usize) -> Option<&Gap> {
        self.gaps.iter().find(|g| g.said.contains(&said))
    }

    /// The word stands on nothing.
    #[must_use]
    pub fn is_new(&self, said: usize) -> bool {
        self.to[said].is_none()
    }

    /// The words of the sentence as written.
    #[must_use]
    pub fn said(&self, range: Range<usize>) -> &'a str {
        match (self.words.get(range.start), self.words.get(range.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => first.span.cover(last.span).of(self.text).unwrap_or(""),
            _ => "",
        }
    }

    /// The whole sentence stands in the evidence, word for word.
    fn take_verbatim(&mut self, places: &Places) {
        let (s, e) = (self.words, &self.ground.words);
        let Some(first) = s.first() else { return };
        let fits = |j: &usize| {
            let end = j + s.len();
            end <= e.len()
                && self.together(*j, end - 1)
                && s.iter().zip(&e[*j..end]).all(|(a, b)| a.key == b.key)
        };
        if let Some(j) = places.of(first.key).find(fits) {
            (0..s.len()).for_each(|i| self.pair(i, j + i));
        }
    }

    fn take_runs(&mut self, places: &Places) {
        let mut runs = self.runs(places);
        runs.sort_by_key(|r| (std::cmp::Reverse(r.weight), r.said, r.told));
        for run in runs {
            self.take(&run);
        }
    }

    fn runs(&self, places: &Places) -> Vec<Run> {
        let (s, e) = (self.words, &self.ground.words);
        let same = |i: usize, j: usize| s[i].key == e[j].key;
        let mut runs = Vec::new();
        for i in 0..s.len() {
            for j in places.of(s[i].key) {
                let follows = i > 0 && j > 0 && same(i - 1, j - 1) && self.together(j - 1, j);
                if follows {
                    continue;
                }
                let mut len = 1;
                while i + len < s.len()
                    && j + len < e.len()
                    && same(i + len, j + len)
                    && self.together(j + len - 1, j + len)
                {
                    len += 1;
                }
                let weight = (i..i + len).map(|k| weight(&s[k])).sum();
                if weight >= 3 {
                    runs.push(Run { said: i, told: j, len, weight });
                }
            }
        }
        runs
    }

    fn together(&self, a: usize, b: usize) -> bool {
        self.ground.piece_of[a] == self.ground.piece_of[b]
    }

    /// Takes the longest free part of a run, when it still weighs enough.
    fn take(&mut self, run: &Run) {
        let free = |k: usize, this: &Self| {
            this.to[run.said + k].is_none() && this.from[run.told + k].is_none()
        };
        let mut k = 0;
        while k < run.len {
            if !free(k, self) {
                k += 1;
                continue;
            }
            let start = k;
            let mut sum = 0;
            while k < run.len && free(k, self) {
                sum += weight(&self.words[run.said + k]);
                k += 1;
            }
            if sum >= 3 {
                for i in start..k {
                    self.pair(run.said + i, run.told + i);
                }
            }
        }
    }

    fn pair(&mut self, said: usize, told: usize) {
        self.to[said] = Some(told);
        self.from[told] = Some(said);
    }

    /// Between matched neighbours: the longest common sequence of words that match in any form.
    fn fill_between(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            if self.to[at].is_some() {
                at += 1;
                continue;
            }
            let start = at;
            while at < self.words.len() && self.to[at].is_none() {
                at += 1;
            }
            let left = start.checked_sub(1).and_then(|i| self.to[i]);
            let right = self.to.get(at).copied().flatten();
            for told in self.rooms(left, right) {
                self.fill(start..at, told);
            }
        }
    }

    /// The free words of the evidence beside the neighbours of a gap.
    fn rooms(&self, left: Option<usize>, right: Option<usize>) -> Vec<Range<usize>> {
        let free_after = |j: usize| {
            let mut end = j + 1;
            while end < self.from.len() && self.from[end].is_none() && self.together(j, end) {
                end += 1;
            }
            j + 1..end
        };
        let free_before = |j: usize| {
            let mut start = j;
            while start > 0 && self.from[start - 1].is_none() && self.together(start - 1, j) {
                start -= 1;
            }
            start..j
        };
        let mut rooms = Vec::new();
        rooms.extend(left.map(free_after));
        let before = right.map(free_before).filter(|r| rooms.first() != Some(r));
        rooms.extend(before);
        rooms.retain(|r| !r.is_empty());
        rooms
    }

    fn fill(&mut self, said: Range<usize>, told: Range<usize>) {
        if said.len() * told.len() > GAP_CELLS_MAX {
            return;
        }
        let open: Vec<usize> = said.filter(|i| self.to[*i].is_none()).collect();
        let (n, m) = (open.len(), told.len());
        let mut best = vec![0u32; (n + 1) * (m + 1)];
        for i in (0..n).rev() {
            for j in (0..m).rev() {
                let worth = likeness(&self.words[open[i]], &self.ground.words[told.start + j]);
                let both = if worth > 0 { worth + best[(i + 1) * (m + 1) + j + 1] } else { 0 };
                let skip = best[(i + 1) * (m + 1) + j].max(best[i * (m + 1) + j + 1]);
                best[i * (m + 1) + j] = both.max(skip);
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < n && j < m {
            let here = best[i * (m + 1) + j];
            if here == best[(i + 1) * (m + 1) + j] {
                i += 1;
            } else if here == best[i * (m + 1) + j + 1] {
                j += 1;
            } else {
                self.pair(open[i], told.start + j);
                i += 1;
                j += 1;
            }
        }
    }

    fn look_elsewhere(&mut self, places: &Places) {
        for i in 0..self.words.len() {
            if self.to[i].is_some() || self.words[i].is(FUNCTION) && !self.words[i].is(NUMBER) {
                continue;
            }
            let word = &self.words[i];
            let exact = places.of(word.key).next();
            self.elsewhere[i] = exact.or_else(|| {
                let told = self.ground.words.iter();
                told.enumerate().find(|(_, e)| likeness(word, e) > 0).map(|(j, _)| j)
            });
        }
    }

    fn find_gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut covered = vec![false; self.words.len()];
        let mut at = 0;
        while at < self.from.len() {
            if self.from[at].is_some() {
                at += 1;
                continue;
            }
            let start = at;
            while at < self.from.len() && self.from[at].is_none() && self.together(start, at) {
                at += 1;
            }
            let gap = self.gap(start..at);
            covered[gap.said.clone()].fill(true);
            gaps.push(gap);
        }
        let mut i = 0;
        while i < self.words.len() {
            let start = i;
            while i < self.words.len() && self.to[i].is_none() && !covered[i] {
                i += 1;
            }
            if i > start {
                gaps.push(Gap { said: start..i, told: 0..0, tight: self.bridged(start, i) });
            }
            i = i.max(start + 1);
        }
        gaps
    }

    /// The words around an insertion are neighbours in the evidence.
    fn bridged(&self, start: usize, end: usize) -> bool {
        let left = start.checked_sub(1).and_then(|i| self.to[i]);
        let right = self.to.get(end).copied().flatten();
        matches!((left, right), (Some(l), Some(r)) if r == l + 1)
    }

    /// Where in the sentence the unmatched evidence `told` would stand.
    fn gap(&self, told: Range<usize>) -> Gap {
        let beside = |j: usize| self.together(j, told.start).then_some(self.from[j]).flatten();
        let left = told.start.checked_sub(1).and_then(beside);
        let right = (told.end < self.from.len()).then(|| beside(told.end)).flatten();
        let run_after = |i: usize| {
            let mut end = i + 1;
            while end < self.to.len() && self.to[end].is_none() {
                end += 1;
            }
            i + 1..end
        };
        let run_before = |i: usize| {
            let mut start = i;
            while start > 0 && self.to[start - 1].is_none() {
                start -= 1;
            }
            start..i
        };
        let after = left.map(run_after);
        let before = right.map(run_before);
        let tight = matches!((&after, &before), (Some(a), Some(b)) if a == b);
        let said = match (after, before) {
            (Some(a), _) if !a.is_empty() => a,
            (_, Some(b)) => b,
            (Some(a), None) => a,
            (None, None) => 0..0,
        };
        Gap { said, told, tight }
    }
}

/// How well two words match: 0 not at all, 8 the same.
#[must_use]
pub fn likeness(a: &Word, b: &Word) -> u32 {
    if a.key == b.key {
        return 8;
    }
    if (a.tags | b.tags) & NUMBER != 0 {
        return 0;
    }
    if a.stem == b.stem {
        return if opposed_forms(a, b) { 0 } else { 6 };
    }
    let names = (a.tags | b.tags) & NAME != 0;
    if a.kin != 0 && a.kin == b.kin && !names && !lexicon::opposed(a.key, b.key) {
        return 3;
    }
    if lexicon::synonyms(a.key, b.key) { 3 } else { 0 }
}

fn opposed_forms(a: &Word, b: &Word) -> bool {
    lexicon::opposed(a.key, b.key)
}

fn weight(word: &Word) -> u32 {
    if word.is(FUNCTION) && !word.is(NAME) { 1 } else { 3 }
}

struct Run {
    said: usize,
    told: usize,
    len: usize,
    weight: u32,
}

/// Where each key stands in the evidence.
struct Places(Vec<(u64, usize)>);

impl Places {
    fn new(words: &[Word]) -> Self {
        let mut places: Vec<_> = words.iter().enumerate().map(|(j, w)| (w.key, j)).collect();
        places.sort_unstable();
        Self(places)
    }

    fn of(&self, key: u64) -> impl Iterator<Item = usize> + '_ {
        let start = self.0.partition_point(|(k, _)| *k < key);
        self.0[start..].iter().take_while(move |(k, _)| *k == key).map(|(_, j)| *j).take(PLACES_MAX)
    }
}
