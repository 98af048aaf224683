//! Who may do what, and who did what: users, sessions, API tokens, the audit trail. The methods
//! are on [`crate::Store`]. Secrets are never kept: give them as [`Secret`], which holds a hash.

use crate::folder::sha256;
use jiff::Timestamp;
use wiredesk_model::StoryId;

/// The SHA-256 of a random secret (a session cookie, an API token, the set-up token). Such secrets
/// are long and random, so that a fast hash is enough; passwords are argon2 text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Secret(pub(crate) [u8; 32]);

impl Secret {
    /// Of the secret as the client sends it.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self(sha256(secret.as_bytes()))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A user's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UserId(pub u64);

/// What a user may do; each may do what those before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Looks at the desk.
    Reader,
    /// Drafts and edits.
    Writer,
    /// Signs, publishes, corrects and withdraws.
    Editor,
    /// Manages users, tokens and sources.
    Administrator,
}

impl Role {
    /// All, the one who may least first.
    pub const ALL: [Role; 4] = [Self::Reader, Self::Writer, Self::Editor, Self::Administrator];

    /// The word in rows, forms and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Writer => "writer",
            Self::Editor => "editor",
            Self::Administrator => "administrator",
        }
    }

    /// The role of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }
}

/// A user to add.
#[derive(Clone, PartialEq, Eq)]
pub struct NewUser {
    /// To sign in with; case does not matter.
    pub name: String,
    /// As shown and signed with.
    pub display: String,
    /// argon2, in PHC text.
    pub password: String,
    /// What they may do.
    pub role: Role,
}

impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewUser({}, {})", self.name, self.role.as_str())
    }
}

/// A user.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// Their number.
    pub id: UserId,
    /// Name, password hash, role.
    pub about: NewUser,
    /// When they were added.
    pub created: Timestamp,
    /// Since when they may not sign in.
    pub disabled: Option<Timestamp>,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "User({}, {:?})", self.id.0, self.about)
    }
}

/// An API token to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// Its hash.
    pub secret: Secret,
    /// What it is for.
    pub name: String,
    /// Whose it is.
    pub owner: Option<UserId>,
    /// What it may do; the words are the API's.
    pub scopes: Vec<String>,
    /// The API's own settings of it (dialect, limits), JSON.
    pub settings: String,
    /// When it ends.
    pub expires: Option<Timestamp>,
}

/// A token's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenId(pub u64);

/// An API token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub id: TokenId,
    /// What was said when it was added, or changed since.
    pub about: NewToken,
    /// When it was added.
    pub created: Timestamp,
    /// When it was last used, as far as noted.
    pub last_used: Option<Timestamp>,
    /// When it was taken back.
    pub revoked: Option<Timestamp>,
}

/// A line for the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audit {
    /// Who did it.
    pub who: String,
    /// What: `publish`, `sign-in`, `token`, …
    pub action: String,
    /// To which story.
    pub story: Option<StoryId>,
    /// To which version.
    pub version: Option<u32>,
    /// In words, or JSON.
    pub details: Option<String>,
}

impl Audit {
    /// Who did what.
    #[must_use]
    pub fn new(who: &str, action: &str) -> Self {
        Self { who: who.into(), action: action.into(), ..Self::default() }
    }

    /// To a version of a story.
    #[must_use]
    pub fn on(self, story: StoryId, version: u32) -> Self {
        Self { story: Some(story), version: Some(version), ..self }
    }

    /// What was said about it.
    #[must_use]
    pub fn saying(self, details: Option<String>) -> Self {
        Self { details, ..self }
    }
}

/// A line of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number; grows.
    pub id: u64,
    /// When.
    pub at: Timestamp,
    /// What was recorded.
    pub entry: Audit,
}
