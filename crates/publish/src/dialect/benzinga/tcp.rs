//! The TCP feed: frames, and the data of a `STREAM` frame.

use super::super::{Action, Item, clock, text};
use super::news::Name;
use serde::Serialize;

/// What ends each frame.
pub const END: &str = "=BZEOT\r\n";

/// The data of a `STREAM` frame; only `link` may be null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Story {
    pub id: u64,
    pub title: String,
    pub body: String,
    pub authors: Vec<Name>,
    pub published: String,
    pub updated: String,
    pub channels: Vec<String>,
    pub tickers: Vec<Ticker>,
    pub status: &'static str,
    pub link: Option<String>,
}

/// A ticker; `primary` as a number or `sentiment` as a boolean breaks their Go client.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ticker {
    pub name: String,
    pub primary: bool,
    pub sentiment: i32,
}

/// A story as the feed tells it.
#[must_use]
pub fn story(item: &Item, action: Action) -> Story {
    let gone = item.removed.is_some() || action == Action::Removed;
    let said = |text: String| if gone { String::new() } else { text };
    let tickers = item.tickers.iter().filter(|_| !gone);
    let authors = Some(item.author.clone()).filter(|a| !gone && !a.is_empty());
    Story {
        id: item.id,
        title: said(text::line(&item.title)),
        body: said(item.body.clone()),
        authors: authors.map(|name| Name { name }).into_iter().collect(),
        published: clock::javascript(item.created),
        updated: clock::javascript(item.removed.unwrap_or(item.updated)),
        channels: if gone { Vec::new() } else { item.channels.clone() },
        tickers: tickers
            .map(|t| Ticker { name: t.symbol.clone(), primary: t.primary, sentiment: 0 })
            .collect(),
        status: if gone { "Removed" } else { "Published" },
        link: Some(item.url.clone()).filter(|u| !u.is_empty()),
    }
}

/// A frame: a status alone, or with data on one line.
#[must_use]
pub fn frame(status: &str, data: Option<&impl Serialize>) -> String {
    match data.and_then(|d| serde_json::to_string(d).ok()) {
        Some(data) => format!("{status}: {data}{END}"),
        None => format!("{status}{END}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::item;
    use super::*;

    #[test]
    fn a_frame_is_one_line() {
        let told = frame("STREAM", Some(&story(&item(), Action::Updated)));
        assert!(told.starts_with("STREAM: {\"id\":39494035,"), "{told}");
        assert!(told.ends_with("}=BZEOT\r\n"));
        assert_eq!(told.matches('\n').count(), 1);
        assert!(told.contains(r#"{"name":"MSFT","primary":true,"sentiment":0}"#), "{told}");
        assert!(told.contains("Wed May 17 2017 18:20:15 GMT+0000 (UTC)"));
        assert_eq!(frame("READY", None::<&()>), "READY=BZEOT\r\n");
    }

    #[test]
    fn what_was_taken_back_says_so() {
        let told = story(&item(), Action::Removed);
        assert_eq!((told.status, told.title.as_str(), told.body.as_str()), ("Removed", "", ""));
    }
}
