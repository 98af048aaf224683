//! One attributed assertion with its evidence: what ledger, drafting and grounding share.

use crate::{ChainLink, ClaimId, EntityId, Event, Evidence, Published, When};

/// One attributed assertion. A claim is a sentence of a report (or the part of one that somebody
/// is reported to have said), seen as: who says so, through whom, when, and what.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// `REPORT#n`.
    pub id: ClaimId,
    /// The words.
    pub evidence: Evidence,
    /// Who says so and through whom.
    pub voice: Voice,
    /// What happened, when the reader found an event in it. Indices inside it (`sentence`,
    /// `attribution`) count in the report's reading.
    pub event: Option<Event>,
    /// When what is claimed took place, as far as told.
    pub when: Option<When>,
    /// When the report was published.
    pub reported: Option<Published>,
    /// The speaker, or the cue, hedges it.
    pub hedged: bool,
    /// It is said not to be so.
    pub denied: bool,
    /// What the ledger needs of the event's words, so that it can be built from claims alone.
    pub particulars: Option<Particulars>,
    /// The order it puts entities in, when it ranks them ("X is Y's most important ally, not Z").
    pub precedence: Option<Precedence>,
}

/// What an event's words say of the thing done.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Particulars {
    /// How far it has come.
    pub stage: Stage,
    /// With what, as written ("ballistic missiles").
    pub instrument: Option<String>,
    /// How much.
    pub amount: Option<Amount>,
}

/// The rungs between a word and a deed. Never compare across them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Stage {
    /// Promised, planned, offered.
    Said,
    /// Ordered, contracted, agreed.
    Ordered,
    /// Set aside, approved, on its way.
    Allocated,
    /// Done.
    #[default]
    Delivered,
}

impl Stage {
    /// All, from word to deed.
    pub const ALL: [Stage; 4] = [Self::Said, Self::Ordered, Self::Allocated, Self::Delivered];

    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Ordered => "ordered",
            Self::Allocated => "allocated",
            Self::Delivered => "delivered",
        }
    }

    /// The stage of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// A contested figure: what is said at the least, for the best, at the most.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Amount {
    /// "at least 10,000".
    pub low: Option<f64>,
    /// The plain figure.
    pub best: Option<f64>,
    /// "up to 4.8 million".
    pub high: Option<f64>,
    /// What is counted ("shells"), a currency code, or empty.
    pub unit: String,
}

/// One entity put above others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precedence {
    /// The one that comes first.
    pub first: EntityId,
    /// Those it is put above by name; empty when it is put above all ("the biggest").
    pub above: Vec<EntityId>,
    /// For whom, where it is told ("Russia's most important ally").
    pub to: Option<EntityId>,
    /// As what ("ally", "supplier").
    pub role: String,
    /// `military`, `economic`, … where it is told.
    pub mode: Option<String>,
}

/// Who stands behind a claim.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Voice {
    /// The speaker as an entity; `None` when the outlet says it in its own name.
    pub speaker: Option<EntityId>,
    /// The speaker's name as shown.
    pub speaker_name: Option<String>,
    /// Who passed it on, nearest to the reader last; the report's own outlet is not in it.
    pub chain: Vec<ChainLink>,
    /// The outlet whose report it is.
    pub outlet: Option<String>,
    /// Distinct first tellers: copies of one wire share an origin.
    pub origin: String,
}
