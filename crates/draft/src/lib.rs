//! Storyline to draft story, each sentence with its evidence; and the check of it.
//!
//! [`check`] judges sentences of anybody, machine or human, against the spans of reports they are
//! bound to. [`compose`] drafts a story from reports. [`find`] proposes spans for a sentence that
//! has none. [`stringer`] is what a language model is asked and what of its copy may stand. All work
//! on a [`Shelf`] of reports with their readings and are pure: the same input gives the same answer.

pub mod check;
pub mod compose;
pub mod dates;
pub mod find;
pub mod house;
pub mod manuscript;
pub mod shelf;
pub mod split;
pub mod stringer;
mod tense;
pub mod words;

pub use check::{Checker, Setting};
pub use compose::{DraftInput, Error, Settings, draft};
pub use find::{Finder, Proposal};
pub use house::{House, Rules, RulesError};
pub use shelf::Shelf;
