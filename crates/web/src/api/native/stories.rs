//! Published stories, and their versions with what each sentence stands on.

use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use wiredesk_flow::publishing;
use wiredesk_model::{CodePoints, Grounds, Report, Sentence, Span, StoryId};
use wiredesk_publish::dialect::clock::exact;
use wiredesk_publish::dialect::native::{self, Story};
use wiredesk_publish::edition::{Edition, Sources, class_word};
use wiredesk_store::{By, Filter, Order, Origin, PublishedStory, Start};

use super::list::{Format, List, Page};
use super::params::{self, Params};
use super::problem::Problem;
use super::request::Request;
use super::{Nothing, cursor};
use crate::{AppState, limits};

/// Which stories are wanted. Each list means *any of these*; all of them must hold.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct StoriesQuery {
    /// Any of these sections.
    #[param(style = Form, explode = false, min_items = 1, max_items = 50, example = json!(["World"]))]
    channel: Option<Vec<String>>,
    /// Any of these tickers.
    #[param(style = Form, explode = false, min_items = 1, max_items = 50)]
    ticker: Option<Vec<String>>,
    /// Any of these topic words.
    #[param(style = Form, explode = false, min_items = 1, max_items = 50)]
    tag: Option<Vec<String>>,
    /// Any of these by-lines.
    #[param(style = Form, explode = false, min_items = 1, max_items = 50)]
    author: Option<Vec<String>>,
    /// Speaking of any of these entities, by id.
    #[param(style = Form, explode = false, min_items = 1, max_items = 50, example = json!(["country:PRK"]))]
    entity: Option<Vec<String>>,
    /// Drafted from any of these storylines, by id.
    #[param(style = Form, explode = false, min_items = 1, max_items = 50)]
    storyline: Option<Vec<String>>,
    /// First published at this moment (or day, UTC) or after.
    #[param(format = DateTime)]
    created_from: Option<String>,
    /// First published before.
    #[param(format = DateTime)]
    created_before: Option<String>,
    /// Changed at this moment or after.
    #[param(format = DateTime)]
    updated_from: Option<String>,
    /// Changed before.
    #[param(format = DateTime)]
    updated_before: Option<String>,
    /// Words to search for, as on the search page: the best thousand that match are listed.
    #[param(min_length = 1, max_length = 500)]
    q: Option<String>,
    /// Only stories that were taken back. Then no list above may be set.
    removed: Option<bool>,
    /// With the body as HTML.
    body: Option<bool>,
    /// `newest` (default) and `oldest` go by first publication, which never changes: pages neither
    /// drop nor repeat a story. `latest` and `changed` go by last change, latest and earliest first;
    /// follow `changed` to hear of each change once more.
    #[param(inline)]
    order: Option<OrderWord>,
    /// Where the page starts: the `next` of the page before.
    #[param(pattern = r"^-?[0-9]{1,16}\.[0-9]{1,18}$")]
    cursor: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
}

/// The order of a list of stories.
#[derive(Debug, Clone, Copy, ToSchema)]
#[schema(rename_all = "lowercase")]
#[allow(dead_code, reason = "the document of the parameter; `Params` reads it")]
pub(crate) enum OrderWord {
    Newest,
    Oldest,
    Latest,
    Changed,
}

/// Stories that fit.
pub(crate) struct Stories {
    filter: Filter,
    words: Option<String>,
    order: Order,
    body: bool,
}

impl Stories {
    fn read(params: &Params) -> Result<Self, Problem> {
        let order = |by, descending| Order { by, descending };
        let orders = [
            ("newest", Order::NEWEST),
            ("oldest", order(By::Created, false)),
            ("latest", Order::LATEST),
            ("changed", order(By::Updated, false)),
        ];
        let filter = Filter {
            channels: params.names("channel")?,
            tickers: params.names("ticker")?,
            tags: params.names("tag")?,
            authors: params.names("author")?,
            entities: params.names("entity")?,
            storylines: params.names("storyline")?,
            created_from: params.moment("created_from")?,
            created_before: params.moment("created_before")?,
            updated_from: params.moment("updated_from")?,
            updated_before: params.moment("updated_before")?,
            removed: params.yes("removed")?,
            ..Filter::default()
        };
        let named = ["channel", "ticker", "tag", "author", "entity", "storyline"];
        for name in named.into_iter().filter(|_| filter.removed) {
            if params.text(name)?.is_some() {
                let why = "stories that were taken back can be narrowed by time only";
                return Err(Problem::parameter("removed", why));
            }
        }
        let order = params.one_of("order", &orders)?.unwrap_or(Order::NEWEST);
        let words = words(params)?.map(String::from);
        Ok(Self { filter, words, order, body: params.yes("body")? })
    }
}

