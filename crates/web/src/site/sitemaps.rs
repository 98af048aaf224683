//! What search engines are pointed at: `robots.txt`, the sitemaps.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use wiredesk_flow::publishing;
use wiredesk_model::jiff::Timestamp;
use wiredesk_publish::edition::story_path;
use wiredesk_publish::feed::sitemap::{self, AGE_MAX, NEWS_MAX, PAGE_NUMBERS};
use wiredesk_publish::page::section_path;
use wiredesk_store::{By, Facet, Filter, Order, Start};

use crate::fresh::Fresh;
use crate::{AppState, Error, limits};

const XML: &str = "application/xml; charset=utf-8";
const KEEP: &str = "public, max-age=60";

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(index))
        .route("/sitemap-news.xml", get(news))
        .route("/sitemap-pages.xml", get(pages))
        .route("/{file}", get(stories))
}

async fn robots(State(state): State<AppState>) -> Response {
    let map = state.house().url("/sitemap.xml");
    let body = format!(
        "User-agent: *\nDisallow: /desk\nDisallow: /search\nDisallow: /sign-in\n\nSitemap: {map}\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
}

async fn index(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Error> {
    let order = Order { by: By::Id, descending: true };
    let last = state.store().list(&Filter::default(), order, Start::Top, 1)?;
    let last = last.first().map_or(0, |s| s.id.0);
    let body = sitemap::index(state.house(), last);
    Ok(Fresh::of(body, None).answer(&headers, XML, KEEP))
}

async fn pages(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Error> {
    let sections = state.store().facet_counts(Facet::Channel, limits::SECTIONS_LOOKED_AT)?;
    let sections: Vec<String> = sections.iter().map(|c| section_path(&c.name)).collect();
    let fixed = ["/", "/about", "/corrections"].into_iter();
    let paths = fixed.chain(sections.iter().map(String::as_str)).map(|p| (p, None));
    let body = sitemap::urls(state.house(), paths);
    Ok(Fresh::of(body, None).answer(&headers, XML, KEEP))
}

async fn news(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Error> {
    let made = state.work(|s| {
        let (store, now) = (s.store(), s.now());
        let created_from = now.checked_sub(AGE_MAX).ok();
        let filter = Filter { created_from, ..Filter::default() };
        let stories = store.list(&filter, Order::NEWEST, Start::Top, NEWS_MAX)?;
        let entries = stories.iter().map(|s| publishing::entry(store, s));
        let entries: Vec<_> = entries.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        Ok(Fresh::of(sitemap::news(s.house(), &entries, now), None))
    });
    Ok(made.await?.answer(&headers, XML, KEEP))
}

/// One page of stories by number: `/sitemap-stories-3.xml`.
async fn stories(
    State(state): State<AppState>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let number = file.strip_prefix("sitemap-stories-").and_then(|f| f.strip_suffix(".xml"));
    let page: u64 = number.and_then(|n| n.parse().ok()).ok_or(Error::NotFound)?;
    let first = page.checked_sub(1).ok_or(Error::NotFound)?.saturating_mul(PAGE_NUMBERS);
    let made = state.work(move |s| {
        let most = usize::try_from(PAGE_NUMBERS).unwrap_or(usize::MAX);
        let kept = s.store().published_after(first, most)?;
        let here = kept.iter().filter(|k| k.id.0 <= first + PAGE_NUMBERS);
        let standing = here.filter(|k| k.removed.is_none() && k.story.url.is_none());
        let paths: Vec<(String, Timestamp)> =
            standing.map(|k| (story_path(k.id, &k.story.title), k.updated)).collect();
        let paths = paths.iter().map(|(path, at)| (path.as_str(), Some(*at)));
        Ok(Fresh::of(sitemap::urls(s.house(), paths), None))
    });
    Ok(made.await?.answer(&headers, XML, KEEP))
}
