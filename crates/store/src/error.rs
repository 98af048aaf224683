//! What can go wrong, and what to do about it.

use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// Everything the store can answer instead of a result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Reading or writing a file failed.
    #[error("{path}: {source}; is the disk there, writable and not full?", path = .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// SQLite answered with an error.
    #[error("the database answered: {0}")]
    Database(#[from] rusqlite::Error),
    /// Another process writes to this data folder.
    #[error(
        "{folder} is in use by another wiredesk{owner}; stop that one, or give this one another \
         --data folder",
        folder = .folder.display()
    )]
    InUse {
        /// The data folder.
        folder: PathBuf,
        /// ` (process 123)`, or empty.
        owner: String,
    },
    /// There is no data folder where one was to be read.
    #[error("{folder} holds no wiredesk data; run `wiredesk serve` or `ingest` with it first",
        folder = .folder.display())]
    NoData {
        /// The folder.
        folder: PathBuf,
    },
    /// The database was made by a newer program.
    #[error(
        "the database has schema {found}, this program knows up to {known}; use a newer wiredesk"
    )]
    Newer {
        /// The database's schema number.
        found: u32,
        /// The newest one in this program.
        known: u32,
    },
    /// The file is an SQLite database, but not ours.
    #[error("{path} is not a wiredesk database; give another --data folder", path = .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Somebody saved a newer version since.
    #[error("somebody saved version {current} since; look at it and put your change on top")]
    Conflict {
        /// The newest version.
        current: u32,
    },
    /// Somebody else is editing.
    #[error("{by} is editing it until {until}")]
    Locked {
        /// Who.
        by: String,
        /// Until when, unless prolonged.
        until: Timestamp,
    },
    /// There is no such thing.
    #[error("there is no {0}")]
    NotFound(String),
    /// The rules do not allow it; the text says which and what to do.
    #[error("{0}")]
    Refused(String),
    /// A stored value cannot be read back.
    #[error("{what} cannot be read back: {why}; run `wiredesk verify`")]
    Unreadable {
        /// Which value.
        what: String,
        /// Why not.
        why: String,
    },
    /// A file is not what it was when it was written.
    #[error("{0}; put it back from another copy")]
    Damaged(String),
    /// The store was opened for reading only.
    #[error("this store was opened for reading only")]
    ReadOnly,
    /// The writer has stopped; nothing more can be saved.
    #[error("the database writer has stopped: {0}; restart wiredesk")]
    Stopped(String),
}

/// The store's results.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn file(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.as_ref().to_owned();
        move |source| Self::File { path, source }
    }

    pub(crate) fn not_found(what: impl std::fmt::Display) -> Self {
        Self::NotFound(what.to_string())
    }
}
