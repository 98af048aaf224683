//! Words without their endings, by the English Snowball rules: the same as in the search index.

use frostem::{Algorithm, Stemmer};
use hashbrown::HashMap;
use std::fmt;

/// A folded word without its ending: "shelling", "shells" and "shelled" are "shell".
#[must_use]
pub fn stem(word: &str) -> String {
    Stemmer::new(Algorithm::English).stem(word).into_owned()
}

/// Words whose stems are remembered; stories say the same ones again and again.
const REMEMBERED: usize = 1 << 16;

/// Finds stems and remembers them.
#[derive(Clone, Default)]
pub(crate) struct Stems {
    known: HashMap<Vec<u8>, Vec<u8>>,
}

impl fmt::Debug for Stems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stems({})", self.known.len())
    }
}

impl Stems {
    /// The stem of a folded word.
    pub fn of(&mut self, word: &[u8]) -> &[u8] {
        if self.known.len() >= REMEMBERED && !self.known.contains_key(word) {
            self.known.clear();
        }
        self.known.entry_ref(word).or_insert_with(|| {
            let stem = std::str::from_utf8(word).map(stem).unwrap_or_default();
            stem.into_bytes()
        })
    }
}
