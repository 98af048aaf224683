//! Averaged perceptrons with exact features, and their cutting down to small tables.

use wiredesk_read::model::rows::{CLASSES_MAX, Cell, Rows};

/// Chance that is the same every time.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, count: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % count.max(1)
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// From feature hashes to indices, open addressed; faster here than a `HashMap`.
#[derive(Debug)]
pub struct Index {
    slots: Vec<(u64, u32)>,
    used: usize,
}

const FREE: u32 = u32::MAX;

impl Index {
    pub fn new() -> Self {
        Self { slots: vec![(0, FREE); 1 << 16], used: 0 }
    }

    pub fn get(&self, key: u64) -> Option<usize> {
        let (_, index) = self.slots[self.slot(key)];
        (index != FREE).then_some(index as usize)
    }

    /// The index of the key; new ones count up.
    pub fn add(&mut self, key: u64) -> usize {
        if self.used * 2 > self.slots.len() {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![(0, FREE); old.len() * 2];
            for (key, index) in old.into_iter().filter(|s| s.1 != FREE) {
                let slot = self.slot(key);
                self.slots[slot] = (key, index);
            }
        }
        let slot = self.slot(key);
        if self.slots[slot].1 == FREE {
            self.slots[slot] = (key, u32::try_from(self.used).expect("fewer than 2^32 features"));
            self.used += 1;
        }
        self.slots[slot].1 as usize
    }

    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (key as usize) & mask;
        while self.slots[at].1 != FREE && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }

    pub fn pairs(&self) -> impl Iterator<Item = (u64, usize)> + '_ {
        self.slots.iter().filter(|s| s.1 != FREE).map(|s| (s.0, s.1 as usize))
    }
}

/// A weight, and what averaging needs.
#[derive(Debug, Clone, Copy)]
struct Weight {
    class: u8,
    now: i32,
    /// Sum of change × time.
    late: i64,
}

/// The best of the first `count` classes; the first of equals.
fn best(scores: &[i32; CLASSES_MAX], count: usize) -> usize {
    let better =
        |best: usize, class: usize| if scores[class] > scores[best] { class } else { best };
    (1..count.min(CLASSES_MAX)).fold(0, better)
}

/// Averages are kept in this fraction of a weight.
const FINE: f64 = 1000.0;

/// A perceptron over many classes.
#[derive(Debug)]
pub struct Learner {
    index: Index,
    rows: Vec<(u32, Vec<Weight>)>,
    time: i64,
    classes: usize,
    /// No features but those there are.
    closed: bool,
}

impl Learner {
    pub fn new(classes: usize) -> Self {
        assert!(classes <= CLASSES_MAX, "{classes} classes");
        Self { index: Index::new(), rows: Vec::new(), time: 1, classes, closed: false }
    }

    /// Knows the `keep` features that matter most in this one, unlearned. Learning again with
    /// these alone makes up for most of what cutting loses.
    pub fn of_best(&self, keep: usize) -> Self {
        let mut fresh = Self::new(self.classes);
        for (_, feature, _) in self.ranked(keep) {
            fresh.index.add(feature);
            fresh.rows.push((0, Vec::new()));
        }
        fresh.closed = true;
        fresh
    }

    /// One that weighs as these do together: what each learned by chance evens out. All must have
    /// been made by [`Learner::of_best`] of one.
    pub fn joined(all: &[Learner]) -> Option<Learner> {
        let (first, _) = all.split_first()?;
        let mut joint = first.of_best(usize::MAX);
        for one in all {
            for (feature, at) in one.index.pairs() {
                let (updates, row) = &one.rows[at];
                let held = &mut joint.rows[joint.index.get(feature)?];
                held.0 += updates;
                for weight in row {
                    let now = (one.average(weight) * FINE).round() as i32;
                    match held.1.iter_mut().find(|w| w.class == weight.class) {
                        Some(same) => same.now += now,
                        None => held.1.push(Weight { class: weight.class, now, late: 0 }),
                    }
                }
            }
        }
        Some(joint)
    }

    /// What it would choose now, learning when that is not `gold` by a margin.
    pub fn learn(&mut self, features: &[u64], gold: usize, margin: i32) -> usize {
        let mut scores = [0i32; CLASSES_MAX];
        for &feature in features {
            if let Some(row) = self.index.get(feature) {
                for weight in &self.rows[row].1 {
                    scores[usize::from(weight.class)] += weight.now;
                }
            }
        }
        let chosen = best(&scores, self.classes);
        scores[gold] -= margin;
        let rival = best(&scores, self.classes);
        if rival != gold {
            for &feature in features {
                self.change(feature, gold, 1);
                self.change(feature, rival, -1);
            }
        }
        self.time += 1;
        chosen
    }

    fn change(&mut self, feature: u64, class: usize, by: i32) {
        let known = self.index.get(feature);
        let Some(at) = known.or_else(|| (!self.closed).then(|| self.index.add(feature))) else {
            return;
        };
        if at == self.rows.len() {
            self.rows.push((0, Vec::new()));
        }
        let (updates, row) = &mut self.rows[at];
        *updates += 1;
        let class = u8::try_from(class).expect("few classes");
        let late = self.time * i64::from(by);
        match row.iter_mut().find(|w| w.class == class) {
            Some(weight) => {
                weight.now += by;
                weight.late += late;
            }
            None => row.push(Weight { class, now: by, late }),
        }
    }

    fn average(&self, weight: &Weight) -> f64 {
        f64::from(weight.now) - weight.late as f64 / self.time as f64
    }

    /// The `keep` features that matter most, with where their rows are.
    fn ranked(&self, keep: usize) -> Vec<(f64, u64, usize)> {
        let rank = |(feature, at): (u64, usize)| {
            let (updates, row) = &self.rows[at];
            let most = row.iter().map(|w| self.average(w).abs()).fold(0.0, f64::max);
            (most * f64::from(*updates).sqrt(), feature, at)
        };
        let mut ranked: Vec<(f64, u64, usize)> = self.index.pairs().map(rank).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(keep);
        ranked
    }

    /// The `keep` features that matter most, averaged, in whole numbers of one byte.
    pub fn table(&self, keep: usize) -> Rows {
        let ranked = self.ranked(keep);
        let average = |w: &Weight| self.average(w);
        let mut all: Vec<f64> =
            ranked.iter().flat_map(|r| self.rows[r.2].1.iter().map(|w| average(w).abs())).collect();
        all.sort_by(f64::total_cmp);
        let high = all.get(all.len().saturating_sub(1 + all.len() / 1000)).copied().unwrap_or(1.0);
        let scale = 127.0 / high.max(1e-9);
        let rows = ranked.into_iter().map(|(_, feature, at)| {
            let cells = self.rows[at].1.iter().map(|w| Cell {
                class: w.class,
                weight: (average(w) * scale).round().clamp(-127.0, 127.0) as i8,
            });
            (feature, cells.filter(|c| c.weight.abs() > 2).collect())
        });
        Rows::new(rows.collect())
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }
}
