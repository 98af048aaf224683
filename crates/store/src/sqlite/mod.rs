//! SQLite: one file per table, each an `impl Store` block; all SQL of the project is below here.
//!
//! [`open`](connect) sets up a connection, `migrate` brings a file to the newest schema, `writer`
//! batches writes into transactions, `columns` says how values become columns.

pub(crate) mod columns;
pub(crate) mod migrate;
pub(crate) mod readers;
pub(crate) mod writer;

mod accounts;
mod alerts;
mod archive;
mod audit;
mod briefs;
mod claims;
mod comments;
mod facets;
mod held;
mod ledger;
mod lists;
pub(crate) mod log;
mod outbox;
mod outlets;
mod passkeys;
mod people;
mod pictures;
mod published;
mod quarantine;
mod ratings;
mod reopened;
mod reports;
mod securities;
mod sources;
mod stories;
mod storylines;
mod tokens;
pub(crate) mod verify;

use crate::Result;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// How long a connection waits for another process that holds the file.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Write,
    Read,
}

/// A connection with every setting that the store relies on.
pub(crate) fn connect(path: &Path, to: Use) -> Result<Connection> {
    let access = match to {
        Use::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        // A reader of a WAL database has to write the -shm file; `query_only` keeps it honest.
        Use::Read => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let db = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_timeout(BUSY_WAIT)?;
    db.set_prepared_statement_cache_capacity(256);
    // The same plan whatever is bound; without it every statement is planned anew each time.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "temp_store", "memory")?;
    match to {
        Use::Write => {
            // Larger pages suit story bodies; only a new file takes the size.
            db.pragma_update(None, "page_size", 8192)?;
            db.pragma_update(None, "journal_mode", "wal")?;
            // FULL: a commit returns after the log is on the disk, so that what was acknowledged
            // outlives a power cut and not only a crash. Group commit makes it cheap.
            db.pragma_update(None, "synchronous", "full")?;
            db.pragma_update(None, "wal_autocheckpoint", 4000)?;
            db.pragma_update(None, "journal_size_limit", 64 << 20)?;
            db.pragma_update(None, "cache_size", -128 * 1024)?;
        }
        Use::Read => {
            db.pragma_update(None, "query_only", true)?;
            db.pragma_update(None, "cache_size", -32 * 1024)?;
        }
    }
    Ok(db)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    /// With other values bound, SQLite built with STAT4 plans a statement anew each time: more
    /// than half the price of a look-up.
    #[test]
    fn a_statement_is_planned_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wiredesk.db");
        migrate::migrate(&mut connect(&path, Use::Write).unwrap(), &path).unwrap();
        let db = connect(&path, Use::Read).unwrap();
        for sql in [
            "SELECT p.story FROM published p JOIN stories s ON s.id = p.story WHERE p.story = ?1",
            "SELECT story FROM story_facets WHERE value = 1 AND clock = 0 AND at < ?1 LIMIT ?1",
            "SELECT id FROM facet_values WHERE facet = ?1 AND key = ?1",
        ] {
            let mut statement = db.prepare(sql).unwrap();
            for value in 0..5 {
                assert!(!statement.exists([value]).unwrap());
            }
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0, "{sql}");
        }
    }
}
