//! Rows of what a claim and a rating take from a reading.

use super::{SpanRow, Word, row};
use wiredesk_model::{ChainLink, EntityId, Event, Participant, Rating, Root, Status};

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
