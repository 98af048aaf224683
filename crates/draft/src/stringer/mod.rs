//! The model drafter's half without I/O: what a language model is asked, how its answer is read, and
//! what of it may stand.
//!
//! A stringer is somebody outside of the house who sends copy in. What a model sends is treated so:
//! unvetted, held sentence by sentence against the very spans it names, by the same checker as
//! anybody's. [`brief`] writes the request, [`wire`] takes the streamed bytes of the answer apart,
//! [`copy`] reads the answer, [`desk`] lets stand what its evidence carries and says what does not.
//! Who talks to the endpoint is `flow::stringer`.

pub mod brief;
pub mod copy;
pub mod desk;
pub mod limits;
pub mod wire;

pub use brief::{Brief, Material};
pub use copy::{Copy, Part, Piece};
pub use desk::{Desk, Failing};
pub use wire::{Answer, Usage};

/// Why an answer is of no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The reports hold nothing that could be shown as evidence.
    #[error("no report has a sentence that could be shown to the model")]
    NoMaterial,
    /// The stream of the answer is none of the expected form.
    #[error("the model's endpoint sent what is no answer: {0}")]
    Wire(String),
    /// The model says it does not answer.
    #[error("the model refused: {0}")]
    Refused(String),
    /// The answer stopped before its end.
    #[error("the model's answer was cut off")]
    Cut,
    /// It is longer than asked for.
    #[error("the model's answer is longer than {} bytes", limits::ANSWER_BYTES_MAX)]
    Long,
    /// The answer is no JSON of the asked shape.
    #[error("the model's answer is not of the shape asked for: {0}")]
    Shape(String),
    /// Nothing of it is carried by the evidence it names.
    #[error("nothing of what the model wrote is carried by the evidence it names")]
    NothingStands,
}
