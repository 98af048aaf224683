//! Tables `stories` and `story_versions`: the desk's drafts, their locks, and publishing.

use super::audit::record;
use super::columns::{At, all, document, first, model, run, whole_micros};
use super::facets::Facets;
use super::log::{Entry, append};
use super::published::{Piece, Shown, hide};
use super::reopened::{note_reports, reports_of};
use crate::folder::sha256;
use crate::rows::StoryRow;
use crate::{
    Audit, Edit, Error, Origin, Publish, Result, Store, StoryLine, StoryState, StoryVersion,
    VersionLine,
};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use wiredesk_model::{Publication, PublicationKind, Story, StoryId, StorylineId};

pub(crate) const LINE: &str = "id, origin, state, headline, storyline, head, live, created, changed, \
    changed_by, locked_by, locked_until";

impl Store {
    /// Makes a story: version 1, a draft. Its number is the next one.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn new_story(&self, story: &Story, by: &str, now: Timestamp) -> Result<StoryId> {
        let version = Version::of(story, by, None);
        self.write(move |db| {
            let sql = "INSERT INTO stories (origin, state, headline, storyline, head, created, \
                       changed, changed_by) VALUES ('own', 'draft', ?1, ?2, 1, ?3, ?3, ?4)";
            run(db, sql, params![version.headline, version.storyline, At(now), version.by])?;
            let id = StoryId(db.last_insert_rowid() as u64);
            version.insert(db, id, 1, now)?;
            let audit = Audit::new(&version.by, "draft").on(id, 1);
            record(db, &audit, now)?;
            Ok(id)
        })
    }

    /// Saves a new version; its number. A draft that was put away or a withdrawn story becomes a
    /// draft to work on; what readers see does not change before [`Store::publish`].
    ///
    /// ```
    /// # use wiredesk_store::{Edit, Error, Store};
    /// # fn f(store: &Store, edit: Edit, now: wiredesk_model::jiff::Timestamp) {
    /// match store.save_story(edit, now) {
    ///     Ok(version) => println!("saved as version {version}"),
    ///     Err(Error::Conflict { current }) => println!("version {current} was saved meanwhile"),
    ///     Err(other) => println!("{other}"),
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Conflict`] when `base` is not the newest version; [`Error::Locked`] when somebody
    /// else is editing; [`Error::NotFound`]; [`Error::Refused`] for an imported story.
    pub fn save_story(&self, edit: Edit, now: Timestamp) -> Result<u32> {
        let Edit { id, base, story, by, note } = edit;
        let version = Version::of(&story, &by, note);
        self.write(move |db| {
            let now_line = desk_line(db, id)?;
            not_locked(&now_line, &by, now)?;
            if now_line.head != base {
                return Err(Error::Conflict { current: now_line.head });
            }
            let next = version.follow(db, id, base, now)?;
            let audit = Audit::new(&by, "save").on(id, next).saying(version.note.clone());
            record(db, &audit, now)?;
            Ok(next)
        })
    }

    /// Makes the newest version the one that readers see, and appends that to the publication
    /// log: both or neither.
    ///
    /// # Errors
    /// [`Error::Conflict`] when `version` is not the newest; [`Error::Refused`] when the kind does
    /// not fit (an update of what is not published, a correction without a note); [`Error::Locked`];
    /// [`Error::NotFound`].
    pub fn publish(&self, publish: Publish, now: Timestamp) -> Result<Publication> {
        let now = whole_micros(now);
        let piece = Piece::of(publish.finished);
        let (id, version, kind, by) = (publish.id, publish.version, publish.kind, publish.by);
        let note = publish.note.filter(|n| !n.trim().is_empty());
        self.write(move |db| {
            let line = desk_line(db, id)?;
            not_locked(&line, &by, now)?;
            if line.head != version {
                return Err(Error::Conflict { current: line.head });
            }
            fits(kind, line.live.is_some(), note.is_some())?;
            let entry =
                Entry { at: now, kind, story: id.0, version, note: note.as_deref(), by: &by };
            let seq = append(db, &entry)?;
            let mut facets = Facets::new(db);
            piece.show(&mut facets, Shown { story: id.0, version, seq, updated: now })?;
            facets.finish()?;
            let sql = "UPDATE stories SET state = 'published', live = ?2, changed = ?3, \
                       changed_by = ?4, locked_by = NULL, locked_until = NULL WHERE id = ?1";
            run(db, sql, params![id.0, version, At(now), by])?;
            let audit = Audit::new(&by, kind.as_str()).on(id, version).saying(note.clone());
            record(db, &audit, now)?;
            Ok(Publication { seq, at: now, kind, story: id, version, note, by })
        })
    }

    /// Takes a published story back for good, own or imported: it leaves every list but the one of
    /// removed stories, and the log says so.
    ///
    /// # Errors
    /// [`Error::Refused`] without a note or when it is not published; [`Error::NotFound`].
    pub fn withdraw(
        &self,
        id: StoryId,
        by: &str,
        note: &str,
        now: Timestamp,
    ) -> Result<Publication> {
        let now = whole_micros(now);
        let (by, note) = (by.to_owned(), note.trim().to_owned());
        if note.is_empty() {
            return Err(Error::Refused("say why the story is withdrawn".into()));
        }
        self.write(move |db| {
            let line = line_of(db, id)?;
            let Some(version) = line.live else {
                return Err(Error::Refused(format!("story {id} is not published")));
            };
            let kind = PublicationKind::Withdrawn;
            let entry = Entry { at: now, kind, story: id.0, version, note: Some(&note), by: &by };
            let seq = append(db, &entry)?;
            hide(db, id.0, seq, now)?;
            let sql = "UPDATE stories SET state = 'withdrawn', live = NULL, changed = ?2, \
                       changed_by = ?3, locked_by = NULL, locked_until = NULL WHERE id = ?1";
            run(db, sql, params![id.0, At(now), by])?;
            let note = Some(note);
            let audit = Audit::new(&by, kind.as_str()).on(id, version).saying(note.clone());
            record(db, &audit, now)?;
            Ok(Publication { seq, at: now, kind, story: id, version, note, by })
        })
    }

    /// Puts a draft away that was never published.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is not a draft; [`Error::Locked`]; [`Error::NotFound`].
    pub fn discard(&self, id: StoryId, by: &str, note: Option<&str>, now: Timestamp) -> Result<()> {
        let (by, note) = (by.to_owned(), note.map(str::to_owned));
        self.write(move |db| {
            let line = desk_line(db, id)?;
            not_locked(&line, &by, now)?;
            if line.state != StoryState::Draft {
                let state = line.state.as_str();
                return Err(Error::Refused(format!("story {id} is {state}, not a draft")));
            }
            let sql = "UPDATE stories SET state = 'discarded', changed = ?2, changed_by = ?3 \
                       WHERE id = ?1";
            run(db, sql, params![id.0, At(now), by])?;
            record(db, &Audit::new(&by, "discard").on(id, line.head).saying(note), now)
        })
    }

    /// Lets one editor at a story until `until`; call it again to prolong. A lock that has run out
    /// is nobody's.
    ///
    /// # Errors
    /// [`Error::Locked`] when another has it; [`Error::NotFound`].
    pub fn lock_story(
        &self,
        id: StoryId,
        by: &str,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let by = by.to_owned();
        self.write(move |db| {
            not_locked(&desk_line(db, id)?, &by, now)?;
            let sql = "UPDATE stories SET locked_by = ?2, locked_until = ?3 WHERE id = ?1";
            run(db, sql, params![id.0, by, At(until)])?;
            Ok(())
        })
    }

    /// Lets go of a story; nothing happens when `by` does not hold it.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn unlock_story(&self, id: StoryId, by: &str) -> Result<()> {
        let by = by.to_owned();
        self.write(move |db| {
            let sql = "UPDATE stories SET locked_by = NULL, locked_until = NULL \
                       WHERE id = ?1 AND locked_by = ?2";
            run(db, sql, params![id.0, by])?;
            Ok(())
        })
    }

    /// Where a story stands, own or imported.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn story(&self, id: StoryId) -> Result<Option<StoryLine>> {
        self.read(|db| {
            first(db, &format!("SELECT {LINE} FROM stories WHERE id = ?1"), [id.0], line)
        })
    }

    /// The desk's own stories in any of these states, last changed first, before `before`
    /// (`(changed, id)` of the last line above).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn desk_list(
        &self,
        states: &[StoryState],
        before: Option<(Timestamp, StoryId)>,
        limit: usize,
    ) -> Result<Vec<StoryLine>> {
        let (at, id) = before.unwrap_or((Timestamp::MAX, StoryId(i64::MAX as u64)));
        let sql = format!(
            "SELECT {LINE} FROM stories WHERE origin = 'own' AND state = ?1 \
             AND (changed, id) < (?2, ?3) ORDER BY changed DESC, id DESC LIMIT ?4"
        );
        self.read(|db| {
            let mut lines = Vec::new();
            for state in StoryState::ALL.into_iter().filter(|s| states.contains(s)) {
                lines.extend(all(db, &sql, params![state.as_str(), At(at), id.0, limit], line)?);
            }
            lines.sort_by_key(|l| std::cmp::Reverse((l.changed, l.id)));
            lines.truncate(limit);
            Ok(lines)
        })
    }

    /// The stories that were drafted from a storyline, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn stories_of(&self, storyline: &StorylineId) -> Result<Vec<StoryLine>> {
        self.read(|db| {
            let sql = format!("SELECT {LINE} FROM stories WHERE storyline = ?1 ORDER BY id");
            all(db, &sql, [storyline.as_str()], line)
        })
    }

    /// One version of a story; `None` for `version`: the newest. Imported stories have none.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when it was kept in a shape this program does not know.
    pub fn story_version(&self, id: StoryId, version: Option<u32>) -> Result<Option<StoryVersion>> {
        let sql = "SELECT version, at, by, note, document FROM story_versions WHERE story = ?1 \
                   AND version = coalesce(?2, (SELECT head FROM stories WHERE id = ?1))";
        self.read(|db| {
            first(db, sql, params![id.0, version], |r| {
                let version = r.get(0)?;
                let text: String = r.get(4)?;
                let what = || format!("version {version} of story {id}");
                let story = model::<StoryRow>(&text, what)?;
                let at = r.get::<_, At>(1)?.0;
                Ok(StoryVersion { id, version, at, by: r.get(2)?, note: r.get(3)?, story })
            })
        })
    }

    /// All versions of a story, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn story_versions(&self, id: StoryId) -> Result<Vec<VersionLine>> {
        let sql =
            "SELECT version, at, by, note FROM story_versions WHERE story = ?1 ORDER BY version";
        self.read(|db| {
            all(db, sql, [id.0], |r| {
                let at = r.get::<_, At>(1)?.0;
                Ok(VersionLine { version: r.get(0)?, at, by: r.get(2)?, note: r.get(3)? })
            })
        })
    }
}

/// The columns of a version, made on the caller's thread.
pub(crate) struct Version {
    headline: String,
    storyline: Option<String>,
    document: String,
    digest: [u8; 32],
    by: String,
    note: Option<String>,
    reports: Vec<String>,
}

impl Version {
    pub(crate) fn of(story: &Story, by: &str, note: Option<String>) -> Self {
        let document = document::<StoryRow>(story);
        Self {
            headline: story.headline.text().into(),
            storyline: story.storyline.as_ref().map(ToString::to_string),
            digest: sha256(document.as_bytes()),
            document,
            by: by.into(),
            note,
            reports: reports_of(story),
        }
    }

    /// Makes it the newest version, the one after `base`; its number.
    pub(crate) fn follow(
        &self,
        db: &Connection,
        id: StoryId,
        base: u32,
        now: Timestamp,
    ) -> Result<u32> {
        let next = base + 1;
        self.insert(db, id, next, now)?;
        let sql = "UPDATE stories SET head = ?2, headline = ?3, storyline = ?4, changed = ?5, \
                   changed_by = ?6, state = CASE state WHEN 'discarded' THEN 'draft' \
                   ELSE state END WHERE id = ?1";
        let Self { headline, storyline, by, .. } = self;
        run(db, sql, params![id.0, next, headline, storyline, At(now), by])?;
        Ok(next)
    }

    fn insert(&self, db: &Connection, id: StoryId, version: u32, now: Timestamp) -> Result<()> {
        let sql = "INSERT INTO story_versions (story, version, at, by, note, digest, document) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let Self { by, note, digest, document, .. } = self;
        run(db, sql, params![id.0, version, At(now), by, note, digest, document])?;
        note_reports(db, id, &self.reports)
    }
}

fn fits(kind: PublicationKind, live: bool, noted: bool) -> Result<()> {
    let refused = match (kind, live) {
        (PublicationKind::Published, true) => "it is published already: update or correct it",
        (PublicationKind::Updated | PublicationKind::Corrected(_), false) => "it is not published",
        (PublicationKind::Withdrawn, _) => "a story is taken back by withdrawing it",
        (PublicationKind::Corrected(_), true) if !noted => {
            "a correction needs a note that says what was wrong"
        }
        _ => return Ok(()),
    };
    Err(Error::Refused(refused.into()))
}

fn not_locked(line: &StoryLine, by: &str, now: Timestamp) -> Result<()> {
    match &line.lock {
        Some((holder, until)) if holder != by && *until > now => {
            Err(Error::Locked { by: holder.clone(), until: *until })
        }
        _ => Ok(()),
    }
}

fn line_of(db: &Connection, id: StoryId) -> Result<StoryLine> {
    first(db, &format!("SELECT {LINE} FROM stories WHERE id = ?1"), [id.0], line)?
        .ok_or_else(|| Error::not_found(format_args!("story {id}")))
}

/// The same, of a story that the desk may edit.
pub(crate) fn desk_line(db: &Connection, id: StoryId) -> Result<StoryLine> {
    let line = line_of(db, id)?;
    if line.origin == Origin::Imported {
        return Err(Error::Refused(format!("story {id} was imported; it cannot be edited here")));
    }
    Ok(line)
}

pub(crate) fn line(row: &rusqlite::Row<'_>) -> Result<StoryLine> {
    let state: String = row.get(2)?;
    let lock = row.get::<_, Option<String>>(10)?.zip(row.get::<_, Option<At>>(11)?);
    Ok(StoryLine {
        id: StoryId(row.get(0)?),
        origin: origin(&row.get::<_, String>(1)?),
        state: StoryState::parse(&state).unwrap_or(StoryState::Draft),
        headline: row.get(3)?,
        storyline: row.get::<_, Option<String>>(4)?.map(|s| s.as_str().into()),
        head: row.get(5)?,
        live: row.get(6)?,
        created: row.get::<_, At>(7)?.0,
        changed: row.get::<_, At>(8)?.0,
        changed_by: row.get(9)?,
        lock: lock.map(|(by, until)| (by, until.0)),
    })
}

pub(crate) fn origin(word: &str) -> Origin {
    if word == "own" { Origin::Own } else { Origin::Imported }
}
