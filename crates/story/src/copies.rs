//! Copies: which earlier reports tell the same text, whole, in part, edited or damaged.
//!
//! A text is its set of three-word shingles. Finding and judging are parted: an inverted index over
//! sampled shingles names the few earlier texts that share any, and these are compared by the share
//! of shingles in common (Jaccard, 1901) and by how much of the shorter lies in the longer (Broder's
//! containment, 1997), so that an excerpt is found beside its article. One in eight shingles is
//! indexed, chosen by its number, so that both sides choose the same ones; this finds excerpts that
//! MinHash bands miss, at the same cost. Texts that share their words but put other figures or names
//! into the same places of their openings (`frames`) are no copies. Long texts keep a coarser sample: memory and time for
//! one text are bounded. Next: `threads`.

use crate::frames::Frames;
use crate::words::{lower_number, mixed, words};
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

/// When two texts count as copies. The defaults were measured on made copies of real articles
/// (`neardup_make.py`: wire, cut, excerpt, edit, update, mangled, noisy, embedded).
#[derive(Debug, Clone, PartialEq)]
pub struct CopyRules {
    /// Least share of all their shingles that both have.
    pub overlap_min: f32,
    /// Least share of the shorter one's shingles that the longer one has.
    pub containment_min: f32,
    /// Least number of words of a text that can have copies at all.
    pub words_min: usize,
}

impl Default for CopyRules {
    fn default() -> Self {
        Self { overlap_min: 0.28, containment_min: 0.7, words_min: 6 }
    }
}

/// Most shingles kept of one text.
const KEPT_MAX: usize = 512;
/// Texts with fewer shingles are indexed whole, longer ones at one in [`INDEXED_ONE_IN`].
const INDEXED_WHOLE_BELOW: usize = 64;
const INDEXED_ONE_IN: u32 = 8;
/// A shingle in this many texts is boilerplate: it names no further candidates.
const POSTING_MAX: usize = 48;
/// Most candidates that are compared.
const CANDIDATES_MAX: usize = 32;
/// Texts shorter than this many shingles are told apart by single words, so they must share more.
const SHORT: usize = 24;
const SHORT_OVERLAP_MIN: f32 = 0.6;
/// Containment is judged on at least this many shared shingles.
const CONTAINED_MIN: usize = 12;
/// Below this overlap, names and figures must agree too: stories made from one template share
/// words, not names.
const SURE_OVERLAP: f32 = 0.6;
const MARKS_AGREE_MIN: f32 = 0.5;
const MARKS_MAX: usize = 128;
/// A text that stands whole in another is a copy of it when their titles agree, or when it makes up
/// this much of it; else the other is a round-up that took it in beside more.
const ROUND_UP_BELOW: f32 = 0.4;
const TITLES_AGREE_MIN: f32 = 0.5;

/// What is kept of a text to compare it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// Sorted, distinct; only multiples of `1 << coarse`.
    shingles: Box<[u32]>,
    coarse: u32,
    /// Numbers of the names and figures in it: sorted, distinct, the smallest [`MARKS_MAX`].
    marks: Box<[u32]>,
    /// Numbers of the longer words of the title: sorted, distinct.
    title: Box<[u32]>,
    /// What its opening says in which place.
    frames: Frames,
}

/// An earlier text that this one is a copy of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Copy {
    /// Serial number of the earlier text.
    pub serial: u32,
    /// Share of the shorter one that the longer one has.
    pub containment: f32,
    /// Share of all their shingles that both have.
    pub overlap: f32,
}

/// The texts of the window.
#[derive(Debug)]
pub(crate) struct Copies {
    rules: CopyRules,
    kept: VecDeque<Sketch>,
    /// Serial number of the first kept.
    first: u32,
    index: HashMap<u32, Vec<u32>, BuildHasherDefault<AsIs>>,
}

impl Copies {
    pub(crate) fn new(rules: CopyRules) -> Self {
        Self { rules, kept: VecDeque::new(), first: 0, index: HashMap::default() }
    }

