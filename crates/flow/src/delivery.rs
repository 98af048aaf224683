//! The outbox emptied: claims what is due, sends it, settles what came of it.
//!
//! At least once: a delivery is settled after its receiver took it, and carries the same key in
//! every attempt. A process that dies leaves leases, which the next one takes up at once. One slow
//! target holds up only itself: each has a few places, and all attempts run beside each other.

use crate::{Error, limits};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use wiredesk_deliver::{Outcome, Parcel, Schedule, Sender};
use wiredesk_model::jiff::{SignedDuration, Timestamp};
use wiredesk_store::{Delivery, DeliveryId, Settled, Store, Target, TargetId};

/// How the outbox is emptied.
#[derive(Debug, Clone)]
pub struct Settings {
    /// When to try again.
    pub schedule: Schedule,
    /// Deliveries under way at once.
    pub at_once: usize,
    /// The same, to one target.
    pub per_target: usize,
    /// The clock.
    pub now: fn() -> Timestamp,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            schedule: Schedule::default(),
            at_once: limits::DELIVERIES_AT_ONCE,
            per_target: limits::DELIVERIES_PER_TARGET,
            now: Timestamp::now,
        }
    }
}

/// How long the outbox is left alone when nothing was put in and nothing came back: what falls due
/// meanwhile is this late at most.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// Between two rounds of forgetting.
const FORGET_EVERY: Duration = Duration::from_secs(3600);

/// What came of one attempt.
type Attempt = (Delivery, Outcome);

