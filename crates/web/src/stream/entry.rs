//! One entry of the log, ready to be sent in every dialect.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::extract::ws::Message;
use wiredesk_alert::Story as Told;
use wiredesk_model::Publication;
use wiredesk_publish::dialect::benzinga::event::{self, Change, Envelope, Way};
use wiredesk_publish::dialect::benzinga::tcp;
use wiredesk_publish::dialect::{Action, Item, alpaca, native};

/// An entry. Each form it is sent in is made when the first line wants it, and shared by all.
#[derive(Debug)]
pub(crate) struct Entry {
    pub log: Publication,
    /// The story as it stands; `None` only when it cannot be had at all.
    pub item: Option<Item>,
    /// What it told, newest first: who was told of an older version is told of the change.
    pub tellings: Vec<Told>,
    /// The lines' queries that it fires, in order; `None` when it was read again from the store.
    pub fired: Option<Vec<u64>>,
    imprint: Arc<Imprint>,
    event: OnceLock<Bytes>,
    forms: [OnceLock<Message>; Form::ALL],
}

/// A form of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Our own JSON.
    Own,
    /// Benzinga's envelope that the clients in use parse.
    BenzingaV1,
    /// Benzinga's newest envelope.
    BenzingaDocs,
    /// Alpaca's JSON.
    Alpaca,
    /// Alpaca's MessagePack.
    AlpacaPacked,
    /// A frame of the TCP feed.
    Tcp,
}

impl Form {
    const ALL: usize = 6;
}

/// What every message tells of the house.
#[derive(Debug)]
pub(crate) struct Imprint {
    /// Its address.
    pub base: String,
    /// Its name as the source of its stories: one small word.
    pub source: String,
}

impl Entry {
    pub fn new(
        log: Publication,
        item: Option<Item>,
        tellings: Vec<Told>,
        imprint: Arc<Imprint>,
    ) -> Self {
        let (event, forms) = (OnceLock::new(), std::array::from_fn(|_| OnceLock::new()));
        Self { log, item, tellings, fired: None, imprint, event, forms }
    }

    /// What was done to the story.
    pub fn action(&self) -> Action {
        Action::of(self.log.kind)
    }

    /// About the memory it takes, forms included.
    pub fn weight(&self) -> usize {
        let words = self.item.as_ref().map_or(0, |i| i.body.len() + i.teaser.len() + i.title.len());
        2_048 + 4 * words
    }

    /// As a server-sent event; its `id` is its place in the log.
    pub fn event(&self) -> Bytes {
        let make = || {
            let (seq, event) = (self.log.seq, self.own());
            let kind = event.as_ref().map_or("story.unknown", |e| e.kind.as_str());
            let data = json(&event);
            Bytes::from(format!("id: {seq}\nevent: {kind}\ndata: {data}\n\n"))
        };
        self.event.get_or_init(make).clone()
    }

    /// As a message of a WebSocket, or a frame of the TCP feed.
    pub fn message(&self, form: Form) -> Message {
        self.forms[form as usize].get_or_init(|| self.make(form)).clone()
    }

    fn make(&self, form: Form) -> Message {
        let Some(item) = &self.item else { return Message::text("null") };
        let (action, source) = (self.action(), &self.imprint.source);
        let envelope = |envelope| {
            let Publication { seq, at, .. } = self.log;
            let change = Change { base: &self.imprint.base, seq, at, action };
            json(&event::story(item, change, envelope, Way::WebSocket))
        };
        match form {
            Form::Own => Message::text(json(&self.own())),
            Form::BenzingaV1 => Message::text(envelope(Envelope::V1)),
            Form::BenzingaDocs => Message::text(envelope(Envelope::Docs)),
            Form::Alpaca => Message::text(json(&[alpaca::message(item, source)])),
            Form::AlpacaPacked => {
                let packed = alpaca::msgpack(&[alpaca::packed_message(item, source)]);
                Message::binary(packed.unwrap_or_default())
            }
            Form::Tcp => Message::text(tcp::frame("STREAM", Some(&tcp::story(item, action)))),
        }
    }

    fn own(&self) -> Option<native::Event> {
        Some(native::event(&self.log, self.item.as_ref()?))
    }
}

/// JSON on one line; what cannot be written (nothing of ours) becomes `null`.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}
