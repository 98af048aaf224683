//! What a person may keep: queries, watchlists, and where their alerts go.

use super::{Pace, pacing};
use std::sync::OnceLock;
use wiredesk_alert::{Limits, Query};
use wiredesk_model::jiff::Timestamp;
use wiredesk_store::{
    NewQuery, NewTarget, NewWatchlist, Privilege, QueryId, Role, StandingQuery, Store, Target,
    TargetId, User, Watchlist, WatchlistId,
};

/// How much a role may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Standing queries, those of watchlists among them.
    pub queries: usize,
    /// The size of each.
    pub limits: Limits,
}

/// What readers and the staff may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowances {
    /// Accounts that only read.
    pub reader: Allowance,
    /// Writers, editors, administrators.
    pub staff: Allowance,
}

impl Default for Allowances {
    fn default() -> Self {
        let small = Limits { bytes: 8_000, depth: 30, clauses: 600, prefix_letters: 3 };
        Self {
            reader: Allowance { queries: 200, limits: small },
            staff: Allowance { queries: 5_000, limits: Limits::default() },
        }
    }
}

static SET: OnceLock<Allowances> = OnceLock::new();

impl Allowances {
    /// Sets them for this process, once, before anybody asks.
    pub fn set(self) {
        let _ = SET.set(self);
    }
}

impl Allowance {
    /// Of a role.
    #[must_use]
    pub fn of(role: Role) -> Self {
        let all = SET.get_or_init(Allowances::default);
        if role.may(Privilege::SeeDesk) { all.staff } else { all.reader }
    }
}

/// Why something is not kept.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// What was asked cannot be; says why in words for the asker.
    #[error("{0}")]
    Words(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] wiredesk_store::Error),
}

fn refused<T>(words: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::Words(words.into()))
}

/// A query to keep, as it was asked for.
#[derive(Debug, Clone, Default)]
pub struct AskedQuery {
    /// Its name; empty: the query itself.
    pub name: String,
    /// Its words.
    pub query: String,
    /// Where its matches go.
    pub target: Option<TargetId>,
    /// Whether it is matched.
    pub enabled: bool,
}

/// A watchlist to keep, as it was asked for.
#[derive(Debug, Clone, Default)]
pub struct AskedWatchlist {
    /// Its name.
    pub name: String,
    /// What is watched, see [`Query::watching`].
    pub entries: Vec<String>,
    /// Only stories of at least so much.
    pub importance: Option<f64>,
    /// Where its matches go.
    pub target: Option<TargetId>,
}

/// Reads a query within what a role may keep; the error shows where it goes wrong.
///
/// # Errors
/// The words for the asker.
pub fn read_query(text: &str, role: Role) -> Result<Query, String> {
    Query::parse(text, &Allowance::of(role).limits).map_err(|error| error.pointed(text))
}

/// The targets of a person.
///
/// # Errors
/// When the store cannot be read.
pub fn targets(store: &Store, user: &User) -> Result<Vec<Target>, Refused> {
    Ok(store.targets_of(user.id)?)
}

/// One target of a person.
///
/// # Errors
/// When it is somebody else's, or there is none.
pub fn target(store: &Store, user: &User, id: TargetId) -> Result<Target, Refused> {
    match store.target(id)?.filter(|t| t.about.owner == Some(user.id)) {
        Some(target) => Ok(target),
        None => refused("There is no such delivery of yours."),
    }
}

/// Adds a target with its pace; `token` is what ends its mails.
///
/// # Errors
/// When the address or the pace cannot be used.
pub fn add_target(
    store: &Store,
    about: NewTarget,
    (pace, token): (&Pace, &str),
    now: Timestamp,
) -> Result<TargetId, Refused> {
    pace.check().map_err(Refused::Words)?;
    let id = store.add_target(about, now)?;
    store.set_pace(id, &pace_text(pace), token)?;
    Ok(id)
}

/// Sets how a target wants to hear.
///
/// # Errors
/// When the pace cannot be kept to.
pub fn set_pace(store: &Store, id: TargetId, (pace, token): (&Pace, &str)) -> Result<(), Refused> {
    pace.check().map_err(Refused::Words)?;
    Ok(store.set_pace(id, &pace_text(pace), token)?)
}

/// How a target wants to hear.
///
/// # Errors
/// When the store cannot be read.
pub fn pace(store: &Store, id: TargetId) -> Result<Pace, Refused> {
    Ok(super::pace_of(store.pace(id)?.as_ref()).unwrap_or_default())
}

