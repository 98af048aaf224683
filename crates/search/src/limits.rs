//! How much one search may ask for.

/// Bytes of a query.
pub const QUERY_BYTES: usize = 1024;
/// Words, phrases and names in a query.
pub const QUERY_WORDS: usize = 64;
/// Brackets in brackets.
pub const QUERY_DEPTH: usize = 8;
/// Letters before a `*`.
pub const PREFIX_LETTERS: usize = 3;
/// Names in one list of a filter.
pub const FILTER_NAMES: usize = 200;
/// Hits on a page.
pub const PAGE: usize = 1000;
/// Hits left out before a page.
pub const OFFSET: usize = 100_000;
/// Bytes of a text that are indexed; what is behind is not found.
pub const BODY_BYTES: usize = 1 << 20;
/// Bytes of a headline that are indexed.
pub const TITLE_BYTES: usize = 4096;
/// Characters of a snippet, about.
pub const SNIPPET_CHARS: usize = 240;
/// Letters of a word that another is looked for, when nobody writes it so.
pub const SPELT_LETTERS: usize = 4;
/// Letters of a word in which two slips are forgiven.
pub const SPELT_LONG: usize = 7;
/// Words of a segment that are looked at for it.
pub const SPELT_LOOK: usize = 60_000;
