//! Table `sources`.

use super::columns::{At, all, first, run};
use crate::{Error, Fetched, NewSource, Outcome, Result, Source, SourceId, Store};
use jiff::Timestamp;
use rusqlite::{Connection, params};

const COLUMNS: &str = "id, url, title, kind, terms, reliability, etag, last_modified, next_due, \
    last_fetched, failures, last_error, enabled, created";

impl Store {
    /// Adds a source, due at once; one that is there already is left as it is.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn add_source(&self, source: NewSource, now: Timestamp) -> Result<(SourceId, Outcome)> {
        check(&source)?;
        self.write(move |db| {
            let known = first(db, "SELECT id FROM sources WHERE url = ?1", [&source.url], id)?;
            if let Some(id) = known {
                return Ok((id, Outcome::Known));
            }
            let sql = "INSERT INTO sources (url, title, kind, terms, reliability, next_due, created) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
            let NewSource { url, title, kind, terms, reliability } = &source;
            run(db, sql, params![url, title, kind, terms, reliability, At(now)])?;
            Ok((SourceId(db.last_insert_rowid() as u64), Outcome::Inserted))
        })
    }

    /// All sources, by address.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn sources(&self) -> Result<Vec<Source>> {
        self.read(|db| {
            let sql = format!("SELECT {COLUMNS} FROM sources ORDER BY url");
            all(db, &sql, [], source)
        })
    }

    /// One source.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn source(&self, id: SourceId) -> Result<Option<Source>> {
        self.read(|db| {
            first(db, &format!("SELECT {COLUMNS} FROM sources WHERE id = ?1"), [id.0], source)
        })
    }

    /// Enabled sources that are due, the longest overdue first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn due_sources(&self, now: Timestamp, limit: usize) -> Result<Vec<Source>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM sources WHERE enabled = 1 AND next_due <= ?1 \
                 ORDER BY next_due, id LIMIT ?2"
            );
            all(db, &sql, params![At(now), limit], source)
        })
    }

    /// When the next enabled source is due.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn next_source_due(&self) -> Result<Option<Timestamp>> {
        self.read(|db| {
            let sql = "SELECT next_due FROM sources WHERE enabled = 1 ORDER BY next_due LIMIT 1";
            first(db, sql, [], |r| Ok(r.get::<_, At>(0)?.0))
        })
    }

    /// Notes how a fetch went and when to ask next; the back-off is the caller's to choose, from
    /// [`Source::failures`].
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn record_fetch(
        &self,
        id: SourceId,
        fetched: Fetched,
        next_due: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        self.write(move |db| {
            let (now, due) = (At(now), At(next_due));
            let changed = match &fetched {
                Fetched::Answered { title, etag, last_modified } => run(
                    db,
                    "UPDATE sources SET last_fetched = ?2, next_due = ?3, failures = 0, \
                     last_error = NULL, title = coalesce(?4, title), etag = ?5, \
                     last_modified = ?6 WHERE id = ?1",
                    params![id.0, now, due, title, etag, last_modified],
                )?,
                Fetched::NotModified => run(
                    db,
                    "UPDATE sources SET last_fetched = ?2, next_due = ?3, failures = 0, \
                     last_error = NULL WHERE id = ?1",
                    params![id.0, now, due],
                )?,
                Fetched::Failed(why) => run(
                    db,
                    "UPDATE sources SET last_fetched = ?2, next_due = ?3, \
                     failures = failures + 1, last_error = ?4 WHERE id = ?1",
                    params![id.0, now, due, why],
                )?,
            };
            found(changed, id)
        })
    }

    /// Puts an editor's words about a source in place of the old ones, and switches polling on
    /// (due at `now`) or off.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when another source has that address.
    pub fn edit_source(
        &self,
        id: SourceId,
        about: NewSource,
        enabled: bool,
        now: Timestamp,
    ) -> Result<()> {
        check(&about)?;
        self.write(move |db| {
            taken(db, id, &about.url)?;
            let sql = "UPDATE sources SET url = ?2, title = ?3, kind = ?4, terms = ?5, \
                       reliability = ?6, next_due = CASE WHEN ?7 AND NOT enabled THEN ?8 \
                       ELSE next_due END, enabled = ?7 WHERE id = ?1";
            let NewSource { url, title, kind, terms, reliability } = &about;
            let edited = params![id.0, url, title, kind, terms, reliability, enabled, At(now)];
            found(run(db, sql, edited)?, id)
        })
    }
}

fn check(source: &NewSource) -> Result<()> {
    if source.reliability.is_some_and(|r| r > 100) {
        return Err(Error::Refused("a source's reliability is a number from 0 to 100".into()));
    }
    Ok(())
}

fn taken(db: &Connection, id: SourceId, url: &str) -> Result<()> {
    let sql = "SELECT id FROM sources WHERE url = ?1 AND id <> ?2";
    match first(db, sql, params![url, id.0], |r| Ok(r.get::<_, u64>(0)?))? {
        Some(other) => Err(Error::Refused(format!("source {other} has the address {url} already"))),
        None => Ok(()),
    }
}

fn found(changed: usize, id: SourceId) -> Result<()> {
    if changed == 0 {
        return Err(Error::not_found(format_args!("source {}", id.0)));
    }
    Ok(())
}

fn id(row: &rusqlite::Row<'_>) -> Result<SourceId> {
    Ok(SourceId(row.get(0)?))
}

fn source(row: &rusqlite::Row<'_>) -> Result<Source> {
    Ok(Source {
        id: id(row)?,
        about: NewSource {
            url: row.get(1)?,
            title: row.get(2)?,
            kind: row.get(3)?,
            terms: row.get(4)?,
            reliability: row.get(5)?,
        },
        etag: row.get(6)?,
        last_modified: row.get(7)?,
        next_due: row.get::<_, At>(8)?.0,
        last_fetched: row.get::<_, Option<At>>(9)?.map(|a| a.0),
        failures: row.get(10)?,
        last_error: row.get(11)?,
        enabled: row.get(12)?,
        created: row.get::<_, At>(13)?.0,
    })
}
