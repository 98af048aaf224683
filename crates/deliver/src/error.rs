//! Why sending cannot start. What a single attempt met is an [`crate::Outcome`].

/// A setting that cannot work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The mail relay's address.
    #[error("the mail relay cannot be used: {0}")]
    Relay(String),
    /// The address that mail is sent from.
    #[error("`{0}` is not an address that mail can be sent from; give one like desk@news.example")]
    From(String),
    /// The HTTP client could not be made: no certificates, no TLS.
    #[error("sending cannot start: {0}")]
    Setup(String),
    /// The settings of a webhook.
    #[error("{0}")]
    Webhook(String),
}
