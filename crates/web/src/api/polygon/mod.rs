//! Polygon and Massive: news in two shapes, ratings, the consensus. Pages are linked by `next_url`,
//! which holds the client's own question and a cursor, never its token.

mod news;
mod ratings;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum::routing::{any, get};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use wiredesk_publish::dialect::clock;

use super::asked::{Asked, bad};
use super::gate::{Caller, Gate, around, reached};
use super::pages::{SHORTLY, page, takes_gzip};
use super::refusal::{Dialect, Refusal};
use super::token::Scope;
use crate::AppState;

pub(super) fn routes(state: &AppState) -> Router<AppState> {
    let stories = super::benzinga::with_slashes([
        ("/benzinga/v2/news", get(news::stories)),
        ("/benzinga/v1/news", get(news::stories)),
        ("/v2/reference/news", get(news::reference)),
    ]);
    let ratings = super::benzinga::with_slashes([
        ("/benzinga/v1/ratings", get(ratings::list)),
        ("/benzinga/v1/consensus-ratings/{ticker}", get(ratings::consensus)),
    ]);
    let nothing = || any(|| async { Refusal::NotFound });
    let stories = stories.route("/benzinga/{*rest}", nothing()).route("/v2/{*rest}", nothing());
    let gate = |scope| Gate { dialect: Dialect::Polygon, scope };
    around(stories, gate(Scope::News), state).merge(around(ratings, gate(Scope::Ratings), state))
}

/// What a page is made of: its rows, and the cursor of the next one.
#[derive(Debug)]
struct Rows<R> {
    rows: Vec<R>,
    next: Option<String>,
    counted: bool,
}

/// The rest of a reply, after its number: what is the same for all who ask the same.
#[derive(Debug, Serialize)]
struct Rest<'a, R> {
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    results: &'a [R],
    status: &'static str,
}

/// Who asks what, by which way.
struct Question {
    state: AppState,
    uri: Uri,
    headers: HeaderMap,
    asked: Asked,
    request_id: String,
}

impl FromRequestParts<AppState> for Question {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        let Caller { request_id, .. } = Caller::from_request_parts(parts, state).await?;
        let (uri, headers) = (parts.uri.clone(), parts.headers.clone());
        Ok(Self { state: state.clone(), asked: Asked::of(&uri), uri, headers, request_id })
    }
}

impl Question {
    /// The reply with the rows that `make` gives; kept until something changed.
    async fn reply<R: Serialize>(
        &self,
        make: impl FnOnce(&AppState) -> Result<Rows<R>, Refusal> + Send + 'static,
    ) -> Result<Response, Refusal> {
        let link = Link {
            base: reached(&self.headers, &self.uri, &self.state),
            path: self.uri.path().trim_end_matches('/').to_owned(),
            pairs: self.asked.pairs().to_vec(),
        };
        let key = format!("polygon {} {} {}", link.base, link.path, self.asked.canonical());
        let make = move |state: &AppState| {
            let Rows { rows, next, counted } = make(state)?;
            let rest = Rest {
                count: counted.then_some(rows.len()),
                next_url: next.map(|cursor| link.with(&cursor)),
                results: &rows,
                status: "OK",
            };
            serde_json::to_string(&rest).map_err(|_| Refusal::Broken)
        };
        // Kept without the number of the request, which each reply has to have of its own.
        let rest = page(&self.state, key, "application/json", false, make).await?;
        let rest = rest.bytes().get(1..).unwrap_or_default();
        let mut body = format!("{{\"request_id\":\"{}\",", self.request_id).into_bytes();
        body.extend_from_slice(rest);
        let body = String::from_utf8(body).map_err(|_| Refusal::Broken)?;
        let made = super::pages::Page::new(body, "application/json");
        // A repeated question has another number each time, so that it is never "not modified".
        match takes_gzip(&self.headers) && made.bytes().len() > 64 * 1024 {
            false => Ok(made.answer(&HeaderMap::new(), SHORTLY)),
            true => {
                let packed = tokio::task::spawn_blocking({
                    let mut headers = HeaderMap::new();
                    let gzip = axum::http::HeaderValue::from_static("gzip");
                    headers.insert(axum::http::header::ACCEPT_ENCODING, gzip);
                    move || made.answer(&headers, SHORTLY)
                });
                packed.await.map_err(|_| Refusal::Broken)
            }
        }
    }
}

/// How the client reached us, to lead it back the same way.
struct Link {
    base: String,
    path: String,
    pairs: Vec<(String, String)>,
}

impl Link {
    fn with(&self, cursor: &str) -> String {
        let secret = ["token", "apikey", "cursor"];
        let mut query = String::new();
        for (key, value) in &self.pairs {
            if !secret.iter().any(|s| key.eq_ignore_ascii_case(s)) && !value.is_empty() {
                query.push_str(&format!("{}={}&", encoded(key), encoded(value)));
            }
        }
        format!("{}{}?{query}cursor={cursor}", self.base, self.path)
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                (b as char).to_string()
            }
            _ => format!("%{b:02X}"),
        })
        .collect()
}

/// A cursor: a time in microseconds and a number.
fn cursor(at: Timestamp, number: u64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}|{number}", at.as_microsecond()))
}

fn cursor_of(asked: &Asked) -> Result<Option<(Timestamp, u64)>, Refusal> {
    let Some(text) = asked.get(&["cursor"]) else { return Ok(None) };
    let read = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let (at, number) = text.split_once('|')?;
        let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
        let number = number.parse().ok().filter(|n| *n <= i64::MAX as u64)?;
        Some((at, number))
    };
    read().map(Some).ok_or_else(|| bad("cursor", text, "of an earlier page"))
}

