//! Tables `storylines` and `assignments`: derived, may be dropped.

use super::columns::{At, all, first, run};
use super::reports::seq_of;
use crate::{Result, Store, StorylineLine};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use wiredesk_model::{Assignment, ReportId, Storyline, StorylineId};

impl Store {
    /// Puts reports into storylines, each report in one: a second assignment moves it. A storyline
    /// that is new gets the title of its first original report.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when a report is unknown; then nothing is changed.
    pub fn assign(&self, assignments: Vec<Assignment>) -> Result<()> {
        self.write(move |db| assignments.iter().try_for_each(|a| assign(db, a)))
    }

    /// A storyline with its reports in time order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn storyline(&self, id: &StorylineId) -> Result<Option<Storyline>> {
        self.read(|db| {
            let sql = "SELECT title FROM storylines WHERE id = ?1";
            let title = first(db, sql, [id.as_str()], |r| Ok(r.get(0)?))?;
            let Some(title) = title else { return Ok(None) };
            let sql = "SELECT r.id, d.id, a.reason, a.storyline FROM assignments a \
                       JOIN reports r ON r.seq = a.report \
                       LEFT JOIN reports d ON d.seq = a.duplicate_of \
                       WHERE a.storyline = ?1 ORDER BY a.at, a.report";
            let reports = all(db, sql, [id.as_str()], assignment)?;
            Ok(Some(Storyline { id: id.clone(), title, reports }))
        })
    }

    /// Where a report was put.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn assignment(&self, report: &ReportId) -> Result<Option<Assignment>> {
        self.read(|db| {
            let sql = "SELECT r.id, d.id, a.reason, a.storyline FROM assignments a \
                       JOIN reports r ON r.seq = a.report \
                       LEFT JOIN reports d ON d.seq = a.duplicate_of WHERE r.id = ?1";
            first(db, sql, [report.as_str()], assignment)
        })
    }

    /// Storylines by their last report, newest first, before `before` (`(last, id)` of the last
    /// line above).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn storylines(
        &self,
        before: Option<(Timestamp, StorylineId)>,
        limit: usize,
    ) -> Result<Vec<StorylineLine>> {
        let (at, id) = match before {
            Some((at, id)) => (at, id),
            None => (Timestamp::MAX, StorylineId::new("")),
        };
        self.read(|db| {
            let sql = "SELECT s.id, s.title, count(*), count(*) - count(a.duplicate_of), \
                       min(a.at), max(a.at) AS last FROM assignments a \
                       JOIN storylines s ON s.id = a.storyline GROUP BY s.id \
                       HAVING (last, s.id) < (?1, ?2) ORDER BY last DESC, s.id DESC LIMIT ?3";
            all(db, sql, params![At(at), id.as_str(), limit], |r| {
                Ok(StorylineLine {
                    id: StorylineId::new(r.get::<_, String>(0)?),
                    title: r.get(1)?,
                    reports: r.get(2)?,
                    originals: r.get(3)?,
                    first: r.get::<_, At>(4)?.0,
                    last: r.get::<_, At>(5)?.0,
                })
            })
        })
    }

    /// Drops all storylines and assignments, to make them again.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn drop_storylines(&self) -> Result<()> {
        self.write(|db| {
            run(db, "DELETE FROM assignments", [])?;
            run(db, "DELETE FROM storylines", [])?;
            Ok(())
        })
    }
}

fn assign(db: &Connection, a: &Assignment) -> Result<()> {
    let report = seq_of(db, &a.report)?;
    let copy_of = a.duplicate_of.as_ref().map(|id| seq_of(db, id)).transpose()?;
    let sql = "SELECT storyline FROM assignments WHERE report = ?1";
    let before: Option<String> = first(db, sql, [report], |r| Ok(r.get(0)?))?;
    let sql = "INSERT INTO storylines (id, title) SELECT ?1, coalesce(title, substr(text, 1, 80)) \
               FROM reports WHERE seq = ?2 ON CONFLICT DO NOTHING";
    run(db, sql, params![a.storyline.as_str(), report])?;
    let sql = "INSERT INTO assignments (report, storyline, at, duplicate_of, reason) \
               SELECT ?1, ?2, at, ?3, ?4 FROM reports WHERE seq = ?1 ON CONFLICT DO UPDATE SET \
               storyline = excluded.storyline, duplicate_of = excluded.duplicate_of, \
               reason = excluded.reason";
    run(db, sql, params![report, a.storyline.as_str(), copy_of, a.reason])?;
    // A storyline that its last report left is no more.
    if let Some(before) = before.filter(|b| b != a.storyline.as_str()) {
        let sql = "DELETE FROM storylines WHERE id = ?1 AND NOT EXISTS \
                   (SELECT 1 FROM assignments WHERE storyline = ?1)";
        run(db, sql, [before])?;
    }
    Ok(())
}

fn assignment(row: &rusqlite::Row<'_>) -> Result<Assignment> {
    Ok(Assignment {
        report: ReportId::new(row.get::<_, String>(0)?),
        duplicate_of: row.get::<_, Option<String>>(1)?.map(|s| s.as_str().into()),
        reason: row.get(2)?,
        storyline: StorylineId::new(row.get::<_, String>(3)?),
    })
}
