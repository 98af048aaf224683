//! The ledger: who comes first, one relation, what happened in its order; as known on a day.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use wiredesk_ledger::{Figure, Happening, Measure, Question, RankRow, Rung, Teller};
use wiredesk_model::EntityId;

use super::list;
use super::params::Params;
use super::problem::Problem;
use crate::AppState;

/// What is ranked.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct RankQuery {
    /// For or to whom, by id or name.
    #[param(min_length = 1, example = "country:RUS")]
    recipient: String,
    /// By what: distinct first tellers, distinct things at distinct times, or ranks put in words.
    #[param(inline)]
    measure: Option<MeasureWord>,
    /// As known at the end of this day.
    #[param(format = Date)]
    as_of: Option<String>,
}

/// A measure.
#[derive(Debug, Clone, Copy, ToSchema)]
#[schema(rename_all = "lowercase")]
#[allow(dead_code, reason = "the document of the parameter; `Params` reads it")]
pub(crate) enum MeasureWord {
    Origins,
    Deliveries,
    Explicit,
}

/// Who supplies whom with arms, in order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ranked {
    /// For or to whom.
    pub recipient: String,
    /// By what.
    pub measure: String,
    /// Distinct first tellers behind all rows.
    pub origins: usize,
    /// In order; what nobody is named for comes last, without an actor.
    pub items: Vec<RankLine>,
}

/// An actor's place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RankLine {
    /// From 1; equals share one.
    pub place: usize,
    /// Best and worst place in nine of ten draws of the first tellers.
    pub place_range: [usize; 2],
    /// Who, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Who, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Distinct first tellers.
    pub origins: usize,
    /// Distinct outlets.
    pub outlets: usize,
    /// Distinct kinds of goods at distinct times.
    pub deliveries: usize,
    /// Who says so.
    pub says: Vec<TellerLine>,
    /// Who says that it is not so.
    pub disputes: Vec<TellerLine>,
}

/// A first teller with the claims.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TellerLine {
    /// The name.
    pub name: String,
    /// Those who passed it on.
    pub through: Vec<String>,
    /// The claims' ids, in time order.
    pub claims: Vec<String>,
}

impl TellerLine {
    fn all(tellers: &[Teller]) -> Vec<Self> {
        let line = |t: &Teller| Self {
            name: t.name.clone(),
            through: t.through.clone(),
            claims: t.claims.iter().map(|c| c.claim.to_string()).collect(),
        };
        tellers.iter().map(line).collect()
    }
}

impl RankLine {
    fn of(row: &RankRow, state: &AppState) -> Self {
        Self {
            place: row.place,
            place_range: [row.place_range.0, row.place_range.1],
            actor: row.actor.as_ref().map(ToString::to_string),
            name: row.actor.as_ref().map(|a| state.inner().parts.books.name(a)),
            origins: row.origins,
            outlets: row.outlets,
            deliveries: row.deliveries,
            says: TellerLine::all(&row.says),
            disputes: TellerLine::all(&row.disputes),
        }
    }
}

/// Who supplies a country or body with arms, in order, with every claim behind it.
#[utoipa::path(get, path = "/api/v1/ledger/rank", tag = "ledger", params(RankQuery),
    responses((status = 200, body = Ranked, description = "In order"), super::Refused))]
pub(crate) async fn rank(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let params = Params::of::<RankQuery>(&uri)?;
    let words = [
        ("origins", Measure::Origins),
        ("deliveries", Measure::Deliveries),
        ("explicit", Measure::Explicit),
    ];
    let measure = params.one_of("measure", &words)?.unwrap_or(Measure::Origins);
    let as_of = params.day("as_of")?;
    list::json(&state, &headers, move |state| {
        let recipient = needed(state, &params, "recipient")?;
        let question =
            Question { measure, as_of, ..Question::military_suppliers(recipient.clone()) };
        let ranking = state.inner().parts.books.ask(|ledger| ledger.rank(question))?;
        Ok(Ranked {
            recipient: recipient.to_string(),
            measure: measure.as_str().to_owned(),
            origins: ranking.origins,
            items: ranking.rows.iter().map(|r| RankLine::of(r, state)).collect(),
        })
    })
    .await
}

/// An entity by id or name; one that must be told.
fn needed(state: &AppState, params: &Params, name: &str) -> Result<EntityId, Problem> {
    entity(state, params, name)?.ok_or_else(|| Problem::parameter(name, "is missing"))
}

fn entity(state: &AppState, params: &Params, name: &str) -> Result<Option<EntityId>, Problem> {
    let Some(word) = params.text(name)? else { return Ok(None) };
    if word.contains(':') {
        return Ok(Some(EntityId::new(word)));
    }
    let found = state.inner().parts.books.entity(word);
    found.map(Some).map_err(|why| Problem::parameter(name, why.to_string()))
}

