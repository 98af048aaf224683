//! RSS 2.0. It knows no deletion: a withdrawn story stays under its id and says so.

use super::{Channel, ENTRIES_MAX, Entry, media_type, newest};
use crate::dates::rfc822;
use crate::edition::House;
use crate::xml::Xml;
use wiredesk_model::Image;

/// The feed of a channel.
#[must_use]
pub fn rss(house: &House, channel: &Channel, entries: &[Entry]) -> String {
    let mut xml = Xml::new();
    xml.open(
        "rss",
        &[
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:media", "http://search.yahoo.com/mrss/"),
        ],
    );
    xml.open("channel", &[]).leaf("title", &channel.title);
    xml.leaf("link", &house.url(&channel.page));
    xml.leaf("description", &channel.about).leaf("language", &house.language);
    xml.leaf("lastBuildDate", &rfc822(newest(entries))).leaf("generator", "Wiredesk");
    let own = house.url(&channel.path);
    xml.empty("atom:link", &[("href", &own), ("rel", "self"), ("type", "application/rss+xml")]);
    if let Some(hub) = &house.hub {
        xml.empty("atom:link", &[("href", hub), ("rel", "hub")]);
    }
    for entry in entries.iter().take(ENTRIES_MAX) {
        item(&mut xml, entry, house);
    }
    xml.close("channel").close("rss");
    xml.finish()
}

fn item(xml: &mut Xml, entry: &Entry, house: &House) {
    xml.open("item", &[]);
    let url = entry.url(house);
    if entry.withdrawn {
        let note = entry.notices.first().map(|n| n.note.as_str()).unwrap_or_default();
        xml.leaf("title", "Withdrawn").leaf("link", &url);
        xml.leaf("description", &format!("This story has been withdrawn: {note}"));
    } else {
        xml.leaf("title", &entry.title).leaf("link", &url);
        xml.leaf("description", &entry.summary);
        xml.leaf("content:encoded", &entry.html());
        xml.leaf("dc:creator", entry.signed(house));
        for term in entry.terms() {
            xml.leaf("category", term);
        }
        for image in &entry.images {
            picture(xml, image, house);
        }
    }
    xml.leaf_with("guid", &[("isPermaLink", "false")], &entry.permanent_id(house));
    xml.leaf("pubDate", &rfc822(entry.published));
    xml.close("item");
}

/// Media RSS: each size in a group, with what it shows and whose it is.
fn picture(xml: &mut Xml, image: &Image, house: &House) {
    let Some(url) = house.picture(&image.url) else { return };
    if image.sizes.is_empty() {
        xml.open("media:content", &[("url", &url), ("medium", "image")]);
    } else {
        xml.open("media:group", &[]);
    }
    for (nth, size) in image.sizes.iter().rev().enumerate() {
        let (width, height) = (size.width.to_string(), size.height.to_string());
        let attributes = [
            ("url", &*house.picture(&size.url).unwrap_or_default()),
            ("type", media_type(&size.url)),
            ("medium", "image"),
            ("width", &width),
            ("height", &height),
            ("isDefault", if nth == 0 { "true" } else { "false" }),
        ];
        xml.empty("media:content", &attributes);
    }
    if let Some(alt) = image.alt.as_deref().filter(|a| !a.is_empty()) {
        xml.leaf_with("media:description", &[("type", "plain")], alt);
    }
    if let Some(credit) = &image.credit {
        xml.leaf("media:credit", credit);
    }
    xml.close(if image.sizes.is_empty() { "media:content" } else { "media:group" });
}