/// The value under `name.part` or `name_part`: their Python clients send the second.
fn part<'a>(asked: &'a Asked, name: &str, part: &str) -> Option<&'a str> {
    asked.get(&[&format!("{name}.{part}"), &format!("{name}_{part}")])
}

/// Names under `name` itself and under `name.any_of`.
fn any_of(asked: &Asked, name: &str) -> Vec<String> {
    let alone = asked.get(&[name]).map(str::to_owned);
    let list = part(asked, name, "any_of").unwrap_or_default();
    let list = list.split(',').map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned);
    alone.into_iter().chain(list).take(NAMES_MAX).collect()
}

/// Names in one list.
const NAMES_MAX: usize = 200;

/// From when, and before when.
type Range = (Option<Timestamp>, Option<Timestamp>);

/// The range of a time with its comparisons.
fn range(asked: &Asked, name: &str) -> Result<Range, Refusal> {
    let instant = SignedDuration::from_micros(1);
    let (mut from, mut before): Range = (None, None);
    let mut least = |at: Timestamp| from = from.max(Some(at));
    let mut most = |at: Timestamp| before = before.map_or(Some(at), |b| Some(at.min(b)));
    if let Some(text) = asked.get(&[name]) {
        let (begin, end) = span(name, text)?;
        least(begin);
        most(end);
    }
    for comparison in ["gt", "gte", "lt", "lte"] {
        let Some(text) = part(asked, name, comparison) else { continue };
        let (begin, end) = span(name, text)?;
        let single = end.duration_since(begin) <= instant;
        match comparison {
            // After a day means after its end; after a moment, from the next one on.
            "gt" if single => least(end),
            "gt" => least(begin.checked_add(instant).unwrap_or(begin)),
            "gte" => least(begin),
            "lt" => most(begin),
            _ if single => most(end),
            _ => most(begin.checked_add(instant).unwrap_or(begin)),
        }
    }
    Ok((from, before))
}

/// The moments that a text stands for: a number of any size, a day, an instant.
fn span(name: &str, text: &str) -> Result<(Timestamp, Timestamp), Refusal> {
    let wrong = || bad(name, text, "a time: seconds, yyyy-mm-dd, or RFC 3339");
    let midnight = |day: Date| {
        jiff::tz::Offset::UTC.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).ok()
    };
    if let Some(day) = clock::day(text) {
        let end = clock::next_day(day).and_then(midnight);
        return midnight(day).zip(end).ok_or_else(wrong);
    }
    let at = match text.parse::<i64>() {
        Ok(number) => clock::unix(number),
        Err(_) => clock::instant(text),
    };
    let at = at.ok_or_else(wrong)?;
    Ok((at, at.checked_add(SignedDuration::from_micros(1)).map_err(|_| wrong())?))
}

/// The first of the columns in `sort`: its name, and whether it is descending.
fn sorted<'a>(asked: &'a Asked, usual: &'a str) -> (&'a str, bool) {
    let first = asked.get(&["sort"]).unwrap_or(usual).split(',').next().unwrap_or(usual).trim();
    let (column, way) = first.rsplit_once('.').unwrap_or((first, ""));
    let way = if way.is_empty() { asked.get(&["order"]).unwrap_or("desc") } else { way };
    (column, !way.eq_ignore_ascii_case("asc"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Asked {
        Asked::of(&format!("/x?{query}").parse().expect("address"))
    }

    #[test]
    fn times_compare_as_one_reads_them() {
        let at = |t: &str| Some(t.parse::<Timestamp>().expect(t));
        let check = |query: &str, from: Option<&str>, before: Option<&str>| {
            let expected = (from.and_then(at), before.and_then(at));
            assert_eq!(range(&asked(query), "published"), Ok(expected), "{query}");
        };
        check("", None, None);
        check("published=2024-01-15", Some("2024-01-15T00:00:00Z"), Some("2024-01-16T00:00:00Z"));
        check("published.gte=2024-01-15", Some("2024-01-15T00:00:00Z"), None);
        check("published_gt=1705276800", Some("2024-01-15T00:00:00.000001Z"), None);
        check("published.lt=1705276800000000000", None, Some("2024-01-15T00:00:00Z"));
        check("published.lte=2024-01-15T00:00:00Z", None, Some("2024-01-15T00:00:00.000001Z"));
        for bad in ["published=soon", "published.gt=2024-02-30", "published.lt=1e9"] {
            assert!(range(&asked(bad), "published").is_err(), "{bad}");
        }
    }

    #[test]
    fn the_next_page_is_linked_without_the_token() {
        let link = Link {
            base: "http://h".into(),
            path: "/benzinga/v2/news".into(),
            pairs: asked("tickers=A%26B&apiKey=secret&limit=2&cursor=old").pairs().to_vec(),
        };
        assert_eq!(link.with("new"), "http://h/benzinga/v2/news?tickers=A%26B&limit=2&cursor=new");
    }

    #[test]
    fn cursors_are_read_back() {
        let at = "2024-01-15T00:00:00.25Z".parse().expect("time");
        let text = cursor(at, 7);
        assert_eq!(cursor_of(&asked(&format!("cursor={text}"))), Ok(Some((at, 7))));
        for bad in ["cursor=x", "cursor=MXw", "cursor=%C3%A9"] {
            assert!(cursor_of(&asked(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_order_is_read_in_both_spellings() {
        let check = |query: &str, column: &str, descending| {
            assert_eq!(sorted(&asked(query), "published.desc"), (column, descending), "{query}");
        };
        check("", "published", true);
        check("sort=last_updated.asc,published.desc", "last_updated", false);
        check("sort=published_utc&order=asc", "published_utc", false);
    }
}
