//! RSS 0.9 to 2.0, RDF, Atom and JSON Feed.
//!
//! XML is read with the same forgiving reader as pages, by local names: prefixes are as feeds use
//! them (`content:encoded`, `dc:creator`, `media:content`), whatever they are bound to. Entities
//! that a document declares for itself are never expanded: such a feed is refused.

mod json;
mod xml;

use crate::page::plain_words;
use crate::{Error, Extracted, FeedFault, Hints, charset, clean, limits};
use wiredesk_model::{Image, Published};

/// A feed and its items, as they stand in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feed {
    /// Its name.
    pub title: Option<String>,
    /// The site it belongs to.
    pub site_url: Option<String>,
    /// A language code.
    pub language: Option<String>,
    /// In the feed's order, at most [`limits::FEED_ITEMS_MAX`].
    pub items: Vec<Item>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    /// `guid`, `id`, or the address.
    pub id: Option<String>,
    /// Where the whole story lies.
    pub url: Option<String>,
    /// Plain words.
    pub title: Option<String>,
    /// Authors' names.
    pub byline: Vec<String>,
    /// First publication.
    pub published: Option<Published>,
    /// Last change.
    pub updated: Option<Published>,
    /// A date that was told and cannot be one.
    pub published_raw: Option<String>,
    /// Plain words of the summary.
    pub summary: Option<String>,
    /// Plain words of the whole content, where the feed brings it.
    pub content: Option<String>,
    /// As the feed names them.
    pub categories: Vec<String>,
    /// Pictures.
    pub images: Vec<Image>,
    /// The outlet it was taken from, when the feed says so.
    pub source: Option<String>,
}

impl Item {
    /// The longest text that the feed gives of it.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        let text = |t: &Option<String>| t.as_ref().map_or(0, String::len);
        let longer =
            if text(&self.content) >= text(&self.summary) { &self.content } else { &self.summary };
        longer.as_deref().filter(|t| !t.is_empty())
    }
}

/// Reads a feed.
///
/// # Errors
/// [`Error::Empty`], [`Error::TooLarge`], [`Error::Charset`], [`Error::Nesting`], [`Error::Feed`].
pub fn feed(bytes: &[u8], hints: &Hints) -> Result<Feed, Error> {
    crate::check_size(bytes)?;
    let source = charset::decode(bytes, hints.content_type.as_deref())?;
    let source = source.trim_start();
    if source.starts_with(['{', '[']) {
        return json::read(source, hints.url.as_deref());
    }
    xml::read(source, hints.url.as_deref())
}

/// An item with what the feed says for all.
pub(crate) fn extracted(item: Item, feed: &Feed, hints: &Hints) -> Option<Extracted> {
    let title = item.title.clone();
    // An item that is only a headline still is news.
    let text = item.text().map(str::to_owned).or_else(|| title.clone())?;
    let language = crate::language_of(&text);
    Some(Extracted {
        title,
        byline: item.byline,
        published: item.published.or(item.updated),
        published_raw: item.published_raw,
        site: item.source.or_else(|| hints.source.clone()).or_else(|| feed.title.clone()),
        language: language.or_else(|| feed.language.clone()).or_else(|| hints.language.clone()),
        text,
        images: item.images,
        url: item.url,
    })
}

/// A field that may hold markup, references to markup, or words.
fn words(raw: &str) -> Option<String> {
    let mut end = raw.len().min(limits::ITEM_BYTES_MAX);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    let text = plain_words(&raw[..end]);
    (!text.is_empty()).then_some(text)
}

fn one_line(raw: &str) -> Option<String> {
    let line = clean::line(&words(raw)?.replace('\n', " "));
    let line: String = line.chars().take(limits::TITLE_CHARS_MAX).collect();
    (!line.is_empty()).then_some(line)
}

fn absolute(raw: &str, base: Option<&str>) -> Option<String> {
    let raw = raw.trim();
    if raw.is_empty() || raw.len() > limits::URL_BYTES_MAX {
        return None;
    }
    let url = match base.and_then(|b| url::Url::parse(b).ok()) {
        Some(base) => base.join(raw),
        None => url::Url::parse(raw),
    };
    url.ok().filter(|u| matches!(u.scheme(), "http" | "https")).map(String::from)
}

const fn fault(fault: FeedFault) -> Error {
    Error::Feed(fault)
}
