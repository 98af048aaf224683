//! Claims: who says what, through whom, in which words.

use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use wiredesk_model::{Claim, EntityId, Report, ReportId};

use super::cursor;
use super::list::{Format, List, Page};
use super::params::Params;
use super::problem::Problem;
use super::request::Request;
use super::stories::ground;
use crate::AppState;

/// Which claims are wanted.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct ClaimsQuery {
    /// Spoken by, or speaking of, this entity, by id.
    #[param(min_length = 1, example = "country:PRK")]
    entity: String,
    /// Where the page starts: the `next` of the page before.
    #[param(pattern = r"^-?[0-9]{1,16}\.[0-9]{1,18}$")]
    cursor: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
}

/// One attributed assertion. The place of its words is in Unicode code points of the report's text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimLine {
    /// `REPORT#n`.
    pub id: String,
    /// The report.
    pub report: String,
    /// First code point of the words.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub words: String,
    /// Who says so, by id; absent when the outlet does in its own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The speaker as named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker_name: Option<String>,
    /// Those who passed it on.
    pub through: Vec<String>,
    /// The outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// PLOVER root of the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Who did it, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// To whom, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// When it took place, as far as told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// When the report was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<String>,
    /// The speaker, or the cue, hedges it.
    pub hedged: bool,
    /// It is said not to be so.
    pub denied: bool,
}

impl ClaimLine {
    fn of(claim: &Claim, report: &Report) -> Option<Self> {
        let ground = ground(report, claim.evidence.span)?;
        let event = claim.event.as_ref();
        let side =
            |p: &Option<wiredesk_model::Participant>| Some(p.as_ref()?.id.as_ref()?.to_string());
        Some(Self {
            id: claim.id.to_string(),
            report: ground.report,
            start: ground.start,
            end: ground.end,
            words: ground.words,
            speaker: claim.voice.speaker.as_ref().map(ToString::to_string),
            speaker_name: claim.voice.speaker_name.clone(),
            through: claim.voice.chain.iter().map(|link| link.name.clone()).collect(),
            outlet: claim.voice.outlet.clone(),
            root: event.map(|e| e.root.as_str().to_owned()),
            actor: event.and_then(|e| side(&e.actor)),
            recipient: event.and_then(|e| side(&e.recipient)),
            when: claim.when.map(|w| w.to_string()),
            reported: claim.reported.as_ref().map(ToString::to_string),
            hedged: claim.hedged,
            denied: claim.denied,
        })
    }
}

struct Claims {
    entity: EntityId,
}

impl Claims {
    fn read(params: &Params) -> Result<Self, Problem> {
        let entity = params.text("entity")?;
        let entity = entity.ok_or_else(|| Problem::parameter("entity", "is missing"))?;
        Ok(Self { entity: EntityId::new(entity) })
    }
}

impl List for Claims {
    type Row = ClaimLine;

    const COLUMNS: &'static [&'static str] = &[
        "id",
        "report",
        "start",
        "end",
        "words",
        "speaker",
        "speaker_name",
        "through",
        "outlet",
        "root",
        "actor",
        "recipient",
        "when",
        "reported",
        "hedged",
        "denied",
    ];

    fn page(
        &self,
        state: &AppState,
        after: Option<&str>,
        most: usize,
    ) -> Result<(Vec<ClaimLine>, Option<String>), Problem> {
        // A claim's place is its report's number of arrival and its own in the report.
        let before = cursor::read(after)?
            .map(|(report, n)| (u64::try_from(report.as_microsecond()).unwrap_or(0), n));
        let mut claims = state.store().claims_about(&self.entity, before, most + 1)?;
        let more = claims.len() > most;
        claims.truncate(most);
        let next = claims.last().filter(|_| more).map(|((report, n), _)| {
            let report = i64::try_from(*report).unwrap_or(i64::MAX);
            cursor::of(Timestamp::from_microsecond(report).unwrap_or(Timestamp::MAX), *n)
        });
        let ids: std::collections::BTreeSet<&ReportId> =
            claims.iter().map(|(_, c)| &c.evidence.report).collect();
        let kept = state.store().reports(ids)?;
        let reports: HashMap<&ReportId, &Report> =
            kept.iter().map(|k| (&k.report.id, &k.report)).collect();
        let line =
            |(_, c): &((u64, u64), Claim)| ClaimLine::of(c, reports.get(&c.evidence.report)?);
        Ok((claims.iter().filter_map(line).collect(), next))
    }
}

/// Claims that an entity makes or that speak of it, the latest report first.
#[utoipa::path(get, path = "/api/v1/claims", tag = "ledger", params(ClaimsQuery),
    responses((status = 200, body = Page<ClaimLine>, description = "One page of claims"), super::Refused))]
pub(crate) async fn claims(request: Request<ClaimsQuery>) -> Result<Response, Problem> {
    request.page(Claims::read(&request.params)?).await
}

/// All claims of an entity, a line of JSON each. `cursor` and `limit` are not looked at.
#[utoipa::path(get, path = "/api/v1/claims.jsonl", tag = "ledger", params(ClaimsQuery),
    responses((status = 200, content_type = "application/jsonl", body = String,
        description = "A claim a line"), super::Refused))]
pub(crate) async fn claims_jsonl(request: Request<ClaimsQuery>) -> Result<Response, Problem> {
    request.export(Claims::read(&request.params)?, Format::Jsonl).await
}

/// All claims of an entity, as CSV. `cursor` and `limit` are not looked at.
#[utoipa::path(get, path = "/api/v1/claims.csv", tag = "ledger", params(ClaimsQuery),
    responses((status = 200, content_type = "text/csv", body = String,
        description = "A claim a line"), super::Refused))]
pub(crate) async fn claims_csv(request: Request<ClaimsQuery>) -> Result<Response, Problem> {
    request.export(Claims::read(&request.params)?, Format::Csv).await
}
