//! JSON-LD: what schema.org's `NewsArticle` and its kin say about the page.

use super::head::Head;
use crate::{clean, limits};
use serde_json::{Map, Value};
use wiredesk_model::Image;

/// The article's own node of the page's structured data, fields as they stand.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) language: Option<String>,
    pub(super) description: Option<String>,
    pub(super) url: Option<String>,
    pub(super) images: Vec<Image>,
    /// The whole text, paragraphs as given.
    pub(super) body: Option<String>,
}

/// Reads one block. Broken JSON is mended where it is commonly broken: comment and CDATA wrappers,
/// line breaks inside strings, references (`&quot;`), a comma or semicolon too many.
pub(super) fn parse(source: &str) -> Option<Value> {
    if source.len() > limits::STRUCTURED_BYTES_MAX {
        return None;
    }
    let mut text = source.trim();
    for (open, close) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")] {
        text = text.strip_prefix(open).unwrap_or(text).trim();
        text = text.strip_suffix(close).unwrap_or(text).trim();
    }
    let text = text.trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mended = without_raw_controls(text);
    let mut values = serde_json::Deserializer::from_str(&mended).into_iter();
    if let Some(Ok(value)) = values.next() {
        return Some(value);
    }
    let decoded = crate::html::entity::decode(&mended);
    serde_json::from_str(&without_trailing_commas(&decoded)).ok()
}

fn without_raw_controls(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn without_trailing_commas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if c == '"' {
            quoted = true;
        } else if matches!(c, '}' | ']') {
            let kept = out.trim_end().trim_end_matches(',').len();
            out.truncate(kept);
        }
        out.push(c);
    }
    out
}

/// The object that is about this page's article.
pub(super) fn article(head: &Head) -> Linked {
    let mut objects = Vec::new();
    for value in &head.linked {
        collect(value, &mut objects, 0);
    }
    let best = objects.iter().copied().enumerate().max_by_key(|(i, object)| {
        let unrelated = objects.len() - i; // the first of equals
        (score(object, head), unrelated)
    });
    match best {
        Some((_, object)) if score(object, head) > 0 => fields(object, &objects),
        _ => Linked::default(),
    }
}

/// Objects inside objects are followed this deep.
const FOLLOW_MAX: usize = 4;
const OBJECTS_MAX: usize = 2_000;

