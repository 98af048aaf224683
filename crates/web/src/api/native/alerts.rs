//! What the token's owner watches: standing queries, watchlists, and a query tried on the archive
//! before it is kept.

use axum::response::Response;
use jiff::SignedDuration;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use wiredesk_flow::alerts::keeping;
use wiredesk_flow::archive::{Field, Match, Span, Why};
use wiredesk_model::CodePoints;
use wiredesk_publish::dialect::clock::exact;
use wiredesk_store::{StandingQuery, User, UserId, Watchlist};

use super::problem::Problem;
use super::request::Request;
use super::{Nothing, limit};
use crate::api::gate::Caller;
use crate::{AppState, Error};

/// A standing query.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Alert {
    /// Its number.
    pub id: u64,
    /// What its owner calls it.
    pub name: String,
    /// The query, in the language of alerts.
    pub query: String,
    /// Whether it is matched.
    pub enabled: bool,
    /// The delivery that its matches go to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<u64>,
    /// When it was added.
    #[schema(format = DateTime)]
    pub created: String,
    /// When it was changed.
    #[schema(format = DateTime)]
    pub changed: String,
}

impl Alert {
    fn of(query: &StandingQuery) -> Self {
        let about = &query.about;
        Self {
            id: query.id.0,
            name: about.name.clone(),
            query: about.query.clone(),
            enabled: about.enabled,
            target: about.target.map(|target| target.0),
            created: exact(query.created),
            changed: exact(query.changed),
        }
    }
}

/// All standing queries of the token's owner, those of watchlists among them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Alerts {
    /// In the order they were added.
    pub items: Vec<Alert>,
}

/// A list of things to watch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Watched {
    /// Its number.
    pub id: u64,
    /// What its owner calls it.
    pub name: String,
    /// Tickers, entities, storylines, sections, events, words.
    pub entries: Vec<String>,
    /// Only stories of at least so much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub importance: Option<f64>,
    /// The standing query that it is matched as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert: Option<u64>,
    /// When it was changed.
    #[schema(format = DateTime)]
    pub changed: String,
}

impl Watched {
    fn of(list: Watchlist) -> Self {
        Self {
            id: list.id.0,
            name: list.about.name,
            entries: list.about.entries,
            importance: list.about.importance,
            alert: list.about.query.map(|query| query.0),
            changed: exact(list.changed),
        }
    }
}

/// All watchlists of the token's owner.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Watchlists {
    /// In the order they were made.
    pub items: Vec<Watched>,
}

/// What is tried.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct TryQuery {
    /// A query in the language of alerts.
    #[param(min_length = 1, example = "ticker:AAPL AND recall*")]
    query: String,
    /// How many matches to show.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
}

/// A word or condition that a story meets.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Met {
    /// As the query says it; `NOT …` for what the story rightly lacks.
    pub clause: String,
    /// `title` or `body`, when it asks for words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#in: Option<&'static str>,
    /// Where they stand in it, in code points.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<[usize; 2]>,
}

/// A story that a query would have fired on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Fired {
    /// The story.
    pub story: u64,
    /// When it was first published.
    #[schema(format = DateTime)]
    pub at: String,
    /// Its title.
    pub title: String,
    /// The words that were looked at.
    pub body: String,
    /// What it meets.
    pub why: Vec<Met>,
}

impl Fired {
    fn of(found: Match) -> Self {
        let points = [CodePoints::new(&found.told.title), CodePoints::new(&found.told.body)];
        let why = found.reasons.into_iter().map(|reason| met(reason, &points)).collect();
        drop(points);
        let (title, body) = (found.told.title, found.told.body);
        Self { story: found.story.0, at: exact(found.at), title, body, why }
    }
}

fn met(why: Why, [title, body]: &[CodePoints<'_>; 2]) -> Met {
    let (r#in, points) = match why.place {
        Some(Field::Title) => (Some("title"), title),
        Some(_) => (Some("body"), body),
        None => (None, body),
    };
    let spans = why.spans.iter().map(|s| [points.from_byte(s.start), points.from_byte(s.end)]);
    Met { clause: why.clause, r#in, spans: spans.collect() }
}

/// How often a query would have fired.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tries {
    /// On all stories that stand.
    pub fired: usize,
    /// On those of the last seven days.
    pub last_week: usize,
    /// `false`: so many stories could match that only the newest were tried.
    pub exact: bool,
    /// The newest stories that it would have fired on.
    pub items: Vec<Fired>,
}

/// The owner of a token, as an account: whoever holds a token of the desk owns nothing himself.
fn owner(state: &AppState, id: Option<UserId>) -> Result<Option<User>, Problem> {
    let Some(id) = id else { return Ok(None) };
    Ok(state.store().user_by_id(id).map_err(Error::from)?)
}

/// The standing queries of the token's owner.
#[utoipa::path(get, path = "/api/v1/alerts", tag = "alerts",
    responses((status = 200, body = Alerts, description = "All of them"), super::Refused))]
pub(crate) async fn alerts(caller: Caller, request: Request<Nothing>) -> Result<Response, Problem> {
    request
        .json(move |state| {
            let Some(user) = owner(state, caller.token.about.owner)? else {
                return Ok(Alerts { items: Vec::new() });
            };
            let most = keeping::Allowance::of(user.about.role).queries;
            let kept = state.store().queries_of(user.id, most).map_err(Error::from)?;
            Ok(Alerts { items: kept.iter().map(Alert::of).collect() })
        })
        .await
}

/// The watchlists of the token's owner.
#[utoipa::path(get, path = "/api/v1/watchlists", tag = "alerts",
    responses((status = 200, body = Watchlists, description = "All of them"), super::Refused))]
pub(crate) async fn watchlists(
    caller: Caller,
    request: Request<Nothing>,
) -> Result<Response, Problem> {
    request
        .json(move |state| {
            let Some(user) = owner(state, caller.token.about.owner)? else {
                return Ok(Watchlists { items: Vec::new() });
            };
            let kept = keeping::watchlists(state.store(), &user).map_err(Error::from)?;
            Ok(Watchlists { items: kept.into_iter().map(Watched::of).collect() })
        })
        .await
}

/// A query tried on what was published, before it is kept: exactly the stories that it would have
/// fired on.
#[utoipa::path(get, path = "/api/v1/alerts/try", tag = "alerts", params(TryQuery),
    responses((status = 200, body = Tries, description = "The newest first"), super::Refused))]
pub(crate) async fn tried(request: Request<TryQuery>) -> Result<Response, Problem> {
    let text =
        request.params.text("query")?.ok_or_else(|| Problem::parameter("query", "is missing"))?;
    let query = wiredesk_alert::Query::parse(text, &wiredesk_alert::Limits::default());
    let query = query.map_err(|error| Problem::parameter("query", error.to_string()))?;
    let show = limit(&request.params)?;
    request
        .json(move |state| {
            let find = &state.inner().parts.find;
            let archive =
                |span| find.archive(&query, span).map_err(|e| Problem::from(Error::Broken(e)));
            let from = Some(state.now() - SignedDuration::from_hours(7 * 24));
            let week = archive(Span { from, ..Span::default() })?;
            let all = archive(Span { show, ..Span::default() })?;
            Ok(Tries {
                fired: all.fired,
                last_week: week.fired,
                exact: !(all.more || week.more),
                items: all.matches.into_iter().map(Fired::of).collect(),
            })
        })
        .await
}
