//! What editors did to the ledger, and the outlets whose reports it is made of. The methods are on
//! [`crate::Store`].

use jiff::Timestamp;
use wiredesk_model::{Evidence, Span};

/// What an editor can do to the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActWord {
    /// The subject counts for the object.
    Merge,
    /// The subject counts for itself.
    Split,
    /// The claim does not count.
    Reject,
    /// The object is shown beside the claim.
    Annotate,
    /// The object is shown beside the entity.
    Remark,
}

impl ActWord {
    /// All.
    pub const ALL: [ActWord; 5] =
        [Self::Merge, Self::Split, Self::Reject, Self::Annotate, Self::Remark];

    /// The word in rows and forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Reject => "reject",
            Self::Annotate => "annotate",
            Self::Remark => "remark",
        }
    }

    /// The act of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.as_str() == word)
    }
}

/// An act to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLedgerAct {
    /// What.
    pub kind: ActWord,
    /// The entity's id, or the claim's as it was then.
    pub subject: String,
    /// The entity merged into, or the remark.
    pub object: Option<String>,
    /// Of a claim: the words it stands on, by which it is found again after reading anew.
    pub evidence: Option<Evidence>,
    /// Of a claim: the words that tell its deed.
    pub trigger: Option<Span>,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// An act as recorded. Never deleted; undoing it is recorded too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerAct {
    /// Its number; grows.
    pub id: u64,
    /// When.
    pub at: Timestamp,
    /// What, by whom and why.
    pub about: NewLedgerAct,
    /// When and by whom it was undone.
    pub undone: Option<(Timestamp, String)>,
}

/// An outlet, by the name on its reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// Its name.
    pub name: String,
    /// Reports of it.
    pub reports: u64,
    /// How many of them are copies of another's.
    pub copies: u64,
    /// The time of its first report here.
    pub first: Timestamp,
    /// The time of its last.
    pub last: Timestamp,
}
