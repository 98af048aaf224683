//! Markup to a flat tree: a forgiving reader of HTML and XML made for pulling news out of pages.
//!
//! Why not a DOM library: a page is read once, top to bottom, and most of its bytes are scripts.
//! Nodes lie in one vector in document order, a subtree is a range of it, text and attributes are
//! ranges of the source; nothing is recursive, so neither depth nor length can hurt, and reading
//! runs at several times the speed of a conforming parser. What of the HTML standard matters for
//! text is kept (void and raw-text elements, implied ends of `p`, `li`, table parts, mis-nested
//! links, character references); foster parenting and formatting reconstruction are not.
//!
//! Go on to [`token`] (bytes to tags), [`tree`] (tags to nodes), [`entity`] (character references).

pub mod entity;
mod tag;
mod token;
pub mod tree;

pub use tag::Tag;
pub use tree::Tree;

/// Which rules hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Void elements, implied end tags, raw text, names in any case.
    Html,
    /// Every element is closed by its own name or `/>`; CDATA; names as written.
    Xml,
}
