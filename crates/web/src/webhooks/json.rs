//! Webhooks by JSON, for a token with the scope `webhooks`: those of the token's owner.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use wiredesk_deliver::webhook::{Dialect, Webhook, shown};
use wiredesk_store::{Delivery, DeliveryId, DeliveryState, UserId};

use super::{Kept, Wish, all, create, moment, one, pause, rotate, standing, trial};
use crate::api::token::Scope;
use crate::stream::ticket::{Refused, admit_for, asked, value};
use crate::{AppState, Error, limits};

pub(crate) fn routes() -> Router<AppState> {
    let hook = "/api/v1/webhooks/{id}";
    Router::new()
        .route("/api/v1/webhooks", get(list).post(add))
        .route(hook, get(show).delete(delete))
        .route(&format!("{hook}/{{command}}"), post(command))
        .route(&format!("{hook}/deliveries"), get(deliveries))
        .route(&format!("{hook}/deliveries/{{delivery}}/again"), post(again))
        .route("/api/v1/webhook/test", get(test))
        .route("/api/v1/webhook/test/", get(test))
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Form(why) => Self::Bad(why),
            Error::Store(wiredesk_store::Error::NotFound(_)) => Self::NotFound,
            other => {
                tracing::error!(error = %other, "a request about webhooks failed");
                Self::Broken
            }
        }
    }
}

/// Whose webhooks a request is about.
struct Owner(Option<UserId>);

impl axum::extract::FromRequestParts<AppState> for Owner {
    type Rejection = Refused;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        state: &AppState,
    ) -> Result<Self, Refused> {
        Ok(Self(admit_for(state, parts, Scope::Webhooks)?.about.owner))
    }
}

fn told(kept: &Kept) -> Value {
    let Kept { target, hook } = kept;
    let filter = hook.subscribed.clone().unwrap_or_default();
    let (state, why) = standing(target);
    json!({
        "id": target.id.0, "name": target.about.name, "url": hook.url, "dialect": hook.dialect,
        "tickers": filter.tickers, "channels": filter.channels, "query": filter.query,
        "state": state, "reason": why, "secrets": hook.secrets.len(),
        "created": moment(target.created),
    })
}

fn delivery(d: &Delivery) -> Value {
    json!({
        "id": d.id.0, "key": d.about.key, "seq": d.about.seq, "state": d.state.as_str(),
        "attempts": d.attempts, "due": d.due.to_string(), "created": d.created.to_string(),
        "done": d.done.map(|t| t.to_string()), "error": d.error,
    })
}

async fn list(State(state): State<AppState>, owner: Owner) -> Result<Response, Refused> {
    let hooks: Vec<Value> = all(&state, Some(owner.0))?.iter().map(told).collect();
    Ok(axum::Json(json!({ "webhooks": hooks })).into_response())
}

async fn add(
    State(state): State<AppState>,
    owner: Owner,
    body: Bytes,
) -> Result<Response, Refused> {
    let wish: Wish = serde_json::from_slice(&body).map_err(|e| Refused::Bad(e.to_string()))?;
    let made = state.work(move |s| {
        let (id, secret) = create(s, owner.0, wish)?;
        let mut hook = told(&one(s, Some(owner.0), id.0)?);
        hook["secret"] = secret.into();
        Ok(hook)
    });
    Ok((StatusCode::CREATED, axum::Json(made.await?)).into_response())
}

async fn show(
    State(state): State<AppState>,
    owner: Owner,
    Path(id): Path<u64>,
) -> Result<Response, Refused> {
    Ok(axum::Json(told(&one(&state, Some(owner.0), id)?)).into_response())
}

