//! A story as it stands for readers: the signed version, its entries of the log, what follows from them.

use std::collections::BTreeMap;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{
    Byline, CorrectionClass, Publication, PublicationKind, Report, ReportId, Sentence, Story,
    StoryId,
};

use crate::text::{listed, slug};

/// Whose site it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// The publication's name.
    pub name: String,
    /// One line about it.
    pub tagline: String,
    /// Where it is served, without a slash at the end (`https://desk.example`).
    pub base: String,
    /// BCP 47 language code of its stories.
    pub language: String,
    /// The WebSub hub that tells feed readers of news at once, when there is one.
    pub hub: Option<String>,
}

impl Default for House {
    fn default() -> Self {
        Self {
            name: "Wiredesk".into(),
            tagline: "Every sentence shows what it stands on.".into(),
            base: String::new(),
            language: "en".into(),
            hub: None,
        }
    }
}

impl House {
    /// The whole address of a picture here or elsewhere, when it may be followed.
    #[must_use]
    pub fn picture(&self, url: &str) -> Option<String> {
        let url = followable_or_own(url)?;
        Some(if url.starts_with('/') { self.url(url) } else { url.to_owned() })
    }

    /// The whole address of a path that begins with a slash.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base.trim_end_matches('/'))
    }
}

/// The reports that an edition's sentences stand on.
pub type Sources = BTreeMap<ReportId, Report>;

/// A story as it stands for readers.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// Its number.
    pub id: StoryId,
    /// The version that is shown.
    pub version: u32,
    /// That version.
    pub story: Story,
    /// All entries of the log about this story, oldest first.
    pub log: Vec<Publication>,
}

/// Whether readers may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It stands.
    Live,
    /// It was taken back: no version of it is shown anywhere.
    Withdrawn,
}

/// What was put right or taken back, as readers are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The class as a word at the head of the notice.
    pub class: &'static str,
    /// When.
    pub at: Timestamp,
    /// What was wrong and what is right now.
    pub note: String,
    /// Who put it right.
    pub by: String,
    /// The version that stands since.
    pub version: u32,
}

impl Edition {
    /// Whether readers may read it.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match self.log.last().map(|p| p.kind) {
            Some(PublicationKind::Withdrawn) => Standing::Withdrawn,
            _ => Standing::Live,
        }
    }

    /// True when readers may read this version: it was published, and not taken back since (a story
    /// published anew after a withdrawal does not bring its old versions back).
    #[must_use]
    pub fn shows(&self, version: u32) -> bool {
        let taken_back = |p: &Publication| p.kind == PublicationKind::Withdrawn;
        let since = self.log.iter().rposition(taken_back).map_or(0, |at| at + 1);
        self.log[since..].iter().any(|p| p.version == version)
    }

    /// True when it was taken back.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.standing() == Standing::Withdrawn
    }

    /// When it was first published; the beginning of time for one that never was.
    #[must_use]
    pub fn first_published(&self) -> Timestamp {
        self.log.first().map_or(Timestamp::UNIX_EPOCH, |p| p.at)
    }

    /// When readers were last told something new about it.
    #[must_use]
    pub fn updated(&self) -> Timestamp {
        self.log.last().map_or(Timestamp::UNIX_EPOCH, |p| p.at)
    }

    /// Corrections and the withdrawal, newest first.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.log.iter().rev().filter_map(Notice::of).collect()
    }

    /// Its address on the site. A withdrawn story's holds no word of its headline.
    #[must_use]
    pub fn path(&self) -> String {
        match self.standing() {
            Standing::Live => story_path(self.id, self.story.headline.text()),
            Standing::Withdrawn => format!("/story/{}", self.id),
        }
    }

    /// The address of one version.
    #[must_use]
    pub fn version_path(&self, version: u32) -> String {
        format!("/story/{}/v/{version}", self.id)
    }

    /// An id that never changes, for feeds: the address without headline.
    #[must_use]
    pub fn permanent_id(&self, house: &House) -> String {
        house.url(&format!("/story/{}", self.id))
    }

    /// The opening paragraph as one text.
    #[must_use]
    pub fn summary(&self) -> String {
        join(&self.story.lede)
    }

    /// Section names under which it is posted.
    #[must_use]
    pub fn channels(&self) -> &[String] {
        &self.story.channels
    }
}

/// The address of a standing story on the site. The number finds it; the words are for people.
#[must_use]
pub fn story_path(id: StoryId, headline: &str) -> String {
    format!("/story/{id}/{}", slug(headline))
}