fn pace_text(pace: &pacing::Pace) -> String {
    serde_json::to_string(pace).unwrap_or_default()
}

/// Adds a query, or puts new words in place of one.
///
/// # Errors
/// When it cannot be read, is somebody else's, or is one too many.
pub fn keep_query(
    store: &Store,
    user: &User,
    id: Option<QueryId>,
    asked: AskedQuery,
    now: Timestamp,
) -> Result<QueryId, Refused> {
    let query = read_query(&asked.query, user.about.role).map_err(Refused::Words)?.to_string();
    keep(store, user, id, AskedQuery { query, ..asked }, now)
}

fn keep(
    store: &Store,
    user: &User,
    id: Option<QueryId>,
    asked: AskedQuery,
    now: Timestamp,
) -> Result<QueryId, Refused> {
    let AskedQuery { name, query, target, enabled } = asked;
    if let Some(target) = target {
        self::target(store, user, target)?;
    }
    let name = if name.trim().is_empty() { &query } else { &name };
    let name: String = name.trim().chars().take(NAME_CHARS).collect();
    let about = NewQuery { owner: Some(user.id), name, query, target, enabled };
    let Some(id) = id else {
        let most = Allowance::of(user.about.role).queries;
        if store.queries_of(user.id, most)?.len() >= most {
            return refused(format!("You keep {most} queries already, which is all you may."));
        }
        return Ok(store.add_queries(vec![about], now)?[0]);
    };
    own_query(store, user, id)?;
    store.edit_query(id, about, now)?;
    Ok(id)
}

const NAME_CHARS: usize = 120;

/// One standing query of a person.
///
/// # Errors
/// When it is somebody else's, or there is none.
pub fn own_query(store: &Store, user: &User, id: QueryId) -> Result<StandingQuery, Refused> {
    let own = |q: &StandingQuery| q.about.owner == Some(user.id) && q.deleted.is_none();
    store.query(id)?.filter(own).map_or_else(|| refused("There is no such query of yours."), Ok)
}

/// Takes a query away.
///
/// # Errors
/// When it is somebody else's, or there is none.
pub fn drop_query(store: &Store, user: &User, id: QueryId, now: Timestamp) -> Result<(), Refused> {
    own_query(store, user, id)?;
    Ok(store.delete_query(id, now)?)
}

/// The watchlists of a person.
///
/// # Errors
/// When the store cannot be read.
pub fn watchlists(store: &Store, user: &User) -> Result<Vec<Watchlist>, Refused> {
    Ok(store.watchlists_of(Some(user.id))?)
}

/// Adds a watchlist, or puts new words in place of one; it is matched as one standing query.
///
/// # Errors
/// When an entry cannot be read, it is somebody else's, or is one too many.
pub fn keep_watchlist(
    store: &Store,
    user: &User,
    id: Option<WatchlistId>,
    asked: AskedWatchlist,
    now: Timestamp,
) -> Result<WatchlistId, Refused> {
    let AskedWatchlist { name, entries, importance, target } = asked;
    if name.trim().is_empty() {
        return refused("Give the list a name.");
    }
    let limits = Allowance::of(user.about.role).limits;
    let query = Query::watching(&entries, importance, &limits)
        .map_err(|error| Refused::Words(format!("An entry of the list: {error}")))?;
    let Some(query) = query else { return refused("Put something to watch into the list.") };
    let lists = watchlists(store, user)?;
    let before = match id {
        None => None,
        Some(id) => match lists.into_iter().find(|list| list.id == id) {
            Some(list) => list.about.query,
            None => return refused("There is no such list of yours."),
        },
    };
    let asked = AskedQuery { name: name.clone(), query: query.to_string(), target, enabled: true };
    let kept = keep(store, user, before, asked, now)?;
    let about = NewWatchlist {
        owner: Some(user.id),
        name: name.trim().chars().take(NAME_CHARS).collect(),
        entries,
        importance,
        query: Some(kept),
    };
    Ok(store.put_watchlist(id, about, now)?)
}

/// Takes a watchlist away, with its query.
///
/// # Errors
/// When it is somebody else's, or there is none.
pub fn drop_watchlist(
    store: &Store,
    user: &User,
    id: WatchlistId,
    now: Timestamp,
) -> Result<(), Refused> {
    let Some(list) = watchlists(store, user)?.into_iter().find(|list| list.id == id) else {
        return refused("There is no such list of yours.");
    };
    if let Some(query) = list.about.query {
        drop_query(store, user, query, now)?;
    }
    Ok(store.delete_watchlist(id)?)
}
