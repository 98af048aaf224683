//! The default drafter: deterministic, without a model, extractive.
//!
//! [`lines`] takes the usable sentences out of the reports, [`weigh`] and [`cover`] say what they are
//! worth, [`disputes`] sets aside what reports contradict each other about and [`ranges`] sums its
//! figures up; [`versions`] leaves out what later words have replaced. [`headline`], [`background`], [`templates`] and [`earnings`] propose parts; [`writer`]
//! puts them together section by section, words them ([`tidy`], [`people`]) and holds each sentence
//! against its evidence before it may stand.

pub mod background;
mod channels;
pub mod cover;
pub mod disputes;
pub mod earnings;
mod heading;
pub mod headline;
pub mod lines;
pub mod people;
pub mod ranges;
mod sections;
pub mod select;
pub mod templates;
pub mod tidy;
pub mod versions;
pub mod weigh;
mod wording;
pub mod writer;

use crate::house::House;
use crate::shelf::Shelf;
use wiredesk_model::{
    Claim, Image, Published, ReportId, SeeAlso, Sentence, Story, StorylineId, Verdict,
};

/// What a story is drafted from.
#[derive(Debug, Clone)]
pub struct DraftInput<'a> {
    /// The reports of the storyline, with their readings; also those that background claims stand
    /// in.
    pub shelf: &'a Shelf<'a>,
    /// Copies that are known, `(copy, of which report)`. Others are found.
    pub copies: &'a [(ReportId, ReportId)],
    /// Earlier claims that matter for it, from the ledger.
    pub claims: &'a [Claim],
    /// The storyline.
    pub storyline: Option<StorylineId>,
    /// Own published stories to link to.
    pub see_also: Vec<SeeAlso>,
    /// The picture; where none is given, the first that comes with a report and has a credit.
    pub image: Option<Image>,
    /// The day that the story counts "on Saturday" from; where none is given, that of the newest
    /// report.
    pub as_of: Option<Published>,
}

impl<'a> DraftInput<'a> {
    /// A draft from reports and nothing else.
    #[must_use]
    pub fn new(shelf: &'a Shelf<'a>) -> Self {
        Self {
            shelf,
            copies: &[],
            claims: &[],
            storyline: None,
            see_also: Vec::new(),
            image: None,
            as_of: None,
        }
    }
}

/// How the house drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Printed words of lede and sections together; `None` for no limit.
    pub max_words: Option<usize>,
    /// Characters of the headline.
    pub headline_chars_max: usize,
    /// Sentences of *What Happened*.
    pub happened_max: usize,
    /// Sentences of *Why It Matters*.
    pub matters_max: usize,
    /// Who drafts, for the signing line.
    pub drafted_by: String,
    /// Rules of the house: grading, style, order of sections, closing lines. Where they tell a
    /// length, it stands in place of those above.
    pub house: House,
}

impl Settings {
    /// The same under the rules of a house.
    #[must_use]
    pub fn under(&self, house: &House) -> Self {
        let mut settings = self.clone();
        settings.take(house);
        settings
    }

    fn take(&mut self, house: &House) {
        self.headline_chars_max = house.headline_chars.unwrap_or(self.headline_chars_max);
        self.happened_max = house.happened.unwrap_or(self.happened_max);
        self.matters_max = house.matters.unwrap_or(self.matters_max);
        self.house = house.clone();
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            max_words: None,
            headline_chars_max: 90,
            happened_max: 6,
            matters_max: 5,
            drafted_by: format!("Wiredesk {}", env!("CARGO_PKG_VERSION")),
            house: House::default(),
        }
    }
}

/// Why there is no draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No report was given.
    #[error("there is no report to draft from")]
    NoReports,
    /// No report has a sentence that could stand in a story.
    #[error("no report has a sentence that could stand in a story")]
    NothingToTell,
}

/// Drafts a story. Every sentence is bound to words of the reports and was held against them.
///
/// # Errors
/// When there is no report, or none with a usable sentence.
pub fn draft(input: DraftInput<'_>, settings: &Settings) -> Result<Story, Error> {
    if input.shelf.all().is_empty() {
        return Err(Error::NoReports);
    }
    writer::write(input, settings)
}

/// Takes out of the body what its evidence does not carry, and sections that nothing is left of.
pub fn only_supported(story: &mut Story) {
    let stands = |s: &Sentence| s.check.as_ref().is_some_and(|c| c.verdict == Verdict::Supported);
    story.lede.retain(stands);
    for section in &mut story.sections {
        section.sentences.retain(stands);
    }
    story.sections.retain(|s| !s.sentences.is_empty());
}

/// Puts sections into the order of the house under its names for them, opens their paragraphs, sees to it that the story has
/// an opening, and ends it with the house's closing lines.
pub fn lay_out(story: &mut Story, house: &House) {
    story.sections.retain(|s| !s.sentences.is_empty());
    story.sections.sort_by_key(|s| house.place(s.kind));
    house.name_sections(story);
    if story.lede.is_empty()
        && let Some(first) = story.sections.first_mut()
    {
        story.lede.push(first.sentences.remove(0));
        story.sections.retain(|s| !s.sentences.is_empty());
    }
    let openings = story.sections.iter_mut().filter_map(|s| s.sentences.first_mut());
    for sentence in story.lede.first_mut().into_iter().chain(openings) {
        sentence.paragraph = true;
    }
    let closing = house.closing.iter().map(|line| Sentence::house(line).opening());
    match story.sections.last_mut() {
        Some(last) => last.sentences.extend(closing),
        None => story.lede.extend(closing),
    }
}
