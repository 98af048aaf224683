//! Mentions of entities: names from the lexicon, and unknown ones by shape and context.
//!
//! 1. [`runs`]: words with capitals are gathered into names: a name of the lexicon where the
//!    longest one fits, else a run that ends where another name, a title or an office begins.
//! 2. [`evidence`]: each name is weighed for each type by its own words and its neighbours.
//! 3. [`document`]: what one mention tells holds for the others of the report: "Mr. Budanov" is
//!    "Kyrylo Budanov", an acronym in brackets is the name before it. A name that may mean several
//!    entities of the lexicon is settled by the report or told as ambiguous.
//! 4. [`roles`]: the office that stands beside a person's name.

use crate::Lexicon;
use crate::lexicon::{Sense, WordClass};
use crate::words::Word;
use wiredesk_model::{EntityType, Mention, Span};

mod document;
mod evidence;
mod roles;
mod runs;

/// A name in the text, before it is settled what it means.
#[derive(Debug, Clone)]
struct Name {
    /// Its words: indices into the report's words.
    from: usize,
    to: usize,
    /// What the lexicon says it may mean; empty when it is unknown.
    senses: Vec<Sense>,
    /// How much speaks for each type.
    weights: evidence::Weights,
    /// A title or office stands before it, as part of the same run ("President").
    titled: Option<usize>,
    /// Its capitals tell little (the head of a sentence, a headline): it is one only when another
    /// mention says so.
    weak: bool,
    /// It stands in a line where most words have capitals.
    headline: bool,
}

impl Name {
    fn words<'w>(&self, words: &'w [Word]) -> &'w [Word] {
        &words[self.from..self.to]
    }

    fn len(&self) -> usize {
        self.to - self.from
    }

    /// Its bytes, with the full stop of "Inc." and "Jr.".
    fn span(&self, text: &str, words: &[Word]) -> Span {
        let last = &words[self.to - 1];
        let end = last.end as usize;
        let stop = self.len() > 1
            && last.class.any(WordClass::COMPANY_TAIL)
            && last.end - last.start <= 4
            && text.as_bytes().get(end) == Some(&b'.');
        Span::new(words[self.from].start as usize, end + usize::from(stop))
    }
}

/// The entities that a text names, in order, not overlapping.
#[must_use]
pub fn find(text: &str, words: &[Word], lexicon: &Lexicon) -> Vec<Mention> {
    let mut names = runs::collect(text, words, lexicon);
    for name in &mut names {
        name.weights = evidence::weigh(text, name, words);
    }
    evidence::lists(&mut names, words, lexicon);
    let settled = document::settle(text, words, lexicon, &names);
    let mut out = Vec::with_capacity(names.len());
    for (name, meaning) in names.iter().zip(settled) {
        let Some(mut mention) = meaning else { continue };
        if mention.kind == EntityType::Person {
            mention.role = roles::beside(text, words, name);
        }
        out.push(mention);
    }
    out
}

#[cfg(test)]
mod tests;
