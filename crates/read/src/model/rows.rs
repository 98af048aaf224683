//! Weights of features for many classes: each feature has a row of (class, weight).
//!
//! A look-up costs memory and mispredicted branches more than sums, so a row has one of two fixed
//! shapes: a few cells, or a weight for every class. The file holds cells only.

use super::bytes::{Input, Output};
use super::features::{fingerprint, place};

/// Most classes that scores are kept for.
pub const CLASSES_MAX: usize = 128;

/// Scores of all classes. Sixteen bits hold the sum of two hundred features.
pub type Scores = [i16; CLASSES_MAX];

/// Features that share a place.
const WAYS: usize = 8;

/// Cells of a short row; what has more is held as a weight for every class.
const SHORT: usize = 8;

/// Classes that are summed side by side.
const LANES: usize = 16;

/// A table of rows. Look-up: the place's fingerprints are compared at once, then the rows found are
/// summed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    places: Vec<Fingerprints>,
    /// Where the rows of each place are. Apart from the fingerprints, which so stay in the cache.
    rows: Vec<[Row; WAYS]>,
    short: Vec<[Cell; SHORT]>,
    /// `blocks` of them are a row.
    long: Vec<[i8; LANES]>,
    blocks: usize,
}

/// Up to [`WAYS`] features of one place, sixteen bits each; the lowest are the first.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Fingerprints([u64; WAYS / 4]);

/// Where a row is: the index of a short one, or [`LONG`] and the first block of a long one.
type Row = u32;
const LONG: Row = 1 << 31;
/// No feature.
const NO_ROW: Row = Row::MAX;

/// A class and its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// Index of the class.
    pub class: u8,
    /// Its weight.
    pub weight: i8,
}

impl Fingerprints {
    fn get(&self, way: usize) -> u16 {
        (self.0[way / 4] >> (16 * (way % 4))) as u16
    }

    fn set(&mut self, way: usize, fingerprint: u16) {
        let shift = 16 * (way % 4);
        let others = self.0[way / 4] & !(0xffff << shift);
        self.0[way / 4] = others | u64::from(fingerprint) << shift;
    }

    /// A way that holds the fingerprint; [`WAYS`] when none does. Four are compared in one word: the
    /// lowest of them that is equal borrows.
    #[inline]
    fn way(&self, wanted: u16) -> usize {
        const ONES: u64 = 0x0001_0001_0001_0001;
        let borrows = |held: u64| {
            let differ = held ^ (u64::from(wanted) * ONES);
            differ.wrapping_sub(ONES) & !differ & (ONES << 15)
        };
        let [low, high] = self.0.map(borrows);
        let found = low >> 15 | high >> 14;
        let bit = found.trailing_zeros() as usize;
        if found == 0 { WAYS } else { bit / 16 + bit % 16 * 4 }
    }
}

/// Features that are looked up side by side.
const PART: usize = 48;

impl Rows {
    /// A table of features with their rows, best first: what finds its place full is dropped, and of
    /// two with one place and fingerprint the first stays.
    #[must_use]
    pub fn new(rows: Vec<(u64, Vec<Cell>)>) -> Self {
        let count = rows.len().div_ceil(WAYS - 3);
        let mut by_place: Vec<Vec<(u16, Vec<Cell>)>> = vec![Vec::new(); count];
        for (feature, mut cells) in rows {
            let at = &mut by_place[place(feature, count)];
            cells.retain(|c| c.weight != 0 && usize::from(c.class) < CLASSES_MAX);
            cells.sort_by_key(|c| c.class);
            let new = at.iter().all(|(f, _)| *f != fingerprint(feature));
            if new && at.len() < WAYS && !cells.is_empty() {
                at.push((fingerprint(feature), cells));
            }
        }
        Self::of(&by_place)
    }

    fn of(by_place: &[Vec<(u16, Vec<Cell>)>]) -> Self {
        let cells = by_place.iter().flatten().flat_map(|row| &row.1);
        let classes = cells.map(|c| usize::from(c.class) + 1).max().unwrap_or(0);
        let mut table = Self {
            places: vec![Fingerprints::default(); by_place.len()],
            rows: vec![[NO_ROW; WAYS]; by_place.len()],
            blocks: classes.min(CLASSES_MAX).div_ceil(LANES),
            ..Self::default()
        };
        for (at, features) in by_place.iter().enumerate() {
            for (way, (fingerprint, cells)) in features.iter().enumerate().take(WAYS) {
                table.places[at].set(way, *fingerprint);
                table.rows[at][way] = table.put(cells.len(), cells.iter().copied());
            }
        }
        table
    }

