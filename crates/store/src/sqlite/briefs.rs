//! Tables `commissions` and `briefs`.

use super::audit::record;
use super::columns::{At, all, first, run};
use super::outbox::put;
use crate::{
    Audit, BriefId, Commission, CommissionId, Error, Issue, KeptBrief, NewBrief, NewCommission,
    NewDelivery, Reach, Result, Store, UserId,
};
use jiff::Timestamp;
use rusqlite::{Connection, params};

const COLUMNS: &str =
    "id, owner, name, subject, timetable, mail, token, seen, due, looked, created";
const BRIEF: &str =
    "b.id, b.commission, o.owner, b.due, b.made, b.title, b.document, b.signed, b.signed_by";
const BRIEFS: &str = "briefs b JOIN commissions o ON o.id = b.commission";

impl Store {
    /// How far the publication log, the reports and the ratings had come at a moment: the number of
    /// the last of each that came before it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reach_before(&self, at: Timestamp) -> Result<Reach> {
        let last = |db: &Connection, table: &str, seq: &str, clock: &str| -> Result<u64> {
            // Backwards from the newest: what is asked for is mostly near.
            let sql =
                format!("SELECT {seq} FROM {table} WHERE {clock} < ?1 ORDER BY {seq} DESC LIMIT 1");
            Ok(first(db, &sql, [At(at)], |r| Ok(r.get(0)?))?.unwrap_or(0))
        };
        self.read(|db| {
            Ok(Reach {
                log: last(db, "publications", "seq", "at")?,
                reports: last(db, "reports", "seq", "received_at")?,
                ratings: last(db, "ratings", "id", "created")?,
            })
        })
    }

    /// Keeps a commission; of one owner at most `most` that are still to be made.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is one too many.
    pub fn add_commission(
        &self,
        commission: NewCommission,
        most: usize,
        now: Timestamp,
    ) -> Result<CommissionId> {
        self.write(move |db| {
            let NewCommission { owner, name, subject, timetable, mail, token, seen, due } = &commission;
            let sql = "SELECT count(*) FROM commissions WHERE owner = ?1 AND due IS NOT NULL";
            let open: usize = first(db, sql, [owner.0], |r| Ok(r.get(0)?))?.unwrap_or(0);
            if open >= most {
                let why = format!("you asked for {most} briefs already; end one of them first");
                return Err(Error::Refused(why));
            }
            let sql = "INSERT INTO commissions (owner, name, subject, timetable, mail, token, seen, \
                       due, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
            let values = params![
                owner.0, name, subject, timetable, mail, token, seen, At(*due), At(now)
            ];
            run(db, sql, values)?;
            Ok(CommissionId(db.last_insert_rowid() as u64))
        })
    }

    /// One commission.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn commission(&self, id: CommissionId) -> Result<Option<Commission>> {
        self.read(|db| by_id(db, id))
    }

    /// The commissions of somebody, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn commissions_of(&self, owner: UserId, limit: usize) -> Result<Vec<Commission>> {
        let sql =
            format!("SELECT {COLUMNS} FROM commissions WHERE owner = ?1 ORDER BY id DESC LIMIT ?2");
        self.read(|db| all(db, &sql, params![owner.0, limit], commission))
    }

    /// Orders whose brief is due, the longest due first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn commissions_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Commission>> {
        let sql =
            format!("SELECT {COLUMNS} FROM commissions WHERE due <= ?1 ORDER BY due, id LIMIT ?2");
        self.read(|db| all(db, &sql, params![At(now), limit], commission))
    }

    /// The commission whose mails carry that token.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn commission_of_token(&self, token: &str) -> Result<Option<Commission>> {
        let sql = format!("SELECT {COLUMNS} FROM commissions WHERE token = ?1");
        self.read(|db| first(db, &sql, [token], commission))
    }

    /// Sets when the next is made (`None`: no more) and whether mail is sent.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn set_commission(
        &self,
        id: CommissionId,
        due: Option<Timestamp>,
        mail: bool,
    ) -> Result<()> {
        self.write(move |db| {
            let sql = "UPDATE commissions SET due = ?2, mail = ?3 WHERE id = ?1";
            found(
                run(db, sql, params![id.0, due.map(At), mail])?,
                format_args!("commission {}", id.0),
            )
        })
    }

    /// Takes a commission away, with its briefs; those that were signed stay.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn drop_commission(&self, id: CommissionId) -> Result<()> {
        self.write(move |db| {
            let sql = "UPDATE commissions SET due = NULL, mail = 0 WHERE id = ?1";
            found(run(db, sql, [id.0])?, format_args!("commission {}", id.0))?;
            run(db, "DELETE FROM briefs WHERE commission = ?1 AND signed IS NULL", [id.0])?;
            let sql = "DELETE FROM commissions WHERE id = ?1 \
                       AND NOT EXISTS (SELECT 1 FROM briefs WHERE commission = ?1)";
            run(db, sql, [id.0]).map(drop)
        })
    }

    /// Keeps what came of a commission's due time, sets the next, and queues the letter that `letter`
    /// makes, all or nothing. `None` when that due time was dealt with before.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn issue(
        &self,
        issue: Issue,
        letter: Option<impl FnOnce(BriefId) -> NewDelivery + Send + 'static>,
        now: Timestamp,
    ) -> Result<Option<Option<BriefId>>> {
        let mailed = letter.is_some();
        let done = self.write(move |db| {
            let Issue { commission, due, brief, seen, next, keep } = issue;
            let sql = "UPDATE commissions SET due = ?3, seen = ?4, looked = ?5 \
                       WHERE id = ?1 AND due = ?2";
            if run(db, sql, params![commission.0, At(due), next.map(At), seen, At(now)])? == 0 {
                return Ok(None);
            }
            let Some(NewBrief { title, document }) = brief else { return Ok(Some(None)) };
            let sql = "INSERT INTO briefs (commission, due, made, title, document) \
                       VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
            if run(db, sql, params![commission.0, At(due), At(now), title, document])? == 0 {
                return Ok(None);
            }
            let id = BriefId(db.last_insert_rowid() as u64);
            if let Some(letter) = letter {
                put(db, &[letter(id)], now)?;
            }
            let sql = "DELETE FROM briefs WHERE commission = ?1 AND signed IS NULL AND id NOT IN \
                       (SELECT id FROM briefs WHERE commission = ?1 ORDER BY id DESC LIMIT ?2)";
            run(db, sql, params![commission.0, keep])?;
            Ok(Some(Some(id)))
        })?;
        self.outbox_filled(usize::from(mailed && matches!(done, Some(Some(_)))));
        Ok(done)
    }

    /// One brief.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn brief(&self, id: BriefId) -> Result<Option<KeptBrief>> {
        let sql = format!("SELECT {BRIEF} FROM {BRIEFS} WHERE b.id = ?1");
        self.read(|db| first(db, &sql, [id.0], brief))
    }

    /// The briefs of somebody, newest first, before number `before`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn briefs_of(
        &self,
        owner: UserId,
        before: Option<BriefId>,
        limit: usize,
    ) -> Result<Vec<KeptBrief>> {
        let before = before.map_or(i64::MAX as u64, |b| b.0);
        let sql = format!(
            "SELECT {BRIEF} FROM {BRIEFS} WHERE o.owner = ?1 AND b.id < ?2 \
             ORDER BY b.id DESC LIMIT ?3"
        );
        self.read(|db| all(db, &sql, params![owner.0, before, limit], brief))
    }

    /// The briefs that were signed for all, newest signature first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn signed_briefs(&self, limit: usize) -> Result<Vec<KeptBrief>> {
        let sql = format!(
            "SELECT {BRIEF} FROM {BRIEFS} WHERE b.signed IS NOT NULL \
             ORDER BY b.signed DESC, b.id DESC LIMIT ?1"
        );
        self.read(|db| all(db, &sql, [limit], brief))
    }

    /// Signs a brief for all to read, or takes the signature back, with a line in the trail.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, or it is so already.
    pub fn sign_brief(&self, id: BriefId, by: &str, signed: bool, now: Timestamp) -> Result<()> {
        let by = by.to_owned();
        self.write(move |db| {
            let (at, name) = (signed.then_some(At(now)), signed.then_some(&by));
            let sql = "UPDATE briefs SET signed = ?2, signed_by = ?3 \
                       WHERE id = ?1 AND (signed IS NULL) = (?2 IS NOT NULL)";
            let changed = run(db, sql, params![id.0, at, name])?;
            found(changed, format_args!("brief {} to do that with", id.0))?;
            let what = if signed { "sign-brief" } else { "unsign-brief" };
            record(db, &Audit::new(&by, what).saying(Some(format!("brief {}", id.0))), now)
        })
    }
}