impl Notice {
    /// The notice that a log entry makes necessary: none for a first publication or an update.
    #[must_use]
    pub fn of(entry: &Publication) -> Option<Self> {
        let class = match entry.kind {
            PublicationKind::Published | PublicationKind::Updated => return None,
            kind => class_word(kind),
        };
        Some(Self {
            class,
            at: entry.at,
            note: entry.note.clone().unwrap_or_default(),
            by: entry.by.clone(),
            version: entry.version,
        })
    }
}

/// What was done, as one word for readers.
#[must_use]
pub fn class_word(kind: PublicationKind) -> &'static str {
    match kind {
        PublicationKind::Published => "Published",
        PublicationKind::Updated => "Updated",
        PublicationKind::Corrected(CorrectionClass::Corrected) => "Corrected",
        PublicationKind::Corrected(CorrectionClass::Refiled) => "Refiled",
        PublicationKind::Corrected(CorrectionClass::Repeated) => "Repeated",
        PublicationKind::Withdrawn => "Withdrawn",
    }
}

/// Who made the story and who answers for it, in one sentence.
#[must_use]
pub fn signing_line(byline: &Byline) -> String {
    let from = match byline.sources.as_slice() {
        [] => String::new(),
        outlets => format!(" from reports by {}", listed(outlets)),
    };
    let hand = if byline.edited { "edited and signed" } else { "checked and signed" };
    let tool = byline.drafted_by.as_ref().map(|tool| match &byline.model {
        Some(model) => format!("{tool} with the language model {model}"),
        None => tool.clone(),
    });
    let line = match (&tool, &byline.signed_by) {
        (Some(tool), Some(editor)) => {
            format!("This story was drafted by {tool}{from}, {hand} by {editor}")
        }
        (Some(tool), None) => {
            format!("This story was drafted by {tool}{from}. Nobody signed it yet")
        }
        (None, Some(editor)) => format!("This story was written by {editor}{from}."),
        (None, None) => format!("This story was written{from}. Nobody signed it yet"),
    };
    // A name may end in a full stop of its own ("Jr.").
    format!("{}.", line.trim_end_matches('.'))
}

/// Sentences as one running text.
#[must_use]
pub fn join(sentences: &[Sentence]) -> String {
    let texts: Vec<&str> = sentences.iter().map(Sentence::text).collect();
    texts.join(" ")
}

/// The address when it is one that a reader may safely follow: `http` or `https`, nothing else.
#[must_use]
pub fn followable(url: &str) -> Option<&str> {
    let url = url.trim();
    let lower = url.get(..8)?.to_ascii_lowercase();
    let web = lower.starts_with("http://") || lower == "https://";
    (web && !url.chars().any(|c| c.is_control() || c.is_whitespace())).then_some(url)
}

/// The address when it may be followed, or lies on the own site.
#[must_use]
pub fn followable_or_own(url: &str) -> Option<&str> {
    let own = url.starts_with('/') && !url.starts_with("//") && !url.contains(['\\', '\n', '\t']);
    if own { Some(url) } else { followable(url) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_followed() {
        let check = |url: &str, expected: bool| {
            assert_eq!(followable_or_own(url).is_some(), expected, "{url}");
        };
        check("https://a.example/b?c=d&e", true);
        check("HTTP://a.example", true);
        check("/story/1/x", true);
        for bad in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "https://a.example/\nx",
            "/\\evil.example",
            "",
            "https:/",
            "java\nscript:x",
        ] {
            check(bad, false);
        }
    }

    #[test]
    fn the_signing_line_says_who_answers_for_it() {
        let check = |drafted: Option<&str>, signed: Option<&str>, edited, expected: &str| {
            let byline = Byline {
                drafted_by: drafted.map(String::from),
                model: None,
                sources: vec!["The Harbour Wire".into(), "Delta News".into()],
                signed_by: signed.map(String::from),
                edited,
            };
            assert_eq!(signing_line(&byline), expected);
        };
        check(
            Some("Wiredesk 0.1"),
            Some("P. R."),
            true,
            "This story was drafted by Wiredesk 0.1 from reports by The Harbour Wire and Delta News, \
             edited and signed by P. R.",
        );
        check(
            None,
            Some("Ann O"),
            true,
            "This story was written by Ann O from reports by The Harbour Wire and Delta News.",
        );
    }
}
