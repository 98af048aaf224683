//! How many requests a token has left: a bucket that is refilled all the time and holds what may be
//! asked in one second, so that a burst of it is never refused.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use wiredesk_store::TokenId;

use crate::limits;

/// The buckets of all tokens.
#[derive(Debug, Default)]
pub(crate) struct Budgets {
    held: Mutex<HashMap<TokenId, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    holds: f64,
    at: Instant,
}

/// What a token has left after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    /// Requests a second.
    pub limit: u32,
    /// Requests left now.
    pub remaining: u32,
    /// Seconds until the bucket is full again.
    pub reset_s: u64,
    /// True when this request is one too many.
    pub spent: bool,
}

impl Budgets {
    /// Takes one request of `per_second` out of the token's bucket.
    pub fn take(&self, token: TokenId, per_second: u32, now: Instant) -> Left {
        let full = f64::from(per_second.max(1));
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= limits::BUDGETS_MAX {
            // Those that are full again need not be remembered.
            held.retain(|_, b| now.saturating_duration_since(b.at).as_secs_f64() < 1.0);
        }
        let bucket = held.entry(token).or_insert(Bucket { holds: full, at: now });
        let since = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.holds = (bucket.holds + since * full).min(full);
        bucket.at = now;
        let spent = bucket.holds < 1.0;
        if !spent {
            bucket.holds -= 1.0;
        }
        // Small and not negative.
        let remaining = bucket.holds as u32;
        Left { limit: per_second.max(1), remaining, reset_s: 1, spent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_second_holds_so_many_and_no_more() {
        let budgets = Budgets::default();
        let start = Instant::now();
        let take =
            |token, ms| budgets.take(TokenId(token), 250, start + Duration::from_millis(ms)).spent;
        assert!((0..250).all(|_| !take(1, 0)), "a burst is let through");
        assert!(take(1, 0), "and no more");
        assert!(!take(2, 0), "others are not touched");
        assert!(!take(1, 4), "one is back after 4 ms");
        assert!(take(1, 4));
        // A steady 250 a second is never refused.
        assert!((0..2500).all(|n| !take(3, n * 4)));
    }
}
