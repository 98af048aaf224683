//! Published stories as readers, feeds and APIs list them: own and imported ones in one shape.
//! The methods are on [`crate::Store`].

use crate::Origin;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use wiredesk_model::StoryId;

/// A finished story, as an archive gives it or as one of our own is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finished {
    /// Plain text.
    pub title: String,
    /// Plain text or light markup; may be empty.
    pub teaser: String,
    /// HTML; may be empty for headline-only items.
    pub body: String,
    /// The by-line.
    pub author: String,
    /// Who signed it.
    pub editor: Option<String>,
    /// Its address; `None`: the site's own.
    pub url: Option<String>,
    /// Section names.
    pub channels: Vec<String>,
    /// Topic words.
    pub tags: Vec<String>,
    /// Tickers, the most concerned first.
    pub tickers: Vec<String>,
    /// Pictures.
    pub images: Vec<Picture>,
    /// Entity ids (`country:PRK`) of those it speaks of. Told by what it stands on, so not part of
    /// what makes two versions differ.
    pub entities: Vec<String>,
    /// The storyline it was drafted from.
    pub storyline: Option<String>,
    /// What it is; empty: a story.
    pub kind: String,
    /// 1 to 5; 0 when nobody said.
    pub importance: u8,
    /// So many of `tickers`, from the first, is it mainly about; 0: the first.
    pub leading: u32,
    /// What drafted it, when a machine did.
    pub machine: Option<String>,
    /// True when a person changed the machine's words.
    pub edited: bool,
}

impl Finished {
    /// The tickers that it is mainly about.
    #[must_use]
    pub fn primary(&self) -> &[String] {
        let many = (self.leading.max(1) as usize).min(self.tickers.len());
        &self.tickers[..many]
    }

    /// What it is, as a word.
    #[must_use]
    pub fn kind(&self) -> &str {
        if self.kind.is_empty() { "story" } else { &self.kind }
    }
}

/// A picture in one size.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Picture {
    /// `thumb`, `small`, `large`, or what the archive calls it.
    #[serde(default)]
    pub size: String,
    /// Where it lies.
    pub url: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

/// A published story as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedStory {
    /// Its number.
    pub id: StoryId,
    /// The version that readers see (of a removed one, the last they saw).
    pub version: u32,
    /// Its newest entry in the publication log: grows with every change.
    pub seq: u64,
    /// Made here or moved in.
    pub origin: Origin,
    /// First published; never changes.
    pub created: Timestamp,
    /// Moves with every publication.
    pub updated: Timestamp,
    /// When it was taken back.
    pub removed: Option<Timestamp>,
    /// What it says.
    pub story: Finished,
}

/// Which published stories are wanted. Filters compose: each list means *any of these*, all lists
/// must hold. Names are compared without regard to case and outer blanks. Nothing set: all that
/// stand, newest first.
///
/// ```
/// use wiredesk_store::{Filter, Order, Start};
/// let filter = Filter { tickers: vec!["AAPL".into(), "msft".into()], ..Filter::default() };
/// # fn f(store: &wiredesk_store::Store, filter: &Filter) -> wiredesk_store::Result<()> {
/// let first = store.list(filter, Order::NEWEST, Start::Top, 50)?;
/// if let Some(last) = first.last() {
///     let next = store.list(filter, Order::NEWEST, Order::NEWEST.after(last), 50)?;
/// #   drop(next);
/// }
/// # Ok(()) }
/// # drop((f, filter));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Any of these sections.
    pub channels: Vec<String>,
    /// Any of these tickers.
    pub tickers: Vec<String>,
    /// Any of these topic words.
    pub tags: Vec<String>,
    /// Any of these by-lines.
    pub authors: Vec<String>,
    /// Any of these entity ids.
    pub entities: Vec<String>,
    /// Any of these storylines.
    pub storylines: Vec<String>,
    /// Mainly about any of these tickers.
    pub primary_tickers: Vec<String>,
    /// Any of these kinds.
    pub kinds: Vec<String>,
    /// Any of these importances.
    pub importances: Vec<String>,
    /// Each of these names: besides the lists above, of which one name is enough.
    pub each: Vec<(Facet, String)>,
    /// Only these stories (what a search found).
    pub among: Option<Vec<StoryId>>,
    /// Only stories that have a body.
    pub with_body: bool,
    /// First published at or after.
    pub created_from: Option<Timestamp>,
    /// First published before.
    pub created_before: Option<Timestamp>,
    /// Updated at or after.
    pub updated_from: Option<Timestamp>,
    /// Updated before.
    pub updated_before: Option<Timestamp>,
    /// Numbered above.
    pub id_above: Option<u64>,
    /// Only stories taken back (then `updated` is when, and no other list may be set).
    pub removed: bool,
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// First published.
    Created,
    /// Last changed (of removed ones: when they were removed).
    Updated,
    /// The story's number.
    Id,
}

/// The order of a list; ties are broken by number in the same direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Order {
    /// By what.
    pub by: By,
    /// Newest (largest) first.
    pub descending: bool,
}

impl Order {
    /// By first publication, newest first.
    pub const NEWEST: Order = Order { by: By::Created, descending: true };

    /// By change, latest first.
    pub const LATEST: Order = Order { by: By::Updated, descending: true };

    /// Where the page after this story starts.
    #[must_use]
    pub fn after(self, story: &PublishedStory) -> Start {
        let at = match self.by {
            By::Created => Some(story.created),
            By::Updated => Some(story.removed.unwrap_or(story.updated)),
            By::Id => None,
        };
        Start::After { at: at.unwrap_or(Timestamp::UNIX_EPOCH), id: story.id }
    }
}

/// Where a page starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// At the first story.
    Top,
    /// After the story with this time (of the order) and number: pages that neither drop nor repeat
    /// a story while others arrive. `at` is ignored when sorted by number.
    After {
        /// The time the list is sorted by.
        at: Timestamp,
        /// The number.
        id: StoryId,
    },
    /// After so many stories; for clients that count pages. Stories that arrive meanwhile shift it.
    Offset(u64),
}

/// A name that stories carry, and how many standing stories do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// Stable number of the name.
    pub id: u64,
    /// The name as first met.
    pub name: String,
    /// Standing stories that carry it.
    pub stories: u64,
}

/// What stories can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// Section.
    Channel,
    /// Ticker.
    Ticker,
    /// Topic word.
    Tag,
    /// By-line.
    Author,
    /// Whom it speaks of, by id.
    Entity,
    /// The storyline it was drafted from, by id.
    Storyline,
    /// Ticker that the story is mainly about.
    Primary,
    /// What it is.
    Kind,
    /// How important it is.
    Importance,
}

impl Facet {
    /// The word in rows.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Ticker => "ticker",
            Self::Tag => "tag",
            Self::Author => "author",
            Self::Entity => "entity",
            Self::Storyline => "storyline",
            Self::Primary => "primary",
            Self::Kind => "kind",
            Self::Importance => "importance",
        }
    }
}
