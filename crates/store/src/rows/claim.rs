//! Rows of claims.

use super::reading::{ChainLinkRow, EventRow};
use super::{EvidenceRow, Word, row};
use wiredesk_model::{
    Amount, Claim, ClaimId, EntityId, Particulars, Precedence, Published, Stage, Voice, When,
};

row!(ClaimRow = Claim {
    id: Word<ClaimId>,
    evidence: EvidenceRow,
    voice: VoiceRow,
    event: Option<EventRow>,
    when: Option<Word<When>>,
    reported: Option<Word<Published>>,
    hedged: bool,
    denied: bool,
    #[serde(default)]
    particulars: Option<ParticularsRow>,
    #[serde(default)]
    precedence: Option<PrecedenceRow>,
});

row!(ParticularsRow = Particulars {
    stage: Word<Stage>,
    instrument: Option<String>,
    amount: Option<AmountRow>,
});

row!(AmountRow = Amount {
    low: Option<f64>,
    best: Option<f64>,
    high: Option<f64>,
    unit: String,
});

row!(PrecedenceRow = Precedence {
    first: Word<EntityId>,
    above: Vec<Word<EntityId>>,
    to: Option<Word<EntityId>>,
    role: String,
    mode: Option<String>,
});

row!(VoiceRow = Voice {
    speaker: Option<Word<EntityId>>,
    speaker_name: Option<String>,
    chain: Vec<ChainLinkRow>,
    outlet: Option<String>,
    origin: String,
});
