//! What is put in, asked for, and found.

use crate::Wanted;
use wiredesk_model::{Span, jiff::Timestamp};

/// Which of the two kinds of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// What came in.
    Report,
    /// What the desk published (own or imported).
    Story,
}

impl Kind {
    /// The word in queries (`kind:story`) and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Story => "story",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Report, Self::Story].into_iter().find(|k| k.as_str() == word)
    }
}

/// A report or a published story, as the index wants it. Kind and id together are its key: adding
/// a document with a known key puts it in place of the old one.
///
/// ```
/// use wiredesk_search::{Document, Kind};
/// let document = Document {
///     title: "Shells were sent".into(),
///     body: "Millions of shells were sent, he said.".into(),
///     source: Some("Kyiv Wire".into()),
///     ..Document::new(Kind::Report, "3f2a", "2024-09-15T08:00:00Z".parse()?)
/// };
/// # assert_eq!(document.id, "3f2a");
/// # Ok::<(), wiredesk_model::jiff::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Report or story.
    pub kind: Kind,
    /// The report's id, or the story's number as text.
    pub id: String,
    /// Published where told, else received; of a story: first published.
    pub date: Timestamp,
    /// The headline.
    pub title: String,
    /// The text, without markup.
    pub body: String,
    /// The outlet.
    pub source: Option<String>,
    /// Of a story: the outlets whose words it stands on.
    pub outlets: Vec<String>,
    /// Entity ids (`country:PRK`) of those it speaks of.
    pub entities: Vec<String>,
    /// Sections.
    pub channels: Vec<String>,
    /// Tickers.
    pub tickers: Vec<String>,
}

impl Document {
    /// An empty document of that key and date.
    #[must_use]
    pub fn new(kind: Kind, id: impl Into<String>, date: Timestamp) -> Self {
        Self {
            kind,
            id: id.into(),
            date,
            title: String::new(),
            body: String::new(),
            source: None,
            outlets: Vec::new(),
            entities: Vec::new(),
            channels: Vec::new(),
            tickers: Vec::new(),
        }
    }
}

/// What is looked for. Each list means *any of these* (without regard to case), and all must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    /// The query, see [`crate::Index::search`]; empty: everything that fits the rest.
    pub text: String,
    /// What else documents must hold.
    pub wanted: Option<Wanted>,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Any of these outlets.
    pub sources: Vec<String>,
    /// Any of these entity ids.
    pub entities: Vec<String>,
    /// Any of these sections.
    pub channels: Vec<String>,
    /// Any of these tickers.
    pub tickers: Vec<String>,
    /// At or after.
    pub from: Option<Timestamp>,
    /// Before.
    pub before: Option<Timestamp>,
    /// What comes first.
    pub sort: Sort,
    /// How many hits to leave out; at most [`crate::limits::OFFSET`].
    pub offset: usize,
    /// How many hits to give; at most [`crate::limits::PAGE`].
    pub limit: usize,
}

/// What comes first; ties are broken by date (newest), then id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// The best match.
    #[default]
    Relevance,
    /// The newest.
    Newest,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// How many documents match in all.
    pub total: usize,
    /// The page that was asked for.
    pub hits: Vec<Hit>,
}

/// One document that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Report or story.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its date, to the microsecond.
    pub date: Timestamp,
    /// How well it matches; 0 when sorted by date.
    pub score: f32,
    /// The headline, with the matching words marked.
    pub title: Marked,
    /// The outlet, of a report.
    pub source: Option<String>,
    /// The best part of the text, with the matching words marked.
    pub snippet: Marked,
}

/// A text and which bytes of it to mark.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// Plain text: escape it before it goes into a page.
    pub text: String,
    /// What to mark, in order, not overlapping.
    pub marks: Vec<Span>,
}

/// How far the index has come, kept with each commit: after a crash, go on from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// All reports up to this number (`store::Kept::seq`) are in.
    pub report: u64,
    /// All publications up to this number (`model::Publication::seq`) are in.
    pub publication: u64,
}
