//! The words that report speech, each with its source and content.

use super::openings::{Opening, acts, content_after, has_verb, object_end, relative};
use super::{Draft, Page, contents, quotes, sources};
use crate::lexicon::{CueClass, WordClass as C};
use crate::words::{Gap, Shape, Word};
use sources::Source;
use std::ops::Range;
use wiredesk_model::Span;

/// Points from which a cue with its surroundings is taken for reported speech.
const ENOUGH: i32 = 80;

/// Finds the reported speech of one sentence.
pub(super) fn collect(page: &Page, sentence: Range<usize>, drafts: &mut Vec<Draft>) {
    let before = drafts.len();
    for at in sentence.clone() {
        let word = &page.words[at];
        let headline = word.class.cue() >= 90 && word.gap == Gap::Comma; // "…, Says Chief"
        if word.class.cue() == 0 || word.shape != Shape::Lower && !word.first && !headline {
            continue;
        }
        if is_the_state(page, &sentence, at) {
            continue;
        }
        let found = match word.class.cue_class() {
            CueClass::According => according(page, &sentence, at),
            CueClass::Gerund if word.gap != Gap::Space && drafts.len() > before => {
                // "…, Smith said, adding that …": the speaker of the cue before
                let speaker = drafts.last().map(|d| d.source.clone()).unwrap_or_default();
                opening(page, &sentence, at, Some(speaker))
            }
            _ => verb(page, &sentence, at),
        };
        drafts.extend(found);
    }
}

/// "state media", "state of emergency": no verb.
fn is_the_state(page: &Page, sentence: &Range<usize>, at: usize) -> bool {
    let next = page.word(sentence, at + 1).filter(|w| w.gap == Gap::Space);
    page.words[at].of(page.text) == "state"
        && next.is_some_and(|w| {
            w.class.any(C::SPEAKER.and(C::ROLE).and(C::ORG_HEAD).and(C::ORG_TAIL))
                || matches!(w.of(page.text), "of" | "television" | "tv" | "run" | "news")
        })
}

/// "according to X", before or behind the content.
fn according(page: &Page, sentence: &Range<usize>, at: usize) -> Option<Draft> {
    page.word(sentence, at + 1).filter(|w| w.of(page.text) == "to")?;
    let from = at + 2;
    page.word(sentence, from).filter(|w| w.gap == Gap::Space || w.gap == Gap::Quote)?;
    let end = source_end(page, sentence, from);
    if matches!(page.words[from].of(page.text), "plan" | "plans" | "schedule") {
        return None; // "went according to plan"
    }
    let mut content = Vec::new();
    if at == sentence.start || page.words[at].gap == Gap::Break && at < sentence.start + 2 {
        content.extend(page.forward(sentence, end));
    } else {
        let start = clause_start(page, sentence, at);
        content.extend(page.backward(start, at));
    }
    if content.is_empty() {
        return None;
    }
    Some(draft(from..end, at..at + 2, content))
}

/// The end of the source of "according to": the phrase to the next comma or mark.
fn source_end(page: &Page, sentence: &Range<usize>, from: usize) -> usize {
    let mut end = from + 1;
    while end < sentence.end && end - from < 24 {
        let word = &page.words[end];
        let before = &page.words[end - 1];
        let parted = word.class.any(C::DETERMINER.and(C::PRONOUN))
            && before.is_capital()
            && !before.class.is(C::FUNCTION);
        if parted {
            break; // "According to Smith the road …"
        }
        let verb = word.class.is(C::AUXILIARY) && word.shape == Shape::Lower;
        if !word.is_joined() || verb && end - from > 1 && !relative_before(page, from, end) {
            break;
        }
        end += 1;
    }
    end
}

fn relative_before(page: &Page, from: usize, end: usize) -> bool {
    page.words[from..end].iter().any(|w| w.class.any(C::THAT.and(C::PRONOUN)))
}

/// Where the clause that ends before the cue begins: behind another cue's content or the head.
fn clause_start(page: &Page, sentence: &Range<usize>, at: usize) -> usize {
    let mut start = sentence.start;
    while start < at && page.words[start].first && page.words[start].class.is(C::CONJUNCTION) {
        start += 1;
    }
    start
}