/// Between whom.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct RelationQuery {
    /// Who did it, by id or name.
    #[param(min_length = 1, example = "country:PRK")]
    actor: String,
    /// For or to whom, by id or name.
    #[param(min_length = 1, example = "country:RUS")]
    recipient: String,
    /// As known at the end of this day.
    #[param(format = Date)]
    as_of: Option<String>,
}

/// What an actor did for or to a recipient, rung by rung. Rungs are never added up.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Related {
    /// Who.
    pub actor: String,
    /// For or to whom.
    pub recipient: String,
    /// What, how far, who says so.
    pub items: Vec<RungLine>,
}

/// One kind of deed at one stage.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RungLine {
    /// PLOVER root.
    pub root: String,
    /// PLOVER mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// With what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// `said`, `ordered`, `allocated` or `delivered`.
    pub stage: String,
    /// First and last date told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<[String; 2]>,
    /// Contested figures.
    pub figures: Vec<FigureLine>,
    /// Distinct first tellers.
    pub origins: usize,
    /// Distinct outlets.
    pub outlets: usize,
    /// Who says so.
    pub says: Vec<TellerLine>,
    /// Who says that it is not so.
    pub disputes: Vec<TellerLine>,
}

/// A contested figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureLine {
    /// What is counted.
    pub unit: String,
    /// At the least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// As told by most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<f64>,
    /// At the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
}

impl RungLine {
    fn of(rung: &Rung) -> Self {
        let figure = |f: &Figure| FigureLine {
            unit: f.unit.clone(),
            low: f.amount.low,
            best: f.amount.best,
            high: f.amount.high,
        };
        Self {
            root: rung.root.as_str().to_owned(),
            mode: rung.mode.clone(),
            instrument: rung.instrument.clone(),
            stage: rung.stage.as_str().to_owned(),
            when: rung.when.map(|(first, last)| [first.to_string(), last.to_string()]),
            figures: rung.figures.iter().map(figure).collect(),
            origins: rung.origins,
            outlets: rung.outlets,
            says: TellerLine::all(&rung.says),
            disputes: TellerLine::all(&rung.disputes),
        }
    }
}

/// What an actor did for or to a recipient, who says so and who disputes it.
#[utoipa::path(get, path = "/api/v1/ledger/relation", tag = "ledger", params(RelationQuery),
    responses((status = 200, body = Related, description = "Rung by rung"), super::Refused))]
pub(crate) async fn relation(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let params = Params::of::<RelationQuery>(&uri)?;
    let as_of = params.day("as_of")?;
    list::json(&state, &headers, move |state| {
        let actor = needed(state, &params, "actor")?;
        let recipient = needed(state, &params, "recipient")?;
        let books = &state.inner().parts.books;
        let found = books.ask(|ledger| ledger.show(&actor, &recipient, as_of))?;
        Ok(Related {
            actor: actor.to_string(),
            recipient: recipient.to_string(),
            items: found.rungs.iter().map(RungLine::of).collect(),
        })
    })
    .await
}

/// Whose timeline.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct TimelineQuery {
    /// Who did it, by id or name.
    #[param(min_length = 1, example = "country:PRK")]
    actor: String,
    /// For or to whom, by id or name.
    #[param(min_length = 1)]
    recipient: Option<String>,
    /// As known at the end of this day.
    #[param(format = Date)]
    as_of: Option<String>,
}

/// Happenings in the order they took place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Happened {
    /// In order.
    pub items: Vec<HappeningLine>,
}

/// A dated happening.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HappeningLine {
    /// A year, a month or a day.
    pub when: String,
    /// No claim tells the date; it is the day of the first report.
    pub inferred: bool,
    /// PLOVER root.
    pub root: String,
    /// With what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// How far it had come; absent for a denial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The claims' ids.
    pub claims: Vec<String>,
}

impl HappeningLine {
    fn of(happening: &Happening) -> Self {
        Self {
            when: happening.when.to_string(),
            inferred: happening.inferred,
            root: happening.root.as_str().to_owned(),
            instrument: happening.instrument.clone(),
            stage: happening.stage.map(|s| s.as_str().to_owned()),
            claims: happening.claims.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What an actor did, in the order it took place.
#[utoipa::path(get, path = "/api/v1/ledger/timeline", tag = "ledger", params(TimelineQuery),
    responses((status = 200, body = Happened, description = "In order"), super::Refused))]
pub(crate) async fn timeline(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let params = Params::of::<TimelineQuery>(&uri)?;
    let as_of = params.day("as_of")?;
    list::json(&state, &headers, move |state| {
        let actor = needed(state, &params, "actor")?;
        let recipient = entity(state, &params, "recipient")?;
        let books = &state.inner().parts.books;
        let found = books.ask(|ledger| ledger.timeline(Some(&actor), recipient.as_ref(), as_of))?;
        Ok(Happened { items: found.iter().map(HappeningLine::of).collect() })
    })
    .await
}
