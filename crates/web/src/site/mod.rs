//! The readers' pages. Nothing here needs a sign-in or a script; a withdrawn story answers 410 at
//! each of its addresses.

mod beside;
mod feeds;
mod files;
pub(crate) mod ledger;
mod pictures;
mod search;
mod sitemaps;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use wiredesk_flow::publishing;
use wiredesk_model::{Publication, PublicationKind, StoryId, StorylineId};
use wiredesk_publish::edition::{Notice, Sources, story_path};
use wiredesk_publish::page::{imported, lists, plain, story};
use wiredesk_store::{Filter, Order, Origin, PublishedStory, Start};

use crate::{AppState, Error, limits};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(front))
        .route("/story/{id}", get(story_by_number))
        .route("/story/{id}/{words}", get(story_page))
        .route("/story/{id}/v/{version}", get(version_page))
        .route("/story/{id}/compare/{from}/{to}", get(beside::compare))
        .route("/oembed", get(beside::oembed))
        .route("/storyline/{id}", get(storyline_page))
        .route("/section/{name}", get(section))
        .route("/search", get(search::search))
        .route("/corrections", get(corrections))
        .route("/about", get(about))
        .route("/healthz", get(healthz))
        .route("/ticker/{name}", get(ticker))
        .route("/picture/{id}/{name}", get(pictures::picture))
        .merge(feeds::routes())
        .merge(ledger::routes())
        .merge(sitemaps::routes())
}

async fn front(State(state): State<AppState>) -> Result<Response, Error> {
    let stories =
        state.store().list(&Filter::default(), Order::LATEST, Start::Top, limits::FRONT_STORIES)?;
    let cards = cards(&state, stories)?;
    page(lists::front(state.house(), &state.sections()?, &cards)?)
}

/// A section under its readable name in the address.
async fn section(
    State(state): State<AppState>,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    let name = feeds::section_named(&state, &name)?;
    let filter = Filter { channels: vec![name.clone()], ..Filter::default() };
    let stories = state.store().list(&filter, Order::LATEST, Start::Top, limits::FRONT_STORIES)?;
    let cards = cards(&state, stories)?;
    page(lists::section(state.house(), &state.sections()?, &name, &cards)?)
}

async fn ticker(
    State(state): State<AppState>,
    Path(symbol): Path<String>,
) -> Result<Response, Error> {
    let symbol = symbol.to_uppercase();
    let filter = Filter { tickers: vec![symbol.clone()], ..Filter::default() };
    let stories = state.store().list(&filter, Order::LATEST, Start::Top, limits::FRONT_STORIES)?;
    if stories.is_empty() {
        return Err(Error::NotFound);
    }
    let cards = cards(&state, stories)?;
    page(lists::ticker(state.house(), &state.sections()?, &symbol, &cards)?)
}

async fn story_by_number(
    State(state): State<AppState>,
    Path(name): Path<String>,
    Query(asked): Query<files::Asked>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    match (name.parse(), files::named(&name)) {
        (Ok(id), _) => show(&state, StoryId(id), None, None),
        (_, Some(id)) => files::ninjs(&state, id, &asked, &headers),
        _ => Ok(StatusCode::BAD_REQUEST.into_response()),
    }
}

async fn story_page(
    State(state): State<AppState>,
    Path((id, words)): Path<(u64, String)>,
) -> Result<Response, Error> {
    show(&state, StoryId(id), None, Some(&words))
}

async fn version_page(
    State(state): State<AppState>,
    Path((id, version)): Path<(u64, u32)>,
) -> Result<Response, Error> {
    show(&state, StoryId(id), Some(version), None)
}

/// The page of a story; an address with other words in it goes on to the right one.
fn show(
    state: &AppState,
    id: StoryId,
    version: Option<u32>,
    words: Option<&str>,
) -> Result<Response, Error> {
    let Some((edition, sources)) = publishing::edition(state.store(), id, version)? else {
        return moved_in(state, id, version, words);
    };
    let current = edition.log.last().map_or(edition.version, |p| p.version);
    let path = edition.path();
    let right = words.is_some_and(|w| path.ends_with(&format!("/{w}")));
    if version.is_none() && !right && !edition.is_withdrawn() {
        // Not for good: a corrected headline moves the address, perhaps back again.
        return Ok(Redirect::temporary(&path).into_response());
    }
    let beside = beside::of(state, &edition, current)?;
    let around = (state.house(), state.sections()?);
    let body = story::story_beside(&edition, &sources, (around.0, &around.1), current, &beside)?;
    let status = if edition.is_withdrawn() { StatusCode::GONE } else { StatusCode::OK };
    Ok((status, page(body)?).into_response())
}

