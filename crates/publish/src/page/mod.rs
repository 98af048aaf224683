//! The pages that people read. Each takes values and gives a whole HTML document.
//!
//! [`story::story`] is the heart: every sentence shows what it stands on. [`lists`] makes front page,
//! sections, storyline, search and corrections; [`ledger`] rankings, relations, entities and outlets;
//! [`plain`] the method page and error pages.

pub mod ledger;
pub mod lists;
pub mod plain;
pub mod story;

use crate::edition::House;

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
        }
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
        self.house.url(&self.path)
    }

    fn style(&self) -> &'static str {
        crate::STYLE
    }

    /// True when the menu entry `path` is the page itself.
    fn is_at(&self, path: &str) -> bool {
        self.path == path
    }
}

/// The address of a section's page.
#[must_use]
pub fn section_path(name: &str) -> String {
    format!("/section/{}", crate::text::slug(name))
}

/// The address of an outlet's page.
#[must_use]
pub fn source_path(name: &str) -> String {
    let mut out = String::from("/source/");
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
