//! What can end a stage early.

/// Everything that stops the flow. A single bad item never does: it goes to quarantine.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Store(#[from] wiredesk_store::Error),
    /// The full-text index.
    #[error(transparent)]
    Search(#[from] wiredesk_search::Error),
    /// The web.
    #[error(transparent)]
    Gather(#[from] wiredesk_gather::Error),
    /// Sending cannot start.
    #[error(transparent)]
    Deliver(#[from] wiredesk_deliver::Error),
    /// A task of ours ended badly; a mistake in the program.
    #[error("a task ended badly: {0}")]
    Task(String),
    /// The desk refused, and says why.
    #[error(transparent)]
    Desk(#[from] crate::desk::Refusal),
    /// A named file or folder.
    #[error("{path}: {source}")]
    Path {
        /// As it was named.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Whoever was told of progress failed.
    #[error("could not write the output: {0}")]
    Output(#[from] std::io::Error),
}
