//! How much an order hangs on single voices: the bootstrap over origins.

use crate::rank::RankRow;
use std::collections::{BTreeMap, BTreeSet};

/// Draws of the origins, fewer when there is much to draw.
const DRAWS_MAX: usize = 400;
const DRAWS_MIN: usize = 60;
const DRAW_WORK_MAX: usize = 1_000_000;

/// Draws the origins anew, many times, and notes between which places and counts nine of ten draws
/// lie. The same ledger gives the same draws. Linear in origins and rows for each draw.
pub(crate) fn draw(rows: &mut [(RankRow, BTreeSet<u32>)], all: &BTreeSet<u32>) {
    let at: BTreeMap<u32, usize> = all.iter().enumerate().map(|(i, &o)| (o, i)).collect();
    let theirs: Vec<Vec<usize>> = rows
        .iter()
        .map(|(_, origins)| origins.iter().filter_map(|o| at.get(o)).copied().collect())
        .collect();
    let work = theirs.iter().map(Vec::len).sum::<usize>() + all.len() + rows.len() * 4;
    let draws = (DRAW_WORK_MAX / work.max(1)).clamp(DRAWS_MIN, DRAWS_MAX);
    let mut counts: Vec<Vec<usize>> = vec![Vec::with_capacity(draws); rows.len()];
    let mut places: Vec<Vec<usize>> = vec![Vec::with_capacity(draws); rows.len()];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..draws {
        let drawn = draw_once(all.len(), &mut state);
        let values: Vec<usize> = theirs.iter().map(|o| o.iter().map(|&i| drawn[i]).sum()).collect();
        // Who is not known takes nobody's place.
        let known = rows.iter().zip(&values).filter(|((row, _), _)| row.actor.is_some());
        let above = above(known.map(|(_, &value)| value), all.len());
        for (i, &value) in values.iter().enumerate() {
            counts[i].push(value);
            places[i].push(1 + above[value]);
        }
    }
    for (i, (row, _)) in rows.iter_mut().enumerate() {
        row.origins_range = nine_of_ten(&mut counts[i]);
        row.place_range = match row.actor {
            Some(_) => nine_of_ten(&mut places[i]),
            None => (row.place, row.place),
        };
    }
}

/// How often each of `n` is drawn in `n` draws with replacement.
fn draw_once(n: usize, state: &mut u64) -> Vec<usize> {
    let mut drawn = vec![0; n];
    for _ in 0..n {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        drawn[(*state >> 33) as usize % n] += 1;
    }
    drawn
}

/// For each value up to `most`, how many of `values` are greater.
fn above(values: impl Iterator<Item = usize>, most: usize) -> Vec<usize> {
    let mut above = vec![0; most + 2];
    values.for_each(|value| above[value] += 1);
    let mut sum = 0;
    for count in above.iter_mut().rev() {
        sum += std::mem::replace(count, sum);
    }
    above
}

fn nine_of_ten(values: &mut [usize]) -> (usize, usize) {
    let last = values.len().saturating_sub(1);
    let mut at = |share: usize| match values.is_empty() {
        true => 0,
        false => *values.select_nth_unstable(last * share / 100).1,
    };
    (at(5), at(95))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_above() {
        assert_eq!(above([3, 1, 1, 0].into_iter(), 4), [3, 1, 1, 0, 0, 0]);
        assert_eq!(draw_once(50, &mut 7).iter().sum::<usize>(), 50);
        assert_eq!(nine_of_ten(&mut []), (0, 0));
        assert_eq!(nine_of_ten(&mut (0..=100).rev().collect::<Vec<_>>()), (5, 95));
    }
}
