//! Who waits for the publication log to grow.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

type Hook = dyn Fn(u64) + Send + Sync;

/// The head of the log as last committed.
#[derive(Default)]
pub(crate) struct Tail {
    head: AtomicU64,
    hooks: Mutex<Vec<Weak<Hook>>>,
    grown: Condvar,
}

/// Keeps a hook alive; drop it to be told no more.
pub struct Subscription {
    _hook: Arc<Hook>,
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Subscription")
    }
}

impl std::fmt::Debug for Tail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tail").field("head", &self.head).finish_non_exhaustive()
    }
}

impl Tail {
    pub fn head(&self) -> u64 {
        self.head.load(Ordering::Acquire)
    }

    pub fn moved(&self, head: u64) {
        let mut hooks = self.hooks();
        if self.head.swap(head, Ordering::AcqRel) == head {
            return;
        }
        self.grown.notify_all();
        hooks.retain(|hook| hook.upgrade().inspect(|hook| hook(head)).is_some());
    }

    pub fn subscribe(&self, hook: impl Fn(u64) + Send + Sync + 'static) -> Subscription {
        let hook: Arc<Hook> = Arc::new(hook);
        self.hooks().push(Arc::downgrade(&hook));
        Subscription { _hook: hook }
    }

    pub fn wait_after(&self, seq: u64, longest: Duration) -> u64 {
        let hooks = self.hooks();
        let waited = self.grown.wait_timeout_while(hooks, longest, |_| self.head() <= seq);
        drop(waited);
        self.head()
    }

    fn hooks(&self) -> MutexGuard<'_, Vec<Weak<Hook>>> {
        self.hooks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
