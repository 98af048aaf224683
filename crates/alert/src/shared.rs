//! An index that is changed while stories are matched: readers never wait.
//!
//! There are two copies. Readers hold the one in front, each for one story; changes are made to
//! the one behind, which nobody reads, then the two change places, and the changes are made to
//! the other before the next ones. A change costs twice, and matching nothing but the exchange of
//! one pointer.

use crate::{Frequencies, Index, Query};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// A change to the standing queries.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Keep this query under this number, in place of the one that stood there.
    Add(u64, Query),
    /// Take the query of this number away.
    Remove(u64),
}

/// Standing queries that any thread may match and any thread may change.
#[derive(Debug, Default)]
pub struct Shared {
    front: RwLock<Arc<Index>>,
    behind: Mutex<Behind>,
}

#[derive(Debug, Default)]
struct Behind {
    index: Arc<Index>,
    /// Changes that the front has and this has not.
    missing: Vec<Change>,
    /// Changes made since the anchors began to be chosen anew.
    since: Option<Vec<Change>>,
}

/// How often a change looks again whether the last reader of the copy behind has gone.
const PATIENCE: usize = 1_000;

impl Shared {
    /// Shares an index.
    #[must_use]
    pub fn new(index: Index) -> Self {
        let behind = Behind { index: Arc::new(index.clone()), ..Behind::default() };
        Self { front: RwLock::new(Arc::new(index)), behind: Mutex::new(behind) }
    }

    /// The queries as they stand now. Hold it for a story or a few, not for long: the memory of
    /// the second copy is used again only when it is let go.
    #[must_use]
    pub fn now(&self) -> Arc<Index> {
        Arc::clone(&self.front.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes changes, all visible at once to whoever asks next. Returns when they are.
    pub fn change(&self, changes: Vec<Change>) {
        let mut behind = self.behind();
        let missing = std::mem::take(&mut behind.missing);
        if let Some(since) = &mut behind.since {
            since.extend(changes.iter().cloned());
        }
        // A story takes a fraction of a millisecond. Who holds the old copy for longer is not
        // waited for: it keeps it, and the copy that is changed is a new one.
        for _ in 0..PATIENCE {
            if Arc::get_mut(&mut behind.index).is_some() {
                break;
            }
            std::thread::yield_now();
        }
        let index = Arc::make_mut(&mut behind.index);
        missing.iter().chain(&changes).for_each(|change| index.make(change));
        behind.missing = changes;
        self.swap(&mut behind);
    }

    /// Chooses all anchors anew by these frequencies, in a second or two a million queries.
    /// Matching and changes go on meanwhile. One thread at a time may do this: a second that
    /// begins before the first has ended does nothing.
    pub fn retune(&self, frequencies: Arc<Frequencies>) {
        let old = {
            let mut behind = self.behind();
            if behind.since.is_some() {
                return;
            }
            behind.since = Some(Vec::new());
            self.now()
        };
        let mut new = old.rebuilt(frequencies);
        drop(old);
        let mut behind = self.behind();
        let since = behind.since.take().unwrap_or_default();
        since.iter().for_each(|change| new.make(change));
        *behind = Behind { index: Arc::new(new.clone()), ..Behind::default() };
        *self.front.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
    }

    fn behind(&self) -> MutexGuard<'_, Behind> {
        self.behind.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn swap(&self, behind: &mut Behind) {
        let mut front = self.front.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::swap(&mut *front, &mut behind.index);
    }
}

impl Index {
    /// Makes one change.
    pub fn make(&mut self, change: &Change) {
        match change {
            Change::Add(id, query) => self.add(*id, query),
            Change::Remove(id) => {
                self.remove(*id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, Scratch, Story};

    #[test]
    fn readers_see_every_change_whole_and_in_order() {
        let parse = |text: &str| Query::parse(text, &Limits::default()).expect(text);
        let shared = Shared::new(Index::default());
        let story = Story { title: "a bank".into(), ..Story::default() };
        let all: Vec<u64> = (0..50).collect();
        std::thread::scope(|scope| {
            let reading = scope.spawn(|| {
                let mut scratch = Scratch::default();
                let mut seen = 0;
                while seen < 200 {
                    let index = shared.now();
                    let matches = index.match_story(&story, &mut scratch);
                    // Numbers are added in blocks of fifty, all or none.
                    assert_eq!(matches.len() % 50, 0);
                    assert!(matches.len() >= seen, "a change was lost");
                    seen = matches.len();
                }
            });
            for block in 0..4 {
                let add = |id: &u64| Change::Add(block * 50 + id, parse("bank"));
                shared.change(all.iter().map(add).collect());
            }
            reading.join().expect("the reader saw whole changes");
        });
        shared.change(all.iter().map(|id| Change::Remove(*id)).collect());
        shared.retune(Arc::default());
        shared.change(vec![Change::Add(7, parse("NOT bank"))]);
        let index = shared.now();
        let expected: Vec<u64> = (50..200).collect();
        assert_eq!(index.match_story(&story, &mut Scratch::default()), expected);
    }
}
