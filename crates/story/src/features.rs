//! What a report is about, as weighted terms: stems of its words and the names in it.
//!
//! Weights are TF-IDF (Spärck Jones 1972; Salton & Buckley 1988). How rare a word is comes from the
//! reports seen, on top of a table of English news words (`common.tsv`), so that the first reports
//! of a stream are weighed sensibly and a stream about one matter does not take its own subject for
//! a common word. Next: `threads`.

use crate::copies::AsIs;
use crate::words::{number, number_after, stem_into, words};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::OnceLock;
use wiredesk_model::{Reading, Report};

/// Most terms kept of one report.
const TERMS_MAX: usize = 160;
/// Words read of one report; what a report is about stands in its beginning.
const WORDS_MAX: usize = 3_000;
/// A word counts this much by where it stands.
const IN_TITLE: f32 = 2.0;
const IN_LEAD: f32 = 1.5;
const IN_BODY: f32 = 1.0;
const IN_TAIL: f32 = 0.5;
const LEAD_WORDS: usize = 60;
const BODY_WORDS: usize = 400;
/// A name counts beside its words.
const NAME_WEIGHT: f32 = 1.0;
/// From this many companies on, none of them in half of the places, a report is a list.
const LIST_MIN: usize = 4;
/// Terms remembered by how often they came; past it those that came once are forgotten.
const REMEMBERED_MAX: usize = 1 << 20;

/// Words of English news and in how many of [`PRIOR_REPORTS`] reports they stand; counted over
/// Wikinews 2019-2020 (CC BY 2.5). Lines of a count and its stems.
const COMMON: &str = include_str!("common.tsv");
const PRIOR_REPORTS: f32 = 295.0;

type ByTerm<T> = HashMap<u32, T, BuildHasherDefault<AsIs>>;

/// The terms of one report.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Features<'r> {
    /// Sorted by term; weights of length one together.
    pub terms: Vec<(u32, f32)>,
    /// A term as it was written, for the reason shown to editors; in the order of `terms`.
    pub shown: Vec<&'r str>,
}

/// How often terms came.
#[derive(Debug)]
pub(crate) struct Rarity {
    counts: ByTerm<f32>,
    reports: f32,
}

/// A report's terms before they are weighed.
#[derive(Debug, Default)]
pub(crate) struct Counted<'r> {
    terms: ByTerm<(f32, &'r str)>,
}

impl Rarity {
    /// Knows the table and nothing else.
    pub(crate) fn new() -> Self {
        Self { counts: ByTerm::default(), reports: PRIOR_REPORTS }
    }

    /// Counts the terms of one report.
    pub(crate) fn learn(&mut self, counted: &Counted<'_>) {
        self.reports += 1.0;
        for &term in counted.terms.keys() {
            *self.counts.entry(term).or_default() += 1.0;
        }
        if self.counts.len() > REMEMBERED_MAX {
            self.counts.retain(|_, count| *count > 1.0);
        }
    }

    fn idf(&self, term: u32) -> f32 {
        let count = |counts: &ByTerm<f32>| counts.get(&term).copied().unwrap_or_default();
        let seen = count(&self.counts) + count(common());
        ((self.reports + 1.0) / (seen + 0.5)).ln().max(0.0)
    }

    /// Weighs a report's terms.
    pub(crate) fn weigh<'r>(&self, counted: Counted<'r>) -> Features<'r> {
        let mut weighed: Vec<(u32, f32, &'r str)> = counted
            .terms
            .into_iter()
            .map(|(term, (count, shown))| {
                (term, (1.0 + count.ln()).max(0.1) * self.idf(term), shown)
            })
            .filter(|&(_, weight, _)| weight > 0.0)
            .collect();
        weighed.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        weighed.truncate(TERMS_MAX);
        weighed.sort_unstable_by_key(|w| w.0);
        let length = weighed.iter().map(|w| w.1 * w.1).sum::<f32>().sqrt();
        let mut features = Features::default();
        for (term, weight, shown) in weighed {
            features.terms.push((term, weight / length));
            features.shown.push(shown);
        }
        features
    }
}

