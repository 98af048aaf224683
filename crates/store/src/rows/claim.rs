//! Rows of claims.

use super::reading::{ChainLinkRow, EventRow};
use super::{EvidenceRow, Word, row};
use wiredesk_model::{Claim, ClaimId, EntityId, Published, Voice, When};

row!(ClaimRow = Claim {
    id: Word<ClaimId>,
    evidence: EvidenceRow,
    voice: VoiceRow,
    event: Option<EventRow>,
    when: Option<Word<When>>,
    reported: Option<Word<Published>>,
    hedged: bool,
    denied: bool,
});

row!(VoiceRow = Voice {
    speaker: Option<Word<EntityId>>,
    speaker_name: Option<String>,
    chain: Vec<ChainLinkRow>,
    outlet: Option<String>,
    origin: String,
});
