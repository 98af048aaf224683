//! What feed readers and search engines read: Atom, RSS, JSON Feed, news sitemap.
//!
//! All four take editions newest first, withdrawn ones among them: a reader who has a story must
//! hear that it was taken back.

pub mod atom;
pub mod json_feed;
pub mod rss;
pub mod sitemap;

use wiredesk_model::Story;

use crate::edition::{Edition, signing_line};
use crate::xml::escape;

/// How many stories a feed holds.
pub const ENTRIES_MAX: usize = 50;

/// The story as simple HTML for feed readers: notices first, then the text with its headings, then
/// who answers for it.
#[must_use]
pub fn body_html(edition: &Edition) -> String {
    let mut out = String::new();
    for notice in edition.notices() {
        out += &format!("<p><strong>{}:</strong> {}</p>", notice.class, escape(&notice.note));
    }
    if edition.is_withdrawn() {
        return out;
    }
    out + &story_html(&edition.story)
}

/// The text alone with its headings and its signing line, without notices.
#[must_use]
pub fn story_html(story: &Story) -> String {
    let mut out = String::new();
    let lede = (None, story.lede.as_slice());
    let sections = story.sections.iter().map(|s| (Some(s.kind.heading()), s.sentences.as_slice()));
    for (heading, sentences) in std::iter::once(lede).chain(sections) {
        if let Some(heading) = heading {
            out += &format!("<h2>{}</h2>", escape(heading));
        }
        let mut open = false;
        for sentence in sentences {
            out += match (open, sentence.paragraph) {
                (false, _) => "<p>",
                (true, true) => "</p><p>",
                (true, false) => " ",
            };
            open = true;
            out += &escape(sentence.text());
        }
        if open {
            out += "</p>";
        }
    }
    out += &format!("<p><em>{}</em></p>", escape(&signing_line(&story.byline)));
    out
}
