//! Our own JSON: everything that is known of a story, under the names the house uses.

use super::{Action, Item, RatingItem, Security, clock};
use serde::Serialize;
use utoipa::ToSchema;
use wiredesk_model::{Publication, PublicationKind};

/// A story. Of one taken back only its numbers and times are told.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Story {
    /// Never changes, never used again.
    pub id: u64,
    /// The version that readers see.
    pub version: u32,
    /// Its newest entry of the publication log: grows with each change.
    pub seq: u64,
    /// `story`, or what the archive it came from calls it.
    pub kind: String,
    /// `published` or `removed`.
    pub state: State,
    /// First published (RFC 3339, UTC); never changes.
    pub created: String,
    /// Moves with each change.
    pub updated: String,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<String>,
    /// Plain text.
    pub title: String,
    /// Plain text or light markup.
    pub teaser: String,
    /// HTML; left out of lists unless asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The by-line.
    pub author: String,
    /// Who signed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editor: Option<String>,
    /// What drafted it, when a machine did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine: Option<String>,
    /// True when a person changed the machine's words.
    pub edited: bool,
    /// Its address.
    pub url: String,
    /// Sections.
    pub channels: Vec<String>,
    /// Topic words.
    pub tags: Vec<String>,
    /// What it concerns, the most concerned first.
    pub tickers: Vec<Ticker>,
    /// Pictures.
    pub images: Vec<Image>,
    /// 1 to 5; 0 when nobody said.
    pub importance: u8,
}

/// Whether readers may read a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It stands.
    Published,
    /// It was taken back.
    Removed,
}

/// A listed security; parts that are not known are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ticker {
    /// Its ticker.
    pub symbol: String,
    /// Where it is listed.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    pub exchange: String,
    /// International number.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    pub isin: String,
    /// American number.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    pub cusip: String,
    /// The company.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    pub name: String,
    /// True when the story is mainly about it.
    pub primary: bool,
}

/// A picture in one size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Image {
    /// `thumb`, `small`, `large`, or what the archive calls it.
    pub size: String,
    /// Where it lies.
    pub url: String,
    /// What it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

/// One entry of the publication log as streams and webhooks tell it. `seq` grows by one each time:
/// what was seen can be dropped, what is missing can be asked for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Event {
    /// Place in the log, from 1, without gaps.
    pub seq: u64,
    /// `story.published`, `story.updated`, `story.corrected` or `story.removed`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was logged.
    pub at: String,
    /// What the editor said about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The story as it stands now.
    pub story: Story,
}

/// An analyst's rating; parts that were not told are left out.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Rating {
    /// Never changes.
    pub id: u64,
    /// How many times it was told differently, from 1.
    pub version: u32,
    /// When it was made: a day, or an instant.
    pub date: String,
    /// When its words last changed.
    pub updated: String,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<String>,
    /// What is rated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticker: Option<String>,
    /// What is rated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The bank or broker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firm: Option<String>,
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analyst: Option<String>,
    /// `upgrade`, `downgrade`, `initiate`, `reiterate`, `maintain`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// As the firm words it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<String>,
    /// The rating before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prior_rating: Option<String>,
    /// Price target, in `currency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
    /// The target before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prior_target: Option<f64>,
    /// `raise`, `lower`, `maintain`, `set`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_action: Option<String>,
    /// ISO 4217 code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// 0 to 5.
    pub importance: u8,
    /// Whatever else was said.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    pub notes: String,
}

