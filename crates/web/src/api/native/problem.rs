//! Why a request is not answered, as `application/problem+json` (RFC 9457): what is wrong, with
//! which parameter, and what to send instead.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Error;
use crate::api::refusal::Refusal;

/// The media type of problems.
const KIND: &str = "application/problem+json";

/// Why a request was not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// The kind of problem, as an address under which it is described.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong here, and what to do.
    pub detail: String,
    /// The parameter that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
}

impl Problem {
    fn new(status: StatusCode, name: &str, title: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("/api#{name}"),
            title: title.into(),
            status: status.as_u16(),
            detail: detail.into(),
            parameter: None,
        }
    }

    /// A parameter that cannot be used.
    pub fn parameter(name: &str, why: impl Into<String>) -> Self {
        let (status, title) = (StatusCode::BAD_REQUEST, "A parameter cannot be used");
        let name: String = name.chars().take(80).collect();
        let problem = Self::new(status, "parameter", title, format!("{name}: {}", why.into()));
        Self { parameter: Some(name), ..problem }
    }

    /// There is no such thing.
    pub fn missing(what: impl std::fmt::Display) -> Self {
        let detail = format!("There is no {what}.");
        Self::new(StatusCode::NOT_FOUND, "missing", "Not found", detail)
    }

    /// It was there and was taken back.
    pub fn gone(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, "gone", "Taken back", detail)
    }

    /// Too much at once.
    pub fn busy() -> Self {
        let detail = "Too many exports run at this moment. Try again in a while.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Busy", detail)
    }

    /// The body of the request cannot be used.
    pub fn body(why: impl std::fmt::Display) -> Self {
        let detail = format!("The body cannot be used: {why}.");
        Self::new(StatusCode::BAD_REQUEST, "body", "The body cannot be used", detail)
    }

    fn broken(error: &Error) -> Self {
        tracing::error!(%error, "a request failed");
        let detail = "Something broke here. It has been noted in the log.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", "Something broke", detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let body = serde_json::to_string(&self).unwrap_or_else(|_| "{}".into());
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(KIND))];
        (status, kind, body).into_response()
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        let (name, title) = match refusal {
            Refusal::Bad(_) => ("request", "The request cannot be used"),
            Refusal::Unknown => ("token", "No valid token"),
            Refusal::Forbidden(_) => ("scope", "The token has not this scope"),
            Refusal::NotFound => ("missing", "Not found"),
            Refusal::Method => ("method", "Method not known here"),
            Refusal::Spent { .. } => ("rate", "Too many requests"),
            Refusal::Taken => ("streams", "Too many streams"),
            Refusal::Late => ("late", "Given up"),
            Refusal::Broken => ("broken", "Something broke"),
        };
        Self::new(refusal.status(), name, title, refusal.words())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::missing("such thing"),
            Error::Form(why) => Self::parameter("query", why),
            other => Self::broken(&other),
        }
    }
}

impl From<wiredesk_store::Error> for Problem {
    fn from(error: wiredesk_store::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<wiredesk_flow::Error> for Problem {
    fn from(error: wiredesk_flow::Error) -> Self {
        Error::from(error).into()
    }
}
