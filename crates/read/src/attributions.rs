//! Who said what: source, cue and content of reported speech, and who passed it on.
//!
//! 1. [`quotes`]: quotation marks are paired by paragraph; a quotation may run over several.
//! 2. Every word form that may report speech carries a weight (`data/cues.tsv`). For each such
//!    word [`cues`] looks for a source beside it ([`sources`]) and for the content that it closes
//!    ([`contents`]) or opens ([`openings`]), and takes it when weight and surroundings together are enough.
//! 3. Quotations that no cue claims go on with the words of the speaker before them.
//! 4. [`speakers`]: the source as an entity, pronouns where that is safe. [`chain`]: who passed it
//!    on ("Reuters reported on Sunday", "told the BBC").
//!
//! Every look from a cue is bounded by its sentence and by a number of words, so the time is
//! linear in the text.

use crate::Lexicon;
use crate::words::Word;
use quotes::Quote;
use std::ops::Range;
use wiredesk_model::{Attribution, AttributionKind, Reading, Span};

mod chain;
mod contents;
mod cues;
mod openings;
mod quotes;
mod sources;
mod speakers;

/// What all parts of the search look at.
struct Page<'a> {
    text: &'a str,
    words: &'a [Word],
    found: &'a Reading,
    lexicon: &'a Lexicon,
    /// The words of each sentence.
    sentences: Vec<Range<usize>>,
    quotes: Vec<Quote>,
}

/// An attribution before its speaker is known.
#[derive(Debug, Clone)]
struct Draft {
    /// The words of the source; empty when there is none.
    source: Range<usize>,
    /// The words that report it.
    cue: Vec<Range<usize>>,
    /// What is said, in bytes.
    content: Vec<Span>,
    negated: bool,
    hedged: bool,
    /// A quotation that goes on from the attribution with this number.
    follows: Option<usize>,
}

/// The reported speech of `text`. `found` holds its sentences, dates and entities.
#[must_use]
pub fn find(text: &str, words: &[Word], found: &Reading, lexicon: &Lexicon) -> Vec<Attribution> {
    let sentences = sentence_words(words, found.sentences.len());
    let quotes = quotes::pair(text);
    let page = Page { text, words, found, lexicon, sentences, quotes };
    let mut drafts = Vec::new();
    for sentence in &page.sentences {
        cues::collect(&page, sentence.clone(), &mut drafts);
    }
    contents::unclaimed(&page, &mut drafts);
    drafts.sort_by_key(|d| d.content.first().map_or(0, |s| s.start));
    let mut out: Vec<Attribution> = drafts.iter().map(|draft| page.attribution(draft)).collect();
    speakers::resolve(&page, &drafts, &mut out);
    chain::link(&page, &drafts, &mut out);
    out
}

/// The range of words of each sentence.
fn sentence_words(words: &[Word], count: usize) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(count);
    let mut at = 0;
    for number in 0..count as u32 {
        let start = at;
        while words.get(at).is_some_and(|w| w.sentence == number) {
            at += 1;
        }
        out.push(start..at);
    }
    out
}

impl Page<'_> {
    fn attribution(&self, draft: &Draft) -> Attribution {
        let source = match draft.source.is_empty() {
            true => Vec::new(),
            false => vec![self.span(&draft.source)],
        };
        Attribution {
            source,
            cue: draft.cue.iter().map(|cue| self.span(cue)).collect(),
            content: draft.content.clone(),
            kind: self.kind(&draft.content),
            speaker: None,
            speaker_name: None,
            negated: draft.negated,
            hedged: draft.hedged,
            chain: Vec::new(),
        }
    }

    /// The bytes of a range of words.
    fn span(&self, range: &Range<usize>) -> Span {
        match (
            self.words.get(range.start),
            range.end.checked_sub(1).and_then(|n| self.words.get(n)),
        ) {
            (Some(first), Some(last)) => {
                let span = Span::new(first.start as usize, last.end as usize);
                // "Rep. Jim Jordan (R-Ohio" has its bracket right behind it.
                let open = |text: &str| text.contains('(') && !text.contains(')');
                let closes = self.text.as_bytes().get(span.end) == Some(&b')');
                let more = usize::from(closes && span.of(self.text).is_some_and(open));
                Span::new(span.start, span.end + more)
            }
            _ => Span::default(),
        }
    }

    /// The word at `n` within its sentence's range.
    fn word(&self, sentence: &Range<usize>, n: usize) -> Option<&Word> {
        sentence.contains(&n).then(|| &self.words[n])
    }

    /// Direct when all letters stand in quotation marks, mixed when some do.
    fn kind(&self, content: &[Span]) -> AttributionKind {
        let mut quoted = false;
        let mut plain = false;
        for span in content {
            let mut at = span.start;
            for quote in quotes::within(&self.quotes, *span) {
                let (start, end) = (quote.span.start.max(span.start), quote.span.end.min(span.end));
                plain |= self.has_letters(at, start);
                quoted |= self.has_letters(start, end);
                at = end;
            }
            plain |= self.has_letters(at, span.end);
        }
        match (quoted, plain) {
            (true, false) => AttributionKind::Direct,
            (true, true) => AttributionKind::Mixed,
            (false, _) => AttributionKind::Indirect,
        }
    }

    fn has_letters(&self, start: usize, end: usize) -> bool {
        start < end
            && self.text.get(start..end).is_some_and(|t| t.chars().any(char::is_alphanumeric))
    }
}

#[cfg(test)]
mod tests;
