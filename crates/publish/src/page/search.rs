//! The search page: the form, what was found with the sentence that answers, what may have been
//! meant, what cannot be asked and where it goes wrong.

use askama::Template;

use super::Frame;
use super::lists::Card;
use crate::Error;
use crate::edition::House;
use crate::text::encoded;

/// What was typed into the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// Words, or a query.
    pub q: String,
    /// A section's name.
    pub section: String,
    /// An outlet's name.
    pub source: String,
    /// An entity's name or id.
    pub entity: String,
    /// A day.
    pub from: String,
    /// A day.
    pub to: String,
}

impl Typed {
    /// True when nothing was asked yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// True when more than the words is filled in.
    fn is_narrowed(&self) -> bool {
        !Self { q: String::new(), ..self.clone() }.is_empty()
    }

    /// The address of a page of its results.
    #[must_use]
    pub fn path(&self, page: usize) -> String {
        let fields = [
            ("q", &self.q),
            ("section", &self.section),
            ("source", &self.source),
            ("entity", &self.entity),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let filled = fields.into_iter().filter(|(_, v)| !v.is_empty());
        let mut pairs: Vec<String> = filled.map(|(k, v)| format!("{k}={}", encoded(v))).collect();
        if page > 1 {
            pairs.push(format!("page={page}"));
        }
        format!("/search?{}", pairs.join("&"))
    }
}

/// A text in pieces; `true` marks words looked for.
pub type Pieces = Vec<(bool, String)>;

/// A story that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The story.
    pub card: Card,
    /// Its headline.
    pub title: Pieces,
    /// The sentence that answers best.
    pub words: Pieces,
    /// Others found on the same storyline.
    pub folded: Vec<Card>,
    /// Their storyline's address.
    pub storyline: Option<String>,
}

/// Why it cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wrong {
    /// In words.
    pub words: String,
    /// The query before the fault, at it, and behind it; empty when there is no one place.
    pub place: (String, String, String),
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// What was typed.
    pub typed: Typed,
    /// Sections and outlets to choose from.
    pub sections: Vec<String>,
    /// Outlets to choose from.
    pub sources: Vec<String>,
    /// What was found.
    pub hits: Vec<Found>,
    /// How many in all; `None` before anything was asked.
    pub total: Option<usize>,
    /// There may be more.
    pub more: bool,
    /// Which page of them, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Pages about what was asked for: words, address.
    pub about: Vec<(String, String)>,
    /// The words that may have been meant.
    pub meant: Option<String>,
    /// Why it cannot be asked.
    pub wrong: Option<Wrong>,
}

/// The search page.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn search(house: &House, sections: &[String], page: &Page) -> Result<String, Error> {
    let title = match page.typed.q.trim() {
        "" => "Search".to_owned(),
        words => format!("{words}: search"),
    };
    let frame = Frame::new(house, sections, &title, "/search").hidden();
    Ok(SearchPage { frame, page }.render()?)
}

#[derive(Debug, Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    frame: Frame<'a>,
    page: &'a Page,
}

impl SearchPage<'_> {
    fn counted(&self) -> String {
        let total = self.page.total.unwrap_or_default();
        let least = if self.page.more { "At least " } else { "" };
        format!("{least}{}", crate::text::counted(total, "story", "stories"))
    }

    fn meant_path(&self, meant: &str) -> String {
        Typed { q: meant.to_owned(), ..self.page.typed.clone() }.path(1)
    }
}
