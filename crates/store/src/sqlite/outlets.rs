//! Outlets, by the name on their reports; and which reports are copies.

use super::columns::{At, all, first};
use super::reports::{LINE, line};
use crate::{Outlet, ReportLine, Result, Store};
use jiff::Timestamp;
use rusqlite::params;
use wiredesk_model::ReportId;

const COUNTED: &str = "SELECT r.source, count(*), count(a.duplicate_of), min(r.at), max(r.at) \
    FROM reports r LEFT JOIN assignments a ON a.report = r.seq";

impl Store {
    /// Outlets by name, after `after`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn outlets(&self, after: &str, limit: usize) -> Result<Vec<Outlet>> {
        self.read(|db| {
            let sql = format!(
                "{COUNTED} WHERE r.source > ?1 GROUP BY r.source ORDER BY r.source LIMIT ?2"
            );
            all(db, &sql, params![after, limit], outlet)
        })
    }

    /// One outlet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn outlet(&self, name: &str) -> Result<Option<Outlet>> {
        self.read(|db| {
            let sql = format!("{COUNTED} WHERE r.source = ?1 GROUP BY r.source");
            first(db, &sql, [name], outlet)
        })
    }

    /// An outlet's reports, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reports_of_outlet(&self, name: &str, limit: usize) -> Result<Vec<ReportLine>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {LINE} FROM reports r LEFT JOIN assignments a ON a.report = r.seq \
                 WHERE r.source = ?1 ORDER BY r.at DESC, r.seq DESC LIMIT ?2"
            );
            all(db, &sql, params![name, limit], line)
        })
    }

    /// Whose reports an outlet carries copies of, with how many; the most first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn copied_by_outlet(&self, name: &str, limit: usize) -> Result<Vec<(String, u64)>> {
        self.read(|db| {
            let sql = "SELECT coalesce(o.source, ''), count(*) AS n FROM reports r \
                       JOIN assignments a ON a.report = r.seq JOIN reports o ON o.seq = a.duplicate_of \
                       WHERE r.source = ?1 GROUP BY o.source ORDER BY n DESC, o.source LIMIT ?2";
            all(db, sql, params![name, limit], |r| Ok((r.get(0)?, r.get(1)?)))
        })
    }

    /// Reports after number `after` that are copies, each with what it copies.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn copies_after(&self, after: u64) -> Result<Vec<(ReportId, ReportId)>> {
        self.read(|db| {
            let sql = "SELECT r.id, d.id FROM assignments a JOIN reports r ON r.seq = a.report \
                       JOIN reports d ON d.seq = a.duplicate_of WHERE a.report > ?1 ORDER BY a.report";
            all(db, sql, [after], |r| {
                let [copy, original] = [r.get::<_, String>(0)?, r.get::<_, String>(1)?];
                Ok((ReportId::new(copy), ReportId::new(original)))
            })
        })
    }

    /// The number of the newest report whose claims are kept; 0 when there is none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn claims_head(&self) -> Result<u64> {
        self.read(|db| {
            let head = first(db, "SELECT max(report) FROM claims", [], |r| {
                Ok(r.get::<_, Option<u64>>(0)?)
            })?;
            Ok(head.flatten().unwrap_or_default())
        })
    }
}

fn outlet(row: &rusqlite::Row<'_>) -> Result<Outlet> {
    let (first, last): (At, At) = (row.get(3)?, row.get(4)?);
    let (first, last): (Timestamp, Timestamp) = (first.0, last.0);
    Ok(Outlet { name: row.get(0)?, reports: row.get(1)?, copies: row.get(2)?, first, last })
}
