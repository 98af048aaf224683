//! Who does how much for whom, for the pairs most told of.

use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use wiredesk_flow::ledger::SUPPLIES;
use wiredesk_ledger::{Cell, Sight};
use wiredesk_model::EntityId;

use super::super::problem::Problem;
use super::super::request::Request;
use crate::limits;

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
    responses((status = 200, body = MatrixTold, description = "The pairs"), super::super::Refused))]
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
