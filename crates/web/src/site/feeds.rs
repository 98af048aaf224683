//! The feeds: of everything, and of each section, ticker, entity and storyline. Made once for each
//! state of the publication log; a reader who has the newest is told so (304).

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use wiredesk_flow::publishing;
use wiredesk_model::StorylineId;
use wiredesk_publish::feed::{Channel, ENTRIES_MAX, Entry, atom, json_feed, rss};
use wiredesk_publish::page::{entity_path, section_path, storyline_path, ticker_path};
use wiredesk_publish::text::slug;
use wiredesk_store::{Facet, Filter, Finished, Order, PublishedStory, Start};

use crate::{AppState, Error, limits};

pub(crate) fn routes() -> Router<AppState> {
    let whole = |format: Format| {
        get(move |State(state): State<AppState>, headers: HeaderMap| {
            answer(state, headers, Of::Whole, format)
        })
    };
    Router::new()
        .route("/feed.atom", whole(Format::Atom))
        .route("/feed.rss", whole(Format::Rss))
        .route("/feed.json", whole(Format::Json))
        .route("/section/{name}/{file}", get(part::<Section>))
        .route("/ticker/{name}/{file}", get(part::<Ticker>))
        .route("/entity/{name}/{file}", get(part::<Entity>))
        .route("/storyline/{name}/{file}", get(part::<Storyline>))
}

/// What a feed is of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Of {
    Whole,
    Section(String),
    Ticker(String),
    Entity(String),
    Storyline(String),
}

/// Which part the second piece of an address names.
trait Part {
    fn of(name: String) -> Of;
}

macro_rules! parts {
    ($($part:ident),*) => {$(
        struct $part;
        impl Part for $part {
            fn of(name: String) -> Of {
                Of::$part(name)
            }
        }
    )*};
}
parts!(Section, Ticker, Entity, Storyline);

#[derive(Debug, Clone, Copy)]
enum Format {
    Atom,
    Rss,
    Json,
}

impl Format {
    fn parse(file: &str) -> Option<Self> {
        [Self::Atom, Self::Rss, Self::Json].into_iter().find(|f| f.file() == file)
    }

    fn file(self) -> &'static str {
        match self {
            Self::Atom => "feed.atom",
            Self::Rss => "feed.rss",
            Self::Json => "feed.json",
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Rss => "application/rss+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }
}

async fn part<P: Part>(
    State(state): State<AppState>,
    Path((name, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let format = Format::parse(&file).ok_or(Error::NotFound)?;
    answer(state, headers, P::of(name), format).await
}

async fn answer(
    state: AppState,
    headers: HeaderMap,
    of: Of,
    format: Format,
) -> Result<Response, Error> {
    let head = state.store().head();
    let house = state.house().clone();
    let (path, made) = state
        .work(move |s| {
            let (name, page, filter) = of.found(s)?;
            let path = format!("{}/{}", page.trim_end_matches('/'), format.file());
            let make = || {
                let channel = match &of {
                    Of::Whole => Channel::whole(s.house(), &path),
                    _ => Channel::part(s.house(), &name, &page, &path),
                };
                let entries = entries(s, &filter, ENTRIES_MAX)?;
                if entries.is_empty() && !of.known(&name) {
                    return Err(Error::NotFound);
                }
                Ok(match format {
                    Format::Atom => atom::atom(s.house(), &channel, &entries),
                    Format::Rss => rss::rss(s.house(), &channel, &entries),
                    Format::Json => json_feed::json_feed(s.house(), &channel, &entries),
                })
            };
            let made = s.inner().feeds.get(&path, head, s.store(), make)?;
            Ok((path, made))
        })
        .await?;
    let mut response = made.answer(&headers, format.kind(), "public, max-age=30");
    let mut links = vec![format!("<{}>; rel=\"self\"", house.url(&path))];
    links.extend(house.hub.as_ref().map(|hub| format!("<{hub}>; rel=\"hub\"")));
    if let Ok(value) = HeaderValue::from_str(&links.join(", ")) {
        response.headers_mut().insert(header::LINK, value);
    }
    Ok(response)
}

impl Of {
    /// Whether there is such a thing, even when no story names it yet: then its feed is empty.
    fn known(&self, name: &str) -> bool {
        match self {
            Self::Whole | Self::Section(_) | Self::Storyline(_) => true,
            Self::Entity(id) => name != id,
            Self::Ticker(_) => false,
        }
    }

    /// Its name, its page's path and what its stories are found by.
    fn found(&self, state: &AppState) -> Result<(String, String, Filter), Error> {
        let none = Filter::default();
        Ok(match self {
            Self::Whole => (String::new(), "/".into(), none),
            Self::Section(name) => {
                let name = section_named(state, name)?;
                let filter = Filter { channels: vec![name.clone()], ..none };
                let page = section_path(&name);
                (name, page, filter)
            }
            Self::Ticker(symbol) => {
                let symbol = symbol.to_uppercase();
                let filter = Filter { tickers: vec![symbol.clone()], ..none };
                let page = ticker_path(&symbol);
                (symbol, page, filter)
            }
            Self::Entity(id) => {
                let filter = Filter { entities: vec![id.clone()], ..none };
                (state.name_of(id), entity_path(id), filter)
            }
            Self::Storyline(id) => {
                let line = state.store().storyline(&StorylineId::new(id.as_str()))?;
                let title = line.map(|l| l.title).ok_or(Error::NotFound)?;
                let filter = Filter { storylines: vec![id.clone()], ..none };
                (title, storyline_path(id), filter)
            }
        })
    }
}

/// The section whose readable name stands in an address.
pub(crate) fn section_named(state: &AppState, name: &str) -> Result<String, Error> {
    let all = state.store().facet_counts(Facet::Channel, limits::SECTIONS_LOOKED_AT)?;
    all.into_iter().map(|c| c.name).find(|n| slug(n) == name).ok_or(Error::NotFound)
}

/// The stories that changed last, those taken back among them.
fn entries(state: &AppState, filter: &Filter, most: usize) -> Result<Vec<Entry>, Error> {
    let store = state.store();
    let mut stories = store.list(filter, Order::LATEST, Start::Top, most)?;
    let removed = Filter { removed: true, ..Filter::default() };
    let removed = store.list(&removed, Order::LATEST, Start::Top, limits::REMOVED_LOOKED_AT)?;
    stories.extend(removed.into_iter().filter(|s| fits(filter, &s.story)));
    stories.sort_by_key(|s: &PublishedStory| {
        std::cmp::Reverse((s.removed.unwrap_or(s.updated), s.seq))
    });
    stories.truncate(most);
    let made = stories.iter().map(|s| publishing::entry(store, s));
    made.filter_map(|e| e.map_err(Error::from).transpose()).collect()
}

/// Whether a story that was taken back was in the feed before.
fn fits(filter: &Filter, story: &Finished) -> bool {
    let any = |wanted: &[String], has: &[String]| {
        let has = |w: &String| has.iter().any(|h| h.to_lowercase() == w.to_lowercase());
        wanted.is_empty() || wanted.iter().any(has)
    };
    any(&filter.channels, &story.channels)
        && any(&filter.tickers, &story.tickers)
        && any(&filter.entities, &story.entities)
        && any(&filter.storylines, story.storyline.as_slice())
}
