//! Tables `claims` and `claim_entities`: derived, may be dropped.

use super::columns::{all, document, model, run};
use super::reports::seq_of;
use crate::rows::ClaimRow;
use crate::{Result, Store};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use wiredesk_model::{Claim, EntityId, ReportId, StorylineId};

impl Store {
    /// Keeps the claims of reports, each list in place of what the report had before.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when a report is unknown; then nothing is changed.
    pub fn put_claims(&self, claims: &[(ReportId, Vec<Claim>)]) -> Result<()> {
        let rows: Vec<(ReportId, Vec<Row>)> =
            claims.iter().map(|(id, c)| (id.clone(), c.iter().map(Row::of).collect())).collect();
        self.write(move |db| rows.iter().try_for_each(|(id, rows)| put(db, seq_of(db, id)?, rows)))
    }

    /// The claims of one report, in its order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn claims_of(&self, report: &ReportId) -> Result<Vec<Claim>> {
        self.read(|db| {
            let sql = "SELECT c.claim FROM claims c JOIN reports r ON r.seq = c.report \
                       WHERE r.id = ?1 ORDER BY c.n";
            all(db, sql, [report.as_str()], |r| claim(r, 0))
        })
    }

    /// The claims of all reports of a storyline (copies too), in time order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn claims_of_storyline(&self, storyline: &StorylineId) -> Result<Vec<Claim>> {
        self.read(|db| {
            let sql = "SELECT c.claim FROM assignments a JOIN claims c ON c.report = a.report \
                       WHERE a.storyline = ?1 ORDER BY a.at, a.report, c.n";
            all(db, sql, [storyline.as_str()], |r| claim(r, 0))
        })
    }

    /// Claims in order of arrival, those of reports after number `after`; whole reports, so a page
    /// may be longer than `reports` reports' worth of nothing. Gives the claims and the number to
    /// go on after; the number is `None` at the end.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn claims_after(&self, after: u64, reports: usize) -> Result<(Vec<Claim>, Option<u64>)> {
        self.read(|db| {
            let sql =
                "SELECT DISTINCT report FROM claims WHERE report > ?1 ORDER BY report LIMIT ?2";
            let seqs: Vec<u64> = all(db, sql, params![after, reports], |r| Ok(r.get(0)?))?;
            let Some(&last) = seqs.last() else { return Ok((Vec::new(), None)) };
            let sql =
                "SELECT claim FROM claims WHERE report > ?1 AND report <= ?2 ORDER BY report, n";
            let claims = all(db, sql, params![after, last], |r| claim(r, 0))?;
            Ok((claims, Some(last)))
        })
    }

    /// Claims that speak of an entity (as speaker, actor or recipient), newest report first,
    /// before `before` (the numbers that came with the last one above).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn claims_about(
        &self,
        entity: &EntityId,
        before: Option<(u64, u64)>,
        limit: usize,
    ) -> Result<Vec<((u64, u64), Claim)>> {
        let (report, n) = before.unwrap_or((i64::MAX as u64, i64::MAX as u64));
        self.read(|db| {
            let sql = "SELECT e.report, e.n, c.claim FROM claim_entities e \
                       JOIN claims c ON c.report = e.report AND c.n = e.n \
                       WHERE e.entity = ?1 AND (e.report, e.n) < (?2, ?3) \
                       ORDER BY e.report DESC, e.n DESC LIMIT ?4";
            all(db, sql, params![entity.as_str(), report, n, limit], |r| {
                Ok(((r.get(0)?, r.get(1)?), claim(r, 2)?))
            })
        })
    }

    /// Drops all claims, to make them again.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn drop_claims(&self) -> Result<()> {
        self.write(|db| {
            run(db, "DELETE FROM claim_entities", [])?;
            run(db, "DELETE FROM claims", [])?;
            Ok(())
        })
    }
}

struct Row {
    id: String,
    claim: String,
    entities: BTreeSet<String>,
}

impl Row {
    fn of(claim: &Claim) -> Self {
        let event = claim.event.as_ref();
        let sides = event.map(|e| [&e.actor, &e.recipient]).into_iter().flatten();
        let named = sides.filter_map(|side| side.as_ref()?.id.as_ref());
        let entities = named.chain(&claim.voice.speaker).map(ToString::to_string).collect();
        Self { id: claim.id.to_string(), claim: document::<ClaimRow>(claim), entities }
    }
}

fn put(db: &Connection, report: u64, rows: &[Row]) -> Result<()> {
    run(db, "DELETE FROM claims WHERE report = ?1", [report])?;
    for (n, row) in rows.iter().enumerate() {
        let sql = "INSERT INTO claims (report, n, id, claim) VALUES (?1, ?2, ?3, ?4)";
        run(db, sql, params![report, n, row.id, row.claim])?;
        let sql = "INSERT INTO claim_entities (entity, report, n) VALUES (?1, ?2, ?3)";
        for entity in &row.entities {
            run(db, sql, params![entity, report, n])?;
        }
    }
    Ok(())
}

fn claim(row: &rusqlite::Row<'_>, column: usize) -> Result<Claim> {
    let text: String = row.get(column)?;
    model::<ClaimRow>(&text, || "a claim".into())
}
