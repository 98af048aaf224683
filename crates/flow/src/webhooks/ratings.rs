//! Analysts' ratings for webhooks, and what all of them come to. Ratings have no log: their changes
//! are read in the order of their times, a little of the past each time anew, and the keys of
//! deliveries tell what was queued already.

use wiredesk_deliver::webhook::{Dialect, Subject};
use wiredesk_model::jiff::{SignedDuration, Timestamp};
use wiredesk_publish::House;
use wiredesk_publish::dialect::benzinga::event::{self, Change, Way};
use wiredesk_publish::dialect::benzinga::rating::consensual;
use wiredesk_publish::dialect::{Action, RatingItem, clock, native};
use wiredesk_store::{KeptRating, NewDelivery, RatingFilter, RatingId, Store};

use super::Hook;
use crate::publishing::{consensus_of, rating_change, rating_item};
use crate::{Error, limits};

/// The name of the cursor: microseconds.
const CURSOR: &str = "webhooks-ratings";
/// A change may be saved this much after the time that it bears.
const LATE: SignedDuration = SignedDuration::from_secs(10);

/// Queues every change that waits. How many deliveries.
pub(super) fn advance(
    store: &Store,
    house: &House,
    hooks: &[Hook],
    now: Timestamp,
) -> Result<usize, Error> {
    let wants =
        |h: &&Hook| [Subject::Ratings, Subject::Consensus].iter().any(|s| h.filter.wants(*s));
    let hooks: Vec<&Hook> = hooks.iter().filter(wants).collect();
    let Some(first) = hooks.iter().map(|h| h.since).min() else { return Ok(0) };
    let held = i64::try_from(store.cursor(CURSOR)?).unwrap_or(i64::MAX);
    let held = Timestamp::from_microsecond(held).unwrap_or(Timestamp::UNIX_EPOCH);
    let from = held.checked_sub(LATE).unwrap_or(held).max(first);
    let (mut at, mut queued) = ((from, RatingId(0)), 0);
    loop {
        let changes = store.rating_changes(at, limits::BATCH_ALERTS)?;
        let Some(last) = changes.last() else { return Ok(queued) };
        at = (last.updated, last.id);
        let mut deliveries = Vec::new();
        for kept in &changes {
            deliveries.extend(changed(store, house, &hooks, kept)?);
        }
        let place = u64::try_from(at.0.as_microsecond()).unwrap_or(0);
        queued += store.enqueue(deliveries, Some((CURSOR, place)), now)?;
    }
}

fn changed(
    store: &Store,
    house: &House,
    hooks: &[&Hook],
    kept: &KeptRating,
) -> Result<Vec<NewDelivery>, Error> {
    let item = rating_item(store, house, kept)?;
    let ticker = item.security.symbol.as_str();
    let change = rating_change(house, kept);
    let wanting: Vec<&&Hook> =
        hooks.iter().filter(|h| kept.updated > h.since && h.filter.about(ticker)).collect();
    let mut deliveries = Vec::new();
    let mut put = |hook: &Hook, told: Option<(String, String)>| {
        let told = told.map(|(key, body)| NewDelivery {
            target: hook.target,
            key,
            seq: None,
            query: None,
            body,
        });
        deliveries.extend(told);
    };
    for hook in wanting.iter().filter(|h| h.filter.wants(Subject::Ratings)) {
        put(hook, rating(hook.dialect, &item, change));
    }
    let mut wanting = wanting.iter().filter(|h| h.filter.wants(Subject::Consensus)).peekable();
    if wanting.peek().is_some() && !ticker.is_empty() {
        for hook in wanting {
            put(hook, consensus(store, house, hook.dialect, ticker, change)?);
        }
    }
    Ok(deliveries)
}

fn rating(dialect: Dialect, item: &RatingItem, change: Change<'_>) -> Option<(String, String)> {
    let body = match dialect {
        Dialect::Standard => serde_json::json!({
            "type": format!("rating.{}", word(change.action)),
            "timestamp": clock::exact(change.at),
            "data": native::rating(item),
        })
        .to_string(),
        Dialect::Benzinga => {
            serde_json::to_string(&event::rating(item, change, Way::Webhook, false)).ok()?
        }
    };
    Some((event::message_id("rating", change), body))
}

fn consensus(
    store: &Store,
    house: &House,
    dialect: Dialect,
    ticker: &str,
    change: Change<'_>,
) -> Result<Option<(String, String)>, Error> {
    let (filter, most) = (RatingFilter::of(ticker), limits::CONSENSUS_RATINGS);
    let found = consensus_of(store, house, &filter, most)?;
    let Some(found) = found else { return Ok(None) };
    let body = match dialect {
        Dialect::Standard => serde_json::json!({
            "type": "consensus.updated",
            "timestamp": clock::exact(change.at),
            "data": event::TickerConsensus {
                ticker: ticker.into(),
                told: consensual(&found, false, false),
            },
        })
        .to_string(),
        Dialect::Benzinga => {
            let event = event::consensus(ticker, &found, change, Way::Webhook);
            serde_json::to_string(&event).unwrap_or_default()
        }
    };
    Ok(Some((event::message_id("consensus", change), body)))
}

fn word(action: Action) -> &'static str {
    match action {
        Action::Created => "created",
        Action::Updated => "updated",
        Action::Removed => "removed",
    }
}
