//! How much each sentence says of what all reports say: agreement of independent origins, place in
//! the report, and what the titles name.

use super::lines::{Line, is_content};
use crate::shelf::{Filed, Shelf};
use crate::words::lexicon::KeyMap;
use crate::words::quantity::same;
use crate::words::tag::{CAPITAL, MONTH, NUMBER};
use crate::words::{Word, tokenize};
use std::collections::BTreeSet;

/// Two reports that share this much of the shorter one's word runs have one origin.
const COPY_SHARE: f64 = 0.4;
/// Figures are compared in so many words of a report's front,
const OPENING_WORDS: usize = 40;
/// or in all of one of at most so many words.
const SHORT_WORDS: usize = 80;
/// Words in a run.
const RUN_WORDS: usize = 5;

/// For each report the number of its origin: the first report that it shares most of its words
/// with. `copy_of` names copies that are known already.
#[must_use]
pub fn origins(shelf: &Shelf<'_>, copy_of: &dyn Fn(usize) -> Option<usize>) -> Vec<usize> {
    let runs: Vec<BTreeSet<u64>> = shelf.all().iter().map(|f| runs(&f.cut().words)).collect();
    let openings: Vec<Vec<(u64, f64)>> = shelf.all().iter().map(figures).collect();
    let mut origins: Vec<usize> = (0..runs.len()).collect();
    for i in 0..runs.len() {
        if let Some(first) = copy_of(i).filter(|j| *j < i) {
            origins[i] = origins[first];
            continue;
        }
        let copied = (0..i).find(|j| {
            let least = runs[i].len().min(runs[*j].len());
            let shared = runs[i].intersection(&runs[*j]).count();
            let copied = least >= 20 && shared as f64 >= COPY_SHARE * least as f64;
            copied && !figures_differ(&openings[i], &openings[*j])
        });
        if let Some(j) = copied {
            origins[i] = origins[j];
        }
    }
    origins
}

/// The counts in the opening of a report, each with the words around it; none that stand in the same
/// words twice.
fn figures(filed: &Filed<'_>) -> Vec<(u64, f64)> {
    let words = &filed.cut().words;
    let opening = if words.len() > SHORT_WORDS { OPENING_WORDS } else { words.len() };
    let mut out: Vec<(u64, f64)> = Vec::new();
    for around in words[..opening].windows(3) {
        let year = around[1].span.len() == 4 && around[1].value.is_some_and(|v| v < 2200.0);
        let dated = around[0].is(MONTH) || around[2].is(MONTH);
        if let Some(value) = around[1].value.filter(|_| !year && !dated) {
            out.push((around[0].key.rotate_left(17) ^ around[2].key, value));
        }
    }
    let all = out.clone();
    out.retain(|(place, _)| all.iter().filter(|(p, _)| p == place).count() == 1);
    out
}

/// The same words around another figure: other news in one wording, no copy.
fn figures_differ(a: &[(u64, f64)], b: &[(u64, f64)]) -> bool {
    a.iter().any(|(place, x)| b.iter().any(|(p, y)| p == place && !same(*x, *y)))
}

