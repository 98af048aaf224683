//! `/benzinga/v2/news` and `/v2/reference/news`.

use axum::response::Response;
use serde::Serialize;
use wiredesk_flow::publishing;
use wiredesk_model::StoryId;
use wiredesk_publish::dialect::{Item, polygon};
use wiredesk_store::{By, Facet, Filter, Order, PublishedStory, Start};

use super::super::asked::Asked;
use super::super::refusal::Refusal;
use super::{NAMES_MAX, Question, Rows, any_of, cursor, cursor_of, part, range, sorted};
use crate::{AppState, limits};

/// Stories read from the store at once.
const READ_AT_ONCE: usize = 500;

/// What a client asks for.
#[derive(Debug)]
struct Wanted {
    filter: Filter,
    order: Order,
    start: Start,
    limit: usize,
}

pub(super) async fn stories(question: Question) -> Result<Response, Refusal> {
    let wanted = wanted_stories(&question.asked)?;
    let make = move |state: &AppState| rows(state, &wanted, false, polygon::news);
    question.reply(make).await
}

pub(super) async fn reference(question: Question) -> Result<Response, Refusal> {
    let wanted = wanted_reference(&question.asked)?;
    let letters = letters(&question.asked);
    let make = move |state: &AppState| {
        let mut wanted = wanted;
        if let Some((from, to)) = letters {
            let names = state.store().facet_names(
                Facet::Ticker,
                (from.as_deref(), to.as_deref()),
                NAMES_MAX,
            )?;
            if names.is_empty() {
                return Ok(Rows { rows: Vec::new(), next: None, counted: true });
            }
            wanted.filter.tickers.extend(names);
        }
        let house = state.house();
        let publisher = polygon::Publisher {
            name: house.name.clone(),
            homepage_url: house.url("/"),
            logo_url: house.url("/favicon.svg"),
            favicon_url: house.url("/favicon.svg"),
        };
        rows(state, &wanted, true, |item| polygon::reference(item, &publisher))
    };
    question.reply(make).await
}

fn rows<R: Serialize>(
    state: &AppState,
    wanted: &Wanted,
    counted: bool,
    tell: impl Fn(&Item) -> R,
) -> Result<Rows<R>, Refusal> {
    let (store, order) = (state.store(), wanted.order);
    let mut out = Vec::new();
    let mut start = wanted.start;
    let mut weight = 0;
    let mut last: Option<PublishedStory> = None;
    loop {
        let missing = wanted.limit - out.len();
        if missing == 0 || weight > limits::LONG_PAGE_BYTES {
            break;
        }
        let kept = store.list(&wanted.filter, order, start, missing.min(READ_AT_ONCE))?;
        let Some(end) = kept.last() else { return Ok(Rows { rows: out, next: None, counted }) };
        start = order.after(end);
        weight += kept.iter().map(|k| k.story.body.len() + 512).sum::<usize>();
        let items = publishing::items(store, state.house(), &kept)?;
        out.extend(items.iter().map(&tell));
        last = kept.into_iter().next_back();
    }
    let more = !store.list_ids(&wanted.filter, order, start, 1)?.is_empty();
    let next = last.filter(|_| more).map(|story| {
        let at = if order.by == By::Created { story.created } else { story.updated };
        cursor(at, story.id.0)
    });
    Ok(Rows { rows: out, next, counted })
}

fn wanted_stories(asked: &Asked) -> Result<Wanted, Refusal> {
    let (column, descending) = sorted(asked, "published.desc");
    let by = match column {
        "last_updated" => By::Updated,
        "benzinga_id" => By::Id,
        _ => By::Created,
    };
    let (created_from, created_before) = range(asked, "published")?;
    let (updated_from, updated_before) = range(asked, "last_updated")?;
    let mut each = Vec::new();
    for (facet, name) in [
        (Facet::Ticker, "tickers"),
        (Facet::Ticker, "stocks"),
        (Facet::Channel, "channels"),
        (Facet::Tag, "tags"),
    ] {
        let all = part(asked, name, "all_of").unwrap_or_default();
        let all = all.split(',').map(str::trim).filter(|n| !n.is_empty());
        each.extend(all.take(NAMES_MAX).map(|n| (facet, n.to_owned())));
    }
    let mut tickers = any_of(asked, "tickers");
    tickers.extend(any_of(asked, "stocks"));
    let filter = Filter {
        tickers,
        channels: any_of(asked, "channels"),
        tags: any_of(asked, "tags"),
        authors: any_of(asked, "author"),
        created_from,
        created_before,
        updated_from,
        updated_before,
        each,
        ..Filter::default()
    };
    let limit = asked.within(&["limit"], 1..=50_000, 100)? as usize;
    Ok(Wanted { filter, order: Order { by, descending }, start: start(asked)?, limit })
}

fn wanted_reference(asked: &Asked) -> Result<Wanted, Refusal> {
    let descending = !asked.get(&["order"]).is_some_and(|o| o.eq_ignore_ascii_case("asc"));
    let (created_from, created_before) = range(asked, "published_utc")?;
    let filter = Filter {
        tickers: any_of(asked, "ticker"),
        created_from,
        created_before,
        ..Filter::default()
    };
    let limit = asked.within(&["limit"], 1..=1_000, 10)? as usize;
    let order = Order { by: By::Created, descending };
    Ok(Wanted { filter, order, start: start(asked)?, limit })
}

/// Bounds of a ticker's letters; the bounds themselves count, as the index has them.
fn letters(asked: &Asked) -> Option<(Option<String>, Option<String>)> {
    let bound = |a: &str, b: &str| {
        part(asked, "ticker", a).or_else(|| part(asked, "ticker", b)).map(str::to_owned)
    };
    let (from, to) = (bound("gte", "gt"), bound("lte", "lt"));
    (from.is_some() || to.is_some()).then_some((from, to))
}

fn start(asked: &Asked) -> Result<Start, Refusal> {
    let cursor = cursor_of(asked)?;
    Ok(cursor.map_or(Start::Top, |(at, id)| Start::After { at, id: StoryId(id) }))
}
