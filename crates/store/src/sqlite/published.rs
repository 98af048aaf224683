//! Table `published`: stories as readers see them.

use super::columns::{At, Json, first, json, run};
use super::facets::{ALL, Facets, Places, REMOVED, names};
use super::stories::origin;
use crate::folder::sha256;
use crate::{Error, Facet, Finished, PublishedStory, Result, Store};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use wiredesk_model::StoryId;

/// The columns that [`row`] reads, of `published p` and `stories s`.
pub(crate) const COLUMNS: &str = "p.story, p.version, p.seq, s.origin, p.created, p.updated, \
    p.removed, p.title, p.teaser, p.body, p.author, p.editor, p.url, p.channels, p.tags, \
    p.tickers, p.images, p.entities, p.storyline, p.kind, p.importance, p.leading, p.machine, \
    p.edited";

impl Store {
    /// A published story, also a removed one ([`PublishedStory::removed`] says so).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn published(&self, id: StoryId) -> Result<Option<PublishedStory>> {
        self.read(|db| by_id(db, id.0))
    }

    /// The published stories of those numbers, in their order; those never published are left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn published_all(&self, ids: &[StoryId]) -> Result<Vec<PublishedStory>> {
        self.read(|db| ids.iter().filter_map(|id| by_id(db, id.0).transpose()).collect())
    }

    /// Published stories in order of number after `after` (0: from the first), removed ones too.
    /// The way to walk over all of them, for indexing and export.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn published_after(&self, after: u64, limit: usize) -> Result<Vec<PublishedStory>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM published p JOIN stories s ON s.id = p.story \
                 WHERE p.story > ?1 ORDER BY p.story LIMIT ?2"
            );
            super::columns::all(db, &sql, params![after, limit], row)
        })
    }
}

pub(crate) fn by_id(db: &Connection, id: u64) -> Result<Option<PublishedStory>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM published p JOIN stories s ON s.id = p.story WHERE p.story = ?1"
    );
    first(db, &sql, [id], row)
}

/// A finished story with everything that its row needs, made on the caller's thread.
pub(crate) struct Piece {
    pub story: Finished,
    pub digest: [u8; 16],
    channels: String,
    tags: String,
    tickers: String,
    images: String,
    entities: String,
    names: Vec<(Facet, String, String)>,
}

/// Under which number, version and entry a piece is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    pub story: u64,
    pub version: u32,
    pub seq: u64,
    pub updated: Timestamp,
}

impl Piece {
    pub fn of(story: Finished) -> Self {
        Self {
            digest: digest(&story),
            channels: json(&story.channels),
            tags: json(&story.tags),
            tickers: json(&story.tickers),
            images: json(&story.images),
            entities: json(&story.entities),
            names: names(&story),
            story,
        }
    }

    /// Puts the piece in place of what readers saw of the story before, if anything. The time of
    /// first publication stays.
    pub fn show(&self, facets: &mut Facets<'_>, shown: Shown) -> Result<()> {
        let created = match by_id(facets.db, shown.story)? {
            Some(before) => {
                take_down(facets, &before)?;
                before.created
            }
            None => shown.updated,
        };
        self.put(facets, shown, created, None)
    }

    /// Writes the row and the lists, for a story that has no row and is in no list now. (A plain
    /// insert: an upsert would have SQLite journal each statement.)
    pub fn put(
        &self,
        facets: &mut Facets<'_>,
        shown: Shown,
        created: Timestamp,
        removed: Option<Timestamp>,
    ) -> Result<()> {
        let sql = "INSERT INTO published (story, version, seq, created, updated, removed, title, \
                   teaser, body, author, editor, url, channels, tags, tickers, images, digest, \
                   entities, storyline, kind, importance, leading, machine, edited) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, \
                   ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)";
        let Finished { title, teaser, body, author, editor, url, storyline, .. } = &self.story;
        facets.db.prepare_cached(sql)?.execute(params![
            shown.story,
            shown.version,
            shown.seq,
            At(created),
            At(shown.updated),
            removed.map(At),
            title,
            teaser,
            body,
            author,
            editor,
            url,
            self.channels,
            self.tags,
            self.tickers,
            self.images,
            self.digest,
            self.entities,
            storyline,
            self.story.kind,
            self.story.importance,
            self.story.leading,
            self.story.machine,
            self.story.edited,
        ])?;
        let at = |updated| Places { story: shown.story, created, updated };
        match removed {
            Some(removed) => facets.add(&[REMOVED], at(removed)),
            None => {
                let mut values = facets.values(&self.names)?;
                values.push(ALL);
                facets.add(&values, at(shown.updated))
            }
        }
    }
}

