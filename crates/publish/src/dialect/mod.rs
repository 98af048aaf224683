//! What is published, as the outside takes it: one type inward, one file for each dialect outward.
//!
//! [`Item`] is a publication and [`RatingItem`] an analyst's rating, with everything any dialect
//! tells. [`native`] is our own JSON; [`benzinga`], [`alpaca`] and [`polygon`] are those of clients
//! that people already have. REST, streams and webhooks all use these mappings, so that a story
//! looks the same on each way out. [`clock`] and [`text`] hold the forms they share. Nothing of a
//! dialect leaks inward: no other crate knows its keys.

pub mod alpaca;
pub mod benzinga;
pub mod clock;
pub mod native;
pub mod polygon;
pub mod text;

use crate::text::one_line;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{PublicationKind, Published, Rating};

/// A published story with all that any dialect tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its number: never changed, never used again, fits 31 bits.
    pub id: u64,
    /// The version that readers see.
    pub version: u32,
    /// Its newest entry of the publication log: grows with each change.
    pub revision: u64,
    /// `story`, or what the archive it came from calls it.
    pub kind: String,
    /// First published; never changes.
    pub created: Timestamp,
    /// Moves with each change.
    pub updated: Timestamp,
    /// When it was taken back; then nothing of its words may be told.
    pub removed: Option<Timestamp>,
    /// Plain text.
    pub title: String,
    /// Plain text or light markup; may be empty.
    pub teaser: String,
    /// HTML; may be empty.
    pub body: String,
    /// The by-line.
    pub author: String,
    /// Who signed it.
    pub editor: Option<String>,
    /// Its whole address.
    pub url: String,
    /// Sections.
    pub channels: Vec<String>,
    /// Topic words.
    pub tags: Vec<String>,
    /// What it concerns, the most concerned first.
    pub tickers: Vec<Security>,
    /// Pictures.
    pub images: Vec<Picture>,
    /// 1 to 5; 0 when nobody said.
    pub importance: u8,
    /// What drafted it, when a machine did.
    pub machine: Option<String>,
    /// True when a person changed the machine's words.
    pub edited: bool,
}

/// A listed security. Empty parts are not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Security {
    /// Its ticker, upper case.
    pub symbol: String,
    /// Where it is listed.
    pub exchange: String,
    /// International number.
    pub isin: String,
    /// American number.
    pub cusip: String,
    /// The company.
    pub name: String,
    /// True when the story is mainly about it.
    pub primary: bool,
}

/// A picture in one size.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// `thumb`, `small`, `large`, or what the archive calls it.
    pub size: String,
    /// Where it lies.
    pub url: String,
    /// What it shows.
    pub alt: Option<String>,
}

/// An analyst's rating with all that any dialect tells of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingItem {
    /// Its number here.
    pub number: u64,
    /// When it was first kept.
    pub kept: Timestamp,
    /// When its words last changed, or it was taken back.
    pub updated: Timestamp,
    /// When it was taken back.
    pub removed: Option<Timestamp>,
    /// How many times it was told differently, from 1.
    pub version: u32,
    /// When it was made: a day, or an instant.
    pub date: Published,
    /// What is rated.
    pub security: Security,
    /// Who rated it how.
    pub rating: Rating,
    /// 0 to 5.
    pub importance: u8,
    /// Whatever else was said.
    pub notes: String,
    /// Where it stands.
    pub url: String,
}

/// What happened to a thing, as streams and webhooks tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// It is new.
    Created,
    /// It changed: an update or a correction.
    Updated,
    /// It was taken back.
    Removed,
}

impl Action {
    /// What an entry of the log is to those who follow it.
    #[must_use]
    pub fn of(kind: PublicationKind) -> Self {
        match kind {
            PublicationKind::Published => Self::Created,
            PublicationKind::Updated | PublicationKind::Corrected(_) => Self::Updated,
            PublicationKind::Withdrawn => Self::Removed,
        }
    }
}

/// How much of a story is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Depth {
    /// The title.
    #[default]
    Headline,
    /// Title and teaser.
    Abstract,
    /// All.
    Full,
}

/// A number of 24 hexadecimal digits for a thing that has a number and a time here. It can be read
/// back with [`number_of`].
#[must_use]
pub fn hex_number(number: u64, kept: Timestamp) -> String {
    let second = u32::try_from(kept.as_second()).unwrap_or(0);
    format!("{second:08x}{number:016x}")
}

