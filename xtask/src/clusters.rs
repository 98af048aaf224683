//! Word clusters: exchange clustering by neighbours (Kneser and Ney 1993), from plain text.

use std::collections::HashMap;

/// Classes, without the one of rare words and sentence ends.
const CLASSES: usize = 254;
const ROUNDS: usize = 12;
/// Rarer words are in no cluster.
const COUNT_MIN: u32 = 2;

/// The cluster, from 1, of each form (a hash) that is frequent enough.
pub fn clusters(sentences: &[Vec<u64>]) -> HashMap<u64, u8> {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for word in sentences.iter().flatten() {
        *counts.entry(*word).or_default() += 1;
    }
    let mut words: Vec<(u32, u64)> =
        counts.into_iter().filter(|c| c.1 >= COUNT_MIN).map(|(w, c)| (c, w)).collect();
    words.sort_unstable_by(|a, b| b.cmp(a));
    let index: HashMap<u64, usize> =
        words.iter().enumerate().map(|(i, (_, w))| (*w, i + 1)).collect();
    let mut exchange = Exchange::new(&words, sentences, &index);
    for _ in 0..ROUNDS {
        if exchange.round() * 500 < words.len() {
            break;
        }
    }
    let class = |i: usize| u8::try_from(exchange.class[i]).unwrap_or(0);
    index.into_iter().map(|(word, i)| (word, class(i))).collect()
}

struct Exchange {
    /// Class of each word; word 0 is everything rare and sentence ends, in class 0 for good.
    class: Vec<usize>,
    /// Of each word: its left and right neighbours with counts.
    left: Vec<Vec<(usize, u32)>>,
    right: Vec<Vec<(usize, u32)>>,
    /// Counts of class pairs, by left class, and the same by right class.
    pairs: Vec<u32>,
    turned: Vec<u32>,
    /// How often each class stands on the left and on the right of a pair.
    lefts: Vec<u32>,
    rights: Vec<u32>,
    /// x ln x.
    log: Vec<f64>,
}

const WIDTH: usize = CLASSES + 1;

impl Exchange {
    fn new(words: &[(u32, u64)], sentences: &[Vec<u64>], index: &HashMap<u64, usize>) -> Self {
        let mut bigrams: HashMap<(usize, usize), u32> = HashMap::new();
        let mut total = 0;
        for sentence in sentences {
            let mut before = 0;
            for word in sentence.iter().map(|w| index.get(w).copied().unwrap_or(0)).chain([0]) {
                if word != before {
                    *bigrams.entry((before, word)).or_default() += 1;
                    total += 1;
                }
                before = word;
            }
        }
        let count = words.len() + 1;
        let class = (0..count).map(|i| if i == 0 { 0 } else { (i - 1) % CLASSES + 1 }).collect();
        let log = (0..=total + 1).map(|x: u32| f64::from(x) * f64::from(x.max(1)).ln()).collect();
        let mut it = Self {
            class,
            left: vec![Vec::new(); count],
            right: vec![Vec::new(); count],
            pairs: vec![0; WIDTH * WIDTH],
            turned: vec![0; WIDTH * WIDTH],
            lefts: vec![0; WIDTH],
            rights: vec![0; WIDTH],
            log,
        };
        let mut bigrams: Vec<_> = bigrams.into_iter().collect();
        bigrams.sort_unstable();
        for ((a, b), n) in bigrams {
            it.right[a].push((b, n));
            it.left[b].push((a, n));
            it.pairs[it.class[a] * WIDTH + it.class[b]] += n;
            it.turned[it.class[b] * WIDTH + it.class[a]] += n;
            it.lefts[it.class[a]] += n;
            it.rights[it.class[b]] += n;
        }
        it
    }

    /// Moves every word to where it fits best; how many moved.
    fn round(&mut self) -> usize {
        (1..self.class.len()).filter(|&word| self.settle(word)).count()
    }

    fn by_class(&self, neighbours: &[(usize, u32)]) -> (Vec<(usize, u32)>, u32) {
        let mut sums = vec![0; WIDTH];
        for (word, n) in neighbours {
            sums[self.class[*word]] += n;
        }
        let total = sums.iter().sum();
        (sums.into_iter().enumerate().filter(|s| s.1 > 0).collect(), total)
    }

    fn settle(&mut self, word: usize) -> bool {
        let (before, came) = self.by_class(&self.left[word]);
        let (after, went) = self.by_class(&self.right[word]);
        let old = self.class[word];
        self.shift(old, &before, &after, (went, came), false);
        let gains = self.gains(&before, &after, (went, came));
        let mut best = (gains[old], old);
        for (class, &gain) in gains.iter().enumerate().skip(1) {
            if gain > best.0 + 1e-9 {
                best = (gain, class);
            }
        }
        self.class[word] = best.1;
        self.shift(best.1, &before, &after, (went, came), true);
        best.1 != old
    }

    /// What putting a word into each class would gain.
    fn gains(
        &self,
        before: &[(usize, u32)],
        after: &[(usize, u32)],
        (went, came): (u32, u32),
    ) -> Vec<f64> {
        let grow = |held: u32, n: u32| self.log[(held + n) as usize] - self.log[held as usize];
        let margins = self.lefts.iter().zip(&self.rights);
        let mut gains: Vec<f64> = margins.map(|(l, r)| -grow(*l, went) - grow(*r, came)).collect();
        for (pairs, neighbours) in [(&self.pairs, before), (&self.turned, after)] {
            for (c, n) in neighbours {
                let row = &pairs[c * WIDTH..(c + 1) * WIDTH];
                for (gain, &held) in gains.iter_mut().zip(row) {
                    *gain += grow(held, *n);
                }
            }
        }
        gains
    }

    /// Takes a word's pairs out of a class's counts, or puts them in.
    fn shift(
        &mut self,
        class: usize,
        before: &[(usize, u32)],
        after: &[(usize, u32)],
        (went, came): (u32, u32),
        put: bool,
    ) {
        let change = |held: &mut u32, n: u32| *held = if put { *held + n } else { *held - n };
        for (c, n) in before {
            change(&mut self.pairs[c * WIDTH + class], *n);
            change(&mut self.turned[class * WIDTH + c], *n);
        }
        for (c, n) in after {
            change(&mut self.pairs[class * WIDTH + c], *n);
            change(&mut self.turned[c * WIDTH + class], *n);
        }
        change(&mut self.lefts[class], went);
        change(&mut self.rights[class], came);
    }
}
