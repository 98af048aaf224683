//! Tables `paces` and `held`: alerts that wait until their target wants to hear.

use super::columns::{At, Json, all, first, json, run};
use super::log::advance;
use crate::{
    Held, NewDelivery, NewHeld, NewTold, Outgoing, PaceOf, Result, Store, Target, TargetId,
};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use wiredesk_model::StoryId;

impl Store {
    /// Puts deliveries into the outbox and alerts on hold, notes who is told, and moves the
    /// consumer's cursor, in one transaction. What a target has had or holds already is left out.
    /// How many were new.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn send_out(
        &self,
        outgoing: Outgoing,
        cursor: (&str, u64),
        now: Timestamp,
    ) -> Result<usize> {
        let cursor = (cursor.0.to_owned(), cursor.1);
        let new = self.write(move |db| {
            let Outgoing { deliveries, held, told } = &outgoing;
            for NewTold { story, target, queries } in told {
                let sql = "INSERT INTO told (story, target, queries) VALUES (?1, ?2, ?3) \
                           ON CONFLICT DO UPDATE SET queries = excluded.queries";
                run(db, sql, params![story.0, target.0, json(queries)])?;
            }
            let mut new = super::outbox::put(db, deliveries, now)?;
            for NewHeld { target, seq, line } in held {
                let sql = "INSERT INTO held (target, seq, line, created) VALUES (?1, ?2, ?3, ?4) \
                           ON CONFLICT DO NOTHING";
                new += run(db, sql, params![target.0, seq, line, At(now)])?;
            }
            advance(db, &cursor.0, cursor.1)?;
            Ok(new)
        })?;
        self.outbox_filled(new);
        Ok(new)
    }

    /// Who was told of a story, and by which queries.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn told_of(&self, story: StoryId) -> Result<Vec<NewTold>> {
        self.read(|db| {
            let sql = "SELECT target, queries FROM told WHERE story = ?1 ORDER BY target";
            all(db, sql, [story.0], |r| {
                let queries = r.get::<_, Json<_>>(1)?.0;
                Ok(NewTold { story, target: TargetId(r.get(0)?), queries })
            })
        })
    }

    /// Targets that something is held for, and since when.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn holding(&self) -> Result<Vec<(TargetId, Timestamp)>> {
        self.read(|db| {
            let sql = "SELECT target, min(created) FROM held GROUP BY target ORDER BY target";
            all(db, sql, [], |r| Ok((TargetId(r.get(0)?), r.get::<_, At>(1)?.0)))
        })
    }

    /// What is held for a target, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn held(&self, target: TargetId, limit: usize) -> Result<Vec<Held>> {
        self.read(|db| {
            let sql =
                "SELECT id, seq, line, created FROM held WHERE target = ?1 ORDER BY id LIMIT ?2";
            all(db, sql, params![target.0, limit], |r| {
                let about = NewHeld { target, seq: r.get(1)?, line: r.get(2)? };
                Ok(Held { id: r.get(0)?, about, created: r.get::<_, At>(3)?.0 })
            })
        })
    }

    /// Lets go of what is held for a target up to number `until`, and puts what it became into the
    /// outbox, in one transaction.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn release_held(
        &self,
        target: TargetId,
        until: u64,
        delivery: Option<NewDelivery>,
        now: Timestamp,
    ) -> Result<()> {
        self.write(move |db| {
            super::outbox::put(db, delivery.as_slice(), now)?;
            let sql = "DELETE FROM held WHERE target = ?1 AND id <= ?2";
            run(db, sql, params![target.0, until])?;
            Ok(())
        })?;
        self.outbox_filled(1);
        Ok(())
    }

    /// When the last `limit` things were put into the outbox for a target since `since`, oldest
    /// first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn sent_since(
        &self,
        target: TargetId,
        since: Timestamp,
        limit: usize,
    ) -> Result<Vec<Timestamp>> {
        self.read(|db| {
            let sql = "SELECT created FROM (SELECT id, created FROM deliveries WHERE target = ?1 \
                       AND created > ?2 ORDER BY id DESC LIMIT ?3) ORDER BY id";
            all(db, sql, params![target.0, At(since), limit], |r| Ok(r.get::<_, At>(0)?.0))
        })
    }

    /// Sets how a target wants to hear. The token stays when it has one.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn set_pace(&self, target: TargetId, pace: &str, token: &str) -> Result<()> {
        let (pace, token) = (pace.to_owned(), token.to_owned());
        self.write(move |db| {
            let sql = "INSERT INTO paces (target, pace, token) VALUES (?1, ?2, ?3) \
                       ON CONFLICT (target) DO UPDATE SET pace = excluded.pace";
            run(db, sql, params![target.0, pace, token])?;
            Ok(())
        })
    }

    /// How a target wants to hear, where that was said.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn pace(&self, target: TargetId) -> Result<Option<PaceOf>> {
        self.read(|db| {
            let sql = "SELECT pace, token FROM paces WHERE target = ?1";
            first(db, sql, [target.0], |r| Ok(PaceOf { pace: r.get(0)?, token: r.get(1)? }))
        })
    }

    /// The target whose mails carry that token.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn target_of_token(&self, token: &str) -> Result<Option<Target>> {
        let id = self.read(|db| {
            let sql = "SELECT target FROM paces WHERE token = ?1";
            first(db, sql, [token], |r| Ok(TargetId(r.get(0)?)))
        })?;
        id.map_or(Ok(None), |id| self.target(id))
    }

    /// When deliveries were put in and taken, in the order of being taken, after the last one seen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn delivered_after(
        &self,
        after: (Timestamp, u64),
        limit: usize,
    ) -> Result<Vec<(Timestamp, u64, Timestamp)>> {
        self.read(|db| {
            let sql = "SELECT done, id, created FROM deliveries WHERE state = 'delivered' AND \
                       (done, id) > (?1, ?2) ORDER BY done, id LIMIT ?3";
            all(db, sql, params![At(after.0), after.1, limit], |r| {
                Ok((r.get::<_, At>(0)?.0, r.get(1)?, r.get::<_, At>(2)?.0))
            })
        })
    }

    /// How many deliveries there are in each state, and how many alerts are held.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn delivery_counts(&self) -> Result<Vec<(String, u64)>> {
        self.read(|db: &Connection| {
            let sql = "SELECT state, count(*) FROM deliveries GROUP BY state UNION ALL \
                       SELECT 'held', count(*) FROM held";
            all(db, sql, [], |r| Ok((r.get(0)?, r.get(1)?)))
        })
    }
}
