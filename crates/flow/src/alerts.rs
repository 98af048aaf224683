//! Publications held against all standing queries, and what fires put into the outbox.
//!
//! A cursor over the publication log, moved in the transaction that queues the deliveries: after a
//! crash nothing is missed, and nothing is queued twice (a delivery's key is its place in the log).
//! The index lives in memory, is taken from its snapshot at the start, and is brought up to date
//! from the store before each run.
//!
//! Who is told:
//! * the target of each query that the story's new version fires, once, with all queries that did;
//! * of an update, correction or withdrawal whoever was told of the story before;
//! * never by a query that was added after the story was logged.
//!
//! When, is the subscriber's choice ([`Pace`]): at once, or held until the next digest, the end of
//! the quiet hours, or until there is room again ([`release`]).

pub mod keeping;
mod latency;
pub mod letter;
mod pacing;
mod snapshot;
mod told;

pub use latency::{ENDS_MS, LATENCY, Latency, Stretch};
pub use pacing::{Clock, Pace, Rhythm};
pub use told::told;
pub(crate) use told::{claims, version};

use crate::{Error, limits};
use letter::{Envelope, folded, mail, payload};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use told::Version;
pub(crate) use wiredesk_alert::Story as Told;
use wiredesk_alert::{Index, Limits, Name, Query, Scratch};
use wiredesk_model::jiff::{SignedDuration, Timestamp};
use wiredesk_model::{Publication, PublicationKind, Read};
use wiredesk_publish::House;
use wiredesk_publish::edition::story_path;
use wiredesk_store::{
    NewDelivery, NewHeld, NewTold, Outgoing, PaceOf, QueryId, StandingQuery, Store, Target,
    TargetId,
};
use wiredesk_wire::alert::{AlertData, AlertLine, FiredLine};

/// The name of the cursor.
const CURSOR: &str = "alerts";

/// The standing queries of a store, ready to be matched. One is kept by whoever runs the stage.
#[derive(Debug, Default)]
pub struct Alerts {
    index: Index,
    /// The last change that was taken in.
    seen: Option<(Timestamp, QueryId)>,
    /// Changes since the snapshot was made; `None` before it was looked for.
    unsaved: Option<usize>,
    scratch: Scratch,
    /// Whose alerts these are: name and addresses in mails.
    pub house: House,
    /// The last delivery that the latency record has.
    counted: Option<(Timestamp, u64)>,
}

/// What a run did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Alerted {
    /// Publications that were matched.
    pub publications: usize,
    /// Deliveries that were queued or held.
    pub deliveries: usize,
}

/// By target: the queries that fired.
type Fired = BTreeMap<TargetId, BTreeSet<u64>>;

impl Alerts {
    /// How many queries stand.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether none stands.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    fn refresh(&mut self, store: &Store) -> Result<(), Error> {
        if self.unsaved.is_none() {
            self.restore(store)?;
        }
        loop {
            let changed = store.queries_after(self.seen, limits::BATCH_QUERIES)?;
            let Some(last) = changed.last().map(|q| (q.changed, q.id)) else { break };
            self.unsaved = self.unsaved.map(|n| n + changed.len());
            changed.into_iter().for_each(|query| self.take(query));
            self.seen = Some(last);
        }
        self.save_when_worth_it(store)
    }

    fn take(&mut self, query: StandingQuery) {
        let StandingQuery { id: QueryId(id), about, deleted, .. } = query;
        // Without a target its matches are only shown to who asks for them.
        if about.target.is_none() || !about.enabled || deleted.is_some() {
            self.index.remove(id);
            return;
        }
        match Query::parse(&about.query, &Limits::default()) {
            Ok(words) => self.index.add(id, &words),
            Err(error) => {
                self.index.remove(id);
                tracing::warn!(query = id, %error, "a standing query cannot be read");
            }
        }
    }

    /// Whom a version fires for, and by which queries.
    fn fired(&mut self, store: &Store, told: &Told, logged: Timestamp) -> Result<Fired, Error> {
        let begun = Instant::now();
        let ids = self.index.match_story(told, &mut self.scratch);
        LATENCY.matching.took_us(u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
        let mut fired = Fired::new();
        for query in store.queries(ids)? {
            let stands = query.about.enabled && query.deleted.is_none() && query.created <= logged;
            if let Some(target) = query.about.target.filter(|_| stands) {
                fired.entry(target).or_default().insert(query.id.0);
            }
        }
        Ok(fired)
    }

    fn line(
        &self,
        store: &Store,
        (entry, version): (&Publication, &Version),
        queries: &BTreeSet<u64>,
        now: Timestamp,
    ) -> Result<AlertLine, Error> {
        let standing = entry.kind != PublicationKind::Withdrawn;
        let of_standing = |text: &String| standing.then(|| text.clone());
        let ids: Vec<u64> = queries.iter().copied().collect();
        let queries = store.queries(&ids)?.into_iter();
        let title = &version.told.title;
        let own = || self.house.url(&story_path(entry.story, title));
        Ok(AlertLine {
            r#type: format!("story.{}", entry.kind.as_str()),
            timestamp: entry.at.to_string(),
            data: AlertData {
                seq: entry.seq,
                story: entry.story.0,
                version: entry.version,
                title: of_standing(title),
                teaser: of_standing(&version.teaser).filter(|t| !t.is_empty()),
                note: entry.note.clone(),
                tickers: if standing { version.of(Name::Ticker) } else { Vec::new() },
                channels: if standing { version.of(Name::Channel) } else { Vec::new() },
                queries: queries.map(|q| FiredLine { id: q.id.0, name: q.about.name }).collect(),
                received: version.received.map(|at| at.to_string()),
                url: Some(version.url.clone().unwrap_or_else(own)),
                matched: now.to_string(),
            },
        })
    }

    /// Counts how long what was delivered since the last look had waited.
    fn count_handed_over(&mut self, store: &Store, now: Timestamp) -> Result<(), Error> {
        let mut seen = self.counted.unwrap_or((now, 0));
        for (done, id, created) in store.delivered_after(seen, limits::BATCH_QUERIES)? {
            LATENCY.matched_handed.took(created, done);
            seen = (done, id);
        }
        self.counted = Some(seen);
        Ok(())
    }
}

