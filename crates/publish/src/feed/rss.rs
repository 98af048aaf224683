//! RSS 2.0. It knows no deletion: a withdrawn story stays under its id and says so.

use wiredesk_model::jiff::Timestamp;

use super::{ENTRIES_MAX, body_html};
use crate::dates::rfc822;
use crate::edition::{Edition, House};
use crate::xml::Xml;

/// The feed at `path`.
#[must_use]
pub fn rss(house: &House, path: &str, editions: &[Edition]) -> String {
    let updated = editions.iter().map(Edition::updated).max().unwrap_or(Timestamp::UNIX_EPOCH);
    let mut xml = Xml::new();
    xml.open(
        "rss",
        &[
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
    );
    xml.open("channel", &[]).leaf("title", &house.name).leaf("link", &house.url("/"));
    xml.leaf("description", &house.tagline).leaf("language", &house.language);
    xml.leaf("lastBuildDate", &rfc822(updated)).leaf("generator", "Wiredesk");
    let own = house.url(path);
    xml.empty("atom:link", &[("href", &own), ("rel", "self"), ("type", "application/rss+xml")]);
    for edition in editions.iter().take(ENTRIES_MAX) {
        item(&mut xml, edition, house);
    }
    xml.close("channel").close("rss");
    xml.finish()
}

fn item(xml: &mut Xml, edition: &Edition, house: &House) {
    let story = &edition.story;
    xml.open("item", &[]);
    let url = house.url(&edition.path());
    if edition.is_withdrawn() {
        let note = edition.notices().into_iter().next().map(|n| n.note).unwrap_or_default();
        xml.leaf("title", "Withdrawn").leaf("link", &url);
        xml.leaf("description", &format!("This story has been withdrawn: {note}"));
    } else {
        xml.leaf("title", story.headline.text()).leaf("link", &url);
        xml.leaf("description", &edition.summary());
        xml.leaf("content:encoded", &body_html(edition));
        xml.leaf("dc:creator", story.byline.signed_by.as_deref().unwrap_or(&house.name));
        for term in story.channels.iter().chain(&story.tags) {
            xml.leaf("category", term);
        }
    }
    let id = edition.permanent_id(house);
    xml.leaf_with("guid", &[("isPermaLink", "false")], &id);
    xml.leaf("pubDate", &rfc822(edition.first_published()));
    xml.close("item");
}
