//! The newest entries of the log, ready to be sent: made once, by one thread, for everybody.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use wiredesk_alert::{Index, Query, Scratch};
use wiredesk_flow::alerts::tellings;
use wiredesk_model::Read;
use wiredesk_model::{Publication, PublicationKind, StoryId};
use wiredesk_publish::House;
use wiredesk_store::Store;

use super::entry::{Entry, Imprint};
use crate::{Error, limits};

/// How long the thread waits for the log before it looks whether it is still wanted.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Entries read from the store at once.
const PAGE: usize = 64;

/// The tape. Dropping the last handle ends its thread.
#[derive(Debug)]
pub(crate) struct Tape {
    store: Store,
    house: House,
    reader: Reading,
    imprint: Arc<Imprint>,
    ring: RwLock<Ring>,
    head: watch::Sender<u64>,
    standing: Mutex<Standing>,
    catching_up: Semaphore,
}

/// The newest entries, without gaps.
#[derive(Debug, Default)]
struct Ring {
    entries: VecDeque<Arc<Entry>>,
    bytes: usize,
}

/// The queries of all lines, held together against each entry once.
#[derive(Debug, Default)]
struct Standing {
    index: Index,
    scratch: Scratch,
    /// The number given last.
    last: u64,
    /// The entry they were held against last.
    matched: u64,
}

/// A query that is held against each entry as long as this lives.
#[derive(Debug)]
pub(crate) struct Stands {
    tape: Arc<Tape>,
    /// Its number among [`Entry::fired`].
    pub id: u64,
    /// It was held against all entries of the tape after this one.
    pub since: u64,
}

/// Reads the words of stories for their names.
struct Reading(Arc<dyn Read>);

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reading")
    }
}

impl Drop for Stands {
    fn drop(&mut self) {
        self.tape.standing().index.remove(self.id);
    }
}

impl Tape {
    /// Follows the log from its head on.
    pub fn start(store: Store, house: House, reader: Arc<dyn Read>) -> Arc<Self> {
        let head = store.head();
        let source = house.name.to_lowercase().replace(' ', "-");
        let imprint = Arc::new(Imprint { base: house.base.clone(), source });
        let tape = Arc::new(Self {
            store,
            house,
            reader: Reading(reader),
            imprint,
            ring: RwLock::default(),
            head: watch::Sender::new(head),
            standing: Mutex::default(),
            catching_up: Semaphore::new(limits::CATCHING_UP_AT_ONCE),
        });
        let weak = Arc::downgrade(&tape);
        let thread = std::thread::Builder::new().name("tape".into());
        if let Err(error) = thread.spawn(move || follow(&weak, head)) {
            tracing::error!(%error, "streams stand still: no thread could be started");
        }
        tape
    }

    /// The newest entry that is ready.
    pub fn head(&self) -> u64 {
        *self.head.borrow()
    }

    /// Tells when it moves.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.head.subscribe()
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Holds a query against each entry from now on.
    pub fn stand(self: &Arc<Self>, query: &Query) -> Stands {
        let mut standing = self.standing();
        standing.last += 1;
        let id = standing.last;
        standing.index.add(id, query);
        let since = standing.matched.max(self.head());
        drop(standing);
        Stands { tape: self.clone(), id, since }
    }

    /// Entries after `seq`, in order, at most some; from memory, else from the store.
    pub async fn after(self: &Arc<Self>, seq: u64) -> Result<Vec<Arc<Entry>>, Error> {
        if let Some(entries) = self.recent(seq) {
            return Ok(entries);
        }
        let place = self.catching_up.acquire().await;
        let tape = self.clone();
        let read = tokio::task::spawn_blocking(move || tape.read(seq)).await;
        drop(place);
        read.map_err(|e| Error::Broken(e.to_string()))?
    }

    /// The newest entries, in order, at most so many.
    pub async fn newest(self: &Arc<Self>, most: usize) -> Result<Vec<Arc<Entry>>, Error> {
        let (head, mut entries) = (self.head(), Vec::new());
        let mut at = head.saturating_sub(most as u64);
        while at < head {
            let more = self.after(at).await?;
            let Some(last) = more.last() else { break };
            at = last.log.seq;
            entries.extend(more.into_iter().filter(|e| e.log.seq <= head));
        }
        Ok(entries)
    }