async fn delete(
    State(state): State<AppState>,
    owner: Owner,
    Path(id): Path<u64>,
) -> Result<StatusCode, Refused> {
    let done = state.work(move |s| {
        let kept = one(s, Some(owner.0), id)?;
        Ok(s.store().delete_target(kept.target.id, s.now())?)
    });
    done.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `rotate`, `pause`, `resume`, `test`.
async fn command(
    State(state): State<AppState>,
    owner: Owner,
    Path((id, command)): Path<(u64, String)>,
    request: Request,
) -> Result<Response, Refused> {
    let kept = one(&state, Some(owner.0), id)?;
    let pairs = asked(&request.into_parts().0);
    let keep_old = value(&pairs, &["keep"]) != Some("no");
    let done = match command.as_str() {
        "rotate" => {
            let secret = state.work(move |s| rotate(s, kept, keep_old)).await?;
            json!({ "secret": secret })
        }
        "pause" => {
            state.work(move |s| pause(s, kept, Some("paused by its owner".into()))).await?;
            json!({ "state": "paused" })
        }
        "resume" => {
            state.work(move |s| pause(s, kept, None)).await?;
            json!({ "state": "active" })
        }
        "test" => match trial::send(&state, &kept.hook, None).await? {
            Ok(()) => json!({ "taken": true }),
            Err(why) => json!({ "taken": false, "reason": why }),
        },
        _ => return Err(Refused::NotFound),
    };
    Ok(axum::Json(done).into_response())
}

async fn deliveries(
    State(state): State<AppState>,
    owner: Owner,
    Path(id): Path<u64>,
    request: Request,
) -> Result<Response, Refused> {
    let target = one(&state, Some(owner.0), id)?.target.id;
    let pairs = asked(&request.into_parts().0);
    let word = value(&pairs, &["state"]).unwrap_or("dead");
    let unknown = || Refused::Bad("state: waiting, leased, delivered or dead".into());
    let wanted = DeliveryState::parse(word).ok_or_else(unknown)?;
    let before = value(&pairs, &["before"]).and_then(|b| b.parse().ok()).map(DeliveryId);
    let found = state.store().deliveries(wanted, Some(target), before, limits::LIST_PAGE);
    let found: Vec<Value> = found.map_err(Error::from)?.iter().map(delivery).collect();
    Ok(axum::Json(json!({ "deliveries": found })).into_response())
}

async fn again(
    State(state): State<AppState>,
    owner: Owner,
    Path((id, number)): Path<(u64, u64)>,
) -> Result<StatusCode, Refused> {
    let target = one(&state, Some(owner.0), id)?.target.id;
    let done = state.work(move |s| {
        let next = Some(DeliveryId(number.saturating_add(1)));
        let dead = s.store().deliveries(DeliveryState::Dead, Some(target), next, 1)?;
        if !dead.iter().any(|d| d.id.0 == number) {
            return Err(Error::NotFound);
        }
        Ok(s.store().send_again(DeliveryId(number), s.now())?)
    });
    done.await?;
    Ok(StatusCode::ACCEPTED)
}

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

/// Benzinga's test call: one sample to any address, at once.
async fn test(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let token = match admit_for(&state, &parts, Scope::Webhooks) {
        Ok(_) => shown_secret(&parts),
        Err(refused) => return refused.into_response(),
    };
    let answer = |status: StatusCode, body: Value| (status, axum::Json(body)).into_response();
    let bad = |why: &str| answer(StatusCode::BAD_REQUEST, json!({ "error": why }));
    let pairs = asked(&parts);
    if value(&pairs, &["version"]).is_some_and(|v| v != "webhook/v1") {
        return bad("version: only webhook/v1 is known");
    }
    let kind = value(&pairs, &["kind"]).unwrap_or("News/v1");
    if !kind.strip_suffix("/v1").is_some_and(|k| KINDS.contains(&k)) {
        return bad("kind: none that is known");
    }
    let Some(url) = value(&pairs, &["destination"]) else { return bad("destination: none given") };
    let hook = Webhook {
        url: url.to_owned(),
        secrets: vec![token],
        dialect: Dialect::Benzinga,
        ..Webhook::default()
    };
    let allow = state.sender().is_ok_and(|s| s.allows_private());
    if let Err(error) = hook.check(allow) {
        return bad(&format!("destination: {error}"));
    }
    match trial::send(&state, &hook, trial::of_kind(&state, kind)).await {
        Ok(Ok(())) => answer(StatusCode::OK, json!({ "status": "success" })),
        Ok(Err(why)) => {
            let why = format!("{}: {why}", shown(url));
            answer(StatusCode::FAILED_DEPENDENCY, json!({ "error": why }))
        }
        Err(_) => answer(StatusCode::INTERNAL_SERVER_ERROR, json!({ "error": "try again" })),
    }
}

/// The key that the sample is signed with: the one that was shown.
fn shown_secret(parts: &axum::http::request::Parts) -> String {
    let pairs = asked(parts);
    let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok());
    let bearer = text("authorization").and_then(|a| a.split_once(' ')).map(|(_, s)| s);
    let key = value(&pairs, &["token", "apikey"]).or(bearer).or_else(|| text("key"));
    key.unwrap_or_default().trim().to_owned()
}
