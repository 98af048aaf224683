//! The feeds and the sitemap. Made once for each state of the publication log; a reader who has the
//! newest is told so (304).

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use wiredesk_flow::publishing;
use wiredesk_publish::{Edition, House, feed};
use wiredesk_store::{By, Filter, Order, Start};

use crate::{AppState, Error};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/feed.atom", get(atom))
        .route("/feed.rss", get(rss))
        .route("/feed.json", get(json))
        .route("/sitemap-news.xml", get(sitemap))
}

async fn atom(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Error> {
    let kind = "application/atom+xml; charset=utf-8";
    answer(state, &headers, ("/feed.atom", kind), feed::atom::atom).await
}

async fn rss(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Error> {
    let kind = "application/rss+xml; charset=utf-8";
    answer(state, &headers, ("/feed.rss", kind), feed::rss::rss).await
}

async fn json(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Error> {
    let kind = "application/feed+json; charset=utf-8";
    answer(state, &headers, ("/feed.json", kind), feed::json_feed::json_feed).await
}

async fn sitemap(State(state): State<AppState>) -> Result<Response, Error> {
    let body = state
        .work(|s| {
            let editions = editions(s, feed::sitemap::URLS_MAX)?;
            Ok(feed::sitemap::news_sitemap(s.house(), &editions, s.now()))
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], body).into_response())
}

async fn answer(
    state: AppState,
    headers: &HeaderMap,
    (path, kind): (&'static str, &'static str),
    make: fn(&House, &str, &[Edition]) -> String,
) -> Result<Response, Error> {
    let head = state.store().head();
    let etag = format!("\"log-{head}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    let etag_value = HeaderValue::from_str(&etag).map_err(|e| Error::Broken(e.to_string()))?;
    if known.is_some_and(|k| k.split(',').any(|k| k.trim().trim_start_matches("W/") == etag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag_value)]).into_response());
    }
    let body = state
        .work(move |s| {
            let made = || Ok(make(s.house(), path, &editions(s, feed::ENTRIES_MAX)?));
            s.inner().feeds.get(path, head, made)
        })
        .await?;
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=30")),
        (header::ETAG, etag_value),
    ];
    Ok((fixed, body).into_response())
}

/// The stories that changed last, those taken back among them.
fn editions(state: &AppState, most: usize) -> Result<Vec<Edition>, Error> {
    let store = state.store();
    let latest = Order { by: By::Updated, descending: true };
    let removed = Filter { removed: true, ..Filter::default() };
    let mut stories = store.list(&Filter::default(), latest, Start::Top, most)?;
    stories.extend(store.list(&removed, latest, Start::Top, most)?);
    let mut editions = Vec::new();
    for story in stories {
        let found = publishing::edition(store, story.id, None)?;
        editions.extend(found.map(|(edition, _)| edition));
    }
    editions.sort_by_key(|e| std::cmp::Reverse(e.updated()));
    editions.truncate(most);
    Ok(editions)
}
