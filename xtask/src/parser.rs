//! The parser's training: a structured perceptron with a beam, updated where the wrong candidate
//! is furthest ahead of the right one (max violation: Huang, Fayong and Guo 2012).

use crate::learner::{Dice, Index};
use wiredesk_read::model::arcs::{Arcs, WAYS, WEIGHT_MAX};
use wiredesk_read::model::features::place;
use wiredesk_read::tags::{Tag, words::Word};
use wiredesk_read::trees::features::{Sight, state_features};
use wiredesk_read::trees::state::{Action, State};

/// A sentence to learn from; heads are projective.
#[derive(Debug)]
pub struct Lesson {
    pub words: Vec<Word>,
    pub tags: Vec<Tag>,
    pub heads: Vec<usize>,
    pub sight: Sight,
}

/// What a weight needs beside its value.
#[derive(Debug, Clone, Copy, Default)]
struct Past {
    updates: u32,
    /// Sums of change × time, for averaging.
    late: [f64; 3],
}

/// Weights of the three actions while they are learned.
#[derive(Debug)]
pub struct Trainer {
    weights: Weights,
    past: Vec<Past>,
    time: f64,
}

/// Weights by feature, open addressed and closed to new ones; weight and key share a cache line.
#[derive(Debug)]
struct Weights {
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    feature: u64,
    now: [f32; 3],
    /// Index of its past; [`FREE`] where there is no feature.
    past: u32,
}

const FREE: u32 = u32::MAX;

impl Weights {
    fn of(features: &[u64]) -> Self {
        let size = (features.len() * 2).next_power_of_two();
        let mut it = Self { slots: vec![Slot { feature: 0, now: [0.0; 3], past: FREE }; size] };
        for (past, &feature) in features.iter().enumerate() {
            let at = it.slot(feature);
            it.slots[at].feature = feature;
            it.slots[at].past = u32::try_from(past).expect("fewer than 2^32 features");
        }
        it
    }

    fn slot(&self, feature: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = feature as usize & mask;
        while self.slots[at].past != FREE && self.slots[at].feature != feature {
            at = (at + 1) & mask;
        }
        at
    }

    fn get(&mut self, feature: u64) -> Option<&mut Slot> {
        let at = self.slot(feature);
        Some(&mut self.slots[at]).filter(|s| s.past != FREE)
    }

    fn sum(&self, features: &[u64]) -> [f32; 3] {
        // First touch all slots, so that they come from memory side by side.
        let mask = self.slots.len() - 1;
        let touched = features.iter().fold(0, |all, &f| all ^ self.slots[f as usize & mask].past);
        std::hint::black_box(touched);
        let mut sum = [0.0; 3];
        for &feature in features {
            let now = self.slots[self.slot(feature)].now;
            sum = [sum[0] + now[0], sum[1] + now[1], sum[2] + now[2]];
        }
        sum
    }

    fn held(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|s| s.past != FREE)
    }
}

impl Trainer {
    /// Knows the features that the right trees show at least `count_min` times, and no others.
    /// What is rarer would be learned by heart and tell nothing of other texts.
    pub fn of_frequent(lessons: &[Lesson], count_min: u32) -> Self {
        let mut counts: (Index, Vec<u32>) = (Index::new(), Vec::new());
        let mut features = Vec::new();
        for lesson in lessons {
            let mut state = State::start(lesson.words.len());
            for action in gold_actions(&lesson.heads) {
                if state.choices() > 1 {
                    state_features(&lesson.sight, &state, &mut features);
                    for &feature in &features {
                        let at = counts.0.add(feature);
                        counts.1.resize(counts.1.len().max(at + 1), 0);
                        counts.1[at] += 1;
                    }
                }
                state.apply(action);
            }
        }
        let (index, counts) = counts;
        Self::of(index.pairs().filter(|p| counts[p.1] >= count_min).map(|p| p.0))
    }

    /// Knows the `places * 8` features that matter most in this one, unlearned.
    pub fn of_best(&self, places: usize) -> Self {
        let mut used = vec![0; places];
        Self::of(self.ranked().into_iter().map(|r| r.1).filter(|&feature| {
            let used = &mut used[place(feature, places)];
            *used += 1;
            *used <= WAYS
        }))
    }