/// Takes a story from readers: out of every list, into the one of removed stories.
pub(crate) fn hide(db: &Connection, story: u64, seq: u64, now: Timestamp) -> Result<()> {
    let before = by_id(db, story)?
        .ok_or_else(|| Error::not_found(format_args!("published story {story}")))?;
    let mut facets = Facets::new(db);
    unlist(&mut facets, &before)?;
    facets.add(&[REMOVED], Places { story, created: before.created, updated: now })?;
    facets.finish()?;
    let sql = "UPDATE published SET removed = ?2, seq = ?3 WHERE story = ?1";
    run(db, sql, params![story, At(now), seq])?;
    Ok(())
}

/// Takes a story's row and lists away, to write them anew.
pub(crate) fn take_down(facets: &mut Facets<'_>, before: &PublishedStory) -> Result<()> {
    unlist(facets, before)?;
    run(facets.db, "DELETE FROM published WHERE story = ?1", [before.id.0])?;
    Ok(())
}

/// Takes a story out of the lists that its row says it is in.
fn unlist(facets: &mut Facets<'_>, before: &PublishedStory) -> Result<()> {
    let updated = before.removed.unwrap_or(before.updated);
    let at = Places { story: before.id.0, created: before.created, updated };
    if before.removed.is_some() {
        return facets.remove(&[REMOVED], at);
    }
    let mut values = facets.values(&names(&before.story))?;
    values.push(ALL);
    facets.remove(&values, at)
}

pub(crate) fn row(r: &rusqlite::Row<'_>) -> Result<PublishedStory> {
    Ok(PublishedStory {
        id: StoryId(r.get(0)?),
        version: r.get(1)?,
        seq: r.get(2)?,
        origin: origin(r.get_ref(3)?.as_str().unwrap_or_default()),
        created: r.get::<_, At>(4)?.0,
        updated: r.get::<_, At>(5)?.0,
        removed: r.get::<_, Option<At>>(6)?.map(|a| a.0),
        story: Finished {
            title: r.get(7)?,
            teaser: r.get(8)?,
            body: r.get(9)?,
            author: r.get(10)?,
            editor: r.get(11)?,
            url: r.get(12)?,
            channels: r.get::<_, Json<_>>(13)?.0,
            tags: r.get::<_, Json<_>>(14)?.0,
            tickers: r.get::<_, Json<_>>(15)?.0,
            images: r.get::<_, Json<_>>(16)?.0,
            entities: r.get::<_, Json<_>>(17)?.0,
            storyline: r.get(18)?,
            kind: r.get(19)?,
            importance: r.get(20)?,
            leading: r.get(21)?,
            machine: r.get(22)?,
            edited: r.get(23)?,
        },
    })
}

/// What the content hashes to; every part with its length before it.
pub(crate) fn digest(story: &Finished) -> [u8; 16] {
    let Finished { title, teaser, body, author, editor, url, .. } = story;
    let lists = [&story.channels, &story.tags, &story.tickers].map(json);
    let images = json(&story.images);
    let mut text = String::with_capacity(body.len() + 512);
    let ends = [editor.as_deref(), url.as_deref()].map(Option::unwrap_or_default);
    let parts = [title, teaser, body, author].map(String::as_str).into_iter().chain(ends);
    for part in parts.chain(lists.iter().map(String::as_str)).chain([images.as_str()]) {
        text.push_str(&part.len().to_string());
        text.push(':');
        text.push_str(part);
    }
    // Parts that came later are in it only where they say something, so that digests from before
    // them still hold.
    let Finished { kind, importance, leading, machine, edited, .. } = story;
    let machine = machine.as_deref().unwrap_or_default();
    if !kind.is_empty() || !machine.is_empty() || *edited || (*importance, *leading) != (0, 0) {
        text.push_str(&json(&(kind, importance, leading, machine, edited)));
    }
    let mut short = [0; 16];
    short.copy_from_slice(&sha256(text.as_bytes())[..16]);
    short
}
