//! What one pure crate may ask of another without knowing it.

use crate::{Reading, Report};

/// Something that reads reports. `wiredesk-read` is one; the checker and the tests take any.
pub trait Read: Send + Sync {
    /// Reads a report; never fails. Parts that are not wanted may stay empty.
    fn read(&self, report: &Report, want: Want) -> Reading;
}

/// Which parts of a reading are wanted. Sentences are always found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields of `Reading`
pub struct Want {
    pub entities: bool,
    pub attributions: bool,
    pub events: bool,
    pub dates: bool,
    pub quantities: bool,
    pub ratings: bool,
}

impl Want {
    /// Everything.
    pub const ALL: Want = Want {
        entities: true,
        attributions: true,
        events: true,
        dates: true,
        quantities: true,
        ratings: true,
    };

    /// Nothing but sentences.
    pub const SENTENCES: Want = Want {
        entities: false,
        attributions: false,
        events: false,
        dates: false,
        quantities: false,
        ratings: false,
    };
}
