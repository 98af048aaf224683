//! Search, storylines, entities, sources, reports.

use axum::extract::Path;
use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use wiredesk_model::{EntityId, ReportId, StoryId, StorylineId};
use wiredesk_publish::dialect::clock::exact;
use wiredesk_publish::dialect::native::Story;
use wiredesk_store::{Facet, ReportLine};

use super::list::{List, Page};
use super::problem::Problem;
use super::request::Request;
use super::stories::{told, words};
use super::{Nothing, cursor, limit};
use crate::{AppState, limits};

/// What is searched for.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct SearchQuery {
    /// Words, `"words as written"`, `this OR that`, `-without`, `ticker:AAPL`, `channel:World`.
    #[param(min_length = 1, max_length = 500, example = "shells")]
    q: String,
    /// How many.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
}

/// What a search found, the best match first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Found {
    /// Standing stories.
    pub items: Vec<Story>,
}

/// Standing stories that match, the best first. To walk over all that match, use `q` of the list of
/// stories.
#[utoipa::path(get, path = "/api/v1/search", tag = "stories", params(SearchQuery),
    responses((status = 200, body = Found, description = "The best first"), super::Refused))]
pub(crate) async fn search(request: Request<SearchQuery>) -> Result<Response, Problem> {
    let words =
        words(&request.params)?.ok_or_else(|| Problem::parameter("q", "is missing"))?.to_owned();
    let most = limit(&request.params)?;
    request
        .json(move |state| {
            let found = state.inner().parts.find.stories(&words, most.min(limits::SEARCHED_AMONG));
            let ids: Vec<StoryId> = found.map_err(|why| Problem::parameter("q", why))?;
            let mut kept = state.store().published_all(&ids)?;
            kept.retain(|k| k.removed.is_none());
            Ok(Found { items: told(state, &kept, false)? })
        })
        .await
}

/// Which page.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct PageQuery {
    /// Where the page starts: the `next` of the page before.
    #[param(pattern = r"^-?[0-9]{1,16}\.[0-9]{1,18}$")]
    cursor: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
}

/// A report in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportRow {
    /// Its id.
    pub id: String,
    /// When it was published, else received.
    #[schema(format = DateTime)]
    pub at: String,
    /// The outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The storyline it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storyline: Option<String>,
    /// The report it is a copy of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
}

impl ReportRow {
    fn of(line: &ReportLine) -> Self {
        Self {
            id: line.id.to_string(),
            at: exact(line.at),
            source: line.source.clone(),
            title: line.title.clone(),
            url: line.url.clone(),
            storyline: line.storyline.as_ref().map(ToString::to_string),
            duplicate_of: line.duplicate_of.as_ref().map(ToString::to_string),
        }
    }
}

struct Reports;

impl List for Reports {
    type Row = ReportRow;

    const COLUMNS: &'static [&'static str] =
        &["id", "at", "source", "title", "url", "storyline", "duplicate_of"];

    fn page(
        &self,
        state: &AppState,
        after: Option<&str>,
        most: usize,
    ) -> Result<(Vec<ReportRow>, Option<String>), Problem> {
        let mut lines = state.store().latest_reports(cursor::read(after)?, most + 1)?;
        let more = lines.len() > most;
        lines.truncate(most);
        let next = lines.last().filter(|_| more).map(|l| cursor::of(l.at, l.seq));
        Ok((lines.iter().map(ReportRow::of).collect(), next))
    }
}

/// Reports as received, the latest first.
#[utoipa::path(get, path = "/api/v1/reports", tag = "ledger", params(PageQuery),
    responses((status = 200, body = Page<ReportRow>, description = "One page of reports"), super::Refused))]
pub(crate) async fn reports(request: Request<PageQuery>) -> Result<Response, Problem> {
    request.page(Reports).await
}

/// A report with its text. Places elsewhere count in the Unicode code points of that text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportWhole {
    /// Its id.
    pub id: String,
    /// When it came in.
    #[schema(format = DateTime)]
    pub received: String,
    /// A day, or an instant, as the outlet wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Authors.
    pub byline: Vec<String>,
    /// The cleaned text.
    pub text: String,
}

/// The report of that id.
#[utoipa::path(get, path = "/api/v1/reports/{id}", tag = "ledger",
    params(("id" = String, Path, description = "The report's id")),
    responses((status = 200, body = ReportWhole, description = "The report"), super::RefusedOrGone))]
pub(crate) async fn report(
    Path(id): Path<String>,
    request: Request<Nothing>,
) -> Result<Response, Problem> {
    request
        .json(move |state| {
            let kept = state.store().report(&ReportId::new(id))?;
            let kept = kept.ok_or_else(|| Problem::missing("such report"))?;
            let report = kept.report;
            Ok(ReportWhole {
                id: report.id.to_string(),
                received: exact(kept.received_at),
                published: report.published.as_ref().map(ToString::to_string),
                source: report.source,
                title: report.title,
                url: report.url,
                byline: report.byline,
                text: report.text,
            })
        })
        .await
}

/// A storyline in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineRow {
    /// Its id.
    pub id: String,
    /// Its working title.
    pub title: String,
    /// How many reports are in it.
    pub reports: u64,
    /// How many of them are no copies.
    pub originals: u64,
    /// The time of its first report.
    #[schema(format = DateTime)]
    pub first: String,
    /// The time of its last report.
    #[schema(format = DateTime)]
    pub last: String,
}

/// How many storylines.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct LinesQuery {
    /// Where the page starts: the `next` of the page before.
    #[param(pattern = r"^-?[0-9]{1,16}/s-[0-9a-f]{1,64}$")]
    cursor: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
}