    fn put(&mut self, count: usize, cells: impl Iterator<Item = Cell>) -> Row {
        if count <= SHORT {
            let mut row = [Cell::default(); SHORT];
            row.iter_mut().zip(cells).for_each(|(held, cell)| *held = cell);
            self.short.push(row);
            return u32::try_from(self.short.len() - 1).unwrap_or(NO_ROW);
        }
        let from = self.long.len();
        self.long.resize(from + self.blocks, [0; LANES]);
        let weights = self.long[from..].as_flattened_mut();
        for cell in cells {
            if let Some(weight) = weights.get_mut(usize::from(cell.class)) {
                *weight = cell.weight;
            }
        }
        u32::try_from(from).map_or(NO_ROW, |from| from | LONG)
    }

    /// The cells of a row, by class.
    fn cells(&self, row: Row) -> Vec<Cell> {
        let all: Vec<Cell> = if row & LONG == 0 {
            self.short.get(row as usize).map_or(Vec::new(), |cells| cells.to_vec())
        } else {
            let weights = self.blocks_of(row).iter().flatten();
            let class = |at: usize| u8::try_from(at).unwrap_or(u8::MAX);
            weights.enumerate().map(|(at, &weight)| Cell { class: class(at), weight }).collect()
        };
        all.into_iter().filter(|c| c.weight != 0).collect()
    }

    fn blocks_of(&self, row: Row) -> &[[i8; LANES]] {
        let from = (row & !LONG) as usize;
        self.long.get(from..from + self.blocks).unwrap_or(&[])
    }

    /// The features of each place with their cells.
    fn by_place(&self) -> Vec<Vec<(u16, Vec<Cell>)>> {
        let features = |(place, rows): (&Fingerprints, &[Row; WAYS])| {
            let held = rows.iter().enumerate().filter(|(_, row)| **row != NO_ROW);
            held.map(|(way, &row)| (place.get(way), self.cells(row))).collect()
        };
        self.places.iter().zip(&self.rows).map(features).collect()
    }

    /// The same without cells that weigh less than `weight_min`, and without rows that had no
    /// others.
    #[must_use]
    pub fn trimmed(&self, weight_min: u8) -> Self {
        let mut by_place = self.by_place();
        for place in &mut by_place {
            for (_, cells) in place.iter_mut() {
                cells.retain(|c| c.weight.unsigned_abs() >= weight_min);
            }
            place.retain(|row| !row.1.is_empty());
        }
        Self::of(&by_place)
    }

    /// Adds the weights of `features` to `scores`. All rows are touched before they are added, so that
    /// memory brings them side by side.
    pub fn add(&self, features: &[u64], scores: &mut Scores) {
        for part in features.chunks(PART) {
            self.add_part(part, scores);
        }
    }

    /// The row of a feature.
    #[inline]
    fn row(&self, feature: u64) -> Row {
        let at = place(feature, self.places.len());
        let way = self.places.get(at).map_or(WAYS, |place| place.way(fingerprint(feature)));
        if way == WAYS {
            return NO_ROW;
        }
        self.rows.get(at).map_or(NO_ROW, |rows| rows[way])
    }

    fn add_part(&self, features: &[u64], scores: &mut Scores) {
        let mut short = [0u32; PART];
        let mut long = [0u32; PART];
        let (mut shorts, mut longs) = (0, 0);
        let mut touched = 0;
        for &feature in features {
            let row = self.row(feature);
            // Both lists are written to and one of them grows: no branch to guess.
            let (is_long, is_short) = (row & LONG != 0 && row != NO_ROW, row & LONG == 0);
            short[shorts % PART] = row;
            long[longs % PART] = row & !LONG;
            shorts += usize::from(is_short);
            longs += usize::from(is_long);
        }
        let (short, long) = (&short[..shorts.min(PART)], &long[..longs.min(PART)]);
        for &row in long {
            touched ^= self.long.get(row as usize).map_or(0, |block| block[0]);
        }
        for &row in short {
            touched ^= self.short.get(row as usize).map_or(0, |cells| cells[0].weight);
        }
        std::hint::black_box(touched);
        for (block, sums) in scores.chunks_exact_mut(LANES).enumerate().take(self.blocks) {
            let mut all = [0i16; LANES];
            for &row in long {
                if let Some(weights) = self.long.get(row as usize + block) {
                    for (sum, weight) in all.iter_mut().zip(weights) {
                        *sum += i16::from(*weight);
                    }
                }
            }
            for (sum, more) in sums.iter_mut().zip(all) {
                *sum = sum.wrapping_add(more);
            }
        }
        for cells in short.iter().filter_map(|&row| self.short.get(row as usize)) {
            for cell in cells {
                let sum = &mut scores[usize::from(cell.class) % CLASSES_MAX];
                *sum = sum.wrapping_add(i16::from(cell.weight));
            }
        }
    }