    /// Reads a text; `None` when it is too short to have copies.
    pub(crate) fn sketch(&self, title: &str, text: &str) -> Option<Sketch> {
        let mut shingles = Vec::with_capacity(text.len() / 6);
        let mut marks = Vec::new();
        let (mut before, mut last) = (0_u64, 0_u64);
        let mut count = 0;
        for word in words(text) {
            let number = lower_number(word.text);
            count += 1;
            if count > 2 {
                let shingle = mixed(before ^ last.rotate_left(21) ^ number.rotate_left(42));
                shingles.push((shingle >> 32) as u32);
            }
            if is_mark(word.text, word.opens_sentence) {
                marks.push((number >> 32) as u32);
            }
            (before, last) = (last, number);
        }
        if count < self.rules.words_min.max(3) {
            return None;
        }
        let coarse = coarsen(&mut shingles);
        marks.sort_unstable();
        marks.dedup();
        marks.truncate(MARKS_MAX);
        let frames = Frames::of(title, text);
        let title = title_words(title);
        Some(Sketch { shingles: shingles.into(), coarse, marks: marks.into(), title, frames })
    }

    /// Earlier texts that `sketch` is a copy of, best first.
    pub(crate) fn of(&mut self, sketch: &Sketch) -> Vec<Copy> {
        let mut shared: HashMap<u32, u32, BuildHasherDefault<AsIs>> = HashMap::default();
        for shingle in indexed(sketch) {
            let Some(posting) = self.index.get_mut(&shingle) else { continue };
            posting.retain(|&serial| serial >= self.first);
            for &serial in posting.iter() {
                *shared.entry(serial).or_default() += 1;
            }
        }
        let mut candidates: Vec<_> = shared.into_iter().collect();
        candidates.sort_unstable_by_key(|&(serial, n)| (std::cmp::Reverse(n), serial));
        candidates.truncate(CANDIDATES_MAX);
        let mut copies: Vec<_> = candidates
            .into_iter()
            .filter_map(|(serial, _)| {
                let other = self.kept.get((serial - self.first) as usize)?;
                compare(&self.rules, sketch, other).map(|(overlap, containment)| Copy {
                    serial,
                    containment,
                    overlap,
                })
            })
            .collect();
        copies.sort_by(|a, b| {
            (b.overlap + b.containment)
                .total_cmp(&(a.overlap + a.containment))
                .then(a.serial.cmp(&b.serial))
        });
        copies
    }

    /// Keeps a text (or a place for one without a sketch) under the next serial number.
    pub(crate) fn keep(&mut self, sketch: Option<Sketch>) {
        let serial = self.first + self.kept.len() as u32;
        let sketch = sketch.unwrap_or_else(Sketch::empty);
        for shingle in indexed(&sketch) {
            let posting = self.index.entry(shingle).or_default();
            if posting.len() < POSTING_MAX {
                posting.push(serial);
            }
        }
        self.kept.push_back(sketch);
    }

    /// Forgets the oldest text.
    pub(crate) fn forget_first(&mut self) {
        let Some(old) = self.kept.pop_front() else { return };
        for shingle in indexed(&old) {
            if let Some(posting) = self.index.get_mut(&shingle) {
                posting.retain(|&serial| serial != self.first);
                if posting.is_empty() {
                    self.index.remove(&shingle);
                }
            }
        }
        self.first += 1;
    }
}

impl Sketch {
    fn empty() -> Self {
        Self {
            shingles: Box::default(),
            coarse: 0,
            marks: Box::default(),
            title: Box::default(),
            frames: Frames::default(),
        }
    }
}

/// Sorts the shingles and thins them to at most [`KEPT_MAX`]; gives the power of two they are
/// multiples of.
fn coarsen(shingles: &mut Vec<u32>) -> u32 {
    shingles.sort_unstable();
    shingles.dedup();
    let mut coarse = 0;
    while shingles.len() > KEPT_MAX {
        coarse += 1;
        shingles.retain(|s| s % (1 << coarse) == 0);
    }
    coarse
}

