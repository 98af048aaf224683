//! Tables `facet_values` and `story_facets`: the ready-made lists that stories are in.

use super::columns::{At, first, run};
use crate::{Facet, Finished, Result};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use std::collections::{BTreeSet, HashMap};

/// The value that every standing story has.
pub(crate) const ALL: u64 = 1;
/// The value that every removed story has.
pub(crate) const REMOVED: u64 = 2;
/// The clock by first publication.
pub(crate) const CREATED: u8 = 0;
/// The clock by last change.
pub(crate) const UPDATED: u8 = 1;

/// The kind that needs no list.
pub(crate) const STORY: &str = "story";

/// How names are compared: without regard to case and to outer and repeated blanks.
pub(crate) fn fold(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The names a story is listed under, each once.
pub(crate) fn names(story: &Finished) -> Vec<(Facet, String, String)> {
    let author = [story.author.clone()];
    // Nearly all are stories: a list of those would only repeat the list of all.
    let kind = Some(story.kind.clone()).filter(|kind| fold(kind) != STORY);
    let importance = Some(story.importance).filter(|i| *i > 0).map(|i| i.to_string());
    let lists: [(Facet, &[String]); 9] = [
        (Facet::Channel, &story.channels),
        (Facet::Ticker, &story.tickers),
        (Facet::Tag, &story.tags),
        (Facet::Author, &author),
        (Facet::Entity, &story.entities),
        (Facet::Storyline, story.storyline.as_slice()),
        (Facet::Primary, story.primary()),
        (Facet::Kind, kind.as_slice()),
        (Facet::Importance, importance.as_slice()),
    ];
    let mut met = BTreeSet::new();
    let named = lists.into_iter().flat_map(|(facet, names)| names.iter().map(move |n| (facet, n)));
    named
        .map(|(facet, name)| (facet, fold(name), name.trim().to_owned()))
        .filter(|(facet, key, _)| !key.is_empty() && met.insert((*facet, key.clone())))
        .collect()
}

/// A story's two places in each of its lists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Places {
    pub story: u64,
    pub created: Timestamp,
    pub updated: Timestamp,
}

/// Changes lists; remembers names and counts until `finish`, so that a thousand stories touch a
/// name's count once.
pub(crate) struct Facets<'db> {
    pub db: &'db Connection,
    ids: HashMap<(Facet, String), u64>,
    counts: HashMap<u64, i64>,
}

impl<'db> Facets<'db> {
    pub fn new(db: &'db Connection) -> Self {
        Self { db, ids: HashMap::new(), counts: HashMap::new() }
    }

    /// The numbers of those names, made where they are new.
    pub fn values(&mut self, names: &[(Facet, String, String)]) -> Result<Vec<u64>> {
        names.iter().map(|(facet, key, name)| self.value(*facet, key, name)).collect()
    }

    fn value(&mut self, facet: Facet, key: &str, name: &str) -> Result<u64> {
        let slot = (facet, key.to_owned());
        if let Some(id) = self.ids.get(&slot) {
            return Ok(*id);
        }
        let id = match value_of(self.db, facet, key)? {
            Some((id, _)) => id,
            None => {
                let sql = "INSERT INTO facet_values (facet, key, name) VALUES (?1, ?2, ?3)";
                run(self.db, sql, params![facet.as_str(), key, name])?;
                self.db.last_insert_rowid() as u64
            }
        };
        self.ids.insert(slot, id);
        Ok(id)
    }

    /// Puts a story into lists.
    pub fn add(&mut self, values: &[u64], at: Places) -> Result<()> {
        let sql = "INSERT INTO story_facets (value, clock, at, story) VALUES (?1, ?2, ?3, ?4)";
        self.change(sql, values, at, 1)
    }

    /// Takes a story out of lists.
    pub fn remove(&mut self, values: &[u64], at: Places) -> Result<()> {
        let sql =
            "DELETE FROM story_facets WHERE value = ?1 AND clock = ?2 AND at = ?3 AND story = ?4";
        self.change(sql, values, at, -1)
    }

    fn change(&mut self, sql: &str, values: &[u64], at: Places, by: i64) -> Result<()> {
        let mut statement = self.db.prepare_cached(sql)?;
        for value in values {
            statement.execute(params![value, CREATED, At(at.created), at.story])?;
            statement.execute(params![value, UPDATED, At(at.updated), at.story])?;
            *self.counts.entry(*value).or_default() += by;
        }
        Ok(())
    }

    /// Writes the counts.
    pub fn finish(self) -> Result<()> {
        let sql = "UPDATE facet_values SET stories = stories + ?2 WHERE id = ?1";
        for (value, by) in self.counts.into_iter().filter(|(_, by)| *by != 0) {
            run(self.db, sql, params![value, by])?;
        }
        Ok(())
    }
}

/// The number of a folded name and how many standing stories carry it.
pub(crate) fn value_of(db: &Connection, facet: Facet, key: &str) -> Result<Option<(u64, u64)>> {
    let sql = "SELECT id, stories FROM facet_values WHERE facet = ?1 AND key = ?2";
    first(db, sql, params![facet.as_str(), key], |r| Ok((r.get(0)?, r.get(1)?)))
}
