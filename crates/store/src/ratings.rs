//! Analysts' ratings, from texts and from files, each once, with its history. The methods are on
//! [`crate::Store`].

use crate::Outcome;
use jiff::Timestamp;
use jiff::civil::Date;
use wiredesk_model::{Published, Rating};

/// A rating's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RatingId(pub u64);

/// A rating to keep. It is the same one as another when ticker (else company), firm, analyst and
/// day are the same; then its words are put in place of the old ones, which stay in its history.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRating {
    /// What was rated how.
    pub rating: Rating,
    /// When: a day, or an instant.
    pub date: Published,
    /// 0 to 5; 0 when nobody said.
    pub importance: u8,
    /// Whatever else was said.
    pub notes: Option<String>,
    /// The report it was read from (its id), or the file.
    pub origin: String,
}

/// A rating as kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptRating {
    /// Its number.
    pub id: RatingId,
    /// Its newest words.
    pub about: NewRating,
    /// How many times it was told differently, from 1.
    pub version: u32,
    /// When it was first kept.
    pub created: Timestamp,
    /// When its words last changed.
    pub updated: Timestamp,
    /// When it was taken back.
    pub removed: Option<Timestamp>,
}

/// What became of a [`NewRating`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rated {
    /// Its number.
    pub id: RatingId,
    /// New, known unchanged, or changed.
    pub outcome: Outcome,
}

/// Which ratings are wanted; each list means *any of these*, all must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RatingFilter {
    /// Any of these tickers.
    pub tickers: Vec<String>,
    /// Any of these firms.
    pub firms: Vec<String>,
    /// Any of these analysts.
    pub analysts: Vec<String>,
    /// Any of these actions.
    pub actions: Vec<String>,
    /// Dated at or after.
    pub from: Option<Timestamp>,
    /// Dated before.
    pub before: Option<Timestamp>,
    /// On this day of the exchanges (New York) or later.
    pub from_day: Option<Date>,
    /// On this day of the exchanges or earlier.
    pub to_day: Option<Date>,
    /// Changed at or after; then sorted by change, latest first, else by date, latest first.
    pub updated_from: Option<Timestamp>,
    /// Changed before.
    pub updated_before: Option<Timestamp>,
    /// At least so important.
    pub importance: u8,
    /// Only those taken back.
    pub removed: bool,
    /// Any of these numbers.
    pub ids: Vec<RatingId>,
    /// Sorted by change, latest first, also without `updated_from`.
    pub by_change: bool,
}

impl RatingFilter {
    /// All that stand about one ticker.
    #[must_use]
    pub fn of(ticker: &str) -> Self {
        Self { tickers: vec![ticker.into()], ..Self::default() }
    }
}

/// An analyst of whom ratings are kept; with an empty name, ratings of the firm that name nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analyst {
    /// The bank or broker.
    pub firm: String,
    /// The person.
    pub name: String,
    /// Ratings that stand.
    pub ratings: u64,
    /// When the newest of them last changed.
    pub updated: Timestamp,
}
