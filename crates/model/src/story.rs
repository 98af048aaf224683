//! What the desk makes: a story whose every sentence says what it stands on.

use crate::{Change, Check, Evidence, Image, Published, StorylineId};

/// A story, or a draft of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The headline, at most 90 characters when the drafter made it.
    pub headline: Sentence,
    /// The opening paragraph.
    pub lede: Vec<Sentence>,
    /// The rest, in order. None is empty.
    pub sections: Vec<Section>,
    /// The picture.
    pub image: Option<Image>,
    /// Own published stories on related matters.
    pub see_also: Vec<SeeAlso>,
    /// Section names ("World").
    pub channels: Vec<String>,
    /// Topic words.
    pub tags: Vec<String>,
    /// Tickers it concerns.
    pub tickers: Vec<String>,
    /// The storyline it was drafted from.
    pub storyline: Option<StorylineId>,
    /// As of which moment it was drafted: the latest report it draws on.
    pub as_of: Option<Published>,
    /// Who made it and who signed it.
    pub byline: Byline,
}

impl Story {
    /// Every sentence in reading order, the headline first.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        let sections = self.sections.iter().flat_map(|s| &s.sentences);
        std::iter::once(&self.headline).chain(&self.lede).chain(sections)
    }

    /// The same, to change.
    pub fn sentences_mut(&mut self) -> impl Iterator<Item = &mut Sentence> {
        let sections = self.sections.iter_mut().flat_map(|s| &mut s.sentences);
        std::iter::once(&mut self.headline).chain(&mut self.lede).chain(sections)
    }
}

/// A part of a story under its own heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Which part.
    pub kind: SectionKind,
    /// What the house that drafted it calls it, where it has a name of its own for it.
    pub name: Option<String>,
    /// At least one sentence. A sentence with `paragraph` set opens a new paragraph.
    pub sentences: Vec<Sentence>,
}

impl Section {
    /// A section under its usual heading.
    #[must_use]
    pub fn new(kind: SectionKind, sentences: Vec<Sentence>) -> Self {
        Self { kind, name: None, sentences }
    }

    /// The heading that it is printed under.
    #[must_use]
    pub fn heading(&self) -> &str {
        self.name.as_deref().unwrap_or_else(|| self.kind.heading())
    }
}

/// The parts a story can have, in the order they are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SectionKind {
    /// What Happened.
    WhatHappened,
    /// Why It Matters.
    WhyItMatters,
    /// Price Action.
    PriceAction,
    /// What the other side says, when reports contradict each other.
    Disputed,
}

impl SectionKind {
    /// All, in the order they are printed.
    pub const ALL: [SectionKind; 4] =
        [Self::WhatHappened, Self::Disputed, Self::WhyItMatters, Self::PriceAction];

    /// The heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::WhatHappened => "What Happened",
            Self::WhyItMatters => "Why It Matters",
            Self::PriceAction => "Price Action",
            Self::Disputed => "What Is Disputed",
        }
    }

    /// The word in JSON and in form fields.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WhatHappened => "what_happened",
            Self::WhyItMatters => "why_it_matters",
            Self::PriceAction => "price_action",
            Self::Disputed => "disputed",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

/// One sentence of a story. It cannot be made without saying what it stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    text: String,
    grounds: Grounds,
    /// The last check of exactly this text against exactly these grounds; `None` when it has not
    /// been checked since either changed.
    pub check: Option<Check>,
    /// How the drafter made it of the first words it stands on; empty when it is verbatim, and for
    /// what a person worded.
    pub changes: Vec<Change>,
    /// Opens a new paragraph.
    pub paragraph: bool,
    /// Why an editor published it although the check did not support it.
    pub override_reason: Option<String>,
}

/// What a sentence stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grounds {
    /// Words of reports; never empty.
    Evidence(Vec<Evidence>),
    /// House boilerplate, which claims nothing ("This story was drafted by …").
    House,
    /// Nothing yet: somebody typed it. It cannot be published without a reason.
    Unsupported,
}

impl Sentence {
    /// A sentence on evidence; with none it is marked unsupported.
    #[must_use]
    pub fn bound(text: impl Into<String>, evidence: Vec<Evidence>) -> Self {
        let grounds = match evidence.is_empty() {
            true => Grounds::Unsupported,
            false => Grounds::Evidence(evidence),
        };
        Self::on(text, grounds)
    }

    /// A sentence of the house's own boilerplate.
    #[must_use]
    pub fn house(text: impl Into<String>) -> Self {
        Self::on(text, Grounds::House)
    }

    /// A sentence that nothing carries yet.
    #[must_use]
    pub fn unsupported(text: impl Into<String>) -> Self {
        Self::on(text, Grounds::Unsupported)
    }

    fn on(text: impl Into<String>, grounds: Grounds) -> Self {
        let (text, changes) = (text.into(), Vec::new());
        Self { text, grounds, check: None, changes, paragraph: false, override_reason: None }
    }

    /// The words.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it stands on.
    #[must_use]
    pub fn grounds(&self) -> &Grounds {
        &self.grounds
    }

    /// The evidence; empty for house text and unsupported sentences.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        match &self.grounds {
            Grounds::Evidence(evidence) => evidence,
            Grounds::House | Grounds::Unsupported => &[],
        }
    }

    /// The same sentence with other words. Its check and its override are gone; its evidence stays.
    #[must_use]
    pub fn reworded(&self, text: impl Into<String>) -> Self {
        let (text, changes) = (text.into(), Vec::new());
        Self { text, check: None, changes, override_reason: None, ..self.clone() }
    }

    /// The same words on other evidence. Its check and its override are gone.
    #[must_use]
    pub fn rebound(&self, evidence: Vec<Evidence>) -> Self {
        Self { paragraph: self.paragraph, ..Self::bound(self.text.clone(), evidence) }
    }

    /// The same sentence, opening a new paragraph.
    #[must_use]
    pub fn opening(mut self) -> Self {
        self.paragraph = true;
        self
    }
}

/// A link to a story of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeeAlso {
    /// Its headline.
    pub title: String,
    /// Its address, relative to the site.
    pub url: String,
}

/// Who made a story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Byline {
    /// What drafted it ("Wiredesk 0.1"); `None` when a person wrote it.
    pub drafted_by: Option<String>,
    /// The language model whose copy the draft was made of; `None` when none was.
    pub model: Option<String>,
    /// Outlets whose reports it stands on, in order of first use.
    pub sources: Vec<String>,
    /// The editor who signed it.
    pub signed_by: Option<String>,
    /// True when a person changed the draft's words.
    pub edited: bool,
}
