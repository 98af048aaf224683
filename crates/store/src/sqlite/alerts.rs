//! Tables `targets`, `standing_queries` and `watchlists`.

use super::columns::{At, Json, all, first, json, run};
use crate::{
    Error, NewQuery, NewTarget, NewWatchlist, QueryId, Result, StandingQuery, Store, Target,
    TargetId, UserId, Watchlist, WatchlistId,
};
use jiff::Timestamp;
use rusqlite::params;

const TARGET: &str = "id, owner, kind, name, settings, paused, created";
const QUERY: &str = "id, owner, name, query, target, enabled, created, changed, deleted";

impl Store {
    /// Adds a target.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn add_target(&self, target: NewTarget, now: Timestamp) -> Result<TargetId> {
        self.write(move |db| {
            let NewTarget { owner, kind, name, settings } = &target;
            let sql = "INSERT INTO targets (owner, kind, name, settings, created) \
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            run(db, sql, params![owner.map(|u| u.0), kind, name, settings, At(now)])?;
            Ok(TargetId(db.last_insert_rowid() as u64))
        })
    }

    /// Puts new words in place of a target's (also to rotate its secret), and pauses it with a
    /// reason or lets it go on.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn edit_target(
        &self,
        id: TargetId,
        about: NewTarget,
        paused: Option<String>,
    ) -> Result<()> {
        self.write(move |db| {
            let NewTarget { owner, kind, name, settings } = &about;
            let sql = "UPDATE targets SET owner = ?2, kind = ?3, name = ?4, settings = ?5, \
                       paused = ?6 WHERE id = ?1 AND deleted IS NULL";
            let values = params![id.0, owner.map(|u| u.0), kind, name, settings, paused];
            found(run(db, sql, values)?, format_args!("target {}", id.0))
        })
    }

    /// Sends nothing more to a target, for a reason, until [`Store::edit_target`] lets it go on.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn pause_target(&self, id: TargetId, reason: &str) -> Result<()> {
        let reason = reason.to_owned();
        self.write(move |db| {
            let sql = "UPDATE targets SET paused = ?2 WHERE id = ?1 AND deleted IS NULL";
            found(run(db, sql, params![id.0, reason])?, format_args!("target {}", id.0))
        })
    }

    /// Sends nothing to a target until then, because it asked so.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn rest_target(&self, id: TargetId, until: Timestamp) -> Result<()> {
        self.write(move |db| {
            let sql = "UPDATE targets SET rests = max(coalesce(rests, ?2), ?2) WHERE id = ?1";
            run(db, sql, params![id.0, At(until)]).map(drop)
        })
    }

    /// Deletes a target; what waits for it is given up.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn delete_target(&self, id: TargetId, now: Timestamp) -> Result<()> {
        self.write(move |db| {
            let sql = "UPDATE targets SET deleted = ?2 WHERE id = ?1 AND deleted IS NULL";
            found(run(db, sql, params![id.0, At(now)])?, format_args!("target {}", id.0))?;
            let sql = "UPDATE deliveries SET state = 'dead', done = ?2, error = 'target deleted' \
                       WHERE target = ?1 AND state IN ('waiting', 'leased')";
            run(db, sql, params![id.0, At(now)])?;
            Ok(())
        })
    }

    /// One target.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn target(&self, id: TargetId) -> Result<Option<Target>> {
        self.read(|db| {
            let sql = format!("SELECT {TARGET} FROM targets WHERE id = ?1 AND deleted IS NULL");
            first(db, &sql, [id.0], target)
        })
    }

    /// The targets of a kind, by number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn targets_of_kind(&self, kind: &str) -> Result<Vec<Target>> {
        self.targets_where("kind = ?1", kind)
    }

    /// The targets of a person, by number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn targets_of(&self, owner: UserId) -> Result<Vec<Target>> {
        self.targets_where("owner = ?1", owner.0)
    }

    fn targets_where(&self, is: &str, value: impl rusqlite::ToSql) -> Result<Vec<Target>> {
        self.read(|db| {
            let sql =
                format!("SELECT {TARGET} FROM targets WHERE {is} AND deleted IS NULL ORDER BY id");
            all(db, &sql, [value], target)
        })
    }

    /// Adds standing queries, all or none.
    ///
    /// # Errors
    /// When they cannot be saved.
    pub fn add_queries(&self, queries: Vec<NewQuery>, now: Timestamp) -> Result<Vec<QueryId>> {
        self.write(move |db| {
            let sql = "INSERT INTO standing_queries (owner, name, query, target, enabled, created, \
                       changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
            let add = |q: &NewQuery| {
                let (owner, target) = (q.owner.map(|u| u.0), q.target.map(|t| t.0));
                run(db, sql, params![owner, q.name, q.query, target, q.enabled, At(now)])?;
                Ok(QueryId(db.last_insert_rowid() as u64))
            };
            queries.iter().map(add).collect()
        })
    }

    /// Puts new words in place of a standing query's.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn edit_query(&self, id: QueryId, about: NewQuery, now: Timestamp) -> Result<()> {
        self.write(move |db| {
            let sql = "UPDATE standing_queries SET owner = ?2, name = ?3, query = ?4, target = ?5, \
                       enabled = ?6, changed = ?7 WHERE id = ?1 AND deleted IS NULL";
            let (owner, target) = (about.owner.map(|u| u.0), about.target.map(|t| t.0));
            let NewQuery { name, query, enabled, .. } = &about;
            let values = params![id.0, owner, name, query, target, enabled, At(now)];
            found(run(db, sql, values)?, format_args!("standing query {}", id.0))
        })
    }

    /// Deletes a standing query; it is still told by [`Store::queries_after`].
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn delete_query(&self, id: QueryId, now: Timestamp) -> Result<()> {
        self.write(move |db| {
            let sql = "UPDATE standing_queries SET deleted = ?2, changed = ?2, enabled = 0 \
                       WHERE id = ?1 AND deleted IS NULL";
            found(run(db, sql, params![id.0, At(now)])?, format_args!("standing query {}", id.0))
        })
    }

    /// Standing queries in order of change, after `(changed, id)` of the last one seen; deleted
    /// ones too. The way to fill an index in memory and to keep it fresh.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn queries_after(
        &self,
        after: Option<(Timestamp, QueryId)>,
        limit: usize,
    ) -> Result<Vec<StandingQuery>> {
        let (at, id) = after.unwrap_or((Timestamp::MIN, QueryId(0)));
        self.read(|db| {
            let sql = format!(
                "SELECT {QUERY} FROM standing_queries WHERE (changed, id) > (?1, ?2) \
                 ORDER BY changed, id LIMIT ?3"
            );
            all(db, &sql, params![At(at), id.0, limit], query)
        })
    }

    /// One standing query, also a deleted one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn query(&self, id: QueryId) -> Result<Option<StandingQuery>> {
        self.read(|db| {
            first(db, &format!("SELECT {QUERY} FROM standing_queries WHERE id = ?1"), [id.0], query)
        })
    }

    /// Standing queries of an owner, by number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn queries_of(&self, owner: UserId, limit: usize) -> Result<Vec<StandingQuery>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {QUERY} FROM standing_queries WHERE owner = ?1 AND deleted IS NULL \
                 ORDER BY id LIMIT ?2"
            );
            all(db, &sql, params![owner.0, limit], query)
        })
    }

    /// The standing queries of those numbers, deleted ones too, in that order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn queries(&self, ids: &[u64]) -> Result<Vec<StandingQuery>> {
        self.read(|db| {
            let sql = format!("SELECT {QUERY} FROM standing_queries WHERE id = ?1");
            let found: Result<Vec<_>> = ids.iter().map(|id| first(db, &sql, [id], query)).collect();
            Ok(found?.into_iter().flatten().collect())
        })
    }

    /// Adds a watchlist, or puts new words in place of one.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn put_watchlist(
        &self,
        id: Option<WatchlistId>,
        about: NewWatchlist,
        now: Timestamp,
    ) -> Result<WatchlistId> {
        self.write(move |db| {
            let NewWatchlist { owner, name, entries, importance, query } = &about;
            let (owner, query) = (owner.map(|u| u.0), query.map(|q| q.0));
            let entries = json(entries);
            if let Some(id) = id {
                let sql = "UPDATE watchlists SET owner = ?2, name = ?3, entries = ?4, \
                           importance = ?5, query = ?6, changed = ?7 WHERE id = ?1";
                let values = params![id.0, owner, name, entries, importance, query, At(now)];
                found(run(db, sql, values)?, format_args!("watchlist {}", id.0))?;
                return Ok(id);
            }
            let sql = "INSERT INTO watchlists (owner, name, entries, importance, query, created, \
                       changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
            run(db, sql, params![owner, name, entries, importance, query, At(now)])?;
            Ok(WatchlistId(db.last_insert_rowid() as u64))
        })
    }

    /// The watchlists of a person, by number; without one, the desk's.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn watchlists_of(&self, owner: Option<UserId>) -> Result<Vec<Watchlist>> {
        self.read(|db| {
            let sql = "SELECT id, owner, name, entries, importance, query, changed \
                       FROM watchlists WHERE owner IS ?1 ORDER BY id";
            all(db, sql, [owner.map(|o| o.0)], |r| {
                let about = NewWatchlist {
                    owner: r.get::<_, Option<u64>>(1)?.map(UserId),
                    name: r.get(2)?,
                    entries: r.get::<_, Json<_>>(3)?.0,
                    importance: r.get(4)?,
                    query: r.get::<_, Option<u64>>(5)?.map(QueryId),
                };
                let changed = r.get::<_, At>(6)?.0;
                Ok(Watchlist { id: WatchlistId(r.get(0)?), about, changed })
            })
        })
    }

    /// Deletes a watchlist.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn delete_watchlist(&self, id: WatchlistId) -> Result<()> {
        self.write(move |db| {
            let changed = run(db, "DELETE FROM watchlists WHERE id = ?1", [id.0])?;
            found(changed, format_args!("watchlist {}", id.0))
        })
    }
}

fn found(changed: usize, what: impl std::fmt::Display) -> Result<()> {
    if changed == 0 { Err(Error::not_found(what)) } else { Ok(()) }
}

fn target(r: &rusqlite::Row<'_>) -> Result<Target> {
    Ok(Target {
        id: TargetId(r.get(0)?),
        about: NewTarget {
            owner: r.get::<_, Option<u64>>(1)?.map(UserId),
            kind: r.get(2)?,
            name: r.get(3)?,
            settings: r.get(4)?,
        },
        paused: r.get(5)?,
        created: r.get::<_, At>(6)?.0,
    })
}

fn query(r: &rusqlite::Row<'_>) -> Result<StandingQuery> {
    Ok(StandingQuery {
        id: QueryId(r.get(0)?),
        about: NewQuery {
            owner: r.get::<_, Option<u64>>(1)?.map(UserId),
            name: r.get(2)?,
            query: r.get(3)?,
            target: r.get::<_, Option<u64>>(4)?.map(TargetId),
            enabled: r.get(5)?,
        },
        created: r.get::<_, At>(6)?.0,
        changed: r.get::<_, At>(7)?.0,
        deleted: r.get::<_, Option<At>>(8)?.map(|a| a.0),
    })
}
