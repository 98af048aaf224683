//! Brings a database to the newest schema. Migrations are numbered and only ever added: a number
//! that was released is never edited.

use crate::{Error, Result};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_reports.sql"),
    include_str!("../../migrations/0002_stories.sql"),
    include_str!("../../migrations/0003_ratings.sql"),
    include_str!("../../migrations/0004_people.sql"),
    include_str!("../../migrations/0005_alerts.sql"),
    include_str!("../../migrations/0006_story_names.sql"),
    include_str!("../../migrations/0007_delivery.sql"),
    include_str!("../../migrations/0008_ledger.sql"),
    include_str!("../../migrations/0009_reopened.sql"),
    include_str!("../../migrations/0010_api.sql"),
    include_str!("../../migrations/0011_accounts.sql"),
    include_str!("../../migrations/0012_pacing.sql"),
    include_str!("../../migrations/0013_pictures.sql"),
    include_str!("../../migrations/0014_passkeys.sql"),
    include_str!("../../migrations/0015_briefs.sql"),
    include_str!("../../migrations/0016_targets_found.sql"),
    include_str!("../../migrations/0017_no_readings.sql"),
];

/// `WDSK`: marks the file as ours (`file` and SQLite show it).
const APPLICATION: u32 = 0x5744_534B;

/// The newest schema number.
pub(crate) const NEWEST: u32 = MIGRATIONS.len() as u32;

/// Applies what is missing, each migration in its own transaction.
pub(crate) fn migrate(db: &mut Connection, path: &Path) -> Result<()> {
    migrate_with(db, path, MIGRATIONS)
}

/// Refuses what this program cannot read; changes nothing.
pub(crate) fn check(db: &Connection, path: &Path) -> Result<u32> {
    let found: u32 = db.pragma_query_value(None, "user_version", |r| r.get(0))?;
    let application: u32 = db.pragma_query_value(None, "application_id", |r| r.get(0))?;
    let tables: u32 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    if application != APPLICATION && tables > 0 {
        return Err(Error::Foreign { path: path.to_owned() });
    }
    if found > NEWEST {
        return Err(Error::Newer { found, known: NEWEST });
    }
    Ok(found)
}

fn migrate_with(db: &mut Connection, path: &Path, migrations: &[&str]) -> Result<()> {
    let done = check(db, path)? as usize;
    for (number, sql) in (1u32..).zip(migrations).skip(done) {
        let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "application_id", APPLICATION)?;
        step.pragma_update(None, "user_version", number)?;
        step.commit()?;
        tracing::info!(schema = number, "database migrated");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_older_schema_comes_to_the_newest() {
        let here = Path::new("test.db");
        let schema = |db: &Connection| -> Vec<String> {
            let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
            let mut rows = db.prepare(sql).unwrap();
            rows.query_map([], |r| r.get(0)).unwrap().map(|r| r.unwrap()).collect()
        };
        let mut fresh = Connection::open_in_memory().unwrap();
        migrate(&mut fresh, here).unwrap();
        for stop in 0..MIGRATIONS.len() {
            let mut old = Connection::open_in_memory().unwrap();
            migrate_with(&mut old, here, &MIGRATIONS[..stop]).unwrap();
            migrate(&mut old, here).unwrap();
            assert_eq!(schema(&old), schema(&fresh), "from schema {stop}");
            migrate(&mut old, here).unwrap();
            assert_eq!(check(&old, here).unwrap(), NEWEST);
        }
    }

    #[test]
    fn newer_and_foreign_files_are_refused() {
        let here = Path::new("test.db");
        let mut newer = Connection::open_in_memory().unwrap();
        migrate(&mut newer, here).unwrap();
        newer.pragma_update(None, "user_version", NEWEST + 1).unwrap();
        let refused = migrate(&mut newer, here).unwrap_err();
        assert!(matches!(refused, Error::Newer { .. }), "{refused}");

        let mut foreign = Connection::open_in_memory().unwrap();
        foreign.execute_batch("CREATE TABLE mine (x)").unwrap();
        let refused = migrate(&mut foreign, here).unwrap_err();
        assert!(matches!(refused, Error::Foreign { .. }), "{refused}");
    }
}