/// Storylines by their last report, the latest first.
#[utoipa::path(get, path = "/api/v1/storylines", tag = "ledger", params(LinesQuery),
    responses((status = 200, body = Page<LineRow>, description = "The latest first"), super::Refused))]
pub(crate) async fn storylines(request: Request<LinesQuery>) -> Result<Response, Problem> {
    let before = line_cursor(request.params.text("cursor")?)?;
    let most = limit(&request.params)?;
    request
        .json(move |state| {
            let mut lines = state.store().storylines(before, most + 1)?;
            let more = lines.len() > most;
            lines.truncate(most);
            let last = lines.last().filter(|_| more);
            let next = last.map(|l| format!("{}/{}", l.last.as_microsecond(), l.id));
            let row = |l: wiredesk_store::StorylineLine| LineRow {
                id: l.id.to_string(),
                title: l.title,
                reports: l.reports,
                originals: l.originals,
                first: exact(l.first),
                last: exact(l.last),
            };
            Ok(Page { items: lines.into_iter().map(row).collect(), next })
        })
        .await
}

/// The time and id of a storyline.
fn line_cursor(cursor: Option<&str>) -> Result<Option<(Timestamp, StorylineId)>, Problem> {
    let Some(text) = cursor else { return Ok(None) };
    let wrong = || Problem::parameter("cursor", "is none of ours; send what `next` said");
    let (at, id) = text.split_once('/').ok_or_else(wrong)?;
    let at: i64 = at.parse().map_err(|_| wrong())?;
    let at = Timestamp::from_microsecond(at).map_err(|_| wrong())?;
    Ok(Some((at, StorylineId::new(id))))
}

/// A report's place in a storyline.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Placed {
    /// The report's id.
    pub report: String,
    /// The report it is a copy of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
    /// Why it belongs here.
    pub reason: String,
}

/// A storyline with its reports in time order, and the stories drafted from it that stand.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineWhole {
    /// Its id.
    pub id: String,
    /// Its working title.
    pub title: String,
    /// In time order, copies too.
    pub reports: Vec<Placed>,
    /// Numbers of stories that stand.
    pub stories: Vec<u64>,
}

/// The storyline of that id.
#[utoipa::path(get, path = "/api/v1/storylines/{id}", tag = "ledger",
    params(("id" = String, Path, description = "The storyline's id")),
    responses((status = 200, body = LineWhole, description = "The storyline"), super::RefusedOrGone))]
pub(crate) async fn storyline(
    Path(id): Path<String>,
    request: Request<Nothing>,
) -> Result<Response, Problem> {
    request
        .json(move |state| {
            let line = state.store().storyline(&StorylineId::new(id))?;
            let line = line.ok_or_else(|| Problem::missing("such storyline"))?;
            let stories = state.store().stories_of(&line.id)?;
            let placed = |a: &wiredesk_model::Assignment| Placed {
                report: a.report.to_string(),
                duplicate_of: a.duplicate_of.as_ref().map(ToString::to_string),
                reason: a.reason.clone(),
            };
            Ok(LineWhole {
                id: line.id.to_string(),
                reports: line.reports.iter().map(placed).collect(),
                stories: stories.iter().filter(|s| s.live.is_some()).map(|s| s.id.0).collect(),
                title: line.title,
            })
        })
        .await
}

/// An entity that standing stories speak of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntityRow {
    /// Its id, `country:PRK`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many standing stories speak of it.
    pub stories: u64,
}

/// Entities that standing stories speak of, those in most stories first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entities {
    /// Those in most stories first.
    pub items: Vec<EntityRow>,
}

/// Entities that standing stories speak of, those in most stories first; at most a thousand.
#[utoipa::path(get, path = "/api/v1/entities", tag = "ledger",
    responses((status = 200, body = Entities, description = "Those in most stories first"), super::Refused))]
pub(crate) async fn entities(request: Request<Nothing>) -> Result<Response, Problem> {
    request
        .json(|state| {
            let counts = state.store().facet_counts(Facet::Entity, limits::SEARCHED_AMONG)?;
            let row = |c: wiredesk_store::FacetCount| EntityRow {
                name: state.inner().parts.books.name(&EntityId::new(c.name.as_str())),
                id: c.name,
                stories: c.stories,
            };
            Ok(Entities { items: counts.into_iter().map(row).collect() })
        })
        .await
}

/// A feed or outlet that reports are taken from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SourceRow {
    /// Its number.
    pub id: u64,
    /// Its address.
    pub url: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// `rss`, `atom`, `json`, `page`, …
    pub kind: String,
    /// Under which terms its reports may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    /// 0 to 100, as an editor set it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<u8>,
    /// When it was last asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub last_fetched: Option<String>,
    /// Failures in a row.
    pub failures: u32,
    /// False when it is not polled.
    pub enabled: bool,
}

/// All sources.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sources {
    /// In the order they were added.
    pub items: Vec<SourceRow>,
}

/// Feeds that reports are taken from.
#[utoipa::path(get, path = "/api/v1/sources", tag = "ledger",
    responses((status = 200, body = Sources, description = "All of them"), super::Refused))]
pub(crate) async fn sources(request: Request<Nothing>) -> Result<Response, Problem> {
    request
        .json(|state| {
            let row = |s: wiredesk_store::Source| SourceRow {
                id: s.id.0,
                url: s.about.url,
                title: s.about.title,
                kind: s.about.kind,
                terms: s.about.terms,
                reliability: s.about.reliability,
                last_fetched: s.last_fetched.map(exact),
                failures: s.failures,
                enabled: s.enabled,
            };
            Ok(Sources { items: state.store().sources()?.into_iter().map(row).collect() })
        })
        .await
}
