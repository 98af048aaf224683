//! JSON Feed 1 and 1.1.

use super::{Feed, Item, absolute, fault, one_line, words};
use crate::{Error, FeedFault, clean, date, limits};
use serde_json::Value;
use wiredesk_model::Image;

pub(super) fn read(source: &str, base: Option<&str>) -> Result<Feed, Error> {
    let value: Value = serde_json::from_str(source).map_err(|error| match error.is_eof() {
        true => fault(FeedFault::Truncated),
        false => fault(FeedFault::Json),
    })?;
    let items = value.get("items").and_then(Value::as_array).ok_or(fault(FeedFault::Unknown))?;
    let base = text(&value, "home_page_url").or(base);
    Ok(Feed {
        title: text(&value, "title").and_then(one_line),
        site_url: text(&value, "home_page_url").and_then(|u| absolute(u, None)),
        language: text(&value, "language").map(str::to_owned),
        items: items.iter().take(limits::FEED_ITEMS_MAX).map(|i| item(i, &value, base)).collect(),
    })
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str).filter(|t| !t.trim().is_empty())
}

fn item(item: &Value, feed: &Value, base: Option<&str>) -> Item {
    let url = text(item, "url").or_else(|| text(item, "external_url"));
    let url = url.and_then(|u| absolute(u, base));
    let id = match item.get("id") {
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => text(item, "id").map(str::to_owned),
    };
    let raw = text(item, "date_published");
    let published = raw.and_then(date::parse);
    let own = byline(item);
    let images = ["image", "banner_image"].iter().filter_map(|k| absolute(text(item, k)?, base));
    Item {
        id: id.or_else(|| url.clone()),
        title: text(item, "title").map(clean::line).filter(|t| !t.is_empty()),
        byline: if own.is_empty() { byline(feed) } else { own },
        published_raw: raw.filter(|_| published.is_none()).map(str::to_owned),
        published,
        updated: text(item, "date_modified").and_then(date::parse),
        summary: text(item, "summary").map(clean::text),
        content: text(item, "content_html")
            .and_then(words)
            .or_else(|| text(item, "content_text").map(clean::text)),
        categories: strings(item.get("tags")),
        images: images.map(|url| Image { url, ..Image::default() }).collect(),
        source: None,
        url,
    }
}

fn byline(value: &Value) -> Vec<String> {
    let many =
        value.get("authors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let all = many.iter().chain(value.get("author"));
    let names = all.filter_map(|a| text(a, "name")).map(clean::line);
    let mut out: Vec<String> = Vec::new();
    for name in names.take(limits::AUTHORS_MAX) {
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(Value::as_str).map(clean::line).filter(|t| !t.is_empty()).collect()
}
