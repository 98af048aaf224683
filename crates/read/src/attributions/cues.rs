//! The words that report speech, each with its source and content.

use super::{Draft, Page, contents, quotes, sources};
use crate::lexicon::{CueClass, WordClass as C};
use crate::words::{Gap, Shape, Word};
use sources::Source;
use std::ops::Range;
use wiredesk_model::Span;

/// Points from which a cue with its surroundings is taken for reported speech.
const ENOUGH: i32 = 80;
/// Words between a cue and the "that" or the quotation that it opens.
const ADJUNCT_MAX: usize = 14;

/// Finds the reported speech of one sentence.
pub(super) fn collect(page: &Page, sentence: Range<usize>, drafts: &mut Vec<Draft>) {
    let before = drafts.len();
    for at in sentence.clone() {
        let word = &page.words[at];
        let headline = word.class.cue() >= 90 && word.gap == Gap::Comma; // "…, Says Chief"
        if word.class.cue() == 0 || word.shape != Shape::Lower && !word.first && !headline {
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

/// "according to X", before or behind the content.
fn according(page: &Page, sentence: &Range<usize>, at: usize) -> Option<Draft> {
    let to = page.word(sentence, at + 1).filter(|w| w.of(page.text) == "to")?;
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
        content.extend(page.backward(sentence, start, at));
    }
    let _ = to;
    if content.is_empty() {
        return None;
    }
    Some(draft(page, from..end, at..at + 2, content))
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
    let _ = at;
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
    if page.is_quoted(word) && inner(page, at) {
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
    let (source, group) = sources::left(page, sentence, at)?;
    let start = source.words.start;
    if start <= sentence.start {
        return closed_quote_before(page, sentence, at, source);
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
        let mut content = vec![page.backward(sentence, sentence.start, start)?];
        content.push(rest);
        return Some(draft(page, source.words, at..at + 1, content));
    }
    let ends = page.ends_there(sentence, object);
    if !ends || !quoted && !clause_before(page, sentence, start) {
        return None;
    }
    let _ = group;
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
    let mut content = vec![page.backward(sentence, start, before)?];
    content.extend(rest(page, sentence, after, quoted));
    Some(draft(page, source.words, at..at + 1, content))
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

/// A quotation that closed in the sentence before: `"Is it so?" Smith asked` was kept whole, but
/// `“We won.” Smith said` was parted.
fn closed_quote_before(
    _page: &Page,
    _sentence: &Range<usize>,
    _at: usize,
    _source: Source,
) -> Option<Draft> {
    None
}

/// A clause (a verb, and a few words) stands in the sentence before word `end`.
fn clause_before(page: &Page, sentence: &Range<usize>, end: usize) -> bool {
    let from = sentence.start.max(end.saturating_sub(contents::VOICE_WORDS_MAX));
    let words = &page.words[from..end];
    let finite = |w: &Word| {
        w.shape == Shape::Lower
            && (w.class.any(C::VERB.and(C::AUXILIARY))
                || w.class.cue() > 0
                || w.of(page.text).ends_with("ed"))
    };
    let opens = words.first().is_some_and(|w| {
        w.class.any(C::PREPOSITION) && !w.class.is(C::DETERMINER)
            || w.class.is(C::CONJUNCTION) && !w.class.is(C::THAT) && words.len() < 6
            || matches!(
                w.of(page.text),
                "When" | "While" | "As" | "If" | "Although" | "Though" | "After" | "Asked"
            )
    });
    words.len() >= 4 && words.iter().any(finite) && !opens
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
    let mut found = draft(page, source.words, at..at + 1, vec![span]);
    let group = &page.words[negated_from..at];
    found.negated = group.iter().any(|w| w.class.is(C::NEGATION)) || denies(word, page);
    found.hedged = group.iter().any(|w| w.class.is(C::HEDGE));
    Some(found)
}

/// "denied", "refused": the content is said not to be so.
fn denies(word: &Word, page: &Page) -> bool {
    matches!(word.of(page.text), "denied" | "denies" | "deny" | "denying")
}

/// "missiles, which the agency reported in May were used …": the content is the rest of the
/// relative clause.
fn relative(page: &Page, sentence: &Range<usize>, source: &Source, at: usize) -> Option<usize> {
    let which = source.words.start.checked_sub(1).and_then(|n| page.word(sentence, n))?;
    if !matches!(which.of(page.text), "which" | "that" | "who" | "whom") {
        return None;
    }
    let reach = sentence.end.min(at + 5);
    let verb = (at + 1..reach).find(|&n| {
        let word = &page.words[n];
        word.class.any(C::AUXILIARY.and(C::VERB)) && word.shape == Shape::Lower
    })?;
    page.words[at + 1..=verb].iter().all(Word::is_joined).then_some(verb)
}

/// Where the content begins, and what that tells.
struct Opening {
    from: usize,
    points: i32,
}

/// What follows a cue: "that", a quotation, a clause; behind an object ("told reporters") or an
/// adjunct ("in a statement").
fn content_after(page: &Page, sentence: &Range<usize>, at: usize) -> Option<Opening> {
    let class = page.words[at].class.cue_class();
    let from = match class {
        CueClass::Tell => {
            that_after(page, sentence, at + 1).unwrap_or_else(|| object_end(page, sentence, at + 1))
        }
        CueClass::Urge => return infinitive(page, sentence, at + 1),
        CueClass::Intend => return infinitive_at(page, sentence, at + 1),
        CueClass::Judge => return object_and(page, sentence, at + 1),
        _ => at + 1,
    };
    let next = page.word(sentence, from)?;
    if next.class.is(C::THAT) && next.gap == Gap::Space {
        return Some(Opening { from: from + 1, points: 25 }).filter(|o| o.from < sentence.end);
    }
    if page.is_quoted(next) && matches!(next.gap, Gap::Quote) {
        return Some(Opening { from, points: 25 });
    }
    if let Some(found) = behind_adjunct(page, sentence, from) {
        return Some(found);
    }
    let fact = page.word(sentence, from + 2).filter(|w| w.of(page.text) == "that");
    if next.of(page.text) == "the" && fact.is_some() && from + 3 < sentence.end {
        return Some(Opening { from: from + 3, points: 10 }); // "the fact that"
    }
    if matches!(next.gap, Gap::Break) {
        return Some(Opening { from, points: 0 }); // a colon
    }
    let clause = clause_points(page, sentence, from)?;
    Some(Opening { from, points: clause })
}

/// The "that" behind somebody who is told, however long the phrase: "told CBC videographer Mohamed
/// El Saife in Khan Younis that".
fn that_after(page: &Page, sentence: &Range<usize>, from: usize) -> Option<usize> {
    for n in from..sentence.end.min(from + ADJUNCT_MAX) {
        let word = &page.words[n];
        if !word.is_joined()
            || word.class.any(C::AUXILIARY.and(C::VERB)) && word.shape == Shape::Lower
        {
            return None;
        }
        if word.of(page.text) == "that" {
            return Some(n);
        }
    }
    None
}

/// "in a statement that …", "on Sunday that …", "in Kyiv: “…”".
fn behind_adjunct(page: &Page, sentence: &Range<usize>, from: usize) -> Option<Opening> {
    let next = page.word(sentence, from)?;
    let adjunct =
        next.class.any(C::PREPOSITION.and(C::CALENDAR).and(C::ADVERB)) || next.gap == Gap::Comma;
    if !adjunct || next.class.is(C::THAT) {
        return None;
    }
    let reach = sentence.end.min(from + ADJUNCT_MAX);
    for n in from + 1..reach {
        let word = &page.words[n];
        if word.class.is(C::THAT)
            && matches!(word.gap, Gap::Space | Gap::Comma)
            && word.of(page.text) == "that"
        {
            return (n + 1 < sentence.end).then_some(Opening { from: n + 1, points: 25 });
        }
        if word.gap == Gap::Quote && page.is_quoted(word) {
            return Some(Opening { from: n, points: 20 });
        }
    }
    // "said on Sunday it would …"
    let day = (from..sentence.end.min(from + 4)).find(|&n| page.words[n].class.is(C::CALENDAR))?;
    let after = page.word(sentence, day + 1).filter(|w| w.gap == Gap::Space)?;
    let subject = after.class.any(C::PRONOUN.and(C::DETERMINER)) || after.is_capital();
    subject.then_some(Opening { from: day + 1, points: 0 })
}

/// Points for a clause without "that" that begins at `from`, or `None` for what is no clause.
fn clause_points(page: &Page, sentence: &Range<usize>, from: usize) -> Option<i32> {
    let next = page.word(sentence, from)?;
    if next.gap != Gap::Space || next.class.is(C::AUXILIARY) && next.shape == Shape::Lower {
        return None;
    }
    if next.class.any(C::CONJUNCTION.and(C::PREPOSITION)) && !next.class.is(C::THAT) {
        // "said although …, …", "said in the first half it felt good"
        let strong = page.words[from - 1].class.cue() >= 86;
        let bare = matches!(next.of(page.text), "and" | "or" | "but" | "of" | "to" | "as");
        return (strong && !bare && has_verb(page, sentence, from + 2, 24)).then_some(-10);
    }
    let verb = has_verb(page, sentence, from + 1, 12);
    let subject = next.class.any(C::PRONOUN.and(C::DETERMINER)) || next.is_capital();
    Some(match (verb, subject) {
        (true, true) => 5,
        (true, false) => -5,
        (false, _) => -25,
    })
}

/// A finite verb stands in the words from `from`, before a relative clause begins.
fn has_verb(page: &Page, sentence: &Range<usize>, from: usize, reach: usize) -> bool {
    for n in from..sentence.end.min(from + reach) {
        let (word, prior) = (&page.words[n], &page.words[n - 1]);
        let text = word.of(page.text);
        if !word.is_joined() && reach <= 12 || matches!(text, "which" | "who" | "that" | "whose") {
            return false;
        }
        if word.shape != Shape::Lower || prior.of(page.text) == "to" {
            continue;
        }
        let subject = prior.class.is(C::PRONOUN) && !word.class.is(C::FUNCTION);
        let noun = prior.class.is(C::DETERMINER) && !prior.class.is(C::PRONOUN);
        let verb = word.class.any(C::VERB.and(C::AUXILIARY))
            || word.class.cue() >= 50
            || text.len() > 4 && text.ends_with("ed");
        if subject || verb && !noun {
            return true;
        }
    }
    false
}

/// The end of the person who is told: "reporters", "the BBC", "Reuters in an interview".
fn object_end(page: &Page, sentence: &Range<usize>, from: usize) -> usize {
    let Some(first) = page.word(sentence, from) else { return from };
    if first.gap != Gap::Space || first.class.is(C::THAT) {
        return from;
    }
    if first.class.is(C::PRONOUN) {
        return from + 1;
    }
    let mut end = from + 1;
    while let Some(word) = page.word(sentence, end) {
        let part = word.is_capital()
            || word.shape == Shape::Clitic
            || word.class.any(C::SPEAKER.and(C::ROLE).and(C::KIN).and(C::ORG_TAIL))
            || page.words[end - 1].class.is(C::DETERMINER)
            || word.of(page.text) == "of"
            || word.of(page.text) == "the" && page.words[end - 1].of(page.text) == "of";
        if !word.is_joined()
            || !part
            || word.class.any(C::PRONOUN.and(C::AUXILIARY))
            || end - from > 8
        {
            break;
        }
        end += 1;
    }
    end
}

/// "urged [Iran to stop]".
fn infinitive(page: &Page, sentence: &Range<usize>, from: usize) -> Option<Opening> {
    let next = page.word(sentence, from).filter(|w| w.gap == Gap::Space)?;
    if next.class.is(C::THAT) {
        return Some(Opening { from: from + 1, points: 25 });
    }
    if page.is_quoted(next) && next.gap == Gap::Quote {
        return Some(Opening { from, points: 15 });
    }
    let reach = sentence.end.min(from + 10);
    let to = (from + 1..reach)
        .take_while(|&n| page.words[n].is_joined())
        .find(|&n| page.words[n].of(page.text) == "to")?;
    let object = next.class.any(C::DETERMINER.and(C::PRONOUN))
        || next.is_capital()
        || next.class.any(C::SPEAKER.and(C::ROLE));
    let verb = page
        .word(sentence, to + 1)
        .is_some_and(|w| w.shape == Shape::Lower && !w.class.is(C::DETERMINER));
    (object && verb).then_some(Opening { from, points: 10 })
}

/// "vowed [to stay]".
fn infinitive_at(page: &Page, sentence: &Range<usize>, from: usize) -> Option<Opening> {
    let next = page.word(sentence, from).filter(|w| w.gap == Gap::Space || w.gap == Gap::Quote)?;
    if next.class.is(C::THAT) {
        return Some(Opening { from: from + 1, points: 35 });
    }
    if next.gap == Gap::Quote && page.is_quoted(next) {
        return Some(Opening { from, points: 25 });
    }
    (next.of(page.text) == "to").then_some(Opening { from, points: 20 })
}

/// "accused [Iran of …]", "called it “…”".
fn object_and(page: &Page, sentence: &Range<usize>, from: usize) -> Option<Opening> {
    let next = page.word(sentence, from)?;
    if next.gap == Gap::Quote && page.is_quoted(next) {
        return Some(Opening { from, points: 20 });
    }
    let object = next.is_capital() || next.class.any(C::DETERMINER.and(C::PRONOUN));
    if next.gap != Gap::Space || !object {
        return None;
    }
    let reach = sentence.end.min(from + 12);
    for n in from + 1..reach {
        let word = &page.words[n];
        if word.gap == Gap::Quote && page.is_quoted(word) {
            return Some(Opening { from, points: 20 });
        }
        if !word.is_joined() {
            return None;
        }
        if matches!(word.of(page.text), "of" | "for" | "as") {
            return Some(Opening { from, points: 15 });
        }
    }
    None
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

fn draft(page: &Page, source: Range<usize>, cue: Range<usize>, content: Vec<Span>) -> Draft {
    let _ = page;
    Draft { source, cue: vec![cue], content, negated: false, hedged: false, follows: None }
}
