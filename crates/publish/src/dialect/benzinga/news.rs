//! The item of `/api/v2/news` and the row of removed news.

use super::super::{Depth, Item, Security, clock, text};
use serde::Serialize;

/// The sizes in which a picture is told, in the order of recordings.
const SIZES: [&str; 3] = ["thumb", "small", "large"];

/// A story. No key may be missing and none may be null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct News {
    pub id: u64,
    pub author: String,
    pub created: String,
    pub updated: String,
    pub title: String,
    pub teaser: String,
    pub body: String,
    pub url: String,
    pub image: Vec<Image>,
    pub channels: Vec<Name>,
    pub stocks: Vec<Stock>,
    pub tags: Vec<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub importance_rank: Option<u8>,
}

/// A picture in one size.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Image {
    pub size: String,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

/// A channel or a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Name {
    pub name: String,
}

/// A security; `name` is its ticker.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stock {
    pub name: String,
    pub exchange: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub isin: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cusip: String,
}

/// A row of removed news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Removed {
    pub id: u64,
    pub updated: String,
}

/// How a story is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// How much of it.
    pub depth: Depth,
    /// Teaser and body as plain text.
    pub plain: bool,
}

impl Told {
    /// All of it, as it stands: what streams of the newer kind send.
    pub const FULL: Told = Told { depth: Depth::Full, plain: false };
}

/// A story.
#[must_use]
pub fn news(item: &Item, told: Told) -> News {
    let formed = |html: String| if told.plain { text::plain(&html) } else { html };
    let teaser = || formed(text::teaser(&item.teaser, &item.body));
    News {
        id: item.id,
        author: item.author.clone(),
        created: clock::four_west(item.created),
        updated: clock::four_west(item.updated),
        title: text::line(&item.title),
        teaser: if told.depth == Depth::Headline { String::new() } else { teaser() },
        body: if told.depth == Depth::Full { formed(item.body.clone()) } else { String::new() },
        url: item.url.clone(),
        image: images(item),
        channels: item.channels.iter().map(|name| Name { name: name.clone() }).collect(),
        stocks: stocks(&item.tickers),
        tags: tags(&item.tags),
        importance_rank: Some(item.importance).filter(|i| *i > 0),
    }
}

/// The row of a story that was taken back; `None` of one that stands.
#[must_use]
pub fn removed(item: &Item) -> Option<Removed> {
    Some(Removed { id: item.id, updated: clock::four_west(item.removed?) })
}

/// None, or one of each size: a picture that is there in one size only stands for all, since
/// clients look for the size by name.
fn images(item: &Item) -> Vec<Image> {
    let of = |size: &str| item.images.iter().find(|i| i.size == size);
    let any = item.images.iter().rev().find(|i| SIZES.contains(&i.size.as_str()));
    let Some(any) = any.or(item.images.first()) else { return Vec::new() };
    SIZES
        .iter()
        .map(|size| {
            let picture = of(size).unwrap_or(any);
            let (url, alt) = (picture.url.clone(), picture.alt.clone());
            Image { size: (*size).to_owned(), url, alt }
        })
        .collect()
}

fn stocks(tickers: &[Security]) -> Vec<Stock> {
    let mut stocks: Vec<Stock> = tickers
        .iter()
        .map(|t| Stock {
            name: t.symbol.clone(),
            exchange: t.exchange.clone(),
            isin: t.isin.clone(),
            cusip: t.cusip.clone(),
        })
        .collect();
    stocks.sort_by(|a, b| a.name.cmp(&b.name));
    stocks
}

/// The tags in the order of the letters, without regard to case.
fn tags(tags: &[String]) -> Vec<Name> {
    let mut names: Vec<Name> = tags.iter().map(|name| Name { name: name.clone() }).collect();
    names.sort_by_cached_key(|n| (n.name.to_lowercase(), n.name.clone()));
    names
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::item;
    use super::*;

    #[test]
    fn the_keys_stand_in_their_order() {
        let told = serde_json::to_string(&news(&item(), Told::FULL)).expect("JSON");
        let expected = concat!(
            r#"{"id":39494035,"author":"Benzinga Neuro","created":"Wed, 17 May 2017 14:20:15 -0400","#,
            r#""updated":"Thu, 30 Nov 2017 22:03:04 -0400","title":"Apple & Co rise","#,
            r#""teaser":"Shares <em>rose</em>.","body":"<p>Shares &amp; bonds rose.</p>\n\n\n\n<p>Again.</p>","#,
            r#""url":"https://desk.example/story/39494035/apple-co-rise","#,
            r#""image":[{"size":"thumb","url":"https://desk.example/a.jpg"},{"size":"small","url":"https://desk.example/a.jpg"},{"size":"large","url":"https://desk.example/a.jpg"}],"#,
            r#""channels":[{"name":"News"},{"name":"Markets"}],"#,
            r#""stocks":[{"name":"AAPL","exchange":""},{"name":"MSFT","exchange":"NASDAQ"}],"#,
            r#""tags":[{"name":"Apple"},{"name":"zinc"}],"importance_rank":3}"#,
        );
        assert_eq!(told, expected);
    }

    #[test]
    fn only_as_much_is_told_as_was_asked() {
        let check = |depth, plain, teaser: &str, body: &str| {
            let told = news(&item(), Told { depth, plain });
            assert_eq!((told.teaser.as_str(), told.body.as_str()), (teaser, body));
        };
        check(Depth::Headline, false, "", "");
        check(Depth::Abstract, false, "Shares <em>rose</em>.", "");
        check(Depth::Full, true, "Shares rose.", "Shares & bonds rose.\n\nAgain.");
    }

    #[test]
    fn only_what_was_taken_back_is_removed() {
        assert_eq!(removed(&item()), None);
        let at = Some("2024-01-01T12:00:00Z".parse().expect("time"));
        let row = removed(&Item { removed: at, ..item() }).expect("removed");
        assert_eq!(row.updated, "Mon, 01 Jan 2024 08:00:00 -0400");
    }
}
