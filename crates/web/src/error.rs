//! What can go wrong with a request, and what the asker is told.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use wiredesk_flow::desk::Refusal;
use wiredesk_store::Error as Kept;

/// Everything that can be answered instead of a page.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is nothing at that address.
    #[error("There is nothing at this address.")]
    NotFound,
    /// Nobody is signed in; `next` is where they wanted to go.
    #[error("Please sign in.")]
    SignIn {
        /// A path on this site.
        next: String,
    },
    /// Who is signed in may not do that.
    #[error("Your account may not do this. {0}")]
    Forbidden(&'static str),
    /// The form did not come from a page of ours, or is too old.
    #[error(
        "This form is too old or came from elsewhere. Go back, load the page again and repeat it."
    )]
    Forged,
    /// A form that cannot be used; says which field and why.
    #[error("{0}")]
    Form(String),
    /// A body over the bound.
    #[error("That is too large to be taken.")]
    TooLarge,
    /// Too many tries.
    #[error("Too many failed sign-ins. Wait a quarter of an hour and try again.")]
    Throttled,
    /// Too much at once.
    #[error("The desk is very busy. Try again in a moment.")]
    Busy,
    /// A stage of the flow or the desk refused.
    #[error(transparent)]
    Flow(#[from] wiredesk_flow::Error),
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] Kept),
    /// A page could not be laid out.
    #[error(transparent)]
    Layout(#[from] wiredesk_publish::Error),
    /// Something in the program broke.
    #[error("Something broke: {0}")]
    Broken(String),
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Layout(error.into())
    }
}

impl Error {
    /// The status and the words for the asker. What they can do nothing about is logged instead.
    pub(crate) fn told(&self) -> (StatusCode, String) {
        let store = match self {
            Self::Store(kept) | Self::Flow(wiredesk_flow::Error::Store(kept)) => Some(kept),
            _ => None,
        };
        let status = match (self, store) {
            (_, Some(Kept::NotFound(_))) | (Self::NotFound, _) => StatusCode::NOT_FOUND,
            (_, Some(Kept::Conflict { .. } | Kept::Locked { .. })) => StatusCode::CONFLICT,
            (_, Some(Kept::Refused(_))) => StatusCode::UNPROCESSABLE_ENTITY,
            (Self::Flow(wiredesk_flow::Error::Desk(_)), _) | (Self::Form(_), _) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            (Self::Forbidden(_) | Self::Forged, _) => StatusCode::FORBIDDEN,
            (Self::SignIn { .. }, _) => StatusCode::UNAUTHORIZED,
            (Self::TooLarge, _) => StatusCode::PAYLOAD_TOO_LARGE,
            (Self::Throttled, _) => StatusCode::TOO_MANY_REQUESTS,
            (Self::Busy, _) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(error = %self, "a request failed");
            return (status, "Something went wrong here. It has been noted in the log.".into());
        }
        (status, sentence(&self.to_string()))
    }

    /// The desk's refusal, when it is one.
    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Flow(wiredesk_flow::Error::Desk(refusal)) => Some(refusal),
            _ => None,
        }
    }

    /// The newest version, when somebody saved it meanwhile.
    pub(crate) fn conflict(&self) -> Option<u32> {
        match self {
            Self::Store(Kept::Conflict { current })
            | Self::Flow(wiredesk_flow::Error::Store(Kept::Conflict { current })) => Some(*current),
            _ => None,
        }
    }
}

/// A message as a sentence: a capital in front, a full stop behind.
fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let rest = chars.as_str();
    let stop = if rest.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{rest}{stop}")
}

/// What an error page is to say; `guard` paints it, since it knows the house.
#[derive(Debug, Clone)]
pub(crate) struct Told(pub String);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::SignIn { next } = &self {
            let query = form_urlencoded(next);
            return Redirect::to(&format!("/sign-in?next={query}")).into_response();
        }
        let (status, words) = self.told();
        let mut response = status.into_response();
        response.extensions_mut().insert(Told(words));
        response
    }
}

/// Everything but letters, digits and `/` as `%XX`.
fn form_urlencoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                out.push(byte as char);
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
