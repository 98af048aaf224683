//! What feed readers and search engines read: Atom, RSS, JSON Feed, sitemaps.
//!
//! A feed is a [`Channel`] (what it is of: the whole, a section, a ticker, an entity, a storyline)
//! and its [`Entry`]s, newest first, withdrawn ones among them: a reader who has a story must hear
//! that it was taken back.

pub mod atom;
pub mod json_feed;
pub mod rss;
pub mod sitemap;

use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Byline, Image, Story, StoryId};

use crate::edition::{Edition, House, Notice, followable, signing_line, story_path};
use crate::xml::escape;

/// How many stories a feed holds.
pub const ENTRIES_MAX: usize = 50;

/// What a feed is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its name: the house's, or with the section's behind it.
    pub title: String,
    /// One line about it.
    pub about: String,
    /// The feed's own address as a path.
    pub path: String,
    /// The page that shows the same, as a path.
    pub page: String,
}

impl Channel {
    /// Everything that the house publishes, as the feed at `path`.
    #[must_use]
    pub fn whole(house: &House, path: &str) -> Self {
        Self {
            title: house.name.clone(),
            about: house.tagline.clone(),
            path: path.to_owned(),
            page: "/".into(),
        }
    }

    /// A part of it that has a name and a page.
    #[must_use]
    pub fn part(house: &House, name: &str, page: &str, path: &str) -> Self {
        Self {
            title: format!("{name} · {}", house.name),
            about: format!("{name}: stories by {}", house.name),
            path: path.to_owned(),
            page: page.to_owned(),
        }
    }
}

/// A story as feeds and files tell it, made here or moved in.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number.
    pub id: StoryId,
    /// The version that stands.
    pub version: u32,
    /// First published.
    pub published: Timestamp,
    /// When readers were last told something new about it.
    pub updated: Timestamp,
    /// True when it was taken back: then only [`Entry::notices`] may be told.
    pub withdrawn: bool,
    /// Corrections and the withdrawal, newest first.
    pub notices: Vec<Notice>,
    /// The headline.
    pub title: String,
    /// The opening paragraph as text.
    pub summary: String,
    /// The text as simple HTML that is safe to show.
    pub body: String,
    /// Who answers for it; `None`: the house.
    pub author: Option<String>,
    /// Section names.
    pub channels: Vec<String>,
    /// Topic words.
    pub tags: Vec<String>,
    /// Tickers, the most concerned first.
    pub tickers: Vec<String>,
    /// Pictures.
    pub images: Vec<Image>,
    /// Where it stands when that is not here: a story that was moved in with its own address.
    pub elsewhere: Option<String>,
    /// What made it.
    pub made: Made,
}

/// Whose hand made a story's words, from the record of drafting and signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Made {
    /// A machine by rule from reports, checked and signed unchanged.
    ByMachine,
    /// A machine, and a person changed its words.
    ByMachineAndEdited,
    /// A language model, checked and signed unchanged.
    ByModel,
    /// A language model, and a person changed its words.
    ByModelAndEdited,
    /// A person.
    ByPerson,
    /// Nobody said: it was moved in.
    Untold,
}

impl Made {
    /// What the byline says.
    #[must_use]
    pub fn of(byline: &Byline) -> Self {
        match (&byline.model, &byline.drafted_by, byline.edited) {
            (Some(_), _, false) => Self::ByModel,
            (Some(_), _, true) => Self::ByModelAndEdited,
            (None, None, _) => Self::ByPerson,
            (None, Some(_), false) => Self::ByMachine,
            (None, Some(_), true) => Self::ByMachineAndEdited,
        }
    }

