//! The parser's training: a structured perceptron with a beam, updated where the wrong candidate
//! is furthest ahead of the right one (max violation: Huang, Fayong and Guo 2012).

use crate::learner::{Dice, Index};
use wiredesk_read::model::arcs::{Arcs, WAYS, WEIGHT_MAX};
use wiredesk_read::model::features::place;
use wiredesk_read::tags::{Tag, words::Word};
use wiredesk_read::trees::features::{Scratch, state_features};
use wiredesk_read::trees::state::{Action, State};

/// A sentence to learn from; heads are projective.
#[derive(Debug)]
pub struct Lesson {
    pub words: Vec<Word>,
    pub tags: Vec<Tag>,
    pub heads: Vec<usize>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Weights {
    now: [i32; 3],
    updates: u32,
    late: [i64; 3],
}

/// Weights of the three actions while they are learned.
#[derive(Debug)]
pub struct Trainer {
    index: Index,
    weights: Vec<Weights>,
    time: i64,
    /// No features but those there are.
    closed: bool,
}

impl Trainer {
    pub fn new() -> Self {
        Self { index: Index::new(), weights: Vec::new(), time: 1, closed: false }
    }

    /// Knows the features that the right trees show at least `count_min` times, and no others.
    /// What is rarer would be learned by heart and tell nothing of other texts.
    pub fn of_frequent(lessons: &[Lesson], count_min: u32) -> Self {
        let mut counts: (Index, Vec<u32>) = (Index::new(), Vec::new());
        for lesson in lessons {
            let mut scratch = Scratch::new(&lesson.words, &lesson.tags);
            let mut state = State::start(lesson.words.len());
            for action in gold_actions(&lesson.heads) {
                if state.choices() > 1 {
                    for &feature in state_features(&mut scratch, &state) {
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
        let mut trainer = Self::new();
        let mut features: Vec<u64> = features.collect();
        features.sort_unstable();
        for feature in features {
            trainer.index.add(feature);
            trainer.weights.push(Weights::default());
        }
        trainer.closed = true;
        trainer
    }

    /// Goes through the lessons once; how many came out right.
    pub fn round(&mut self, lessons: &[Lesson], dice: &mut Dice, beam: usize) -> usize {
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        dice.shuffle(&mut order);
        order.into_iter().filter(|&at| self.lesson(&lessons[at], beam)).count()
    }

    /// The scores of the actions; where only one is possible it is not weighed.
    fn scores(&self, scratch: &mut Scratch, state: &State) -> [i32; 3] {
        let mut sum = [0; 3];
        if state.choices() < 2 {
            return sum;
        }
        for &feature in state_features(scratch, state) {
            if let Some(at) = self.index.get(feature) {
                let now = self.weights[at].now;
                sum = [sum[0] + now[0], sum[1] + now[1], sum[2] + now[2]];
            }
        }
        sum
    }

    fn lesson(&mut self, lesson: &Lesson, beam: usize) -> bool {
        let gold = gold_actions(&lesson.heads);
        let mut scratch = Scratch::new(&lesson.words, &lesson.tags);
        let mut right = State::start(lesson.words.len());
        let mut kept = vec![(State::start(lesson.words.len()), Vec::<Action>::new(), true)];
        let mut worst: Option<(i32, Vec<Action>)> = None;
        let mut all_right = true;
        for &action in &gold {
            let mut next = Vec::with_capacity(beam * 3);
            let mut right_scores = None;
            for (at, (state, _, is_right)) in kept.iter().enumerate() {
                let scores = self.scores(&mut scratch, state);
                if *is_right {
                    right_scores = Some(scores);
                }
                for a in Action::ALL.into_iter().filter(|&a| state.can(a)) {
                    next.push((state.score + scores[a as usize], at, a));
                }
            }
            let scores = right_scores.unwrap_or_else(|| self.scores(&mut scratch, &right));
            right = right.after(action, right.score + scores[action as usize]);
            next.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
            next.truncate(beam);
            kept = next
                .into_iter()
                .map(|(score, at, a)| {
                    let (state, path, is_right) = &kept[at];
                    let mut path = path.clone();
                    path.push(a);
                    (state.after(a, score), path, *is_right && a == action)
                })
                .collect();
            let (top, path, is_right) = &kept[0];
            all_right = *is_right;
            let ahead = top.score - right.score;
            if !is_right && ahead >= worst.as_ref().map_or(0, |w| w.0) {
                worst = Some((ahead, path.clone()));
            }
        }
        // A tie at the end that is wrong counts as a violation, too: `ahead` is 0 there.
        if let Some((_, path)) = worst {
            self.update(lesson, &gold, &path);
        }
        self.time += 1;
        all_right
    }

    fn update(&mut self, lesson: &Lesson, gold: &[Action], wrong: &[Action]) {
        let mut scratch = Scratch::new(&lesson.words, &lesson.tags);
        let same = gold.iter().zip(wrong).take_while(|(a, b)| a == b).count();
        for (path, by) in [(&gold[..wrong.len()], 1), (wrong, -1)] {
            let mut state = State::start(lesson.words.len());
            for (at, &action) in path.iter().enumerate() {
                if at >= same && state.choices() > 1 {
                    let features = state_features(&mut scratch, &state);
                    self.change(features, action, by);
                }
                state.apply(action);
            }
        }
    }

    fn change(&mut self, features: &[u64], action: Action, by: i32) {
        for &feature in features {
            let known = self.index.get(feature);
            let Some(at) = known.or_else(|| (!self.closed).then(|| self.index.add(feature))) else {
                continue;
            };
            if at == self.weights.len() {
                self.weights.push(Weights::default());
            }
            let weights = &mut self.weights[at];
            weights.updates += 1;
            weights.now[action as usize] += by;
            weights.late[action as usize] += self.time * i64::from(by);
        }
    }

    /// Features with averaged weights, those that matter most first.
    fn ranked(&self) -> Vec<(f64, u64, [f64; 3])> {
        let time = self.time as f64;
        let mut ranked: Vec<(f64, u64, [f64; 3])> = self
            .index
            .pairs()
            .map(|(feature, at)| {
                let w = &self.weights[at];
                let average = [0, 1, 2].map(|a| f64::from(w.now[a]) - w.late[a] as f64 / time);
                let most = average.iter().map(|a| a.abs()).fold(0.0, f64::max);
                (most * f64::from(w.updates).sqrt(), feature, average)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked
    }

    /// The averaged weights of the features that matter most, `places` cache lines of them.
    pub fn table(&self, places: usize) -> Arcs {
        let ranked = self.ranked();
        let kept = &ranked[..ranked.len().min(places * 8)];
        let mut all: Vec<f64> = kept.iter().flat_map(|r| r.2).map(f64::abs).collect();
        all.sort_by(f64::total_cmp);
        let high = all.get(all.len().saturating_sub(1 + all.len() / 10_000)).copied();
        let scale = f64::from(WEIGHT_MAX) / high.unwrap_or(1.0).max(1e-9);
        let most = f64::from(WEIGHT_MAX);
        let whole = |w: f64| (w * scale).round().clamp(-most, most) as i16;
        Arcs::new(places, ranked.iter().map(|r| (r.1, r.2.map(whole))))
    }

    pub fn len(&self) -> usize {
        self.weights.len()
    }
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
