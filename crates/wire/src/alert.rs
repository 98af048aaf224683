//! What a subscriber is sent when a story fires standing queries of theirs.

use serde::{Deserialize, Serialize};

/// One story's alert for one target, however many of its queries fired; the payload of webhooks
/// and streams.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AlertLine {
    /// `story.published`, `story.updated`, `story.corrected`, `story.refiled`, `story.repeated`,
    /// `story.withdrawn`.
    pub r#type: String,
    /// When the story was logged, RFC 3339.
    pub timestamp: String,
    /// What was done.
    pub data: AlertData,
}

/// The story, and why it is sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AlertData {
    /// Place in the publication log.
    pub seq: u64,
    /// The story's number.
    pub story: u64,
    /// The version that stands since then.
    pub version: u32,
    /// The headline; absent when the story was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The opening; absent when the story was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teaser: Option<String>,
    /// What the editor said about a correction or withdrawal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Tickers it concerns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tickers: Vec<String>,
    /// Sections it stands in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// The queries that fired, now or for an earlier version.
    pub queries: Vec<FiredLine>,
    /// When the first report that it stands on came in, RFC 3339; of a story that was moved in,
    /// absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<String>,
    /// Where the story can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was matched, RFC 3339. It was logged at `timestamp`, and is handed over when it
    /// comes.
    pub matched: String,
}

/// A query that fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiredLine {
    /// Its number.
    pub id: u64,
    /// As its owner calls it.
    pub name: String,
}
