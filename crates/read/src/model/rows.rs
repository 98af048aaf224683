//! Weights of features for many classes: each feature has a short row of (class, weight).

use super::bytes::{Input, Output};
use super::features::{fingerprint, place};

/// Most classes that scores are kept for.
pub const CLASSES_MAX: usize = 128;

/// Scores of all classes.
pub type Scores = [i32; CLASSES_MAX];

/// A table of rows. Look-up: the place's entries are scanned for the fingerprint, then the row's
/// cells are added.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// Where each place's entries begin; one more than there are places.
    places: Vec<u32>,
    entries: Vec<Entry>,
    cells: Vec<Cell>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    fingerprint: u16,
    len: u16,
    start: u32,
}

/// A class and its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Index of the class.
    pub class: u8,
    /// Its weight.
    pub weight: i8,
}

impl Rows {
    /// A table of features with their rows. Of two with one place and fingerprint the first stays.
    #[must_use]
    pub fn new(rows: Vec<(u64, Vec<Cell>)>) -> Self {
        let count = rows.len() / 4 + 1;
        let mut by_place: Vec<Vec<(u16, Vec<Cell>)>> = vec![Vec::new(); count];
        for (feature, mut cells) in rows {
            let at = &mut by_place[place(feature, count)];
            cells.retain(|c| c.weight != 0 && usize::from(c.class) < CLASSES_MAX);
            if at.len() < 255 && at.iter().all(|(f, _)| *f != fingerprint(feature)) {
                at.push((fingerprint(feature), cells));
            }
        }
        let mut table = Self::default();
        for entries in by_place {
            table.places.push(len32(&table.entries));
            for (fingerprint, cells) in entries {
                let len = u16::try_from(cells.len()).unwrap_or(0);
                table.entries.push(Entry { fingerprint, len, start: len32(&table.cells) });
                table.cells.extend(cells);
            }
        }
        table.places.push(len32(&table.entries));
        table
    }

    /// Adds the weights of `features` to `scores`.
    #[inline]
    pub fn add(&self, features: &[u64], scores: &mut Scores) {
        let Some(count) = self.places.len().checked_sub(1) else { return };
        for &feature in features {
            let at = place(feature, count);
            let (Some(&from), Some(&to)) = (self.places.get(at), self.places.get(at + 1)) else {
                continue;
            };
            let wanted = fingerprint(feature);
            let entries = self.entries.get(from as usize..to as usize).unwrap_or(&[]);
            let Some(entry) = entries.iter().find(|e| e.fingerprint == wanted) else { continue };
            let start = entry.start as usize;
            let cells = self.cells.get(start..start + usize::from(entry.len)).unwrap_or(&[]);
            for cell in cells {
                scores[usize::from(cell.class) % CLASSES_MAX] += i32::from(cell.weight);
            }
        }
    }

    /// Features that have a row.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True when there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn write(&self, out: &mut Output) {
        out.u32(self.places.len().saturating_sub(1));
        for pair in self.places.windows(2) {
            out.put(&[u8::try_from(pair[1] - pair[0]).unwrap_or(0)]);
        }
        out.u32(self.entries.len());
        for entry in &self.entries {
            out.put(&entry.fingerprint.to_le_bytes());
            out.put(&[u8::try_from(entry.len).unwrap_or(0)]);
        }
        out.u32(self.cells.len());
        for cell in &self.cells {
            out.put(&[cell.class, cell.weight.to_le_bytes()[0]]);
        }
    }

    pub(super) fn read(input: &mut Input) -> Option<Self> {
        let mut table = Self::default();
        let count = input.count(1)?;
        let mut at = 0u32;
        if count > 0 {
            table.places.push(0);
        }
        for &len in input.take(count)? {
            at += u32::from(len);
            table.places.push(at);
        }
        let count = input.count(3)?;
        let mut start = 0u32;
        for entry in input.take(count * 3)?.chunks_exact(3) {
            let fingerprint = u16::from_le_bytes([entry[0], entry[1]]);
            table.entries.push(Entry { fingerprint, len: u16::from(entry[2]), start });
            start += u32::from(entry[2]);
        }
        let count = input.count(2)?;
        let cells = input.take(count * 2)?.chunks_exact(2);
        table.cells =
            cells.map(|c| Cell { class: c[0], weight: i8::from_le_bytes([c[1]]) }).collect();
        let whole = at as usize == table.entries.len() && start as usize == table.cells.len();
        whole.then_some(table)
    }
}

fn len32<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
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
        for n in 0..500 {
            let mut scores = [0; CLASSES_MAX];
            read.add(&[key(n)], &mut scores);
            assert_eq!((scores[(n % 90) as usize], scores[99]), (3, -1), "{n}");
        }
    }
}
