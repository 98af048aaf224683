//! The ledger: who comes first, one relation, what happened in its order; as known on a day.

pub(crate) mod acts;
pub(crate) mod matrix;
pub(crate) mod rank;
pub(crate) mod relation;

use serde::Serialize;
use utoipa::ToSchema;
use wiredesk_ledger::{Figure, Teller};
use wiredesk_model::{Amount, EntityId};

use super::params::Params;
use super::problem::Problem;
use crate::AppState;

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
