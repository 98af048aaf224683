//! Weights of features for the parser's three actions, twelve features to a cache line.

use super::bytes::{Input, Output};
use super::features::{fingerprint, place};

/// Features that share a place.
pub const WAYS: usize = 12;

/// Bytes of a place in the file.
const LINE_BYTES: usize = 5 * WAYS;

/// The largest weight, so that two hundred of them cannot overflow 16 bits.
pub const WEIGHT_MAX: i8 = 127;

/// A table of fixed places; every place holds [`WAYS`] features, unused ones weigh nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arcs {
    lines: Vec<Line>,
}

/// 64 bytes: one cache line, the last four unused.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[repr(align(64))]
struct Line {
    fingerprints: [u16; WAYS],
    weights: [[i8; WAYS]; 3],
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

/// Compares twelve fingerprints at once; plain loops over arrays become vector instructions.
#[inline]
fn add_line(line: &Line, wanted: u16, sums: &mut [[i16; WAYS]; 3]) {
    let mut mask = [0i16; WAYS];
    for (mask, held) in mask.iter_mut().zip(&line.fingerprints) {
        *mask = 0i16.wrapping_sub(i16::from(*held == wanted));
    }
    for (sum, weights) in sums.iter_mut().zip(&line.weights) {
        for ((sum, weight), mask) in sum.iter_mut().zip(weights).zip(&mask) {
            *sum = sum.wrapping_add(i16::from(*weight) & mask);
        }
    }
}

impl Arcs {
    /// A table of `places` places. Features come best first; what finds its place full is dropped.
    #[must_use]
    pub fn new(places: usize, features: impl IntoIterator<Item = (u64, [i8; 3])>) -> Self {
        let mut lines = vec![Line::default(); places];
        let mut used = vec![0usize; places];
        for (feature, weights) in features {
            let at = place(feature, places);
            let (Some(line), Some(way)) = (lines.get_mut(at), used.get_mut(at)) else { continue };
            let mark = fingerprint(feature);
            if *way == WAYS || line.fingerprints[..*way].contains(&mark) || weights == [0; 3] {
                continue;
            }
            line.fingerprints[*way] = mark;
            for (action, weight) in weights.into_iter().enumerate() {
                line.weights[action][*way] = weight.max(-WEIGHT_MAX);
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
        let count = input.count(LINE_BYTES)?;
        let mut lines = Vec::with_capacity(count);
        for bytes in input.take(count * LINE_BYTES)?.chunks_exact(LINE_BYTES) {
            let mut line = Line::default();
            let (marks, weights) = bytes.split_at(2 * WAYS);
            for (mark, two) in line.fingerprints.iter_mut().zip(marks.chunks_exact(2)) {
                *mark = u16::from_le_bytes([two[0], two[1]]);
            }
            for (weight, byte) in line.weights.iter_mut().flatten().zip(weights) {
                *weight = i8::from_le_bytes([*byte]).max(-WEIGHT_MAX);
            }
            lines.push(line);
        }
        Some(Self { lines })
    }
}
