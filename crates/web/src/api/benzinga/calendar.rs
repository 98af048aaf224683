//! The calendar: analysts' ratings, firms, analysts, what was taken back, the consensus.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value, json as value};
use wiredesk_flow::limits::CONSENSUS_RATINGS;
use wiredesk_flow::publishing;
use wiredesk_publish::dialect::benzinga::rating;
use wiredesk_publish::dialect::name_number;
use wiredesk_store::{Analyst, RatingFilter};

use super::super::asked::{Asked, bad};
use super::super::ratings::{actions_of, named};
use super::super::refusal::Refusal;
use super::{json, nothing, reply};
use crate::AppState;

pub(super) async fn ratings(
    State(state): State<AppState>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    let (start, size) = page_of(&asked, 50)?;
    let filter = filter(&asked)?;
    let (analysts, firms) = (ids(&asked, "analyst")?, ids(&asked, "firm")?);
    let simplify = asked.yes(&["simplify"], false)?;
    let fields = Fields::of(&asked);
    let question = format!("bz ratings {}", asked.canonical());
    let make = move |state: &AppState| {
        let Some(filter) = named(state, filter, &firms, &analysts)? else {
            return Ok(r#"{"ratings":[]}"#.to_owned());
        };
        let kept = state.store().ratings(&filter, start, size)?;
        let items = publishing::rating_items(state.store(), state.house(), &kept)?;
        let counts = if fields.all() { Some(counts_of(state)?) } else { None };
        let rows = items.iter().map(|item| {
            let row = rating::row(item);
            let row = if simplify { rating::simplified(row) } else { row };
            let mut told = object(&row)?;
            if let Some(counts) = &counts {
                let of = counts.get(&row.analyst_id).copied().unwrap_or(0);
                let block = serde_json::to_value(rating::accuracy(of));
                told.insert("ratings_accuracy".into(), block.map_err(|_| Refusal::Broken)?);
            }
            Ok(fields.keep(told))
        });
        let rows: Result<Vec<Value>, Refusal> = rows.collect();
        json(&value!({"ratings": rows?}))
    };
    reply(&state, &headers, question, make).await
}

fn filter(asked: &Asked) -> Result<RatingFilter, Refusal> {
    let date = asked.day(&["parameters[date]", "date"])?;
    let importance =
        asked.within(&["parameters[importance]", "importance"], 0..=5, 0)?.unsigned_abs();
    let action = asked.get(&["parameters[action]", "action"]);
    Ok(RatingFilter {
        tickers: asked.names(&["parameters[tickers]", "tickers"])?,
        actions: action.map(actions_of).unwrap_or_default(),
        from_day: asked.day(&["parameters[date_from]", "date_from"])?.or(date),
        to_day: asked.day(&["parameters[date_to]", "date_to"])?.or(date),
        updated_from: asked.unix(&["parameters[updated]", "updated"])?,
        importance: u8::try_from(importance).unwrap_or(5),
        ..RatingFilter::default()
    })
}

fn ids(asked: &Asked, what: &str) -> Result<Vec<String>, Refusal> {
    let long = format!("parameters[{what}_id]");
    let plain = format!("{what}_id");
    asked.names(&[&long, &plain, what])
}

fn page_of(asked: &Asked, usual: i64) -> Result<(u64, usize), Refusal> {
    let page = asked.within(&["page"], 0..=100_000, 0)?;
    let size = asked.clamped(&["pagesize", "pageSize"], 1..=1000, usual)?;
    Ok(((page * size) as u64, size as usize))
}

/// Which keys of a row are told.
#[derive(Debug, Clone)]
struct Fields(Option<Vec<String>>);

impl Fields {
    fn of(asked: &Asked) -> Self {
        let list = asked.get(&["fields"]).map(|f| {
            f.split(',').map(|name| name.trim().to_owned()).filter(|n| !n.is_empty()).collect()
        });
        Self(list)
    }

    /// True when the accuracy block is wanted too.
    fn all(&self) -> bool {
        let wanted = |f: &String| f == "*" || f.starts_with("ratings_accuracy");
        self.0.as_ref().is_some_and(|list| list.iter().any(wanted))
    }

    fn keep(&self, row: Map<String, Value>) -> Value {
        match &self.0 {
            Some(list) if !list.iter().any(|f| f == "*") => {
                let told = |key: &String| {
                    list.iter().any(|f| f == key || f.split('.').next() == Some(key))
                };
                Value::Object(row.into_iter().filter(|(key, _)| told(key)).collect())
            }
            _ => Value::Object(row),
        }
    }
}

fn object(row: &impl Serialize) -> Result<Map<String, Value>, Refusal> {
    match serde_json::to_value(row) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Refusal::Broken),
    }
}

/// Ratings kept of each analyst, by their number.
fn counts_of(state: &AppState) -> Result<BTreeMap<String, u64>, Refusal> {
    let analysts = state.store().analysts()?;
    let with_name = analysts.into_iter().filter(|a| !a.name.is_empty());
    Ok(with_name.map(|a| (name_number(&[&a.firm, &a.name]), a.ratings)).collect())
}