    fn recent(&self, seq: u64) -> Option<Vec<Arc<Entry>>> {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        let first = ring.entries.front()?.log.seq;
        let skip = usize::try_from((seq + 1).checked_sub(first)?).ok()?;
        Some(ring.entries.iter().skip(skip).take(PAGE).cloned().collect())
    }

    fn read(&self, seq: u64) -> Result<Vec<Arc<Entry>>, Error> {
        let head = self.head();
        let entries = self.store.log_after(seq, PAGE)?;
        let ready = entries.into_iter().filter(|e| e.seq <= head);
        ready.map(|entry| Ok(Arc::new(self.make(entry)?))).collect()
    }

    fn make(&self, entry: Publication) -> Result<Entry, Error> {
        let tellings = tellings(&self.store, self.reader.0.as_ref(), &entry)?;
        let item = match self.store.published(entry.story)? {
            Some(kept) => Some(wiredesk_flow::publishing::item(&self.store, &self.house, &kept)?),
            None => None,
        };
        Ok(Entry::new(entry, item, tellings, self.imprint.clone()))
    }

    /// Makes the next entries ready and tells everybody.
    fn take_in(&self, entries: Vec<Publication>) -> Result<(), Error> {
        for entry in entries {
            let (seq, withdrawn) = (entry.seq, entry.kind == PublicationKind::Withdrawn);
            let story = entry.story;
            let mut made = self.make(entry)?;
            made.fired = Some(self.fired(&made));
            self.ring().push(made);
            if withdrawn {
                self.forget_words(story)?;
            }
            self.head.send_replace(seq);
        }
        Ok(())
    }

    /// What was said of a story must not be told any more, not even from memory.
    fn forget_words(&self, story: StoryId) -> Result<(), Error> {
        let of_it = |(_, entry): &(usize, &Arc<Entry>)| entry.log.story == story;
        let held: Vec<(usize, Arc<Entry>)> = {
            let ring = self.ring();
            let stale = ring.entries.iter().enumerate().filter(of_it);
            stale.map(|(at, entry)| (at, entry.clone())).collect()
        };
        // Only this thread changes the ring, so that places stay the same meanwhile.
        for (at, old) in held {
            let mut made = self.make(old.log.clone())?;
            made.fired.clone_from(&old.fired);
            self.ring().entries[at] = Arc::new(made);
        }
        Ok(())
    }

    fn fired(&self, entry: &Entry) -> Vec<u64> {
        let mut standing = self.standing();
        let Standing { index, scratch, .. } = &mut *standing;
        let mut fired = Vec::new();
        for told in &entry.tellings {
            fired.extend_from_slice(index.match_story(told, scratch));
        }
        fired.sort_unstable();
        fired.dedup();
        standing.matched = entry.log.seq;
        fired
    }

    fn ring(&self) -> std::sync::RwLockWriteGuard<'_, Ring> {
        self.ring.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ring {
    fn push(&mut self, entry: Entry) {
        self.bytes += entry.weight();
        self.entries.push_back(Arc::new(entry));
        while self.entries.len() > limits::TAPE_ENTRIES || self.bytes > limits::TAPE_BYTES {
            let Some(oldest) = self.entries.pop_front() else { return };
            self.bytes = self.bytes.saturating_sub(oldest.weight());
        }
    }
}

fn follow(tape: &Weak<Tape>, mut seen: u64) {
    loop {
        let Some(store) = tape.upgrade().map(|t| t.store.clone()) else { return };
        let _ = store.wait_after(seen, LOOK_EVERY);
        let Some(tape) = tape.upgrade() else { return };
        let taken = store.log_after(seen, PAGE).map_err(Error::from);
        if let Err(error) = taken.and_then(|entries| tape.take_in(entries)) {
            tracing::error!(%error, "streams stand still; they go on in a moment");
            std::thread::sleep(LOOK_EVERY);
        }
        seen = tape.head();
    }
}
