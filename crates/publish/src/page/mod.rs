//! The pages that people read. Each takes values and gives a whole HTML document.
//!
//! [`story::story`] is the heart: every sentence shows what it stands on. [`lists`] makes front page,
//! sections, storyline and corrections; [`search`] what readers look for; [`ledger`] rankings, relations, entities and outlets;
//! [`plain`] the method page and error pages.

pub mod api;
pub mod brief;
pub mod imported;
pub mod ledger;
pub mod lists;
pub mod plain;
pub mod search;
pub mod story;
pub mod talk;

use crate::edition::House;
use crate::text::encoded;

/// What every page has round its content.
#[derive(Debug)]
pub struct Frame<'a> {
    /// Whose site it is.
    pub house: &'a House,
    /// Names of the sections, in the order of the menu.
    pub sections: &'a [String],
    /// The page's own title; empty on the front page.
    pub title: String,
    /// What it is about, for search engines and link previews.
    pub description: String,
    /// Its path on the site.
    pub path: String,
    /// Tells search engines to leave it out.
    pub hidden: bool,
    /// Where the same stands as its first place, when that is not here.
    pub elsewhere: Option<String>,
    /// Name and path of what has feeds of its own.
    pub feeds: Option<(String, String)>,
    /// Where a brief on what the page is on is asked for.
    pub brief: Option<String>,
}

impl<'a> Frame<'a> {
    /// A frame round a page that search engines may show.
    #[must_use]
    pub fn new(house: &'a House, sections: &'a [String], title: &str, path: &str) -> Self {
        Self {
            house,
            sections,
            title: title.to_owned(),
            description: house.tagline.clone(),
            path: path.to_owned(),
            hidden: false,
            elsewhere: None,
            feeds: None,
            brief: None,
        }
    }

    /// The same, with the feeds of its own stories, which lie under its path.
    #[must_use]
    pub fn feeding(mut self, name: &str) -> Self {
        self.feeds = Some((name.to_owned(), self.path.clone()));
        self
    }

    /// The same, with the way to a brief on its matter; `asked` fills the form there.
    #[must_use]
    pub fn briefing(mut self, asked: &[(&str, &str)]) -> Self {
        let pairs = asked.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        let pairs: Vec<String> = pairs.collect();
        self.brief = Some(format!("/briefs/mine?{}#new", pairs.join("&")));
        self
    }

    /// The same, left out by search engines.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    fn full_title(&self) -> String {
        match self.title.as_str() {
            "" => format!("{}: {}", self.house.name, self.house.tagline),
            title => format!("{title} · {}", self.house.name),
        }
    }

    fn canonical(&self) -> String {
        self.elsewhere.clone().unwrap_or_else(|| self.house.url(&self.path))
    }

    fn style(&self) -> &'static str {
        crate::STYLE
    }

    /// True when the menu entry `path` is the page itself.
    fn is_at(&self, path: &str) -> bool {
        self.path == path
    }
}

/// The address of a ticker's page.
#[must_use]
pub fn ticker_path(symbol: &str) -> String {
    format!("/ticker/{}", in_path(symbol))
}

/// The address of an entity's page.
#[must_use]
pub fn entity_path(id: &str) -> String {
    format!("/entity/{}", in_path(id))
}

/// The address of a storyline's page.
#[must_use]
pub fn storyline_path(id: &str) -> String {
    format!("/storyline/{}", in_path(id))
}

/// A name as one piece of an address: what could end or split it as `%XX`.
fn in_path(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' => {
                out.push(byte as char);
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The address of a section's page.
#[must_use]
pub fn section_path(name: &str) -> String {
    format!("/section/{}", crate::text::slug(name))
}

/// The address of an outlet's page.
#[must_use]
pub fn source_path(name: &str) -> String {
    format!("/source/{}", in_path(name))
}
