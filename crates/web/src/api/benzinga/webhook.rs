//! Benzinga's test call of webhooks: one sample to any address, at once.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use wiredesk_deliver::webhook::{Dialect, Webhook, shown};

use super::Refusal;
use crate::api::asked::Asked;
use crate::api::token::Shown;
use crate::webhooks::trial;
use crate::{AppState, Error};

/// The kinds that Benzinga's test call knows; of those we publish, stories.
const KINDS: [&str; 18] = [
    "News",
    "Signals",
    "Earnings",
    "Ratings",
    "Dividends",
    "IPOs",
    "Guidance",
    "Splits",
    "OptionActivity",
    "Conference",
    "Economics",
    "Offerings",
    "MA",
    "Retail",
    "FDA",
    "WIIMs",
    "SECInsiderTransaction",
    "GovernmentTrade",
];

fn answer(status: StatusCode, body: Value) -> Response {
    (status, axum::Json(body)).into_response()
}

fn bad(why: &str) -> Response {
    answer(StatusCode::BAD_REQUEST, json!({ "error": why }))
}

/// The sample is signed with the token that was shown.
pub(super) async fn test(
    State(state): State<AppState>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if asked.get(&["version"]).is_some_and(|v| v != "webhook/v1") {
        return Ok(bad("version: only webhook/v1 is known"));
    }
    let kind = asked.get(&["kind"]).unwrap_or("News/v1");
    if !kind.strip_suffix("/v1").is_some_and(|k| KINDS.contains(&k)) {
        return Ok(bad("kind: none that is known"));
    }
    let Some(url) = asked.get(&["destination"]) else { return Ok(bad("destination: none given")) };
    let key = Shown::of(asked.pairs(), &headers).ok_or(Refusal::Unknown)?;
    let hook = Webhook {
        url: url.to_owned(),
        secrets: vec![key.secret().to_owned()],
        dialect: Dialect::Benzinga,
        ..Webhook::default()
    };
    let allow = state.sender().is_ok_and(|s| s.allows_private());
    if let Err(error) = hook.check(allow) {
        return Ok(bad(&format!("destination: {error}")));
    }
    let sent = trial::send(&state, &hook, trial::of_kind(&state, kind)).await;
    Ok(match sent.map_err(|e: Error| Refusal::from(e))? {
        Ok(()) => answer(StatusCode::OK, json!({ "status": "success" })),
        Err(why) => {
            let why = format!("{}: {why}", shown(url));
            answer(StatusCode::FAILED_DEPENDENCY, json!({ "error": why }))
        }
    })
}