/// The words to search for.
pub(super) fn words(params: &Params) -> Result<Option<&str>, Problem> {
    let words = params.text("q")?;
    if words.is_some_and(|w| w.chars().count() > limits::QUERY_CHARS_MAX) {
        let why = format!("is longer than {} characters", limits::QUERY_CHARS_MAX);
        return Err(Problem::parameter("q", why));
    }
    Ok(words)
}

impl List for Stories {
    type Row = Story;

    const COLUMNS: &'static [&'static str] = &[
        "id",
        "version",
        "seq",
        "state",
        "created",
        "updated",
        "title",
        "teaser",
        "author",
        "editor",
        "machine",
        "url",
        "channels",
        "tags",
        "tickers",
        "importance",
        "body",
    ];

    fn kept(&self) -> bool {
        self.words.is_none()
    }

    /// The stories that a search for the words finds.
    fn begin(&mut self, state: &AppState) -> Result<(), Problem> {
        if let Some(words) = &self.words {
            let found = state.inner().parts.find.stories(words, limits::SEARCHED_AMONG);
            self.filter.among = Some(found.map_err(|why| Problem::parameter("q", why))?);
        }
        Ok(())
    }

    fn page(
        &self,
        state: &AppState,
        after: Option<&str>,
        most: usize,
    ) -> Result<(Vec<Story>, Option<String>), Problem> {
        let start = match cursor::read(after)? {
            Some((at, id)) => Start::After { at, id: StoryId(id) },
            None => Start::Top,
        };
        let mut kept = state.store().list(&self.filter, self.order, start, most + 1)?;
        let more = kept.len() > most;
        kept.truncate(most);
        let next = kept.last().filter(|_| more).map(|last| match self.order.after(last) {
            Start::After { at, id } => cursor::of(at, id.0),
            Start::Top | Start::Offset(_) => String::new(),
        });
        Ok((told(state, &kept, self.body)?, next))
    }
}

/// Stories as this API tells them; what is known of their securities is read once for all.
pub(super) fn told(
    state: &AppState,
    kept: &[PublishedStory],
    body: bool,
) -> Result<Vec<Story>, Problem> {
    let items = publishing::items(state.store(), state.house(), kept)?;
    Ok(items.iter().map(|item| native::story(item, body)).collect())
}

/// Published stories.
#[utoipa::path(get, path = "/api/v1/stories", tag = "stories", params(StoriesQuery),
    responses((status = 200, body = Page<Story>, description = "One page of stories"), super::Refused))]
pub(crate) async fn stories(request: Request<StoriesQuery>) -> Result<Response, Problem> {
    request.page(Stories::read(&request.params)?).await
}

/// All stories that fit, a line of JSON each. `cursor` and `limit` are not looked at.
#[utoipa::path(get, path = "/api/v1/stories.jsonl", tag = "stories", params(StoriesQuery),
    responses((status = 200, content_type = "application/jsonl", body = String,
        description = "A story a line"), super::Refused))]
pub(crate) async fn stories_jsonl(request: Request<StoriesQuery>) -> Result<Response, Problem> {
    request.export(Stories::read(&request.params)?, Format::Jsonl).await
}

/// All stories that fit, as CSV. `cursor` and `limit` are not looked at.
#[utoipa::path(get, path = "/api/v1/stories.csv", tag = "stories", params(StoriesQuery),
    responses((status = 200, content_type = "text/csv", body = String,
        description = "A story a line"), super::Refused))]
