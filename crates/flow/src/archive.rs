//! A standing query tried on what was published: what it finds is what it would have fired on.
//!
//! The search index gives the stories that can match ([`wanted`], never too few), and each that is
//! shown is then held against the query as the alerts do it. So the two cannot differ. Where the
//! index alone decides, what is not shown is only counted there; else every story is held against
//! the query.

use crate::{Error, alerts, limits};
use wiredesk_alert::{Clause, Name, Place, Query, Reason, Story as Told, Text, explain, stem};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Read, StoryId};
use wiredesk_search::{Index, Kind, NameKind, Place as In, Search, Sort, Wanted};
use wiredesk_store::Store;

pub use wiredesk_alert::{Place as Field, Query as StandingQuery, Reason as Why, Story as Seen};

/// What a query found.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    /// How many stories it would have fired on; of those looked at, when there are more.
    pub fired: usize,
    /// The newest of them.
    pub matches: Vec<Match>,
    /// The index alone cannot decide, and more could match than were looked at: the newest were.
    pub more: bool,
}

/// A story that a query fires on, and why.
#[derive(Debug, Clone)]
pub struct Match {
    /// Its number.
    pub story: StoryId,
    /// When it was first published.
    pub at: Timestamp,
    /// As the query sees it.
    pub told: Told,
    /// The words and conditions that it meets.
    pub reasons: Vec<Reason>,
}

/// Which stories to try, and how many matches to give.
#[derive(Debug, Clone, Copy, Default)]
pub struct Span {
    /// First published at or after.
    pub from: Option<Timestamp>,
    /// First published before.
    pub before: Option<Timestamp>,
    /// Matches given; the rest is only counted.
    pub show: usize,
}

/// Tries a query on the published stories that stand.
///
/// # Errors
/// When the store or the index cannot be read.
pub fn try_query(
    (store, index, reader): (&Store, &Index, &dyn Read),
    query: &Query,
    span: Span,
) -> Result<Tried, Error> {
    let (wanted, mut decides) = wanted(query);
    let mut tried = Tried::default();
    let mut offset = 0;
    while offset < limits::TRIED_STORIES {
        let search = Search {
            wanted: Some(wanted.clone()),
            kind: Some(Kind::Story),
            from: span.from,
            before: span.before,
            sort: Sort::Newest,
            offset,
            limit: wiredesk_search::limits::PAGE,
            ..Search::default()
        };
        let found = index.search(&search)?;
        for hit in &found.hits {
            if decides && tried.matches.len() >= span.show {
                return Ok(Tried { fired: found.total, more: false, ..tried });
            }
            let held = match hit.id.parse().map(StoryId) {
                Ok(story) => held(store, reader, query, story)?.map(|held| (story, held)),
                Err(_) => None,
            };
            let Some((story, (told, reasons))) = held else {
                // The index is behind the log: it was withdrawn a moment ago.
                decides = false;
                continue;
            };
            tried.fired += 1;
            if tried.matches.len() < span.show {
                tried.matches.push(Match { story, at: hit.date, told, reasons });
            }
        }
        offset += found.hits.len();
        tried.more = offset < found.total;
        if !tried.more || found.hits.is_empty() {
            break;
        }
    }
    Ok(tried)
}

/// The story as the query sees it, and why it fires; none when it does not.
fn held(
    store: &Store,
    reader: &dyn Read,
    query: &Query,
    story: StoryId,
) -> Result<Option<(Told, Vec<Reason>)>, Error> {
    let stands = store.published(story)?.is_some_and(|kept| kept.removed.is_none());
    let Some(entry) = store.log_of(story)?.pop().filter(|_| stands) else { return Ok(None) };
    let Some(version) = alerts::version(store, reader, story, &entry)? else { return Ok(None) };
    let reasons = explain(query, &version.told);
    Ok(reasons.map(|reasons| (version.told, reasons)))
}

/// What the index must hold for a story to match, and whether that is all that it takes.
#[must_use]
pub fn wanted(query: &Query) -> (Wanted, bool) {
    let each = |parts: &[Query]| -> (Vec<Wanted>, Vec<bool>) { parts.iter().map(wanted).unzip() };
    let told = match query {
        Query::All(parts) => {
            let (parts, exact) = each(parts);
            (Wanted::All(parts), exact.into_iter().all(|e| e))
        }
        Query::Any(parts) => {
            let (parts, exact) = each(parts);
            (Wanted::Any(parts), exact.into_iter().all(|e| e))
        }
        // What may be too much leaves too little when it is taken away.
        Query::Not(part) => match wanted(part) {
            (part, true) => (Wanted::Not(Box::new(part)), true),
            _ => (Wanted::Everything, false),
        },
        Query::Clause(clause) => of_clause(clause),
    };
    match told.0.is_held() {
        true => told,
        false => (Wanted::Everything, false),
    }
}

fn of_clause(clause: &Clause) -> (Wanted, bool) {
    match clause {
        Clause::Text(place, text) => {
            let place = match place {
                Place::Anywhere => In::Anywhere,
                Place::Title => In::Title,
                Place::Body => In::Body,
            };
            match text {
                Text::Word(word) => (Wanted::Words(place, vec![word.clone()]), true),
                Text::Prefix(start) => (Wanted::Prefix(place, start.clone()), true),
                Text::Stem(word) => (Wanted::Stem(place, stem(word)), true),
                Text::Phrase(words) => (Wanted::Words(place, words.clone()), true),
                Text::Near(words, _) => {
                    let each = words.iter().map(|w| Wanted::Words(place, vec![w.clone()]));
                    (Wanted::All(each.collect()), false)
                }
            }
        }
        Clause::Name(name, value) => {
            let kind = match name {
                Name::Ticker => NameKind::Ticker,
                Name::Channel | Name::Section => NameKind::Channel,
                Name::Entity => NameKind::Entity,
                Name::Source => NameKind::Source,
                _ => return (Wanted::Everything, false),
            };
            (Wanted::Name(kind, value.clone()), true)
        }
        Clause::Number(..) => (Wanted::Everything, false),
    }
}
