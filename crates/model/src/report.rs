//! A report: one item as received, cleaned.

use crate::{Published, ReportId};

/// One item as received. Immutable: a new version is a new report. The raw bytes lie in the store
/// beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// The outlet it came from, as the outlet calls itself ("Reuters"); `None` when unknown.
    pub source: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Authors' names.
    pub byline: Vec<String>,
    /// When the outlet says it was published.
    pub published: Option<Published>,
    /// BCP 47 language code, `en`.
    pub language: Option<String>,
    /// Pictures that came with it.
    pub images: Vec<Image>,
    /// The cleaned text: paragraphs parted by blank lines. All spans count in its bytes.
    pub text: String,
}

impl Report {
    /// A report with an id and a text and nothing else known.
    #[must_use]
    pub fn new(id: ReportId, text: impl Into<String>) -> Self {
        Self {
            id,
            source: None,
            url: None,
            title: None,
            byline: Vec::new(),
            published: None,
            language: None,
            images: Vec::new(),
            text: text.into(),
        }
    }

    /// The content address this report would have in the store.
    #[must_use]
    pub fn content_id(&self) -> ReportId {
        let published = self.published.as_ref().map(ToString::to_string).unwrap_or_default();
        ReportId::of_content(&[
            self.source.as_deref().unwrap_or_default(),
            self.url.as_deref().unwrap_or_default(),
            self.title.as_deref().unwrap_or_default(),
            &published,
            &self.text,
        ])
    }
}

/// A picture and what must be said with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Image {
    /// Where it lies.
    pub url: String,
    /// What it shows, for those who do not see it.
    pub alt: Option<String>,
    /// Whose it is ("Image via Flickr").
    pub credit: Option<String>,
    /// Under which licence.
    pub license: Option<String>,
}
