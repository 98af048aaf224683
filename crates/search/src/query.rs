//! From a tree and filters to what tantivy runs.

use crate::limits;
use crate::parse::{NameField, Node, Place, parse};
use crate::schema::{EXACT, Fields, STEMMED, name};
use crate::wanted::begins;
use crate::{Error, Result, Search};
use std::collections::BTreeSet;
use std::ops::Bound;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::{TextAnalyzer, TokenStream};
use tantivy::{Index, Term};
use wiredesk_model::jiff::Timestamp;

type Boxed = Box<dyn Query>;

/// How much more a word counts in a headline, and as written rather than in another form.
const TITLE_BOOST: f32 = 3.0;
const EXACT_BOOST: f32 = 0.5;

/// A query that can be run.
pub(crate) struct Prepared {
    pub query: Boxed,
    /// Stemmed words to mark in what is found.
    pub marked: BTreeSet<String>,
    /// False when every match is as good as another.
    pub scored: bool,
}

/// Prepares a search for this index.
pub(crate) fn prepare(index: &Index, fields: &Fields, search: &Search) -> Result<Prepared> {
    let mut maker = Maker {
        fields,
        exact: analyzer(index, EXACT)?,
        stemmed: analyzer(index, STEMMED)?,
        marked: BTreeSet::new(),
    };
    let node = parse(&search.text)?;
    let text = node.as_ref().map(|node| maker.query(node, true));
    let scored = text.is_some();
    let mut parts = vec![text.unwrap_or_else(|| Box::new(AllQuery))];
    let kind = search.kind.map(|k| k.as_str().to_owned());
    let lists = [
        (fields.kind, kind.as_slice()),
        (fields.source, &search.sources),
        (fields.entities, &search.entities),
        (fields.channels, &search.channels),
        (fields.tickers, &search.tickers),
    ];
    for (field, names) in lists.into_iter().filter(|(_, names)| !names.is_empty()) {
        parts.push(any_name(field, names)?);
    }
    parts.extend(search.wanted.iter().map(|wanted| unscored(wanted.query(fields))));
    parts.extend(within(fields.date, search.from, search.before));
    Ok(Prepared {
        query: Box::new(BooleanQuery::intersection(parts)),
        marked: maker.marked,
        scored,
    })
}

fn analyzer(index: &Index, name: &str) -> Result<TextAnalyzer> {
    let missing = || tantivy::TantivyError::SystemError(format!("no analyzer {name}"));
    index.tokenizers().get(name).ok_or_else(|| missing().into())
}

fn any_name(field: Field, names: &[String]) -> Result<Boxed> {
    if names.len() > limits::FILTER_NAMES {
        let most = limits::FILTER_NAMES;
        return Err(Error::Query(format!("a filter takes at most {most} names")));
    }
    let terms = names.iter().map(|n| Term::from_field_text(field, &name(n)));
    Ok(unscored(Box::new(TermSetQuery::new(terms))))
}

fn within(field: Field, from: Option<Timestamp>, before: Option<Timestamp>) -> Option<Boxed> {
    let term = |at: Timestamp| Term::from_field_i64(field, at.as_microsecond());
    if from.is_none() && before.is_none() {
        return None;
    }
    let lower = from.map_or(Bound::Unbounded, |at| Bound::Included(term(at)));
    let upper = before.map_or(Bound::Unbounded, |at| Bound::Excluded(term(at)));
    Some(unscored(Box::new(RangeQuery::new(lower, upper))))
}

fn unscored(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

struct Maker<'a> {
    fields: &'a Fields,
    exact: TextAnalyzer,
    stemmed: TextAnalyzer,
    marked: BTreeSet<String>,
}

impl Maker<'_> {
    /// `wanted` is false below a "not": such words are not marked.
    fn query(&mut self, node: &Node, wanted: bool) -> Boxed {
        match node {
            Node::All(all, none) => {
                let mut parts: Vec<(Occur, Boxed)> =
                    all.iter().map(|n| (Occur::Must, self.query(n, wanted))).collect();
                if parts.is_empty() {
                    parts.push((Occur::Must, Box::new(AllQuery)));
                }
                parts.extend(none.iter().map(|n| (Occur::MustNot, self.query(n, false))));
                Box::new(BooleanQuery::new(parts))
            }
            Node::Any(nodes) => {
                let parts = nodes.iter().map(|n| self.query(n, wanted)).collect();
                Box::new(BooleanQuery::union(parts))
            }
            Node::Word(place, word) => self.words(*place, word, false, wanted),
            Node::Phrase(place, words) => self.words(*place, words, true, wanted),
            Node::Prefix(place, start) => self.prefix(*place, start),
            Node::Name(field, text) => {
                let field = match field {
                    NameField::Kind => self.fields.kind,
                    NameField::Source => self.fields.source,
                    NameField::Entity => self.fields.entities,
                    NameField::Channel => self.fields.channels,
                    NameField::Ticker => self.fields.tickers,
                };
                let term = Term::from_field_text(field, &name(text));
                unscored(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
            }
        }
    }

    /// One word in any form, or several as written and in order ("U.S.", "covid-19", phrases).
    fn words(&mut self, place: Place, text: &str, as_written: bool, wanted: bool) -> Boxed {
        let words = terms(&mut self.exact, text);
        let stems = terms(&mut self.stemmed, text);
        if wanted {
            self.marked.extend(stems.iter().cloned());
        }
        let Fields { title, title_exact, body, body_exact, .. } = *self.fields;
        let everywhere = place == Place::Anywhere;
        let mut parts: Vec<Boxed> = Vec::new();
        let mut add = |query: Boxed, boost| parts.push(Box::new(BoostQuery::new(query, boost)));
        match (words.as_slice(), stems.as_slice()) {
            ([], _) | (_, []) => return Box::new(EmptyQuery),
            ([word], [stem]) if !as_written => {
                add(one(title, stem), TITLE_BOOST);
                add(one(title_exact, word), TITLE_BOOST * EXACT_BOOST);
                if everywhere {
                    add(one(body, stem), 1.0);
                    add(one(body_exact, word), EXACT_BOOST);
                }
            }
            (words, _) => {
                add(in_order(title_exact, words), TITLE_BOOST);
                if everywhere {
                    add(in_order(body_exact, words), 1.0);
                }
            }
        }
        Box::new(BooleanQuery::union(parts))
    }

    fn prefix(&mut self, place: Place, start: &str) -> Boxed {
        let Some(start) = terms(&mut self.exact, start).pop() else { return Box::new(EmptyQuery) };
        let Fields { title_exact, body_exact, .. } = *self.fields;
        let fields: &[Field] =
            if place == Place::Title { &[title_exact] } else { &[title_exact, body_exact] };
        let begins = fields.iter().map(|field| begins(*field, &start));
        Box::new(BooleanQuery::union(begins.collect()))
    }
}

pub(crate) fn one(field: Field, word: &str) -> Boxed {
    let term = Term::from_field_text(field, word);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

pub(crate) fn in_order(field: Field, words: &[String]) -> Boxed {
    match words {
        [word] => one(field, word),
        words => {
            let terms = words.iter().map(|w| Term::from_field_text(field, w)).collect();
            Box::new(PhraseQuery::new(terms))
        }
    }
}

fn terms(analyzer: &mut TextAnalyzer, text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut stream = analyzer.token_stream(text);
    while stream.advance() {
        out.push(stream.token().text.clone());
    }
    out
}