/// A verb of saying.
fn verb(page: &Page, sentence: &Range<usize>, at: usize) -> Option<Draft> {
    let word = &page.words[at];
    if word.first || passive(page, sentence, at) {
        return None;
    }
    if page.is_quoted(word) && inner(page, at) || keeps_silent(page, sentence, at) {
        return None;
    }
    if let Some(found) = closing(page, sentence, at) {
        return Some(found);
    }
    opening(page, sentence, at, None)
}

/// A speaker's own "I think", "you want" inside a quotation tells nothing of anybody else.
fn inner(page: &Page, at: usize) -> bool {
    let words = &page.words[at.saturating_sub(3)..at];
    words.iter().any(|w| {
        w.class.is(C::PRONOUN)
            && matches!(w.of(page.text), "I" | "i" | "we" | "We" | "you" | "You" | "it" | "It")
    })
}

/// "declined to comment": nothing is said.
fn keeps_silent(page: &Page, sentence: &Range<usize>, at: usize) -> bool {
    let text = |n: usize| page.word(sentence, n).map_or("", |w| w.of(page.text));
    matches!(text(at), "declined" | "declines" | "refused" | "refuses" | "declining" | "refusing")
        && text(at + 1) == "to"
        && matches!(
            text(at + 2),
            "comment" | "respond" | "answer" | "elaborate" | "speak" | "reply"
        )
}

/// "was told", "is expected to": somebody else said it, and nobody is named.
fn passive(page: &Page, sentence: &Range<usize>, at: usize) -> bool {
    let word = &page.words[at];
    let text = word.of(page.text);
    let participle = text.ends_with("ed") || matches!(text, "said" | "told" | "known" | "thought");
    let be = |w: &Word| {
        matches!(
            w.of(page.text),
            "is" | "are" | "was" | "were" | "be" | "been" | "being" | "get" | "got"
        )
    };
    let mut n = at;
    while n > sentence.start && at - n < 3 {
        n -= 1;
        let prior = &page.words[n];
        if be(prior) {
            return participle;
        }
        if !prior.class.any(C::ADVERB.and(C::NEGATION)) && !prior.of(page.text).ends_with("ly") {
            return false;
        }
    }
    false
}

/// The content stands before source and cue: `"…," said X`, `"…" X said`, `…, X said`, also with
/// more content behind them.
fn closing(page: &Page, sentence: &Range<usize>, at: usize) -> Option<Draft> {
    let word = &page.words[at];
    if word.class.cue() < 55 || matches!(word.class.cue_class(), CueClass::Noun | CueClass::Urge) {
        return None;
    }
    // Inverted: the cue itself follows the content.
    if matches!(word.gap, Gap::Comma | Gap::Quote) && at > sentence.start {
        let quoted = page.is_quoted(&page.words[at - 1]);
        let inverts =
            quoted || word.class.cue() >= 80 && word.class.cue_class() != CueClass::Gerund;
        let tells = word.class.cue_class() == CueClass::Tell;
        let right = sources::right(page, sentence, at + 1).filter(|source| {
            let last = closes(page, sentence, source.words.end) && source.points >= 8;
            quoted || last && !tells && clause_before(page, sentence, at)
        });
        if inverts && let Some(source) = right {
            let after = source.words.end;
            return closed(page, sentence, at, (source, at), after, quoted);
        }
    }
    let (source, _) = sources::left(page, sentence, at)?;
    let start = source.words.start;
    if start <= sentence.start {
        return None;
    }
    if !matches!(page.words[start].gap, Gap::Comma | Gap::Quote) {
        return None;
    }
    let quoted = page.is_quoted(&page.words[start - 1]);
    let object = if word.class.cue_class() == CueClass::Tell {
        object_end(page, sentence, at + 1)
    } else {
        at + 1
    };
    if !quoted && let Some(rest) = parted(page, sentence, object) {
        let mut content = vec![page.backward(sentence.start, start)?];
        content.push(rest);
        return Some(draft(source.words, at..at + 1, content));
    }
    let ends = page.ends_there(sentence, object);
    if !ends || !quoted && !clause_before(page, sentence, start) {
        return None;
    }
    closed(page, sentence, at, (source, start), object, quoted)
}