/// The page of a story that was moved in; it has one version, the one that stands.
fn moved_in(
    state: &AppState,
    id: StoryId,
    version: Option<u32>,
    words: Option<&str>,
) -> Result<Response, Error> {
    let kept = state.store().published(id)?.filter(|s| s.origin == Origin::Imported);
    let kept = kept.filter(|s| version.is_none_or(|v| v == s.version)).ok_or(Error::NotFound)?;
    let entry = publishing::entry(state.store(), &kept)?.ok_or(Error::NotFound)?;
    let path = entry.path();
    let right = words.is_some_and(|w| path.ends_with(&format!("/{w}")));
    if version.is_none() && !right && !entry.withdrawn {
        return Ok(Redirect::temporary(&path).into_response());
    }
    let body = imported::imported(&entry, state.house(), &state.sections()?)?;
    let status = if entry.withdrawn { StatusCode::GONE } else { StatusCode::OK };
    Ok((status, page(body)?).into_response())
}

async fn storyline_page(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = StorylineId::new(id);
    let body = state
        .work(move |state| {
            let line = state.store().storyline(&id)?.ok_or(Error::NotFound)?;
            let kept = state.store().reports(line.reports.iter().map(|a| &a.report))?;
            let reports: Sources =
                kept.into_iter().map(|k| (k.report.id.clone(), k.report)).collect();
            let stories = state.store().stories_of(&id)?;
            let live: Vec<StoryId> =
                stories.into_iter().filter(|s| s.live.is_some()).map(|s| s.id).collect();
            let cards = cards(state, state.store().published_all(&live)?)?;
            let told = ledger::told_on(state, &line)?;
            Ok(lists::storyline(state.house(), &state.sections()?, &line, &reports, &cards, &told)?)
        })
        .await?;
    page(body)
}

async fn corrections(State(state): State<AppState>) -> Result<Response, Error> {
    let log = state.store().log_tail(500)?;
    let mut lines = Vec::new();
    for entry in &log {
        let Some(notice) = Notice::of(entry) else { continue };
        lines.push(correction(&state, entry, notice)?);
    }
    lines.sort_by_key(|c| std::cmp::Reverse(c.notice.at));
    page(lists::corrections(state.house(), &state.sections()?, &lines)?)
}

fn correction(
    state: &AppState,
    entry: &Publication,
    notice: Notice,
) -> Result<lists::Correction, Error> {
    let standing = state.store().published(entry.story)?.filter(|s| s.removed.is_none());
    let withdrawn = entry.kind == PublicationKind::Withdrawn;
    let headline = standing.map(|s| s.story.title).filter(|_| !withdrawn);
    let path = match &headline {
        Some(headline) => story_path(entry.story, headline),
        None => format!("/story/{}", entry.story),
    };
    Ok(lists::Correction { notice, headline, path })
}

async fn about(State(state): State<AppState>) -> Result<Response, Error> {
    page(plain::about(state.house(), &state.sections()?)?)
}

/// Whether the program works: it can read its database.
async fn healthz(State(state): State<AppState>) -> Result<Response, Error> {
    let (standing, _) = state.store().published_counts()?;
    let body = format!("ok\nlog {}\npublished {standing}\n", state.store().head());
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response())
}

fn cards(state: &AppState, stories: Vec<PublishedStory>) -> Result<Vec<lists::Card>, Error> {
    let standing = stories.into_iter().filter(|s| s.removed.is_none());
    standing.map(|s| card(state, s)).collect()
}

fn card(state: &AppState, kept: PublishedStory) -> Result<lists::Card, Error> {
    let changed = kept.updated != kept.created;
    let entries = if changed { state.store().log_of(kept.id)? } else { Vec::new() };
    Ok(lists::Card {
        id: kept.id,
        headline: kept.story.title,
        summary: kept.story.teaser,
        channels: kept.story.channels,
        updated: kept.updated,
        notice: entries.iter().rev().find_map(Notice::of).map(|n| n.class),
        picture: lists::CardPicture::of(
            kept.story.images.iter().map(|p| (p.size.as_str(), p.url.as_str())),
        ),
        elsewhere: kept.story.url,
    })
}

/// A page for readers: may be kept for a moment, so that a rush is no load.
fn page(body: String) -> Result<Response, Error> {
    let keep = [(header::CACHE_CONTROL, "public, max-age=0, must-revalidate")];
    Ok((keep, Html(body)).into_response())
}
