//! The sentences of reports that a story may be made of.

use super::{tidy, versions};
use crate::check::quotations;
pub use crate::shelf::is_content;
use crate::shelf::{Filed, Shelf};
use crate::words::Word;
use wiredesk_model::{Evidence, Span};

/// One sentence of a report.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// The report.
    pub filed: &'a Filed<'a>,
    /// Its number on the shelf.
    pub report: usize,
    /// Reports with the same origin are one voice.
    pub origin: usize,
    /// The sentence's number in the report.
    pub number: usize,
    /// Its place among the usable sentences of the report, from 0.
    pub place: usize,
    /// Its bytes, without dateline.
    pub span: Span,
    /// Its words as written.
    pub text: &'a str,
    /// Its words as compared.
    pub words: &'a [Word],
    /// Stems of its content words, ascending, each once.
    pub stems: Vec<u64>,
}

impl Line<'_> {
    /// What it stands on: itself.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        Evidence { report: self.filed.report.id.clone(), span: self.span }
    }

    /// Printed words.
    #[must_use]
    pub fn length(&self) -> usize {
        self.text.split_whitespace().count()
    }
}

/// All usable sentences, report by report. `origins` gives each report's origin.
#[must_use]
pub fn lines<'a>(shelf: &'a Shelf<'a>, origins: &[usize], skip: &[bool]) -> Vec<Line<'a>> {
    let mut out = Vec::new();
    for (report, filed) in shelf.all().iter().enumerate() {
        if skip[report] {
            continue;
        }
        let mut place = 0;
        let cut = filed.cut();
        let notice = versions::leading_notice(&filed.report.text).map_or(0, |(_, end)| end);
        for (number, sentence) in cut.sentences.iter().enumerate() {
            let Some(span) = news_of(&filed.report.text, *sentence, notice) else { continue };
            let text = span.of(&filed.report.text).unwrap_or_default();
            let words = &cut.words[cut.ranges[number].clone()];
            let from = words.partition_point(|w| w.span.start < span.start);
            let words = &words[from..];
            if usable(text, words) {
                let stems = stems(words);
                let origin = origins[report];
                out.push(Line { filed, report, origin, number, place, span, text, words, stems });
                place += 1;
            }
        }
    }
    out
}

/// The sentence without what stands before its news: a notice of a correction, a dateline.
fn news_of(text: &str, sentence: Span, notice: usize) -> Option<Span> {
    let start = sentence.start.max(notice);
    let rest = (start < sentence.end).then_some(Span::new(start, sentence.end))?;
    let dated = tidy::without_dateline(text, rest)?;
    let own = versions::leading_notice(dated.of(text)?).map_or(0, |(_, end)| end);
    let news = Span::new(dated.start + own, dated.end);
    (!news.is_empty()).then_some(news)
}

/// The stems of content words, ascending, each once.
#[must_use]
pub fn stems(words: &[Word]) -> Vec<u64> {
    let mut stems: Vec<u64> = words.iter().filter(|w| is_content(w)).map(|w| w.stem).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// Phrases of pages, not of reports.
const PAGE_WORDS: &[&str] = &[
    "sign up",
    "subscribe",
    "newsletter",
    "click here",
    "read more",
    "read also",
    "see also",
    "follow us",
    "copyright",
    "all rights reserved",
    "advertisement",
    "sponsored",
    "photo:",
    "photo by",
    "image:",
    "file photo",
    "getty images",
    "cookie",
    "terms of use",
    "privacy policy",
    "share this",
    "app store",
    "reporting by",
    "editing by",
    "writing by",
    "this article",
    "this story",
    "contributed to this report",
    "watch:",
    "listen:",
    "http://",
    "https://",
    "www.",
    "©",
];

fn usable(text: &str, words: &[Word]) -> bool {
    let length = words.len();
    if !(7..=70).contains(&length) || text.contains('\n') {
        return false;
    }
    let first = text.trim_start_matches(['"', '“', '‘', '\'']).chars().next();
    let opens = first.is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let ends = text.ends_with(['.', '!', '"', '”', '’', ')']);
    if !opens || !ends || text.ends_with("...") {
        return false;
    }
    let lower = text.to_lowercase();
    let page = PAGE_WORDS.iter().any(|p| lower.contains(p));
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    !page
        && !versions::is_notice(text)
        && capitals * 2 < letters
        && balanced(text)
        && !in_first_person(text, words)
}

/// Quotation marks come in pairs, and each stands on its own side of the words.
pub(super) fn balanced(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    count('"') % 2 == 0
        && count('“') == count('”')
        && count('(') == count(')')
        && text.match_indices('"').enumerate().all(|(n, (at, _))| {
            let before = text[..at].chars().next_back();
            let after = text[at + 1..].chars().next();
            let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
            if n % 2 == 0 { !space(after) } else { !space(before) }
        })
}

/// "I" and "we" outside of quotations: somebody's column, not a report.
fn in_first_person(text: &str, words: &[Word]) -> bool {
    let Some(start) = words.first().map(|w| w.span.start) else { return false };
    let shift = start - words[0].span.start.min(start);
    let base = words[0].span.start;
    let lead = text.find(|c: char| c.is_alphanumeric()).unwrap_or(0) + shift;
    let quoted = quotations(text, 0);
    words.iter().any(|w| {
        let at = w.span.start - base + lead;
        let inside = quoted.iter().any(|q| q.inner.start <= at && at < q.inner.end);
        let word = text.get(at..at + w.span.len()).unwrap_or("");
        !inside && matches!(word, "I" | "We" | "we" | "our" | "Our" | "my" | "My" | "us")
    })
}