/// The rest of a sentence that "…, X said, …" parts: it begins behind a comma and has the verb.
fn parted(page: &Page, sentence: &Range<usize>, after: usize) -> Option<Span> {
    let next = page.word(sentence, after).filter(|w| w.gap == Gap::Comma)?;
    let text = next.of(page.text);
    let aside = next.class.any(C::CONJUNCTION.and(C::PREPOSITION)) && !next.class.is(C::THAT)
        || next.class.cue() > 0 && text.ends_with("ing")
        || matches!(text, "which" | "who" | "whose" | "where" | "when");
    let finite = next.class.any(C::VERB.and(C::AUXILIARY)) || text.ends_with('s');
    let clause = finite && next.shape == Shape::Lower || has_verb(page, sentence, after + 1, 12);
    (!aside && clause).then(|| page.forward(sentence, after)).flatten()
}

/// Nothing but adjuncts follows: the sentence or its clause ends here.
fn closes(page: &Page, sentence: &Range<usize>, after: usize) -> bool {
    page.ends_there(sentence, after) && !has_verb(page, sentence, after + 1, 12)
}

/// The content before `side.1`, and the rest of it when the sentence goes on behind `after`.
fn closed(
    page: &Page,
    sentence: &Range<usize>,
    at: usize,
    side: (Source, usize),
    after: usize,
    quoted: bool,
) -> Option<Draft> {
    let (source, before) = side;
    if page.words[at].class.cue() as i32 + source.points + if quoted { 25 } else { 5 } < ENOUGH {
        return None;
    }
    let start = match quoted {
        true => quote_start(page, sentence, before - 1),
        false => clause_start(page, sentence, before),
    };
    let mut content = vec![page.backward(start, before)?];
    content.extend(rest(page, sentence, after, quoted));
    Some(draft(source.words, at..at + 1, content))
}

/// The first word of the quotation that holds `word`, in this sentence; mixed content begins at
/// the sentence's head.
fn quote_start(page: &Page, sentence: &Range<usize>, word: usize) -> usize {
    let Some(n) = quotes::at(&page.quotes, page.words[word].start as usize) else {
        return sentence.start;
    };
    let start = page.quotes[n].span.start;
    let first = page.words[sentence.clone()].partition_point(|w| (w.start as usize) < start);
    let from = sentence.start + first;
    // `The plan is "dead," Smith said`: the words before the quotation belong to it.
    if from > sentence.start && from < word { sentence.start } else { from.min(word) }
}

/// Content behind `"…," X said,`: a quotation, or the rest of a parted sentence.
fn rest(page: &Page, sentence: &Range<usize>, after: usize, quoted: bool) -> Option<Span> {
    let from = (after..sentence.end.min(after + 8)).find(|&n| !page.words[n].is_joined())?;
    let word = &page.words[from];
    let opens = page.is_quoted(word) && word.gap == Gap::Quote;
    let goes_on = word.gap == Gap::Comma
        && !quoted
        && word.class.cue() == 0
        && !word.class.any(C::CONJUNCTION.and(C::PRONOUN))
        && has_verb(page, sentence, from + 1, 12);
    if !(opens || goes_on && from == after) {
        return None;
    }
    page.forward(sentence, from)
}

/// A clause (a verb, and a few words) stands in the sentence before word `end`.
fn clause_before(page: &Page, sentence: &Range<usize>, end: usize) -> bool {
    let from = sentence.start.max(end.saturating_sub(contents::VOICE_WORDS_MAX));
    let words = &page.words[from..end];
    let finite = |n: usize| {
        let w = &page.words[n];
        w.shape == Shape::Lower
            && (w.class.any(C::VERB.and(C::AUXILIARY))
                || w.class.cue() > 0
                || w.of(page.text).ends_with("ed")
                || n > from && acts(page, n))
    };
    let opens = words.first().is_some_and(|w| {
        w.class.any(C::PREPOSITION) && !w.class.is(C::DETERMINER)
            || w.class.is(C::CONJUNCTION) && !w.class.is(C::THAT) && words.len() < 6
            || matches!(
                w.of(page.text),
                "When" | "While" | "As" | "If" | "Although" | "Though" | "After" | "Asked"
            )
    });
    words.len() >= 2 && (from..end).any(finite) && !opens
}

