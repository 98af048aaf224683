//! Sitemaps: an index, pages of stories in order of number, and the news sitemap of the last days.

use wiredesk_model::jiff::{SignedDuration, Timestamp};

use super::Entry;
use crate::dates::rfc3339;
use crate::edition::House;
use crate::xml::Xml;

/// Google's limit of addresses in one news sitemap.
pub const NEWS_MAX: usize = 1000;
/// Google's limit of age.
pub const AGE_MAX: SignedDuration = SignedDuration::from_hours(48);
/// Numbers of stories in one page of the sitemap (the protocol's limit is 50,000 addresses).
pub const PAGE_NUMBERS: u64 = 2000;
/// The protocol's limit of sitemaps in one index.
pub const PAGES_MAX: u64 = 50_000;

const MAPS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The index: the news sitemap, the house's own pages, and as many pages as hold stories up to the
/// number `last`.
#[must_use]
pub fn index(house: &House, last: u64) -> String {
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[("xmlns", MAPS)]);
    let pages = last.div_ceil(PAGE_NUMBERS).min(PAGES_MAX - 2);
    let stories = (1..=pages).map(|page| format!("/sitemap-stories-{page}.xml"));
    let fixed = ["/sitemap-news.xml".to_owned(), "/sitemap-pages.xml".to_owned()];
    for path in fixed.into_iter().chain(stories) {
        xml.open("sitemap", &[]).leaf("loc", &house.url(&path)).close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

/// A sitemap of addresses here with the time of their last change, where they have one.
#[must_use]
pub fn urls<'a>(
    house: &House,
    paths: impl IntoIterator<Item = (&'a str, Option<Timestamp>)>,
) -> String {
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", MAPS)]);
    for (path, changed) in paths {
        xml.open("url", &[]).leaf("loc", &house.url(path));
        if let Some(at) = changed {
            xml.leaf("lastmod", &rfc3339(at));
        }
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

/// Stories that stand here and were first published in the two days before `now`.
#[must_use]
pub fn news(house: &House, entries: &[Entry], now: Timestamp) -> String {
    let mut xml = Xml::new();
    let news = "http://www.google.com/schemas/sitemap-news/0.9";
    xml.open("urlset", &[("xmlns", MAPS), ("xmlns:news", news)]);
    let fresh = |e: &&Entry| {
        let age = now.duration_since(e.published);
        !e.withdrawn && e.elsewhere.is_none() && age <= AGE_MAX
    };
    for entry in entries.iter().filter(fresh).take(NEWS_MAX) {
        xml.open("url", &[]).leaf("loc", &house.url(&entry.path()));
        xml.leaf("lastmod", &rfc3339(entry.updated));
        xml.open("news:news", &[]).open("news:publication", &[]);
        xml.leaf("news:name", &house.name).leaf("news:language", &house.language);
        xml.close("news:publication");
        xml.leaf("news:publication_date", &rfc3339(entry.published));
        xml.leaf("news:title", &entry.title);
        xml.close("news:news").close("url");
    }
    xml.close("urlset");
    xml.finish()
}
