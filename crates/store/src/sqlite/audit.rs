//! Table `audit`: append-only.

use super::columns::{At, all, run};
use crate::{Audit, AuditEntry, Result, Store};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use wiredesk_model::StoryId;

impl Store {
    /// Appends to the audit trail. What changes stories is there already: the methods that do it
    /// append it themselves, in the same transaction.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn audit(&self, entry: Audit, now: Timestamp) -> Result<()> {
        self.write(move |db| record(db, &entry, now))
    }

    /// The audit trail, newest first, before number `before`; of one story or of all.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn audit_trail(
        &self,
        story: Option<StoryId>,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<AuditEntry>> {
        let before = before.unwrap_or(i64::MAX as u64);
        const COLUMNS: &str = "id, at, who, action, story, version, details";
        self.read(|db| match story {
            Some(story) => {
                let sql = format!(
                    "SELECT {COLUMNS} FROM audit WHERE story = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"
                );
                all(db, &sql, params![story.0, before, limit], entry)
            }
            None => {
                let sql = format!(
                    "SELECT {COLUMNS} FROM audit WHERE id < ?1 ORDER BY id DESC LIMIT ?2"
                );
                all(db, &sql, params![before, limit], entry)
            }
        })
    }
}

pub(crate) fn record(db: &Connection, entry: &Audit, now: Timestamp) -> Result<()> {
    let Audit { who, action, story, version, details } = entry;
    let sql = "INSERT INTO audit (at, who, action, story, version, details) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    run(db, sql, params![At(now), who, action, story.map(|s| s.0), version, details])?;
    Ok(())
}

fn entry(row: &rusqlite::Row<'_>) -> Result<AuditEntry> {
    Ok(AuditEntry {
        id: row.get(0)?,
        at: row.get::<_, At>(1)?.0,
        entry: Audit {
            who: row.get(2)?,
            action: row.get(3)?,
            story: row.get::<_, Option<u64>>(4)?.map(StoryId),
            version: row.get(5)?,
            details: row.get(6)?,
        },
    })
}
