//! An index that is changed while stories are matched: readers never wait.
//!
//! There are two copies of what matching touches. Readers hold the one in front, each for one
//! story; changes are made to the one behind, which nobody reads, then the two change places, and
//! what was changed is changed in the other before the next changes. That costs matching nothing
//! but the exchange of one pointer. What only changes need (the registry) is there once.

use crate::registry::Registry;
use crate::standing::Edit;
use crate::{Frequencies, Index, Matcher, Memory, Query};
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
    front: RwLock<Arc<Matcher>>,
    behind: Mutex<Behind>,
}

#[derive(Debug, Default)]
struct Behind {
    matcher: Arc<Matcher>,
    /// What stands in front.
    registry: Registry,
    missing: Missing,
    /// Changes made since the anchors began to be chosen anew.
    since: Option<Vec<Change>>,
}

/// Changes that the copy in front has and the one behind has not.
#[derive(Debug, Default)]
struct Missing {
    changes: Vec<Change>,
    /// What they did, each with the place of its change.
    edits: Vec<(usize, Edit)>,
}

/// How often a change looks again whether the last reader of the copy behind has gone.
const PATIENCE: usize = 1_000;

impl Shared {
    /// Shares an index.
    #[must_use]
    pub fn new(index: Index) -> Self {
        let Index { matcher, registry } = index;
        let behind = Arc::new(matcher.clone());
        let behind = Behind { matcher: behind, registry, ..Behind::default() };
        Self { front: RwLock::new(Arc::new(matcher)), behind: Mutex::new(behind) }
    }

    /// The queries as they stand now. Hold it for a story or a few, not for long: the memory of
    /// the second copy is used again only when it is let go.
    #[must_use]
    pub fn now(&self) -> Arc<Matcher> {
        Arc::clone(&self.front.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// How many queries stand.
    #[must_use]
    pub fn len(&self) -> usize {
        self.behind().registry.len()
    }

    /// Whether none stands.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes held, both copies counted.
    #[must_use]
    pub fn memory(&self) -> Memory {
        let behind = self.behind();
        let matching = self.now().bytes() + behind.matcher.bytes();
        Memory { matching, registry: behind.registry.bytes() }
    }

    /// Makes changes, all visible at once to whoever asks next. Returns when they are.
    pub fn change(&self, changes: Vec<Change>) {
        let mut behind = self.behind();
        let Behind { matcher, registry, missing, since } = &mut *behind;
        if let Some(since) = since {
            since.extend(changes.iter().cloned());
        }
        // A story takes a fraction of a millisecond. Who holds the old copy for longer is not
        // waited for: it keeps it, and the copy that is changed is a new one.
        for _ in 0..PATIENCE {
            if Arc::get_mut(matcher).is_some() {
                break;
            }
            std::thread::yield_now();
        }
        let matcher = Arc::make_mut(matcher);
        for (place, edit) in &missing.edits {
            matcher.edit(edit, missing.changes.get(*place).and_then(Change::query));
        }
        let mut edits = Vec::with_capacity(changes.len());
        for (place, change) in changes.iter().enumerate() {
            matcher.make(change, registry, &mut |edit| edits.push((place, edit)));
        }
        *missing = Missing { changes, edits };
        self.swap(&mut behind);
    }

    /// Chooses all anchors anew by these frequencies, in a second or two a million queries.
    /// Matching and changes go on meanwhile. One thread at a time may do this: a second that
    /// begins before the first has ended does nothing.
    pub fn retune(&self, frequencies: Arc<Frequencies>) {
        let (matcher, registry) = {
            let mut behind = self.behind();
            if behind.since.is_some() {
                return;
            }
            behind.since = Some(Vec::new());
            (self.now(), behind.registry.clone())
        };
        let mut new = Index::rebuilt_of(&matcher, &registry, frequencies);
        drop((matcher, registry));
        let mut behind = self.behind();
        let since = behind.since.take().unwrap_or_default();
        since.iter().for_each(|change| new.make(change));
        let Index { matcher, registry } = new;
        let copy = Arc::new(matcher.clone());
        *behind = Behind { matcher: copy, registry, ..Behind::default() };
        *self.front.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(matcher);
    }

    fn behind(&self) -> MutexGuard<'_, Behind> {
        self.behind.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn swap(&self, behind: &mut Behind) {
        let mut front = self.front.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::swap(&mut *front, &mut behind.matcher);
    }
}

impl Change {
    fn query(&self) -> Option<&Query> {
        match self {
            Self::Add(_, query) => Some(query),
            Self::Remove(_) => None,
        }
    }
}

impl Index {
    /// Makes one change.
    pub fn make(&mut self, change: &Change) {
        self.matcher.make(change, &mut self.registry, &mut |_| {});
    }
}

impl Matcher {
    fn make(&mut self, change: &Change, registry: &mut Registry, told: &mut impl FnMut(Edit)) {
        match change {
            Change::Add(id, query) => self.add(*id, query, registry, told),
            Change::Remove(id) => {
                self.remove(*id, registry, told);
            }
        }
    }
}

impl Default for Matcher {
    fn default() -> Self {
        Self::new(Arc::default())
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
