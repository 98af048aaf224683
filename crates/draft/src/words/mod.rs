//! Words as the checker compares them: folded, contractions opened, numbers as values.
//!
//! The reader has finer tokens; these exist so that a sentence that somebody has just typed can be
//! compared with a span of a report in microseconds and without a reading. Go on to [`lexicon`]
//! for the word lists, to [`quantity`] for what numbers mean together and to [`amounts`] for what
//! newswires write in many ways.

mod alike;
pub mod amounts;
pub mod lexicon;
mod lists;
mod opposites;
pub mod quantity;
mod stem;
mod token;

pub use stem::{kin, stem};
pub use token::{Word, fold, key_of, says, tokenize};

/// What a word can be, one bit each.
pub mod tag {
    /// An article, preposition, pronoun, auxiliary: carries no content alone.
    pub const FUNCTION: u32 = 1;
    /// "not", "never", "without".
    pub const NEGATION: u32 = 1 << 1;
    /// "allegedly", "believed", "apparently".
    pub const HEDGE: u32 = 1 << 2;
    /// "could", "may", "might".
    pub const MAYBE: u32 = 1 << 3;
    /// "will", "certain".
    pub const SURE: u32 = 1 << 4;
    /// A verb of saying.
    pub const CUE: u32 = 1 << 5;
    /// The name of a month.
    pub const MONTH: u32 = 1 << 6;
    /// The name of a weekday.
    pub const WEEKDAY: u32 = 1 << 7;
    /// A unit of measure or of time.
    pub const UNIT: u32 = 1 << 8;
    /// A currency, sign or word.
    pub const CURRENCY: u32 = 1 << 9;
    /// "million", "thousand".
    pub const SCALE: u32 = 1 << 10;
    /// "some", "several", "often".
    pub const PART: u32 = 1 << 11;
    /// "all", "always", "only".
    pub const WHOLE: u32 = 1 << 12;
    /// "plans", "proposed", "accused": not done, not proven.
    pub const OPEN: u32 = 1 << 13;
    /// "approved", "convicted", "completed": done, proven.
    pub const DONE: u32 = 1 << 14;
    /// "about", "nearly" before a number.
    pub const ROUND: u32 = 1 << 15;
    /// "he", "she", "it", "they".
    pub const PRONOUN: u32 = 1 << 16;
    /// "is", "has", "did", "will": carries a negation.
    pub const AUXILIARY: u32 = 1 << 17;
    /// A digit or a number word.
    pub const NUMBER: u32 = 1 << 18;
    /// "Mr", "President": stands before a name and may be left out.
    pub const TITLE: u32 = 1 << 19;
    /// Written with a capital although no sentence begins here.
    pub const NAME: u32 = 1 << 20;
    /// Written with a capital.
    pub const CAPITAL: u32 = 1 << 21;
    /// Opens a sentence or a quotation.
    pub const FIRST: u32 = 1 << 22;
    /// Joins clauses and carries no fact: "meanwhile", "however", "also".
    pub const LINK: u32 = 1 << 23;
    /// "sources", "officials": unnamed people.
    pub const UNNAMED: u32 = 1 << 24;
    /// "because", "caused", "triggered".
    pub const CAUSE: u32 = 1 << 25;
    /// "which", "who", "while": opens a side clause.
    pub const SIDE: u32 = 1 << 26;
    /// A day word that counts from the day of the report: "yesterday", "tomorrow".
    pub const DAY_WORD: u32 = 1 << 27;
    /// A verb in the past, by its form.
    pub const PAST: u32 = 1 << 28;
}
