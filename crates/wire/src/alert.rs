//! What a subscriber is sent when a story fires standing queries of theirs.

use serde::Serialize;

/// One story's alert for one target, however many of its queries fired; the payload of webhooks
/// and streams.
#[derive(Debug, Clone, Serialize)]
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
#[derive(Debug, Clone, Serialize)]
pub struct AlertData {
    /// Place in the publication log.
    pub seq: u64,
    /// The story's number.
    pub story: u64,
    /// The version that stands since then.
    pub version: u32,
    /// The headline; absent when the story was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The opening; absent when the story was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teaser: Option<String>,
    /// What the editor said about a correction or withdrawal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Tickers it concerns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tickers: Vec<String>,
    /// Sections it stands in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// The queries that fired, now or for an earlier version.
    pub queries: Vec<FiredLine>,
    /// When it was matched, RFC 3339.
    pub matched: String,
}

/// A query that fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FiredLine {
    /// Its number.
    pub id: u64,
    /// As its owner calls it.
    pub name: String,
}
