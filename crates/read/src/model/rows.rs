//! Weights of features for many classes: each feature has a short row of (class, weight).

use super::bytes::{Input, Output};
use super::features::{fingerprint, place};

/// Most classes that scores are kept for.
pub const CLASSES_MAX: usize = 128;

/// Scores of all classes.
pub type Scores = [i32; CLASSES_MAX];

/// Features that share a place.
const WAYS: usize = 8;

/// A table of rows. Look-up: the place's fingerprints are compared at once, then the row's cells
/// are added.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    places: Vec<Place>,
    cells: Vec<Cell>,
}

/// One cache line: up to [`WAYS`] features and where their cells are.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[repr(align(64))]
struct Place {
    fingerprints: [u16; WAYS],
    starts: [u32; WAYS],
    /// Cells of each; 0 where there is no feature.
    lens: [u8; WAYS],
}

/// A class and its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Index of the class.
    pub class: u8,
    /// Its weight.
    pub weight: i8,
}

impl Place {
    /// Which way has the fingerprint; [`WAYS`] when none has.
    #[inline]
    fn way(&self, wanted: u16) -> usize {
        let mut bits = 1u32 << WAYS;
        for (way, held) in self.fingerprints.iter().enumerate() {
            bits |= u32::from(*held == wanted) << way;
        }
        bits.trailing_zeros() as usize
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
        let mut table = Self { places: vec![Place::default(); count], cells: Vec::new() };
        let mut by_place: Vec<Vec<(u16, Vec<Cell>)>> = vec![Vec::new(); count];
        for (feature, mut cells) in rows {
            let at = &mut by_place[place(feature, count)];
            cells.retain(|c| c.weight != 0 && usize::from(c.class) < CLASSES_MAX);
            let new = at.iter().all(|(f, _)| *f != fingerprint(feature));
            if new && at.len() < WAYS && !cells.is_empty() {
                at.push((fingerprint(feature), cells));
            }
        }
        for (place, features) in table.places.iter_mut().zip(by_place) {
            for (way, (fingerprint, cells)) in features.into_iter().enumerate() {
                place.fingerprints[way] = fingerprint;
                place.starts[way] = u32::try_from(table.cells.len()).unwrap_or(u32::MAX);
                place.lens[way] = u8::try_from(cells.len()).unwrap_or(0);
                table.cells.extend(cells);
            }
        }
        table
    }

    /// The same without cells that weigh less than `weight_min`, and without rows that had no
    /// others.
    #[must_use]
    pub fn trimmed(&self, weight_min: u8) -> Self {
        let mut table =
            Self { places: vec![Place::default(); self.places.len()], cells: Vec::new() };
        for (new, old) in table.places.iter_mut().zip(&self.places) {
            let mut free = 0;
            for way in 0..WAYS {
                let start = old.starts[way] as usize;
                let row = self.cells.get(start..start + usize::from(old.lens[way])).unwrap_or(&[]);
                let from = table.cells.len();
                table.cells.extend(row.iter().filter(|c| c.weight.unsigned_abs() >= weight_min));
                if table.cells.len() > from {
                    new.fingerprints[free] = old.fingerprints[way];
                    new.starts[free] = u32::try_from(from).unwrap_or(u32::MAX);
                    new.lens[free] = u8::try_from(table.cells.len() - from).unwrap_or(0);
                    free += 1;
                }
            }
        }
        table
    }

    /// Adds the weights of `features` to `scores`. All places are touched first and all rows before
    /// they are added, so that memory brings them side by side.
    pub fn add(&self, features: &[u64], scores: &mut Scores) {
        for part in features.chunks(PART) {
            self.add_part(part, scores);
        }
    }

    fn add_part(&self, features: &[u64], scores: &mut Scores) {
        let mut touched = 0;
        for &feature in features {
            if let Some(place) = self.places.get(place(feature, self.places.len())) {
                touched ^= place.fingerprints[0];
            }
        }
        let mut rows = [(0u32, 0u8); PART];
        let mut count = 0;
        for &feature in features {
            let Some(place) = self.places.get(place(feature, self.places.len())) else { return };
            let way = place.way(fingerprint(feature));
            if way < WAYS && count < PART {
                rows[count] = (place.starts[way], place.lens[way]);
                count += 1;
            }
        }
        let rows = rows.get(..count).unwrap_or(&[]);
        for (start, _) in rows {
            touched ^= self.cells.get(*start as usize).map_or(0, |c| u16::from(c.class));
        }
        std::hint::black_box(touched);
        for &(start, len) in rows {
            let start = start as usize;
            for cell in self.cells.get(start..start + usize::from(len)).unwrap_or(&[]) {
                scores[usize::from(cell.class) % CLASSES_MAX] += i32::from(cell.weight);
            }
        }
    }

    /// The best of the first `count` classes. The first `first` features alone decide where they put
    /// it `clear` ahead of the second.
    #[must_use]
    pub fn best(&self, features: &[u64], first: usize, clear: i32, count: usize) -> usize {
        let mut scores = [0; CLASSES_MAX];
        let (head, tail) = features.split_at(first.min(features.len()));
        self.add(head, &mut scores);
        let leader = best(&scores, count);
        let ahead = scores[leader].saturating_sub(clear);
        if scores.iter().take(count).filter(|&&score| score >= ahead).count() > 1 {
            self.add(tail, &mut scores);
            return best(&scores, count);
        }
        leader
    }

    /// Features that have a row.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.iter().flat_map(|p| p.lens).filter(|&len| len > 0).count()
    }

    /// True when there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn write(&self, out: &mut Output) {
        out.u32(self.places.len());
        for place in &self.places {
            let count = place.lens.iter().take_while(|&&len| len > 0).count();
            out.put(&[u8::try_from(count).unwrap_or(0)]);
        }
        let features = self.places.iter().flat_map(|p| p.fingerprints.into_iter().zip(p.lens));
        for (fingerprint, len) in features.filter(|f| f.1 > 0) {
            out.put(&fingerprint.to_le_bytes());
            out.put(&[len]);
        }
        out.u32(self.cells.len());
        for cell in &self.cells {
            out.put(&[cell.class, cell.weight.to_le_bytes()[0]]);
        }
    }

    pub(super) fn read(input: &mut Input) -> Option<Self> {
        let count = input.count(1)?;
        let mut table = Self { places: vec![Place::default(); count], cells: Vec::new() };
        let counts = input.take(count)?;
        let mut start = 0u32;
        for (place, &count) in table.places.iter_mut().zip(counts) {
            for way in 0..usize::from(count) {
                let [low, high, len] = *input.take(3)? else { return None };
                *place.fingerprints.get_mut(way)? = u16::from_le_bytes([low, high]);
                place.starts[way] = start;
                place.lens[way] = len;
                start += u32::from(len);
            }
        }
        let count = input.count(2)?;
        let cells = input.take(count * 2)?.chunks_exact(2);
        table.cells =
            cells.map(|c| Cell { class: c[0], weight: i8::from_le_bytes([c[1]]) }).collect();
        (start as usize == count).then_some(table)
    }
}

/// The best of the first `count` classes; the lower index when equal.
#[must_use]
pub fn best(scores: &Scores, count: usize) -> usize {
    let mut best = 0;
    for class in 1..count.min(CLASSES_MAX) {
        if scores[class] > scores[best] {
            best = class;
        }
    }
    best
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