pub(crate) async fn stories_csv(request: Request<StoriesQuery>) -> Result<Response, Problem> {
    request.export(Stories::read(&request.params)?, Format::Csv).await
}

/// The story of that number as it stands, with its body.
#[utoipa::path(get, path = "/api/v1/stories/{id}", tag = "stories",
    params(("id" = u64, Path, description = "The story's number", maximum = 9223372036854775807_i64)),
    responses((status = 200, body = Story, description = "The story"), super::RefusedOrGone))]
pub(crate) async fn story(
    Path(id): Path<String>,
    request: Request<Nothing>,
) -> Result<Response, Problem> {
    let id = StoryId(params::number("id", &id)?);
    request
        .json(move |state| {
            let kept = standing(state, id)?;
            Ok(native::story(&publishing::item(state.store(), state.house(), &kept)?, true))
        })
        .await
}

/// The story as kept, when readers may read it.
fn standing(state: &AppState, id: StoryId) -> Result<PublishedStory, Problem> {
    let missing = || Problem::missing(format_args!("published story {id}"));
    let kept = state.store().published(id)?.ok_or_else(missing)?;
    match kept.removed {
        Some(at) => Err(Problem::gone(format!("Story {id} was taken back at {}.", exact(at)))),
        None => Ok(kept),
    }
}

/// A version of a story as it was published.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionLine {
    /// From 1.
    pub version: u32,
    /// Place in the publication log.
    pub seq: u64,
    /// When it was published.
    #[schema(format = DateTime)]
    pub at: String,
    /// What was done: `published`, `updated`, `corrected`, `refiled`, `repeated`.
    pub what: String,
    /// Who did it.
    pub by: String,
    /// What they said about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The versions of a story that were published, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Versions {
    /// The story's number.
    pub story: u64,
    /// Oldest first.
    pub items: Vec<VersionLine>,
}

/// The versions of a story that were published.
#[utoipa::path(get, path = "/api/v1/stories/{id}/versions", tag = "stories",
    params(("id" = u64, Path, description = "The story's number", maximum = 9223372036854775807_i64)),
    responses((status = 200, body = Versions, description = "Oldest first"), super::RefusedOrGone))]
pub(crate) async fn versions(
    Path(id): Path<String>,
    request: Request<Nothing>,
) -> Result<Response, Problem> {
    let id = StoryId(params::number("id", &id)?);
    request
        .json(move |state| {
            standing(state, id)?;
            let log = state.store().log_of(id)?;
            let line = |p: &wiredesk_model::Publication| VersionLine {
                version: p.version,
                seq: p.seq,
                at: exact(p.at),
                what: class_word(p.kind).to_lowercase(),
                by: p.by.clone(),
                note: p.note.clone(),
            };
            Ok(Versions { story: id.0, items: log.iter().map(line).collect() })
        })
        .await
}

/// A version with every sentence and what it stands on. Places are Unicode code points of the text
/// they count in, end exclusive.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Version {
    /// The story's number.
    pub story: u64,
    /// From 1.
    pub version: u32,
    /// True when it is the one that readers see now.
    pub current: bool,
    /// The headline first.
    pub sentences: Vec<Line>,
    /// The reports that the sentences stand on.
    pub reports: Vec<Source>,
}

/// A sentence of a story.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Line {
    /// `headline`, `lede`, `what_happened`, `why_it_matters`, `price_action` or `disputed`.
    pub part: String,
    /// True when it opens a paragraph.
    pub paragraph: bool,
    /// The words.
    pub text: String,
    /// `evidence`, `house` (boilerplate that claims nothing) or `unsupported`.
    pub grounds: String,
    /// The words of reports that carry it.
    pub evidence: Vec<Ground>,
    /// `supported`, `unsure` or `unsupported`; absent when it was not checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// What the check found wrong.
    pub findings: Vec<Finding>,
    /// Why an editor published it although the check did not support it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
}

/// Words of a report that carry a sentence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ground {
    /// The report's id.
    pub report: String,
    /// First code point in the report's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words themselves.
    pub words: String,
}

