//! The JSON contract: the one place where values of the program become JSON lines and back.
//!
//! Inside the program offsets are UTF-8 bytes; in every document here they are Unicode code points
//! of the text they count in, end exclusive. Fields that were not found are absent, never guessed.
//!
//! | module | document |
//! |---|---|
//! | [`report`] | `{"id","text","title"?,"published"?,"source"?,"url"?, …}` in, the same out of `extract` |
//! | [`reading`] | what `wiredesk read` prints |
//! | [`storyline`] | what `wiredesk storylines` prints |
//! | [`story`] | what `wiredesk draft --format json` prints and `wiredesk check` takes |
//! | [`check`] | `wiredesk check --jsonl`, and verdicts of a story's sentences |
//! | [`edits`] | how a sentence differs from the words it was made from |
//! | [`alert`] | what a subscriber is sent |
//! | [`lines`] | JSON lines read with a bound on their length; bad ones told by number |

pub mod alert;
pub mod check;
pub mod edits;
pub mod lines;
pub mod reading;
pub mod report;
pub mod story;
pub mod storyline;

/// Why a document could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not JSON, or not of the shape the contract names.
    #[error("not the JSON expected here: {0}")]
    Json(#[from] serde_json::Error),
    /// A line longer than [`lines::LINE_BYTES_MAX`].
    #[error("line is longer than {} MB; split the text", lines::LINE_BYTES_MAX >> 20)]
    LineTooLong,
    /// A line that is not UTF-8.
    #[error("line is not UTF-8; convert the file first, for example with iconv")]
    NotUtf8,
    /// Something about the content that JSON alone does not tell.
    #[error("{0}")]
    Invalid(String),
    /// The input could not be read on.
    #[error("could not read the input: {0}")]
    Io(#[from] std::io::Error),
}
