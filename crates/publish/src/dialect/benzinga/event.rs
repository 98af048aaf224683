//! The messages of WebSockets and webhooks, in the two envelopes that exist: `v1`, which the clients
//! in use parse, and `docs`, which the newest documents show.

use super::super::{Action, Item, RatingItem, clock, text, uuid};
use super::news::{News, Told, news};
use super::rating::{Consensual, Row, consensual, row};
use super::wiim::{self, Wiim};
use crate::consensus::Consensus;
use serde::Serialize;
use wiredesk_model::jiff::Timestamp;

/// Which envelope a client wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Envelope {
    /// What the clients in use parse.
    #[default]
    V1,
    /// What the newest documents show.
    Docs,
}

impl Envelope {
    /// The envelope of that word (a token's setting, or `dialect=` in the address).
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "v1" => Some(Self::V1),
            "docs" => Some(Self::Docs),
            _ => None,
        }
    }
}

/// By which way a message goes; it is told in `api_version`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// A socket that the client holds.
    WebSocket,
    /// A request to the client's server.
    Webhook,
}

/// What is told about: one change of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'a> {
    /// The house's address: makes message numbers its own.
    pub base: &'a str,
    /// Place in the log of what changes (the publication log for stories).
    pub seq: u64,
    /// When it was logged.
    pub at: Timestamp,
    /// What happened.
    pub action: Action,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event<C> {
    /// The same uuid each time that this change is sent.
    pub id: String,
    pub api_version: &'static str,
    pub kind: &'static str,
    pub data: Data<C>,
}

/// The inner part of a message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Data<C> {
    pub action: &'static str,
    pub id: u64,
    pub timestamp: String,
    pub content: C,
}

/// A story in the `v1` envelope. No key may be null: LEAN runs a regular expression over `body`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Story {
    pub id: u64,
    pub revision_id: u64,
    #[serde(rename = "type")]
    pub kind: String,
    pub created_at: String,
    pub updated_at: String,
    pub title: String,
    pub body: String,
    pub teaser: String,
    pub authors: Vec<String>,
    pub url: String,
    pub tags: Vec<String>,
    pub channels: Vec<String>,
    pub securities: Vec<Security>,
}

/// A security in the `v1` envelope; `primary` has to be a boolean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Security {
    pub symbol: String,
    pub exchange: String,
    pub primary: bool,
}

/// What all ratings of a ticker come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TickerConsensus {
    pub ticker: String,
    #[serde(flatten)]
    pub told: Consensual,
}

/// A story in either envelope.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum StoryEvent {
    V1(Box<Event<Story>>),
    Docs(Box<Event<News>>),
}

/// A change of a story.
#[must_use]
pub fn story(item: &Item, change: Change<'_>, envelope: Envelope, way: Way) -> StoryEvent {
    let id = message_id("story", change);
    let api_version = version(way);
    match envelope {
        Envelope::V1 => {
            let data = Data {
                action: capital(change.action),
                id: change.seq,
                timestamp: clock::millis(change.at),
                content: content(item, change),
            };
            StoryEvent::V1(Box::new(Event { id, api_version, kind: "News/v1", data }))
        }
        Envelope::Docs => {
            let data = Data {
                action: small(change.action),
                id: item.id,
                timestamp: clock::seconds(change.at),
                content: news(&bare(item, change), Told::FULL),
            };
            StoryEvent::Docs(Box::new(Event { id, api_version, kind: "news", data }))
        }
    }
}

/// A change of a rating; `legacy`: the action in lower case, as an older subscription wants it.
#[must_use]
pub fn rating(item: &RatingItem, change: Change<'_>, way: Way, legacy: bool) -> Event<Row> {
    let mut event = plain("data/v2.1/calendar/ratings", "rating", change, way, row(item));
    if legacy {
        event.data.action = small(change.action);
    }
    event
}

/// A change of what all analysts' ratings of a ticker come to: whatever became of the rating, the
/// consensus is updated.
#[must_use]
pub fn consensus(
    ticker: &str,
    found: &Consensus,
    change: Change<'_>,
    way: Way,
) -> Event<TickerConsensus> {
    let content = TickerConsensus { ticker: ticker.into(), told: consensual(found, false, false) };
    let change = Change { action: Action::Updated, ..change };
    plain("data/v1/consensus-ratings", "consensus", change, way, content)
}

/// A change of a story that says why something moves: a message for each of its tickers.
#[must_use]
pub fn wiims(item: &Item, change: Change<'_>, way: Way) -> Vec<Event<Wiim>> {
    let told = wiim::rows(item).into_iter();
    told.map(|row| plain("data/v1/wiims", &format!("wiim {}", row.search_key), change, way, row))
        .collect()
}

fn plain<C>(
    kind: &'static str,
    stream: &str,
    change: Change<'_>,
    way: Way,
    content: C,
) -> Event<C> {
    let (action, timestamp) = (capital(change.action), clock::millis(change.at));
    let data = Data { action, id: change.seq, timestamp, content };
    Event { id: message_id(stream, change), api_version: version(way), kind, data }
}

