//! How long alerts take, counted since the process began: what `/metrics` and the page show.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use wiredesk_model::jiff::Timestamp;

/// Upper ends of the buckets, in milliseconds; one more holds what took longer.
pub const ENDS_MS: [u64; 14] =
    [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 60_000, 600_000, 3_600_000];

/// Times of one stretch of the way.
#[derive(Debug)]
pub struct Stretch {
    counts: [AtomicU64; ENDS_MS.len() + 1],
    sum_us: AtomicU64,
}

/// The stretches of an alert's way.
#[derive(Debug)]
pub struct Latency {
    /// From the first report coming in to the story being logged.
    pub received_logged: Stretch,
    /// From being logged to being matched and put into the outbox.
    pub logged_matched: Stretch,
    /// From the outbox to being taken by the receiver.
    pub matched_handed: Stretch,
    /// Matching alone: a story against all queries.
    pub matching: Stretch,
}

/// Of this process.
pub static LATENCY: Latency = Latency {
    received_logged: Stretch::new(),
    logged_matched: Stretch::new(),
    matched_handed: Stretch::new(),
    matching: Stretch::new(),
};

impl Latency {
    /// All stretches with their names.
    #[must_use]
    pub fn all(&self) -> [(&'static str, &Stretch); 4] {
        [
            ("received_to_logged", &self.received_logged),
            ("logged_to_matched", &self.logged_matched),
            ("matched_to_handed_over", &self.matched_handed),
            ("matching", &self.matching),
        ]
    }
}

impl Stretch {
    const fn new() -> Self {
        Self { counts: [const { AtomicU64::new(0) }; ENDS_MS.len() + 1], sum_us: AtomicU64::new(0) }
    }

    /// Counts one that took from `from` to `to`; none when the clock was set back between.
    pub fn took(&self, from: Timestamp, to: Timestamp) {
        self.took_us(u64::try_from(to.as_microsecond() - from.as_microsecond()).unwrap_or(0));
    }

    /// Counts one that took so many microseconds.
    pub fn took_us(&self, us: u64) {
        let bucket = ENDS_MS.iter().position(|end| us <= end * 1000).unwrap_or(ENDS_MS.len());
        self.counts[bucket].fetch_add(1, Relaxed);
        self.sum_us.fetch_add(us, Relaxed);
    }

    /// How many were counted, and their sum in seconds.
    #[must_use]
    pub fn total(&self) -> (u64, f64) {
        let count = self.counts.iter().map(|c| c.load(Relaxed)).sum();
        #[expect(clippy::cast_precision_loss, reason = "for people")]
        let sum = self.sum_us.load(Relaxed) as f64 / 1e6;
        (count, sum)
    }

    /// How many took at most each of [`ENDS_MS`], then all.
    #[must_use]
    pub fn cumulative(&self) -> [u64; ENDS_MS.len() + 1] {
        let mut sum = 0;
        std::array::from_fn(|i| {
            sum += self.counts[i].load(Relaxed);
            sum
        })
    }

    /// The end of the bucket that this share of them lies in or below, in milliseconds; `None` when
    /// nothing was counted or they took longer than the last end.
    #[must_use]
    pub fn quantile_ms(&self, share: f64) -> Option<u64> {
        let counts = self.cumulative();
        let all = counts[ENDS_MS.len()];
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        let within = |count: &u64| *count as f64 >= all as f64 * share;
        let bucket = counts.iter().position(within).filter(|_| all > 0)?;
        ENDS_MS.get(bucket).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_fall_into_buckets() {
        let stretch = Stretch::new();
        assert_eq!(stretch.quantile_ms(0.5), None);
        [300, 1_000, 1_001, 40_000].into_iter().for_each(|us| stretch.took_us(us));
        let at = |s: &str| s.parse().expect("time");
        stretch.took(at("2024-09-15T08:00:00Z"), at("2024-09-15T10:00:00Z"));
        assert_eq!(stretch.cumulative()[..6], [2, 3, 3, 3, 3, 4]);
        assert_eq!(stretch.total().0, 5);
        assert_eq!([0.4, 0.5, 0.8].map(|q| stretch.quantile_ms(q)), [Some(1), Some(2), Some(50)]);
        assert_eq!(stretch.quantile_ms(1.0), None, "longer than an hour");
    }
}