/// The table, read once.
fn common() -> &'static ByTerm<f32> {
    static TABLE: OnceLock<ByTerm<f32>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut counts = ByTerm::default();
        for line in COMMON.lines().filter(|l| !l.starts_with('#')) {
            let mut fields = line.split(' ');
            let Some(count) = fields.next().and_then(|c| c.parse::<f32>().ok()) else { continue };
            counts.extend(fields.map(|stem| (word_term(stem), count)));
        }
        counts
    })
}

/// Counts the terms of a report; names come from its reading when there is one, else from capitals.
pub(crate) fn count<'r>(report: &'r Report, reading: Option<&'r Reading>) -> Counted<'r> {
    let mut counted = Counted::default();
    let title = report.title.as_deref().unwrap_or_default();
    count_words(title, |_| IN_TITLE, &mut counted);
    count_words(&report.text, place_weight, &mut counted);
    match reading.filter(|r| !r.entities.is_empty()) {
        Some(reading) => count_entities(reading, &mut counted),
        None => count_capitals(&report.text, &mut counted),
    }
    counted
}

/// The number of companies when the report is a list of them ("Analyst ratings, Monday") rather
/// than about one: such a report is like many and goes on with none.
pub(crate) fn listed(report: &Report, reading: Option<&Reading>) -> Option<usize> {
    let mut tickers: HashMap<&str, usize> = HashMap::new();
    for piece in report.text.split('(').skip(1) {
        let inside = piece.split(')').next().unwrap_or_default();
        let symbol = inside.split_once(':').map(|(_, symbol)| symbol.trim());
        let plain = |s: &&str| !s.is_empty() && s.len() <= 6 && s.bytes().all(is_symbol_byte);
        if let Some(symbol) = symbol.filter(plain) {
            *tickers.entry(symbol).or_default() += 1;
        }
    }
    if tickers.is_empty() {
        let named = reading.iter().flat_map(|r| &r.entities).filter_map(|m| m.ticker.as_ref());
        named.for_each(|(symbol, _)| *tickers.entry(symbol).or_default() += 1);
    }
    let most = tickers.values().copied().max().unwrap_or_default();
    let all: usize = tickers.values().sum();
    (tickers.len() >= LIST_MIN && most * 2 <= all).then_some(tickers.len())
}

fn is_symbol_byte(b: u8) -> bool {
    b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.' || b == b'-'
}

fn place_weight(nth: usize) -> f32 {
    match nth {
        n if n < LEAD_WORDS => IN_LEAD,
        n if n < BODY_WORDS => IN_BODY,
        _ => IN_TAIL,
    }
}

fn count_words<'r>(text: &'r str, weight: impl Fn(usize) -> f32, counted: &mut Counted<'r>) {
    let mut stem = String::new();
    for (nth, word) in words(text).take(WORDS_MAX).enumerate() {
        stem_into(word.text, &mut stem);
        if stem.len() < 2 || is_stop(&stem) || stem.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        counted.add(word_term(&stem), weight(nth), word.text);
    }
}

fn count_entities<'r>(reading: &'r Reading, counted: &mut Counted<'r>) {
    for mention in &reading.entities {
        let key = mention.id.as_ref().map_or(mention.name.as_str(), |id| id.as_str());
        counted.add(name_term(key), NAME_WEIGHT, &mention.name);
    }
}

/// Runs of capitalised words inside sentences: names, where no reader told them.
fn count_capitals<'r>(text: &'r str, counted: &mut Counted<'r>) {
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let mut run: Option<(usize, usize)> = None;
    for word in words(text).take(WORDS_MAX) {
        let (start, end) = (at(word.text), at(word.text) + word.text.len());
        let capital = word.text.chars().next().is_some_and(char::is_uppercase);
        if capital && !word.opens_sentence {
            run = Some((run.map_or(start, |r| r.0), end));
        } else if let Some(name) = run.take().and_then(|(start, end)| text.get(start..end)) {
            counted.add(name_term(name), NAME_WEIGHT, name);
        }
    }
    if let Some(name) = run.and_then(|(start, end)| text.get(start..end)) {
        counted.add(name_term(name), NAME_WEIGHT, name);
    }
}

