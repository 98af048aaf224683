//! Webhooks of the token's owner: set up, looked at, paused, rotated, tried; and what became of what
//! was sent.

use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path, RawPathParams};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use wiredesk_deliver::webhook::{Dialect, Subject};
use wiredesk_publish::dialect::clock::exact;
use wiredesk_store::{Delivery, DeliveryId, DeliveryState};

use super::list::Page;
use super::params;
use super::problem::Problem;
use super::request::Request;
use super::{Nothing, limit};
use crate::api::gate::Caller;
use crate::webhooks::{Kept, Wish, all, create, one, pause, rotate, standing, trial};
use crate::{AppState, Error};

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Hook {
    /// Its number.
    pub id: u64,
    /// What its owner calls it.
    pub name: String,
    /// Where it calls.
    pub url: String,
    /// `standard` (Standard Webhooks) or `benzinga`.
    #[schema(value_type = String)]
    pub dialect: Dialect,
    /// What it is told of: `news`, `wiims`, `ratings`, `consensus`; none: `news`.
    #[schema(value_type = Vec<String>)]
    pub subjects: Vec<Subject>,
    /// Any of these tickers; none: whatever the ticker.
    pub tickers: Vec<String>,
    /// Any of these sections; none: whatever the section.
    pub channels: Vec<String>,
    /// A query in the language of alerts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// `active` or `paused`.
    pub state: &'static str,
    /// Why it is paused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How many secrets sign.
    pub secrets: usize,
    /// When it was set up.
    #[schema(format = DateTime)]
    pub created: String,
    /// The signing secret, shown only in the answer that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

impl Hook {
    fn of(kept: &Kept) -> Self {
        let Kept { target, hook } = kept;
        let filter = hook.subscribed.clone().unwrap_or_default();
        let (state, why) = standing(target);
        Self {
            id: target.id.0,
            name: target.about.name.clone(),
            url: hook.url.clone(),
            dialect: hook.dialect,
            subjects: filter.subjects,
            tickers: filter.tickers,
            channels: filter.channels,
            query: filter.query,
            state,
            reason: why.map(str::to_owned),
            secrets: hook.secrets.len(),
            created: exact(target.created),
            secret: None,
        }
    }
}

/// All webhooks of the token's owner.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Hooks {
    /// In the order they were set up.
    pub items: Vec<Hook>,
}

/// A webhook to set up.
#[derive(Debug, ToSchema)]
#[schema(as = Wish)]
#[allow(dead_code, reason = "the document of the body; `Wish` reads it")]
pub(crate) struct WishBody {
    /// Where to call.
    #[schema(format = "uri", max_length = 2000)]
    url: String,
    /// What you call it; nothing: its address.
    name: Option<String>,
    /// `standard` or `benzinga`.
    dialect: Option<String>,
    /// What it is told of: `news` (when nothing is said), `wiims` (why something moves; Benzinga's
    /// dialect), `ratings`, `consensus`.
    subjects: Option<Vec<String>>,
    /// Any of these tickers.
    tickers: Option<Vec<String>>,
    /// Any of these sections.
    channels: Option<Vec<String>>,
    /// A query in the language of alerts.
    query: Option<String>,
    /// One more header: its name, its value.
    #[schema(min_items = 2, max_items = 2)]
    header: Option<Vec<String>>,
}

/// What became of one call.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sent {
    /// Its number.
    pub id: u64,
    /// The key by which a receiver drops repeats.
    pub key: String,
    /// The entry of the log that it tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// `waiting`, `leased`, `delivered` or `dead`.
    pub state: &'static str,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    #[schema(format = DateTime)]
    pub due: String,
    /// When it was queued.
    #[schema(format = DateTime)]
    pub created: String,
    /// When it was taken or given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub done: Option<String>,
    /// What was wrong the last time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Sent {
    fn of(d: &Delivery) -> Self {
        Self {
            id: d.id.0,
            key: d.about.key.clone(),
            seq: d.about.seq,
            state: d.state.as_str(),
            attempts: d.attempts,
            due: exact(d.due),
            created: exact(d.created),
            done: d.done.map(exact),
            error: d.error.clone(),
        }
    }
}