    /// IPTC's code for it with its name; none for a person's own text and for what nobody told. (The
    /// code for light edits was retired in 2024; any edit is a human edit.)
    #[must_use]
    pub fn digital_source(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::ByMachine => Some((
                "http://cv.iptc.org/newscodes/digitalsourcetype/dataDrivenMedia",
                "Data-driven media",
            )),
            Self::ByMachineAndEdited => Some((
                "http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits",
                "Human-edited media",
            )),
            Self::ByModel => Some((
                "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
                "Trained algorithmic media",
            )),
            Self::ByModelAndEdited => Some((
                "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
                "Composite with trained algorithmic media",
            )),
            Self::ByPerson | Self::Untold => None,
        }
    }
}

impl Entry {
    /// The entry of a story that was made here.
    #[must_use]
    pub fn of(edition: &Edition) -> Self {
        let story = &edition.story;
        Self {
            id: edition.id,
            version: edition.version,
            published: edition.first_published(),
            updated: edition.updated(),
            withdrawn: edition.is_withdrawn(),
            notices: edition.notices(),
            title: story.headline.text().to_owned(),
            summary: edition.summary(),
            body: story_html(story),
            author: story.byline.signed_by.clone(),
            channels: story.channels.clone(),
            tags: story.tags.clone(),
            tickers: story.tickers.clone(),
            images: story.image.clone().into_iter().collect(),
            elsewhere: None,
            made: Made::of(&story.byline),
        }
    }

    /// An id that never changes: its address here without the headline.
    #[must_use]
    pub fn permanent_id(&self, house: &House) -> String {
        house.url(&format!("/story/{}", self.id))
    }

    /// Its path here. A withdrawn story's holds no word of its headline.
    #[must_use]
    pub fn path(&self) -> String {
        match self.withdrawn {
            true => format!("/story/{}", self.id),
            false => story_path(self.id, &self.title),
        }
    }

    /// Its whole address: where it stands, here or elsewhere.
    #[must_use]
    pub fn url(&self, house: &House) -> String {
        let elsewhere = self.elsewhere.as_deref().and_then(followable).filter(|_| !self.withdrawn);
        elsewhere.map_or_else(|| house.url(&self.path()), String::from)
    }

    /// Who answers for it by name.
    #[must_use]
    pub fn signed<'a>(&'a self, house: &'a House) -> &'a str {
        self.author.as_deref().unwrap_or(&house.name)
    }

    /// The text for feed readers: notices first, then the story.
    #[must_use]
    pub fn html(&self) -> String {
        let mut out = String::new();
        for notice in &self.notices {
            out += &format!("<p><strong>{}:</strong> {}</p>", notice.class, escape(&notice.note));
        }
        if !self.withdrawn {
            out += &self.body;
        }
        out
    }

    /// Section names and topic words.
    pub fn terms(&self) -> impl Iterator<Item = &String> {
        self.channels.iter().chain(&self.tags)
    }
}

/// The text alone with its headings and its signing line, without notices.
#[must_use]
pub fn story_html(story: &Story) -> String {
    let mut out = String::new();
    let lede = (None, story.lede.as_slice());
    let sections = story.sections.iter().map(|s| (Some(s.heading()), s.sentences.as_slice()));
    for (heading, sentences) in std::iter::once(lede).chain(sections) {
        if let Some(heading) = heading {
            out += &format!("<h2>{}</h2>", escape(heading));
        }
        let mut open = false;
        for sentence in sentences {
            out += match (open, sentence.paragraph) {
                (false, _) => "<p>",
                (true, true) => "</p><p>",
                (true, false) => " ",
            };
            open = true;
            out += &escape(sentence.text());
        }
        if open {
            out += "</p>";
        }
    }
    out += &format!("<p><em>{}</em></p>", escape(&signing_line(&story.byline)));
    out
}

/// The type of a picture by its address.
pub(crate) fn media_type(url: &str) -> &'static str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        _ => "image/jpeg",
    }
}

/// When the newest of them changed; the beginning of time when there are none.
fn newest(entries: &[Entry]) -> Timestamp {
    entries.iter().map(|e| e.updated).max().unwrap_or(Timestamp::UNIX_EPOCH)
}
