//! Which lines tell the news: the set that covers most for its length.

use super::lines::Line;
use super::weigh::Weights;

/// Lines this alike say the same.
pub const REPEATS: f64 = 0.5;
/// Out of so many of the best lines a short text is put together.
const POOL: usize = 16;

/// The best set of lines of at most `max_words` printed words, in the order to print. With one
/// report its opening, with more the set of up to three that covers most of what all say.
#[must_use]
pub fn within(
    lines: &[Line<'_>],
    salience: &[f64],
    weights: &Weights,
    max_words: usize,
) -> Vec<usize> {
    let reports = lines.iter().map(|l| l.report).collect::<std::collections::BTreeSet<_>>();
    if reports.len() < 2 {
        return opening(lines, max_words);
    }
    let mut pool: Vec<usize> =
        (0..lines.len()).filter(|i| lines[*i].length() <= max_words).collect();
    pool.sort_by(|a, b| salience[*b].total_cmp(&salience[*a]).then(a.cmp(b)));
    pool.truncate(POOL);
    let mut best: (f64, Vec<usize>) = (0.0, Vec::new());
    let worth = |set: &[usize]| worth(set, lines, salience, weights);
    let words = |set: &[usize]| set.iter().map(|i| lines[*i].length()).sum::<usize>();
    let mut consider = |set: Vec<usize>| {
        if words(&set) <= max_words {
            let w = worth(&set);
            if w > best.0 + 1e-12 {
                best = (w, set);
            }
        }
    };
    for (a, i) in pool.iter().enumerate() {
        consider(vec![*i]);
        for (b, j) in pool.iter().enumerate().skip(a + 1) {
            consider(vec![*i, *j]);
            for k in pool.iter().skip(b + 1) {
                consider(vec![*i, *j, *k]);
            }
        }
    }
    let mut set = best.1;
    set.sort_by(|a, b| {
        (lines[*a].place).cmp(&lines[*b].place).then(salience[*b].total_cmp(&salience[*a]))
    });
    set
}

/// What a set of lines tells: each word once, and how good its lines are.
fn worth(set: &[usize], lines: &[Line<'_>], salience: &[f64], weights: &Weights) -> f64 {
    let mut stems: Vec<u64> = set.iter().flat_map(|i| lines[*i].stems.iter().copied()).collect();
    stems.sort_unstable();
    stems.dedup();
    let covered: f64 = stems.iter().map(|w| weights.of(*w)).sum();
    let good: f64 = set.iter().map(|i| salience[*i] * lines[*i].length() as f64).sum();
    covered + 0.12 * good
}

/// A report's first lines, as many as fit.
fn opening(lines: &[Line<'_>], max_words: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut left = max_words;
    for (i, line) in lines.iter().enumerate().take(8) {
        if line.length() <= left {
            left -= line.length();
            out.push(i);
        } else if left < 12 {
            break;
        }
    }
    out
}

/// The next best lines that do not repeat what is told, at most `max`.
#[must_use]
pub fn next_best(
    lines: &[Line<'_>],
    salience: &[f64],
    weights: &Weights,
    told: &[&[u64]],
    max: usize,
) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    while out.len() < max {
        let novelty = |i: usize| {
            let seen = told.iter().copied().chain(out.iter().map(|o| lines[*o].stems.as_slice()));
            let most = seen.map(|s| weights.likeness(s, &lines[i].stems)).fold(0.0, f64::max);
            1.0 - most
        };
        let next = (0..lines.len())
            .filter(|i| !out.contains(i) && novelty(*i) > 1.0 - REPEATS)
            .max_by(|a, b| {
                let (x, y) = (salience[*a] * novelty(*a), salience[*b] * novelty(*b));
                x.total_cmp(&y).then(b.cmp(a))
            });
        let Some(next) = next else { break };
        out.push(next);
    }
    out
}