/// Source, cue, content.
fn opening(
    page: &Page,
    sentence: &Range<usize>,
    at: usize,
    speaker: Option<Range<usize>>,
) -> Option<Draft> {
    let word = &page.words[at];
    let class = match owned(page, sentence, at) {
        true if word.class.is(C::CUE_NOUN) => CueClass::Noun,
        true => return None,
        false => word.class.cue_class(),
    };
    let (source, negated_from) = match class {
        _ if speaker.is_some() => (Source { words: speaker.unwrap_or_default(), points: 10 }, at),
        CueClass::Noun => (owner(page, sentence, at)?, at),
        CueClass::Gerund => (subject_of_gerund(page, sentence, at)?, at),
        _ => sources::left(page, sentence, at)?,
    };
    let content = match relative(page, sentence, &source, at) {
        Some(from) => Opening { from, points: 5 },
        None => content_after(page, sentence, at)?,
    };
    let noun = word.class.is(C::CUE_NOUN) && source.points < 8 && class != CueClass::Noun;
    if noun {
        return None; // "a blockbuster report that"
    }
    let score = i32::from(word.class.cue()) + source.points + content.points;
    if score < ENOUGH {
        return None;
    }
    let span = page.forward(sentence, content.from)?;
    let mut found = draft(source.words, at..at + 1, vec![span]);
    let group = &page.words[negated_from..at];
    found.negated = group.iter().any(|w| w.class.is(C::NEGATION)) || denies(word, page);
    found.hedged = group.iter().any(|w| w.class.is(C::HEDGE));
    Some(found)
}

/// "denied", "refused": the content is said not to be so.
fn denies(word: &Word, page: &Page) -> bool {
    matches!(word.of(page.text), "denied" | "denies" | "deny" | "denying")
}

/// "Smith's claim", "their hopes": a noun, whatever else the form may be.
fn owned(page: &Page, sentence: &Range<usize>, at: usize) -> bool {
    at > sentence.start && {
        let prior = &page.words[at - 1];
        let whose = matches!(
            prior.of(page.text),
            "his" | "her" | "their" | "its" | "our" | "my" | "the" | "a"
        );
        prior.shape == Shape::Clitic || whose && page.words[at].class.is(C::CUE_NOUN)
    }
}

/// "Smith's claim that": the source of a noun is who owns it.
fn owner(page: &Page, sentence: &Range<usize>, at: usize) -> Option<Source> {
    let clitic = (at.saturating_sub(3)..at)
        .rev()
        .find(|&n| n > sentence.start && page.words[n].shape == Shape::Clitic)?;
    page.word(sentence, at + 1).filter(|w| w.of(page.text) == "that")?;
    let joined = page.words[clitic + 1..=at].iter().all(Word::is_joined);
    let (source, _) = sources::left(page, sentence, clitic)?;
    joined.then_some(Source { words: source.words, points: source.points + 5 })
}

/// ", adding that …": the subject of the sentence's first cue, or what stands at its head.
fn subject_of_gerund(page: &Page, sentence: &Range<usize>, at: usize) -> Option<Source> {
    let word = &page.words[at];
    if word.gap == Gap::Space && at > sentence.start {
        // "Smith as saying", "with Boswell stating"
        let prior = &page.words[at - 1];
        if prior.is_capital() {
            return sources::left(page, sentence, at).map(|(source, _)| source);
        }
        if prior.of(page.text) == "as" && at > sentence.start + 1 {
            return sources::left(page, sentence, at - 1).map(|(source, _)| source);
        }
        if prior.class.is(C::PREPOSITION) && prior.of(page.text) != "by" {
            return None; // "from claiming asylum"
        }
    }
    if !matches!(word.gap, Gap::Comma | Gap::Quote | Gap::Space) {
        return None;
    }
    let from = sentence.start.max(at.saturating_sub(contents::VOICE_WORDS_MAX));
    let main = (from..at).find(|&n| {
        let w = &page.words[n];
        w.shape == Shape::Lower
            && !page.is_quoted(w)
            && (w.class.any(C::VERB.and(C::AUXILIARY)) || w.class.cue() >= 55)
            && !w.class.is(C::THAT)
    })?;
    sources::left(page, sentence, main).map(|(source, _)| source)
}

fn draft(source: Range<usize>, cue: Range<usize>, content: Vec<Span>) -> Draft {
    Draft { source, cue: vec![cue], content, negated: false, hedged: false, follows: None }
}