/// Matches every publication that waits, and queues what fires.
///
/// # Errors
/// When the store cannot be read or written.
pub fn advance(
    store: &Store,
    alerts: &mut Alerts,
    reader: &dyn Read,
    now: Timestamp,
) -> Result<Alerted, Error> {
    let mut alerted = Alerted::default();
    loop {
        let entries = store.log_after(store.cursor(CURSOR)?, limits::BATCH_ALERTS)?;
        let Some(last) = entries.last().map(|e| e.seq) else { return Ok(alerted) };
        alerts.refresh(store)?;
        let mut outgoing = Outgoing::default();
        for entry in &entries {
            matched(store, alerts, (entry, reader, now), &mut outgoing)?;
        }
        alerted.publications += entries.len();
        alerted.deliveries += store.send_out(outgoing, (CURSOR, last), now)?;
    }
}

/// What an entry of the log tells, as standing queries see it: the version that stands since then,
/// and, where it changes a story, the versions before it. Who was told of one of those is told of
/// the change too.
///
/// # Errors
/// When the store cannot be read.
pub fn tellings(store: &Store, reader: &dyn Read, entry: &Publication) -> Result<Vec<Told>, Error> {
    let of = |entry: &Publication| {
        Ok::<_, Error>(version(store, reader, entry.story, entry)?.map(|v| v.told))
    };
    let mut tellings: Vec<Told> = of(entry)?.into_iter().collect();
    if entry.kind != PublicationKind::Published {
        for earlier in store.log_of(entry.story)?.iter().filter(|e| e.seq < entry.seq) {
            tellings.extend(of(earlier)?);
        }
    }
    Ok(tellings)
}

fn matched(
    store: &Store,
    alerts: &mut Alerts,
    (entry, reader, now): (&Publication, &dyn Read, Timestamp),
    outgoing: &mut Outgoing,
) -> Result<(), Error> {
    let mut fired = match entry.kind {
        PublicationKind::Published => Fired::new(),
        _ => told_before(store, entry, outgoing)?,
    };
    if fired.is_empty() && alerts.is_empty() {
        return Ok(());
    }
    let Some(version) = version(store, reader, entry.story, entry)? else { return Ok(()) };
    if entry.kind != PublicationKind::Withdrawn {
        for (target, queries) in alerts.fired(store, &version.told, entry.at)? {
            fired.entry(target).or_default().extend(queries);
        }
    }
    if let Some(received) = version.received.filter(|_| entry.kind == PublicationKind::Published) {
        LATENCY.received_logged.took(received, entry.at);
    }
    for (target, queries) in fired {
        let Some(target) = store.target(target)? else { continue };
        let line = alerts.line(store, (entry, &version), &queries, now)?;
        LATENCY.logged_matched.took(entry.at, now);
        let queries = queries.into_iter().collect();
        outgoing.told.push(NewTold { story: entry.story, target: target.id, queries });
        hand(store, &alerts.house, (&target, line), now, outgoing)?;
    }
    Ok(())
}

