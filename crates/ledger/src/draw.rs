//! How much an order hangs on single voices: the bootstrap over origins.
//!
//! The first tellers are drawn anew with replacement, and the measure asked for is worked out for
//! each draw, so that the range of places is that of the very order shown.

use crate::rank::{Measure, RankRow};
use std::collections::{BTreeMap, BTreeSet};
use wiredesk_model::When;

/// Draws of the origins, fewer when there is much to draw.
const DRAWS_MAX: usize = 400;
const DRAWS_MIN: usize = 60;
const DRAW_WORK_MAX: usize = 1_000_000;

/// A row before its ranges are known, with what each of its first tellers brings to the measure.
#[derive(Debug)]
pub(crate) struct Drawn {
    pub row: RankRow,
    /// Who says so.
    pub origins: BTreeSet<u32>,
    pub brought: Brought,
}

/// What origins bring to a measure other than their number.
#[derive(Debug, Default)]
pub(crate) enum Brought {
    #[default]
    Themselves,
    /// Put first (1) or below (-1) in words.
    Votes(Vec<(u32, i64)>),
    /// A figure.
    Figures(Vec<(u32, i64)>),
    /// A kind of goods, perhaps with a date.
    Deliveries(Vec<(u32, Option<u32>, Option<When>)>),
}

/// Draws the origins anew, many times, and notes between which places and counts nine of ten draws
/// lie. The same ledger gives the same draws. Linear in origins and rows for each draw.
pub(crate) fn draw(rows: &mut [Drawn], measure: Measure) {
    let all: BTreeSet<u32> = rows.iter().flat_map(Drawn::tellers).collect();
    let at: BTreeMap<u32, usize> = all.iter().enumerate().map(|(i, &o)| (o, i)).collect();
    let theirs: Vec<Vec<usize>> = rows
        .iter()
        .map(|r| r.origins.iter().filter_map(|o| at.get(o)).copied().collect())
        .collect();
    let work = rows.iter().map(|r| r.tellers().count() + 4).sum::<usize>() + all.len();
    let draws = (DRAW_WORK_MAX / work.max(1)).clamp(DRAWS_MIN, DRAWS_MAX);
    let mut counts: Vec<Vec<usize>> = vec![Vec::with_capacity(draws); rows.len()];
    let mut places: Vec<Vec<usize>> = vec![Vec::with_capacity(draws); rows.len()];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..draws {
        let drawn = draw_once(all.len(), &mut state);
        let told: Vec<usize> = theirs.iter().map(|o| o.iter().map(|&i| drawn[i]).sum()).collect();
        let times = |origin: &u32| at.get(origin).map_or(0, |&i| drawn[i]);
        let found = match measure {
            Measure::Origins => by_count(rows, &told, all.len()),
            _ => by_value(rows, |row| row.brought.value(times)),
        };
        for (i, place) in found.into_iter().enumerate() {
            counts[i].push(told[i]);
            places[i].push(place);
        }
    }
    for (i, Drawn { row, .. }) in rows.iter_mut().enumerate() {
        row.origins_range = nine_of_ten(&mut counts[i]);
        row.place_range = match row.actor {
            Some(_) => nine_of_ten(&mut places[i]),
            None => (row.place, row.place),
        };
    }
}

impl Drawn {
    fn tellers(&self) -> impl Iterator<Item = u32> {
        let brought: Vec<u32> = match &self.brought {
            Brought::Votes(votes) => votes.iter().map(|v| v.0).collect(),
            _ => Vec::new(),
        };
        self.origins.iter().copied().chain(brought)
    }
}

impl Brought {
    /// The measure in one draw, in which each origin came so many times.
    fn value(&self, times: impl Fn(&u32) -> usize) -> i64 {
        let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        match self {
            Self::Themselves => 0,
            Self::Votes(votes) => votes.iter().map(|(o, vote)| whole(times(o)) * vote).sum(),
            Self::Figures(figures) => {
                let mut told: BTreeMap<i64, usize> = BTreeMap::new();
                figures
                    .iter()
                    .for_each(|(o, figure)| *told.entry(*figure).or_default() += times(o));
                let most = told.into_iter().filter(|(_, n)| *n > 0).max_by_key(|(_, n)| *n);
                most.map_or(-1, |(figure, _)| figure)
            }
            Self::Deliveries(all) => {
                let drawn = all.iter().filter(|(o, ..)| times(o) > 0);
                whole(deliveries(drawn.map(|(_, class, when)| (*class, *when))))
            }
        }
    }
}

/// Kinds of goods at distinct times. What has no date, or no kind, is taken to be one of those that
/// have; dates that can mean the same day are one.
pub(crate) fn deliveries(told: impl Iterator<Item = (Option<u32>, Option<When>)>) -> usize {
    let mut dated: BTreeMap<Option<u32>, Vec<When>> = BTreeMap::new();
    for (class, when) in told {
        dated.entry(class).or_default().extend(when);
    }
    if dated.len() > 1 {
        dated.remove(&None);
    }
    dated.into_values().map(|whens| apart(whens).max(1)).sum()
}

/// How many of the dates cannot mean the same time.
fn apart(mut whens: Vec<When>) -> usize {
    whens.sort_by_key(|w| w.last_day());
    let mut count = 0;
    let mut last: Option<When> = None;
    for when in whens {
        if last.is_none_or(|l| l.surely_before(when)) {
            count += 1;
            last = Some(when);
        }
    }
    count
}

/// Places by how often one's origins were drawn. Who is not known takes nobody's.
fn by_count(rows: &[Drawn], told: &[usize], most: usize) -> Vec<usize> {
    let known = rows.iter().zip(told).filter(|(r, _)| r.row.actor.is_some());
    let above = above(known.map(|(_, &value)| value), most);
    told.iter().map(|&value| 1 + above[value]).collect()
}

/// Places by another measure.
fn by_value(rows: &[Drawn], value: impl Fn(&Drawn) -> i64) -> Vec<usize> {
    let values: Vec<i64> = rows.iter().map(value).collect();
    let known = rows.iter().zip(&values).filter(|(r, _)| r.row.actor.is_some());
    let mut sorted: Vec<i64> = known.map(|(_, &value)| value).collect();
    sorted.sort_unstable();
    let greater = |value: i64| sorted.len() - sorted.partition_point(|&v| v <= value);
    values.iter().map(|&value| 1 + greater(value)).collect()
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

    #[test]
    fn a_draw_has_the_measure_of_those_drawn() {
        let check = |brought: Brought, drawn: &[u32], expected: i64| {
            let times = |o: &u32| drawn.iter().filter(|d| *d == o).count();
            assert_eq!(brought.value(times), expected, "{drawn:?}");
        };
        check(Brought::Votes(vec![(1, 1), (2, 1), (3, -1)]), &[1, 1, 3], 1);
        check(Brought::Figures(vec![(1, 500), (2, 900), (3, 900)]), &[1, 1, 2], 500);
        check(Brought::Figures(vec![(1, 500), (2, 900), (3, 900)]), &[2, 3, 1], 900);
        check(Brought::Figures(vec![(1, 500)]), &[2], -1);
        let june = When::parse("2024-06-19");
        let all =
            vec![(1, Some(7), june), (2, Some(7), When::parse("2024-07-01")), (3, None, None)];
        check(Brought::Deliveries(all), &[1, 2, 3], 2);
        check(Brought::Deliveries(vec![(1, Some(7), june), (3, None, None)]), &[3], 1);
    }
}