fn indexed(sketch: &Sketch) -> impl Iterator<Item = u32> + '_ {
    let whole = sketch.coarse == 0 && sketch.shingles.len() < INDEXED_WHOLE_BELOW;
    let one_in = if whole { 1 } else { INDEXED_ONE_IN };
    sketch.shingles.iter().copied().filter(move |s| s % one_in == 0)
}

/// A name or a figure: what differs between stories of one template.
fn is_mark(word: &str, opens_sentence: bool) -> bool {
    let first = word.chars().next();
    first.is_some_and(|c| c.is_ascii_digit() || c.is_uppercase() && !opens_sentence)
}

/// Overlap and containment when `a` and `b` are copies.
fn compare(rules: &CopyRules, a: &Sketch, b: &Sketch) -> Option<(f32, f32)> {
    let one_in = 1u32 << a.coarse.max(b.coarse);
    let (shared, in_a, in_b) = common(&a.shingles, &b.shingles, |s| s % one_in == 0);
    let least = in_a.min(in_b);
    if least == 0 {
        return None;
    }
    let overlap = shared as f32 / (in_a + in_b - shared) as f32;
    let containment = shared as f32 / least as f32;
    let size = least as f32 / in_a.max(in_b) as f32;
    let taken_whole = containment >= rules.containment_min
        && shared >= CONTAINED_MIN.min(least)
        && (size >= ROUND_UP_BELOW || titles_agree(a, b));
    let copied = match least < SHORT && one_in == 1 && in_a.max(in_b) < SHORT * 2 {
        true => overlap >= SHORT_OVERLAP_MIN,
        false => overlap >= rules.overlap_min || taken_whole,
    };
    let agrees = || overlap >= SURE_OVERLAP || marks_agree(a, b);
    (copied && agrees() && !a.frames.differ(&b.frames)).then_some((overlap, containment))
}

fn title_words(title: &str) -> Box<[u32]> {
    let long = words(title).filter(|w| w.text.chars().count() > 3);
    let mut numbers: Vec<u32> = long.map(|w| (lower_number(w.text) >> 32) as u32).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into()
}

/// Unknown titles do not disagree.
fn titles_agree(a: &Sketch, b: &Sketch) -> bool {
    let (shared, in_a, in_b) = common(&a.title, &b.title, |_| true);
    let least = in_a.min(in_b);
    least == 0 || shared as f32 / least as f32 >= TITLES_AGREE_MIN
}

fn marks_agree(a: &Sketch, b: &Sketch) -> bool {
    // Of two bottom samples only the range that both cover can be compared.
    let limit = |s: &Sketch| match s.marks.len() < MARKS_MAX {
        true => u32::MAX,
        false => s.marks[MARKS_MAX - 1],
    };
    let limit = limit(a).min(limit(b));
    let (shared, in_a, in_b) = common(&a.marks, &b.marks, |m| m <= limit);
    let least = in_a.min(in_b);
    least < 3 || shared as f32 / least as f32 >= MARKS_AGREE_MIN
}

/// How many numbers two sorted lists share, and how many each has, of those that `counts` lets
/// through.
fn common(a: &[u32], b: &[u32], counts: impl Fn(u32) -> bool) -> (usize, usize, usize) {
    let (mut i, mut j, mut shared, mut in_a, mut in_b) = (0, 0, 0, 0, 0);
    while i < a.len() || j < b.len() {
        let (x, y) = (a.get(i).copied(), b.get(j).copied());
        let take_a = y.is_none_or(|y| x.is_some_and(|x| x <= y));
        let take_b = x.is_none_or(|x| y.is_some_and(|y| y <= x));
        let n = if take_a { x } else { y };
        if n.is_some_and(&counts) {
            in_a += usize::from(take_a);
            in_b += usize::from(take_b);
            shared += usize::from(take_a && take_b);
        }
        i += usize::from(take_a);
        j += usize::from(take_b);
    }
    (shared, in_a, in_b)
}

/// The keys are good numbers already.
#[derive(Debug, Default, Clone)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = crate::words::number(bytes);
    }
    fn write_u32(&mut self, n: u32) {
        // The table takes its bucket from the low bits and its tag from the high ones.
        self.0 = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32);
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}
