//! An archive moved in: finished stories from elsewhere. The method is
//! [`Store::import`](crate::Store::import).

use crate::{Finished, Outcome};
use jiff::Timestamp;
use wiredesk_model::StoryId;

/// A finished story of an archive. It is the same story as one imported before when its address
/// and first publication are the same (without an address: title, by-line and publication).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// What it says.
    pub story: Finished,
    /// First published.
    pub published: Timestamp,
    /// Last changed; `None`: never.
    pub updated: Option<Timestamp>,
    /// When it was taken back, if it was.
    pub removed: Option<Timestamp>,
}

/// What became of an [`Imported`] story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Its number.
    pub id: StoryId,
    /// New, known unchanged, or known and changed.
    pub outcome: Outcome,
}
