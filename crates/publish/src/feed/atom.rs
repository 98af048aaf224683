//! Atom (RFC 4287); a withdrawn story becomes a deleted entry (RFC 6721).

use wiredesk_model::jiff::Timestamp;

use super::{ENTRIES_MAX, body_html};
use crate::dates::rfc3339;
use crate::edition::{Edition, House};
use crate::xml::Xml;

/// The feed at `path` (which it names as its own address).
#[must_use]
pub fn atom(house: &House, path: &str, editions: &[Edition]) -> String {
    let updated = editions.iter().map(Edition::updated).max().unwrap_or(Timestamp::UNIX_EPOCH);
    let mut xml = Xml::new();
    xml.open(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xmlns:at", "http://purl.org/atompub/tombstones/1.0"),
            ("xml:lang", &house.language),
        ],
    );
    xml.leaf("id", &house.url(path)).leaf("title", &house.name).leaf("subtitle", &house.tagline);
    xml.leaf("updated", &rfc3339(updated));
    xml.empty(
        "link",
        &[("rel", "self"), ("type", "application/atom+xml"), ("href", &house.url(path))],
    );
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &house.url("/"))]);
    xml.leaf_with("generator", &[("uri", &house.url("/about"))], "Wiredesk");
    for edition in editions.iter().take(ENTRIES_MAX) {
        match edition.is_withdrawn() {
            true => tombstone(&mut xml, edition, house),
            false => entry(&mut xml, edition, house),
        }
    }
    xml.close("feed");
    xml.finish()
}

fn entry(xml: &mut Xml, edition: &Edition, house: &House) {
    let story = &edition.story;
    xml.open("entry", &[]);
    xml.leaf("id", &edition.permanent_id(house)).leaf("title", story.headline.text());
    let url = house.url(&edition.path());
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)]);
    xml.leaf("published", &rfc3339(edition.first_published()));
    xml.leaf("updated", &rfc3339(edition.updated()));
    xml.open("author", &[]);
    xml.leaf("name", story.byline.signed_by.as_deref().unwrap_or(&house.name)).close("author");
    for term in story.channels.iter().chain(&story.tags) {
        xml.empty("category", &[("term", term)]);
    }
    xml.leaf_with("summary", &[("type", "text")], &edition.summary());
    xml.leaf_with("content", &[("type", "html")], &body_html(edition));
    xml.close("entry");
}

fn tombstone(xml: &mut Xml, edition: &Edition, house: &House) {
    let id = edition.permanent_id(house);
    xml.open("at:deleted-entry", &[("ref", &id), ("when", &rfc3339(edition.updated()))]);
    if let Some(notice) = edition.notices().first() {
        xml.open("at:by", &[]).leaf("name", &notice.by).close("at:by");
        xml.leaf("at:comment", &format!("Withdrawn: {}", notice.note));
    }
    xml.close("at:deleted-entry");
}