/// A story, with its body or without.
#[must_use]
pub fn story(item: &Item, body: bool) -> Story {
    let gone = item.removed.is_some();
    let said = |text: &String| if gone { String::new() } else { text.clone() };
    let all = |names: &Vec<String>| if gone { Vec::new() } else { names.clone() };
    let images = item.images.iter().filter(|_| !gone);
    Story {
        id: item.id,
        version: item.version,
        seq: item.revision,
        kind: item.kind.clone(),
        state: if gone { State::Removed } else { State::Published },
        created: clock::exact(item.created),
        updated: clock::exact(item.removed.unwrap_or(item.updated)),
        removed: item.removed.map(clock::exact),
        title: said(&item.title),
        teaser: said(&item.teaser),
        body: body.then(|| said(&item.body)),
        author: said(&item.author),
        editor: item.editor.clone().filter(|_| !gone),
        machine: item.machine.clone().filter(|_| !gone),
        edited: item.edited && !gone,
        url: item.url.clone(),
        channels: all(&item.channels),
        tags: all(&item.tags),
        tickers: item.tickers.iter().filter(|_| !gone).map(ticker).collect(),
        images: images
            .map(|i| Image { size: i.size.clone(), url: i.url.clone(), alt: i.alt.clone() })
            .collect(),
        importance: item.importance,
    }
}

/// A security as our own JSON tells it.
#[must_use]
pub fn ticker(security: &Security) -> Ticker {
    Ticker {
        symbol: security.symbol.clone(),
        exchange: security.exchange.clone(),
        isin: security.isin.clone(),
        cusip: security.cusip.clone(),
        name: security.name.clone(),
        primary: security.primary,
    }
}

/// An entry of the log with the story as it stands now.
#[must_use]
pub fn event(entry: &Publication, item: &Item) -> Event {
    let kind = match entry.kind {
        PublicationKind::Corrected(_) => "story.corrected",
        other => match Action::of(other) {
            Action::Created => "story.published",
            Action::Updated => "story.updated",
            Action::Removed => "story.removed",
        },
    };
    Event {
        seq: entry.seq,
        kind: kind.into(),
        at: clock::exact(entry.at),
        note: entry.note.clone(),
        story: story(item, true),
    }
}

/// A rating.
#[must_use]
pub fn rating(item: &RatingItem) -> Rating {
    let r = &item.rating;
    let known = |text: &Option<String>| text.clone().filter(|t| !t.is_empty());
    let number = |n: Option<f64>| n.filter(|n| n.is_finite());
    Rating {
        id: item.number,
        version: item.version,
        date: item.date.to_string(),
        updated: clock::exact(item.updated),
        removed: item.removed.map(clock::exact),
        ticker: known(&r.ticker),
        company: known(&r.company),
        firm: known(&r.firm),
        analyst: known(&r.analyst),
        action: known(&r.action),
        rating: known(&r.rating),
        prior_rating: known(&r.prior_rating),
        target: number(r.target),
        prior_target: number(r.prior_target),
        target_action: known(&r.target_action),
        currency: known(&r.currency),
        importance: item.importance,
        notes: item.notes.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::item;
    use super::*;

    #[test]
    fn a_story_taken_back_tells_nothing_of_its_words() {
        let removed = Some("2024-01-01T00:00:00Z".parse().expect("time"));
        let told = serde_json::to_string(&story(&Item { removed, ..item() }, true)).expect("JSON");
        for word in ["Apple", "Ann", "Shares", "MSFT", "Neuro", "a.jpg"] {
            assert!(!told.contains(word), "{word} in {told}");
        }
        assert!(told.contains("\"state\":\"removed\"") && told.contains("\"id\":39494035"));
    }

    #[test]
    fn an_entry_of_the_log_says_what_was_done() {
        use wiredesk_model::{CorrectionClass::Refiled, StoryId};
        let check = |kind, expected: &str| {
            let entry = Publication {
                seq: 4,
                at: "2024-01-01T00:00:00Z".parse().expect("time"),
                kind,
                story: StoryId(1),
                version: 1,
                note: None,
                by: "Ann".into(),
            };
            assert_eq!(event(&entry, &item()).kind, expected);
        };
        check(PublicationKind::Published, "story.published");
        check(PublicationKind::Updated, "story.updated");
        check(PublicationKind::Corrected(Refiled), "story.corrected");
        check(PublicationKind::Withdrawn, "story.removed");
    }
}
