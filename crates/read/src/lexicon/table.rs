//! Compact storage for the lexicon's texts, and how a name must be written to be one.

use crate::words::{Shape, Word};
use std::collections::HashMap;

/// All texts of the lexicon in one buffer.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    buffer: String,
    /// The few texts that many entities share (countries' ids).
    shared: HashMap<String, Text>,
}

/// Where a text lies in the buffer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    start: u32,
    len: u32,
}

impl Texts {
    /// Keeps a text. Past four gigabytes it keeps nothing and tells the empty text.
    pub(super) fn put(&mut self, text: &str) -> Text {
        let (Ok(start), Ok(len)) = (u32::try_from(self.buffer.len()), u32::try_from(text.len()))
        else {
            return Text { start: 0, len: 0 };
        };
        self.buffer.push_str(text);
        Text { start, len }
    }

    /// Keeps a text that others are likely to have, too.
    pub(super) fn put_shared(&mut self, text: &str) -> Text {
        if let Some(&known) = self.shared.get(text) {
            return known;
        }
        let place = self.put(text);
        self.shared.insert(text.to_owned(), place);
        place
    }

    pub(super) fn get(&self, text: Text) -> &str {
        let start = text.start as usize;
        self.buffer.get(start..start + text.len as usize).unwrap_or_default()
    }
}

/// How a name's words are written: one bit a word for "has a capital" and for "all capitals".
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    capital: u16,
    upper: u16,
}

impl Written {
    pub(super) fn of(name: &str) -> Self {
        let mut written = Self { capital: 0, upper: 0 };
        for (n, word) in name_words(name).enumerate().take(16) {
            let letters = || word.chars().filter(|c| c.is_alphabetic());
            if letters().any(char::is_uppercase) {
                written.capital |= 1 << n;
                if letters().all(char::is_uppercase) && letters().count() > 1 {
                    written.upper |= 1 << n;
                }
            }
        }
        written
    }

    /// True when `words` are written so: a capital where the name has one (a word that the name
    /// writes small may have one in a headline), and capitals where it is all capitals.
    pub(super) fn fits(self, words: &[Word]) -> bool {
        words.iter().enumerate().all(|(n, word)| {
            let bit = 1 << n;
            let shaped = match word.shape {
                Shape::Lower | Shape::Clitic => self.capital & bit == 0,
                Shape::Capital => self.upper & bit == 0,
                Shape::Upper | Shape::Initial | Shape::Mixed | Shape::Number => true,
            };
            shaped && (self.capital != 0 || word.shape != Shape::Capital || word.first)
        })
    }
}

/// The words of a name, cut as [`crate::words::scan`] cuts a text's.
pub(super) fn name_words(name: &str) -> impl Iterator<Item = &str> {
    crate::words::cut_name(name)
}
