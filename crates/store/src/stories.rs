//! What the desk makes: stories, their versions, the publication log. The methods are on
//! [`crate::Store`].
//!
//! The way of a story: [`new_story`](crate::Store::new_story) makes version 1 as a draft,
//! [`save_story`](crate::Store::save_story) adds versions (each needs the version it was made from),
//! [`publish`](crate::Store::publish) makes the newest version the one that readers see and appends
//! to the log, [`withdraw`](crate::Store::withdraw) takes it back. Each of these writes its own
//! line of the audit trail.

use crate::Finished;
use jiff::Timestamp;
use wiredesk_model::{PublicationKind, Story, StoryId, StorylineId};

/// Where a story stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoryState {
    /// Never published.
    Draft,
    /// Readers see its live version.
    Published,
    /// It was published and taken back.
    Withdrawn,
    /// It was put away before anybody saw it.
    Discarded,
}

impl StoryState {
    /// All.
    pub const ALL: [StoryState; 4] =
        [Self::Draft, Self::Published, Self::Withdrawn, Self::Discarded];

    /// The word in rows and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::Discarded => "discarded",
        }
    }

    /// The state of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// Whether a story was made here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Made at this desk: it has versions with evidence and checks.
    Own,
    /// Moved in from an archive: kept as imported, not as checked here.
    Imported,
}

/// A story in the desk's lists, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryLine {
    /// Its number.
    pub id: StoryId,
    /// Made here or moved in.
    pub origin: Origin,
    /// Where it stands.
    pub state: StoryState,
    /// The headline of its newest version.
    pub headline: String,
    /// What it was drafted from.
    pub storyline: Option<StorylineId>,
    /// Its newest version.
    pub head: u32,
    /// The version that readers see.
    pub live: Option<u32>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was changed last.
    pub changed: Timestamp,
    /// Who changed it last.
    pub changed_by: String,
    /// Who is editing it, and until when; may be past.
    pub lock: Option<(String, Timestamp)>,
}

/// One version of a story. Immutable.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryVersion {
    /// Of which story.
    pub id: StoryId,
    /// From 1.
    pub version: u32,
    /// When it was saved.
    pub at: Timestamp,
    /// Who saved it.
    pub by: String,
    /// What they said about it.
    pub note: Option<String>,
    /// The story with evidence and checks.
    pub story: Story,
}

/// A version in a list, without the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionLine {
    /// From 1.
    pub version: u32,
    /// When it was saved.
    pub at: Timestamp,
    /// Who saved it.
    pub by: String,
    /// What they said about it.
    pub note: Option<String>,
}

/// A change to save.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// Which story.
    pub id: StoryId,
    /// The version that the editor had before them.
    pub base: u32,
    /// The new version.
    pub story: Story,
    /// Who.
    pub by: String,
    /// What they say about it.
    pub note: Option<String>,
}

/// A publication to make.
#[derive(Debug, Clone, PartialEq)]
pub struct Publish {
    /// Which story.
    pub id: StoryId,
    /// Its newest version, which the editor has before them.
    pub version: u32,
    /// `Published` for the first time (also again after a withdrawal), else `Updated` or
    /// `Corrected`; to take back see [`crate::Store::withdraw`].
    pub kind: PublicationKind,
    /// Required for corrections.
    pub note: Option<String>,
    /// Who signs.
    pub by: String,
    /// The version as readers see it; rendered by the caller.
    pub finished: Finished,
}
