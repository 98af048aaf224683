//! What is said: where the content of a cue begins and ends.

use super::openings::object_end;
use super::{Draft, Page, quotes, sources};
use crate::lexicon::{CueClass, WordClass as C};
use crate::words::{Gap, Shape, Word};
use std::ops::Range;
use wiredesk_model::Span;

/// Fewer words than this in quotation marks are a term and no speech.
const SPEECH_WORDS_MIN: usize = 3;
/// Another voice in a sentence is not looked for farther than this.
pub(super) const VOICE_WORDS_MAX: usize = 100;

impl Page<'_> {
    /// Content from word `from` to the end of the sentence or to where another voice begins, and
    /// to the end of a quotation that is open there.
    pub(super) fn forward(&self, sentence: &Range<usize>, from: usize) -> Option<Span> {
        let first = self.word(sentence, from)?;
        let start = self.opening(first.start as usize);
        let cut = self.other_voice(sentence, from + 1);
        let end = match cut {
            Some(cut) => self.words[cut - 1].end as usize,
            None => self.found.sentences[first.sentence as usize].end,
        };
        let end = self.closing(start, end);
        (end > start).then(|| Span::new(start, end))
    }

    /// Content that ends before word `to`: from the sentence's head or word `from`.
    pub(super) fn backward(&self, from: usize, to: usize) -> Option<Span> {
        if from >= to {
            return None;
        }
        let last = &self.words[to - 1];
        let end = self.marks_after(last.end as usize);
        let mut start = self.opening(self.words[from].start as usize);
        if let Some(n) = quotes::at(&self.quotes, last.start as usize) {
            start = start.min(self.quotes[n].speech.start); // it may have begun sentences ago
        }
        (end > start).then(|| Span::new(start, end))
    }

    /// Takes in the opening mark right before byte `at`.
    fn opening(&self, at: usize) -> usize {
        let before = &self.text[..at];
        match before.chars().next_back() {
            Some(c @ ('"' | '“' | '«' | '„')) => at - c.len_utf8(),
            _ => at,
        }
    }

    /// Takes in closing marks after byte `at`: a comma or stop and a quotation mark.
    fn marks_after(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let marks = rest
            .chars()
            .take(3)
            .take_while(|c| matches!(c, ',' | '.' | '!' | '?' | '"' | '”' | '»' | '%'));
        at + marks.map(char::len_utf8).sum::<usize>()
    }

    /// The end of a content: a quotation that began inside it is taken whole, with its next
    /// paragraphs.
    fn closing(&self, start: usize, end: usize) -> usize {
        let Some(n) = quotes::at(&self.quotes, end.saturating_sub(1).max(start)) else {
            return end;
        };
        self.quotes[n].speech.end.max(end)
    }

    /// The word at which another voice begins behind `from`: ", according to …", ", adding that",
    /// ", but Smith said", ", Smith said".
    fn other_voice(&self, sentence: &Range<usize>, from: usize) -> Option<usize> {
        let mut at = from;
        while at < sentence.end.min(from + VOICE_WORDS_MAX) {
            let word = &self.words[at];
            if word.class.cue() == 0 || self.is_quoted(word) {
                at += 1;
                continue;
            }
            if word.class.cue_class() == CueClass::According && at > from {
                return Some(at);
            }
            if word.class.cue_class() == CueClass::Gerund && word.gap == Gap::Comma {
                return Some(at);
            }
            if word.class.cue() >= 75
                && let Some(start) = self.new_clause(sentence, from, at)
            {
                return Some(start);
            }
            at += 1;
        }
        None
    }

    /// Where the clause of the cue at `cue` begins when it stands beside the content and not in
    /// it: a comma (and a conjunction) before its source, or a conjunction before the cue.
    fn new_clause(&self, sentence: &Range<usize>, from: usize, cue: usize) -> Option<usize> {
        let prior = cue.checked_sub(1)?;
        if prior > from
            && self.words[prior].class.is(C::CONJUNCTION)
            && !self.words[prior].class.is(C::THAT)
        {
            return Some(prior); // "… and said"
        }
        let (source, _) = sources::left(self, sentence, cue)?;
        let start = source.words.start;
        if start <= from {
            return None;
        }
        let conjunction = self.words[start - 1].class.is(C::CONJUNCTION)
            && !self.words[start - 1].class.is(C::THAT);
        if conjunction && start - 1 > from && self.words[start - 1].gap == Gap::Comma {
            return Some(start - 1);
        }
        if self.words[start].gap == Gap::Break {
            return Some(start); // "…; critics say it hurts them"
        }
        let tells = self.words[cue].class.cue_class() == CueClass::Tell;
        let after = if tells { object_end(self, sentence, cue + 1) } else { cue + 1 };
        let last = self.ends_there(sentence, after);
        (matches!(self.words[start].gap, Gap::Comma | Gap::Quote) && last).then_some(start)
    }

    /// Little follows the cue in its sentence: it closes a content before it.
    pub(super) fn ends_there(&self, sentence: &Range<usize>, after: usize) -> bool {
        let Some(next) = self.word(sentence, after) else { return true };
        if next.gap != Gap::Space {
            return true;
        }
        match next.of(self.text) {
            "to" => return false,
            // "Smith said late on Tuesday", "she said when asked about it"
            "late" | "early" | "when" | "as" | "after" | "before" | "while" => return true,
            _ => {}
        }
        let adjunct = next.class.any(C::PREPOSITION.and(C::CALENDAR).and(C::ADVERB))
            && !next.class.is(C::THAT);
        adjunct && !self.words[after..sentence.end].iter().take(12).any(|w| w.class.is(C::THAT))
    }

    pub(super) fn is_quoted(&self, word: &Word) -> bool {
        quotes::at(&self.quotes, word.start as usize).is_some()
    }
}