/// Takes the commissions and unsigned briefs of somebody who leaves away; what they signed for all stays.
pub(crate) fn forget(db: &Connection, owner: UserId) -> Result<()> {
    let own = "SELECT id FROM commissions WHERE owner = ?1";
    run(
        db,
        &format!("DELETE FROM briefs WHERE signed IS NULL AND commission IN ({own})"),
        [owner.0],
    )?;
    let sql = "DELETE FROM commissions WHERE owner = ?1 \
               AND id NOT IN (SELECT commission FROM briefs)";
    run(db, sql, [owner.0])?;
    let sql = "UPDATE commissions SET due = NULL, mail = 0, name = '' WHERE owner = ?1";
    run(db, sql, [owner.0]).map(drop)
}

fn by_id(db: &Connection, id: CommissionId) -> Result<Option<Commission>> {
    first(db, &format!("SELECT {COLUMNS} FROM commissions WHERE id = ?1"), [id.0], commission)
}

fn found(changed: usize, what: impl std::fmt::Display) -> Result<()> {
    if changed == 0 { Err(Error::not_found(what)) } else { Ok(()) }
}

fn commission(r: &rusqlite::Row<'_>) -> Result<Commission> {
    let at = |column| -> Result<Option<Timestamp>> {
        Ok(r.get::<_, Option<At>>(column)?.map(|at| at.0))
    };
    let due = at(8)?;
    Ok(Commission {
        id: CommissionId(r.get(0)?),
        about: NewCommission {
            owner: UserId(r.get(1)?),
            name: r.get(2)?,
            subject: r.get(3)?,
            timetable: r.get(4)?,
            mail: r.get(5)?,
            token: r.get(6)?,
            seen: r.get(7)?,
            due: due.unwrap_or(Timestamp::MAX),
        },
        due,
        looked: at(9)?,
        created: r.get::<_, At>(10)?.0,
    })
}

fn brief(r: &rusqlite::Row<'_>) -> Result<KeptBrief> {
    let signed: Option<At> = r.get(7)?;
    let by: Option<String> = r.get(8)?;
    Ok(KeptBrief {
        id: BriefId(r.get(0)?),
        commission: CommissionId(r.get(1)?),
        owner: UserId(r.get(2)?),
        due: r.get::<_, At>(3)?.0,
        made: r.get::<_, At>(4)?.0,
        about: NewBrief { title: r.get(5)?, document: r.get(6)? },
        signed: signed.map(|at| (at.0, by.unwrap_or_default())),
    })
}
