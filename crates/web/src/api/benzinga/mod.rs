//! Benzinga's news, removed news, channels, why-is-it-moving items and calendar of ratings.
//!
//! `news` reads the filters of the news routes and lists; `lists` has the small lists beside it;
//! `calendar` has ratings, firms, analysts and the consensus; `webhook`
//! is the test call. Replies are JSON where the client says
//! so, else XML: see [`reply`].

mod calendar;
mod lists;
mod news;
mod webhook;

use axum::Router;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any, get};
use wiredesk_publish::dialect::benzinga::xml;

use super::gate::{Gate, around};
use super::pages::{Page, SHORTLY, page, takes_gzip};
use super::refusal::{Dialect, Refusal};
use super::token::Scope;
use crate::AppState;

pub(super) fn routes(state: &AppState) -> Router<AppState> {
    let stories = [
        ("/api/v2/news", get(news::list)),
        ("/api/v2/news/{id}", get(news::one)),
        ("/api/v2/news-top-stories", get(news::top)),
        ("/api/v2/news-removed", get(lists::removed)),
        ("/api/v2/news/removed", get(lists::removed_bare)),
        ("/api/v2/channels", get(lists::channels)),
        ("/api/v2.1/channels", get(lists::channels)),
        ("/api/v2.1/news/channels", get(lists::channels_named)),
        ("/api/v1/wiims", get(lists::wiims)),
        ("/api/v2/wiims", get(lists::wiims)),
    ];
    let calendars = [
        ("/api/v2/calendar/ratings", get(calendar::ratings)),
        ("/api/v2.1/calendar/ratings", get(calendar::ratings)),
        ("/api/v2/calendar/ratings/firms", get(calendar::firms)),
        ("/api/v2.1/calendar/ratings/firms", get(calendar::firms)),
        ("/api/v2/calendar/ratings/analysts", get(calendar::analysts)),
        ("/api/v2.1/calendar/ratings/analysts", get(calendar::analysts)),
        ("/api/v2/calendar-removed", get(calendar::removed)),
        ("/api/v2.1/calendar-removed", get(calendar::removed)),
        ("/api/v1/consensus-ratings", get(calendar::consensus)),
        ("/api/v1/consensus_ratings", get(calendar::consensus)),
    ];
    let news = Gate { dialect: Dialect::Benzinga, scope: Scope::News };
    let ratings = Gate { dialect: Dialect::Calendar, scope: Scope::Ratings };
    let hooks = Gate { dialect: Dialect::Benzinga, scope: Scope::Webhooks };
    let test = with_slashes([("/api/v1/webhook/test", get(webhook::test))]);
    let others = ["/api/v2/{*rest}", "/api/v2.1/{*rest}"];
    let nothing = others.map(|path| (path, any(|| async { Refusal::NotFound })));
    let stories = with_slashes(stories).merge(plain(nothing));
    around(stories, news, state)
        .merge(around(with_slashes(calendars), ratings, state))
        .merge(around(test, hooks, state))
}

fn plain<const N: usize>(routes: [(&str, MethodRouter<AppState>); N]) -> Router<AppState> {
    routes.into_iter().fold(Router::new(), |all, (path, route)| all.route(path, route))
}

/// The routes, each also with a slash at its end: the same, and never a redirect.
pub(crate) fn with_slashes<const N: usize>(
    routes: [(&str, MethodRouter<AppState>); N],
) -> Router<AppState> {
    routes.into_iter().fold(Router::new(), |all, (path, route)| {
        all.route(path, route.clone()).route(&format!("{path}/"), route)
    })
}

/// Answers with what `make` gives as JSON, or the same as XML; kept until something changed.
async fn reply(
    state: &AppState,
    headers: &HeaderMap,
    question: String,
    make: impl FnOnce(&AppState) -> Result<String, Refusal> + Send + 'static,
) -> Result<Response, Refusal> {
    let json = wants_json(headers);
    let kind = if json { "application/json" } else { "text/xml; charset=utf-8" };
    let key = format!("{} {question}", if json { "json" } else { "xml" });
    let make = move |state: &AppState| formed(make(state)?, json);
    let page = page(state, key, kind, takes_gzip(headers), make).await?;
    Ok(page.answer(headers, SHORTLY))
}

/// The same for what depends on more than the store: made each time.
async fn fresh(
    state: &AppState,
    headers: &HeaderMap,
    make: impl FnOnce(&AppState) -> Result<String, Refusal> + Send + 'static,
) -> Result<Response, Refusal> {
    let json = wants_json(headers);
    let kind = if json { "application/json" } else { "text/xml; charset=utf-8" };
    let worker = state.clone();
    let made = tokio::task::spawn_blocking(move || formed(make(&worker)?, json)).await;
    let made = made.map_err(|_| Refusal::Broken)??;
    Ok(Page::new(made, kind).answer(headers, SHORTLY))
}

fn formed(made: String, json: bool) -> Result<String, Refusal> {
    if json { Ok(made) } else { xml::document(&made).ok_or(Refusal::Broken) }
}

/// JSON only for those who say so: `*/*` and nothing mean XML, as they always did there.
fn wants_json(headers: &HeaderMap) -> bool {
    let accepts = headers.get_all(header::ACCEPT);
    accepts.iter().filter_map(|v| v.to_str().ok()).any(|v| v.to_ascii_lowercase().contains("json"))
}

fn json(value: &impl serde::Serialize) -> Result<String, Refusal> {
    serde_json::to_string(value).map_err(|_| Refusal::Broken)
}

/// Nothing to tell: no body.
fn nothing() -> Response {
    axum::http::StatusCode::NO_CONTENT.into_response()
}