/// Whoever was told of the story, in this run or before, and by which queries.
fn told_before(store: &Store, entry: &Publication, outgoing: &Outgoing) -> Result<Fired, Error> {
    let before = store.told_of(entry.story)?;
    let just_now = outgoing.told.iter().filter(|t| t.story == entry.story).cloned();
    let mut fired = Fired::new();
    for told in before.into_iter().chain(just_now) {
        fired.entry(told.target).or_default().extend(told.queries);
    }
    Ok(fired)
}

/// Sends an alert on its way at once, or holds it back.
fn hand(
    store: &Store,
    house: &House,
    (target, line): (&Target, AlertLine),
    now: Timestamp,
    outgoing: &mut Outgoing,
) -> Result<(), Error> {
    let (id, seq) = (target.id, line.data.seq);
    let kept = store.pace(id)?;
    let holds = match pace_of(kept.as_ref()) {
        Some(pace) => {
            let waiting = outgoing.held.iter().any(|h| h.target == id);
            let just_now = outgoing.deliveries.iter().filter(|d| d.target == id).count();
            let mut sent = sent(store, id, &pace, now)?;
            sent.extend(std::iter::repeat_n(now, just_now));
            waiting || pace.release(now, &sent) > now || !store.held(id, 1)?.is_empty()
        }
        None => false,
    };
    if holds {
        let line = serde_json::to_string(&line).unwrap_or_default();
        outgoing.held.push(NewHeld { target: id, seq, line });
        return Ok(());
    }
    let query = line.data.queries.first().map(|q| QueryId(q.id));
    let body = body(house, target, kept.as_ref(), &[line], now);
    let key = format!("alert-{seq}");
    outgoing.deliveries.push(NewDelivery { target: id, key, seq: Some(seq), query, body });
    Ok(())
}

fn pace_of(kept: Option<&PaceOf>) -> Option<Pace> {
    kept.map(|kept| serde_json::from_str(&kept.pace).unwrap_or_default())
}

/// When something went to a target within the last hour.
fn sent(
    store: &Store,
    target: TargetId,
    pace: &Pace,
    now: Timestamp,
) -> Result<Vec<Timestamp>, Error> {
    let hour_ago = now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MIN);
    Ok(store.sent_since(target, hour_ago, pace.per_hour as usize)?)
}

/// What is sent, in the form that the target takes.
fn body(
    house: &House,
    target: &Target,
    pace: Option<&PaceOf>,
    lines: &[AlertLine],
    now: Timestamp,
) -> String {
    if target.about.kind != "mail" {
        return payload(lines, &now.to_string());
    }
    let settings: serde_json::Value =
        serde_json::from_str(&target.about.settings).unwrap_or_default();
    let to = settings["address"].as_str().unwrap_or_default();
    let token = pace.map_or("", |pace| &pace.token);
    mail(lines, &Envelope { house, to, token })
}

/// Sends what was held and whose time has come, several alerts together. How many messages.
///
/// # Errors
/// When the store cannot be read or written.
pub fn release(store: &Store, alerts: &mut Alerts, now: Timestamp) -> Result<usize, Error> {
    alerts.count_handed_over(store, now)?;
    let mut released = 0;
    for (id, since) in store.holding()? {
        let kept = store.pace(id)?;
        let pace = pace_of(kept.as_ref()).unwrap_or_default();
        let sent = sent(store, id, &pace, now)?;
        if pace.release(since, &sent) > now {
            continue;
        }
        let held = store.held(id, limits::HELD_TOGETHER)?;
        let Some(last) = held.last().map(|h| h.id) else { continue };
        let lines = held.iter().filter_map(|h| serde_json::from_str(&h.about.line).ok());
        let lines = folded(lines.collect());
        let delivery = match (store.target(id)?, lines.last()) {
            (Some(target), Some(newest)) => Some(NewDelivery {
                target: id,
                key: format!("alerts-{last}"),
                seq: Some(newest.data.seq),
                query: newest.data.queries.first().map(|q| QueryId(q.id)),
                body: body(&alerts.house, &target, kept.as_ref(), &lines, now),
            }),
            _ => None,
        };
        released += usize::from(delivery.is_some());
        store.release_held(id, last, delivery, now)?;
    }
    Ok(released)
}

/// How long the stage sleeps when nothing was logged: what is held goes out so late at most.
pub const LOOK_EVERY: Duration = Duration::from_secs(1);