/// The uuid of a change: the same on each way and each time, so that repeats can be dropped.
#[must_use]
pub fn message_id(stream: &str, change: Change<'_>) -> String {
    uuid(&[change.base, stream, &change.seq.to_string()])
}

fn version(way: Way) -> &'static str {
    match way {
        Way::WebSocket => "websocket/v1",
        Way::Webhook => "webhook/v1",
    }
}

fn capital(action: Action) -> &'static str {
    match action {
        Action::Created => "Created",
        Action::Updated => "Updated",
        Action::Removed => "Removed",
    }
}

fn small(action: Action) -> &'static str {
    match action {
        Action::Created => "created",
        Action::Updated => "updated",
        Action::Removed => "deleted",
    }
}

/// Of a story taken back the words are left out, also when it is told of an older change.
fn bare(item: &Item, change: Change<'_>) -> Item {
    let gone = item.removed.is_some() || change.action == Action::Removed;
    if !gone {
        return item.clone();
    }
    Item {
        updated: item.removed.unwrap_or(change.at),
        title: String::new(),
        teaser: String::new(),
        body: String::new(),
        author: String::new(),
        editor: None,
        channels: Vec::new(),
        tags: Vec::new(),
        tickers: Vec::new(),
        images: Vec::new(),
        importance: 0,
        ..item.clone()
    }
}

fn content(item: &Item, change: Change<'_>) -> Story {
    let item = bare(item, change);
    let securities = item.tickers.iter().map(|t| Security {
        symbol: t.symbol.clone(),
        exchange: t.exchange.clone(),
        primary: t.primary,
    });
    Story {
        id: item.id,
        revision_id: change.seq,
        kind: item.kind.clone(),
        created_at: clock::millis(item.created),
        updated_at: clock::millis(item.updated),
        title: text::line(&item.title),
        teaser: text::teaser(&item.teaser, &item.body),
        authors: Some(item.author.clone()).filter(|a| !a.is_empty()).into_iter().collect(),
        url: item.url.clone(),
        tags: item.tags.clone(),
        channels: item.channels.clone(),
        securities: securities.collect(),
        body: item.body,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::item;
    use super::*;
    use serde_json::{Value, json};

    fn change(action: Action) -> Change<'static> {
        let at = "2020-02-05T11:31:08.25Z".parse().expect("time");
        Change { base: "https://desk.example", seq: 7, at, action }
    }

    fn told(item: &Item, action: Action, envelope: Envelope) -> Value {
        let event = story(item, change(action), envelope, Way::WebSocket);
        serde_json::to_value(event).expect("JSON")
    }

    #[test]
    fn the_older_envelope_is_the_one_that_clients_parse() {
        let told = told(&item(), Action::Updated, Envelope::V1);
        assert_eq!(told["api_version"], "websocket/v1");
        assert_eq!(told["kind"], "News/v1");
        let data = &told["data"];
        assert_eq!(data["action"], "Updated");
        assert_eq!(data["id"], 7);
        assert_eq!(data["timestamp"], "2020-02-05T11:31:08.250Z");
        let content = &data["content"];
        assert_eq!(content["created_at"], "2017-05-17T18:20:15.250Z");
        assert_eq!(content["revision_id"], 7);
        assert_eq!(content["authors"], json!(["Benzinga Neuro"]));
        let first = json!({"symbol": "MSFT", "exchange": "NASDAQ", "primary": true});
        assert_eq!(content["securities"][0], first);
        assert_eq!(content["type"], "story");
    }

    #[test]
    fn the_newer_envelope_holds_the_item_of_rest() {
        let told = told(&item(), Action::Removed, Envelope::Docs);
        assert_eq!((&told["kind"], &told["data"]["action"]), (&json!("news"), &json!("deleted")));
        assert_eq!(told["data"]["id"], 39_494_035);
        assert_eq!(told["data"]["timestamp"], "2020-02-05T11:31:08Z");
        assert_eq!(told["data"]["content"]["body"], "");
    }

    #[test]
    fn what_was_taken_back_keeps_its_keys_and_loses_its_words() {
        let removed = Some("2024-01-01T00:00:00Z".parse().expect("time"));
        let gone = Item { removed, ..item() };
        // Also when an older change of it is told again.
        for action in [Action::Created, Action::Removed] {
            for envelope in [Envelope::V1, Envelope::Docs] {
                let told = told(&gone, action, envelope);
                assert!(!told.to_string().contains("Shares"), "{told}");
                let content = told["data"]["content"].as_object().expect("never null");
                assert!(content.values().all(|v| !v.is_null()), "{told}");
                assert!(content.contains_key("body") && content.contains_key("title"));
            }
        }
    }

    #[test]
    fn the_same_change_has_one_number_on_every_way() {
        let ids: Vec<Value> = [(Envelope::V1, Way::Webhook), (Envelope::Docs, Way::WebSocket)]
            .map(|(envelope, way)| {
                let event = story(&item(), change(Action::Created), envelope, way);
                serde_json::to_value(event).expect("JSON")["id"].clone()
            })
            .into();
        assert_eq!(ids[0], ids[1]);
    }
}
