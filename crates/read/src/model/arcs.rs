//! Weights of features for the parser's three actions, eight features to a cache line.

use super::bytes::{Input, Output};
use super::features::{fingerprint, place};

/// Features that share a place.
pub const WAYS: usize = 8;

/// The largest weight, so that a hundred of them cannot overflow 16 bits.
pub const WEIGHT_MAX: i16 = 300;

/// A table of fixed places; every place holds [`WAYS`] features, unused ones weigh nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arcs {
    lines: Vec<Line>,
}

/// 64 bytes: one cache line.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[repr(align(64))]
struct Line {
    fingerprints: [u16; WAYS],
    weights: [[i16; WAYS]; 3],
}

/// Sums by way, so that adding is the same few instructions for every feature.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums([[i16; WAYS]; 3]);

impl Sums {
    /// The three scores.
    #[inline]
    #[must_use]
    pub fn scores(&self) -> [i32; 3] {
        self.0.map(|ways| ways.into_iter().map(i32::from).sum())
    }
}

/// Compares eight fingerprints at once; plain loops over arrays become vector instructions.
#[inline]
fn add_line(line: &Line, wanted: u16, sums: &mut [[i16; WAYS]; 3]) {
    let mut mask = [0u16; WAYS];
    for (mask, held) in mask.iter_mut().zip(&line.fingerprints) {
        *mask = 0u16.wrapping_sub(u16::from(*held == wanted));
    }
    for (sum, weights) in sums.iter_mut().zip(&line.weights) {
        for ((sum, weight), mask) in sum.iter_mut().zip(weights).zip(&mask) {
            *sum = sum.wrapping_add(*weight & mask.cast_signed());
        }
    }
}

impl Arcs {
    /// A table of `places` places. Features come best first; what finds its place full is dropped.
    #[must_use]
    pub fn new(places: usize, features: impl IntoIterator<Item = (u64, [i16; 3])>) -> Self {
        let mut lines = vec![Line::default(); places];
        let mut used = vec![0usize; places];
        for (feature, weights) in features {
            let at = place(feature, places);
            let (Some(line), Some(way)) = (lines.get_mut(at), used.get_mut(at)) else { continue };
            let mark = fingerprint(feature);
            if *way == WAYS || line.fingerprints[..*way].contains(&mark) {
                continue;
            }
            line.fingerprints[*way] = mark;
            for (action, weight) in weights.into_iter().enumerate() {
                line.weights[action][*way] = weight.clamp(-WEIGHT_MAX, WEIGHT_MAX);
            }
            *way += 1;
        }
        Self { lines }
    }

    /// Adds the weights of `features`; no branches.
    pub fn add(&self, features: &[u64], sums: &mut Sums) {
        // First touch all lines, so that they come from memory side by side.
        let mut touched = 0;
        for &feature in features {
            if let Some(line) = self.lines.get(place(feature, self.lines.len())) {
                touched ^= line.fingerprints[0];
            }
        }
        std::hint::black_box(touched);
        let mut all = sums.0;
        for &feature in features {
            if let Some(line) = self.lines.get(place(feature, self.lines.len())) {
                add_line(line, fingerprint(feature), &mut all);
            }
        }
        sums.0 = all;
    }

    pub(super) fn write(&self, out: &mut Output) {
        out.u32(self.lines.len());
        for line in &self.lines {
            for mark in line.fingerprints {
                out.put(&mark.to_le_bytes());
            }
            for weight in line.weights.iter().flatten() {
                out.put(&weight.to_le_bytes());
            }
        }
    }

    pub(super) fn read(input: &mut Input) -> Option<Self> {
        let count = input.count(64)?;
        let mut lines = Vec::with_capacity(count);
        for bytes in input.take(count * 64)?.chunks_exact(64) {
            let word = |at: usize| [bytes[2 * at], bytes[2 * at + 1]];
            let mut line = Line::default();
            for way in 0..WAYS {
                line.fingerprints[way] = u16::from_le_bytes(word(way));
                for action in 0..3 {
                    let weight = i16::from_le_bytes(word(WAYS * (action + 1) + way));
                    line.weights[action][way] = weight.clamp(-WEIGHT_MAX, WEIGHT_MAX);
                }
            }
            lines.push(line);
        }
        Some(Self { lines })
    }
}
