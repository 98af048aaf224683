//! Why something was not fetched.

use std::time::Duration;

/// A refusal or failure. The message is fit for the quarantine list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not an address, or not one of the web.
    #[error("`{0}` is not an http or https address")]
    Address(String),
    /// The address, or what its name leads to, is not on the public internet.
    #[error(
        "{host} leads to {kind} address, which is not fetched: allow private addresses in the \
         settings if it is your own"
    )]
    Private {
        /// The host as written.
        host: String,
        /// For example `a loopback`.
        kind: &'static str,
    },
    /// The site asks robots to stay away from this address.
    #[error("{0} is closed to robots by its robots.txt")]
    Robots(String),
    /// The site's `robots.txt` could not be fetched, so nothing else is until it can.
    #[error("the robots.txt of {0} cannot be fetched: it is tried again later")]
    RobotsUnknown(String),
    /// One redirect after another.
    #[error("{url} redirects more than {max} times")]
    Redirects {
        /// Where it began.
        url: String,
        /// How many were followed.
        max: usize,
    },
    /// The body is longer than [`crate::Settings::body_bytes_max`].
    #[error("{url} sends more than {max} bytes")]
    TooLarge {
        /// The address.
        url: String,
        /// The bound.
        max: usize,
    },
    /// No answer in time.
    #[error("{url} did not answer within {seconds} seconds")]
    Timeout {
        /// The address.
        url: String,
        /// The bound.
        seconds: u64,
    },
    /// The host asks to come back later (429, 503).
    #[error("{url} asks to come back later (status {status})")]
    Busy {
        /// The address.
        url: String,
        /// 429 or 503.
        status: u16,
        /// How much later, where it says so.
        retry_after: Option<Duration>,
    },
    /// Gone for good (410): ask no more.
    #[error("{0} is gone for good")]
    Gone(String),
    /// Any other status that is no success.
    #[error("{url} answered with status {status}")]
    Status {
        /// The address.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// An endpoint does not do what it was asked (400, 401, 404, …), and says why.
    #[error("{url} refused (status {status}): {words}")]
    Refused {
        /// The address.
        url: String,
        /// The HTTP status.
        status: u16,
        /// Its words, cut.
        words: String,
    },
    /// The connection failed: name, network, TLS, HTTP.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable {
        /// The address.
        url: String,
        /// What failed.
        reason: String,
    },
    /// The client could not be made: no certificates, no TLS.
    #[error("fetching cannot start: {0}")]
    Setup(String),
    /// A stream that cannot be read.
    #[error("{0}")]
    Stream(String),
}

impl Error {
    /// Trying again later may help.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Timeout { .. } | Self::Busy { .. } | Self::Unreachable { .. } => true,
            Self::RobotsUnknown(_) => true,
            Self::Status { status, .. } | Self::Refused { status, .. } => {
                *status >= 500 || matches!(status, 408 | 425)
            }
            _ => false,
        }
    }
}
