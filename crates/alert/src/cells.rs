//! Numbers cut into cells, so that a condition on a number alone is found without looking at all
//! conditions: it stands under a few cells that together cover it, and a story looks only into
//! the cells that its own number lies in.
//!
//! The finest cells are 2^20 in the order of the numbers: for doubles the first twenty bits (a
//! cell is at most 0.4 % wide), for moments hours. A cell of level `l` holds 2^l of them. An
//! interval is cut into the fewest whole cells, at most two a level.

use crate::query::Number;

/// Bits of a finest cell's number.
pub(crate) const BITS: u32 = 20;

/// A range of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub number: Number,
    pub level: u32,
    pub index: u32,
}

impl Cell {
    /// The cell of another level that holds this finest one.
    pub fn at(self, level: u32) -> Self {
        Self { level, index: self.index >> level, ..self }
    }

    /// All of it in one number.
    pub fn code(self) -> u32 {
        (self.number as u32) << 28 | self.level << 22 | self.index
    }
}

/// The finest cell a number lies in.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped or shifted")]
pub(crate) fn cell_of(number: Number, value: f64) -> Cell {
    let index = match number {
        Number::Ts => (value / 3600.0).clamp(0.0, f64::from((1u32 << BITS) - 1)) as u32,
        _ => {
            let bits = (value + 0.0).to_bits();
            let flip = if bits >> 63 == 1 { u64::MAX } else { 1 << 63 };
            ((bits ^ flip) >> (64 - BITS)) as u32
        }
    };
    Cell { number, level: 0, index }
}

/// Cells that together hold every number from `low` to `high`.
pub(crate) fn cover(number: Number, low: f64, high: f64) -> Vec<Cell> {
    let mut cells = Vec::new();
    if low > high {
        return cells;
    }
    let (mut from, mut to) = (cell_of(number, low).index, cell_of(number, high).index + 1);
    let mut level = 0;
    while from < to {
        if from & 1 == 1 {
            cells.push(Cell { number, level, index: from });
            from += 1;
        }
        if to & 1 == 1 {
            to -= 1;
            cells.push(Cell { number, level, index: to });
        }
        (from, to, level) = (from >> 1, to >> 1, level + 1);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cover_holds_what_lies_in_the_interval() {
        let check = |number, low: f64, high: f64, inside: &[f64], most: usize| {
            let cells = cover(number, low, high);
            assert!(cells.len() <= most, "{low}..{high}: {}", cells.len());
            for &value in inside {
                let holding = |c: &&Cell| cell_of(number, value).at(c.level) == **c;
                assert_eq!(cells.iter().filter(holding).count(), 1, "{value} in {low}..{high}");
            }
        };
        check(Number::Move, 8.0, 8.16, &[8.0, 8.1, 8.16], 8);
        check(Number::Move, -0.5, 0.5, &[-0.5, -0.0, 0.0, 1e-300, 0.5], 40);
        check(Number::Move, f64::NEG_INFINITY, -5.0, &[-5.0, -1e9, f64::MIN], 40);
        check(Number::Move, 5.0, f64::INFINITY, &[5.0, 1e300, f64::INFINITY], 40);
        check(Number::Ts, 1_767_225_600.0, 1_767_312_000.0, &[1_767_225_600.0, 1.7673e9], 12);
        check(Number::Ts, f64::NEG_INFINITY, f64::INFINITY, &[-5.0, 0.0, 1e18], 1);
        check(Number::Move, 3.0, 2.0, &[], 0);
    }
}
