//! How much an order hangs on single voices: the bootstrap over origins.

use crate::rank::RankRow;
use std::collections::{BTreeMap, BTreeSet};

/// Draws of the origins, fewer when there is much to draw.
const DRAWS_MAX: usize = 400;
const DRAWS_MIN: usize = 60;
const DRAW_WORK_MAX: usize = 1_000_000;

/// Draws the origins anew, many times, and notes between which places and counts nine of ten draws
/// lie. The same ledger gives the same draws.
pub(crate) fn draw(rows: &mut [(RankRow, BTreeSet<u32>)], all: &BTreeSet<u32>) {
    let all: Vec<u32> = all.iter().copied().collect();
    let at: BTreeMap<u32, usize> = all.iter().enumerate().map(|(i, &o)| (o, i)).collect();
    let theirs: Vec<Vec<usize>> = rows
        .iter()
        .map(|(_, origins)| origins.iter().filter_map(|o| at.get(o)).copied().collect())
        .collect();
    let work = theirs.iter().map(Vec::len).sum::<usize>() + all.len() + rows.len() * 8;
    let draws = (DRAW_WORK_MAX / work.max(1)).clamp(DRAWS_MIN, DRAWS_MAX);
    let mut counts: Vec<Vec<usize>> = vec![Vec::with_capacity(draws); rows.len()];
    let mut places: Vec<Vec<usize>> = vec![Vec::with_capacity(draws); rows.len()];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..draws {
        let mut drawn = vec![0_usize; all.len()];
        for _ in 0..all.len() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            drawn[(state >> 33) as usize % all.len()] += 1;
        }
        let values: Vec<usize> = theirs.iter().map(|o| o.iter().map(|&i| drawn[i]).sum()).collect();
        // Who is not known takes nobody's place.
        let known = rows.iter().zip(&values).filter(|((row, _), _)| row.actor.is_some());
        let mut sorted: Vec<usize> = known.map(|(_, &value)| value).collect();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        for (i, &value) in values.iter().enumerate() {
            counts[i].push(value);
            places[i].push(1 + sorted.partition_point(|&other| other > value));
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

fn nine_of_ten(values: &mut [usize]) -> (usize, usize) {
    values.sort_unstable();
    let at = |share: usize| values.get(values.len().saturating_sub(1) * share / 100).copied();
    (at(5).unwrap_or_default(), at(95).unwrap_or_default())
}