/// One thing that the check found wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Finding {
    /// `number`, `date`, `quote`, `cause`, …
    pub class: String,
    /// First code point in the sentence.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// True when the desk refuses to publish without a reason.
    pub hard: bool,
    /// In words.
    pub reason: String,
}

/// A report that a story stands on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Source {
    /// Its id.
    pub id: String,
    /// The outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A day, or an instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
}

/// A published version with each sentence's evidence and verdict. A story that was moved in has
/// neither.
#[utoipa::path(get, path = "/api/v1/stories/{id}/versions/{version}", tag = "stories",
    params(("id" = u64, Path, description = "The story's number", maximum = 9223372036854775807_i64),
           ("version" = u32, Path, description = "From 1", minimum = 1)),
    responses((status = 200, body = Version, description = "The version"), super::RefusedOrGone))]
pub(crate) async fn version(
    Path((id, version)): Path<(String, String)>,
    request: Request<Nothing>,
) -> Result<Response, Problem> {
    let id = StoryId(params::number("id", &id)?);
    let wanted = params::number("version", &version)?;
    request
        .json(move |state| {
            let kept = standing(state, id)?;
            let missing =
                || Problem::missing(format_args!("published version {wanted} of story {id}"));
            if kept.origin == Origin::Imported {
                let why = "Story {id} was moved in: no evidence of it is kept.";
                return Err(Problem::missing(why.replace("{id}", &id.to_string())));
            }
            let wanted = u32::try_from(wanted).map_err(|_| missing())?;
            let found = publishing::edition(state.store(), id, Some(wanted))?;
            let (edition, sources) = found.ok_or_else(missing)?;
            Ok(Version::of(&edition, &sources, kept.version))
        })
        .await
}

impl Version {
    fn of(edition: &Edition, sources: &Sources, current: u32) -> Self {
        let story = &edition.story;
        let lede = story.lede.iter().map(|s| ("lede", s));
        let sections = &story.sections;
        let rest = sections.iter().flat_map(|s| s.sentences.iter().map(|l| (s.kind.as_str(), l)));
        let all = std::iter::once(("headline", &story.headline)).chain(lede).chain(rest);
        Self {
            story: edition.id.0,
            version: edition.version,
            current: edition.version == current,
            sentences: all.map(|(part, s)| Line::of(part, s, sources)).collect(),
            reports: sources.values().map(Source::of).collect(),
        }
    }
}

impl Line {
    fn of(part: &str, sentence: &Sentence, sources: &Sources) -> Self {
        let text = sentence.text();
        let points = CodePoints::new(text);
        let findings = sentence.check.iter().flat_map(|c| &c.findings).map(|f| {
            let (start, end) = points.span(f.span);
            let class = f.class.as_str().to_owned();
            Finding { class, start, end, hard: f.hard, reason: f.reason.clone() }
        });
        let evidence = sentence.evidence().iter();
        let evidence = evidence.filter_map(|e| ground(sources.get(&e.report)?, e.span));
        Self {
            part: part.to_owned(),
            paragraph: sentence.paragraph,
            text: text.to_owned(),
            grounds: match sentence.grounds() {
                Grounds::Evidence(_) => "evidence",
                Grounds::House => "house",
                Grounds::Unsupported => "unsupported",
            }
            .to_owned(),
            evidence: evidence.collect(),
            verdict: sentence.check.as_ref().map(|c| c.verdict.as_str().to_owned()),
            findings: findings.collect(),
            override_reason: sentence.override_reason.clone(),
        }
    }
}

/// Words of a report with their place in code points.
pub(crate) fn ground(report: &Report, span: Span) -> Option<Ground> {
    let words = span.of(&report.text)?.to_owned();
    let (start, end) = CodePoints::new(&report.text).span(span);
    Some(Ground { report: report.id.to_string(), start, end, words })
}

impl Source {
    /// What is told of a report beside its words.
    pub fn of(report: &Report) -> Self {
        Self {
            id: report.id.to_string(),
            source: report.source.clone(),
            title: report.title.clone(),
            url: report.url.clone(),
            published: report.published.as_ref().map(ToString::to_string),
        }
    }
}
