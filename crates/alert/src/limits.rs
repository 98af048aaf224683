//! How large a query may be.

/// The bounds on one query. Settable per role; each refusal names the bound it met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of its text.
    pub bytes: usize,
    /// Brackets and NOTs inside each other. The matcher walks trees by recursion, so this is also
    /// what keeps its stack small; beyond 500 is refused whatever is set.
    pub depth: usize,
    /// Words and conditions; each word of a phrase counts.
    pub clauses: usize,
    /// Letters that a prefix (`word*`) has at least: one letter would fire on every story.
    pub prefix_letters: usize,
}

/// The deepest nesting that can be set.
pub(crate) const DEPTH_MAX: usize = 500;

/// The longest prefix, in bytes: the index keeps the lengths in use in one machine word.
pub(crate) const PREFIX_BYTES_MAX: usize = 60;

impl Default for Limits {
    /// What a user may keep: watchlists of 2,000 tickers, and analysts' queries of 60,000 bytes.
    fn default() -> Self {
        Self { bytes: 60_000, depth: 100, clauses: 4_000, prefix_letters: 2 }
    }
}
