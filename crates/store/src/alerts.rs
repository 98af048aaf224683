//! Standing queries, watchlists, where their matches go, and the outbox of what is still to be
//! delivered. The methods are on [`crate::Store`].
//!
//! The way of a delivery: [`enqueue`](crate::Store::enqueue) puts it in (once for each target and
//! key) and moves the consumer's cursor over the publication log in the same transaction;
//! [`claim`](crate::Store::claim) leases what is due; the sender then says what came of it
//! ([`settle`](crate::Store::settle)). A lease that runs
//! out (the sender died) is claimed again: at least once, and the key lets receivers drop repeats.

use crate::UserId;
use jiff::Timestamp;
use wiredesk_model::StoryId;

/// A target's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TargetId(pub u64);

/// A standing query's number; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QueryId(pub u64);

/// A watchlist's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WatchlistId(pub u64);

/// A delivery's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeliveryId(pub u64);

/// Where matches go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTarget {
    /// Whose it is.
    pub owner: Option<UserId>,
    /// `webhook`, `mail`, …
    pub kind: String,
    /// As shown.
    pub name: String,
    /// What that kind needs (address, secret, dialect), JSON.
    pub settings: String,
}

/// A target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its number.
    pub id: TargetId,
    /// What was said about it.
    pub about: NewTarget,
    /// Why nothing is sent now.
    pub paused: Option<String>,
    /// When it was added.
    pub created: Timestamp,
}

/// A query to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuery {
    /// Whose it is.
    pub owner: Option<UserId>,
    /// As shown.
    pub name: String,
    /// In the language of `wiredesk-alert`.
    pub query: String,
    /// Where its matches go; `None`: they are only shown.
    pub target: Option<TargetId>,
    /// False: it is kept but not matched.
    pub enabled: bool,
}

/// A standing query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingQuery {
    /// Its number.
    pub id: QueryId,
    /// What was said about it.
    pub about: NewQuery,
    /// When it was added.
    pub created: Timestamp,
    /// When it was changed.
    pub changed: Timestamp,
    /// When it was deleted: still told, so that an index in memory can drop it.
    pub deleted: Option<Timestamp>,
}

/// A list of things to watch, to add or to put in place of one.
#[derive(Debug, Clone, PartialEq)]
pub struct NewWatchlist {
    /// Whose it is.
    pub owner: Option<UserId>,
    /// As shown.
    pub name: String,
    /// Tickers, entity ids, and others that `wiredesk-alert` reads.
    pub entries: Vec<String>,
    /// Only stories of at least so much.
    pub importance: Option<f64>,
    /// The standing query that it is matched as.
    pub query: Option<QueryId>,
}

/// A list of things to watch.
#[derive(Debug, Clone, PartialEq)]
pub struct Watchlist {
    /// Its number.
    pub id: WatchlistId,
    /// What was said about it.
    pub about: NewWatchlist,
    /// When it was changed.
    pub changed: Timestamp,
}

/// Something to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// To where.
    pub target: TargetId,
    /// Its identity at that target: the same key is queued once. It goes out with every attempt.
    pub key: String,
    /// The publication it tells of.
    pub seq: Option<u64>,
    /// The query that matched.
    pub query: Option<QueryId>,
    /// What is sent, ready.
    pub body: String,
}

/// How a target wants to hear.
#[derive(Clone, PartialEq, Eq)]
pub struct PaceOf {
    /// As JSON.
    pub pace: String,
    /// What stands in the address that ends its mails.
    pub token: String,
}

impl std::fmt::Debug for PaceOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PaceOf({})", self.pace)
    }
}

/// An alert to hold back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHeld {
    /// For whom.
    pub target: TargetId,
    /// The publication it tells of.
    pub seq: u64,
    /// The alert as JSON.
    pub line: String,
}

/// Who is told of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTold {
    /// The story.
    pub story: StoryId,
    /// Who.
    pub target: TargetId,
    /// The queries that fired.
    pub queries: Vec<u64>,
}

/// What comes of matching some publications.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outgoing {
    /// Sent at once.
    pub deliveries: Vec<NewDelivery>,
    /// Held back.
    pub held: Vec<NewHeld>,
    /// Who is told of what, so that they hear what becomes of it.
    pub told: Vec<NewTold>,
}

/// An alert that is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its number.
    pub id: u64,
    /// What it is.
    pub about: NewHeld,
    /// Since when.
    pub created: Timestamp,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// To be tried when it is due.
    Waiting,
    /// A sender has it.
    Leased,
    /// The target took it.
    Delivered,
    /// Given up; somebody may look at it and send it again.
    Dead,
}

impl DeliveryState {
    /// All.
    pub const ALL: [DeliveryState; 4] = [Self::Waiting, Self::Leased, Self::Delivered, Self::Dead];

    /// The word in rows and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Leased => "leased",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }

    /// The state of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// What came of a delivery that was out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// The target took it.
    Delivered,
    /// Not now.
    Again {
        /// What was wrong.
        error: String,
        /// When to try again.
        at: Timestamp,
    },
    /// Given up.
    Dead {
        /// What was wrong.
        error: String,
    },
}

/// A delivery as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its number.
    pub id: DeliveryId,
    /// What is sent where.
    pub about: NewDelivery,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried, this time included once it is leased.
    pub attempts: u32,
    /// When to try; of a leased one, when the lease ends.
    pub due: Timestamp,
    /// When it was put in.
    pub created: Timestamp,
    /// When it was delivered or given up.
    pub done: Option<Timestamp>,
    /// What the last failure said.
    pub error: Option<String>,
}
