//! Who comes first for a recipient, by a named measure, with every claim behind it.

use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use wiredesk_ledger::{ExplicitRank, Measure, Question, RankRow};
use wiredesk_model::Stage;
use wiredesk_model::jiff::civil::Date;

use super::super::problem::Problem;
use super::super::request::Request;
use super::{FigureLine, TellerLine, needed};
use crate::AppState;

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
    responses((status = 200, body = Ranked, description = "In order"), super::super::Refused))]
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
