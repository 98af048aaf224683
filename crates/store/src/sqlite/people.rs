//! Tables `users` and `sessions`; the set-up token in `meta`.

use super::columns::{At, all, first, run};
use crate::folder::hex;
use crate::{Ban, Error, NewUser, Result, Role, Secret, Store, User, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, params};

pub(super) const COLUMNS: &str = "u.id, u.name, u.display, u.password, u.role, u.created, \
    u.disabled, u.email, u.confirmed, u.banned, u.ban_reason, u.appeal";
const SETUP: &str = "setup-token";

impl Store {
    /// Adds a user.
    ///
    /// # Errors
    /// [`Error::Refused`] when the name is taken.
    pub fn add_user(&self, user: NewUser, now: Timestamp) -> Result<UserId> {
        self.write(move |db| add(db, &user, now))
    }

    /// All users, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn users(&self) -> Result<Vec<User>> {
        self.read(|db| all(db, &format!("SELECT {COLUMNS} FROM users u ORDER BY u.name"), [], user))
    }

    /// The user of that name or e-mail.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn user(&self, name: &str) -> Result<Option<User>> {
        self.read(|db| {
            first(
                db,
                &format!(
                    "SELECT {COLUMNS} FROM users u WHERE u.name = ?1 OR u.email = ?1 COLLATE NOCASE"
                ),
                [name],
                user,
            )
        })
    }

    /// Puts new words in place of what was known of a user; a disabled one is signed out.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when the name is taken, or nobody would be left
    /// who may manage users.
    pub fn edit_user(&self, id: UserId, about: NewUser, disabled: Option<Timestamp>) -> Result<()> {
        self.write(move |db| {
            name_is_free(db, &about.name, Some(id))?;
            let sql = "UPDATE users SET name = ?2, display = ?3, password = ?4, role = ?5, \
                       disabled = ?6 WHERE id = ?1";
            let NewUser { name, display, password, role } = &about;
            let edited = params![id.0, name, display, password, role.as_str(), disabled.map(At)];
            if run(db, sql, edited)? == 0 {
                return Err(Error::not_found(format_args!("user {}", id.0)));
            }
            let sql = "SELECT 1 FROM users WHERE role = 'operator' AND disabled IS NULL";
            if first(db, sql, [], |_| Ok(()))?.is_none() {
                return Err(Error::Refused("somebody has to stay operator".into()));
            }
            if disabled.is_some() {
                run(db, "DELETE FROM sessions WHERE user = ?1", [id.0])?;
            }
            Ok(())
        })
    }

    /// Signs a user in until `expires`; sessions that have run out are cleared on the way.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn start_session(
        &self,
        secret: Secret,
        user: UserId,
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        self.write(move |db| {
            run(db, "DELETE FROM sessions WHERE expires <= ?1", [At(now)])?;
            let sql =
                "INSERT INTO sessions (token, user, created, expires) VALUES (?1, ?2, ?3, ?4)";
            run(db, sql, params![secret.0, user.0, At(now), At(expires)])?;
            Ok(())
        })
    }

    /// Whose session that is; `None` when it ran out or the user is disabled.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn session(&self, secret: Secret, now: Timestamp) -> Result<Option<User>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM sessions s JOIN users u ON u.id = s.user \
                 WHERE s.token = ?1 AND s.expires > ?2 AND u.disabled IS NULL"
            );
            first(db, &sql, params![secret.0, At(now)], user)
        })
    }

    /// Signs out.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn end_session(&self, secret: Secret) -> Result<()> {
        self.write(move |db| {
            run(db, "DELETE FROM sessions WHERE token = ?1", params![secret.0])?;
            Ok(())
        })
    }

    /// Sets the token with which the first operator is made, in place of an older one.
    ///
    /// # Errors
    /// [`Error::Refused`] when there are users already.
    pub fn set_setup_token(&self, secret: Secret) -> Result<()> {
        self.write(move |db| {
            no_users(db)?;
            let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) \
                       ON CONFLICT DO UPDATE SET value = excluded.value";
            run(db, sql, params![SETUP, hex(&secret.0)])?;
            Ok(())
        })
    }

    /// Makes the first user, an operator, with the set-up token, which is then used up.
    ///
    /// # Errors
    /// [`Error::Refused`] when the token is wrong or used up.
    pub fn set_up(&self, secret: Secret, user: NewUser, now: Timestamp) -> Result<UserId> {
        self.write(move |db| {
            no_users(db)?;
            let sql = "DELETE FROM meta WHERE key = ?1 AND value = ?2";
            if run(db, sql, params![SETUP, hex(&secret.0)])? == 0 {
                let why = "that set-up token is not valid; the newest one is printed when \
                           `wiredesk serve` starts";
                return Err(Error::Refused(why.into()));
            }
            add(db, &NewUser { role: Role::Operator, ..user }, now)
        })
    }
}

fn add(db: &Connection, user: &NewUser, now: Timestamp) -> Result<UserId> {
    name_is_free(db, &user.name, None)?;
    let NewUser { name, display, password, role } = user;
    let sql =
        "INSERT INTO users (name, display, password, role, created) VALUES (?1, ?2, ?3, ?4, ?5)";
    run(db, sql, params![name, display, password, role.as_str(), At(now)])?;
    Ok(UserId(db.last_insert_rowid() as u64))
}

fn name_is_free(db: &Connection, name: &str, but: Option<UserId>) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::Refused("a user needs a name".into()));
    }
    let sql = "SELECT 1 FROM users WHERE name = ?1 AND id IS NOT ?2";
    match first(db, sql, params![name, but.map(|u| u.0)], |_| Ok(()))? {
        Some(()) => Err(Error::Refused(format!("the name {name} is taken"))),
        None => Ok(()),
    }
}

fn no_users(db: &Connection) -> Result<()> {
    match first(db, "SELECT 1 FROM users LIMIT 1", [], |_| Ok(()))? {
        Some(()) => Err(Error::Refused("this desk is set up already; sign in".into())),
        None => Ok(()),
    }
}

pub(super) fn user(r: &rusqlite::Row<'_>) -> Result<User> {
    let role: String = r.get(4)?;
    Ok(User {
        id: UserId(r.get(0)?),
        about: NewUser {
            name: r.get(1)?,
            display: r.get(2)?,
            password: r.get(3)?,
            // An unknown role may do the least.
            role: Role::parse(&role).unwrap_or(Role::Reader),
        },
        created: r.get::<_, At>(5)?.0,
        disabled: r.get::<_, Option<At>>(6)?.map(|a| a.0),
        email: r.get(7)?,
        confirmed: r.get::<_, Option<At>>(8)?.map(|a| a.0),
        ban: match r.get::<_, Option<At>>(9)? {
            None => None,
            Some(until) => Some(Ban {
                until: until.0,
                reason: r.get::<_, Option<String>>(10)?.unwrap_or_default(),
                appeal: r.get(11)?,
            }),
        },
    })
}
