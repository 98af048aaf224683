//! A request to our own API: what is asked for, read strictly, and the ways to answer it.

use std::marker::PhantomData;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::IntoParams;

use super::list::{Format, List, Page, Rows};
use super::params::Params;
use super::problem::Problem;
use super::{cursor, limit};
use crate::api::pages;
use crate::{AppState, Error, limits};

const JSON: &str = "application/json";

/// Whoever keeps an answer asks whether it changed before showing it again.
const KEEP: &str = "private, max-age=0, must-revalidate";

/// Who asks what; `Q` is the document of its parameters.
pub(crate) struct Request<Q> {
    pub state: AppState,
    pub params: Params,
    headers: HeaderMap,
    uri: Uri,
    of: PhantomData<fn() -> Q>,
}

impl<Q: IntoParams> FromRequestParts<AppState> for Request<Q> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let params = Params::of::<Q>(&parts.uri)?;
        let (headers, uri) = (parts.headers.clone(), parts.uri.clone());
        Ok(Self { state: state.clone(), params, headers, uri, of: PhantomData })
    }
}

impl<Q> Request<Q> {
    /// A document as JSON, made off the threads that answer; 304 for who has it.
    pub async fn json<T: Serialize + 'static>(
        &self,
        make: impl FnOnce(&AppState) -> Result<T, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let (worker, packed) = (self.state.clone(), pages::takes_gzip(&self.headers));
        let page = off(move || {
            let page = pages::Page::new(text(&make(&worker)?)?, JSON);
            // Here, and not on a thread that answers.
            let _ = packed.then(|| page.packed().is_some());
            Ok(page)
        });
        Ok(page.await?.answer(&self.headers, KEEP))
    }

    /// The page of a list that the parameters `cursor` and `limit` ask for.
    pub async fn page<L: List>(&self, list: L) -> Result<Response, Problem> {
        let (after, most) = (self.cursor()?, limit(&self.params)?);
        let kept = list.kept();
        let make = move |state: &AppState| {
            let mut list = list;
            list.begin(state)?;
            let (items, next) = list.page(state, after.as_deref(), most)?;
            Ok(Page { items, next })
        };
        if !kept {
            return self.json(make).await;
        }
        let key = format!("native {}", self.uri);
        let packed = pages::takes_gzip(&self.headers);
        let make = move |state: &AppState| text(&make(state)?);
        let page = pages::page(&self.state, key, JSON, packed, make).await?;
        Ok(page.answer(&self.headers, KEEP))
    }

    /// The whole list, written as it is read: a slow reader holds one page in memory.
    pub async fn export<L: List>(&self, mut list: L, format: Format) -> Result<Response, Problem> {
        self.cursor()?;
        limit(&self.params)?;
        let exports = &self.state.inner().exports;
        let place = exports.clone().try_acquire_owned().map_err(|_| Problem::busy())?;
        let state = self.state.clone();
        // The first page is read before the answer begins, so that what is wrong is told by status.
        let rows = off(move || {
            list.begin(&state)?;
            let first = list.page(&state, None, limits::EXPORT_ROWS)?;
            Ok(Rows::written(state, list, first, format, place))
        });
        let kind = match format {
            Format::Jsonl => "application/jsonl",
            Format::Csv => "text/csv; charset=utf-8",
        };
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))];
        Ok((kind, Body::from_stream(rows.await?)).into_response())
    }

    /// Where the page starts.
    fn cursor(&self) -> Result<Option<String>, Problem> {
        let cursor = self.params.text("cursor")?;
        cursor::read(cursor)?;
        Ok(cursor.map(String::from))
    }
}

fn text<T: Serialize>(told: &T) -> Result<String, Problem> {
    Ok(serde_json::to_string(told).map_err(|e| Error::Broken(e.to_string()))?)
}

/// Work that waits for the disk, off the threads that answer.
async fn off<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|e| Problem::from(Error::Broken(e.to_string())))?
}
