//! Standing queries: language, index, match. Pure: no disk, no clock, no network.
//!
//! A [`Query`] is read from text ([`Query::parse`]) and printed back; an [`Index`] keeps millions
//! of them under their numbers and tells, story by story, which of them fire
//! ([`Index::match_story`]). The matches are exact: the same as testing every query on its own.
//!
//! | module | what it does |
//! |---|---|
//! | [`query`] | the tree of a query, and the story it is held against |
//! | `lex`, `parse`, `print`, `number` | text to tree and back |
//! | `watch` | a list of things to watch as a query |
//! | `normal` | the form in which queries are compared |
//! | `atoms`, `dictionary`, `cells`, `frequencies` | words, names and numbers as numbered atoms |
//! | `anchors` | under which atoms a query stands |
//! | `program`, `sheet` | what else must hold, and the story it is tested on |
//! | `matcher`, `slices` | which queries a story fires |
//! | `standing`, `registry`, `index` | how queries come and go |
//! | `snapshot` | an index as bytes |
//! | `shared` | an index that is changed while stories are matched |
//! | `explain` | which words made a query fire |
//!
//! ```
//! use wiredesk_alert::{Index, Limits, Name, Query, Scratch, Story};
//!
//! let mut index = Index::default();
//! index.add(7, &Query::parse("ticker:AAPL AND recall*", &Limits::default())?);
//! index.add(9, &Query::parse("\"chief executive\" OR NOT apple", &Limits::default())?);
//! let story = Story {
//!     title: "Apple recalls chargers".into(),
//!     names: vec![(Name::Ticker, "AAPL".into())],
//!     ..Story::default()
//! };
//! assert_eq!(index.match_story(&story, &mut Scratch::default()), [7]);
//! # Ok::<(), wiredesk_alert::Error>(())
//! ```

mod anchors;
mod atoms;
mod cells;
mod dictionary;
mod error;
mod explain;
mod frequencies;
mod index;
mod lex;
mod limits;
mod matcher;
mod normal;
mod number;
mod parse;
mod print;
mod program;
mod registry;
mod shared;
mod sheet;
mod slices;
mod snapshot;
mod standing;
mod stems;
mod watch;

pub mod query;

pub use error::Error;
pub use explain::{Reason, explain};
pub use frequencies::Frequencies;
pub use index::{Index, Memory};
pub use limits::Limits;
pub use matcher::{Effort, Matcher, Scratch};
pub use number::{decimal, moment};
pub use query::{Clause, Name, Number, Place, Query, Story, Test, Text};
pub use shared::{Change, Shared};
pub use stems::stem;
pub use wiredesk_model::words::words;
