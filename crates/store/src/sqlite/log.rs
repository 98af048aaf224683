//! Table `publications`: one ordered list, and `cursors` of those who follow it.

use super::columns::{At, all, first, run};
use crate::{Error, Result, Store};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use wiredesk_model::{Publication, PublicationKind, StoryId};

const COLUMNS: &str = "seq, at, kind, story, version, note, by";

impl Store {
    /// Entries after number `seq`, in order, at most `limit`: `log_after(0, …)` starts at the
    /// first. Numbers have no gaps, and an entry that was seen never changes.
    ///
    /// ```
    /// # fn follow(store: &wiredesk_store::Store, mut seen: u64) -> wiredesk_store::Result<()> {
    /// loop {
    ///     for entry in store.log_after(seen, 1000)? {
    ///         seen = entry.seq; // … send it on
    ///     }
    ///     store.wait_after(seen, std::time::Duration::from_secs(15));
    /// #   break Ok(());
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn log_after(&self, seq: u64, limit: usize) -> Result<Vec<Publication>> {
        self.read(|db| {
            let sql =
                format!("SELECT {COLUMNS} FROM publications WHERE seq > ?1 ORDER BY seq LIMIT ?2");
            all(db, &sql, params![seq, limit], publication)
        })
    }

    /// The newest `limit` entries, in order: what a late-comer may replay.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn log_tail(&self, limit: usize) -> Result<Vec<Publication>> {
        self.log_after(self.head().saturating_sub(limit as u64), limit)
    }

    /// All entries about one story, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn log_of(&self, story: StoryId) -> Result<Vec<Publication>> {
        self.read(|db| {
            let sql = format!("SELECT {COLUMNS} FROM publications WHERE story = ?1 ORDER BY seq");
            all(db, &sql, [story.0], publication)
        })
    }

    /// How far the consumer of that name has come; 0 when it is new.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn cursor(&self, name: &str) -> Result<u64> {
        let sql = "SELECT seq FROM cursors WHERE name = ?1";
        Ok(self.read(|db| first(db, sql, [name], |r| Ok(r.get(0)?)))?.unwrap_or(0))
    }

    /// Notes that the consumer of that name has done everything up to `seq`. A cursor never goes
    /// back; [`Store::rewind`] does that.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn advance(&self, name: &str, seq: u64) -> Result<()> {
        let name = name.to_owned();
        self.write(move |db| advance(db, &name, seq))
    }

    /// Sets a cursor back (or forth) to `seq`, to do things again.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn rewind(&self, name: &str, seq: u64) -> Result<()> {
        let name = name.to_owned();
        self.write(move |db| {
            let sql = "INSERT INTO cursors (name, seq) VALUES (?1, ?2) \
                       ON CONFLICT DO UPDATE SET seq = excluded.seq";
            run(db, sql, params![name, seq])?;
            Ok(())
        })
    }
}

pub(crate) fn advance(db: &Connection, name: &str, seq: u64) -> Result<()> {
    let sql = "INSERT INTO cursors (name, seq) VALUES (?1, ?2) \
               ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)";
    run(db, sql, params![name, seq])?;
    Ok(())
}

/// The newest entry's number, 0 when there is none.
pub(crate) fn head_of(db: &Connection) -> Result<u64> {
    let sql = "SELECT coalesce(max(seq), 0) FROM publications";
    Ok(db.prepare_cached(sql)?.query_row([], |r| r.get(0))?)
}

/// An entry without its number.
pub(crate) struct Entry<'a> {
    pub at: Timestamp,
    pub kind: PublicationKind,
    pub story: u64,
    pub version: u32,
    pub note: Option<&'a str>,
    pub by: &'a str,
}

/// Appends an entry; its number. Only the one writer calls this, so the next number is free.
pub(crate) fn append(db: &Connection, entry: &Entry<'_>) -> Result<u64> {
    let seq = head_of(db)? + 1;
    let Entry { at, kind, story, version, note, by } = entry;
    let sql = "INSERT INTO publications (seq, at, kind, story, version, note, by) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    run(db, sql, params![seq, At(*at), kind.as_str(), story, version, note, by])?;
    Ok(seq)
}

pub(crate) fn publication(row: &rusqlite::Row<'_>) -> Result<Publication> {
    let seq = row.get(0)?;
    let kind: String = row.get(2)?;
    let kind = PublicationKind::parse(&kind).ok_or_else(|| Error::Unreadable {
        what: format!("publication {seq}"),
        why: format!("\"{kind}\" is not a kind of publication"),
    })?;
    Ok(Publication {
        seq,
        at: row.get::<_, At>(1)?.0,
        kind,
        story: StoryId(row.get(3)?),
        version: row.get(4)?,
        note: row.get(5)?,
        by: row.get(6)?,
    })
}
