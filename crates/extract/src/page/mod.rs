//! A web page to the report in it.
//!
//! The way: [`head`] gathers what the page says about itself (meta tags, JSON-LD, headings),
//! [`field`] settles each field between these witnesses, [`block`] cuts the body into paragraphs,
//! [`body`] finds those that are the article.

mod block;
mod body;
mod field;
mod head;
mod linked;
mod noise;
mod phrase;

pub(crate) use block::plain as plain_words;

use crate::{Error, Extracted, Hints, charset, html};

/// Reads a page that is known to be HTML.
///
/// # Errors
/// [`Error::Empty`], [`Error::TooLarge`], [`Error::Charset`], [`Error::Nesting`],
/// [`Error::NoText`].
pub fn page(bytes: &[u8], hints: &Hints) -> Result<Extracted, Error> {
    crate::check_size(bytes)?;
    let source = charset::decode(bytes, hints.content_type.as_deref())?;
    let tree = html::Tree::parse(&source, html::Dialect::Html)?;
    let head = head::gather(&tree);
    let linked = linked::article(&head);
    let title = field::title(&tree, &head, &linked);
    let text = body::text(&tree, &head, &linked, title.as_deref());
    if text.is_empty() {
        return Err(Error::NoText);
    }
    let url = field::address(&head, &linked, hints);
    let (published, published_raw) = field::published(&tree, &head, &linked, url.as_deref());
    Ok(Extracted {
        byline: field::byline(&tree, &head, &linked),
        site: field::site(&head, &linked, url.as_deref()),
        language: field::language(&head, &linked, &text, hints),
        images: field::images(&head, &linked, url.as_deref()),
        title,
        published,
        published_raw,
        url,
        text,
    })
}
