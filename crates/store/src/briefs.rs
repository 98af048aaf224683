//! Briefs: what was asked for, when the next is due, and those that were made. The methods are on
//! [`crate::Store`].
//!
//! A brief is made for one due time of its commission. Keeping it, setting the next due time and queueing
//! its letter are one transaction, so that whoever dies in between leaves either all or nothing.

use crate::UserId;
use jiff::Timestamp;

/// The number of what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CommissionId(pub u64);

/// A brief's number; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BriefId(pub u64);

/// A brief to be made, once or again and again.
#[derive(Clone, PartialEq, Eq)]
pub struct NewCommission {
    /// Who asks.
    pub owner: UserId,
    /// As shown.
    pub name: String,
    /// What it is on, JSON.
    pub subject: String,
    /// When it is made, JSON; `None`: once.
    pub timetable: Option<String>,
    /// It is also sent by mail.
    pub mail: bool,
    /// What stands in the address that ends its mails.
    pub token: String,
    /// How far the last one reached, JSON.
    pub seen: String,
    /// When the next is made.
    pub due: Timestamp,
}

impl std::fmt::Debug for NewCommission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewCommission({}, due {})", self.name, self.due)
    }
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commission {
    /// Its number.
    pub id: CommissionId,
    /// What was said about it; its due time is that of [`Self::due`].
    pub about: NewCommission,
    /// When the next is made; `None`: no more.
    pub due: Option<Timestamp>,
    /// When there was last a look whether anything is new.
    pub looked: Option<Timestamp>,
    /// When it was asked for.
    pub created: Timestamp,
}

/// A brief as made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBrief {
    /// As shown.
    pub title: String,
    /// What it says, JSON.
    pub document: String,
}

/// What comes of one due time of a commission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The commission.
    pub commission: CommissionId,
    /// For when.
    pub due: Timestamp,
    /// The brief; `None` when nothing is new.
    pub brief: Option<NewBrief>,
    /// How far it reaches, JSON.
    pub seen: String,
    /// When the next is made; `None`: no more.
    pub next: Option<Timestamp>,
    /// Of a commission's unsigned briefs so many are kept.
    pub keep: usize,
}

/// A brief as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBrief {
    /// Its number.
    pub id: BriefId,
    /// Whose commission it was made for.
    pub commission: CommissionId,
    /// Who asked.
    pub owner: UserId,
    /// For when.
    pub due: Timestamp,
    /// When it was made.
    pub made: Timestamp,
    /// What it says.
    pub about: NewBrief,
    /// Since when everybody may read it, and who answers for it.
    pub signed: Option<(Timestamp, String)>,
}

/// How far the publication log, the reports and the ratings had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// The last entry of the log.
    pub log: u64,
    /// The last report.
    pub reports: u64,
    /// The last rating that was new.
    pub ratings: u64,
}
