//! What came in and what was found in it: reports, raw bytes, quarantine, storylines,
//! claims. The methods are on [`crate::Store`].

use crate::{Outcome, SourceId};
use jiff::Timestamp;
use wiredesk_model::{Report, ReportId, StorylineId};

/// A report to keep.
///
/// Its id is not looked at: the store gives every report its content address
/// ([`Report::content_id`]), so that the same report received twice is there once.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The cleaned report.
    pub report: Report,
    /// The bytes it was made from.
    pub raw: Option<Raw>,
    /// The address without what does not change the page (tracking words, `m.`, …); reports with
    /// one key are versions of one page.
    pub url_key: Option<String>,
    /// The feed it came from.
    pub feed: Option<SourceId>,
}

impl Incoming {
    /// A report and nothing beside it.
    #[must_use]
    pub fn new(report: Report) -> Self {
        Self { report, raw: None, url_key: None, feed: None }
    }
}

/// Bytes as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// `text/html`, …
    pub media_type: String,
}

/// What became of an [`Incoming`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The id it has in the store.
    pub id: ReportId,
    /// Order of arrival, from 1.
    pub seq: u64,
    /// [`Outcome::Inserted`] or [`Outcome::Known`].
    pub outcome: Outcome,
    /// Its place among the versions of its page, from 1.
    pub version: u32,
}

/// A report as kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Order of arrival, from 1.
    pub seq: u64,
    /// The report, with its content id.
    pub report: Report,
    /// When it came in.
    pub received_at: Timestamp,
    /// The key of its page.
    pub url_key: Option<String>,
    /// Its place among the versions of its page, from 1.
    pub version: u32,
    /// The feed it came from.
    pub feed: Option<SourceId>,
    /// True when the raw bytes are kept too; [`crate::Store::raw`] has them.
    pub has_raw: bool,
}

/// A report in a list, without its text.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportLine {
    /// Order of arrival.
    pub seq: u64,
    /// Its id.
    pub id: ReportId,
    /// To order by: published where told, else received.
    pub at: Timestamp,
    /// When it came in.
    pub received_at: Timestamp,
    /// The outlet.
    pub source: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// Where it was put.
    pub storyline: Option<StorylineId>,
    /// What it is a copy of.
    pub duplicate_of: Option<ReportId>,
}

/// Something that could not be read, to set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// File name or address.
    pub name: String,
    /// Why, in words.
    pub reason: String,
    /// Its first bytes; [`crate::HEAD_KEPT`] of them are kept.
    pub head: Vec<u8>,
    /// Its full size in bytes, as far as known.
    pub size: u64,
    /// The feed it came from.
    pub source: Option<SourceId>,
}

/// How many first bytes of a refused item are kept.
pub const HEAD_KEPT: usize = 1024;

/// A refused item as kept. The same one refused again for the same reason is counted, not repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Its number.
    pub id: u64,
    /// What was refused.
    pub item: Refused,
    /// When first.
    pub first_at: Timestamp,
    /// When last.
    pub last_at: Timestamp,
    /// How often.
    pub times: u64,
}

/// A storyline in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorylineLine {
    /// Its id.
    pub id: StorylineId,
    /// Its working title.
    pub title: String,
    /// How many reports are in it.
    pub reports: u64,
    /// How many of them are no copies.
    pub originals: u64,
    /// The time of its first report.
    pub first: Timestamp,
    /// The time of its last report.
    pub last: Timestamp,
}
