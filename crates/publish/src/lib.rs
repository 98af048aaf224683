//! A signed story and what is known about it in, pages and feeds out.
//!
//! Pure: no disk, no clock, no network. [`Edition`] is the one value that everything here is made
//! of: a story as it stands for readers, with its entries of the publication log. [`page`] makes the
//! pages that people read, [`feed`] what feed readers and search engines read, [`ninjs`] what other
//! newsrooms take over, [`jsonld`] the machine-readable part of a page, [`dialect`] what the clients
//! of news APIs read. A story that was moved in has no evidence and is a [`feed::Entry`] only.
//! Whoever serves them (`web`) adds addresses and headers.

pub mod brief;
pub mod consensus;
pub mod dates;
pub mod dialect;
pub mod edition;
pub mod feed;
pub mod html;
pub mod jsonld;
pub mod ninjs;
pub mod page;
pub mod plain;
pub mod text;
pub mod xml;

pub use edition::{Edition, House, Notice, Sources, Standing};

/// The one style sheet of the public site. It is put into each page, so that a page is one request;
/// whoever serves it allows it by its hash.
pub const STYLE: &str = include_str!("../assets/house.css");

/// What can go wrong when a page is made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A template could not be written out; a mistake in this crate, never in the story.
    #[error("the page could not be laid out: {0}")]
    Layout(#[from] askama::Error),
}
