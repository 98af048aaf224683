//! What the reports agree to tell, and the short text that tells most of it.
//!
//! What a text tells is counted in words and in pairs of words that follow each other. Each is
//! worth the square of how often it is told times the share of independent origins that tell it,
//! and counts once, so that a second line that repeats the first adds nothing.

use super::lines::{Line, is_content};
use crate::words::lexicon::KeyMap;
use crate::words::{Word, tokenize};
use std::collections::BTreeSet;

/// Out of so many of the best lines two are chosen together,
const POOL: usize = 40;
/// and out of so many of them three.
const POOL_OF_THREE: usize = 16;
/// A single report's opening is looked for in so many lines,
const OPENING_LINES: usize = 8;
/// and is done when less room is left than this many words.
const ROOM_WORDS: usize = 12;

/// What each word and pair of words is worth.
#[derive(Debug, Default)]
pub struct Worth {
    parts: KeyMap<f64>,
}

impl Worth {
    /// Counts what lines tell, and titles, each with the number of its origin; what stands early in
    /// a report, or in a title, counts up to twice.
    #[must_use]
    pub fn new(lines: &[Line<'_>], titles: &[(&str, usize)]) -> Self {
        let mut told: KeyMap<(f64, BTreeSet<usize>)> = KeyMap::default();
        let mut tell = |parts: Vec<u64>, count: f64, origin: usize| {
            for part in parts {
                let entry = told.entry(part).or_default();
                entry.0 += count;
                entry.1.insert(origin);
            }
        };
        for line in lines {
            tell(parts(line.words), 1.0 + 1.0 / (1.0 + line.place as f64), line.origin);
        }
        for (title, origin) in titles {
            tell(parts(&tokenize(title, 0)), 2.0, *origin);
        }
        let origins: BTreeSet<usize> = lines.iter().map(|l| l.origin).collect();
        let all = origins.len().max(1) as f64;
        let worth = |(count, by): (f64, BTreeSet<usize>)| {
            ((1.0 + count).ln() * by.len() as f64 / all).powi(2)
        };
        Self { parts: told.into_iter().map(|(part, told)| (part, worth(told))).collect() }
    }

    fn of(&self, parts: &[u64]) -> f64 {
        parts.iter().filter_map(|p| self.parts.get(p)).sum()
    }

    /// What a text tells for its length.
    #[must_use]
    pub fn density(&self, text: &str) -> f64 {
        let words = tokenize(text, 0);
        self.of(&parts(&words)) / (words.len() as f64 + 2.0)
    }
}

/// The lines of at most `max_words` printed words that a short text is made of, in the order to
/// print; `lengths` are their words as they will be printed. A single report is told from its top.
#[must_use]
pub fn within(pool: &[Line<'_>], lengths: &[usize], worth: &Worth, max_words: usize) -> Vec<usize> {
    if pool.windows(2).all(|w| w[0].report == w[1].report) {
        return opening(lengths, max_words);
    }
    let told: Vec<Vec<u64>> = pool.iter().map(|l| parts(l.words)).collect();
    let alone: Vec<f64> = told.iter().map(|t| worth.of(t)).collect();
    let mut best: Vec<usize> = (0..pool.len()).filter(|i| lengths[*i] <= max_words).collect();
    best.sort_by(|a, b| alone[*b].total_cmp(&alone[*a]).then(a.cmp(b)));
    best.truncate(POOL);
    let together = |set: &[usize]| {
        let mut parts: Vec<u64> = set.iter().flat_map(|i| told[*i].iter().copied()).collect();
        parts.sort_unstable();
        parts.dedup();
        worth.of(&parts)
    };
    let fits = |set: &[usize]| set.iter().map(|i| lengths[*i]).sum::<usize>() <= max_words;
    let mut chosen: (f64, Vec<usize>) = (0.0, Vec::new());
    for set in sets(&best).filter(|set| fits(set)) {
        let told = together(&set);
        if told > chosen.0 + 1e-9 {
            chosen = (told, set);
        }
    }
    let mut chosen = chosen.1;
    chosen
        .sort_by(|a, b| pool[*a].place.cmp(&pool[*b].place).then(alone[*b].total_cmp(&alone[*a])));
    chosen
}

/// All sets of one and two, and of three of the first.
fn sets(of: &[usize]) -> impl Iterator<Item = Vec<usize>> + '_ {
    let some = &of[..of.len().min(POOL_OF_THREE)];
    let pairs = |of: &[usize], i: usize| of[i + 1..].to_vec();
    let one = of.iter().map(|a| vec![*a]);
    let two =
        (0..of.len()).flat_map(move |i| pairs(of, i).into_iter().map(move |b| vec![of[i], b]));
    let three = (0..some.len()).flat_map(move |i| {
        (i + 1..some.len())
            .flat_map(move |j| pairs(some, j).into_iter().map(move |c| vec![some[i], some[j], c]))
    });
    one.chain(two).chain(three)
}

/// The content words of a text, and its pairs of neighbours of which one is a content word,
/// ascending, each once.
fn parts(words: &[Word]) -> Vec<u64> {
    let pair =
        |w: &[Word]| w[0].stem.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ w[1].stem;
    let pairs = words.windows(2).filter(|w| w.iter().any(is_content)).map(pair);
    let mut parts: Vec<u64> =
        words.iter().filter(|w| is_content(w)).map(|w| w.stem).chain(pairs).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// A report's first lines, as many as fit.
fn opening(lengths: &[usize], max_words: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut left = max_words;
    for (i, length) in lengths.iter().enumerate().take(OPENING_LINES) {
        if *length <= left {
            left -= length;
            out.push(i);
        } else if left < ROOM_WORDS {
            break;
        }
    }
    out
}
