//! The stages in their order, and the desk's commands.
//!
//! `intake` → `threading` (reading, storylines, claims) → `finding` (the search index) →
//! `reopening` (newer versions of reports against the stories on the older ones) →
//! `drafting` (draft and its check; `copy` asks a language model through
//! `stringer`, when there is one) → `desk` (an editor's commands) → the publication log →
//! `alerts` (standing queries, into the outbox) → `delivery` (out of it).
//! `briefs` tells, once or on a timetable, what is new on a matter; also into the outbox.
//! `archive` tries a standing query on what was published before.
//! Each stage is a cursor over what the stage before it keeps in the store, so that a crash at any
//! line is mended by running it again. [`Newsroom`] holds the parts and runs them.

pub mod alerts;
pub mod announcing;
pub mod archive;
pub mod briefs;
pub mod copy;
pub mod delivery;
pub mod desk;
pub mod drafting;
mod error;
pub mod feeds;
pub mod finding;
mod following;
pub mod grounding;
pub mod intake;
pub mod ledger;
pub mod limits;
mod newsroom;
pub mod publishing;
pub mod reopening;
pub mod seeking;
pub mod signoff;
pub mod stringer;
pub mod threading;
pub mod webhooks;

pub use error::Error;
pub use newsroom::{Advanced, Newsroom};
