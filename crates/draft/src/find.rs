//! The evidence finder: which spans of which reports a sentence could stand on.

use crate::shelf::{Shelf, is_content};
use crate::words::tag::{CAPITAL, NUMBER};
use crate::words::{Word, lexicon::KeyMap, tokenize};
use std::collections::BTreeMap;
use wiredesk_model::{Evidence, Span};

/// Sentences that carry this share of what the best one carries tell of the same.
const ALIKE: f64 = 0.7;

/// The best sentence carries at least this share of what is looked for.
const FIRST_LEAST: f64 = 0.05;
/// Each further one adds at least this share: less is a chance word in a report of something else.
const NEXT_LEAST: f64 = 0.08;
/// One from another report must share at least this much with what is looked for as a whole: one
/// word in common is no kinship.
const KIN_LEAST: f64 = 0.2;

/// A proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The span.
    pub evidence: Evidence,
    /// Which share of the sentence's weight it carries, 0 to 1.
    pub carries: f64,
}

/// Sentences of all reports on a shelf, found by the words in them.
#[derive(Debug)]
pub struct Finder<'a> {
    shelf: &'a Shelf<'a>,
    /// Report, span, number of words.
    sentences: Vec<(usize, Span, usize)>,
    /// Stem to sentences, ascending.
    stems: KeyMap<Vec<u32>>,
}

impl<'a> Finder<'a> {
    /// Indexes a shelf; linear in its text.
    #[must_use]
    pub fn new(shelf: &'a Shelf<'a>) -> Self {
        let mut finder = Finder { shelf, sentences: Vec::new(), stems: KeyMap::default() };
        for (at, filed) in shelf.all().iter().enumerate() {
            let cut = filed.cut();
            for (span, range) in cut.sentences.iter().zip(&cut.ranges) {
                let number = u32::try_from(finder.sentences.len()).unwrap_or(u32::MAX);
                finder.sentences.push((at, *span, range.len()));
                for word in &cut.words[range.clone()] {
                    if is_content(word) {
                        let list = finder.stems.entry(word.stem).or_default();
                        if list.last() != Some(&number) {
                            list.push(number);
                        }
                    }
                }
            }
        }
        finder
    }

    /// The best spans for `sentence`, at most `max`, best first. Each after the first adds
    /// something that those before it do not carry.
    #[must_use]
    pub fn find(&self, sentence: &str, max: usize) -> Vec<Proposal> {
        let wanted = self.wanted(&tokenize(sentence, 0));
        let total: f64 = wanted.iter().map(|(_, w)| w).sum();
        if total <= 0.0 {
            return Vec::new();
        }
        let whole: BTreeMap<usize, f64> = self.gains(&wanted).into_iter().collect();
        let mut left = wanted;
        let mut out: Vec<(usize, f64)> = Vec::new();
        while out.len() < max {
            let home = out.first().map(|(s, _)| self.sentences[*s].0);
            let kin = |s: usize| {
                let near = home.is_none_or(|h| self.sentences[s].0 == h);
                near || whole.get(&s).is_some_and(|g| *g >= KIN_LEAST * total)
            };
            let Some((best, gain)) =
                self.best(&left, home, &|s| kin(s) && out.iter().all(|(taken, _)| *taken != s))
            else {
                break;
            };
            if gain < if out.is_empty() { FIRST_LEAST } else { NEXT_LEAST } * total {
                break;
            }
            out.push((best, gain / total));
            left.retain(|(stem, _)| {
                !self.stems.get(stem).is_some_and(|l| {
                    l.binary_search(&u32::try_from(best).unwrap_or(u32::MAX)).is_ok()
                })
            });
        }
        out.into_iter().map(|(s, carries)| self.proposal(s, carries)).collect()
    }

    /// The sentences most like `sentence`, each by itself, the best of each report, best first: all
    /// that tell of the same happening, whatever they add to each other.
    #[must_use]
    pub fn alike(&self, sentence: &str, max: usize) -> Vec<Proposal> {
        let wanted = self.wanted(&tokenize(sentence, 0));
        let total: f64 = wanted.iter().map(|(_, w)| w).sum();
        let mut best: BTreeMap<usize, (f64, usize)> = Default::default();
        for (s, gain) in self.gains(&wanted) {
            let report = self.sentences[s].0;
            let held = best.entry(report).or_insert((gain, s));
            if gain > held.0 || gain == held.0 && s < held.1 {
                *held = (gain, s);
            }
        }
        let mut ranked: Vec<(f64, usize)> = best.into_values().collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let first = ranked.first().map_or(0.0, |(gain, _)| *gain);
        ranked.retain(|(gain, _)| *gain >= ALIKE * first && total > 0.0);
        ranked.truncate(max);
        ranked.into_iter().map(|(gain, s)| self.proposal(s, gain / total)).collect()
    }

    /// What each sentence carries of the wanted words.
    fn gains(&self, wanted: &[(u64, f64)]) -> Vec<(usize, f64)> {
        let mut gains: BTreeMap<u32, f64> = Default::default();
        for (stem, weight) in wanted {
            for s in self.stems.get(stem).into_iter().flatten() {
                *gains.entry(*s).or_insert(0.0) += weight;
            }
        }
        gains.into_iter().filter_map(|(s, g)| Some((usize::try_from(s).ok()?, g))).collect()
    }

    /// How rare a stem is over all sentences.
    fn rarity(&self, stem: u64) -> f64 {
        let with = self.stems.get(&stem).map_or(0, Vec::len);
        (1.0 + self.sentences.len() as f64 / (1.0 + with as f64)).ln()
    }

    fn wanted(&self, words: &[Word]) -> Vec<(u64, f64)> {
        let mut wanted: Vec<(u64, f64)> = Vec::new();
        for word in words.iter().filter(|w| is_content(w)) {
            if wanted.iter().all(|(stem, _)| *stem != word.stem) {
                let fact = if word.is(NUMBER | CAPITAL) { 1.3 } else { 1.0 };
                wanted.push((word.stem, fact * self.rarity(word.stem)));
            }
        }
        wanted
    }

    fn best(
        &self,
        wanted: &[(u64, f64)],
        home: Option<usize>,
        free: &dyn Fn(usize) -> bool,
    ) -> Option<(usize, f64)> {
        let gains = self.gains(wanted);
        let rank = |s: usize, gain: f64| {
            let (report, _, words) = self.sentences[s];
            let near = if home.is_none_or(|h| h == report) { 1.0 } else { 0.8 };
            gain * near / (1.0 + words as f64 / 120.0)
        };
        let free = gains.into_iter().filter(|(s, _)| free(*s));
        free.max_by(|(a, x), (b, y)| rank(*a, *x).total_cmp(&rank(*b, *y)).then(b.cmp(a)))
    }

    fn proposal(&self, sentence: usize, carries: f64) -> Proposal {
        let (report, span, _) = self.sentences[sentence];
        let report = self.shelf.all()[report].report.id.clone();
        Proposal { evidence: Evidence { report, span }, carries }
    }
}
