//! A question that was taken apart elsewhere, as a tree of what documents must hold.
//!
//! The words are compared as they stand: whoever asks folds them by [`wiredesk_model::words`], as
//! the index does. Standing queries are tried on the archive this way (`flow::archive`); the search
//! box has a language of its own (see `parse`).

use crate::query::{in_order, one};
use crate::schema::{Fields, NAME_BYTES, WORD_BYTES, name};
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, InvertedIndexRangeQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

/// What a document must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Whatever it holds.
    Everything,
    /// All of these.
    All(Vec<Wanted>),
    /// At least one of these.
    Any(Vec<Wanted>),
    /// Not this.
    Not(Box<Wanted>),
    /// These words in a row, or the one word.
    Words(Place, Vec<String>),
    /// A word that begins so.
    Prefix(Place, String),
    /// A word with this stem (English Snowball).
    Stem(Place, String),
    /// A whole name, case ignored.
    Name(NameKind, String),
}

/// Where words are looked for: each field on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the headline or in the text.
    Anywhere,
    /// In the headline.
    Title,
    /// In the text.
    Body,
}

/// The kinds of names that the index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// An entity's id.
    Entity,
    /// A section.
    Channel,
    /// A ticker.
    Ticker,
    /// An outlet.
    Source,
}

impl Wanted {
    /// Whether the index can tell: longer words and names are not in it as they are.
    #[must_use]
    pub fn is_held(&self) -> bool {
        match self {
            Self::Words(_, words) => words.iter().all(|w| w.len() <= WORD_BYTES),
            Self::Prefix(_, word) | Self::Stem(_, word) => word.len() <= WORD_BYTES,
            Self::Name(_, text) => text.trim() == text && text.len() <= NAME_BYTES,
            _ => true,
        }
    }

    pub(crate) fn query(&self, fields: &Fields) -> Box<dyn Query> {
        let of = |parts: &[Wanted]| parts.iter().map(|part| part.query(fields)).collect();
        match self {
            Self::Everything => Box::new(AllQuery),
            Self::All(parts) if parts.is_empty() => Box::new(AllQuery),
            Self::All(parts) => Box::new(BooleanQuery::intersection(of(parts))),
            Self::Any(parts) => Box::new(BooleanQuery::union(of(parts))),
            Self::Not(part) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery) as Box<dyn Query>),
                (Occur::MustNot, part.query(fields)),
            ])),
            Self::Words(place, words) => {
                either(*place, [fields.title_exact, fields.body_exact], |f| in_order(f, words))
            }
            Self::Prefix(place, start) => {
                either(*place, [fields.title_exact, fields.body_exact], |f| begins(f, start))
            }
            Self::Stem(place, stem) => {
                either(*place, [fields.title, fields.body], |f| one(f, stem))
            }
            Self::Name(kind, text) => {
                let field = match kind {
                    NameKind::Entity => fields.entities,
                    NameKind::Channel => fields.channels,
                    NameKind::Ticker => fields.tickers,
                    NameKind::Source => fields.source,
                };
                let term = Term::from_field_text(field, &name(text));
                Box::new(TermQuery::new(term, IndexRecordOption::Basic))
            }
        }
    }
}

fn either(
    place: Place,
    [title, body]: [Field; 2],
    query: impl Fn(Field) -> Box<dyn Query>,
) -> Box<dyn Query> {
    match place {
        Place::Anywhere => Box::new(BooleanQuery::union(vec![query(title), query(body)])),
        Place::Title => query(title),
        Place::Body => query(body),
    }
}

/// Words that begin so.
pub(crate) fn begins(field: Field, start: &str) -> Box<dyn Query> {
    let lower = Bound::Included(Term::from_field_text(field, start));
    // No character sorts behind this one.
    let upper = Bound::Excluded(Term::from_field_text(field, &format!("{start}\u{10FFFF}")));
    Box::new(InvertedIndexRangeQuery::new(lower, upper))
}
