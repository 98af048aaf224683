//! What editors did to the ledger.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use wiredesk_store::LedgerAct;

use super::super::Nothing;
use super::super::problem::Problem;
use super::super::request::Request;
use crate::limits;

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
    responses((status = 200, body = Acts, description = "Newest first"), super::super::Refused))]
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
