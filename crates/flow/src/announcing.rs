//! Telling a WebSub hub which feeds changed, so that it fetches them and sends them on at once.
//!
//! A cursor over the publication log. What waits is told together: a burst of stories tells the hub
//! of each feed once.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::sync::watch;
use wiredesk_model::jiff::Timestamp;
use wiredesk_publish::House;
use wiredesk_publish::page::{entity_path, section_path, storyline_path, ticker_path};
use wiredesk_store::{Finished, NewDelivery, NewTarget, Store, TargetId};

use crate::following::follow;
use crate::{Error, limits};

/// The name of the cursor.
const CURSOR: &str = "hub";
/// The kind of its target.
const KIND: &str = "hub";
/// How long nothing is looked at when the log does not grow.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Tells the house's hub, if there is one, until `stopped`.
pub async fn run(store: Store, house: House, stopped: watch::Receiver<bool>) {
    let worker = store.clone();
    let work = move || advance(&worker, &house, Timestamp::now());
    follow(&store, "announcements to the hub", LOOK_EVERY, stopped, work).await;
}

/// Queues what the hub was not told yet. How many deliveries.
///
/// # Errors
/// When the store cannot be read or written.
pub fn advance(store: &Store, house: &House, now: Timestamp) -> Result<usize, Error> {
    let Some(hub) = &house.hub else { return Ok(0) };
    let target = hub_target(store, hub, now)?;
    let (mut at, mut queued) = (store.cursor(CURSOR)?, 0);
    loop {
        let entries = store.log_after(at, limits::BATCH_ALERTS)?;
        let Some(last) = entries.last().map(|e| e.seq) else { return Ok(queued) };
        let mut pages = BTreeSet::from([String::new()]);
        for entry in &entries {
            let kept = store.published(entry.story)?;
            pages.extend(kept.iter().flat_map(|k| pages_of(&k.story)));
        }
        let topics: Vec<String> = pages
            .iter()
            .flat_map(|page| {
                ["atom", "rss", "json"].map(|form| house.url(&format!("{page}/feed.{form}")))
            })
            .collect();
        let told = topics.chunks(limits::TOPICS_TOGETHER).enumerate().map(|(part, topics)| {
            let body = serde_json::json!({ "topics": topics }).to_string();
            NewDelivery {
                target,
                key: format!("{at}-{last}-{part}"),
                seq: Some(last),
                query: None,
                body,
            }
        });
        queued += store.enqueue(told.collect(), Some((CURSOR, last)), now)?;
        at = last;
    }
}

/// The pages whose feeds a story is in.
fn pages_of(story: &Finished) -> Vec<String> {
    let paths = [
        story.channels.iter().map(|n| section_path(n)).collect::<Vec<_>>(),
        story.tickers.iter().map(|n| ticker_path(n)).collect(),
        story.entities.iter().map(|n| entity_path(n)).collect(),
        story.storyline.iter().map(|n| storyline_path(n)).collect(),
    ];
    paths.into_iter().flatten().map(|p| p.trim_end_matches('/').to_owned()).collect()
}

/// The target of the hub. One that is new is told only of what comes.
fn hub_target(store: &Store, hub: &str, now: Timestamp) -> Result<TargetId, Error> {
    let settings = serde_json::json!({ "url": hub }).to_string();
    let known = store.targets_of_kind(KIND)?.into_iter().find(|t| t.about.settings == settings);
    if let Some(known) = known {
        return Ok(known.id);
    }
    store.advance(CURSOR, store.head())?;
    let about = NewTarget { owner: None, kind: KIND.into(), name: hub.to_owned(), settings };
    Ok(store.add_target(about, now)?)
}
