//! The page that tells programmers how to ask: each operation with its parameters and an example.

use askama::Template;

use super::Frame;
use crate::Error;
use crate::edition::House;

/// One way to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its path, with names in braces.
    pub path: String,
    /// What it answers.
    pub about: String,
    /// What kind of matter it is.
    pub matter: String,
    /// What may be told.
    pub parameters: Vec<Parameter>,
    /// A whole address that works.
    pub example: String,
}

/// Something that may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Whether it must be told.
    pub needed: bool,
    /// What it means.
    pub about: String,
}

/// The page of the API.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn api(house: &House, sections: &[String], operations: &[Operation]) -> Result<String, Error> {
    let mut frame = Frame::new(house, sections, "The API", "/api");
    frame.description = format!("How programs read {}", house.name);
    Ok(ApiPage { frame, operations }.render()?)
}

#[derive(Debug, Template)]
#[template(path = "api.html")]
struct ApiPage<'a> {
    frame: Frame<'a>,
    operations: &'a [Operation],
}
