//! Table `quarantine`.

use super::columns::{At, all, run};
use crate::{HEAD_KEPT, Quarantined, Refused, Result, SourceId, Store};
use jiff::Timestamp;
use rusqlite::params;

impl Store {
    /// Sets an unreadable item aside with the reason.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn quarantine(&self, mut item: Refused, now: Timestamp) -> Result<()> {
        item.head.truncate(HEAD_KEPT);
        self.write(move |db| {
            let sql = "INSERT INTO quarantine (name, reason, size, head, source, first_at, last_at) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) ON CONFLICT (name, reason, size) \
                       DO UPDATE SET last_at = excluded.last_at, times = times + 1, \
                       head = excluded.head";
            let size = i64::try_from(item.size).unwrap_or(i64::MAX);
            let source = item.source.map(|s| s.0);
            run(db, sql, params![item.name, item.reason, size, item.head, source, At(now)])?;
            Ok(())
        })
    }

    /// What was set aside, newest first, before `before` (`(last_at, id)` of the last line above).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn quarantined(
        &self,
        before: Option<(Timestamp, u64)>,
        limit: usize,
    ) -> Result<Vec<Quarantined>> {
        let (at, id) = before.unwrap_or((Timestamp::MAX, i64::MAX as u64));
        self.read(|db| {
            let sql = "SELECT id, name, reason, size, head, source, first_at, last_at, times \
                       FROM quarantine WHERE (last_at, id) < (?1, ?2) \
                       ORDER BY last_at DESC, id DESC LIMIT ?3";
            all(db, sql, params![At(at), id, limit], quarantined)
        })
    }

    /// How many items are set aside.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn quarantine_count(&self) -> Result<u64> {
        self.read(|db| Ok(db.query_row("SELECT count(*) FROM quarantine", [], |r| r.get(0))?))
    }

    /// Forgets one item; an editor has looked at it, or it was read since.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn release(&self, id: u64) -> Result<bool> {
        self.write(move |db| Ok(run(db, "DELETE FROM quarantine WHERE id = ?1", [id])? > 0))
    }
}

fn quarantined(row: &rusqlite::Row<'_>) -> Result<Quarantined> {
    Ok(Quarantined {
        id: row.get(0)?,
        item: Refused {
            name: row.get(1)?,
            reason: row.get(2)?,
            size: row.get(3)?,
            head: row.get(4)?,
            source: row.get::<_, Option<u64>>(5)?.map(SourceId),
        },
        first_at: row.get::<_, At>(6)?.0,
        last_at: row.get::<_, At>(7)?.0,
        times: row.get(8)?,
    })
}
