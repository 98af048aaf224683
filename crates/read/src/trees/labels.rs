//! Relations on finished arcs, chosen from the root downwards and left to right, so that a word's
//! relation can depend on its head's and on those its left neighbours under the same head got.

use super::children_of;
use crate::model::Model;
use crate::model::features::feature as f;
use crate::model::rows::{CLASSES_MAX, best};
use crate::tags::Tag;
use crate::tags::words::Word;
use std::sync::OnceLock;

/// How many features an arc has.
pub const FEATURES: usize = 40;

/// Features that are looked at first; the others only where these leave a doubt.
const FIRST: usize = 16;
/// Ahead of the second by this much, the best relation is chosen on the first features.
const CLEAR: i16 = 400;

/// The relation of a word that has none yet.
pub const NO_LABEL: u8 = 127;

/// The relation of each word to its head, as indices of [`Model::label_names`].
#[must_use]
pub fn label(model: &Model, words: &[Word], tags: &[Tag], heads: &[usize]) -> Vec<u8> {
    let mut arcs = Arcs::new(words, tags, heads);
    let mut features = [0; FEATURES];
    let plain = Plain::new(model);
    for at in arcs.order() {
        if let Some(label) = plain.label(tags, heads, at) {
            arcs.labels[at] = label;
            continue;
        }
        arcs.features(at, &mut features);
        let chosen = model.labels.best(&features, FIRST, CLEAR, model.label_names.len());
        arcs.labels[at] = u8::try_from(chosen).unwrap_or(0);
    }
    arcs.labels
}

/// Puts relations on several trees of one sentence, and tells how sure they are. Most arcs are the
/// same in all of them and weighed once.
#[derive(Debug)]
pub struct Sure<'s> {
    model: &'s Model,
    words: &'s [Word],
    tags: &'s [Tag],
    plain: Plain<'s>,
    /// Of each word: what was weighed, with what came of it.
    known: Vec<Vec<(u64, u8, i32)>>,
}

impl<'s> Sure<'s> {
    /// Nothing weighed yet.
    #[must_use]
    pub fn new(model: &'s Model, words: &'s [Word], tags: &'s [Tag]) -> Self {
        let known = vec![Vec::new(); words.len()];
        Self { model, words, tags, plain: Plain::new(model), known }
    }

    /// The relations of a tree, and the sum of their doubts, in weights.
    pub fn label(&mut self, heads: &[usize]) -> (Vec<u8>, i32) {
        let mut arcs = Arcs::new(self.words, self.tags, heads);
        let mut features = [0; FEATURES];
        let mut sum = 0;
        for at in arcs.order() {
            if let Some(label) = self.plain.label(self.tags, heads, at) {
                arcs.labels[at] = label;
                continue;
            }
            arcs.features(at, &mut features);
            let (label, doubt) = self.weigh(at, &features);
            arcs.labels[at] = label;
            sum += doubt;
        }
        (arcs.labels, sum)
    }

    fn weigh(&mut self, at: usize, features: &[u64; FEATURES]) -> (u8, i32) {
        let all = features.iter().fold(0, |all: u64, f| all.rotate_left(5) ^ f);
        if let Some(known) = self.known[at].iter().find(|k| k.0 == all) {
            return (known.1, known.2);
        }
        let mut scores = [0; CLASSES_MAX];
        self.model.labels.add(features, &mut scores);
        let scores = &scores[..self.model.label_names.len().min(CLASSES_MAX)];
        let chosen = best(scores);
        let (label, doubt) = (u8::try_from(chosen).unwrap_or(0), doubt(scores, chosen));
        self.known[at].push((all, label, doubt));
        (label, doubt)
    }
}

/// Weights that make a choice e times as likely.
const STEP: f64 = 256.0;

