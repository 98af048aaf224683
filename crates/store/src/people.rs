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

    /// Tells it from others in a list; the secret cannot be had from it.
    #[must_use]
    pub fn short(&self) -> String {
        crate::folder::hex(&self.0[..8])
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

/// What somebody is at this desk. What each may do is in [`Privilege::held_by`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Reads, comments, keeps watchlists and briefs. Anybody may join.
    Reader,
    /// Looks after comments.
    Moderator,
    /// Drafts and edits stories.
    Reporter,
    /// Signs, publishes and corrects; puts the ledger right.
    Editor,
    /// Answers for the desk; may what an editor may.
    Chief,
    /// Runs the system: people, tokens, everything.
    Operator,
}

impl Role {
    /// All, from the door inwards.
    pub const ALL: [Role; 6] =
        [Self::Reader, Self::Moderator, Self::Reporter, Self::Editor, Self::Chief, Self::Operator];

    /// The word in rows, forms and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Moderator => "moderator",
            Self::Reporter => "reporter",
            Self::Editor => "editor",
            Self::Chief => "chief",
            Self::Operator => "operator",
        }
    }

    /// The role of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }

    /// Whether it holds a privilege.
    #[must_use]
    pub fn may(self, privilege: Privilege) -> bool {
        privilege.held_by().contains(&self)
    }
}

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Privilege {
    /// Comment, report comments.
    Comment,
    /// Keep watchlists, alerts and briefs.
    Watch,
    /// Show, remove and close comments; ban.
    Moderate,
    /// See drafts, reports, the trail.
    SeeDesk,
    /// Make and edit drafts.
    Draft,
    /// Sign, publish, correct, upload pictures.
    Sign,
    /// Merge, split, reject and annotate in the ledger.
    Ledger,
    /// Take a published story back.
    Withdraw,
    /// Add and rest sources and webhooks.
    Sources,
    /// People, their roles, tokens.
    People,
}

impl Privilege {
    /// All.
    pub const ALL: [Privilege; 10] = [
        Self::Comment,
        Self::Watch,
        Self::Moderate,
        Self::SeeDesk,
        Self::Draft,
        Self::Sign,
        Self::Ledger,
        Self::Withdraw,
        Self::Sources,
        Self::People,
    ];

    /// The one table of who may do what.
    #[must_use]
    pub fn held_by(self) -> &'static [Role] {
        use Role::{Chief, Editor, Moderator, Operator, Reader, Reporter};
        match self {
            Self::Comment | Self::Watch => &[Reader, Moderator, Reporter, Editor, Chief, Operator],
            Self::Moderate => &[Moderator, Editor, Chief, Operator],
            Self::SeeDesk | Self::Draft => &[Reporter, Editor, Chief, Operator],
            Self::Sign | Self::Ledger | Self::Withdraw | Self::Sources => {
                &[Editor, Chief, Operator]
            }
            Self::People => &[Operator],
        }
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
    /// Where mail reaches them.
    pub email: Option<String>,
    /// Since when that is known to be theirs.
    pub confirmed: Option<Timestamp>,
    /// Until when they may not comment, why, and what they say about it.
    pub ban: Option<Ban>,
}

/// Somebody who may not comment for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ban {
    /// Until when.
    pub until: Timestamp,
    /// Why.
    pub reason: String,
    /// What they say about it.
    pub appeal: Option<String>,
}

impl User {
    /// True when they joined by e-mail and did not confirm it yet.
    #[must_use]
    pub fn is_unconfirmed(&self) -> bool {
        self.email.is_some() && self.confirmed.is_none()
    }

    /// Where mail may be sent: the address that is known to be theirs.
    #[must_use]
    pub fn confirmed_address(&self) -> Option<&str> {
        self.email.as_deref().filter(|_| self.confirmed.is_some())
    }
}

/// What a one-time link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TicketKind {
    /// To show that an e-mail is theirs.
    Confirm,
    /// To choose a new password.
    Reset,
}

impl TicketKind {
    /// The word in rows.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reset => "reset",
        }
    }
}

/// What became of somebody's wish to join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// There is a new account; or one that was never confirmed has the new words.
    Waiting(UserId),
    /// The e-mail has an account already; nothing was changed.
    Known(UserId),
}

/// Where somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Tells it from others; not the secret.
    pub id: String,
    /// Since when.
    pub created: Timestamp,
    /// Until when.
    pub expires: Timestamp,
    /// Which browser.
    pub label: String,
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

/// A key with which one signs in instead of a password (WebAuthn).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// The credential's id, given by its authenticator.
    pub id: Vec<u8>,
    /// Whose it is.
    pub user: UserId,
    /// A random name of the user that tells nothing; kept beside the key.
    pub handle: Vec<u8>,
    /// The public key, as COSE.
    pub key: Vec<u8>,
    /// Signatures so far; 0 of one that does not count.
    pub count: u32,
    /// What its owner calls it.
    pub label: String,
    /// Since when.
    pub created: Timestamp,
    /// Last used.
    pub used: Option<Timestamp>,
}
