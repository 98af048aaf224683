//! Alpaca's `GET /v1beta1/news`: pages over the time of change, walked by a token.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{any, get};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use jiff::{SignedDuration, Timestamp};
use wiredesk_flow::publishing;
use wiredesk_model::StoryId;
use wiredesk_publish::dialect::alpaca::{self, Page};
use wiredesk_publish::dialect::clock;
use wiredesk_store::{By, Filter, Order, PublishedStory, Start};

use super::asked::{Asked, bad};
use super::gate::{Gate, around};
use super::pages::{SHORTLY, page, takes_gzip};
use super::refusal::{Dialect, Refusal};
use super::token::Scope;
use crate::AppState;

pub(super) fn routes(state: &AppState) -> Router<AppState> {
    let nothing = || any(|| async { Refusal::NotFound });
    let routes = super::benzinga::with_slashes([("/v1beta1/news", get(news))])
        .route("/v1beta1/{*rest}", nothing());
    around(routes, Gate { dialect: Dialect::Alpaca, scope: Scope::News }, state)
}

/// What a client asks for.
#[derive(Debug)]
struct Wanted {
    filter: Filter,
    order: Order,
    start: Start,
    limit: usize,
    content: bool,
}

async fn news(
    State(state): State<AppState>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    let wanted = Wanted::of(&asked)?;
    let question = format!("alpaca {}", asked.canonical());
    let make = move |state: &AppState| answer(state, &wanted);
    let page = page(&state, question, "application/json", takes_gzip(&headers), make).await?;
    Ok(page.answer(&headers, SHORTLY))
}

fn answer(state: &AppState, wanted: &Wanted) -> Result<String, Refusal> {
    // One more than asked for tells whether there is another page.
    let mut kept =
        state.store().list(&wanted.filter, wanted.order, wanted.start, wanted.limit + 1)?;
    let more = kept.len() > wanted.limit;
    kept.truncate(wanted.limit);
    let next_page_token = kept.last().filter(|_| more).map(token);
    let items = publishing::items(state.store(), state.house(), &kept)?;
    let source = source(state);
    let news = items.iter().map(|item| alpaca::news(item, wanted.content, &source)).collect();
    serde_json::to_string(&Page { news, next_page_token }).map_err(|_| Refusal::Broken)
}

/// The house as the source of its stories: one small word.
pub(crate) fn source(state: &AppState) -> String {
    state.house().name.to_lowercase().replace(' ', "-")
}

impl Wanted {
    fn of(asked: &Asked) -> Result<Self, Refusal> {
        let descending = match asked.get(&["sort"]).map(str::to_ascii_lowercase).as_deref() {
            None | Some("desc") => true,
            Some("asc") => false,
            Some(other) => return Err(bad("sort", other, "asc or desc")),
        };
        let limit = asked.within(&["limit"], 1..=50, 10)?;
        let start = match asked.get(&["page_token"]) {
            None => Start::Top,
            Some(text) => {
                after(text).ok_or_else(|| bad("page_token", text, "of an earlier page"))?
            }
        };
        let filter = Filter {
            tickers: asked.names(&["symbols"])?,
            updated_from: asked.get(&["start"]).map(|t| moment("start", t, false)).transpose()?,
            updated_before: asked.get(&["end"]).map(|t| moment("end", t, true)).transpose()?,
            with_body: asked.yes(&["exclude_contentless"], false)?,
            ..Filter::default()
        };
        let content = asked.yes(&["include_content"], false)?;
        let order = Order { by: By::Updated, descending };
        Ok(Self { filter, order, start, limit: limit as usize, content })
    }
}

/// A moment or a day; as an end, the first moment after it, for their ends are inclusive.
fn moment(name: &str, text: &str, end: bool) -> Result<Timestamp, Refusal> {
    let wrong = || bad(name, text, "a time as RFC 3339 or yyyy-mm-dd");
    if let Some(day) = clock::day(text) {
        let day = if end { clock::next_day(day).ok_or_else(wrong)? } else { day };
        let midnight = day.to_datetime(jiff::civil::Time::midnight());
        return jiff::tz::Offset::UTC.to_timestamp(midnight).map_err(|_| wrong());
    }
    let at = clock::instant(text).ok_or_else(wrong)?;
    match end {
        true => at.checked_add(SignedDuration::from_micros(1)).map_err(|_| wrong()),
        false => Ok(at),
    }
}

/// Where the page after this story begins, as text.
fn token(last: &PublishedStory) -> String {
    STANDARD.encode(format!("{}|{}", last.updated.as_nanosecond(), last.id))
}

fn after(text: &str) -> Option<Start> {
    // "+" of base64 becomes a blank in an address that was not encoded.
    let text = text.replace(' ', "+");
    let bytes = STANDARD.decode(&text).or_else(|_| URL_SAFE.decode(&text)).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (at, id) = text.split_once('|')?;
    let at = Timestamp::from_nanosecond(at.parse().ok()?).ok()?;
    Some(Start::After { at, id: StoryId(id.parse().ok().filter(|id| *id <= i64::MAX as u64)?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(query: &str) -> Result<Wanted, Refusal> {
        Wanted::of(&Asked::of(&format!("/x?{query}").parse().expect("address")))
    }

    #[test]
    fn what_clients_send_is_read() {
        let legacy = wanted("symbols=&limit=50&include_content=False&sort=DESC").expect("legacy");
        assert!(legacy.filter.tickers.is_empty() && legacy.limit == 50 && !legacy.content);
        let day = wanted("start=2024-01-15&end=2024-01-15").expect("days").filter;
        let at = |t: &str| Some(t.parse().expect(t));
        assert_eq!(day.updated_from, at("2024-01-15T00:00:00Z"));
        assert_eq!(day.updated_before, at("2024-01-16T00:00:00Z"));
        let end = wanted("end=2024-01-15T00:00:00%2B00:00").expect("end").filter;
        assert_eq!(end.updated_before, at("2024-01-15T00:00:00.000001Z"), "ends are inclusive");
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for bad in [
            "limit=0",
            "limit=51",
            "limit=ten",
            "sort=up",
            "start=yesterday",
            "end=2024-02-30",
            "page_token=%00",
            "page_token=bm8=",
            "page_token=MXwtMQ==",
            "include_content=perhaps",
        ] {
            assert!(wanted(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_token_leads_to_where_it_came_from() {
        let text = STANDARD.encode("1726387200123456000|42");
        let at = Timestamp::from_nanosecond(1_726_387_200_123_456_000).expect("time");
        assert_eq!(after(&text), Some(Start::After { at, id: StoryId(42) }));
    }
}
