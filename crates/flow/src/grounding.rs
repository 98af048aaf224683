//! The checker with a reader: stories and loose text against reports.

use rayon::prelude::*;
use std::sync::Arc;
use wiredesk_draft::{Checker, Finder, Rules, Setting, Shelf};
use wiredesk_model::{Check, Evidence, Published, Read, Reading, Report, Span, Story, Want};
use wiredesk_read::Reader;

/// What the checker wants of a reading.
pub const WANT: Want = Want {
    entities: true,
    attributions: true,
    events: false,
    dates: true,
    quantities: true,
    ratings: false,
};

/// Spans proposed for a sentence that has none.
const PROPOSALS_MAX: usize = 4;

/// Checks sentences against reports that it reads itself.
pub struct Grounding<'r> {
    reader: &'r dyn Read,
    rules: Arc<Rules>,
}

impl std::fmt::Debug for Grounding<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Grounding").field("rules", &self.rules).finish_non_exhaustive()
    }
}

impl<'r> Grounding<'r> {
    /// The house's checker over a reader.
    #[must_use]
    pub fn new(reader: &'r dyn Read) -> Self {
        Self { reader, rules: Arc::default() }
    }

    /// The same under the rules of a house.
    #[must_use]
    pub fn under(self, rules: Arc<Rules>) -> Self {
        Self { rules, ..self }
    }

    /// The checker for stories posted in these sections.
    fn checker(&self, channels: &[String]) -> Checker {
        Checker::new(self.rules.of(channels).clone())
    }

    /// Checks every sentence of a story against the evidence it is bound to, and the order of
    /// its dates from sentence to sentence.
    pub fn check_story(&self, story: &mut Story, reports: &[Report]) {
        let readings = self.read_all(reports);
        // A section that an editor opened is called what the desk calls it.
        self.rules.of(&story.channels).name_sections(story);
        self.checker(&story.channels).check_story(story, &shelf(reports, &readings));
    }

    /// Checks loose text. Evidence, where given, is for all of it; where not, it is looked for.
    #[must_use]
    pub fn check_text(&self, text: &str, evidence: &[Evidence], reports: &[Report]) -> Check {
        // Bound words are compared as they stand; only a search for evidence needs more.
        let readings = match evidence.is_empty() {
            true => self.read_all(reports),
            false => vec![Reading::default(); reports.len()],
        };
        let setting = Setting { as_of: newest(reports) };
        self.checker(&[]).check_text(text, evidence, &shelf(reports, &readings), &setting)
    }

    /// A story of loose text (plain, or simple Markdown): its first line is the headline. Each
    /// sentence comes back bound to the best spans there are, and checked against them.
    #[must_use]
    pub fn check_loose(&self, text: &str, reports: &[Report]) -> Story {
        let readings = self.read_all(reports);
        let shelf = shelf(reports, &readings);
        let mut story = wiredesk_draft::manuscript::read(text, &|words| self.sentences(words));
        story.as_of = reports.iter().filter_map(|r| r.published.clone()).max();
        self.checker(&[]).check_searched(&mut story, &Finder::new(&shelf), &shelf);
        story
    }

    /// The best spans of `reports` for a sentence, best first.
    #[must_use]
    pub fn find_evidence(&self, sentence: &str, reports: &[Report]) -> Vec<Evidence> {
        let readings = self.read_all(reports);
        let shelf = shelf(reports, &readings);
        let found = Finder::new(&shelf).find(sentence, PROPOSALS_MAX);
        found.into_iter().map(|p| p.evidence).collect()
    }

    fn read_all(&self, reports: &[Report]) -> Vec<Reading> {
        reports.par_iter().map(|r| self.reader.read(r, WANT)).collect()
    }

    fn sentences(&self, words: &str) -> Vec<Span> {
        self.reader.read(&Report::new("text".into(), words), Want::SENTENCES).sentences
    }
}

/// The checker as the desk asks it.
#[derive(Debug, Clone)]
pub struct DeskChecker {
    reader: Arc<Reader>,
    rules: Arc<Rules>,
}

impl DeskChecker {
    /// Over a shared reader.
    #[must_use]
    pub fn new(reader: Arc<Reader>) -> Self {
        Self { reader, rules: Arc::default() }
    }

    /// The same under the rules of a house.
    #[must_use]
    pub fn under(self, rules: Arc<Rules>) -> Self {
        Self { rules, ..self }
    }

    fn grounding(&self) -> Grounding<'_> {
        Grounding::new(self.reader.as_ref()).under(Arc::clone(&self.rules))
    }
}

impl crate::desk::Checker for DeskChecker {
    fn check(&self, story: &mut Story, reports: &[Report]) {
        self.grounding().check_story(story, reports);
    }

    fn find(&self, sentence: &str, reports: &[Report]) -> Vec<Evidence> {
        self.grounding().find_evidence(sentence, reports)
    }
}

fn shelf<'a>(reports: &'a [Report], readings: &'a [Reading]) -> Shelf<'a> {
    Shelf::new(reports.iter().zip(readings))
}

fn newest(reports: &[Report]) -> Option<wiredesk_model::jiff::civil::Date> {
    reports.iter().filter_map(|r| r.published.as_ref()).max().map(Published::date)
}