/// Another secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rotated {
    /// The new secret, shown this once.
    pub secret: String,
}

/// How a test call went.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tried {
    /// Whether the receiver took it.
    pub taken: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What is wrong with a webhook is wrong with the body that was sent.
fn in_body(error: Error) -> Problem {
    match error {
        Error::Form(why) => Problem::body(why.trim_end_matches('.')),
        other => other.into(),
    }
}

/// The webhook that the path names, when it is the caller's own.
pub(crate) struct Own(Kept);

impl FromRequestParts<AppState> for Own {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let owner = match Caller::from_request_parts(parts, state).await {
            Ok(caller) => caller.token.about.owner,
            Err(refusal) => return Err(Problem::from(&refusal)),
        };
        let path = RawPathParams::from_request_parts(parts, state).await;
        let path = path.map_err(|_| Problem::missing("such webhook"))?;
        let id = path.iter().find(|(name, _)| *name == "id").map_or("", |(_, id)| id);
        let id = params::number("id", id)?;
        let found = state.work(move |s| one(s, Some(owner), id)).await;
        found.map(Self).map_err(|error| match error {
            Error::NotFound => Problem::missing("such webhook"),
            other => other.into(),
        })
    }
}

/// The webhooks of the token's owner.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "webhooks",
    responses((status = 200, body = Hooks, description = "All of them"), super::Refused))]
pub(crate) async fn hooks(caller: Caller, request: Request<Nothing>) -> Result<Response, Problem> {
    let owner = Some(caller.token.about.owner);
    request
        .json(move |state| Ok(Hooks { items: all(state, owner)?.iter().map(Hook::of).collect() }))
        .await
}

/// Sets a webhook up. It is called for what is published from now on.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "webhooks", request_body = WishBody,
    responses((status = 201, body = Hook, description = "Set up; `secret` is shown this once"), super::Refused))]
pub(crate) async fn add(
    caller: Caller,
    request: Request<Nothing>,
    body: Bytes,
) -> Result<Response, Problem> {
    let wish: Wish = serde_json::from_slice(&body).map_err(Problem::body)?;
    let owner = caller.token.about.owner;
    let made = request.state.work(move |s| {
        let (id, secret) = create(s, owner, wish)?;
        Ok(Hook { secret: Some(secret), ..Hook::of(&one(s, Some(owner), id.0)?) })
    });
    let made = made.await.map_err(in_body)?;
    let at = [(header::LOCATION, format!("/api/v1/webhooks/{}", made.id))];
    Ok((StatusCode::CREATED, at, axum::Json(made)).into_response())
}

/// One webhook.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", tag = "webhooks",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 200, body = Hook, description = "The webhook"), super::RefusedOrGone))]
pub(crate) async fn hook(request: Request<Nothing>, Own(kept): Own) -> Result<Response, Problem> {
    request.json(move |_| Ok(Hook::of(&kept))).await
}