    fn of(features: impl Iterator<Item = u64>) -> Self {
        let mut features: Vec<u64> = features.collect();
        features.sort_unstable();
        let past = vec![Past::default(); features.len()];
        Self { weights: Weights::of(&features), past, time: 1.0 }
    }

    /// One that weighs as these do together: what each learned by chance evens out.
    pub fn joined(all: &[Trainer]) -> Option<Trainer> {
        let (first, rest) = all.split_first()?;
        let mut joint = Self::of(first.weights.held().map(|s| s.feature));
        for one in std::iter::once(first).chain(rest) {
            for slot in one.weights.held() {
                let held = joint.weights.get(slot.feature)?;
                let average = one.average(slot);
                held.now = [0, 1, 2].map(|a| held.now[a] + average[a] as f32);
                joint.past[held.past as usize].updates += one.past[slot.past as usize].updates;
            }
        }
        Some(joint)
    }

    fn average(&self, slot: &Slot) -> [f64; 3] {
        let late = self.past[slot.past as usize].late;
        [0, 1, 2].map(|a| f64::from(slot.now[a]) - late[a] / self.time)
    }

    /// Goes through the lessons once; how many came out right.
    pub fn round(&mut self, lessons: &[Lesson], dice: &mut Dice, beam: usize) -> usize {
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        dice.shuffle(&mut order);
        order.into_iter().filter(|&at| self.lesson(&lessons[at], beam)).count()
    }

    /// The scores of the actions; where only one is possible it is not weighed.
    fn scores(&self, sight: &Sight, state: &State, features: &mut Vec<u64>) -> [f32; 3] {
        if state.choices() < 2 {
            return [0.0; 3];
        }
        state_features(sight, state, features);
        self.weights.sum(features)
    }

    fn lesson(&mut self, lesson: &Lesson, beam: usize) -> bool {
        self.time += 1.0;
        let gold = gold_actions(&lesson.heads);
        let (sight, mut features) = (&lesson.sight, Vec::with_capacity(128));
        let mut right = (State::start(lesson.words.len()), 0.0f32);
        let mut kept = vec![Candidate { state: right.0.clone(), score: 0.0, right: true }];
        let mut spare: Vec<Candidate> = Vec::new();
        // Of each step and candidate: which one of the step before it came from, and how.
        let mut came: Vec<Vec<(usize, Action)>> = Vec::with_capacity(gold.len());
        let mut worst: Option<(f32, usize)> = None;
        for (step, &action) in gold.iter().enumerate() {
            let mut next: Vec<(f32, usize, Action)> = Vec::with_capacity(beam * 3);
            let mut right_scores = None;
            for (at, candidate) in kept.iter().enumerate() {
                let scores = self.scores(sight, &candidate.state, &mut features);
                if candidate.right {
                    right_scores = Some(scores);
                }
                for a in Action::ALL.into_iter().filter(|&a| candidate.state.can(a)) {
                    next.push((candidate.score + scores[a as usize], at, a));
                }
            }
            let scores =
                right_scores.unwrap_or_else(|| self.scores(sight, &right.0, &mut features));
            right.0.apply(action);
            right.1 += scores[action as usize];
            next.sort_unstable_by(|a, b| {
                b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
            });
            next.truncate(beam);
            spare.resize_with(next.len().max(spare.len()), Candidate::default);
            for (new, &(score, at, a)) in spare.iter_mut().zip(&next) {
                new.state.clone_from(&kept[at].state);
                new.state.apply(a);
                new.score = score;
                new.right = kept[at].right && a == action;
            }
            std::mem::swap(&mut kept, &mut spare);
            kept.truncate(next.len());
            came.push(next.into_iter().map(|(_, at, a)| (at, a)).collect());
            let ahead = kept[0].score - right.1;
            if !kept[0].right && ahead >= worst.map_or(0.0, |w| w.0) {
                worst = Some((ahead, step));
            }
        }
        // A tie at the end that is wrong counts as a violation, too: `ahead` is 0 there.
        if let Some((_, step)) = worst {
            self.update(lesson, &gold, &path(&came[..=step]));
        }
        kept[0].right
    }

