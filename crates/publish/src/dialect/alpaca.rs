//! Alpaca: the news of REST and of the stream (`n` messages, JSON and MessagePack).

use super::{Item, clock, text};
use serde::{Serialize, Serializer, ser::Error as _};
use wiredesk_model::jiff::Timestamp;

/// Names of sizes that their clients know; any other fails their validation.
const SIZES: [&str; 3] = ["thumb", "small", "large"];

/// An item of `GET /v1beta1/news`. No part may be missing; only `url` may be null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct News {
    pub id: u64,
    pub headline: String,
    pub author: String,
    pub created_at: String,
    pub updated_at: String,
    pub summary: String,
    pub content: String,
    pub url: Option<String>,
    pub images: Vec<Image>,
    pub symbols: Vec<String>,
    pub source: String,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Image {
    pub size: String,
    pub url: String,
}

/// A page of `GET /v1beta1/news`; the token is null on the last page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page {
    pub news: Vec<News>,
    pub next_page_token: Option<String>,
}

/// A message of the stream. `T` is its first key: their Go client refuses it elsewhere. `At` is
/// `String` in JSON and [`Packed`] in MessagePack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Message<At> {
    #[serde(rename = "T")]
    pub kind: &'static str,
    pub id: u64,
    pub headline: String,
    pub summary: String,
    pub author: String,
    pub created_at: At,
    pub updated_at: At,
    pub url: Option<String>,
    pub content: String,
    pub symbols: Vec<String>,
    pub source: String,
}

/// A moment as MessagePack's timestamp extension; their Python client calls a method of what it
/// decodes to, and a text breaks it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Packed(pub Timestamp);

/// An item of the list; `source` is the name of the house there.
#[must_use]
pub fn news(item: &Item, content: bool, source: &str) -> News {
    let known = item.images.iter().filter(|i| SIZES.contains(&i.size.as_str()));
    News {
        id: item.id,
        headline: text::line(&item.title),
        author: item.author.clone(),
        created_at: clock::exact(item.created),
        updated_at: clock::exact(item.updated),
        summary: summary(item),
        content: if content { item.body.clone() } else { String::new() },
        url: Some(item.url.clone()).filter(|u| !u.is_empty()),
        images: known.map(|i| Image { size: i.size.clone(), url: i.url.clone() }).collect(),
        symbols: symbols(item),
        source: source.to_owned(),
    }
}

/// A message of the JSON stream.
#[must_use]
pub fn message(item: &Item, source: &str) -> Message<String> {
    told(item, source, clock::exact)
}

/// A message of the MessagePack stream; goes through [`msgpack`].
#[must_use]
pub fn packed_message(item: &Item, source: &str) -> Message<Packed> {
    told(item, source, Packed)
}

/// MessagePack with names as keys, as their clients read it. `None` only when `value` refuses to be
/// written.
#[must_use]
pub fn msgpack(value: &impl Serialize) -> Option<Vec<u8>> {
    rmp_serde::to_vec_named(value).ok()
}

fn told<At>(item: &Item, source: &str, at: impl Fn(Timestamp) -> At) -> Message<At> {
    Message {
        kind: "n",
        id: item.id,
        headline: text::line(&item.title),
        summary: summary(item),
        author: item.author.clone(),
        created_at: at(item.created),
        updated_at: at(item.updated),
        url: Some(item.url.clone()).filter(|u| !u.is_empty()),
        content: item.body.clone(),
        symbols: symbols(item),
        source: source.to_owned(),
    }
}

fn summary(item: &Item) -> String {
    text::line(&text::teaser(&item.teaser, &item.body))
}

fn symbols(item: &Item) -> Vec<String> {
    item.tickers.iter().map(|t| t.symbol.clone()).collect()
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = self.0.as_nanosecond();
        let second = i64::try_from(at.div_euclid(1_000_000_000)).map_err(S::Error::custom)?;
        let nanos = u32::try_from(at.rem_euclid(1_000_000_000)).map_err(S::Error::custom)?;
        let bytes = match u64::try_from(second) {
            // 30 bits of nanoseconds above 34 of seconds.
            Ok(second) if second < 1 << 34 => {
                (u64::from(nanos) << 34 | second).to_be_bytes().to_vec()
            }
            _ => [&nanos.to_be_bytes()[..], &second.to_be_bytes()[..]].concat(),
        };
        let extension = (-1i8, Bytes(&bytes));
        serializer.serialize_newtype_struct(rmp_serde::MSGPACK_EXT_STRUCT_NAME, &extension)
    }
}

struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Picture;
    use super::super::tests::item;
    use super::*;

    #[test]
    fn an_item_has_every_key_and_only_sizes_they_know() {
        let mut item = item();
        let odd = Picture { size: "poster".into(), url: "x".into(), alt: None };
        item.images.push(odd);
        let told = serde_json::to_value(news(&item, false, "benzinga")).expect("JSON");
        let keys =
            "id headline author created_at updated_at summary content url images symbols source";
        for key in keys.split(' ') {
            assert!(!told[key].is_null(), "{key} is missing");
        }
        assert_eq!(told["content"], "");
        assert_eq!(told["summary"], "Shares rose.");
        assert_eq!(told["created_at"], "2017-05-17T18:20:15.25Z");
        assert_eq!(told["images"].as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn a_message_begins_with_its_kind() {
        let told = serde_json::to_string(&message(&item(), "benzinga")).expect("JSON");
        assert!(told.starts_with("{\"T\":\"n\",\"id\":39494035,"), "{told}");
        let packed = msgpack(&packed_message(&item(), "benzinga")).expect("bytes");
        // A map of 11, whose first key is the text "T".
        assert_eq!(packed[..5], [0x8b, 0xa1, b'T', 0xa1, b'n']);
    }

    #[test]
    fn moments_are_the_timestamp_extension() {
        let check = |at: &str, expected: &[u8]| {
            let at: Timestamp = at.parse().expect("time");
            assert_eq!(msgpack(&Packed(at)).expect("bytes"), expected);
        };
        check("1970-01-01T00:00:01Z", &[0xd7, 0xff, 0, 0, 0, 0, 0, 0, 0, 1]);
        check("1970-01-01T00:00:00.000000001Z", &[0xd7, 0xff, 0, 0, 0, 4, 0, 0, 0, 0]);
        let before = [&[0xc7, 12, 0xff, 0, 0, 0, 0][..], &[0xff; 8][..]].concat();
        check("1969-12-31T23:59:59Z", &before);
    }
}
