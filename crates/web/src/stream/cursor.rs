//! A line's place in the log.

use std::sync::Arc;

use tokio::sync::watch;

use super::entry::Entry;
use super::tape::Tape;
use super::wanted::Wanted;
use crate::{Error, limits};

/// A place in the log that moves on. It holds no entries.
#[derive(Debug)]
pub(crate) struct Cursor {
    tape: Arc<Tape>,
    head: watch::Receiver<u64>,
    wanted: Wanted,
    at: u64,
    /// It has been at the head once: from then on it may not fall far behind.
    caught_up: bool,
}

/// Why a line is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It reads more slowly than the house publishes.
    Slow,
    /// Nothing was heard from the client for too long.
    Silent,
    /// The log cannot be read now.
    Broken,
}

impl Cut {
    /// In words for the client.
    pub fn why(self) -> &'static str {
        match self {
            Self::Slow => "too slow: take it up again after the last one you have",
            Self::Silent => "nothing was heard from you",
            Self::Broken => "the log cannot be read now: come again",
        }
    }
}

impl Cursor {
    /// After the entry of that number; `None`: from now on.
    pub fn new(tape: Arc<Tape>, after: Option<u64>, wanted: Wanted) -> Self {
        let head = tape.watch();
        let at = after.unwrap_or_else(|| tape.head());
        Self { tape, head, wanted, at, caught_up: after.is_none() }
    }

    /// Where it is: all before were told or not wanted.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Wants something else from now on.
    pub fn want(&mut self, wanted: Wanted) {
        self.wanted = wanted;
    }

    /// Passes over all that is ready: for a line that did not listen until now.
    pub fn skip(&mut self) {
        self.at = self.at.max(self.tape.head());
        self.caught_up = true;
    }

    /// What this line was told last, oldest first; the same entries again.
    pub async fn replay(&self, most: usize) -> Result<Vec<Arc<Entry>>, Cut> {
        let mut entries = self.tape.newest(limits::REPLAY_LOOK).await.map_err(broken)?;
        entries.retain(|e| e.log.seq <= self.at && self.wanted.takes(e));
        Ok(entries.split_off(entries.len().saturating_sub(most)))
    }

    /// The next entries that are wanted. May be dropped and called again: nothing is passed over.
    pub async fn next(&mut self) -> Result<Vec<Arc<Entry>>, Cut> {
        loop {
            let head = *self.head.borrow_and_update();
            if self.at >= head {
                self.caught_up = true;
                // The tape lives as long as this does.
                self.head.changed().await.map_err(|_| Cut::Broken)?;
                continue;
            }
            if self.caught_up && head - self.at > limits::BEHIND_MAX {
                return Err(Cut::Slow);
            }
            let mut entries = self.tape.after(self.at).await.map_err(broken)?;
            let Some(last) = entries.last().map(|e| e.log.seq) else { return Err(Cut::Broken) };
            self.at = last;
            entries.retain(|entry| self.wanted.takes(entry));
            if !entries.is_empty() {
                return Ok(entries);
            }
            tokio::task::consume_budget().await;
        }
    }
}

fn broken(error: Error) -> Cut {
    tracing::error!(%error, "a stream cannot read the log");
    Cut::Broken
}
