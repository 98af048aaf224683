//! Table `deliveries`: claim, lease, back-off, dead letters.

use super::columns::{At, all, run};
use super::log::advance;
use crate::{
    Delivery, DeliveryId, DeliveryState, Error, NewDelivery, QueryId, Result, Settled, Store,
    TargetId,
};
use jiff::Timestamp;
use rusqlite::{Connection, params};

const COLUMNS: &str = "d.id, d.target, d.key, d.seq, d.query, d.body, d.state, d.attempts, d.due, d.created, d.done, d.error";

impl Store {
    /// Puts deliveries in, due at once; a key that a target has had is left out. With `cursor`
    /// (name, number) the consumer's place in the publication log moves in the same transaction,
    /// so that after a crash nothing is missed and nothing queued twice. How many were new.
    ///
    /// # Errors
    /// When they cannot be saved.
    pub fn enqueue(
        &self,
        deliveries: Vec<NewDelivery>,
        cursor: Option<(&str, u64)>,
        now: Timestamp,
    ) -> Result<usize> {
        let cursor = cursor.map(|(name, seq)| (name.to_owned(), seq));
        let new = self.write(move |db| {
            let new = put(db, &deliveries, now)?;
            if let Some((name, seq)) = &cursor {
                advance(db, name, *seq)?;
            }
            Ok(new)
        })?;
        self.outbox_filled(new);
        Ok(new)
    }

    /// Wakes who sends what is in the outbox, when something new is.
    pub(crate) fn outbox_filled(&self, new: usize) {
        if new > 0 {
            self.inner.outbox.moved(self.inner.outbox.head() + 1);
        }
    }

    /// Leases what is due until `lease_until`, the longest due first; of one target at most
    /// `per_target` are out at once. Paused and resting targets wait. Each claim counts as an
    /// attempt.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn claim(
        &self,
        limit: usize,
        per_target: usize,
        lease_until: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Delivery>> {
        self.write(move |db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM deliveries d JOIN targets t ON t.id = d.target \
                 WHERE d.state IN ('waiting', 'leased') AND d.due <= ?1 AND t.paused IS NULL \
                 AND (t.rests IS NULL OR t.rests <= ?1) AND d.target NOT IN \
                 (SELECT target FROM deliveries WHERE state = 'leased' AND due > ?1 \
                  GROUP BY target HAVING count(*) >= ?3) ORDER BY d.due, d.id LIMIT ?2"
            );
            // More are looked at than taken, so that one slow target does not hold up the others.
            let look = i64::try_from(limit.saturating_mul(8)).unwrap_or(i64::MAX);
            let due = all(db, &sql, params![At(now), look, per_target], delivery)?;
            let mut out = std::collections::HashMap::new();
            let mut claimed = Vec::new();
            for mut d in due {
                let busy = match out.get_mut(&d.about.target) {
                    Some(busy) => busy,
                    None => out.entry(d.about.target).or_insert(leased(db, d.about.target, now)?),
                };
                if claimed.len() >= limit || *busy >= per_target {
                    continue;
                }
                *busy += 1;
                d.state = DeliveryState::Leased;
                d.attempts += 1;
                d.due = lease_until;
                let sql = "UPDATE deliveries SET state = 'leased', attempts = attempts + 1, \
                           due = ?2 WHERE id = ?1";
                run(db, sql, params![d.id.0, At(lease_until)])?;
                claimed.push(d);
            }
            Ok(claimed)
        })
    }

    /// Says what came of deliveries that were out, all in one write. One that is not out any more
    /// (delivered already, given up, deleted) is passed over. How many were changed.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn settle(&self, done: Vec<(DeliveryId, Settled)>, now: Timestamp) -> Result<usize> {
        self.write(move |db| {
            let mut changed = 0;
            for (id, settled) in &done {
                changed += settle(db, *id, settled, now)?;
            }
            Ok(changed)
        })
    }

    /// The target took it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not out (delivered already, or deleted).
    pub fn delivered(&self, id: DeliveryId, now: Timestamp) -> Result<()> {
        self.write(move |db| found(settle(db, id, &Settled::Delivered, now)?, id))
    }

    /// The target did not take it: try again at `retry_at`, or give up with `None`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not out.
    pub fn failed(
        &self,
        id: DeliveryId,
        error: &str,
        retry_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        let error = error.to_owned();
        let settled = match retry_at {
            Some(at) => Settled::Again { error, at },
            None => Settled::Dead { error },
        };
        self.write(move |db| found(settle(db, id, &settled, now)?, id))
    }

    /// Makes everything that is out due at once: for a sender that starts, since nobody else can
    /// have this folder. How many.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn release_leases(&self, now: Timestamp) -> Result<usize> {
        self.write(move |db| {
            let sql = "UPDATE deliveries SET state = 'waiting', due = ?1 WHERE state = 'leased'";
            run(db, sql, [At(now)])
        })
    }

    /// Sends a dead letter again, counting attempts from the start.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not a dead letter.
    pub fn send_again(&self, id: DeliveryId, now: Timestamp) -> Result<()> {
        self.write(move |db| {
            let sql = "UPDATE deliveries SET state = 'waiting', attempts = 0, due = ?2, \
                       done = NULL WHERE id = ?1 AND state = 'dead'";
            found(run(db, sql, params![id.0, At(now)])?, id)
        })
    }

    /// Deliveries in a state, newest first, before number `before`; of one target or of all.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn deliveries(
        &self,
        state: DeliveryState,
        target: Option<TargetId>,
        before: Option<DeliveryId>,
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        let most = i64::MAX as u64;
        let before = before.map_or(most, |d| d.0.min(most));
        self.read(|db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM deliveries d WHERE d.state = ?1 AND d.id < ?2 \
                 AND (?3 IS NULL OR d.target = ?3) ORDER BY d.id DESC LIMIT ?4"
            );
            all(db, &sql, params![state.as_str(), before, target.map(|t| t.0), limit], delivery)
        })
    }

    /// When the next delivery is due.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn next_delivery_due(&self) -> Result<Option<Timestamp>> {
        let sql = "SELECT d.due FROM deliveries d JOIN targets t ON t.id = d.target \
                   WHERE d.state IN ('waiting', 'leased') AND t.paused IS NULL \
                   ORDER BY d.due, d.id LIMIT 1";
        self.read(|db| super::columns::first(db, sql, [], |r| Ok(r.get::<_, At>(0)?.0)))
    }

    /// Forgets what was delivered before `before`. How many.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn forget_deliveries(&self, before: Timestamp) -> Result<usize> {
        self.write(move |db| {
            run(db, "DELETE FROM deliveries WHERE state = 'delivered' AND done < ?1", [At(before)])
        })
    }
}

