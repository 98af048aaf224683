//! Who may hold a line, and how many.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use wiredesk_store::{Secret, Token, TokenId};

use crate::{AppState, limits};

/// The lines that are held: by token and stream, and all of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    held: Arc<Mutex<HashMap<(TokenId, &'static str), usize>>>,
}

/// A line's place; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    lines: Lines,
    of: (TokenId, &'static str),
}

impl Lines {
    /// A place, when the token has less than `most` at this stream, and all together are not too
    /// many.
    pub fn take(&self, token: TokenId, stream: &'static str, most: usize) -> Option<Place> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = held.values().sum();
        let own = held.entry((token, stream)).or_default();
        if *own >= most || all >= limits::LINES_MAX {
            return None;
        }
        *own += 1;
        Some(Place { lines: self.clone(), of: (token, stream) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.lines.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = held.get_mut(&self.of) {
            *own -= 1;
            if *own == 0 {
                held.remove(&self.of);
            }
        }
    }
}

/// Why no line is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// No valid token.
    Unknown,
    /// The token has not this scope.
    Forbidden(&'static str),
    /// There is nothing of that number.
    NotFound,
    /// It has its lines already.
    Taken,
    /// Something asked for cannot be read.
    Bad(String),
    /// We fail.
    Broken,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, title, detail) = match self {
            Self::Unknown => (
                StatusCode::UNAUTHORIZED,
                "Unauthorized",
                "Show a valid token: `Authorization: Bearer …` or `?token=…`.".to_owned(),
            ),
            Self::Forbidden(scope) => (
                StatusCode::FORBIDDEN,
                "Forbidden",
                format!("This token has not the scope `{scope}`."),
            ),
            Self::NotFound => {
                (StatusCode::NOT_FOUND, "Not Found", "There is nothing of that number.".to_owned())
            }
            Self::Taken => (
                StatusCode::TOO_MANY_REQUESTS,
                "Too Many Requests",
                "This token holds as many streams as it may. Close one, or ask for more."
                    .to_owned(),
            ),
            Self::Bad(why) => (StatusCode::BAD_REQUEST, "Bad Request", why),
            Self::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "Broken", "Try again.".to_owned()),
        };
        let problem = serde_json::json!({
            "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail,
        });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, kind, problem.to_string()).into_response()
    }
}

/// The query of a request, decoded.
pub(crate) fn asked(parts: &Parts) -> Vec<(String, String)> {
    let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
    query.map(|q| q.0).unwrap_or_default()
}

/// The first of these keys that has a value, in whatever case.
pub(crate) fn value<'a>(pairs: &'a [(String, String)], names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| {
        let mut with = pairs.iter().filter(|(k, v)| k.eq_ignore_ascii_case(name) && !v.is_empty());
        with.next().map(|(_, value)| value.trim())
    })
}

/// A comma-separated list.
pub(crate) fn names(pairs: &[(String, String)], keys: &[&str]) -> Vec<String> {
    let list = value(pairs, keys).unwrap_or_default().split(',').map(str::trim);
    list.filter(|n| !n.is_empty()).take(limits::NAMES_MAX).map(str::to_owned).collect()
}

/// The token of a request, when it may read news.
pub(crate) fn admit(state: &AppState, parts: &Parts) -> Result<Token, Refused> {
    admit_for(state, parts, "news")
}

/// The token of a request, when it has that scope.
pub(crate) fn admit_for(
    state: &AppState,
    parts: &Parts,
    scope: &'static str,
) -> Result<Token, Refused> {
    let pairs = asked(parts);
    let shown = value(&pairs, &["token", "apikey"]).or_else(|| from_headers(&parts.headers));
    let token = token_of(state, shown.unwrap_or_default())?.ok_or(Refused::Unknown)?;
    match token.about.scopes.iter().any(|s| s == scope) {
        true => Ok(token),
        false => Err(Refused::Forbidden(scope)),
    }
}

/// The valid token of that secret.
pub(crate) fn token_of(state: &AppState, secret: &str) -> Result<Option<Token>, Refused> {
    if secret.is_empty() || secret.len() > 512 {
        return Ok(None);
    }
    state.store().token(Secret::of(secret), state.now()).map_err(|_| Refused::Broken)
}

/// The valid token of a pair. Its public half is the token's, or repeats the secret (clients that
/// insist on two fields).
pub(crate) fn pair(state: &AppState, key: &str, secret: &str) -> Result<Option<Token>, Refused> {
    let fits = |t: &Token| key == format!("WDK{}", t.id.0) || key == secret;
    Ok(token_of(state, secret.trim())?.filter(fits))
}

/// Whether a token may read news.
pub(crate) fn may_read(token: &Token) -> bool {
    token.about.scopes.iter().any(|s| s == "news")
}

fn from_headers(headers: &HeaderMap) -> Option<&str> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let scheme = text("authorization").and_then(|a| a.split_once(' '));
    let bearer = scheme.filter(|(s, _)| ["bearer", "token"].contains(&&*s.to_ascii_lowercase()));
    bearer.map(|(_, secret)| secret.trim()).or_else(|| text("key"))
}
