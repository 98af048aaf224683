//! The checker with a reader: stories and loose text against reports.

use rayon::prelude::*;
use std::sync::Arc;
use wiredesk_draft::{Checker, Finder, Setting, Shelf};
use wiredesk_model::{
    Byline, Check, Evidence, FindingClass, Published, Read, Reading, Report, Sentence, Span, Story,
    Verdict, Want,
};
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
    checker: Checker,
}

impl std::fmt::Debug for Grounding<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Grounding").field("checker", &self.checker).finish_non_exhaustive()
    }
}

impl<'r> Grounding<'r> {
    /// The house's checker over a reader.
    #[must_use]
    pub fn new(reader: &'r dyn Read) -> Self {
        Self { reader, checker: Checker::default() }
    }

    /// Checks every sentence of a story against the evidence it is bound to, and the order of
    /// its dates from sentence to sentence.
    pub fn check_story(&self, story: &mut Story, reports: &[Report]) {
        let readings = self.read_all(reports);
        self.checker.check_story(story, &shelf(reports, &readings));
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
        self.checker.check_text(text, evidence, &shelf(reports, &readings), &setting)
    }

    /// A story of loose text (plain, or simple Markdown): its first line is the headline. Each
    /// sentence comes back bound to the best spans there are, and checked against them.
    #[must_use]
    pub fn check_loose(&self, text: &str, reports: &[Report]) -> Story {
        let readings = self.read_all(reports);
        let shelf = shelf(reports, &readings);
        let finder = Finder::new(&shelf);
        let setting = Setting { as_of: newest(reports) };
        let mut story = self.story_of_text(text);
        story.as_of = reports.iter().filter_map(|r| r.published.clone()).max();
        let mut body = String::new();
        let mut places = Vec::new();
        for sentence in story.sentences_mut() {
            let proposals = finder.find(sentence.text(), PROPOSALS_MAX);
            let evidence = proposals.into_iter().map(|p| p.evidence).collect();
            let check = self.checker.check_unbound(sentence.text(), &finder, &shelf, &setting);
            places.push(Span::new(body.len(), body.len() + sentence.text().len()));
            body.push_str(sentence.text());
            body.push(' ');
            *sentence = sentence.rebound(evidence);
            sentence.check = Some(check);
        }
        let whole = self.checker.check_unbound(&body, &finder, &shelf, &setting);
        for finding in whole.findings {
            let at = places.iter().position(|p| p.contains(finding.span));
            let Some(at) = at.filter(|_| finding.class == FindingClass::Chronology) else {
                continue;
            };
            let Some(sentence) = story.sentences_mut().nth(at) else { continue };
            let Some(check) = sentence.check.as_mut() else { continue };
            let start = places[at].start;
            let span = Span::new(finding.span.start - start, finding.span.end - start);
            let verdict = if finding.hard { Verdict::Unsupported } else { Verdict::Unsure };
            check.verdict = check.verdict.max(verdict);
            check.findings.push(wiredesk_model::Finding { span, ..finding });
        }
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

    fn story_of_text(&self, text: &str) -> Story {
        let mut lines = text.trim().splitn(2, '\n');
        let headline = plain(lines.next().unwrap_or_default());
        let body: Vec<String> = lines.next().unwrap_or_default().lines().map(plain).collect();
        let mut lede = Vec::new();
        for paragraph in body.join("\n").split("\n\n") {
            let whole = Report::new("text".into(), paragraph.trim());
            let reading = self.reader.read(&whole, Want::SENTENCES);
            for (i, span) in reading.sentences.iter().enumerate() {
                let words = span.of(&whole.text).unwrap_or_default();
                let sentence =
                    Sentence::unsupported(words.split_whitespace().collect::<Vec<_>>().join(" "));
                lede.push(if i == 0 { sentence.opening() } else { sentence });
            }
        }
        Story {
            headline: Sentence::unsupported(headline),
            lede,
            sections: Vec::new(),
            image: None,
            see_also: Vec::new(),
            channels: Vec::new(),
            tags: Vec::new(),
            tickers: Vec::new(),
            storyline: None,
            as_of: None,
            byline: Byline::default(),
        }
    }
}

/// The checker as the desk asks it.
#[derive(Debug, Clone)]
pub struct DeskChecker {
    reader: Arc<Reader>,
}

impl DeskChecker {
    /// Over a shared reader.
    #[must_use]
    pub fn new(reader: Arc<Reader>) -> Self {
        Self { reader }
    }
}

impl crate::desk::Checker for DeskChecker {
    fn check(&self, story: &mut Story, reports: &[Report]) {
        Grounding::new(self.reader.as_ref()).check_story(story, reports);
    }

    fn find(&self, sentence: &str, reports: &[Report]) -> Vec<Evidence> {
        Grounding::new(self.reader.as_ref()).find_evidence(sentence, reports)
    }
}

/// A line without the marks of Markdown headings, quotes and emphasis.
fn plain(line: &str) -> String {
    line.trim().trim_start_matches(['#', '>']).trim().replace("**", "")
}

fn shelf<'a>(reports: &'a [Report], readings: &'a [Reading]) -> Shelf<'a> {
    Shelf::new(reports.iter().zip(readings))
}

fn newest(reports: &[Report]) -> Option<wiredesk_model::jiff::civil::Date> {
    reports.iter().filter_map(|r| r.published.as_ref()).max().map(Published::date)
}
