//! The ledger: who comes first, one relation, what happened in its order; as known on a day.

use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use wiredesk_flow::ledger::SUPPLIES;
use wiredesk_ledger::{
    Cell, ExplicitRank, Figure, Happening, Measure, Question, RankRow, Rung, Sight, Teller,
};
use wiredesk_model::jiff::civil::Date;
use wiredesk_model::{Amount, EntityId, Stage};
use wiredesk_store::LedgerAct;

use super::Nothing;
use super::params::Params;
use super::problem::Problem;
use super::request::Request;
use crate::{AppState, limits};

/// What is ranked.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct RankQuery {
    /// For or to whom, by id or name.
    #[param(min_length = 1, example = "country:RUS")]
    recipient: String,
    /// By what: distinct first tellers, distinct things at distinct times, how much of the same goods
    /// in the same unit, or ranks put in words.
    #[param(inline)]
    measure: Option<MeasureWord>,
    /// Only deeds of this mode, `military` when nothing is asked; `any` for all.
    mode: Option<String>,
    /// Only deeds of this day or later; one without a date counts by its report.
    #[param(format = Date)]
    from: Option<String>,
    /// Only deeds of this day or earlier.
    #[param(format = Date)]
    to: Option<String>,
    /// Which rung counts: `said`, `ordered`, `allocated`, `delivered` (this one when nothing is asked).
    #[param(inline)]
    stage: Option<StageWord>,
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
    Quantity,
    Explicit,
}

/// A rung.
#[derive(Debug, Clone, Copy, ToSchema)]
#[schema(rename_all = "lowercase")]
#[allow(dead_code, reason = "the document of the parameter; `Params` reads it")]
pub(crate) enum StageWord {
    Said,
    Ordered,
    Allocated,
    Delivered,
}

/// Who supplies whom with arms, in order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ranked {
    /// For or to whom.
    pub recipient: String,
    /// By what.
    pub measure: String,
    /// Of which mode; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Which rung counts.
    pub stage: String,
    /// First and last day of the deeds; absent for all times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<[String; 2]>,
    /// As known at the end of this day; absent for now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// What becomes of contradictions.
    pub conflicts: String,
    /// In what quantities are compared; absent when nothing can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared: Option<ComparedLine>,
    /// Distinct first tellers behind all rows.
    pub origins: usize,
    /// Ranks that somebody put in words, and whether the order below has it so.
    pub explicit: Vec<ExplicitLine>,
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
    /// How much of what is compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<FigureLine>,
    /// First tellers who put it first in words.
    pub put_first: usize,
    /// First tellers who put it below another.
    pub put_below: usize,
    /// Distinct first tellers in nine of ten draws of them.
    pub origins_range: [usize; 2],
    /// Who says so.
    pub says: Vec<TellerLine>,
    /// Who says that it is not so.
    pub disputes: Vec<TellerLine>,
}

/// Goods and unit in which quantities are compared.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ComparedLine {
    /// Class of the goods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// What is counted.
    pub unit: String,
}

/// A rank in words.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExplicitLine {
    /// The one put first, by id.
    pub first: String,
    /// Those it is put above; none when above all.
    pub above: Vec<String>,
    /// As what.
    pub role: String,
    /// Of which mode; where it differs from the one ranked, it is another matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Who says so.
    pub says: Vec<TellerLine>,
    /// The computed order has it so too; absent when it does not hold both, or on another matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agrees: Option<bool>,
}

impl ExplicitLine {
    fn of(said: &ExplicitRank) -> Self {
        Self {
            first: said.first.to_string(),
            above: said.above.iter().map(ToString::to_string).collect(),
            role: said.role.clone(),
            mode: said.mode.clone(),
            says: TellerLine::all(std::slice::from_ref(&said.teller)),
            agrees: said.agrees,
        }
    }
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
    /// Those of them whose figure the same teller replaced later.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub superseded: Vec<String>,
}

