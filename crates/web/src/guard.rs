//! What holds for every answer: bounds of size, time and number, security headers, no panic without
//! a page, and error pages in the house's own words.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use wiredesk_publish::page::plain;

use crate::error::Told;
use crate::{AppState, Error, limits};

/// Puts the bounds round all routes, wider ones round those that take files; what is not there
/// answers 404.
pub(crate) fn around(
    routes: Router<AppState>,
    uploads: Router<AppState>,
    state: &AppState,
) -> Router<AppState> {
    let within = |s| TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, s);
    let uploads = uploads
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(limits::UPLOAD_BYTES_MAX))
        .layer(within(Duration::from_secs(limits::UPLOAD_S_MAX)));
    routes
        .layer(RequestBodyLimitLayer::new(limits::BODY_BYTES_MAX))
        .layer(within(limits::ANSWER_MAX))
        .merge(uploads)
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::NotFound })
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Error::Broken("a handler panicked".into()).into_response()
        }))
        .layer(from_fn_with_state(state.clone(), bounded))
        .layer(from_fn_with_state(state.clone(), painted))
        .layer(from_fn(headed))
}

/// Compression for pages that hold no secret.
pub(crate) fn compressed() -> CompressionLayer {
    CompressionLayer::new()
}

async fn bounded(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match state.inner().requests.try_acquire() {
        Ok(_place) => next.run(request).await,
        Err(_) => Error::Busy.into_response(),
    }
}

/// Gives an answer that is only a status a page.
async fn painted(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let is_page = response.headers().contains_key(header::CONTENT_TYPE);
    let told = response.extensions().get::<Told>().map(|t| t.0.clone());
    let words = match (told, status) {
        (Some(words), _) => words,
        (None, StatusCode::PAYLOAD_TOO_LARGE) => "That is too large to be taken.".into(),
        (None, StatusCode::BAD_REQUEST) => "This address cannot be read.".into(),
        (None, StatusCode::SERVICE_UNAVAILABLE) if !is_page => {
            "That took too long and was given up. Try again.".into()
        }
        _ => return response,
    };
    let heading = match status {
        StatusCode::NOT_FOUND => "Nothing here",
        StatusCode::FORBIDDEN => "Not allowed",
        StatusCode::CONFLICT => "Somebody was faster",
        StatusCode::UNPROCESSABLE_ENTITY => "That was refused",
        StatusCode::INTERNAL_SERVER_ERROR => "Something went wrong",
        _ => "That did not work",
    };
    let sections = state.sections().unwrap_or_default();
    match plain::error(state.house(), &sections, heading, &words) {
        Ok(page) => (status, axum::response::Html(page)).into_response(),
        Err(_) => (status, words).into_response(),
    }
}

/// The policy: own style (by its hash or from here), own script, own forms, pictures over https.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = base64(&Sha256::digest(wiredesk_publish::STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'self' 'sha256-{hash}'; script-src 'self'; \
         img-src 'self' https: data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

/// No tunnels: clients that are pointed here by `http_proxy` ask for plain addresses.
pub(crate) async fn untunnelled(request: Request, next: Next) -> Response {
    if request.method() == axum::http::Method::CONNECT {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    next.run(request).await
}

async fn headed(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Standard base64 with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0u32, |g, b| g << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sextet = (group >> (18 - 6 * place)) & 63;
            out.push(if place <= chunk.len() { LETTERS[sextet as usize] as char } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_has_the_vectors_of_rfc_4648() {
        let check = |text: &str, expected: &str| {
            assert_eq!(super::base64(text.as_bytes()), expected);
        };
        check("", "");
        check("f", "Zg==");
        check("fo", "Zm8=");
        check("foo", "Zm9v");
        check("foob", "Zm9vYg==");
        check("fooba", "Zm9vYmE=");
        check("foobar", "Zm9vYmFy");
    }
}
