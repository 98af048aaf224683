//! The publication log: one ordered list of everything the house said and took back.

use crate::StoryId;
use jiff::Timestamp;

/// One entry of the log. Streams, feeds, webhooks and alerts are cursors over these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Place in the log, from 1, without gaps.
    pub seq: u64,
    /// When it was logged.
    pub at: Timestamp,
    /// What was done.
    pub kind: PublicationKind,
    /// To which story.
    pub story: StoryId,
    /// Which version of it stands since then.
    pub version: u32,
    /// What the editor said about it (required for corrections and kills).
    pub note: Option<String>,
    /// Who did it.
    pub by: String,
}

/// What was done to a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PublicationKind {
    /// Published for the first time.
    Published,
    /// A newer version with more news, nothing wrong with the old one.
    Updated,
    /// Put right, in one of the Reuters handbook's classes.
    Corrected(CorrectionClass),
    /// Taken back for good.
    Withdrawn,
}

impl PublicationKind {
    /// The word in JSON and in rows.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Updated => "updated",
            Self::Corrected(class) => class.as_str(),
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "published" => Some(Self::Published),
            "updated" => Some(Self::Updated),
            "withdrawn" => Some(Self::Withdrawn),
            _ => CorrectionClass::parse(word).map(Self::Corrected),
        }
    }
}

/// The Reuters handbook's classes of putting right (the fourth, withdrawn, is
/// [`PublicationKind::Withdrawn`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CorrectionClass {
    /// Changes meaning: a number, a quote, a speaker.
    Corrected,
    /// Minor: a misspelt name, a wrong weekday.
    Refiled,
    /// Sent again unchanged.
    Repeated,
}

impl CorrectionClass {
    /// The word in JSON, in rows and in form fields.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Refiled => "refiled",
            Self::Repeated => "repeated",
        }
    }

    /// The class of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Corrected, Self::Refiled, Self::Repeated].into_iter().find(|c| c.as_str() == word)
    }
}
