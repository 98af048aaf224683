//! The database: reports, stories, the publication log.
//!
//! [`Store`] is the one type; it is cheap to clone and every method may be called from any thread.
//! Everything it acknowledges (returns `Ok` for) is on the disk: it survives `kill -9` and a power
//! cut. Writes wait for one sync of the disk, shared with all who write at that moment; reads run
//! on the caller's thread and take microseconds. Async callers put writes on `spawn_blocking`.
//!
//! There is no clock in here: `now` is an argument, kept to the microsecond.
//!
//! The records that go in and come out are in one file per matter ([`reports`], [`stories`],
//! [`lists`], …); the SQL is in `sqlite/`, one file per table.
//!
//! ```
//! use wiredesk_store::{Incoming, Outcome, Store};
//! use wiredesk_model::{Report, ReportId, jiff::Timestamp};
//!
//! # let folder = tempfile::tempdir()?;
//! let now: Timestamp = "2024-09-15T08:00:00Z".parse()?;
//! let store = Store::open(folder.path())?;
//! let report = Report::new(ReportId::new("x"), "Shells were sent, he said.");
//! let received = store.receive(vec![Incoming::new(report)], now)?;
//! assert_eq!(received[0].outcome, Outcome::Inserted);
//! let kept = store.report(&received[0].id)?.ok_or("lost")?;
//! assert_eq!(kept.report.text, "Shells were sent, he said.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod backup;
mod error;
mod folder;
mod rows;
mod sqlite;
mod tail;
mod verify;

pub mod alerts;
pub mod archive;
pub mod briefs;
pub mod comments;
pub mod ledger;
pub mod lists;
pub mod people;
pub mod pictures;
pub mod ratings;
pub mod reopened;
pub mod reports;
pub mod securities;
pub mod sources;
pub mod stories;

pub use alerts::*;
pub use archive::*;
pub use backup::{Backup, restore};
pub use briefs::*;
pub use comments::*;
pub use error::{Error, Result};
pub use folder::write_durably;
pub use ledger::*;
pub use lists::*;
pub use people::*;
pub use pictures::*;
pub use ratings::*;
pub use reopened::*;
pub use reports::*;
pub use securities::*;
pub use sources::*;
pub use stories::*;
pub use tail::Subscription;
pub use verify::{Problem, Verification};

use folder::{Folder, Lock};
use rusqlite::Connection;
use sqlite::{Use, readers::Readers, writer::Writer};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tail::Tail;

/// The database of one data folder.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    // Dropped in this order: queued writes are finished before the folder is let go.
    writer: Option<Writer>,
    readers: Readers,
    tail: Arc<Tail>,
    /// Moves whenever something was put into the outbox.
    outbox: Arc<Tail>,
    told: AtomicU64,
    folder: Folder,
    _lock: Option<Lock>,
}

/// Whether something was new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was not there before.
    Inserted,
    /// The very same was there already; nothing was changed.
    Known,
    /// It was there with other content, which was replaced (the old is kept as a version where
    /// versions are kept).
    Updated,
}

impl Store {
    /// Opens a data folder for reading and writing; makes it when it is missing. Brings the
    /// database to the newest schema. While it is open no other process can write there.
    ///
    /// # Errors
    /// [`Error::InUse`], [`Error::Newer`], [`Error::Foreign`], [`Error::File`].
    pub fn open(root: impl AsRef<Path>) -> Result<Self> {
        let folder = Folder::at(root.as_ref());
        let lock = folder.lock()?;
        let path = folder.database();
        let mut db = sqlite::connect(&path, Use::Write)?;
        sqlite::migrate::migrate(&mut db, &path)?;
        let tail = Arc::new(Tail::default());
        tail.moved(sqlite::log::head_of(&db)?);
        let writer = Writer::start(db, Arc::clone(&tail))?;
        Ok(Self::of(folder, Some(writer), tail, Some(lock)))
    }

    /// Opens a data folder for reading, also while another process writes there. Writing methods
    /// answer [`Error::ReadOnly`].
    ///
    /// # Errors
    /// [`Error::NoData`] when there is no database, [`Error::Newer`], [`Error::Foreign`].
    pub fn open_to_read(root: impl AsRef<Path>) -> Result<Self> {
        let folder = Folder::at(root.as_ref());
        let path = folder.database();
        if !path.is_file() {
            return Err(Error::NoData { folder: root.as_ref().to_owned() });
        }
        let db = sqlite::connect(&path, Use::Read)?;
        let found = sqlite::migrate::check(&db, &path)?;
        if found < sqlite::migrate::NEWEST {
            let advice = "this data folder is from an older wiredesk; open it once for writing \
                          (`wiredesk serve` or `ingest`) so that it is brought up to date";
            return Err(Error::Refused(advice.into()));
        }
        let tail = Arc::new(Tail::default());
        tail.moved(sqlite::log::head_of(&db)?);
        Ok(Self::of(folder, None, tail, None))
    }

    fn of(folder: Folder, writer: Option<Writer>, tail: Arc<Tail>, lock: Option<Lock>) -> Self {
        let readers = Readers::new(folder.database());
        let outbox = Arc::default();
        Self {
            inner: Arc::new(Inner {
                writer,
                readers,
                tail,
                outbox,
                told: AtomicU64::new(0),
                folder,
                _lock: lock,
            }),
        }
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.inner.folder.root()
    }

    /// The newest entry of the publication log, 0 when it is empty. Costs one atomic load.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.inner.tail.head()
    }

    /// Another value each time that what is published changed: the log's head, and how often
    /// ratings and securities changed since the store was opened. Costs two atomic loads.
    #[must_use]
    pub fn epoch(&self) -> (u64, u64) {
        (self.head(), self.inner.told.load(Ordering::Acquire))
    }

    /// Waits until the log has an entry after `seq`, at most `longest`; the head then.
    #[must_use]
    pub fn wait_after(&self, seq: u64, longest: Duration) -> u64 {
        self.inner.tail.wait_after(seq, longest)
    }

    /// Calls `hook` with the new head each time the log has grown, after the commit and on the
    /// writer's thread: it must only wake somebody (`watch::Sender::send`), never block or call
    /// the store. Read the head once after subscribing; entries before are not told.
    ///
    /// ```no_run
    /// # fn f(store: &wiredesk_store::Store) {
    /// let (grown, waiting) = std::sync::mpsc::channel();
    /// let subscription = store.subscribe(move |head| grown.send(head).unwrap_or_default());
    /// # drop((subscription, waiting)); }
    /// ```
    #[must_use = "the hook is called for as long as the subscription lives"]
    pub fn subscribe(&self, hook: impl Fn(u64) + Send + Sync + 'static) -> Subscription {
        self.inner.tail.subscribe(hook)
    }

    /// Calls `hook` each time something was put into the outbox, as [`Store::subscribe`] does.
    #[must_use = "the hook is called for as long as the subscription lives"]
    pub fn subscribe_outbox(&self, hook: impl Fn(u64) + Send + Sync + 'static) -> Subscription {
        self.inner.outbox.subscribe(hook)
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.inner.readers.read(work)
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.inner.writer.as_ref().ok_or(Error::ReadOnly)?.write(work)
    }

    /// Writes what [`Store::epoch`] has to show.
    fn tell<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let done = self.write(work);
        self.inner.told.fetch_add(1, Ordering::AcqRel);
        done
    }

    fn write_later(&self, work: impl FnOnce(&Connection) -> Result<()> + Send + 'static) {
        if let Some(writer) = &self.inner.writer {
            writer.write_later(work);
        }
    }
}
