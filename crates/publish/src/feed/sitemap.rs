//! The news sitemap: what search engines are asked to look at, at most two days old.

use wiredesk_model::jiff::{SignedDuration, Timestamp};

use crate::dates::rfc3339;
use crate::edition::{Edition, House};
use crate::xml::Xml;

/// Google's limit of addresses in one news sitemap.
pub const URLS_MAX: usize = 1000;
/// Google's limit of age.
pub const AGE_MAX: SignedDuration = SignedDuration::from_hours(48);

/// Stories first published in the two days before `now`.
#[must_use]
pub fn news_sitemap(house: &House, editions: &[Edition], now: Timestamp) -> String {
    let mut xml = Xml::new();
    xml.open(
        "urlset",
        &[
            ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
            ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9"),
        ],
    );
    let fresh =
        |e: &&Edition| !e.is_withdrawn() && now.duration_since(e.first_published()) <= AGE_MAX;
    for edition in editions.iter().filter(fresh).take(URLS_MAX) {
        xml.open("url", &[]).leaf("loc", &house.url(&edition.path()));
        xml.leaf("lastmod", &rfc3339(edition.updated()));
        xml.open("news:news", &[]).open("news:publication", &[]);
        xml.leaf("news:name", &house.name).leaf("news:language", &house.language);
        xml.close("news:publication");
        xml.leaf("news:publication_date", &rfc3339(edition.first_published()));
        xml.leaf("news:title", edition.story.headline.text());
        xml.close("news:news").close("url");
    }
    xml.close("urlset");
    xml.finish()
}
