//! Atom (RFC 4287); a withdrawn story becomes a deleted entry (RFC 6721).

use super::{Channel, ENTRIES_MAX, Entry, media_type, newest};
use crate::dates::rfc3339;
use crate::edition::House;
use crate::xml::Xml;

/// The feed of a channel.
#[must_use]
pub fn atom(house: &House, channel: &Channel, entries: &[Entry]) -> String {
    let mut xml = Xml::new();
    xml.open(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xmlns:at", "http://purl.org/atompub/tombstones/1.0"),
            ("xml:lang", &house.language),
        ],
    );
    let own = house.url(&channel.path);
    xml.leaf("id", &own).leaf("title", &channel.title).leaf("subtitle", &channel.about);
    xml.leaf("updated", &rfc3339(newest(entries)));
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
    let page = house.url(&channel.page);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)]);
    // A feed without entries has nobody else to name (RFC 4287, 4.1.1).
    xml.open("author", &[]).leaf("name", &house.name).close("author");
    if let Some(hub) = &house.hub {
        xml.empty("link", &[("rel", "hub"), ("href", hub)]);
    }
    xml.leaf_with("generator", &[("uri", &house.url("/about"))], "Wiredesk");
    for entry in entries.iter().take(ENTRIES_MAX) {
        match entry.withdrawn {
            true => tombstone(&mut xml, entry, house),
            false => standing(&mut xml, entry, house),
        }
    }
    xml.close("feed");
    xml.finish()
}

fn standing(xml: &mut Xml, entry: &Entry, house: &House) {
    xml.open("entry", &[]);
    xml.leaf("id", &entry.permanent_id(house)).leaf("title", &entry.title);
    let url = entry.url(house);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)]);
    xml.leaf("published", &rfc3339(entry.published)).leaf("updated", &rfc3339(entry.updated));
    xml.open("author", &[]).leaf("name", entry.signed(house)).close("author");
    for term in entry.terms() {
        xml.empty("category", &[("term", term)]);
    }
    if !entry.summary.is_empty() {
        xml.leaf_with("summary", &[("type", "text")], &entry.summary);
    }
    for image in &entry.images {
        let Some(url) = house.picture(&image.url) else { continue };
        let title = image.alt.as_deref().unwrap_or_default();
        let link =
            [("rel", "enclosure"), ("type", media_type(&url)), ("href", &url), ("title", title)];
        xml.empty("link", &link);
    }
    xml.leaf_with("content", &[("type", "html")], &entry.html());
    xml.close("entry");
}

fn tombstone(xml: &mut Xml, entry: &Entry, house: &House) {
    let id = entry.permanent_id(house);
    xml.open("at:deleted-entry", &[("ref", &id), ("when", &rfc3339(entry.updated))]);
    if let Some(notice) = entry.notices.first() {
        xml.open("at:by", &[]).leaf("name", &notice.by).close("at:by");
        xml.leaf("at:comment", &format!("Withdrawn: {}", notice.note));
    }
    xml.close("at:deleted-entry");
}