    /// The best of the first `count` classes. The first `first` features alone decide where they put
    /// it `clear` ahead of the second.
    #[must_use]
    pub fn best(&self, features: &[u64], first: usize, clear: i16, count: usize) -> usize {
        let mut scores = [0; CLASSES_MAX];
        let count = count.min(CLASSES_MAX);
        let (head, tail) = features.split_at(first.min(features.len()));
        self.add(head, &mut scores);
        let leader = best(&scores[..count]);
        let ahead = scores[leader].saturating_sub(clear);
        let near: u16 = scores[..count].iter().map(|&score| u16::from(score >= ahead)).sum();
        if near > 1 {
            self.add(tail, &mut scores);
            return best(&scores[..count]);
        }
        leader
    }

    /// Features that have a row.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.iter().flatten().filter(|row| **row != NO_ROW).count()
    }

    /// True when there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn write(&self, out: &mut Output) {
        let by_place = self.by_place();
        out.u32(by_place.len());
        for place in &by_place {
            out.put(&[u8::try_from(place.len()).unwrap_or(0)]);
        }
        for (fingerprint, cells) in by_place.iter().flatten() {
            out.put(&fingerprint.to_le_bytes());
            out.put(&[u8::try_from(cells.len()).unwrap_or(0)]);
        }
        out.u32(by_place.iter().flatten().map(|row| row.1.len()).sum());
        for cell in by_place.iter().flatten().flat_map(|row| &row.1) {
            out.put(&[cell.class, cell.weight.to_le_bytes()[0]]);
        }
    }

    pub(super) fn read(input: &mut Input) -> Option<Self> {
        let count = input.count(1)?;
        let counts = input.take(count)?;
        let features: usize = counts.iter().map(|&c| usize::from(c)).sum();
        let mut heads = input.take(features.checked_mul(3)?)?.chunks_exact(3);
        let count = input.count(2)?;
        let bytes = input.take(count * 2)?;
        let classes = bytes.chunks_exact(2).map(|c| usize::from(c[0]) + 1).max().unwrap_or(0);
        let mut table = Self {
            places: vec![Fingerprints::default(); counts.len()],
            rows: vec![[NO_ROW; WAYS]; counts.len()],
            blocks: classes.min(CLASSES_MAX).div_ceil(LANES),
            ..Self::default()
        };
        let longs = heads.clone().filter(|head| usize::from(head[2]) > SHORT).count();
        table.long.reserve_exact(longs * table.blocks);
        table.short.reserve_exact(features - longs);
        let mut rest = bytes;
        for (at, &count) in counts.iter().enumerate() {
            for way in 0..usize::from(count) {
                let [low, high, len] = *heads.next()? else { return None };
                let (row, after) = rest.split_at_checked(2 * usize::from(len))?;
                rest = after;
                let cells = row.chunks_exact(2);
                let cells = cells.map(|c| Cell { class: c[0], weight: i8::from_le_bytes([c[1]]) });
                let row = table.put(usize::from(len), cells);
                *table.rows.get_mut(at)?.get_mut(way)? = row;
                table.places.get_mut(at)?.set(way, u16::from_le_bytes([low, high]));
            }
        }
        rest.is_empty().then_some(table)
    }
}

/// The class with the best score; the first of equals.
#[must_use]
pub fn best(scores: &[i16]) -> usize {
    let top = scores.iter().copied().max().unwrap_or(0);
    scores.iter().position(|&score| score == top).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_again_after_writing() {
        let cell = |class, weight| Cell { class, weight };
        let key = |n: u64| super::super::features::feature(n, n, 0, 0);
        let rows: Vec<_> =
            (0..500).map(|n| (key(n), vec![cell((n % 90) as u8, 3), cell(99, -1)])).collect();
        let table = Rows::new(rows);
        let mut out = Output::default();
        table.write(&mut out);
        let bytes = out.into_bytes();
        let read = Rows::read(&mut Input::new(&bytes)).unwrap();
        assert_eq!(read, table);
        let found = |n: u64| {
            let mut scores = [0; CLASSES_MAX];
            read.add(&[key(n)], &mut scores);
            (scores[(n % 90) as usize], scores[99]) == (3, -1)
        };
        assert!((0..100).all(found), "the best find their place free");
        assert!((0..500).filter(|&n| found(n)).count() > 470);
    }
}
