//! Accounts that readers make themselves: joining, one-time links, sessions, bans, deletion. Tables
//! `users`, `sessions`, `tickets`.

use super::columns::{At, all, first, run};
use super::people::{COLUMNS, user};
use crate::{
    Error, Joined, NewDelivery, NewTarget, NewUser, Result, Role, Secret, SessionLine, Store,
    TargetId, TicketKind, User, UserId,
};
use jiff::Timestamp;
use rusqlite::{Connection, params};

impl Store {
    /// Makes a reader's account that waits for its e-mail to be confirmed, with the ticket that
    /// does it. An e-mail that has a confirmed account changes nothing.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn join(
        &self,
        about: NewUser,
        email: &str,
        ticket: Secret,
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<Joined> {
        let email = email.to_owned();
        self.write(move |db| {
            let known = by_email(db, &email)?;
            if let Some(known) = known.as_ref().filter(|u| !u.is_unconfirmed()) {
                return Ok(Joined::Known(known.id));
            }
            let NewUser { display, password, .. } = &about;
            let id = match known {
                Some(waiting) => {
                    let sql = "UPDATE users SET display = ?2, password = ?3 WHERE id = ?1";
                    run(db, sql, params![waiting.id.0, display, password])?;
                    waiting.id
                }
                None => {
                    // The name is the e-mail's: nobody can sit on another's.
                    let sql = "INSERT INTO users (name, display, password, role, created, email) \
                               VALUES (?1, ?2, ?3, ?4, ?5, ?1)";
                    let role = Role::Reader.as_str();
                    run(db, sql, params![email, display, password, role, At(now)])?;
                    UserId(db.last_insert_rowid() as u64)
                }
            };
            put_ticket(db, (ticket, TicketKind::Confirm), id, expires)?;
            Ok(Joined::Waiting(id))
        })
    }

