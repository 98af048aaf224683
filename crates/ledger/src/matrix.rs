//! Who does something for whom: the busiest actors and recipients with how many say so.
//!
//! Two walks over the keys, the first counts, the second looks only at those who are shown; so a
//! ledger of a million claims is laid out in a few milliseconds.

use crate::book::{Key, Ledger};
use crate::relation::counts;
use wiredesk_model::{EntityId, Root, jiff::civil::Date};

/// Which claims a matrix counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sight {
    /// Only these deeds; all when empty.
    pub roots: Vec<Root>,
    /// Only deeds of this mode.
    pub mode: Option<String>,
    /// Only what was reported by then.
    pub as_of: Option<Date>,
}

/// Actors against recipients.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Who does it, the most told of first.
    pub actors: Vec<EntityId>,
    /// For or to whom, the most told of first.
    pub recipients: Vec<EntityId>,
    /// The relations between them that are told of, the most told of first.
    pub cells: Vec<Cell>,
}

/// One relation in a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Its row, a place in [`Matrix::actors`].
    pub actor: usize,
    /// Its column, a place in [`Matrix::recipients`].
    pub recipient: usize,
    /// Claims that say so.
    pub claims: usize,
    /// Distinct first tellers among them.
    pub origins: usize,
    /// Claims that say it is not so.
    pub denials: usize,
}

impl Ledger {
    /// The `most` busiest actors and recipients, and what is told between them.
    #[must_use]
    pub fn matrix(&self, sight: &Sight, most: usize) -> Matrix {
        let mode = sight.mode.as_ref().map(|m| self.words.find(m));
        let seen = |n: usize| {
            let key = &self.keys[n];
            let pair = key.actor.zip(key.recipient).filter(|(a, r)| a != r)?;
            let root = key.root?;
            let wanted = (sight.roots.is_empty() || sight.roots.contains(&root))
                && mode.is_none_or(|m| m == key.mode || key.denied && key.mode.is_none())
                && counts(key, sight.as_of);
            wanted.then_some((pair, key))
        };
        let many = self.entities.len();
        let (mut from, mut to) = (vec![0_u32; many], vec![0_u32; many]);
        for ((actor, recipient), _) in (0..self.keys.len()).filter_map(seen) {
            from[actor as usize] += 1;
            to[recipient as usize] += 1;
        }
        let (actors, recipients) = (busiest(&from, most), busiest(&to, most));
        let (rows, columns) = (places(&actors, many), places(&recipients, many));
        let mut told: Vec<(u32, u32, bool, u32)> = Vec::new();
        for ((actor, recipient), key) in (0..self.keys.len()).filter_map(seen) {
            let place = rows[actor as usize].zip(columns[recipient as usize]);
            told.extend(place.map(|(row, column)| (row, column, key.denied, key.origin)));
        }
        told.sort_unstable();
        let named = |numbers: &[u32]| {
            numbers.iter().filter_map(|&n| self.entities.name(n)).cloned().collect::<Vec<_>>()
        };
        Matrix { actors: named(&actors), recipients: named(&recipients), cells: cells(&told) }
    }
}

/// Cells of sorted claims.
fn cells(told: &[(u32, u32, bool, u32)]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let by_pair = told.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    for pair in by_pair {
        let denials = pair.iter().filter(|c| c.2).count();
        let said: Vec<u32> = pair.iter().filter(|c| !c.2).map(|c| c.3).collect();
        let origins = said.chunk_by(|a, b| a == b).count();
        let (actor, recipient) = (pair[0].0 as usize, pair[0].1 as usize);
        cells.push(Cell { actor, recipient, claims: said.len(), origins, denials });
    }
    cells.sort_by_key(|c| (std::cmp::Reverse((c.origins, c.claims)), c.actor, c.recipient));
    cells
}

/// The numbers with the greatest counts, greatest first; none with no count.
fn busiest(counts: &[u32], most: usize) -> Vec<u32> {
    let mut numbers: Vec<u32> =
        (0..counts.len() as u32).filter(|&n| counts[n as usize] > 0).collect();
    numbers.sort_by_key(|&n| (std::cmp::Reverse(counts[n as usize]), n));
    numbers.truncate(most);
    numbers
}

/// For every number its place among `chosen`.
fn places(chosen: &[u32], many: usize) -> Vec<Option<u32>> {
    let mut places = vec![None; many];
    for (place, &n) in (0..).zip(chosen) {
        places[n as usize] = Some(place);
    }
    places
}

/// Whom an entity does something for, and who does something for it, with how many first tellers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Partners {
    /// Recipients of what it does, the most told of first.
    pub does: Vec<(EntityId, usize)>,
    /// Actors of what it gets, the most told of first.
    pub gets: Vec<(EntityId, usize)>,
}

impl Ledger {
    /// With whom an entity has to do, as known at the end of day `as_of`; denials left out.
    #[must_use]
    pub fn partners(&self, id: &EntityId, as_of: Option<Date>) -> Partners {
        let Some(n) = self.entities.find(&self.counts_for(id)) else { return Partners::default() };
        let count = |numbers: Option<&Vec<u32>>, other: fn(&Key) -> Option<u32>| {
            let mut told: Vec<(u32, u32)> = Vec::new();
            for &claim in numbers.into_iter().flatten() {
                let key = &self.keys[claim as usize];
                let other = other(key).filter(|o| *o != n && !key.denied && counts(key, as_of));
                told.extend(other.map(|o| (o, key.origin)));
            }
            told.sort_unstable();
            told.dedup();
            let by_other = told.chunk_by(|a, b| a.0 == b.0);
            let mut partners: Vec<(EntityId, usize)> = by_other
                .filter_map(|c| Some((self.entities.name(c[0].0)?.clone(), c.len())))
                .collect();
            partners.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            partners
        };
        Partners {
            does: count(self.from.get(&n), |key| key.recipient),
            gets: count(self.to.get(&n), |key| key.actor),
        }
    }
}
