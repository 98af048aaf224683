//! Running a search and making its hits.

use crate::query::{Prepared, prepare};
use crate::schema::{STEMMED, cut};
use crate::{Error, Found, Hit, Index, Kind, Marked, Result, Search, Sort, limits};
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue, SortByString};
use tantivy::collector::{Count, TopDocs};
use tantivy::schema::{Field, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::{DocAddress, Order, Searcher, TantivyDocument, Term};
use wiredesk_model::{Span, jiff::Timestamp};

impl Index {
    /// Looks for documents.
    ///
    /// The query: words (all must be there, in any of their forms), `"words as written"`,
    /// `this OR that`, `-without`, `( )`, `begin*`, `title:word`, and the names `ticker:AAPL`,
    /// `channel:World`, `source:"Kyiv Wire"`, `entity:country:PRK`, `kind:story`. Other signs are
    /// passed over. Hits are in a fixed order: by score, then date (newest), then id.
    ///
    /// ```
    /// # use wiredesk_search::{Index, Search, Sort};
    /// # fn f(index: &Index) -> wiredesk_search::Result<()> {
    /// let search = Search {
    ///     text: "\"north korea\" shells -satellite".into(),
    ///     tickers: vec!["AAPL".into()],
    ///     sort: Sort::Newest,
    ///     limit: 20,
    ///     ..Search::default()
    /// };
    /// let found = index.search(&search)?;
    /// for hit in found.hits {
    ///     let marked = hit.snippet.marks.iter().filter_map(|m| m.of(&hit.snippet.text));
    ///     println!("{} {}: {:?}", hit.kind.as_str(), hit.id, marked.collect::<Vec<_>>());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Error::Query`] in plain words for the one who wrote the query.
    pub fn search(&self, search: &Search) -> Result<Found> {
        if search.limit > limits::PAGE || search.offset > limits::OFFSET {
            let (page, offset) = (limits::PAGE, limits::OFFSET);
            let why = format!(
                "at most {page} hits a page and {offset} before it; narrow the search by date instead"
            );
            return Err(Error::Query(why));
        }
        let prepared = prepare(&self.index, &self.fields, search)?;
        let searcher = self.reader.searcher();
        let (total, addresses) = find(&searcher, &prepared, search)?;
        let marker = Marker::of(self, &searcher, &prepared)?;
        let hits = addresses.into_iter().map(|(score, address)| {
            let row: TantivyDocument = searcher.doc(address)?;
            Ok(self.hit(&row, score, &marker))
        });
        Ok(Found { total, hits: hits.collect::<Result<_>>()? })
    }

    fn hit(&self, row: &TantivyDocument, score: f32, marker: &Marker) -> Hit {
        let fields = &self.fields;
        let text = |field: Field| {
            let value = row.get_first(field).and_then(|v| v.as_str());
            value.unwrap_or_default()
        };
        let micros = row.get_first(fields.date).and_then(|v| v.as_i64()).unwrap_or_default();
        let kind = Kind::parse(text(fields.kind)).unwrap_or(Kind::Report);
        let source = if kind == Kind::Report { text(fields.source) } else { "" };
        Hit {
            kind,
            id: text(fields.id).to_owned(),
            date: Timestamp::from_microsecond(micros).unwrap_or_default(),
            score,
            title: marker.title(text(fields.title)),
            source: (!source.is_empty()).then(|| source.to_owned()),
            snippet: marker.snippet(text(fields.body)),
        }
    }
}

type Scored = (f32, DocAddress);

fn find(searcher: &Searcher, prepared: &Prepared, search: &Search) -> Result<(usize, Vec<Scored>)> {
    let query = &*prepared.query;
    if search.limit == 0 {
        return Ok((searcher.search(query, &Count)?, Vec::new()));
    }
    let top = TopDocs::with_limit(search.limit).and_offset(search.offset);
    let date = || (SortByStaticFastValue::<i64>::for_field("date"), Order::Desc);
    let id = || (SortByString::for_field("id"), Order::Asc);
    if prepared.scored && search.sort == Sort::Relevance {
        let order = (SortBySimilarityScore, (date(), id()));
        let (total, top) = searcher.search(query, &(Count, top.order_by(order)))?;
        return Ok((total, top.into_iter().map(|((score, _), at)| (score, at)).collect()));
    }
    let (total, top) = searcher.search(query, &(Count, top.order_by((date(), id()))))?;
    Ok((total, top.into_iter().map(|(_, at)| (0.0, at)).collect()))
}

/// Marks the words of a query in texts.
struct Marker {
    titles: SnippetGenerator,
    bodies: SnippetGenerator,
}

impl Marker {
    fn of(index: &Index, searcher: &Searcher, prepared: &Prepared) -> Result<Self> {
        let of = |field: Field, chars: usize| -> Result<SnippetGenerator> {
            let mut words = std::collections::BTreeMap::new();
            for word in &prepared.marked {
                let count = searcher.doc_freq(&Term::from_field_text(field, word))?;
                words.insert(word.clone(), 1.0 / (1.0 + count as f32)); // rare words tell more
            }
            let analyzer = index.index.tokenizers().get(STEMMED).ok_or_else(|| {
                tantivy::TantivyError::SystemError(format!("no analyzer {STEMMED}"))
            })?;
            Ok(SnippetGenerator::new(words, analyzer, field, chars))
        };
        Ok(Self {
            titles: of(index.fields.title, limits::TITLE_BYTES)?,
            bodies: of(index.fields.body, limits::SNIPPET_CHARS)?,
        })
    }

    /// The whole headline.
    fn title(&self, text: &str) -> Marked {
        let snippet = self.titles.snippet(text);
        let start = snippet.fragment_range().start;
        let marks = snippet.highlighted().iter();
        let marks = marks.map(|m| Span::new(start + m.start, start + m.end)).collect();
        Marked { text: text.to_owned(), marks }
    }

    /// The best part of a text, or its beginning.
    fn snippet(&self, text: &str) -> Marked {
        let snippet = self.bodies.snippet(text);
        if snippet.is_empty() {
            let mut text = text.to_owned();
            cut(&mut text, limits::SNIPPET_CHARS);
            return Marked { text, marks: Vec::new() };
        }
        let marks = snippet.highlighted().iter().map(|m| Span::new(m.start, m.end)).collect();
        Marked { text: snippet.fragment().to_owned(), marks }
    }
}
