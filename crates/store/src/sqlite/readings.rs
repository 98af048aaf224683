//! Table `readings`: derived, may be dropped.

use super::columns::{all, document, first, model, run};
use super::reports::{kept, seq_of};
use crate::rows::ReadingRow;
use crate::{Kept, Result, Store};
use rusqlite::params;
use wiredesk_model::{Reading, ReportId};

impl Store {
    /// Keeps what a reader (its version, for example `0.1.0+lexicon-3`) found in reports, in place
    /// of what the same version found before.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when a report is unknown; then none is kept.
    pub fn put_readings(&self, reader: &str, readings: &[(ReportId, Reading)]) -> Result<()> {
        let reader = reader.to_owned();
        let rows: Vec<(ReportId, String)> =
            readings.iter().map(|(id, r)| (id.clone(), document::<ReadingRow>(r))).collect();
        self.write(move |db| {
            let sql = "INSERT INTO readings (report, reader, reading) VALUES (?1, ?2, ?3) \
                       ON CONFLICT DO UPDATE SET reading = excluded.reading";
            for (id, reading) in &rows {
                run(db, sql, params![seq_of(db, id)?, reader, reading])?;
            }
            Ok(())
        })
    }

    /// What that version of the reader found in a report.
    ///
    /// # Errors
    /// [`crate::Error::Unreadable`] when it was kept in a shape this program does not know; read
    /// the report again.
    pub fn reading(&self, id: &ReportId, reader: &str) -> Result<Option<Reading>> {
        let sql = "SELECT d.reading FROM readings d JOIN reports r ON r.seq = d.report \
                   WHERE r.id = ?1 AND d.reader = ?2";
        let found = self.read(|db| {
            first(db, sql, params![id.as_str(), reader], |r| Ok(r.get::<_, String>(0)?))
        })?;
        found
            .map(|text| model::<ReadingRow>(&text, || format!("the reading of report {id}")))
            .transpose()
    }

    /// Reports that this version of the reader has not read, in order of arrival.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unread_reports(&self, reader: &str, after: u64, limit: usize) -> Result<Vec<Kept>> {
        self.read(|db| {
            let sql = "SELECT r.seq, r.id, r.received_at, r.feed, r.source, r.url, r.url_key, \
                       r.version, r.title, r.byline, r.published, r.language, r.images, r.text, \
                       r.raw IS NOT NULL FROM reports r WHERE r.seq > ?2 AND NOT EXISTS \
                       (SELECT 1 FROM readings d WHERE d.report = r.seq AND d.reader = ?1) \
                       ORDER BY r.seq LIMIT ?3";
            all(db, sql, params![reader, after, limit], kept)
        })
    }

    /// Drops the readings of every version but `keep` (of every one with `None`).
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn drop_readings(&self, keep: Option<&str>) -> Result<usize> {
        let keep = keep.map(str::to_owned);
        self.write(move |db| {
            run(db, "DELETE FROM readings WHERE ?1 IS NULL OR reader <> ?1", [keep])
        })
    }
}
