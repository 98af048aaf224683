//! Analysts' ratings.

use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use utoipa::IntoParams;
use wiredesk_flow::publishing;
use wiredesk_publish::dialect::native::{self, Rating};
use wiredesk_store::{KeptRating, RatingFilter};

use super::cursor;
use super::list::{Format, List, Page};
use super::params::Params;
use super::problem::Problem;
use super::request::Request;
use crate::AppState;

/// Which ratings are wanted; each list means *any of these*, all must hold.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct RatingsQuery {
    /// Any of these tickers.
    #[param(style = Form, explode = false, min_items = 1, max_items = 50)]
    ticker: Option<Vec<String>>,
    /// Any of these banks and brokers.
    #[param(style = Form, explode = false, min_items = 1, max_items = 50)]
    firm: Option<Vec<String>>,
    /// Any of these analysts.
    #[param(style = Form, explode = false, min_items = 1, max_items = 50)]
    analyst: Option<Vec<String>>,
    /// Any of these actions.
    #[param(style = Form, explode = false, min_items = 1, max_items = 50)]
    action: Option<Vec<String>>,
    /// Dated at this moment (or day, UTC) or after.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Dated before.
    #[param(format = DateTime)]
    before: Option<String>,
    /// At least so important.
    #[param(minimum = 0, maximum = 5)]
    importance: Option<u8>,
    /// Where the page starts: the `next` of the page before.
    #[param(pattern = r"^-?[0-9]{1,16}\.[0-9]{1,18}$")]
    cursor: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
}

struct Ratings {
    filter: RatingFilter,
}

impl Ratings {
    fn read(params: &Params) -> Result<Self, Problem> {
        let importance = params.number("importance", 0..=5, 0)?;
        Ok(Self {
            filter: RatingFilter {
                tickers: params.names("ticker")?,
                firms: params.names("firm")?,
                analysts: params.names("analyst")?,
                actions: params.names("action")?,
                from: params.moment("from")?,
                before: params.moment("before")?,
                importance: u8::try_from(importance).unwrap_or(0),
                ..RatingFilter::default()
            },
        })
    }
}

/// A rating's place: the latest first, of equals the last kept.
fn place_of(kept: &KeptRating) -> (Timestamp, u64) {
    (kept.about.date.order_key(), kept.id.0)
}

impl List for Ratings {
    type Row = Rating;

    const COLUMNS: &'static [&'static str] = &[
        "id",
        "version",
        "date",
        "updated",
        "ticker",
        "company",
        "firm",
        "analyst",
        "action",
        "rating",
        "prior_rating",
        "target",
        "prior_target",
        "target_action",
        "currency",
        "importance",
        "notes",
    ];

    fn kept(&self) -> bool {
        true
    }

    fn page(
        &self,
        state: &AppState,
        after: Option<&str>,
        most: usize,
    ) -> Result<(Vec<Rating>, Option<String>), Problem> {
        let after = cursor::read(after)?;
        let mut filter = self.filter.clone();
        if let Some((at, _)) = after {
            // Many ratings share a day: those of the cursor's own moment are looked through again.
            let just = at.checked_add(SignedDuration::from_micros(1)).unwrap_or(at);
            filter.before = Some(filter.before.map_or(just, |b| b.min(just)));
        }
        let (mut kept, mut offset) = (Vec::new(), 0);
        while kept.len() <= most {
            let chunk = state.store().ratings(&filter, offset, most + 1)?;
            offset += chunk.len() as u64;
            let whole = chunk.len() > most;
            kept.extend(chunk.into_iter().filter(|k| after.is_none_or(|a| place_of(k) < a)));
            if !whole {
                break;
            }
        }
        let more = kept.len() > most;
        kept.truncate(most);
        let last = kept.last().filter(|_| more).map(place_of);
        let told = |k: &KeptRating| {
            Ok(native::rating(&publishing::rating_item(state.store(), state.house(), k)?))
        };
        let items = kept.iter().map(told).collect::<Result<_, Problem>>()?;
        Ok((items, last.map(|(at, id)| cursor::of(at, id))))
    }
}

/// Analysts' ratings, the latest first.
#[utoipa::path(get, path = "/api/v1/ratings", tag = "ratings", params(RatingsQuery),
    responses((status = 200, body = Page<Rating>, description = "One page of ratings"), super::Refused))]
pub(crate) async fn ratings(request: Request<RatingsQuery>) -> Result<Response, Problem> {
    request.page(Ratings::read(&request.params)?).await
}

/// All ratings that fit, a line of JSON each. `cursor` and `limit` are not looked at.
#[utoipa::path(get, path = "/api/v1/ratings.jsonl", tag = "ratings", params(RatingsQuery),
    responses((status = 200, content_type = "application/jsonl", body = String,
        description = "A rating a line"), super::Refused))]
pub(crate) async fn ratings_jsonl(request: Request<RatingsQuery>) -> Result<Response, Problem> {
    request.export(Ratings::read(&request.params)?, Format::Jsonl).await
}

/// All ratings that fit, as CSV. `cursor` and `limit` are not looked at.
#[utoipa::path(get, path = "/api/v1/ratings.csv", tag = "ratings", params(RatingsQuery),
    responses((status = 200, content_type = "text/csv", body = String,
        description = "A rating a line"), super::Refused))]
pub(crate) async fn ratings_csv(request: Request<RatingsQuery>) -> Result<Response, Problem> {
    request.export(Ratings::read(&request.params)?, Format::Csv).await
}
