//! Tables `story_reports` and `reopened`: what must be looked at again when a report changes.

use super::audit::record;
use super::columns::{At, Json, all, first, json, run};
use super::stories::{LINE, Version, desk_line, line};
use crate::{Audit, Error, Reopen, Reopened, Result, Store, StoryLine};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use wiredesk_model::{Evidence, ReportId, Sentence, Story, StoryId};

impl Store {
    /// The desk's stories that stood on a report in any of their versions.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn stories_on(&self, report: &ReportId) -> Result<Vec<StoryLine>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {LINE} FROM stories WHERE origin = 'own' AND id IN \
                 (SELECT story FROM story_reports WHERE report = ?1) ORDER BY id"
            );
            all(db, &sql, [report.as_str()], line)
        })
    }

    /// Saves the version of a re-opened story and the note for the desk, both or neither; its
    /// number, or `None` when it was re-opened for that report before. A lock does not hold it up:
    /// whoever edits learns of the newer version when they save.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the version it was made from is no longer the newest.
    pub fn reopen(&self, reopen: Reopen, now: Timestamp) -> Result<Option<u32>> {
        let Reopen { edit, older, newer, sentences } = reopen;
        let (id, base, by) = (edit.id, edit.base, edit.by.clone());
        let version = Version::of(&edit.story, &by, edit.note.clone());
        self.write(move |db| {
            let sql = "SELECT 1 FROM reopened WHERE story = ?1 AND newer = ?2";
            let known: Option<u32> =
                first(db, sql, params![id.0, newer.as_str()], |r| Ok(r.get(0)?))?;
            if known.is_some() {
                return Ok(None);
            }
            let current = desk_line(db, id)?.head;
            if current != base {
                return Err(Error::Conflict { current });
            }
            let next = version.follow(db, id, base, now)?;
            let sql = "INSERT INTO reopened (story, newer, older, version, at, sentences) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let numbers = json(&sentences);
            run(db, sql, params![id.0, newer.as_str(), older.as_str(), next, At(now), numbers])?;
            let audit = Audit::new(&by, "reopen").on(id, next).saying(edit.note.clone());
            record(db, &audit, now)?;
            Ok(Some(next))
        })
    }

    /// Stories that were re-opened and that nobody has worked on since, newest first; of one story
    /// or of all.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reopened(&self, story: Option<StoryId>, limit: usize) -> Result<Vec<Reopened>> {
        let columns = LINE.split(", ").map(|c| format!("s.{c}")).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT {columns}, o.newer, r.source, r.title, o.at, o.sentences FROM reopened o \
             JOIN stories s ON s.id = o.story AND s.head = o.version \
             AND s.state IN ('draft', 'published') LEFT JOIN reports r ON r.id = o.newer \
             WHERE ?1 IS NULL OR o.story = ?1 ORDER BY o.at DESC, o.story LIMIT ?2"
        );
        self.read(|db| {
            all(db, &sql, params![story.map(|s| s.0), limit], |r| {
                Ok(Reopened {
                    line: line(r)?,
                    newer: ReportId::new(r.get::<_, String>(12)?),
                    outlet: r.get(13)?,
                    title: r.get(14)?,
                    at: r.get::<_, At>(15)?.0,
                    sentences: r.get::<_, Json<Vec<usize>>>(16)?.0,
                })
            })
        })
    }
}

/// Notes which reports a version stands on.
pub(crate) fn note_reports(db: &Connection, id: StoryId, reports: &[String]) -> Result<()> {
    for report in reports {
        let sql = "INSERT OR IGNORE INTO story_reports (report, story) VALUES (?1, ?2)";
        run(db, sql, params![report, id.0])?;
    }
    Ok(())
}

/// The reports that a story stands on, each once.
pub(crate) fn reports_of(story: &Story) -> Vec<String> {
    let bound = story.sentences().flat_map(Sentence::evidence);
    let mut ids: Vec<String> = bound.map(|e: &Evidence| e.report.to_string()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
