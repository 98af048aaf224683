//! The reports that sentences are checked against, with their readings, found by id.

use crate::words::tag::{FUNCTION, LINK, NUMBER};
use crate::words::{Word, tokenize};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use wiredesk_model::{Reading, Report, ReportId, Span};

/// Reports within reach of the checker and the drafter.
#[derive(Debug, Default)]
pub struct Shelf<'a> {
    filed: Vec<Filed<'a>>,
    by_id: BTreeMap<&'a ReportId, usize>,
}

/// A report on the shelf.
#[derive(Debug)]
pub struct Filed<'a> {
    /// The report.
    pub report: &'a Report,
    /// What was read in it; an empty reading does, with a weaker check.
    pub reading: &'a Reading,
    cut: OnceLock<Cut>,
}

/// A report's sentences as words.
#[derive(Debug)]
pub struct Cut {
    /// The sentences: the reading's, or the shelf's own where the reading has none.
    pub sentences: Vec<Span>,
    /// All words.
    pub words: Vec<Word>,
    /// For each sentence its words.
    pub ranges: Vec<std::ops::Range<usize>>,
    /// The stems of its content words, ascending.
    pub stems: Vec<u64>,
    /// The beginnings of its words, ascending.
    pub roots: Vec<u64>,
    /// Its content words in order: each stem's place among them, by stem.
    pub places: Vec<(u64, u32)>,
    /// For each sentence the number of content words before it.
    pub before: Vec<u32>,
}

impl<'a> Shelf<'a> {
    /// A shelf of reports. Of reports with one id the first is kept.
    #[must_use]
    pub fn new(reports: impl IntoIterator<Item = (&'a Report, &'a Reading)>) -> Self {
        let mut shelf = Self::default();
        for (report, reading) in reports {
            if !shelf.by_id.contains_key(&report.id) {
                shelf.by_id.insert(&report.id, shelf.filed.len());
                shelf.filed.push(Filed { report, reading, cut: OnceLock::new() });
            }
        }
        shelf
    }

    /// The report of that id.
    #[must_use]
    pub fn get(&self, id: &ReportId) -> Option<&Filed<'a>> {
        self.by_id.get(id).map(|at| &self.filed[*at])
    }

    /// All reports in the order they were put.
    #[must_use]
    pub fn all(&self) -> &[Filed<'a>] {
        &self.filed
    }
}

impl Filed<'_> {
    /// The report's sentences and words; cut when first asked for.
    #[must_use]
    pub fn cut(&self) -> &Cut {
        self.cut.get_or_init(|| {
            let text = &self.report.text;
            let mut sentences = self.reading.sentences.clone();
            sentences.retain(|s| s.of(text).is_some());
            if sentences.is_empty() {
                sentences = crate::split::sentences(text);
            }
            let mut words = Vec::with_capacity(text.len() / 5);
            let mut ranges = Vec::with_capacity(sentences.len());
            for span in &sentences {
                let start = words.len();
                words.extend(tokenize(span.of(text).unwrap_or_default(), span.start));
                ranges.push(start..words.len());
            }
            Cut::new(sentences, words, ranges)
        })
    }
}

impl Cut {
    fn new(sentences: Vec<Span>, words: Vec<Word>, ranges: Vec<std::ops::Range<usize>>) -> Self {
        let mut places = Vec::new();
        let mut before = Vec::with_capacity(ranges.len());
        for range in &ranges {
            before.push(u32::try_from(places.len()).unwrap_or(u32::MAX));
            for word in words[range.clone()].iter().filter(|w| is_content(w)) {
                places.push((word.stem, u32::try_from(places.len()).unwrap_or(u32::MAX)));
            }
        }
        places.sort_unstable();
        let mut stems: Vec<u64> = places.iter().map(|(stem, _)| *stem).collect();
        stems.dedup();
        let mut roots: Vec<u64> = words.iter().map(|w| w.root).filter(|r| *r != 0).collect();
        roots.sort_unstable();
        roots.dedup();
        Self { sentences, words, ranges, stems, roots, places, before }
    }

    /// Where a stem stands among the content words.
    pub fn places_of(&self, stem: u64) -> impl Iterator<Item = u32> + '_ {
        let start = self.places.partition_point(|(s, _)| *s < stem);
        self.places[start..].iter().take_while(move |(s, _)| *s == stem).map(|(_, at)| *at)
    }
}

/// Carries content: worth comparing.
#[must_use]
pub fn is_content(word: &Word) -> bool {
    !word.is(FUNCTION | LINK) || word.is(NUMBER)
}
