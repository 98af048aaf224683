//! Publications for webhooks that subscribed to them: held against each one's filter, written in its
//! dialect, put into the outbox.
//!
//! A cursor over the publication log, moved in the transaction that queues the deliveries. The key
//! of a delivery is its place in the log (in Benzinga's dialect the uuid of its message), so that
//! nothing is queued twice. Who was told of a story is told of its correction and removal.

use crate::alerts::tellings;
use crate::{Error, limits, publishing};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use wiredesk_alert::{Index, Limits, Name, Query, Scratch, Story as Told};
use wiredesk_deliver::webhook::{Dialect, Subscribed, Webhook};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Publication, Read};
use wiredesk_publish::House;
use wiredesk_publish::dialect::benzinga::event::{self, Change, Envelope, Way};
use wiredesk_publish::dialect::{Action, Item, clock, native};
use wiredesk_store::{NewDelivery, Store, TargetId};

/// The name of the cursor.
const CURSOR: &str = "webhooks";
/// After the store failed.
const PAUSE: Duration = Duration::from_secs(1);
/// How long nothing is looked at when the log does not grow.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Queues what is published until `stopped`, the moment it is logged.
pub async fn run(
    store: Store,
    house: House,
    reader: Arc<dyn Read>,
    mut stopped: watch::Receiver<bool>,
) {
    let (grown, mut wake) = watch::channel(0);
    let _subscription = store.subscribe(move |head| {
        grown.send_replace(head);
    });
    while !*stopped.borrow() {
        let (store, house, reader) = (store.clone(), house.clone(), reader.clone());
        let advanced = tokio::task::spawn_blocking(move || {
            advance(&store, &house, reader.as_ref(), Timestamp::now())
        })
        .await;
        if let Some(error) = advanced.map_err(|e| Error::Task(e.to_string())).flatten().err() {
            tracing::error!(%error, "webhooks stand still; they go on in a moment");
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        tokio::select! {
            _ = wake.changed() => {}
            _ = stopped.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Queues every publication that waits. How many deliveries.
///
/// # Errors
/// When the store cannot be read or written.
pub fn advance(
    store: &Store,
    house: &House,
    reader: &dyn Read,
    now: Timestamp,
) -> Result<usize, Error> {
    let hooks = subscribed(store)?;
    // Nobody wants what was published before they came.
    let Some(first) = hooks.iter().map(|h| h.filter.after).min() else { return Ok(0) };
    let (mut at, mut queued) = (store.cursor(CURSOR)?.max(first), 0);
    loop {
        let entries = store.log_after(at, limits::BATCH_ALERTS)?;
        let Some(last) = entries.last().map(|e| e.seq) else { return Ok(queued) };
        let mut deliveries = Vec::new();
        for entry in &entries {
            deliveries.extend(announced((store, reader), house, &hooks, entry)?);
        }
        queued += store.enqueue(deliveries, Some((CURSOR, last)), now)?;
        at = last;
    }
}

struct Hook {
    target: TargetId,
    dialect: Dialect,
    filter: Subscribed,
    query: Option<Query>,
}

/// All webhooks that subscribed, paused ones too: what is queued for them waits.
fn subscribed(store: &Store) -> Result<Vec<Hook>, Error> {
    let mut hooks = Vec::new();
    for target in store.targets()?.into_iter().filter(|t| t.about.kind == "webhook") {
        let Ok(Webhook { dialect, subscribed: Some(filter), .. }) =
            Webhook::parse(&target.about.settings)
        else {
            continue;
        };
        let query = filter.query.as_deref().map(|q| Query::parse(q, &Limits::default()));
        match query.transpose() {
            Ok(query) => hooks.push(Hook { target: target.id, dialect, filter, query }),
            Err(error) => {
                tracing::warn!(target = target.id.0, %error, "a webhook's query cannot be read");
            }
        }
    }
    Ok(hooks)
}

fn announced(
    (store, reader): (&Store, &dyn Read),
    house: &House,
    hooks: &[Hook],
    entry: &Publication,
) -> Result<Vec<NewDelivery>, Error> {
    let told = tellings(store, reader, entry)?;
    let mut scratch = Scratch::default();
    let mut wanting = hooks.iter().filter(|h| h.wants(entry, &told, &mut scratch)).peekable();
    if wanting.peek().is_none() {
        return Ok(Vec::new());
    }
    let Some(kept) = store.published(entry.story)? else { return Ok(Vec::new()) };
    let item = publishing::item(store, house, &kept)?;
    let deliveries = wanting.filter_map(|hook| {
        let (key, body) = message(hook.dialect, house, entry, &item)?;
        Some(NewDelivery { target: hook.target, key, seq: Some(entry.seq), query: None, body })
    });
    Ok(deliveries.collect())
}

/// Key and body of what a webhook is told of an entry.
#[must_use]
pub fn message(
    dialect: Dialect,
    house: &House,
    entry: &Publication,
    item: &Item,
) -> Option<(String, String)> {
    match dialect {
        Dialect::Standard => {
            let event = native::event(entry, item);
            let (kind, at) = (event.kind.clone(), clock::exact(entry.at));
            let body = serde_json::json!({ "type": kind, "timestamp": at, "data": event });
            Some((format!("story-{}", entry.seq), body.to_string()))
        }
        Dialect::Benzinga => {
            let Publication { seq, at, kind, .. } = *entry;
            let change = Change { base: &house.base, seq, at, action: Action::of(kind) };
            let event = event::story(item, change, Envelope::V1, Way::Webhook);
            let body = serde_json::to_string(&event).ok()?;
            Some((event::message_id("story", change), body))
        }
    }
}

impl Hook {
    fn wants(&self, entry: &Publication, told: &[Told], scratch: &mut Scratch) -> bool {
        entry.seq > self.filter.after && told.iter().any(|t| self.takes(t, scratch))
    }

    fn takes(&self, told: &Told, scratch: &mut Scratch) -> bool {
        let any = |name: Name, wanted: &[String]| {
            let same = |v: &String| wanted.iter().any(|w| w.trim().eq_ignore_ascii_case(v.trim()));
            wanted.is_empty() || told.names.iter().any(|(n, v)| *n == name && same(v))
        };
        let named =
            any(Name::Ticker, &self.filter.tickers) && any(Name::Channel, &self.filter.channels);
        named
            && self.query.as_ref().is_none_or(|query| {
                let mut index = Index::default();
                index.add(0, query);
                !index.match_story(told, scratch).is_empty()
            })
    }
}
