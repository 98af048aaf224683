//! `/benzinga/v1/ratings` and `/benzinga/v1/consensus-ratings/{ticker}`.

use axum::extract::Path;
use axum::response::Response;
use wiredesk_flow::limits::CONSENSUS_RATINGS;
use wiredesk_flow::publishing;
use wiredesk_publish::dialect::{number_of, polygon};
use wiredesk_store::{RatingFilter, RatingId};

use super::super::asked::{Asked, bad};
use super::super::ratings::{actions_of, named};
use super::super::refusal::Refusal;
use super::{Question, Rows, any_of, cursor, cursor_of, part, range, sorted};
use crate::AppState;

pub(super) async fn list(question: Question) -> Result<Response, Refusal> {
    let asked = &question.asked;
    let limit = asked.within(&["limit"], 1..=50_000, 100)? as usize;
    // A cursor over ratings counts rows.
    let skip = cursor_of(asked)?.map_or(0, |(_, rows)| rows);
    let (firms, analysts) =
        (any_of(asked, "benzinga_firm_id"), any_of(asked, "benzinga_analyst_id"));
    let filter = filter(asked)?;
    let make = move |state: &AppState| {
        let none = Rows { rows: Vec::new(), next: None, counted: false };
        let Some(filter) = filter else { return Ok(none) };
        let Some(filter) = named(state, filter, &firms, &analysts)? else { return Ok(none) };
        let mut kept = state.store().ratings(&filter, skip, limit + 1)?;
        let more = kept.len() > limit;
        kept.truncate(limit);
        let items = publishing::rating_items(state.store(), state.house(), &kept)?;
        let next = more.then(|| cursor(jiff::Timestamp::UNIX_EPOCH, skip + limit as u64));
        Ok(Rows { rows: items.iter().map(polygon::rating).collect(), next, counted: false })
    };
    question.reply(make).await
}

/// The filter; `None` when it asks for numbers that no rating can have.
fn filter(asked: &Asked) -> Result<Option<RatingFilter>, Refusal> {
    let (from, before) = range(asked, "date")?;
    let (updated_from, updated_before) = range(asked, "last_updated")?;
    let importance = asked.get(&["importance"]).or_else(|| part(asked, "importance", "gte"));
    let importance = match importance {
        None => 0,
        Some(text) => text
            .parse()
            .ok()
            .filter(|i| *i <= 5)
            .ok_or_else(|| bad("importance", text, "0 to 5"))?,
    };
    let actions = any_of(asked, "rating_action");
    let ids = any_of(asked, "benzinga_id");
    let known: Vec<RatingId> = ids.iter().filter_map(|id| number_of(id)).map(RatingId).collect();
    if !ids.is_empty() && known.is_empty() {
        return Ok(None);
    }
    let (column, _) = sorted(asked, "last_updated.desc");
    Ok(Some(RatingFilter {
        tickers: any_of(asked, "ticker"),
        actions: actions.iter().flat_map(|a| actions_of(a)).collect(),
        from,
        before,
        updated_from,
        updated_before,
        importance,
        ids: known,
        by_change: column == "last_updated",
        ..RatingFilter::default()
    }))
}

pub(super) async fn consensus(
    Path(ticker): Path<String>,
    question: Question,
) -> Result<Response, Refusal> {
    let (from, before) = range(&question.asked, "date")?;
    let make = move |state: &AppState| {
        let filter = RatingFilter { from, before, ..RatingFilter::of(&ticker) };
        let (store, house) = (state.store(), state.house());
        let found = publishing::consensus_of(store, house, &filter, CONSENSUS_RATINGS)?;
        let row = found.map(|found| polygon::consensual(&ticker.trim().to_uppercase(), &found));
        Ok(Rows { rows: row.into_iter().collect(), next: None, counted: false })
    };
    question.reply(make).await
}
