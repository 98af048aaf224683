//! Group commit: one thread owns the one connection that writes. It takes every write that is
//! waiting, runs each in a savepoint of one transaction, commits once (one sync of the disk), and
//! only then tells each caller. Under load the price of a sync is shared by all who wait for it.

use super::log::head_of;
use crate::tail::Tail;
use crate::{Error, Result};
use rusqlite::{Connection, TransactionBehavior};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Writes that may wait before callers do.
const QUEUE: usize = 1024;
/// Writes in one transaction at most, so that nobody waits long behind a flood.
const BATCH: usize = 512;

/// The writing end. Dropping it ends the thread after the last queued write.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Option<SyncSender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
    stopped: Arc<Mutex<Option<String>>>,
}

/// A queued write: run in a savepoint, then told how the commit went.
trait Job: Send {
    /// True when its changes are to stay.
    fn run(&mut self, db: &Connection) -> bool;
    fn tell(self: Box<Self>, commit: std::result::Result<(), String>);
}

struct Write<T, F> {
    work: Option<F>,
    result: Option<Result<T>>,
    reply: Option<SyncSender<Result<T>>>,
}

impl<T: Send, F: FnOnce(&Connection) -> Result<T> + Send> Job for Write<T, F> {
    fn run(&mut self, db: &Connection) -> bool {
        let Some(work) = self.work.take() else { return false };
        // A panic would end the thread and with it every later write; it costs its own caller only.
        let result = catch_unwind(AssertUnwindSafe(|| work(db)))
            .unwrap_or_else(|_| Err(Error::Stopped("this write panicked (a bug)".into())));
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn tell(self: Box<Self>, commit: std::result::Result<(), String>) {
        let result = match (self.result, commit) {
            (Some(Ok(_)) | None, Err(why)) => Err(Error::Stopped(why)),
            (Some(result), _) => result,
            (None, Ok(())) => Err(Error::Stopped("the write was not run".into())),
        };
        match (self.reply, result) {
            (Some(reply), result) => drop(reply.send(result)), // a caller that left needs no answer
            (None, Err(e)) => tracing::warn!(error = %e, "a write that nobody waited for failed"),
            (None, Ok(_)) => {}
        }
    }
}

impl Writer {
    pub fn start(db: Connection, tail: Arc<Tail>) -> Result<Self> {
        let (queue, jobs) = sync_channel(QUEUE);
        let stopped = Arc::new(Mutex::new(None));
        let note = Arc::clone(&stopped);
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || {
                let why = run(db, &jobs, &tail);
                *note.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
            })
            .map_err(Error::file("store-writer thread"))?;
        Ok(Self { queue: Some(queue), thread: Some(thread), stopped })
    }

    /// Queues the work and waits until it is committed and on the disk.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = sync_channel(1);
        self.queue(Write { work: Some(work), result: None, reply: Some(reply) })?;
        answer.recv().map_err(|_| self.gone())?
    }

    /// Queues the work and does not wait. For what may be lost: a failure is only logged.
    pub fn write_later(&self, work: impl FnOnce(&Connection) -> Result<()> + Send + 'static) {
        if let Err(e) = self.queue(Write { work: Some(work), result: None, reply: None }) {
            tracing::warn!(error = %e, "a write that nobody waits for could not be queued");
        }
    }

    fn queue<T, F>(&self, job: Write<T, F>) -> Result<()>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let queue = self.queue.as_ref().ok_or_else(|| self.gone())?;
        queue.send(Box::new(job)).map_err(|_| self.gone())
    }

    fn gone(&self) -> Error {
        let why = self.stopped.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Error::Stopped(why.unwrap_or_else(|| "it is shutting down".into()))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        // A hook may hold the last store: the writer cannot wait for itself.
        let other = |t: &JoinHandle<()>| t.thread().id() != std::thread::current().id();
        if let Some(thread) = self.thread.take().filter(other) {
            let _ = thread.join();
        }
    }
}

fn run(mut db: Connection, jobs: &Receiver<Box<dyn Job>>, tail: &Tail) -> String {
    let mut batch: Vec<Box<dyn Job>> = Vec::with_capacity(BATCH);
    while let Ok(first) = jobs.recv() {
        batch.push(first);
        batch.extend(jobs.try_iter().take(BATCH - 1));
        let outcome = commit(&mut db, &mut batch);
        if let Ok(head) = outcome {
            tail.moved(head);
        }
        let told = outcome.map(|_| ()).map_err(|e| e.to_string());
        for job in batch.drain(..) {
            job.tell(told.clone());
        }
    }
    "the store was closed".into()
}

/// Runs the batch in one transaction; on success the head of the publication log.
fn commit(db: &mut Connection, batch: &mut [Box<dyn Job>]) -> Result<u64> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if let [only] = batch {
        // Alone, it needs no savepoint: the transaction itself is rolled back. (Below a savepoint
        // SQLite also keeps the old of every page it changes, which costs a long write a quarter.)
        if !only.run(&transaction) {
            transaction.rollback()?;
            return head_of(db);
        }
    } else {
        for job in batch {
            transaction.execute_batch("SAVEPOINT job")?;
            let kept = job.run(&transaction);
            let end = if kept { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" };
            transaction.execute_batch(end)?;
        }
    }
    let head = head_of(&transaction)?;
    transaction.commit()?;
    Ok(head)
}