/// The number within [`hex_number`].
#[must_use]
pub fn number_of(hex: &str) -> Option<u64> {
    let digits = hex.len() == 24 && hex.bytes().all(|b| b.is_ascii_hexdigit());
    digits.then(|| u64::from_str_radix(&hex[8..], 16).ok()).flatten()
}

/// A lasting number of 24 hexadecimal digits for something known only by its names (a firm; a firm's
/// analyst). Case and blanks do not matter.
#[must_use]
pub fn name_number(names: &[&str]) -> String {
    let fold = |n: &&str| one_line(n).to_lowercase();
    let folded: Vec<String> = names.iter().map(fold).collect();
    if folded.iter().all(String::is_empty) {
        return String::new();
    }
    hex(&Sha256::digest(folded.join("\0").as_bytes())[..12])
}

/// The same uuid for the same things each time: for messages that are sent again.
#[must_use]
pub fn uuid(parts: &[&str]) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(parts.join("\0").as_bytes())[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80; // version 8: made by the maker's own rule
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex(&bytes);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

impl RatingItem {
    /// Its number outside: 24 hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> String {
        hex_number(self.number, self.kept)
    }

    /// The firm's number outside; empty when the firm is not known.
    #[must_use]
    pub fn firm_id(&self) -> String {
        name_number(&[self.rating.firm.as_deref().unwrap_or_default()])
    }

    /// The analyst's number outside, who is another person at another firm; empty when not known.
    #[must_use]
    pub fn analyst_id(&self) -> String {
        let firm = self.rating.firm.as_deref().unwrap_or_default();
        match self.rating.analyst.as_deref().filter(|a| !a.trim().is_empty()) {
            Some(analyst) => name_number(&[firm, analyst]),
            None => String::new(),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A story as tests want it.
    pub(crate) fn item() -> Item {
        let at = |t: &str| t.parse().expect("time");
        Item {
            id: 39_494_035,
            version: 2,
            revision: 7,
            kind: "story".into(),
            created: at("2017-05-17T18:20:15.250Z"),
            updated: at("2017-12-01T02:03:04Z"),
            removed: None,
            title: "Apple & Co rise".into(),
            teaser: "Shares <em>rose</em>.".into(),
            body: "<p>Shares &amp; bonds rose.</p>\n\n\n\n<p>Again.</p>".into(),
            author: "Benzinga Neuro".into(),
            editor: Some("Ann Editor".into()),
            url: "https://desk.example/story/39494035/apple-co-rise".into(),
            channels: vec!["News".into(), "Markets".into()],
            tags: vec!["zinc".into(), "Apple".into()],
            tickers: vec![
                Security {
                    symbol: "MSFT".into(),
                    exchange: "NASDAQ".into(),
                    primary: true,
                    ..Security::default()
                },
                Security { symbol: "AAPL".into(), ..Security::default() },
            ],
            images: vec![Picture {
                size: "large".into(),
                url: "https://desk.example/a.jpg".into(),
                alt: None,
            }],
            importance: 3,
            machine: Some("Wiredesk 0.1".into()),
            edited: true,
        }
    }

    #[test]
    fn numbers_for_the_outside_last() {
        let kept = "2024-09-16T00:00:00Z".parse().expect("time");
        let id = hex_number(77, kept);
        assert_eq!((id.len(), number_of(&id)), (24, Some(77)));
        for bad in ["", "77", "zz0000000000000000000000", "é00000000000000000000000"] {
            assert_eq!(number_of(bad), None, "{bad}");
        }
        assert_eq!(name_number(&["Copper  Field"]), name_number(&["copper field "]));
        assert_ne!(name_number(&["A", "B C"]), name_number(&["A B", "C"]));
        assert_eq!(name_number(&[" "]), "");
        assert_eq!(name_number(&["x"]).len(), 24);
    }

    #[test]
    fn a_message_sent_again_has_the_same_uuid() {
        let one = uuid(&["https://desk.example", "story", "1"]);
        assert_eq!(one, uuid(&["https://desk.example", "story", "1"]));
        assert_ne!(one, uuid(&["https://desk.example", "story", "2"]));
        let dashes: Vec<usize> = one.match_indices('-').map(|(at, _)| at).collect();
        assert_eq!((one.len(), dashes.as_slice()), (36, &[8, 13, 18, 23][..]));
        assert_eq!(&one[14..15], "8");
    }
}
