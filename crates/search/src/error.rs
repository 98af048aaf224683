//! What can go wrong, in words for the one who searches or runs the desk.

use std::path::PathBuf;

/// Everything the index can answer instead of a result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The query cannot be understood; the text says why, for the person who wrote it.
    #[error("{0}")]
    Query(String),
    /// Another process writes to this index.
    #[error("the search index {} is in use by another wiredesk; stop that one first", .0.display())]
    InUse(PathBuf),
    /// The folder holds something else.
    #[error("{} is not a search index; give an empty folder", .0.display())]
    Foreign(PathBuf),
    /// There is no index of this program's version to read.
    #[error("{} holds no search index of this version; run `wiredesk reindex`", .0.display())]
    NoIndex(PathBuf),
    /// The index was opened for reading only.
    #[error("this search index was opened for reading only")]
    ReadOnly,
    /// Reading or writing a file failed.
    #[error("{path}: {source}; is the disk there, writable and not full?", path = .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The index failed; it can be thrown away and made again.
    #[error("the search index failed: {0}; `wiredesk reindex` makes it again")]
    Index(#[from] tantivy::TantivyError),
}

/// The index's results.
pub type Result<T> = std::result::Result<T, Error>;
