//! When a delivery that failed is tried again.

use std::time::Duration;

/// Waits that double from `first` to `longest` and stay there, until the waits add up to `in_all`.
/// The default is the one that news receivers know: from 500 ms to 5 minutes, given up after 24 h.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Before the second attempt.
    pub first: Duration,
    /// Between two attempts at most.
    pub longest: Duration,
    /// All waits together; beyond it the delivery is given up.
    pub in_all: Duration,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(500),
            longest: Duration::from_secs(300),
            in_all: Duration::from_secs(24 * 3600),
        }
    }
}

/// A wait is stretched by up to this part of itself, so that failures that came together do not
/// come back together. It is never shortened: the promised time is kept.
const JITTER: f64 = 0.2;

impl Schedule {
    /// How long to wait after the attempt of that number (from 1) failed; `None`: give up.
    /// `chance` is in 0..1.
    ///
    /// ```
    /// use std::time::Duration;
    /// let schedule = wiredesk_deliver::Schedule::default();
    /// assert_eq!(schedule.after(1, 0.0), Some(Duration::from_millis(500)));
    /// assert_eq!(schedule.after(3, 0.0), Some(Duration::from_secs(2)));
    /// assert_eq!(schedule.after(100_000, 0.0), None);
    /// ```
    #[must_use]
    pub fn after(&self, attempts: u32, chance: f64) -> Option<Duration> {
        let (mut waited, mut wait) = (Duration::ZERO, self.first.min(self.longest));
        if wait.is_zero() {
            return None;
        }
        for past in 1..attempts {
            if wait == self.longest {
                waited = waited.saturating_add(wait.saturating_mul(attempts - past));
                break;
            }
            waited = waited.saturating_add(wait);
            wait = wait.saturating_mul(2).min(self.longest);
        }
        let stretched = wait.mul_f64(1.0 + JITTER * chance.clamp(0.0, 1.0));
        (waited < self.in_all).then_some(stretched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_stay_and_end() {
        let schedule = Schedule::default();
        let check = |attempts, expected: Option<u64>| {
            let got = schedule.after(attempts, 0.0).map(|d| d.as_millis());
            assert_eq!(got, expected.map(u128::from), "after attempt {attempts}");
        };
        check(0, Some(500));
        check(1, Some(500));
        check(2, Some(1_000));
        check(10, Some(256_000));
        check(11, Some(300_000));
        check(200, Some(300_000));
        check(1_000, None);
        check(u32::MAX, None);
    }

    #[test]
    fn the_promised_time_is_kept_and_not_by_far_exceeded() {
        let schedule = Schedule::default();
        for chance in [0.0, 0.5, 1.0] {
            let all: Duration = (1..).map_while(|n| schedule.after(n, chance)).sum();
            let hours = all.as_secs_f64() / 3600.0;
            assert!((24.0..30.0).contains(&hours), "{hours} hours");
        }
    }

    #[test]
    fn jitter_only_lengthens() {
        let schedule = Schedule::default();
        assert_eq!(schedule.after(2, 1.0), Some(Duration::from_millis(1_200)));
        assert_eq!(schedule.after(2, f64::MAX), Some(Duration::from_millis(1_200)));
    }

    #[test]
    fn a_schedule_without_waits_gives_up_at_once() {
        let none = Schedule { first: Duration::ZERO, ..Schedule::default() };
        assert_eq!(none.after(1, 0.0), None);
        let never = Schedule { in_all: Duration::ZERO, ..Schedule::default() };
        assert_eq!(never.after(1, 0.0), None);
    }
}