/// How unsure the choice is: the negative logarithm of its share, in [`STEP`]s. In whole numbers, so
/// that it is the same everywhere.
fn doubt(scores: &[i16], chosen: usize) -> i32 {
    /// A share by how far behind a class is: 1 at the head, in 2³².
    static SHARES: OnceLock<Vec<u64>> = OnceLock::new();
    let shares = SHARES.get_or_init(|| {
        let one = (1u64 << 32) as f64;
        let fall = (one * (-1.0 / STEP).exp()) as u64;
        let next = |share: &u64| Some((share * fall) >> 32).filter(|&share| share > 1 << 16);
        std::iter::successors(Some(1 << 32), next).collect()
    });
    let top = scores.get(chosen).copied().unwrap_or(0);
    let behind =
        scores.iter().map(|&score| usize::from(top.saturating_sub(score).max(0).unsigned_abs()));
    let sum: u64 = behind.filter_map(|behind| shares.get(behind)).sum();
    let share = u64::MAX / sum.max(1 << 32);
    i32::try_from(shares.partition_point(|&s| s > share)).unwrap_or(0)
}

/// Relations that follow from the tags alone, nineteen times in twenty or more: half of all words.
#[derive(Debug)]
struct Plain<'m> {
    model: &'m Model,
    /// `punct`, `det`, `case`, `cc`, `amod`, `nmod:poss`, `root`.
    labels: [Option<u8>; 7],
}

impl<'m> Plain<'m> {
    fn new(model: &'m Model) -> Self {
        let index = |name: &str| {
            let found = model.label_names.iter().position(|l| l == name)?;
            u8::try_from(found).ok()
        };
        Self {
            model,
            labels: ["punct", "det", "case", "cc", "amod", "nmod:poss", "root"].map(index),
        }
    }

    fn label(&self, tags: &[Tag], heads: &[usize], at: usize) -> Option<u8> {
        let tag = |at: usize| self.model.tag_names.get(usize::from(*tags.get(at)?));
        let (upos, xpos) = tag(at)?;
        let head = heads[at];
        if head == heads.len() {
            return self.labels[6];
        }
        if upos == "PUNCT" {
            return self.labels[0];
        }
        let noun = matches!(tag(head)?.0.as_str(), "NOUN" | "PROPN");
        match (upos.as_str(), xpos.as_str()) {
            ("DET", "DT") if noun && head > at => self.labels[1],
            ("ADP", "IN") if noun && head > at => self.labels[2],
            ("CCONJ", _) if head > at => self.labels[3],
            ("ADJ", "JJ") if noun && head == at + 1 => self.labels[4],
            ("PRON", "PRP$") if noun && head > at => self.labels[5],
            _ => None,
        }
    }
}

/// A tree whose relations are being chosen.
#[derive(Debug)]
pub struct Arcs<'s> {
    words: &'s [Word],
    tags: &'s [Tag],
    heads: &'s [usize],
    first: Vec<usize>,
    children: Vec<usize>,
    /// Those chosen so far.
    pub labels: Vec<u8>,
}

impl<'s> Arcs<'s> {
    /// None chosen yet.
    #[must_use]
    pub fn new(words: &'s [Word], tags: &'s [Tag], heads: &'s [usize]) -> Self {
        let (first, children) = children_of(heads);
        Self { words, tags, heads, first, children, labels: vec![NO_LABEL; words.len()] }
    }