    /// The user with that e-mail.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn user_by_email(&self, email: &str) -> Result<Option<User>> {
        self.read(|db| by_email(db, email))
    }

    /// The user of that number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn user_by_id(&self, id: UserId) -> Result<Option<User>> {
        self.read(|db| {
            first(db, &format!("SELECT {COLUMNS} FROM users u WHERE u.id = ?1"), [id.0], user)
        })
    }

    /// Whether somebody is shown under that name already.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn display_is_taken(&self, display: &str, but: Option<UserId>) -> Result<bool> {
        self.read(|db| {
            let sql = "SELECT 1 FROM users WHERE display = ?1 COLLATE NOCASE AND id IS NOT ?2";
            Ok(first(db, sql, params![display, but.map(|u| u.0)], |_| Ok(()))?.is_some())
        })
    }

    /// Keeps a one-time link's secret, in place of older ones of its kind.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn add_ticket(
        &self,
        ticket: Secret,
        kind: TicketKind,
        user: UserId,
        expires: Timestamp,
    ) -> Result<()> {
        self.write(move |db| put_ticket(db, (ticket, kind), user, expires))
    }

    /// Uses a one-time link up; whose it was, when it is good.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn take_ticket(
        &self,
        ticket: Secret,
        kind: TicketKind,
        now: Timestamp,
    ) -> Result<Option<UserId>> {
        self.write(move |db| {
            let sql = "SELECT user FROM tickets WHERE secret = ?1 AND kind = ?2 AND expires > ?3";
            let values = params![ticket.0, kind.as_str(), At(now)];
            let found = first(db, sql, values, |r| Ok(UserId(r.get(0)?)))?;
            if found.is_some() {
                run(db, "DELETE FROM tickets WHERE secret = ?1", params![ticket.0])?;
            }
            run(db, "DELETE FROM tickets WHERE expires <= ?1", [At(now)])?;
            Ok(found)
        })
    }

    /// Notes that the e-mail is theirs.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn confirm_email(&self, id: UserId, now: Timestamp) -> Result<()> {
        self.write(move |db| {
            let sql = "UPDATE users SET confirmed = coalesce(confirmed, ?2) WHERE id = ?1";
            run(db, sql, params![id.0, At(now)])?;
            Ok(())
        })
    }

    /// Sets a new password and signs out everywhere.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn set_password(&self, id: UserId, password: String) -> Result<()> {
        self.write(move |db| {
            run(db, "UPDATE users SET password = ?2 WHERE id = ?1", params![id.0, password])?;
            run(db, "DELETE FROM sessions WHERE user = ?1", [id.0])?;
            run(db, "DELETE FROM tickets WHERE user = ?1", [id.0])?;
            Ok(())
        })
    }

    /// Sets the name they are shown under.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn set_display(&self, id: UserId, display: &str) -> Result<()> {
        let display = display.to_owned();
        self.write(move |db| {
            run(db, "UPDATE users SET display = ?2 WHERE id = ?1", params![id.0, display])?;
            Ok(())
        })
    }

    /// Forbids to comment until then, or lets again with `None`.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn ban(&self, id: UserId, until: Option<(Timestamp, String)>) -> Result<()> {
        self.write(move |db| {
            let (until, reason) = until.map_or((None, None), |(at, why)| (Some(At(at)), Some(why)));
            let sql = "UPDATE users SET banned = ?2, ban_reason = ?3, appeal = NULL WHERE id = ?1";
            run(db, sql, params![id.0, until, reason])?;
            Ok(())
        })
    }

    /// What somebody who was banned says about it.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn appeal(&self, id: UserId, text: &str) -> Result<()> {
        let text = text.to_owned();
        self.write(move |db| {
            let sql = "UPDATE users SET appeal = ?2 WHERE id = ?1 AND banned IS NOT NULL";
            run(db, sql, params![id.0, text])?;
            Ok(())
        })
    }

    /// Those who may not comment now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn banned(&self, now: Timestamp) -> Result<Vec<User>> {
        self.read(|db| {
            let sql = format!("SELECT {COLUMNS} FROM users u WHERE u.banned > ?1 ORDER BY u.id");
            all(db, &sql, [At(now)], user)
        })
    }

    /// Notes which browser a session is of.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn label_session(&self, secret: Secret, label: &str) -> Result<()> {
        let label = label.to_owned();
        self.write(move |db| {
            run(db, "UPDATE sessions SET label = ?2 WHERE token = ?1", params![secret.0, label])?;
            Ok(())
        })
    }

    /// Where a user is signed in, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn sessions_of(&self, user: UserId, now: Timestamp) -> Result<Vec<SessionLine>> {
        self.read(|db| {
            let sql = "SELECT token, created, expires, coalesce(label, '') FROM sessions \
                       WHERE user = ?1 AND expires > ?2 ORDER BY created DESC";
            all(db, sql, params![user.0, At(now)], |r| {
                Ok(SessionLine {
                    id: Secret(r.get(0)?).short(),
                    created: r.get::<_, At>(1)?.0,
                    expires: r.get::<_, At>(2)?.0,
                    label: r.get(3)?,
                })
            })
        })
    }

    /// Signs a user out at one place.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn end_session_of(&self, user: UserId, id: &str) -> Result<()> {
        let id = id.to_owned();
        self.write(move |db| {
            let sql = "SELECT token FROM sessions WHERE user = ?1";
            for token in all(db, sql, [user.0], |r| Ok(r.get::<_, [u8; 32]>(0)?))? {
                if Secret(token).short() == id {
                    run(db, "DELETE FROM sessions WHERE token = ?1", params![token])?;
                }
            }
            Ok(())
        })
    }

    /// Takes everything that names somebody away: name, e-mail, password, sessions, watchlists,
    /// queries and comments' words. The number stays, so that nobody gets it again.
    ///
    /// # Errors
    /// [`Error::Refused`] when nobody would be left who may manage users.
    pub fn delete_account(&self, id: UserId, now: Timestamp) -> Result<()> {
        self.write(move |db| {
            let sql = "UPDATE users SET name = 'deleted ' || id, display = 'A former reader', \
                       password = '', role = 'reader', email = NULL, confirmed = NULL, \
                       appeal = NULL, disabled = ?2 WHERE id = ?1";
            if run(db, sql, params![id.0, At(now)])? == 0 {
                return Err(Error::not_found(format_args!("user {}", id.0)));
            }
            let sql = "SELECT 1 FROM users WHERE role = 'operator' AND disabled IS NULL";
            if first(db, sql, [], |_| Ok(()))?.is_none() {
                return Err(Error::Refused("somebody has to stay operator".into()));
            }
            for sql in [
                "DELETE FROM sessions WHERE user = ?1",
                "DELETE FROM tickets WHERE user = ?1",
                "DELETE FROM passkeys WHERE user = ?1",
                "DELETE FROM watchlists WHERE owner = ?1",
                "DELETE FROM comment_reports WHERE user = ?1",
                "UPDATE comments SET text = '', state = 'removed', why = 'deleted by its writer' \
                 WHERE user = ?1",
            ] {
                run(db, sql, [id.0])?;
            }
            super::briefs::forget(db, id)?;
            for table in ["standing_queries", "targets"] {
                let sql =
                    format!("UPDATE {table} SET deleted = ?2 WHERE owner = ?1 AND deleted IS NULL");
                run(db, &sql, params![id.0, At(now)])?;
            }
            Ok(())
        })
    }

    /// Puts a letter into the outbox: JSON with `to`, `subject`, `text`. The same key is sent once.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn enqueue_mail(&self, key: &str, letter: String, now: Timestamp) -> Result<()> {
        let target = self.mail_target(now)?;
        let (key, body) = (key.to_owned(), letter);
        self.enqueue(vec![NewDelivery { target, key, seq: None, query: None, body }], None, now)?;
        Ok(())
    }

    /// The target of letters that the system itself sends.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn mail_target(&self, now: Timestamp) -> Result<TargetId> {
        let sql = "SELECT id FROM targets WHERE kind = 'mail' AND owner IS NULL AND deleted IS NULL \
                   AND name = 'letters' ORDER BY id LIMIT 1";
        let found = self.read(|db| first(db, sql, [], |r| Ok(TargetId(r.get(0)?))))?;
        match found {
            Some(id) => Ok(id),
            None => self.add_target(
                NewTarget {
                    owner: None,
                    kind: "mail".into(),
                    name: "letters".into(),
                    settings: "{}".into(),
                },
                now,
            ),
        }
    }
}

fn by_email(db: &Connection, email: &str) -> Result<Option<User>> {
    let sql = format!("SELECT {COLUMNS} FROM users u WHERE u.email = ?1 COLLATE NOCASE");
    first(db, &sql, [email], user)
}

fn put_ticket(
    db: &Connection,
    (ticket, kind): (Secret, TicketKind),
    user: UserId,
    expires: Timestamp,
) -> Result<()> {
    let kind = kind.as_str();
    run(db, "DELETE FROM tickets WHERE user = ?1 AND kind = ?2", params![user.0, kind])?;
    let sql = "INSERT INTO tickets (secret, kind, user, expires) VALUES (?1, ?2, ?3, ?4)";
    run(db, sql, params![ticket.0, kind, user.0, At(expires)])?;
    Ok(())
}
