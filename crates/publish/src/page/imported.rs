//! The page of a story that was moved in: its own words, and that they were not checked here.

use askama::Template;

use super::{Frame, plain};
use crate::dates::{moment, rfc3339};
use crate::edition::{House, followable, followable_or_own};
use crate::feed::Entry;
use crate::{Error, jsonld};

/// The page of a story that was moved in.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn imported(entry: &Entry, house: &House, sections: &[String]) -> Result<String, Error> {
    if entry.withdrawn {
        return plain::withdrawn(entry.id, entry.notices.first().cloned(), house, sections);
    }
    let mut frame = Frame::new(house, sections, &entry.title, &entry.path());
    frame.description = crate::text::shorten(&entry.summary, 200);
    frame.elsewhere = entry.elsewhere.as_deref().and_then(followable).map(String::from);
    let picture = entry
        .images
        .iter()
        .find_map(|i| Some((followable_or_own(&i.url)?, i.alt.as_deref().unwrap_or_default())));
    let jsonld = jsonld::news_article_of(entry, house);
    Ok(ImportedPage { frame, entry, picture, jsonld }.render()?)
}

#[derive(Debug, Template)]
#[template(path = "imported.html")]
struct ImportedPage<'a> {
    frame: Frame<'a>,
    entry: &'a Entry,
    picture: Option<(&'a str, &'a str)>,
    jsonld: String,
}

impl ImportedPage<'_> {
    fn first(&self) -> (String, String) {
        (rfc3339(self.entry.published), moment(self.entry.published))
    }

    fn updated(&self) -> Option<(String, String)> {
        let (first, last) = (self.entry.published, self.entry.updated);
        (first != last).then(|| (rfc3339(last), moment(last)))
    }
}
