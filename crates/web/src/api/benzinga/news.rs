//! `/api/v2/news`: filters, order, pages; one story; top stories.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use wiredesk_flow::publishing;
use wiredesk_model::StoryId;
use wiredesk_publish::dialect::benzinga::news::{Told, news};
use wiredesk_publish::dialect::{Depth, clock};
use wiredesk_store::{By, Facet, Filter, Order, Start};

use super::super::asked::{Asked, bad};
use super::super::refusal::Refusal;
use super::super::topics;
use super::{json, reply};
use crate::AppState;

/// Channels whose numbers are looked up.
const CHANNELS_MAX: usize = 10_000;

/// A page of stories as asked for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    filter: Filter,
    order: Order,
    /// True when the client said in which order it wants them.
    ordered: bool,
    start: u64,
    size: usize,
    told: Told,
    topics: Vec<String>,
    all_topics: bool,
    isins: Vec<String>,
    cusips: Vec<String>,
}

pub(super) async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    let wanted = Wanted::of(&asked)?;
    let question = format!("bz news {}", asked.canonical());
    reply(&state, &headers, question, move |state| stories(state, wanted)).await
}

/// A list of the one story, or of none: also when a filter leaves it out.
pub(super) async fn one(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
        return Err(bad("id", &id, "the number of a story"));
    }
    let mut wanted = Wanted::of(&asked)?;
    wanted.filter.among = Some(id.parse().ok().map(StoryId).into_iter().collect());
    let question = format!("bz news/{id} {}", asked.canonical());
    reply(&state, &headers, question, move |state| stories(state, wanted)).await
}

