//! The machine-readable part of a page: schema.org `NewsArticle` as JSON-LD.

use serde_json::{Map, Value, json};
use wiredesk_model::{Byline, Image, Report};

use crate::dates::rfc3339;
use crate::edition::{Edition, House, Sources, followable};
use crate::feed::{Entry, Made};

/// The JSON-LD of a story that stands, ready to be put between `<script>` tags: no `<`, `>` or `&`
/// is left in it.
#[must_use]
pub fn news_article(edition: &Edition, sources: &Sources, house: &House) -> String {
    inert(&article(edition, sources, house))
}

/// The same of a story that was moved in, of which no evidence is known.
#[must_use]
pub fn news_article_of(entry: &Entry, house: &House) -> String {
    inert(&Value::Object(plain(entry, house)))
}

/// The JSON-LD of a story with what it stands on, as a value.
#[must_use]
pub fn article(edition: &Edition, sources: &Sources, house: &House) -> Value {
    let byline = &edition.story.byline;
    let mut out = plain(&Entry::of(edition), house);
    put(&mut out, "author", author(byline, house));
    put(&mut out, "editor", byline.signed_by.as_ref().map_or(Value::Null, |n| person(n)));
    put(&mut out, "wordCount", json!(words(edition)));
    put(&mut out, "citation", citations(sources));
    put(&mut out, "isBasedOn", based_on(sources));
    Value::Object(out)
}

/// What every story tells, made here or moved in.
fn plain(entry: &Entry, house: &House) -> Map<String, Value> {
    let mut out = Map::new();
    let url = entry.url(house);
    let author = match &entry.author {
        Some(name) => person(name),
        None => organization(house),
    };
    let fields = [
        ("@context", json!("https://schema.org")),
        ("@type", json!("NewsArticle")),
        ("@id", json!(entry.permanent_id(house))),
        ("identifier", json!(entry.id.to_string())),
        ("url", json!(url)),
        ("mainEntityOfPage", json!(url)),
        ("headline", json!(entry.title)),
        ("description", json!(entry.summary)),
        ("datePublished", json!(rfc3339(entry.published))),
        ("dateModified", json!(rfc3339(entry.updated))),
        ("version", json!(entry.version)),
        ("inLanguage", json!(house.language)),
        ("isAccessibleForFree", json!(true)),
        ("articleSection", json!(entry.channels)),
        ("keywords", json!(entry.tags)),
        ("image", images(entry, house)),
        ("author", author),
        ("publisher", publisher(house)),
        ("correction", corrections(entry)),
        ("digitalSourceType", digital_source(entry.made)),
    ];
    for (key, value) in fields {
        put(&mut out, key, value);
    }
    out
}

fn put(out: &mut Map<String, Value>, key: &str, value: Value) {
    let empty = value.as_array().is_some_and(Vec::is_empty) || value.is_null();
    if !empty {
        out.insert(key.to_owned(), value);
    }
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
        _ => organization(house),
    }
}

fn organization(house: &House) -> Value {
    json!({"@type": "Organization", "name": house.name, "url": house.url("/")})
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

/// One picture as an object, several as a list, none as nothing.
fn images(entry: &Entry, house: &House) -> Value {
    let told = entry.images.iter().filter_map(|i| image(i, house));
    let mut all: Vec<Value> = told.collect();
    match all.len() {
        0 => Value::Null,
        1 => all.remove(0),
        _ => Value::Array(all),
    }
}

fn image(image: &Image, house: &House) -> Option<Value> {
    let mut out = json!({"@type": "ImageObject", "url": house.picture(&image.url)?});
    if let Some(large) = image.sizes.last() {
        out["width"] = json!(large.width);
        out["height"] = json!(large.height);
    }
    if let Some(thumb) = image.sizes.first().and_then(|s| house.picture(&s.url)) {
        out["thumbnail"] = json!({"@type": "ImageObject", "url": thumb});
    }
    for (key, value) in [("caption", &image.alt), ("creditText", &image.credit)] {
        if let Some(value) = value {
            out[key] = json!(value);
        }
    }
    // A licence is an address or a work; its bare name is neither.
    if let Some(license) = &image.license {
        out["license"] = match followable(license) {
            Some(url) => json!(url),
            None => json!({"@type": "CreativeWork", "name": license}),
        };
    }
    Some(out)
}

fn corrections(entry: &Entry) -> Value {
    let one = |n: &crate::Notice| {
        json!({
            "@type": "CorrectionComment",
            "text": format!("{}: {}", n.class, n.note),
            "datePublished": rfc3339(n.at),
        })
    };
    entry.notices.iter().map(one).collect()
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

/// IPTC's codes as schema.org names them: made by rule from reports or by a model, and a person's hand when one
/// changed the words. (schema.org has no word for larger edits.) A story that a person wrote carries
/// none.
fn digital_source(made: Made) -> Value {
    let machine = "https://schema.org/DataDrivenMediaDigitalSource";
    let hand = "https://schema.org/MinorHumanEditsDigitalSource";
    match made {
        Made::ByModel => json!("https://schema.org/TrainedAlgorithmicMediaDigitalSource"),
        Made::ByModelAndEdited => {
            json!("https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource")
        }
        Made::ByMachine => json!(machine),
        Made::ByMachineAndEdited => json!([machine, hand]),
        Made::ByPerson | Made::Untold => Value::Null,
    }
}
