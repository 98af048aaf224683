//! The small lists beside the news: what was removed, channels, why it is moving.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json as value};
use wiredesk_flow::publishing;
use wiredesk_publish::dialect::benzinga::{news, wiim};
use wiredesk_store::{Facet, Filter, Order, Start};

use super::super::asked::Asked;
use super::super::refusal::Refusal;
use super::{fresh, json, reply};
use crate::AppState;

/// Removed stories that can be paged over.
const REMOVED_MAX: i64 = 10_000;
/// Channels that are listed.
const CHANNELS_MAX: usize = 10_000;

pub(super) async fn removed(
    State(state): State<AppState>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    let make = removed_rows(&asked)?;
    let question = format!("bz removed {}", asked.canonical());
    let make = move |state: &AppState| json(&value!({"removed": make(state)?}));
    reply(&state, &headers, question, make).await
}

/// The older address, which answers the bare list.
pub(super) async fn removed_bare(
    State(state): State<AppState>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    let make = removed_rows(&asked)?;
    let question = format!("bz removed bare {}", asked.canonical());
    reply(&state, &headers, question, move |state| json(&make(state)?)).await
}

type Rows = Vec<news::Removed>;

fn removed_rows(
    asked: &Asked,
) -> Result<impl FnOnce(&AppState) -> Result<Rows, Refusal> + Send + 'static + use<>, Refusal> {
    let page = asked.within(&["page"], 0..=100_000, 0)?;
    let size = asked.clamped(&["pageSize"], 1..=1000, 100)?;
    if page * size > REMOVED_MAX {
        let why = format!("page times pageSize goes up to {REMOVED_MAX}; use updatedSince");
        return Err(Refusal::Bad(why));
    }
    let since = asked.unix(&["updatedSince"])?;
    let filter = Filter { removed: true, updated_from: since, ..Filter::default() };
    Ok(move |state: &AppState| {
        let start = Start::Offset((page * size) as u64);
        let kept = state.store().list(&filter, Order::LATEST, start, size as usize)?;
        let items = publishing::items(state.store(), state.house(), &kept)?;
        Ok(items.iter().filter_map(news::removed).collect())
    })
}

fn channel_rows(state: &AppState) -> Result<Vec<Value>, Refusal> {
    let counts = state.store().facet_counts(Facet::Channel, CHANNELS_MAX)?;
    Ok(counts.into_iter().map(|c| value!({"id": c.id, "name": c.name})).collect())
}

pub(super) async fn channels(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    reply(&state, &headers, "bz channels".into(), |state| json(&channel_rows(state)?)).await
}

pub(super) async fn channels_named(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let make = |state: &AppState| json(&value!({"channels": channel_rows(state)?}));
    reply(&state, &headers, "bz channels named".into(), make).await
}

pub(super) async fn wiims(
    State(state): State<AppState>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    let page = asked.within(&["page"], 0..=100_000, 0)?;
    let size = asked.clamped(&["pagesize"], 1..=500, 50)?;
    let active = asked.yes(&["active"], true)?;
    let filter = Filter {
        channels: vec![wiim::CHANNEL.into()],
        tickers: asked.names(&["search_keys"])?,
        updated_from: asked.unix(&["updated_since"])?,
        ..Filter::default()
    };
    let country = asked.get(&["country"]).map(str::to_uppercase);
    let make = move |state: &AppState| {
        let start = Start::Offset((page * size) as u64);
        let kept = state.store().list(&filter, Order::LATEST, start, size as usize)?;
        let items = publishing::items(state.store(), state.house(), &kept)?;
        let now = state.now().as_second();
        let sought = |key: &str| {
            filter.tickers.is_empty() || filter.tickers.iter().any(|t| t.eq_ignore_ascii_case(key))
        };
        let mut rows: Vec<wiim::Wiim> = items.iter().flat_map(wiim::rows).collect();
        rows.retain(|row| sought(&row.search_key) && (!active || row.expired > now));
        // Of most securities the country is not known; those are not left out.
        let elsewhere =
            |of: &str| !of.is_empty() && country.as_deref().is_some_and(|c| !c.starts_with(of));
        rows.retain(|row| !elsewhere(&row.security.country));
        json(&wiim::reply(rows))
    };
    fresh(&state, &headers, make).await
}
