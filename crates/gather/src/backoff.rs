//! When to come back after a failure.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(3600);
/// A host may ask for more, but not for ever.
const ASKED_LONGEST: Duration = Duration::from_secs(24 * 3600);

/// How long to wait before try number `attempt` (0 is the first again): 30 s doubled each time, at
/// most an hour, between half of it and all of it by `jitter` (0 to 1, a random number of the
/// caller's). A host's `Retry-After` is a lower bound, honoured up to a day.
#[must_use]
pub fn backoff(attempt: u32, jitter: f64, retry_after: Option<Duration>) -> Duration {
    let doubled = FIRST.saturating_mul(1 << attempt.min(10)).min(LONGEST);
    let jitter = if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 0.5 };
    let own = doubled.mul_f64(0.5 + 0.5 * jitter);
    own.max(retry_after.unwrap_or_default().min(ASKED_LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_to_an_hour_and_honours_the_host() {
        let check = |attempt, jitter, asked: Option<u64>, expected: u64| {
            let got = backoff(attempt, jitter, asked.map(Duration::from_secs));
            assert_eq!(got, Duration::from_secs(expected));
        };
        check(0, 1.0, None, 30);
        check(0, 0.0, None, 15);
        check(3, 1.0, None, 240);
        check(40, 1.0, None, 3600);
        check(u32::MAX, f64::NAN, None, 2700);
        check(0, 0.0, Some(120), 120);
        check(5, 1.0, Some(1), 960);
        check(0, 0.0, Some(u64::MAX), 24 * 3600);
    }
}