    fn update(&mut self, lesson: &Lesson, gold: &[Action], wrong: &[Action]) {
        let mut features = Vec::with_capacity(128);
        let same = gold.iter().zip(wrong).take_while(|(a, b)| a == b).count();
        for (path, by) in [(&gold[..wrong.len()], 1.0), (wrong, -1.0)] {
            let mut state = State::start(lesson.words.len());
            for (at, &action) in path.iter().enumerate() {
                if at >= same && state.choices() > 1 {
                    state_features(&lesson.sight, &state, &mut features);
                    self.change(&features, action as usize, by);
                }
                state.apply(action);
            }
        }
    }

    fn change(&mut self, features: &[u64], action: usize, by: f32) {
        for &feature in features {
            let Some(slot) = self.weights.get(feature) else { continue };
            let past = &mut self.past[slot.past as usize];
            past.updates += 1;
            past.late[action] += self.time * f64::from(by);
            slot.now[action] += by;
        }
    }

    /// Features with averaged weights, those that matter most first.
    fn ranked(&self) -> Vec<(f64, u64, [f64; 3])> {
        let mut ranked: Vec<(f64, u64, [f64; 3])> = self
            .weights
            .held()
            .map(|slot| {
                let average = self.average(slot);
                let most = average.iter().map(|a| a.abs()).fold(0.0, f64::max);
                let updates = self.past[slot.past as usize].updates;
                (most * f64::from(updates).sqrt(), slot.feature, average)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked
    }

    /// The averaged weights of the features that matter most, `places` cache lines of them.
    pub fn table(&self, places: usize) -> Arcs {
        let ranked = self.ranked();
        let kept = &ranked[..ranked.len().min(places * WAYS)];
        let mut all: Vec<f64> = kept.iter().flat_map(|r| r.2).map(f64::abs).collect();
        all.sort_by(f64::total_cmp);
        let high = all.get(all.len().saturating_sub(1 + all.len() / 2_000)).copied();
        let most = f64::from(WEIGHT_MAX);
        let scale = most / high.unwrap_or(1.0).max(1e-9);
        let whole = |w: f64| (w * scale).round().clamp(-most, most) as i8;
        Arcs::new(places, ranked.iter().map(|r| (r.1, r.2.map(whole))))
    }

    pub fn len(&self) -> usize {
        self.past.len()
    }
}

/// A way through a sentence while it is learned from.
#[derive(Debug, Default)]
struct Candidate {
    state: State,
    score: f32,
    /// Every step of it was right.
    right: bool,
}

/// The actions that led to the first candidate of the last step.
fn path(came: &[Vec<(usize, Action)>]) -> Vec<Action> {
    let mut actions = Vec::with_capacity(came.len());
    let mut at = 0;
    for step in came.iter().rev() {
        let (from, action) = step[at];
        actions.push(action);
        at = from;
    }
    actions.reverse();
    actions
}

/// The actions that build a projective tree, reducing as soon as it is possible.
fn gold_actions(heads: &[usize]) -> Vec<Action> {
    let count = heads.len();
    let mut last_kid = vec![0; count + 1];
    for (word, &head) in heads.iter().enumerate() {
        last_kid[head] = word;
    }
    let mut actions = Vec::with_capacity(2 * count);
    let (mut stack, mut next) = (Vec::new(), 0);
    while next < count || !stack.is_empty() {
        let top = stack.last().copied();
        let below = stack.len().checked_sub(2).map(|i| stack[i]);
        let action = match top {
            Some(top) if heads[top] == next => Action::Left,
            Some(top) if Some(heads[top]) == below && last_kid[top] < next => Action::Right,
            _ => Action::Shift,
        };
        match action {
            Action::Shift => {
                assert!(next < count, "not projective: {heads:?}");
                stack.push(next);
                next += 1;
            }
            _ => {
                stack.pop();
            }
        }
        actions.push(action);
    }
    actions
}