/// Puts deliveries in, but for those whose key the target has had; how many were new.
pub(crate) fn put(db: &Connection, deliveries: &[NewDelivery], now: Timestamp) -> Result<usize> {
    let sql = "INSERT INTO deliveries (target, key, seq, query, body, state, due, created) \
               VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?6) ON CONFLICT DO NOTHING";
    let mut new = 0;
    for NewDelivery { target, key, seq, query, body } in deliveries {
        let query = query.map(|q| q.0);
        new += run(db, sql, params![target.0, key, seq, query, body, At(now)])?;
    }
    Ok(new)
}

/// How many of a target's deliveries are out now.
fn leased(db: &Connection, target: TargetId, now: Timestamp) -> Result<usize> {
    let sql = "SELECT count(*) FROM deliveries WHERE target = ?1 AND state = 'leased' AND due > ?2";
    Ok(db.prepare_cached(sql)?.query_row(params![target.0, At(now)], |r| r.get(0))?)
}

fn settle(db: &Connection, id: DeliveryId, settled: &Settled, now: Timestamp) -> Result<usize> {
    match settled {
        Settled::Delivered => {
            let sql = "UPDATE deliveries SET state = 'delivered', done = ?2, error = NULL \
                       WHERE id = ?1 AND state <> 'delivered'";
            run(db, sql, params![id.0, At(now)])
        }
        Settled::Again { error, at } => {
            let sql = "UPDATE deliveries SET state = 'waiting', due = ?2, error = ?3 \
                       WHERE id = ?1 AND state = 'leased'";
            run(db, sql, params![id.0, At(*at), error])
        }
        Settled::Dead { error } => {
            let sql = "UPDATE deliveries SET state = 'dead', done = ?2, error = ?3 \
                       WHERE id = ?1 AND state = 'leased'";
            run(db, sql, params![id.0, At(now), error])
        }
    }
}

fn found(changed: usize, id: DeliveryId) -> Result<()> {
    if changed == 0 {
        return Err(Error::not_found(format_args!("delivery {} in that state", id.0)));
    }
    Ok(())
}

fn delivery(r: &rusqlite::Row<'_>) -> Result<Delivery> {
    let id: u64 = r.get(0)?;
    let state: String = r.get(6)?;
    let state = DeliveryState::parse(&state).ok_or_else(|| Error::Unreadable {
        what: format!("delivery {id}"),
        why: format!("\"{state}\" is not a state"),
    })?;
    Ok(Delivery {
        id: DeliveryId(id),
        about: NewDelivery {
            target: TargetId(r.get(1)?),
            key: r.get(2)?,
            seq: r.get(3)?,
            query: r.get::<_, Option<u64>>(4)?.map(QueryId),
            body: r.get(5)?,
        },
        state,
        attempts: r.get(7)?,
        due: r.get::<_, At>(8)?.0,
        created: r.get::<_, At>(9)?.0,
        done: r.get::<_, Option<At>>(10)?.map(|a| a.0),
        error: r.get(11)?,
    })
}
