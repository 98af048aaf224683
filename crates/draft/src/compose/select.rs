//! Which line tells the next news: the best that does not repeat what is told.

use super::lines::Line;
use super::weigh::Weights;

/// Lines this alike say the same.
pub const REPEATS: f64 = 0.5;

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
