//! Every bound on what comes in, in one place.

/// Bytes of one input: a page, a feed, a text. Larger is refused.
pub const BYTES_MAX: usize = 32 << 20;
/// Bytes that a compressed input may grow to.
pub const INFLATED_BYTES_MAX: usize = 64 << 20;
/// How many times larger than itself a compressed input may grow, once past [`RATIO_FREE_BYTES`].
pub const INFLATED_RATIO_MAX: usize = 200;
/// Below this many bytes the ratio does not matter.
pub const RATIO_FREE_BYTES: usize = 1 << 20;
/// Elements inside elements that are kept apart; deeper ones hold nothing (browsers stop at 512).
pub const DEPTH_MAX: usize = 512;
/// Elements open beyond [`DEPTH_MAX`] at which a page is taken for an attack.
pub const NESTING_MAX: usize = 20_000;
/// Items of one feed; later ones are dropped.
pub const FEED_ITEMS_MAX: usize = 10_000;
/// Bytes of one item's text.
pub const ITEM_BYTES_MAX: usize = 2 << 20;
/// Code points of a title.
pub const TITLE_CHARS_MAX: usize = 500;
/// Bytes of one meta tag's content.
pub const META_BYTES_MAX: usize = 20_000;
/// Bytes of a field's words on the page (headline, by-line, time) that are read.
pub const FIELD_BYTES_MAX: usize = 1_000;
/// Headings, by-lines and times of one page that are looked at, each.
pub const WITNESSES_MAX: usize = 100;
/// Authors of one report.
pub const AUTHORS_MAX: usize = 30;
/// Code points of an author's name.
pub const AUTHOR_CHARS_MAX: usize = 100;
/// Pictures of one report.
pub const IMAGES_MAX: usize = 20;
/// Bytes of an address.
pub const URL_BYTES_MAX: usize = 2_000;
/// Bytes of one block of structured data (JSON-LD) that is read.
pub const STRUCTURED_BYTES_MAX: usize = 4 << 20;
/// Blocks of structured data on one page that are read.
pub const STRUCTURED_BLOCKS_MAX: usize = 64;
