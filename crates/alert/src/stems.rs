//! Words without their endings, by the English Snowball rules: the same as in the search index.

use crate::atoms::stem_key;
use crate::dictionary::{Short, spread};
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

/// Places for the words that were seen last: each word has one of its own and drops who was there.
const NEAR: usize = 1 << 12;

/// Finds stems and remembers them.
#[derive(Clone, Default)]
pub(crate) struct Stems {
    known: HashMap<Vec<u8>, Vec<u8>>,
    /// Short words, each with the key of its stem; made when the first is asked for.
    near: Vec<(Short, Short)>,
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

    /// The key of the stem of a folded word that has a short key itself; none when the stem has
    /// none.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "one of a few places")]
    pub fn key_of(&mut self, key: Short, word: &[u8]) -> Option<Short> {
        if self.near.is_empty() {
            self.near.resize(NEAR, (0, 0));
        }
        let place = spread(key) as usize & (NEAR - 1);
        if self.near[place].0 != key {
            self.near[place] = (key, stem_key(self.of(word)).unwrap_or_default());
        }
        Some(self.near[place].1).filter(|stem| *stem != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What [`crate::atoms::Atoms::may_stem`] counts on.
    #[test]
    fn a_word_and_its_stem_begin_alike() {
        let letters: Vec<char> = ('a'..='z').collect();
        let ends = [
            "", "s", "es", "ies", "ied", "ed", "ing", "y", "ly", "eed", "eedly", "ingly", "edly",
            "ational", "er", "est", "ness", "e", "ion", "ement", "ssion", "ful", "ment", "ying",
        ];
        let starts = letters.iter().flat_map(|a| letters.iter().map(move |b| (*a, *b)));
        for (a, b) in starts {
            for middle in ["", "a", "t", "ye", "ss", "et", "rat"] {
                for end in ends {
                    let word = format!("{a}{b}{middle}{end}");
                    let stem = stem(&word);
                    let irregular = word[1..] == *"ying" && stem == format!("{a}ie");
                    assert!(stem[..2] == word[..2] || irregular, "{word}: {stem}");
                }
            }
        }
    }
}
