//! The form in which queries are compared and compiled: negation only on single tests, no ALL
//! directly in an ALL nor ANY in an ANY, parts sorted and without repeats. Queries that differ
//! only in order, case, brackets or repeats have the same form and are matched once.
//!
//! It is never multiplied out: its size is at most that of the query.

use crate::atoms::{Atom, Atoms};
use crate::query::{Clause, Number, Place, Query, Test, Text};
use crate::stems::stem;

/// A part of a query. The derived order puts what is cheap to test first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Node {
    /// The story holds it; or, negated, does not.
    Atom { not: bool, atom: Atom },
    /// The story has a number in the interval; or, negated, none.
    Range { not: bool, range: Range },
    /// At least one holds. Never when empty.
    Any(Vec<Node>),
    /// All hold. Always when empty.
    All(Vec<Node>),
    /// These words in a row.
    Phrase { not: bool, place: Place, words: Vec<Atom> },
    /// These words within a window.
    Near { not: bool, place: Place, width: u32, words: Vec<Atom> },
}

/// An interval of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Range {
    pub number: Number,
    /// The ends do not belong to it.
    pub low_open: bool,
    pub high_open: bool,
    /// The bits of the ends.
    pub low: u64,
    pub high: u64,
}

impl Range {
    fn of(number: Number, test: Test) -> Self {
        let (low, high) = match test {
            Test::AtLeast(v) | Test::Over(v) => (Some(v), None),
            Test::AtMost(v) | Test::Under(v) => (None, Some(v)),
            Test::Within(low, high) => (low, high),
        };
        // Adding 0 makes -0 and 0 one.
        Self {
            number,
            low_open: matches!(test, Test::Over(_)),
            high_open: matches!(test, Test::Under(_)),
            low: (low.unwrap_or(f64::NEG_INFINITY) + 0.0).to_bits(),
            high: (high.unwrap_or(f64::INFINITY) + 0.0).to_bits(),
        }
    }

    pub fn low(self) -> f64 {
        f64::from_bits(self.low)
    }

    pub fn high(self) -> f64 {
        f64::from_bits(self.high)
    }

    #[inline]
    pub fn holds(self, value: f64) -> bool {
        let (low, high) = (self.low(), self.high());
        (if self.low_open { low < value } else { low <= value })
            && (if self.high_open { value < high } else { value <= high })
    }
}

impl Node {
    /// The form of a query; its words become atoms.
    pub fn of(query: &Query, atoms: &mut Atoms) -> Self {
        Self::signed(query, false, atoms).settled()
    }

    fn signed(query: &Query, not: bool, atoms: &mut Atoms) -> Self {
        match query {
            Query::Not(part) => Self::signed(part, !not, atoms),
            Query::All(parts) | Query::Any(parts) => {
                let all = matches!(query, Query::All(_)) != not;
                let parts = parts.iter().map(|p| Self::signed(p, not, atoms)).collect();
                if all { Self::All(parts) } else { Self::Any(parts) }
            }
            Query::Clause(clause) => Self::clause(clause, not, atoms),
        }
    }

    fn clause(clause: &Clause, not: bool, atoms: &mut Atoms) -> Self {
        match clause {
            Clause::Number(number, test) => Self::Range { not, range: Range::of(*number, *test) },
            Clause::Name(name, value) => Self::Atom { not, atom: atoms.name(*name, value) },
            Clause::Text(place, text) => match text {
                Text::Word(word) => Self::Atom { not, atom: atoms.word_in(*place, word) },
                Text::Prefix(start) => Self::Atom { not, atom: atoms.prefix_in(*place, start) },
                Text::Stem(word) => Self::Atom { not, atom: atoms.stem_in(*place, &stem(word)) },
                Text::Phrase(words) | Text::Near(words, _) if words.len() == 1 => {
                    Self::Atom { not, atom: atoms.word_in(*place, &words[0]) }
                }
                Text::Phrase(words) => {
                    let words = words.iter().map(|w| atoms.word(w)).collect();
                    Self::Phrase { not, place: *place, words }
                }
                Text::Near(words, more) => {
                    let width = u32::try_from(words.len()).unwrap_or(u32::MAX);
                    let width = width.saturating_add(*more);
                    let mut words: Vec<Atom> = words.iter().map(|w| atoms.word(w)).collect();
                    words.sort_unstable();
                    Self::Near { not, place: *place, width, words }
                }
            },
        }
    }

    /// Flattened, sorted, without repeats.
    pub fn settled(self) -> Self {
        let (all, parts) = match self {
            Self::All(parts) => (true, parts),
            Self::Any(parts) => (false, parts),
            _ => return self,
        };
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match (part.settled(), all) {
                (Self::All(inner), true) | (Self::Any(inner), false) => flat.extend(inner),
                (part, _) => flat.push(part),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        match (flat.len(), flat.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                flat.extend(last);
                if all { Self::All(flat) } else { Self::Any(flat) }
            }
        }
    }
}
