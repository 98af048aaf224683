//! Names that are known beforehand.

/// Known entities and the names that mean them.
#[derive(Debug, Default)]
pub struct Lexicon {}

impl Lexicon {
    /// The lexicon that is shipped.
    #[must_use]
    pub fn shipped() -> Self {
        Self::default()
    }
}
