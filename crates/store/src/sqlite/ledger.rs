//! Table `ledger_acts`: append-only but for the mark that an act was undone.

use super::audit::record;
use super::columns::{At, all, first, run};
use crate::{ActWord, Audit, Error, LedgerAct, NewLedgerAct, Result, Store};
use jiff::Timestamp;
use rusqlite::params;
use wiredesk_model::{Evidence, ReportId, Span};

const COLUMNS: &str = "id, at, by, kind, subject, object, reason, report, span_start, span_end, \
    trigger_start, trigger_end, undone, undone_by";

impl Store {
    /// Records what an editor did to the ledger, with its line in the audit trail; its number.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn add_ledger_act(&self, act: NewLedgerAct, now: Timestamp) -> Result<u64> {
        self.write(move |db| {
            let sql = "INSERT INTO ledger_acts (at, by, kind, subject, object, reason, report, \
                       span_start, span_end, trigger_start, trigger_end) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
            let NewLedgerAct { kind, subject, object, evidence, trigger, by, reason } = &act;
            let span = evidence.as_ref().map(|e| e.span);
            let report = evidence.as_ref().map(|e| e.report.as_str());
            let (from, to) = (span.map(|s| s.start), span.map(|s| s.end));
            let (start, end) = (trigger.map(|t| t.start), trigger.map(|t| t.end));
            let kind = kind.as_str();
            let values =
                params![At(now), by, kind, subject, object, reason, report, from, to, start, end];
            db.prepare_cached(sql)?.execute(values)?;
            let id = db.last_insert_rowid() as u64;
            let object = object.as_deref().map(|o| format!(", {o}")).unwrap_or_default();
            let said = format!("{subject}{object}: {reason}");
            record(db, &Audit::new(by, &format!("ledger-{kind}")).saying(Some(said)), now)?;
            Ok(id)
        })
    }

    /// Marks an act as undone.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such act or it was undone before.
    pub fn undo_ledger_act(&self, id: u64, by: &str, now: Timestamp) -> Result<()> {
        let by = by.to_owned();
        self.write(move |db| {
            let sql = "UPDATE ledger_acts SET undone = ?2, undone_by = ?3 \
                       WHERE id = ?1 AND undone IS NULL";
            if run(db, sql, params![id, At(now), by])? == 0 {
                return Err(Error::not_found(format_args!("act {id} that stands")));
            }
            record(db, &Audit::new(&by, "ledger-undo").saying(Some(format!("act {id}"))), now)
        })
    }

    /// All acts in their order, those that were undone too.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn ledger_acts(&self) -> Result<Vec<LedgerAct>> {
        self.read(|db| all(db, &format!("SELECT {COLUMNS} FROM ledger_acts ORDER BY id"), [], act))
    }

    /// The number of the newest act and of acts that were undone: changes when any act does.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn ledger_acts_mark(&self) -> Result<(u64, u64)> {
        self.read(|db| {
            let sql = "SELECT coalesce(max(id), 0), count(undone) FROM ledger_acts";
            let mark = first(db, sql, [], |r| Ok((r.get(0)?, r.get(1)?)))?;
            Ok(mark.unwrap_or_default())
        })
    }
}

fn act(row: &rusqlite::Row<'_>) -> Result<LedgerAct> {
    let kind: String = row.get(3)?;
    let span = |start: Option<usize>, end: Option<usize>| Some(Span::new(start?, end?));
    let report: Option<String> = row.get(7)?;
    let words = span(row.get(8)?, row.get(9)?);
    let evidence =
        report.zip(words).map(|(report, span)| Evidence { report: ReportId::new(report), span });
    let undone: Option<At> = row.get(12)?;
    let undone_by: Option<String> = row.get(13)?;
    Ok(LedgerAct {
        id: row.get(0)?,
        at: row.get::<_, At>(1)?.0,
        about: NewLedgerAct {
            kind: ActWord::parse(&kind).ok_or_else(|| Error::Unreadable {
                what: "an act of the ledger".into(),
                why: format!("no act is called {kind}"),
            })?,
            subject: row.get(4)?,
            object: row.get(5)?,
            evidence,
            trigger: span(row.get(10)?, row.get(11)?),
            by: row.get(2)?,
            reason: row.get(6)?,
        },
        undone: undone.map(|at| (at.0, undone_by.unwrap_or_default())),
    })
}
