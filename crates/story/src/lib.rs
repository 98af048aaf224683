//! Readings to storylines: copies, threads, timeline.
//!
//! Reports come in time order; each is found to be a copy of an earlier one, to go on with a
//! storyline, or to open one. [`Storylines`] does it as they arrive; [`group`] does a whole pile
//! at once. [`timeline()`] lays the reports' dated claims in order. An editor's merges and splits
//! ([`Act`]) are kept and can be done again after everything was read anew.
//!
//! Pure: no clock, no disk. The same reports in the same order give the same storylines, byte for
//! byte. Memory is bounded by [`Settings::reports_max`]; the work for a report does not grow with
//! the number of reports once the window is full.
//!
//! Read on in the order a report takes: `words`, `copies`, `features`, `threads`, [`storylines`],
//! `acts`.

mod acts;
mod copies;
mod features;
mod frames;
pub mod storylines;
mod threads;
pub mod timeline;

mod words;

pub use acts::{Act, ActKind, Error};
pub use copies::CopyRules;
pub use storylines::{Settings, Storylines, group};
pub use threads::ThreadRules;
pub use timeline::{Moment, timeline};