/// Quotations that no cue claims: sentences that are all quotation go on with the speaker before
/// them; `"…" — Name` names its own.
pub(super) fn unclaimed(page: &Page, drafts: &mut Vec<Draft>) {
    let mut claimed: Vec<Span> = drafts.iter().flat_map(|d| d.content.iter().copied()).collect();
    claimed.sort_unstable();
    let mut last: Option<usize> = None;
    let known = drafts.len();
    let mut order: Vec<usize> = (0..known).collect();
    order.sort_unstable_by_key(|&n| drafts[n].content.last().map_or(0, |s| s.end));
    let mut next = order.iter().peekable();
    for quote in &page.quotes {
        while let Some(&&n) = next.peek() {
            if drafts[n].content.first().map_or(0, |s| s.start) >= quote.span.start {
                break;
            }
            last = Some(n);
            next.next();
        }
        let overlaps = {
            let from = claimed.partition_point(|s| s.end <= quote.span.start);
            claimed.get(from).is_some_and(|s| s.start < quote.span.end)
        };
        if overlaps || !stands_alone(page, quote.span) {
            continue;
        }
        let credit = credit_after(page, quote.span);
        let near = last.filter(|&n| near_enough(page, &drafts[n], quote.span));
        if credit.is_none() && near.is_none() {
            continue;
        }
        drafts.push(Draft {
            source: credit.clone().unwrap_or(0..0),
            cue: Vec::new(),
            content: vec![quote.span],
            negated: false,
            hedged: false,
            follows: if credit.is_some() { None } else { near },
        });
    }
}

/// The quotation is whole sentences: it begins at the head of one and is long enough for speech.
fn stands_alone(page: &Page, quote: Span) -> bool {
    let Some(n) = page.found.sentence_at(quote.start) else { return false };
    let sentence = page.found.sentences[n];
    let words = &page.words[page.words.partition_point(|w| (w.start as usize) < quote.start)..];
    let long =
        words.iter().take(SPEECH_WORDS_MIN).filter(|w| (w.end as usize) <= quote.end).count();
    sentence.start == quote.start && quote.end + 2 >= sentence.end && long == SPEECH_WORDS_MIN
}

/// The attribution before a quotation ends in the sentence before it, and was quoted speech.
fn near_enough(page: &Page, draft: &Draft, quote: Span) -> bool {
    let Some(end) = draft.content.last().map(|s| s.end) else { return false };
    let cue_end = draft.cue.last().map_or(0, |cue| page.span(cue).end);
    let (Some(here), Some(there)) = (
        page.found.sentence_at(quote.start),
        page.found.sentence_at(end.max(cue_end).saturating_sub(1)),
    ) else {
        return false;
    };
    let quoted = draft.content.iter().any(|s| !quotes::within(&page.quotes, *s).is_empty());
    here == there + 1 && quoted
}

/// `"…" — Name` and `"…" - Name, office`.
fn credit_after(page: &Page, quote: Span) -> Option<Range<usize>> {
    let from = page.words.partition_point(|w| (w.start as usize) < quote.end);
    let first = page.words.get(from)?;
    let between = page.text.get(quote.end..first.start as usize)?;
    let dash =
        between.trim().chars().all(|c| matches!(c, '—' | '–' | '-')) && !between.trim().is_empty();
    if !dash || !first.is_capital() || first.shape == Shape::Number {
        return None;
    }
    let sentence = page.sentences.get(first.sentence as usize)?;
    Some(from..sources::phrase_end(page, sentence, from))
}
