//! What webhooks subscribed to: held against each one's filter, written in its dialect, put into the
//! outbox.
//!
//! [`stories`] follows the publication log, `ratings` what changed of analysts' ratings: cursors,
//! moved in the transaction that queues the deliveries. The key of a delivery names the change (in
//! Benzinga's dialect it is the uuid of its message), so that nothing is queued twice.

mod ratings;
mod stories;

pub use stories::message;

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use wiredesk_alert::{Limits, Query};
use wiredesk_deliver::webhook::{Dialect, Subscribed, Webhook};
use wiredesk_model::Read;
use wiredesk_model::jiff::Timestamp;
use wiredesk_publish::House;
use wiredesk_store::{Store, TargetId};

use crate::Error;
use crate::following::follow;

/// How long nothing is looked at when the log does not grow: ratings have no log of their own.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Queues what webhooks want until `stopped`, the moment it is logged.
pub async fn run(
    store: Store,
    house: House,
    reader: Arc<dyn Read>,
    stopped: watch::Receiver<bool>,
) {
    let worker = store.clone();
    let work = move || advance(&worker, &house, reader.as_ref(), Timestamp::now());
    follow(&store, "webhooks", LOOK_EVERY, stopped, work).await;
}

/// Queues everything that waits. How many deliveries.
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
    Ok(stories::advance(store, house, reader, &hooks, now)?
        + ratings::advance(store, house, &hooks, now)?)
}

struct Hook {
    target: TargetId,
    /// When it was set up: it wants no rating that changed before.
    since: Timestamp,
    dialect: Dialect,
    filter: Subscribed,
    query: Option<Query>,
}

/// All webhooks that subscribed, paused ones too: what is queued for them waits.
fn subscribed(store: &Store) -> Result<Vec<Hook>, Error> {
    let mut hooks = Vec::new();
    for target in store.targets_of_kind("webhook")? {
        let Ok(Webhook { dialect, subscribed: Some(filter), .. }) =
            Webhook::parse(&target.about.settings)
        else {
            continue;
        };
        let query = filter.query.as_deref().map(|q| Query::parse(q, &Limits::default()));
        match query.transpose() {
            Ok(query) => {
                let since = target.created;
                hooks.push(Hook { target: target.id, since, dialect, filter, query });
            }
            Err(error) => {
                tracing::warn!(target = target.id.0, %error, "a webhook's query cannot be read");
            }
        }
    }
    Ok(hooks)
}
