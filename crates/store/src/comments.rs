//! What readers say under stories. The methods are on [`crate::Store`].

use crate::UserId;
use jiff::Timestamp;
use wiredesk_model::StoryId;

/// A comment's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CommentId(pub u64);

/// Whether readers see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommentState {
    /// They do.
    Shown,
    /// Not until a moderator looked at it.
    Held,
    /// Not any more.
    Removed,
}

impl CommentState {
    /// The word in rows.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Held => "held",
            Self::Removed => "removed",
        }
    }

    /// The state of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Shown, Self::Held, Self::Removed].into_iter().find(|s| s.as_str() == word)
    }
}

/// Whether a story takes comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Door {
    /// It does.
    #[default]
    Open,
    /// It shows those it has.
    Closed,
    /// It shows none.
    Hidden,
}

impl Door {
    /// All.
    pub const ALL: [Door; 3] = [Self::Open, Self::Closed, Self::Hidden];

    /// The word in rows and forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Hidden => "hidden",
        }
    }

    /// The door of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.as_str() == word)
    }
}

/// A comment to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewComment {
    /// Under which story.
    pub story: StoryId,
    /// To which comment; an answer to an answer goes to the top one.
    pub parent: Option<CommentId>,
    /// Whose.
    pub user: UserId,
    /// Plain text.
    pub text: String,
    /// Why it waits for a moderator.
    pub held: Option<String>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its number.
    pub id: CommentId,
    /// Under which story.
    pub story: StoryId,
    /// The top one that it answers.
    pub parent: Option<CommentId>,
    /// Whose.
    pub user: UserId,
    /// The name they are shown under.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// When it was changed.
    pub edited: Option<Timestamp>,
    /// Plain text.
    pub text: String,
    /// Whether readers see it.
    pub state: CommentState,
    /// Why it is held or removed.
    pub why: Option<String>,
    /// How many readers reported it.
    pub reports: u64,
}
