//! Connections for reading, used on the caller's own thread: a hop to another thread costs more
//! than most look-ups. A connection that nobody holds waits in the pool.

use super::{Use, connect};
use crate::Result;
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Connections kept; more are made when more threads read at once, and closed afterwards.
const KEPT: usize = 16;

#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub fn new(path: PathBuf) -> Self {
        Self { path, idle: Mutex::new(Vec::new()) }
    }

    /// Runs `work` on one snapshot of the database.
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = self.idle().pop();
        let mut db = match idle {
            Some(db) => db,
            None => connect(&self.path, Use::Read)?,
        };
        let snapshot = db.transaction()?;
        let result = work(&snapshot);
        snapshot.finish()?;
        let mut idle = self.idle();
        if idle.len() < KEPT {
            idle.push(db);
        }
        result
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