/// The newest of the channel *Top Stories*, or of the channels asked for.
pub(super) async fn top(
    State(state): State<AppState>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Refusal> {
    let mut wanted = Wanted::of(&asked)?;
    if wanted.filter.channels.is_empty() {
        wanted.filter.channels = vec!["Top Stories".into()];
    }
    wanted.size = asked.clamped(&["limit", "pageSize"], 1..=100, 15)? as usize;
    let question = format!("bz top {}", asked.canonical());
    reply(&state, &headers, question, move |state| stories(state, wanted)).await
}

fn stories(state: &AppState, mut wanted: Wanted) -> Result<String, Refusal> {
    let store = state.store();
    if !wanted.isins.is_empty() || !wanted.cusips.is_empty() {
        let named = store.tickers_of(&wanted.isins, &wanted.cusips)?;
        if named.is_empty() {
            return Ok("[]".into());
        }
        narrow(&mut wanted.filter.tickers, named);
        if wanted.filter.tickers.is_empty() {
            return Ok("[]".into());
        }
    }
    if wanted.filter.channels.iter().any(|c| c.bytes().all(|b| b.is_ascii_digit())) {
        let known = store.facet_counts(Facet::Channel, CHANNELS_MAX)?;
        for name in &mut wanted.filter.channels {
            let of = name.parse::<u64>().ok().and_then(|id| known.iter().find(|c| c.id == id));
            if let Some(channel) = of {
                name.clone_from(&channel.name);
            }
        }
    }
    let kept = match wanted.topics.is_empty() {
        true => {
            let start = Start::Offset(wanted.start);
            store.list(&wanted.filter, wanted.order, start, wanted.size)?
        }
        false => {
            let order = wanted.ordered.then_some(wanted.order);
            let asked = topics::Topics { words: &wanted.topics, all: wanted.all_topics };
            let page = (wanted.start as usize, wanted.size);
            topics::list(state, &asked, wanted.filter, order, page)?
        }
    };
    let items = publishing::items(store, state.house(), &kept)?;
    json(&items.iter().map(|item| news(item, wanted.told)).collect::<Vec<_>>())
}

/// Only those names that are in both lists; an empty list holds all.
fn narrow(list: &mut Vec<String>, to: Vec<String>) {
    match list.is_empty() {
        true => *list = to,
        false => list.retain(|name| to.iter().any(|t| t.eq_ignore_ascii_case(name.trim()))),
    }
}

impl Wanted {
    pub(super) fn of(asked: &Asked) -> Result<Self, Refusal> {
        let page = asked.within(&["page"], 0..=100_000, 0)?;
        let size = asked.clamped(&["pageSize", "page_size"], 1..=100, 15)?;
        let depth = match asked.get(&["displayOutput"]).map(str::to_ascii_lowercase).as_deref() {
            Some("full") => Depth::Full,
            Some("abstract") => Depth::Abstract,
            _ => Depth::Headline,
        };
        let plain = asked.get(&["format"]).is_some_and(|f| f.eq_ignore_ascii_case("text"));
        let filter = filter(asked)?;
        let order = order(asked, &filter)?;
        let group = asked.get(&["topic_group_by"]).unwrap_or("or");
        Ok(Self {
            ordered: asked.get(&["sort"]).is_some(),
            order,
            filter,
            // Counted in pages of the size that is really given, or pages overlap.
            start: (page * size) as u64,
            size: size as usize,
            told: Told { depth, plain },
            topics: asked.names(&["topics", "topic"])?,
            all_topics: group.eq_ignore_ascii_case("and"),
            isins: asked.names(&["isin", "isins"])?,
            cusips: asked.names(&["cusip", "cusips"])?,
        })
    }
}

fn filter(asked: &Asked) -> Result<Filter, Refusal> {
    let date = asked.day(&["date"])?;
    let from = asked.day(&["dateFrom"])?.or(date);
    let to = asked.day(&["dateTo"])?.or(date);
    let since = asked.unix(&["publishedSince"])?;
    let last = asked.number(&["lastId"])?;
    let mut channels = asked.names(&["channels", "channel"])?;
    if asked.get(&["region"]).is_some_and(|r| matches!(&*r.to_ascii_lowercase(), "ca" | "canada")) {
        channels.push("Canada".into());
    }
    Ok(Filter {
        channels,
        tickers: asked.names(&["tickers"])?,
        primary_tickers: asked.names(&["primaryTickers"])?,
        tags: asked.names(&["tags"])?,
        authors: asked.names(&["authors"])?,
        kinds: asked.names(&["content_types", "contentTypes", "type"])?,
        importances: importances(asked)?,
        created_from: since.max(from.map(begin).transpose()?),
        created_before: to.map(end).transpose()?,
        updated_from: asked.unix(&["updatedSince"])?,
        id_above: last.map(|id| u64::try_from(id).unwrap_or(0)),
        ..Filter::default()
    })
}

fn begin(day: Date) -> Result<Timestamp, Refusal> {
    clock::four_west_day(day).ok_or_else(|| bad("date", &day.to_string(), "a day of this world"))
}

fn end(day: Date) -> Result<Timestamp, Refusal> {
    clock::next_day(day)
        .and_then(clock::four_west_day)
        .ok_or_else(|| bad("date", &day.to_string(), "a day of this world"))
}

fn importances(asked: &Asked) -> Result<Vec<String>, Refusal> {
    if asked.get(&["importanceRank"]).is_some() {
        return Ok(vec![asked.within(&["importanceRank"], 1..=5, 1)?.to_string()]);
    }
    let Some(level) = asked.get(&["importance"]) else { return Ok(Vec::new()) };
    let ranks: &[&str] = match level.to_ascii_lowercase().as_str() {
        "low" => &["1", "2"],
        "medium" => &["3"],
        "high" => &["4", "5"],
        _ => return Err(bad("importance", level, "low, medium or high")),
    };
    Ok(ranks.iter().map(|r| (*r).to_owned()).collect())
}

fn order(asked: &Asked, filter: &Filter) -> Result<Order, Refusal> {
    let Some(sort) = asked.get(&["sort"]) else {
        return Ok(match filter {
            // A client that goes on from a number wants what comes after it, in turn.
            Filter { id_above: Some(_), .. } => Order { by: By::Updated, descending: false },
            Filter { updated_from: Some(_), .. } => Order::LATEST,
            _ => Order::NEWEST,
        });
    };
    let wanted = "id, created or updated, with :asc or :desc";
    let (field, way) = sort.split_once(':').unwrap_or((sort, "desc"));
    let by = match field.trim().to_ascii_lowercase().as_str() {
        "id" => By::Id,
        "created" => By::Created,
        "updated" => By::Updated,
        _ => return Err(bad("sort", sort, wanted)),
    };
    let descending = match way.trim().to_ascii_lowercase().as_str() {
        "desc" | "" => true,
        "asc" => false,
        _ => return Err(bad("sort", sort, wanted)),
    };
    Ok(Order { by, descending })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(query: &str) -> Result<Wanted, Refusal> {
        Wanted::of(&Asked::of(&format!("/x?{query}").parse().expect("address")))
    }

    #[test]
    fn pages_are_counted_in_the_size_that_is_given() {
        let check = |query: &str, start: u64, size: usize| {
            let wanted = wanted(query).expect(query);
            assert_eq!((wanted.start, wanted.size), (start, size), "{query}");
        };
        check("", 0, 15);
        check("page=2", 30, 15);
        check("page=24&pageSize=2500", 2400, 100);
        check("pagesize=0&PAGE=3", 3, 1);
        check("pageSize=-5", 0, 1);
        check("pageSize=99999999999999999999999&page=100000", 10_000_000, 100);
        for bad in ["page=-1", "page=100001", "page=x", "pageSize=ten", "page=1.5"] {
            assert!(wanted(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn days_are_those_of_the_printed_clock() {
        let filter = wanted("date=2024-01-15").expect("wanted").filter;
        let at = |t: &str| Some(t.parse().expect(t));
        assert_eq!(filter.created_from, at("2024-01-15T04:00:00Z"));
        assert_eq!(filter.created_before, at("2024-01-16T04:00:00Z"));
        let filter = wanted("dateFrom=2024-01-15&publishedSince=1705377600").expect("w").filter;
        assert_eq!(filter.created_from, at("2024-01-16T04:00:00Z"));
        assert_eq!(filter.created_before, None);
    }

    #[test]
    fn the_order_follows_what_is_asked() {
        let check = |query: &str, by, descending| {
            let order = wanted(query).expect(query).order;
            assert_eq!(order, Order { by, descending }, "{query}");
        };
        check("", By::Created, true);
        check("sort=updated:asc", By::Updated, false);
        check("sort=ID", By::Id, true);
        check("updatedSince=5", By::Updated, true);
        check("lastID=5", By::Updated, false);
        check("updatedSince=5&sort=created:desc", By::Created, true);
        for bad in ["sort=title", "sort=created:up", "sort=:asc"] {
            assert!(wanted(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn levels_of_importance_are_ranks() {
        let check = |query: &str, expected: &[&str]| {
            assert_eq!(wanted(query).expect(query).filter.importances, expected, "{query}");
        };
        check("importance=High", &["4", "5"]);
        check("importanceRank=3", &["3"]);
        check("", &[]);
        assert!(wanted("importance=huge").is_err() && wanted("importanceRank=6").is_err());
    }
}
