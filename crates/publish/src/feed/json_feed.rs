//! JSON Feed 1.1, with what the format has no word for under `_wiredesk`.

use serde_json::{Value, json};

use super::{Channel, ENTRIES_MAX, Entry};
use crate::dates::rfc3339;
use crate::edition::House;

/// The feed of a channel.
#[must_use]
pub fn json_feed(house: &House, channel: &Channel, entries: &[Entry]) -> String {
    let items: Vec<Value> = entries.iter().take(ENTRIES_MAX).map(|e| item(e, house)).collect();
    let mut out = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.about,
        "home_page_url": house.url(&channel.page),
        "feed_url": house.url(&channel.path),
        "language": house.language,
        "items": items,
    });
    if let Some(hub) = &house.hub {
        out["hubs"] = json!([{"type": "WebSub", "url": hub}]);
    }
    out.to_string()
}

fn item(entry: &Entry, house: &House) -> Value {
    let notices = entry
        .notices
        .iter()
        .map(|n| json!({"class": n.class.to_lowercase(), "note": n.note, "at": rfc3339(n.at)}));
    let mut out = json!({
        "id": entry.permanent_id(house),
        "url": entry.url(house),
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.updated),
        "content_html": entry.html(),
        "_wiredesk": {
            "story": entry.id.0,
            "version": entry.version,
            "standing": if entry.withdrawn { "withdrawn" } else { "live" },
            "notices": notices.collect::<Vec<_>>(),
        },
    });
    if entry.withdrawn {
        out["title"] = json!("Withdrawn");
        return out;
    }
    if let Some((code, _)) = entry.made.digital_source() {
        out["_wiredesk"]["digital_source_type"] = json!(code);
    }
    out["title"] = json!(entry.title);
    out["summary"] = json!(entry.summary);
    out["language"] = json!(house.language);
    out["authors"] = json!([{"name": entry.signed(house)}]);
    out["tags"] = json!(entry.terms().collect::<Vec<_>>());
    if let Some(url) = entry.images.iter().find_map(|i| house.picture(&i.url)) {
        out["image"] = json!(url);
    }
    out
}