/// Deletes a webhook and what waits for it.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "webhooks",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 204, description = "Deleted"), super::RefusedOrGone))]
pub(crate) async fn delete(
    request: Request<Nothing>,
    Own(kept): Own,
) -> Result<StatusCode, Problem> {
    let target = kept.target.id;
    request.state.work(move |s| Ok(s.store().delete_target(target, s.now())?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether the secret before signs on.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct RotateQuery {
    /// `yes`: the secret before signs beside the new one until the next rotation. `no`: it signs no
    /// more from now on.
    #[param(default = "yes", pattern = "^(yes|no)$")]
    keep: Option<String>,
}

/// Makes another secret.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/rotate", tag = "webhooks",
    params(("id" = u64, Path, description = "Its number"), RotateQuery),
    responses((status = 200, body = Rotated, description = "The new secret, shown this once"), super::RefusedOrGone))]
pub(crate) async fn rotated(
    request: Request<RotateQuery>,
    Own(kept): Own,
) -> Result<Response, Problem> {
    let keep = request.params.one_of("keep", &[("yes", true), ("no", false)])?.unwrap_or(true);
    let secret = request.state.work(move |s| rotate(s, kept, keep)).await?;
    Ok(axum::Json(Rotated { secret }).into_response())
}

/// Stops calling; what is to be told waits.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/pause", tag = "webhooks",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 200, body = Hook, description = "The webhook, paused"), super::RefusedOrGone))]
pub(crate) async fn paused(request: Request<Nothing>, Own(kept): Own) -> Result<Response, Problem> {
    rest(&request.state, kept, Some("paused by its owner")).await
}

/// Goes on calling.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/resume", tag = "webhooks",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 200, body = Hook, description = "The webhook, active"), super::RefusedOrGone))]
pub(crate) async fn resumed(
    request: Request<Nothing>,
    Own(kept): Own,
) -> Result<Response, Problem> {
    rest(&request.state, kept, None).await
}

async fn rest(state: &AppState, kept: Kept, why: Option<&str>) -> Result<Response, Problem> {
    let (id, why) = (kept.target.id, why.map(String::from));
    let hook = state.work(move |s| {
        pause(s, kept, why)?;
        Ok(Hook::of(&one(s, None, id.0)?))
    });
    Ok(axum::Json(hook.await?).into_response())
}

/// Sends a sample at once.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/test", tag = "webhooks",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 200, body = Tried, description = "How it went"), super::RefusedOrGone))]
pub(crate) async fn tried(request: Request<Nothing>, Own(kept): Own) -> Result<Response, Problem> {
    let sent = trial::send(&request.state, &kept.hook, None).await?;
    Ok(axum::Json(Tried { taken: sent.is_ok(), reason: sent.err() }).into_response())
}

/// Which deliveries.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the document of the parameters; `Params` reads them")]
pub(crate) struct SentQuery {
    /// `dead`: given up. `waiting`, `leased` (under way), `delivered`.
    #[param(default = "dead", pattern = "^(dead|waiting|leased|delivered)$")]
    state: Option<String>,
    /// Where the page starts: the `next` of the page before.
    #[param(pattern = "^[0-9]{1,18}$")]
    cursor: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
}

/// What became of its calls, the latest first.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", tag = "webhooks",
    params(("id" = u64, Path, description = "The webhook's number"), SentQuery),
    responses((status = 200, body = Page<Sent>, description = "One page of deliveries"), super::RefusedOrGone))]
pub(crate) async fn deliveries(
    request: Request<SentQuery>,
    Own(kept): Own,
) -> Result<Response, Problem> {
    let words = ["dead", "waiting", "leased", "delivered"];
    let states = words.map(|w| (w, DeliveryState::parse(w)));
    let wanted = request.params.one_of("state", &states)?.flatten().unwrap_or(DeliveryState::Dead);
    let before = request.params.text("cursor")?.map(|c| params::number("cursor", c)).transpose()?;
    let most = limit(&request.params)?;
    request
        .json(move |state| {
            let before = before.map(DeliveryId);
            let mut found =
                state.store().deliveries(wanted, Some(kept.target.id), before, most + 1)?;
            let more = found.len() > most;
            found.truncate(most);
            let next = found.last().filter(|_| more).map(|d| d.id.0.to_string());
            Ok(Page { items: found.iter().map(Sent::of).collect(), next })
        })
        .await
}

/// Sends one that was given up again.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/deliveries/{delivery}/again", tag = "webhooks",
    params(("id" = u64, Path, description = "The webhook's number"),
        ("delivery" = u64, Path, description = "The delivery's number")),
    responses((status = 202, description = "Queued again"), super::RefusedOrGone))]
pub(crate) async fn again(
    Path(path): Path<(String, String)>,
    request: Request<Nothing>,
    Own(kept): Own,
) -> Result<StatusCode, Problem> {
    let number = params::number("delivery", &path.1)?;
    let target = kept.target.id;
    let done = request.state.work(move |s| {
        let next = Some(DeliveryId(number.saturating_add(1)));
        let dead = s.store().deliveries(DeliveryState::Dead, Some(target), next, 1)?;
        if !dead.iter().any(|d| d.id.0 == number) {
            return Err(Error::NotFound);
        }
        Ok(s.store().send_again(DeliveryId(number), s.now())?)
    });
    done.await.map_err(|error| match error {
        Error::NotFound => Problem::missing("such dead letter of this webhook"),
        other => other.into(),
    })?;
    Ok(StatusCode::ACCEPTED)
}