pub(super) async fn firms(
    State(state): State<AppState>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    let (start, size) = page_of(&asked, 100)?;
    let wanted = asked.names(&["firm", "firm_id"])?;
    let fields = Fields::of(&asked);
    let make = move |state: &AppState| {
        let mut firms: BTreeMap<String, rating::Firm> = BTreeMap::new();
        for Analyst { firm, updated, .. } in state.store().analysts()? {
            let told = rating::firm(&firm, updated.as_second());
            let slot = firms.entry(told.id.clone()).or_insert_with(|| told.clone());
            slot.updated = slot.updated.max(told.updated);
        }
        let mut firms: Vec<rating::Firm> = firms.into_values().collect();
        firms.retain(|f| wanted.is_empty() || wanted.contains(&f.id));
        firms.sort_by(|a, b| a.name.cmp(&b.name));
        let page = firms.iter().skip(start as usize).take(size);
        let rows: Result<Vec<Value>, Refusal> = page.map(|f| Ok(fields.keep(object(f)?))).collect();
        json(&value!({"analyst_ratings_firm": rows?}))
    };
    reply(&state, &headers, format!("bz firms {}", asked.canonical()), make).await
}

pub(super) async fn analysts(
    State(state): State<AppState>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    let (start, size) = page_of(&asked, 100)?;
    let (ids, firms) = (asked.names(&["analyst"])?, asked.names(&["firm"])?);
    let names = asked.names(&["analyst_name"])?;
    let firm_names = asked.names(&["firm_name"])?;
    let since = asked.unix(&["updated"])?;
    let fields = Fields::of(&asked);
    let make = move |state: &AppState| {
        let any = |list: &[String], name: &str| {
            list.is_empty() || list.iter().any(|l| l.eq_ignore_ascii_case(name))
        };
        let kept = state.store().analysts()?.into_iter();
        let kept = kept.filter(|a| !a.name.is_empty() && since.is_none_or(|s| a.updated >= s));
        let rows = kept
            .map(|a| rating::analyst(&a.firm, &a.name, a.ratings, a.updated.as_second()))
            .filter(|a| any(&ids, &a.id) && any(&firms, &a.firm_id))
            .filter(|a| any(&names, &a.name_full) && any(&firm_names, &a.firm_name));
        let page = rows.skip(start as usize).take(size);
        let rows: Result<Vec<Value>, Refusal> =
            page.map(|a| Ok(fields.keep(object(&a)?))).collect();
        json(&value!({"analyst_ratings_analyst": rows?}))
    };
    reply(&state, &headers, format!("bz analysts {}", asked.canonical()), make).await
}

pub(super) async fn removed(
    State(state): State<AppState>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    let (start, size) = page_of(&asked, 100)?;
    let since = asked.unix(&["updated", "parameters[updated]"])?;
    let only = asked.get(&["type"]).unwrap_or("ratings").to_ascii_lowercase();
    let make = move |state: &AppState| {
        if only != "ratings" {
            return Ok(r#"{"removed":[]}"#.to_owned());
        }
        let filter = RatingFilter { removed: true, updated_from: since, ..RatingFilter::default() };
        let kept = state.store().ratings(&filter, start, size)?;
        let items = publishing::rating_items(state.store(), state.house(), &kept)?;
        let rows: Vec<rating::Removed> = items.iter().filter_map(rating::removed).collect();
        json(&value!({"removed": rows}))
    };
    reply(&state, &headers, format!("bz ratings removed {}", asked.canonical()), make).await
}

pub(super) async fn consensus(
    State(state): State<AppState>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    let tickers = asked.names(&["parameters[tickers]", "tickers"])?;
    let [_] = tickers.as_slice() else {
        return Err(Refusal::Bad("parameters[tickers]: give exactly one".into()));
    };
    let from_day = asked.day(&["parameters[date_from]", "date_from"])?;
    let to_day = asked.day(&["parameters[date_to]", "date_to"])?;
    let all = CONSENSUS_RATINGS as i64;
    let most = asked.clamped(&["pagesize"], 1..=all, all)?;
    let simplify = asked.yes(&["simplify"], false)?;
    let percentage = match asked.get(&["aggregate_type"]).unwrap_or("number") {
        "number" => false,
        "percentage" => true,
        other => return Err(bad("aggregate_type", other, "number or percentage")),
    };
    let filter = RatingFilter { tickers, from_day, to_day, ..RatingFilter::default() };
    let found = {
        let state = state.clone();
        let made = tokio::task::spawn_blocking(move || -> Result<_, Refusal> {
            Ok(publishing::consensus_of(state.store(), state.house(), &filter, most as usize)?)
        });
        made.await.map_err(|_| Refusal::Broken)??
    };
    let Some(found) = found else { return Ok(nothing()) };
    let told = rating::consensual(&found, percentage, simplify);
    super::fresh(&state, &headers, move |_| json(&told)).await
}
