//! Words that may have been meant: those of the index that are nearly spelt so.

use crate::{Index, Result, limits};
use std::ops::ControlFlow;
use wiredesk_model::words::words;

impl Index {
    /// The commonest word that differs least from `word`: by one letter left out, put in, changed or
    /// two swapped, by two in long words. None when the word itself is known, is short, or nothing
    /// is near. The first letter is taken to be right.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn meant(&self, word: &str) -> Result<Option<String>> {
        let folded = words(word);
        let [word] = folded.as_slice() else { return Ok(None) };
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < limits::SPELT_LETTERS || !letters.iter().all(|c| c.is_alphabetic()) {
            return Ok(None);
        }
        let most = if letters.len() < limits::SPELT_LONG { 1 } else { 2 };
        let mut best = Best { word: letters, most, found: None };
        for segment in self.reader.searcher().segment_readers() {
            for field in [self.fields.title_exact, self.fields.body_exact] {
                let terms = segment.inverted_index(field)?;
                let start: String = best.word[..1].iter().collect();
                let range = terms.terms().range().ge(start.as_bytes());
                let mut stream = range.into_stream().map_err(tantivy::TantivyError::from)?;
                let mut looked = 0;
                while stream.advance() && looked < limits::SPELT_LOOK {
                    looked += 1;
                    let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                    if best.look(term, stream.value().doc_freq).is_break() {
                        break;
                    }
                }
            }
        }
        let known = best.found.as_ref().is_some_and(|f| f.0 == 0);
        Ok(best.found.filter(|_| !known).map(|f| f.2))
    }
}

struct Best {
    word: Vec<char>,
    most: usize,
    /// How far it is, in how many documents, the word.
    found: Option<(usize, u32, String)>,
}

impl Best {
    /// Breaks off behind the words with the right first letter.
    fn look(&mut self, term: &str, documents: u32) -> ControlFlow<()> {
        let letters: Vec<char> = term.chars().collect();
        if letters.first() != self.word.first() {
            return ControlFlow::Break(());
        }
        if letters.len().abs_diff(self.word.len()) > self.most {
            return ControlFlow::Continue(());
        }
        let far = distance(&self.word, &letters);
        let nearer =
            self.found.as_ref().is_none_or(|(f, d, _)| far < *f || far == *f && documents > *d);
        if far <= self.most && nearer {
            self.found = Some((far, documents, term.to_owned()));
        }
        ControlFlow::Continue(())
    }
}

/// Letters left out, put in, changed or swapped with the next (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Kind, Mark};

    #[test]
    fn slips_are_counted() {
        let check = |a: &str, b: &str, expected: usize| {
            let letters = |s: &str| s.chars().collect::<Vec<_>>();
            assert_eq!(distance(&letters(a), &letters(b)), expected, "{a} {b}");
        };
        check("missile", "missile", 0);
        check("misile", "missile", 1);
        check("missiel", "missile", 1);
        check("mixsiles", "missile", 2);
        check("", "abc", 3);
    }

    #[test]
    fn the_commonest_near_word_is_meant() {
        let folder = tempfile::tempdir().expect("folder");
        let index = Index::open(folder.path()).expect("index");
        for (n, text) in
            ["missiles were sent", "missiles again", "missives by post"].iter().enumerate()
        {
            let at = "2024-09-15T08:00:00Z".parse().expect("time");
            let document =
                Document { body: (*text).into(), ..Document::new(Kind::Story, n.to_string(), at) };
            index.add(&document).expect("added");
        }
        index.commit(Mark::default()).expect("kept");
        let check = |word: &str, expected: Option<&str>| {
            assert_eq!(index.meant(word).expect("reads").as_deref(), expected, "{word}");
        };
        check("misiles", Some("missiles"));
        check("Missilse", Some("missiles"));
        check("missiles", None);
        check("ballistic", None);
        check("snt", None);
        check("40mm", None);
    }
}