/// After the store failed.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends what is due until `stopped`. Then waits a moment for what is under way; what does not end
/// in time is sent again by the next run. While the store fails it says so and tries again.
pub async fn run(
    store: Store,
    sender: Arc<Sender>,
    settings: Settings,
    mut stopped: watch::Receiver<bool>,
) {
    let (filled, mut wake) = watch::channel(0);
    let _subscription = store.subscribe_outbox(move |n| {
        filled.send_replace(n);
    });
    let office = Office { store, sender, settings };
    let mut under_way = JoinSet::new();
    let mut forget = tokio::time::interval(FORGET_EVERY);
    let mut failed = office.work(|o| o.store.release_leases((o.settings.now)())).await.err();
    while !*stopped.borrow() {
        if let Some(error) = failed.take() {
            tracing::error!(%error, "the outbox stopped; it goes on in a moment");
            tokio::time::sleep(PAUSE).await;
        }
        if let Err(error) = office.send_out(&mut under_way).await {
            failed = Some(error);
            continue;
        }
        tokio::select! {
            Some(done) = under_way.join_next() => {
                failed = office.settle(done, &mut under_way).await.err();
            }
            _ = wake.changed() => {}
            _ = forget.tick() => failed = office.forget().await.err(),
            _ = stopped.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
    if let Err(error) = office.farewell(under_way).await {
        tracing::error!(%error, "what was just delivered could not be noted; it is sent again");
    }
}

/// Store, sender and settings together.
#[derive(Debug, Clone)]
struct Office {
    store: Store,
    sender: Arc<Sender>,
    settings: Settings,
}

impl Office {
    /// Runs what waits for the disk off the threads that send.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> wiredesk_store::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let office = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&office)).await;
        Ok(done.map_err(|e| Error::Task(e.to_string()))??)
    }

    /// Puts what is due under way, as far as there is room.
    async fn send_out(&self, under_way: &mut JoinSet<Attempt>) -> Result<(), Error> {
        let room = self.settings.at_once.saturating_sub(under_way.len());
        if room > 0 {
            for (delivery, target) in self.claim(room).await? {
                under_way.spawn(self.clone().attempt(delivery, target));
            }
        }
        Ok(())
    }

    /// Leases up to `room` deliveries, with their targets.
    async fn claim(&self, room: usize) -> Result<Vec<(Delivery, Arc<Target>)>, Error> {
        self.work(move |office| {
            let Self { store, settings, .. } = office;
            let now = (settings.now)();
            // Looking is free; leasing is a write. Most of the time nothing is due.
            if store.next_delivery_due()?.is_none_or(|due| due > now) {
                return Ok(Vec::new());
            }
            let until = now + SignedDuration::from_secs(limits::LEASE_S);
            let mut targets: HashMap<TargetId, Option<Arc<Target>>> = HashMap::new();
            let mut claimed = Vec::new();
            for delivery in store.claim(room, settings.per_target, until, now)? {
                let id = delivery.about.target;
                let target = match targets.get(&id) {
                    Some(known) => known.clone(),
                    None => store.target(id)?.map(Arc::new),
                };
                targets.insert(id, target.clone());
                // A target that was deleted this moment takes its deliveries with it.
                claimed.extend(target.map(|target| (delivery, target)));
            }
            Ok(claimed)
        })
        .await
    }

    async fn attempt(self, delivery: Delivery, target: Arc<Target>) -> Attempt {
        let parcel = Parcel {
            kind: &target.about.kind,
            settings: &target.about.settings,
            key: &delivery.about.key,
            body: &delivery.about.body,
            attempt: delivery.attempts,
            now: (self.settings.now)(),
        };
        let outcome = self.sender.send(&parcel).await;
        (delivery, outcome)
    }

    /// Settles one attempt and all others that have ended by now, in one write.
    async fn settle(
        &self,
        first: Result<Attempt, tokio::task::JoinError>,
        under_way: &mut JoinSet<Attempt>,
    ) -> Result<(), Error> {
        let mut ended = vec![first];
        while let Some(more) = under_way.try_join_next() {
            ended.push(more);
        }
        // An attempt that panicked stays leased, and is made again when its lease ends.
        let panicked = ended.iter().filter_map(|e| e.as_ref().err());
        panicked.for_each(|error| tracing::error!(%error, "an attempt to deliver broke off"));
        let attempts: Vec<Attempt> = ended.into_iter().flatten().collect();
        self.work(move |office| office.keep(attempts)).await
    }

    fn keep(&self, attempts: Vec<Attempt>) -> wiredesk_store::Result<()> {
        let now = (self.settings.now)();
        let mut settled = Vec::with_capacity(attempts.len());
        for (delivery, outcome) in attempts {
            let target = delivery.about.target;
            let line = match outcome {
                Outcome::Taken => Settled::Delivered,
                Outcome::Again { why, after, rest } => {
                    if let Some(wait) = after.filter(|_| rest) {
                        self.store.rest_target(target, later(now, wait))?;
                    }
                    self.again(&delivery, why, after, now)
                }
                Outcome::Stop { why } => {
                    tracing::warn!(target = target.0, why, "nothing more is sent to this target");
                    self.store.pause_target(target, &why).or_else(missing)?;
                    Settled::Again { error: why, at: now }
                }
                Outcome::Refused { why } => Settled::Dead { error: why },
            };
            settled.push((delivery.id, line));
        }
        self.store.settle(settled, now).map(drop)
    }

    /// Later by the schedule, or when the receiver wants it if that is later still.
    fn again(
        &self,
        delivery: &Delivery,
        error: String,
        after: Option<Duration>,
        now: Timestamp,
    ) -> Settled {
        match self.settings.schedule.after(delivery.attempts, chance(delivery.id)) {
            Some(wait) => Settled::Again { error, at: later(now, wait.max(after.unwrap_or(wait))) },
            None => Settled::Dead { error: format!("given up after the last attempt: {error}") },
        }
    }

    async fn forget(&self) -> Result<(), Error> {
        self.work(|office| {
            let days = SignedDuration::from_hours(24 * limits::DELIVERED_DAYS);
            office.store.forget_deliveries((office.settings.now)() - days).map(drop)
        })
        .await
    }

    async fn farewell(&self, mut under_way: JoinSet<Attempt>) -> Result<(), Error> {
        let patience = Duration::from_secs(limits::FAREWELL_S);
        let all = async {
            while let Some(done) = under_way.join_next().await {
                self.settle(done, &mut under_way).await?;
            }
            Ok(())
        };
        tokio::time::timeout(patience, all).await.unwrap_or(Ok(()))
    }
}

/// A number in 0..1 that nobody can foresee; without the system's chance, one of the delivery's.
fn chance(id: DeliveryId) -> f64 {
    let drawn = getrandom::u32().unwrap_or(id.0 as u32);
    f64::from(drawn) / f64::from(u32::MAX)
}

fn later(now: Timestamp, wait: Duration) -> Timestamp {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// A target that was deleted meanwhile needs no pause.
fn missing(error: wiredesk_store::Error) -> wiredesk_store::Result<()> {
    match error {
        wiredesk_store::Error::NotFound(_) => Ok(()),
        other => Err(other),
    }
}
