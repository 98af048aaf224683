//! Publications for webhooks. Who was told of a story is told of its correction and removal.

use wiredesk_alert::{Index, Name, Scratch, Story as Told};
use wiredesk_deliver::webhook::{Dialect, Subject};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Publication, Read};
use wiredesk_publish::House;
use wiredesk_publish::dialect::benzinga::event::{self, Change, Envelope, Way};
use wiredesk_publish::dialect::benzinga::wiim;
use wiredesk_publish::dialect::{Action, Item, clock, native};
use wiredesk_store::{NewDelivery, Store};

use super::Hook;
use crate::alerts::tellings;
use crate::{Error, limits, publishing};

/// The name of the cursor.
const CURSOR: &str = "webhooks";

/// Queues every publication that waits. How many deliveries.
pub(super) fn advance(
    store: &Store,
    house: &House,
    reader: &dyn Read,
    hooks: &[Hook],
    now: Timestamp,
) -> Result<usize, Error> {
    // Nobody wants what was published before they came.
    let Some(first) = hooks.iter().map(|h| h.filter.after).min() else { return Ok(0) };
    let (mut at, mut queued) = (store.cursor(CURSOR)?.max(first), 0);
    loop {
        let entries = store.log_after(at, limits::BATCH_ALERTS)?;
        let Some(last) = entries.last().map(|e| e.seq) else { return Ok(queued) };
        let mut deliveries = Vec::new();
        for entry in &entries {
            deliveries.extend(announced((store, reader), house, hooks, entry)?);
        }
        queued += store.enqueue(deliveries, Some((CURSOR, last)), now)?;
        at = last;
    }
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
    let deliveries = wanting.flat_map(|hook| {
        let news = hook.filter.wants(Subject::News);
        let news = news.then(|| message(hook.dialect, house, entry, &item)).flatten();
        let moved = hook.filter.wants(Subject::Wiims);
        let moved = if moved { explained(house, entry, &item) } else { Vec::new() };
        let target = hook.target;
        let delivery =
            move |(key, body)| NewDelivery { target, key, seq: Some(entry.seq), query: None, body };
        news.into_iter().chain(moved).map(delivery)
    });
    Ok(deliveries.collect())
}

/// The same of a story that says why something moves: keys and bodies, one for each ticker.
fn explained(house: &House, entry: &Publication, item: &Item) -> Vec<(String, String)> {
    if !item.channels.iter().any(|c| c.eq_ignore_ascii_case(wiim::CHANNEL)) {
        return Vec::new();
    }
    let events = event::wiims(item, change(house, entry), Way::Webhook).into_iter();
    events.filter_map(|e| Some((e.id.clone(), serde_json::to_string(&e).ok()?))).collect()
}

fn change<'a>(house: &'a House, entry: &Publication) -> Change<'a> {
    let Publication { seq, at, kind, .. } = *entry;
    Change { base: &house.base, seq, at, action: Action::of(kind) }
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
            let change = change(house, entry);
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
