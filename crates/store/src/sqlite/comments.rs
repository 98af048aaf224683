//! Tables `comments`, `comment_reports`, `comment_doors`.

use super::audit::record;
use super::columns::{At, all, first, run};
use crate::{
    Audit, Comment, CommentId, CommentState, Door, Error, NewComment, Result, Store, UserId,
};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use wiredesk_model::StoryId;

const SELECT: &str = "SELECT c.id, c.story, c.parent, c.user, u.display, c.at, c.edited, c.text, \
    c.state, c.why, c.reports FROM comments c JOIN users u ON u.id = c.user";

impl Store {
    /// Keeps a comment; its number.
    ///
    /// # Errors
    /// [`Error::NotFound`] when what it answers is not under that story; [`Error::Refused`] when
    /// the story takes none.
    pub fn add_comment(&self, comment: NewComment, now: Timestamp) -> Result<CommentId> {
        self.write(move |db| {
            let NewComment { story, parent, user, text, held } = &comment;
            if door(db, *story)? != Door::Open {
                return Err(Error::Refused("comments are closed here".into()));
            }
            let parent = parent.map(|p| top_of(db, p, *story)).transpose()?;
            let state = if held.is_some() { CommentState::Held } else { CommentState::Shown };
            let sql = "INSERT INTO comments (story, parent, user, at, text, state, why) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            let values = params![story.0, parent, user.0, At(now), text, state.as_str(), held];
            run(db, sql, values)?;
            Ok(CommentId(db.last_insert_rowid() as u64))
        })
    }

