//! What a brief is on. Every subject is a standing query too: that decides which stories are told.

use serde::{Deserialize, Serialize};
use wiredesk_alert::{Clause, Limits, Name, Query};
use wiredesk_model::{EntityId, StorylineId};
use wiredesk_publish::page::{entity_path, section_path, storyline_path};
use wiredesk_store::{Store, UserId, WatchlistId};

use crate::Error;
use crate::ledger::Books;

/// What a brief is on, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "lowercase", deny_unknown_fields)]
pub enum Subject {
    /// A watchlist of its reader, as it stands when the brief is made.
    Watchlist {
        /// Its number.
        id: u64,
    },
    /// Entries as a watchlist has them.
    Entries {
        /// Tickers, entity ids, sections, words.
        entries: Vec<String>,
    },
    /// An entity.
    Entity {
        /// Its id.
        id: String,
    },
    /// What one does for or to another.
    Relation {
        /// Who.
        actor: String,
        /// For or to whom.
        recipient: String,
    },
    /// A storyline.
    Storyline {
        /// Its id.
        id: String,
    },
    /// A section.
    Section {
        /// Its name.
        name: String,
    },
}

/// A subject with what is looked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matter {
    /// As shown.
    pub title: String,
    /// `watchlist`, `entity`, …
    pub on: &'static str,
    /// Its page.
    pub path: Option<String>,
    /// Which stories.
    pub query: Query,
    /// Whose claims.
    pub whose: Whose,
    /// Entities whose ranking may be shown, the most wanted first.
    pub entities: Vec<EntityId>,
    /// Whose ratings.
    pub tickers: Vec<String>,
}

/// Which claims a brief tells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Whose {
    /// Of any of these.
    Entities(Vec<EntityId>),
    /// Of one for another.
    Pair(EntityId, EntityId),
    /// Of the reports on a storyline.
    Storyline(StorylineId),
    /// Those that the stories told stand on.
    Stories,
}

impl Subject {
    /// The subject of that JSON.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|e| e.to_string())
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What is looked for; `None` when there is no such thing (any more).
    pub(crate) fn matter(
        &self,
        (store, books): (&Store, &Books),
        owner: Option<UserId>,
    ) -> Result<Option<Matter>, Error> {
        Ok(match self {
            Self::Watchlist { id } => {
                let lists = store.watchlists_of(owner)?;
                let list = lists.into_iter().find(|l| l.id == WatchlistId(*id));
                list.and_then(|l| {
                    watched(books, "watchlist", &l.about.name, &l.about.entries, l.about.importance)
                })
            }
            Self::Entries { entries } => {
                watched(books, "watchlist", &entries.join(", "), entries, None)
            }
            Self::Entity { id } => {
                let id = EntityId::new(id.as_str());
                let found = watched(books, "entity", &books.name(&id), &[id.to_string()], None);
                found.map(|m| Matter { path: Some(entity_path(id.as_str())), ..m })
            }
            Self::Relation { actor, recipient } => {
                pair(books, &EntityId::new(actor.as_str()), &EntityId::new(recipient.as_str()))
            }
            Self::Storyline { id } => {
                let id = StorylineId::new(id.as_str());
                let line = store.storyline(&id)?;
                line.map(|line| Matter {
                    title: line.title,
                    on: "storyline",
                    path: Some(storyline_path(id.as_str())),
                    query: named(Name::Storyline, id.as_str()),
                    whose: Whose::Storyline(id),
                    entities: Vec::new(),
                    tickers: Vec::new(),
                })
            }
            Self::Section { name } => Some(Matter {
                title: name.clone(),
                on: "section",
                path: Some(section_path(name)),
                query: named(Name::Section, name),
                whose: Whose::Stories,
                entities: Vec::new(),
                tickers: Vec::new(),
            }),
        })
    }
}

fn named(name: Name, value: &str) -> Query {
    Query::Clause(Clause::Name(name, value.to_owned()))
}

fn watched(
    books: &Books,
    on: &'static str,
    title: &str,
    entries: &[String],
    importance: Option<f64>,
) -> Option<Matter> {
    let query = Query::watching(entries, importance, &Limits::default()).ok()??;
    let mut named = Vec::new();
    names(&query, &mut named);
    let of = |wanted: &[Name]| {
        let mut values: Vec<String> =
            named.iter().filter(|(n, _)| wanted.contains(n)).map(|(_, v)| v.clone()).collect();
        values.dedup();
        values
    };
    let entities: Vec<EntityId> =
        of(&[Name::Entity, Name::Speaker]).into_iter().map(EntityId::new).collect();
    let mut tickers = of(&[Name::Ticker]);
    tickers.extend(entities.iter().flat_map(|id| tickers_of(books, id)));
    Some(Matter {
        title: title.to_owned(),
        on,
        path: None,
        query,
        whose: Whose::Entities(entities.clone()),
        entities,
        tickers,
    })
}

fn pair(books: &Books, actor: &EntityId, recipient: &EntityId) -> Option<Matter> {
    let about = |id: &EntityId| watched(books, "relation", "", &[id.to_string()], None);
    let (one, other) = (about(actor)?, about(recipient)?);
    let mut tickers = one.tickers;
    tickers.extend(other.tickers);
    Some(Matter {
        title: format!("{} → {}", books.name(actor), books.name(recipient)),
        on: "relation",
        path: Some(format!("/ledger/{actor}/{recipient}")),
        query: Query::All(vec![one.query, other.query]),
        whose: Whose::Pair(actor.clone(), recipient.clone()),
        entities: vec![recipient.clone()],
        tickers,
    })
}

/// What a query asks for by name, but for what it excludes.
fn names(query: &Query, out: &mut Vec<(Name, String)>) {
    match query {
        Query::All(parts) | Query::Any(parts) => parts.iter().for_each(|p| names(p, out)),
        Query::Clause(Clause::Name(name, value)) => out.push((*name, value.clone())),
        Query::Not(_) | Query::Clause(_) => {}
    }
}

pub(super) fn tickers_of(books: &Books, id: &EntityId) -> Vec<String> {
    let lexicon = books.lexicon();
    let key = lexicon.get(id.as_str());
    key.map(|k| lexicon.tickers(k).map(|t| t.symbol.clone()).collect()).unwrap_or_default()
}
