//! Threads: which storyline a report goes on with.
//!
//! One pass, no look back: a report joins the thread it is most like, or opens its own. Likeness is
//! the cosine with the thread's centroid, mixed with that to its nearest report, and it fades with
//! the time since the thread last had one. It fades and is not cut off, so a pact of June and
//! remarks of September can be one matter when they share its actors and words.
//!
//! An inverted index over the reports' terms gives every dot product that is not nought. The dot
//! product with a thread's sum is the sum of those with its reports, so no centroid is stored and
//! merging, splitting and forgetting are exact. Work for a report is at most its terms times
//! [`POSTING_MAX`]. Next: `storylines`.

use crate::copies::AsIs;
use crate::features::Features;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::BuildHasherDefault;

/// A term of more live reports than this is too common to find anything by: its oldest are let go.
const POSTING_MAX: usize = 384;
/// A thread none of whose reports comes this near (as a share of the least likeness) is not looked
/// at: its centroid could not be near enough either.
const NEAR_SHARE: f32 = 0.35;

/// When a report belongs to a thread.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreadRules {
    /// Least likeness, 0 to 1.
    pub likeness_min: f32,
    /// How much of the likeness is that to the nearest report; the rest is that to the centroid.
    pub nearest_share: f32,
    /// Two threads are one when this share of the smaller one's number of reports could have gone
    /// on with either.
    pub bridged_share: f32,
    /// Likeness lost with each doubling of the gap in weeks.
    pub fading: f32,
}

impl Default for ThreadRules {
    fn default() -> Self {
        Self { likeness_min: 0.2, nearest_share: 0.5, bridged_share: 0.4, fading: 0.06 }
    }
}

/// The thread that a report is most like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Likeness {
    pub thread: u32,
    pub likeness: f32,
    /// Serial number of its report that is nearest.
    pub nearest: u32,
    /// Dot product with the sum of its reports.
    pub sum: f32,
}

#[derive(Debug)]
struct Kept {
    terms: Vec<(u32, f32)>,
    thread: u32,
    day: Option<i32>,
}

#[derive(Debug, Default)]
struct Thread {
    /// Squared length of the sum of its reports' vectors.
    length2: f32,
    reports: u32,
    last_day: Option<i32>,
    /// How many reports could have gone on with this thread or with that younger one.
    bridges: BTreeMap<u32, u32>,
}

/// The live reports and their threads.
#[derive(Debug)]
pub(crate) struct Threads {
    rules: ThreadRules,
    kept: VecDeque<Kept>,
    first: u32,
    postings: HashMap<u32, VecDeque<(u32, f32)>, BuildHasherDefault<AsIs>>,
    threads: BTreeMap<u32, Thread>,
}

/// Dot products of a report with one thread.
#[derive(Debug, Clone, Copy, Default)]
struct Dots {
    sum: f32,
    nearest: f32,
    nearest_serial: u32,
}

impl Threads {
    pub(crate) fn new(rules: ThreadRules) -> Self {
        Self {
            rules,
            kept: VecDeque::new(),
            first: 0,
            postings: HashMap::default(),
            threads: BTreeMap::new(),
        }
    }

