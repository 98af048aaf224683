//! The briefs that were signed for all, as Atom.

use wiredesk_model::jiff::Timestamp;

use super::Brief;
use super::letter::letter;
use crate::dates::rfc3339;
use crate::edition::House;
use crate::xml::Xml;

/// A brief that somebody signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Signed {
    /// Its address, as a path.
    pub path: String,
    /// What it says.
    pub brief: Brief,
    /// Since when everybody may read it.
    pub at: Timestamp,
    /// Who answers for it.
    pub by: String,
}

/// The feed, newest first.
#[must_use]
pub fn atom(house: &House, signed: &[Signed]) -> String {
    let mut xml = Xml::new();
    let attributes =
        [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", house.language.as_str())];
    xml.open("feed", &attributes);
    let own = house.url("/briefs/feed.atom");
    let newest = signed.iter().map(|s| s.at).max().unwrap_or(Timestamp::UNIX_EPOCH);
    xml.leaf("id", &own).leaf("title", &format!("Briefs · {}", house.name));
    xml.leaf("updated", &rfc3339(newest));
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
    let page = house.url("/briefs");
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)]);
    for Signed { path, brief, at, by } in signed {
        let url = house.url(path);
        xml.open("entry", &[]).leaf("id", &url).leaf("title", &brief.headline());
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)]);
        xml.leaf("published", &rfc3339(*at)).leaf("updated", &rfc3339(*at));
        xml.open("author", &[]).leaf("name", by).close("author");
        let body = letter(brief, house, path, "/briefs").html;
        let body = body.split("<hr>").next().unwrap_or_default();
        xml.leaf_with("content", &[("type", "html")], body);
        xml.close("entry");
    }
    xml.close("feed");
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feed_readers_can_read_it() {
        let house = House { base: "https://news.example".into(), ..House::default() };
        let brief = Brief { title: "A & <B>".into(), ..Brief::default() };
        let at = "2024-06-15T07:00:00Z".parse().expect("time");
        let signed = Signed { path: "/brief/3".into(), brief, at, by: "Ann Ode".into() };
        let text = atom(&house, &[signed]);
        let feed = feed_rs::parser::parse(text.as_bytes()).expect("Atom");
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(feed.entries[0].id, "https://news.example/brief/3");
        assert_eq!(feed.entries[0].authors[0].name.as_deref(), Some("Ann Ode"));
        let empty = feed_rs::parser::parse(atom(&house, &[]).as_bytes()).expect("Atom");
        assert!(empty.entries.is_empty());
    }
}
