//! What follows a cue: the content that it opens, behind "that", an object, an adjunct, a colon or
//! nothing at all, and how much speaks for it.

use super::{Page, sources};
use crate::lexicon::{CueClass, WordClass as C};
use crate::words::{Gap, Shape, Word};
use sources::Source;
use std::ops::Range;

/// Words between a cue and the "that" or the quotation that it opens.
const ADJUNCT_MAX: usize = 14;

/// Where the content begins, and what that tells.
pub(super) struct Opening {
    pub from: usize,
    pub points: i32,
}

/// What follows a cue: "that", a quotation, a clause; behind an object ("told reporters") or an
/// adjunct ("in a statement").
pub(super) fn content_after(page: &Page, sentence: &Range<usize>, at: usize) -> Option<Opening> {
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
        // "said whether", "said how many": the word belongs to what is said.
        let from = if next.of(page.text) == "that" { from + 1 } else { from };
        return Some(Opening { from, points: 25 }).filter(|o| o.from < sentence.end);
    }
    if let Some(found) = without_clause(page, sentence, at, from) {
        return Some(found);
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

/// "denied [selling weapons]", "warned [of famine]", "told him [to leave]".
fn without_clause(page: &Page, sentence: &Range<usize>, at: usize, from: usize) -> Option<Opening> {
    let next = page.word(sentence, from).filter(|w| w.gap == Gap::Space)?;
    let (cue, text) = (page.words[at].of(page.text), next.of(page.text));
    let owns = matches!(
        cue,
        "denied"
            | "denies"
            | "deny"
            | "admitted"
            | "admits"
            | "acknowledged"
            | "reported"
            | "recalled"
    );
    if owns && text.len() > 4 && text.ends_with("ing") && next.shape == Shape::Lower {
        return Some(Opening { from, points: 5 });
    }
    let vows = matches!(
        cue,
        "vowed" | "vows" | "pledged" | "pledges" | "promised" | "promises" | "swore" | "swears"
    );
    if vows && text == "to" {
        return Some(Opening { from, points: 10 });
    }
    let warns = matches!(cue, "warned" | "warns" | "warn");
    if warns && matches!(text, "of" | "about" | "against") {
        return Some(Opening { from, points: 10 });
    }
    let told = page.words[at].class.cue_class() == CueClass::Tell && from > at + 1;
    let whom = if warns { object_end(page, sentence, from) } else { from };
    let verb = page.word(sentence, whom + 1).is_some_and(|w| w.shape == Shape::Lower);
    let to =
        page.word(sentence, whom).is_some_and(|w| w.gap == Gap::Space && w.of(page.text) == "to");
    ((told || warns && whom > from) && to && verb).then_some(Opening { from, points: 10 })
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
pub(super) fn has_verb(page: &Page, sentence: &Range<usize>, from: usize, reach: usize) -> bool {
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
            || acts(page, n)
            || word.class.cue() >= 50
            || text.len() > 4 && text.ends_with("ed");
        if subject || verb && !noun {
            return true;
        }
    }
    false
}

/// "the law protects voters": a third person behind a noun in the singular, by its ending.
pub(super) fn acts(page: &Page, n: usize) -> bool {
    let (word, prior) = (page.words[n].of(page.text), &page.words[n - 1]);
    let known = C::SPEAKER.and(C::ROLE).and(C::COMMON).and(C::FUNCTION).and(C::KIN);
    let ends = word.len() > 4 && word.ends_with('s') && !word.ends_with("ss");
    let subject =
        !prior.class.any(C::FUNCTION.and(C::AUXILIARY)) && !prior.of(page.text).ends_with('s');
    let object = page.words.get(n + 1).is_some_and(|next| next.gap == Gap::Space && !next.first);
    ends && !page.words[n].class.any(known) && subject && object
}

/// The end of the person who is told: "reporters", "the BBC", "Reuters in an interview".
pub(super) fn object_end(page: &Page, sentence: &Range<usize>, from: usize) -> usize {
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
    let at = from.saturating_sub(1);
    let next = page.word(sentence, from)?;
    if next.gap == Gap::Quote && page.is_quoted(next) {
        return Some(Opening { from, points: 20 });
    }
    if next.of(page.text) == "on" && matches!(page.words[at].of(page.text), "called" | "calls") {
        // "called on [Congress to act]"
        return infinitive(page, sentence, from + 1)
            .map(|found| Opening { points: found.points + 20, ..found });
    }
    let object = next.is_capital() || next.class.any(C::DETERMINER.and(C::PRONOUN));
    if next.gap != Gap::Space || !object {
        return None;
    }
    let reach = sentence.end.min(from + 12);
    for n in from + 1..reach {
        let word = &page.words[n];
        if word.gap == Gap::Quote && page.is_quoted(word) {
            return Some(Opening { from, points: 27 });
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

/// "missiles, which the agency reported in May were used …": the content is the rest of the
/// relative clause.
pub(super) fn relative(
    page: &Page,
    sentence: &Range<usize>,
    source: &Source,
    at: usize,
) -> Option<usize> {
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
