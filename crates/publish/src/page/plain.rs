//! Pages that tell one thing: how the house works, what was taken back, what went wrong.

use askama::Template;

use super::Frame;
use crate::Error;
use crate::edition::{House, Notice};
use wiredesk_model::StoryId;

/// The about-the-method page.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn about(house: &House, sections: &[String]) -> Result<String, Error> {
    let mut frame = Frame::new(house, sections, "How we work", "/about");
    frame.description = format!("How {} makes, checks and corrects its stories", house.name);
    Ok(AboutPage { frame }.render()?)
}

/// An error page: what happened in plain words, and where to go from here.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn error(
    house: &House,
    sections: &[String],
    heading: &str,
    words: &str,
) -> Result<String, Error> {
    let frame = Frame::new(house, sections, heading, "/").hidden();
    Ok(ErrorPage { frame, heading, words }.render()?)
}

/// The page of a story that was taken back: why, and nothing of its words.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn withdrawn(
    id: StoryId,
    notice: Option<Notice>,
    house: &House,
    sections: &[String],
) -> Result<String, Error> {
    let path = format!("/story/{id}");
    let frame = Frame::new(house, sections, "Withdrawn story", &path).hidden();
    Ok(WithdrawnPage { frame, notice }.render()?)
}

#[derive(Debug, Template)]
#[template(path = "withdrawn.html")]
struct WithdrawnPage<'a> {
    frame: Frame<'a>,
    notice: Option<Notice>,
}

/// A page that holds what another crate's template made; `inner` must be such a template's work.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn holding(
    house: &House,
    sections: &[String],
    (title, path): (&str, &str),
    inner: &str,
) -> Result<String, Error> {
    let frame = Frame::new(house, sections, title, path).hidden();
    Ok(HoldingPage { frame, inner }.render()?)
}

#[derive(Debug, Template)]
#[template(path = "holding.html")]
struct HoldingPage<'a> {
    frame: Frame<'a>,
    inner: &'a str,
}

#[derive(Debug, Template)]
#[template(path = "about.html")]
struct AboutPage<'a> {
    frame: Frame<'a>,
}

#[derive(Debug, Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    frame: Frame<'a>,
    heading: &'a str,
    words: &'a str,
}
