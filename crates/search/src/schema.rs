//! The fields of the index and how text becomes terms.

use crate::cutter::Cutter;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{
    Language, LowerCaser, RawTokenizer, RemoveLongFilter, Stemmer, TextAnalyzer,
};

/// Changes whenever the fields or the way from text to terms change: an index of another version
/// is thrown away and made again.
pub(crate) const VERSION: &str = "wiredesk-search 3";

/// Words as written, but for case and accents.
pub(crate) const EXACT: &str = "exact";
/// The same, and stemmed: "shelling" finds "shells".
pub(crate) const STEMMED: &str = "stemmed";
/// A whole name, without regard to case.
const NAME: &str = "name";
/// Longer "words" are not words.
pub(crate) const WORD_BYTES: usize = 64;
/// Longer names are cut.
pub(crate) const NAME_BYTES: usize = 256;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub key: Field,
    pub kind: Field,
    pub id: Field,
    pub date: Field,
    pub title: Field,
    pub title_exact: Field,
    pub body: Field,
    pub body_exact: Field,
    pub source: Field,
    pub entities: Field,
    pub channels: Field,
    pub tickers: Field,
}

pub(crate) fn schema() -> (Schema, Fields) {
    let text = |tokenizer: &str, record: IndexRecordOption| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record);
        TextOptions::default().set_indexing_options(indexing)
    };
    let words = |tokenizer: &str| text(tokenizer, IndexRecordOption::WithFreqsAndPositions);
    let name = || text(NAME, IndexRecordOption::Basic);
    let mut schema = Schema::builder();
    let fields = Fields {
        key: schema.add_text_field("key", text("raw", IndexRecordOption::Basic)),
        kind: schema.add_text_field("kind", name() | STORED),
        id: schema.add_text_field("id", TextOptions::default().set_fast("raw") | STORED),
        date: schema.add_i64_field("date", INDEXED | FAST | STORED),
        title: schema.add_text_field("title", words(STEMMED) | STORED),
        title_exact: schema.add_text_field("title_exact", words(EXACT)),
        body: schema.add_text_field("body", words(STEMMED) | STORED),
        body_exact: schema.add_text_field("body_exact", words(EXACT)),
        source: schema.add_text_field("source", name() | STORED),
        entities: schema.add_text_field("entities", name()),
        channels: schema.add_text_field("channels", name()),
        tickers: schema.add_text_field("tickers", name()),
    };
    (schema.build(), fields)
}

/// Teaches an index our ways from text to terms; they are not kept in its files.
pub(crate) fn register(index: &tantivy::Index) {
    let exact =
        || TextAnalyzer::builder(Cutter::default()).filter(RemoveLongFilter::limit(WORD_BYTES + 1));
    let stemmed = exact().filter(Stemmer::new(Language::English)).build();
    let name = TextAnalyzer::builder(RawTokenizer::default()).filter(LowerCaser).build();
    index.tokenizers().register(EXACT, exact().build());
    index.tokenizers().register(STEMMED, stemmed);
    index.tokenizers().register(NAME, name);
}

/// A name as it lies in the index and in filters: trimmed, lower case, not endless.
pub(crate) fn name(text: &str) -> String {
    let mut name = text.trim().to_lowercase();
    cut(&mut name, NAME_BYTES);
    name
}

/// Cuts a text to at most so many bytes, between characters.
pub(crate) fn cut(text: &mut String, bytes: usize) {
    text.truncate(text.floor_char_boundary(bytes));
}
