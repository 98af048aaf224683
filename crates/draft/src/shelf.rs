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
    /// Its pairs of neighbouring content words, ascending: see [`pair_key`].
    pub pairs: Vec<u64>,
}

/// One key for two neighbouring stems.
#[must_use]
pub fn pair_key(a: u64, b: u64) -> u64 {
    a.rotate_left(7) ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15)
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
            let content: Vec<u64> = words
                .iter()
                .filter(|w| !w.is(FUNCTION | LINK) || w.is(NUMBER))
                .map(|w| w.stem)
                .collect();
            let mut pairs: Vec<u64> = content.windows(2).map(|p| pair_key(p[0], p[1])).collect();
            pairs.sort_unstable();
            let mut stems = content;
            stems.sort_unstable();
            Cut { sentences, words, ranges, stems, pairs }
        })
    }
}