impl<'r> Counted<'r> {
    fn add(&mut self, term: u32, weight: f32, shown: &'r str) {
        let slot = self.terms.entry(term).or_insert((0.0, shown));
        slot.0 += weight;
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

fn word_term(stem: &str) -> u32 {
    (number(stem.as_bytes()) >> 32) as u32
}

fn name_term(name: &str) -> u32 {
    (number_after(b'\x01', name.as_bytes()) >> 32) as u32
}

/// Words that say nothing of the matter: grammar, and the press's own ("said", "reported").
fn is_stop(stem: &str) -> bool {
    const STOP: &[&str] = &[
        "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at",
        "be", "becaus", "been", "before", "being", "between", "both", "but", "by", "can", "could",
        "did", "do", "does", "down", "each", "few", "for", "from", "further", "had", "has", "have",
        "he", "her", "here", "him", "his", "how", "if", "in", "into", "is", "it", "its", "just",
        "many", "may", "me", "more", "most", "my", "no", "nor", "not", "now", "of", "off", "on",
        "once", "one", "only", "or", "other", "our", "out", "over", "own", "report", "said",
        "same", "say", "she", "should", "so", "some", "such", "tell", "than", "that", "the",
        "their", "them", "then", "there", "thes", "these", "they", "this", "thos", "those",
        "through", "to", "told", "too", "under", "until", "up", "very", "was", "we", "were",
        "what", "when", "wher", "where", "which", "whil", "while", "who", "whom", "why", "will",
        "with", "would", "you", "your",
    ];
    STOP.binary_search(&stem).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use wiredesk_model::ReportId;

    /// Makes `common.tsv` anew from JSONL articles:
    /// `WORDS_FROM=articles.jsonl cargo test -p wiredesk-story common_words -- --ignored --nocapture`
    #[test]
    #[ignore = "makes a table, tests nothing"]
    fn common_words() {
        let path = std::env::var("WORDS_FROM").expect("WORDS_FROM names a JSONL file");
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for line in std::fs::read_to_string(path).expect("readable").lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = format!("{}\n{}", row["title"], row["text"]).replace("\\n", "\n");
            let mut stem = String::new();
            let mut seen = BTreeSet::new();
            for word in words(&text).take(WORDS_MAX) {
                stem_into(word.text, &mut stem);
                seen.insert(stem.clone());
            }
            seen.into_iter().for_each(|s| *counts.entry(s).or_default() += 1);
        }
        let mut lines: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for (stem, n) in &counts {
            let plain = stem.bytes().all(|b| b.is_ascii_lowercase());
            if *n >= 3 && plain && stem.len() > 1 && !is_stop(stem) && stem != "wikinew" {
                lines.entry(*n).or_default().push(stem);
            }
        }
        for (n, stems) in lines.iter().rev() {
            println!("{n} {}", stems.join(" "));
        }
    }

    #[test]
    fn rare_words_weigh_more_and_length_is_one() {
        let report = Report::new(
            ReportId::new("r"),
            "The government said the government will ship howitzers to Elbonia on Monday.",
        );
        let rarity = Rarity::new();
        let features = rarity.weigh(count(&report, None));
        let weight = |shown: &str| {
            let at = features.shown.iter().position(|s| *s == shown).expect(shown);
            features.terms[at].1
        };
        assert!(weight("howitzers") > weight("government"));
        let length: f32 = features.terms.iter().map(|t| t.1 * t.1).sum();
        assert!((length - 1.0).abs() < 1e-4);
        assert!(count(&Report::new(ReportId::new("e"), ""), None).is_empty());
    }

    #[test]
    fn lists_of_companies_are_told_from_stories_about_one() {
        let check = |text: &str, expected: Option<usize>| {
            let report = Report::new(ReportId::new("r"), text);
            assert_eq!(listed(&report, None), expected, "{text}");
        };
        check(
            "Boeing (NYSE: BA), Oracle (NYSE: ORCL), Micron (NASDAQ:MU), Visa (NYSE: V)",
            Some(4),
        );
        check("Boeing (NYSE: BA) and Airbus (PA: AIR) (note: the third)", None);
        check("A (X: A) (X: A) (X: A) (X: A) (X: A) B (X: B) C (X: C) D (X: D)", None);
        check("no company (here: or) there (:) (", None);
    }
}