    /// A comment.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn comment(&self, id: CommentId) -> Result<Option<Comment>> {
        self.read(|db| first(db, &format!("{SELECT} WHERE c.id = ?1"), [id.0], comment))
    }

    /// The comments of a story in their order: shown ones, and those of `own`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn comments_of(
        &self,
        story: StoryId,
        own: Option<UserId>,
        limit: usize,
    ) -> Result<Vec<Comment>> {
        self.read(|db| {
            let sql = format!(
                "{SELECT} WHERE c.story = ?1 AND (c.state = 'shown' OR c.state = 'held' AND \
                 c.user IS ?2 OR EXISTS (SELECT 1 FROM comments a WHERE a.parent = c.id AND \
                 a.state = 'shown')) ORDER BY c.id LIMIT ?3"
            );
            all(db, &sql, params![story.0, own.map(|u| u.0), limit], comment)
        })
    }

    /// How many comments of a story readers see.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn comment_count(&self, story: StoryId) -> Result<u64> {
        self.read(|db| {
            let sql = "SELECT count(*) FROM comments WHERE story = ?1 AND state = 'shown'";
            Ok(first(db, sql, [story.0], |r| Ok(r.get(0)?))?.unwrap_or_default())
        })
    }

    /// A user's comments, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn comments_by(&self, user: UserId, limit: usize) -> Result<Vec<Comment>> {
        self.read(|db| {
            let sql = format!("{SELECT} WHERE c.user = ?1 ORDER BY c.at DESC LIMIT ?2");
            all(db, &sql, params![user.0, limit], comment)
        })
    }

    /// How many comments of a user are shown, and how many they wrote since `since`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn comment_record(&self, user: UserId, since: Timestamp) -> Result<(u64, u64)> {
        self.read(|db| {
            let sql = "SELECT coalesce(sum(state = 'shown'), 0), coalesce(sum(at > ?2), 0) \
                       FROM comments WHERE user = ?1";
            let found = first(db, sql, params![user.0, At(since)], |r| Ok((r.get(0)?, r.get(1)?)))?;
            Ok(found.unwrap_or_default())
        })
    }

    /// What waits for a moderator: held ones and those that readers reported.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn comment_queue(&self, limit: usize) -> Result<Vec<(Comment, Vec<String>)>> {
        self.read(|db| {
            let sql = format!(
                "{SELECT} WHERE (c.state = 'held' OR c.reports > 0) AND c.state != 'removed' \
                 ORDER BY c.id LIMIT ?1"
            );
            let waiting = all(db, &sql, [limit], comment)?;
            let why = |c: Comment| {
                let sql =
                    "SELECT reason FROM comment_reports WHERE comment = ?1 ORDER BY at LIMIT 5";
                let reasons = all(db, sql, [c.id.0], |r| Ok(r.get(0)?))?;
                Ok((c, reasons))
            };
            waiting.into_iter().map(why).collect()
        })
    }

    /// Changes the words of one's own comment, not older than `since`; why it is held then.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is not theirs or too old.
    pub fn edit_comment(
        &self,
        (id, user): (CommentId, UserId),
        text: &str,
        held: Option<String>,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let text = text.to_owned();
        self.write(move |db| {
            let sql = "UPDATE comments SET text = ?3, edited = ?4, why = coalesce(?5, why), \
                       state = CASE WHEN ?5 IS NULL THEN state ELSE 'held' END \
                       WHERE id = ?1 AND user = ?2 AND at > ?6 AND state != 'removed'";
            let values = params![id.0, user.0, text, At(now), held, At(since)];
            match run(db, sql, values)? {
                0 => Err(Error::Refused("this comment cannot be changed any more".into())),
                _ => Ok(()),
            }
        })
    }

    /// A reader's report of a comment; once each.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn report_comment(
        &self,
        (id, user): (CommentId, UserId),
        reason: &str,
        now: Timestamp,
    ) -> Result<()> {
        let reason = reason.to_owned();
        self.write(move |db| {
            let sql = "INSERT INTO comment_reports (comment, user, at, reason) \
                       SELECT id, ?2, ?3, ?4 FROM comments WHERE id = ?1 ON CONFLICT DO NOTHING";
            if run(db, sql, params![id.0, user.0, At(now), reason])? > 0 {
                run(db, "UPDATE comments SET reports = reports + 1 WHERE id = ?1", [id.0])?;
            }
            Ok(())
        })
    }

    /// A moderator's word on a comment: shown (reports are settled with it) or removed.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn judge_comment(
        &self,
        id: CommentId,
        (state, why): (CommentState, Option<String>),
        by: &str,
        now: Timestamp,
    ) -> Result<()> {
        let by = by.to_owned();
        self.write(move |db| {
            let sql =
                "UPDATE comments SET state = ?2, why = ?3, by = ?4, reports = 0 WHERE id = ?1";
            if run(db, sql, params![id.0, state.as_str(), why, by])? == 0 {
                return Err(Error::not_found(format_args!("comment {}", id.0)));
            }
            run(db, "DELETE FROM comment_reports WHERE comment = ?1", [id.0])?;
            let said = why.map_or_else(String::new, |w| format!(": {w}"));
            let said = format!("comment {}{said}", id.0);
            record(
                db,
                &Audit::new(&by, &format!("comment-{}", state.as_str())).saying(Some(said)),
                now,
            )
        })
    }

    /// Whether a story takes comments.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn comment_door(&self, story: StoryId) -> Result<Door> {
        self.read(|db| door(db, story))
    }

    /// Opens, closes or hides the comments of a story.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn set_comment_door(
        &self,
        story: StoryId,
        door: Door,
        by: &str,
        now: Timestamp,
    ) -> Result<()> {
        let by = by.to_owned();
        self.write(move |db| {
            let sql = "INSERT INTO comment_doors (story, door) VALUES (?1, ?2) \
                       ON CONFLICT DO UPDATE SET door = excluded.door";
            run(db, sql, params![story.0, door.as_str()])?;
            let mut audit = Audit::new(&by, &format!("comments-{}", door.as_str()));
            audit.story = Some(story);
            record(db, &audit, now)
        })
    }
}

fn door(db: &Connection, story: StoryId) -> Result<Door> {
    let sql = "SELECT door FROM comment_doors WHERE story = ?1";
    let word: Option<String> = first(db, sql, [story.0], |r| Ok(r.get(0)?))?;
    Ok(word.and_then(|w| Door::parse(&w)).unwrap_or_default())
}

/// The top comment above `id`, or itself.
fn top_of(db: &Connection, id: CommentId, story: StoryId) -> Result<u64> {
    let sql = "SELECT coalesce(parent, id) FROM comments WHERE id = ?1 AND story = ?2";
    first(db, sql, params![id.0, story.0], |r| Ok(r.get(0)?))?
        .ok_or_else(|| Error::not_found(format_args!("comment {}", id.0)))
}

fn comment(row: &rusqlite::Row<'_>) -> Result<Comment> {
    let state: String = row.get(8)?;
    Ok(Comment {
        id: CommentId(row.get(0)?),
        story: StoryId(row.get(1)?),
        parent: row.get::<_, Option<u64>>(2)?.map(CommentId),
        user: UserId(row.get(3)?),
        name: row.get(4)?,
        at: row.get::<_, At>(5)?.0,
        edited: row.get::<_, Option<At>>(6)?.map(|a| a.0),
        text: row.get(7)?,
        // What cannot be read is not shown.
        state: CommentState::parse(&state).unwrap_or(CommentState::Held),
        why: row.get(9)?,
        reports: row.get(10)?,
    })
}