fn collect<'v>(value: &'v Value, into: &mut Vec<&'v Map<String, Value>>, depth: usize) {
    if depth > FOLLOW_MAX || into.len() > OBJECTS_MAX {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, into, depth + 1)),
        Value::Object(object) => {
            into.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "article", "hasPart", "author"]
            {
                if let Some(inner) = object.get(key) {
                    collect(inner, into, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let one = object.get("@type");
    let many = one.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let names =
        one.and_then(Value::as_str).into_iter().chain(many.iter().filter_map(Value::as_str));
    names.map(|t| t.rsplit(['/', ':', '#']).next().unwrap_or(t))
}

/// How likely the object tells of this page's article; 0 when it does not at all.
fn score(object: &Map<String, Value>, head: &Head) -> u32 {
    let kind = types(object).map(kind_score).max().unwrap_or(0);
    if kind == 0 {
        return 0;
    }
    let has = |key: &str| u32::from(object.contains_key(key));
    let title = head.meta(&["og:title"]).or(head.title.as_deref()).unwrap_or_default();
    let headline = text_of(object, "headline").unwrap_or_default();
    let same = !headline.is_empty() && (title.contains(&headline) || headline.contains(title));
    let page = head.canonical.as_deref().or_else(|| head.meta(&["og:url"]));
    let here = page.is_some_and(|p| address_of(object).is_some_and(|a| a == p));
    kind + 8 * u32::from(same && !title.is_empty())
        + 8 * u32::from(here)
        + 4 * has("datePublished")
        + 2 * has("headline")
        + has("author")
        + 4 * has("articleBody")
}

fn kind_score(kind: &str) -> u32 {
    match kind {
        "LiveBlogPosting" => 21,
        k if k.ends_with("Article") || k.ends_with("Posting") => 20,
        "Report" | "Review" | "Recipe" | "CreativeWork" => 10,
        "VideoObject" => 3,
        "WebPage" | "ItemPage" | "MediaObject" => 2,
        _ => 0,
    }
}

fn fields(object: &Map<String, Value>, all: &[&Map<String, Value>]) -> Linked {
    let text = |key: &str| text_of(object, key);
    Linked {
        headline: text("headline").or_else(|| text("name")),
        authors: people(object.get("author").or_else(|| object.get("creator")), all),
        published: text("datePublished").or_else(|| text("dateCreated")),
        publisher: people(object.get("publisher"), all).into_iter().find(|n| !n.is_empty()),
        language: text("inLanguage"),
        description: text("description"),
        url: address_of(object),
        images: images(object.get("image")),
        body: object.get("articleBody").and_then(Value::as_str).map(paragraphs),
    }
}

fn text_of(object: &Map<String, Value>, key: &str) -> Option<String> {
    let value = object.get(key)?;
    let first = value.as_array().and_then(|a| a.first()).unwrap_or(value);
    let text = clean::line(&crate::html::entity::decode(first.as_str()?));
    (!text.is_empty()).then_some(text)
}

fn address_of(object: &Map<String, Value>) -> Option<String> {
    let page = object.get("mainEntityOfPage");
    let of_page = page.and_then(|p| p.as_str().or_else(|| p.get("@id")?.as_str()));
    let url = object.get("url").and_then(Value::as_str).or(of_page)?;
    (url.starts_with("http") && url.len() <= limits::URL_BYTES_MAX).then(|| url.to_owned())
}

fn people(value: Option<&Value>, all: &[&Map<String, Value>]) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(value) = value {
        add_names(value, all, 0, &mut names);
    }
    names
}

fn add_names(value: &Value, all: &[&Map<String, Value>], depth: usize, into: &mut Vec<String>) {
    if depth > FOLLOW_MAX || into.len() >= limits::AUTHORS_MAX {
        return;
    }
    match value {
        Value::String(name) => into.push(clean::line(&crate::html::entity::decode(name))),
        Value::Array(items) => {
            let items = items.iter().take(limits::AUTHORS_MAX);
            items.for_each(|item| add_names(item, all, depth + 1, into));
        }
        Value::Object(object) => match (object.get("name"), object.get("@id")) {
            (Some(name), _) => add_names(name, all, depth + 1, into),
            // A reference to a person told of elsewhere on the page; an unknown one counts too,
            // so that many of them cannot take long.
            (None, Some(id)) => {
                let told =
                    |o: &&&Map<String, Value>| o.get("@id") == Some(id) && o.contains_key("name");
                match all.iter().find(told).and_then(|o| o.get("name")) {
                    Some(name) => add_names(name, all, depth + 1, into),
                    None => into.push(String::new()),
                }
            }
            _ => {}
        },
        _ => {}
    }
}

/// Pictures with what must be said with them (schema.org `ImageObject`).
fn images(value: Option<&Value>) -> Vec<Image> {
    match value {
        Some(Value::String(url)) => vec![Image { url: url.clone(), ..Image::default() }],
        Some(Value::Object(object)) => {
            let url = object.get("url").or_else(|| object.get("contentUrl"));
            let Some(url) = url.and_then(Value::as_str).map(str::to_owned) else {
                return Vec::new();
            };
            let credit =
                text_of(object, "creditText").or_else(|| text_of(object, "copyrightNotice"));
            let credit = credit.or_else(|| people(object.get("creator"), &[]).into_iter().next());
            let credit = credit.filter(|c| !c.is_empty());
            vec![Image {
                url,
                alt: text_of(object, "caption"),
                credit,
                license: text_of(object, "license"),
                ..Image::default()
            }]
        }
        Some(Value::Array(items)) => {
            let items = items.iter().take(limits::IMAGES_MAX);
            items.filter(|i| !i.is_array()).flat_map(|i| images(Some(i))).collect()
        }
        _ => Vec::new(),
    }
}

/// Some houses put markup, others references, others plain words into `articleBody`.
fn paragraphs(body: &str) -> String {
    let tagged = ["<p", "<br", "</", "&lt;p"].iter().any(|t| body.contains(t));
    match tagged {
        true => super::block::plain(&crate::html::entity::decode(body)),
        false => clean::text(&crate::html::entity::decode(body)),
    }
}
