//! The full-text index over reports and published stories: the only crate that names tantivy.
//!
//! [`Index`] is derived: it can be thrown away and made again from the store at any time. Add and
//! remove documents, and [`commit`](Index::commit) every second or two, or after some thousand
//! documents: a commit costs 100 to 200 ms whatever its size, and nothing is found before it. With
//! each commit goes a [`Mark`] of how far the index has come, so that after a crash it goes on
//! where it stood.
//!
//! ```
//! use wiredesk_search::{Document, Index, Kind, Mark, Search};
//! # let folder = tempfile::tempdir()?;
//! let index = Index::open(folder.path())?;
//! let mut report = Document::new(Kind::Report, "3f2a", "2024-09-15T08:00:00Z".parse()?);
//! report.title = "Shells were sent".into();
//! index.add(&report)?;
//! index.commit(Mark { report: 1, publication: 0 })?;
//! let found = index.search(&Search { text: "shell".into(), limit: 10, ..Search::default() })?;
//! assert_eq!((found.total, found.hits[0].id.as_str()), (1, "3f2a"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cutter;
mod document;
mod error;
mod index;
pub mod limits;
mod parse;
mod query;
mod schema;
mod search;
mod spelling;
mod wanted;

pub use document::{Document, Found, Hit, Kind, Mark, Marked, Search, Sort};
pub use error::{Error, Result};
pub use index::Index;
pub use wanted::{NameKind, Place, Wanted};
