//! A story as a file for other newsrooms: `/story/7.ninjs` (3.1), `/story/7.ninjs?version=2` (2.2).

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use wiredesk_flow::publishing;
use wiredesk_model::StoryId;
use wiredesk_publish::Sources;
use wiredesk_publish::feed::Entry;
use wiredesk_publish::ninjs::{self, Family};

use crate::fresh::Fresh;
use crate::{AppState, Error};

/// How the file is wanted.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    version: Option<String>,
}

/// The story of a file's name.
pub(crate) fn named(file: &str) -> Option<StoryId> {
    file.strip_suffix(".ninjs")?.parse().ok().map(StoryId)
}

/// The story as ninjs. One that was taken back answers 410 with what is left to tell.
pub(crate) fn ninjs(
    state: &AppState,
    id: StoryId,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let family = Family::parse(asked.version.as_deref().unwrap_or("3"))
        .ok_or_else(|| Error::Form("ninjs is served as version 2 and version 3".into()))?;
    let (entry, sources) = match publishing::edition(state.store(), id, None)? {
        Some((edition, sources)) => (Entry::of(&edition), sources),
        None => {
            let kept = state.store().published(id)?.ok_or(Error::NotFound)?;
            let entry = publishing::entry(state.store(), &kept)?.ok_or(Error::NotFound)?;
            (entry, Sources::new())
        }
    };
    let body = ninjs::ninjs(&entry, &sources, state.house(), family).to_string();
    let kind = "application/json";
    if entry.withdrawn {
        return Ok(
            (StatusCode::GONE, [(axum::http::header::CONTENT_TYPE, kind)], body).into_response()
        );
    }
    let fresh = Fresh::of(body, Some(entry.updated));
    Ok(fresh.answer(headers, kind, "public, max-age=0, must-revalidate"))
}
