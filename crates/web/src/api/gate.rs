//! The gate before the routes of all dialects and streams: who asks, what they may, what they have
//! left; and on the way out the headers and refusals as that dialect has them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use wiredesk_store::Token;

use super::asked::Asked;
use super::budget::Left;
use super::refusal::{Dialect, Refusal};
use super::token::{Scope, Settings, Shown, may, token_of};
use crate::{AppState, limits};

/// Whose gate it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gate {
    pub dialect: Dialect,
    pub scope: Scope,
}

/// Somebody with a token that may be here.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub token: Token,
    pub request_id: String,
}

/// Puts the gate before all of these routes.
pub(crate) fn around(routes: Router<AppState>, gate: Gate, state: &AppState) -> Router<AppState> {
    let late = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits::ANSWER_MAX);
    routes
        .layer(RequestBodyLimitLayer::new(limits::BODY_BYTES_MAX))
        .layer(late)
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Refusal::Broken.into_response()
        }))
        .layer(from_fn_with_state((state.clone(), gate), pass))
}

async fn pass(
    State((state, gate)): State<(AppState, Gate)>,
    mut request: Request,
    next: Next,
) -> Response {
    let request_id = request_id();
    let origin = request.headers().get(header::ORIGIN).cloned();
    let (mut response, left) = match *request.method() {
        Method::OPTIONS => (preflight(request.headers(), gate.dialect), None),
        _ => match admit(&state, gate, &request, &request_id) {
            Err((refusal, left)) => (refusal.response(gate.dialect, &request_id), left),
            Ok((caller, left)) => {
                request.extensions_mut().insert(caller);
                (worded(next.run(request).await, gate.dialect, &request_id), Some(left))
            }
        },
    };
    let headers = response.headers_mut();
    if let Some(left) = left {
        budget(headers, gate.dialect, left, state.now().as_second());
    }
    let name = match gate.dialect {
        Dialect::Benzinga | Dialect::Calendar => "x-bz-request-id",
        Dialect::Alpaca | Dialect::Polygon | Dialect::Native => "x-request-id",
    };
    put(headers, name, &request_id);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.append(header::VARY, HeaderValue::from_static("Accept, Accept-Encoding, Origin"));
    if let Some(origin) = origin {
        // Any page may ask: what opens the door is the token, never a cookie.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        let told = "etag, retry-after, x-bz-request-id, x-request-id, ratelimit-limit, \
                    ratelimit-remaining, ratelimit-reset";
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(told));
    }
    response
}

fn admit(
    state: &AppState,
    gate: Gate,
    request: &Request,
    request_id: &str,
) -> Result<(Caller, Left), (Refusal, Option<Left>)> {
    let asked = Asked::of(request.uri());
    let shown = Shown::of(asked.pairs(), request.headers());
    let known = shown.map_or(Ok(None), |shown| token_of(state, &shown));
    let token = known.map_err(|e| (Refusal::from(e), None))?.ok_or((Refusal::Unknown, None))?;
    let per_second = Settings::of(&token).per_second();
    let left = state.inner().api.budgets.take(token.id, per_second, Instant::now());
    if left.spent {
        return Err((Refusal::Spent { wait_s: left.reset_s }, Some(left)));
    }
    if !may(&token, gate.scope) {
        return Err((Refusal::Forbidden(gate.scope.as_str()), Some(left)));
    }
    Ok((Caller { token, request_id: request_id.to_owned() }, left))
}

/// An answer that is only a status, in the words of the dialect.
fn worded(response: Response, dialect: Dialect, request_id: &str) -> Response {
    if let Some(refusal) = response.extensions().get::<Refusal>() {
        return refusal.response(dialect, request_id);
    }
    // What a handler worded itself stays.
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/")) {
        return response;
    }
    let refusal = match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Refusal::Method,
        StatusCode::SERVICE_UNAVAILABLE => Refusal::Late,
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::Bad("The body is too large.".into()),
        status if status.is_server_error() => Refusal::Broken,
        StatusCode::BAD_REQUEST => Refusal::Bad("This address cannot be read.".into()),
        _ => return response,
    };
    refusal.response(dialect, request_id)
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What a page of another site may do here. `Allow` is the router's to say: it knows the methods of
/// each address.
fn preflight(asked: &HeaderMap, dialect: Dialect) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    let methods = HeaderValue::from_static(match dialect {
        Dialect::Native => "GET, HEAD, POST, PUT, DELETE, OPTIONS",
        _ => "GET, HEAD, OPTIONS",
    });
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    if let Some(wanted) = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    response
}

fn budget(headers: &mut HeaderMap, dialect: Dialect, left: Left, now: i64) {
    let mut put = |name: &'static str, number: i64| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(number));
    };
    let (limit, remaining) = (i64::from(left.limit), i64::from(left.remaining));
    let reset = i64::try_from(left.reset_s).unwrap_or(1);
    match dialect {
        Dialect::Native => {
            put("ratelimit-limit", limit);
            put("ratelimit-remaining", remaining);
            put("ratelimit-reset", reset);
        }
        Dialect::Benzinga | Dialect::Calendar => {
            put("ratelimit-limit", limit);
            put("ratelimit-remaining", remaining);
            put("ratelimit-reset", reset);
            put("x-ratelimit-limit-second", limit);
            put("x-ratelimit-remaining-second", remaining);
            // A minute has no bound of its own.
            put("x-ratelimit-limit-minute", limit * 60);
            put("x-ratelimit-remaining-minute", limit * 59 + remaining);
        }
        Dialect::Alpaca | Dialect::Polygon => {
            put("x-ratelimit-limit", limit);
            put("x-ratelimit-remaining", remaining);
            put("x-ratelimit-reset", now + reset);
        }
    }
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

/// A number for each request, unlike those of other runs of the program.
fn request_id() -> String {
    static RUN: std::sync::LazyLock<u64> = std::sync::LazyLock::new(|| {
        let mut bytes = [0; 8];
        // Without chance the numbers of two runs are alike, which hurts nobody.
        let _ = getrandom::fill(&mut bytes);
        u64::from_be_bytes(bytes)
    });
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}{:016x}", *RUN, NEXT.fetch_add(1, Ordering::Relaxed))
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.uri))
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or(Refusal::Unknown)
    }
}

/// The address under which the client reached us, without a path: its own words, so that links
/// lead back the same way.
pub(crate) fn reached(headers: &HeaderMap, uri: &Uri, state: &AppState) -> String {
    let host = uri.host().and(uri.authority().map(|a| a.as_str()));
    let host = host.or_else(|| headers.get(header::HOST).and_then(|h| h.to_str().ok()));
    let plain = |h: &&str| {
        h.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b)) && h.len() < 256
    };
    let Some(host) = host.filter(plain) else { return state.house().url("") };
    let forwarded = headers.get("x-forwarded-proto").and_then(|v| v.to_str().ok());
    let base = &state.house().base;
    // Behind a proxy that speaks TLS, the public base says so.
    let own = base.split_once("://").filter(|(_, rest)| rest.trim_end_matches('/') == host);
    let scheme = match forwarded.or(own.map(|(scheme, _)| scheme)) {
        Some("https") => "https",
        _ => "http",
    };
    format!("{scheme}://{host}")
}