impl TellerLine {
    fn all(tellers: &[Teller]) -> Vec<Self> {
        let line = |t: &Teller| Self {
            name: t.name.clone(),
            through: t.through.clone(),
            claims: t.claims.iter().map(|c| c.claim.to_string()).collect(),
            superseded: t
                .claims
                .iter()
                .filter(|c| c.superseded)
                .map(|c| c.claim.to_string())
                .collect(),
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
            quantity: row.quantity.as_ref().map(FigureLine::of),
            put_first: row.put_first,
            put_below: row.put_below,
            origins_range: [row.origins_range.0, row.origins_range.1],
            says: TellerLine::all(&row.says),
            disputes: TellerLine::all(&row.disputes),
        }
    }
}

/// Who supplies a country or body with arms, in order, with every claim behind it.
#[utoipa::path(get, path = "/api/v1/ledger/rank", tag = "ledger", params(RankQuery),
    responses((status = 200, body = Ranked, description = "In order"), super::Refused))]
pub(crate) async fn rank(request: Request<RankQuery>) -> Result<Response, Problem> {
    let params = request.params.clone();
    let measures = Measure::ALL.map(|m| (m.as_str(), m));
    let measure = params.one_of("measure", &measures)?.unwrap_or(Measure::Origins);
    let stages = Stage::ALL.map(|s| (s.as_str(), s));
    let stage = params.one_of("stage", &stages)?.unwrap_or_default();
    let mode = params.text("mode")?.unwrap_or("military");
    let mode = (mode != "any").then(|| mode.to_owned());
    let (from, to, as_of) = (params.day("from")?, params.day("to")?, params.day("as_of")?);
    let (begin, end) = (Date::constant(1, 1, 1), Date::constant(9999, 12, 31));
    let span = (from.is_some() || to.is_some()).then(|| (from.unwrap_or(begin), to.unwrap_or(end)));
    request
        .json(move |state| {
            let recipient = needed(state, &params, "recipient")?;
            let ranking = state.inner().parts.books.ask(|ledger| {
                let all = Question::military_suppliers(ledger.counts_for(&recipient));
                ledger.rank(Question { measure, mode, span, as_of, stage, ..all })
            })?;
            let question = &ranking.question;
            Ok(Ranked {
                recipient: question.recipient.to_string(),
                measure: measure.as_str().to_owned(),
                mode: question.mode.clone(),
                stage: stage.as_str().to_owned(),
                span: span.map(|(from, to)| [from.to_string(), to.to_string()]),
                as_of: as_of.map(|day| day.to_string()),
                conflicts: "both sides are listed; a denial does not lower a count".to_owned(),
                compared: ranking.compared.as_ref().map(|c| ComparedLine {
                    instrument: c.instrument.clone(),
                    unit: c.unit.clone(),
                }),
                origins: ranking.origins,
                explicit: ranking.explicit.iter().map(ExplicitLine::of).collect(),
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

impl FigureLine {
    fn of(figure: &Figure) -> Self {
        let Amount { low, best, high, unit } = figure.amount.clone();
        Self { unit, low, best, high }
    }
}

impl RungLine {
    fn of(rung: &Rung) -> Self {
        Self {
            root: rung.root.as_str().to_owned(),
            mode: rung.mode.clone(),
            instrument: rung.instrument.clone(),
            stage: rung.stage.as_str().to_owned(),
            when: rung.when.map(|(first, last)| [first.to_string(), last.to_string()]),
            figures: rung.figures.iter().map(FigureLine::of).collect(),
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
pub(crate) async fn relation(request: Request<RelationQuery>) -> Result<Response, Problem> {
    let params = request.params.clone();
    let as_of = params.day("as_of")?;
    request
        .json(move |state| {
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
pub(crate) async fn timeline(request: Request<TimelineQuery>) -> Result<Response, Problem> {
    let params = request.params.clone();
    let as_of = params.day("as_of")?;
    request
        .json(move |state| {
            let actor = needed(state, &params, "actor")?;
            let recipient = entity(state, &params, "recipient")?;
            let books = &state.inner().parts.books;
            let found =
                books.ask(|ledger| ledger.timeline(Some(&actor), recipient.as_ref(), as_of))?;
            Ok(Happened { items: found.iter().map(HappeningLine::of).collect() })
        })
        .await
}

/// Which relations the matrix counts.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct MatrixQuery {
    /// Only deeds of this mode.
    mode: Option<String>,
    /// As known at the end of this day.
    #[param(format = Date)]
    as_of: Option<String>,
}

/// Who does what for whom: the actors and recipients most told of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MatrixTold {
    /// Those who do it, the most told of first, by id.
    pub actors: Vec<String>,
    /// Those for or to whom, by id.
    pub recipients: Vec<String>,
    /// The relations between them, the most told of first.
    pub items: Vec<CellLine>,
}

/// One relation of the matrix.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CellLine {
    /// Who.
    pub actor: String,
    /// For or to whom.
    pub recipient: String,
    /// Claims that say so.
    pub claims: usize,
    /// Distinct first tellers among them.
    pub origins: usize,
    /// Claims that say it is not so.
    pub denials: usize,
}

/// Who does how much for whom, for the pairs most told of.
#[utoipa::path(get, path = "/api/v1/ledger/matrix", tag = "ledger", params(MatrixQuery),
    responses((status = 200, body = MatrixTold, description = "The pairs"), super::Refused))]
pub(crate) async fn matrix(request: Request<MatrixQuery>) -> Result<Response, Problem> {
    let mode = request.params.text("mode")?.map(str::to_owned);
    let sight = Sight { roots: SUPPLIES.to_vec(), mode, as_of: request.params.day("as_of")? };
    request
        .json(move |state| {
            let books = &state.inner().parts.books;
            let told = books.ask(|ledger| ledger.matrix(&sight, limits::MATRIX_SIDE))?;
            let names = |ids: &[EntityId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
            let (actors, recipients) = (names(&told.actors), names(&told.recipients));
            let cell = |c: &Cell| CellLine {
                actor: actors[c.actor].clone(),
                recipient: recipients[c.recipient].clone(),
                claims: c.claims,
                origins: c.origins,
                denials: c.denials,
            };
            let items = told.cells.iter().map(cell).collect();
            Ok(MatrixTold { actors, recipients, items })
        })
        .await
}

/// What editors did to the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Acts {
    /// Newest first; those that were undone too.
    pub items: Vec<ActLine>,
}

/// An editor's act.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ActLine {
    /// Its number.
    pub id: u64,
    /// When.
    pub at: String,
    /// `merge`, `split`, `reject`, `annotate` or `remark`.
    pub act: String,
    /// The entity's id, or the claim's as it was then.
    pub subject: String,
    /// The entity that it counts for, or the remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When and by whom it was undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone: Option<[String; 2]>,
}

/// What editors did to the ledger: every merge, split, rejection and remark, with name and reason.
#[utoipa::path(get, path = "/api/v1/ledger/acts", tag = "ledger",
    responses((status = 200, body = Acts, description = "Newest first"), super::Refused))]
pub(crate) async fn acts(request: Request<Nothing>) -> Result<Response, Problem> {
    request
        .json(|state| {
            let line = |(act, _): (LedgerAct, bool)| ActLine {
                id: act.id,
                at: act.at.to_string(),
                act: act.about.kind.as_str().to_owned(),
                subject: act.about.subject,
                object: act.about.object,
                by: act.about.by,
                reason: act.about.reason,
                undone: act.undone.map(|(at, by)| [at.to_string(), by]),
            };
            let all = state.inner().parts.books.acts()?;
            Ok(Acts { items: all.into_iter().take(limits::API_PAGE_MAX).map(line).collect() })
        })
        .await
}