    /// All words, heads before their children, children from left to right.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.words.len());
        order.extend_from_slice(self.kids(self.words.len()));
        let mut at = 0;
        while at < order.len() {
            let kids = self.kids(order[at]);
            order.extend_from_slice(kids);
            at += 1;
        }
        order
    }

    fn kids(&self, head: usize) -> &[usize] {
        &self.children[self.first[head]..self.first[head + 1]]
    }

    fn form(&self, at: Option<usize>) -> u64 {
        at.and_then(|i| self.words.get(i)).map_or(1, |w| w.form)
    }

    fn tag(&self, at: Option<usize>) -> u64 {
        at.and_then(|i| self.tags.get(i)).map_or(200, |&t| t.into())
    }

    fn cluster(&self, at: Option<usize>) -> u64 {
        at.and_then(|i| self.words.get(i)).map_or(300, |w| w.known.cluster.into())
    }

    fn chosen(&self, at: Option<usize>) -> u64 {
        at.and_then(|i| self.labels.get(i)).map_or(128, |&l| l.into())
    }

    /// The features of the arc to word `at`.
    pub fn features(&self, at: usize, out: &mut [u64; FEATURES]) {
        let d = Some(at);
        let head = self.heads[at];
        let h = (head < self.words.len()).then_some(head);
        let siblings = self.kids(head);
        let place = siblings.iter().position(|&s| s == at).unwrap_or(0);
        let left = place.checked_sub(1).map(|p| siblings[p]);
        let right = siblings.get(place + 1).copied();
        let kids = self.kids(at);
        let (first, last) = (kids.first().copied(), kids.last().copied());
        let case = kids.iter().copied().find(|&k| k < at && self.is_function(k));
        let grand = h.map(|h| self.heads[h]).filter(|&g| g < self.words.len());
        let (dw, dt, dc) = (self.form(d), self.tag(d), self.cluster(d));
        let (hw, ht, hc) = (self.form(h), self.tag(h), self.cluster(h));
        let side = u64::from(h.is_some_and(|h| h < at)) | u64::from(h.is_none()) << 1;
        let near = side << 4 | h.map_or(0, |h| (h.abs_diff(at) as u64).min(5));
        let sides = side << 6 | (place.min(6) as u64) << 3 | siblings.len().min(7) as u64;
        let (before, after) = (at.checked_sub(1), Some(at + 1));
        let later = siblings[place..].iter().any(|&s| s != at && self.tag(Some(s)) == dt);
        let (ll, hl) = (self.chosen(left), self.chosen(h));
        let had = self.had(siblings, place);
        let end = |w: Option<usize>| w.and_then(|i| self.words.get(i)).map_or(0, |w| w.ends[1]);
        let arc = dt << 8 | ht;
        *out = [
            f(4, dt, ht, near),
            f(5, dw, ht, side),
            f(6, dt, hw, side),
            f(33, dt, ht, sides),
            f(34, arc, side << 1 | u64::from(later), 1),
            f(12, self.form(case), arc, side),
            f(18, ll, arc, side),
            f(21, hl, arc, side),
            f(8, dc, hc, side),
            f(11, self.form(case), side, 0),
            f(35, had, dt, side),
            f(9, dc, ht, side),
            f(10, dt, hc, side),
            f(30, self.tag(left), arc, side),
            f(31, self.tag(right), arc, side),
            f(27, self.tag(after), dt, side),
            f(1, dw, side, 0),
            f(2, dt, side, 0),
            f(3, hw, side, 0),
            f(7, dw, hw, side),
            f(13, self.form(case), hw, 0),
            f(14, self.form(case), dw, 0),
            f(15, self.form(case), hc, dt),
            f(16, self.tag(case), dt, side),
            f(17, ll, dt, side),
            f(19, hl, dt, side),
            f(20, hl, dw, 0),
            f(22, self.tag(first), dt, side),
            f(23, self.tag(last), dt, side),
            f(24, self.form(first), dt, side),
            f(25, self.form(last), dt, side),
            f(26, self.tag(before), dt, side),
            f(28, self.form(before), dt, side),
            f(29, self.form(after), dt, side),
            f(32, self.tag(grand), arc, side),
            f(36, had, hw, side),
            f(37, u64::from(end(d)), ht, side),
            f(38, u64::from(end(h)), dt, side),
            f(39, kids.len().min(6) as u64, dt, side),
            f(40, self.form(left), dt, side),
        ];
    }

    /// A preposition, particle or other small word: no name, noun, verb or adjective.
    fn is_function(&self, at: usize) -> bool {
        let word = &self.words[at];
        word.shape & 0b10_0000 != 0 && word.known.tag != 0 && self.kids(at).len() <= 1
    }

    /// Which core relations left siblings already have, as bits by their index.
    fn had(&self, siblings: &[usize], place: usize) -> u64 {
        siblings[..place].iter().fold(0u64, |set, &s| match self.labels[s] {
            l if l < 12 => set | 1 << l,
            _ => set,
        })
    }
}