    /// The threads that the report could go on with, likeliest first.
    pub(crate) fn likely(&self, features: &Features<'_>, day: Option<i32>) -> Vec<Likeness> {
        let mut likely: Vec<Likeness> = Vec::new();
        for (thread, dots) in self.dots(&features.terms) {
            let Some(known) = self.threads.get(&thread) else { continue };
            let centroid = dots.sum / known.length2.max(f32::MIN_POSITIVE).sqrt();
            let share = self.rules.nearest_share;
            let likeness = (share * dots.nearest + (1.0 - share) * centroid)
                * self.freshness(known.last_day, day);
            if likeness >= self.rules.likeness_min {
                let (nearest, sum) = (dots.nearest_serial, dots.sum);
                likely.push(Likeness { thread, likeness, nearest, sum });
            }
        }
        likely.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.thread.cmp(&b.thread)));
        likely
    }

    /// A report of thread `a` could as well have gone on with `b`. True when that came often enough
    /// for the two to be one matter.
    pub(crate) fn bridged(&mut self, a: u32, b: u32) -> bool {
        let size = |t: u32| self.threads.get(&t).map_or(0, |t| t.reports);
        let least = size(a).min(size(b)) as f32;
        let Some(older) = self.threads.get_mut(&a.min(b)) else { return false };
        let bridges = older.bridges.entry(a.max(b)).or_default();
        *bridges += 1;
        *bridges >= 2 && *bridges as f32 >= least * self.rules.bridged_share
    }

    /// One for the same week or when a date is missing, less for longer gaps.
    fn freshness(&self, last: Option<i32>, day: Option<i32>) -> f32 {
        let (Some(last), Some(day)) = (last, day) else { return 1.0 };
        let weeks = (day - last).unsigned_abs() as f32 / 7.0;
        (1.0 - self.rules.fading * (1.0 + weeks).log2()).max(0.1)
    }

    /// Dot products with the live threads that have a report at all near.
    fn dots(&self, terms: &[(u32, f32)]) -> HashMap<u32, Dots, BuildHasherDefault<AsIs>> {
        let mut by_report = vec![0.0_f32; self.kept.len()];
        let mut met: Vec<u32> = Vec::new();
        for (term, weight) in terms {
            for &(serial, other) in self.postings.get(term).into_iter().flatten() {
                let Some(dot) = by_report.get_mut((serial - self.first) as usize) else { continue };
                if *dot == 0.0 {
                    met.push(serial);
                }
                *dot += weight * other;
            }
        }
        // Nearly every live report shares some word; few come near. Only their threads are summed.
        let near_min = self.rules.likeness_min * NEAR_SHARE;
        let dot_of = |serial: &u32| by_report[(serial - self.first) as usize];
        let thread_of = |serial: &u32| self.kept[(serial - self.first) as usize].thread;
        let mut by_thread: HashMap<u32, Dots, BuildHasherDefault<AsIs>> = HashMap::default();
        for serial in met.iter().filter(|s| dot_of(s) >= near_min) {
            let dots = by_thread.entry(thread_of(serial)).or_default();
            if (dot_of(serial), dots.nearest_serial) > (dots.nearest, *serial) {
                (dots.nearest, dots.nearest_serial) = (dot_of(serial), *serial);
            }
        }
        for serial in &met {
            if let Some(dots) = by_thread.get_mut(&thread_of(serial)) {
                dots.sum += dot_of(serial);
            }
        }
        by_thread
    }

    fn at(&self, serial: u32) -> Option<&Kept> {
        self.kept.get(serial.checked_sub(self.first)? as usize)
    }

    /// Keeps a report under the next serial number, in `thread`. A copy (no features) takes a place
    /// and adds nothing to the thread but its day.
    ///
    /// `sum` is its dot product with the thread's sum, as [`Threads::likely`] gave it.
    pub(crate) fn keep(
        &mut self,
        features: Option<Features<'_>>,
        thread: u32,
        day: Option<i32>,
        sum: f32,
    ) {
        let terms = features.map(|f| f.terms).unwrap_or_default();
        let serial = self.first + self.kept.len() as u32;
        for &(term, weight) in &terms {
            let posting = self.postings.entry(term).or_default();
            posting.push_back((serial, weight));
            if posting.len() > POSTING_MAX {
                posting.pop_front();
            }
        }
        let known = self.threads.entry(thread).or_default();
        known.length2 += 2.0 * sum + length2(&terms);
        known.reports += 1;
        known.last_day = known.last_day.max(day);
        self.kept.push_back(Kept { terms, thread, day });
    }

    /// Forgets the oldest report; gives the thread it was in when that is now empty.
    pub(crate) fn forget_first(&mut self) -> Option<u32> {
        let thread = self.kept.front()?.thread;
        self.take_out(self.first);
        let old = self.kept.pop_front()?;
        for (term, _) in &old.terms {
            if let Some(posting) = self.postings.get_mut(term) {
                while posting.front().is_some_and(|&(serial, _)| serial <= self.first) {
                    posting.pop_front();
                }
                if posting.is_empty() {
                    self.postings.remove(term);
                }
            }
        }
        self.first += 1;
        let empty = self.threads.get(&thread).is_none_or(|t| t.reports == 0);
        if empty {
            self.threads.remove(&thread);
        }
        empty.then_some(thread)
    }

    /// Moves a report to another thread (which may be new).
    pub(crate) fn move_to(&mut self, serial: u32, thread: u32) {
        let Some(from) = self.at(serial).map(|k| k.thread).filter(|&from| from != thread) else {
            return;
        };
        self.take_out(serial);
        let Some(kept) = self.at(serial) else { return };
        let sum = self.dots(&kept.terms).get(&thread).map_or(0.0, |d| d.sum);
        let (added, day) = (2.0 * sum + length2(&kept.terms), kept.day);
        let known = self.threads.entry(thread).or_default();
        known.length2 += added;
        known.reports += 1;
        known.last_day = known.last_day.max(day);
        if let Some(kept) = self.kept.get_mut((serial - self.first) as usize) {
            kept.thread = thread;
        }
        if self.threads.get(&from).is_some_and(|t| t.reports == 0) {
            self.threads.remove(&from);
        }
    }

    /// Takes a report's part out of its thread's sum.
    fn take_out(&mut self, serial: u32) {
        let Some(kept) = self.at(serial) else { return };
        let thread = kept.thread;
        // The dot product with the sum holds the report itself once.
        let sum = self.dots(&kept.terms).get(&thread).map_or(0.0, |d| d.sum);
        let removed = 2.0 * sum - length2(&kept.terms);
        if let Some(known) = self.threads.get_mut(&thread) {
            known.length2 = (known.length2 - removed).max(0.0);
            known.reports = known.reports.saturating_sub(1);
        }
    }

    /// The terms two reports share, weightiest first.
    pub(crate) fn shared(&self, features: &Features<'_>, serial: u32) -> Vec<usize> {
        let Some(other) = self.at(serial) else { return Vec::new() };
        let mut shared: Vec<(usize, f32)> = Vec::new();
        for (i, &(term, weight)) in features.terms.iter().enumerate() {
            if let Ok(j) = other.terms.binary_search_by_key(&term, |t| t.0) {
                shared.push((i, weight * other.terms[j].1));
            }
        }
        shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        shared.into_iter().map(|(i, _)| i).collect()
    }
}

fn length2(terms: &[(u32, f32)]) -> f32 {
    terms.iter().map(|t| t.1 * t.1).sum()
}
