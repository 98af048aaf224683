//! What one did for another, rung by rung, and what happened between them in its order.

use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use wiredesk_ledger::{Happening, Rung};

use super::super::problem::Problem;
use super::super::request::Request;
use super::{FigureLine, TellerLine, entity, needed};

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
    responses((status = 200, body = Related, description = "Rung by rung"), super::super::Refused))]
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
    responses((status = 200, body = Happened, description = "In order"), super::super::Refused))]
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
