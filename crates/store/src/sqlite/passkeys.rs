//! Table `passkeys`.

use super::columns::{At, all, first, run};
use crate::{Error, Passkey, Result, Store, UserId};
use jiff::Timestamp;
use rusqlite::{Row, params};

const COLUMNS: &str = "id, user, handle, key, count, label, created, used";

impl Store {
    /// Keeps a passkey.
    ///
    /// # Errors
    /// [`Error::Refused`] when its id is taken, or the user has `most` already.
    pub fn add_passkey(&self, passkey: Passkey, most: usize) -> Result<()> {
        self.write(move |db| {
            let Passkey { id, user, handle, key, count, label, created, .. } = &passkey;
            let sql = "SELECT count(*) FROM passkeys WHERE user = ?1";
            let has: Option<usize> = first(db, sql, [user.0], |r| Ok(r.get(0)?))?;
            if has.is_some_and(|has| has >= most) {
                return Err(Error::Refused(format!("an account has at most {most} passkeys")));
            }
            let sql = "INSERT INTO passkeys (id, user, handle, key, count, label, created) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";
            let row = params![id, user.0, handle, key, count, label, At(*created)];
            match run(db, sql, row)? {
                0 => Err(Error::Refused("this passkey is known already".into())),
                _ => Ok(()),
            }
        })
    }

    /// The passkey of that id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn passkey(&self, id: &[u8]) -> Result<Option<Passkey>> {
        let sql = format!("SELECT {COLUMNS} FROM passkeys WHERE id = ?1");
        self.read(|db| first(db, &sql, [id], passkey))
    }

    /// A user's passkeys, the oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn passkeys_of(&self, user: UserId) -> Result<Vec<Passkey>> {
        let sql = format!("SELECT {COLUMNS} FROM passkeys WHERE user = ?1 ORDER BY created, id");
        self.read(|db| all(db, &sql, [user.0], passkey))
    }

    /// Notes that a passkey was used; false when its count has moved meanwhile, so that of two uses
    /// of one count only the first holds.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn use_passkey(&self, id: &[u8], counts: (u32, u32), now: Timestamp) -> Result<bool> {
        let id = id.to_owned();
        self.write(move |db| {
            let sql = "UPDATE passkeys SET count = ?3, used = ?4 WHERE id = ?1 AND count = ?2";
            Ok(run(db, sql, params![id, counts.0, counts.1, At(now)])? > 0)
        })
    }

    /// Takes a passkey of a user away.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn remove_passkey(&self, user: UserId, id: &[u8]) -> Result<()> {
        let id = id.to_owned();
        self.write(move |db| {
            run(db, "DELETE FROM passkeys WHERE id = ?1 AND user = ?2", params![id, user.0])?;
            Ok(())
        })
    }
}

fn passkey(row: &Row<'_>) -> Result<Passkey> {
    Ok(Passkey {
        id: row.get(0)?,
        user: UserId(row.get(1)?),
        handle: row.get(2)?,
        key: row.get(3)?,
        count: row.get(4)?,
        label: row.get(5)?,
        created: row.get::<_, At>(6)?.0,
        used: row.get::<_, Option<At>>(7)?.map(|at| at.0),
    })
}
