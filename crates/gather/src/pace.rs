//! One request at a time for each host, and a pause between two.

use crate::settings::HOSTS_MAX;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

/// When a host may be asked next; whoever holds the lock is asking.
type Next = Arc<tokio::sync::Mutex<Option<Instant>>>;

#[derive(Debug, Default)]
pub(crate) struct Pace {
    hosts: Mutex<HashMap<String, Next>>,
}

/// The right to ask one host. The pause counts from when it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    next: OwnedMutexGuard<Option<Instant>>,
    pub(crate) pause: Duration,
}

impl Pace {
    /// Waits until the host may be asked.
    pub(crate) async fn turn(&self, host: &str, pause: Duration) -> Turn {
        let next = self.host(host).lock_owned().await;
        if let Some(at) = *next {
            tokio::time::sleep_until(at).await;
        }
        Turn { next, pause }
    }

    fn host(&self, host: &str) -> Next {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= HOSTS_MAX && !hosts.contains_key(host) {
            let now = Instant::now();
            let busy = |next: &mut Next| match next.try_lock() {
                Ok(at) => at.is_some_and(|at| at > now),
                Err(_) => true,
            };
            hosts.retain(|_, next| Arc::strong_count(next) > 1 || busy(next));
        }
        hosts.entry(host.to_owned()).or_default().clone()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *self.next = Some(Instant::now() + self.pause);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_host_waits_and_another_does_not() {
        let (pace, pause) = (Pace::default(), Duration::from_secs(2));
        let start = Instant::now();
        drop(pace.turn("a.example", pause).await);
        drop(pace.turn("b.example", pause).await);
        assert_eq!(start.elapsed(), Duration::ZERO);
        let held = pace.turn("a.example", pause).await;
        assert_eq!(start.elapsed(), pause);
        let waiting = tokio::time::timeout(Duration::from_secs(60), pace.turn("a.example", pause));
        assert!(waiting.await.is_err(), "one at a time");
        drop(held);
        drop(pace.turn("a.example", pause).await);
        assert_eq!(start.elapsed(), Duration::from_secs(2 + 60 + 2));
    }
}
