//! JSON Feed 1.1, with what the format has no word for under `_wiredesk`.

use serde_json::{Value, json};

use super::{ENTRIES_MAX, body_html};
use crate::dates::rfc3339;
use crate::edition::{Edition, House, followable};

/// The feed at `path`.
#[must_use]
pub fn json_feed(house: &House, path: &str, editions: &[Edition]) -> String {
    let items: Vec<Value> = editions.iter().take(ENTRIES_MAX).map(|e| item(e, house)).collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": house.name,
        "description": house.tagline,
        "home_page_url": house.url("/"),
        "feed_url": house.url(path),
        "language": house.language,
        "items": items,
    })
    .to_string()
}

fn item(edition: &Edition, house: &House) -> Value {
    let story = &edition.story;
    let mut out = json!({
        "id": edition.permanent_id(house),
        "url": house.url(&edition.path()),
        "date_published": rfc3339(edition.first_published()),
        "date_modified": rfc3339(edition.updated()),
        "content_html": body_html(edition),
        "_wiredesk": {
            "story": edition.id.0,
            "version": edition.version,
            "standing": if edition.is_withdrawn() { "withdrawn" } else { "live" },
            "notices": edition.notices().iter().map(|n| json!({
                "class": n.class.to_lowercase(), "note": n.note, "at": rfc3339(n.at),
            })).collect::<Vec<_>>(),
        },
    });
    if edition.is_withdrawn() {
        out["title"] = json!("Withdrawn");
        return out;
    }
    out["title"] = json!(story.headline.text());
    out["summary"] = json!(edition.summary());
    out["language"] = json!(house.language);
    let author = story.byline.signed_by.as_deref().unwrap_or(&house.name);
    out["authors"] = json!([{"name": author}]);
    let tags: Vec<&String> = story.channels.iter().chain(&story.tags).collect();
    out["tags"] = json!(tags);
    if let Some(url) = story.image.as_ref().and_then(|i| followable(&i.url)) {
        out["image"] = json!(url);
    }
    out
}
