//! Who may hold a line, and how many.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use wiredesk_store::{Token, TokenId};

use crate::api::token::{Scope, Shown, may, token_of};
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
    admit_for(state, parts, Scope::News)
}

/// The token of a request, when it has that scope.
pub(crate) fn admit_for(state: &AppState, parts: &Parts, scope: Scope) -> Result<Token, Refused> {
    let shown = Shown::of(&asked(parts), &parts.headers).ok_or(Refused::Unknown)?;
    let known = token_of(state, &shown).map_err(|_| Refused::Broken)?;
    let token = known.ok_or(Refused::Unknown)?;
    match may(&token, scope) {
        true => Ok(token),
        false => Err(Refused::Forbidden(scope.as_str())),
    }
}
