//! A story as ninjs, IPTC's news in JSON, for other newsrooms' systems: 3.1, and 2.2 whose names are
//! the same in lower case.
//!
//! A story that was taken back is told as `canceled` with the reason and nothing of its words.
//! Names, types and closed lists are those of the published schemas
//! (<https://iptc.org/std/ninjs/>); an unknown property would make a document invalid.

use serde_json::{Map, Value, json};

use crate::dates::rfc3339;
use crate::edition::{House, Sources};
use crate::feed::{Entry, media_type};

/// Which of the two families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// 2.2: names in lower case.
    Two,
    /// 3.1: names in camel case.
    Three,
}

impl Family {
    /// The family that a request names (`2`, `2.2`, `3`, `3.1`).
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "2" | "2.2" => Some(Self::Two),
            "3" | "3.1" => Some(Self::Three),
            _ => None,
        }
    }

    fn version(self) -> &'static str {
        match self {
            Self::Two => "2.2",
            Self::Three => "3.1",
        }
    }
}

/// The document of a story; `sources` are the reports it stands on, empty where none are known.
#[must_use]
pub fn ninjs(entry: &Entry, sources: &Sources, house: &House, family: Family) -> Value {
    let mut out = head(entry, house, family);
    if entry.withdrawn {
        out.insert("pubStatus".into(), json!("canceled"));
    } else {
        out.extend(words(entry, house));
        let outlets = outlets(sources);
        if !outlets.is_empty() {
            out.insert("infoSources".into(), json!(outlets));
        }
        let associations = associations(entry, house);
        if !associations.is_empty() {
            out.insert("associations".into(), json!(associations));
        }
    }
    let whole = Value::Object(out);
    match family {
        Family::Three => whole,
        Family::Two => in_lower_case(whole),
    }
}

fn head(entry: &Entry, house: &House, family: Family) -> Map<String, Value> {
    let version = family.version();
    let schema = format!("http://www.iptc.org/std/ninjs/ninjs-schema_{version}.json#");
    let head = json!({
        "uri": entry.permanent_id(house),
        "standard": {"name": "ninjs", "version": version, "schema": schema},
        "type": "text",
        "representationType": if entry.withdrawn { "partial" } else { "full" },
        "version": entry.version.to_string(),
        "firstCreated": rfc3339(entry.published),
        "versionCreated": rfc3339(entry.updated),
        "pubStatus": "usable",
        "language": house.language,
        "copyrightHolder": house.name,
        "altIds": [{"role": "story", "value": entry.id.to_string()}],
        "trustIndicators": trust(house),
    });
    let Value::Object(mut head) = head else { return Map::new() };
    let note = entry.notices.iter().map(|n| format!("{}: {}", n.class, n.note));
    let note: Vec<String> = note.collect();
    if !note.is_empty() {
        head.insert("edNote".into(), json!(note.join("\n")));
    }
    head
}

fn words(entry: &Entry, house: &House) -> Map<String, Value> {
    let subjects = entry.terms().map(|t| json!({"name": t, "rel": "about"}));
    let listed =
        |symbol: &String| json!({"name": symbol, "rel": "about", "symbols": [{"symbol": symbol}]});
    let words = json!({
        "title": entry.title,
        "by": entry.signed(house),
        "headlines": [{"role": "main", "contentType": "text/plain", "value": entry.title}],
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": entry.summary}],
        "bodies": [{
            "role": "main",
            "contentType": "text/html",
            "charCount": count(&entry.body).0,
            "wordCount": count(&entry.body).1,
            "value": entry.body,
        }],
        "subjects": subjects.collect::<Vec<_>>(),
        "organisations": entry.tickers.iter().map(listed).collect::<Vec<_>>(),
        "renditions": [{
            "name": "web", "href": entry.url(house), "contentType": "text/html", "title": entry.title,
        }],
    });
    let Value::Object(mut words) = words else { return Map::new() };
    let empty = |v: &Value| v.as_array().is_some_and(Vec::is_empty);
    words.retain(|_, value| !empty(value));
    if let Some((uri, name)) = entry.made.digital_source() {
        words.insert("digitalSourceType".into(), json!({"name": name, "uri": uri}));
    }
    words
}

/// How the house works, by IPTC's list of trust indicators.
fn trust(house: &House) -> Value {
    let list = "http://cv.iptc.org/newscodes/trustindicator";
    json!([
        {"role": format!("{list}/editorialPolicy"), "title": "How we work", "href": house.url("/about")},
        {"role": format!("{list}/correctionsPolicy"), "title": "Corrections",
         "href": house.url("/about#corrections")},
    ])
}

/// The outlets whose reports it stands on, each once.
fn outlets(sources: &Sources) -> Vec<Value> {
    let names: std::collections::BTreeSet<&str> =
        sources.values().filter_map(|r| r.source.as_deref()).collect();
    names.into_iter().map(|name| json!({"name": name, "role": "informationProvider"})).collect()
}

fn associations(entry: &Entry, house: &House) -> Vec<Value> {
    let pictures = entry.images.iter().enumerate();
    let picture = |(n, image): (usize, &wiredesk_model::Image)| {
        let url = house.picture(&image.url)?;
        let sizes = image.sizes.iter().filter_map(|s| {
            Some(json!({
                "name": s.size.as_str(),
                "href": house.picture(&s.url)?,
                "contentType": media_type(&s.url),
                "width": s.width,
                "height": s.height,
            }))
        });
        let mut renditions: Vec<Value> = sizes.collect();
        if renditions.is_empty() {
            renditions.push(json!({"name": "original", "href": url}));
        }
        let mut out = json!({
            "name": if n == 0 { "mainimage".to_owned() } else { format!("image{n}") },
            "uri": format!("{}#image{n}", entry.permanent_id(house)),
            "type": "picture",
            "renditions": renditions,
        });
        if let Some(alt) = image.alt.as_deref().filter(|a| !a.is_empty()) {
            out["descriptions"] = json!([{"role": "alternative", "value": alt}]);
        }
        if let Some(credit) = &image.credit {
            out["copyrightNotice"] = json!(credit);
        }
        if let Some(licence) = &image.license {
            out["usageTerms"] = json!(licence);
        }
        Some(out)
    };
    pictures.filter_map(picture).collect()
}

/// Characters and words of HTML outside its tags.
fn count(html: &str) -> (usize, usize) {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    let words = text.split_whitespace();
    let characters = words.clone().map(|w| w.chars().count() + 1).sum::<usize>();
    (characters.saturating_sub(1), words.count())
}

/// The same document with every name in lower case.
fn in_lower_case(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let lower = |(k, v): (String, Value)| (k.to_ascii_lowercase(), in_lower_case(v));
            Value::Object(map.into_iter().map(lower).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(in_lower_case).collect()),
        other => other,
    }
}
