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
    /// The same in several sizes, the smallest first; empty for one that lies elsewhere.
    pub sizes: Vec<Rendition>,
}

/// A picture in one of its sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// Which.
    pub size: PictureSize,
    /// Where it lies.
    pub url: String,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// The sizes in which pictures are kept and told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PictureSize {
    /// For lists.
    Thumb,
    /// For a page.
    Small,
    /// For a page on a fine screen.
    Large,
}

impl PictureSize {
    /// All of them, the smallest first.
    pub const ALL: [Self; 3] = [Self::Thumb, Self::Small, Self::Large];

    /// Its name in JSON and in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Thumb => "thumb",
            Self::Small => "small",
            Self::Large => "large",
        }
    }

    /// The size of that name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// Pixels of the longer side at most.
    #[must_use]
    pub fn side(self) -> u32 {
        match self {
            Self::Thumb => 250,
            Self::Small => 1024,
            Self::Large => 2048,
        }
    }
}
