//! The machine-readable part of a page: schema.org `NewsArticle` as JSON-LD.

use serde_json::{Map, Value, json};
use wiredesk_model::{Byline, Report};

use crate::dates::rfc3339;
use crate::edition::{Edition, House, Sources, followable};

/// The JSON-LD of a story that stands, ready to be put between `<script>` tags: no `<`, `>` or `&`
/// is left in it.
#[must_use]
pub fn news_article(edition: &Edition, sources: &Sources, house: &House) -> String {
    inert(&article(edition, sources, house))
}

/// The same as a value.
#[must_use]
pub fn article(edition: &Edition, sources: &Sources, house: &House) -> Value {
    let story = &edition.story;
    let url = house.url(&edition.path());
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        let empty = value.as_array().is_some_and(Vec::is_empty) || value.is_null();
        if !empty {
            out.insert(key.to_owned(), value);
        }
    };
    put("@context", json!("https://schema.org"));
    put("@type", json!("NewsArticle"));
    put("@id", json!(edition.permanent_id(house)));
    put("identifier", json!(edition.id.to_string()));
    put("url", json!(url));
    put("mainEntityOfPage", json!(url));
    put("headline", json!(story.headline.text()));
    put("description", json!(edition.summary()));
    put("datePublished", json!(rfc3339(edition.first_published())));
    put("dateModified", json!(rfc3339(edition.updated())));
    put("version", json!(edition.version));
    put("inLanguage", json!(house.language));
    put("isAccessibleForFree", json!(true));
    put("articleSection", json!(story.channels));
    put("keywords", json!(story.tags));
    put("wordCount", json!(words(edition)));
    put("image", image(edition));
    put("author", author(&story.byline, house));
    put("editor", story.byline.signed_by.as_ref().map_or(Value::Null, |n| person(n)));
    put("publisher", publisher(house));
    put("correction", corrections(edition));
    put("citation", citations(sources));
    put("isBasedOn", based_on(sources));
    put("digitalSourceType", digital_source(&story.byline));
    Value::Object(out)
}

/// JSON that can stand in an HTML document without ever ending its element.
fn inert(value: &Value) -> String {
    let mut out = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            _ => out.push(c),
        }
    }
    out
}

fn words(edition: &Edition) -> usize {
    edition.story.sentences().skip(1).map(|s| s.text().split_whitespace().count()).sum()
}

fn person(name: &str) -> Value {
    json!({"@type": "Person", "name": name})
}

fn author(byline: &Byline, house: &House) -> Value {
    match (&byline.drafted_by, &byline.signed_by) {
        (None, Some(name)) => person(name),
        _ => json!({"@type": "Organization", "name": house.name, "url": house.url("/")}),
    }
}

fn publisher(house: &House) -> Value {
    json!({
        "@type": "NewsMediaOrganization",
        "name": house.name,
        "url": house.url("/"),
        "publishingPrinciples": house.url("/about"),
        "correctionsPolicy": house.url("/about#corrections"),
        "verificationFactCheckingPolicy": house.url("/about#check"),
    })
}

fn image(edition: &Edition) -> Value {
    let Some(image) = &edition.story.image else { return Value::Null };
    let Some(url) = followable(&image.url) else { return Value::Null };
    let mut out = json!({"@type": "ImageObject", "url": url});
    for (key, value) in
        [("caption", &image.alt), ("creditText", &image.credit), ("license", &image.license)]
    {
        if let Some(value) = value {
            out[key] = json!(value);
        }
    }
    out
}

fn corrections(edition: &Edition) -> Value {
    let one = |n: crate::Notice| {
        json!({
            "@type": "CorrectionComment",
            "text": format!("{}: {}", n.class, n.note),
            "datePublished": rfc3339(n.at),
        })
    };
    edition.notices().into_iter().map(one).collect()
}

fn citations(sources: &Sources) -> Value {
    sources.values().map(citation).collect()
}

fn citation(report: &Report) -> Value {
    let title = report.title.as_deref().unwrap_or("Untitled report");
    let mut out = json!({"@type": "NewsArticle", "headline": title, "name": title});
    if let Some(url) = report.url.as_deref().and_then(followable) {
        out["url"] = json!(url);
    }
    if let Some(outlet) = &report.source {
        out["publisher"] = json!({"@type": "Organization", "name": outlet});
    }
    if let Some(published) = &report.published {
        out["datePublished"] = json!(published.to_string());
    }
    out
}

fn based_on(sources: &Sources) -> Value {
    sources.values().filter_map(|r| r.url.as_deref().and_then(followable)).collect()
}

/// IPTC's codes as schema.org names them: made by rule from reports, and a person's hand when one
/// changed the words. A story that a person wrote carries none.
fn digital_source(byline: &Byline) -> Value {
    let machine = "https://schema.org/DataDrivenMediaDigitalSource";
    let hand = "https://schema.org/MinorHumanEditsDigitalSource";
    match (&byline.drafted_by, byline.edited) {
        (None, _) => Value::Null,
        (Some(_), false) => json!(machine),
        (Some(_), true) => json!([machine, hand]),
    }
}
