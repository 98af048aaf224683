//! Feeds and outlets that reports come from.

use jiff::Timestamp;

/// A source's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u64);

/// A feed to poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// Its address; one source an address.
    pub url: String,
    /// Its name, where known.
    pub title: Option<String>,
    /// `rss`, `atom`, `json`, `page`, …
    pub kind: String,
    /// Under which terms its reports may be used.
    pub terms: Option<String>,
    /// 0 to 100, as an editor sets it.
    pub reliability: Option<u8>,
}

/// A source and how polling it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its number.
    pub id: SourceId,
    /// What an editor said about it.
    pub about: NewSource,
    /// For a conditional request.
    pub etag: Option<String>,
    /// For a conditional request.
    pub last_modified: Option<String>,
    /// When to ask next.
    pub next_due: Timestamp,
    /// When it was last asked.
    pub last_fetched: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// What the last failure said.
    pub last_error: Option<String>,
    /// False when it is not to be polled.
    pub enabled: bool,
    /// When it was added.
    pub created: Timestamp,
}

/// How one fetch of a source went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// It answered; what it said about itself.
    Answered {
        /// The feed's title; `None` leaves the old one.
        title: Option<String>,
        /// Its new ETag.
        etag: Option<String>,
        /// Its new Last-Modified.
        last_modified: Option<String>,
    },
    /// It answered that nothing is new.
    NotModified,
    /// It did not answer, or nothing readable.
    Failed(String),
}
