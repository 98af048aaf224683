//! Rows of readings and ratings.

use super::{SpanRow, Word, row};
use wiredesk_model::{
    Attribution, AttributionKind, ChainLink, DateMention, DateType, EntityId, EntityType, Event,
    Mention, Participant, Quantity, Rating, Reading, Root, Status,
};

row!(ReadingRow = Reading {
    sentences: Vec<SpanRow>,
    entities: Vec<MentionRow>,
    attributions: Vec<AttributionRow>,
    events: Vec<EventRow>,
    dates: Vec<DateRow>,
    quantities: Vec<QuantityRow>,
    ratings: Vec<RatingRow>,
    notes: Vec<String>,
});

row!(MentionRow = Mention {
    span: SpanRow,
    kind: Word<EntityType>,
    id: Option<Word<EntityId>>,
    name: String,
    role: Option<String>,
    candidates: Vec<Word<EntityId>>,
    ticker: Option<(String, String)>,
});

row!(AttributionRow = Attribution {
    source: Vec<SpanRow>,
    cue: Vec<SpanRow>,
    content: Vec<SpanRow>,
    kind: Word<AttributionKind>,
    speaker: Option<Word<EntityId>>,
    speaker_name: Option<String>,
    negated: bool,
    hedged: bool,
    chain: Vec<ChainLinkRow>,
});

row!(ChainLinkRow = ChainLink {
    entity: Option<Word<EntityId>>,
    name: String,
    date: Option<String>,
    span: SpanRow,
});

row!(EventRow = Event {
    sentence: usize,
    root: Word<Root>,
    mode: Option<String>,
    actor: Option<ParticipantRow>,
    recipient: Option<ParticipantRow>,
    trigger: SpanRow,
    instrument: Option<SpanRow>,
    place: Option<ParticipantRow>,
    date: Option<String>,
    quantity: Option<String>,
    status: Word<Status>,
    attribution: Option<usize>,
});

row!(ParticipantRow = Participant { span: SpanRow, id: Option<Word<EntityId>> });

row!(DateRow = DateMention { span: SpanRow, kind: Word<DateType>, value: String });

row!(QuantityRow = Quantity {
    span: SpanRow,
    value: Option<f64>,
    high: Option<f64>,
    unit: String,
    approximate: bool,
});

row!(RatingRow = Rating {
    span: SpanRow,
    company: Option<String>,
    ticker: Option<String>,
    firm: Option<String>,
    analyst: Option<String>,
    action: Option<String>,
    rating: Option<String>,
    prior_rating: Option<String>,
    target: Option<f64>,
    prior_target: Option<f64>,
    target_action: Option<String>,
    currency: Option<String>,
});
