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