fn runs(words: &[Word]) -> BTreeSet<u64> {
    let key = |w: &[Word]| {
        w.iter().fold(0u64, |h, w| h.rotate_left(11) ^ w.stem.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    };
    words.windows(RUN_WORDS).map(key).collect()
}

/// Reports that tell no news of the storyline: they share next to nothing with any other, or they
/// sell something.
#[must_use]
pub fn not_news(shelf: &Shelf<'_>, origins: &[usize]) -> Vec<bool> {
    const SELLS: [&str; 16] = [
        "% off",
        "discount",
        "coupon",
        "giveaway",
        "horoscope",
        "crossword",
        "recipe",
        "limited time",
        "buy now",
        "shop now",
        "sponsored",
        "promo code",
        "free shipping",
        "sweepstakes",
        "quiz",
        "order today",
    ];
    let early: Vec<Vec<u64>> = shelf
        .all()
        .iter()
        .map(|f| {
            let cut = f.cut();
            let end = cut.ranges.get(8.min(cut.ranges.len()).wrapping_sub(1)).map_or(0, |r| r.end);
            super::lines::stems(&cut.words[..end])
        })
        .collect();
    let share = |a: &[u64], b: &[u64]| {
        let shared = a.iter().filter(|w| b.binary_search(w).is_ok()).count();
        shared as f64 / a.len().min(b.len()).max(1) as f64
    };
    (0..early.len())
        .map(|i| {
            let text = shelf.all()[i].report.text.to_lowercase();
            let sells = SELLS.iter().filter(|s| text.contains(*s)).count() >= 2;
            let others = (0..early.len()).filter(|j| origins[*j] != origins[i]);
            let nearest = others.map(|j| share(&early[i], &early[j])).reduce(f64::max);
            early.len() > 1 && (sells || early.len() > 3 && nearest.is_some_and(|n| n < 0.06))
        })
        .collect()
}

/// What the words of a set of reports weigh.
#[derive(Debug, Default)]
pub struct Weights {
    words: KeyMap<f64>,
}

impl Weights {
    /// Weighs words by how often and by how many independent origins they are used.
    #[must_use]
    pub fn new(lines: &[Line<'_>], titles: &[&str]) -> Self {
        let mut seen: KeyMap<(f64, BTreeSet<usize>, bool)> = KeyMap::default();
        let voices: BTreeSet<usize> = lines.iter().map(|l| l.origin).collect();
        for line in lines {
            let early = 1.0 / (1.0 + line.place as f64 / 4.0);
            for word in line.words.iter().filter(|w| is_content(w)) {
                let entry = seen.entry(word.stem).or_default();
                entry.0 += 0.4 + 0.6 * early;
                entry.1.insert(line.origin);
                entry.2 |= word.is(NUMBER | CAPITAL);
            }
        }
        let mut titled: KeyMap<f64> = KeyMap::default();
        for title in titles {
            for word in tokenize(title, 0) {
                *titled.entry(word.stem).or_insert(0.0) += 1.0 / titles.len().max(1) as f64;
            }
        }
        let all = voices.len().max(1) as f64;
        let weigh = |(stem, (count, by, fact)): (u64, (f64, BTreeSet<usize>, bool))| {
            let agreement = by.len() as f64 / all;
            let title = titled.get(&stem).copied().unwrap_or(0.0);
            let fact = if fact { 1.15 } else { 1.0 };
            (stem, (1.0 + count).ln() * (0.3 + 0.7 * agreement) * fact * (1.0 + 0.8 * title))
        };
        Self { words: seen.into_iter().map(weigh).collect() }
    }

    /// Weighs words by how few lines use them: to tell whether two lines are of the same matter,
    /// what all lines share says nothing.
    #[must_use]
    pub fn rare(lines: &[Line<'_>]) -> Self {
        let mut seen: KeyMap<f64> = KeyMap::default();
        for stem in lines.iter().flat_map(|l| &l.stems) {
            *seen.entry(*stem).or_insert(0.0) += 1.0;
        }
        let all = lines.len() as f64;
        Self {
            words: seen.into_iter().map(|(stem, n)| (stem, (1.0 + all / n).ln() - 0.6)).collect(),
        }
    }

    /// What one stem weighs.
    #[must_use]
    pub fn of(&self, stem: u64) -> f64 {
        self.words.get(&stem).copied().unwrap_or(0.0)
    }

    /// A line's words with their weights, to compare it with many others.
    #[must_use]
    pub fn vector(&self, stems: &[u64]) -> Vector {
        let items: Vec<(u64, f64)> = stems.iter().map(|s| (*s, self.of(*s).powi(2))).collect();
        let norm = items.iter().map(|(_, w)| w).sum::<f64>().sqrt();
        Vector { items, norm }
    }

    /// The vectors of all lines.
    #[must_use]
    pub fn vectors(&self, lines: &[Line<'_>]) -> Vec<Vector> {
        lines.iter().map(|l| self.vector(&l.stems)).collect()
    }

    /// How like two sets of stems are, 0 to 1 (the weighted cosine).
    #[must_use]
    pub fn likeness(&self, a: &[u64], b: &[u64]) -> f64 {
        self.vector(a).likeness(&self.vector(b))
    }

    /// The salience of each line: what its words weigh for its length, its place in the report,
    /// and how many other origins say the like.
    #[must_use]
    pub fn salience(&self, lines: &[Line<'_>]) -> Vec<f64> {
        let near = neighbours(lines, &self.vectors(lines));
        let most = near.iter().map(|(d, _)| *d).fold(f64::MIN_POSITIVE, f64::max);
        lines
            .iter()
            .zip(&near)
            .map(|(line, (degree, others))| {
                let sum: f64 = line.stems.iter().map(|w| self.of(*w)).sum();
                let dense = sum / (line.stems.len() as f64 + 3.0).powf(0.5);
                let place = 1.0 + 0.6 / (1.0 + line.place as f64);
                let leans =
                    if line.place > 0 && line.text.starts_with("The ") { 0.85 } else { 1.0 };
                let agreement = 1.0 + 0.15 * (*others).min(4) as f64;
                dense * place * leans * agreement * (0.6 + 0.4 * degree / most)
            })
            .collect()
    }
}

/// Words with their squared weights, ascending by stem.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector {
    items: Vec<(u64, f64)>,
    norm: f64,
}

impl Vector {
    /// How like two vectors are, 0 to 1 (the weighted cosine).
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        let norm = self.norm * other.norm;
        if norm <= 0.0 {
            return 0.0;
        }
        let (a, b) = (&self.items, &other.items);
        let (mut i, mut j, mut shared) = (0, 0, 0.0);
        while i < a.len() && j < b.len() {
            match a[i].0.cmp(&b[j].0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared += a[i].1;
                    i += 1;
                    j += 1;
                }
            }
        }
        shared / norm
    }
}

/// For each line how like all others it is, and how many other origins say the like.
fn neighbours(lines: &[Line<'_>], vectors: &[Vector]) -> Vec<(f64, usize)> {
    let mut degree = vec![0.0; lines.len()];
    let mut voices: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); lines.len()];
    for i in 0..lines.len() {
        for j in i + 1..lines.len() {
            let alike = vectors[i].likeness(&vectors[j]);
            let own = lines[i].origin == lines[j].origin;
            let worth = if own { 0.5 * alike } else { alike };
            degree[i] += worth;
            degree[j] += worth;
            if !own && alike > 0.35 {
                voices[i].insert(lines[j].origin);
                voices[j].insert(lines[i].origin);
            }
        }
    }
    degree.into_iter().zip(voices.iter().map(BTreeSet::len)).collect()
}
