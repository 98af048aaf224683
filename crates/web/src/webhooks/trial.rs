//! Trying a webhook out: one sample payload, sent at once.

use jiff::Timestamp;
use wiredesk_deliver::webhook::{Dialect, Webhook};
use wiredesk_deliver::{Outcome, Parcel};
use wiredesk_flow::webhooks::message;
use wiredesk_model::{Publication, PublicationKind, StoryId};
use wiredesk_publish::dialect::{Item, Security, clock, uuid};

use crate::{AppState, Error};

/// Sends the sample to a webhook. What was wrong, when it was not taken.
pub(crate) async fn send(
    state: &AppState,
    hook: &Webhook,
    body: Option<(String, String)>,
) -> Result<Result<(), String>, Error> {
    let sample = body.or_else(|| story(state, hook.dialect));
    let (key, body) = sample.ok_or_else(|| Error::Broken("no sample".into()))?;
    let settings = super::settings(hook)?;
    let sender = state.sender()?;
    let (kind, now) = ("webhook", state.now());
    let parcel = Parcel { kind, settings: &settings, key: &key, body: &body, attempt: 1, now };
    Ok(match sender.send(&parcel).await {
        Outcome::Taken => Ok(()),
        Outcome::Again { why, .. } | Outcome::Stop { why } | Outcome::Refused { why } => Err(why),
    })
}

/// A story that was never published, and says so.
fn story(state: &AppState, dialect: Dialect) -> Option<(String, String)> {
    let now: Timestamp = state.now();
    let entry = Publication {
        seq: 0,
        at: now,
        kind: PublicationKind::Published,
        story: StoryId(0),
        version: 1,
        note: Some("A test call.".into()),
        by: state.house().name.clone(),
    };
    let item = Item {
        id: 0,
        version: 1,
        revision: 0,
        kind: "story".into(),
        created: now,
        updated: now,
        removed: None,
        title: "A test of your webhook".into(),
        teaser: "Nothing happened.".into(),
        body: "<p>This is a sample. It was never published.</p>".into(),
        author: state.house().name.clone(),
        editor: None,
        url: state.house().url("/"),
        channels: vec!["Test".into()],
        tags: Vec::new(),
        tickers: vec![Security { symbol: "TEST".into(), primary: true, ..Security::default() }],
        images: Vec::new(),
        importance: 0,
        machine: None,
        edited: false,
    };
    message(dialect, state.house(), &entry, &item)
}

/// The sample for Benzinga's test call of that kind: a story's, or the envelope of one of the kinds
/// that are not published here, with an empty content.
pub(crate) fn of_kind(state: &AppState, kind: &str) -> Option<(String, String)> {
    if kind == "News/v1" {
        return story(state, Dialect::Benzinga);
    }
    let now = state.now();
    let key = uuid(&[&state.house().base, "test", kind, &now.to_string()]);
    let data = serde_json::json!({
        "action": "Created", "id": 0, "timestamp": clock::millis(now), "content": {},
    });
    let body = serde_json::json!({
        "id": key, "api_version": "webhook/v1", "kind": kind, "data": data,
    });
    Some((key, body.to_string()))
}
