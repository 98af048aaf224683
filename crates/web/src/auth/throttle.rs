//! Failed sign-ins, counted by name and by address. Whether the name exists makes no difference.

use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::limits::{FAILURES_FROM_MAX as FROM_MAX, FAILURES_MAX, THROTTLE_S, THROTTLED_MAX};

/// Who failed how often, and since when.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: Mutex<HashMap<String, (u32, Timestamp)>>,
}

impl Throttle {
    /// True when one of these has failed too often lately.
    pub fn is_shut(&self, keys: &[String], now: Timestamp) -> bool {
        let failures = self.failures();
        keys.iter().any(|key| {
            let most = if key.starts_with("from ") { FROM_MAX } else { FAILURES_MAX };
            let many = |&(count, since): &(u32, Timestamp)| count >= most && !is_over(since, now);
            failures.get(key).is_some_and(many)
        })
    }

    /// Counts a failure for each.
    pub fn failed(&self, keys: &[String], now: Timestamp) {
        let mut failures = self.failures();
        if failures.len() + keys.len() > THROTTLED_MAX {
            failures.retain(|_, (_, since)| !is_over(*since, now));
        }
        if failures.len() + keys.len() > THROTTLED_MAX {
            failures.clear();
        }
        for key in keys {
            let entry = failures.entry(key.clone()).or_insert((0, now));
            if is_over(entry.1, now) {
                *entry = (0, now);
            }
            entry.0 += 1;
        }
    }

    /// Forgets the failures of each.
    pub fn succeeded(&self, keys: &[String]) {
        let mut failures = self.failures();
        for key in keys {
            failures.remove(key);
        }
    }

    fn failures(&self) -> MutexGuard<'_, HashMap<String, (u32, Timestamp)>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_over(since: Timestamp, now: Timestamp) -> bool {
    now.as_second() - since.as_second() >= THROTTLE_S
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_failures_shut_the_door_for_a_while() {
        let throttle = Throttle::default();
        let keys = ["name:ann".to_owned(), "ip:1".to_owned()];
        let start: Timestamp = "2024-09-15T08:00:00Z".parse().expect("time");
        for _ in 0..FAILURES_MAX {
            assert!(!throttle.is_shut(&keys, start));
            throttle.failed(&keys, start);
        }
        assert!(throttle.is_shut(&keys, start));
        assert!(throttle.is_shut(&keys[..1], start), "from elsewhere too");
        assert!(!throttle.is_shut(&["name:bob".to_owned()], start));
        let later: Timestamp = "2024-09-15T08:15:00Z".parse().expect("time");
        assert!(!throttle.is_shut(&keys, later));
        throttle.failed(&keys, later);
        assert!(!throttle.is_shut(&keys, later), "counted from the start again");
    }
}
