//! Why a request is not answered, in the words of each dialect.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::native::problem::Problem;
use crate::Error;

/// Whose words an answer is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Dialect {
    /// Benzinga's news.
    Benzinga,
    /// Benzinga's calendar.
    Calendar,
    /// Alpaca.
    Alpaca,
    /// Polygon, Massive.
    Polygon,
    /// Our own.
    Native,
}

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Something asked for cannot be read; says what.
    Bad(String),
    /// No token, or one that is not valid.
    Unknown,
    /// The token may not do that.
    Forbidden(&'static str),
    /// There is nothing at that address.
    NotFound,
    /// That method is not known at that address.
    Method,
    /// Too many requests in this second.
    Spent {
        /// Seconds after which it may be tried again.
        wait_s: u64,
    },
    /// The token holds as many streams as it may.
    Taken,
    /// It took too long.
    Late,
    /// The program failed; what is behind it is in its log.
    Broken,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Form(why) => Self::Bad(why),
            other => {
                tracing::error!(error = %other, "a request failed");
                Self::Broken
            }
        }
    }
}

impl From<wiredesk_store::Error> for Refusal {
    fn from(error: wiredesk_store::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<wiredesk_flow::Error> for Refusal {
    fn from(error: wiredesk_flow::Error) -> Self {
        Error::from(error).into()
    }
}

impl Refusal {
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Bad(_) => StatusCode::BAD_REQUEST,
            Self::Unknown => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Spent { .. } | Self::Taken => StatusCode::TOO_MANY_REQUESTS,
            Self::Late => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// In words, for the one who asked.
    pub fn words(&self) -> String {
        match self {
            Self::Bad(why) => why.clone(),
            Self::Unknown => {
                "Show a valid token; this one is missing, wrong, or has run out.".into()
            }
            Self::Forbidden(scope) => format!("This token has not the scope {scope}."),
            Self::NotFound => "There is nothing at this address.".into(),
            Self::Method => "That method is not known at this address.".into(),
            Self::Spent { wait_s } => {
                format!("That is too many requests; go on in {wait_s} second(s).")
            }
            Self::Taken => {
                "This token holds as many streams as it may. Close one, or ask for more.".into()
            }
            Self::Late => "That took too long and was given up.".into(),
            Self::Broken => "Something broke here; it was noted.".into(),
        }
    }

    /// The answer, in the words of that dialect.
    pub fn response(&self, dialect: Dialect, request_id: &str) -> Response {
        let mut response = self.body(dialect, request_id);
        if let Self::Spent { wait_s } = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*wait_s));
        }
        response
    }

    fn body(&self, dialect: Dialect, request_id: &str) -> Response {
        let body = match dialect {
            Dialect::Native => return Problem::from(self).into_response(),
            Dialect::Benzinga => self.benzinga(),
            Dialect::Calendar => self.calendar(),
            Dialect::Alpaca => self.alpaca(),
            Dialect::Polygon => {
                json!({"status": "ERROR", "request_id": request_id, "error": self.words()})
            }
        };
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        (self.status(), kind, body.to_string()).into_response()
    }

    fn benzinga(&self) -> Value {
        match self {
            // The list is what OpenBB knows a refusal by.
            Self::Unknown => json!(["Access denied for user 0 \"anonymous\""]),
            Self::Forbidden(_) => json!({
                "ok": false,
                "errors": [{"code": "auth_failed", "id": "forbidden", "value": self.words()}],
            }),
            Self::NotFound | Self::Method | Self::Spent { .. } | Self::Taken => {
                json!({"message": self.words()})
            }
            Self::Bad(_) | Self::Late | Self::Broken => Value::String(self.words()),
        }
    }

    fn calendar(&self) -> Value {
        match self {
            Self::Bad(_) | Self::Broken => json!({"text": self.words()}),
            _ => self.benzinga(),
        }
    }

    fn alpaca(&self) -> Value {
        let code = match self {
            Self::Unknown | Self::Forbidden(_) => return json!({"message": "forbidden."}),
            Self::Bad(_) => 40_010_001,
            Self::NotFound => 40_410_000,
            Self::Method => 40_510_000,
            Self::Spent { .. } | Self::Taken => 42_910_000,
            Self::Late | Self::Broken => 50_010_000,
        };
        json!({"code": code, "message": self.words()})
    }
}
