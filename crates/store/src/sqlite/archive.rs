//! Moving an archive in: `stories`, `publications` and `published` at once.

use super::columns::{At, first, run, whole_micros};
use super::facets::Facets;
use super::log::{Entry, append};
use super::published::{Piece, Shown, by_id, digest, take_down};
use crate::folder::sha256;
use crate::{Imported, Moved, Outcome, Result, Store};
use jiff::Timestamp;
use rusqlite::params;
use wiredesk_model::{PublicationKind, StoryId};

/// Who the log names for imported stories.
const IMPORTER: &str = "import";

impl Store {
    /// Moves finished stories in, all or none, in the order given, each with one entry in the
    /// publication log. A story that is there unchanged is left alone; a changed one becomes its
    /// next version. Give 1,000 at a time: one sync of the disk each call.
    ///
    /// ```
    /// # use wiredesk_store::{Finished, Imported, Store};
    /// # fn f(store: &Store, now: wiredesk_model::jiff::Timestamp) -> wiredesk_store::Result<()> {
    /// let story = Finished { title: "Shares rise".into(), ..Finished::default() };
    /// let item = Imported { story, published: now, updated: None, removed: None };
    /// let moved = store.import(vec![item], now)?;
    /// println!("story {}", moved[0].id);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn import(&self, stories: Vec<Imported>, now: Timestamp) -> Result<Vec<Moved>> {
        let rows: Vec<Row> = stories.into_iter().map(Row::of).collect();
        let now = whole_micros(now);
        self.write(move |db| {
            let mut facets = Facets::new(db);
            let moved = rows.iter().map(|row| row.import(&mut facets, now)).collect();
            facets.finish()?;
            moved
        })
    }
}

struct Row {
    key: [u8; 16],
    piece: Piece,
    published: Timestamp,
    updated: Timestamp,
    removed: Option<Timestamp>,
}

impl Row {
    fn of(item: Imported) -> Self {
        let published = whole_micros(item.published);
        let updated = item.updated.map_or(published, whole_micros).max(published);
        Self {
            key: key(&item),
            piece: Piece::of(item.story),
            published,
            updated,
            removed: item.removed.map(whole_micros),
        }
    }

    fn import(&self, facets: &mut Facets<'_>, now: Timestamp) -> Result<Moved> {
        let sql = "SELECT id, head FROM stories WHERE import_key = ?1";
        let known = first(facets.db, sql, [self.key], |r| Ok((r.get(0)?, r.get(1)?)))?;
        match known {
            None => self.insert(facets, now),
            Some((id, head)) => self.renew(facets, id, head, now),
        }
    }

    fn insert(&self, facets: &mut Facets<'_>, now: Timestamp) -> Result<Moved> {
        let db = facets.db;
        let (state, live) = self.stands(1);
        let sql = "INSERT INTO stories (origin, state, headline, head, live, created, changed, \
                   changed_by, import_key) VALUES ('imported', ?1, ?2, 1, ?3, ?4, ?5, ?6, ?7)";
        let (created, changed) = (At(self.published), At(now));
        let title = &self.piece.story.title;
        run(db, sql, params![state, title, live, created, changed, IMPORTER, self.key])?;
        let story = db.last_insert_rowid() as u64;
        self.show(facets, story, 1, now, PublicationKind::Published)?;
        Ok(Moved { id: StoryId(story), outcome: Outcome::Inserted })
    }

    fn renew(
        &self,
        facets: &mut Facets<'_>,
        story: u64,
        head: u32,
        now: Timestamp,
    ) -> Result<Moved> {
        let id = StoryId(story);
        let before = by_id(facets.db, story)?;
        let same = before.as_ref().is_some_and(|b| {
            digest(&b.story) == self.piece.digest
                && b.updated == self.updated
                // A story that the desk withdrew stays withdrawn when its archive is moved in again.
                && (b.removed.is_some() || self.removed.is_none())
        });
        if same {
            return Ok(Moved { id, outcome: Outcome::Known });
        }
        if let Some(before) = &before {
            take_down(facets, before)?;
        }
        let version = head + 1;
        let (state, live) = self.stands(version);
        let sql = "UPDATE stories SET state = ?2, headline = ?3, head = ?4, live = ?5, \
                   changed = ?6, changed_by = ?7 WHERE id = ?1";
        let title = &self.piece.story.title;
        run(facets.db, sql, params![story, state, title, version, live, At(now), IMPORTER])?;
        self.show(facets, story, version, now, PublicationKind::Updated)?;
        Ok(Moved { id, outcome: Outcome::Updated })
    }

    fn show(
        &self,
        facets: &mut Facets<'_>,
        story: u64,
        version: u32,
        now: Timestamp,
        kind: PublicationKind,
    ) -> Result<()> {
        let kind = if self.removed.is_some() { PublicationKind::Withdrawn } else { kind };
        let entry = Entry { at: now, kind, story, version, note: None, by: IMPORTER };
        let seq = append(facets.db, &entry)?;
        let shown = Shown { story, version, seq, updated: self.updated };
        self.piece.put(facets, shown, self.published, self.removed)
    }

    fn stands(&self, version: u32) -> (&'static str, Option<u32>) {
        match self.removed {
            Some(_) => ("withdrawn", None),
            None => ("published", Some(version)),
        }
    }
}

/// What makes two imported stories the same one: see [`Imported`].
fn key(item: &Imported) -> [u8; 16] {
    let published = item.published.as_microsecond();
    let text = match item.story.url.as_deref().filter(|u| !u.is_empty()) {
        Some(url) => format!("url\0{url}\0{published}"),
        None => format!("title\0{}\0{}\0{published}", item.story.title, item.story.author),
    };
    let mut key = [0; 16];
    key.copy_from_slice(&sha256(text.as_bytes())[..16]);
    key
}
